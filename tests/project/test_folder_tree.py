"""The tree over a real folder, and what a hostile one may hold."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from macrometa_conformance.errors import UsageError
from macrometa_conformance.project import folder_tree
from macrometa_conformance.project.folder_tree import FolderTree
from macrometa_conformance.project.tree import EntryKind, ProjectTree, Unreadable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and permissions of POSIX")


def put(root: Path, path: str, content: str = "") -> None:
    """Write a file, with the folders round it."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


def kinds(tree: ProjectTree, folder: str = "") -> dict[str, EntryKind]:
    """Return what each name in a folder is."""
    return {entry.name: entry.kind for entry in tree.entries(folder)}


def reason(tree: ProjectTree, path: str) -> str:
    """Return why a file cannot be read."""
    with pytest.raises(Unreadable) as caught:
        tree.read(path)
    return str(caught.value)


def walk(tree: ProjectTree, folder: str = "") -> Iterator[str]:
    """Yield every path below a folder, as one who follows all folders sees it."""
    for entry in tree.entries(folder):
        path = f"{folder}/{entry.name}" if folder else entry.name
        yield path
        if entry.kind is EntryKind.FOLDER:
            yield from walk(tree, path)


@contextmanager
def forbidden(path: Path) -> Iterator[None]:
    """Take every permission from a file or folder for a while."""
    path.chmod(0)
    try:
        if os.access(path, os.R_OK):
            pytest.skip("this user may read everything")
        yield
    finally:
        path.chmod(0o755)


def test_files_and_folders_are_listed_by_name_and_read(tmp_path: Path) -> None:
    """An ordinary folder is what it looks like."""
    put(tmp_path, "b.py", "x = 1\n")
    put(tmp_path, "a/c.txt", "text")
    tree = FolderTree(str(tmp_path))
    assert list(kinds(tree).items()) == [("a", EntryKind.FOLDER), ("b.py", EntryKind.FILE)]
    assert kinds(tree, "a") == {"c.txt": EntryKind.FILE}
    assert (tree.read("b.py"), tree.read("a/c.txt")) == (b"x = 1\n", b"text")
    assert tree.skipped == ()


def test_a_file_is_read_once(tmp_path: Path) -> None:
    """What was read is remembered, so that all rules judge the same text."""
    put(tmp_path, "a.py", "old")
    tree = FolderTree(str(tmp_path))
    assert tree.read("a.py") == b"old"
    put(tmp_path, "a.py", "new")
    assert tree.read("a.py") == b"old"


def test_a_failure_is_remembered(tmp_path: Path) -> None:
    """A file that vanished stays away, whatever becomes of it later."""
    put(tmp_path, "a.py", "text")
    tree = FolderTree(str(tmp_path))
    assert "a.py" in kinds(tree)
    (tmp_path / "a.py").unlink()
    assert reason(tree, "a.py") == "it vanished while it was to be read"
    put(tmp_path, "a.py", "text")
    assert reason(tree, "a.py") == "it vanished while it was to be read"


@pytest.mark.parametrize(
    "path",
    ["absent", "a", "a/absent", "a.py/b", "", ".", "..", "../secret", "a/../../secret", "a//c.py", "a\0b", "./a.py"],
)
def test_what_is_no_file_of_the_tree_is_not_found(tmp_path: Path, path: str) -> None:
    """Folders, absent files and paths with `..` are no files."""
    put(tmp_path, "secret", "secret")
    root = tmp_path / "project"
    put(root, "a.py")
    put(root, "a/c.py")
    with pytest.raises(FileNotFoundError):
        FolderTree(str(root)).read(path)


@pytest.mark.parametrize("folder", ["..", "a/..", ".", "absent", "a.py", "a\0", "/etc", "a/" * 5000 + "a"])
def test_what_is_no_folder_of_the_tree_is_empty(tmp_path: Path, folder: str) -> None:
    """Files, absent folders and paths with `..` hold nothing, however long they are."""
    put(tmp_path, "a.py")
    put(tmp_path, "a/c.py")
    assert FolderTree(str(tmp_path)).entries(folder) == ()


