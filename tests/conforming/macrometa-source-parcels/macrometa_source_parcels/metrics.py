from contextlib import contextmanager

from prometheus_client import Counter, start_http_server

PORT = 8000

ingest_errors = Counter('ingest_errors', 'Errors while loading scans', ['depot'])


def start():
    start_http_server(PORT)


@contextmanager
def count_errors(depot):
    """Counts (and lets pass) what goes wrong in the block."""
    try:
        yield
    except Exception:
        ingest_errors.labels(depot=depot).inc()
        raise
