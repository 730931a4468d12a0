"""Comments in setup.cfg, which belong to an option with all its lines, or to one line of a list of requirements."""

import re
from collections.abc import Iterator

from macrometa_conformance.comments.comment import Comment, Elements, Lines, may_speak, on_one_line
from macrometa_conformance.project.text import split_lines

_SECTION = re.compile(r"\[(?P<name>[^\]]+)\]")
_KEY = re.compile(r"([^=:]*)[=:]")
_INLINE = re.compile(r"(?<=\s)#.*$")
_REQUIREMENTS = ("install_requires", "setup_requires", "tests_require")


def comments_of(text: str) -> Iterator[Comment]:
    """Yield the comments that may speak to the tool: whole lines, and what setuptools cuts off behind a requirement."""
    lines = split_lines(text)
    layout = list(_layout(lines))
    options = Elements(option for option, _ in layout)
    listed = {number for (first, last), is_list in layout if is_list for number in range(first, last + 1)}
    requirements = Elements((number, number) for number in sorted(listed) if _says(lines[number - 1]))
    for number, line in enumerate(lines, 1):
        if not may_speak(line):
            continue
        if not _says(line):
            option = options.at(number) or options.below(number)
            element = requirements.below(number) if number in listed else option
            yield on_one_line(line.strip(), number, len(line) - len(line.lstrip()) + 1, [element])
        elif number in listed and (found := _INLINE.search(line)):
            yield on_one_line(found.group().rstrip(), number, found.start() + 1, [(number, number)])


def _says(line: str) -> bool:
    """Return whether a line is neither blank nor a comment."""
    return line.strip()[:1] not in ("", "#", ";")


def _layout(lines: tuple[str, ...]) -> Iterator[tuple[Lines, bool]]:
    """Yield the lines of the section headers and the options; an option that lists requirements is marked by True."""
    section, is_list = "", False
    first = last = indent = 0
    for number, line in enumerate(lines, 1):
        if not _says(line):
            continue
        depth = len(line) - len(line.lstrip())
        if first and depth > indent:
            last = number
            continue
        if first:
            yield (first, last), is_list
        found, key = _SECTION.match(line.strip()), _KEY.match(line.strip())
        section = found.group("name") if found else section
        name = key.group(1).rstrip().lower().replace("-", "_") if key and not found else ""
        is_list = section == "options" and name in _REQUIREMENTS
        is_list = is_list or (section == "options.extras_require" and name != "")
        first = last = number
        indent = depth
    if first:
        yield (first, last), is_list
