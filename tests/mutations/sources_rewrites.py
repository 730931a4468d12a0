"""Rewrites of the conforming sources and of the integration that break no rule."""

from collections.abc import Iterator

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Mutation, rewrite


def rewrites() -> Iterator[Mutation]:
    """Yield connectors that were rewritten, and that conform still."""
    yield rewrite(
        LEDGER,
        "an alias of the interface",
        ("__init__.py", "    C8Connector,\n", "    C8Connector as Platform,\n"),
        ("__init__.py", "class LedgerSourceConnector(C8Connector):", "class LedgerSourceConnector(Platform):"),
    )
    yield rewrite(
        LEDGER,
        "the base in a name",
        ("__init__.py", "MAX_SAMPLES = 10\n", "MAX_SAMPLES = 10\nBase = C8Connector\n"),
        ("__init__.py", "class LedgerSourceConnector(C8Connector):", "class LedgerSourceConnector(Base):"),
    )
    yield rewrite(
        LEDGER,
        "single quotes in the declaration",
        ("/pyproject.toml", 'name = "macrometa-source-ledger"', "name = 'macrometa-source-ledger'"),
    )
    yield rewrite(
        LEDGER,
        "an exact pin with signs",
        ("/pyproject.toml", 'prometheus-client = "0.16.0"', 'prometheus-client = "==0.16.0"'),
    )
    yield rewrite(
        LEDGER,
        "a table",
        (
            "/pyproject.toml",
            'prometheus-client = "0.16.0"',
            'prometheus-client = { version = "0.16.0", extras = ["twisted"] }',
        ),
    )
    yield rewrite(
        LEDGER,
        "a comment that names what is banned",
        ("/pyproject.toml", "[tool.poetry.scripts]", "# no singer-sdk here\n[tool.poetry.scripts]"),
    )
    yield rewrite(
        LEDGER,
        "a text that names what is banned",
        ("main.py", "import sys\n", 'import sys\n\nADVICE = "import singer_sdk"\n'),
    )
    yield rewrite(
        LEDGER,
        "the name by a constant",
        ("__init__.py", "MAX_SAMPLES = 10\n", 'MAX_SAMPLES = 10\nNAME = "macrometa-" + "source-ledger"\n'),
        ("__init__.py", 'return "macrometa-source-ledger"', "return NAME"),
    )
    yield rewrite(
        LEDGER,
        "f-strings",
        ("__init__.py", 'return "macrometa-source-ledger"', 'return f"macrometa-{self.type()}-ledger"'),
    )
    yield rewrite(
        LEDGER,
        "an unrelated Counter",
        (
            "client.py",
            "import sqlite3\n",
            'import sqlite3\nfrom collections import Counter\n\nSEEN = Counter("ingested_bytes")\n',
        ),
    )
    yield rewrite(
        LEDGER,
        "another loop",
        (
            "reserved.py",
            '            while candidate in result:\n                candidate = candidate + "_"\n',
            '            while True:\n                candidate += "_"\n                if candidate not in result:\n                    break\n',
        ),
    )
    yield rewrite(
        LEDGER, "an underscore in front", ("reserved.py", 'candidate = candidate + "_"', 'candidate = f"_{candidate}"')
    )
    yield rewrite(
        LEDGER,
        "the keys in another module",
        ("names.py", "", 'RESERVED_KEYS = ("_key", "_id", "_rev")\n'),
        (
            "reserved.py",
            'RESERVED_KEYS = ["_key", "_id", "_rev"]\n',
            "from macrometa_source_ledger.names import RESERVED_KEYS\n",
        ),
    )
    yield rewrite(
        LEDGER,
        "the helper renamed",
        ("reserved.py", "def resolve_conflicts(", "def freed("),
        ("__init__.py", "import resolve_conflicts\n", "import freed as resolve_conflicts\n"),
    )
    yield rewrite(
        LEDGER,
        "the time by a helper",
        (
            "main.py",
            "monitor = Monitor()\n",
            "monitor = Monitor()\n\n\ndef now():\n    return datetime.now(tz=timezone.utc)\n",
        ),
        ("main.py", "time_extracted=datetime.now(timezone.utc)", "time_extracted=now()"),
    )
    yield rewrite(
        LEDGER,
        "Singer's clock",
        ("main.py", "time_extracted=datetime.now(timezone.utc)", "time_extracted=utils.now()"),
        ("main.py", "from datetime import datetime, timezone\n", ""),
    )
    yield rewrite(
        LEDGER,
        "positional arguments",
        (
            "main.py",
            "                stream=stream,\n                record=row,\n                time_extracted=datetime.now(timezone.utc),\n",
            "                stream, row, None, datetime.now(timezone.utc)\n",
        ),
    )
    yield rewrite(
        LEDGER,
        "capabilities by a constant",
        ("__init__.py", "MAX_SAMPLES = 10\n", 'MAX_SAMPLES = 10\nCAPABILITIES = ["catalog", "discover"]\n'),
        ("__init__.py", 'return ["catalog", "discover", "state"]', 'return [*CAPABILITIES, "state"]'),
    )
    yield rewrite(
        LEDGER, "extra files", ("/requirements-dev.txt", "", "pytest\nblack>=22\n"), ("/docs/index.md", "", "# TODO\n")
    )
    yield rewrite(
        LEDGER,
        "an optional extra for tests",
        (
            "/pyproject.toml",
            "[tool.poetry.scripts]",
            '[tool.poetry.group.docs.dependencies]\nsphinx = "*"\n\n[tool.poetry.scripts]',
        ),
    )
    yield rewrite(
        BEACON,
        "another alias",
        (
            "observability/server.py",
            "import prometheus_client as prometheus",
            "from prometheus_client import start_http_server as expose",
        ),
        (
            "observability/server.py",
            "prometheus.start_http_server(port=constants.METRICS_PORT)",
            "expose(constants.METRICS_PORT)",
        ),
    )
    yield rewrite(
        BEACON, "the port written out", ("observability/server.py", "port=constants.METRICS_PORT", "port=8000")
    )
    yield rewrite(BEACON, "a sum", ("constants.py", "8_000", "4000 * 2"))
    yield rewrite(BEACON, "the suffix of counters", ("constants.py", '"ingest_errors"', '"ingest_errors_total"'))
    yield rewrite(
        BEACON, "labels by position", ("observability/errors.py", "_errors.labels(step=step)", "_errors.labels(step)")
    )
    yield rewrite(
        BEACON,
        "the context of the library",
        (
            "observability/errors.py",
            "            try:\n                return await function(*args, **kwargs)\n            except Exception:\n                _errors.labels(step=step).inc()\n                raise\n",
            "            with _errors.labels(step=step).count_exceptions():\n                return await function(*args, **kwargs)\n",
        ),
    )
    yield rewrite(
        BEACON,
        "the server in a thread",
        (
            "observability/server.py",
            "    prometheus.start_http_server(port=constants.METRICS_PORT)\n",
            "    threading.Thread(target=prometheus.start_http_server, args=(constants.METRICS_PORT,), daemon=True).start()\n",
        ),
        (
            "observability/server.py",
            "import prometheus_client as prometheus\n",
            "import threading\n\nimport prometheus_client as prometheus\n",
        ),
    )
    yield rewrite(
        BEACON,
        "a loop in place of recursion",
        (
            "keys.py",
            '    longer = f"{name}_"\n    return free_name(longer, taken) if longer in taken else longer\n',
            '    name += "_"\n    while name in taken:\n        name += "_"\n    return name\n',
        ),
    )
    yield rewrite(
        BEACON,
        "the record in a variable",
        (
            "main.py",
            "        singer.write_record(constants.STREAM, report, time_extracted=dt.datetime.now(tz=dt.timezone.utc))\n",
            "        extracted = dt.datetime.now(dt.timezone.utc)\n        singer.write_record(constants.STREAM, report, time_extracted=extracted)\n",
        ),
    )
    yield rewrite(
        BEACON,
        "a partial of the writer",
        (
            "main.py",
            "        singer.write_record(constants.STREAM, report, time_extracted=dt.datetime.now(tz=dt.timezone.utc))\n",
            "        write = functools.partial(singer.write_record, constants.STREAM)\n        write(report, time_extracted=dt.datetime.now(tz=dt.timezone.utc))\n",
        ),
        ("main.py", "import datetime as dt\n", "import datetime as dt\nimport functools\n"),
    )
    yield rewrite(
        PARCELS,
        "a walrus",
        (
            "main.py",
            "            item = self.queue.get()\n            if item is None:\n                break\n",
            "            if (item := self.queue.get()) is None:\n                break\n",
        ),
    )
    yield rewrite(
        PARCELS,
        "a class for the context",
        (
            "metrics.py",
            '@contextmanager\ndef count_errors(depot):\n    """Counts (and lets pass) what goes wrong in the block."""\n    try:\n        yield\n    except Exception:\n        ingest_errors.labels(depot=depot).inc()\n        raise\n',
            "class count_errors:\n    def __init__(self, depot):\n        self.depot = depot\n\n    def __enter__(self):\n        return self\n\n    def __exit__(self, kind, error, trace):\n        if kind is not None:\n            ingest_errors.labels(depot=self.depot).inc()\n        return False\n",
        ),
    )
    yield rewrite(
        PARCELS,
        "the environment with a default",
        ("metrics.py", "PORT = 8000", "PORT = int(os.getenv('PORT', 8000))"),
        ("metrics.py", "from contextlib import", "import os\nfrom contextlib import"),
    )
    yield rewrite(
        PARCELS,
        "a registry for both",
        ("metrics.py", "['depot'])", "['depot'], registry=REGISTRY)"),
        ("metrics.py", "start_http_server(PORT)", "start_http_server(PORT, registry=REGISTRY)"),
        (
            "metrics.py",
            "import Counter, start_http_server\n",
            "import CollectorRegistry, Counter, start_http_server\n\nREGISTRY = CollectorRegistry()\n",
        ),
    )
    yield rewrite(
        PARCELS,
        "rows by keyword",
        (
            "__init__.py",
            "ConfigProperty(name, title, kind, mandatory, False, text, default_value=default)",
            "ConfigProperty(name=name, display_name=title, type=kind, is_mandatory=mandatory, is_dynamic=False, description=text, default_value=default)",
        ),
    )
    yield rewrite(
        PARCELS,
        "an append for each row",
        (
            "__init__.py",
            "        return [\n            ConfigProperty(name, title, kind, mandatory, False, text, default_value=default)\n            for name, (title, kind, mandatory, text, default) in PROPERTIES.items()\n        ]\n",
            "        found = []\n        for name, (title, kind, mandatory, text, default) in PROPERTIES.items():\n            found.append(ConfigProperty(name, title, kind, mandatory, False, text, default_value=default))\n        return found\n",
        ),
    )
    yield rewrite(
        PARCELS,
        "validation by a helper",
        (
            "__init__.py",
            "        if missing:\n            raise ValidationException('Missing: ' + ', '.join(missing))\n",
            "        self._refuse(missing)\n",
        ),
        (
            "__init__.py",
            "    def samples(self",
            "    def _refuse(self, missing):\n        if missing:\n            raise ValidationException('Missing: ' + ', '.join(missing))\n\n    def samples(self",
        ),
    )
    yield rewrite(
        PARCELS,
        "annotations put off",
        (
            "__init__.py",
            "from typing import Dict, List\n",
            "from __future__ import annotations\n\nfrom typing import Dict, List\n",
        ),
    )
    yield rewrite(PARCELS, "extras for tools", ("/setup.cfg", "    black\n", "    black\n    singer-tools\n"))
    yield rewrite(
        NOTICE,
        "a static table",
        (
            "__init__.py",
            "        return [mailbox, recipient, subject]",
            "        properties = (mailbox, recipient)\n        return [*properties, subject]",
        ),
    )
    yield rewrite(
        NOTICE, "instance methods", ("__init__.py", "    @classmethod\n    def name(cls):\n", "    def name(self):\n")
    )
    yield rewrite(
        NOTICE,
        "a subclass of the exception",
        ("__init__.py", "PACKAGE_NAME =", "class Refused(ValidationException):\n    pass\n\n\nPACKAGE_NAME ="),
        ("__init__.py", "raise ValidationException(str(error))", "raise Refused(str(error))"),
    )
