"""A campaign: trees numbered from 0, each made from a seed and its number alone, run and judged."""

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Optional

from macrometa_conformance.files import write_whole
from tests.fuzz.bases import Base, Tree
from tests.fuzz.judge import FORMATS, faults
from tests.fuzz.mutate import mutate
from tests.fuzz.warm import Ended, Warm

_TIME = re.compile(rb" in \d+\.\d\d s$", re.MULTILINE)  # the one thing that may differ
TWICE = 4  # each so many-th tree is run again, with another hash seed and in another folder
_OPTIONS = (
    (),
    ("--isolated",),
    ("--no-suppressions", "--report"),
    ("--require-reason", "-v"),
    ("--select", "C8", "--statistics"),
)


@dataclass(frozen=True)
class Case:
    """A mutated tree, the base that it came from, and the options that it is checked with."""

    number: int
    base: str
    files: Tree
    options: tuple[str, ...]


@dataclass(frozen=True)
class Failed:
    """A tree that shows a fault, and what is wrong."""

    tree: int
    base: str
    faults: tuple[str, ...]


@dataclass
class State:
    """How far a campaign is, and what it found."""

    seed: int
    trees: int = 0
    twice: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    most_seconds: float = 0.0
    most_megabytes: int = 0
    mended: int = 0  # trees that showed a fault, and show none since the tool was mended
    failures: list[Failed] = field(default_factory=list)

    @classmethod
    def read(cls, file: Path, seed: int) -> "State":
        """Return what the file holds, or a new state where there is none. Raises ValueError where the seeds differ."""
        known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"seed": seed}
        failures = [Failed(one["tree"], one["base"], tuple(one["faults"])) for one in known.pop("failures", ())]
        state = cls(**known, failures=failures)
        if state.seed != seed:
            raise ValueError(f"`{file}` is of the seed {state.seed}")
        return state

    def write(self, file: Path) -> None:
        """Write the state, all of it or nothing."""
        write_whole(str(file), json.dumps(asdict(self), indent=1) + "\n")

    def note(self, case: Case, ended: Ended, wrong: Sequence[str]) -> None:
        """Count a tree, and keep what is wrong with it."""
        self.trees = case.number + 1
        code = str(ended.code)
        self.codes[code] = self.codes.get(code, 0) + 1
        self.bases[case.base] = self.bases.get(case.base, 0) + 1
        self.most_seconds = max(self.most_seconds, ended.seconds)
        self.most_megabytes = max(self.most_megabytes, ended.megabytes)
        if wrong:
            self.failures.append(Failed(case.number, case.base, tuple(wrong)))


def case(bases: Sequence[Base], seed: int, number: int) -> Case:
    """Return the tree of a number: the same for the same bases and seed. Half of all come from the repository's own."""
    random = Random(f"{seed}:{number}")
    kinds = [kind for kind in ([base for base in bases if base.own], [base for base in bases if not base.own]) if kind]
    base, other = random.choice(random.choice(kinds)), random.choice(random.choice(kinds))
    files = mutate(base.files, (other.files,), random)
    return Case(number, base.name, files, random.choice(_OPTIONS))


class Bench:
    """Where trees are written and run; a context manager that leaves nothing behind."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="c8-lint-fuzz-"))
        self._streams = self._folder / "written"
        self._warm = [Warm(1), Warm(2)]

    def __enter__(self) -> "Bench":
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], where: Optional[TracebackType]
    ) -> None:
        for warm in self._warm:
            warm.__exit__()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, one: Case, *, twice: bool) -> tuple[Ended, list[str]]:
        """Return how the run on a tree ended, and what is wrong with it or with a second run that must be its equal.

        A tree that is run twice is told in every format, another in those with regions and one more.
        """
        formats = FORMATS if twice else (*FORMATS[:2], FORMATS[2 + one.number % (len(FORMATS) - 2)])
        root = self._folder / "tree"
        lay_down(one.files, root)
        try:
            ended, written = self._once(0, one, root, self._folder, formats)
            wrong = faults(one.files, ended, written, formats)
            if twice:
                again, rewritten = self._once(1, one, root, root, formats)
                if again.code != ended.code:
                    wrong.append(f"exit code {ended.code}, then {again.code}")
                wrong += [f"{name} differs" for name in sorted(written) if written[name] != rewritten.get(name)]
        finally:
            shutil.rmtree(root)
        return ended, wrong

    def _once(
        self, warm: int, one: Case, root: Path, cwd: Path, formats: Sequence[str]
    ) -> tuple[Ended, dict[str, bytes]]:
        self._streams.mkdir()
        asked = [word for form in formats for word in ("-f", f"{form}={self._streams / form}")]
        ended = self._warm[warm].run([*asked, *one.options, str(root)], cwd, self._streams)
        written = {path.name: _TIME.sub(b"", path.read_bytes()) for path in self._streams.iterdir()}
        shutil.rmtree(self._streams)
        return ended, written


def lay_down(files: Tree, root: Path) -> None:
    """Write a tree into a folder that is not there yet."""
    root.mkdir(parents=True)
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
