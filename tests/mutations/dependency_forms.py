"""More forms in which what a project requires breaks a rule: C83."""

from tests.mutations.changes import BEACON, COURIER, CRATE, LEDGER, NOTICE, PARCELS, SHELF, Mutation, Whole, violation

TOML, CFG, REQUIREMENTS = "/pyproject.toml", "/setup.cfg", "/requirements.txt"
POETRY_CLIENT = 'prometheus-client = "0.16.0"'
POETRY_C8 = 'c8connector = ">=0.0.32"'
POETRY_SINGER = 'pipelinewise-singer-python = "1.2.0"'
CRATE_REQUIRES = """\
install_requires =
    c8connector>=0.0.32
    pipelinewise-singer-python==1.2.0
    prometheus-client==0.16.0
"""
COURIER_C8 = "  'c8connector >= 0.0.32',\n"
COURIER_SINGER = "  'pipelinewise-singer-python == 1.2.0',\n"
COURIER_CLIENT = "  'prometheus_client == 0.16.0',\n"
NOTICE_C8 = "dependencies = ['c8connector>=0.0.30,<0.1']"


def _crate(*requirements: str, head: str = "", more: str = "") -> tuple[tuple[str, str, str], Whole]:
    """Return the change that gives Crate its requirements in setup.py."""
    listed = "".join(f"        {one},\n" for one in requirements)
    return (
        (CFG, CRATE_REQUIRES, ""),
        Whole(
            "/setup.py",
            f"from setuptools import setup\n{head}\nsetup(\n    install_requires=[\n{listed}    ],\n{more})\n",
        ),
    )


