"""What a newcomer gets wrong without an error: a folder that is no connector, settings that nothing reads."""

import os
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from macrometa_conformance.config import OWN_FILE, SHARED_FILE, TABLE
from macrometa_conformance.project.tree import EntryKind, ProjectTree, Unreadable, is_file

DECLARING = ("pyproject.toml", "setup.cfg", "setup.py")

_HEADER = re.compile(rb"^[ \t]*\[([^\[\]\n]*c8[^\[\]\n]*)\]", re.MULTILINE | re.IGNORECASE)
_PART = re.compile(r"[ \t\"']*([^.\"']+)")
_WANTED = "[tool.c8-lint]"
_ALIKE = 0.75  # from here on a name with `c8` in it is a slip of the tool's own
_NAMED = 3  # folders that a hint names before it counts


def doubts_about_folder(tree: ProjectTree, path: str) -> Iterator[str]:
    """Yield why a folder does not look like a connector's, with those in it or around it that do."""
    if _declares(tree, ""):
        return
    inner = [entry.name for entry in tree.entries("") if entry.kind is EntryKind.FOLDER and _declares(tree, entry.name)]
    text = f"`{path}` does not look like a connector: it holds no `pyproject.toml`, `setup.cfg` or `setup.py`"
    likely = [os.path.join(path, name) for name in inner] or _around(path)
    yield f"{text}; did you mean {_either(likely)}?" if likely else text


def doubts_about_settings(tree: ProjectTree) -> Iterator[str]:
    """Yield a sentence for each file or table at the root that looks like settings and is not read."""
    own = is_file(tree, OWN_FILE)
    for entry in tree.entries(""):
        stem, extension = os.path.splitext(entry.name)
        if entry.kind is EntryKind.FILE and entry.name != OWN_FILE and extension == ".toml" and _is_slip(stem):
            yield f"`{entry.name}` is not read: settings stand in `{OWN_FILE}`"
    try:
        headers = _HEADER.findall(tree.read(SHARED_FILE))
    except (FileNotFoundError, Unreadable):
        return
    tables = dict.fromkeys(_table(header.decode("utf-8", "replace")) for header in headers)
    if own and TABLE in tables:
        yield f"`{_WANTED}` in `{SHARED_FILE}` is not read: the settings in `{OWN_FILE}` hold"
    for table in tables:
        if table != TABLE and _is_slip(table[-1]):
            yield f"`[{'.'.join(table)}]` in `{SHARED_FILE}` is not read: settings stand in `{_WANTED}`"


def _table(header: str) -> tuple[str, ...]:
    """Return the first name of a table's header, with the second where the first is that of all tools' tables."""
    parts = [part.strip() for part in _PART.findall(header)]
    return tuple(parts[:2] if parts[0] in ("tool", "tools") else parts[:1])


def _declares(tree: ProjectTree, folder: str) -> bool:
    return any(entry.kind is EntryKind.FILE and entry.name in DECLARING for entry in tree.entries(folder))


def _around(path: str) -> Sequence[str]:
    """Return the folder round a package, or the one above any other folder, where it declares a distribution."""
    folder = path
    while True:
        inner, folder = folder, os.path.normpath(os.path.join(folder, os.pardir))
        if any(os.path.isfile(os.path.join(folder, name)) for name in DECLARING):
            return (folder,)
        if not os.path.isfile(os.path.join(folder, "__init__.py")) or os.path.samefile(inner, folder):
            return ()


def _either(folders: Sequence[str]) -> str:
    named = ", ".join(f"`{folder}`" for folder in folders[:_NAMED])
    return named if len(folders) <= _NAMED else f"{named} or one of {len(folders) - _NAMED} more"


def _is_slip(name: str) -> bool:
    bare = re.sub(r"[^a-z0-9]", "", name.lower())
    return "c8" in bare and SequenceMatcher(None, bare, "c8lint").ratio() >= _ALIKE
