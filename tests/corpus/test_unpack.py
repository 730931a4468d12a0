"""Archives are unpacked without trusting them."""

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Union

import pytest

from tests.corpus import unpack as unpacking
from tests.corpus.unpack import UnsafeArchive, unpack


def tar(*members: tuple[Union[tarfile.TarInfo, str], bytes]) -> bytes:
    """Return a compressed archive of these members."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for member, content in members:
            info = member if isinstance(member, tarfile.TarInfo) else tarfile.TarInfo(member)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """Return a member that is no regular file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def written(folder: Path) -> dict[str, bytes]:
    """Return the files below a folder with their content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_wrapping_folder_is_dropped(tmp_path: Path) -> None:
    """The files lie in the folder asked for, whatever the archive calls the one that wraps them."""
    unpack(tar(("demo_1-0/setup.py", b"a"), ("demo_1-0/demo/__init__.py", b"b")), "demo.tar.gz", tmp_path / "demo-1.0")
    assert written(tmp_path / "demo-1.0") == {"setup.py": b"a", "demo/__init__.py": b"b"}


def test_zip(tmp_path: Path) -> None:
    """A zip archive is read as well."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("demo-1.0/", "")
        archive.writestr("demo-1.0/setup.py", "a")
    unpack(stream.getvalue(), "demo-1.0.zip", tmp_path / "demo-1.0")
    assert written(tmp_path / "demo-1.0") == {"setup.py": b"a"}


@pytest.mark.parametrize("name", ["../evil.py", "demo/../../evil.py", "/evil.py", "..\\evil.py", "C:\\evil.py"])
def test_path_outside_is_refused(tmp_path: Path, name: str) -> None:
    """A member that names a place outside the folder stops the unpacking, and nothing of the archive stays."""
    with pytest.raises(UnsafeArchive):
        unpack(tar(("demo/setup.py", b"a"), (name, b"evil")), "demo.tar.gz", tmp_path / "within" / "demo")
    assert written(tmp_path) == {}
    assert not (tmp_path / "within" / "demo").exists()


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    """A link cannot lead a later member outside, since no link is made."""
    archive = tar(
        ("demo/setup.py", b"a"),
        (special("demo/link", tarfile.SYMTYPE, str(tmp_path)), b""),
        (special("demo/hard", tarfile.LNKTYPE, "demo/setup.py"), b""),
        (special("demo/pipe", tarfile.FIFOTYPE), b""),
        ("demo/link/evil.py", b"evil"),
    )
    unpack(archive, "demo.tar.gz", tmp_path / "demo")
    assert not (tmp_path / "evil.py").exists()
    assert (tmp_path / "demo" / "link" / "evil.py").read_bytes() == b"evil"


def test_file_that_is_a_folder_too(tmp_path: Path) -> None:
    """Two members of which one lies below the other are refused."""
    with pytest.raises(UnsafeArchive):
        unpack(tar(("demo/a", b"a"), ("demo/a/b", b"b")), "demo.tar.gz", tmp_path / "demo")


def test_size_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that grows past the limit is refused."""
    monkeypatch.setattr(unpacking, "MOST_BYTES", 10)
    with pytest.raises(UnsafeArchive):
        unpack(tar(("demo/a", b"123456"), ("demo/b", b"123456")), "demo.tar.gz", tmp_path / "demo")
