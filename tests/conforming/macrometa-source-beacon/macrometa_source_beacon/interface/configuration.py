"""What a user configures."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from c8connector import ConfigAttributeType as Kind
from c8connector import ConfigProperty, ValidationException

from .. import constants
from ..gateway import GatewayError, Session

static = partial(ConfigProperty, is_dynamic=False)


class Configuration:
    """Describes and checks the configuration."""

    def config(self) -> list[ConfigProperty]:
        properties = [
            static(
                name="spool_folder",
                display_name="Spool folder",
                type=Kind.STRING,
                is_mandatory=True,
                description="The folder that the gateway writes to.",
                placeholder_value="/mnt/spool",
            ),
            static(
                name="access_token",
                display_name="Access token",
                type=Kind.PASSWORD,
                is_mandatory=True,
                description="The token of the gateway.",
            ),
        ]
        properties.append(
            static(
                name="batch_size",
                display_name="Batch size",
                type=Kind.INT,
                is_mandatory=False,
                description="How many reports are read at once.",
                default_value=str(constants.DEFAULT_BATCH_SIZE),
            )
        )
        return properties

    def validate(self, integration: dict) -> None:
        async def check() -> None:
            async with Session(integration) as session:
                await session.days()

        if problem := self._problem(integration):
            raise ValidationException(problem)
        try:
            with ThreadPoolExecutor(1) as own:  # the loop of whoever asks is running already
                own.submit(asyncio.run, check()).result()
        except GatewayError as error:
            raise ValidationException(f"the gateway cannot be read: {error}") from None

    @staticmethod
    def _problem(integration: dict) -> str | None:
        lacking = [key for key in ("spool_folder", "access_token") if not integration.get(key)]
        return f"missing: {', '.join(lacking)}" if lacking else None
