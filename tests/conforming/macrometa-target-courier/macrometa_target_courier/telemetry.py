"""The metrics, in a registry of their own: the defaults of the client library would only be noise."""

import functools
from dataclasses import dataclass
from typing import Any, Awaitable, Callable

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from .constants import EXPORT_ERRORS, EXPORT_LAG, LAG_BUCKETS, METRICS_PORT


@dataclass(frozen=True)
class Telemetry:
    """The metrics of the connector, and the registry that serves them."""

    registry: CollectorRegistry
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

    def serve(self) -> None:
        """Let the platform scrape the metrics."""
        start_http_server(METRICS_PORT, registry=self.registry)


TELEMETRY = Telemetry.create()


def counts_errors(function: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Make a coroutine count what it raises."""

    @functools.wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return await function(*args, **kwargs)
        except Exception:
            TELEMETRY.errors.inc()
            raise

    return wrapper
