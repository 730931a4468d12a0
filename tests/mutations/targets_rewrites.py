"""Rewrites of the conforming targets that break no rule."""

from collections.abc import Iterator

from tests.mutations.changes import COURIER, CRATE, SHELF, Everywhere, Mutation, rewrite
from tests.mutations.targets_keys import (
    COURIER_EXEMPT,
    COURIER_RECURSION,
    COURIER_RENAME,
    CRATE_LOOP,
    CRATE_RENAME,
    SHELF_LOOP,
    SHELF_RENAME,
    SHELF_SKIP,
)
from tests.mutations.targets_lag import (
    COURIER_AGE,
    COURIER_NOW,
    COURIER_OBSERVE,
    COURIER_STATE,
    CRATE_LAG,
    CRATE_STATE,
    SHELF_APPEND,
    SHELF_LAG,
    SHELF_WRITE,
)
from tests.mutations.targets_metrics import (
    COURIER_CATCH,
    COURIER_START,
    CRATE_EXIT,
    CRATE_SERVE,
    SHELF_COUNT,
    SHELF_ERRORS,
    SHELF_START,
)

CRATE_SET = '                METRICS["lag"].set((datetime.now(timezone.utc) - extracted).total_seconds())\n'


def rewrites() -> Iterator[Mutation]:
    """Yield targets that obey every rule in another way."""
    yield from _of_texts()
    yield from _of_imports()
    yield from _of_keys()
    yield from _of_metrics()
    yield from _of_lag()
    yield from _of_state()


def _of_texts() -> Iterator[Mutation]:
    for connector in (SHELF, COURIER, CRATE):
        yield rewrite(connector, "lines that end as on Windows", Everywhere("\n", "\r\n"))
    yield rewrite(SHELF, "a mark before the text", ("main.py", '"""Reads', '\ufeff"""Reads'))
    yield rewrite(
        COURIER,
        "the other quotes",
        ("constants.py", "'export_errors'", '"""export_errors"""'),
        ("constants.py", "'export_lag'", '"export" "_lag"'),
        ("delivery/pipeline.py", "if 'time_extracted' in message:", 'if r"time_extracted" in message:'),
    )
    yield rewrite(
        CRATE,
        "tabs",
        ("monitoring.py", "    start_http_server(port)", "\tstart_http_server(port)"),
        ("monitoring.py", '    """Serve', '\t"""Serve'),
    )


