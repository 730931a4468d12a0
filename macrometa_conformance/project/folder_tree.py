"""A project tree over a real folder: nothing outside it is read, and nothing in it makes a read hang or never end."""

from __future__ import annotations

import errno
import os
import stat

from macrometa_conformance.digests import digest_of
from macrometa_conformance.project.tree import Entry, EntryKind, Unreadable

TYPE_CHECKING = False  # as in `tree`: a run on what has not changed does without `typing`
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Optional, Union

MAX_PYTHON_BYTES = 5_000_000
MAX_LOCK_BYTES = 20_000_000
MAX_BYTES = 2_000_000  # of another file
MAX_ALL_BYTES = 5_000_000  # of all Python files, and of all that are neither Python nor a lock
MAX_ENTRIES = 100_000  # of one folder, and of all folders that are listed
MAX_DEPTH = 60  # folders within folders
MAX_TOLD = 20  # sentences about what was skipped

_NEVER_ENTERED = {
    ".git": "version control", ".hg": "version control", ".svn": "version control", ".bzr": "version control",
    ".venv": "a virtual environment", "__pypackages__": "installed packages", "site-packages": "installed packages",
    "node_modules": "installed packages", ".eggs": "installed packages",
    "__pycache__": "a cache", ".mypy_cache": "a cache", ".pytest_cache": "a cache", ".ruff_cache": "a cache",
    ".tox": "a cache", ".nox": "a cache", ".hypothesis": "a cache",
}  # fmt: skip
_BUILT = ("build", "dist")  # at the root, unless they are packages
_VENV_MARKS = ("pyvenv.cfg", "conda-meta")
_METADATA = (".egg-info", ".dist-info")


