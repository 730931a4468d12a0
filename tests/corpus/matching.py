"""Which findings match which labels."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional


@dataclass(frozen=True)
class Label:
    """A finding that a perfect linter reports, or (in `unsure`) may report."""

    code: str
    file: Optional[str]
    line: Optional[int]
    subject: str
    why: str


@dataclass(frozen=True)
class Labels:
    """What is known of one release."""

    findings: tuple[Label, ...]
    unsure: tuple[Label, ...]


@dataclass(frozen=True, order=True)
class Reported:
    """A finding of the linter, as far as labels go."""

    code: str
    path: str
    line: Optional[int]
    message: str

    @property
    def where(self) -> str:
        """Return the place as `file:line`."""
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True)
class Tally:
    """How the findings of some rules stand against the labels of some releases."""

    matched: tuple[tuple[Reported, Label], ...]
    extra: tuple[Reported, ...]  # reported, not labelled
    missing: tuple[Label, ...]  # labelled, not reported
    misplaced: tuple[tuple[Reported, Label], ...]  # of `extra` and `missing` those that agree but for the line

    @property
    def precision(self) -> float:
        """Return matched / reported, 1.0 where nothing was reported."""
        return _share(len(self.matched), len(self.extra))

    @property
    def recall(self) -> float:
        """Return matched / labelled, 1.0 where nothing is labelled."""
        return _share(len(self.matched), len(self.missing))


def read_labels(path: Path) -> Labels:
    """Return the labels of one file. Raises KeyError and ValueError on a file in another form."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return Labels(_labels(found["findings"]), _labels(found["unsure"]))


def tally(reported: Iterable[Reported], labels: Labels) -> Tally:
    """Match findings with labels, each with one at most, the labels that have a line first."""
    left = sorted(reported, key=lambda finding: (finding.code, finding.path, finding.line or 0))
    matched, missing = [], []
    for label in sorted(labels.findings, key=lambda label: label.line is None):
        found = next((finding for finding in left if _matches(finding, label)), None)
        if found is None:
            missing.append(label)
        else:
            left.remove(found)
            matched.append((found, label))
    extra = [finding for finding in left if not any(_matches(finding, label) for label in labels.unsure)]
    return Tally(tuple(matched), tuple(extra), tuple(missing), tuple(_misplaced(extra, missing)))


def merge(tallies: Sequence[Tally]) -> Tally:
    """Return the sum of several."""
    return Tally(
        tuple(pair for each in tallies for pair in each.matched),
        tuple(finding for each in tallies for finding in each.extra),
        tuple(label for each in tallies for label in each.missing),
        tuple(pair for each in tallies for pair in each.misplaced),
    )


def only(part: Tally, code: str) -> Tally:
    """Return what concerns one rule."""
    return Tally(
        tuple(pair for pair in part.matched if pair[0].code == code),
        tuple(finding for finding in part.extra if finding.code == code),
        tuple(label for label in part.missing if label.code == code),
        tuple(pair for pair in part.misplaced if pair[0].code == code),
    )


def _matches(finding: Reported, label: Label) -> bool:
    if finding.code != label.code:
        return False
    if label.file is None:
        return True
    return finding.path == label.file and (label.line is None or finding.line == label.line)


def _misplaced(extra: Sequence[Reported], missing: Sequence[Label]) -> list[tuple[Reported, Label]]:
    left = list(extra)
    pairs = []
    for label in missing:
        found = next((f for f in left if f.code == label.code and f.path == label.file), None)
        if found is not None:
            left.remove(found)
            pairs.append((found, label))
    return pairs


def _labels(entries: Iterable[dict[str, object]]) -> tuple[Label, ...]:
    return tuple(
        Label(
            code=str(entry["code"]),
            file=None if entry["file"] is None else str(entry["file"]),
            line=None if entry["line"] is None else int(str(entry["line"])),
            subject=str(entry.get("subject", "")),
            why=str(entry["why"]),
        )
        for entry in entries
    )


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 1.0
