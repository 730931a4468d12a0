"""Metrics of the connector."""
from prometheus_client import Counter, Gauge, start_http_server


def make_metrics(prefix="export"):
    """Return the metrics by their short names."""
    return {
        "errors": Counter(prefix + "_errors", "Errors while exporting"),
        "lag": Gauge(prefix + "_lag", "Seconds between extraction and export"),
    }


METRICS = make_metrics()


def serve(port=8001):
    """Serve the metrics."""
    start_http_server(port)


class ErrorWatch:
    """Counts the errors that leave the block."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None:
            METRICS["errors"].inc()
        return False
