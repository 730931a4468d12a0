"""Rewrites of the sources and of the integration that break no rule, in forms of which a checker may be afraid."""

from tests.connectors import files_of
from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Everywhere, Moved, Mutation, Whole, rewrite

LEDGER_LOOP = '            while candidate in result:\n                candidate = candidate + "_"\n'
LEDGER_NAMES = """\
    def name(self) -> str:
        \"\"\"Returns the name of the connector.\"\"\"
        return "Ledger"
"""
PARCELS_CONTEXT = '''\
@contextmanager
def count_errors(depot):
    """Counts (and lets pass) what goes wrong in the block."""
    try:
        yield
    except Exception:
        ingest_errors.labels(depot=depot).inc()
        raise
'''
PARCELS_READ = """\
        with metrics.count_errors(self.depot):
            return path, scans.read(path), datetime.now(pytz.utc)
"""
PARCELS_UNIQUE = """\
    while True:
        key += '_'
        if key not in record:
            return key
"""
PARCELS_RENAME = (
    "    return {(_unique(key, record) if key in reserved else key): value for key, value in record.items()}\n"
)
PARCELS_PUT = "singer.write_message(singer.RecordMessage(STREAM, value, time_extracted=extracted))"
BEACON_DECORATOR = """\
    def decorate(function: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        @functools.wraps(function)
        async def wrapper(*args: object, **kwargs: object) -> T:
            try:
                return await function(*args, **kwargs)
            except Exception:
                _errors.labels(step=step).inc()
                raise

        return wrapper

    return decorate
"""
BEACON_WRITE = (
    "        singer.write_record(constants.STREAM, report, time_extracted=dt.datetime.now(tz=dt.timezone.utc))\n"
)
NOTICE_CONFIG = "        return [mailbox, recipient, subject]"


def _text(connector: str, path: str) -> str:
    """Return a file of a conforming connector."""
    return dict(files_of(connector))[path].decode()


def _with_crlf(connector: str, path: str) -> Whole:
    return Whole(f"/{path}", _text(connector, path).replace("\n", "\r\n"))


def _with_bom(connector: str, path: str) -> Whole:
    return Whole(f"/{path}", b"\xef\xbb\xbf" + _text(connector, path).encode())


def _python_files(connector: str) -> tuple[str, ...]:
    return tuple(path for path, _ in files_of(connector) if path.endswith(".py"))


