"""Writing files so that a reader never meets half of one."""

import errno
import os
import stat
from itertools import count
from typing import Optional

from macrometa_conformance.errors import UsageError

_NUMBERS = count()
_IN_PLACE = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV)  # the folder takes no new file: a mount, a sandbox


def write_whole(path: str, text: str) -> None:
    """Write a UTF-8 file with plain line ends: all of it, or nothing where that fails.

    The text goes to a new file beside it that then takes its place, with the mode of the old one; a link stays a link.
    What is no regular file (a device, a pipe) is written to as it is. Raises OSError, and ValueError on an impossible
    name.
    """
    new = _NewText(path, text)
    try:
        new.place()
    finally:
        new.drop()


class Writing:
    """Files that a run writes together: all of them, or none where it is known beforehand that one cannot be written.

    `finish` puts what was added in its place; without it the files stay as they are.
    """

    def __init__(self) -> None:
        self._files: list[tuple[str, str, _NewText]] = []

    def __enter__(self) -> "Writing":
        return self

    def __exit__(self, *_: object) -> None:
        for _what, _file, new in self._files:
            new.drop()

    def add(self, what: str, file: str, text: str) -> None:
        """Write a text beside its file. `what` is what errors call it. Raises UsageError where that fails."""
        try:
            self._files.append((what, file, _NewText(file, text)))
        except (OSError, ValueError) as error:
            raise _unwritten(what, file, error) from error

    def finish(self) -> None:
        """Put the texts in their places; what may still fail goes first. Raises UsageError where that fails."""
        for what, file, new in sorted(self._files, key=lambda one: one[2].is_beside):
            try:
                new.place()
            except BrokenPipeError:  # the reader of a pipe has gone: as on standard output, that is no error
                continue
            except OSError as error:
                raise _unwritten(what, file, error) from error


class _NewText:
    """The new text of a file, beside it until it is put in place or dropped."""

    def __init__(self, path: str, text: str) -> None:
        self._data = text.encode("utf-8", "backslashreplace")
        self._target = os.path.realpath(path)
        self._new = ""  # empty where the file is written to as it is
        try:
            mode = os.stat(path).st_mode
        except FileNotFoundError:
            self._new = _beside(self._target, self._data, None)
            return
        if stat.S_ISREG(mode):
            try:
                self._new = _beside(self._target, self._data, stat.S_IMODE(mode))
            except OSError as error:
                if not _may_overwrite(self._target, error):
                    raise
            return
        self._target = path
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    @property
    def is_beside(self) -> bool:
        """Return whether all that is left to do is to give the new file its name."""
        return bool(self._new)

    def place(self) -> None:
        """Put the text in its place. Raises OSError."""
        if self._new:
            try:
                os.replace(self._new, self._target)
                self._new = ""
                return
            except OSError as error:
                if not _may_overwrite(self._target, error):
                    raise
        with open(self._target, "wb") as stream:
            stream.write(self._data)

    def drop(self) -> None:
        """Remove what is not in its place."""
        if self._new:
            os.unlink(self._new)
            self._new = ""


def same_file(first: str, second: str) -> bool:
    """Return whether two paths name one file, be it there or not."""
    try:
        return os.path.samefile(first, second)
    except (OSError, ValueError):
        return _resolved(first) == _resolved(second)


def _resolved(path: str) -> str:
    try:
        return os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):
        return path


def _beside(target: str, data: bytes, mode: Optional[int]) -> str:
    """Write a new file beside another and return its path."""
    folder, name = os.path.split(target)
    new = os.path.join(folder, f".{name[:100]}.{os.getpid()}.{next(_NUMBERS)}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
        if mode is not None:
            os.chmod(new, mode)
    except BaseException:
        os.unlink(new)
        raise
    return new


def _may_overwrite(target: str, error: OSError) -> bool:
    return error.errno in _IN_PLACE and os.access(target, os.W_OK)


def _unwritten(what: str, file: str, error: Exception) -> UsageError:
    reason = getattr(error, "strerror", None) or str(error)
    return UsageError(f"{what} cannot be written to `{file}`: {reason}")
