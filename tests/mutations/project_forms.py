"""More forms in which a project, its names and its documents break a rule: C80, C81, C82 and C84."""

from tests.mutations.changes import (
    BEACON,
    COURIER,
    CRATE,
    LEDGER,
    NOTICE,
    PARCELS,
    SHELF,
    Everywhere,
    Moved,
    Mutation,
    Whole,
    violation,
)

TOML, CFG, GUIDE = "/pyproject.toml", "/setup.cfg", "/GETTING_STARTED.md"
NOTICE_SETUP = """\
from setuptools import setup

NAME = "macrometa-integration-{name}"

setup(
    name=NAME,
    version="0.9.0",
    packages=["macrometa_integration_notice"],
    python_requires=">=3.8.1,<3.11",
    install_requires=["c8connector"],
)
"""
BUILD_SYSTEM = '[build-system]\nrequires = ["setuptools>=64"]\nbuild-backend = "setuptools.build_meta"\n'

MUTATIONS: tuple[Mutation, ...] = (
    # C8001 syntax-error
    violation(
        "C8001",
        PARCELS,
        "a header of setup.cfg that is not closed",
        (CFG, "[options]\n", "[options\n"),
        at=(CFG, "[options\n"),
    ),
    violation(
        "C8001",
        LEDGER,
        "a tab among blanks",
        ("reserved.py", "            candidate = key\n", "\t    candidate = key\n"),
        at=("reserved.py", "\t    candidate = key"),
    ),
    violation(
        "C8001",
        SHELF,
        "a merge that was left unfinished",
        ("sink.py", "RESERVED_KEYS = [", "<<<<<<< HEAD\nRESERVED_KEYS = ["),
        at=("sink.py", "<<<<<<< HEAD"),
    ),
    violation(
        "C8001",
        NOTICE,
        "a setup.py of Python 2",
        Whole("/setup.py", "from setuptools import setup\n\nprint 'building'\nsetup()\n"),
        at=("/setup.py", "print 'building'"),
    ),
    violation(
        "C8001",
        COURIER,
        "a quote that is never closed, in the module of all constants",
        ("constants.py", "EXPORT_LAG = 'export_lag'", "EXPORT_LAG = 'export_lag"),
        at=("constants.py", "EXPORT_LAG = "),
    ),
    violation(
        "C8001",
        CRATE,
        "a keyword for a name",
        ("monitoring.py", "def serve(port=8001):", "def serve(from=8001):"),
        at=("monitoring.py", "def serve("),
    ),
    # C8002 unused-suppression
    violation(
        "C8002",
        SHELF,
        "in a requirements file",
        Whole("/requirements.txt", "c8connector>=0.0.32\nprometheus-client==0.16.0  # c8-lint: ignore[C8301]\n"),
        at=("/requirements.txt", "ignore["),
    ),
    violation(
        "C8002",
        CRATE,
        "one of two codes",
        ("monitoring.py", "def serve(port=8001):", "def serve(port=8080):  # c8-lint: ignore[C8702, C8703]"),
        at=("monitoring.py", "ignore["),
    ),
    # C8003 unknown-suppression
    violation(
        "C8003",
        SHELF,
        "one of two codes",
        ("main.py", "    start_http_server(8001)\n", "    start_http_server(9000)  # c8-lint: ignore[C8702, C9702]\n"),
        at=("main.py", "ignore["),
    ),
    violation(
        "C8003",
        NOTICE,
        "in a comment of TOML",
        (TOML, "[project.scripts]", "# c8-lint: ignore[C8207x] built by hand\n[project.scripts]"),
        at=(TOML, "ignore["),
    ),
    # C8101 missing-license
    violation("C8101", SHELF, "a folder", Moved("/LICENSE", "/LICENSE/Apache-2.0.txt"), at=("/LICENSE", "")),
    violation("C8101", COURIER, "within the package", Moved("/LICENSE", "LICENSE"), at=("/LICENSE", "")),
    violation("C8101", CRATE, "by another word", Moved("/LICENSE", "/COPYING"), at=("/LICENSE", "")),
    # C8102 missing-readme
    violation("C8102", SHELF, "without an extension", Moved("/README.md", "/README"), at=("/README.md", "")),
    violation("C8102", CRATE, "within the package", Moved("/README.md", "README.md"), at=("/README.md", "")),
    violation("C8102", COURIER, "the extension in capitals", Moved("/README.md", "/README.MD"), at=("/README.md", "")),
    # C8103 missing-getting-started
    violation("C8103", SHELF, "in another markup", Moved(GUIDE, "/GETTING_STARTED.rst"), at=(GUIDE, "")),
    violation("C8103", COURIER, "in one word", Moved(GUIDE, "/GETTINGSTARTED.md"), at=(GUIDE, "")),
    # C8104 missing-pyproject
    violation("C8104", CRATE, "in a folder", Moved(TOML, "/packaging/pyproject.toml"), at=(TOML, "")),
    violation("C8104", PARCELS, "with capitals", Moved(TOML, "/PyProject.toml"), at=(TOML, "")),
    violation(
        "C8104",
        SHELF,
        "a setup.py that computes nothing",
        (TOML, "", None),
        Whole(
            "/setup.py",
            "import setuptools\n\nREQUIRES = ['c8connector>=0.0.32', 'pipelinewise-singer-python==1.2.0',\n"
            "            'prometheus-client==0.16.0']\n\nsetuptools.setup(name='macrometa-target-shelf', version='0.3.1',\n"
            "    packages=setuptools.find_packages(include=['macrometa_target_shelf']), install_requires=REQUIRES,\n"
            "    python_requires='>=3.9,<3.11',\n"
            "    entry_points={'console_scripts': ['macrometa-target-shelf=macrometa_target_shelf.main:main']})\n",
        ),
        at=(TOML, ""),
    ),
    violation(
        "C8104",
        COURIER,
        "all of it in setup.cfg",
        (TOML, "", None),
        Whole(
            CFG,
            "[metadata]\nname = macrometa-target-courier\nversion = attr: macrometa_target_courier.constants.VERSION\n\n"
            "[options]\npackages =\n    macrometa_target_courier\n    macrometa_target_courier.delivery\n"
            "python_requires = >=3.9,<3.11\ninstall_requires = c8connector; pipelinewise-singer-python==1.2.0; "
            "prometheus_client==0.16.0\n\n[options.entry_points]\n"
            "console_scripts = macrometa-target-courier = macrometa_target_courier.main:main\n",
        ),
        at=(TOML, ""),
    ),
    # C8105 missing-setup-cfg
    violation("C8105", SHELF, "an example of one", Moved(CFG, "/setup.cfg.example"), at=(CFG, "")),
    violation("C8105", NOTICE, "with a capital", Moved(CFG, "/Setup.cfg"), at=(CFG, "")),
    violation(
        "C8105",
        COURIER,
        "a tox.ini in its place",
        (CFG, "", None),
        Whole("/tox.ini", "[tox]\nenvlist = py39\n\n[flake8]\nmax-line-length = 120\n"),
        at=(CFG, ""),
    ),
    violation(
        "C8105",
        CRATE,
        "all of it in pyproject.toml",
        (CFG, "", None),
        Whole(
            TOML,
            BUILD_SYSTEM + '\n[project]\nname = "macrometa-target-crate"\nversion = "2.0.0"\n'
            'requires-python = ">=3.9,<3.11"\n'
            'dependencies = ["c8connector>=0.0.32", "pipelinewise-singer-python==1.2.0", "prometheus-client==0.16.0"]\n'
            '[project.scripts]\nmacrometa-target-crate = "macrometa_target_crate.main:main"\n'
            '[tool.setuptools]\npackages = ["macrometa_target_crate"]\n',
        ),
        at=(CFG, ""),
    ),
    # C8106 missing-connector-package
    violation(
        "C8106",
        PARCELS,
        "below a folder that setup.cfg names",
        Moved("", "/lib/macrometa_source_parcels"),
        (CFG, "packages = find:\n", "packages = find:\npackage_dir =\n    = lib\n"),
        (CFG, "[options.packages.find]\n", "[options.packages.find]\nwhere = lib\n"),
        at=("", ""),
    ),
    violation(
        "C8106",
        COURIER,
        "below a folder that nobody names",
        Moved("", "/connectors/macrometa_target_courier"),
        at=("", ""),
    ),
    violation(
        "C8106",
        SHELF,
        "one module in its place",
        ("main.py", "", None),
        ("sink.py", "", None),
        ("metrics.py", "", None),
        Moved("__init__.py", "/macrometa_target_shelf.py"),
        (
            "/macrometa_target_shelf.py",
            "from macrometa_target_shelf.sink import RESERVED_KEYS\n",
            "RESERVED_KEYS = []\n",
        ),
        ("/macrometa_target_shelf.py", "", "\n\ndef main():\n    print(RESERVED_KEYS)\n"),
        (TOML, '{ include = "macrometa_target_shelf" }', '{ include = "macrometa_target_shelf.py" }'),
        (TOML, "macrometa_target_shelf.main:main", "macrometa_target_shelf:main"),
        at=("", ""),
    ),
    violation(
        "C8106",
        CRATE,
        "a folder that is not shipped",
        Moved("__init__.py", "connector.py"),
        (CFG, "packages = find:\n", "packages = macrometa_target_crate\n"),
        (CFG, "[options.packages.find]\nexclude =\n    tests\n    tests.*\n\n", ""),
        at=("__init__.py", ""),
    ),
    # C8107 missing-main-module
    violation(
        "C8107",
        CRATE,
        "all of it in __init__.py",
        ("main.py", "", None),
        (
            "__init__.py",
            "class TargetMixin:",
            "def main():\n    import sys\n\n    from singer import utils\n\n"
            "    from macrometa_target_crate.crate import Crate\n    from macrometa_target_crate.monitoring import serve\n"
            "    from macrometa_target_crate.workers import Exporter\n\n    config = utils.parse_args(['folder']).config\n"
            "    serve()\n    Exporter(Crate(config['folder']), 2).export(sys.stdin)\n\n\nclass TargetMixin:",
        ),
        (CFG, "macrometa_target_crate.main:main", "macrometa_target_crate:main"),
        at=("main.py", ""),
    ),
    violation(
        "C8107",
        SHELF,
        "at the root",
        Moved("main.py", "/main.py"),
        Whole("run.py", "from macrometa_target_shelf.cli import main\n\nmain()\n"),
        Whole("cli.py", "from macrometa_target_shelf.program import main\n"),
        Moved("/main.py", "program.py"),
        (TOML, "macrometa_target_shelf.main:main", "macrometa_target_shelf.cli:main"),
        at=("main.py", ""),
    ),
    # C8108 empty-required-file
    violation(
        "C8108", SHELF, "blanks that are no ASCII", Whole("/README.md", "\u00a0\u3000\n\u2003\n"), at=("/README.md", "")
    ),
    violation("C8108", CRATE, "line ends of Windows", Whole(TOML, "\r\n\r\n"), at=(TOML, "")),
    # C8109 stray-top-level-module
    violation(
        "C8109",
        CRATE,
        "a list of setup.cfg",
        Whole("/helpers/__init__.py", ""),
        (CFG, "packages = find:\n", "packages =\n    macrometa_target_crate\n    helpers\n"),
        (CFG, "[options.packages.find]\nexclude =\n    tests\n    tests.*\n\n", ""),
        at=(CFG, "    helpers\n"),
    ),
    violation(
        "C8109",
        COURIER,
        "a pattern too many",
        Whole("/shared/__init__.py", ""),
        (
            TOML,
            'include = ["macrometa_target_courier*"]',
            'include = [\n  "macrometa_target_courier*",\n  "shared",\n]',
        ),
        at=(TOML, "[tool.setuptools.packages.find]"),
    ),
    violation(
        "C8109",
        NOTICE,
        "find_packages() of setup.py",
        Whole(TOML, BUILD_SYSTEM),
        Whole(
            "/setup.py",
            NOTICE_SETUP.format(name="notice")
            .replace("import setup\n", "import find_packages, setup\n")
            .replace('["macrometa_integration_notice"]', "find_packages(exclude=['docs'])"),
        ),
        Whole("/tests/__init__.py", ""),
        at=("/setup.py", "packages=find_packages("),
    ),
    # C8201 invalid-package-name
    violation(
        "C8201",
        SHELF,
        "no type",
        Everywhere("macrometa-target-shelf", "macrometa-shelf"),
        at=(TOML, 'name = "macrometa-shelf"'),
        also=("C8203",),
    ),
    violation(
        "C8201",
        CRATE,
        "no prefix",
        Everywhere("macrometa-target-crate", "target-crate"),
        at=(CFG, "name = target-crate"),
        also=("C8203",),
    ),
    violation(
        "C8201",
        COURIER,
        "a dot",
        Everywhere("macrometa-target-courier", "macrometa-target-courier.http"),
        at=(TOML, 'name = "macrometa-target-courier.http"'),
        also=("C8203",),
    ),
    violation(
        "C8201",
        NOTICE,
        "no connector, in setup.py",
        Whole(TOML, BUILD_SYSTEM),
        Whole("/setup.py", NOTICE_SETUP.format(name="").replace('integration-"', 'integration"')),
        ("__init__.py", 'PACKAGE_NAME = "macrometa-integration-notice"', 'PACKAGE_NAME = "macrometa-integration"'),
        at=("/setup.py", 'NAME = "macrometa-integration"'),
        also=("C8203",),
    ),
    # C8202 invalid-module-name
    violation(
        "C8202",
        SHELF,
        "no underscores",
        Everywhere("macrometa_target_shelf", "macrometatargetshelf"),
        Moved("", "/macrometatargetshelf"),
        at=("/macrometatargetshelf/__init__.py", ""),
        also=("C8203",),
    ),
    violation(
        "C8202",
        CRATE,
        "a capital",
        Everywhere("macrometa_target_crate", "macrometa_target_Crate"),
        Moved("", "/macrometa_target_Crate"),
        at=("/macrometa_target_Crate/__init__.py", ""),
        also=("C8203",),
    ),
    violation(
        "C8202",
        COURIER,
        "the older prefix",
        Everywhere("macrometa_target_courier", "c8_target_courier"),
        Moved("", "/c8_target_courier"),
        at=("/c8_target_courier/__init__.py", ""),
        also=("C8203",),
    ),
    violation(
        "C8202",
        BEACON,
        "another type",
        Everywhere("macrometa_source_beacon", "macrometa_sources_beacon"),
        Moved("", "/macrometa_sources_beacon"),
        at=("/macrometa_sources_beacon/__init__.py", ""),
        also=("C8203",),
    ),
    # C8203 package-module-mismatch
    violation(
        "C8203",
        SHELF,
        "the type is another",
        Everywhere("macrometa_target_shelf", "macrometa_source_shelf"),
        Moved("", "/macrometa_source_shelf"),
        at=(TOML, 'name = "macrometa-target-shelf"'),
    ),
    violation(
        "C8203",
        NOTICE,
        "a constant of setup.py",
        Whole(TOML, BUILD_SYSTEM),
        Whole("/setup.py", NOTICE_SETUP.format(name="note")),
        at=("/setup.py", 'NAME = "macrometa-integration-note"'),
        also=("C8204",),
    ),
    violation(
        "C8203",
        CRATE,
        "a word less in the package",
        Everywhere("macrometa-target-crate", "macrometa-target-crate-json"),
        at=(CFG, "name = macrometa-target-crate-json"),
    ),
    # C8204 package-name-method-mismatch
    violation(
        "C8204",
        SHELF,
        "an entry of a dict",
        (
            "__init__.py",
            "class ShelfTargetConnector",
            'ABOUT = {"package": "macrometa-target-shelves"}\n\n\nclass ShelfTargetConnector',
        ),
        ("__init__.py", 'return "macrometa-target-shelf"', 'return ABOUT["package"]'),
        at=("__init__.py", "ABOUT = {"),
    ),
    violation(
        "C8204",
        CRATE,
        "an attribute of a mixin",
        (
            "__init__.py",
            '    """What all targets answer alike."""\n',
            '    """What all targets answer alike."""\n\n    PACKAGE = "target-crate"\n',
        ),
        ("__init__.py", 'return "macrometa-target-crate"', "return self.PACKAGE"),
        at=("__init__.py", 'PACKAGE = "target-crate"'),
    ),
    violation(
        "C8204",
        COURIER,
        "the distribution was renamed",
        (TOML, 'name = "macrometa-target-courier"', 'name = "macrometa-target-courier2"'),
        Everywhere("macrometa_target_courier", "macrometa_target_courier2"),
        Moved("", "/macrometa_target_courier2"),
        at=("/macrometa_target_courier2/constants.py", "DISTRIBUTION = "),
    ),
    # C8205 type-method-mismatch
    violation(
        "C8205",
        CRATE,
        "in a mixin",
        ("__init__.py", 'return "target"', 'return "sink"'),
        at=("__init__.py", 'return "sink"'),
    ),
    violation(
        "C8205",
        SHELF,
        "a member of an enumeration",
        (
            "__init__.py",
            "class ShelfTargetConnector",
            'class Type(Enum):\n    TARGET = "Target"\n\n\nclass ShelfTargetConnector',
        ),
        ("__init__.py", 'return "target"', "return Type.TARGET.value"),
        ("__init__.py", "import sqlite3\n", "import sqlite3\nfrom enum import Enum\n"),
        at=("__init__.py", 'TARGET = "Target"'),
    ),
    violation(
        "C8205",
        COURIER,
        "a constant of another module",
        ("constants.py", "METRICS_PORT = 8001\n", "METRICS_PORT = 8001\nKIND = 'source'\n"),
        ("__init__.py", "return 'target'", "return constants.KIND"),
        at=("constants.py", "KIND = 'source'"),
    ),
    # C8206 undeclared-package-name
    violation(
        "C8206",
        CRATE,
        "in another section",
        (CFG, "name = macrometa-target-crate\n", ""),
        (CFG, "[options]\n", "[options]\nname = macrometa-target-crate\n"),
        at=(TOML, ""),
    ),
    violation(
        "C8206",
        COURIER,
        "in another table",
        (TOML, 'name = "macrometa-target-courier"\n', ""),
        (TOML, "[project.scripts]", '[tool.setuptools]\nname = "macrometa-target-courier"\n\n[project.scripts]'),
        at=(TOML, ""),
    ),
    violation(
        "C8206",
        NOTICE,
        "a setup() without it",
        Whole(TOML, BUILD_SYSTEM),
        Whole("/setup.py", NOTICE_SETUP.format(name="notice").replace("    name=NAME,\n", "    author=NAME,\n")),
        at=(TOML, ""),
    ),
    # C8207 broken-entry-point
    violation(
        "C8207",
        CRATE,
        "the INI text of setup.py",
        (
            CFG,
            "\n[options.entry_points]\nconsole_scripts =\n    macrometa-target-crate = macrometa_target_crate.main:main\n",
            "",
        ),
        Whole(
            "/setup.py",
            'from setuptools import setup\n\nsetup(\n    entry_points="""\n        [console_scripts]\n'
            '        macrometa-target-crate = macrometa_target_crate.main:start\n    """,\n)\n',
        ),
        at=("/setup.py", "macrometa-target-crate = macrometa_target_crate.main:start"),
    ),
    violation(
        "C8207",
        SHELF,
        "a table of Poetry",
        (
            TOML,
            '"macrometa_target_shelf.main:main"',
            '{ reference = "macrometa_target_shelf.main:run", type = "console" }',
        ),
        at=(TOML, "macrometa_target_shelf.main:run"),
    ),
    violation(
        "C8207",
        COURIER,
        "a name that is only in a comment",
        ("main.py", "def main() -> None:", "# def main() -> None:\ndef entry() -> None:"),
        ("main.py", "    main()\n", "    entry()\n"),
        at=(TOML, "macrometa_target_courier.main:main"),
    ),
    # C8208 version-method-mismatch
    violation(
        "C8208",
        SHELF,
        "a constant of another module",
        Whole("version.py", '__version__ = "0.3.0"\n'),
        ("__init__.py", 'return "0.3.1"', "return __version__"),
        (
            "__init__.py",
            "from macrometa_target_shelf.sink",
            "from macrometa_target_shelf.version import __version__\nfrom macrometa_target_shelf.sink",
        ),
        at=("version.py", '__version__ = "0.3.0"'),
    ),
    violation(
        "C8208",
        CRATE,
        "setup.cfg is a release ahead",
        (CFG, "version = 2.0.0", "version = 2.0.1"),
        at=("__init__.py", 'return "2.0.0"'),
    ),
    violation(
        "C8208",
        NOTICE,
        "a version that was worked out, and now is written down",
        (TOML, 'dynamic = ["version"]', 'version = "0.9.1"'),
        (
            TOML,
            '[tool.setuptools.dynamic]\nversion = { attr = "macrometa_integration_notice.version.__version__" }\n\n',
            "",
        ),
        at=("version.py", '__version__ = "0.9.0"'),
    ),
    violation(
        "C8208",
        CRATE,
        "put together from numbers",
        ("__init__.py", 'return "2.0.0"', 'return ".".join(["2", "1", "0"])'),
        at=("__init__.py", 'return ".".join('),
    ),
    # C8401 undocumented-config-property
    violation(
        "C8401",
        COURIER,
        "a row of a tuple",
        (
            "__init__.py",
            "PROPERTIES = (\n",
            "PROPERTIES = (\n    ('retries', 'Attempts', Kind.INT, False, 'How often', '3'),\n",
        ),
        at=("__init__.py", "('retries',"),
    ),
    violation(
        "C8401",
        CRATE,
        "the guide tells another name",
        (GUIDE, "`workers`\n", "`threads`\n"),
        at=("__init__.py", '"workers", "Workers"'),
    ),
    # C8402 template-leftover
    violation(
        "C8402", COURIER, "in a heading", (GUIDE, "# Courier target", "# {connector} target"), at=(GUIDE, "{connector}")
    ),
    violation(
        "C8402", SHELF, "in a cell of a table", (GUIDE, "| Region | no |", "| Region | TBD |"), at=(GUIDE, "TBD")
    ),
    violation(
        "C8402",
        CRATE,
        "in a definition",
        (GUIDE, ": how many threads write", ": <number of threads>"),
        at=(GUIDE, "<number of threads>"),
    ),
    # C8403 missing-section
    violation(
        "C8403", SHELF, "neither", (GUIDE, "## Prerequisites\n", ""), (GUIDE, "## Configuration\n", ""), at=(GUIDE, "")
    ),
    violation("C8403", COURIER, "in bold", (GUIDE, "## Before you start\n", "**Before you start**\n"), at=(GUIDE, "")),
    violation(
        "C8403",
        CRATE,
        "commented out",
        (GUIDE, "Requirements\n------------\n", "<!--\nRequirements\n------------\n-->\n"),
        at=(GUIDE, ""),
    ),
)
