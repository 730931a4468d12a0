"""Changes of the conforming sources and of the integration that break rules on files, names and dependencies."""

from collections.abc import Iterator

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Moved, Mutation, Whole, violation

PYPROJECT = "/pyproject.toml"
CFG = "/setup.cfg"
GUIDE = "/GETTING_STARTED.md"
SINGER = "pipelinewise-singer-python"


def violations() -> Iterator[Mutation]:
    """Yield connectors that break one of these rules."""
    yield from _run_and_layout()
    yield from _naming()
    yield from _dependencies()
    yield from _documentation()


def _run_and_layout() -> Iterator[Mutation]:
    yield violation(
        "C8001",
        LEDGER,
        "a bracket that was never opened",
        ("client.py", "def columns(self):", "def columns(self)):"),
        at=("client.py", "def columns(self)):"),
    )
    yield violation(
        "C8001",
        LEDGER,
        "a colon that lacks",
        ("client.py", "def columns(self):", "def columns(self)"),
        at=("client.py", "def columns(self)"),
    )
    yield violation(
        "C8001",
        PARCELS,
        "Python 2",
        ("utils.py", "        key += '_'\n", "        print key\n        key += '_'\n"),
        at=("utils.py", "print key"),
    )
    yield violation(
        "C8001",
        NOTICE,
        "TOML with no value",
        (PYPROJECT, 'readme = "README.md"', "readme ="),
        at=(PYPROJECT, "readme ="),
    )
    yield violation(
        "C8101",
        BEACON,
        "a license with an extension",
        ("/LICENSE", "*", None),
        ("/LICENSE.txt", "", "Apache"),
        at=("/LICENSE", ""),
    )
    yield violation(
        "C8101",
        NOTICE,
        "a license in small letters",
        ("/LICENSE", "*", None),
        ("/license", "", "Apache"),
        at=("/LICENSE", ""),
    )
    yield violation("C8102", LEDGER, "no readme", ("/README.md", "*", None), at=("/README.md", ""))
    yield violation(
        "C8102",
        PARCELS,
        "another markup",
        ("/README.md", "*", None),
        ("/README.rst", "", "Parcels"),
        at=("/README.md", ""),
    )
    yield violation(
        "C8102",
        NOTICE,
        "small letters",
        ("/README.md", "*", None),
        ("/readme.md", "", "# Notice"),
        at=("/README.md", ""),
    )
    yield violation(
        "C8103",
        BEACON,
        "a dash",
        (GUIDE, "*", None),
        ("/GETTING-STARTED.md", "", "# Beacon"),
        at=("/GETTING_STARTED.md", ""),
    )
    yield violation(
        "C8103",
        PARCELS,
        "in a folder",
        (GUIDE, "*", None),
        ("/docs/GETTING_STARTED.md", "", "# Parcels"),
        at=("/GETTING_STARTED.md", ""),
    )
    yield violation(
        "C8107",
        LEDGER,
        "main in a nested package",
        Moved("main.py", "run/main.py"),
        Whole("run/__init__.py", ""),
        (PYPROJECT, "macrometa_source_ledger.main:main", "macrometa_source_ledger.run.main:main"),
        at=("main.py", ""),
    )
    yield violation(
        "C8108", LEDGER, "an empty license", ("/LICENSE", "*", None), ("/LICENSE", "", " "), at=("/LICENSE", "")
    )
    yield violation(
        "C8108", NOTICE, "an empty readme", ("/README.md", "*", None), ("/README.md", "", "\n\n"), at=("/README.md", "")
    )
    yield violation(
        "C8108", BEACON, "an empty guide", (GUIDE, "*", None), (GUIDE, "", "\t\n"), at=("/GETTING_STARTED.md", "")
    )
    yield violation(
        "C8109",
        LEDGER,
        "a part shipped again",
        (
            PYPROJECT,
            'packages = [{ include = "macrometa_source_ledger" }]',
            'packages = [{ include = "macrometa_source_ledger" }, { include = "client.py", from = "macrometa_source_ledger" }]',
        ),
        at=(PYPROJECT, "packages ="),
    )
    yield violation(
        "C8109",
        PARCELS,
        "tests are found",
        (CFG, "include = macrometa_source_parcels*\n", ""),
        (CFG, "[options.packages.find]\n", ""),
        ("/tests/__init__.py", "", ""),
        at=("/setup.cfg", "packages = find:"),
    )
    yield violation(
        "C8109",
        NOTICE,
        "a module beside it",
        (
            PYPROJECT,
            "[tool.setuptools.packages.find]",
            '[tool.setuptools]\npy-modules = ["helpers"]\n\n[tool.setuptools.packages.find]',
        ),
        ("/helpers.py", "", ""),
        at=("/pyproject.toml", 'py-modules = ["helpers"]'),
    )


