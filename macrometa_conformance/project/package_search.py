"""Why no folder at the root is the connector package."""

from typing import TYPE_CHECKING, Optional

from macrometa_conformance.finding import Finding, Place, Undecided
from macrometa_conformance.project.declarations.model import Field
from macrometa_conformance.project.package import MODULE_NAME, module_name
from macrometa_conformance.project.preconditions import undecided_on
from macrometa_conformance.project.tree import Entry, EntryKind

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


class PackageSearch:
    """What a project holds that has no connector package."""

    def __init__(self, project: "Project") -> None:
        self._project = project

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return what kept the search from an answer: an unreadable module of a root package, or declaration."""
        packages = self._project.root_packages
        for package in packages:
            for module in self._project.program.modules_of(package.name):
                if module.failure is not None:
                    return Undecided(f"`{module.path}` cannot be read, and may hold the class", Place(module.path))
        return next(undecided_on(self._project, Field.NAME, Field.PACKAGES), None) if packages else None

    @property
    def absent(self) -> Finding:
        """Return the finding that there is none, at the missing folder where its name is known."""
        name = module_name(self._project.name.value) if self._project.name else ""
        wanted = name if MODULE_NAME.fullmatch(name) else "macrometa_{type}_{connector}"
        message = f"there is no connector package `{wanted}` at the root"
        help_text = f"add the package `{wanted}`, with the class that implements `C8Connector` in its `__init__.py`"
        within = self._in_src()
        module = f"{wanted}.py"
        others = [f"`{package.name}`" for package in self._project.root_packages]
        if within:
            message += f"; `src/{within}` lies in a `src` layout"
            help_text = f"move `src/{within}` to the root"
        elif self._project.has_file(module):
            message += f", only the module `{module}`"
            help_text = f"make it a package: move `{module}` to `{wanted}/__init__.py`"
        elif others:
            message += f"; no class in {', '.join(others)} implements `C8Connector`"
        return Finding(Place(wanted), message, help_text, subject=wanted, absent=True)

    def _in_src(self) -> str:
        """Return the package in `src`, the one that is named like a connector first."""
        tree = self._project.tree
        packages = [
            entry.name
            for entry in tree.entries("src")
            if entry.kind is EntryKind.FOLDER
            and entry.name.isidentifier()
            and _has_init(tree.entries(f"src/{entry.name}"))
        ]
        return next(iter(sorted(packages, key=lambda name: not MODULE_NAME.fullmatch(name))), "")


def _has_init(entries: tuple[Entry, ...]) -> bool:
    return any(entry.name == "__init__.py" and entry.kind is EntryKind.FILE for entry in entries)
