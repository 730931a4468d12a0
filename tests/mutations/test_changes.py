"""Every change that breaks a rule is found, by that rule alone, and no change that breaks none is."""

from functools import cache

import pytest

from macrometa_conformance.config import Plan
from macrometa_conformance.engine import lint_project
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.registry import load_registry
from macrometa_conformance.report import Status
from macrometa_conformance.rule import Rule
from tests.mutations import (
    sources_code,
    sources_project,
    sources_rewrites,
    targets_interface,
    targets_keys,
    targets_lag,
    targets_metrics,
    targets_rewrites,
)
from tests.mutations.changes import Mutation

OPT_IN = ("C8803",)  # of the opt-in rules, those that the changes are about
VIOLATIONS = tuple(
    mutation
    for module in (sources_project, sources_code, targets_interface, targets_keys, targets_lag, targets_metrics)
    for mutation in module.violations()
)
REWRITES = (*sources_rewrites.rewrites(), *targets_rewrites.rewrites())


@cache
def plan() -> Plan:
    """Return the rules that judge a change."""
    return Plan(tuple(rule for rule in load_registry(plugins=False).rules if _is_judged(rule)))


def _is_judged(rule: Rule) -> bool:
    return not rule.opt_in or rule.code in OPT_IN


@pytest.mark.parametrize("mutation", [*VIOLATIONS, *REWRITES], ids=lambda mutation: mutation.name)
def test_the_rules_find_what_a_change_breaks_and_nothing_else(mutation: Mutation) -> None:
    """The codes that are reported are those that the change asks for, and no rule crashes."""
    report = lint_project(DictTree(mutation.files()), plan())
    found = {result.rule.code for result in report.results}
    told = [(result.rule.code, result.finding.place, result.finding.message) for result in report.results]
    assert mutation.codes <= found <= mutation.codes | mutation.tolerated, told
    place = mutation.place()
    code = mutation.name.split()[0]
    assert place is None or place in [
        (r.finding.place.path, r.finding.place.line) for r in report.results if r.rule.code == code
    ], told
    assert [outcome for outcome in report.outcomes if outcome.status is Status.CRASHED] == []


def test_there_are_enough_changes() -> None:
    """Each rule that is broken is broken in three ways at least, and thirty rewrites stay clean."""
    names = [mutation.name for mutation in (*VIOLATIONS, *REWRITES)]
    assert len(set(names)) == len(names)
    codes = [code for mutation in VIOLATIONS for code in mutation.codes | mutation.tolerated]
    assert all(codes.count(code) >= 3 for code in set(codes) if code.startswith(("C86", "C87")))
    assert len(REWRITES) >= 30
