"""Writing files so that a reader never meets half of one."""

import errno
import os
import stat
from typing import Optional

_IN_PLACE = (errno.EACCES, errno.EPERM, errno.EBUSY, errno.EXDEV)  # the folder takes no new file: a mount, a sandbox


def write_whole(path: str, text: str) -> None:
    """Write a UTF-8 file with plain line ends: all of it, or nothing where that fails.

    The text goes to a new file beside it that then takes its place, with the mode of the old one; a link stays a link.
    What is no regular file (a device, a pipe) is written to as it is. Raises OSError, and ValueError on an impossible
    name.
    """
    data = text.encode("utf-8", "backslashreplace")
    target = os.path.realpath(path)
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        _replace(target, data, None)
        return
    if not stat.S_ISREG(mode):
        _overwrite(path, data)
        return
    try:
        _replace(target, data, stat.S_IMODE(mode))
    except OSError as error:
        if error.errno not in _IN_PLACE or not os.access(target, os.W_OK):
            raise
        _overwrite(target, data)


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


def _replace(target: str, data: bytes, mode: Optional[int]) -> None:
    folder, name = os.path.split(target)
    new = os.path.join(folder, f".{name[:100]}.{os.getpid()}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
        if mode is not None:
            os.chmod(new, mode)
        os.replace(new, target)
    except BaseException:
        os.unlink(new)
        raise


def _overwrite(path: str, data: bytes) -> None:
    with open(path, "wb") as stream:
        stream.write(data)
