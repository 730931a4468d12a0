"""The conforming connectors in `tests/conforming`, loaded and run as the platform does it, and linted."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from macrometa_conformance.config import Plan
from macrometa_conformance.engine import lint_project, open_folder
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.report import ProjectReport
from macrometa_conformance.rule import Rule
from tests.installation import run

FOLDER = Path(__file__).parent / "conforming"
NAMES = tuple(sorted(folder.name for folder in FOLDER.glob("macrometa-*")))
NEEDED = ("c8connector", "singer", "prometheus_client")

_ASK = """
import importlib, json
from c8connector import C8Connector, ValidationException

importlib.import_module(MODULE)
(found,) = type.__subclasses__(C8Connector)  # what the platform looks for
connector = found()
assert isinstance(connector, C8Connector)  # each method is there and can be called

def answer(method, *arguments):
    try:
        return getattr(connector, method)(*arguments)
    except ValidationException as error:
        return f"ValidationException: {error}"

plain = ("name", "package_name", "version", "type", "description", "reserved_keys", "config", "capabilities")
answers = {method: answer(method) for method in plain}
answers.update((method, answer(method, dict(CONFIG))) for method in ("validate", "samples", "schemas"))

def shown(value):
    return value.name if hasattr(type(value), "__members__") else vars(value)

print(json.dumps(answers, default=shown))
"""
_RUN = """
import importlib, json, sys
import prometheus_client

served = []

def serve(port, addr="", registry=prometheus_client.REGISTRY):  # the real port may be taken
    served.append((port, registry))

prometheus_client.start_http_server = serve
sys.argv = ARGUMENTS
failed = None
try:
    getattr(importlib.import_module(MODULE), FUNCTION)()
except SystemExit as stopped:
    failed = stopped.code or None
except Exception as error:
    failed = f"{type(error).__name__}: {error}"
exposed = {
    sample.name: sample.value
    for _, registry in served for metric in registry.collect() for sample in metric.samples
}
with open(RESULT, "w") as file:
    json.dump({"failed": str(failed or ""), "ports": [port for port, _ in served], "exposed": exposed}, file)
"""


@dataclass(frozen=True)
class Run:
    """What a run of a connector's console script did: its Singer messages, the metrics that its servers expose."""

    output: str
    errors: str
    failed: str  # the exception or the exit code that it ended with, or ""
    ports: tuple[int, ...]
    exposed: Mapping[str, float]  # by sample name; of several label values the last

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Return what was written to standard output, a JSON object for each line."""
        return [json.loads(line) for line in self.output.splitlines()]

    @property
    def types(self) -> list[str]:
        """Return the types of the messages in order."""
        return [message["type"] for message in self.messages]

    @property
    def records(self) -> list[dict[str, Any]]:
        """Return the data of the RECORD messages in order."""
        return [message["record"] for message in self.messages if message["type"] == "RECORD"]


def ask(name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the eleven methods answer: objects as dicts, a refusal as its text, None where all is valid."""
    done = _python(name, _ASK, MODULE=_module(name), CONFIG=dict(config))
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def workflow(
    name: str,
    folder: Path,
    config: Mapping[str, Any],
    arguments: Sequence[str] = (),
    *,
    entry: str = "main:main",
    stdin: str = "",
) -> Run:
    """Run a connector's main function as a workflow does, with a configuration.

    `entry` is `module:function` in the connector's package; `:function` is one of the package itself.
    """
    (folder / "config.json").write_text(json.dumps(config))
    module, _, function = entry.partition(":")
    given = [name, "--config", str(folder / "config.json"), *arguments]
    result = folder / "result.json"
    done = _python(
        name,
        _RUN,
        stdin,
        MODULE=f"{_module(name)}.{module}".rstrip("."),
        FUNCTION=function,
        ARGUMENTS=given,
        RESULT=str(result),
    )
    assert result.exists(), done.stderr
    found = json.loads(result.read_text())
    return Run(done.stdout, done.stderr, found["failed"], tuple(found["ports"]), found["exposed"])


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every built-in rule, the opt-in ones too, by code."""
    return tuple(sorted(built_in_rules(), key=lambda rule: rule.code))


@cache
def report_on(name: str) -> ProjectReport:
    """Return what every rule says about a conforming connector."""
    return lint_project(open_folder(str(FOLDER / name)), Plan(all_rules()))


def files_of(name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path, relative to the connector, and the content of each file of a conforming connector."""
    root = FOLDER / name
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(root).as_posix(), path.read_bytes()


def _module(name: str) -> str:
    return name.replace("-", "_")


def _python(name: str, script: str, stdin: str = "", **values: object) -> "subprocess.CompletedProcess[str]":
    missing = [module for module in NEEDED if find_spec(module) is None]
    assert not missing, (
        f"{', '.join(missing)} cannot be imported: CONTRIBUTING.md says how to install tests/runtime.txt"
    )
    given = "".join(f"{key} = {value!r}\n" for key, value in values.items())
    start = f"import sys\nsys.dont_write_bytecode = True\nsys.path.insert(0, {str(FOLDER / name)!r})\n"
    return run([sys.executable, "-c", start + given + script], stdin=stdin)
