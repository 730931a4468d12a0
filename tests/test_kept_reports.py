"""Reports on single connectors that are kept: the same as new ones, and gone when something has changed."""

import os
import re
import subprocess
from pathlib import Path
from typing import Callable

import pytest

from macrometa_conformance import engine
from macrometa_conformance.cache import Cache
from macrometa_conformance.cli import main
from macrometa_conformance.config import Overrides, Settings
from macrometa_conformance.engine import lint_project
from macrometa_conformance.finding import Severity
from macrometa_conformance.kept_reports import KeptReports
from macrometa_conformance.project.folder_tree import FolderTree
from macrometa_conformance.report import ProjectReport
from macrometa_conformance.reporters import FORMATS
from macrometa_conformance.testing import PROJECTS
from tests.reporters.samples import CRASHER, RULES, SAMPLES

TIME = re.compile(r" in \d+\.\d\d s$", re.MULTILINE)
Run = Callable[..., str]


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the folders that are really linted."""
    found: list[str] = []

    def really(*arguments: object, path: str, **others: object) -> ProjectReport:
        found.append(os.path.basename(path))
        return lint_project(*arguments, path=path, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "lint_project", really)
    return found


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the command line in one process, over a cache that is empty at first."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "cache"))

    def run_it(*arguments: object) -> str:
        main(["-j", "1", *map(str, arguments)], name="")
        return TIME.sub("", capsys.readouterr().out)

    return run_it


@pytest.fixture
def fleet(tmp_path: Path) -> list[Path]:
    """Return the folders of three connectors without a LICENSE."""
    folders = []
    for name in ("one", "two", "three"):
        for path, text in PROJECTS["source"].items():
            if path != "LICENSE":
                (tmp_path / "fleet" / name / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / "fleet" / name / path).write_text(text, encoding="utf-8")
        folders.append(tmp_path / "fleet" / name)
    return folders


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_report_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    """Whatever a report can hold is kept, but for one in which a rule crashed."""
    kept = KeptReports(Cache(str(tmp_path / "cache"), b"secret"), "stamp", [*RULES, CRASHER])
    for number, report in enumerate(SAMPLES[name].projects):
        tree = FolderTree(str(tmp_path))
        kept.put(str(number), tree, report)
        crashed = any(outcome.rule is CRASHER for outcome in report.outcomes)
        assert kept.get(str(number), tree.again()) == (None if crashed else report)


def test_the_name_tells_path_and_settings() -> None:
    """Another path, another setting and another option make another name."""
    kept = KeptReports(Cache("", b""), "stamp", [])
    names = [
        kept.name("a", Settings(), Overrides()),
        kept.name("./a", Settings(), Overrides()),
        kept.name("a", Settings(allowed_dependencies=("x",)), Overrides()),
        kept.name("a", Settings(), Overrides(severity_min=Severity.ERROR)),
        kept.name("a", Settings(), Overrides(isolated=True)),
        KeptReports(Cache("", b""), "other", []).name("a", Settings(), Overrides()),
    ]
    assert len(set(names)) == len(names)


def test_the_connector_that_changed_is_linted(run: Run, fleet: list[Path], linted: list[str]) -> None:
    """Of several connectors the others are not linted again, in whichever order and company they come."""
    first = run("-f", "json", *fleet)
    assert linted == ["one", "two", "three"]
    linted.clear()
    (fleet[1] / "LICENSE").write_text("text")
    second = run("-f", "json", *fleet)
    assert linted == ["two"]
    linted.clear()
    assert second != first
    assert run("-f", "json", *fleet) == second
    run(fleet[2], fleet[0])
    assert linted == []
    assert run("--no-cache", "-f", "json", *fleet) == second
    assert linted == ["one", "two", "three"]


@pytest.mark.parametrize("form", FORMATS)
def test_another_format_takes_the_same_report(run: Run, fleet: list[Path], linted: list[str], form: str) -> None:
    """What one format was made of serves the others, with the bytes of a run of their own."""
    run(*fleet)
    linted.clear()
    arguments = ("-f", form, "--report", "--statistics", "--matrix", *fleet)
    shown = run(*arguments)
    assert linted == []
    assert run("--no-cache", *arguments) == shown


def test_options_that_change_the_report_lint_anew(
    run: Run, fleet: list[Path], linted: list[str], tmp_path: Path
) -> None:
    """A selection, settings of another file, a baseline and what git tracks are other reports."""
    config, known = tmp_path / "config.toml", tmp_path / "known.json"
    config.write_text('ignore = ["C8101"]\n')
    known.write_text('{"version": 1, "findings": []}')
    for command in (["git", "init", "-q", "."], ["git", "add", "."]):
        subprocess.run(command, check=True, cwd=fleet[0])
    for options in (
        [],
        ["--select", "C81"],
        ["--config", config],
        ["--baseline", known],
        ["--tracked"],
        ["--isolated"],
    ):
        linted.clear()
        shown = run(*options, fleet[0])
        assert linted == ["one"]
        assert run(*options, fleet[0]) == shown
        assert linted == (["one"] if "--baseline" not in options else ["one", "one"])
    config.write_text('ignore = ["C8102"]\n')
    linted.clear()
    assert "C8101" in run("--config", config, fleet[0])
    assert linted == ["one"]


def test_what_git_tracks_is_another_tree(run: Run, fleet: list[Path], linted: list[str]) -> None:
    """A file that is taken from the index is gone for `--tracked`, though the folder is as it was."""
    for command in (["git", "init", "-q", "."], ["git", "add", "."]):
        subprocess.run(command, check=True, cwd=fleet[0])
    run("--tracked", fleet[0])
    subprocess.run(["git", "rm", "-q", "--cached", "README.md"], check=True, cwd=fleet[0])
    assert "C8102" in run("--tracked", fleet[0])
    assert linted == ["one", "one"]
