"""The one interface through which files of a connector are read."""

from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class EntryKind(Enum):
    """What a directory entry is, links followed."""

    FILE = "file"
    FOLDER = "folder"
    OTHER = "other"  # FIFO, socket, device, broken link, a link that leaves the tree or loops


@dataclass(frozen=True)
class Entry:
    """A name in a folder, what it is, and for OTHER why it is not read."""

    name: str
    kind: EntryKind
    reason: str = ""


class Unreadable(Exception):
    """A file cannot be read: it is too large, permission is denied, it vanished. The text says why."""


class ProjectTree(Protocol):
    """A read-only tree of files. Paths are relative to the root, with forward slashes; `""` is the root itself."""

    @property
    def skipped(self) -> tuple[str, ...]:
        """Return what was come across so far and not read, with the reason: a sentence each."""
        ...

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return the entries of a folder sorted by name; empty when it is no folder or cannot be listed."""
        ...

    def read(self, path: str) -> bytes:
        """Return a file's bytes. Each file is read at most once. Raises FileNotFoundError or Unreadable."""
        ...


def is_file(tree: ProjectTree, path: str) -> bool:
    """Return whether there is a file (no folder, no link that leads nowhere) at a path."""
    return _is(tree, path, EntryKind.FILE)


def is_folder(tree: ProjectTree, path: str) -> bool:
    """Return whether there is a folder at a path."""
    return _is(tree, path, EntryKind.FOLDER)


def _is(tree: ProjectTree, path: str, kind: EntryKind) -> bool:
    folder, _, name = path.rpartition("/")
    return any(entry.name == name and entry.kind is kind for entry in tree.entries(folder))
