"""Records (dataclasses, attrs classes, typed named tuples): what a call that makes one gives for a field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.values import Class

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_MAKERS = frozenset(("field", "Field", "ib", "attrib"))
_COMPLETING = ("__post_init__", "__attrs_post_init__", "model_post_init")
_FACTORIES = frozenset(("default_factory", "factory"))


class FieldValue(NamedTuple):
    """An expression that gives a field its value, and the body in which it stands.

    `is_default` says that it is worked out with the class, once for all records; a factory is called for each.
    """

    expr: Expr
    body: Body
    is_default: bool = False


def is_record(resolver: Resolver, cls: Class) -> bool:
    """Return whether a class has a constructor that is made of its fields."""
    classes = resolver.classes
    return classes.function(cls, "__init__") is None and any(classes.is_record(one) for one in classes.order(cls))


def field_value(resolver: Resolver, cls: Class, call: facts.Call, body: Body, name: str) -> Optional[FieldValue]:
    """Return what a call that makes a record gives for a field, None where that cannot be told.

    A default is not told where the class has a `__post_init__`, which may replace it.
    """
    fields = resolver.classes.fields(cls)
    named = next((argument.value for argument in call.args if argument.keyword == name), None)
    if named is not None:
        return FieldValue(named, body)
    if name not in fields or any(argument.star for argument in call.args):
        return None
    plain = [argument.value for argument in call.args if argument.keyword is None]
    index = fields.index(name)
    if index < len(plain):
        return FieldValue(plain[index], body)
    return next(_defaults(resolver, cls, name), None) if not is_completed(resolver, cls) else None


def is_completed(resolver: Resolver, cls: Class) -> bool:
    """Return whether code of its own runs as soon as a record is made, which may set any field."""
    return any(resolver.classes.function(cls, name) is not None for name in _COMPLETING)


def _defaults(resolver: Resolver, cls: Class, name: str) -> Iterator[FieldValue]:
    for one in resolver.classes.order(cls):
        for statement in reversed(one.definition.body):
            if not isinstance(statement, facts.Assign) or statement.value is None:
                continue
            if any(isinstance(target, facts.Name) and target.id == name for target in statement.targets):
                yield from _default(statement.value, Body(one.module, one))
                return


def _default(value: Expr, body: Body) -> Iterator[FieldValue]:
    if not isinstance(value, facts.Call) or last_name(value.func) not in _MAKERS:
        yield FieldValue(value, body, is_default=True)
        return
    for argument in value.args:
        if argument.keyword in _FACTORIES:
            yield FieldValue(facts.Call(argument.value, (), argument.value.at), body)
        elif argument.keyword == "default":
            yield FieldValue(argument.value, body, is_default=True)