def test_links_within_the_tree_are_followed(tmp_path: Path) -> None:
    """A link to a file or a folder of the project is that file or folder."""
    put(tmp_path, "src/package/a.py", "x = 1\n")
    (tmp_path / "a.py").symlink_to("src/package/a.py")
    (tmp_path / "package").symlink_to("src/package")
    tree = FolderTree(str(tmp_path))
    assert kinds(tree) == {"a.py": EntryKind.FILE, "package": EntryKind.FOLDER, "src": EntryKind.FOLDER}
    assert tree.read("a.py") == tree.read("package/a.py") == b"x = 1\n"


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("nowhere", "a link that leads nowhere"),
        ("link", "a link that leads to itself"),
        ("../secret", "a link that leaves the project"),
        ("../secret_folder", "a link that leaves the project"),
        ("../project-2", "a link that leaves the project"),
        ("/dev/null", "a link that leaves the project"),
        (".", "a link to a folder that holds it"),
        (".git/config", "a link into a folder that is not read"),
        (".git", "a link into a folder that is not read"),
        ("pipe", "a named pipe"),
    ],
)
def test_a_link_that_leads_astray_is_told_and_not_read(tmp_path: Path, target: str, why: str) -> None:
    """Links out of the project, to nothing, in circles and to what is not read are no files."""
    put(tmp_path, "secret", "secret")
    put(tmp_path, "secret_folder/a.py", "secret")
    put(tmp_path, "project-2/a.py", "secret")
    root = tmp_path / "project"
    put(root, ".git/config", "secret")
    os.mkfifo(root / "pipe")
    (root / "link").symlink_to(target)
    tree = FolderTree(str(root))
    assert kinds(tree)["link"] is EntryKind.OTHER
    assert reason(tree, "link") == why
    assert f"`link`: {why}" in tree.skipped
    assert tree.entries("link") == ()


def test_folders_that_link_to_each_other_end(tmp_path: Path) -> None:
    """However folders link to each other, a walk over all of them ends."""
    for name in "abcdefgh":
        (tmp_path / name).mkdir()
        put(tmp_path, f"{name}/module.py")
        for other in "abcdefgh":
            (tmp_path / name / f"to_{other}").symlink_to(f"../{other}")
        (tmp_path / name / "up").symlink_to("..")
    paths = list(walk(FolderTree(str(tmp_path))))
    assert "a/to_b/module.py" in paths
    assert len(paths) < 2000


def test_a_link_set_in_the_place_of_a_listed_file_is_not_followed(tmp_path: Path) -> None:
    """A file that becomes a link out of the project after it was listed is not read."""
    put(tmp_path, "secret", "secret")
    root = tmp_path / "project"
    put(root, "a.py", "text")
    tree = FolderTree(str(root))
    assert kinds(tree) == {"a.py": EntryKind.FILE}
    (root / "a.py").unlink()
    (root / "a.py").symlink_to("../secret")
    assert reason(tree, "a.py") == "a link that leaves the project"


