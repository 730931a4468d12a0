"""Root packages, and which of them is the connector package."""

import re
from collections.abc import Iterable, Iterator
from typing import Optional

from macrometa_conformance.code.program import TEST_FOLDERS
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.declarations.model import Declarations
from macrometa_conformance.project.tree import EntryKind, ProjectTree

MODULE_NAME = re.compile(r"macrometa_(source|target|integration)_[a-z0-9]+(_[a-z0-9]+)*")
_LIKE_A_CONNECTOR = re.compile(r"(macrometa|c8)_(source|target|integration)_\w+")


@plain
class RootPackage(Plain):
    """A package folder at the root: its name, and whether it has an `__init__.py`."""

    name: str
    has_init: bool

    @property
    def init(self) -> str:
        """Return the path of its `__init__.py`, there or not."""
        return f"{self.name}/__init__.py"


def root_packages(tree: ProjectTree, declarations: Declarations) -> tuple[RootPackage, ...]:
    """Return the root packages, by name.

    That is a folder at the root with an `__init__.py`, or one without that is named `macrometa_{type}_{connector}` or
    declared to ship. Folders of tests are none.
    """
    return tuple(_root_packages(tree, set(declared_names(declarations))))


def _root_packages(tree: ProjectTree, declared: set[str]) -> Iterator[RootPackage]:
    for entry in tree.entries(""):
        if entry.kind is not EntryKind.FOLDER or not entry.name.isidentifier() or entry.name in TEST_FOLDERS:
            continue
        has_init = any(e.name == "__init__.py" and e.kind is EntryKind.FILE for e in tree.entries(entry.name))
        if has_init or MODULE_NAME.fullmatch(entry.name) or entry.name in declared:
            yield RootPackage(entry.name, has_init)


def declared_names(declarations: Declarations) -> tuple[str, ...]:
    """Return the root names that the project declares to ship, in order."""
    return tuple(dict.fromkeys(shipped.name.split(".", 1)[0] for shipped in declarations.shipped))


def module_roots(declarations: Declarations) -> tuple[str, ...]:
    """Return the folders that hold packages or modules which are shipped from elsewhere than the root."""
    folders = (shipped.folder for shipped in declarations.shipped if shipped.folder)
    return tuple(dict.fromkeys(folder.strip("/") for folder in folders))


def choose_package(
    packages: Iterable[RootPackage], holders: Iterable[str], name: Optional[str], declarations: Declarations
) -> Optional[RootPackage]:
    """Return the connector package.

    `holders` are the root packages that hold a connector class; `name` is the distribution's. Without either it is the
    only package that the project declares to ship, and failing that the only one that is named like a connector.
    """
    by_name = {package.name: package for package in packages}
    own = module_name(name) if name else None
    holding = [holder for holder in holders if holder in by_name]
    if holding:
        return by_name[own] if own in holding and own else by_name[holding[0]]
    if own in by_name and own:
        return by_name[own]
    shipped = [declared for declared in declared_names(declarations) if declared in by_name]
    if len(shipped) == 1:
        return by_name[shipped[0]]
    alike = [package for package in by_name.values() if _LIKE_A_CONNECTOR.fullmatch(package.name)]
    return alike[0] if len(alike) == 1 else None


def module_name(distribution: str) -> str:
    """Return the module that the runtime imports for a distribution: its name with `-` as `_`."""
    return distribution.replace("-", "_")