def _of_imports() -> Iterator[Mutation]:
    yield rewrite(
        SHELF,
        "the library under another name",
        ("main.py", "from prometheus_client import start_http_server\n", "import prometheus_client as prom\n"),
        ("main.py", "    start_http_server(8001)", "    prom.start_http_server(8001)"),
    )
    yield rewrite(
        SHELF,
        "an import within main",
        ("main.py", "from prometheus_client import start_http_server\n", ""),
        (
            "main.py",
            SHELF_START,
            "    from prometheus_client import start_http_server as serve\n\n    serve(port=8001)\n",
        ),
    )
    yield rewrite(
        SHELF,
        "helpers through the module",
        (
            "main.py",
            "from macrometa_target_shelf.metrics import count_error, observe_lag\n",
            "from macrometa_target_shelf import metrics\n",
        ),
        ("main.py", "            observe_lag(config", "            metrics.observe_lag(config"),
        ("main.py", "        count_error(config", "        metrics.count_error(config"),
    )
    yield rewrite(
        SHELF,
        "keys in a module of their own",
        (
            "sink.py",
            'RESERVED_KEYS = ["_key", "rowid", "oid"]\n',
            "from macrometa_target_shelf.names import RESERVED_KEYS\n",
        ),
        ("names.py", "", 'PRIMARY = "_key"\nROW_NUMBERS = ("rowid", "oid")\nRESERVED_KEYS = [PRIMARY, *ROW_NUMBERS]\n'),
    )
    yield rewrite(
        COURIER,
        "constants in a class",
        (
            "constants.py",
            "METRICS_PORT = 8001\n",
            "class Ports:\n    METRICS = 8001\n\n\nMETRICS_PORT = Ports.METRICS\n",
        ),
    )
    yield rewrite(
        COURIER,
        "the port in an enum",
        ("constants.py", "METRICS_PORT = 8001\n", "class Port(IntEnum):\n    METRICS = 8001\n\n\n"),
        ("constants.py", "DISTRIBUTION =", "from enum import IntEnum\n\nDISTRIBUTION ="),
        ("telemetry.py", "LAG_BUCKETS, METRICS_PORT", "LAG_BUCKETS, Port"),
        ("telemetry.py", "start_http_server(METRICS_PORT,", "start_http_server(Port.METRICS.value,"),
    )
    yield rewrite(
        COURIER,
        "a nested package more",
        (
            "delivery/pipeline.py",
            "from .names import without_reserved_names",
            "from .naming.rules import without_reserved_names",
        ),
        ("delivery/naming/__init__.py", "", '"""Names."""\n'),
        (
            "delivery/naming/rules.py",
            "",
            "from ..names import without_reserved_names as _inner\n\n\ndef without_reserved_names(document, key_properties):\n    return _inner(document, key_properties)\n",
        ),
    )
    yield rewrite(
        COURIER,
        "names that are banned in comments and texts",
        (
            "main.py",
            '"""The command line."""',
            '"""The command line. It does without singer_sdk and datetime.utcnow()."""\n# import singer_sdk; start_http_server(8000); print("no")',
        ),
        (
            "constants.py",
            "DISTRIBUTION =",
            "NOTE = 'exported_documents are counted by macrometa-source-collection, on port 8000'\nDISTRIBUTION =",
        ),
    )
    yield rewrite(
        CRATE,
        "another mixin order by an own base",
        ("__init__.py", "class TargetMixin:\n", "class Answers:\n    pass\n\n\nclass TargetMixin(Answers):\n"),
    )
    yield rewrite(
        CRATE,
        "a version constant",
        ("__init__.py", 'return "2.0.0"', "return VERSION"),
        ("__init__.py", "\n\nclass TargetMixin", '\nVERSION = "2." + "0.0"\n\n\nclass TargetMixin'),
    )
    yield rewrite(
        CRATE,
        "main in __init__.py",
        (
            "__init__.py",
            "class TargetMixin:",
            "def main():\n    from macrometa_target_crate.main import main as run\n\n    run()\n\n\nclass TargetMixin:",
        ),
        ("/setup.cfg", "macrometa_target_crate.main:main", "macrometa_target_crate:main"),
    )


