"""What is known of a comment that speaks to this tool."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Optional

from macrometa_conformance.finding import Region
from macrometa_conformance.plain import Plain, plain

MARK = "c8-lint:"
LIKE_MARK = r"(?i:c8.?lint)"  # the mark, a slip of it, or the tool's name
Lines = tuple[int, int]  # the first and the last line of an element, 1-based


_LIKE_MARK = re.compile(LIKE_MARK)


def may_speak(text: str) -> bool:
    """Return whether a text holds what looks like the mark."""
    return _LIKE_MARK.search(text) is not None


@plain
class Comment(Plain):
    """A comment that holds what looks like the mark: its text as it stands in the file, and where.

    `elements` are what it belongs to: what it stands on or, where it has its lines for itself, the next below it. It is
    empty where nothing follows.
    """

    text: str
    region: Region
    elements: tuple[Lines, ...]


def on_one_line(text: str, line: int, column: int, elements: Iterable[Optional[Lines]]) -> Comment:
    """Return a comment that begins at a 1-based line and column and ends on the same line."""
    region = Region(line, column, line, column + len(text))
    return Comment(text, region, tuple(element for element in elements if element is not None))


class Elements:
    """The elements of a file, none in another, in the order of their lines."""

    def __init__(self, elements: Iterable[Lines]) -> None:
        self._elements = tuple(elements)
        self._starts = [first for first, _ in self._elements]

    def at(self, line: int) -> Optional[Lines]:
        """Return the last element that goes over a line, or None."""
        position = bisect_right(self._starts, line) - 1
        return self._elements[position] if position >= 0 and line <= self._elements[position][1] else None

    def below(self, line: int) -> Optional[Lines]:
        """Return the first element that begins below a line, or None."""
        position = bisect_right(self._starts, line)
        return self._elements[position] if position < len(self._elements) else None
