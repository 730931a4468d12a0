"""The methods of the interface that a connector leaves to the empty ones of `C8Connector`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code.values import Class
from macrometa_conformance.connector.contract import METHODS
from macrometa_conformance.connector.interface_methods import filled_by_constructor, interface_method
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
    methods = {name: interface_method(main, name) for name in METHODS}
    hidden = {name: cls.name for name in METHODS for cls in (_hides(main, name),) if cls is not None}
    missing = tuple(name for name, method in methods.items() if method is None or name in hidden)
    if not missing:
        return next((method.absence for method in methods.values() if method is not None and method.absence), None)
    if main.additions.undecided is not None:
        return main.additions.undecided
    if main.foreign_bases:
        return Undecided(f"a base class from outside the project may define {listed(missing)}", main.place)
    filled = filled_by_constructor(main)
    if filled is not None:
        return filled
    all_hidden = all(name in hidden for name in missing)
    return MissingMethods(missing, tuple(sorted({hidden[name] for name in missing})) if all_hidden else ())


def _hides(main: ConnectorClass, name: str) -> Optional[Class]:
    """Return the mixin whose method the empty one of `C8Connector` hides, or None."""
    return main.hides(name) if main.is_direct and name not in main.additions.names else None


def listed(names: tuple[str, ...]) -> str:
    """Return names as a message lists them."""
    return ", ".join(f"`{name}`" for name in names)
