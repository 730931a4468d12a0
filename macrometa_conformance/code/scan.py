"""A look at source text before it is parsed: what would overflow the parser's stack or take it too long, and where
tabs and blanks clash.

LibCST's native parser recurses on the C stack and kills the process when that runs out; its time grows with the square
of a chain of operators, and with some power of the depth of a pattern. Text beyond these limits never reaches it.
CPython itself refuses more than 200 open brackets and 99 indents.
"""

import re
from typing import NamedTuple, Optional

from macrometa_conformance.code.facts import Failure
from macrometa_conformance.code.sizes import MAX_BRANCHES, MAX_ITEMS, MAX_LINES

MAX_BRACKETS = 200
MAX_INDENTS = 99
MAX_CHAIN = 2000  # operators, dots, calls, strings in a row, … that are open at one place: the parser's depth
MAX_EFFORT = 5_000_000  # the sum over all parts of how many are open before them: some seconds of parsing
MAX_CHARACTERS = 2_000_000
MAX_TOKENS = 500_000  # brackets, operators, strings, commas and line ends
_PATTERN_BASE = 4  # by which each level of a pattern multiplies the parser's work

_INTERESTING = re.compile(
    r"""(?P<string>(?P<prefix>\b[A-Za-z]{1,3})?(?P<quote>'''|\"\"\"|'|\"))|(?P<comment>\#[^\r\n]*)"""
    r"""|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\(?:\r\n|\r|\n))|(?P<newline>\r\n|\r|\n)"""
    r"""|(?P<comma>,)|(?P<semicolon>;)|(?P<colon>:)"""
    r"""|(?P<chain>[.+\-*/%@&|^~<>]|\b(?:and|or|not|if|for|await)\b)"""
    r"""|(?P<lambda>\blambda\b)|(?P<elif>\belif\b)|(?P<case>\bcase\b)"""
    r"""|(?P<statement>\b(?:def|class|return|raise|import|with|while|try|except|finally|pass|break|continue|global|"""
    r"""nonlocal|assert|del)\b)"""
)
_INDENT = re.compile(r"[ \t\x0c]*")
_WITH_FIELDS = frozenset(("f", "fr", "rf", "t", "tr", "rt"))


def too_complex(source: str) -> Optional[Failure]:
    """Return why the text may not be handed to the parser, or None. Positions are 1-based, in code points."""
    if len(source) > MAX_CHARACTERS:
        return Failure(f"the file has more than {MAX_CHARACTERS:,} characters, the limit for analysis", 1, 1, True)
    if "\0" in source:
        return Failure("source code cannot contain null bytes", *_place(source, source.index("\0")), False)
    scan = Scan(source)
    scan.run()
    return scan.refused


def inconsistent_tab(source: str) -> Optional[tuple[int, int]]:
    """Return the 1-based line and column of the first indentation that mixes tabs and blanks as Python refuses."""
    scan = Scan(source)
    scan.run()
    return _place(source, scan.bad_tab) if scan.bad_tab is not None else None


class _Quotes(NamedTuple):
    """How a string with fields began, and whether the text that is read is that of a format."""

    quote: str
    is_raw: bool
    in_format: bool


class _Level:
    """An open bracket, or an open field of a string: the parts since the last comma, and the lambdas among them."""

    __slots__ = ("around", "lambdas", "parts")

    def __init__(self, around: Optional[_Quotes] = None) -> None:
        self.around = around
        self.parts = 0
        self.lambdas = 0


