"""Which comments of a file may speak to this tool, whatever the kind of file."""

import re
from collections.abc import Iterator
from typing import Callable, Optional

from macrometa_conformance.comments.comment import LIKE_MARK, Comment
from macrometa_conformance.project.text import UndecodableText, decode_python, decode_text

_LIKE_MARK = re.compile(LIKE_MARK.encode())
_Reader = Callable[[str], Iterator[Comment]]


def comments_of(path: str, data: bytes) -> tuple[Comment, ...]:
    """Return the comments with what looks like the mark.

    There are none where the kind of file has no comments, or the text cannot be decoded.
    """
    if b"lint" not in data.lower() or not _LIKE_MARK.search(data):
        return ()
    reader = _reader(path)
    if reader is None:
        return ()
    try:
        return tuple(reader(decode_python(data) if path.endswith(".py") else decode_text(data)))
    except UndecodableText:
        return ()


def _reader(path: str) -> Optional[_Reader]:
    """Return what reads the comments of a kind of file; it is imported where it is needed."""
    from macrometa_conformance.comments import ini, markdown, python, requirements, toml

    readers: dict[str, _Reader] = {
        "py": python.comments_of,
        "toml": toml.comments_of,
        "cfg": ini.comments_of,
        "txt": requirements.comments_of,
        "md": markdown.comments_of,
    }
    return readers.get(path.rpartition(".")[2].lower())
