"""A conforming target connector, `macrometa-target-demo`."""

from macrometa_conformance.conforming import LICENSE, SETUP_CFG

README = """\
# macrometa-target-demo

A target connector that exports a collection to Demo.
"""
GETTING_STARTED = """\
# Demo target

Exports a collection to Demo.

## Prerequisites

An account at Demo that may write people.

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
name = "macrometa-target-demo"
version = "0.1.0"
description = "Exports a collection to Demo"
readme = "README.md"
requires-python = ">=3.8,<3.11"
dependencies = [
    "c8connector>=0.0.32",
    "pipelinewise-singer-python==1.2.0",
    "prometheus-client==0.16.0",
]

[project.scripts]
macrometa-target-demo = "macrometa_target_demo.main:main"

[tool.setuptools]
packages = ["macrometa_target_demo"]
"""
INIT = '''\
"""The Demo target connector."""

from typing import List

from c8connector import (
    C8Connector,
    ConfigAttributeType,
    ConfigProperty,
    Sample,
    Schema,
    ValidationException,
)

from macrometa_target_demo.demo import ping
from macrometa_target_demo.keys import RESERVED_KEYS


class DemoTarget(C8Connector):
    """Exports a collection to Demo."""

    def name(self) -> str:
        return "Demo"

    def package_name(self) -> str:
        return "macrometa-target-demo"

    def version(self) -> str:
        return "0.1.0"

    def type(self) -> str:
        return "target"

    def description(self) -> str:
        return "Exports a collection to Demo"

    def reserved_keys(self) -> List[str]:
        return RESERVED_KEYS

    def config(self) -> List[ConfigProperty]:
        return [
            ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
            ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
        ]

    def capabilities(self) -> List[str]:
        return ["state"]

    def validate(self, integration: dict) -> None:
        try:
            ping(integration)
        except OSError as error:
            raise ValidationException(f"Demo does not answer: {error}") from error

    def samples(self, integration: dict) -> List[Sample]:
        return []

    def schemas(self, integration: dict) -> List[Schema]:
        return []
'''
DEMO = '''\
"""How to write to Demo."""

import json
from urllib.request import Request, urlopen


def ping(config: dict) -> None:
    """Raise OSError where Demo does not answer."""
    urlopen(f"https://{config['host']}/").close()


def write(config: dict, record: dict) -> None:
    """Write one record. Raises OSError where Demo does not take it."""
    headers = {"Authorization": config["password"]}
    request = Request(f"https://{config['host']}/people", json.dumps(record).encode(), headers)
    urlopen(request).close()
'''
KEYS = '''\
"""Keys that Demo reserves."""

from typing import List

RESERVED_KEYS = ["_key", "_type"]


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
"""Writes the Singer messages on standard input to Demo, and the state to standard output."""

import json
import sys
from datetime import datetime, timezone

import singer
from prometheus_client import Counter, Gauge, start_http_server
from singer import utils

from macrometa_target_demo.demo import write
from macrometa_target_demo.keys import rename_reserved_keys

METRICS_PORT = 8001
export_errors = Counter("export_errors", "Errors while exporting")
export_lag = Gauge("export_lag", "Seconds from extraction to export")


def main() -> None:
    """Run the connector."""
    args = utils.parse_args(["host", "password"])
    start_http_server(METRICS_PORT)
    try:
        export(args.config)
    except Exception:
        export_errors.inc()
        raise


def export(config: dict) -> None:
    """Write each record, and pass on the state."""
    key_properties = {}
    for line in sys.stdin:
        message = singer.parse_message(line)
        if isinstance(message, singer.SchemaMessage):
            key_properties[message.stream] = message.key_properties
        elif isinstance(message, singer.RecordMessage):
            write(config, rename_reserved_keys(message.record, key_properties[message.stream]))
            lag = datetime.now(timezone.utc) - message.time_extracted
            export_lag.set(lag.total_seconds())
        elif isinstance(message, singer.StateMessage):
            sys.stdout.write(json.dumps(message.value) + "\\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
'''
FILES = {
    "LICENSE": LICENSE,
    "README.md": README,
    "GETTING_STARTED.md": GETTING_STARTED,
    "pyproject.toml": PYPROJECT,
    "setup.cfg": SETUP_CFG,
    "macrometa_target_demo/__init__.py": INIT,
    "macrometa_target_demo/demo.py": DEMO,
    "macrometa_target_demo/keys.py": KEYS,
    "macrometa_target_demo/main.py": MAIN,
}