REWRITES: tuple[Mutation, ...] = (
    # How files are written
    *(
        rewrite(connector, "line ends of Windows", *(_with_crlf(connector, path) for path, _ in files_of(connector)))
        for connector in (LEDGER, BEACON, PARCELS, NOTICE)
    ),
    *(
        rewrite(connector, "byte order marks", *(_with_bom(connector, path) for path in _python_files(connector)))
        for connector in (LEDGER, BEACON, PARCELS, NOTICE)
    ),
    rewrite(LEDGER, "a byte order mark before the guide", _with_bom(LEDGER, "GETTING_STARTED.md")),
    rewrite(
        PARCELS,
        "Latin-1, as the first line tells",
        Whole(
            "utils.py",
            b"# -*- coding: latin-1 -*-\n# Schl\xfcssel\n"
            + _text(PARCELS, "macrometa_source_parcels/utils.py").encode(),
        ),
    ),
    rewrite(
        PARCELS,
        "an empty setup.cfg beside a full pyproject.toml",
        Whole("/setup.cfg", ""),
        Whole(
            "/pyproject.toml",
            '[build-system]\nrequires = ["setuptools>=61"]\nbuild-backend = "setuptools.build_meta"\n\n[project]\n'
            'name = "macrometa-source-parcels"\nversion = "0.3.0"\nrequires-python = ">=3.8.1,<3.11"\n'
            'dependencies = ["c8connector", "pipelinewise-singer-python==1.2", "prometheus-client==0.16.0"]\n'
            '[project.scripts]\nmacrometa-source-parcels = "macrometa_source_parcels:main"\n'
            '[tool.setuptools]\npackages = ["macrometa_source_parcels"]\n',
        ),
    ),
    rewrite(
        LEDGER,
        "more that lies at the root",
        Whole("/tests/__init__.py", ""),
        Whole(
            "/tests/test_ledger.py",
            "import pytest\nimport singer_sdk\nfrom prometheus_client import start_http_server\n\nstart_http_server(9999)\nprint('x')\n",
        ),
        Whole("/scripts/release.py", "import requests\n\nprint(requests)\n"),
        Whole("/CHANGELOG.md", "# TODO\n"),
        Whole("/tox.ini", "[tox]\n"),
    ),
    rewrite(
        NOTICE,
        "what builds leave behind",
        Whole("/macrometa_integration_notice.egg-info/PKG-INFO", "Name: other\n"),
        Whole("/macrometa_integration_notice.egg-info/requires.txt", "singer-sdk\n"),
        Whole("/build/lib/macrometa_integration_notice/__init__.py", "def broken(:\n"),
    ),
    rewrite(BEACON, "a type marker and data in the package", Whole("py.typed", ""), Whole("data/kinds.json", "{}")),
    # Declarations
    rewrite(
        LEDGER,
        "Poetry 2, with [project]",
        Whole(
            "/pyproject.toml",
            '[project]\nname = "macrometa-source-ledger"\nversion = "1.4.2"\nrequires-python = ">=3.8.1,<3.11"\n'
            'dependencies = [\n    "c8connector (>=0.0.32)",\n    "pipelinewise-singer-python (==1.2.0)",\n    "prometheus-client (==0.16.0)",\n]\n\n'
            '[project.scripts]\nmacrometa-source-ledger = "macrometa_source_ledger.main:main"\n\n'
            '[tool.poetry]\npackages = [{ include = "macrometa_source_ledger" }]\n\n'
            '[tool.poetry.group.dev.dependencies]\npytest = "^7.4"\n\n'
            '[build-system]\nrequires = ["poetry-core>=2.0"]\nbuild-backend = "poetry.core.masonry.api"\n',
        ),
    ),
    rewrite(
        LEDGER,
        "dotted keys and inline tables",
        (
            "/pyproject.toml",
            '[tool.poetry.group.dev.dependencies]\npytest = "^7.4"\npylint = "*"\n',
            '[tool.poetry.group]\ndev.dependencies = { pytest = "^7.4", pylint = "*" }\n',
        ),
    ),
    rewrite(
        PARCELS,
        "a setup.py that leaves all to setup.cfg",
        Whole("/setup.py", "from setuptools import setup\n\nsetup()\n"),
    ),
    rewrite(
        PARCELS,
        "names in other spellings",
        ("/setup.cfg", "    c8connector\n", "    C8Connector ; python_version >= '3.8'\n"),
        ("/setup.cfg", "    prometheus-client==0.16.0\n", "    Prometheus.Client == 0.16.0\n"),
        ("/setup.cfg", "    pipelinewise-singer-python==1.2.0\n", "    pipelinewise_singer_python===1.2.0\n"),
    ),
    rewrite(
        BEACON,
        "groups, and requirements of developers",
        (
            "/pyproject.toml",
            "[project.scripts]",
            '[dependency-groups]\nlint = ["ruff"]\ntest = [{ include-group = "lint" }, "pytest"]\n\n[project.scripts]',
        ),
        Whole("/requirements-dev.txt", "-r requirements.txt\npytest\n"),
        Whole(
            "/requirements.txt", "c8connector>=0.0.28\npipelinewise-singer-python==1.2.0\nprometheus-client==0.16.0\n"
        ),
    ),
    rewrite(
        LEDGER,
        "comments and texts that name what is banned",
        (
            "main.py",
            '"""Entry point of the workflow."""\n',
            '"""Entry point of the workflow.\n\nimport singer_sdk is what taps of Meltano do; start_http_server(9000) is what others do.\n"""\n',
        ),
        (
            "reserved.py",
            "RESERVED_KEYS = [",
            '# if record.get(key): record["_" + key] = record.pop(key)\nRESERVED_KEYS = [',
        ),
        ("/README.md", "Run it by hand:", "It does without `singer-sdk`. Run it by hand:"),
    ),
    # The class
    rewrite(
        LEDGER,
        "a decorator that notes the class",
        (
            "__init__.py",
            "class LedgerSourceConnector(C8Connector):",
            "def noted(cls):\n    logger.debug('%s', cls.__name__)\n    return cls\n\n\n@noted\nclass LedgerSourceConnector(C8Connector):",
        ),
    ),
    rewrite(
        LEDGER,
        "a constructor with defaults",
        (
            "__init__.py",
            LEDGER_NAMES,
            "    def __init__(self, samples=MAX_SAMPLES, **options):\n        super().__init__()\n        self.limit = samples\n        self.options = options\n\n"
            + LEDGER_NAMES,
        ),
        ("__init__.py", "client.rows(limit=MAX_SAMPLES)", "client.rows(limit=self.limit)"),
    ),
    rewrite(
        PARCELS,
        "methods of a base that is no connector",
        Whole(
            "named.py",
            "class Named:\n    TITLE = 'Parcels'\n\n    def name(self):\n        return self.TITLE\n\n    def capabilities(self):\n        return ['state']\n",
        ),
        (
            "__init__.py",
            "class ParcelsSource(c8connector.C8Connector):",
            "class ParcelsSource(Named, c8connector.C8Connector):",
        ),
        (
            "__init__.py",
            "from macrometa_source_parcels import scans\n",
            "from macrometa_source_parcels import scans\nfrom macrometa_source_parcels.named import Named\n",
        ),
        ("__init__.py", "    def name(self) -> str:\n        return 'Parcels'\n\n", ""),
        ("__init__.py", "    def capabilities(self) -> List[str]:\n        return ['state']\n\n", ""),
    ),
    rewrite(
        NOTICE,
        "parameters with defaults, and under other names",
        (
            "__init__.py",
            "    def validate(self, integration):\n        try:\n            Settings.of(integration)",
            "    def validate(self, given, strict=True):\n        try:\n            Settings.of(given)",
        ),
        ("__init__.py", "    def samples(self, integration):", "    def samples(self, *_):"),
    ),
    rewrite(
        NOTICE,
        "a generic base, which has no metaclass",
        (
            "__init__.py",
            "class NoticeIntegration(C8Connector):",
            'T = TypeVar("T")\n\n\nclass NoticeIntegration(C8Connector, Generic[T]):',
        ),
        (
            "__init__.py",
            "from c8connector import C8Connector",
            "from typing import Generic, TypeVar\n\nfrom c8connector import C8Connector",
        ),
    ),
    rewrite(
        BEACON,
        "a helper class that is no connector",
        ("interface/sampling.py", "KINDS = [", "class C8ConnectorError(Exception):\n    pass\n\n\nKINDS = ["),
    ),
    rewrite(
        LEDGER,
        "an import for types alone",
        ("client.py", "import sqlite3\n", "import sqlite3\nfrom typing import TYPE_CHECKING\n"),
        ("client.py", "TYPE_MAPPING = {", "if TYPE_CHECKING:\n    from requests import Session\n\nTYPE_MAPPING = {"),
    ),
    # Configuration
    rewrite(
        NOTICE,
        "a property that is hidden and not told",
        (
            "__init__.py",
            NOTICE_CONFIG,
            '        trace = ConfigProperty("trace_id", "Trace", ConfigAttributeType.HIDDEN, False, False, "")\n        return [mailbox, recipient, subject, trace]',
        ),
    ),
    rewrite(
        NOTICE,
        "words that hold the word token",
        (
            "__init__.py",
            NOTICE_CONFIG,
            '        size = ConfigProperty("tokenizer", "Subject", ConfigAttributeType.STRING, False, False, "Splits the subject.")\n        return [mailbox, recipient, subject, size]',
        ),
    ),
    rewrite(
        LEDGER,
        "an API key that is a password by its keyword",
        (
            "__init__.py",
            'ConfigProperty("password", "Ledger Password", ConfigAttributeType.PASSWORD, False, False,\n',
            'ConfigProperty("password", "Ledger Password", is_mandatory=False, is_dynamic=False,\n                           type=ConfigAttributeType.PASSWORD,\n',
        ),
    ),
    rewrite(
        PARCELS,
        "a generator behind list()",
        (
            "__init__.py",
            "        return [\n            ConfigProperty(name, title, kind, mandatory, False, text, default_value=default)\n            for name, (title, kind, mandatory, text, default) in PROPERTIES.items()\n        ]\n",
            "        return list(self._properties())\n\n    def _properties(self):\n        for name, row in PROPERTIES.items():\n            title, kind, mandatory, text, default = row\n            yield ConfigProperty(name, title, kind, mandatory, False, text, default_value=default)\n",
        ),
    ),
    rewrite(
        LEDGER,
        "the guide in capitals, with anchors",
        ("/GETTING_STARTED.md", "## Prerequisites", "## PREREQUISITES {#prerequisites}"),
        ("/GETTING_STARTED.md", "## Source configuration", "## <a name='cfg'></a>SOURCE CONFIGURATION"),
    ),
    rewrite(
        PARCELS,
        "placeholders in code, and HTML",
        (
            "/GETTING_STARTED.md",
            "Add the connector to a workflow",
            "Run `{connector} --config <file>`<br>\n\n<!-- TODO: pictures -->\n\n```\n<your depot> TBD\n```\n\nAdd the connector to a workflow",
        ),
    ),
    # Reserved keys
    rewrite(
        LEDGER,
        "counted underscores",
        (
            "reserved.py",
            LEDGER_LOOP,
            '            count = 1\n            while key + "_" * count in result:\n                count += 1\n            candidate = key + "_" * count\n',
        ),
    ),
    rewrite(
        LEDGER,
        "the first that is free, from a generator",
        (
            "reserved.py",
            LEDGER_LOOP,
            '            candidate = next(name for name in (key + "_" * n for n in count(1)) if name not in result)\n',
        ),
        ("reserved.py", "RESERVED_KEYS = [", "from itertools import count\n\nRESERVED_KEYS = ["),
    ),
    rewrite(
        PARCELS,
        "the renaming as a class",
        Whole(
            "utils.py",
            "RESERVED = ['_key', '_id', '_rev']\n\n\nclass Renamer:\n    def __init__(self, record, reserved):\n        self.record = record\n        self.reserved = reserved\n\n"
            "    def unique(self, key):\n        while key in self.record:\n            key = f'{key}_'\n        return key\n\n"
            "    def run(self):\n        return {self.unique(k) if k in self.reserved else k: v for k, v in self.record.items()}\n\n\n"
            "def rename_keys(record, reserved):\n    return Renamer(record, reserved).run()\n",
        ),
    ),
    rewrite(
        PARCELS,
        "partial and map in the callers",
        (
            "__init__.py",
            "        data = [rename_keys(scan, reserved) for scan in self._some(integration)]\n        return [Sample(",
            "        data = list(map(partial(rename_keys, reserved=reserved), self._some(integration)))\n        return [Sample(",
        ),
        (
            "__init__.py",
            "from typing import Dict, List\n",
            "from functools import partial\nfrom typing import Dict, List\n",
        ),
    ),
    rewrite(
        BEACON,
        "the names in front of the record",
        ("keys.py", '    longer = f"{name}_"\n', '    longer = "_" + name\n'),
    ),
    rewrite(
        BEACON,
        "walrus and while",
        (
            "keys.py",
            '    longer = f"{name}_"\n    return free_name(longer, taken) if longer in taken else longer\n',
            '    while (name := f"{name}_") in taken:\n        pass\n    return name\n',
        ),
    ),
    rewrite(
        LEDGER,
        "values of None are told apart by a sentinel",
        (
            "reserved.py",
            "        if key in result:\n",
            "        value = result.get(key, MISSING)\n        if value is not MISSING:\n",
        ),
        ("reserved.py", "RESERVED_KEYS = [", "MISSING = object()\nRESERVED_KEYS = ["),
    ),
    rewrite(
        LEDGER,
        "a truth test that decides something else",
        (
            "client.py",
            "            yield dict(row)\n",
            "            row = dict(row)\n            if row.get('note'):\n                row['note'] = row['note'].strip()\n            yield row\n",
        ),
    ),
    # Metrics
    rewrite(
        LEDGER,
        "the monitor made by a factory",
        ("main.py", "monitor = Monitor()\n", "def _monitor():\n    return Monitor()\n\n\nmonitor = _monitor()\n"),
    ),
    rewrite(
        LEDGER,
        "the port as a member of an enumeration",
        ("monitoring.py", "class Monitor:", "class Port(enum.IntEnum):\n    SOURCE = 8000\n\n\nclass Monitor:"),
        ("monitoring.py", "start_http_server(8000,", "start_http_server(Port.SOURCE.value,"),
        ("monitoring.py", "import os\n", "import enum\nimport os\n"),
    ),
    rewrite(
        LEDGER,
        "a dataclass of metrics",
        Whole(
            "monitoring.py",
            "from dataclasses import dataclass, field\n\nfrom prometheus_client import CollectorRegistry, Counter, start_http_server\n\nREGISTRY = CollectorRegistry()\n\n\n"
            "def _errors():\n    return Counter('ingest_errors', 'Errors', registry=REGISTRY)\n\n\n"
            "@dataclass\nclass Monitor:\n    ingest_errors: Counter = field(default_factory=_errors)\n    port: int = 8000\n\n"
            "    def expose(self):\n        start_http_server(self.port, registry=REGISTRY)\n\n    def error(self):\n        self.ingest_errors.inc()\n",
        ),
    ),
    rewrite(
        LEDGER,
        "an error hook of the interpreter besides",
        (
            "main.py",
            "    monitor.expose()\n",
            "    monitor.expose()\n    sys.excepthook = lambda *error: monitor.error()\n",
        ),
    ),
    rewrite(
        PARCELS,
        "the counter in an ExitStack",
        (
            "main.py",
            PARCELS_READ,
            "        with ExitStack() as stack:\n            stack.enter_context(metrics.count_errors(self.depot))\n            return path, scans.read(path), datetime.now(pytz.utc)\n",
        ),
        (
            "main.py",
            "from concurrent.futures import",
            "from contextlib import ExitStack\nfrom concurrent.futures import",
        ),
    ),
    rewrite(
        PARCELS,
        "try and except in place of the context",
        ("metrics.py", PARCELS_CONTEXT, "def failed(depot):\n    ingest_errors.labels(depot).inc(1)\n"),
        ("metrics.py", "from contextlib import contextmanager\n\n", ""),
        (
            "main.py",
            PARCELS_READ,
            "        try:\n            return path, scans.read(path), datetime.now(pytz.utc)\n        except (OSError, ValueError):\n            metrics.failed(self.depot)\n            raise\n",
        ),
    ),
    rewrite(
        PARCELS,
        "a WSGI server",
        (
            "metrics.py",
            "import Counter, start_http_server\n",
            "import Counter, start_wsgi_server as start_http_server\n",
        ),
    ),
    rewrite(
        PARCELS,
        "metrics of its own, and a Counter of collections",
        (
            "metrics.py",
            "\n\ndef start():",
            "\nscans_read = Counter('parcels_scans_read', 'Scans')\nduration = Histogram('parcels_duration_seconds', 'Seconds')\n\n\ndef start():",
        ),
        ("metrics.py", "import Counter, start", "import Counter, Histogram, start"),
        ("scans.py", "import glob\n", "import collections\nimport glob\n"),
        ("scans.py", "def files(", "ingest_lag = collections.Counter()\n\n\ndef files("),
    ),
    rewrite(
        BEACON,
        "the decorator as a class",
        (
            "observability/errors.py",
            BEACON_DECORATOR,
            "    return functools.partial(Counted, step)\n\n\nclass Counted:\n    def __init__(self, step, function):\n        self.step = step\n        self.function = function\n\n"
            "    async def __call__(self, *args, **kwargs):\n        try:\n            return await self.function(*args, **kwargs)\n        except Exception:\n            _errors.labels(step=self.step).inc()\n            raise\n",
        ),
    ),
    rewrite(
        BEACON,
        "a task group for the server and the run",
        ("main.py", "    serve()\n    asyncio.run(sync(args.config, args.state))\n", "    asyncio.run(_main(args))\n"),
        (
            "main.py",
            "def main() -> None:",
            "async def _main(args) -> None:\n    await asyncio.get_running_loop().run_in_executor(None, serve)\n    await asyncio.gather(sync(args.config, args.state))\n\n\ndef main() -> None:",
        ),
    ),
    rewrite(
        BEACON,
        "a package that starts with the module",
        Whole("__main__.py", "from .main import main\n\nmain()\n"),
    ),
    # Records and state
    rewrite(
        BEACON,
        "keyword arguments from a dict",
        (
            "main.py",
            BEACON_WRITE,
            '        extra = {"time_extracted": dt.datetime.now(tz=dt.timezone.utc)}\n        singer.write_record(constants.STREAM, report, **extra)\n',
        ),
    ),
    rewrite(
        BEACON,
        "an own writer around the library's",
        ("main.py", BEACON_WRITE, "        put(report)\n"),
        (
            "main.py",
            '@counted("emit")',
            'def put(record, stream=constants.STREAM, *, at=None):\n    singer.write_record(stream, record, time_extracted=at or singer.utils.now())\n\n\n@counted("emit")',
        ),
    ),
    rewrite(
        PARCELS,
        "the time as the writer gets it",
        ("main.py", PARCELS_PUT, "self.put(singer.RecordMessage(STREAM, value, None, extracted.astimezone(pytz.utc)))"),
        (
            "main.py",
            "    def run(self):\n",
            "    def put(self, message):\n        singer.write_message(message)\n\n    def run(self):\n",
        ),
    ),
    rewrite(
        LEDGER,
        "words on standard error",
        (
            "main.py",
            "    monitor.expose()\n",
            '    monitor.expose()\n    print("reading", args.config["table"], file=sys.stderr)\n    sys.stderr.write("...\\n")\n',
        ),
    ),
    rewrite(
        LEDGER,
        "state by the other writer",
        (
            "main.py",
            "        singer.write_message(singer.StateMessage(value=state))\n\n\ndef main",
            "        singer.write_state(state)\n\n\ndef main",
        ),
        ("__init__.py", 'return ["catalog", "discover", "state"]', 'return ["state"] + ["catalog", "discover"]'),
    ),
    # All together
    rewrite(
        LEDGER,
        "modules in nested packages",
        Moved("client.py", "store/reading/client.py"),
        Whole("store/__init__.py", "from .reading import *  # noqa: F403\n"),
        Whole(
            "store/reading/__init__.py",
            '__all__ = ["JSON_TYPES", "LedgerClient", "LedgerError"]\nfrom .client import JSON_TYPES, LedgerClient, LedgerError\n',
        ),
        ("__init__.py", "from macrometa_source_ledger.client import", "from .store import"),
        ("main.py", "from macrometa_source_ledger.client import", "from .store import"),
    ),
    rewrite(
        LEDGER,
        "main in __init__, main.py imports it",
        Moved("main.py", "app.py"),
        Whole("main.py", "from macrometa_source_ledger import main\n\nif __name__ == '__main__':\n    main()\n"),
        (
            "__init__.py",
            "from macrometa_source_ledger.reserved",
            "from macrometa_source_ledger.app import main\nfrom macrometa_source_ledger.reserved",
        ),
        ("/pyproject.toml", "macrometa_source_ledger.main:main", "macrometa_source_ledger:main"),
    ),
    rewrite(
        BEACON,
        "another name altogether",
        Everywhere("beacon", "lantern"),
        Everywhere("Beacon", "Lantern"),
        Moved("", "/macrometa_source_lantern"),
    ),
    rewrite(
        NOTICE,
        "a name of several words",
        Everywhere("integration-notice", "integration-mail-notice-2"),
        Everywhere("integration_notice", "integration_mail_notice_2"),
        Moved("", "/macrometa_integration_mail_notice_2"),
    ),
)
