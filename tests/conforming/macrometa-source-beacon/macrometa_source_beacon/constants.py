"""Names and numbers."""

from typing import Final

METRICS_PORT: Final[int] = 8_000
ERRORS: Final = "ingest_errors"

STREAM: Final = "reports"
PRIMARY_KEY: Final = "uid"
BOOKMARK: Final = "file"

RESERVED: Final = frozenset({"_id", "_key", "_rev"})
SAMPLE_SIZE: Final = 10
DEFAULT_BATCH_SIZE: Final = 50
