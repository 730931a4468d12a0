"""HTML comments in Markdown, which belong to the block that they stand in or, alone, to the next below."""

import re
from collections.abc import Iterator
from typing import Optional

from markdown_it.token import Token

from macrometa_conformance.comments.comment import MARK, Comment, Lines
from macrometa_conformance.finding import Region
from macrometa_conformance.project.documents import markdown_tokens
from macrometa_conformance.project.text import split_lines

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def comments_of(text: str) -> Iterator[Comment]:
    """Yield the comments with the mark; code and code blocks hold none."""
    lines = split_lines(text)
    tokens = markdown_tokens(text)
    search = _Search(lines)
    for position, token in enumerate(tokens):
        if token.map is None or MARK not in token.content:
            continue
        if token.type == "html_block":
            alone = not _COMMENT.sub("", token.content).strip()
            element = _next_block(tokens, position) if alone else _lines(token)
            found = _COMMENT.findall(token.content)
        elif token.type == "inline":
            element = _lines(token)
            found = [child.content for child in token.children or () if child.type == "html_inline"]
        else:
            continue
        search.begin(token.map[0])
        for comment in found:
            if MARK in comment and comment.startswith("<!--"):
                yield Comment(comment, search.find(comment), (element,) if element else ())


def _next_block(tokens: list[Token], position: int) -> Optional[Lines]:
    """Return the block below a comment, other comments aside; where a list or a quotation ends with it, what ends."""
    level = tokens[position].level
    for token in tokens[position + 1 :]:
        if token.level < level:
            around = (one for one in reversed(tokens[:position]) if one.level < level and one.map is not None)
            return next(map(_lines, around), None)
        is_comment = token.type == "html_block" and not _COMMENT.sub("", token.content).strip()
        if token.level == level and token.map is not None and not is_comment:
            return _lines(token)
    return None


def _lines(token: Token) -> Lines:
    first, last = token.map or (0, 1)
    return first + 1, max(last, first + 1)


class _Search:
    """Finds comments again in the lines of the file, in which a quotation or a list may indent them otherwise."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self._lines = lines
        self._row = self._column = 0

    def begin(self, row: int) -> None:
        """Go to the first line of a block, unless the search is past it."""
        if row > self._row:
            self._row, self._column = row, 0

    def find(self, comment: str) -> Region:
        """Return the region of the next place at which a comment stands."""
        parts = comment.split("\n")
        row, column = self._row, self._column
        while row < len(self._lines) and (column := self._lines[row].find(parts[0], column)) < 0:
            row, column = row + 1, 0
        last = row + len(parts) - 1
        if last >= len(self._lines):
            return Region(self._row + 1, 1, self._row + 1, 1)
        start = column if len(parts) == 1 else max(self._lines[last].find(parts[-1]), 0)
        self._row, self._column = last, start + len(parts[-1])
        return Region(row + 1, column + 1, last + 1, self._column + 1)
