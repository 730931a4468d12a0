"""The connectors that are mutated: those of the tests, the examples, and the published ones that were fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.connectors import FOLDER
from tests.corpus.releases import fetched

ROOT = Path(__file__).resolve().parents[2]
MOST_PYTHON = 70_000  # bytes of all Python files of a published connector: a larger one takes the time of ten others

Tree = dict[str, bytes]


@dataclass(frozen=True)
class Base:
    """A connector in a folder."""

    name: str
    folder: Path
    own: bool  # whether the repository holds it

    @property
    def files(self) -> Tree:
        """Return a copy of its files by path, sorted."""
        return dict(_files(self.folder))


def written_here() -> tuple[Base, ...]:
    """Return the connectors that the repository holds."""
    folders = [*sorted(FOLDER.glob("macrometa-*")), *sorted((ROOT / "examples").glob("macrometa-*"))]
    return tuple(Base(folder.name, folder, own=True) for folder in folders)


def published() -> tuple[Base, ...]:
    """Return the published connectors that lie unpacked, but for the largest."""
    bases = [Base(str(release), release.folder, own=False) for release in fetched()]
    return tuple(base for base in bases if 0 < _python_bytes(base) <= MOST_PYTHON)


def _python_bytes(base: Base) -> int:
    return sum(path.stat().st_size for path in base.folder.rglob("*.py") if path.is_file())


@lru_cache(maxsize=64)
def _files(folder: Path) -> Sequence[tuple[str, bytes]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths)
