"""The GitHub Action: its own steps are run, in a shell, in the environment that a runner gives them."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Optional

import pytest

from macrometa_conformance.cli import main
from macrometa_conformance.testing import PROJECTS
from tests.action.runner import Done, Runner, commands, read_yaml
from tests.installation import ROOT
from tests.repositories import Repository

SETUP = "actions/setup-python"
UPLOAD = "github/codeql-action/upload-sarif"
BROKEN = {"macrometa_source_demo/main.py": "def ("}
PYTHON: Mapping[str, Any] = {"python-path": sys.executable}

Run = Callable[..., Done]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the Python of the environment that the action's own steps made, once for all tests."""
    temp = tmp_path_factory.mktemp("runner")
    runner = Runner(temp, temp, {SETUP: PYTHON}, {"lint": {}})
    done = runner.run()
    assert not done.failed, done.log
    python = temp / "c8-lint-environment" / "bin" / "python"
    assert python.exists()
    return str(python)


@pytest.fixture
def workspace(tmp_path: Path) -> Repository:
    """Return a repository with a conforming connector at `good` and one without a license at `bad`."""
    repository = Repository(tmp_path / "work space")
    good = PROJECTS["source"]
    repository.write({f"good/{path}": text for path, text in good.items()})
    repository.write({f"bad/{path}": text for path, text in good.items() if path != "LICENSE"})
    return repository


@pytest.fixture
def act(workspace: Repository, installed: str, tmp_path: Path) -> Run:
    """Return what runs the action in the workspace; the upload fails where it is asked to."""

    def run(upload: Optional[Mapping[str, str]] = PYTHON, **inputs: str) -> Done:
        temp = tmp_path / "temp"
        temp.mkdir(exist_ok=True)
        actions = {SETUP: PYTHON, UPLOAD: upload}
        return Runner(workspace.root, temp, actions, {"install": {"python": installed}}).run(**inputs)

    return run


def test_a_conforming_connector_passes(act: Run) -> None:
    """The action succeeds, counts nothing, annotates nothing, and says so in the summary and the log."""
    done = act(path="good")
    assert not done.failed, done.log
    counted = {name: done.outputs[name] for name in ("errors", "warnings", "notes", "total", "highest-level")}
    assert counted == {"errors": "0", "warnings": "0", "notes": "0", "total": "0", "highest-level": "none"}
    assert (done.code, done.outputs["sarif-file"]) == ("0", "")
    assert [used.action for used in done.used] == [SETUP]
    assert done.used[0].given["update-environment"] == "false"
    assert commands(done.log) == []
    assert "macrometa-source-demo" in done.summary


def test_a_finding_fails_the_action(act: Run) -> None:
    """The action fails with the tool's code; the finding is in the log, the annotations, the summary and outputs."""
    done = act(path="bad")
    assert done.failed
    assert (done.code, done.outputs["errors"], done.outputs["total"]) == ("1", "1", "1")
    assert done.outputs["highest-level"] == "error"
    assert "error[C8101 missing-license]" in done.log
    (annotation,) = (line for line in commands(done.log) if line.startswith("::error"))
    assert "file=bad/" in annotation
    assert "C8101" in annotation
    assert "C8101" in done.summary


def test_what_is_not_wanted_is_left_out(act: Run) -> None:
    """Without annotations the log holds no command, and without a summary nothing is added to it."""
    done = act(path="bad", annotations="false", summary="false")
    assert (done.failed, commands(done.log), done.summary) == (True, [], "")


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, "0"),
        ({"ignore": "C8101"}, "0"),
        ({"ignore": "C84\nmissing-license, C82"}, "0"),
        ({"select": "C82 C83"}, "0"),
        ({"select": "C81"}, "1"),
        ({"path": "good\nbad"}, "1"),
        ({"path": "\n  good  \n\n", "isolated": "true"}, "0"),
        ({"config": "strict.toml"}, "0"),
    ],
)
def test_inputs_reach_the_tool(inputs: Mapping[str, str], code: str, act: Run, workspace: Repository) -> None:
    """Each input does what the tool's option does; lists stand on one line or several."""
    workspace.write({"strict.toml": 'ignore = ["C8101"]\n'})
    done = act(**{"path": "bad", **inputs})
    assert (done.code, done.failed) == (code, code != "0"), done.log


