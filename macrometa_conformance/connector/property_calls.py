"""Calls of `ConfigProperty` as Python would bind them: which parameter gets what, and why a call raises TypeError."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import function_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import CallSite, Frame
from macrometa_conformance.code.values import (
    Alternatives,
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Made,
    Site,
    Super,
    Table,
    Value,
)
from macrometa_conformance.connector.contract import (
    C8CONNECTOR,
    CONFIG_PROPERTY_DEFAULTS,
    CONFIG_PROPERTY_PARAMETERS,
)
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

CONFIG_PROPERTY = "ConfigProperty"


@plain
class Given(Plain):
    """What a call passes for one parameter: what it can be, and where the argument stands if it is written there."""

    values: Alternatives
    place: Optional[Place] = None

    @property
    def only_text(self) -> Optional[str]:
        """Return the one text that it is, else None."""
        only = self.values[0] if len(self.values) == 1 else None
        return only.value if isinstance(only, Known) and isinstance(only.value, str) else None

    @property
    def literal_place(self) -> Optional[Place]:
        """Return where the literal stands that it is, or None where it is none or computed."""
        only = self.values[0] if len(self.values) == 1 else None
        return place_of(only.site) if isinstance(only, Known) and only.site is not None else None


@plain
class PropertyCall(Plain):
    """A call that makes a `ConfigProperty`, once for each round and each call of the helper that it stands in.

    `expr` is the call as written, `place` that of what it calls, `site` tells the rounds and helper calls apart; `row`
    is what a starred argument spreads. `faults` are the reasons for which it raises TypeError, in words; `exact` says
    that all that it passes is known.
    """

    expr: Expr
    site: Site
    place: Place
    given: tuple[tuple[str, Given], ...]
    faults: tuple[str, ...]
    exact: bool
    row: Optional[Place]

    def argument(self, parameter: str) -> Optional[Given]:
        """Return what is passed for a parameter, None where nothing (that is known) is."""
        return next((given for name, given in self.given if name == parameter), None)

    @property
    def name(self) -> Optional[str]:
        """Return the name of the property where it is one known text."""
        given = self.argument("name")
        return given.only_text if given is not None else None


def property_call(resolver: Resolver, value: Value) -> Optional[PropertyCall]:
    """Return the call that made a value, or None where the value is no `ConfigProperty` that can be seen."""
    if isinstance(value, Made) and value.call is not None and _is_property(value.callee):
        call = value.call
        for callee in resolver.evaluate(call.expr.func, call.frame) if isinstance(call.expr, facts.Call) else ():
            partials = maker(resolver, callee)
            if partials is not None and isinstance(call.expr, facts.Call):
                return bound_call(resolver, call.expr, call.frame, partials)
        return _of_arguments(call)
    if isinstance(value, Instance) and value.call is not None:
        if maker(resolver, ClassValue(value.cls)) is None:
            return _of_subclass(resolver, value)
        expr, frame = value.call.expr, value.call.frame
        return bound_call(resolver, expr, frame, ()) if isinstance(expr, facts.Call) else _of_arguments(value.call)
    return None


def maker(resolver: Resolver, value: Value) -> Optional[tuple[CallSite, ...]]:
    """Return the calls of `partial` through which a value makes a `ConfigProperty`, None where it does not make one."""
    if _is_property(value):
        return ()
    if isinstance(value, ClassValue):
        return () if _inherits(resolver, value) and not _constructor(resolver, value) else None
    if isinstance(value, Made) and value.callee == External("functools.partial") and value.call is not None:
        first = value.call.arguments.positional[0] if value.call.arguments.positional else ()
        inner = maker(resolver, first[0]) if len(first) == 1 else None
        return None if inner is None else (*inner, value.call)
    return None


def bound_call(
    resolver: Resolver, expr: facts.Call, frame: Frame, partials: tuple[CallSite, ...], skip: int = 0
) -> PropertyCall:
    """Return a call as Python binds it, with what `partial` passes first; `skip` positional arguments are left out."""
    passed = _Passed()
    for partial in partials:
        if isinstance(partial.expr, facts.Call):
            passed.add(resolver, partial.expr, partial.frame, 1)
        passed.overridable = dict(passed.keywords)
    passed.add(resolver, expr, frame, skip)
    return passed.bound(expr, frame.object_site(expr.at), place_of(frame.site(expr.func.at)))


def _of_arguments(call: CallSite) -> PropertyCall:
    """Return a call that is not written as one: `map(ConfigProperty, …)`."""
    passed = _Passed()
    passed.positional = [Given(values) for values in call.arguments.positional]
    passed.keywords = {name: Given(values) for name, values in call.arguments.keywords.items()}
    passed.exact = passed.in_place = call.arguments.exact
    site = call.frame.object_site(call.expr.at)
    return passed.bound(call.expr, site, place_of(site))


def _of_subclass(resolver: Resolver, value: Instance) -> Optional[PropertyCall]:
    """Return the call by which the constructor of a subclass hands its arguments on to `ConfigProperty`."""
    constructor = _constructor(resolver, value)
    if constructor is None or not _inherits(resolver, value):
        return None
    frame = resolver.constructor_frame(value, FunctionValue(constructor.function, value), function_frame)
    for visit in resolver.definitions(constructor.function.module).visits_of(constructor.function):
        node = visit.node
        if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute) and node.func.name == "__init__":
            for base in resolver.evaluate(node.func.base, frame):
                if isinstance(base, Super) or _is_property(base):
                    return bound_call(resolver, node, frame, (), 0 if isinstance(base, Super) else 1)
    return None


def _is_property(value: Value) -> bool:
    if not isinstance(value, External):
        return False
    top, _, rest = value.path.partition(".")
    return top == C8CONNECTOR and rest.rpartition(".")[2] == CONFIG_PROPERTY


def _inherits(resolver: Resolver, value: ClassValue | Instance) -> bool:
    outside = resolver.classes.outside(value.cls)
    return bool(outside) and all(_is_property(base) or base == External("builtins.object") for base in outside)


def _constructor(resolver: Resolver, value: ClassValue | Instance) -> Optional[FunctionValue]:
    found = resolver.classes.function(value.cls, "__init__") or resolver.classes.function(value.cls, "__new__")
    return found if isinstance(found, FunctionValue) else None


@dataclass
class _Passed:
    """The arguments of a call while they are gathered."""

    positional: list[Given] = field(default_factory=list)
    keywords: dict[str, Given] = field(default_factory=dict)
    overridable: dict[str, Given] = field(default_factory=dict)  # what a partial passes may be passed again
    repeated: list[str] = field(default_factory=list)
    exact: bool = True
    in_place: bool = True  # the positions of the positional arguments are known
    row: Optional[Place] = None

    def add(self, resolver: Resolver, expr: facts.Call, frame: Frame, skip: int) -> None:
        for index, argument in enumerate(expr.args):
            if index < skip and argument.keyword is None:
                continue
            values = resolver.evaluate(argument.value, frame)
            place = place_of(frame.site(argument.value.at))
            if argument.star == "*":
                self._spread(resolver, values, argument.value, frame)
            elif argument.star == "**":
                self._spread_names(values)
            elif argument.keyword is not None:
                self._name(argument.keyword, Given(values, place))
            elif self.in_place:
                self.positional.append(Given(values, place))

    def _name(self, name: str, given: Given) -> None:
        if name in self.keywords and name not in self.overridable:
            self.repeated.append(name)
        self.overridable.pop(name, None)
        self.keywords[name] = given

    def _spread(self, resolver: Resolver, values: Alternatives, expr: Expr, frame: Frame) -> None:
        spread = resolver.elements(values[0], expr, frame) if len(values) == 1 else None
        if spread is None or not spread[1]:
            self.exact = self.in_place = False
            return
        if self.in_place:
            self.positional.extend(Given(part) for part in spread[0])
        self._note_row(values[0])

    def _spread_names(self, values: Alternatives) -> None:
        only = values[0] if len(values) == 1 else None
        if not isinstance(only, Table):
            self.exact = False
            return
        entries: dict[str, Given] = {}
        for keys, entry in only.entries:
            key = keys[0] if len(keys) == 1 else None
            if isinstance(key, Known) and isinstance(key.value, str):
                entries[key.value] = Given(entry)
            else:
                self.exact = False
        self.exact = self.exact and only.exact
        for name, given in entries.items():
            self._name(name, given)
        self._note_row(only)

    def _note_row(self, value: Value) -> None:
        if isinstance(value, (Items, Table)) and value.site is not None:
            self.row = place_of(value.site)

    def bound(self, expr: Expr, site: Site, place: Place) -> PropertyCall:
        names = CONFIG_PROPERTY_PARAMETERS
        given = dict(zip(names, self.positional))
        faults = []
        if len(self.positional) > len(names):
            faults.append(f"it passes {len(self.positional)} arguments by position, and there are {len(names)}")
        twice = [name for name in self.keywords if name in given] + self.repeated
        given.update((name, one) for name, one in self.keywords.items() if name in names and name not in given)
        unknown = [name for name in self.keywords if name not in names]
        missing = [name for name in names if name not in given and name not in CONFIG_PROPERTY_DEFAULTS]
        faults += [f"it passes {_listed(twice)} twice"] if twice else []
        faults += [f"it does not pass {_listed(missing)}"] if missing and self.exact else []
        faults += [f"there is no parameter {_listed(unknown)}"] if unknown else []
        return PropertyCall(expr, site, place, tuple(given.items()), tuple(faults), self.exact, self.row)


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))