def _naming() -> Iterator[Mutation]:
    yield violation(
        "C8201",
        LEDGER,
        "the old prefix",
        (PYPROJECT, 'name = "macrometa-source-ledger"', 'name = "c8-source-ledger"'),
        also=("C8203", "C8204"),
        at=(PYPROJECT, 'name = "c8-'),
    )
    yield violation(
        "C8201",
        PARCELS,
        "underscores",
        (CFG, "name = macrometa-source-parcels", "name = macrometa_source_parcels"),
        also=("C8204",),
        at=("/setup.cfg", "name = macrometa_source_parcels"),
    )
    yield violation(
        "C8201",
        BEACON,
        "a capital",
        (PYPROJECT, 'name = "macrometa-source-beacon"', 'name = "macrometa-source-Beacon"'),
        also=("C8203", "C8204"),
        at=("/pyproject.toml", 'name = "macrometa-source-Beacon"'),
    )
    yield violation(
        "C8203",
        LEDGER,
        "another word",
        (PYPROJECT, 'name = "macrometa-source-ledger"', 'name = "macrometa-source-books"'),
        also=("C8204",),
        at=("/pyproject.toml", 'name = "macrometa-source-books"'),
    )
    yield violation(
        "C8203",
        PARCELS,
        "one word more",
        (CFG, "name = macrometa-source-parcels", "name = macrometa-source-parcels-eu"),
        also=("C8204",),
        at=("/setup.cfg", "name = macrometa-source-parcels-eu"),
    )
    yield violation(
        "C8203",
        NOTICE,
        "another name",
        (PYPROJECT, 'name = "macrometa-integration-notice"', 'name = "macrometa-integration-note"'),
        also=("C8204",),
        at=("/pyproject.toml", 'name = "macrometa-integration-note"'),
    )
    yield violation(
        "C8204",
        BEACON,
        "a class attribute",
        ("__init__.py", 'package_name = "macrometa-source-beacon"', 'package_name = "macrometa-source-" + "bacon"'),
        at=("interface/identity.py", "return self.Meta.package_name"),
    )
    yield violation(
        "C8204",
        NOTICE,
        "a constant",
        ("__init__.py", 'PACKAGE_NAME = "macrometa-integration-notice"', 'PACKAGE_NAME = "notice"'),
        at=("__init__.py", 'PACKAGE_NAME = "notice"'),
    )
    yield violation(
        "C8205",
        LEDGER,
        "a capital",
        ("__init__.py", 'return "source"', 'return "Source"'),
        at=("__init__.py", 'return "Source"'),
    )
    yield violation(
        "C8205",
        BEACON,
        "another type",
        ("__init__.py", 'type = "source"', 'type = "target"'),
        at=("__init__.py", 'type = "target"'),
    )
    yield violation(
        "C8205",
        NOTICE,
        "no type",
        ("__init__.py", 'return "integration"', 'return "sink"'),
        at=("__init__.py", 'return "sink"'),
    )
    yield violation(
        "C8206",
        PARCELS,
        "no name in setup.cfg",
        (CFG, "name = macrometa-source-parcels\n", ""),
        at=("/pyproject.toml", ""),
    )
    yield violation(
        "C8206",
        BEACON,
        "a misspelt key",
        (PYPROJECT, 'name = "macrometa-source-beacon"', 'nmae = "macrometa-source-beacon"'),
        at=("/pyproject.toml", ""),
    )
    yield violation(
        "C8207", LEDGER, "no such function", (PYPROJECT, 'main:main"', 'main:run"'), at=(PYPROJECT, "main:run")
    )
    yield violation(
        "C8207",
        PARCELS,
        "no such module",
        (CFG, "macrometa_source_parcels:main", "macrometa_source_parcels.cli:main"),
        at=("/setup.cfg", "macrometa-source-parcels = macrometa_source_parcels.cli:main"),
    )
    yield violation(
        "C8207",
        BEACON,
        "the function has another name now",
        ("main.py", "def main() -> None:", "def start() -> None:"),
        ("main.py", "    main()\n", "    start()\n"),
        at=("/pyproject.toml", "macrometa-source-beacon ="),
    )


