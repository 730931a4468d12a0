"""Connectors for the tests of the rules on metrics: the code of `main.py`, below the usual imports."""

import textwrap
from typing import Optional

from tests.rules.projects import INIT, PYPROJECT, Content, Verdicts, verdicts

HEAD = """\
import os
import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Summary, start_http_server
"""
FIRST = HEAD.count("\n")  # the number of lines above the case


def source(code: str, main: str, *, scripts: bool = True, head: str = HEAD, **others: str) -> Verdicts:
    """Judge a source by its `main.py` and other modules (`package_sub` is `package/sub.py`)."""
    return _judge(code, "source", main, scripts, head, others)


def target(code: str, main: str, *, scripts: bool = True, head: str = HEAD, **others: str) -> Verdicts:
    """Judge a target likewise."""
    return _judge(code, "target", main, scripts, head, others)


def _judge(code: str, kind: str, main: str, scripts: bool, head: str, others: dict[str, str]) -> Verdicts:
    package = f"macrometa_{kind}_demo"
    pyproject = PYPROJECT.replace("-source-", f"-{kind}-").replace("_source_", f"_{kind}_")
    files: dict[str, Content] = {
        "macrometa_source_demo/__init__.py": None,
        "macrometa_source_demo/main.py": None,
        "pyproject.toml": pyproject if scripts else pyproject.partition("[project.scripts]")[0],
        f"{package}/__init__.py": INIT.replace('"source"', f'"{kind}"').replace("-source-", f"-{kind}-"),
        f"{package}/main.py": head + textwrap.dedent(main),
    }
    for name, text in others.items():
        files[f"{package}/{name.replace('__', '/')}.py"] = textwrap.dedent(text)
    return verdicts(code, files)


def lines(found: Verdicts) -> list[Optional[int]]:
    """Return the lines of the findings, those of `main.py` counted from the case's first line."""
    return [
        line - FIRST if line is not None and path.endswith("main.py") else line for path, line in sorted(found.places)
    ]
