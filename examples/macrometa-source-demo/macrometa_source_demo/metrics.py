"""What the platform scrapes from a running source."""

from prometheus_client import Counter

PORT = 8000

INGEST_ERRORS = Counter("ingest_errors", "Errors while reading the source")