def test_own_settings_of_a_connector(act: Run, workspace: Repository) -> None:
    """A connector's own settings count, unless the action is isolated."""
    workspace.write({"bad/c8-lint.toml": 'ignore = ["C8101"]\n'})
    assert act(path="bad").code == "0"
    assert act(path="bad", isolated="true").code == "1"


def test_suppressions_without_a_reason(act: Run, workspace: Repository) -> None:
    """They count unless the action requires a reason; settings of the caller do not keep comments from counting."""
    main = PROJECTS["source"]["macrometa_source_demo/main.py"]
    text = main.replace("METRICS_PORT = 8000", "METRICS_PORT = 9100  # c8-lint: ignore[C8702]")
    workspace.write({"good/macrometa_source_demo/main.py": text, "own.toml": 'fail-on = "error"\n'})
    assert act(path="good").code == act(path="good", config="own.toml").code == "0"
    assert act(path="good", require_reason="true").code == "1"
    assert act(path="good", config="own.toml", isolated="true").code == "1"


def test_accepted_findings(act: Run, workspace: Repository) -> None:
    """A baseline accepts what it holds, and nothing else."""
    known = workspace.root / "c8-lint-baseline.json"
    assert main(["--write-baseline", str(known), str(workspace.root / "bad")]) == 0
    done = act(path="bad", baseline="c8-lint-baseline.json")
    assert (done.code, done.outputs["total"]) == ("0", "0"), done.log
    (workspace.root / "bad/README.md").unlink()
    assert act(path="bad", baseline="c8-lint-baseline.json").outputs["total"] == "1"


@pytest.mark.parametrize(
    "inputs",
    [
        {"path": "none"},
        {"select": "C8999"},
        {"fail_on": "often"},
        {"config": "none.toml"},
        {"baseline": "none.json"},
        {"isolated": "yes"},
        {"require_reason": "yes"},
        {"sarif_file": "none/x.sarif"},
    ],
)
def test_wrong_inputs_fail_the_action(inputs: Mapping[str, str], act: Run) -> None:
    """What is wrong ends in code 2 with a sentence in the log; nothing is counted and nothing uploaded."""
    done = act(**{"path": "good", "upload_sarif": "true", **inputs})
    assert (done.failed, done.code) == (True, "2"), done.log
    assert "error" in done.log
    assert (done.outputs["total"], done.outputs["sarif-file"]) == ("", "")
    assert UPLOAD not in [used.action for used in done.used]


@pytest.mark.parametrize(("path", "uploads", "failed"), [("good", True, False), ("bad", True, True)])
def test_findings_do_not_prevent_the_upload(path: str, uploads: bool, failed: bool, act: Run) -> None:
    """The report is uploaded whatever it holds, before the verdict."""
    done = act(path=path, upload_sarif="true", category="the-category")
    (used,) = (used for used in done.used if used.action == UPLOAD)
    assert used.given == {"sarif_file": done.outputs["sarif-file"], "category": "the-category"}
    report = json.loads(Path(used.given["sarif_file"]).read_text(encoding="utf-8"))
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in report["runs"][0]["results"]]
    assert uris == (["bad/pyproject.toml"] if path == "bad" else [])
    assert done.failed is failed
    assert done.ran[-2:] == ["Upload to code scanning", "Verdict"]


