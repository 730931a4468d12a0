"""The fields of dataclasses, of which the decorator makes a constructor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.values import Class, External
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_DATACLASS = "dataclasses.dataclass"
_FIELD = "dataclasses.field"
_DEFAULTS = frozenset(("default", "default_factory", "init"))
_NO_FIELDS = ("ClassVar", "KW_ONLY")
_INIT_ONLY = "InitVar"
_POST_INIT = "__post_init__"


@plain
class ConstructorField(Plain):
    """A field: its name, where it stands, whether it needs no value, and whether it is the constructor's alone."""

    name: str
    place: Place
    has_default: bool
    is_init_only: bool


def generates_constructor(resolver: Resolver, cls: Class) -> bool:
    """Return whether a class is a dataclass whose `__init__` is made of its fields."""
    frame = resolver.class_frame(cls).outer or resolver.module_frame(cls.module)
    for decorator in cls.definition.decorators:
        called = decorator.func if isinstance(decorator, facts.Call) else decorator
        if External(_DATACLASS) in resolver.evaluate(called, frame):
            options = decorator.args if isinstance(decorator, facts.Call) else ()
            values = [option.value for option in options if option.keyword == "init"]
            return not any(isinstance(value, facts.Const) and not value.value for value in values)
    return False


def constructor_fields(resolver: Resolver, order: tuple[Class, ...]) -> tuple[ConstructorField, ...]:
    """Return the fields of a class by its order; one of a class hides that of a base with the same name."""
    found: dict[str, ConstructorField] = {}
    for cls in order:
        if not generates_constructor(resolver, cls):
            continue
        for statement in cls.definition.body:
            target = statement.targets[0] if isinstance(statement, facts.Assign) and statement.annotation else None
            if isinstance(statement, facts.Assign) and isinstance(target, facts.Name) and target.id not in found:
                kind = dotted(_bare(statement.annotation)).rpartition(".")[2]
                optional = kind in _NO_FIELDS or _has_default(resolver, cls, statement.value)
                place = place_of(resolver.class_frame(cls).site(target.at))
                found[target.id] = ConstructorField(target.id, place, optional, kind == _INIT_ONLY)
    return tuple(found.values())


def calls_post_init(resolver: Resolver, order: tuple[Class, ...]) -> bool:
    """Return whether the constructor that the first class of an order makes calls `__post_init__`."""
    return any(resolver.class_frame(cls).scope.reaching(_POST_INIT, None) for cls in order)


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
