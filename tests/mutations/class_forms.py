"""More forms in which the connector class, its methods and its configuration break a rule: C85."""

from tests.mutations.changes import (
    BEACON,
    COURIER,
    CRATE,
    LEDGER,
    NOTICE,
    PARCELS,
    SHELF,
    Moved,
    Mutation,
    Whole,
    violation,
)

COURIER_CLASS = "class CourierConnector(c8connector.C8Connector):"
CRATE_CLASS = "class CrateConnector(TargetMixin, c8.C8Connector):"
SHELF_CLASS = "class ShelfTargetConnector(C8Connector):"
LEDGER_CLASS = "class LedgerSourceConnector(C8Connector):"
SHELF_CAPABILITIES = '        """Return what the connector can do."""\n        return ["state"]\n'
NOTICE_RETURN = "        return [mailbox, recipient, subject]"

MUTATIONS: tuple[Mutation, ...] = (
    # C8501 missing-connector-class
    violation(
        "C8501",
        CRATE,
        "an object of the interface in its place",
        ("__init__.py", CRATE_CLASS, "class CrateConnector(TargetMixin):"),
        (
            "__init__.py",
            "class TargetMixin:",
            "interface = c8.C8Connector()\n\n\nclass TargetMixin:",
        ),
        at=("__init__.py", ""),
    ),
    violation(
        "C8501",
        COURIER,
        "it only holds a connector",
        ("__init__.py", COURIER_CLASS, "class CourierConnector:\n    base = c8connector.C8Connector\n"),
        at=("__init__.py", ""),
    ),
    violation(
        "C8501",
        SHELF,
        "the base of the types alone",
        (
            "__init__.py",
            "from c8connector import C8Connector, ConfigAttributeType",
            "from typing import TYPE_CHECKING\n\nfrom c8connector import ConfigAttributeType",
        ),
        (
            "__init__.py",
            SHELF_CLASS,
            "if TYPE_CHECKING:\n    from c8connector import C8Connector\nelse:\n    C8Connector = object\n\n\n"
            + SHELF_CLASS,
        ),
        at=("__init__.py", ""),
    ),
    # C8502 connector-class-not-in-init
    violation(
        "C8502",
        SHELF,
        "imported by its name",
        Moved("__init__.py", "connector.py"),
        Whole(
            "__init__.py",
            '"""Shelf."""\n\nfrom macrometa_target_shelf.connector import ShelfTargetConnector\n\n__all__ = ["ShelfTargetConnector"]\n',
        ),
        at=("connector.py", SHELF_CLASS),
    ),
    violation(
        "C8502",
        COURIER,
        "the __init__.py of a nested package",
        Moved("__init__.py", "connector/__init__.py"),
        (
            "connector/__init__.py",
            "from . import constants\nfrom .delivery import service\n",
            "from .. import constants\nfrom ..delivery import service\n",
        ),
        Whole("__init__.py", "from . import connector  # noqa: F401\n"),
        at=("connector/__init__.py", COURIER_CLASS),
    ),
    violation(
        "C8502",
        CRATE,
        "handed out on demand",
        Moved("__init__.py", "interface.py"),
        Whole(
            "__init__.py",
            "import importlib\n\n\ndef __getattr__(name):\n    if name == 'CrateConnector':\n"
            "        return importlib.import_module('macrometa_target_crate.interface').CrateConnector\n"
            "    raise AttributeError(name)\n",
        ),
        at=("interface.py", CRATE_CLASS),
    ),
    # C8503 multiple-connector-classes
    violation(
        "C8503",
        COURIER,
        "nested in the first one",
        (
            "__init__.py",
            '    """Posts documents to an HTTP service."""\n',
            '    """Posts documents to an HTTP service."""\n\n    class Draft(c8connector.C8Connector):\n        pass\n',
        ),
        at=("__init__.py", "class Draft"),
    ),
    violation(
        "C8503",
        CRATE,
        "by a name that holds the base",
        (
            "crate.py",
            "import threading\n",
            "import threading\n\nimport c8connector\n\nBase = c8connector.C8Connector\n",
        ),
        ("crate.py", "class Sink:", "class Preview(Base):\n    pass\n\n\nclass Sink:"),
        at=("crate.py", "class Preview"),
    ),
    violation(
        "C8503",
        SHELF,
        "under a condition that holds on each Python",
        (
            "__init__.py",
            SHELF_CLASS,
            "if sys.version_info >= (3, 7):\n\n    class Registered(C8Connector):\n        pass\n\n\n" + SHELF_CLASS,
        ),
        ("__init__.py", "import sqlite3\n", "import sqlite3\nimport sys\n"),
        at=("__init__.py", "class Registered(C8Connector)"),
    ),
    # C8504 indirect-connector-class
    violation(
        "C8504",
        CRATE,
        "the mixin inherits the interface",
        ("__init__.py", "class TargetMixin:", "class TargetMixin(c8.C8Connector):"),
        ("__init__.py", CRATE_CLASS, "class CrateConnector(TargetMixin):"),
        at=("__init__.py", "class CrateConnector"),
    ),
    violation(
        "C8504",
        COURIER,
        "a base that another name holds",
        Whole(
            "base.py",
            "import c8connector\n\n\nclass HttpTarget(c8connector.C8Connector):\n    def close(self):\n        pass\n\n\nBase = HttpTarget\n",
        ),
        ("__init__.py", "from . import constants\n", "from . import base, constants\n"),
        ("__init__.py", COURIER_CLASS, "class CourierConnector(base.Base):"),
        at=("__init__.py", "class CourierConnector"),
    ),
    violation(
        "C8504",
        SHELF,
        "a base in an expression",
        (
            "__init__.py",
            SHELF_CLASS,
            "class Tables(C8Connector):\n    pass\n\n\nclass ShelfTargetConnector(*(Tables,)):",
        ),
        at=("__init__.py", "class ShelfTargetConnector"),
    ),
    # C8505 missing-interface-method
    violation(
        "C8505",
        SHELF,
        "two of them",
        ("__init__.py", "    def schemas(self", "    def scheme(self"),
        ("__init__.py", "    def description(self", "    def describe(self"),
        at=("__init__.py", SHELF_CLASS),
    ),
    violation(
        "C8505",
        CRATE,
        "a name with underscores before it",
        ("__init__.py", "    def capabilities(self", "    def __capabilities(self"),
        at=("__init__.py", CRATE_CLASS),
    ),
    violation(
        "C8505",
        COURIER,
        "only declared",
        (
            "__init__.py",
            "    def capabilities(self) -> list:\n        return ['state']\n",
            "    capabilities: object\n",
        ),
        at=("__init__.py", COURIER_CLASS),
    ),
    # C8506 wrong-method-signature
    violation(
        "C8506",
        CRATE,
        "two arguments in a mixin",
        (
            "__init__.py",
            "    def samples(self, integration: dict)",
            "    def samples(self, integration: dict, limit: int)",
        ),
        at=("__init__.py", "def samples"),
    ),
    violation(
        "C8506",
        COURIER,
        "a static method by a call",
        (
            "__init__.py",
            "    def type(self) -> str:\n        return 'target'\n",
            "    def _type() -> str:\n        return 'target'\n\n    type = staticmethod(_type)\n",
        ),
        at=("__init__.py", "type = staticmethod(_type)"),
    ),
    # C8507 unimplemented-method
    violation(
        "C8507",
        CRATE,
        "None, in so many words",
        ("__init__.py", '        return "Pack a collection into files of JSON lines"', "        return None"),
        at=("__init__.py", "def description"),
    ),
    violation(
        "C8507",
        COURIER,
        "only a function within returns",
        (
            "__init__.py",
            "        return ['state']\n",
            "        def listed():\n            return ['state']\n\n        listed()\n",
        ),
        at=("__init__.py", "def capabilities"),
    ),
    # C8508 wrong-return-literal
    violation(
        "C8508",
        COURIER,
        "a set of capabilities",
        ("__init__.py", "return ['state']", "return {'state'}"),
        at=("__init__.py", "return {'state'}"),
    ),
    violation(
        "C8508",
        CRATE,
        "None among the capabilities of a mixin",
        ("__init__.py", 'return ["state"]', 'return ["state", None]'),
        at=("__init__.py", 'return ["state", None]'),
    ),
    violation(
        "C8508",
        SHELF,
        "bytes for the name",
        ("__init__.py", 'return "Shelf"', 'return b"Shelf"'),
        at=("__init__.py", 'return b"Shelf"'),
    ),
    # C8509 constructor-needs-arguments
    violation(
        "C8509",
        CRATE,
        "in a base of its mixin",
        (
            "__init__.py",
            "class TargetMixin:\n",
            "class Held:\n    def __init__(self, folder, /):\n        self.folder = folder\n\n\nclass TargetMixin(Held):\n",
        ),
        at=("__init__.py", "def __init__(self, folder, /)"),
    ),
    violation(
        "C8509",
        COURIER,
        "handed on to the base, which takes nothing",
        (
            "__init__.py",
            '    """Posts documents to an HTTP service."""\n',
            '    """Posts documents to an HTTP service."""\n\n    def __init__(self, config, timeout=10):\n        super().__init__()\n        self.timeout = config.get("timeout", timeout)\n',
        ),
        at=("__init__.py", "def __init__(self, config, timeout=10)"),
    ),
    # C8511 duplicate-config-property
    violation(
        "C8511",
        COURIER,
        "a row twice",
        (
            "__init__.py",
            "    ('parallel_requests',",
            "    ('endpoint', 'Endpoint of replies', Kind.STRING, False, 'Endpoint', ''),\n    ('parallel_requests',",
        ),
        at=("__init__.py", "'Endpoint of replies'"),
    ),
    violation(
        "C8511",
        CRATE,
        "a name that is put together",
        ("__init__.py", '            "workers", "Workers",', '            "fol" + "der", "Workers",'),
        at=("__init__.py", '"fol" + "der"'),
    ),
    violation(
        "C8511",
        SHELF,
        "added by another list",
        (
            "__init__.py",
            '                           description="Written on the metrics", default_value="global"),\n        ]',
            '                           description="Written on the metrics", default_value="global"),\n        ] + COMMON',
        ),
        (
            "__init__.py",
            SHELF_CLASS,
            'COMMON = [ConfigProperty("region", "Region", ConfigAttributeType.HIDDEN, False, False, "Set by the platform")]\n\n\n'
            + SHELF_CLASS,
        ),
        at=("__init__.py", "COMMON = [ConfigProperty("),
    ),
    # C8512 secret-not-password
    violation(
        "C8512",
        COURIER,
        "in a row",
        ("__init__.py", "'Access token', Kind.PASSWORD", "'Access token', Kind.STRING"),
        at=("__init__.py", "('access_token',"),
    ),
    violation(
        "C8512",
        SHELF,
        "a name in capitals within",
        (
            "__init__.py",
            'ConfigProperty("region", "Region", ConfigAttributeType.STRING',
            'ConfigProperty("s3SecretKey", "Region", ConfigAttributeType.STRING',
        ),
        at=("__init__.py", '"s3SecretKey"'),
    ),
    violation(
        "C8512",
        CRATE,
        "an alias of the member",
        ("__init__.py", "class TargetMixin:", "TEXT = c8.ConfigAttributeType.STRING\n\n\nclass TargetMixin:"),
        ("__init__.py", '"folder", "Folder", c8.ConfigAttributeType.STRING', '"folder-passphrase", "Folder", TEXT'),
        at=("__init__.py", '"folder-passphrase"'),
    ),
    # C8513 validate-never-raises
    violation(
        "C8513",
        LEDGER,
        "raised only in a function that is not called",
        ("__init__.py", "            raise ValidationException(str(e)) from e\n\n    def samples", "\n    def samples"),
        (
            "__init__.py",
            "MAX_SAMPLES = 10\n",
            "MAX_SAMPLES = 10\n\n\ndef refuse(words):\n    raise ValidationException(words)\n",
        ),
        at=("__init__.py", "def validate"),
    ),
    # C8514 invalid-config-property
    violation(
        "C8514",
        COURIER,
        "a member in small letters",
        ("__init__.py", "Kind.INT, False", "Kind.int, False"),
        at=("__init__.py", "('parallel_requests',"),
    ),
    violation(
        "C8514",
        SHELF,
        "a tuple unpacked that is too short",
        (
            "__init__.py",
            'ConfigProperty("region", "Region", ConfigAttributeType.STRING, False, False,\n                           description="Written on the metrics", default_value="global"),',
            "ConfigProperty(*REGION),",
        ),
        (
            "__init__.py",
            SHELF_CLASS,
            'REGION = ("region", "Region", ConfigAttributeType.STRING, False)\n\n\n' + SHELF_CLASS,
        ),
        at=("__init__.py", "ConfigProperty(*REGION)"),
    ),
    # C8515 foreign-schema-type
    violation(
        "C8515",
        BEACON,
        "a namespace of the standard library",
        (
            "interface/sampling.py",
            "SchemaAttribute(name, kind_of(value)) for",
            "SimpleNamespace(name=name, type=kind_of(value)) for",
        ),
        (
            "interface/sampling.py",
            "from typing import Any\n",
            "from types import SimpleNamespace\nfrom typing import Any\n",
        ),
        at=("interface/sampling.py", "SimpleNamespace(name=name"),
    ),
    violation(
        "C8515",
        LEDGER,
        "a dataclass of another module",
        Whole(
            "shapes.py",
            "from dataclasses import dataclass\n\n\n@dataclass\nclass Shape:\n    name: str\n    attributes: list\n",
        ),
        (
            "__init__.py",
            "from macrometa_source_ledger.reserved",
            "from macrometa_source_ledger.shapes import Shape\nfrom macrometa_source_ledger.reserved",
        ),
        ("__init__.py", "return [Schema(client.table", "return [Shape(client.table"),
        at=("__init__.py", "return [Shape("),
    ),
    # C8516 metaclass-conflict
    violation(
        "C8516",
        SHELF,
        "an enumeration",
        ("__init__.py", SHELF_CLASS, "class ShelfTargetConnector(C8Connector, Enum):"),
        ("__init__.py", "import sqlite3\n", "import sqlite3\nfrom enum import Enum\n"),
        at=("__init__.py", "class ShelfTargetConnector"),
    ),
    violation(
        "C8516",
        CRATE,
        "a mixin that registers its subclasses",
        (
            "__init__.py",
            "class TargetMixin:",
            "class Registry(type):\n    pass\n\n\nclass TargetMixin(metaclass=Registry):",
        ),
        at=("__init__.py", "class CrateConnector"),
    ),
    violation(
        "C8516",
        COURIER,
        "a protocol of another module",
        Whole("roles.py", "import typing as t\n\n\nclass Named(t.Protocol):\n    def name(self) -> str: ...\n"),
        ("__init__.py", "from . import constants\n", "from . import constants, roles\n"),
        ("__init__.py", COURIER_CLASS, "class CourierConnector(roles.Named, c8connector.C8Connector):"),
        at=("__init__.py", "class CourierConnector"),
    ),
    # C8510 target-samples-not-empty
    violation(
        "C8510",
        COURIER,
        "a generator of lists",
        (
            "__init__.py",
            "    def schemas(self, integration: dict) -> list:\n        return []",
            "    def schemas(self, integration: dict) -> list:\n        return [c8connector.Schema(row[0], []) for row in PROPERTIES]",
        ),
        at=("__init__.py", "return [c8connector.Schema("),
    ),
    violation(
        "C8512",
        PARCELS,
        "a property of its own",
        (
            "__init__.py",
            "        ]\n\n    def validate",
            "        ] + [ConfigProperty('proxy_pwd', 'API Key', type=ConfigAttributeType.STRING, is_mandatory=False, is_dynamic=False, description='')]\n\n    def validate",
        ),
        at=("__init__.py", "'proxy_pwd'"),
    ),
    violation(
        "C8514",
        NOTICE,
        "a helper that passes too few",
        (
            "__init__.py",
            "return ConfigProperty(name, display_name, kind, True, False, description)",
            "return ConfigProperty(name, display_name, kind, True)",
        ),
        at=("__init__.py", "return ConfigProperty("),
    ),
    violation(
        "C8511",
        NOTICE,
        "a loop that adds one again",
        (
            "__init__.py",
            NOTICE_RETURN,
            '        properties = [mailbox, recipient, subject]\n        for name in ("copy", "mailbox"):\n            properties.append(_mandatory(name, "Recipient", ConfigAttributeType.EMAIL, "Who gets a copy."))\n        return properties',
        ),
        at=("__init__.py", 'for name in ("copy", "mailbox")'),
    ),
    violation(
        "C8507",
        SHELF,
        "a loop that returns nothing",
        (
            "__init__.py",
            SHELF_CAPABILITIES,
            '        """Return what the connector can do."""\n        found = []\n        for word in ("state",):\n            found.append(word)\n',
        ),
        at=("__init__.py", "def capabilities"),
    ),
)
