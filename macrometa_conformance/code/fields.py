"""Where the replacement fields of an f-string stand. Python's tree tells it from 3.12 on; before, an f-string's field
holds no quote of its own kind, no backslash and no comment, which makes its end easy to find.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, Optional

_OPENING = re.compile(r"([A-Za-z]{0,3})('''|\"\"\"|'|\")")
_BETWEEN = re.compile(r"(?:[ \t\f\r\n]+|\\\r?\n|#[^\r\n]*)*")
_NAMED = re.compile(r"\\N\{[^}]*\}")
_SHOWN = re.compile(r"=\s*(?=[!:}])")


class Field(NamedTuple):
    """The text of a field's expression, and where it begins: lines below the first, and columns, both 0-based.

    The column counts from the beginning of its line, on the first line from the beginning of the text.
    """

    text: str
    line: int
    column: int


def fields_of(text: str) -> tuple[Field, ...]:
    """Return the fields of one or more adjacent literals, in order, those within formats left out.

    What is not understood yields nothing from there on.
    """
    return tuple(_fields(text))


def _fields(text: str) -> Iterator[Field]:
    position = 0
    while True:
        between = _BETWEEN.match(text, position)
        opening = _OPENING.match(text, between.end() if between else position)
        if opening is None:
            return
        prefix, quote = opening.group(1).lower(), opening.group(2)
        end = opening.end()
        while True:
            stop = _stop(text, end, quote, prefix)
            if stop is None:
                return
            if text.startswith(quote, stop):
                position = stop + len(quote)
                break
            expression_end, end = _field_end(text, stop + 1)
            if end == -1:
                return
            before = text[: stop + 1]
            yield Field(text[stop + 1 : expression_end], before.count("\n"), len(before) - (before.rfind("\n") + 1))


def _stop(text: str, position: int, quote: str, prefix: str) -> Optional[int]:
    """Return where the literal's end or its next field begins."""
    while position < len(text):
        char = text[position]
        if text.startswith(quote, position):
            return position
        if char == "\\":
            named = _NAMED.match(text, position) if "r" not in prefix else None
            after = text[position + 1 : position + 2]
            position = named.end() if named else position + (1 if after in ("{", "}") else 2)
        elif "f" in prefix and char in "{}":
            if text[position + 1 : position + 2] == char:
                position += 2
            elif char == "{":
                return position
            else:
                return None
        else:
            position += 1
    return None


def _field_end(text: str, position: int) -> tuple[int, int]:
    """Return where a field's expression ends, and where the text behind the field begins; (-1, -1) if it never does."""
    depth = 0
    expression_end = -1
    while position < len(text):
        char = text[position]
        if char in "'\"":
            quote = char * 3 if text.startswith(char * 3, position) else char
            closing = text.find(quote, position + len(quote))
            if closing == -1:
                return -1, -1
            position = closing + len(quote)
            continue
        if char in "([{":
            depth += 1
        elif depth and char in ")]}":
            depth -= 1
        elif not depth:
            if char == "}":
                return (expression_end if expression_end != -1 else position), position + 1
            if char == ":" or (char == "!" and text[position + 1 : position + 2] != "="):
                return _format_end(text, position, expression_end if expression_end != -1 else position)
            if char == "=" and _SHOWN.match(text, position) and text[position - 1] not in "=!<>":
                expression_end = position
        position += 1
    return -1, -1


def _format_end(text: str, position: int, expression_end: int) -> tuple[int, int]:
    """Go past a conversion and a format, with the fields in it."""
    depth = 0
    while position < len(text):
        char = text[position]
        if char == "{":
            depth += 1
        elif char == "}":
            if not depth:
                return expression_end, position + 1
            depth -= 1
        position += 1
    return -1, -1
