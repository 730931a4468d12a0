"""Metrics that are missing, never reached, mislabelled or served nowhere."""

from collections.abc import Iterator

from tests.mutations.changes import COURIER, CRATE, SHELF, Mutation, violation

SHELF_ERRORS = 'export_errors = Counter("export_errors", "Total number of errors while exporting", LABELS)'
SHELF_COUNT = "    export_errors.labels(region, stream).inc()\n"
SHELF_START = "    start_http_server(8001)\n"
COURIER_ERRORS = "errors=Counter(EXPORT_ERRORS, 'Total number of errors while exporting', registry=registry),"
COURIER_LAG = "lag=Histogram(EXPORT_LAG, 'Seconds from extraction to export', buckets=LAG_BUCKETS, registry=registry),"
COURIER_START = "        start_http_server(METRICS_PORT, registry=self.registry)\n"
COURIER_CATCH = """        try:
            return await function(*args, **kwargs)
        except Exception:
            TELEMETRY.errors.inc()
            raise
"""
CRATE_ERRORS = '"errors": Counter(prefix + "_errors", "Errors while exporting"),'
CRATE_EXIT = """        if kind is not None:
            METRICS["errors"].inc()
"""
CRATE_SERVE = '''def serve(port=8001):
    """Serve the metrics."""
    start_http_server(port)
'''


