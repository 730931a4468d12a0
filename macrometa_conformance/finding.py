"""Values that rules produce: places, findings, and the verdicts that are no finding.

Lines and columns are 1-based; columns count Unicode code points; an end column is exclusive, so that a region of one
character at column 5 ends at column 6.
"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Optional, Union

from macrometa_conformance.plain import Ordered, Plain, plain


class Severity(IntEnum):
    """How much a finding weighs; the order is the order of the values."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """Return the word that users write and read: `error`, `warning` or `note`."""
        return self.name.lower()


@plain
class Region(Ordered):
    """A span of text in one file (SARIF's `region`), 1-based, in code points, end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int

    def within(self, lines: Sequence[str]) -> "Region":
        """Return what of the region lies in a file of these lines; of one beyond, where the file or its line ends."""
        line, column = _within(self.line, self.column, lines)
        end_line, end_column = _within(self.end_line, self.end_column, lines)
        return Region(line, column, end_line, end_column)


def _within(line: int, column: int, lines: Sequence[str]) -> tuple[int, int]:
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    return line, min(column, len(lines[line - 1]) + 1)


@plain
class Place(Plain):
    """A file, relative to the connector's root with forward slashes, and where known the region in it."""

    path: str
    region: Optional[Region] = None

    @property
    def line(self) -> Optional[int]:
        """Return the 1-based first line, or None where the place is a whole file."""
        return self.region.line if self.region else None

    def holds(self, other: "Place") -> bool:
        """Return whether another place lies in this one; a whole file holds all that is in it."""
        if self.path != other.path or self.region is None or other.region is None:
            return self.path == other.path and self.region is None
        outer, inner = self.region, other.region
        starts = (outer.line, outer.column) <= (inner.line, inner.column)
        return starts and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


@plain
class Related(Plain):
    """A step of the evidence behind a finding: where it was seen and what was seen there."""

    place: Place
    message: str


@plain
class Finding(Plain):
    """What a rule reports: one mistake at the narrowest place that a reader must edit.

    `message` says what is there, `help` what to write in its place (no full stop in either). `subject` names what the
    finding is about (a requirement, a method, a file) without position, so that a fingerprint can outlive moved lines.
    `absent` marks a place whose file does not exist.
    """

    place: Place
    message: str
    help: str = ""
    subject: str = ""
    related: tuple[Related, ...] = ()
    absent: bool = False


@plain
class Undecided(Plain):
    """A rule met something that it cannot judge: the expression or file that blocked it, and where."""

    reason: str
    place: Optional[Place] = None


@plain
class NotApplicable(Plain):
    """A rule has nothing to judge in this project, and why."""

    reason: str


Verdict = Union[Finding, Undecided, NotApplicable]