MUTATIONS: tuple[Mutation, ...] = (
    # C8301 unpinned-dependency
    violation(
        "C8301",
        CRATE,
        "a constant of setup.py",
        *_crate(
            "'c8connector'",
            "'pipelinewise-singer-python==1.2.0'",
            "CLIENT",
            head="\nCLIENT = 'prometheus-client>=0.16'\n",
        ),
        at=("/setup.py", "CLIENT = 'prom"),
    ),
    violation(
        "C8301",
        SHELF,
        "one of several constraints",
        (
            TOML,
            POETRY_CLIENT,
            'prometheus-client = [\n  { version = "0.16.0", python = "<3.10" },\n'
            '  { version = ">=0.17", python = ">=3.10" },\n]',
        ),
        at=(TOML, '{ version = ">=0.17"'),
    ),
    violation(
        "C8301",
        COURIER,
        "an extra that users install",
        (TOML, 'test = ["pytest >= 7"]', 'test = ["pytest >= 7"]\nexcel = ["openpyxl>=3.1"]'),
        at=(TOML, "openpyxl>=3.1"),
    ),
    violation(
        "C8301",
        NOTICE,
        "a file that a requirements file includes",
        Whole(REQUIREMENTS, "-r requirements/base.txt\n"),
        Whole("/requirements/base.txt", "c8connector\nrequests\n"),
        at=("/requirements/base.txt", "requests"),
        also=("C8310",),
    ),
    # C8302 banned-singer-sdk
    violation(
        "C8302",
        COURIER,
        "a group of developers",
        (TOML, "[project.scripts]", '[dependency-groups]\ndev = ["pytest", "singer-python==6.0"]\n\n[project.scripts]'),
        at=(TOML, "singer-python==6.0"),
    ),
    violation(
        "C8302",
        NOTICE,
        "the lock of Pipenv",
        Whole(
            "/Pipfile.lock",
            '{\n  "_meta": {"pipfile-spec": 6},\n  "default": {\n    "hotglue-singer-sdk": {\n      "version": "==1.0"\n    }\n  },\n  "develop": {}\n}\n',
        ),
        at=("/Pipfile.lock", '"hotglue-singer-sdk"'),
    ),
    violation(
        "C8302",
        BEACON,
        "the lock of uv",
        Whole("/uv.lock", 'version = 1\n\n[[package]]\nname = "singer-python"\nversion = "6.0.0"\n'),
        at=("/uv.lock", 'name = "singer-python"'),
    ),
    violation(
        "C8302",
        SHELF,
        "a requirements file of developers, with a constraint file",
        Whole("/requirements-dev.txt", "-c constraints.txt\nflake8\nfa-singer-io==1.0\n"),
        Whole("/constraints.txt", "flake8==6.0\n"),
        at=("/requirements-dev.txt", "fa-singer-io"),
    ),
    # C8303 banned-singer-import
    violation(
        "C8303",
        CRATE,
        "everything, by a star",
        ("crate.py", "import threading\n", "import threading\nfrom singer_sdk.sinks import *\n"),
        at=("crate.py", "from singer_sdk.sinks import *"),
    ),
    violation(
        "C8303",
        COURIER,
        "one of several names, under an alias",
        ("delivery/service.py", "import json\n", "import json, hotglue_etl_sdk as etl\n"),
        at=("delivery/service.py", "hotglue_etl_sdk"),
    ),
    violation(
        "C8303",
        SHELF,
        "in the body of a class",
        (
            "sink.py",
            "    def __init__(self, connection",
            "    from singer_sdk import typing as th\n\n    def __init__(self, connection",
        ),
        at=("sink.py", "from singer_sdk import typing"),
    ),
    # C8304 wrong-singer-version
    violation(
        "C8304",
        CRATE,
        "in setup.py, for some Pythons",
        *_crate(
            "'c8connector'",
            "'pipelinewise-singer-python==1.3.0; python_version >= \"3.9\"'",
            "'prometheus-client==0.16.0'",
        ),
        at=("/setup.py", "pipelinewise-singer-python==1.3.0"),
    ),
    violation(
        "C8304",
        COURIER,
        "a release after it",
        (TOML, COURIER_SINGER, "  'pipelinewise-singer-python[extra] == 1.2.0.post1',\n"),
        at=(TOML, "1.2.0.post1"),
    ),
    violation(
        "C8304",
        SHELF,
        "excluded",
        (TOML, POETRY_SINGER, 'pipelinewise-singer-python = ">=1.1,!=1.2.0"'),
        at=(TOML, "!=1.2.0"),
    ),
    # C8305 outdated-c8connector
    violation(
        "C8305",
        SHELF,
        "each of several constraints",
        (
            TOML,
            POETRY_C8,
            'c8connector = [{ version = "0.0.28", python = "<3.10" }, { version = "0.0.31", python = ">=3.10" }]',
        ),
        at=(TOML, "c8connector = ["),
    ),
    violation(
        "C8305",
        CRATE,
        "a constant of setup.py",
        *_crate(
            "'c8connector==%s' % C8",
            "'pipelinewise-singer-python==1.2.0'",
            "'prometheus-client==0.16.0'",
            head="\nC8 = '0.0.24'\n",
        ),
        at=("/setup.py", "'c8connector==%s' % C8"),
    ),
    violation(
        "C8305",
        COURIER,
        "a wildcard",
        (TOML, COURIER_C8, "  'c8connector == 0.0.2.*',\n"),
        at=(TOML, "c8connector == 0.0.2.*"),
    ),
    # C8306 missing-dependency
    violation(
        "C8306",
        BEACON,
        "a name that is spelt otherwise",
        (TOML, '"c8connector >= 0.0.28"', '"c8-connector == 0.0.32"'),
        at=(TOML, ""),
    ),
    violation(
        "C8306",
        CRATE,
        "in a requirements file that the build does not read",
        (CFG, "    prometheus-client==0.16.0\n", ""),
        Whole(REQUIREMENTS, "c8connector>=0.0.32\npipelinewise-singer-python==1.2.0\nprometheus-client==0.16.0\n"),
        at=(CFG, ""),
    ),
    violation(
        "C8306",
        COURIER,
        "only for tests",
        (TOML, COURIER_CLIENT, ""),
        (TOML, 'test = ["pytest >= 7"]', 'test = ["pytest >= 7", "prometheus_client == 0.16.0"]'),
        at=(TOML, ""),
    ),
    violation(
        "C8306",
        NOTICE,
        "an import within a function",
        (
            "post.py",
            "    message = EmailMessage()\n",
            "    from singer import get_logger\n\n    get_logger().info(text)\n    message = EmailMessage()\n",
        ),
        at=(TOML, ""),
    ),
    # C8307 python-requirement
    violation(
        "C8307",
        SHELF,
        "any",
        (TOML, 'python = ">=3.9,<3.11"', 'python = "*"'),
        at=(TOML, 'python = "*"'),
        also=("C8308",),
    ),
    violation("C8307", CRATE, "none in setup.cfg", (CFG, "python_requires = >=3.9,<3.11\n", ""), at=(CFG, "")),
    violation(
        "C8307",
        COURIER,
        "any release of 3",
        (TOML, 'requires-python = ">=3.9, <3.11"', 'requires-python = "~=3.0"'),
        at=(TOML, "~=3.0"),
        also=("C8308",),
    ),
    # C8308 python-beyond-c8connector
    violation(
        "C8308",
        CRATE,
        "compatible with 3.9",
        (CFG, "python_requires = >=3.9,<3.11", "python_requires = ~=3.9"),
        at=(CFG, "~=3.9"),
    ),
    violation("C8308", SHELF, "3.11 alone", (TOML, 'python = ">=3.9,<3.11"', 'python = "~3.11"'), at=(TOML, "~3.11")),
    violation(
        "C8308",
        COURIER,
        "with a hole",
        (TOML, 'requires-python = ">=3.9, <3.11"', 'requires-python = ">=3.9, !=3.11.*, <3.13"'),
        at=(TOML, "!=3.11.*"),
    ),
    # C8309 direct-url-dependency
    violation(
        "C8309",
        COURIER,
        "c8connector by git",
        (TOML, COURIER_C8, "  'c8connector @ git+https://git.example/c8connector.git@main',\n"),
        at=(TOML, "c8connector @ git"),
    ),
    violation(
        "C8309",
        SHELF,
        "a table with an address",
        (TOML, POETRY_CLIENT, 'prometheus-client = { url = "https://files.example/prometheus_client-0.16.0.tar.gz" }'),
        at=(TOML, "prometheus-client = {"),
    ),
    violation(
        "C8309",
        CRATE,
        "an address of setup.py",
        *_crate(
            "'c8connector'",
            "'pipelinewise-singer-python==1.2.0'",
            "'prometheus-client @ file://' + PATH",
            head="\nPATH = '/opt/wheels/prometheus_client-0.16.0.whl'\n",
        ),
        at=("/setup.py", "'prometheus-client @ file://'"),
    ),
    violation(
        "C8309",
        NOTICE,
        "a wheel beside it, in a requirements file",
        Whole(REQUIREMENTS, "./wheels/mailer-1.0-py3-none-any.whl\n"),
        at=(REQUIREMENTS, "mailer-1.0"),
    ),
    # C8310 conflicting-declarations
    violation(
        "C8310",
        LEDGER,
        "the old and the new table of developers",
        (TOML, "[tool.poetry.scripts]", '[tool.poetry.dev-dependencies]\npytest = "^6.2"\n\n[tool.poetry.scripts]'),
        at=(TOML, 'pytest = "^6.2"'),
    ),
    violation(
        "C8310",
        BEACON,
        "by an included file",
        Whole(REQUIREMENTS, "-r base.txt\n"),
        Whole("/base.txt", "c8connector>=0.0.28\npipelinewise-singer-python==1.2.0\nprometheus-client==0.17.0\n"),
        at=("/base.txt", "prometheus-client==0.17.0"),
    ),
    violation(
        "C8310",
        COURIER,
        "one group, twice",
        (
            TOML,
            "[project.scripts]",
            '[dependency-groups]\nlint = [\n  "ruff==0.1.0",\n  "ruff==0.2.0",\n]\n\n[project.scripts]',
        ),
        at=(TOML, '"ruff==0.2.0"'),
    ),
    # C8311 tooling-in-runtime
    violation(
        "C8311",
        CRATE,
        "in setup.py",
        *_crate("'c8connector'", "'pipelinewise-singer-python==1.2.0'", "'prometheus-client==0.16.0'", "'pre-commit'"),
        at=("/setup.py", "'pre-commit'"),
    ),
    violation(
        "C8311",
        SHELF,
        "a table with extras",
        (TOML, POETRY_CLIENT, POETRY_CLIENT + '\ncoverage = { version = "7.2.0", extras = ["toml"] }'),
        at=(TOML, "coverage = "),
    ),
    violation(
        "C8311",
        COURIER,
        "for one system only",
        (TOML, COURIER_CLIENT, COURIER_CLIENT + "  'tox == 4.0.0; sys_platform == \"linux\"',\n"),
        at=(TOML, "tox == 4.0.0"),
    ),
    # C8312 dependency-not-listed
    violation(
        "C8312",
        SHELF,
        "a requirements file to deploy from",
        Whole(
            REQUIREMENTS,
            "c8connector>=0.0.32\npipelinewise-singer-python==1.2.0\nprometheus-client==0.16.0\npytz==2023.3\n",
        ),
        at=(REQUIREMENTS, "pytz==2023.3"),
    ),
    violation(
        "C8312",
        CRATE,
        "in setup.py",
        *_crate(
            "'c8connector'", "'pipelinewise-singer-python==1.2.0'", "'prometheus-client==0.16.0'", "'ujson==5.8.0'"
        ),
        at=("/setup.py", "'ujson==5.8.0'"),
    ),
    violation(
        "C8312",
        SHELF,
        "for one of the Pythons, in Poetry's table",
        (TOML, POETRY_CLIENT, POETRY_CLIENT + '\norjson = { version = "3.9.0", python = "3.9.*" }'),
        at=(TOML, "orjson"),
    ),
    # C8313 invalid-requirement
    violation(
        "C8313",
        COURIER,
        "a marker that nobody can read",
        (TOML, COURIER_CLIENT, "  'prometheus_client == 0.16.0; python_version => \"3.9\"',\n"),
        at=(TOML, "prometheus_client == 0.16.0"),
    ),
    violation(
        "C8313",
        SHELF,
        "a star in the midst",
        (TOML, POETRY_CLIENT, 'prometheus-client = "0.*.1"'),
        at=(TOML, "prometheus-client"),
    ),
    violation(
        "C8313",
        CRATE,
        "a bracket that is not closed, in setup.py",
        *_crate("'c8connector'", "'pipelinewise-singer-python==1.2.0'", "'prometheus-client[twisted==0.16.0'"),
        at=("/setup.py", "'prometheus-client[twisted"),
    ),
    violation(
        "C8313",
        NOTICE,
        "a requirements file, in the notation of Poetry",
        Whole(REQUIREMENTS, "c8connector>=0.0.30,<0.1\nrequests = ^2.31\n"),
        at=(REQUIREMENTS, "requests = ^2.31"),
    ),
    # C8314 undeclared-import
    violation(
        "C8314",
        SHELF,
        "in a try that catches something else",
        (
            "sink.py",
            "RESERVED_KEYS = [",
            "try:\n    import ujson\nexcept AttributeError:\n    raise\n\nRESERVED_KEYS = [",
        ),
        at=("sink.py", "import ujson"),
    ),
    violation(
        "C8314",
        CRATE,
        "in the body of a class",
        ("crate.py", "class Sink:\n", "class Sink:\n    from requests.adapters import HTTPAdapter as adapter\n\n"),
        at=("crate.py", "from requests.adapters"),
    ),
    violation(
        "C8314",
        COURIER,
        "in a module that the class is mixed from",
        ("__init__.py", "from .delivery import service\n", "from .delivery import service\nfrom .look import Look\n"),
        Whole("look.py", "import yaml\n\n\nclass Look:\n    def dump(self, value):\n        return yaml.dump(value)\n"),
        (
            "__init__.py",
            "class CourierConnector(c8connector.C8Connector):",
            "class CourierConnector(Look, c8connector.C8Connector):",
        ),
        at=("look.py", "import yaml"),
    ),
    violation(
        "C8314",
        PARCELS,
        "of a requirement for tests",
        ("scans.py", "import json\n", "import json\n\nimport pytest\n"),
        at=("scans.py", "import pytest"),
    ),
)
