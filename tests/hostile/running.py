"""Running the tool on a hostile tree: without a network, in bounded memory, watched."""

import hashlib
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Optional

from tests.hostile import guard

SECONDS = 300  # a guard against what hangs, no measure


@dataclass(frozen=True)
class Watched:
    """What a run did: its exit code (None: it did not end), its streams, and the events that the guard forbids."""

    code: Optional[int]
    stdout: str
    stderr: str
    forbidden: tuple[str, ...]


def watched(arguments: Sequence[str], tree: Path, kept: Path, *, unprivileged: bool = False) -> Watched:
    """Run the command line in the tree's folder; it may write in `kept` alone."""
    log = kept / "forbidden"
    log.touch()
    kept_variables = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    environment = {**kept_variables, "HOME": str(kept), "C8_LINT_CACHE_DIR": str(kept / "cache")}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    prefix = without_privileges() if unprivileged else without_network()
    command = [*prefix, sys.executable, guard.__file__, str(log), str(tree), str(kept), *arguments]
    with subprocess.Popen(
        command, cwd=tree, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            out, err = process.communicate(timeout=SECONDS)
            code: Optional[int] = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            code = None
    told = tuple(log.read_text(encoding="utf-8").splitlines())
    return Watched(code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"), told)


@cache
def without_network() -> tuple[str, ...]:
    """Return the command that takes the network away from another, empty where this system has none."""
    return _working(("unshare", "--user", "--map-root-user", "--net", "--"))


@cache
def without_privileges() -> tuple[str, ...]:
    """Return the command that takes network and privileges away from another, empty where this system has none."""
    return _working(("unshare", "--user", "--net", "--"))


def _working(command: tuple[str, ...]) -> tuple[str, ...]:
    if shutil.which(command[0]) is None:
        return ()
    done = subprocess.run([*command, sys.executable, "-c", "pass"], capture_output=True, check=False)
    return command if done.returncode == 0 else ()


def sight(root: Path) -> dict[str, tuple[object, ...]]:
    """Return all that can be seen of a tree without waiting: names, kinds, sizes, times, contents."""
    found: dict[str, tuple[object, ...]] = {}
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files, "."):
            path = os.path.join(folder, name)
            status = os.lstat(path)
            content: object = None
            if stat.S_ISLNK(status.st_mode):
                content = os.readlink(path)
            elif stat.S_ISREG(status.st_mode) and status.st_size < 1_000_000 and os.access(path, os.R_OK):
                with open(path, "rb") as file:
                    content = hashlib.sha256(file.read()).digest()
            found[path] = (status.st_mode, status.st_size, status.st_mtime_ns, status.st_ctime_ns, content)
    return found
