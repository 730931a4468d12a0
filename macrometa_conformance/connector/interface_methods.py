"""Which method the runtime meets under a name: one of the class or its bases, or one set on it or on the object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.values import Class, Items, Known
from macrometa_conformance.code.walk import Node
from macrometa_conformance.connector.constructing import constructing
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.method_lookup import Kind, Lookup, looked_up, of_value
from macrometa_conformance.connector.methods import InterfaceMethod, ShadowedMethod
from macrometa_conformance.finding import Place, Undecided

if TYPE_CHECKING:
    from macrometa_conformance.connector.connector_class import ConnectorClass

_SLOTS = "__slots__"


def interface_method(main: ConnectorClass, name: str) -> Optional[InterfaceMethod]:
    """Return a method of the interface, or None where nothing in the project defines it."""
    written = _set_on_class(main, name)
    shadow = _set_on_object(main, name)
    if shadow is None:
        return written
    if shadow.doubt is None:
        return shadow
    others = written.lookups if written is not None else ()
    absence = shadow.doubt if written is None else written.absence
    return ShadowedMethod(main, name, shadow.place, (*shadow.lookups, *others), shadow.doubt, absence)


def _set_on_class(main: ConnectorClass, name: str) -> Optional[InterfaceMethod]:
    """Return what stands under a name once the module ran: what the classes' bodies define, or what was set later."""
    written = _written(main, name)
    added = [addition for addition in main.additions.assigned if addition.name == name]
    if not added:
        return written
    last, resolver = added[-1], main.resolver
    lookups = tuple(
        one
        for value in resolver.evaluate(last.value, last.frame)
        for one in of_value(resolver, value, main.instance, raw=False, doubt_at=last.frame)
    )
    if last.surely:
        return InterfaceMethod(main, name, last.place, lookups, main.additions.undecided)
    doubt = Undecided(f"`{name}` is set on the class when it runs", last.place)
    others = written.lookups if written is not None else ()
    absence = doubt if written is None else written.absence
    return InterfaceMethod(main, name, last.place, (*lookups, *others), doubt, absence)


def _written(main: ConnectorClass, name: str) -> Optional[InterfaceMethod]:
    """Return what the bodies of the class and of its bases define; one that may not takes in what comes next."""
    place: Optional[Place] = None
    lookups: list[Lookup] = []
    doubt = main.additions.removed.get(name)
    for index, cls in enumerate(main.order):
        frame = main.resolver.class_frame(cls)
        bindings = frame.scope.reaching(name, None)
        slot = _slot(main, cls, name)
        if slot is not None:
            return InterfaceMethod(main, name, slot, (Lookup(Kind.NO_CALLABLE, "a slot"),), _doubt(main, name, index))
        if not bindings:
            continue
        if place is not None and cls in main.hidden:
            break
        lookups += (one for binding in bindings for one in looked_up(main.resolver, binding, frame, main.instance))
        place = place or place_of(frame.site(bindings[-1].at))
        if frame.scope.surely_binds(name):
            return InterfaceMethod(
                main, name, place, tuple(dict.fromkeys(lookups)), doubt or _doubt(main, name, index), doubt
            )
    if place is None:
        return None
    absence = doubt or Undecided(f"`{name}` is defined under a condition", place)
    return InterfaceMethod(main, name, place, tuple(dict.fromkeys(lookups)), absence=absence)


def _slot(main: ConnectorClass, cls: Class, name: str) -> Optional[Place]:
    """Return where a class makes a name one of its `__slots__`: Python puts a descriptor there, which is no method."""
    frame = main.resolver.class_frame(cls)
    for binding in frame.scope.reaching(_SLOTS, None):
        for value in main.resolver.binding(binding, frame, None):
            names = value.elements if isinstance(value, Items) else ((value,),)
            if (Known(name),) in names:
                return place_of(frame.site(binding.at))
    return None


def _doubt(main: ConnectorClass, name: str, index: int) -> Optional[Undecided]:
    """Return why a method may be another than the one that is written: decorators of the class, bases from outside."""
    if main.additions.undecided is not None:
        return main.additions.undecided
    if index and main.foreign_bases:
        return Undecided(f"a base class from outside the project may define `{name}`", main.place)
    return None


def _set_on_object(main: ConnectorClass, name: str) -> Optional[ShadowedMethod]:
    """Return what the constructor sets on the object under the name of a method, which then hides the method."""
    resolver = main.resolver
    found: Optional[ShadowedMethod] = None
    for function, frame in constructing(main):
        me = function.definition.params[0].name if function.definition.params else ""
        for visit in resolver.definitions(function.module).visits_of(function).of(facts.Assign, facts.Call):
            for value, at in _values_set_on(me, name, visit.node):
                lookups = tuple(
                    one
                    for v in resolver.evaluate(value, frame)
                    for one in of_value(resolver, v, main.instance, raw=False, doubt_at=frame, set_on_object=True)
                )
                place = place_of(frame.site(at))
                surely = all(block.kind in ("with", "try") for block in visit.blocks)
                doubt = None if surely else Undecided(f"`{name}` may be set on the object", place)
                found = ShadowedMethod(main, name, place, lookups, doubt)
    return found


def _values_set_on(me: str, name: str, node: Node) -> Iterator[tuple[facts.Expr, facts.Span]]:
    """Yield what a node sets the attribute of a variable to, and where."""
    if isinstance(node, facts.Assign) and node.value is not None:
        for target in node.targets:
            if isinstance(target, facts.Attribute) and target.name == name:
                if isinstance(target.base, facts.Name) and target.base.id == me:
                    yield node.value, target.at
    elif isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "setattr":
        given = [argument.value for argument in node.args if not argument.star and argument.keyword is None]
        if len(given) == 3 and isinstance(given[0], facts.Name) and given[0].id == me:
            if isinstance(given[1], facts.Const) and given[1].value == name:
                yield given[2], node.at


def filled_by_constructor(main: ConnectorClass) -> Optional[Undecided]:
    """Return where the constructor sets attributes of which the names are not told, or None."""
    resolver = main.resolver
    for function, frame in constructing(main):
        me = function.definition.params[0].name if function.definition.params else ""
        for visit in resolver.definitions(function.module).visits_of(function).of(facts.Attribute, facts.Call):
            node = visit.node
            if isinstance(node, (facts.Attribute, facts.Call)) and _fills(me, node):
                return Undecided("the constructor may set methods on the object", place_of(frame.site(node.at)))
    return None


def _fills(me: str, node: Union[facts.Attribute, facts.Call]) -> bool:
    if isinstance(node, facts.Attribute):
        return node.name == "__dict__" and isinstance(node.base, facts.Name) and node.base.id == me
    if not isinstance(node.func, facts.Name) or not node.args:
        return False
    first = node.args[0].value
    if node.func.id not in ("setattr", "vars") or not isinstance(first, facts.Name) or first.id != me:
        return False
    return node.func.id == "vars" or not (len(node.args) > 1 and isinstance(node.args[1].value, facts.Const))