def violations() -> Iterator[Mutation]:
    """Yield targets that break one of these rules."""
    # C8701: a server
    yield violation(
        "C8701",
        SHELF,
        "no call",
        ("main.py", SHELF_START, ""),
        ("main.py", "from prometheus_client import start_http_server\n", ""),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8701",
        COURIER,
        "another function",
        ("telemetry.py", COURIER_START, "        print('metrics at', METRICS_PORT, file=sys.stderr)\n"),
        ("telemetry.py", "import functools\n", "import functools\nimport sys\n"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8701",
        CRATE,
        "a function of the same name",
        (
            "monitoring.py",
            "from prometheus_client import Counter, Gauge, start_http_server\n",
            "from prometheus_client import Counter, Gauge\n\n\ndef start_http_server(port):\n    return port\n",
        ),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8701",
        CRATE,
        "commented out",
        ("monitoring.py", "    start_http_server(port)\n", "    # start_http_server(port)\n"),
        ("monitoring.py", "import Counter, Gauge, start_http_server", "import Counter, Gauge"),
        at=("__init__.py", ""),
    )
    # C8702: the port
    yield violation(
        "C8702",
        SHELF,
        "the port of a source",
        ("main.py", "start_http_server(8001)", "start_http_server(8000)"),
        at=("main.py", "start_http_server(8000)"),
    )
    yield violation(
        "C8702",
        SHELF,
        "a text",
        ("main.py", "start_http_server(8001)", 'start_http_server("8001")'),
        at=("main.py", 'start_http_server("8001")'),
    )
    yield violation(
        "C8702",
        COURIER,
        "a constant of another module",
        ("constants.py", "METRICS_PORT = 8001", "METRICS_PORT = 9001"),
        at=("constants.py", "METRICS_PORT = 9001"),
    )
    yield violation(
        "C8702",
        COURIER,
        "a sum",
        ("constants.py", "METRICS_PORT = 8001", "METRICS_PORT = 8000 + 10"),
        at=("telemetry.py", "start_http_server(METRICS_PORT, registry=self.registry)"),
    )
    yield violation(
        "C8702",
        CRATE,
        "a default",
        ("monitoring.py", "def serve(port=8001):", "def serve(port=8080):"),
        at=("monitoring.py", "def serve(port=8080):"),
    )
    yield violation(
        "C8702", CRATE, "an argument", ("main.py", "    serve()\n", "    serve(8000)\n"), at=("main.py", "serve(8000)")
    )
    yield violation(
        "C8702",
        CRATE,
        "the default of the environment",
        ("monitoring.py", "    start_http_server(port)\n", '    start_http_server(int(os.getenv("PORT", "8000")))\n'),
        ("monitoring.py", "from prometheus_client", "import os\n\nfrom prometheus_client"),
        at=("monitoring.py", 'start_http_server(int(os.getenv("PORT", "8000")))'),
    )
    # C8703: a port that nobody knows
    yield violation(
        "C8703",
        SHELF,
        "the configuration",
        ("main.py", "start_http_server(8001)", 'start_http_server(args.config["metrics_port"])'),
        at=("main.py", 'start_http_server(args.config["metrics_port"])'),
    )
    yield violation(
        "C8703",
        COURIER,
        "the environment",
        ("constants.py", "METRICS_PORT = 8001", "METRICS_PORT = int(os.environ['METRICS_PORT'])"),
        ("constants.py", "DISTRIBUTION =", "import os\n\nDISTRIBUTION ="),
        at=("telemetry.py", "start_http_server(METRICS_PORT, registry=self.registry)"),
    )
    yield violation(
        "C8703",
        CRATE,
        "an argument from the configuration",
        ("main.py", "    serve()\n", '    serve(int(config["port"]))\n'),
        at=("monitoring.py", "start_http_server(port)"),
    )
    # C8704: a counter of errors
    yield violation(
        "C8704",
        SHELF,
        "a gauge",
        ("metrics.py", SHELF_ERRORS, SHELF_ERRORS.replace("Counter", "Gauge")),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8704",
        SHELF,
        "another name",
        ("metrics.py", SHELF_ERRORS, SHELF_ERRORS.replace('"export_errors"', '"errors"')),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8704",
        COURIER,
        "the name of a source",
        ("constants.py", "EXPORT_ERRORS = 'export_errors'", "EXPORT_ERRORS = 'ingest_errors'"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8704",
        COURIER,
        "a namespace",
        (
            "telemetry.py",
            COURIER_ERRORS,
            COURIER_ERRORS.replace("registry=registry", "namespace='courier', registry=registry"),
        ),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8704",
        CRATE,
        "a counter of words",
        (
            "monitoring.py",
            "from prometheus_client import Counter, Gauge, start_http_server\n",
            "from collections import Counter\n\nfrom prometheus_client import Gauge, start_http_server\n",
        ),
        ("monitoring.py", CRATE_ERRORS, '"errors": Counter({prefix + "_errors": 0}),'),
        ("monitoring.py", 'METRICS["errors"].inc()', 'METRICS["errors"].update(["error"])'),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8704",
        CRATE,
        "a prefix",
        ("monitoring.py", 'prefix + "_errors"', 'prefix + "_" + prefix + "_errors"'),
        at=("__init__.py", ""),
    )
    # C8705: it is incremented on errors
    yield violation(
        "C8705",
        SHELF,
        "nobody calls the helper",
        ("main.py", '        count_error(config.get("region", "global"), stream)\n', ""),
        ("main.py", "import count_error, observe_lag", "import observe_lag"),
        at=("metrics.py", "export_errors = Counter("),
    )
    yield violation(
        "C8705",
        SHELF,
        "in every pass",
        ("main.py", '        count_error(config.get("region", "global"), stream)\n', ""),
        ("main.py", SHELF_START, SHELF_START + '    count_error("global", "")\n'),
        at=("metrics.py", "export_errors = Counter("),
    )
    yield violation(
        "C8705",
        SHELF,
        "only labelled",
        ("metrics.py", SHELF_COUNT, "    export_errors.labels(region, stream)\n"),
        at=("metrics.py", "export_errors = Counter("),
    )
    yield violation(
        "C8705",
        COURIER,
        "another metric",
        ("telemetry.py", "            TELEMETRY.errors.inc()\n", "            TELEMETRY.lag.observe(0)\n"),
        at=("telemetry.py", "errors=Counter(EXPORT_ERRORS,"),
    )
    yield violation(
        "C8705",
        COURIER,
        "every pass of the loop",
        ("telemetry.py", COURIER_CATCH, "        return await function(*args, **kwargs)\n"),
        ("delivery/pipeline.py", "        while True:\n", "        while True:\n            TELEMETRY.errors.inc()\n"),
        at=("telemetry.py", "errors=Counter(EXPORT_ERRORS,"),
    )
    yield violation(
        "C8705",
        CRATE,
        "the context manager only logs",
        ("monitoring.py", CRATE_EXIT, "        if kind is not None:\n            sys.stderr.write(str(error))\n"),
        ("monitoring.py", "from prometheus_client", "import sys\n\nfrom prometheus_client"),
        at=("monitoring.py", '"errors": Counter(prefix + "_errors",'),
    )
    yield violation(
        "C8705",
        CRATE,
        "the method is not called",
        ("monitoring.py", 'METRICS["errors"].inc()', 'METRICS["errors"].inc'),
        at=("monitoring.py", '"errors": Counter(prefix + "_errors",'),
    )
    # C8706: metrics of the collection end
    yield violation(
        "C8706",
        SHELF,
        "documents",
        ("metrics.py", SHELF_ERRORS, SHELF_ERRORS + '\ndocuments = Counter("exported_documents", "Documents", LABELS)'),
        at=("metrics.py", "documents = Counter("),
    )
    yield violation(
        "C8706",
        SHELF,
        "documents in total",
        (
            "metrics.py",
            SHELF_ERRORS,
            SHELF_ERRORS + '\nnumber = Counter("exported_documents_total", "Documents", LABELS)',
        ),
        at=("metrics.py", 'number = Counter("exported_documents_total",'),
    )
    yield violation(
        "C8706",
        COURIER,
        "bytes, as a field",
        ("telemetry.py", "    lag: Histogram\n", "    lag: Histogram\n    size: Counter\n"),
        (
            "telemetry.py",
            COURIER_LAG,
            COURIER_LAG + "\n            size=Counter('exported_bytes', 'Bytes', registry=registry),",
        ),
        at=("telemetry.py", "size=Counter('exported_bytes', 'Bytes', registry=registry),"),
    )
    yield violation(
        "C8706",
        CRATE,
        "bytes, by a prefix",
        ("monitoring.py", CRATE_ERRORS, CRATE_ERRORS + '\n        "bytes": Counter(prefix + "ed_bytes", "Bytes"),'),
        at=("monitoring.py", '"bytes": Counter(prefix + "ed_bytes", "Bytes"),'),
    )
    # C8711: the server is reached
    yield violation(
        "C8711",
        SHELF,
        "a function that nobody calls",
        ("main.py", SHELF_START, ""),
        (
            "main.py",
            "def main() -> None:",
            "def serve() -> None:\n    start_http_server(8001)\n\n\ndef main() -> None:",
        ),
        at=("main.py", "start_http_server(8001)"),
    )
    yield violation(
        "C8711",
        COURIER,
        "the method is not called",
        ("main.py", "    TELEMETRY.serve()\n", ""),
        ("main.py", "from .telemetry import TELEMETRY\n", ""),
        at=("telemetry.py", "start_http_server(METRICS_PORT, registry=self.registry)"),
    )
    yield violation(
        "C8711",
        CRATE,
        "handed to nobody",
        ("main.py", "    serve()\n", ""),
        ("main.py", "from macrometa_target_crate.monitoring import serve\n", ""),
        at=("monitoring.py", "start_http_server(port)"),
    )
    yield violation(
        "C8711",
        CRATE,
        "after the end",
        ("main.py", "    serve()\n", ""),
        ("main.py", ".export(sys.stdin)\n", ".export(sys.stdin)\n    return\n    serve()\n"),
        at=("monitoring.py", "start_http_server(port)"),
    )
    yield violation(
        "C8711",
        SHELF,
        "only when run as a script",
        ("main.py", SHELF_START, ""),
        ("main.py", '__main__":\n    main()', '__main__":\n    start_http_server(8001)\n    main()'),
        at=("main.py", "start_http_server(8001)"),
    )
    # C8712: served
    yield violation(
        "C8712",
        SHELF,
        "the counter in a registry of its own",
        ("metrics.py", "import Counter, Gauge", "import CollectorRegistry, Counter, Gauge"),
        ("metrics.py", SHELF_ERRORS, SHELF_ERRORS.replace("LABELS)", "LABELS, registry=CollectorRegistry())")),
        at=("metrics.py", "export_errors = Counter("),
    )
    yield violation(
        "C8712",
        COURIER,
        "the server has another registry",
        ("telemetry.py", COURIER_START, "        start_http_server(METRICS_PORT)\n"),
        at=("telemetry.py", "errors=Counter(EXPORT_ERRORS,"),
        and_at=("telemetry.py", "lag=Histogram(EXPORT_LAG,"),
    )
    yield violation(
        "C8712",
        COURIER,
        "the lag is in the default one",
        ("telemetry.py", COURIER_LAG, COURIER_LAG.replace(", registry=registry", "")),
        at=("telemetry.py", "lag=Histogram(EXPORT_LAG,"),
    )
    yield violation(
        "C8712",
        CRATE,
        "a registry that nobody serves",
        (
            "monitoring.py",
            "import Counter, Gauge, start_http_server\n",
            "import CollectorRegistry, Counter, Gauge, start_http_server\n\nREGISTRY = CollectorRegistry()\n",
        ),
        ("monitoring.py", '"Errors while exporting")', '"Errors while exporting", registry=REGISTRY)'),
        at=("monitoring.py", '"errors": Counter(prefix + "_errors",'),
    )
    yield violation(
        "C8712",
        CRATE,
        "no registry",
        (
            "monitoring.py",
            '"Seconds between extraction and export")',
            '"Seconds between extraction and export", registry=None)',
        ),
        at=("monitoring.py", '"lag": Gauge(prefix + "_lag",'),
    )
    # C8713: labels
    yield violation(
        "C8713",
        SHELF,
        "none",
        ("metrics.py", SHELF_COUNT, "    export_errors.inc()\n"),
        at=("metrics.py", "export_errors.inc()"),
    )
    yield violation(
        "C8713",
        SHELF,
        "one of two",
        ("metrics.py", SHELF_COUNT, "    export_errors.labels(region).inc()\n"),
        at=("metrics.py", "export_errors.labels(region).inc()"),
    )
    yield violation(
        "C8713",
        SHELF,
        "another name",
        ("metrics.py", "labels(region=region, stream=stream)", "labels(region=region, table=stream)"),
        at=("metrics.py", "export_lag.labels(region="),
    )
    yield violation(
        "C8713",
        COURIER,
        "a new label",
        ("telemetry.py", COURIER_ERRORS, COURIER_ERRORS.replace("registry=registry", "['stream'], registry=registry")),
        at=("telemetry.py", "TELEMETRY.errors.inc()"),
    )
    yield violation(
        "C8713",
        CRATE,
        "a new label of the lag",
        (
            "monitoring.py",
            '"Seconds between extraction and export")',
            '"Seconds between extraction and export", labelnames=("stream",))',
        ),
        at=("workers.py", 'METRICS["lag"].set(('),
    )
