"""What the linter says about a connector, of all that can be seen when it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Union

from macrometa_conformance.code.compile import compile_module
from macrometa_conformance.code.facts import Failure, ModuleFacts
from macrometa_conformance.engine import judge
from macrometa_conformance.large_stack import with_large_stack
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.package import module_roots
from macrometa_conformance.project.project import Project
from macrometa_conformance.project.tree import ProjectTree
from macrometa_conformance.report import Status
from macrometa_conformance.rule import Rule
from tests.connectors import all_rules

# The codes that promise something about the service, and those that promise something about a run.
SERVICE = (
    "C8204", "C8205", "C8501", "C8502", "C8503", "C8504", "C8505", "C8506", "C8507", "C8508", "C8509", "C8510",
    "C8511", "C8514", "C8515", "C8516", "C8601", "C8602", "C8603",
)  # fmt: skip
RUN = ("C8710", "C8712", "C8713", "C8714")
# Codes that promise nothing which is asked for, but may tell why a connector is not found.
MISNAMED = ("C8201", "C8202", "C8203", "C8206")
REASONS = ("C8001", "C8106", *MISNAMED, "C8604", "C8703")


@dataclass(frozen=True)
class Told:
    """A finding: its code, place (1-based lines; 0 for a whole file), subject and message."""

    code: str
    path: str
    line: int
    end_line: int
    subject: str
    message: str

    def covers(self, places: Iterable[tuple[str, int]]) -> bool:
        """Return whether one of these calls, paths with lines, stands in the finding's lines."""
        return any(path == self.path and self.line <= line <= self.end_line for path, line in places)


@dataclass(frozen=True)
class Linted:
    """The findings about a connector, the codes that are undecided about something, and what the project declares."""

    findings: tuple[Told, ...]
    doubts: frozenset[str]
    name: str
    version: str
    roots: tuple[str, ...]  # folders of importable packages, relative; empty for the root
    entry: str  # `module:function` of the console script, or nothing
    package: str
    type: str

    def of(self, *codes: str) -> tuple[Told, ...]:
        """Return the findings with one of these codes."""
        return tuple(told for told in self.findings if told.code in codes)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return the codes of the findings."""
        return frozenset(told.code for told in self.findings)


def lint(tree: ProjectTree) -> Linted:
    """Return what the rules say, whatever is suppressed."""
    return with_large_stack(lambda: _lint(Project(tree, compiler=_compiled)))


def lint_files(files: dict[str, bytes]) -> Linted:
    """Return what the rules say about a connector that is given by its files."""
    return lint(DictTree(files))


def _lint(project: Project) -> Linted:
    findings, doubts = [], set()
    for rule in _rules():
        judged = judge(rule, project)
        assert judged.outcome.status is not Status.CRASHED, judged.outcome.reasons
        if judged.outcome.reasons and judged.outcome.status is not Status.NOT_APPLICABLE:
            doubts.add(rule.code)
        for one in judged.findings:
            region = one.place.region
            lines = (region.line, region.end_line) if region else (0, 0)
            findings.append(Told(rule.code, one.place.path, *lines, one.subject, one.message))
    versions = project.declarations.versions
    scripts = [e.target for e in project.declarations.entry_points if e.group == "console_scripts"]
    return Linted(
        tuple(findings),
        frozenset(doubts),
        project.name.value if project.name else "",
        versions[0].value if versions else "0",
        ("", *module_roots(project.declarations)),
        scripts[0].replace(" ", "") if scripts and ":" in scripts[0] else "",
        project.package.name if project.package else "",
        project.type.words[0] if project.type else "",
    )


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in all_rules() if rule.code in {*SERVICE, *RUN, *REASONS})


@cache
def _compiled(data: bytes) -> Union[ModuleFacts, Failure]:
    return compile_module(data)
