"""What git tracks of a folder: what a commit of the index would hold."""

import os
import subprocess
from collections.abc import Mapping, Sequence

from macrometa_conformance.errors import UsageError

_HINT = "leave out `--tracked`, or name a folder of a git work tree"
_INDEX = "GIT_INDEX_FILE"  # git names the index of a commit by it where that is not the usual one (`git commit -a`)
_KEPT = ("GIT_CONFIG_", "GIT_EXEC_PATH", "GIT_TRACE", "GIT_CEILING_DIRECTORIES")


def tracked_paths(folder: str) -> frozenset[str]:
    """Return the files below a folder that git tracks, and the folders that hold them, as paths relative to it.

    Files of submodules that are there count. Raises UsageError where the folder is in no work tree, where nothing in it
    is tracked, and where there is no git.
    """
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_" or name.startswith(_KEPT)}
    index = os.environ.get(_INDEX)
    if index and _same(_git(folder, ["rev-parse", "--show-toplevel"], environment).rstrip("\n"), os.getcwd()):
        environment[_INDEX] = os.path.abspath(index)
    listed = _git(folder, ["ls-files", "-z", "--cached", "--recurse-submodules"], environment)
    files = [path for path in listed.split("\0") if path]
    if not files:
        raise UsageError(f"git tracks nothing in `{folder}`", "`git add` its files, or leave out `--tracked`")
    parents = {path[:end] for path in files for end, character in enumerate(path) if character == "/"}
    return frozenset(parents.union(files))


def _git(folder: str, arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    command = ["git", "-c", "core.fsmonitor=false", *arguments]  # a monitor is a program that the repository names
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}", _HINT) from error
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().splitlines()
        raise UsageError(f"git does not tell what it tracks in `{folder}`: {said[0] if said else 'no reason'}", _HINT)
    return os.fsdecode(done.stdout)


def _same(one: str, other: str) -> bool:
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
