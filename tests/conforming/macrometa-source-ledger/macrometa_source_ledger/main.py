"""Entry point of the workflow."""
import sys
from datetime import datetime, timezone

import singer
from singer import metadata, utils
from singer.catalog import Catalog, CatalogEntry
from singer.schema import Schema

from macrometa_source_ledger.client import JSON_TYPES, LedgerClient, LedgerError
from macrometa_source_ledger.monitoring import Monitor

LOGGER = singer.get_logger()
REQUIRED_CONFIG_KEYS = ["database_path", "table", "replication_method"]

monitor = Monitor()


def discover(config):
    """Describes the configured table."""
    with LedgerClient(config) as client:
        properties = {
            name: Schema(type=["null", JSON_TYPES.get(declared, "string")])
            for name, declared in client.columns().items()
        }
        primary_keys = client.primary_keys()
    mdata = metadata.write(metadata.new(), (), "selected", True)
    entry = CatalogEntry(
        tap_stream_id=config["table"],
        stream=config["table"],
        key_properties=primary_keys,
        schema=Schema(type="object", properties=properties),
        replication_method=config["replication_method"],
        replication_key=config.get("replication_key"),
        metadata=metadata.to_list(mdata),
    )
    return Catalog([entry])


def sync_stream(config, state, entry):
    """Writes the rows of one stream."""
    stream = entry.tap_stream_id
    key = entry.replication_key if entry.replication_method == "INCREMENTAL" else None
    bookmark = singer.get_bookmark(state, stream, key) if key else None
    singer.write_schema(stream, entry.schema.to_dict(), entry.key_properties, [key] if key else None)
    count = 0
    with LedgerClient(config) as client:
        for row in client.rows(key=key, after=bookmark):
            message = singer.RecordMessage(
                stream=stream,
                record=row,
                time_extracted=datetime.now(timezone.utc),
            )
            singer.write_message(message)
            count += 1
            if key:
                state = singer.write_bookmark(state, stream, key, row[key])
                if count % 1000 == 0:
                    singer.write_message(singer.StateMessage(value=state))
    LOGGER.info("%s: %d rows", stream, count)
    return state


def do_sync(config, catalog, state):
    """Writes all selected streams."""
    for entry in catalog.streams:
        try:
            state = sync_stream(config, state, entry)
        except LedgerError as e:
            LOGGER.critical(e)
            monitor.error()
            raise
        singer.write_message(singer.StateMessage(value=state))


def main():
    """Runs discovery or a sync."""
    args = utils.parse_args(REQUIRED_CONFIG_KEYS)
    if args.discover:
        discover(args.config).dump()
        return
    monitor.expose()
    try:
        catalog = args.catalog or discover(args.config)
    except LedgerError as e:
        LOGGER.critical(e)
        monitor.error()
        sys.exit(1)
    do_sync(args.config, catalog, args.state or {})


if __name__ == "__main__":
    main()
