"""From Singer messages to requests."""

import asyncio
import json
import sys
from datetime import datetime, timezone
from functools import partial
from typing import Any, Dict, List

from singer.utils import strptime_to_utc

from ..telemetry import TELEMETRY, counts_errors
from . import service
from .names import without_reserved_names


def now() -> datetime:
    """Return the current time."""
    return datetime.now(tz=timezone.utc)


class Pipeline:
    """Posts the documents of one run."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self.config = config
        self.limit = asyncio.Semaphore(int(config.get('parallel_requests') or 4))
        self.key_properties: Dict[str, List[str]] = {}
        self.under_way: List['asyncio.Task[None]'] = []

    @counts_errors
    async def run(self) -> None:
        """Read standard input to its end."""
        loop = asyncio.get_running_loop()
        while True:
            line = await loop.run_in_executor(None, sys.stdin.readline)
            if not line:
                break
            await self.handle(json.loads(line))
        await self.settle()

    async def handle(self, message: Dict[str, Any]) -> None:
        """Begin what a message asks for."""
        if message['type'] == 'SCHEMA':
            self.key_properties[message['stream']] = message['key_properties']
        elif message['type'] == 'RECORD':
            self.under_way.append(asyncio.create_task(self.deliver(message)))
        elif message['type'] == 'STATE':
            await self.settle()
            print(json.dumps(message['value']), flush=True)

    async def settle(self) -> None:
        """Wait for all documents that are under way."""
        tasks, self.under_way = self.under_way, []
        await asyncio.gather(*tasks)

    async def deliver(self, message: Dict[str, Any]) -> None:
        """Post one document, and note how old it is."""
        stream = message['stream']
        document = without_reserved_names(message['record'], self.key_properties.get(stream, ()))
        async with self.limit:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, partial(service.post, self.config, stream, document))
        if 'time_extracted' in message:
            age = now() - strptime_to_utc(message['time_extracted'])
            TELEMETRY.lag.observe(age.total_seconds())
