"""Files are replaced as a whole, and what is no file is written to as it is."""

import os
import stat
import threading
from pathlib import Path

import pytest

from macrometa_conformance.files import same_file, write_whole

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX system")


def test_a_new_file_is_written_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    """The file holds the text with plain line ends, characters without a UTF-8 form as escapes, and stands alone."""
    write_whole(str(tmp_path / "a"), "é\n\udcff")
    assert (tmp_path / "a").read_bytes() == "é\n\\udcff".encode()
    assert os.listdir(tmp_path) == ["a"]


@POSIX
def test_the_mode_of_a_file_is_kept_and_a_new_one_obeys_the_mask(tmp_path: Path) -> None:
    """A file that is replaced keeps its mode; a new one is as readable as any that a program makes."""
    old, new, plain = tmp_path / "old", tmp_path / "new", tmp_path / "plain"
    old.touch(mode=0o600)
    plain.touch()
    write_whole(str(old), "x")
    write_whole(str(new), "x")
    assert stat.S_IMODE(old.stat().st_mode) == 0o600
    assert new.stat().st_mode == plain.stat().st_mode


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a link leads to is replaced, not the link; one that leads nowhere yet gets its file."""
    (tmp_path / "real").write_text("old")
    for name in ("real", "later"):
        link = tmp_path / f"to-{name}"
        link.symlink_to(name)
        write_whole(str(link), "new")
        assert link.is_symlink()
        assert (tmp_path / name).read_text() == "new"


@POSIX
def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    """A named pipe stays one, and its reader gets the text."""
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    write_whole(str(pipe), "text")
    reader.join()
    assert got == ["text"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_failure_leaves_the_old_file_and_no_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new file cannot take the place of the old one, the old one stays whole."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "a"
    file.write_text("old")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write_whole(str(file), "new")
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("path", ["absent/x", "folder", "a\0b"])
def test_what_cannot_be_written_raises(path: str, tmp_path: Path) -> None:
    """A folder that is not there, a folder in place of a file and an impossible name raise."""
    (tmp_path / "folder").mkdir()
    with pytest.raises((OSError, ValueError)):
        write_whole(os.path.join(str(tmp_path), path), "x")


def test_one_file_by_two_spellings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spellings of one path are the same file, whether it is there or not; other paths are not."""
    monkeypatch.chdir(tmp_path)
    assert same_file("x", "./x")
    assert same_file("x", str(tmp_path / "y" / ".." / "x"))
    assert not same_file("x", "y")
    Path("x").touch()
    os.link("x", "linked")
    assert same_file("x", "linked")
