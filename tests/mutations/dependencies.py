"""What a project requires: C83."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Edit, Mutation, Whole, violation

POETRY_PROMETHEUS = 'prometheus-client = "0.16.0"'
POETRY_SINGER = 'pipelinewise-singer-python = "1.2.0"'
POETRY_C8 = 'c8connector = "^0.0.32"'
POETRY_PYTHON = 'python = ">=3.8.1,<3.11"'
PEP621_PROMETHEUS = '  "prometheus-client == 0.16.0",\n'
PEP621_SINGER = '  "pipelinewise-singer-python == 1.2.0",\n'
PEP621_C8 = '"c8connector >= 0.0.28"'
CFG_PROMETHEUS = "    prometheus-client==0.16.0\n"
CFG_SINGER = "    pipelinewise-singer-python==1.2.0\n"
CFG_C8 = "    c8connector\n"
CFG_PYTHON = "python_requires = >=3.8.1, <3.11\n"
NOTICE_C8 = "dependencies = ['c8connector>=0.0.30,<0.1']"
NOTICE_PYTHON = 'requires-python = ">=3.8.1, !=3.9.0, <3.11"'
TOML, CFG = "/pyproject.toml", "/setup.cfg"


def _edit(old: str, new: str) -> Edit:
    """Return the change of a declaration, in the file that declares."""
    return (CFG if old.startswith("    ") or old == CFG_PYTHON else TOML, old, new)


_LOCK = """\
[[package]]
name = "singer-sdk"
version = "0.33.1"
description = "A framework"
optional = false
python-versions = ">=3.7.1"
files = []
"""

MUTATIONS: tuple[Mutation, ...] = (
    # C8301 unpinned-dependency
    violation(
        "C8301",
        LEDGER,
        "any that is compatible",
        _edit(POETRY_PROMETHEUS, 'prometheus-client = "^0.16.0"'),
        at=(TOML, "prometheus-client"),
    ),
    violation(
        "C8301",
        LEDGER,
        "a table with a wildcard",
        _edit(POETRY_PROMETHEUS, 'prometheus-client = { version = "0.16.*", extras = ["twisted"] }'),
        at=(TOML, "prometheus-client"),
    ),
    violation(
        "C8301",
        BEACON,
        "no version",
        _edit(PEP621_PROMETHEUS, '  "prometheus_client",\n'),
        at=(TOML, '"prometheus_client"'),
    ),
    violation(
        "C8301",
        BEACON,
        "a compatible release of another one",
        _edit(PEP621_PROMETHEUS, PEP621_PROMETHEUS + "  'pytz ~= 2023.3',\n"),
        at=(TOML, "pytz"),
        also=("C8312",),
    ),
    violation(
        "C8301",
        PARCELS,
        "a range",
        _edit(CFG_PROMETHEUS, "    prometheus-client>=0.16,<1\n"),
        at=(CFG, "prometheus-client"),
    ),
    violation(
        "C8301",
        NOTICE,
        "a requirements file",
        Whole("/requirements.txt", "# to deploy\nc8connector>=0.0.32\nrequests>2\n"),
        at=("/requirements.txt", "requests>2"),
        also=("C8310", "C8312"),
    ),
    # C8302 banned-singer-sdk
    violation(
        "C8302",
        LEDGER,
        "in a group of developers",
        (TOML, 'pylint = "*"', 'pylint = "*"\nsinger-python = "^5.13"'),
        at=(TOML, 'singer-python = "^5.13"'),
    ),
    violation(
        "C8302",
        LEDGER,
        "a lock file",
        Whole("/poetry.lock", _LOCK),
        at=("/poetry.lock", 'name = "singer-sdk"'),
    ),
    violation(
        "C8302",
        BEACON,
        "beside the one that is asked for",
        _edit(PEP621_SINGER, PEP621_SINGER + '  "Singer_SDK[s3]==0.33.1",\n'),
        at=(TOML, "Singer_SDK"),
    ),
    violation(
        "C8302",
        PARCELS,
        "in the place of the one that is asked for",
        _edit(CFG_SINGER, "    realit-singer-python==5.0.0\n"),
        at=(CFG, "realit-singer-python"),
    ),
    violation(
        "C8302",
        NOTICE,
        "to build",
        (TOML, 'requires = ["setuptools>=64"]', 'requires = ["setuptools>=64", "hotglue-singer-sdk"]'),
        at=(TOML, "hotglue-singer-sdk"),
    ),
    # C8303 banned-singer-import
    violation(
        "C8303",
        LEDGER,
        "a submodule under another name",
        ("client.py", "import sqlite3\n", "import sqlite3\nimport singer_sdk.typing as th\n"),
        at=("client.py", "singer_sdk.typing"),
    ),
    violation(
        "C8303",
        PARCELS,
        "within a function",
        (
            "scans.py",
            "    return sorted(",
            "    from singer_sdk.helpers import jsonpath  # noqa: F401\n\n    return sorted(",
        ),
        at=("scans.py", "singer_sdk.helpers"),
    ),
    violation(
        "C8303",
        NOTICE,
        "in a try",
        (
            "post.py",
            "LOG = ",
            "try:\n    from hotglue_singer_sdk import Tap\nexcept ImportError:\n    Tap = None\n\nLOG = ",
        ),
        at=("post.py", "hotglue_singer_sdk"),
    ),
    # C8304 wrong-singer-version
    violation(
        "C8304",
        LEDGER,
        "an older one",
        _edit(POETRY_SINGER, 'pipelinewise-singer-python = "1.1.2"'),
        at=(TOML, "pipelinewise-singer-python"),
    ),
    violation(
        "C8304",
        LEDGER,
        "a table with a tilde",
        _edit(POETRY_SINGER, 'pipelinewise-singer-python = {version = "~1.2.0"}'),
        at=(TOML, "pipelinewise-singer-python"),
    ),
    violation(
        "C8304",
        BEACON,
        "at least",
        _edit(PEP621_SINGER, '  "pipelinewise-singer-python>=1.2.0",\n'),
        at=(TOML, "pipelinewise-singer-python"),
    ),
    violation(
        "C8304",
        PARCELS,
        "a wildcard under another spelling",
        _edit(CFG_SINGER, "    PipelineWise_Singer.Python == 1.2.*\n"),
        at=(CFG, "PipelineWise"),
    ),
    # C8305 outdated-c8connector
    violation(
        "C8305",
        LEDGER,
        "an older pin",
        _edit(POETRY_C8, 'c8connector = "0.0.28"'),
        at=(TOML, "c8connector = "),
    ),
    violation(
        "C8305",
        LEDGER,
        "a caret that lets no other patch in",
        _edit(POETRY_C8, 'c8connector = "^0.0.24"'),
        at=(TOML, "c8connector = "),
    ),
    violation(
        "C8305",
        BEACON,
        "an upper limit",
        _edit(PEP621_C8, '"c8connector >= 0.0.20, < 0.0.32"'),
        at=(TOML, "c8connector >= "),
    ),
    violation("C8305", PARCELS, "excluded", _edit(CFG_C8, "    c8connector!=0.0.32\n"), at=(CFG, "c8connector!=")),
    violation(
        "C8305",
        NOTICE,
        "one that is not released yet",
        _edit(NOTICE_C8, "dependencies = ['c8connector>=0.1']"),
        at=(TOML, "c8connector>=0.1"),
    ),
    # C8306 missing-dependency
    violation(
        "C8306",
        LEDGER,
        "a singer that only developers get",
        _edit(POETRY_SINGER + "\n", ""),
        (TOML, 'pylint = "*"', 'pylint = "*"\n' + POETRY_SINGER),
        at=(TOML, ""),
    ),
    violation("C8306", BEACON, "no prometheus-client", _edit(PEP621_PROMETHEUS, ""), at=(TOML, "")),
    violation("C8306", PARCELS, "no c8connector", _edit(CFG_C8, ""), at=(CFG, "")),
    violation(
        "C8306",
        NOTICE,
        "c8connector as an extra",
        _edit(NOTICE_C8, "dependencies = []"),
        (TOML, "[project.scripts]", "[project.optional-dependencies]\nc8 = ['c8connector']\n\n[project.scripts]"),
        at=(TOML, ""),
    ),
    # C8307 python-requirement
    violation(
        "C8307", LEDGER, "2.7 too", _edit(POETRY_PYTHON, 'python = ">=2.7,<3.11"'), at=(TOML, ">=2.7"), also=("C8308",)
    ),
    violation(
        "C8307",
        BEACON,
        "not told",
        (TOML, 'requires-python = ">=3.9,<3.11"\n', ""),
        at=(TOML, ""),
    ),
    violation(
        "C8307",
        PARCELS,
        "3.6 too",
        _edit(CFG_PYTHON, "python_requires = >=3.6, <3.11\n"),
        at=(CFG, ">=3.6"),
        also=("C8308",),
    ),
    violation("C8307", NOTICE, "unreadable", _edit(NOTICE_PYTHON, 'requires-python = "3.8+"'), at=(TOML, "3.8+")),
    # C8308 python-beyond-c8connector
    violation("C8308", LEDGER, "a caret", _edit(POETRY_PYTHON, 'python = "^3.8"'), at=(TOML, "^3.8")),
    violation(
        "C8308",
        BEACON,
        "no upper limit",
        (TOML, 'requires-python = ">=3.9,<3.11"', 'requires-python = ">=3.9"'),
        at=(TOML, "requires-python"),
    ),
    violation("C8308", PARCELS, "3.7 too", _edit(CFG_PYTHON, "python_requires = >=3.7, <3.11\n"), at=(CFG, ">=3.7")),
    violation("C8308", NOTICE, "3.11 too", _edit(NOTICE_PYTHON, 'requires-python = ">=3.8,<3.12"'), at=(TOML, "<3.12")),
    # C8309 direct-url-dependency
    violation(
        "C8309",
        LEDGER,
        "a table with git",
        _edit(POETRY_PROMETHEUS, 'prometheus-client = { git = "https://git.example/client.git", tag = "v0.16.0" }'),
        at=(TOML, "prometheus-client"),
    ),
    violation(
        "C8309",
        BEACON,
        "at an address",
        _edit(PEP621_PROMETHEUS, '  "prometheus-client @ https://files.example/prometheus_client-0.16.0.tar.gz",\n'),
        at=(TOML, "prometheus-client"),
    ),
    violation(
        "C8309",
        PARCELS,
        "a path",
        _edit(CFG_PROMETHEUS, CFG_PROMETHEUS + "    depot-tools @ file:///opt/depot-tools\n"),
        at=(CFG, "depot-tools"),
        also=("C8312",),
    ),
    violation(
        "C8309",
        NOTICE,
        "editable in a requirements file",
        Whole("/requirements.txt", "-e git+https://git.example/mailer.git#egg=mailer\n"),
        at=("/requirements.txt", "mailer"),
        also=("C8312",),
    ),
    # C8310 conflicting-declarations
    violation(
        "C8310",
        LEDGER,
        "a requirements file that pins another one",
        Whole("/requirements.txt", "prometheus-client==0.17.1\n"),
        at=("/requirements.txt", "prometheus-client==0.17.1"),
    ),
    violation(
        "C8310",
        BEACON,
        "twice in one list",
        _edit(PEP621_PROMETHEUS, PEP621_PROMETHEUS + '  "prometheus_client==0.15.0",\n'),
        at=(TOML, "prometheus_client==0.15.0"),
    ),
    violation(
        "C8310",
        PARCELS,
        "twice in the same extra",
        (CFG, "    pytest\n", "    pytest>=7\n    pytest<7\n"),
        at=(CFG, "pytest<7"),
    ),
    # C8311 tooling-in-runtime
    violation(
        "C8311",
        LEDGER,
        "pinned",
        _edit(POETRY_PROMETHEUS, POETRY_PROMETHEUS + '\nblack = "23.1.0"'),
        at=(TOML, "black"),
    ),
    violation(
        "C8311",
        BEACON,
        "one of its plug-ins",
        _edit(PEP621_PROMETHEUS, PEP621_PROMETHEUS + '  "pytest-cov",\n'),
        at=(TOML, "pytest-cov"),
    ),
    violation("C8311", PARCELS, "a range", _edit(CFG_C8, CFG_C8 + "    mypy>=1\n"), at=(CFG, "mypy")),
    violation(
        "C8311",
        NOTICE,
        "a requirements file",
        Whole("/requirements.txt", "c8connector>=0.0.30,<0.1\nflake8==6.0.0\n"),
        at=("/requirements.txt", "flake8"),
    ),
    # C8312 dependency-not-listed
    violation(
        "C8312",
        LEDGER,
        "in Poetry's table",
        _edit(POETRY_PROMETHEUS, POETRY_PROMETHEUS + '\nrequests = "2.31.0"'),
        at=(TOML, "requests"),
    ),
    violation(
        "C8312",
        BEACON,
        "with a marker",
        _edit(PEP621_PROMETHEUS, PEP621_PROMETHEUS + "  'backports.zoneinfo==0.2.1; python_version < \"3.9\"',\n"),
        at=(TOML, "backports.zoneinfo"),
    ),
    violation("C8312", PARCELS, "in setup.cfg", _edit(CFG_C8, CFG_C8 + "    pytz===2023.3\n"), at=(CFG, "pytz")),
    # C8313 invalid-requirement
    violation(
        "C8313",
        LEDGER,
        "a word for a version",
        _edit(POETRY_C8, 'c8connector = "latest"'),
        at=(TOML, "c8connector = "),
    ),
    violation(
        "C8313",
        BEACON,
        "an operator turned round",
        _edit(PEP621_PROMETHEUS, '  "prometheus-client => 0.16.0",\n'),
        at=(TOML, "prometheus-client"),
    ),
    violation(
        "C8313",
        PARCELS,
        "one equals sign",
        _edit(CFG_SINGER, "    pipelinewise-singer-python=1.2.0\n"),
        at=(CFG, "pipelinewise"),
    ),
    violation(
        "C8313",
        NOTICE,
        "two in one text",
        _edit(NOTICE_C8, "dependencies = ['c8connector>=0.0.30 requests==2.31.0']"),
        at=(TOML, "requests"),
    ),
    # C8314 undeclared-import
    violation(
        "C8314",
        LEDGER,
        "a library of nobody",
        ("client.py", "import sqlite3\n", "import sqlite3\n\nimport requests\n"),
        at=("client.py", "import requests"),
    ),
    violation(
        "C8314",
        BEACON,
        "in a nested package, by a part",
        ("gateway/session.py", "import json\n", "import json\n\nfrom tzlocal.unix import get_localzone\n"),
        at=("gateway/session.py", "tzlocal"),
    ),
    violation(
        "C8314",
        NOTICE,
        "in a try that lets the failure pass on",
        ("settings.py", "from typing", "try:\n    import yaml as _yaml\nfinally:\n    pass\nfrom typing"),
        at=("settings.py", "import yaml"),
    ),
)
