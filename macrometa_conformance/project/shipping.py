"""The importable top-level names that the distribution installs besides the connector package."""

from collections.abc import Iterator
from typing import Optional

from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.declarations.model import Declarations, Declared, Shipped
from macrometa_conformance.project.package import RootPackage, module_name


@plain
class Stray(Plain):
    """A top-level name that is not the connector package's: where it is first declared, and where again.

    `inside` is the name as a module of the connector package, where its source lies in there; else empty.
    """

    name: str
    found: bool
    inside: str
    place: Place
    others: tuple[Place, ...]
    package: str

    @property
    def message(self) -> str:
        """Return what is there."""
        how = "is kept by the search for packages, and installed" if self.found else "is installed"
        return f"`{self.name}` {how} as a top-level module besides `{self.package}`"

    @property
    def help(self) -> str:
        """Return what to write in its place."""
        if self.inside:
            return f"drop the entry and import it as `{self.inside}`, which the connector package brings"
        if self.found:
            return f'keep it out of the search: `include = ["{self.package}", "{self.package}.*"]`'
        return f"drop the entry, or move the module to `{self.package}.{self.name}`"


def stray_names(
    declarations: Declarations, package: Optional[RootPackage], name: Optional[Declared[str]]
) -> tuple[Stray, ...]:
    """Return the stray names in the order of their first declaration, each once.

    Where there is no connector package, the name that the runtime would import is none, and if that is not shipped
    either, nothing is stray: what the project means by its package is not known then. A package that is not named after
    the distribution is C8203's alone: the entry that still has the distribution's name is not stray.
    """
    own = module_name(name.value) if name else ""
    expected = package.name if package else own
    if not package and expected not in {_top(shipped) for shipped in declarations.shipped}:
        return ()
    places: dict[str, list[Shipped]] = {}
    for shipped in declarations.shipped:
        top = _top(shipped)
        if top not in {expected, own} and top.isidentifier():
            places.setdefault(top, []).append(shipped)
    return tuple(_strays(places, expected))


def _strays(places: dict[str, list[Shipped]], package: str) -> Iterator[Stray]:
    for top, entries in places.items():
        folder = next((entry.folder for entry in entries if entry.folder), "") or ""
        inside = f"{folder.strip('/').replace('/', '.')}.{top}"
        others = tuple(dict.fromkeys(entry.place for entry in entries[1:] if entry.place != entries[0].place))
        yield Stray(
            name=top,
            found=entries[0].found,
            inside=inside if inside.split(".", 1)[0] == package else "",
            place=entries[0].place,
            others=others,
            package=package,
        )


def _top(shipped: Shipped) -> str:
    return shipped.name.split(".", 1)[0]
