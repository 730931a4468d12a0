"""What a template leaves behind in the prose of a document."""

import re
from collections.abc import Iterator

from macrometa_conformance.finding import Region
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.documents import Document, Prose

_PATTERNS = (
    re.compile(r"\{\s*connector(?:[ _-]\w+)*\s*\}", re.IGNORECASE),
    re.compile(r"(?<!\w)<(?:\.\.\.|…|[^\W\d][^<>]{0,78}[^<>\s]|[^\W\d])>"),
    re.compile(r"\b(?:TODO|TBD)\b"),
    re.compile(r"\blorem\s+ipsum\b", re.IGNORECASE),
)
_ADDRESS = re.compile(r"<(?:[a-z]+://|www\.|mailto:|[\w.+-]+@|[\w-]+(?:\.[\w-]+)+(?:[:/][^<>\s]*)?>)", re.IGNORECASE)


@plain
class Leftover(Plain):
    """A placeholder and where it stands."""

    text: str
    region: Region


def leftovers(document: Document) -> tuple[Leftover, ...]:
    """Return the placeholders in a document's prose, in the order of the text."""
    found = [*_in_tags(document), *(leftover for prose in document.prose for leftover in _in_prose(prose))]
    return tuple(sorted(found, key=lambda leftover: leftover.region))


def _in_tags(document: Document) -> Iterator[Leftover]:
    for tag in document.placeholders:
        if not tag.before.isalnum():
            yield Leftover(tag.text, tag.region(0, len(tag.text)))


def _in_prose(prose: Prose) -> Iterator[Leftover]:
    for pattern in _PATTERNS:
        for found in pattern.finditer(prose.text):
            text = found.group()
            attached = found.start() == 0 and prose.before.isalnum()
            if not _ADDRESS.match(text) and not (text[0] == "<" and attached):
                yield Leftover(text, prose.region(*found.span()))
