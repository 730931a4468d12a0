"""One line of source with its underline, measured in terminal columns and cut to a width."""

import unicodedata
from typing import NamedTuple

from macrometa_conformance.reporters.escape import visible_characters

TAB = 4
_CUT = "…"


class Excerpt(NamedTuple):
    """A source line as it is shown, the blank columns before its underline, and the underline's columns (1 or more)."""

    text: str
    offset: int
    length: int


def excerpt(line: str, column: int, end_column: int, width: int) -> Excerpt:
    """Return the part of the line round a region, in at most `width` terminal columns (but never below 20).

    Columns are 1-based code points, the end is exclusive; what lies beyond the line is taken as its end. Control
    characters are shown as escapes, tabs as blanks, and a cut is marked with `…`.
    """
    width = max(width, 20)
    start = min(max(column - 1, 0), len(line))
    end = min(max(end_column - 1, start), len(line))
    low, high = max(0, start - width), min(len(line), min(end, start + width) + width)  # more cannot be shown
    cells = _cells(line[low:high])
    start, end = start - low, min(end - low, len(cells))
    first, last = _window([size for _, size in cells], start, width, whole=len(cells) == len(line))
    before = _CUT if low or first else ""
    after = _CUT if high < len(line) or last < len(cells) else ""
    offset = len(before) + sum(size for _, size in cells[first:start])
    length = sum(size for _, size in cells[start : min(end, last)])
    return Excerpt(before + "".join(shown for shown, _ in cells[first:last]) + after, offset, max(length, 1))


def columns(text: str) -> int:
    """Return how many terminal columns a text without control characters takes."""
    return sum(_columns(character) for character in text)


def _cells(line: str) -> list[tuple[str, int]]:
    cells: list[tuple[str, int]] = []
    position = 0
    for character, shown in zip(line, visible_characters(line)):
        text = " " * (TAB - position % TAB) if character == "\t" else shown
        size = columns(text)
        cells.append((text, size))
        position += size
    return cells


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(sizes: list[int], start: int, width: int, *, whole: bool) -> tuple[int, int]:
    """Return which cells to show: all if they are the whole line and fit, else as many as fit round `start`."""
    if whole and sum(sizes) <= width:
        return 0, len(sizes)
    room = width - 2 * len(_CUT)
    first, used = start, 0
    while first > 0 and used + sizes[first - 1] <= room // 3:
        first -= 1
        used += sizes[first]
    last = start
    while last < len(sizes) and used + sizes[last] <= room:
        used += sizes[last]
        last += 1
    while first > 0 and used + sizes[first - 1] <= room:  # the line ends early: show more of what is before
        first -= 1
        used += sizes[first]
    while first < start and sizes[first] == 0:  # never begin with a mark that combines with what was cut
        first += 1
    return first, last
