"""Whether the connector class can be built with no arguments, as the runtime builds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import returned
from macrometa_conformance.code.suites import may_be_passed_by
from macrometa_conformance.code.values import (
    ClassValue,
    EnumMember,
    External,
    Function,
    FunctionValue,
    Instance,
    Items,
    Known,
    ModuleValue,
    Super,
    Table,
    Value,
)
from macrometa_conformance.connector.constructing import constructing
from macrometa_conformance.connector.constructor_fields import (
    calls_post_init,
    constructor_fields,
    generates_constructor,
)
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.metaclasses import minds_abstract_methods
from macrometa_conformance.connector.methods import call_mismatch, served_frame
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.connector.connector_class import ConnectorClass

_PLAIN = frozenset(("builtins.object", "abc.ABC", "typing.Generic"))  # bases whose constructor is that of `object`
_SOMETHING = (ClassValue, EnumMember, FunctionValue, Instance, Items, ModuleValue, Table)
_ABSTRACT = frozenset(
    ("abc.abstractmethod", "abc.abstractproperty", "abc.abstractclassmethod", "abc.abstractstaticmethod")
)


@plain
class ConstructionFault(Plain):
    """Why building the class raises TypeError, what to write in its place, where, and what it is about."""

    message: str
    help: str
    place: Place
    subject: str


def construction_fault(main: ConnectorClass) -> Union[ConstructionFault, Undecided, None]:
    """Return why the class cannot be built with no arguments, why that cannot be told, or None where it can."""
    fault = next(_faults(main), None)
    if isinstance(fault, ConstructionFault):
        if main.additions.undecided is not None:
            return main.additions.undecided
        if fault.subject != main.name and not _is_own(main, fault) and main.foreign_bases:
            return Undecided("a base class from outside the project may define the constructor", main.place)
    return fault


def _is_own(main: ConnectorClass, fault: ConstructionFault) -> bool:
    """Return whether the fault stands in the body of the class itself."""
    line, definition = fault.place.line, main.cls.definition
    return fault.place.path == main.module.path and definition.at[0] <= (line or 0) <= definition.end_line


def _faults(main: ConnectorClass) -> Iterator[Union[ConstructionFault, Undecided]]:
    for name in ("__new__", "__init__"):
        if name in main.additions.names:
            yield Undecided(f"`{name}` is set on the class", main.place)
            return
        for index, cls in enumerate(main.order):
            frame = main.resolver.class_frame(cls)
            bindings = frame.scope.reaching(name, None)
            if bindings:
                values = [value for binding in bindings for value in main.resolver.binding(binding, frame, None)]
                yield from _of_constructor(main, name, values)
                break
            if name == "__init__" and generates_constructor(main.resolver, cls):
                yield from _of_generated(main, index)
                break
    yield from _of_super(main)
    yield from _of_abstract_methods(main)


def _of_constructor(
    main: ConnectorClass, name: str, values: Sequence[Value]
) -> Iterator[ConstructionFault | Undecided]:
    only = values[0] if len(values) == 1 else None
    if not isinstance(only, FunctionValue) or only.function.decorators:
        yield Undecided(f"what `{name}` is is known when it runs", main.place)
        return
    definition = only.function.definition
    mismatch = call_mismatch(definition.params, 1)
    if mismatch:
        message = f"`{main.name}` cannot be built with no argument, as the platform builds it: {mismatch}"
        place = place_of(only.function.site)
        yield ConstructionFault(message, f"give the parameters of `{name}` defaults, or do without them", place, name)
        return
    if not isinstance(definition, facts.FunctionDef):
        return
    raised = next((one for one in definition.body if isinstance(one, facts.Raise)), None)
    if raised is not None and not may_be_passed_by(definition.body, (), raised.at):
        message = f"`{main.name}` cannot be built: its `{name}` raises an exception"
        place = Place(only.function.module.path, region_of(raised.at))
        yield ConstructionFault(message, "tell in `validate` what is wrong", place, name)
        return
    if name == "__new__":
        yield from _of_new(main, only.function)
        return
    word = "`async def`" if definition.is_async else "a generator" if definition.is_generator else ""
    if word:
        message = f"`{main.name}` cannot be built: its `__init__` is {word}, and must return `None`"
        yield ConstructionFault(message, "make it a plain function", place_of(only.function.site), name)
        return
    yield from _of_result(main, only.function)


def _of_new(main: ConnectorClass, function: Function) -> Iterator[ConstructionFault]:
    """Yield that `__new__` gives no object that could be served."""
    frame = served_frame(main, FunctionValue(function, ClassValue(main.cls)), 0)
    if all(isinstance(value, (Known, Items, Table)) for value in returned(main.resolver, function, frame)):
        message = f"`{main.name}` cannot be built: its `__new__` does not return the object"
        help_text = "write `return super().__new__(cls)`, or do without `__new__`"
        yield ConstructionFault(message, help_text, place_of(function.site), "__new__")


def _of_result(main: ConnectorClass, function: Function) -> Iterator[ConstructionFault | Undecided]:
    """Yield that a constructor returns something, which Python refuses."""
    frame = served_frame(main, FunctionValue(function, main.instance), 0)
    values = returned(main.resolver, function, frame)
    wrong = [value for value in values if _is_something(value)]
    visits = main.resolver.definitions(function.module).visits_of(function).of(facts.Return)
    spans = [visit.node.at for visit in visits if isinstance(visit.node, facts.Return) and visit.node.value is not None]
    if not wrong or not spans:
        return
    place = place_of(frame.site(spans[0]))
    if len(wrong) < len(values):
        yield Undecided("what `__init__` returns is known when it runs", place)
        return
    message = f"`{main.name}` cannot be built: its `__init__` returns a value, and must return `None`"
    yield ConstructionFault(message, "take the value out of the `return`", place, "__init__")


def _of_generated(main: ConnectorClass, index: int) -> Iterator[ConstructionFault | Undecided]:
    """Yield what is wrong with the constructor that a class of the order makes of its fields, and of those behind it.

    It calls `__post_init__`, where there is one, with what only the constructor gets.
    """
    fields = constructor_fields(main.resolver, main.order[index:])
    for field in fields:
        if not field.has_default:
            message = f"`{main.name}` cannot be built with no argument: its field `{field.name}` has no default"
            yield ConstructionFault(message, f"give the field `{field.name}` a default", field.place, field.name)
    defined = main.defined("__post_init__") if calls_post_init(main.resolver, main.order[index:]) else None
    if isinstance(defined, FunctionValue) and not defined.function.decorators:
        given = sum(field.is_init_only for field in fields)
        mismatch = call_mismatch(defined.function.definition.params, 1 + given)
        if mismatch:
            message = f"`{main.name}` cannot be built: the constructor cannot call `__post_init__`: {mismatch}"
            help_text = "give its parameters defaults, or declare them as fields of the type `dataclasses.InitVar`"
            yield ConstructionFault(message, help_text, place_of(defined.function.site), "__post_init__")


def _of_super(main: ConnectorClass) -> Iterator[ConstructionFault]:
    """Yield the calls of `super().__init__` that surely run and hand arguments to `object`, which takes none."""
    for function, frame in constructing(main):
        for visit in main.resolver.definitions(function.module).visits_of(function):
            node = visit.node
            if visit.blocks or not isinstance(node, facts.Call) or not isinstance(node.func, facts.Attribute):
                continue
            if node.func.name != "__init__" or all(argument.star for argument in node.args):
                continue
            holders = main.resolver.evaluate(node.func.base, frame)
            if holders and all(isinstance(value, Super) and _ends_at_object(main, value) for value in holders):
                message = f"`{main.name}` cannot be built: no base of it has an `__init__` that takes an argument"
                place = place_of(frame.site(node.at))
                yield ConstructionFault(message, "call `super().__init__()` without one", place, "__init__")


def _is_something(value: Value) -> bool:
    return isinstance(value, _SOMETHING) or (isinstance(value, Known) and value.value is not None)


def _ends_at_object(main: ConnectorClass, value: Super) -> bool:
    """Return whether what comes after a class, `C8Connector` aside, are plain classes without a constructor."""
    behind = main.order[main.order.index(value.after) + 1 :] if value.after in main.order else ()
    outside = main.resolver.classes.outside(main.cls)
    return all(_is_plain(base) for base in outside) and not any(
        main.resolver.class_frame(cls).scope.reaching("__init__", None) or generates_constructor(main.resolver, cls)
        for cls in behind
    )


def _is_plain(base: Value) -> bool:
    path = base.path if isinstance(base, External) else ""
    return path in _PLAIN or (path.startswith("c8connector") and path.endswith(".C8Connector"))


# Abstract methods


def _of_abstract_methods(main: ConnectorClass) -> Iterator[ConstructionFault]:
    if not minds_abstract_methods(main):
        return
    seen: set[str] = set()
    for cls in main.order:
        frame = main.resolver.class_frame(cls)
        for name, bindings in frame.scope.bindings.items():
            if name in seen or name in main.additions.names:
                continue
            seen.add(name)
            node = bindings[-1].node
            decorators = node.decorators if isinstance(node, facts.FunctionDef) else ()
            values = [value for decorator in decorators for value in main.resolver.evaluate(decorator, frame)]
            if any(isinstance(value, External) and value.path in _ABSTRACT for value in values):
                message = f"`{main.name}` cannot be built: its method `{name}` is abstract"
                yield ConstructionFault(message, f"define `{name}` in `{main.name}`", main.place, main.name)
                return
