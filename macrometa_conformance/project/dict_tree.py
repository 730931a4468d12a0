"""A tree of files held in a dict: for tests and for the examples in the rules' documentation."""

from collections.abc import Mapping
from enum import Enum
from typing import Union

from macrometa_conformance.project.tree import Entry, EntryKind, Unreadable


class Special(Enum):
    """A directory entry that is no readable file."""

    PIPE = "a named pipe"
    BROKEN_LINK = "a link that leads nowhere"
    UNREADABLE = "a file that may not be read"
    FOLDER = "an empty folder"


class DictTree:
    """A project tree over a mapping of paths to texts, bytes or special entries. It counts how often a file is read."""

    def __init__(self, files: Mapping[str, Union[str, bytes, Special]]) -> None:
        self._files = dict(files)
        self.reads: dict[str, int] = {}
        self._folders: dict[str, dict[str, Entry]] = {"": {}}
        for path, content in self._files.items():
            self._add(path, content)

    def _add(self, path: str, content: Union[str, bytes, Special]) -> None:
        parts = path.split("/")
        for depth in range(len(parts) - 1):
            folder, name = "/".join(parts[:depth]), parts[depth]
            self._folders[folder][name] = Entry(name, EntryKind.FOLDER)
            self._folders.setdefault("/".join(parts[: depth + 1]), {})
        kind, reason = EntryKind.FILE, ""
        if content is Special.FOLDER:
            kind = EntryKind.FOLDER
            self._folders.setdefault(path, {})
        elif isinstance(content, Special) and content is not Special.UNREADABLE:
            kind, reason = EntryKind.OTHER, content.value
        self._folders["/".join(parts[:-1])][parts[-1]] = Entry(parts[-1], kind, reason)

    @property
    def skipped(self) -> tuple[str, ...]:
        """Return the paths of the special entries that are no folders, with what they are."""
        special = {path: content for path, content in self._files.items() if isinstance(content, Special)}
        return tuple(
            f"`{path}`: {content.value}" for path, content in sorted(special.items()) if content is not Special.FOLDER
        )

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return the entries of a folder sorted by name; empty when it is no folder."""
        return tuple(entry for _, entry in sorted(self._folders.get(folder, {}).items()))

    def read(self, path: str) -> bytes:
        """Return a file's bytes. Raises FileNotFoundError or Unreadable."""
        content = self._files.get(path)
        if content is None or content is Special.FOLDER:
            raise FileNotFoundError(path)
        if isinstance(content, Special):
            raise Unreadable(content.value)
        self.reads[path] = self.reads.get(path, 0) + 1
        return content.encode() if isinstance(content, str) else content
