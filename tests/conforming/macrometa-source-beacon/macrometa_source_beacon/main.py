"""`macrometa-source-beacon`: writes reports as Singer messages."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any

import singer

from . import constants
from .gateway import Session
from .observability import counted, serve

log = logging.getLogger(__package__)
SCHEMA = {"type": "object", "properties": {constants.PRIMARY_KEY: {"type": "string"}}, "additionalProperties": True}


@counted("emit")
async def emit(queue: asyncio.Queue[dict[str, Any] | None]) -> None:
    """Write what arrives in the queue, until None does."""
    while (report := await queue.get()) is not None:
        singer.write_record(constants.STREAM, report, time_extracted=dt.datetime.now(tz=dt.timezone.utc))


@counted("read")
async def read(session: Session, day: str, batch_size: int) -> None:
    """Bring the reports of one day."""
    queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue(batch_size)
    writer = asyncio.create_task(emit(queue))
    try:
        async for report in session.reports(day):
            await queue.put(report)
    finally:
        await queue.put(None)
        await writer


@counted("sync")
async def sync(config: dict[str, Any], state: dict[str, Any]) -> None:
    """Bring the reports of the days that are new."""
    singer.write_schema(constants.STREAM, SCHEMA, [constants.PRIMARY_KEY])
    done = singer.get_bookmark(state, constants.STREAM, constants.BOOKMARK, default="")
    async with Session(config) as session:
        for day in await session.days():
            if day <= done:
                continue
            await read(session, day, int(config.get("batch_size") or constants.DEFAULT_BATCH_SIZE))
            state = singer.write_bookmark(state, constants.STREAM, constants.BOOKMARK, day)
            singer.write_state(state)
            log.info("%s is done", day)


def main() -> None:
    """Run the connector."""
    args = singer.utils.parse_args(["spool_folder", "access_token"])
    serve()
    asyncio.run(sync(args.config, args.state))


if __name__ == "__main__":
    main()
