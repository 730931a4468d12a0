"""How findings are held against labels."""

from typing import Optional

import pytest

from tests.corpus.matching import Label, Labels, Reported, Tally, merge, only, read_labels, tally
from tests.corpus.releases import LABELS, labelled, read_pins


def label(code: str, file: Optional[str], line: Optional[int]) -> Label:
    """Return a label with some subject and reason."""
    return Label(code, file, line, "subject", "why")


def reported(code: str, path: str, line: Optional[int]) -> Reported:
    """Return a finding with some message."""
    return Reported(code, path, line, "message")


def against(findings: list[Reported], labels: list[Label], unsure: Optional[list[Label]] = None) -> Tally:
    """Return how findings stand against labels."""
    return tally(findings, Labels(tuple(labels), tuple(unsure or ())))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (label("C8301", "pyproject.toml", 4), reported("C8301", "pyproject.toml", 4)),
        (label("C8701", "p/__init__.py", None), reported("C8701", "p/__init__.py", None)),
        (label("C8307", "setup.py", None), reported("C8307", "setup.py", 9)),
        (label("C8101", None, None), reported("C8101", "LICENSE", None)),
        (label("C8105", None, None), reported("C8105", "setup.cfg", 1)),
    ],
)
def test_matches(wanted: Label, found: Reported) -> None:
    """Code and file must agree, the line where the label has one, and for an absent file the code is enough."""
    outcome = against([found], [wanted])
    assert (outcome.precision, outcome.recall) == (1.0, 1.0)
    assert outcome.matched == ((found, wanted),)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (label("C8301", "pyproject.toml", 4), reported("C8302", "pyproject.toml", 4)),
        (label("C8301", "pyproject.toml", 4), reported("C8301", "setup.py", 4)),
        (label("C8301", "pyproject.toml", 4), reported("C8301", "pyproject.toml", 5)),
        (label("C8301", "pyproject.toml", 4), reported("C8301", "pyproject.toml", None)),
    ],
)
def test_does_not_match(wanted: Label, found: Reported) -> None:
    """Another code, file or line is both a finding too many and a label without one."""
    outcome = against([found], [wanted])
    assert (outcome.extra, outcome.missing) == ((found,), (wanted,))
    assert (outcome.precision, outcome.recall) == (0.0, 0.0)


def test_one_label_matches_one_finding() -> None:
    """A finding that is reported twice is too many once."""
    twice = reported("C8301", "pyproject.toml", 4)
    outcome = against([twice, twice], [label("C8301", "pyproject.toml", 4)])
    assert (len(outcome.matched), len(outcome.extra)) == (1, 1)
    assert outcome.precision == 0.5


def test_label_without_line_leaves_exact_ones_alone() -> None:
    """A label with no line takes a finding that no label with a line wants."""
    first, second = reported("C8606", "p/a.py", 3), reported("C8606", "p/a.py", 8)
    outcome = against([first, second], [label("C8606", "p/a.py", None), label("C8606", "p/a.py", 3)])
    assert not outcome.extra
    assert not outcome.missing


def test_unsure_counts_neither_way() -> None:
    """What the catalogue leaves open is no finding too many where it is reported, and none missing where it is not."""
    open_one = label("C8606", "p/a.py", 3)
    assert against([reported("C8606", "p/a.py", 3)], [], [open_one]).precision == 1.0
    assert against([], [], [open_one]).recall == 1.0


def test_misplaced_is_told_once() -> None:
    """A finding on another line of the labelled file is told as misplaced, and still counts against both numbers."""
    found, wanted = reported("C8606", "p/a.py", 3), label("C8606", "p/a.py", 4)
    outcome = against([found], [wanted, label("C8606", "p/a.py", 5)])
    assert outcome.misplaced == ((found, wanted),)
    assert outcome.precision == 0.0


def test_merge_and_only() -> None:
    """The tallies of several releases add up, and split again by rule."""
    first = against([reported("C8101", "LICENSE", None)], [label("C8101", None, None)])
    second = against([reported("C8301", "pyproject.toml", 1)], [])
    total = merge([first, second])
    assert total.precision == 0.5
    assert only(total, "C8101").precision == 1.0
    assert only(total, "C8301").precision == 0.0


@pytest.mark.parametrize("release", [str(release) for release in labelled()])
def test_label_files(release: str) -> None:
    """Every label file can be read, speaks of codes as they are written, and belongs to a release that has a pin."""
    labels = read_labels(LABELS / f"{release}.json")
    assert labels.findings
    assert all(len(one.code) == 5 and one.code.startswith("C8") for one in (*labels.findings, *labels.unsure))
    assert release in {str(pinned) for pinned in read_pins()}
