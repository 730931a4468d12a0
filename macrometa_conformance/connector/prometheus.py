"""What `prometheus_client` offers, as data, and how it is recognised among values.

Source: `prometheus_client` 0.16.0 and 0.22: `metrics.py`, `exposition.py`, `registry.py`, `metrics_core.py`.
"""

from __future__ import annotations

from typing import Optional

from macrometa_conformance.code.values import External, Value
from macrometa_conformance.connector.contract import PROMETHEUS_MODULE

COUNTER = "Counter"
METRIC_CLASSES = frozenset((COUNTER, "Gauge", "Summary", "Histogram", "Info", "Enum"))
METRIC_PARAMETERS = ("name", "documentation", "labelnames", "namespace", "subsystem", "unit", "registry")
FAMILY_CLASSES = {
    "CounterMetricFamily": COUNTER, "GaugeMetricFamily": "Gauge", "SummaryMetricFamily": "Summary",
    "HistogramMetricFamily": "Histogram", "UntypedMetricFamily": "Untyped", "UnknownMetricFamily": "Unknown",
    "InfoMetricFamily": "Info", "StateSetMetricFamily": "Enum", "GaugeHistogramMetricFamily": "Histogram",
    "Metric": "Untyped",
}  # fmt: skip  # what a collector of one's own yields

LABELS = "labels"
INCREMENTS = frozenset(("inc", "count_exceptions"))  # of a counter
SETTERS = frozenset(
    ("set", "observe", "inc", "dec", "set_function", "set_to_current_time", "time", "track_inprogress")
)  # of a lag
USES = INCREMENTS | SETTERS | {"info", "state"}  # what raises on a metric with labels where none are given

SERVERS = frozenset(("start_http_server", "start_wsgi_server"))
SERVER_PARAMETERS = ("port", "addr", "registry")
OTHER_SERVERS = frozenset(("make_wsgi_app", "make_asgi_app", "MetricsHandler", "generate_latest", "MetricsResource"))
PUSHERS = frozenset(("push_to_gateway", "pushadd_to_gateway", "write_to_textfile"))
REGISTRY = "REGISTRY"
REGISTRY_CLASS = "CollectorRegistry"
MULTIPROCESS = "MultiProcessCollector"


def offered(value: Value) -> Optional[str]:
    """Return the name under which the library offers a value, whichever of its modules it comes from, else None."""
    if isinstance(value, External) and value.path.startswith(f"{PROMETHEUS_MODULE}."):
        return value.path.rpartition(".")[2]
    return None


def exposed_name(kind: str, name: str, namespace: str, subsystem: str, unit: str) -> str:
    """Return the name under which a metric is exposed, the `_total` of a counter aside, as the library builds it."""
    full = "_".join(part for part in (namespace, subsystem, name) if part)
    if kind == COUNTER and full.endswith("_total"):
        full = full[: -len("_total")]
    return f"{full}_{unit}" if unit and not full.endswith(f"_{unit}") else full
