"""The cache folder: where it lies, what is an entry, how much is kept."""

import os
from pathlib import Path

import pytest

from macrometa_conformance import cache as module
from macrometa_conformance.cache import VARIABLE, Cache, open_cache, user_folder
from macrometa_conformance.cli import main
from macrometa_conformance.testing import PROJECTS

posix = pytest.mark.skipif(os.name == "nt", reason="the system keeps rights otherwise")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the cache of this user lies in."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    return tmp_path / "home" / "c8-lint"


def test_what_is_put_is_got(tmp_path: Path) -> None:
    """A blob comes back under its name and its key alone, and a later one takes its place."""
    cache = Cache(str(tmp_path / "new" / "folder"), b"secret")
    assert cache.get("a" * 40) is None
    for body in (b"", b"one", b"\0" * 100_000):
        cache.put("a" * 40, body)
        assert cache.get("a" * 40) == body
    assert cache.get("b" * 40) is None
    assert Cache(cache.folder, b"other").get("a" * 40) is None


def test_a_folder_that_is_made_says_what_it_is(tmp_path: Path) -> None:
    """Backups and git pass it by; no one else may look into it; a folder that was there gets no such files."""
    (tmp_path / "old").mkdir()
    for folder in ("new", "old"):
        Cache(str(tmp_path / folder), b"secret").put("a" * 40, b"")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"CACHEDIR.TAG", ".gitignore", "a" * 40 + ".c8"}
    assert {path.name for path in (tmp_path / "old").iterdir()} == {"a" * 40 + ".c8"}
    if os.name == "posix":
        assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_the_oldest_entries_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When all are too much the oldest go, what a dead run left goes after a day, and what is no entry stays."""
    monkeypatch.setattr(module, "MAX_BYTES", 20_000)
    cache = Cache(str(tmp_path / "cache"), b"secret")
    for number in range(30):
        cache.put(f"{number:040}", b"x" * 1_000)
        os.utime(tmp_path / "cache" / f"{number:040}.c8", (1_000 + number, 1_000 + number))
    for name in ("mine.txt", "torn.c8.new", "fresh.c8.new"):
        (tmp_path / "cache" / name).write_text("x" * 100)
    os.utime(tmp_path / "cache" / "torn.c8.new", (1_000, 1_000))
    cache.trim()
    kept = [number for number in range(30) if cache.get(f"{number:040}") is not None]
    assert kept == list(range(30 - len(kept), 30))
    assert 10 < len(kept) < 15
    assert (tmp_path / "cache" / "mine.txt").exists()
    assert (tmp_path / "cache" / "fresh.c8.new").exists()
    assert not (tmp_path / "cache" / "torn.c8.new").exists()


def test_what_is_used_is_not_old(tmp_path: Path) -> None:
    """An entry that is read long after it was written counts as new."""
    cache = Cache(str(tmp_path), b"secret")
    cache.put("a" * 40, b"")
    entry = tmp_path / ("a" * 40 + ".c8")
    os.utime(entry, (1_000, 1_000))
    cache.get("a" * 40)
    assert entry.stat().st_mtime > 1_000_000


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": ""}, "/home/me/.cache/c8-lint"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "/var/me"}, "/var/me/c8-lint"),
        ("linux", {"HOME": "/home/me", "XDG_CACHE_HOME": "relative"}, "/home/me/.cache/c8-lint"),
        ("darwin", {"HOME": "/Users/me"}, "/Users/me/Library/Caches/c8-lint"),
        ("win32", {"HOME": "/me", "LOCALAPPDATA": "/me/local"}, "/me/local/c8-lint"),
        ("win32", {"HOME": "/me", "LOCALAPPDATA": ""}, "/me/AppData/Local/c8-lint"),
        ("linux", {"HOME": "relative", "XDG_CACHE_HOME": ""}, ""),
    ],
)
@posix
def test_the_folder_is_where_the_system_wants_it(
    platform: str, environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each system has its custom; where none leads to an absolute folder there is no cache."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert user_folder(platform) == expected


def test_options_and_variable_name_the_folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The option goes before the variable, the variable before the user's folder; the secret is always there."""

    def folder(named: str = "") -> str:
        cache = open_cache(named, create=True)
        assert cache
        return cache.folder

    assert folder() == str(home)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "variable"))
    assert folder() == str(tmp_path / "variable")
    assert folder(str(tmp_path / "option")) == str(tmp_path / "option")
    assert (home / "key").exists()


def test_nothing_is_made_before_something_is_kept(home: Path) -> None:
    """To ask whether something is remembered leaves no trace."""
    assert open_cache() is None
    assert not home.exists()


@posix
def test_a_secret_that_others_may_read_is_none(home: Path) -> None:
    """It would let them write entries; a new one takes its place."""
    assert open_cache(create=True)
    (home / "key").chmod(0o644)
    assert open_cache() is None
    assert open_cache(create=True)
    assert (home / "key").stat().st_mode & 0o777 == 0o600


def test_no_cache_lies_in_the_linted_tree_unless_asked(home: Path, tmp_path: Path) -> None:
    """A user's folder within a connector is not used; one that is named is."""
    assert open_cache(outside=(str(tmp_path),), create=True) is None
    assert not home.exists()
    assert open_cache(str(tmp_path / "mine"), outside=(str(tmp_path),), create=True)


@pytest.mark.parametrize("option", [["--cache-dir", "{}"], []])
def test_a_folder_that_cannot_be_written_is_no_cache(
    home: Path, tmp_path: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The run says what it says without one, and complains about nothing."""
    for path, text in PROJECTS["source"].items():
        (tmp_path / "connector" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "connector" / path).write_text(text, encoding="utf-8")
    blocked = tmp_path / "file"
    blocked.write_text("")
    if not option:
        home.parent.write_text("")
    code = main([*(word.format(blocked) for word in option), str(tmp_path / "connector")], name="0" * 40)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert out.startswith("no findings")
