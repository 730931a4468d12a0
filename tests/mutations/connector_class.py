"""The class that the platform looks for, and how it is built: C85."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Moved, Mutation, Whole, violation

LEDGER_CLASS = "class LedgerSourceConnector(C8Connector):"
LEDGER_DOC = '    """LedgerSourceConnector\'s C8Connector impl."""\n'
PARCELS_CLASS = "class ParcelsSource(c8connector.C8Connector):"
NOTICE_CLASS = "class NoticeIntegration(C8Connector):"
BEACON_BASES = "(Identity, Configuration, Sampling, C8Connector)"

MUTATIONS: tuple[Mutation, ...] = (
    # C8501 missing-connector-class
    violation(
        "C8501",
        PARCELS,
        "another base of the same library",
        ("__init__.py", PARCELS_CLASS, "class ParcelsSource(c8connector.Sample):  # a C8Connector"),
        at=("__init__.py", ""),
    ),
    violation(
        "C8501",
        LEDGER,
        "the class in a text",
        (
            "__init__.py",
            LEDGER_CLASS + "\n" + LEDGER_DOC,
            'OLD = """\n' + LEDGER_CLASS + '\n    pass\n"""\n\n\nclass LedgerSourceConnector:\n',
        ),
        at=("__init__.py", ""),
    ),
    # C8502 connector-class-not-in-init
    violation(
        "C8502",
        LEDGER,
        "all of it by a star",
        Moved("__init__.py", "connector.py"),
        Whole("__init__.py", "from .connector import *\n"),
        at=("connector.py", LEDGER_CLASS),
    ),
    violation(
        "C8502",
        NOTICE,
        "in a nested package, imported nowhere",
        Moved("__init__.py", "platform/notice.py"),
        Whole("__init__.py", '"""Leaves a notice."""\n'),
        Whole("platform/__init__.py", ""),
        at=("platform/notice.py", NOTICE_CLASS),
    ),
    violation(
        "C8502",
        PARCELS,
        "in main.py",
        (
            "main.py",
            "class Writer(Thread):",
            "class Loads(c8connector.C8Connector):\n    pass\n\n\nclass Writer(Thread):",
        ),
        ("main.py", "import pytz\n", "import c8connector\nimport pytz\n"),
        ("__init__.py", PARCELS_CLASS, "class ParcelsSource:"),
        at=("main.py", "class Loads"),
        also=("C8505",),
    ),
    # C8503 multiple-connector-classes
    violation(
        "C8503",
        BEACON,
        "in a nested package",
        Whole("interface/legacy.py", "import c8connector\n\n\nclass Legacy(c8connector.C8Connector):\n    pass\n"),
        ("interface/__init__.py", "from .sampling import", "from . import legacy\nfrom .sampling import"),
        at=("interface/legacy.py", "class Legacy"),
    ),
    violation(
        "C8503",
        LEDGER,
        "in a branch that always runs",
        (
            "client.py",
            "class LedgerError(Exception):",
            "try:\n    from c8connector import C8Connector\nexcept ImportError:\n    raise\nelse:\n"
            "    class Offline(C8Connector):\n        pass\n\n\nclass LedgerError(Exception):",
        ),
        at=("client.py", "class Offline"),
    ),
    # C8504 indirect-connector-class
    violation(
        "C8504",
        NOTICE,
        "two steps away",
        Whole(
            "base.py",
            "import c8connector as c8\n\n\nclass Root(c8.C8Connector):\n    pass\n\n\nclass Base(Root):\n    pass\n",
        ),
        ("__init__.py", NOTICE_CLASS, "class NoticeIntegration(base.Base):"),
        (
            "__init__.py",
            "from macrometa_integration_notice.settings",
            "from macrometa_integration_notice import base\nfrom macrometa_integration_notice.settings",
        ),
        at=("__init__.py", "class NoticeIntegration"),
    ),
    # C8505 missing-interface-method
    violation(
        "C8505",
        LEDGER,
        "indented into the one above",
        (
            "__init__.py",
            '    def capabilities(self) -> list:\n        """Return the capabilities of the connector."""\n        return ["catalog", "discover", "state"]\n',
            '        def capabilities(self) -> list:\n            """Return the capabilities of the connector."""\n            return ["catalog", "discover", "state"]\n',
        ),
        at=("__init__.py", LEDGER_CLASS),
    ),
    violation(
        "C8505",
        PARCELS,
        "outside the class",
        ("__init__.py", "    def capabilities(self) -> List[str]:\n        return ['state']\n\n", ""),
        (
            "__init__.py",
            PARCELS_CLASS,
            "def capabilities(self) -> List[str]:\n    return ['state']\n\n\n" + PARCELS_CLASS,
        ),
        at=("__init__.py", PARCELS_CLASS),
    ),
    violation(
        "C8505",
        BEACON,
        "a mixin is left out",
        ("__init__.py", BEACON_BASES, "(Identity, Sampling, C8Connector)"),
        at=("__init__.py", "class BeaconSource"),
    ),
    # C8509 constructor-needs-arguments
    violation(
        "C8509",
        PARCELS,
        "a keyword that has no default",
        (
            "__init__.py",
            '    """Scans of a depot."""\n',
            '    """Scans of a depot."""\n\n    def __init__(self, *args, depot):\n        super().__init__(*args)\n        self.depot = depot\n',
        ),
        at=("__init__.py", "def __init__(self, *args, depot)"),
    ),
    violation(
        "C8509",
        NOTICE,
        "the fields of a dataclass",
        (
            "__init__.py",
            NOTICE_CLASS + '\n    """Notice"""\n',
            "@dataclass\n" + NOTICE_CLASS + "\n    settings: Settings\n",
        ),
        (
            "__init__.py",
            "from c8connector import C8Connector",
            "from dataclasses import dataclass\n\nfrom c8connector import C8Connector",
        ),
        at=("__init__.py", "settings: Settings"),
    ),
    # C8516 metaclass-conflict
    violation(
        "C8516",
        PARCELS,
        "a metaclass of its own",
        (
            "__init__.py",
            PARCELS_CLASS,
            "class Registered(type):\n    pass\n\n\nclass ParcelsSource(c8connector.C8Connector, metaclass=Registered):",
        ),
        at=("__init__.py", "class ParcelsSource"),
    ),
    violation(
        "C8516",
        LEDGER,
        "a mixin of another module that is abstract",
        Whole("mixins.py", "import abc as _abc\n\n\nclass Closing(_abc.ABC):\n    def close(self):\n        pass\n"),
        ("__init__.py", LEDGER_CLASS, "class LedgerSourceConnector(Closing, C8Connector):"),
        (
            "__init__.py",
            "from macrometa_source_ledger.reserved",
            "from macrometa_source_ledger.mixins import Closing\nfrom macrometa_source_ledger.reserved",
        ),
        at=("__init__.py", "class LedgerSourceConnector"),
    ),
)
