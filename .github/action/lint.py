"""Second step of the action: runs the tool on what the inputs name, and hands on what it found.

The inputs come in variables of the environment, so that no text of a workflow is ever read by a shell. The step does
not fail for findings: its output `exit-code` has the verdict, on which the last step ends, after the upload.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LEVELS = ("error", "warning", "note")
TOOL_FAILED = 3
WRONG_USAGE = 2


class WrongInput(Exception):
    """An input that is neither empty nor one of the words that it may be."""


@dataclass(frozen=True)
class Inputs:
    """The action's inputs; empty where one is not given."""

    paths: tuple[str, ...]
    config: str
    isolated: bool
    require_reason: bool
    select: str
    ignore: str
    fail_on: str
    baseline: str
    sarif_file: str
    annotations: bool
    summary: bool


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """Return the inputs. Raises WrongInput on a switch that is neither `true` nor `false`."""

    def text(name: str) -> str:
        return environment.get(f"C8_LINT_{name}", "").strip()

    def switch(name: str) -> bool:
        word = text(name).lower()
        if word not in ("true", "false", ""):
            raise WrongInput(f"the input `{name.lower().replace('_', '-')}` is neither `true` nor `false`")
        return word == "true"

    wanted = text("SARIF_FILE")
    if switch("UPLOAD_SARIF") and not wanted:
        wanted = os.path.join(environment["RUNNER_TEMP"], "c8-lint.sarif")
    return Inputs(
        paths=tuple(line.strip() for line in text("PATH").splitlines() if line.strip()),
        config=text("CONFIG"),
        isolated=switch("ISOLATED"),
        require_reason=switch("REQUIRE_REASON"),
        select=",".join(text("SELECT").split()),
        ignore=",".join(text("IGNORE").split()),
        fail_on=text("FAIL_ON"),
        baseline=text("BASELINE"),
        sarif_file=wanted,
        annotations=switch("ANNOTATIONS"),
        summary=switch("SUMMARY"),
    )


def arguments(inputs: Inputs, reports: Path) -> list[str]:
    """Return the arguments of the tool. Values are bound to their options, and paths stand behind `--`.

    The file that is counted is written last: where it is there, all are.
    """
    chosen = ["--format=text"]
    if inputs.annotations:
        chosen.append(f"--format=github={reports / 'annotations'}")
    if inputs.summary:
        chosen.append(f"--format=markdown={reports / 'summary'}")
    if inputs.sarif_file:
        chosen.append(f"--format=sarif={inputs.sarif_file}")
    chosen.append(f"--format=json={reports / 'json'}")
    if inputs.isolated:
        chosen.append("--isolated")
    if inputs.require_reason:
        chosen.append("--require-reason")
    named = {
        "config": inputs.config,
        "select": inputs.select,
        "ignore": inputs.ignore,
        "fail-on": inputs.fail_on,
        "baseline": inputs.baseline,
    }
    return [*chosen, *(f"--{name}={value}" for name, value in named.items() if value), "--", *inputs.paths]


def run_tool(chosen: list[str]) -> int:
    """Run the tool and return its exit code. The runner takes no line that it prints for a command."""
    token = secrets.token_hex(16)
    print(f"::stop-commands::{token}", flush=True)
    # -I: nothing of the workspace is imported; utf8: a log of GitHub is, whatever the system writes
    command = [sys.executable, "-I", "-X", "utf8", "-m", "macrometa_conformance", *chosen]
    try:
        code = subprocess.run(command, stderr=subprocess.STDOUT, check=False).returncode
    finally:
        print(f"\n::{token}::", flush=True)
    return code if code in (0, 1, WRONG_USAGE) else TOOL_FAILED


def counts(report: Path) -> dict[str, str]:
    """Return the outputs that count findings; nothing where the tool wrote no report."""
    if not report.is_file():
        return {}
    summary = json.loads(report.read_text(encoding="utf-8"))["summary"]
    found = {level: int(summary[f"{level}s"]) for level in LEVELS}
    highest = next((level for level in LEVELS if found[level]), "none")
    numbers = {f"{level}s": str(number) for level, number in found.items()}
    return {**numbers, "total": str(sum(found.values())), "highest-level": highest}


def write_outputs(outputs: Mapping[str, str]) -> None:
    """Hand the step's outputs to the runner; what a value holds cannot end it."""
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as file:
        for name, value in outputs.items():
            mark = secrets.token_hex(16)
            file.write(f"{name}<<{mark}\n{value}\n{mark}\n")


def annotate(report: Path) -> None:
    """Hand the annotations to the runner, folded in the log, which has the findings already."""
    lines = [line for line in report.read_text(encoding="utf-8").splitlines() if line.startswith("::")]
    if lines:
        print("::group::Annotations", *lines, "::endgroup::", sep="\n", flush=True)


def main() -> int:
    """Run the step. Returns 0 where the verdict is known."""
    try:
        inputs = read_inputs(os.environ)
    except WrongInput as error:
        print(f"::error title=c8-lint::{error}")
        write_outputs({"exit-code": str(WRONG_USAGE)})
        return 0
    with tempfile.TemporaryDirectory(dir=os.environ["RUNNER_TEMP"]) as folder:
        reports = Path(folder)
        code = run_tool(arguments(inputs, reports))
        found = counts(reports / "json")
        if found and inputs.annotations:
            annotate(reports / "annotations")
        if found and inputs.summary:
            with open(os.environ["GITHUB_STEP_SUMMARY"], "ab") as summary:
                summary.write((reports / "summary").read_bytes())
    sarif = os.path.abspath(inputs.sarif_file) if found and inputs.sarif_file else ""
    write_outputs({"exit-code": str(code), **found, "sarif-file": sarif})
    return 0


if __name__ == "__main__":
    sys.exit(main())
