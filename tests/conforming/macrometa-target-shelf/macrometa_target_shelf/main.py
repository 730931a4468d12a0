"""Reads Singer messages from standard input, writes documents to SQLite and the state to standard output."""

import json
import sqlite3
import sys
from typing import Any, Iterable, Optional

import singer
from prometheus_client import start_http_server
from singer import utils

from macrometa_target_shelf.metrics import count_error, observe_lag
from macrometa_target_shelf.sink import TableSink

LOGGER = singer.get_logger()
REQUIRED_CONFIG_KEYS = ["database_file"]


def emit_state(state: Optional[dict]) -> None:
    """Pass the state on to whoever runs the connector."""
    if state is not None:
        line = json.dumps(state)
        LOGGER.debug("Emitting state %s", line)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def flush_sinks(config: dict, sinks: dict[str, TableSink], times: dict[str, list[str]]) -> None:
    """Write what all sinks have gathered."""
    for stream, sink in sinks.items():
        written = sink.write()
        LOGGER.info("Wrote %d documents of %s", written, stream)
        if times[stream]:
            observe_lag(config.get("region", "global"), stream, times[stream][-1])
            times[stream].clear()


def persist_lines(config: dict, connection: sqlite3.Connection, lines: Iterable[str]) -> None:
    """Write the documents of all messages. Each state goes out when the documents before it are written."""
    batch_size = int(config.get("batch_size") or 500)
    sinks: dict[str, TableSink] = {}
    times: dict[str, list[str]] = {}
    state: Optional[dict[str, Any]] = None
    gathered = 0
    stream = ""
    try:
        for line in lines:
            message = json.loads(line)
            stream = message.get("stream", stream)
            if message["type"] == "SCHEMA":
                flush_sinks(config, sinks, times)
                sinks[stream] = TableSink(connection, stream, message["key_properties"])
                times[stream] = []
            elif message["type"] == "RECORD":
                if stream not in sinks:
                    raise ValueError(f"A record of the stream {stream} came before its schema")
                sinks[stream].add(message["record"])
                if message.get("time_extracted"):
                    times[stream].append(message["time_extracted"])
                gathered += 1
                if gathered >= batch_size:
                    flush_sinks(config, sinks, times)
                    gathered = 0
                    emit_state(state)
                    state = None
            elif message["type"] == "STATE":
                state = message["value"]
        flush_sinks(config, sinks, times)
        emit_state(state)
    except Exception as error:
        LOGGER.error("The export failed: %s", error)
        count_error(config.get("region", "global"), stream)
        raise


def main() -> None:
    """Run the connector."""
    args = utils.parse_args(REQUIRED_CONFIG_KEYS)
    start_http_server(8001)
    connection = sqlite3.connect(args.config["database_file"])
    try:
        persist_lines(args.config, connection, sys.stdin)
    finally:
        connection.close()


if __name__ == "__main__":
    main()
