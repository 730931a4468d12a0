"""INI text with positions, as setup.cfg and entry points in a setup.py hold it."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Optional

from macrometa_conformance.finding import Region
from macrometa_conformance.project.text import split_lines

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")
_OPTION = re.compile(r"(?P<key>[^=:]*)[=:]\s*(?P<value>.*)$")  # `.*?\s*` takes the square of many blanks


class IniError(ValueError):
    """The text is no INI text; `line` is the 1-based line."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Text(NamedTuple):
    """A piece of text and its region."""

    value: str
    region: Region


class Option(NamedTuple):
    """An option: its section, its name in lower case, and the lines of its value that are not empty."""

    section: str
    key: str
    name: Text
    lines: tuple[Text, ...]

    @property
    def value(self) -> str:
        """Return the value with its lines joined by line ends."""
        return "\n".join(line.value for line in self.lines)


def read_ini(text: str) -> tuple[Option, ...]:
    """Return the options of INI text as `configparser` reads them. Raises IniError."""
    return tuple(_options(text))


def _options(text: str) -> Iterator[Option]:
    section = ""
    current: list[Text] = []
    option: Optional[tuple[str, Text]] = None
    indent = 0
    for number, line in enumerate(split_lines(text), 1):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        depth = len(line) - len(line.lstrip())
        if option is not None and depth > indent:
            current.append(_text(line, number))
            continue
        if option is not None:
            yield Option(section, option[0], option[1], tuple(part for part in current if part.value))
            option, current = None, []
        found = _SECTION.match(stripped)
        if found:
            section = found.group("name")
            continue
        if not section:
            raise IniError("a line before the first section", number)
        match = _OPTION.match(stripped)
        key = match.group("key").rstrip() if match is not None else ""
        if match is None or not key:
            raise IniError("a line that is neither a section nor `key = value`", number)
        start = depth + match.start("value")
        name = Text(key, Region(number, depth + 1, number, depth + 1 + len(key)))
        option, indent = (key.lower(), name), depth
        value = match.group("value")
        current = [Text(value, Region(number, start + 1, number, start + 1 + len(value)))] if value else []
    if option is not None:
        yield Option(section, option[0], option[1], tuple(part for part in current if part.value))


def _text(line: str, number: int) -> Text:
    start = len(line) - len(line.lstrip())
    value = line.strip()
    return Text(value, Region(number, start + 1, number, start + 1 + len(value)))