def _of_keys() -> Iterator[Mutation]:
    yield rewrite(
        SHELF,
        "a helper that makes the key",
        ("sink.py", SHELF_LOOP, "                new_key = free_key(key, renamed)\n"),
        (
            "sink.py",
            "def quoted(name",
            "def free_key(key: str, taken: dict) -> str:\n    while True:\n        key += '_'\n        if key not in taken:\n            return key\n\n\ndef quoted(name",
        ),
    )
    yield rewrite(
        SHELF,
        "walrus",
        (
            "sink.py",
            SHELF_LOOP,
            '                new_key = key\n                while (new_key := new_key + "_") in renamed:\n                    pass\n',
        ),
    )
    yield rewrite(
        SHELF,
        "in front",
        ("sink.py", SHELF_LOOP, SHELF_LOOP.replace('f"{key}_"', '"_" + key').replace('f"{new_key}_"', '"_" + new_key')),
    )
    yield rewrite(
        SHELF,
        "a list without the primary key",
        (
            "sink.py",
            "        for key in RESERVED_KEYS:\n" + SHELF_SKIP,
            "        for key in [k for k in RESERVED_KEYS if k not in self.key_properties]:\n",
        ),
    )
    yield rewrite(
        SHELF,
        "all in one dict",
        (
            "sink.py",
            SHELF_RENAME,
            """        renamed: dict[str, Any] = {}
        for key, value in record.items():
            if key in RESERVED_KEYS and not (key == "_key" and "_key" in self.key_properties):
                new_key = "{}_".format(key)
                while new_key in record or new_key in renamed:
                    new_key = "{}_".format(new_key)
                key = new_key
            renamed[key] = value
        return renamed
""",
        ),
    )
    yield rewrite(
        SHELF,
        "a counter of underscores",
        (
            "sink.py",
            SHELF_LOOP,
            '                number = 1\n                while (new_key := key + "_" * number) in renamed:\n                    number += 1\n',
        ),
    )
    yield rewrite(
        SHELF,
        "next of a generator",
        (
            "sink.py",
            SHELF_LOOP,
            '                new_key = next(name for n in count(1) if (name := key + "_" * n) not in renamed)\n',
        ),
        ("sink.py", "import sqlite3\n", "import sqlite3\nfrom itertools import count\n"),
    )
    yield rewrite(
        SHELF,
        "a falsy value is asked for elsewhere",
        (
            "sink.py",
            "                renamed[new_key] = renamed.pop(key)\n",
            "                renamed[new_key] = renamed.pop(key)\n                if not renamed[new_key]:\n                    self.empty = True\n",
        ),
    )
    yield rewrite(
        COURIER,
        "a loop in place of the recursion",
        (
            "delivery/names.py",
            COURIER_RECURSION,
            "    while name in taken:\n        name = f'{name}_'\n    return name\n",
        ),
    )
    yield rewrite(
        COURIER,
        "a difference",
        ("delivery/names.py", COURIER_EXEMPT, "    reserved -= {KEY} & set(key_properties)\n"),
        undecided=("C8607", "C8609"),
    )
    yield rewrite(
        COURIER,
        "a conditional expression",
        (
            "delivery/names.py",
            "    reserved = {key for key in RESERVED_KEYS if key}\n" + COURIER_EXEMPT,
            "    reserved = set(RESERVED_KEYS[1:-1]) if KEY in key_properties else set(RESERVED_KEYS[1:])\n",
        ),
    )
    yield rewrite(
        COURIER,
        "a sentinel",
        (
            "delivery/names.py",
            COURIER_RENAME,
            "    for name in reserved:\n        value = result.pop(name, MISSING)\n        if value is not MISSING:\n            result[free_name(name + '_', {*document, *result})] = value\n",
        ),
        ("delivery/names.py", "def free_name(", "MISSING = object()\n\n\ndef free_name("),
    )
    yield rewrite(
        COURIER,
        "renaming by partial",
        (
            "delivery/pipeline.py",
            "document = without_reserved_names(message['record'], self.key_properties.get(stream, ()))",
            "rename = partial(without_reserved_names, key_properties=self.key_properties.get(stream, ()))\n        document = rename(message['record'])",
        ),
    )
    yield rewrite(
        CRATE,
        "the helper as a function",
        (
            "crate.py",
            "class RenamingMixin:",
            "def until_free(key, *taken):\n    return until_free(key + '_', *taken) if any(key in one for one in taken) else key\n\n\nclass RenamingMixin:",
        ),
        (
            "crate.py",
            '                key += "_"\n' + CRATE_LOOP,
            '                key = until_free(key + "_", mapping, copy)\n',
        ),
    )
    yield rewrite(
        CRATE,
        "the loop in pieces",
        (
            "crate.py",
            CRATE_RENAME,
            """            if key not in RESERVED:
                copy[key] = value
                continue
            name = key
            while True:
                name = name + "_"
                if name not in mapping and name not in copy:
                    break
            copy[name] = value
""",
        ),
    )


