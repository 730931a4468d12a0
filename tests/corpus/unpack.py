"""Archives of source distributions, unpacked without trusting them."""

import io
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

MOST_BYTES = 200 * 1024 * 1024


class UnsafeArchive(Exception):
    """An archive that would write outside its folder, or that grows without measure."""


def unpack(archive: bytes, filename: str, folder: Path) -> None:
    """Write an archive's regular files to a folder that is not there yet, without the one folder that wraps them all.

    Links, devices and permissions are left out. Raises UnsafeArchive on an absolute path, on `..`, on two members
    that cannot both be written and on more than 200 MB; the folder is there afterwards only when all went well.
    """
    fresh = folder.with_name(f".{folder.name}.unpacking")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        _write(_members(archive, filename), fresh)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(members: Iterator[tuple[str, bytes]], folder: Path) -> None:
    files = {_safe(name): content for name, content in members}
    tops = {path.parts[0] for path in files}
    wrapped = len(tops) == 1 and all(len(path.parts) > 1 for path in files)
    for path, content in files.items():
        place = folder.joinpath(*path.parts[1 if wrapped else 0 :])
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        except OSError as error:
            raise UnsafeArchive(f"`{path}` cannot be written beside the other members") from error


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or not path.parts or ":" in path.parts[0] or "\0" in name:
        raise UnsafeArchive(f"the member `{name}` does not lie below the archive's root")
    return path


def _members(archive: bytes, filename: str) -> Iterator[tuple[str, bytes]]:
    """Yield the regular files of an archive. The sizes that its headers tell bound what is read of each."""
    total = 0
    for name, size, stream in _zipped(archive) if filename.endswith(".zip") else _tarred(archive):
        total += size
        if total > MOST_BYTES:
            raise UnsafeArchive(f"the archive holds more than {MOST_BYTES} bytes")
        yield name, stream.read(size)


def _tarred(archive: bytes) -> Iterator[tuple[str, int, IO[bytes]]]:
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:*") as opened:
        for member in opened:
            stream = opened.extractfile(member) if member.isreg() else None
            if stream is not None:
                yield member.name, member.size, stream


def _zipped(archive: bytes) -> Iterator[tuple[str, int, IO[bytes]]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for member in opened.infolist():
            if not member.is_dir():
                with opened.open(member) as stream:
                    yield member.filename, member.file_size, stream
