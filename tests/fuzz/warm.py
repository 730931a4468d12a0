"""A process that has all of the tool loaded, and forks a child for each run: `python -m tests.fuzz.warm`.

It reads one request a line (JSON: arguments, the folder to run in, where the streams go) and answers one line each.
"""

import contextlib
import gc
import io
import json
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

ROOT = Path(__file__).resolve().parents[2]
MOST_MEMORY = 4 << 30  # bytes of address space of a child
SECONDS = 300  # after which a child hangs
_RAISED = 70  # exit code of a child from which an exception came


@dataclass(frozen=True)
class Ended:
    """How a child ended: its exit code (negative: the signal that killed it, None: it hung), and what it used."""

    code: Optional[int]
    seconds: float
    megabytes: int


class Warm:
    """A warm process with a hash seed of its own; a context manager, at whose end the process ends."""

    def __init__(self, hash_seed: int) -> None:
        environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.warm"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def __enter__(self) -> "Warm":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, arguments: Sequence[str], cwd: Path, streams: Path) -> Ended:
        """Run the command line in a child; what it writes goes to `stdout` and `stderr` in the folder `streams`."""
        request = {"arguments": list(arguments), "cwd": str(cwd), "streams": str(streams)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return Ended(answer["code"], answer["seconds"], answer["megabytes"])


def _serve() -> None:
    from macrometa_conformance.cli import main

    formats = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")
    for form in formats:  # whatever is imported late is imported now
        with contextlib.redirect_stdout(io.StringIO()):
            main(["-f", form, str(ROOT / "examples" / "macrometa-source-demo")])
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            _child(request["arguments"], request["cwd"], request["streams"])
        print(json.dumps(_wait(child, began)), flush=True)


def _child(arguments: Sequence[str], cwd: str, streams: str) -> None:
    from macrometa_conformance.cli import main

    code = _RAISED
    try:
        for name, number in (("stdout", 1), ("stderr", 2)):
            os.dup2(os.open(os.path.join(streams, name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.chdir(cwd)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        code = main(arguments)
        sys.stdout.flush()
    except BaseException:  # told by the exit code, with the text in the stream
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _wait(child: int, began: float) -> dict[str, object]:
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        seconds = time.monotonic() - began
        if ended:
            code: Optional[int] = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
            break
        if seconds > SECONDS:
            os.kill(child, signal.SIGKILL)
            _, _, used = os.wait4(child, 0)
            code = None
            break
        time.sleep(0.002)
    return {"code": code, "seconds": round(seconds, 3), "megabytes": used.ru_maxrss // 1024}


if __name__ == "__main__":
    _serve()
