"""A conforming source connector, `macrometa-source-demo`."""

from macrometa_conformance.conforming import LICENSE, SETUP_CFG

README = """\
# macrometa-source-demo

A source connector that ingests the people of Demo.
"""
GETTING_STARTED = """\
# Demo source

Ingests the people of Demo into a collection.

## Prerequisites

An account at Demo that may read people.

## Configuration

| Property | Meaning |
|---|---|
| Host | where Demo listens, for example `demo.example.com` |
| Password | the password of the account |
"""
PYPROJECT = """\
[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "macrometa-source-demo"
version = "0.1.0"
description = "Ingests the people of Demo"
readme = "README.md"
requires-python = ">=3.8,<3.11"
dependencies = [
    "c8connector>=0.0.32",
    "pipelinewise-singer-python==1.2.0",
    "prometheus-client==0.16.0",
]

[project.scripts]
macrometa-source-demo = "macrometa_source_demo.main:main"

[tool.setuptools]
packages = ["macrometa_source_demo"]
"""
INIT = '''\
"""The Demo source connector."""

from typing import List

from c8connector import (
    C8Connector,
    ConfigAttributeType,
    ConfigProperty,
    Sample,
    Schema,
    SchemaAttribute,
    SchemaAttributeType,
    ValidationException,
)

from macrometa_source_demo.demo import KEY_PROPERTIES, fetch
from macrometa_source_demo.keys import rename_reserved_keys


class DemoSource(C8Connector):
    """Ingests the people of Demo."""

    def name(self) -> str:
        return "Demo"

    def package_name(self) -> str:
        return "macrometa-source-demo"

    def version(self) -> str:
        return "0.1.0"

    def type(self) -> str:
        return "source"

    def description(self) -> str:
        return "Ingests the people of Demo"

    def reserved_keys(self) -> List[str]:
        return []

    def config(self) -> List[ConfigProperty]:
        return [
            ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
            ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
        ]

    def capabilities(self) -> List[str]:
        return ["discover", "state"]

    def validate(self, integration: dict) -> None:
        try:
            fetch(integration)
        except OSError as error:
            raise ValidationException(f"Demo does not answer: {error}") from error

    def samples(self, integration: dict) -> List[Sample]:
        records = [rename_reserved_keys(record, KEY_PROPERTIES) for record in fetch(integration)[:10]]
        return [Sample(schema=schema_of(records), data=records)]

    def schemas(self, integration: dict) -> List[Schema]:
        records = [rename_reserved_keys(record, KEY_PROPERTIES) for record in fetch(integration)]
        return [schema_of(records)]


def schema_of(records: List[dict]) -> Schema:
    """Return the schema of records whose keys are renamed already."""
    keys = sorted({key for record in records for key in record})
    return Schema("people", [SchemaAttribute(key, SchemaAttributeType.STRING) for key in keys])
'''
DEMO = '''\
"""What Demo holds."""

import json
from typing import List
from urllib.request import Request, urlopen

STREAM = "people"
KEY_PROPERTIES = ["id"]
SCHEMA = {"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": True}


def fetch(config: dict) -> List[dict]:
    """Return the records of all people. Raises OSError where Demo does not answer."""
    request = Request(f"https://{config['host']}/people", headers={"Authorization": config["password"]})
    with urlopen(request) as answer:
        return json.load(answer)
'''
KEYS = '''\
"""Keys that Macrometa reserves."""

from typing import List

RESERVED_KEYS = ["_key", "_id", "_rev"]


def rename_reserved_keys(record: dict, key_properties: List[str]) -> dict:
    """Return the record with `_` appended to each reserved key, again and again until the new key is free."""
    reserved_keys = list(RESERVED_KEYS)
    if "_key" in key_properties:
        reserved_keys.remove("_key")
    renamed = dict(record)
    for key in reserved_keys:
        if key in record:
            new_key = key + "_"
            while new_key in renamed:
                new_key += "_"
            renamed[new_key] = renamed.pop(key)
    return renamed
'''
MAIN = '''\
"""Writes the people of Demo to standard output, as Singer messages."""

from datetime import datetime, timezone

import singer
from prometheus_client import Counter, start_http_server
from singer import utils

from macrometa_source_demo.demo import KEY_PROPERTIES, SCHEMA, STREAM, fetch

METRICS_PORT = 8000
ingest_errors = Counter("ingest_errors", "Errors while ingesting")


def main() -> None:
    """Run the connector."""
    args = utils.parse_args(["host", "password"])
    start_http_server(METRICS_PORT)
    try:
        sync(args.config)
    except Exception:
        ingest_errors.inc()
        raise


def sync(config: dict) -> None:
    """Write the schema, each record, and the state."""
    singer.write_schema(STREAM, SCHEMA, KEY_PROPERTIES)
    for record in fetch(config):
        singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    singer.write_state({"bookmarks": {STREAM: {"done": True}}})


if __name__ == "__main__":
    main()
'''
FILES = {
    "LICENSE": LICENSE,
    "README.md": README,
    "GETTING_STARTED.md": GETTING_STARTED,
    "pyproject.toml": PYPROJECT,
    "setup.cfg": SETUP_CFG,
    "macrometa_source_demo/__init__.py": INIT,
    "macrometa_source_demo/demo.py": DEMO,
    "macrometa_source_demo/keys.py": KEYS,
    "macrometa_source_demo/main.py": MAIN,
}
