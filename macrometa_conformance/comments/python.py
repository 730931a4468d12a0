"""Comments in Python, which belong to statements: a compound one is its header, with its decorators.

The text is scanned, not parsed, so that comments are found in a file that Python refuses, too.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from macrometa_conformance.code.scan import Scan
from macrometa_conformance.comments.comment import Comment, Elements, Lines, may_speak, on_one_line

_LINE_END = re.compile(r"\r\n|\r|\n")
_CODE = re.compile(r"[^\s\\]")


def comments_of(source: str) -> Iterator[Comment]:
    """Yield the comments that may speak to the tool."""
    layout = _Layout(source)
    layout.run()
    starts = [0, *(found.end() for found in _LINE_END.finditer(source))]
    statements = Elements(_statements(layout, starts))
    for start, end in layout.comments:
        text = source[start:end]
        if may_speak(text):
            line = bisect_right(starts, start)
            element = statements.at(line) or statements.below(line)
            yield on_one_line(text, line, start - starts[line - 1] + 1, [element])


class _Layout(Scan):
    """Notes where comments stand, and where lines end that no bracket or string goes past."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.comments: list[tuple[int, int]] = []
        self.ends: list[int] = []

    def token(self, kind: str, match: "re.Match[str]") -> None:
        if kind == "comment":
            self.comments.append(match.span())
        super().token(kind, match)
        if kind == "newline" and len(self.levels) == 1:
            self.ends.append(match.start())

    def excess(self) -> str:
        """Return nothing: no parser sees the text."""
        return ""


def _statements(layout: _Layout, starts: list[int]) -> Iterator[Lines]:
    """Yield the logical lines that hold code; decorators and what they decorate are one."""
    source, begin = layout.source, 0
    first = 0  # the line of the decorators in front, where there are some
    comments = [start for start, _ in layout.comments]
    for end in [*layout.ends, len(source)]:
        position = bisect_left(comments, begin)
        comment = comments[position] if position < len(comments) else end
        code = _CODE.search(source, begin, min(comment, end))
        begin = end
        if code is None:
            continue
        first = first or bisect_right(starts, code.start())
        if code.group() != "@":
            yield first, bisect_right(starts, end)
            first = 0
    if first:
        yield first, len(starts)