@pytest.mark.parametrize(("path", "code"), [("good", "0"), ("bad", "1")])
def test_a_failed_upload_hides_no_verdict(path: str, code: str, act: Run) -> None:
    """An upload that fails is told, and fails the action; the outputs have the verdict of the tool all the same."""
    done = act(upload=None, path=path, upload_sarif="true")
    assert (done.failed, done.code, done.ran[-1]) == (True, code, "Verdict")
    assert any("not uploaded" in line for line in commands(done.log))


def test_the_report_at_a_place_of_ones_own(act: Run, workspace: Repository) -> None:
    """`sarif-file` is written without an upload, and the output has its whole path."""
    done = act(path="bad", sarif_file="c8.sarif")
    assert Path(done.outputs["sarif-file"]) == workspace.root / "c8.sarif"
    assert (workspace.root / "c8.sarif").is_file()
    assert UPLOAD not in [used.action for used in done.used]


HOSTILE = ('; touch pwned $(touch pwned) `touch pwned` "', "a\ntouch pwned\n", "--help", "*")


@pytest.mark.parametrize(
    "name", ["path", "config", "select", "ignore", "fail_on", "baseline", "sarif_file", "isolated"]
)
def test_hostile_inputs_are_values_and_nothing_else(name: str, act: Run, workspace: Repository) -> None:
    """Whatever an input holds is taken for a name: nothing is run, no option is added, the action fails or passes."""
    before = sorted(path.name for path in workspace.root.iterdir())
    for value in HOSTILE:
        done = act(**{"path": "good", name: value})
        assert (done.code, done.failed) in (("2", True), ("0", False)), value
        assert done.code == "2" or name == "sarif_file", value
        assert "Usage:" not in done.log
    made = {path.name for path in workspace.root.iterdir()} - set(before)
    assert "pwned" not in made
    assert not made or name == "sarif_file"


@pytest.mark.parametrize("folder", ["a b", "-rf", "$(touch pwned)", "; x", "'q\"", "rules", "explain", "straße"])
def test_folders_of_any_name_are_checked(folder: str, act: Run, workspace: Repository) -> None:
    """A connector may lie in a folder of any name that fits on a line."""
    workspace.write({f"{folder}/{path}": text for path, text in PROJECTS["source"].items()})
    done = act(path=folder)
    assert (done.code, done.outputs["total"]) == ("0", "0"), done.log


def test_nothing_of_the_workspace_is_imported(act: Run, workspace: Repository) -> None:
    """Modules in the workspace that are named like what the tool imports do not stand in for it."""
    trap = "raise SystemExit('imported')\n"
    workspace.write(
        {f"{name}.py": trap for name in ("json", "click", "macrometa_conformance", "sitecustomize", "yaml")}
    )
    assert act(path="good").code == "0"


def test_text_of_a_connector_is_no_command(act: Run, workspace: Repository) -> None:
    """What a connector holds is no command to the runner, in the log, an annotation or an output."""
    text = PROJECTS["source"]["pyproject.toml"]
    hostile = text.replace("macrometa-source-demo", "x\\n::add-mask::y\\n##[add-mask]z%0A::set-env", 1)
    workspace.write({"bad/pyproject.toml": hostile, "bad/::warning::a.py": "def (", "bad/::error::/b.py": ""})
    done = act(path="bad")
    assert done.code == "1"
    assert commands(done.log)[0] == "::group::Annotations"
    assert commands(done.log)[-1] == "::endgroup::"
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in commands(done.log)[1:-1])
    assert not any("##[" in line for line in commands(done.log))


def test_every_input_and_output_is_documented() -> None:
    """The tables of the document name the inputs with their defaults, and the outputs, in the order of `action.yml`."""
    action = read_yaml(ROOT / "action.yml")
    text = (ROOT / "docs/github-action.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `")]
    named = [(row[0].strip(" `"), row[1].strip(" `")) for row in rows]
    inputs = [(name, declared["default"]) for name, declared in action["inputs"].items()]
    assert named[: len(inputs)] == inputs
    assert [name for name, _ in named[len(inputs) :]] == list(action["outputs"])
