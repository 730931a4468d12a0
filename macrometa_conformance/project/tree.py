"""The one interface through which files of a connector are read.

A run that finds all as it was the last time imports this module and little more, so it does without `dataclasses` and
`typing`.
"""

from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol
else:
    Protocol = object


class EntryKind(Enum):
    """What a directory entry is, links followed."""

    FILE = "file"
    FOLDER = "folder"
    OTHER = "other"  # FIFO, socket, device, broken link, a link that leaves the tree or loops


class Entry:
    """A name in a folder, what it is, and for OTHER why it is not read."""

    __slots__ = ("kind", "name", "reason")

    def __init__(self, name: str, kind: EntryKind, reason: str = "") -> None:
        self.name = name
        self.kind = kind
        self.reason = reason

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self._fields() == other._fields()

    def __hash__(self) -> int:
        return hash(self._fields())

    def __repr__(self) -> str:
        return f"Entry({self.name!r}, {self.kind}, {self.reason!r})"

    def _fields(self) -> "tuple[str, EntryKind, str]":
        return self.name, self.kind, self.reason


class Unreadable(Exception):
    """A file cannot be read: it is too large, permission is denied, it vanished. The text says why."""


class ProjectTree(Protocol):
    """A read-only tree of files. Paths are relative to the root, with forward slashes; `""` is the root itself."""

    @property
    def skipped(self) -> tuple[str, ...]:
        """Return what was come across so far and not read, with the reason: a sentence each."""

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return the entries of a folder sorted by name; empty when it is no folder or cannot be listed."""

    def read(self, path: str) -> bytes:
        """Return a file's bytes. Each file is read at most once. Raises FileNotFoundError or Unreadable."""


def is_file(tree: ProjectTree, path: str) -> bool:
    """Return whether there is a file (no folder, no link that leads nowhere) at a path."""
    return _is(tree, path, EntryKind.FILE)


def is_folder(tree: ProjectTree, path: str) -> bool:
    """Return whether there is a folder at a path."""
    return _is(tree, path, EntryKind.FOLDER)


def _is(tree: ProjectTree, path: str, kind: EntryKind) -> bool:
    folder, _, name = path.rpartition("/")
    return any(entry.name == name and entry.kind is kind for entry in tree.entries(folder))
