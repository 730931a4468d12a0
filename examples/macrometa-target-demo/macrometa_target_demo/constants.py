"""Values that several modules share."""

METRICS_PORT = 8000

RESERVED_KEYS = ["id", ""]
