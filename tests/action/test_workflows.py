"""The workflows: what the documents offer fits the action, is pinned, and has no more rights than it needs."""

import re
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from macrometa_conformance.project.positions import read_toml
from tests.action.runner import read_yaml
from tests.installation import ROOT

REPOSITORY = "OWNER/c8-lint"  # a placeholder, in all documents, until the project has a public home
OFFERED = sorted((ROOT / "docs/workflows").glob("*.yml"))
OWN = sorted((ROOT / ".github/workflows").glob("*.yml"))
ACTION: dict[str, Any] = read_yaml(ROOT / "action.yml")
PINNED = re.compile(r"^\s*(?:- )?uses: (\S+)@([0-9a-f]{40}) # (v[0-9]+\.[0-9]+\.[0-9]+)$")
LOCAL = re.compile(r"^\s*uses: \./ #")


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps of all jobs."""
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_there_are_workflows() -> None:
    """The document offers four workflows, and the project has one."""
    assert [path.stem for path in OFFERED] == ["code-scanning", "gate-with-baseline", "gate", "many-connectors"]
    assert [path.stem for path in OWN] == ["ci"]


@pytest.mark.parametrize("path", [*OFFERED, *OWN, ROOT / "action.yml"], ids=lambda path: path.stem)
def test_every_action_is_pinned(path: Path) -> None:
    """Each action is named by a whole commit with its version beside it, and everywhere by the same."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if re.search(r"\buses:", line)]
    assert lines
    assert [line for line in lines if not PINNED.match(line) and not (path in OWN and LOCAL.match(line))] == []


def test_an_action_has_one_pin() -> None:
    """No two files pin an action to different commits, or call one commit by two versions."""
    pins: dict[str, set[tuple[str, str]]] = {}
    for path in (*OFFERED, *OWN, ROOT / "action.yml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = PINNED.match(line)
            if found:
                pins.setdefault(found.group(1), set()).add((found.group(2), found.group(3)))
    assert len(pins) == 4
    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", OFFERED, ids=lambda path: path.stem)
def test_offered_workflows_fit_the_action(path: Path) -> None:
    """They use the action by the placeholder alone, give it inputs that it has, and read outputs that it has."""
    workflow = read_yaml(path)
    (used,) = (step for step in steps(workflow) if "c8-lint" in step.get("uses", ""))
    assert used["uses"].partition("@")[0] == REPOSITORY
    assert set(used.get("with", {})) <= set(ACTION["inputs"])
    read = re.findall(r"steps\.(\w+)\.outputs\.([\w-]+)", path.read_text(encoding="utf-8"))
    assert all(identity == used["id"] and output in ACTION["outputs"] for identity, output in read)


@pytest.mark.parametrize("path", OFFERED, ids=lambda path: path.stem)
def test_offered_workflows_have_the_least_rights(path: Path) -> None:
    """The workflow itself may do nothing; its job may read, and write alerts where it uploads; no token stays."""
    workflow = read_yaml(path)
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    uploads = any(step.get("with", {}).get("upload-sarif") == "true" for step in job["steps"])
    wanted = {"contents": "read", **({"security-events": "write", "actions": "read"} if uploads else {})}
    assert job["permissions"] == wanted
    checkouts = [step["with"] for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
    assert {given["persist-credentials"] for given in checkouts} == {"false"}
    assert "pull_request" in workflow["on"]
    assert set(workflow["on"]) <= {"pull_request", "push"}


def test_offered_workflows_do_not_cancel_each_other() -> None:
    """Each has a name and a concurrency group of its own, and a group holds the runs of one pull request or one run."""
    workflows = [read_yaml(path) for path in OFFERED]
    groups = [workflow["concurrency"]["group"] for workflow in workflows]
    assert len({workflow["name"] for workflow in workflows}) == len(workflows)
    assert len({group.partition("${{")[0] for group in groups}) == len(groups)
    for workflow, group in zip(workflows, groups):
        assert "github.event.pull_request.number" in group
        assert "push" not in workflow["on"] or "|| github.run_id" in group


def test_gates_cannot_be_silenced() -> None:
    """What takes settings or a baseline also is isolated, and the baseline is not that of the change."""
    for path in OFFERED:
        (given,) = (s["with"] for s in steps(read_yaml(path)) if "c8-lint" in s.get("uses", ""))
        assert given.get("isolated") == "true" or not {"config", "baseline"} & set(given)
        assert not given.get("baseline", "").startswith(given.get("path", "."))


def test_the_documents_show_what_is_there() -> None:
    """The document links each workflow, and shows the gate as it is; the home of the project is one placeholder."""
    text = (ROOT / "docs/github-action.md").read_text(encoding="utf-8")
    for path in OFFERED:
        assert f"(workflows/{path.name})" in text
    assert (ROOT / "docs/workflows/gate.yml").read_text(encoding="utf-8") in text
    hooks = (ROOT / "docs/pre-commit.md").read_text(encoding="utf-8")
    assert set(re.findall(r"github\.com/([\w.-]+/[\w.-]+)", hooks)) == {REPOSITORY}


def test_the_lock_has_what_the_tool_needs() -> None:
    """Each dependency of the tool is locked, and for each Python that is supported at one version that will do."""
    text = (ROOT / ".github/action/requirements.txt").read_text(encoding="utf-8")
    locked = [Requirement(line.rstrip("\\ ")) for line in text.splitlines() if line and line[0].isalpha()]
    declared = read_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8")).values["project"]["dependencies"]
    for version in ("3.9", "3.10", "3.11", "3.12", "3.13"):
        marker = {"python_version": version, "python_full_version": f"{version}.0"}
        for wanted in map(Requirement, declared):
            found = [
                one for one in locked if one.name == wanted.name and (not one.marker or one.marker.evaluate(marker))
            ]
            assert len(found) == 1, (version, wanted.name)
            (pin,) = found[0].specifier
            assert pin.operator == "=="
            assert pin.version in wanted.specifier
    assert text.count("--hash=sha256:") > len(locked)