def _dependencies() -> Iterator[Mutation]:
    yield violation(
        "C8301",
        BEACON,
        "a range",
        (PYPROJECT, '"prometheus-client == 0.16.0"', '"prometheus-client >=0.16,<0.17"'),
        at=(PYPROJECT, ">=0.16"),
    )
    yield violation(
        "C8301",
        PARCELS,
        "no version",
        (CFG, "prometheus-client==0.16.0", "prometheus-client"),
        at=("/setup.cfg", "prometheus-client"),
    )
    yield violation(
        "C8301",
        NOTICE,
        "a wildcard",
        (PYPROJECT, "'c8connector>=0.0.30,<0.1'", "'c8connector>=0.0.30,<0.1', 'requests==2.*'"),
        at=("/pyproject.toml", "dependencies = ['c8connector>=0.0.30,<0.1', 'requests==2.*']"),
    )
    yield violation(
        "C8302",
        LEDGER,
        "in a group",
        (PYPROJECT, 'pylint = "*"', 'singer-sdk = "0.30.0"'),
        at=(PYPROJECT, "singer-sdk"),
    )
    yield violation(
        "C8302",
        BEACON,
        "in an extra",
        (PYPROJECT, '"pytest-asyncio"', '"singer_python>=5"'),
        at=("/pyproject.toml", 'test = ["pytest>=7", "singer_python>=5"]'),
    )
    yield violation(
        "C8302",
        PARCELS,
        "to build",
        (PYPROJECT, '"wheel"', '"hotglue-singer-sdk"'),
        at=("/pyproject.toml", 'requires = ["setuptools>=59", "hotglue-singer-sdk"]'),
    )
    yield violation(
        "C8302",
        LEDGER,
        "in a lock",
        ("/poetry.lock", "", '[[package]]\nname = "realit-singer-python"\nversion = "5.0.0"\n'),
        at=("/poetry.lock", 'name = "realit-singer-python"'),
    )
    yield violation(
        "C8303",
        LEDGER,
        "an import",
        ("main.py", "import sys\n", "import sys\nimport singer_sdk\n"),
        at=("main.py", "import singer_sdk"),
    )
    yield violation(
        "C8303",
        BEACON,
        "a name of a module in it",
        ("gateway/session.py", "import json\n", "import json\nfrom singer_sdk.helpers import capabilities\n"),
        at=("gateway/session.py", "from singer_sdk.helpers import capabilities"),
    )
    yield violation(
        "C8303",
        PARCELS,
        "in a function",
        (
            "scans.py",
            '    """All scan files, the oldest first."""\n',
            '    """All scan files, the oldest first."""\n    from hotglue_singer_sdk import Tap\n    del Tap\n',
        ),
        at=("scans.py", "from hotglue_singer_sdk import Tap"),
    )
    yield violation(
        "C8304",
        LEDGER,
        "an older version",
        (PYPROJECT, f'{SINGER} = "1.2.0"', f'{SINGER} = "1.1.3"'),
        at=("/pyproject.toml", 'pipelinewise-singer-python = "1.1.3"'),
    )
    yield violation(
        "C8304",
        BEACON,
        "a range",
        (PYPROJECT, f'"{SINGER} == 1.2.0"', f'"{SINGER} >= 1.2.0"'),
        at=("/pyproject.toml", '"pipelinewise-singer-python >= 1.2.0",'),
    )
    yield violation(
        "C8304",
        PARCELS,
        "no version",
        (CFG, f"{SINGER}==1.2.0", SINGER),
        at=("/setup.cfg", "pipelinewise-singer-python"),
    )
    yield violation(
        "C8305",
        BEACON,
        "an upper bound",
        (PYPROJECT, "c8connector >= 0.0.28", "c8connector >= 0.0.28, < 0.0.32"),
        at=("/pyproject.toml", '"c8connector >= 0.0.28, < 0.0.32",'),
    )
    yield violation(
        "C8305",
        PARCELS,
        "a caret's neighbour",
        (CFG, "    c8connector\n", "    c8connector~=0.0.15,!=0.0.32\n"),
        at=("/setup.cfg", "c8connector~=0.0.15,!=0.0.32"),
    )
    yield violation(
        "C8306", LEDGER, "no c8connector", (PYPROJECT, 'c8connector = "^0.0.32"\n', ""), at=("/pyproject.toml", "")
    )
    yield violation(
        "C8306", BEACON, "no singer", (PYPROJECT, f'  "{SINGER} == 1.2.0",\n', ""), at=("/pyproject.toml", "")
    )
    yield violation(
        "C8306", PARCELS, "no client of Prometheus", (CFG, "    prometheus-client==0.16.0\n", ""), at=("/setup.cfg", "")
    )
    yield violation(
        "C8307",
        LEDGER,
        "an old Python",
        (PYPROJECT, 'python = ">=3.8.1,<3.11"', 'python = ">=3.6,<3.11"'),
        also=("C8308",),
        at=("/pyproject.toml", 'python = ">=3.6,<3.11"'),
    )
    yield violation(
        "C8307",
        PARCELS,
        "unreadable",
        (CFG, "python_requires = >=3.8.1, <3.11", "python_requires = 3.8+"),
        at=("/setup.cfg", "python_requires = 3.8+"),
    )
    yield violation(
        "C8308",
        LEDGER,
        "no upper bound",
        (PYPROJECT, 'python = ">=3.8.1,<3.11"', 'python = ">=3.8.1"'),
        at=("/pyproject.toml", 'python = ">=3.8.1"'),
    )
    yield violation(
        "C8308",
        BEACON,
        "3.11",
        (PYPROJECT, ">=3.9,<3.11", ">=3.9,<3.12"),
        at=("/pyproject.toml", 'requires-python = ">=3.9,<3.12"'),
    )
    yield violation(
        "C8309",
        LEDGER,
        "git",
        (PYPROJECT, 'prometheus-client = "0.16.0"', 'prometheus-client = { git = "https://git.example/client.git" }'),
        at=("/pyproject.toml", "prometheus-client = { git ="),
    )
    yield violation(
        "C8309",
        BEACON,
        "a URL",
        (
            PYPROJECT,
            '"prometheus-client == 0.16.0"',
            '"prometheus-client @ https://files.example/prometheus_client-0.16.0.whl"',
        ),
        at=("/pyproject.toml", '"prometheus-client @ https://files.example/prome'),
    )
    yield violation(
        "C8309",
        LEDGER,
        "a path",
        (PYPROJECT, 'prometheus-client = "0.16.0"', 'prometheus-client = { path = "../client" }'),
        at=("/pyproject.toml", 'prometheus-client = { path = "../client" }'),
    )
    yield violation(
        "C8310",
        LEDGER,
        "a file for deployment",
        ("/requirements.txt", "", "prometheus-client==0.15.0\n"),
        at=("/requirements.txt", "prometheus-client"),
    )
    yield violation(
        "C8310",
        BEACON,
        "twice in a list",
        (
            PYPROJECT,
            '  "prometheus-client == 0.16.0",\n',
            '  "prometheus-client == 0.16.0",\n  "prometheus_client == 0.17.0",\n',
        ),
        at=("/pyproject.toml", '"prometheus_client == 0.17.0",'),
    )
    yield violation(
        "C8310",
        PARCELS,
        "twice in a file",
        (CFG, "    prometheus-client==0.16.0\n", "    prometheus-client==0.16.0\n    prometheus-client==0.14.1\n"),
        at=("/setup.cfg", "prometheus-client==0.14.1"),
    )
    yield violation(
        "C8311",
        LEDGER,
        "pytest",
        (PYPROJECT, 'prometheus-client = "0.16.0"', 'prometheus-client = "0.16.0"\npytest = "7.4.0"'),
        at=("/pyproject.toml", 'pytest = "7.4.0"'),
    )
    yield violation(
        "C8311",
        PARCELS,
        "black",
        (CFG, "    prometheus-client==0.16.0\n", "    prometheus-client==0.16.0\n    black==23.1.0\n"),
        at=("/setup.cfg", "black==23.1.0"),
    )
    yield violation(
        "C8313",
        PARCELS,
        "one sign",
        (CFG, "prometheus-client==0.16.0", "prometheus-client=0.16.0"),
        at=("/setup.cfg", "prometheus-client=0.16.0"),
    )


