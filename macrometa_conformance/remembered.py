"""Runs that are remembered: where all that a run depended on is as it was, it says again what it said.

What it depended on is in the name of its entry (the command line, the environment, the code of the tool, what is
installed), or it is looked at again: the folders and files that it asked for, those that were not there too. So a run
that is answered from here imports no rule, no reporter and no parser.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from functools import lru_cache
from importlib.machinery import PathFinder

from macrometa_conformance.digests import digest_of
from macrometa_conformance.git_root import git_root
from macrometa_conformance.project.folder_tree import FolderTree

TYPE_CHECKING = False  # `typing` takes a tenth of the time of a run on what has not changed
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Optional

    from macrometa_conformance.cache import Cache

    Sight = tuple[str, tuple[str, ...], tuple[str, ...], str, str]  # a path, what was asked of it, git's root, a digest
    Stamp = tuple[str, int, int]  # of a file: its path, its size and when it was changed; -1 where it is not there

ENVIRONMENT = (  # all that reports depend on
    "COLUMNS", "LINES", "NO_COLOR", "TERM",
    "GITHUB_ACTIONS", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA",
    "GITLAB_CI", "CI_PROJECT_URL", "CI_COMMIT_SHA",
)  # fmt: skip
_COMPLETION = "_C8_LINT"  # what a shell asks by a variable that begins so is no run
_NEVER = "--no-cache"
_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_CODE = (".py", ".json")
_METADATA = (".dist-info", ".egg-info", ".egg", ".egg-link")


def sight_of(path: str, tree: FolderTree) -> Sight:
    """Return what a run saw of one connector's folder, given as `path`, when all has been asked of its tree."""
    folders, files = tree.asked
    return path, folders, files, git_root(tree.root), tree.digest()


class Witness:
    """What a run depended on, as far as its name does not tell: the connectors' folders, and files outside of them."""

    def __init__(self) -> None:
        self.sights: list[Sight] = []
        self.uncertain = False  # something else had a say, such as the memory that was free
        self._files: dict[str, str] = {}

    def note_file(self, path: str) -> None:
        """Take a file that is going to be read: one that the command line or the settings name."""
        self._files.setdefault(path, _digest_of_file(path))

    def settled_files(self) -> Optional[tuple[tuple[str, str], ...]]:
        """Return the files with their digests, None where one is no regular file or changed while the run went on."""
        settled = all(digest and _digest_of_file(path) == digest for path, digest in self._files.items())
        return tuple(self._files.items()) if settled else None


class Answer:
    """What a run said on standard output, and with which code it ended; `timed` leaves the time out at its end."""

    def __init__(self, text: str, code: int, *, timed: bool) -> None:
        self.text = text
        self.code = code
        self.timed = timed

    def after(self, seconds: float) -> str:
        """Return what to say after a run of this time."""
        return f"{self.text}{time_taken(seconds)}\n" if self.timed else self.text


def time_taken(seconds: float) -> str:
    """Return how the summary ends."""
    return f" in {seconds:.2f} s"


def answer_of(text: str, code: int, seconds: float) -> Answer:
    """Return what a run of this time said, less the time."""
    end = f"{time_taken(seconds)}\n"
    return Answer(text[: -len(end)], code, timed=True) if text.endswith(end) else Answer(text, code, timed=False)


def run_name(arguments: Sequence[str]) -> str:
    """Return the name of a run with these arguments, here and now; empty where it cannot be remembered."""
    if _NEVER in arguments or sys.stdout is None or has_unknown_finders():
        return ""
    try:
        window = tuple(os.get_terminal_size(sys.stdout.fileno())) if sys.stdout.isatty() else ()
        where = os.getcwd()
    except (OSError, ValueError, AttributeError):
        return ""
    if any(variable.startswith(_COMPLETION) for variable in os.environ):
        return ""
    environment = [os.environ.get(name) for name in ENVIRONMENT]
    return digest_of("run", repr((list(arguments), where, environment, window, sys.path)), tool_stamp())


