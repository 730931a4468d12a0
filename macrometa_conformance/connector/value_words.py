"""Words for values that surely are neither a text nor a list, though they may be no literals either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macrometa_conformance.code.values import (
    ClassValue,
    EnumMember,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Made,
    ModuleValue,
    Table,
    Value,
)
from macrometa_conformance.connector.contract import C8CONNECTOR

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_SINGLE = ("builtins.Ellipsis", "builtins.NotImplemented")


def words_of(resolver: Resolver, value: Value) -> str:
    """Return what a value is, `a dict`, where it surely is neither a text nor a list, else an empty text."""
    if isinstance(value, Known):
        return "" if isinstance(value.value, str) else f"`{value.value!r}`"
    if isinstance(value, Items):
        empty = f"an empty {value.kind}" if value.exact and not value.elements else value.shown
        return "" if value.kind == "list" else empty
    if isinstance(value, Table):
        return "a dict"
    if isinstance(value, FunctionValue):
        return f"the function `{value.function.name}`"
    if isinstance(value, ClassValue):
        return f"the class `{value.cls.name}`"
    if isinstance(value, ModuleValue):
        return f"the module `{value.name}`"
    if isinstance(value, EnumMember):  # of a class that inherits from `str` it is a text
        plain = not any(path.partition(".")[0] != "enum" for path in _outside(resolver, value))
        return f"the member `{value.cls.name}.{value.name}`" if plain else ""
    if isinstance(value, Instance):  # of a class that inherits from `list` or `str` it is one
        return "" if resolver.classes.may_define_more(value.cls) else f"a `{value.cls.name}`"
    return _from_outside(value)


def _outside(resolver: Resolver, value: EnumMember) -> list[str]:
    bases = resolver.classes.outside(value.cls)
    return [base.path if isinstance(base, External) else "" for base in bases]


def _from_outside(value: Value) -> str:
    made = value.callee if isinstance(value, Made) else value
    path = made.path if isinstance(made, External) else ""
    top, _, name = path.rpartition(".")
    if value is made and path in _SINGLE:
        return f"`{name}`"
    if top != C8CONNECTOR or not name[:1].isupper():
        return ""
    return f"the class `{name}`" if value is made else f"a `{name}`"
