"""What a workflow runs: it sends the records that arrive on standard input to the store."""

import sys
from datetime import datetime
from typing import Any

import requests
import singer
from prometheus_client import Counter, Gauge, start_http_server

from macrometa_target_demo.constants import METRICS_PORT, RESERVED_KEYS

EXPORT_ERRORS = Counter("export_errors", "Records that the store did not take")
EXPORT_LAG = Gauge("export_lag", "Seconds between reading a record and sending it")
EXPORTED_DOCUMENTS = Counter("exported_documents", "Records that the store took")


def main() -> None:
    """Read the configuration, serve metrics, and send what arrives."""
    arguments = singer.parse_args(["url", "api_token"])
    start_http_server(METRICS_PORT)
    for line in sys.stdin:
        message = singer.parse_message(line)
        if isinstance(message, singer.RecordMessage):
            send(message, arguments.config)


def send(message: singer.RecordMessage, config: dict[str, Any]) -> None:
    """Send one record, and count it."""
    try:
        headers = {"Authorization": f"Bearer {config['api_token']}"}
        document = without_reserved_keys(message.record)
        requests.post(config["url"], json=document, headers=headers, timeout=config.get("timeout", 30))
        EXPORTED_DOCUMENTS.inc()
        EXPORT_LAG.set((datetime.utcnow() - message.time_extracted).total_seconds())
    except requests.RequestException:
        EXPORT_ERRORS.inc()


def without_reserved_keys(record: dict[str, Any]) -> dict[str, Any]:
    """Return the record with a `_` in front of each key that the store keeps for itself."""
    for key in RESERVED_KEYS:
        if record.get(key):
            new_key = "_" + key
            while new_key in record:
                new_key = "_" + new_key
            record[new_key] = record.pop(key)
    return record