def _of_metrics() -> Iterator[Mutation]:
    yield rewrite(
        SHELF,
        "labels held in a dict",
        ("metrics.py", SHELF_COUNT, '    export_errors.labels(**{"region": region, "stream": stream}).inc(1)\n'),
    )
    yield rewrite(
        SHELF, "labels by a list", ("metrics.py", SHELF_COUNT, "    export_errors.labels(*[region, stream]).inc()\n")
    )
    yield rewrite(
        SHELF,
        "a name with _total",
        ("metrics.py", SHELF_ERRORS, SHELF_ERRORS.replace('"export_errors"', '"export_errors_total"')),
    )
    yield rewrite(
        SHELF,
        "a subsystem",
        (
            "metrics.py",
            SHELF_ERRORS,
            SHELF_ERRORS.replace('"export_errors"', '"errors"').replace("LABELS)", 'LABELS, namespace="export")'),
        ),
    )
    yield rewrite(
        SHELF,
        "a finally with a flag",
        (
            "main.py",
            '    except Exception as error:\n        LOGGER.error("The export failed: %s", error)\n        count_error(config.get("region", "global"), stream)\n        raise\n',
            '        done = True\n    finally:\n        if not done:\n            count_error(config.get("region", "global"), stream)\n',
        ),
        ("main.py", '    stream = ""\n', '    stream = ""\n    done = False\n'),
    )
    yield rewrite(
        SHELF,
        "the server in a thread",
        ("main.py", SHELF_START, "    threading.Thread(target=start_http_server, args=(8001,), daemon=True).start()\n"),
        ("main.py", "import sys\n", "import sys\nimport threading\n"),
    )
    yield rewrite(
        COURIER,
        "class attributes in place of a dataclass",
        (
            "telemetry.py",
            '''    registry: CollectorRegistry
    errors: Counter
    lag: Histogram

    @classmethod
    def create(cls) -> 'Telemetry':
        """Return the metrics in a new registry."""
        registry = CollectorRegistry(auto_describe=True)
        return cls(
            registry=registry,
            errors=Counter(EXPORT_ERRORS, 'Total number of errors while exporting', registry=registry),
            lag=Histogram(EXPORT_LAG, 'Seconds from extraction to export', buckets=LAG_BUCKETS, registry=registry),
        )
''',
            """    registry = CollectorRegistry(auto_describe=True)
    errors = Counter(EXPORT_ERRORS, 'Total number of errors while exporting', registry=registry)
    lag = Histogram(EXPORT_LAG, 'Seconds from extraction to export', buckets=LAG_BUCKETS, registry=registry)
""",
        ),
        ("telemetry.py", "TELEMETRY = Telemetry.create()", "TELEMETRY = Telemetry()"),
        ("telemetry.py", "@dataclass(frozen=True)\n", ""),
        ("telemetry.py", "from dataclasses import dataclass\n", ""),
    )
    yield rewrite(
        COURIER,
        "attributes that __init__ sets",
        (
            "telemetry.py",
            '''    registry: CollectorRegistry
    errors: Counter
    lag: Histogram

    @classmethod
    def create(cls) -> 'Telemetry':
        """Return the metrics in a new registry."""
        registry = CollectorRegistry(auto_describe=True)
        return cls(
            registry=registry,
            errors=Counter(EXPORT_ERRORS, 'Total number of errors while exporting', registry=registry),
            lag=Histogram(EXPORT_LAG, 'Seconds from extraction to export', buckets=LAG_BUCKETS, registry=registry),
        )
''',
            """    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.errors = Counter(EXPORT_ERRORS, 'Total number of errors while exporting', registry=registry)
        self.lag = Histogram(EXPORT_LAG, 'Seconds from extraction to export', buckets=LAG_BUCKETS, registry=registry)
""",
        ),
        ("telemetry.py", "TELEMETRY = Telemetry.create()", "TELEMETRY = Telemetry(CollectorRegistry())"),
        ("telemetry.py", "@dataclass(frozen=True)\n", ""),
        ("telemetry.py", "from dataclasses import dataclass\n", ""),
    )
    yield rewrite(
        COURIER,
        "count_exceptions",
        (
            "telemetry.py",
            COURIER_CATCH,
            "        with TELEMETRY.errors.count_exceptions():\n            return await function(*args, **kwargs)\n",
        ),
    )
    yield rewrite(
        COURIER,
        "the server's arguments by keyword",
        (
            "telemetry.py",
            COURIER_START,
            "        start_http_server(addr='0.0.0.0', registry=self.registry, port=METRICS_PORT)\n",
        ),
    )
    yield rewrite(
        COURIER,
        "results of gather looked through",
        ("telemetry.py", COURIER_CATCH, "        return await function(*args, **kwargs)\n"),
        (
            "delivery/pipeline.py",
            "        await asyncio.gather(*tasks)\n",
            "        for result in await asyncio.gather(*tasks, return_exceptions=True):\n            if isinstance(result, Exception):\n                TELEMETRY.errors.inc()\n                raise result\n",
        ),
    )
    yield rewrite(
        CRATE,
        "a generator as context manager",
        (
            "monitoring.py",
            '''class ErrorWatch:
    """Counts the errors that leave the block."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
'''
            + CRATE_EXIT
            + "        return False\n",
            '''@contextlib.contextmanager
def ErrorWatch():
    """Count the errors that leave the block."""
    try:
        yield
    except BaseException:
        METRICS["errors"].inc()
        raise
''',
        ),
        ("monitoring.py", "from prometheus_client", "import contextlib\n\nfrom prometheus_client"),
    )
    yield rewrite(
        CRATE,
        "the default of the environment",
        (
            "monitoring.py",
            CRATE_SERVE,
            'def serve():\n    """Serve the metrics."""\n    start_http_server(int(os.environ.get("METRICS_PORT", 8001)))\n',
        ),
        ("monitoring.py", "from prometheus_client", "import os\n\nfrom prometheus_client"),
    )
    yield rewrite(
        CRATE,
        "metrics from a table",
        (
            "monitoring.py",
            """    return {
        "errors": Counter(prefix + "_errors", "Errors while exporting"),
        "lag": Gauge(prefix + "_lag", "Seconds between extraction and export"),
    }
""",
            """    kinds = {"errors": Counter, "lag": Gauge}
    return {name: kind(f"{prefix}_{name}", "See the guide") for name, kind in kinds.items()}
""",
        ),
    )
    yield rewrite(
        CRATE,
        "metrics that are made when first asked for",
        ("monitoring.py", "def make_metrics(", "@functools.lru_cache(maxsize=None)\ndef make_metrics("),
        ("monitoring.py", "from prometheus_client", "import functools\n\nfrom prometheus_client"),
    )


