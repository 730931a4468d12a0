"""What the rules say about a changed connector; a module that many changes leave alone is compiled once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Optional, Union

from macrometa_conformance.code.compile import compile_module
from macrometa_conformance.code.facts import Failure, ModuleFacts
from macrometa_conformance.config import Plan
from macrometa_conformance.engine import Judged, judge
from macrometa_conformance.large_stack import with_large_stack
from macrometa_conformance.plain import replace
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from macrometa_conformance.report import Result, Status
from macrometa_conformance.suppression import JUDGES, Suppressions
from tests.connectors import all_rules
from tests.mutations.changes import Mutation

Place = tuple[str, Optional[int]]  # a path from the connector's root, and a 1-based line or None


@dataclass(frozen=True)
class Said:
    """The code, place and message of each finding, and who is undecided or crashed, with the first reason."""

    findings: tuple[tuple[str, Place, str], ...]
    undecided: tuple[tuple[str, str], ...]
    crashed: tuple[tuple[str, str], ...]

    def places(self, code: str) -> list[Place]:
        """Return where a rule finds something."""
        return [place for found, place, _ in self.findings if found == code]

    @property
    def codes(self) -> set[str]:
        """Return the codes of the rules that find something."""
        return {code for code, _, _ in self.findings}


def said(change: Mutation) -> Said:
    """Return what every rule says, of the opt-in ones those that the change is about; about a rewrite all."""
    project = Project(DictTree(change.files()), compiler=compiled)
    named = {"C8803", *change.codes}
    rules = [rule for rule in all_rules() if not change.code or not rule.opt_in or rule.code in named]
    judged = with_large_stack(lambda: [*_judged(project, Plan(tuple(rules)))])
    findings = [
        (one.outcome.rule.code, (finding.place.path, finding.place.line), finding.message)
        for one in judged
        for finding in one.findings
    ]
    ended = [(one.outcome.status, one.outcome.rule.code, one.outcome.reasons) for one in judged]
    return Said(
        tuple(findings),
        tuple((code, reasons[0][0]) for status, code, reasons in ended if status is Status.UNDECIDED),
        tuple((code, reasons[0][0]) for status, code, reasons in ended if status is Status.CRASHED),
    )


def _judged(project: Project, plan: Plan) -> Iterator[Judged]:
    """Yield what each rule says, without what is suppressed."""
    suppressions = project.suppressions = Suppressions(project, plan)
    for rule in sorted(plan.rules, key=lambda rule: rule.code in JUDGES):
        judged = judge(rule, project)
        suppressions.note(judged.outcome)
        results = [suppressions.judge(Result(rule, rule.severity, finding, "")) for finding in judged.findings]
        yield replace(judged, findings=tuple(result.finding for result, accepted in results if accepted is None))


@cache
def compiled(data: bytes) -> Union[ModuleFacts, Failure]:
    """Return what a module holds; texts that were met before are not read again."""
    return compile_module(data)
