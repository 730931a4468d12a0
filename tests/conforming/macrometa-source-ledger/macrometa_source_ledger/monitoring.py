"""Prometheus metrics."""
import os

from prometheus_client import CollectorRegistry, Counter, start_http_server

LABELS = ["region", "tenant", "workflow"]


class Monitor:
    """Holds the metrics of this run in a registry of their own."""

    def __init__(self):
        self.registry = CollectorRegistry()
        self.ingest_errors = Counter(
            "ingest_errors",
            "Total number of errors while reading from Ledger",
            labelnames=LABELS,
            registry=self.registry,
        )
        self.region = os.getenv("GDN_REGION", "none")
        self.tenant = os.getenv("GDN_TENANT", "none")
        self.workflow = os.getenv("WORKFLOW_UUID", "none")

    def expose(self):
        """Starts the server that is scraped by the platform."""
        start_http_server(8000, registry=self.registry)

    def error(self):
        """Counts one error."""
        self.ingest_errors.labels(self.region, self.tenant, self.workflow).inc()
