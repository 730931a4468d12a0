"""Members of `ConfigAttributeType`: which one a value is, and where the code names one that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.values import External, Known, Made, Value
from macrometa_conformance.connector.contract import C8CONNECTOR, CONFIG_ATTRIBUTE_TYPES
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.mentions import is_guarded, names_of
from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

ATTRIBUTE_TYPE = "ConfigAttributeType"
_OF_THE_CLASS = frozenset(("mro", "name", "value"))  # attributes that are no members; those with `__` aside


@plain
class UnknownMember(Plain):
    """A member of `ConfigAttributeType` that does not exist, by its name or by its value, and where that is written."""

    name: str
    place: Place
    is_value: bool = False


def member_of(value: Value) -> Optional[str]:
    """Return the name of the member that a value is (or whose `.value` it is), None where it is no member."""
    if isinstance(value, Made):
        looked_up = _looked_up(value)
        return next((name for name, plain in CONFIG_ATTRIBUTE_TYPES.items() if plain == looked_up), None)
    if not isinstance(value, External):
        return None
    path = value.path[: -len(".value")] if value.path.endswith(".value") else value.path
    base, _, name = path.rpartition(".")
    return name if _is_type(External(base)) and _is_member_name(name) else None


def unknown_members(project: Project) -> tuple[UnknownMember, ...]:
    """Return where the package names a member that does not exist, in the order of the text."""
    found: dict[Place, UnknownMember] = {}
    names = names_of(project, ATTRIBUTE_TYPE)
    for module, owner, visit in project.nodes(facts.Attribute, facts.Subscript, facts.Call):
        node = visit.node
        if isinstance(node, (facts.Attribute, facts.Subscript, facts.Call)) and _base_name(node) in names:
            if is_guarded(visit, "AttributeError") or is_guarded(visit, "ValueError"):
                continue
            frame = owner_frame(project.resolver, module, owner)
            values = project.resolver.evaluate(node, frame)
            only = values[0] if len(values) == 1 else None
            looked_up = _looked_up(only) if isinstance(only, Made) else None
            name = looked_up if only is None or looked_up is not None else member_of(only)
            known = CONFIG_ATTRIBUTE_TYPES if looked_up is None else CONFIG_ATTRIBUTE_TYPES.values()
            if name is not None and name not in known:
                place = place_of(frame.site(node.at))
                found.setdefault(place, UnknownMember(name, place, looked_up is not None))
    return tuple(found.values())


def _looked_up(value: Made) -> Optional[str]:
    """Return the text that `ConfigAttributeType("…")` looks a member up by, where it is known."""
    if not _is_type(value.callee) or value.call is None:
        return None
    given = value.call.arguments.positional[0] if value.call.arguments.positional else ()
    only = given[0] if len(given) == 1 else None
    return only.value if isinstance(only, Known) and isinstance(only.value, str) else None


def _base_name(node: facts.Attribute | facts.Subscript | facts.Call) -> str:
    """Return the name of the class in `Type.NAME`, `Type["NAME"]`, `Type("value")` and `getattr(Type, "NAME")`."""
    if isinstance(node, facts.Call):
        is_look_up = last_name(node.func) == "getattr" and len(node.args) == 2
        return last_name(node.args[0].value if is_look_up else node.func)
    return last_name(node.base)


def _is_type(value: Value) -> bool:
    if not isinstance(value, External):
        return False
    top, _, rest = value.path.partition(".")
    return top == C8CONNECTOR and rest.rpartition(".")[2] == ATTRIBUTE_TYPE


def _is_member_name(name: str) -> bool:
    return name not in _OF_THE_CLASS and not name.startswith("__")
