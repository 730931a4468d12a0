"""The examples in the documentation of the built-in rules."""

import pytest

from macrometa_conformance.config import Plan
from macrometa_conformance.engine import lint_project
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.report import Status
from macrometa_conformance.rule import Rule
from macrometa_conformance.testing import PROJECTS, Example, assert_example, examples_of

RULES = tuple(built_in_rules())
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{example.number}-{'bad' if example.bad else 'good'}")
    for rule in RULES
    for example in examples_of(rule)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_gives_what_it_says(rule: Rule, example: Example) -> None:
    """A bad example gives that rule's finding at the marked lines and no other, a good one nothing."""
    assert_example(rule, example)


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_every_rule_has_a_bad_and_a_good_example(rule: Rule) -> None:
    """No rule ships without an example of what breaks it and one of what fulfils it."""
    assert {example.bad for example in examples_of(rule)} == {True, False}


@pytest.mark.parametrize("kind", PROJECTS)
def test_no_rule_reports_anything_on_a_conforming_connector(kind: str) -> None:
    """The connectors that examples are laid over give no finding, and nothing that a rule cannot decide."""
    report = lint_project(DictTree(PROJECTS[kind]), Plan(tuple(sorted(RULES, key=lambda rule: rule.code))))
    unsettled = [o for o in report.outcomes if o.status not in (Status.PASSED, Status.NOT_APPLICABLE)]
    assert [(outcome.rule.code, outcome.status, outcome.reasons) for outcome in unsettled] == []
