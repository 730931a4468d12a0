"""What the platform shows before the first run."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from c8connector import Sample, Schema, SchemaAttribute, SchemaAttributeType, ValidationException

from .. import constants
from ..gateway import GatewayError, Session
from ..keys import unreserve

Record = dict[str, Any]

KINDS = [
    (bool, SchemaAttributeType.BOOLEAN),
    (int, SchemaAttributeType.LONG),
    (float, SchemaAttributeType.DOUBLE),
    ((dict, list), SchemaAttributeType.OBJECT),
]


class Sampling:
    """Shows some reports, and their schema."""

    def samples(self, integration: dict) -> list[Sample]:
        records = self._records(integration)
        return [Sample(self._schema(records), records)]

    def schemas(self, integration: dict) -> list[Schema]:
        return [self._schema(self._records(integration))]

    def _records(self, integration: dict) -> list[Record]:
        try:
            with ThreadPoolExecutor(1) as own:  # the loop of whoever asks is running already
                reports = own.submit(asyncio.run, first_reports(integration, constants.SAMPLE_SIZE)).result()
        except GatewayError as error:
            raise ValidationException(str(error)) from error
        return [unreserve(report, {constants.PRIMARY_KEY}) for report in reports]

    def _schema(self, records: list[Record]) -> Schema:
        merged: Record = {}
        for record in records:
            merged.update(record)
        attributes = [SchemaAttribute(name, kind_of(value)) for name, value in merged.items()]
        return Schema(constants.STREAM, attributes)


def kind_of(value: Any) -> SchemaAttributeType:
    """Return the attribute type of a value."""
    return next((kind for python, kind in KINDS if isinstance(value, python)), SchemaAttributeType.STRING)


async def first_reports(integration: dict, limit: int) -> list[Record]:
    """Return the first reports that there are."""
    found: list[Record] = []
    async with Session(integration) as session:
        for day in await session.days():
            async for report in session.reports(day):
                if len(found) >= limit:
                    return found
                found.append(report)
    return found
