"""The measured numbers that the package keeps."""

import json
from pathlib import Path

import pytest

from macrometa_conformance.measured import Measured, measured_on, measurements
from macrometa_conformance.registry import built_in_rules
from tests.corpus.matching import Label, Reported, Tally
from tests.corpus.releases import labelled
from tests.mutations.changes import LEDGER, NOTICE, Whole, rewrite, violation
from tests.mutations.recall import Counted, Recall, asserted, run
from tests.mutations.table import REWRITES, VIOLATIONS
from tests.tools import measure
from tests.tools.figures import kept

KEPT = measurements()


def test_counts_are_current() -> None:
    """Connectors, changes and rewrites are as many as there are, and each is judged as its own test demands.

    `python -m tests.tools.measure` counts them anew.
    """
    assert KEPT is not None
    assert (KEPT.connectors, KEPT.rewrites, KEPT.rewrites_reported) == (len(labelled()), len(REWRITES), 0)
    recalls = {code: Recall(found.changes, found.found, found.placed) for code, found in KEPT.rules.items()}
    assert recalls == asserted(VIOLATIONS, REWRITES).rules
    assert recalls.keys() == {rule.code for rule in built_in_rules()}
    figures = kept(measure.MUTATIONS)
    assert figures is not None
    assert {**figures, **measure.figures_of(asserted(VIOLATIONS, REWRITES))} == figures


def test_changes_are_counted_from_a_run() -> None:
    """A change that is not found, one that is found elsewhere and a rewrite that is reported lower the numbers."""
    gone = ("/LICENSE", "", None)
    violations = [
        violation("C8101", LEDGER, "as it should be", gone, at=("/LICENSE", "")),
        violation("C8101", LEDGER, "elsewhere", gone, at=("/README.md", "")),
        violation("C8101", LEDGER, "not broken", at=("/LICENSE", "")),
    ]
    rewrites = [rewrite(NOTICE, "nothing"), rewrite(NOTICE, "broken", Whole("/LICENSE", ""))]
    found = run(violations, rewrites)
    assert found == Counted({"C8101": Recall(3, 2, 1)}, 2, 2, 1)
    assert asserted(violations, rewrites) == Counted({"C8101": Recall(3, 3, 3)}, 2, 2, 0)
    assert measure.figures_of(found) == {
        "violations": 3, "found": 2, "placed": 1, "rewrites": 2, "rewrites_reported": 1, "connectors": 2,
        "rules": {"C8101": {"violations": 3, "found": 2, "placed": 1}},
    }  # fmt: skip


def test_opt_in_rules_are_not_measured_on_connectors() -> None:
    """What the numbers say of connectors they say of the rules that run on them."""
    assert KEPT is not None
    run = {code for code, found in KEPT.rules.items() if found.on_connectors}
    assert run == {rule.code for rule in built_in_rules() if not rule.opt_in}


def test_a_tally_is_kept_as_numbers() -> None:
    """What is matched, reported besides and missing adds up, with a line of the file for each rule."""
    label = Label("C8101", "LICENSE", None, "", "")
    finding = Reported("C8101", "LICENSE", None, "")
    changed = Counted({"C8101": Recall(9, 8, 7)}, 7, 4, 1)
    numbers = measure.numbers(Tally(((finding, label),) * 2, (finding,), (label,) * 3, ()), changed)
    text = measure.text_of(numbers)
    counts = '"reported": 3, "labelled": 5, "matched": 2, "changes": 9, "found": 8, "placed": 7'
    assert f'"C8101": {{{counts}}}' in text
    assert '"rewrites": 4,\n "rewrites_reported": 1,\n' in text
    assert json.loads(text) == numbers
    assert not measure.is_kept(Tally((), (finding,), (), ()))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            Measured(1, 1, 0, 4, 2, 2),
            "4 reported, 2 labelled, 2 both; precision 0.50, recall 1.00. "
            "On changed connectors: 1 change that breaks it, 1 found, 0 at the right place; ",
        ),
        (Measured(3, 2, 1, 0, 2, 0), "recall 0.00. On changed connectors: 3 changes that break it, 2 found, 1 at the"),
        (
            Measured(2, 2, 2),
            "nothing is labelled and nothing was reported, so that precision and recall are not known.",
        ),
        (Measured(2, 2, 2, on_connectors=False), "not measured, for it is opt-in."),
    ],
)
def test_numbers_in_words(found: Measured, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Precision and recall are shares with two digits, and not known where nothing was counted."""
    assert KEPT is not None
    monkeypatch.setitem(KEPT.rules, "C8999", found)
    assert told in measured_on("C8999")


def test_a_rule_that_was_not_measured_has_no_numbers() -> None:
    """A plug-in's rule has nothing to tell."""
    assert measured_on("ACME001") == ""


def test_nothing_is_measured_without_the_connectors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a labelled connector is not there the numbers stay, and the exit code tells."""
    monkeypatch.setattr("tests.corpus.releases.SDISTS", tmp_path)
    assert measure.main() == 2
