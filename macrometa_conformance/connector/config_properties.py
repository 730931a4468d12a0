"""The configuration properties of a connector: the calls of `ConfigProperty`, and what `config()` returns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import Owner, owner_frame
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.flow import rounds
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.values import Alternatives, Items, Site, Unknown
from macrometa_conformance.code.walk import Node, Visit, walk
from macrometa_conformance.connector.contract import CONFIG_PROPERTY_PARAMETERS
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.interface_methods import interface_method
from macrometa_conformance.connector.mentions import is_guarded, names_of
from macrometa_conformance.connector.method_results import returned_values
from macrometa_conformance.connector.property_calls import (
    CONFIG_PROPERTY,
    Given,
    PropertyCall,
    bound_call,
    maker,
    property_call,
)
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


@plain
class Element(Plain):
    """An element of the list that `config()` returns: the calls of which one makes it.

    `known` says that these are all that it can be; `place` is where it stands in a display.
    """

    calls: tuple[PropertyCall, ...]
    known: bool
    place: Optional[Place]

    @property
    def only(self) -> Optional[PropertyCall]:
        """Return the one call that surely makes it, else None."""
        return self.calls[0] if self.known and len(self.calls) == 1 else None


@plain
class ReturnedList(Plain):
    """A list that `config()` can return. `sure` are the elements that it has whenever it is returned."""

    elements: tuple[Element, ...]
    sure: tuple[Element, ...]


class ConfigProperties:
    """The configuration properties of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver

    @cached_property
    def returned(self) -> tuple[ReturnedList, ...]:
        """Return each list that `config()` can return."""
        return tuple(
            self._list(value) for values in self._returned_values for value in values if isinstance(value, Items)
        )

    @cached_property
    def undecided(self) -> Optional[Undecided]:
        """Return why it is not fully known what `config()` returns, or None."""
        main = self._project.classes.main
        method = interface_method(main, "config") if main is not None else None
        if method is not None and method.only is None:
            return method.unclear
        for values in self._returned_values:
            for value in values:
                if isinstance(value, Unknown):
                    return Undecided(value.reason, place_of(value.site))
                parts = value.elements if isinstance(value, Items) and value.exact else None
                if parts is None or any(None in self._calls_of(part) for part in parts):
                    reason = "what `config()` returns is not fully known"
                    return Undecided(reason, method.place if method is not None else None)
        return None

    @cached_property
    def properties(self) -> tuple[PropertyCall, ...]:
        """Return the properties that `config()` can return, each once, in order."""
        found = (call for one in self.returned for element in one.elements for call in element.calls)
        return tuple({call.site: call for call in found}.values())

    @cached_property
    def calls(self) -> tuple[PropertyCall, ...]:
        """Return every call of `ConfigProperty` in the package, with those that make what `config()` returns first."""
        seen = {id(call.expr) for call in self.properties}
        found = list(self.properties)
        for module, owner, node, visit in self._candidates:
            if id(node) in seen:
                continue
            seen.add(id(node))
            frame = owner_frame(self._resolver, module, owner)
            for inner, _ in rounds(self._resolver, visit.blocks, frame):
                for callee in self._resolver.evaluate(node.func, inner) if inner is not None else ():
                    partials = maker(self._resolver, callee)
                    if inner is not None and partials is not None:
                        found.append(self._as_altered(bound_call(self._resolver, node, inner, partials)))
        return tuple({call.site: call for call in found}.values())

    @cached_property
    def guarded(self) -> frozenset[int]:
        """Return the identities of the calls that stand where a TypeError is expected and handled."""
        return frozenset(id(node) for _, _, node, visit in self._candidates if is_guarded(visit, "TypeError"))

    def made_by(self, expr: Expr) -> int:
        """Return how many properties a call makes, as far as that is known."""
        return self._counts.get(id(expr), 0)

    def name_place(self, call: PropertyCall) -> Place:
        """Return where a property gets its name.

        That is the argument; where the call makes several properties, the literal that names this one.
        """
        given = call.argument("name")
        if given is None:
            return call.place
        if given.place is not None and self.made_by(call.expr) < 2:
            return given.place
        return given.literal_place or given.place or call.row or call.place

    def sibling(self, place: Place, member: str) -> Optional[Place]:
        """Return where `….MEMBER` stands beside a literal: in the same call, row or dict."""
        module = next((one for one in self._project.modules if one.path == place.path), None)
        for holder in _walk_module(module) if module is not None else ():
            parts = _parts(holder)
            if any(region_of(part.at) == place.region for part in parts):
                found = [part for part in parts if isinstance(part, facts.Attribute) and part.name == member]
                if len(found) == 1:
                    return Place(place.path, region_of(found[0].at))
        return None

    @cached_property
    def _counts(self) -> dict[int, int]:
        counts: dict[int, int] = {}
        for call in self.calls:
            counts[id(call.expr)] = counts.get(id(call.expr), 0) + 1
        return counts

    # What config() returns

    @cached_property
    def _returned_values(self) -> tuple[Alternatives, ...]:
        main = self._project.classes.main
        method = interface_method(main, "config") if main is not None else None
        return tuple(returned.values for returned in returned_values(method)) if method is not None else ()

    def _calls_of(self, values: Alternatives) -> tuple[Optional[PropertyCall], ...]:
        calls = (property_call(self._resolver, value) for value in values)
        return tuple(self._as_altered(call) if call is not None else None for call in calls)

    def _as_altered(self, call: PropertyCall) -> PropertyCall:
        """Return a call without what is set on the property later: then nothing is known of that."""
        altered = self._altered.get(call.site, {})
        given = tuple((name, Given((altered[name],)) if name in altered else one) for name, one in call.given)
        return replace(call, given=given)

    @cached_property
    def _altered(self) -> dict[Site, dict[str, Unknown]]:
        """Return by the call that made a property the attributes that are set on it later."""
        found: dict[Site, dict[str, Unknown]] = {}
        for module, owner, visit in self._project.nodes(facts.Assign):
            for target in visit.node.targets if isinstance(visit.node, facts.Assign) else ():
                if isinstance(target, facts.Attribute) and target.name in CONFIG_PROPERTY_PARAMETERS:
                    frame = owner_frame(self._resolver, module, owner)
                    for value in self._resolver.evaluate(target.base, frame):
                        call = property_call(self._resolver, value)
                        if call is not None:
                            unknown = Unknown(f"`{target.name}` is set anew here", frame.site(target.at))
                            found.setdefault(call.site, {})[target.name] = unknown
        return found

    def _list(self, value: Items) -> ReturnedList:
        items = self._items_of(value)
        elements = []
        for index, part in enumerate(value.elements):
            calls = self._calls_of(part)
            place = Place(value.site.path, region_of(items[index])) if value.site and index < len(items) else None
            elements.append(Element(tuple(call for call in calls if call is not None), None not in calls, place))
        sure = elements if value.exact else elements[: 0 if self._takes_out else len(items)]
        return ReturnedList(tuple(elements), tuple(sure))

    def literals(self, text: str) -> Iterator[Place]:
        """Yield where a text is written in `config()` itself, in order."""
        for module, visits in self._own_visits:
            for visit in visits:
                if isinstance(visit.node, facts.Const) and visit.node.value == text:
                    yield Place(module.path, region_of(visit.node.at))

    @cached_property
    def _own_visits(self) -> tuple[tuple[Module, tuple[Visit, ...]], ...]:
        main = self._project.classes.main
        method = interface_method(main, "config") if main is not None else None
        written = method.only.written if method is not None and method.only is not None else None
        if written is None:
            return ()
        module = written.function.module
        return ((module, self._resolver.definitions(module).visits_of(written.function)),)

    @cached_property
    def _takes_out(self) -> bool:
        """Return whether `config()` itself may take elements out of a list again."""
        return any(
            isinstance(visit.node, facts.Delete)
            or (isinstance(visit.node, facts.Attribute) and visit.node.name in ("remove", "pop", "clear"))
            for _, visits in self._own_visits
            for visit in visits
        )

    def _items_of(self, value: Items) -> tuple[Span, ...]:
        """Return the spans of the items of the display that a list was made by, up to the first starred one."""
        module = next((one for one in self._project.modules if value.site and one.path == value.site.path), None)
        for node in _walk_module(module) if module is not None else ():
            if isinstance(node, facts.Sequence) and value.site is not None and node.at == value.site.at:
                stars = (index for index, item in enumerate(node.items) if isinstance(item, facts.Starred))
                return tuple(item.at for item in node.items[: next(stars, len(node.items))])
        return ()

    # Calls anywhere

    @cached_property
    def _candidates(self) -> tuple[tuple[Module, Owner, facts.Call, Visit], ...]:
        """Return the calls of what may be `ConfigProperty`, by its name or one that it is given in the package."""
        names = names_of(self._project, CONFIG_PROPERTY)
        return tuple(
            (module, owner, visit.node, visit)
            for module, owner, visit in self._project.nodes(facts.Call)
            if isinstance(visit.node, facts.Call) and last_name(visit.node.func) in names
        )


def _walk_module(module: Module) -> Iterator[Node]:
    """Yield every node of a module."""
    for statement in module.facts.body:
        yield from walk(statement)


def _parts(node: Node) -> tuple[Expr, ...]:
    """Return the expressions that stand side by side in a call, a display or a dict."""
    if isinstance(node, facts.Call):
        return tuple(argument.value for argument in node.args)
    if isinstance(node, facts.Sequence):
        return node.items
    return tuple(value for _, value in node.items) if isinstance(node, facts.Mapping) else ()
