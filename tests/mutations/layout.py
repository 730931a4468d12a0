"""What a project may lack or hold too much of: C80 and C81."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Moved, Mutation, Whole, violation

MUTATIONS: tuple[Mutation, ...] = (
    # C8001 syntax-error
    violation(
        "C8001",
        LEDGER,
        "a print statement of Python 2",
        ("client.py", "        self.connection.close()", '        print "closed"\n        self.connection.close()'),
        at=("client.py", 'print "closed"'),
    ),
    violation(
        "C8001",
        BEACON,
        "the guide in Latin-1",
        Whole("/GETTING_STARTED.md", "# Beacon\n\n## Before you begin\n\nCaf\xe9\n\n## Set up\n".encode("latin-1")),
        at=("/GETTING_STARTED.md", "Caf"),
    ),
    violation(
        "C8001",
        PARCELS,
        "bytes that are no UTF-8 in a module",
        Whole("extra.py", b"# nothing\nname = 'caf\xe9'\n"),
        at=("extra.py", "name = "),
    ),
    violation(
        "C8001",
        NOTICE,
        "no TOML",
        ("/pyproject.toml", 'dynamic = ["version"]', 'dynamic = ["version"'),
        at=("/pyproject.toml", "[project.scripts]"),
    ),
    # C8101 missing-license
    violation("C8101", LEDGER, "none", ("/LICENSE", "", None), at=("/LICENSE", "")),
    violation("C8101", BEACON, "named LICENSE.txt", Moved("/LICENSE", "/LICENSE.txt"), at=("/LICENSE", "")),
    violation("C8101", PARCELS, "spelt LICENCE", Moved("/LICENSE", "/LICENCE"), at=("/LICENSE", "")),
    violation("C8101", NOTICE, "in a folder", Moved("/LICENSE", "/legal/LICENSE"), at=("/LICENSE", "")),
    # C8102 missing-readme
    violation("C8102", LEDGER, "in reStructuredText", Moved("/README.md", "/README.rst"), at=("/README.md", "")),
    violation("C8102", BEACON, "in small letters", Moved("/README.md", "/readme.md"), at=("/README.md", "")),
    violation("C8102", NOTICE, "among the documents", Moved("/README.md", "/docs/README.md"), at=("/README.md", "")),
    violation("C8102", PARCELS, "none", ("/README.md", "", None), at=("/README.md", "")),
    # C8103 missing-getting-started
    violation("C8103", LEDGER, "none", ("/GETTING_STARTED.md", "", None), at=("/GETTING_STARTED.md", "")),
    violation(
        "C8103",
        BEACON,
        "with a dash",
        Moved("/GETTING_STARTED.md", "/GETTING-STARTED.md"),
        at=("/GETTING_STARTED.md", ""),
    ),
    violation(
        "C8103",
        PARCELS,
        "within the package",
        Moved("/GETTING_STARTED.md", "GETTING_STARTED.md"),
        at=("/GETTING_STARTED.md", ""),
    ),
    violation(
        "C8103",
        NOTICE,
        "in mixed case",
        Moved("/GETTING_STARTED.md", "/Getting_Started.md"),
        at=("/GETTING_STARTED.md", ""),
    ),
    # C8104 missing-pyproject
    violation("C8104", PARCELS, "none beside a setup.cfg", ("/pyproject.toml", "", None), at=("/pyproject.toml", "")),
    violation(
        "C8104",
        PARCELS,
        "only one that is kept back",
        Moved("/pyproject.toml", "/pyproject.toml.bak"),
        at=("/pyproject.toml", ""),
    ),
    violation(
        "C8104",
        NOTICE,
        "a setup.py in its place",
        ("/pyproject.toml", "", None),
        Whole(
            "/setup.py",
            "from setuptools import setup\n\nsetup(\n    name='macrometa-integration-notice',\n    version='0.9.0',\n"
            "    packages=['macrometa_integration_notice'],\n    python_requires='>=3.8.1,<3.11',\n"
            "    install_requires=['c8connector'],\n)\n",
        ),
        at=("/pyproject.toml", ""),
    ),
    # C8105 missing-setup-cfg
    violation("C8105", LEDGER, "none", ("/setup.cfg", "", None), at=("/setup.cfg", "")),
    violation(
        "C8105",
        BEACON,
        "what a build left",
        Whole("/setup.cfg", "[egg_info]\ntag_build = \ntag_date = 0\n"),
        at=("/setup.cfg", ""),
    ),
    violation("C8105", NOTICE, "in a folder", Moved("/setup.cfg", "/packaging/setup.cfg"), at=("/setup.cfg", "")),
    # C8106 missing-connector-package
    violation(
        "C8106",
        LEDGER,
        "below src",
        Moved("", "/src/macrometa_source_ledger"),
        (
            "/pyproject.toml",
            '{ include = "macrometa_source_ledger" }',
            '{ include = "macrometa_source_ledger", from = "src" }',
        ),
        at=("", ""),
    ),
    violation(
        "C8106",
        BEACON,
        "a single module",
        ("__init__.py", "", None),
        at=("__init__.py", ""),
    ),
    violation(
        "C8106",
        NOTICE,
        "__init__.py in capitals",
        Moved("__init__.py", "__INIT__.py"),
        at=("__init__.py", ""),
    ),
    # C8107 missing-main-module
    violation(
        "C8107",
        LEDGER,
        "another name",
        Moved("main.py", "cli.py"),
        ("/pyproject.toml", "macrometa_source_ledger.main:main", "macrometa_source_ledger.cli:main"),
        at=("main.py", ""),
    ),
    violation(
        "C8107",
        BEACON,
        "a package",
        Moved("main.py", "main/__init__.py"),
        ("main/__init__.py", "from . import constants", "from .. import constants"),
        ("main/__init__.py", "from .gateway", "from ..gateway"),
        ("main/__init__.py", "from .observability", "from ..observability"),
        at=("main.py", ""),
    ),
    violation(
        "C8107",
        PARCELS,
        "__main__.py",
        Moved("main.py", "__main__.py"),
        ("__init__.py", "macrometa_source_parcels.main import", "macrometa_source_parcels.__main__ import"),
        at=("main.py", ""),
    ),
    violation(
        "C8107",
        NOTICE,
        "a capital",
        Moved("main.py", "Main.py"),
        ("/pyproject.toml", "macrometa_integration_notice.main:run", "macrometa_integration_notice.Main:run"),
        at=("main.py", ""),
    ),
    # C8108 empty-required-file
    violation("C8108", LEDGER, "the licence", Whole("/LICENSE", ""), at=("/LICENSE", "")),
    violation("C8108", BEACON, "blank lines", Whole("/README.md", "\n  \n\t\n"), at=("/README.md", "")),
    violation(
        "C8108",
        PARCELS,
        "the guide",
        Whole("/GETTING_STARTED.md", b"\xef\xbb\xbf\r\n"),
        at=("/GETTING_STARTED.md", ""),
    ),
    violation("C8108", PARCELS, "pyproject.toml", Whole("/pyproject.toml", "\n"), at=("/pyproject.toml", "")),
    # C8109 stray-top-level-module
    violation(
        "C8109",
        LEDGER,
        "a second package of Poetry",
        Whole("/ledger_helpers/__init__.py", ""),
        (
            "/pyproject.toml",
            'packages = [{ include = "macrometa_source_ledger" }]',
            'packages = [\n  { include = "macrometa_source_ledger" },\n  { include = "ledger_helpers" },\n]',
        ),
        at=("/pyproject.toml", '{ include = "ledger_helpers" }'),
    ),
    violation(
        "C8109",
        LEDGER,
        "a folder of the package as a top level",
        Whole("strategies/__init__.py", ""),
        (
            "/pyproject.toml",
            'packages = [{ include = "macrometa_source_ledger" }]',
            'packages = [\n  { include = "macrometa_source_ledger" },\n'
            '  { include = "strategies", from = "macrometa_source_ledger" },\n]',
        ),
        at=("/pyproject.toml", 'include = "strategies"'),
    ),
    violation(
        "C8109",
        PARCELS,
        "find: without a filter beside tests",
        Whole("/tests/__init__.py", ""),
        ("/setup.cfg", "\n[options.packages.find]\ninclude = macrometa_source_parcels*\n", ""),
        at=("/setup.cfg", "packages = find:"),
    ),
    violation(
        "C8109",
        PARCELS,
        "a module beside the package",
        Whole("/parcel_tool.py", "X = 1\n"),
        ("/setup.cfg", "packages = find:\n", "packages = find:\npy_modules = parcel_tool\n"),
        at=("/setup.cfg", "py_modules = parcel_tool"),
    ),
    violation(
        "C8109",
        NOTICE,
        "find of pyproject.toml without a filter",
        Whole("/test/__init__.py", ""),
        (
            "/pyproject.toml",
            '[tool.setuptools.packages.find]\ninclude = ["macrometa_integration_notice"]',
            '[tool.setuptools.packages.find]\nwhere = ["."]',
        ),
        at=("/pyproject.toml", "[tool.setuptools.packages.find]"),
    ),
    violation(
        "C8109",
        NOTICE,
        "a list of packages",
        Whole("/common/__init__.py", ""),
        (
            "/pyproject.toml",
            '[tool.setuptools.packages.find]\ninclude = ["macrometa_integration_notice"]',
            '[tool.setuptools]\npackages = [\n  "macrometa_integration_notice",\n  "common",\n]',
        ),
        at=("/pyproject.toml", '"common"'),
    ),
)
