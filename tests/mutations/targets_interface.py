"""What targets may answer wrongly: samples and schemas, validation, and the reserved keys; each in different forms."""

from collections.abc import Iterator

from tests.mutations.changes import COURIER, CRATE, SHELF, Mutation, violation

SHELF_SAMPLES = '''        """Return nothing: a target has no samples."""
        return []'''
SHELF_SCHEMAS = '''        """Return nothing: a target has no schemas."""
        return []'''
SHELF_VALIDATE_START = """        path = integration.get("database_file")
        if not path:
            raise ValidationException("The property database_file is missing.")
"""
SHELF_VALIDATE_END = 'raise ValidationException(f"The database {path} cannot be written: {error}") from error'
COURIER_KEYS = "RESERVED_KEYS = ['', '_id', KEY]"
COURIER_RAISE = """        if problem is not None:
            raise c8connector.ValidationException(problem)
"""
CRATE_RAISE = 'raise c8.ValidationException(f"There is no folder to write to: {error!r}")'


def violations() -> Iterator[Mutation]:
    """Yield targets that break one of these rules."""
    # C8510: samples and schemas of a target are []
    yield violation(
        "C8510",
        SHELF,
        "a list with an object",
        ("__init__.py", SHELF_SAMPLES, '        return [Sample(Schema("a", []), [])]'),
        at=("__init__.py", 'return [Sample(Schema("a", []), [])]'),
    )
    yield violation(
        "C8510", SHELF, "a dict", ("__init__.py", SHELF_SCHEMAS, "        return {}"), at=("__init__.py", "return {}")
    )
    yield violation(
        "C8510",
        SHELF,
        "an empty tuple",
        ("__init__.py", SHELF_SCHEMAS, "        return ()"),
        at=("__init__.py", "return ()"),
    )
    yield violation(
        "C8510",
        COURIER,
        "a constant of another module",
        ("constants.py", "KEY = '_key'\n", "KEY = '_key'\nEXAMPLES = [{'name': 'Ann'}]\n"),
        (
            "__init__.py",
            "    def samples(self, integration: dict) -> list:\n        return []",
            "    def samples(self, integration: dict) -> list:\n        return constants.EXAMPLES",
        ),
        at=("__init__.py", "return constants.EXAMPLES"),
    )
    yield violation(
        "C8510",
        CRATE,
        "a mixin that builds a list",
        (
            "__init__.py",
            "-> List[c8.Schema]:\n        return list()",
            '-> List[c8.Schema]:\n        found = []\n        found.append(c8.Schema("a", []))\n        return found',
        ),
        at=("__init__.py", "return found"),
    )
    yield violation(
        "C8510",
        CRATE,
        "one branch only",
        (
            "__init__.py",
            "-> List[c8.Sample]:\n        return list()",
            '-> List[c8.Sample]:\n        if integration.get("folder"):\n            return [c8.Sample(c8.Schema("a", []), [])]\n        return []',
        ),
        at=("__init__.py", 'return [c8.Sample(c8.Schema("a", []), [])]'),
    )
    # C8513: validation raises ValidationException
    yield violation(
        "C8513",
        SHELF,
        "another exception",
        ("__init__.py", SHELF_VALIDATE_START, '        path = integration["database_file"]\n'),
        (
            "__init__.py",
            SHELF_VALIDATE_END,
            'raise ValueError(f"The database {path} cannot be written: {error}") from error',
        ),
        at=("__init__.py", "def validate(self, integration: dict) -> None:"),
    )
    yield violation(
        "C8513",
        COURIER,
        "the problem is only logged",
        (
            "__init__.py",
            COURIER_RAISE,
            "        if problem is not None:\n            print(problem, file=sys.stderr)\n",
        ),
        ("__init__.py", "import c8connector\n", "import sys\n\nimport c8connector\n"),
        at=("__init__.py", "def validate(self, integration: dict) -> None:"),
    )
    yield violation(
        "C8513",
        COURIER,
        "the exception is returned",
        (
            "__init__.py",
            "            raise c8connector.ValidationException(problem)",
            "            return c8connector.ValidationException(problem)",
        ),
        at=("__init__.py", "def validate(self, integration: dict) -> None:"),
    )
    yield violation(
        "C8513",
        CRATE,
        "empty",
        (
            "__init__.py",
            f'        try:\n            check_folder(integration["folder"])\n        except (KeyError, OSError) as error:\n            {CRATE_RAISE}\n',
            '        """Nothing to check."""\n',
        ),
        at=("__init__.py", "def validate(self, integration: dict) -> None:"),
    )
    yield violation(
        "C8513",
        CRATE,
        "an exception of one's own of the same name",
        (
            "crate.py",
            'RESERVED = ("_offset", "_rev")\n',
            'RESERVED = ("_offset", "_rev")\n\n\nclass ValidationException(Exception):\n    """The folder cannot be used."""\n',
        ),
        ("__init__.py", "import RESERVED, check_folder", "import RESERVED, ValidationException, check_folder"),
        ("__init__.py", "raise c8.ValidationException(", "raise ValidationException("),
        at=("__init__.py", "def validate(self, integration: dict) -> None:"),
    )
    # C8601: a list of str
    yield violation(
        "C8601",
        SHELF,
        "a tuple constant",
        ("sink.py", 'RESERVED_KEYS = ["_key", "rowid", "oid"]', 'RESERVED_KEYS = ("_key", "rowid", "oid")'),
        at=("sink.py", 'RESERVED_KEYS = ("_key", "rowid", "oid")'),
    )
    yield violation(
        "C8601",
        SHELF,
        "a set by a call",
        ("__init__.py", "        return RESERVED_KEYS\n", "        return set(RESERVED_KEYS)\n"),
        at=("__init__.py", "return set(RESERVED_KEYS)"),
    )
    yield violation(
        "C8601",
        COURIER,
        "a number in the list",
        ("constants.py", COURIER_KEYS, "RESERVED_KEYS = ['', '_id', KEY, 0]"),
        at=("constants.py", "RESERVED_KEYS = ['', '_id', KEY, 0]"),
    )
    yield violation(
        "C8601",
        COURIER,
        "None in the place of the primary key",
        ("constants.py", COURIER_KEYS, "RESERVED_KEYS = [None, '_id', KEY]"),
        at=("constants.py", "RESERVED_KEYS = [None, '_id', KEY]"),
    )
    yield violation(
        "C8601",
        COURIER,
        "a dict",
        (
            "__init__.py",
            "        return constants.RESERVED_KEYS",
            "        return {key: True for key in constants.RESERVED_KEYS}",
        ),
        at=("__init__.py", "return {key: True for key in constants.RESERVED_KEYS}"),
    )
    yield violation(
        "C8601",
        CRATE,
        "a tuple that is unpacked into",
        ("__init__.py", 'return ["", *RESERVED]', 'return ("", *RESERVED)'),
        at=("__init__.py", 'return ("", *RESERVED)'),
    )
    yield violation(
        "C8601",
        CRATE,
        "one text",
        ("__init__.py", 'return ["", *RESERVED]', 'return ",".join(["", *RESERVED])'),
        at=("__init__.py", 'return ",".join(["", *RESERVED])'),
    )
    yield violation(
        "C8601",
        CRATE,
        "a generator",
        ("__init__.py", 'return ["", *RESERVED]', 'return (key for key in ("", *RESERVED))'),
        at=("__init__.py", 'return (key for key in ("", *RESERVED))'),
    )
    # C8603: the form of the list
    yield violation(
        "C8603",
        SHELF,
        "the empty key last",
        ("__init__.py", "return RESERVED_KEYS\n", 'return RESERVED_KEYS + [""]\n'),
        at=("__init__.py", 'return RESERVED_KEYS + [""]'),
    )
    yield violation(
        "C8603",
        SHELF,
        "a key twice",
        ("sink.py", '["_key", "rowid", "oid"]', '["_key", "rowid", "oid", "rowid"]'),
        at=("sink.py", 'RESERVED_KEYS = ["_key", "rowid", "oid", "rowid"]'),
    )
    yield violation(
        "C8603",
        SHELF,
        "a padded key",
        ("sink.py", '["_key", "rowid", "oid"]', '["_key", "rowid ", "oid"]'),
        at=("sink.py", 'RESERVED_KEYS = ["_key", "rowid ", "oid"]'),
    )
    yield violation(
        "C8603",
        COURIER,
        "a blank key",
        ("constants.py", COURIER_KEYS, "RESERVED_KEYS = [' ', '_id', KEY]"),
        at=("constants.py", "RESERVED_KEYS = [' ', '_id', KEY]"),
    )
    yield violation(
        "C8603",
        COURIER,
        "twice through a constant",
        ("constants.py", COURIER_KEYS, "RESERVED_KEYS = ['', '_id', '_key', KEY]"),
        at=("constants.py", "RESERVED_KEYS = ['', '_id', '_key', KEY]"),
    )
    yield violation(
        "C8603",
        CRATE,
        "the empty key after a tuple",
        ("__init__.py", 'return ["", *RESERVED]', 'return [*RESERVED, ""]'),
        at=("__init__.py", 'return [*RESERVED, ""]'),
    )
    yield violation(
        "C8603",
        CRATE,
        "the empty key alone",
        ("__init__.py", 'return ["", *RESERVED]', 'return [""]'),
        at=("__init__.py", 'return [""]'),
    )
    yield violation(
        "C8603",
        CRATE,
        "a tab in a helper's literal",
        ("crate.py", 'RESERVED = ("_offset", "_rev")', 'RESERVED = ("_offset", "\\t_rev")'),
        at=("crate.py", 'RESERVED = ("_offset", "\\t_rev")'),
    )
    # C8604: known without running
    yield violation(
        "C8604",
        SHELF,
        "the environment",
        ("__init__.py", "return RESERVED_KEYS\n", 'return os.environ["SHELF_KEYS"].split(",")\n'),
        ("__init__.py", "import sqlite3\n", "import os\nimport sqlite3\n"),
        at=("__init__.py", 'return os.environ["SHELF_KEYS"].split(",")'),
    )
    yield violation(
        "C8604",
        COURIER,
        "a file",
        (
            "__init__.py",
            "        return constants.RESERVED_KEYS",
            "        with open('keys.json') as file:\n            return json.load(file)",
        ),
        ("__init__.py", "import c8connector\n", "import json\n\nimport c8connector\n"),
        at=("__init__.py", "return json.load(file)"),
    )
    yield violation(
        "C8604",
        CRATE,
        "what the instance was told",
        ("__init__.py", 'return ["", *RESERVED]', "return self.keys"),
        (
            "__init__.py",
            "    def config(self)",
            '    def validate_keys(self, integration: dict) -> None:\n        self.keys = integration["keys"]\n\n    def config(self)',
        ),
        at=("__init__.py", "return self.keys"),
    )
    yield violation(
        "C8604",
        CRATE,
        "a service",
        ("__init__.py", 'return ["", *RESERVED]', 'return urlopen("http://crate/keys").read().decode().split()'),
        ("__init__.py", "from typing import List\n", "from typing import List\nfrom urllib.request import urlopen\n"),
        at=("__init__.py", 'return urlopen("http://crate/keys").read().decode().split()'),
    )
