"""Hostile trees: the run ends, says what it left out, and does nothing but read."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.bases import ROOT, Tree
from tests.fuzz.judge import FORMATS, faults
from tests.fuzz.warm import Ended
from tests.hostile.running import sight, watched, without_privileges
from tests.hostile.table import HOSTILE
from tests.hostile.trees import PACKAGE, Hostile, built, files_below
from tests.repositories import Repository

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and limits of POSIX")
LARGE = 20_000_000  # bytes of a file in which no region is looked up


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder that is gone after the test: some trees hold a hundred thousand files."""
    folder = tmp_path / "place"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("hostile", HOSTILE, ids=[one.name for one in HOSTILE])
def test_a_hostile_tree_is_read_and_nothing_else(hostile: Hostile, place: Path) -> None:
    """The run ends with a report that names what it left out; it changes, runs and asks nothing, in any format."""
    root, mark = built(hostile, place)
    kept = place / "kept"
    kept.mkdir()
    before = sight(root)
    formats = [word for form in FORMATS for word in ("-f", f"{form}={kept / form}")]
    done = watched(["-v", *formats, "."], root, kept)
    assert done.forbidden == ()
    assert done.code in (0, 1, 2), done.stderr[-2000:]
    assert sight(root) == before
    assert not mark.exists()
    written = {form: (kept / form).read_bytes() for form in FORMATS if done.code != 2}
    written["stderr"] = done.stderr.encode()
    assert faults(_tree(root), Ended(done.code, 0, 0), written) == []
    said = written.get("text", b"").decode() + done.stderr
    assert [part for part in hostile.told if part not in said] == []


def _tree(root: Path) -> Tree:
    """Return the files that a region may lie in, links within the tree among them."""
    files = {path: root / path for path in files_below(root)}
    return {path: file.read_bytes() if file.stat().st_size < LARGE else b"\n" * LARGE for path, file in files.items()}


@pytest.mark.skipif(not without_privileges(), reason="this system takes no privileges away")
def test_what_may_not_be_read_is_named(place: Path) -> None:
    """Files and folders without permission are left out, and named."""
    root, mark = built(Hostile("unreadable", lambda _: None, ()), place)
    kept = place / "kept"
    kept.mkdir()
    for name in ("README.md", f"{PACKAGE}/metrics.py", "evil.egg-info"):
        (root / name).chmod(0)
    (root / "docs").mkdir()
    (root / PACKAGE / "inner").mkdir(mode=0)
    before = sight(root)
    done = watched(["-v", "--no-cache", "."], root, kept, unprivileged=True)
    (root / PACKAGE / "inner").chmod(0o700)
    (root / "evil.egg-info").chmod(0o700)
    assert (done.forbidden, mark.exists()) == ((), False)
    assert done.code in (0, 1), done.stderr
    for name in ("README.md", f"{PACKAGE}/metrics.py", f"{PACKAGE}/inner"):
        assert f"skipped: `{name}`: permission denied" in done.stdout
    assert {path: seen[:3] for path, seen in sight(root).items()}.keys() >= before.keys()


@pytest.mark.parametrize(
    "setting", ["core.fsmonitor", "core.hooksPath", "core.sshCommand", "core.pager", "alias.ls-files"]
)
def test_git_runs_nothing_that_a_repository_names(setting: str, place: Path) -> None:
    """With `--tracked` git is asked, and none of the programs that the tree's git settings name are run."""
    root, mark = built(Hostile("tracked", lambda root: shutil.rmtree(root / ".git"), ()), place)
    program = place / "program"
    program.write_text(f"#!/bin/sh\necho run >> '{mark}'\n")
    program.chmod(0o755)
    repository = Repository(root)
    repository.commit()
    repository.git("config", setting, os.fspath(place) if setting == "core.hooksPath" else os.fspath(program))
    script = place / "c8-lint"  # with `-m` Python itself would import from the folder that it is in
    script.write_text("from macrometa_conformance.start import run\nrun()\n")
    repository.environment["PYTHONPATH"] = os.fspath(ROOT)
    done = repository.run(sys.executable, os.fspath(script), "--no-cache", "--tracked", ".")
    assert done.returncode in (0, 1), done.stderr
    assert not mark.exists()


def test_a_second_run_says_the_same(place: Path) -> None:
    """What a run has kept of a hostile tree gives the same report again, and is not kept in the tree."""
    (hostile,) = (one for one in HOSTILE if one.name == "names that steer")
    root, _ = built(hostile, place)
    kept = place / "kept"
    kept.mkdir()
    before = sight(root)
    first, second = (watched(["-f", "json", "."], root, kept) for _ in range(2))
    assert first == second
    assert first.forbidden == ()
    assert sight(root) == before
