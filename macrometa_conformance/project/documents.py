"""A Markdown document: its headings, and its prose with positions.

Prose is what a reader sees as running text. Code blocks and spans, autolinks, HTML elements and comments are none; a
tag whose name HTML does not know (`<your-token>`) is no element, but text that somebody forgot to replace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.finding import Region
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.text import split_lines

if TYPE_CHECKING:  # it takes longer to import than most projects need, which have no such document
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LONGEST = 2_000_000  # characters
_DEEPEST = 40  # blocks within blocks, links within emphasis

_HTML = frozenset(
    """
    a abbr acronym address area article aside audio b base bdi bdo big blockquote body br button canvas caption center
    cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font
    footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li
    link main map mark menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp
    rt ruby s samp script search section select slot small source span strike strong style sub summary sup svg table
    tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
    """.split()  # noqa: SIM905 - a list of a hundred literals reads worse
)
_CODE_LIKE = frozenset(("code", "pre", "kbd", "samp", "var", "tt", "script", "style", "textarea"))
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)([^<>]*)>")
_BARE_ATTRIBUTES = re.compile(r"""\s+[A-Za-z][\w-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_MAY_BE_BARE = frozenset(
    ("open", "checked", "disabled", "hidden", "controls", "loop", "muted", "autoplay", "async", "defer", "required",
     "readonly", "selected", "multiple", "reversed", "nowrap", "noshade", "compact", "allowfullscreen", "download")
)  # fmt: skip
_HTML_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1\s*>", re.IGNORECASE | re.DOTALL)


@plain
class Heading(Plain):
    """A heading: its level, its text without markup, and its line, 1-based."""

    level: int
    text: str
    line: int


@plain
class Prose(Plain):
    """A stretch of running text on one line, as the file has it, and where it begins (1-based).

    `before` is the character in front of it on its line, empty at the line's start or after markup.
    """

    text: str
    line: int
    column: int
    before: str = ""

    def region(self, start: int, end: int) -> Region:
        """Return the region of a slice of the text."""
        return Region(self.line, self.column + start, self.line, self.column + end)


@plain
class Document(Plain):
    """A Markdown document. `placeholders` are the tags that HTML does not know."""

    headings: tuple[Heading, ...]
    prose: tuple[Prose, ...]
    placeholders: tuple[Prose, ...]


def read_document(text: str) -> Document:
    """Return the headings and the prose of a Markdown text; one beyond two million characters has neither."""
    lines = split_lines(text)
    tokens = markdown_tokens(text)
    headings: list[Heading] = []
    prose: list[Prose] = []
    placeholders: list[Prose] = []
    for index, token in enumerate(tokens):
        if token.type == "html_block":
            headings.extend(_html_headings(token))
            if not _is_html(token.content):
                token = _as_text(token)
        if token.type == "inline" and token.map is not None and token.children:
            if index and tokens[index - 1].type == "heading_open":
                level = int(tokens[index - 1].tag[1])
                headings.append(Heading(level, _plain(token.children), token.map[0] + 1))
            for is_tag, stretch in _Stretches(token, lines).all():
                (placeholders if is_tag else prose).append(stretch)
    return Document(tuple(headings), tuple(prose), tuple(placeholders))


def markdown_tokens(text: str) -> list[Token]:
    """Return the tokens of a Markdown text, none of one beyond two million characters; their lines are the file's."""
    return _parser().parse("\n".join(split_lines(text))) if len(text) <= _LONGEST else []


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return a CommonMark parser with tables, that leaves escapes and entities apart from text."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    return parser.disable("text_join")


def _as_text(token: Token) -> Token:
    """Return a block that Markdown takes for HTML, and is none, as a paragraph."""
    children = _parser().parseInline(token.content)[0].children
    from markdown_it.token import Token

    return Token("inline", "", 0, map=token.map, content=token.content.rstrip("\n"), children=children)


def _plain(children: list[Token]) -> str:
    breaks = ("softbreak", "hardbreak")
    return "".join(" " if token.type in breaks else token.content for token in children if token.type != "html_inline")


def _html_headings(token: Token) -> Iterator[Heading]:
    start = token.map[0] if token.map else 0
    for found in _HTML_HEADING.finditer(token.content):
        line = start + token.content.count("\n", 0, found.start()) + 1
        yield Heading(int(found.group(1)), " ".join(_TAG.sub(" ", found.group(2)).split()), line)


class _Stretches:
    """Finds the inline tokens of one block again in the lines of the file.

    The tokens of a line follow each other as they do in the file, so each is searched for from the end of the last.
    """

    def __init__(self, block: Token, lines: tuple[str, ...]) -> None:
        self._block = block
        self._lines = lines
        first, last = block.map or (0, 0)
        self._line = first
        self._last = last
        self._column = 0
        self._code: Optional[str] = None  # the element whose text is code
        self._autolink = False

    def all(self) -> Iterator[tuple[bool, Prose]]:
        """Yield each stretch of prose, and each unknown tag marked by True."""
        for token in self._block.children or ():
            if token.type in {"softbreak", "hardbreak"}:
                self._line, self._column = self._line + 1, 0
            elif token.type in {"link_open", "link_close"}:
                self._autolink = token.type == "link_open" and token.markup == "autolink"
            elif token.type == "html_inline":
                yield from self._html(token.content)
            elif token.type == "image":
                self._find(token.content)
            elif token.type == "text_special":
                self._find(token.markup or token.content)
            elif token.type == "code_inline":
                self._skip_code(token)
            elif token.content:
                start = self._find(token.content)
                if start is not None and not self._autolink and self._code is None and token.type == "text":
                    yield False, self._prose(start, token.content)

    def _html(self, content: str) -> Iterator[tuple[bool, Prose]]:
        found = _TAG.match(content)
        name = found.group(2).lower() if found else ""
        start = self._find(content.split("\n", 1)[0])
        if "\n" in content:
            self._line, self._column = self._line + content.count("\n"), 0
        elif found and not found.group(1) and not _is_html(content) and start is not None and self._code is None:
            yield True, self._prose(start, content)
        if name in _CODE_LIKE and found:
            self._code = None if found.group(1) else self._code or name

    def _skip_code(self, token: Token) -> None:
        """Step over a code span, the text of which has its line ends turned into blanks."""
        start = self._find(token.markup)
        if start is None:
            return
        closing = re.compile(rf"(?<!`){token.markup}(?!`)")
        while self._line < min(self._last, len(self._lines)):
            found = closing.search(self._lines[self._line], self._column)
            if found:
                self._column = found.end()
                return
            self._line, self._column = self._line + 1, 0

    def _find(self, content: str) -> Optional[int]:
        """Step over a text on the current line; return where it begins, or None where it is not found."""
        if self._line >= len(self._lines):
            return None
        start = self._lines[self._line].find(content, self._column)
        if start < 0:
            return None
        self._column = start + len(content)
        return start

    def _prose(self, start: int, content: str) -> Prose:
        before = self._lines[self._line][start - 1 : start]
        return Prose(content, self._line + 1, start + 1, before)


def _is_html(content: str) -> bool:
    """Return whether a text begins with a comment, a declaration or a tag that HTML knows."""
    found = _TAG.match(content.lstrip())
    if not found:
        return True
    if found.group(2).lower() not in _HTML:
        return False
    bare = [a.strip().lower() for a in _BARE_ATTRIBUTES.findall(found.group(3)) if "=" not in a]
    return all(attribute in _MAY_BE_BARE for attribute in bare)