def _of_lag() -> Iterator[Mutation]:
    yield rewrite(
        SHELF,
        "division by a timedelta",
        ("metrics.py", "lag.total_seconds()", "lag / timedelta(seconds=1)"),
        ("metrics.py", "import datetime, timezone", "import datetime, timedelta, timezone"),
    )
    yield rewrite(SHELF, "never below zero", ("metrics.py", "lag.total_seconds()", "max(0.0, lag.total_seconds())"))
    yield rewrite(
        SHELF,
        "timestamps",
        ("metrics.py", SHELF_LAG, "    lag = time.time() - ensure_datetime(time_extracted).timestamp()\n"),
        ("metrics.py", "lag.total_seconds()", "lag"),
        ("metrics.py", "from datetime import datetime, timezone\n", "import time\n"),
    )
    yield rewrite(
        SHELF,
        "the zone in two steps",
        (
            "metrics.py",
            SHELF_LAG,
            "    now = datetime.utcnow()\n    now = now.replace(tzinfo=timezone.utc)\n    lag = now - ensure_datetime(time_extracted)\n",
        ),
    )
    yield rewrite(SHELF, "the newest of the batch", ("main.py", "times[stream][-1])", "max(times[stream]))"))
    yield rewrite(
        SHELF,
        "a tuple with the record",
        (
            "main.py",
            SHELF_APPEND,
            "                times[stream] += [t for t in [message.get('time_extracted')] if t]\n",
        ),
    )
    yield rewrite(
        SHELF,
        "singer's parser",
        (
            "main.py",
            "            message = json.loads(line)\n",
            "            message = singer.parse_message(line).asdict()\n",
        ),
    )
    yield rewrite(
        COURIER,
        "singer's clock",
        ("delivery/pipeline.py", COURIER_NOW, "    return utils.now()\n"),
        (
            "delivery/pipeline.py",
            "from singer.utils import strptime_to_utc\n",
            "from singer import utils\nfrom singer.utils import strptime_to_utc\n",
        ),
        ("delivery/pipeline.py", "from datetime import datetime, timezone\n", "from datetime import datetime\n"),
    )
    yield rewrite(
        COURIER,
        "fromisoformat",
        (
            "delivery/pipeline.py",
            COURIER_AGE,
            "            age = now() - datetime.fromisoformat(message['time_extracted'].replace('Z', '+00:00'))\n",
        ),
        ("delivery/pipeline.py", "from singer.utils import strptime_to_utc\n\n", ""),
    )
    yield rewrite(
        COURIER,
        "walrus",
        (
            "delivery/pipeline.py",
            "        if 'time_extracted' in message:\n" + COURIER_AGE + COURIER_OBSERVE,
            "        if (extracted := message.get('time_extracted')) is not None:\n            TELEMETRY.lag.observe((now() - strptime_to_utc(extracted)).total_seconds())\n",
        ),
    )
    yield rewrite(
        COURIER,
        "a naive time for the log",
        ("delivery/pipeline.py", COURIER_AGE, COURIER_AGE + "            logging.info('at %s', datetime.now())\n"),
        ("delivery/pipeline.py", "import json\n", "import json\nimport logging\n"),
    )
    yield rewrite(
        COURIER,
        "a helper in another module",
        (
            "delivery/pipeline.py",
            "        if 'time_extracted' in message:\n" + COURIER_AGE + COURIER_OBSERVE,
            "        if 'time_extracted' in message:\n            observe_age(message)\n",
        ),
        (
            "telemetry.py",
            "def counts_errors(",
            'def observe_age(message: dict) -> None:\n    """Note how old a document is."""\n    extracted = strptime_to_utc(message[\'time_extracted\'])\n    TELEMETRY.lag.observe((datetime.now(timezone.utc) - extracted).total_seconds())\n\n\ndef counts_errors(',
        ),
        (
            "telemetry.py",
            "from dataclasses import dataclass\n",
            "from dataclasses import dataclass\nfrom datetime import datetime, timezone\n",
        ),
        ("telemetry.py", "from .constants", "from singer.utils import strptime_to_utc\n\nfrom .constants"),
        ("delivery/pipeline.py", "import TELEMETRY, counts_errors", "import counts_errors, observe_age"),
    )
    yield rewrite(
        CRATE,
        "pieces of a difference put together",
        (
            "workers.py",
            CRATE_SET,
            '                lag = datetime.now(timezone.utc) - extracted\n                METRICS["lag"].set(lag.days * 86400 + lag.seconds + lag.microseconds / 1e6)\n',
        ),
    )
    yield rewrite(
        CRATE,
        "UTC by an alias",
        ("workers.py", "from datetime import datetime, timezone\n", "import datetime as dt\n"),
        ("workers.py", "datetime.now(timezone.utc)", "dt.datetime.now(dt.timezone.utc)"),
    )
    yield rewrite(
        CRATE,
        "pytz",
        ("workers.py", "from datetime import datetime, timezone\n", "from datetime import datetime\n"),
        (
            "workers.py",
            "datetime.now(timezone.utc)",
            "datetime.utcnow().astimezone(pytz.UTC)" if False else "datetime.now(pytz.UTC)",
        ),
        ("workers.py", "import singer\n", "import pytz\nimport singer\n"),
    )
    yield rewrite(
        CRATE,
        "getattr and attrgetter",
        (
            "workers.py",
            CRATE_LAG,
            '            if getattr(message, "time_extracted", None):\n                extracted = ensure_datetime(attrgetter("time_extracted")(message))\n'
            + CRATE_SET,
        ),
        ("workers.py", "import threading\n", "import threading\nfrom operator import attrgetter\n"),
    )


