"""What a source fills its samples and schemas with: the classes of `c8connector`, or others of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.flow import rounds
from macrometa_conformance.code.frames import Arguments
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.values import (
    Alternatives,
    External,
    Instance,
    Items,
    Known,
    Made,
    Table,
    Unknown,
    Value,
)
from macrometa_conformance.connector.contract import C8CONNECTOR
from macrometa_conformance.connector.evidence import evidence, place_of
from macrometa_conformance.connector.interface_methods import interface_method
from macrometa_conformance.connector.mentions import names_of
from macrometa_conformance.connector.method_results import returned_values
from macrometa_conformance.connector.returned_literals import shown
from macrometa_conformance.finding import Place, Related, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

SAMPLE, SCHEMA, ATTRIBUTE = "Sample", "Schema", "SchemaAttribute"
_METHODS = {"samples": SAMPLE, "schemas": SCHEMA}
_INSIDE = {
    SAMPLE: ("schema", 0, SCHEMA),
    SCHEMA: ("attributes", 1, ATTRIBUTE),
}  # parameter, position, what belongs there
_KIN = "macrometa"  # libraries that may build on `c8connector` have it in their name
_DEEPEST = 4


@plain
class Foreign(Plain):
    """Something that is put where an object of `c8connector` belongs: what it is, and what belongs there."""

    shown: str
    wanted: str
    place: Place
    related: tuple[Related, ...]


class Fillings:
    """What `samples` and `schemas` of one project put into their lists."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver

    def foreign(self) -> Iterator[Union[Foreign, Undecided]]:
        """Yield what is put in and is not of `c8connector`, each once, and why that cannot be told of some."""
        found: dict[Place, Foreign] = {}
        doubts: list[Undecided] = []
        for one in (*self._returned(), *self._built()):
            if isinstance(one, Undecided):
                doubts.append(one)
            else:
                found.setdefault(one.place, one)
        yield from found.values()
        yield from doubts[:1]

    def _returned(self) -> Iterator[Union[Foreign, Undecided]]:
        """Judge the elements of the lists that the methods return."""
        main = self._project.classes.main
        for name, wanted in _METHODS.items():
            method = interface_method(main, name) if main is not None else None
            if method is not None and method.only is None and method.fault is None:
                yield method.unclear
            for returned in returned_values(method) if method is not None else ():
                yield from self._of_list(returned.values, wanted, 0)

    def _built(self) -> Iterator[Union[Foreign, Undecided]]:
        """Judge what every call of `Sample` and `Schema` that the methods reach puts inside."""
        names = names_of(self._project, SAMPLE) | names_of(self._project, SCHEMA)
        for body in self._project.runs.methods(*_METHODS).bodies:
            frame = owner_frame(self._resolver, body.module, body.owner)
            for visit in self._project.call_graph.live_visits(body).of(facts.Call):
                node = visit.node
                if not isinstance(node, facts.Call) or last_name(node.func) not in names:
                    continue
                for inner, _ in rounds(self._resolver, visit.blocks, frame):
                    for value in self._resolver.evaluate(node, inner) if inner is not None else ():
                        yield from self._inside(value, 0)

    def _of_list(self, values: Alternatives, wanted: str, depth: int) -> Iterator[Union[Foreign, Undecided]]:
        for value in values:
            if isinstance(value, Unknown):
                yield Undecided(value.reason, place_of(value.site))
            literal = False
            for element in value.elements if isinstance(value, Items) else ():
                for part in element:
                    is_literal = isinstance(part, (Known, Items, Table))
                    if not (is_literal and literal):  # one finding for a list of literals
                        yield from self._judged(part, wanted, depth)
                    literal = literal or is_literal

    def _judged(self, value: Value, wanted: str, depth: int) -> Iterator[Union[Foreign, Undecided]]:
        known = self._is_foreign(value, wanted)
        if known is None:
            reason = value.reason if isinstance(value, Unknown) else f"whether this is a `{wanted}` is not known"
            site = value.site if isinstance(value, (Unknown, Made, Instance)) else None
            yield Undecided(reason, place_of(site) if site is not None else None)
        elif known:
            place = _place(value)
            if place is not None:
                yield Foreign(_named(value), wanted, place, evidence((value,), place))
        elif depth < _DEEPEST:
            yield from self._inside(value, depth + 1)

    def _inside(self, value: Value, depth: int) -> Iterator[Union[Foreign, Undecided]]:
        """Judge what an object of `c8connector` holds."""
        slot = _INSIDE.get(_own_class(value))
        if slot is None or not isinstance(value, Made) or value.call is None:
            return
        parameter, index, wanted = slot
        given = _argument(value.call.arguments, parameter, index)
        if wanted == ATTRIBUTE:
            yield from self._of_list(given, wanted, depth)
        else:
            for one in given:
                if one != Known(None):
                    yield from self._judged(one, wanted, depth)

    def _is_foreign(self, value: Value, wanted: str) -> Optional[bool]:
        """Return whether a value surely is no object of a class of `c8connector`, None where that is not known."""
        if isinstance(value, (Known, Items, Table)):
            return value != Known(None)
        if isinstance(value, Instance):
            bases = self._resolver.classes.outside(value.cls)
            if any(_is_own(base) for base in bases):
                return any(_is_another(base, wanted) for base in bases)
            return None if self._resolver.classes.may_define_more(value.cls) and not self._is_record(value) else True
        if not isinstance(value, Made):
            return None
        if _is_own(value.callee):
            return _is_another(value.callee, wanted)
        callee = value.callee
        if isinstance(callee, Made):
            return True if callee.callee == External("collections.namedtuple") else None
        return True if isinstance(callee, External) and _makes_objects(callee.path) else None

    def _is_record(self, value: Instance) -> bool:
        """Return whether a class is a dataclass and the like, with no base from outside."""
        return self._resolver.classes.is_record(value.cls) and not self._resolver.classes.outside(value.cls)