@lru_cache(maxsize=1)
def tool_stamp() -> str:
    """Return what another version of the tool, of its rules, of Python or of anything that is installed changes."""
    version = (sys.version, tuple(sys.flags), sys.prefix, sys.platform, sys.getfilesystemencoding())
    return digest_of(repr(version), repr(sorted(_own_code())), repr(list(_installed())))


def recall(cache: Cache, name: str) -> Optional[Answer]:
    """Return what the run of a name said, None where it is not remembered or would see something else now."""
    data = cache.get(name)
    if data is None:
        return None
    try:
        text, code, timed, sights, files, code_files = marshal.loads(data)
        same = (
            all(_stamp(path) == (path, size, changed) for path, size, changed in code_files)
            and all(_digest_of_file(path) == digest for path, digest in files)
            and all(_is_as_it_was(*sight) for sight in sights)
        )
        return Answer(text, code, timed=timed) if same else None
    except Exception:  # whatever is wrong with an entry or a folder: the run itself tells it
        return None


def remember(cache: Cache, name: str, answer: Answer, witness: Witness, *, plugins: bool) -> None:
    """Keep what a run said, with all that it saw. With `plugins` other code than the tool's own had a say in it."""
    files = witness.settled_files()
    code_files = tuple(_other_code()) if plugins else ()
    if files is None or witness.uncertain or any(changed < 0 for _, _, changed in code_files):
        return
    if plugins and any(_imports_from(path) for path, *_ in witness.sights):
        return
    plain = (answer.text, answer.code, answer.timed, tuple(witness.sights), files, code_files)
    cache.put(name, marshal.dumps(plain))


def _is_as_it_was(path: str, folders: Sequence[str], files: Sequence[str], repository: str, digest: str) -> bool:
    tree = FolderTree(path)
    tree.ask(folders, files)
    return tree.digest() == digest and git_root(tree.root) == repository


def _digest_of_file(path: str) -> str:
    """Return a digest of a regular file and of where it lies, empty for what is none: to read a pipe is to empty it."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return ""
        with open(path, "rb") as file:
            return digest_of(os.path.realpath(path), file.read())
    except (OSError, ValueError):
        return ""


def _stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return path, -1, -1
    return path, status.st_size, status.st_mtime_ns


def _own_code() -> Iterator[Stamp]:
    """Yield the files of the package, in a checkout those of the rules beside it too."""
    pending = [_PACKAGE]
    if not os.path.isdir(os.path.join(_PACKAGE, "rules")):
        pending.append(os.path.join(os.path.dirname(_PACKAGE), "rules"))
    for folder in pending:
        with os.scandir(folder) as scan:
            for entry in scan:
                if entry.name.endswith(_CODE):
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns
                elif entry.name.isidentifier() and entry.name != "__pycache__" and entry.is_dir():
                    pending.append(entry.path)


def _installed() -> Iterator[Stamp]:
    """Yield the distributions on the path, by name and version, with the files that tell their plug-ins."""
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:  # an archive, of which `has_unknown_finders` knows, or nothing
            yield _stamp(folder)
            continue
        for name in sorted(names):
            if name.endswith(_METADATA):
                place = os.path.join(folder, name)
                yield _stamp(os.path.join(place, "entry_points.txt"))
                if not name.endswith(_METADATA[0]):  # of the older kinds some are archives, or keep it elsewhere
                    yield from (_stamp(place), _stamp(os.path.join(place, "EGG-INFO", "entry_points.txt")))


def has_unknown_finders() -> bool:
    """Return whether something else than the folders on the path may bring distributions, and plug-ins with them."""
    return any(
        finder is not PathFinder
        and hasattr(finder, "find_distributions")
        and finder.__class__.__module__.partition(".")[0] != "importlib_metadata"  # the backport goes through the path
        for finder in sys.meta_path
    )


def _imports_from(root: str) -> bool:
    """Return whether modules are imported from a folder: one that is added there could stand in for a plug-in's."""
    base = os.path.realpath(root).rstrip(os.sep) + os.sep
    return any((os.path.realpath(folder) + os.sep).startswith(base) for folder in sys.path)


def _other_code() -> Iterator[Stamp]:
    """Yield the files of all modules that were imported and are not the tool's own."""
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and not file.startswith(_PACKAGE + os.sep):
            yield _stamp(file)
