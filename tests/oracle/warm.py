"""The process that has the real libraries loaded: it serves each request, a line of JSON, in a fork of its own.

`python -m tests.oracle.warm` reads requests from standard input until that ends, and writes an answer for each.
"""

import json
import os
import select
import signal
import sys
import tempfile
import time
import warnings
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

from tests.oracle import running, serving, stubs

SECONDS = 60  # that one request may take


def main() -> None:
    """Load the libraries, and serve requests."""
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    stubs.install_platform()
    util = import_module("c8connector.util")
    stubs.remove_drivers()
    for needed in ("singer", "prometheus_client", "fastapi.openapi.utils"):
        import_module(needed)
    here = Path.cwd().resolve()
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != here]  # not the connector's
    for line in sys.stdin:
        print(json.dumps(_forked(util, json.loads(line))), flush=True)


def _forked(util: ModuleType, request: Any) -> Any:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            _silence()
            answer = json.dumps(_serve(util, request), default=repr).encode()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(answer)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    data = _read(reading)
    if data is None:
        os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return json.loads(data) if data else {"died": "it took too long" if data is None else f"wait status {status}"}


def _serve(util: ModuleType, request: Any) -> Any:
    """Return what the loader and the service, or a run, of the connector in a folder did."""
    roots = [str(Path(request["folder"], root)) for root in request["roots"]]
    sys.path[:0] = roots
    own = [entry.partition(".")[0] for root in roots for entry in (os.listdir(root) if os.path.isdir(root) else ())]
    given = stubs.install_drivers(request["folder"], own)
    stubs.cut_network(request["answer"])
    with tempfile.TemporaryDirectory() as scratch:
        os.chdir(scratch)
        if request["name"]:
            stubs.install_connector(request["name"], request["version"], scratch)
        if request["run"]:
            seen = running.run(request["folder"], request["run"], request["config"], Path(scratch), request["stdin"])
        else:
            seen = serving.serve(util, request["config"], request["loaded"])
        os.chdir("/")
    return {**seen, "drivers": given}


def _silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def _read(pipe: int) -> Optional[bytes]:
    """Return all that a child writes, or None where it takes too long."""
    pieces: list[bytes] = []
    end = time.monotonic() + SECONDS
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
        piece = os.read(pipe, 1 << 16) if ready else b""
        if not piece:
            os.close(pipe)
            return b"".join(pieces) if ready else None
        pieces.append(piece)


if __name__ == "__main__":
    main()
