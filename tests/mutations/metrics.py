"""The metrics of sources, and the server that exposes them: C87."""

from tests.mutations.changes import BEACON, LEDGER, PARCELS, Mutation, Whole, violation

LEDGER_SERVE = "        start_http_server(8000, registry=self.registry)\n"
LEDGER_REGISTRY = "            registry=self.registry,\n"
BEACON_SERVE = "    prometheus.start_http_server(port=constants.METRICS_PORT)\n"
BEACON_COUNT = "                _errors.labels(step=step).inc()\n"
BEACON_NAME = "_errors = Counter(name=ERRORS, "
PARCELS_COUNTER = "ingest_errors = Counter('ingest_errors', 'Errors while loading scans', ['depot'])\n"
PARCELS_COUNT = "        ingest_errors.labels(depot=depot).inc()\n"
LEDGER_MESSAGE = "                time_extracted=datetime.now(timezone.utc),\n"
BEACON_WRITE = (
    "        singer.write_record(constants.STREAM, report, time_extracted=dt.datetime.now(tz=dt.timezone.utc))\n"
)

MUTATIONS: tuple[Mutation, ...] = (
    # C8701 metrics-server-not-started
    violation(
        "C8701",
        LEDGER,
        "commented out",
        ("monitoring.py", LEDGER_SERVE, "        # start_http_server(8000, registry=self.registry)\n"),
        at=("__init__.py", ""),
    ),
    violation(
        "C8701",
        BEACON,
        "pushed in its place",
        (
            "observability/server.py",
            BEACON_SERVE,
            '    prometheus.push_to_gateway("localhost:9091", job="beacon", registry=prometheus.REGISTRY)\n',
        ),
        at=("__init__.py", ""),
    ),
    violation(
        "C8701",
        PARCELS,
        "a function of the same name",
        (
            "metrics.py",
            "from prometheus_client import Counter, start_http_server\n",
            "from prometheus_client import Counter\n",
        ),
        ("metrics.py", "def start():", "def start_http_server(port):\n    return port\n\n\ndef start():"),
        at=("__init__.py", ""),
    ),
    # C8702 wrong-metrics-port
    violation(
        "C8702",
        LEDGER,
        "that of targets",
        ("monitoring.py", "start_http_server(8000,", "start_http_server(8001,"),
        at=("monitoring.py", "8001"),
    ),
    violation(
        "C8702",
        LEDGER,
        "none",
        ("monitoring.py", "start_http_server(8000, registry", "start_http_server(registry"),
        at=("monitoring.py", "start_http_server(registry"),
    ),
    violation(
        "C8702",
        PARCELS,
        "in a dict of settings",
        ("metrics.py", "PORT = 8000\n", "SETTINGS = {'host': '', 'port': 8080}\n"),
        ("metrics.py", "start_http_server(PORT)", "start_http_server(SETTINGS['port'])"),
        at=("metrics.py", "'port': 8080"),
    ),
    violation(
        "C8702",
        BEACON,
        "the default of a parameter",
        ("observability/server.py", "def serve() -> None:", "def serve(port: int = 9464) -> None:"),
        ("observability/server.py", "port=constants.METRICS_PORT", "port=port"),
        at=("observability/server.py", "9464"),
    ),
    # C8703 dynamic-metrics-port
    violation(
        "C8703",
        LEDGER,
        "from the configuration",
        ("monitoring.py", "    def expose(self):", "    def expose(self, config):"),
        ("monitoring.py", "start_http_server(8000,", 'start_http_server(int(config["metrics_port"]),'),
        ("main.py", "monitor.expose()", "monitor.expose(args.config)"),
        at=("monitoring.py", 'config["metrics_port"]'),
    ),
    violation(
        "C8703",
        BEACON,
        "a port that is free",
        ("observability/server.py", "port=constants.METRICS_PORT", "port=free_port()"),
        (
            "observability/server.py",
            "\n\ndef serve()",
            '\n\ndef free_port() -> int:\n    with socket.socket() as probe:\n        probe.bind(("", 0))\n        return probe.getsockname()[1]\n\n\ndef serve()',
        ),
        ("observability/server.py", "import prometheus_client", "import socket\n\nimport prometheus_client"),
        at=("observability/server.py", "port=free_port()"),
    ),
    # C8704 missing-error-counter
    violation(
        "C8704",
        LEDGER,
        "one letter less",
        ("monitoring.py", '            "ingest_errors",\n', '            "ingest_error",\n'),
        at=("__init__.py", ""),
    ),
    violation(
        "C8704",
        PARCELS,
        "Singer's counter",
        (
            "metrics.py",
            "from prometheus_client import Counter, start_http_server\n",
            "from prometheus_client import start_http_server\nfrom singer.metrics import Counter\n",
        ),
        ("metrics.py", PARCELS_COUNTER, "ingest_errors = Counter('ingest_errors')\n"),
        ("metrics.py", PARCELS_COUNT, "        ingest_errors.increment()\n"),
        at=("__init__.py", ""),
    ),
    violation(
        "C8704",
        BEACON,
        "a subsystem",
        ("observability/errors.py", BEACON_NAME, BEACON_NAME + 'subsystem="gateway", '),
        at=("__init__.py", ""),
    ),
    # C8705 error-counter-not-incremented
    violation(
        "C8705",
        LEDGER,
        "the helper is never called",
        (
            "main.py",
            "            LOGGER.critical(e)\n            monitor.error()\n            raise\n",
            "            LOGGER.critical(e)\n            raise\n",
        ),
        (
            "main.py",
            "        LOGGER.critical(e)\n        monitor.error()\n        sys.exit(1)\n",
            "        LOGGER.critical(e)\n        sys.exit(1)\n",
        ),
        at=("monitoring.py", "self.ingest_errors = Counter("),
    ),
    violation(
        "C8705",
        PARCELS,
        "a child that is never counted up",
        ("metrics.py", PARCELS_COUNT, "        ingest_errors.labels(depot=depot)\n"),
        at=("metrics.py", "ingest_errors = Counter("),
    ),
    violation(
        "C8705",
        LEDGER,
        "each run is counted",
        ("main.py", "            monitor.error()\n            raise\n", "            raise\n"),
        ("main.py", "        monitor.error()\n        sys.exit(1)\n", "        sys.exit(1)\n"),
        ("main.py", "    if args.discover:\n", "    monitor.error()\n    if args.discover:\n"),
        at=("monitoring.py", "self.ingest_errors = Counter("),
    ),
    # C8706 foreign-metric
    violation(
        "C8706",
        LEDGER,
        "the lag, among attributes",
        (
            "monitoring.py",
            '        self.region = os.getenv("GDN_REGION", "none")\n',
            '        self.lag = Gauge("ingest_lag", "Seconds", registry=self.registry)\n        self.region = os.getenv("GDN_REGION", "none")\n',
        ),
        (
            "monitoring.py",
            "import CollectorRegistry, Counter, start",
            "import CollectorRegistry, Counter, Gauge, start",
        ),
        at=("monitoring.py", '"ingest_lag"'),
    ),
    violation(
        "C8706",
        PARCELS,
        "put together",
        (
            "metrics.py",
            "\n\ndef start():",
            "\nPREFIX = 'ingested'\nvolume = Counter(f'{PREFIX}_bytes_total', 'Bytes')\n\n\ndef start():",
        ),
        at=("metrics.py", "volume = Counter("),
    ),
    # C8710 missing-time-extracted
    violation(
        "C8710",
        BEACON,
        "the writer for many",
        (
            "main.py",
            BEACON_WRITE,
            "        singer.write_message(singer.RecordMessage(stream=constants.STREAM, record=report))\n",
        ),
        ("main.py", "import datetime as dt\n", ""),
        at=("main.py", "singer.RecordMessage("),
    ),
    violation(
        "C8710",
        LEDGER,
        "only the version",
        ("main.py", LEDGER_MESSAGE, "                version=int(datetime.now(timezone.utc).timestamp()),\n"),
        at=("main.py", "singer.RecordMessage("),
    ),
    violation(
        "C8710",
        PARCELS,
        "a dict of arguments",
        (
            "main.py",
            "singer.RecordMessage(STREAM, value, time_extracted=extracted)",
            "singer.RecordMessage(**{'stream': STREAM, 'record': value})",
        ),
        at=("main.py", "singer.RecordMessage("),
    ),
    # C8711 metrics-server-unreachable
    violation(
        "C8711",
        LEDGER,
        "the method is called by nobody",
        ("main.py", "    monitor.expose()\n", ""),
        at=("monitoring.py", "start_http_server(8000"),
    ),
    violation(
        "C8711",
        BEACON,
        "a command that no script runs",
        ("main.py", "    serve()\n", ""),
        Whole("serve_only.py", "from .observability import serve\n\n\ndef main() -> None:\n    serve()\n"),
        at=("observability/server.py", "start_http_server("),
    ),
    # C8712 metric-not-exposed
    violation(
        "C8712",
        LEDGER,
        "the server has the default registry",
        ("monitoring.py", "start_http_server(8000, registry=self.registry)", "start_http_server(8000)"),
        at=("monitoring.py", "self.ingest_errors = Counter("),
    ),
    violation(
        "C8712",
        LEDGER,
        "the counter has the default registry",
        ("monitoring.py", LEDGER_REGISTRY, ""),
        at=("monitoring.py", "self.ingest_errors = Counter("),
    ),
    violation(
        "C8712",
        BEACON,
        "a registry for the server alone",
        (
            "observability/server.py",
            "port=constants.METRICS_PORT",
            "port=constants.METRICS_PORT, registry=prometheus.CollectorRegistry()",
        ),
        at=("observability/errors.py", BEACON_NAME),
    ),
    # C8713 labels-missing
    violation(
        "C8713",
        LEDGER,
        "two values for three labels",
        (
            "monitoring.py",
            "self.ingest_errors.labels(self.region, self.tenant, self.workflow)",
            "self.ingest_errors.labels(self.region, self.tenant)",
        ),
        at=("monitoring.py", "self.ingest_errors.labels(self.region, self.tenant)"),
    ),
    violation(
        "C8713",
        LEDGER,
        "none, by an alias",
        (
            "monitoring.py",
            "        self.ingest_errors.labels(self.region, self.tenant, self.workflow).inc()\n",
            "        errors = self.ingest_errors\n        errors.inc()\n",
        ),
        at=("monitoring.py", "errors.inc()"),
    ),
    # C8714 unusable-time-extracted
    violation(
        "C8714",
        PARCELS,
        "seconds",
        ("main.py", "time_extracted=extracted)", "time_extracted=time.time())"),
        ("main.py", "import os\n", "import os\nimport time\n"),
        at=("main.py", "time.time()"),
    ),
    violation(
        "C8714",
        BEACON,
        "the zone is taken off",
        ("main.py", "dt.datetime.now(tz=dt.timezone.utc)", "dt.datetime.now(tz=dt.timezone.utc).replace(tzinfo=None)"),
        at=("main.py", ".replace(tzinfo=None)"),
    ),
    violation(
        "C8714",
        LEDGER,
        "a default argument",
        (
            "main.py",
            "def sync_stream(config, state, entry):",
            "def sync_stream(config, state, entry, now=datetime.now(timezone.utc)):",
        ),
        ("main.py", "time_extracted=datetime.now(timezone.utc)", "time_extracted=now"),
        at=("main.py", "time_extracted=now"),
    ),
)
