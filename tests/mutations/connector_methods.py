"""How the platform calls the eleven methods, and what it gets: C85."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Mutation, violation

NOTICE_CAPABILITIES = "    def capabilities(self):\n        return []\n"
LEDGER_CAPABILITIES = '        return ["catalog", "discover", "state"]'
PARCELS_VALIDATE = """\
        missing = []
        for name, row in PROPERTIES.items():
            if row[2] and name not in integration:
                missing.append(row[0])
        if missing:
            raise ValidationException('Missing: ' + ', '.join(missing))
        if not scans.files(integration['directory']):
            raise ValidationException('There are no scan files in %s' % integration['directory'])
"""

MUTATIONS: tuple[Mutation, ...] = (
    # C8506 wrong-method-signature
    violation(
        "C8506",
        LEDGER,
        "a static method",
        ("__init__.py", "    def name(self) -> str:", "    @staticmethod\n    def name() -> str:"),
        at=("__init__.py", "def name()"),
    ),
    violation(
        "C8506",
        PARCELS,
        "a generator",
        ("__init__.py", "        return [self._schema_of(data)]\n", "        yield self._schema_of(data)\n"),
        at=("__init__.py", "def schemas"),
    ),
    violation(
        "C8506",
        BEACON,
        "no self in a mixin",
        ("interface/configuration.py", "def config(self)", "def config()"),
        at=("interface/configuration.py", "def config()"),
    ),
    violation(
        "C8506",
        PARCELS,
        "the configuration by keyword alone",
        ("__init__.py", "def validate(self, integration: Dict)", "def validate(self, *, integration: Dict)"),
        at=("__init__.py", "def validate"),
    ),
    violation(
        "C8506",
        NOTICE,
        "a text in the place of a method",
        ("__init__.py", '    @classmethod\n    def name(cls):\n        return "Notice"\n', '    name = "Notice"\n'),
        at=("__init__.py", 'name = "Notice"'),
    ),
    violation(
        "C8506",
        LEDGER,
        "a cached property",
        (
            "__init__.py",
            "    def version(self) -> str:",
            "    @functools.cached_property\n    def version(self) -> str:",
        ),
        ("__init__.py", "import logging\n", "import functools\nimport logging\n"),
        at=("__init__.py", "def version"),
    ),
    violation(
        "C8506",
        NOTICE,
        "validate takes nothing",
        ("__init__.py", "    def samples(self, integration):", "    def samples(self):"),
        at=("__init__.py", "def samples"),
    ),
    # C8507 unimplemented-method
    violation(
        "C8507",
        LEDGER,
        "only a docstring",
        ("__init__.py", LEDGER_CAPABILITIES + "\n", ""),
        at=("__init__.py", "def capabilities"),
    ),
    violation(
        "C8507",
        BEACON,
        "an ellipsis",
        ("interface/identity.py", "        return self.Meta.description", "        ..."),
        at=("interface/identity.py", "def description"),
    ),
    violation(
        "C8507",
        PARCELS,
        "the result is not handed back",
        ("__init__.py", "        return [self._schema_of(data)]\n", "        self._schema_of(data)\n        return\n"),
        at=("__init__.py", "def schemas"),
    ),
    violation(
        "C8507",
        NOTICE,
        "to be done",
        (
            "__init__.py",
            NOTICE_CAPABILITIES,
            '    def capabilities(self):\n        raise NotImplementedError("to be done")\n',
        ),
        at=("__init__.py", "def capabilities"),
    ),
    # C8508 wrong-return-literal
    violation(
        "C8508",
        LEDGER,
        "a tuple of capabilities",
        ("__init__.py", LEDGER_CAPABILITIES, '        return ("catalog", "discover", "state")'),
        at=("__init__.py", '("catalog", "discover", "state")'),
    ),
    violation(
        "C8508",
        NOTICE,
        "a dict for a list",
        (
            "__init__.py",
            "        return [mailbox, recipient, subject]",
            '        return {"mailbox": mailbox, "recipient": recipient, "subject": subject}',
        ),
        at=("__init__.py", 'return {"mailbox"'),
    ),
    violation(
        "C8508",
        NOTICE,
        "plain dicts for properties",
        (
            "__init__.py",
            "        return [mailbox, recipient, subject]",
            '        return [mailbox, recipient, subject, {"name": "subject"}]',
        ),
        at=("__init__.py", '{"name": "subject"}'),
    ),
    violation(
        "C8508",
        BEACON,
        "a number in a nested class",
        ("__init__.py", 'description = "Ingests the reports of beacons."', "description = 7"),
        at=("__init__.py", "description = 7"),
    ),
    violation(
        "C8508",
        PARCELS,
        "a dict of samples",
        (
            "__init__.py",
            "        return [Sample(schema=self._schema_of(data), data=data)]",
            "        return {'scans': Sample(schema=self._schema_of(data), data=data)}",
        ),
        at=("__init__.py", "return {'scans'"),
    ),
    # C8513 validate-never-raises
    violation(
        "C8513",
        PARCELS,
        "nothing",
        ("__init__.py", PARCELS_VALIDATE, "        pass\n"),
        at=("__init__.py", "def validate"),
    ),
    violation(
        "C8513",
        PARCELS,
        "an answer in place of an exception",
        ("__init__.py", PARCELS_VALIDATE, "        return bool(scans.files(integration['directory']))\n"),
        at=("__init__.py", "def validate"),
    ),
    violation(
        "C8513",
        LEDGER,
        "assertions",
        (
            "__init__.py",
            "        try:\n            with LedgerClient(integration) as client:\n                client.columns()\n        except (LedgerError, KeyError) as e:\n"
            '            logger.warning("validation failed: %s", e)\n            raise ValidationException(str(e)) from e\n',
            '        assert integration["database_path"], "no path"\n        LedgerClient(integration)\n',
        ),
        at=("__init__.py", "def validate"),
    ),
    # C8515 foreign-schema-type
    violation(
        "C8515",
        PARCELS,
        "attributes of its own",
        (
            "__init__.py",
            "[c8connector.SchemaAttribute(key, kind) for key, kind in types.items()]",
            "[Attribute(key, kind) for key, kind in types.items()]",
        ),
        (
            "__init__.py",
            "from typing import Dict, List\n",
            "from collections import namedtuple\nfrom typing import Dict, List\n",
        ),
        ("__init__.py", "\nPROPERTIES = {", "\nAttribute = namedtuple('Attribute', 'name type')\nPROPERTIES = {"),
        at=("__init__.py", "Attribute(key, kind)"),
    ),
    violation(
        "C8515",
        LEDGER,
        "an alias of Singer's",
        (
            "client.py",
            "from c8connector import SchemaAttribute, SchemaAttributeType\n",
            "from c8connector import SchemaAttributeType\nfrom singer import Schema as SchemaAttribute\n",
        ),
        at=("client.py", "attributes.append(SchemaAttribute("),
    ),
)
