"""A small conforming connector for the tests of rules, and what one rule says about a changed one."""

from collections.abc import Mapping
from typing import Optional, Union

from macrometa_conformance.finding import Finding, NotApplicable, Undecided
from macrometa_conformance.project.dict_tree import DictTree, Special
from macrometa_conformance.project.project import Options, Project
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.rule import Rule

Content = Union[str, bytes, Special, None]

PYPROJECT = """\
[project]
name = "macrometa-source-demo"
version = "0.1.0"
requires-python = ">=3.8.1,<3.11"
dependencies = [
    "c8connector>=0.0.32",
    "pipelinewise-singer-python==1.2.0",
    "prometheus-client==0.16.0",
]

[project.scripts]
macrometa-source-demo = "macrometa_source_demo.main:main"
"""
INIT = """\
from c8connector import C8Connector


class DemoConnector(C8Connector):
    def package_name(self) -> str:
        return "macrometa-source-demo"

    def version(self) -> str:
        return "0.1.0"

    def type(self) -> str:
        return "source"
"""
MAIN = """\
import singer
from prometheus_client import start_http_server


def main() -> None:
    start_http_server(8000)
"""
GUIDE = """\
# Demo

## Prerequisites

An account.

## Configuration

A password.
"""
BASE: dict[str, Content] = {
    "LICENSE": "Apache License\n",
    "README.md": "# Demo\n",
    "GETTING_STARTED.md": GUIDE,
    "pyproject.toml": PYPROJECT,
    "setup.cfg": "[tool:pytest]\n",
    "macrometa_source_demo/__init__.py": INIT,
    "macrometa_source_demo/main.py": MAIN,
}
POETRY = """\
[tool.poetry]
name = "macrometa-source-demo"
version = "0.1.0"

[tool.poetry.dependencies]
python = ">=3.8.1,<3.11"
c8connector = ">=0.0.32"
pipelinewise-singer-python = "1.2.0"
prometheus-client = "0.16.0"
"""


def changed(files: Mapping[str, Content]) -> dict[str, Union[str, bytes, Special]]:
    """Return the files of the connector with some replaced, added, or (None) taken away."""
    return {path: content for path, content in {**BASE, **files}.items() if content is not None}


def requiring(*requirements: str) -> str:
    """Return a pyproject.toml with more run-time requirements, which begin at line 9."""
    lines = "".join(f"    {requirement!r},\n" for requirement in requirements)
    return PYPROJECT.replace("]\n\n", f"{lines}]\n\n", 1)


def poetry(*lines: str) -> str:
    """Return a pyproject.toml in Poetry's notation with more lines at its end, from line 10 on."""
    return POETRY + "\n".join(lines) + "\n"


def rule(code: str) -> Rule:
    """Return a built-in rule by its code."""
    return next(rule for rule in built_in_rules() if rule.code == code)


class Verdicts:
    """What one rule says about one project."""

    def __init__(self, code: str, files: Mapping[str, Content], options: Optional[Options] = None) -> None:
        asked = rule(code)
        project = Project(DictTree(changed(files)), options)
        answers = [answer for answer in (needs(project) for needs in asked.requires) if answer]
        verdicts = answers[:1] if answers else list(asked.check(project))
        self.findings = [verdict for verdict in verdicts if isinstance(verdict, Finding)]
        self.undecided = [verdict for verdict in verdicts if isinstance(verdict, Undecided)]
        self.not_applicable = [verdict for verdict in verdicts if isinstance(verdict, NotApplicable)]

    @property
    def places(self) -> list[tuple[str, Optional[int]]]:
        """Return the file and line of each finding."""
        return [(finding.place.path, finding.place.line) for finding in self.findings]

    @property
    def subjects(self) -> list[str]:
        """Return the subject of each finding."""
        return [finding.subject for finding in self.findings]

    @property
    def only(self) -> Finding:
        """Return the one finding there is."""
        assert len(self.findings) == 1, self.findings
        return self.findings[0]


def verdicts(code: str, files: Mapping[str, Content], **options: object) -> Verdicts:
    """Judge a changed connector by one rule."""
    return Verdicts(code, files, Options(**options) if options else None)  # type: ignore[arg-type]
