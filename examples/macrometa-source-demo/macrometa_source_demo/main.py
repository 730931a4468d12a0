"""What a workflow runs: the rows of the table as Singer messages on standard output."""

from contextlib import closing
from datetime import datetime, timezone
from typing import Any

import singer
from prometheus_client import start_http_server

from macrometa_source_demo import metrics
from macrometa_source_demo.database import connect, read_rows, read_table

REQUIRED = ["database_file", "table"]


def main() -> None:
    """Read configuration and state, serve metrics, and bring the rows."""
    arguments = singer.parse_args(REQUIRED)
    start_http_server(metrics.PORT)
    try:
        sync(arguments.config, arguments.state)
    except Exception:
        metrics.INGEST_ERRORS.inc()
        raise


def sync(config: dict[str, Any], state: dict[str, Any]) -> None:
    """Write the schema, the rows that are new, and the state that the next run begins with."""
    with closing(connect(config["database_file"])) as connection:
        table = read_table(connection, config["table"], config.get("replication_key"))
        key = table.replication_key
        singer.write_schema(table.name, table.json_schema, list(table.key_properties), [key] if key else None)
        since = singer.get_bookmark(state, table.name, key) if key else None
        for row in read_rows(connection, table, since):
            singer.write_record(table.name, row, time_extracted=datetime.now(timezone.utc))
            if key:
                state = singer.write_bookmark(state, table.name, key, row[key])
        singer.write_state(state)


if __name__ == "__main__":
    main()