def _documentation() -> Iterator[Mutation]:
    yield violation(
        "C8401",
        LEDGER,
        "a property more",
        (
            "__init__.py",
            '        return [\n            ConfigProperty("database_path"',
            '        return [\n            ConfigProperty("timeout", "Patience", ConfigAttributeType.INT, False, False, description="Seconds."),\n            ConfigProperty("database_path"',
        ),
        at=("__init__.py", '"timeout"'),
    )
    yield violation(
        "C8401",
        PARCELS,
        "a row more",
        (
            "__init__.py",
            "PROPERTIES = {\n",
            'PROPERTIES = {\n    "region": ("Data Centre", ConfigAttributeType.STRING, False, "Where.", ""),\n',
        ),
        at=("__init__.py", '"region": ("Data Centre",'),
    )
    yield violation(
        "C8402",
        LEDGER,
        "a placeholder",
        (GUIDE, "This connector copies", "The {connector} copies"),
        at=(GUIDE, "{connector}"),
    )
    yield violation(
        "C8402",
        BEACON,
        "to be done",
        (GUIDE, "", "\nTODO: say how large a spool may be.\n"),
        at=("/GETTING_STARTED.md", "TODO: say how large a spool may be."),
    )
    yield violation(
        "C8402",
        PARCELS,
        "angle brackets",
        (GUIDE, "", "\nAsk <your administrator> for a key.\n"),
        at=("/GETTING_STARTED.md", "Ask <your administrator> for a key."),
    )
    yield violation("C8403", LEDGER, "no prerequisites", (GUIDE, "## Prerequisites", "## Ledger"), at=(GUIDE, ""))
    yield violation(
        "C8403",
        LEDGER,
        "no configuration",
        (GUIDE, "## Source configuration", "## Fields"),
        at=("/GETTING_STARTED.md", ""),
    )
