"""HTML comments in Markdown, which belong to the block that they stand in or, alone, to the next below."""

from collections.abc import Iterator

from markdown_it.token import Token

from macrometa_conformance.comments.comment import Comment, Lines, may_speak
from macrometa_conformance.finding import Region
from macrometa_conformance.project.documents import markdown_tokens
from macrometa_conformance.project.text import split_lines

_OPEN, _CLOSE = "<!--", "-->"


def comments_of(text: str) -> Iterator[Comment]:
    """Yield the comments that may speak to the tool; code and code blocks hold none."""
    lines = split_lines(text)
    tokens = markdown_tokens(text)
    below = _below(tokens)
    for position, token in enumerate(tokens):
        if token.map is None or not may_speak(token.content):
            continue
        if token.type == "html_block":
            element = below.get(position) or _lines(token)
            found = list(_parts(token.content))[1::2]
        elif token.type == "inline":
            element = _lines(token)
            found = [child.content for child in token.children or () if child.type == "html_inline"]
        else:
            continue
        search = _Search(lines, *token.map)
        for comment in found:
            if may_speak(comment) and comment.startswith(_OPEN):  # no tag with the mark in an attribute
                yield Comment(comment, search.find(comment), () if element == _NOTHING else (element,))


_NOTHING: Lines = (0, 0)


def _below(tokens: list[Token]) -> dict[int, Lines]:
    """Return the block below each block that is nothing but comments, by position.

    Where a list or a quotation ends with the comments, it is the item or the quotation; at the end of all _NOTHING.
    """
    around: list[Lines] = []
    ends: list[Lines] = []
    for token in tokens:
        del around[max(token.level, 0) :]
        ends.append(around[-1] if around else _NOTHING)
        if token.nesting == 1:
            around.append(_lines(token) if token.map is not None else ends[-1])
    found: dict[int, Lines] = {}
    following: dict[int, Lines] = {}  # by level, within what is around
    for position in reversed(range(len(tokens))):
        token = tokens[position]
        following = {level: lines for level, lines in following.items() if level <= token.level}
        if token.type == "html_block" and not "".join(list(_parts(token.content))[::2]).strip():
            found[position] = following.get(token.level, ends[position])
        elif token.map is not None:
            following[token.level] = _lines(token)
    return found


def _parts(text: str) -> Iterator[str]:
    """Yield what stands before the first comment in HTML, the comment, what stands behind it, and so on."""
    end = 0
    while (start := text.find(_OPEN, end)) >= 0 and (close := text.find(_CLOSE, start + len(_OPEN))) >= 0:
        yield text[end:start]
        end = close + len(_CLOSE)
        yield text[start:end]
    yield text[end:]


def _lines(token: Token) -> Lines:
    first, last = token.map or (0, 1)
    return first + 1, max(last, first + 1)


class _Search:
    """Finds the comments of a block again in the lines of the file, where a quotation or a list may indent them."""

    def __init__(self, lines: tuple[str, ...], first: int, last: int) -> None:
        self._lines = lines
        self._row, self._last = first, min(last, len(lines))
        self._column = 0

    def find(self, comment: str) -> Region:
        """Return the region of the next place at which a comment stands."""
        parts = comment.split("\n")
        row, column = self._row, self._column
        while row < self._last and (column := self._lines[row].find(parts[0], column)) < 0:
            row, column = row + 1, 0
        end = row + len(parts) - 1
        if end >= len(self._lines):
            return Region(self._row + 1, 1, self._row + 1, 1)
        start = column if len(parts) == 1 else max(self._lines[end].find(parts[-1]), 0)
        self._row, self._column = end, start + len(parts[-1])
        return Region(row + 1, column + 1, end + 1, self._column + 1)
