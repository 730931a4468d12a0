"""A runner of the steps of a composite action: what a step runs is really run, other actions are recorded.

Conditions and expressions are those that `action.yml` needs; anything else is an error and not a guess.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.installation import ROOT

_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
_COMPARISON = re.compile(r"([\w.-]+) (==|!=) '([^']*)'")
_HEREDOC = re.compile(r"([\w-]+)<<(\w+)")


@dataclass(frozen=True)
class Used:
    """How a step used another action."""

    action: str
    given: Mapping[str, str]


@dataclass
class Done:
    """What became of a run of the action: whether it failed, its outputs, log, summary, and the actions it used."""

    failed: bool = False
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    used: list[Used] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)  # the names of the steps that ran

    @property
    def code(self) -> str:
        """Return the output `exit-code`."""
        return self.outputs["exit-code"]


class Runner:
    """Runs the action in a workspace. `actions` maps the name of another action to its outputs, None for a failure."""

    def __init__(self, workspace: Path, temp: Path, actions: Mapping[str, Any], skip: Mapping[str, Any]) -> None:
        self.workspace = workspace
        self.temp = temp
        self.actions = actions
        self.skip = skip  # outputs of steps that are not run again, by their ids
        self.definition = read_yaml(ROOT / "action.yml")

    def run(self, **inputs: str) -> Done:
        """Run the action with these inputs, `_` in place of `-` in their names; what is not given has its default."""
        given = {name: declared["default"] for name, declared in self.definition["inputs"].items()}
        for name, value in inputs.items():
            assert name.replace("_", "-") in given, f"the action has no input {name}"
            given[name.replace("_", "-")] = value
        values = {f"inputs.{name}": value for name, value in given.items()}
        done = Done()
        for step in self.definition["runs"]["steps"]:
            self._step(step, values, done)
        for name, declared in self.definition["outputs"].items():
            done.outputs[name] = _filled(declared["value"], values)
        return done

    def _step(self, step: Mapping[str, Any], values: dict[str, str], done: Done) -> None:
        identity = step.get("id", step["name"])
        if not _holds(step.get("if", "success()"), values, done.failed):
            values[f"steps.{identity}.outcome"] = "skipped"
            return
        done.ran.append(step["name"])
        if identity in self.skip:
            outcome, outputs = True, self.skip[identity]
        elif "uses" in step:
            outcome, outputs = self._use(step, values, done)
        else:
            outcome, outputs = self._shell(step, values, done)
        values[f"steps.{identity}.outcome"] = "success" if outcome else "failure"
        values.update({f"steps.{identity}.outputs.{name}": value for name, value in outputs.items()})
        done.failed = done.failed or not (outcome or step.get("continue-on-error") == "true")

    def _use(self, step: Mapping[str, Any], values: Mapping[str, str], done: Done) -> tuple[bool, Mapping[str, str]]:
        action = step["uses"].partition("@")[0]
        done.used.append(Used(action, {name: _filled(text, values) for name, text in step["with"].items()}))
        outputs = self.actions[action]
        return outputs is not None, outputs or {}

    def _shell(self, step: Mapping[str, Any], values: Mapping[str, str], done: Done) -> tuple[bool, Mapping[str, str]]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "what is put into a script is read by the shell"
        files = {name: self.temp / f"runner-{name}" for name in ("output", "summary", "script")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        files["script"].write_text(step["run"], encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GITHUB_", "GIT_"))}
        own = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_STEP_SUMMARY": str(files["summary"]),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
        }
        given = {name: _filled(text, values) for name, text in step.get("env", {}).items()}
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(files["script"])],
            cwd=self.workspace,
            env={**kept, **own, **given},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        done.log += ran.stdout
        done.summary += files["summary"].read_text(encoding="utf-8")
        return ran.returncode == 0, _outputs(files["output"].read_text(encoding="utf-8"))


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds, with every scalar as the text that stands there."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def commands(log: str) -> list[str]:
    """Return the lines of a log that a runner takes for commands: those outside of `stop-commands`."""
    found = []
    stopped = ""
    for line in log.splitlines():
        text = line.strip()
        if stopped:
            stopped = "" if text == f"::{stopped}::" else stopped
        elif text.startswith("::stop-commands::"):
            stopped = text[len("::stop-commands::") :]
        elif text.startswith("::") or "##[" in text:
            found.append(text)
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    filled = _EXPRESSION.sub(lambda found: values.get(found.group(1), ""), text)
    assert "${{" not in filled or "${{" in "".join(values.values()), f"an expression that is not understood: {text}"
    return filled


def _holds(condition: str, values: Mapping[str, str], failed: bool) -> bool:
    terms = [term.strip() for term in condition.split("&&")]
    status = [term for term in terms if term.endswith("()")]
    assert set(status) <= {"success()", "!cancelled()"}
    compared = [_COMPARISON.fullmatch(term) for term in terms if term not in status]
    for found in compared:
        assert found is not None, f"a condition that is not understood: {condition}"
        equal = values.get(found.group(1), "").lower() == found.group(3).lower()
        if equal is (found.group(2) == "!="):
            return False
    return "!cancelled()" in status or not failed


def _outputs(text: str) -> dict[str, str]:
    """Return the outputs in a file as the runner reads it. Raises AssertionError on a line that it refuses."""
    outputs: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        opened = _HEREDOC.fullmatch(line)
        if opened:
            value = []
            for inner in lines:
                if inner == opened.group(2):
                    break
                value.append(inner)
            outputs[opened.group(1)] = "\n".join(value)
        else:
            name, equals, rest = line.partition("=")
            assert equals, f"a line that the runner refuses: {line}"
            outputs[name] = rest
    return outputs