def _own_class(value: Value) -> str:
    """Return the name of the class of `c8connector` that a value is an object of, else ""."""
    if isinstance(value, Made) and isinstance(value.callee, External) and _is_own(value.callee):
        return value.callee.path.rpartition(".")[2]
    return ""


def _is_own(value: Value) -> bool:
    return isinstance(value, External) and value.path.partition(".")[0] == C8CONNECTOR


def _is_another(value: Value, wanted: str) -> bool:
    """Return whether a class of `c8connector` is another one of those that belong into samples and schemas."""
    name = value.path.rpartition(".")[2] if isinstance(value, External) and _is_own(value) else ""
    return name != wanted and name in (SAMPLE, SCHEMA, ATTRIBUTE)


def _makes_objects(path: str) -> bool:
    """Return whether a path from outside names a class, or a constructor of one as `Schema.from_dict` is."""
    top, _, rest = path.partition(".")
    parts = rest.split(".")
    if top == "builtins":
        return rest in ("dict", "list", "tuple", "set", "object")
    if top.startswith(_KIN):
        return False
    last = parts[-1]
    return last[:1].isupper() or (last.startswith("from_") and len(parts) > 1 and parts[-2][:1].isupper())


def _argument(arguments: Arguments, parameter: str, index: int) -> Alternatives:
    if parameter in arguments.keywords:
        return arguments.keywords[parameter]
    return arguments.positional[index] if index < len(arguments.positional) else ()


def _place(value: Value) -> Optional[Place]:
    if isinstance(value, (Made, Instance)) and value.call is not None and isinstance(value.call.expr, facts.Call):
        return place_of(value.call.frame.site(value.call.expr.func.at))
    site = getattr(value, "site", None)
    return place_of(site) if site is not None else None


def _named(value: Value) -> str:
    if isinstance(value, Instance):
        return f"`{value.cls.name}` of the project"
    if isinstance(value, Made):
        path = value.callee.path if isinstance(value.callee, External) else "namedtuple"
        return f"`{path}`"
    return shown(value)
