"""What git tracks of a folder, in real repositories."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from macrometa_conformance.cli import main
from macrometa_conformance.errors import UsageError
from macrometa_conformance.project.folder_tree import FolderTree
from macrometa_conformance.project.tracked import tracked_paths
from macrometa_conformance.testing import PROJECTS
from tests.repositories import Repository


def walk(tree: FolderTree, folder: str = "") -> Iterator[str]:
    """Yield the paths of everything in a tree."""
    for entry in tree.entries(folder):
        path = f"{folder}/{entry.name}" if folder else entry.name
        yield path
        yield from walk(tree, path)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository with two connectors, of which some files are tracked."""
    made = Repository(tmp_path / "many")
    made.write({"one/a.py": "", "one/in/b.py": "", "two/c.py": "", ".gitignore": "*.log\n"})
    made.git("add", "--all")
    made.write({"one/new.py": "", "one/other/new.py": "", "one/a.log": ""})
    return made


def test_what_is_tracked_counts_and_nothing_else(repository: Repository) -> None:
    """Staged files count before a commit holds them; new, ignored and removed ones do not, nor do folders of them."""
    root = str(repository.root / "one")
    assert tracked_paths(root) == {"a.py", "in", "in/b.py"}
    assert list(walk(FolderTree(root, tracked_paths(root)))) == ["a.py", "in", "in/b.py"]
    repository.git("rm", "--cached", "--quiet", "one/in/b.py")
    assert tracked_paths(root) == {"a.py"}


def test_names_are_taken_as_they_are(repository: Repository) -> None:
    """Blanks, quotes, line ends and other alphabets in names are no obstacle."""
    names = {'a "b".py', "Straße.py", "two\nlines.py", "-x.py"}
    repository.write({f"three/{name}": "" for name in names})
    repository.git("add", "--all")
    assert tracked_paths(str(repository.root / "three")) == names


def test_what_is_behind_a_link_counts_where_it_lies(repository: Repository) -> None:
    """A tracked link to a folder shows the tracked files of that folder."""
    os.symlink("in", repository.root / "one/link")
    repository.git("add", "one/link")
    repository.write({"one/in/new.py": ""})
    root = str(repository.root / "one")
    assert list(walk(FolderTree(root, tracked_paths(root)))) == ["a.py", "in", "in/b.py", "link", "link/b.py"]


def test_index_of_the_commit_in_progress(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index that git names to its hooks counts, for the repository that they run in and for no other."""
    other = Repository(tmp_path / "other")
    other.write({"z.py": ""})
    other.git("add", "--all")
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index")
    repository.git("add", "two/c.py", index=".git/next-index")
    assert tracked_paths("two") == {"c.py"}
    assert tracked_paths(str(other.root)) == {"z.py"}
    with pytest.raises(UsageError, match="git tracks nothing in `one`"):
        tracked_paths("one")


def test_submodule_counts(repository: Repository, tmp_path: Path) -> None:
    """The files of a submodule count as files of the folder that it lies in."""
    other = Repository(tmp_path / "other")
    other.write({"z.py": ""})
    other.commit()
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.root), "one/sub")
    assert tracked_paths(str(repository.root / "one")) == {"a.py", "in", "in/b.py", "sub", "sub/z.py"}


def test_folder_outside_any_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside a work tree, and where there is no git, the usage is wrong, and a sentence says why."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UsageError, match="not a git repository"):
        tracked_paths(str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git cannot be run"):
        tracked_paths(str(tmp_path))


def test_the_option_of_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--tracked` a file that git does not track neither saves a connector nor brings settings or findings."""
    repository = Repository(tmp_path / "connector")
    files = dict(PROJECTS["source"])
    license_text = files.pop("LICENSE")
    repository.write(files)
    repository.git("add", "--all")
    broken = {"macrometa_source_demo/new.py": "def ("}
    repository.write({"LICENSE": license_text, "c8-lint.toml": 'ignore = ["C8101"]\n', **broken})
    assert main(["--tracked", "-f", "concise", str(repository.root)]) == 1
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines() if "C8" in line] == ["C8101"]
    repository.git("add", "LICENSE")
    assert main(["--tracked", "-q", str(repository.root)]) == 0
