"""The cache folder: blobs by name that are whole, this user's own and few, or not there at all.

Every entry carries a digest that is keyed with a secret of the user, so that what another has put there, be it with the
linted project, is no entry; nothing is decoded before that is checked. What cannot be read or written is silently none.
"""

from __future__ import annotations

import os
import stat
import sys
import time

from macrometa_conformance.digests import digest_of
from macrometa_conformance.project.folder_tree import is_under

TYPE_CHECKING = False  # `typing` takes a tenth of the time of a run on what has not changed
if TYPE_CHECKING:
    from typing import Optional

VARIABLE = "C8_LINT_CACHE_DIR"
MAX_BYTES = 100_000_000  # of all entries; the oldest go
MAX_ENTRY = 20_000_000  # bytes

_KEPT = 0.75  # of MAX_BYTES when it was exceeded
_HEAD = b"c8-lint 1 "
_DIGEST = 40  # hexadecimal digits
_SUFFIX = ".c8"
_NEW = ".new"
_DAY = 86_400  # seconds
_KEY = "key"
_KEY_BYTES = 32
_ABOUT = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# made by c8-lint; it can be deleted\n",
    ".gitignore": "*\n",
}


class Cache:
    """A folder of blobs. Two runs may use it at once: an entry appears whole, and is only ever replaced as a whole."""

    def __init__(self, folder: str, key: bytes) -> None:
        """Take the folder, which need not be there yet, and the secret that entries are signed with."""
        self.folder = folder
        self._key = key
        self.wrote = False  # whether this run has added to it

    def get(self, name: str) -> Optional[bytes]:
        """Return the blob of a name, None where there is none that this user has written."""
        path = self._path(name)
        data = _read(path)
        if data is None or not data.startswith(_HEAD):
            return None
        start = len(_HEAD) + _DIGEST
        body = data[start:]
        return body if data[len(_HEAD) : start] == self._signed(name, body) else None

    def put(self, name: str, body: bytes) -> None:
        """Keep a blob under a name."""
        if len(body) <= MAX_ENTRY and _make(self.folder):
            self.wrote |= _write(self._path(name), _HEAD + self._signed(name, body) + body)

    def trim(self) -> None:
        """Drop the entries that were not used for longest where all are more than MAX_BYTES."""
        now, total, found = time.time(), 0, []
        try:
            with os.scandir(self.folder) as scan:
                for entry in scan:
                    if entry.name.endswith((_SUFFIX, _SUFFIX + _NEW)):
                        status = entry.stat(follow_symlinks=False)
                        total += status.st_size
                        found.append((status.st_mtime, status.st_size, entry.path))
        except OSError:
            return
        too_much = total > MAX_BYTES
        for modified, size, path in sorted(found):
            torn = path.endswith(_NEW) and now - modified > _DAY
            if torn or (too_much and total > MAX_BYTES * _KEPT):
                total -= size
                _remove(path)

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, name + _SUFFIX)

    def _signed(self, name: str, body: bytes) -> bytes:
        return digest_of(name, body, key=self._key).encode()


def open_cache(folder: str = "", *, outside: tuple[str, ...] = (), create: bool = False) -> Optional[Cache]:
    """Return the cache in a folder, the user's own where none is named; None where there can be none.

    One that is not named does not lie in a folder of `outside`. With `create` the user's secret is made where there is
    none yet; without, nothing is written.
    """
    own = user_folder()
    if not own:
        return None
    asked = folder or os.environ.get(VARIABLE, "")
    chosen = os.path.abspath(asked) if asked else own
    if not asked and any(is_under(os.path.realpath(own), os.path.realpath(root)) for root in outside):
        return None
    key = _key(own, create=create)
    return Cache(chosen, key) if key else None


def user_folder(platform: str = sys.platform) -> str:
    """Return the folder for what this tool keeps for the user, by the custom of the system; empty where it has none.

    It is what `platformdirs` returns, which would take as long to import as all else that a hit needs.
    """
    home = os.path.expanduser("~")
    if platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "") or os.path.join(home, "AppData", "Local")
    elif platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):
            base = os.path.join(home, ".cache")
    return os.path.join(base, "c8-lint") if os.path.isabs(base) else ""


def _key(folder: str, *, create: bool) -> Optional[bytes]:
    path = os.path.join(folder, _KEY)
    key = _read(path, secret=True)
    if (key is None or len(key) != _KEY_BYTES) and create and _make(folder):
        _write(path, os.urandom(_KEY_BYTES))
        key = _read(path, secret=True)  # that of another run that made one at the same moment, perhaps
    return key if key is not None and len(key) == _KEY_BYTES else None


def _read(path: str, *, secret: bool = False) -> Optional[bytes]:
    """Return a file's bytes where it is a regular one that this user owns; a secret no other may read or write."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(path, flags), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_ENTRY + 100:
                return None
            if os.name == "posix" and (status.st_uid != os.geteuid() or (secret and status.st_mode & 0o077)):
                return None
            data = file.read()
        if not secret and time.time() - status.st_mtime > _DAY:
            os.utime(path)  # what is used stays
    except (OSError, ValueError):
        return None
    return data


def _write(path: str, data: bytes) -> bool:
    new = f"{path}.{os.urandom(6).hex()}{_SUFFIX}{_NEW}"
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(new, flags, 0o600), "wb") as file:
            file.write(data)
        os.replace(new, path)
    except (OSError, ValueError):
        _remove(new)
        return False
    return True


def _make(folder: str) -> bool:
    """Return whether the folder is there; one that is made says what it is."""
    if os.path.isdir(folder):
        return True
    try:
        os.makedirs(folder, 0o700)
        for name, text in _ABOUT.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
    except (OSError, ValueError):
        return os.path.isdir(folder)
    return True


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except (OSError, ValueError):
        return
