"""What setuptools' package finders would keep of a tree."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from macrometa_conformance.project.tree import EntryKind, ProjectTree

_MOST_FOLDERS = 2_000  # looked into for one search


def find_root_packages(
    tree: ProjectTree,
    where: str = "",
    include: Sequence[str] = ("*",),
    exclude: Sequence[str] = (),
    namespaces: bool = False,
) -> tuple[str, ...]:
    """Return the root packages under `where` of which `find_packages` with these filters keeps some package.

    As in setuptools a pattern is matched against the dotted name of each package, so that `exclude=["tests"]` alone
    keeps `tests.unit`. With `namespaces` a folder needs no `__init__.py`; here it needs a module somewhere in it.
    """
    finder = _Finder(tree, tuple(include) or ("*",), tuple(exclude), namespaces)
    where = "/".join(part for part in where.split("/") if part not in {"", "."})
    return tuple(name for name in finder.folders(where) if finder.keeps(where, name))


class _Finder:
    def __init__(self, tree: ProjectTree, include: Iterable[str], exclude: Iterable[str], namespaces: bool) -> None:
        self._tree = tree
        self._include = include
        self._exclude = exclude
        self._namespaces = namespaces
        self._left = _MOST_FOLDERS

    def folders(self, folder: str) -> tuple[str, ...]:
        """Return the names of the folders in a folder that can be packages."""
        self._left -= 1
        if self._left < 0:
            return ()
        return tuple(
            entry.name
            for entry in self._tree.entries(folder)
            if entry.kind is EntryKind.FOLDER and "." not in entry.name and self._is_package(_join(folder, entry.name))
        )

    def keeps(self, where: str, name: str) -> bool:
        """Return whether the finder keeps a package or any package in it, the search going level by level."""
        waiting = [(name, _join(where, name))]
        for package, folder in waiting:
            if _matches(package, self._include) and not _matches(package, self._exclude):
                return True
            if f"{package}*" not in self._exclude and f"{package}.*" not in self._exclude:
                waiting.extend((f"{package}.{inner}", _join(folder, inner)) for inner in self.folders(folder))
        return False

    def _is_package(self, folder: str) -> bool:
        if not self._namespaces:
            return any(entry.name == "__init__.py" for entry in self._tree.entries(folder))
        waiting = [folder]
        for one in waiting:
            entries = self._tree.entries(one)
            if any(entry.kind is EntryKind.FILE and entry.name.endswith(".py") for entry in entries):
                return True
            self._left -= 1
            if self._left > 0:
                waiting.extend(
                    _join(one, entry.name)
                    for entry in entries
                    if entry.kind is EntryKind.FOLDER and "." not in entry.name
                )
        return False


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
