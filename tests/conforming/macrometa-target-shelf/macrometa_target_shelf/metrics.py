"""The metrics that the platform scrapes."""

from datetime import datetime, timezone

from c8connector import ensure_datetime
from prometheus_client import Counter, Gauge

LABELS = ["region", "stream"]

export_errors = Counter("export_errors", "Total number of errors while exporting", LABELS)
export_lag = Gauge("export_lag", "Seconds from the extraction of a document to its export", LABELS)


def count_error(region: str, stream: str) -> None:
    """Count one error."""
    export_errors.labels(region, stream).inc()


def observe_lag(region: str, stream: str, time_extracted: str) -> None:
    """Set the lag from the time at which the newest written document was extracted."""
    lag = datetime.now(timezone.utc) - ensure_datetime(time_extracted)
    export_lag.labels(region=region, stream=stream).set(lag.total_seconds())
