"""Whether the connector class can be built with no arguments, as the runtime builds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.values import Class, External, FunctionValue, Super, Value
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.metaclasses import minds_abstract_methods
from macrometa_conformance.connector.methods import call_mismatch, constructing
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.connector.connector_class import ConnectorClass

_PLAIN = frozenset(("builtins.object", "abc.ABC", "typing.Generic"))  # bases whose constructor is that of `object`
_DATACLASS = "dataclasses.dataclass"
_FIELD = "dataclasses.field"
_DEFAULTS = frozenset(("default", "default_factory", "init"))
_NO_FIELDS = ("ClassVar", "KW_ONLY")
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
            if name == "__init__" and _generates(main.resolver, cls):
                yield from _of_fields(main, main.order[index:])
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
    mismatch = call_mismatch(only.function.definition.params, 1)
    if mismatch:
        message = f"`{main.name}` cannot be built with no argument, as the platform builds it: {mismatch}"
        place = place_of(only.function.site)
        yield ConstructionFault(message, f"give the parameters of `{name}` defaults, or do without them", place, name)
        return
    definition = only.function.definition
    if name != "__init__" or not isinstance(definition, facts.FunctionDef):
        return
    word = "`async def`" if definition.is_async else "a generator" if definition.is_generator else ""
    if word:
        message = f"`{main.name}` cannot be built: its `__init__` is {word}, and must return `None`"
        yield ConstructionFault(message, "make it a plain function", place_of(only.function.site), name)


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


def _ends_at_object(main: ConnectorClass, value: Super) -> bool:
    """Return whether what comes after a class, `C8Connector` aside, are plain classes without a constructor."""
    behind = main.order[main.order.index(value.after) + 1 :] if value.after in main.order else ()
    outside = main.resolver.classes.outside(main.cls)
    return all(_is_plain(base) for base in outside) and not any(
        main.resolver.class_frame(cls).scope.reaching("__init__", None) or _generates(main.resolver, cls)
        for cls in behind
    )


def _is_plain(base: Value) -> bool:
    path = base.path if isinstance(base, External) else ""
    return path in _PLAIN or (path.startswith("c8connector") and path.endswith(".C8Connector"))


# Fields


def _generates(resolver: Resolver, cls: Class) -> bool:
    """Return whether a class is a dataclass whose `__init__` is made of its fields."""
    frame = resolver.class_frame(cls).outer or resolver.module_frame(cls.module)
    for decorator in cls.definition.decorators:
        called = decorator.func if isinstance(decorator, facts.Call) else decorator
        if External(_DATACLASS) in resolver.evaluate(called, frame):
            options = decorator.args if isinstance(decorator, facts.Call) else ()
            values = [option.value for option in options if option.keyword == "init"]
            return not any(isinstance(value, facts.Const) and not value.value for value in values)
    return False


def _of_fields(main: ConnectorClass, order: tuple[Class, ...]) -> Iterator[ConstructionFault | Undecided]:
    """Yield the fields without a default; a field of a class hides that of a base with the same name."""
    seen: set[str] = set()
    for cls in order:
        if not _generates(main.resolver, cls):
            continue
        for statement in cls.definition.body:
            target = statement.targets[0] if isinstance(statement, facts.Assign) and statement.annotation else None
            if not isinstance(statement, facts.Assign) or not isinstance(target, facts.Name) or target.id in seen:
                continue
            seen.add(target.id)
            named = dotted(_bare(statement.annotation)).rpartition(".")[2]
            if named in _NO_FIELDS or _has_default(main.resolver, cls, statement.value):
                continue
            place = place_of(main.resolver.class_frame(cls).site(target.at))
            message = f"`{main.name}` cannot be built with no argument: its field `{target.id}` has no default"
            yield ConstructionFault(message, f"give the field `{target.id}` a default", place, target.id)


def _bare(annotation: Optional[facts.Expr]) -> facts.Expr:
    if isinstance(annotation, facts.Subscript):
        return annotation.base
    if isinstance(annotation, facts.Const) and isinstance(annotation.value, str):
        return facts.Name(annotation.value.partition("[")[0], annotation.at)
    return annotation or facts.Name("", (1, 1, 1, 1))


def _has_default(resolver: Resolver, cls: Class, value: Optional[facts.Expr]) -> bool:
    if not isinstance(value, facts.Call):
        return value is not None
    callees = resolver.evaluate(value.func, resolver.class_frame(cls))
    if not any(isinstance(callee, External) and callee.path == _FIELD for callee in callees):
        return True
    if any(argument.star for argument in value.args):
        return True
    return any(argument.keyword in _DEFAULTS for argument in value.args)


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
