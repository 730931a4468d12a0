"""Comments in requirements files, which belong to a requirement with its continuation lines."""

import re
from collections.abc import Iterator

from macrometa_conformance.comments.comment import Comment, Elements, may_speak, on_one_line
from macrometa_conformance.project.declarations.requirements import logical_lines
from macrometa_conformance.project.text import split_lines

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*$")


def comments_of(text: str) -> Iterator[Comment]:
    """Yield the comments that may speak to the tool, as pip sees comments."""
    elements = Elements((line.region.line, line.region.end_line) for line in logical_lines(text))
    for number, line in enumerate(split_lines(text), 1):
        found = _COMMENT.search(line) if may_speak(line) else None
        if found and may_speak(found.group()):
            yield on_one_line(
                found.group().rstrip(), number, found.start() + 1, [elements.at(number) or elements.below(number)]
            )
