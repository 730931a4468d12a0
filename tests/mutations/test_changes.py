"""Every change that breaks a rule is found, at its place and by that rule alone, and no change that breaks none is."""

from collections import Counter

import pytest

from tests.connectors import all_rules
from tests.mutations.changes import Mutation
from tests.mutations.judging import said
from tests.mutations.table import REWRITES, VIOLATIONS
from tests.test_conforming import UNDECIDED


@pytest.mark.parametrize("mutation", VIOLATIONS, ids=str)
def test_the_rules_find_what_a_change_breaks_and_nothing_else(mutation: Mutation) -> None:
    """The codes that are reported are those that the change asks for, the finding stands there, no rule crashes."""
    found = said(mutation)
    assert found.crashed == ()
    assert found.codes == mutation.codes, found.findings
    assert found.places(mutation.code) == mutation.places(), found.findings


@pytest.mark.parametrize("change", REWRITES, ids=str)
def test_another_form_of_the_same_is_clean(change: Mutation) -> None:
    """No rule finds anything, and what was decided before still is, but for what the table names."""
    found = said(change)
    assert (found.crashed, found.findings) == ((), ())
    known = {code for connector, code in UNDECIDED if connector == change.connector}
    assert {code for code, _ in found.undecided} <= known | change.undecided, found.undecided


def test_there_are_enough_changes() -> None:
    """Each rule is broken in three forms at least, and a hundred rewrites stay clean."""
    told = [str(change) for change in (*VIOLATIONS, *REWRITES)]
    assert [words for words, count in Counter(told).items() if count > 1] == []
    broken = Counter(mutation.code for mutation in VIOLATIONS)
    assert {rule.code: broken[rule.code] for rule in all_rules() if broken[rule.code] < 3} == {}
    assert len(REWRITES) >= 100
