"""What is fixed about the connector."""

DISTRIBUTION = 'macrometa-target-courier'
VERSION = '1.4.0'

METRICS_PORT = 8001
EXPORT_ERRORS = 'export_errors'
EXPORT_LAG = 'export_lag'
LAG_BUCKETS = (0.5, 1, 5, 30, 60, 300, 3600, float('inf'))

# The service has no fixed primary key, so the first element is empty.
KEY = '_key'
RESERVED_KEYS = ['', '_id', KEY]