def test_pipes_sockets_and_devices_are_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is neither file nor folder is told by its kind, and never opened."""
    os.mkfifo(tmp_path / "pipe.py")
    monkeypatch.chdir(tmp_path)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        tree = FolderTree(str(tmp_path))
        assert set(kinds(tree).values()) == {EntryKind.OTHER}
    assert tree.skipped == ("`pipe.py`: a named pipe", "`socket`: a socket")


def test_a_pipe_set_in_the_place_of_a_listed_file_does_not_hang(tmp_path: Path) -> None:
    """A file that becomes a pipe after it was listed is not waited for."""
    put(tmp_path, "a.py")
    tree = FolderTree(str(tmp_path))
    assert kinds(tree) == {"a.py": EntryKind.FILE}
    (tmp_path / "a.py").unlink()
    os.mkfifo(tmp_path / "a.py")
    assert reason(tree, "a.py") == "a named pipe"


def test_a_folder_in_the_place_of_a_file_is_none(tmp_path: Path) -> None:
    """A folder that bears a file's name is a folder."""
    (tmp_path / "LICENSE").mkdir()
    tree = FolderTree(str(tmp_path))
    assert kinds(tree) == {"LICENSE": EntryKind.FOLDER}
    with pytest.raises(FileNotFoundError):
        tree.read("LICENSE")


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("a.py", folder_tree.MAX_PYTHON_BYTES),
        ("a.toml", folder_tree.MAX_BYTES),
        ("a.lock", folder_tree.MAX_LOCK_BYTES),
    ],
)
def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path, name: str, limit: int) -> None:
    """A file of exactly the limit is read, and one that is a byte larger is not; the reason names the limit."""
    with open(tmp_path / name, "wb") as file:
        file.truncate(limit)
    assert len(FolderTree(str(tmp_path)).read(name)) == limit
    with open(tmp_path / name, "ab") as file:
        file.write(b"x")
    tree = FolderTree(str(tmp_path))
    assert reason(tree, name) == f"larger than {limit // 1_000_000} MB, the limit for analysis"
    assert tree.skipped == (f"`{name}`: larger than {limit // 1_000_000} MB, the limit for analysis",)


@pytest.mark.parametrize(("name", "others"), [("{}.py", "a.md"), ("{}.md", "a.py")])
def test_files_that_are_too_much_together_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, others: str
) -> None:
    """Files are read until they come to the limit; other kinds are not held back, and a second tree says the same."""
    monkeypatch.setattr(folder_tree, "MAX_ALL_BYTES", 10)
    for number in range(3):
        put(tmp_path, name.format(number), "x" * 4)
    put(tmp_path, others, "x" * 10)
    put(tmp_path, "a.lock", "x" * 20)
    tree = FolderTree(str(tmp_path))
    for one in (tree, tree.again()):
        assert [len(one.read(path)) for path in (name.format(1), name.format(0), others, "a.lock")] == [4, 4, 10, 20]
        assert reason(one, name.format(2)) == "more than 0 MB with the files before it, the limit for analysis"
        assert len(one.skipped) == 1


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    """A file without permission is there, and why it is not read is said."""
    put(tmp_path, "a.py", "text")
    with forbidden(tmp_path / "a.py"):
        tree = FolderTree(str(tmp_path))
        assert kinds(tree) == {"a.py": EntryKind.FILE}
        assert reason(tree, "a.py") == "permission denied"
    assert tree.skipped == ("`a.py`: permission denied",)


def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path) -> None:
    """A folder without permission is there and holds nothing, and why is said."""
    put(tmp_path, "a/b.py")
    with forbidden(tmp_path / "a"):
        tree = FolderTree(str(tmp_path))
        assert kinds(tree) == {"a": EntryKind.FOLDER}
        assert tree.entries("a") == ()
    assert tree.skipped == ("`a`: permission denied",)


def test_a_root_that_may_not_be_listed_is_wrong_usage(tmp_path: Path) -> None:
    """A connector whose folder cannot be listed is an error: nothing in it could be said to be absent."""
    with forbidden(tmp_path), pytest.raises(UsageError, match="ermission denied"):
        FolderTree(str(tmp_path))


@pytest.mark.parametrize(
    "folder",
    [".git", "a/.git", ".venv", "venv", "a/__pycache__", ".tox", "node_modules", "lib/site-packages", "x.egg-info",
     "build", "dist", ".mypy_cache", ".eggs"],
)  # fmt: skip
def test_what_is_no_part_of_a_project_is_never_entered(tmp_path: Path, folder: str) -> None:
    """Version control, environments, caches and what a build leaves behind hold nothing, and are not told of."""
    put(tmp_path, f"{folder}/a.py", "text")
    tree = FolderTree(str(tmp_path))
    assert f"{folder}/a.py" not in set(walk(tree))
    assert tree.entries(folder) == ()
    assert tree.skipped == ()


