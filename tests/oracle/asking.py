"""Asking the warm process about connectors."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from tests.installation import ROOT, clean_environment

NEEDED = ("c8connector", "fastapi", "prometheus_client", "singer")


@dataclass(frozen=True)
class Oracle:
    """A warm process that serves connectors."""

    process: "subprocess.Popen[str]"

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the connector in a `folder` does when it is served, or run; `tests.oracle.warm` tells.

        Raises AssertionError where the process of the connector ends before it answers.

        A request holds the `name` and `version` of the distribution, the `roots` of the importable packages, relative
        to the folder, the input (`config`, `stdin` and `answer`), and the `module:function` to `run`; where that is
        empty the connector is served, and `loaded` is the module that was imported before, if not empty.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the warm process died"
        answer: dict[str, Any] = json.loads(line)
        assert "died" not in answer, f"the process of {request['folder']} died: {answer['died']}"
        return answer


@contextmanager
def warm() -> Iterator[Oracle]:
    """Start the warm process, and end it. Raises AssertionError where a library is not installed."""
    missing = [module for module in NEEDED if find_spec(module) is None]
    assert not missing, (
        f"{', '.join(missing)} cannot be imported: CONTRIBUTING.md says how to install tests/runtime.txt"
    )
    command = [sys.executable, "-m", "tests.oracle.warm"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Oracle(process)
    finally:
        process.communicate()
