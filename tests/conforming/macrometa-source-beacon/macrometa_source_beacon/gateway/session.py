"""A session at the gateway, to be used like a client session of HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from .errors import GatewayError


class Session:
    """Reads the spool folder without blocking the loop."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._folder = Path(config["spool_folder"])
        self._token = config["access_token"]

    async def __aenter__(self) -> Session:
        if not await asyncio.to_thread(self._folder.is_dir):
            raise GatewayError(f"{self._folder} is no folder")
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def days(self) -> list[str]:
        """Return the names of the files, the oldest first."""
        return await asyncio.to_thread(lambda: sorted(path.name for path in self._folder.glob("*.jsonl")))

    async def reports(self, day: str) -> AsyncIterator[dict[str, Any]]:
        """Yield the reports of one file."""
        text = await asyncio.to_thread((self._folder / day).read_text, "utf-8")
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise GatewayError(f"{day}, line {number}: {error}") from error
