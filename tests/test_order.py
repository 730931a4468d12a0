"""The same input gives the same answers, whichever rule asks first."""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Union

import pytest

from macrometa_conformance.code.compile import compile_module
from macrometa_conformance.code.facts import Failure, ModuleFacts
from macrometa_conformance.engine import Judged, judge
from macrometa_conformance.large_stack import with_large_stack
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import Rule
from tests.connectors import NAMES, all_rules, files_of
from tests.mutations.changes import Mutation
from tests.mutations.table import REWRITES, VIOLATIONS

SAMPLE = (*VIOLATIONS[::200], *REWRITES[::80])


def said(files: Mapping[str, bytes], rules: Sequence[Rule]) -> dict[str, Judged]:
    """Return what each rule says about a connector when they are asked in this order."""
    project = Project(DictTree(dict(files)), compiler=_compiled)
    return with_large_stack(lambda: {rule.code: judge(rule, project) for rule in rules})


def orders() -> Iterator[Sequence[Rule]]:
    """Yield all rules from the last to the first, and shuffled."""
    rules = list(all_rules())
    yield rules[::-1]
    random.Random(1).shuffle(rules)
    yield rules


@cache
def _compiled(data: bytes) -> Union[ModuleFacts, Failure]:
    return compile_module(data)


@pytest.mark.parametrize("name", NAMES)
def test_a_conforming_connector_is_judged_alike_in_every_order(name: str) -> None:
    """No order of the rules changes a finding, an outcome or a reason on a conforming connector."""
    files = dict(files_of(name))
    first = said(files, all_rules())
    for rules in orders():
        assert said(files, rules) == first


@pytest.mark.parametrize("change", SAMPLE, ids=str)
def test_a_changed_connector_is_judged_alike_in_every_order(change: Mutation) -> None:
    """No order of the rules changes a finding, an outcome or a reason on a changed connector."""
    files = change.files()
    first = said(files, all_rules())
    for rules in orders():
        assert said(files, rules) == first


@pytest.mark.parametrize("name", NAMES[1:2])
def test_a_rule_alone_says_what_it_says_among_all(name: str) -> None:
    """What a rule says does not hang on the rules that are asked with it."""
    files = dict(files_of(name))
    first = said(files, all_rules())
    for rule in all_rules()[::8]:
        assert said(files, [rule]) == {rule.code: first[rule.code]}