class FolderTree:
    """The files of a folder, each read at most once.

    A link is followed where it leads to something else in the folder. Version control, virtual environments, caches
    and what a build leaves behind are never entered.
    """

    def __init__(self, root: str, only: Optional[frozenset[str]] = None) -> None:
        """Take the folder at `root`, or of it the files and folders whose paths are in `only`, as if no others were.

        Raises UsageError where it cannot be listed or holds too much.
        """
        self.root = os.path.realpath(root)
        self._given = root
        self._only = only
        self._contents: dict[str, Union[bytes, str]] = {}  # what `_content` returned, for `again` too
        self._folders: dict[str, tuple[Entry, ...]] = {}
        self._files: dict[str, Union[bytes, str]] = {}  # the content, or why there is none
        self._digests: dict[str, str] = {}  # of the contents
        self._links: dict[str, str] = {}  # where each link that was listed leads
        self._listed = 0
        self._read = {".py": 0, "": 0}  # bytes, of Python and of what is neither that nor a lock
        self._skipped: dict[str, str] = {}
        if isinstance(names := self._names(""), str):
            from macrometa_conformance.errors import UsageError

            raise UsageError(f"the folder `{root}` cannot be listed: {names}", "a connector's root is wanted")

    @property
    def skipped(self) -> tuple[str, ...]:
        """Return what was come across and not read, with the reason: a sentence each, sorted by path.

        What is left out in every project, say `.git` and caches, is not told.
        """
        told = tuple(f"`{path}`: {reason}" for path, reason in sorted(self._skipped.items()))
        return told if len(told) <= MAX_TOLD else (*told[:MAX_TOLD], f"and {len(told) - MAX_TOLD} more")

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return the entries of a folder sorted by name; empty when it is no folder or cannot be listed."""
        if folder.count("/") > MAX_DEPTH:
            return ()
        if folder not in self._folders:
            self._folders[folder] = self._list(folder) if self._is_folder(folder) else ()
        return self._folders[folder]

    def read(self, path: str) -> bytes:
        """Return a file's bytes. Raises FileNotFoundError or Unreadable."""
        if path not in self._files:
            entry = self._entry(path)
            if entry is None or entry.kind is EntryKind.FOLDER:
                raise FileNotFoundError(path)
            if path not in self._contents:
                self._contents[path] = entry.reason if entry.kind is EntryKind.OTHER else self._content(path)
            content = self._contents[path] = self._within_all(path, self._contents[path])
            if isinstance(content, str):
                self._skipped[path] = content
            else:
                self._digests[path] = digest_of(content)
            self._files[path] = content
        known = self._files[path]
        if isinstance(known, str):
            raise Unreadable(known)
        return known

    @property
    def asked(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the folders and the files that were asked for so far, those that are not there too, in that order."""
        return tuple(self._folders), tuple(self._files)

    def ask(self, folders: Iterable[str], files: Iterable[str]) -> None:
        """Look at folders and files, those that are not there too."""
        for folder in folders:
            self.entries(folder)
        for file in files:
            try:
                self.read(file)
            except (OSError, Unreadable):
                continue

    def digest(self) -> str:
        """Return a digest of all that was seen so far: a tree that was asked the same has another one if it changed."""
        seen = [self.root]
        for folder, entries in self._folders.items():
            seen += ["folder", folder]
            for entry in entries:
                seen += [entry.name, entry.kind.name, entry.reason]
        for path, target in self._links.items():
            seen += ["link", path, target]
        for path, reason in sorted(self._skipped.items()):  # those of listings come first when all is asked again
            seen += ["skipped", path, reason]
        for path, content in self._files.items():
            seen += ["file", path, content if isinstance(content, str) else self._digests[path]]
        return digest_of(*seen)

    def again(self) -> FolderTree:
        """Return a tree of the same folder of which nothing was asked yet; the files that are read are shared."""
        tree = FolderTree(self._given, self._only)
        tree._contents = self._contents
        return tree

    def forget(self) -> None:
        """Let go of all that was seen; nothing may be asked any more."""
        for seen in (self._contents, self._folders, self._files, self._digests, self._links, self._skipped):
            seen.clear()

    def _full(self, path: str) -> str:
        return os.path.join(self.root, *path.split("/")) if path else self.root

    def _entry(self, path: str) -> Optional[Entry]:
        folder, _, name = path.rpartition("/")
        return next((entry for entry in self.entries(folder) if entry.name == name), None)

    def _is_folder(self, folder: str) -> bool:
        if not folder:
            return True
        entry = self._entry(folder)
        return entry is not None and entry.kind is EntryKind.FOLDER

    def _names(self, folder: str) -> Union[list[os.DirEntry[str]], str]:
        """Return what lies in a folder, or why that is not told."""
        found = []
        try:
            with os.scandir(self._full(folder)) as scan:
                for item in scan:
                    found.append(item)
                    if self._listed + len(found) > MAX_ENTRIES:
                        return f"more than {MAX_ENTRIES:,} entries"
        except (OSError, ValueError) as error:
            return _reason(error)
        return sorted(found, key=lambda item: item.name)

    def _list(self, folder: str) -> tuple[Entry, ...]:
        names = self._names(folder)
        if isinstance(names, str):
            self._skipped[folder] = names
            return ()
        self._listed += len(names)
        entries = []
        for item in self._counted(names, folder):
            path = f"{folder}/{item.name}" if folder else item.name
            kind, reason = self._classify(item, path)
            entries.append(Entry(item.name, kind, reason))
        return tuple(entries)

    def _counted(self, names: list[os.DirEntry[str]], folder: str) -> list[os.DirEntry[str]]:
        """Return those of a folder's entries that are not left out; what is behind a link counts where it lies."""
        if self._only is None:
            return names
        inside = os.path.relpath(os.path.realpath(self._full(folder)), self.root).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        return [item for item in names if prefix + item.name in self._only]

    def _classify(self, item: os.DirEntry[str], path: str) -> tuple[EntryKind, str]:
        try:
            if not item.is_symlink():
                mode = item.stat(follow_symlinks=False).st_mode
                if stat.S_ISREG(mode):
                    return EntryKind.FILE, ""
            else:
                self._links[path] = os.path.realpath(self._full(path))
                outcome = self._follow(path)
                if isinstance(outcome, str):
                    return self._skip(path, outcome)
                mode = outcome
        except (OSError, ValueError) as error:
            return self._skip(path, _reason(error))
        if stat.S_ISREG(mode):
            return EntryKind.FILE, ""
        if not stat.S_ISDIR(mode):
            return self._skip(path, _special(mode))
        why = self._never_entered(path)
        if why:
            return EntryKind.OTHER, why
        if path.count("/") >= MAX_DEPTH:
            return self._skip(path, f"more than {MAX_DEPTH} folders deep")
        return EntryKind.FOLDER, ""

    def _skip(self, path: str, reason: str) -> tuple[EntryKind, str]:
        self._skipped[path] = reason
        return EntryKind.OTHER, reason

    def _follow(self, path: str) -> Union[int, str]:
        """Return the mode of what a link leads to, or why it is not followed."""
        full = self._full(path)
        try:
            mode = os.stat(full).st_mode
        except FileNotFoundError:
            return "a link that leads nowhere"
        except OSError as error:
            return "a link that leads to itself" if error.errno == errno.ELOOP else _reason(error)
        target = os.path.realpath(full)
        if not is_under(target, self.root):
            return "a link that leaves the project"
        inside = os.path.relpath(target, self.root).replace(os.sep, "/")
        parts = inside.split("/")
        folders = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
        if any(self._never_entered(folder) for folder in folders):
            return "a link into a folder that is not read"
        if stat.S_ISDIR(mode):
            parent = os.path.dirname(full)
            if os.path.realpath(parent) != parent:
                return "a link to a folder within a linked folder"
            if is_under(parent, target):
                return "a link to a folder that holds it"
        return mode

    def _never_entered(self, path: str) -> str:
        """Return what a folder is that is never entered, or an empty string."""
        name = path.rpartition("/")[2]
        if name in _NEVER_ENTERED:
            return _NEVER_ENTERED[name]
        full = self._full(path)
        if name.endswith(_METADATA):
            return "what a build left behind"
        if path in _BUILT and not os.path.lexists(os.path.join(full, "__init__.py")):
            return "what a build left behind"
        if path == "venv" or any(os.path.lexists(os.path.join(full, mark)) for mark in _VENV_MARKS):
            return "a virtual environment"
        return ""

    def _within_all(self, path: str, content: Union[bytes, str]) -> Union[bytes, str]:
        """Return what was read of a file, or why it is left out: it is too much with those that were read before it."""
        suffix = _suffix(path)
        if isinstance(content, bytes) and suffix in self._read:
            if self._read[suffix] + len(content) > MAX_ALL_BYTES:
                return f"more than {MAX_ALL_BYTES // 1_000_000} MB with the files before it, the limit for analysis"
            self._read[suffix] += len(content)
        return content

    def _content(self, path: str) -> Union[bytes, str]:
        """Return a file's bytes, or why they cannot be had. A pipe put in the file's place does not make it wait."""
        limit = {".py": MAX_PYTHON_BYTES, ".lock": MAX_LOCK_BYTES}.get(_suffix(path), MAX_BYTES)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        try:
            real = os.path.realpath(self._full(path))
            if not is_under(real, self.root):
                return "a link that leaves the project"
            descriptor = os.open(real, flags | getattr(os, "O_NOFOLLOW", 0))
            with open(descriptor, "rb") as file:
                status = os.fstat(descriptor)
                if not stat.S_ISREG(status.st_mode):
                    return _special(status.st_mode)
                data = file.read(limit + 1) if status.st_size <= limit else b""
        except FileNotFoundError:
            return "it vanished while it was to be read"
        except (OSError, ValueError) as error:
            return _reason(error)
        if status.st_size > limit or len(data) > limit:
            return f"larger than {limit // 1_000_000} MB, the limit for analysis"
        return data


def is_under(path: str, folder: str) -> bool:
    """Return whether a path is a folder or lies in it, as both are written."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _suffix(path: str) -> str:
    if path.endswith((".py", ".pyi")):
        return ".py"
    return ".lock" if path.endswith(".lock") else ""


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text[:1].lower() + text[1:]


def _special(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a named pipe"
    if stat.S_ISSOCK(mode):
        return "a socket"
    return "a folder" if stat.S_ISDIR(mode) else "a device"
