"""A look at source text before it is parsed: what would overflow the parser's stack, and where tabs and blanks clash.

LibCST's native parser recurses on the C stack and kills the process when that runs out, so that text beyond these
limits never reaches it. CPython itself refuses more than 200 open brackets and 100 indents.
"""

import re
from typing import Optional

from macrometa_conformance.code.facts import Failure

MAX_BRACKETS = 200
MAX_INDENTS = 100
MAX_CHAIN = 2000  # operators, dots, calls or subscripts in one expression; the parser's time grows with their square
MAX_BRANCHES = 1000  # `elif` branches in one file
MAX_CHARACTERS = 2_000_000
MAX_ITEMS = 50_000  # commas in one file: memory grows with the size of literals

_INTERESTING = re.compile(
    r"""(?P<string>(?:\b[A-Za-z]{1,3})?(?P<quote>'''|\"\"\"|'|\"))|(?P<comment>\#[^\r\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])"""
    r"""|(?P<joined>\\(?:\r\n|\r|\n))|(?P<newline>\r\n|\r|\n)|(?P<cut>[,;:=])|(?P<chain>[.+\-*/%@&|^~<>]|\b(?:and|or|not|if|lambda|await)\b)"""
    r"""|(?P<elif>\belif\b)"""
)
_INDENT = re.compile(r"[ \t\x0c]*")


def too_complex(source: str) -> Optional[Failure]:
    """Return why the text may not be handed to the parser, or None. Positions are 1-based, in code points."""
    if len(source) > MAX_CHARACTERS:
        return Failure(f"the file has more than {MAX_CHARACTERS:,} characters, the limit for analysis", 1, 1, True)
    if "\0" in source:
        where = source.index("\0")
        return Failure("source code cannot contain null bytes", *_position(source, where), False)
    chains = [0]
    branches = commas = 0
    indents = [0]
    position = 0
    at_line_start = True
    while True:
        if at_line_start and len(chains) == 1:
            indent = _INDENT.match(source, position)
            position = indent.end() if indent else position
            width = len(indent.group().expandtabs(8)) if indent else 0
            if source[position : position + 1] not in ("", "\n", "\r", "#"):
                while width < indents[-1]:
                    indents.pop()
                if width > indents[-1]:
                    indents.append(width)
                if len(indents) > MAX_INDENTS:
                    return Failure("too many levels of indentation", *_position(source, position), False)
        at_line_start = False
        match = _INTERESTING.search(source, position)
        if match is None:
            return None
        position = match.end()
        kind = match.lastgroup
        if kind in {"string", "quote"}:
            position = _string_end(source, position, match.group("quote"))
        elif kind == "open":
            chains[-1] += 1
            chains.append(0)
            if len(chains) > MAX_BRACKETS + 1:
                return Failure("too many nested parentheses", *_position(source, match.start()), False)
        elif kind == "close":
            if len(chains) > 1:
                chains.pop()
        elif kind == "newline":
            at_line_start = True
            if len(chains) == 1:
                chains[0] = 0
        elif kind == "cut":
            chains[-1] = 0
            commas += match.group() == ","
            if commas > MAX_ITEMS:
                line, column = _position(source, match.start())
                return Failure(
                    f"the file has more than {MAX_ITEMS:,} commas, the limit for analysis", line, column, True
                )
        elif kind == "chain":
            chains[-1] += 1
        elif kind == "elif":
            branches += 1
            if branches > MAX_BRANCHES:
                line, column = _position(source, match.start())
                return Failure(
                    f"more than {MAX_BRANCHES:,} `elif` branches, the limit for analysis", line, column, True
                )
        if chains[-1] > MAX_CHAIN:
            line, column = _position(source, match.start())
            return Failure(
                f"an expression of more than {MAX_CHAIN:,} parts, the limit for analysis", line, column, True
            )


def inconsistent_tab(source: str) -> Optional[tuple[int, int]]:
    """Return the 1-based line and column of the first indentation that mixes tabs and blanks as Python refuses."""
    stack = [(0, 0)]
    position, depth, line = 0, 0, 1
    at_line_start = True
    while position < len(source):
        if at_line_start and depth == 0:
            indent = _INDENT.match(source, position)
            text = indent.group().rpartition("\x0c")[2] if indent else ""
            position = indent.end() if indent else position
            if source[position : position + 1] not in ("", "\n", "\r", "#"):
                column, alternative = len(text.expandtabs(8)), len(text)
                while column < stack[-1][0]:
                    stack.pop()
                if column > stack[-1][0]:
                    if alternative <= stack[-1][1]:
                        return line, 1
                    stack.append((column, alternative))
                elif column == stack[-1][0] and alternative != stack[-1][1]:
                    return line, 1
        at_line_start = False
        match = _INTERESTING.search(source, position)
        if match is None:
            return None
        start, position = match.start(), match.end()
        if match.group("quote"):
            position = _string_end(source, position, match.group("quote"))
        elif match.group("open"):
            depth += 1
        elif match.group("close"):
            depth = max(0, depth - 1)
        elif match.group("newline"):
            at_line_start = True
        line += len(re.findall(r"\r\n|\r|\n", source[start:position]))
    return None


def _string_end(source: str, position: int, quote: str) -> int:
    """Return the offset after the string whose opening quote ends at `position`; a line end closes a short string."""
    pattern = _LONG_END[quote] if len(quote) == 3 else _SHORT_END[quote]
    match = pattern.match(source, position)
    return match.end() if match else len(source)


_LONG_END = {q: re.compile(rf"(?:[^\\{q[0]}]|\\.|{q[0]}(?!{q[0]}{q[0]}))*(?:{q})?", re.DOTALL) for q in ("'''", '"""')}
_SHORT_END = {q: re.compile(rf"(?:[^\\{q}\r\n]|\\(?:\r\n|.))*{q}?", re.DOTALL) for q in ("'", '"')}


def _position(source: str, offset: int) -> tuple[int, int]:
    before = re.split(r"\r\n|\r|\n", source[:offset])
    return len(before), len(before[-1]) + 1
