"""What lies in a folder in place of a file that should be there."""

import re
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.finding import Finding, Place
from macrometa_conformance.project.tree import Entry, EntryKind

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_SAME = {"licence": "license", "copying": "license"}
_TEXTS = frozenset(("txt", "md", "rst", "markdown", "mdown", "mkd", "adoc", "asciidoc", "org", "html"))


def near_miss(entries: tuple[Entry, ...], wanted: str) -> Optional[Entry]:
    """Return the entry that was probably meant to be a file of the wanted name, or None.

    That is one of the same name that is no file, else one whose name differs in case, in `-`, `_` or blanks, in the
    extension of a text, or in another usual word for it (`LICENCE`, `COPYING`).
    """
    same = [entry for entry in entries if entry.name == wanted and entry.kind is not EntryKind.FILE]
    alike = [
        entry
        for entry in entries
        if entry.name != wanted and entry.kind is EntryKind.FILE and _folded(entry.name) == _folded(wanted)
    ]
    case = [entry for entry in alike if entry.name.lower() == wanted.lower()]
    return next(iter([*same, *case, *alike]), None)


def absent(project: "Project", wanted: str, purpose: str) -> Finding:
    """Return the finding that a file is absent, with what lies there in its place; `purpose` says what it is for."""
    folder, _, name = wanted.rpartition("/")
    near = near_miss(project.tree.entries(folder), name)
    where = f"in `{folder}`" if folder else "at the root"
    message = f"there is no `{name}` {where}"
    help_text = f"add `{wanted}`, {purpose}"
    if near is not None and near.kind is EntryKind.FILE:
        message += f", only `{near.name}`"
        help_text = f"rename `{near.name}` to `{name}`"
    elif near is not None and near.kind is EntryKind.FOLDER:
        message += ": it is a folder"
        help_text = f"make `{wanted}` a file, {purpose}"
    elif near is not None:
        message += f": {near.reason or 'it is no regular file'}"
        help_text = f"make `{wanted}` a regular file, {purpose}"
    return Finding(Place(wanted), message, help_text, subject=wanted, absent=True)


def _folded(name: str) -> str:
    stem, dot, extension = name.lower().rpartition(".")
    if dot and extension not in _TEXTS:
        return name.lower()
    word = re.sub(r"[^a-z0-9]", "", stem or extension)
    return _SAME.get(word, word)