class Scan:
    """One pass over a text; `refused` and `bad_tab` (an offset) tell what it found."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.refused: Optional[Failure] = None
        self.bad_tab: Optional[int] = None
        self.position = 0
        self.levels = [_Level()]
        self.indents = [(0, 0)]
        self.parts = 0  # over all levels
        self.effort = self.tokens = self.lines = self.commas = self.branches = 0
        self.in_pattern = False

    def run(self) -> None:
        """Go through the text, to its end or to what refuses it."""
        source = self.source
        at_line_start = True
        while self.refused is None:
            if at_line_start and len(self.levels) == 1:
                self.indent()
            match = _INTERESTING.search(source, self.position)
            if match is None:
                return
            kind = match.lastgroup or ""
            if kind == "case":
                begins = at_line_start and not source[self.position : match.start()].strip()
                self.in_pattern = begins and len(self.levels) == 1
            self.position = match.end()
            self.token(kind, match)
            at_line_start = kind == "newline"
            why = self.excess()
            if why:
                self.refused = Failure(f"{why}, the limit for analysis", *_place(source, match.start()), True)
            elif len(self.levels) > MAX_BRACKETS + 1:
                self.refused = Failure("too many nested parentheses", *_place(source, match.start()), False)

    def indent(self) -> None:
        """Go past the indentation of a line."""
        found = _INDENT.match(self.source, self.position)
        text = found.group().rpartition("\x0c")[2] if found else ""
        start, self.position = self.position, found.end() if found else self.position
        if self.source[self.position : self.position + 1] in ("", "\n", "\r", "#"):
            return
        column, alternative = len(text.expandtabs(8)), len(text)
        while column < self.indents[-1][0]:
            self.indents.pop()
        clash = alternative != self.indents[-1][1]
        if column > self.indents[-1][0]:
            clash = alternative <= self.indents[-1][1]
            self.indents.append((column, alternative))
        if clash and self.bad_tab is None:
            self.bad_tab = start
        if len(self.indents) - 1 > MAX_INDENTS:
            self.refused = Failure("too many levels of indentation", *_place(self.source, self.position), False)

    def token(self, kind: str, match: "re.Match[str]") -> None:
        """Go past a token; its kind is the name of its group."""
        level = self.levels[-1]
        self.tokens += 1
        if self.in_pattern:
            self.effort += _PATTERN_BASE ** min(len(self.levels) - 1, 12)
        if kind == "string":
            self.add_part(level)
            self.string((match.group("prefix") or "").lower(), match.group("quote"))
        elif kind == "open":
            self.add_part(level)
            self.levels.append(_Level())
        elif kind == "close" and len(self.levels) > 1:
            self.levels.pop()
            self.parts -= level.parts
            if level.around is not None:
                self.text(level.around)
        elif kind == "newline":
            self.lines += 1
            if len(self.levels) == 1:
                self.reset(level, 0)
                self.in_pattern = False
        elif kind == "comma":
            self.commas += 1
            self.reset(level, level.lambdas)
        elif kind == "semicolon":
            self.lines += 1
            self.reset(level, 0)
        elif kind == "colon":
            self.in_pattern = self.in_pattern and len(self.levels) > 1
            if level.around is not None:
                self.text(level.around._replace(in_format=True))
        elif kind in ("chain", "lambda"):
            self.add_part(level)
            level.lambdas += kind == "lambda"
        elif kind == "elif":
            self.branches += 1
        elif kind == "statement":  # no expression goes past it, not even in a bracket that is never closed
            for one in self.levels:
                self.reset(one, 0)

    def excess(self) -> str:
        """Return which limit is passed, if one is."""
        if self.parts > MAX_CHAIN:
            return f"an expression of more than {MAX_CHAIN:,} parts"
        if self.effort > MAX_EFFORT:
            return "expressions whose parsing takes too long"
        if self.tokens > MAX_TOKENS:
            return f"the file has more than {MAX_TOKENS:,} tokens"
        if self.branches > MAX_BRANCHES:
            return f"more than {MAX_BRANCHES:,} `elif` branches"
        if self.commas > MAX_ITEMS:
            return f"the file has more than {MAX_ITEMS:,} commas"
        return f"the file has more than {MAX_LINES:,} lines" if self.lines > MAX_LINES else ""

    def add_part(self, level: _Level) -> None:
        """Count one more part of what is open."""
        level.parts += 1
        self.parts += 1
        self.effort += level.parts

    def reset(self, level: _Level, parts: int) -> None:
        """Begin a level anew, with so many parts."""
        self.parts += parts - level.parts
        level.parts = level.lambdas = parts

    def string(self, prefix: str, quote: str) -> None:
        """Go past a string, or into the first field that it has."""
        if prefix in _WITH_FIELDS:
            self.text(_Quotes(quote, "r" in prefix, False))
            return
        match = _STRING_REST[quote].match(self.source, self.position)
        self.position = match.end() if match else len(self.source)

    def text(self, quotes: _Quotes) -> None:
        """Go past the text between fields, to the end of the string or into the next field.

        The `}` behind a format ends its field, too.
        """
        while True:
            match = _TEXT_REST[quotes].match(self.source, self.position)
            self.position = match.end() if match else len(self.source)
            stop = match.group(1) if match else ""
            if stop == "{":
                self.levels.append(_Level(quotes))
                return
            if not quotes.in_format:
                if stop == "}":
                    continue
                return
            closed = self.levels.pop()
            self.parts -= closed.parts
            if stop != "}" or closed.around is None:
                return
            quotes = closed.around


def _string_rest(quote: str) -> "re.Pattern[str]":
    """Return what matches from behind the opening quote to the end; a line end closes a short string."""
    if len(quote) == 3:
        return re.compile(rf"(?:[^\\{quote[0]}]+|\\.|{quote[0]}(?!{quote[1:]}))*(?:{quote})?", re.DOTALL)
    return re.compile(rf"(?:[^\\{quote}\r\n]+|\\(?:\r\n|.))*{quote}?", re.DOTALL)


def _text_rest(quotes: _Quotes) -> "re.Pattern[str]":
    """Return what matches the text up to a field, the end of the string or, in a short one, of the line."""
    quote, is_raw, in_format = quotes
    short = len(quote) == 1
    line_end = r"\r\n" if short else ""
    parts = [rf"[^\\{{}}{quote[0]}{line_end}]+", r"\\(?:\r\n|[^{}])", r"\\(?=[{}])"]
    parts += [] if is_raw else [r"\\N\{[^}\r\n]{1,100}\}"]
    parts += [] if short else [rf"{quote[0]}(?!{quote[1:]})"]
    parts += [] if in_format else [r"\{\{", r"\}\}"]
    stops = rf"[{{}}\r\n]|{quote}" if short else rf"[{{}}]|{quote}"
    return re.compile(rf"(?:{'|'.join(reversed(parts))})*({stops}|\Z)", re.DOTALL)


_QUOTES = ("'''", '"""', "'", '"')
_STRING_REST = {quote: _string_rest(quote) for quote in _QUOTES}
_TEXT_REST = {
    quotes: _text_rest(quotes)
    for quotes in (_Quotes(q, raw, spec) for q in _QUOTES for raw in (True, False) for spec in (True, False))
}


def _place(source: str, offset: int) -> tuple[int, int]:
    before = re.split(r"\r\n|\r|\n", source[:offset])
    return len(before), len(before[-1]) + 1