@pytest.mark.parametrize("mark", ["pyvenv.cfg", "conda-meta/history"])
def test_an_environment_is_known_by_what_it_holds(tmp_path: Path, mark: str) -> None:
    """A virtual environment of any name, anywhere, is never entered."""
    put(tmp_path, f"tools/my_env/{mark}")
    put(tmp_path, "tools/my_env/a.py")
    assert kinds(FolderTree(str(tmp_path)), "tools") == {"my_env": EntryKind.OTHER}


@pytest.mark.parametrize(
    "folder", ["package/build", "package/dist", "package/env", "env", "package/venv", "package/cache"]
)
def test_a_package_may_bear_such_a_name(tmp_path: Path, folder: str) -> None:
    """Within a package `build`, `dist`, `env` and `venv` are folders as any other."""
    put(tmp_path, f"{folder}/a.py")
    assert f"{folder}/a.py" in set(walk(FolderTree(str(tmp_path))))


def test_a_root_package_may_be_named_build(tmp_path: Path) -> None:
    """A `build` at the root that is a package is no leftover of a build."""
    put(tmp_path, "build/__init__.py")
    assert kinds(FolderTree(str(tmp_path)), "build") == {"__init__.py": EntryKind.FILE}


def test_a_root_within_such_a_folder_is_a_project_all_the_same(tmp_path: Path) -> None:
    """What is asked for is read, wherever it lies, and by whatever link it is reached."""
    put(tmp_path, "site-packages/demo/a.py", "text")
    (tmp_path / "link").symlink_to("site-packages/demo")
    for root in ("site-packages/demo", "link"):
        assert FolderTree(str(tmp_path / root)).read("a.py") == b"text"


@pytest.mark.parametrize("name", ["a\nb.py", "::error::x.py", "\x1b[31m.py", "a b.py", "#.py", "a\\b.py", "é.py", "-f"])
def test_odd_names_are_names(tmp_path: Path, name: str) -> None:
    """A file is read whatever its name."""
    put(tmp_path, name, "text")
    tree = FolderTree(str(tmp_path))
    assert kinds(tree) == {name: EntryKind.FILE}
    assert tree.read(name) == b"text"


@pytest.mark.skipif(sys.platform == "darwin", reason="the file system refuses such names")
def test_a_name_that_is_no_utf8_is_a_name(tmp_path: Path) -> None:
    """A file whose name cannot be decoded is read too."""
    (tmp_path / os.fsdecode(b"caf\xe9.py")).write_text("text")
    tree = FolderTree(str(tmp_path))
    assert [tree.read(entry.name) for entry in tree.entries("")] == [b"text"]


def test_a_folder_with_too_many_entries_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder beyond the limit holds nothing, and why is said; at the root it is an error."""
    monkeypatch.setattr(folder_tree, "MAX_ENTRIES", 5)
    for number in range(6):
        put(tmp_path, f"a/{number}.py")
    tree = FolderTree(str(tmp_path))
    assert tree.entries("a") == ()
    assert tree.skipped == ("`a`: more than 5 entries",)
    with pytest.raises(UsageError, match="more than 5 entries"):
        FolderTree(str(tmp_path / "a"))


def test_folders_that_nest_too_deeply_are_told(tmp_path: Path) -> None:
    """A walk does not follow folders within folders for ever."""
    depth = folder_tree.MAX_DEPTH + 5
    (tmp_path / "/".join(["d"] * depth)).mkdir(parents=True)
    tree = FolderTree(str(tmp_path))
    assert len(list(walk(tree))) == folder_tree.MAX_DEPTH + 1
    assert [sentence.rpartition(": ")[2] for sentence in tree.skipped] == [
        f"more than {folder_tree.MAX_DEPTH} folders deep"
    ]
