"""What a project, its package and its methods are called: C82."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Everywhere, Moved, Mutation, Whole, violation

_SETUP_PY = """\
from setuptools import setup

setup(
    packages=['macrometa_source_parcels'],
)
"""

MUTATIONS: tuple[Mutation, ...] = (
    # C8201 invalid-package-name
    violation(
        "C8201",
        LEDGER,
        "a capital in the connector's word",
        ("/pyproject.toml", 'name = "macrometa-source-ledger"', 'name = "macrometa-source-Ledger"'),
        ("__init__.py", 'return "macrometa-source-ledger"', 'return "macrometa-source-Ledger"'),
        at=("/pyproject.toml", 'name = "macrometa-source-Ledger"'),
        also=("C8203",),
    ),
    violation(
        "C8201",
        BEACON,
        "the older prefix",
        ("/pyproject.toml", 'name = "macrometa-source-beacon"', "name = 'c8-source-beacon'"),
        ("__init__.py", 'package_name = "macrometa-source-beacon"', 'package_name = "c8-source-beacon"'),
        ("/pyproject.toml", 'macrometa-source-beacon = "', 'c8-source-beacon = "'),
        at=("/pyproject.toml", "name = 'c8-source-beacon'"),
        also=("C8203",),
    ),
    violation(
        "C8201",
        PARCELS,
        "as the module",
        ("/setup.cfg", "name = macrometa-source-parcels", "name = macrometa_source_parcels"),
        ("__init__.py", "return 'macrometa-source-parcels'", "return 'macrometa_source_parcels'"),
        at=("/setup.cfg", "name = macrometa_source_parcels"),
    ),
    violation(
        "C8201",
        NOTICE,
        "another type",
        Everywhere("macrometa-integration-notice", "macrometa-notifier-notice"),
        at=("/pyproject.toml", 'name = "macrometa-notifier-notice"'),
        also=("C8203",),
    ),
    # C8202 invalid-module-name
    violation(
        "C8202",
        LEDGER,
        "the words in another order",
        Everywhere("macrometa_source_ledger", "macrometa_ledger_source"),
        Moved("", "/macrometa_ledger_source"),
        at=("/macrometa_ledger_source/__init__.py", ""),
        also=("C8203",),
    ),
    violation(
        "C8202",
        PARCELS,
        "the word of Singer",
        Everywhere("macrometa_source_parcels", "tap_parcels"),
        Moved("", "/tap_parcels"),
        at=("/tap_parcels/__init__.py", ""),
        also=("C8203",),
    ),
    violation(
        "C8202",
        NOTICE,
        "no type",
        Everywhere("macrometa_integration_notice", "macrometa_notice"),
        Moved("", "/macrometa_notice"),
        at=("/macrometa_notice/__init__.py", ""),
        also=("C8203",),
    ),
    # C8203 package-module-mismatch
    violation(
        "C8203",
        LEDGER,
        "the package has one more word",
        Everywhere("macrometa_source_ledger", "macrometa_source_ledger_db"),
        Moved("", "/macrometa_source_ledger_db"),
        at=("/pyproject.toml", 'name = "macrometa-source-ledger"'),
    ),
    violation(
        "C8203",
        BEACON,
        "the distribution is called otherwise",
        Everywhere("macrometa-source-beacon", "macrometa-source-beacons"),
        at=("/pyproject.toml", 'name = "macrometa-source-beacons"'),
    ),
    violation(
        "C8203",
        NOTICE,
        "the words are not parted alike",
        Everywhere("macrometa-integration-notice", "macrometa-integration-no-tice"),
        at=("/pyproject.toml", 'name = "macrometa-integration-no-tice"'),
    ),
    # C8204 package-name-method-mismatch
    violation(
        "C8204",
        LEDGER,
        "the module's name",
        ("__init__.py", 'return "macrometa-source-ledger"', 'return "macrometa_source_ledger"'),
        at=("__init__.py", 'return "macrometa_source_ledger"'),
    ),
    violation(
        "C8204",
        BEACON,
        "an attribute of a nested class",
        ("__init__.py", 'package_name = "macrometa-source-beacon"', 'package_name = "macrometa-source-beacn"'),
        at=("__init__.py", 'package_name = "macrometa-source-beacn"'),
    ),
    violation(
        "C8204",
        PARCELS,
        "letter case",
        ("__init__.py", "return 'macrometa-source-parcels'", "return 'Macrometa-Source-Parcels'"),
        at=("__init__.py", "return 'Macrometa-Source-Parcels'"),
    ),
    violation(
        "C8204",
        NOTICE,
        "a constant, put together",
        (
            "__init__.py",
            'PACKAGE_NAME = "macrometa-integration-notice"',
            'PACKAGE_NAME = "-".join(["macrometa", "integration", "notices"])',
        ),
        at=("__init__.py", "        return PACKAGE_NAME"),
    ),
    violation(
        "C8204",
        NOTICE,
        "an f-string",
        ("__init__.py", "return PACKAGE_NAME", 'return f"{PACKAGE_NAME}r"'),
        at=("__init__.py", 'return f"{PACKAGE_NAME}r"'),
    ),
    # C8205 type-method-mismatch
    violation(
        "C8205",
        LEDGER,
        "a target",
        ("__init__.py", 'return "source"', 'return "target"'),
        at=("__init__.py", 'return "target"'),
    ),
    violation(
        "C8205",
        BEACON,
        "a capital in a nested class",
        ("__init__.py", 'type = "source"', 'type = "Source"'),
        at=("__init__.py", 'type = "Source"'),
    ),
    violation(
        "C8205",
        PARCELS,
        "Singer's word",
        ("__init__.py", "return 'source'", "kind = 'tap'\n        return kind"),
        at=("__init__.py", "kind = 'tap'"),
    ),
    violation(
        "C8205",
        NOTICE,
        "in a class method",
        ("__init__.py", 'return "integration"', 'return "integrations"'),
        at=("__init__.py", 'return "integrations"'),
    ),
    # C8206 undeclared-package-name
    violation(
        "C8206",
        LEDGER,
        "no name in Poetry's table",
        ("/pyproject.toml", 'name = "macrometa-source-ledger"\n', ""),
        at=("/pyproject.toml", ""),
    ),
    violation(
        "C8206",
        PARCELS,
        "a setup.py without it either",
        ("/setup.cfg", "name = macrometa-source-parcels\n", ""),
        Whole("/setup.py", _SETUP_PY),
        at=("/pyproject.toml", ""),
    ),
    violation(
        "C8206",
        NOTICE,
        "commented out",
        ("/pyproject.toml", 'name = "macrometa-integration-notice"', '# name = "macrometa-integration-notice"'),
        at=("/pyproject.toml", ""),
    ),
    # C8207 broken-entry-point
    violation(
        "C8207",
        LEDGER,
        "a function that is called otherwise",
        ("/pyproject.toml", "macrometa_source_ledger.main:main", "macrometa_source_ledger.main:cli"),
        at=("/pyproject.toml", "macrometa_source_ledger.main:cli"),
    ),
    violation(
        "C8207",
        BEACON,
        "a module that is not there",
        ("/pyproject.toml", "macrometa_source_beacon.main:main", "macrometa_source_beacon.cli:main"),
        at=("/pyproject.toml", "macrometa_source_beacon.cli:main"),
    ),
    violation(
        "C8207",
        PARCELS,
        "no longer exported",
        ("__init__.py", "from macrometa_source_parcels.main import main  # noqa: F401\n", ""),
        at=("/setup.cfg", "macrometa_source_parcels:main"),
    ),
    violation(
        "C8207",
        NOTICE,
        "a method that no class has",
        ("/pyproject.toml", "macrometa_integration_notice.main:run", "macrometa_integration_notice.post:Post.run"),
        at=("/pyproject.toml", "macrometa_integration_notice.post:Post.run"),
    ),
    # C8208 version-method-mismatch
    violation(
        "C8208",
        LEDGER,
        "a release later",
        ("/pyproject.toml", 'version = "1.4.2"', 'version = "1.5.0"'),
        at=("__init__.py", 'return "1.4.2"'),
    ),
    violation(
        "C8208",
        BEACON,
        "in a nested class",
        ("__init__.py", 'version = "2.0.1"', 'version = "2.0.0"'),
        at=("__init__.py", 'version = "2.0.0"'),
    ),
    violation(
        "C8208",
        PARCELS,
        "a constant",
        ("__init__.py", "PROPERTIES = {\n", "VERSION = '0.2'\nPROPERTIES = {\n"),
        ("__init__.py", "return '0.3.0'", "return VERSION"),
        at=("__init__.py", "VERSION = '0.2'"),
    ),
)
