"""The measured numbers that the package keeps."""

import json
from pathlib import Path

import pytest

from macrometa_conformance.measured import Measured, measured_on, measurements
from macrometa_conformance.registry import built_in_rules
from tests.corpus.matching import Label, Reported, Tally
from tests.corpus.releases import labelled
from tests.mutations.table import REWRITES
from tests.tools import measure

KEPT = measurements()


def test_counts_are_current() -> None:
    """Connectors, changes and rewrites are as many as there are; `python -m tests.tools.measure` counts them anew."""
    assert KEPT is not None
    assert (KEPT.connectors, KEPT.rewrites) == (len(labelled()), len(REWRITES))
    changes = measure.on_changes()
    codes = {rule.code for rule in built_in_rules()}
    assert {code: found.changes for code, found in KEPT.rules.items()} == {code: changes.get(code, 0) for code in codes}


def test_opt_in_rules_are_not_measured_on_connectors() -> None:
    """What the numbers say of connectors they say of the rules that run on them."""
    assert KEPT is not None
    run = {code for code, found in KEPT.rules.items() if found.on_connectors}
    assert run == {rule.code for rule in built_in_rules() if not rule.opt_in}


def test_a_tally_is_kept_as_numbers() -> None:
    """What is matched, reported besides and missing adds up, with a line of the file for each rule."""
    label = Label("C8101", "LICENSE", None, "", "")
    finding = Reported("C8101", "LICENSE", None, "")
    kept = measure.numbers(Tally(((finding, label),) * 2, (finding,), (label,) * 3, ()))
    text = measure.text_of(kept)
    changes = measure.on_changes()["C8101"]
    assert f'"C8101": {{"reported": 3, "labelled": 5, "matched": 2, "changes": {changes}}}' in text
    assert json.loads(text) == kept
    assert not measure.is_kept(Tally((), (finding,), (), ()))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            Measured(1, 4, 2, 2),
            "4 reported, 2 labelled, 2 both; precision 0.50, recall 1.00. On changed connectors: 1 change",
        ),
        (Measured(2, 0, 2, 0), "precision not known, recall 0.00. On changed connectors: 2 changes that break it"),
        (Measured(2), "nothing is labelled and nothing was reported, so that precision and recall are not known."),
        (Measured(2, on_connectors=False), "not measured, for it is opt-in."),
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
