"""A conforming integration connector, `macrometa-integration-demo`."""

from macrometa_conformance.conforming import LICENSE, SETUP_CFG

README = """\
# macrometa-integration-demo

An integration connector that tells Demo to refresh.
"""
GETTING_STARTED = """\
# Demo integration

Tells Demo to refresh.

## Prerequisites

An account at Demo.

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
name = "macrometa-integration-demo"
version = "0.1.0"
description = "Tells Demo to refresh"
readme = "README.md"
requires-python = ">=3.8,<3.11"
dependencies = [
    "c8connector>=0.0.32",
]

[project.scripts]
macrometa-integration-demo = "macrometa_integration_demo.main:main"

[tool.setuptools]
packages = ["macrometa_integration_demo"]
"""
INIT = '''\
"""The Demo integration connector."""

from typing import List

from c8connector import (
    C8Connector,
    ConfigAttributeType,
    ConfigProperty,
    Sample,
    Schema,
    ValidationException,
)

from macrometa_integration_demo.demo import refresh


class DemoIntegration(C8Connector):
    """Tells Demo to refresh."""

    def name(self) -> str:
        return "Demo"

    def package_name(self) -> str:
        return "macrometa-integration-demo"

    def version(self) -> str:
        return "0.1.0"

    def type(self) -> str:
        return "integration"

    def description(self) -> str:
        return "Tells Demo to refresh"

    def reserved_keys(self) -> List[str]:
        return []

    def config(self) -> List[ConfigProperty]:
        return [
            ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens"),
            ConfigProperty("password", "Password", ConfigAttributeType.PASSWORD, True, False, "Of the account"),
        ]

    def capabilities(self) -> List[str]:
        return []

    def validate(self, integration: dict) -> None:
        try:
            refresh(integration)
        except OSError as error:
            raise ValidationException(f"Demo does not answer: {error}") from error

    def samples(self, integration: dict) -> List[Sample]:
        return []

    def schemas(self, integration: dict) -> List[Schema]:
        return []
'''
DEMO = '''\
"""How to reach Demo."""

from urllib.request import Request, urlopen


def refresh(config: dict) -> None:
    """Tell Demo to refresh. Raises OSError where it does not answer."""
    urlopen(Request(f"https://{config['host']}/refresh", headers={"Authorization": config["password"]})).close()
'''
MAIN = '''\
"""Tells Demo to refresh."""

import json
import sys

from macrometa_integration_demo.demo import refresh


def main() -> None:
    """Run the connector with the configuration in the file that is its argument."""
    with open(sys.argv[1]) as file:
        refresh(json.load(file))


if __name__ == "__main__":
    main()
'''
FILES = {
    "LICENSE": LICENSE,
    "README.md": README,
    "GETTING_STARTED.md": GETTING_STARTED,
    "pyproject.toml": PYPROJECT,
    "setup.cfg": SETUP_CFG,
    "macrometa_integration_demo/__init__.py": INIT,
    "macrometa_integration_demo/demo.py": DEMO,
    "macrometa_integration_demo/main.py": MAIN,
}
