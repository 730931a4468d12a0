"""Where a repository begins."""

from pathlib import Path
from typing import Callable

import pytest

from macrometa_conformance.git_root import git_root


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch], ids=["clone", "worktree"])
def test_the_nearest_repository_counts(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """`.git` may be a folder or a file, and of two repositories round a folder the inner one counts."""
    inner = tmp_path / "outer" / "inner"
    folder = inner / "a" / "b"
    folder.mkdir(parents=True)
    (tmp_path / "outer" / ".git").mkdir()
    assert git_root(str(folder)) == str(tmp_path / "outer")
    make(inner / ".git")
    assert git_root(str(folder)) == git_root(str(inner)) == str(inner)


def test_no_repository(tmp_path: Path) -> None:
    """Without `.git` up to the top there is no root."""
    assert git_root(str(tmp_path)) == ""