def _of_state() -> Iterator[Mutation]:
    yield rewrite(SHELF, "singer writes it", ("main.py", SHELF_WRITE, "        singer.write_state(state)\n"))
    yield rewrite(
        SHELF,
        "print, with the stream given",
        ("main.py", SHELF_WRITE, "        print(line, file=sys.stdout, flush=True)\n"),
    )
    yield rewrite(
        COURIER,
        "bytes",
        (
            "delivery/pipeline.py",
            COURIER_STATE,
            "            sys.stdout.buffer.write(json.dumps(message['value']).encode() + b'\\n')\n            sys.stdout.flush()\n",
        ),
    )
    yield rewrite(
        CRATE,
        "dump",
        (
            "workers.py",
            CRATE_STATE,
            "        json.dump(message.value, sys.stdout, default=float)\n        print(flush=True)\n",
        ),
        undecided=("C8803",),
    )
    yield rewrite(
        CRATE,
        "words on standard error",
        (
            "workers.py",
            "        self.wait()\n        sys.stdout",
            '        self.wait()\n        print("Passing the state on", file=sys.stderr)\n        sys.stdout',
        ),
    )
    yield rewrite(
        CRATE,
        "if and elif in place of the table",
        (
            "workers.py",
            "            handler = self.handlers.get(type(message))\n            if handler is not None:\n                handler(message)\n",
            "            if isinstance(message, singer.SchemaMessage):\n                self.on_schema(message)\n            elif isinstance(message, singer.RecordMessage):\n                self.on_record(message)\n            elif isinstance(message, singer.StateMessage):\n                self.on_state(message)\n",
        ),
    )
    yield rewrite(
        CRATE,
        "methods by name",
        (
            "workers.py",
            "            handler = self.handlers.get(type(message))\n            if handler is not None:\n                handler(message)\n",
            '            getattr(self, "on_" + type(message).__name__[:-7].lower())(message)\n',
        ),
    )
