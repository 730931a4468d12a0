"""The methods of the interface that a connector leaves to the empty ones of `C8Connector`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from macrometa_conformance.connector.contract import METHODS
from macrometa_conformance.connector.methods import set_on_object
from macrometa_conformance.finding import Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.connector.connector_class import ConnectorClass


@plain
class MissingMethods(Plain):
    """Methods that are not defined; `mixins` define each of them, but stand behind `C8Connector`, if there are any."""

    names: tuple[str, ...]
    mixins: tuple[str, ...]


def missing_methods(main: ConnectorClass) -> Union[MissingMethods, Undecided, None]:
    """Return the methods that neither the class, nor a base before `C8Connector`, nor the constructor defines."""
    absent = [name for name in METHODS if name not in main.additions.names]
    hidden = {name: cls.name for name in absent for cls in (main.hides(name),) if cls and main.is_direct}
    lacking = [name for name in absent if name in hidden or main.defined(name) is None]
    set_later = {name: method for name in lacking for method in (set_on_object(main, name),) if method is not None}
    missing = tuple(name for name in lacking if name not in set_later)
    if not missing:
        return next((method.doubt for method in set_later.values() if method.doubt), None)
    if main.additions.undecided is not None:
        return main.additions.undecided
    if main.foreign_bases:
        return Undecided(f"a base class from outside the project may define {listed(missing)}", main.place)
    all_hidden = all(name in hidden for name in missing)
    return MissingMethods(missing, tuple(sorted({hidden[name] for name in missing})) if all_hidden else ())


def listed(names: tuple[str, ...]) -> str:
    """Return names as a message lists them."""
    return ", ".join(f"`{name}`" for name in names)
