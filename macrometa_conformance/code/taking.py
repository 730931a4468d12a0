"""How a thing is taken out of a collection: by a loop, a method or an index, and how a target takes it apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.scopes import unpacking

Indexes = tuple[int, ...]
_TAKES = frozenset(("get", "get_nowait", "pop", "popleft", "recv"))
_IN_PAIRS = frozenset(("items", "enumerate"))
_AS_THEY_ARE = frozenset(("iter", "list", "tuple", "set", "sorted", "reversed", "values", "copy", "aiter"))


def taken_from(expr: Expr) -> Optional[Expr]:
    """Return the collection that a call takes one thing out of, whichever that is (`queue.get()`, `rows.pop()`)."""
    call = expr.value if isinstance(expr, facts.Await) else expr
    if not isinstance(call, facts.Call) or not isinstance(call.func, facts.Attribute) or call.func.name not in _TAKES:
        return None
    plain = [argument.value for argument in call.args if argument.keyword is None]
    is_keyed = any(not isinstance(one, facts.Const) or isinstance(one.value, str) for one in plain)
    return None if is_keyed else call.func.base


def taken_by_loop(target: Expr, iterable: Expr, name: str) -> Iterator[tuple[Expr, Indexes]]:
    """Yield the collection that a loop goes over, with the indexes by which it takes a thing apart to bind a name."""
    called = last_name(iterable.func) if isinstance(iterable, facts.Call) else ""
    for path in _paths(target, name):
        if called == "iter" and isinstance(iterable, facts.Call) and len(iterable.args) == 2:
            taking = iterable.args[0].value  # `iter(queue.get, None)`
            if isinstance(taking, facts.Attribute) and taking.name in _TAKES:
                yield taking.base, path
        elif path and called in _IN_PAIRS:
            if path[0] == 1:
                yield iterable, path[1:]
        elif not path or not called or called in _AS_THEY_ARE:
            yield iterable, path


def without_indexes(expr: Expr) -> tuple[Expr, Indexes]:
    """Return what literal indexes are applied to, and the indexes: `pair` and 0, 1 for `pair[0][1]`."""
    indexes: list[int] = []
    while isinstance(expr, facts.Subscript) and isinstance(expr.key, facts.Const) and type(expr.key.value) is int:
        indexes.insert(0, expr.key.value)
        expr = expr.base
    return expr, tuple(indexes)


def unpacked(value: Expr, unpack: Indexes) -> Optional[Expr]:
    """Return the part of a display that indexes take out of it, None where it cannot be told."""
    for index in unpack:
        if not isinstance(value, facts.Sequence) or not 0 <= index < len(value.items):
            return None
        if any(isinstance(item, facts.Starred) for item in value.items):
            return None
        value = value.items[index]
    return value


def are_alike(values: Sequence[Expr]) -> bool:
    """Return whether the displays among some values are of one shape: as long, and with no literals that differ."""
    displays = [value.items for value in values if isinstance(value, facts.Sequence)]
    columns = [
        {item.value for item in column if isinstance(item, facts.Const) and item.value is not None}
        for column in zip(*displays)
    ]
    return len({len(items) for items in displays}) <= 1 and all(len(literals) <= 1 for literals in columns)


def collection_of(expr: Expr) -> Expr:
    """Return the collection behind `list(a)`, `a.values()`, `a[key]` and the like."""
    while True:
        if isinstance(expr, facts.Call) and isinstance(expr.func, facts.Attribute) and not expr.args:
            expr = expr.func.base
        elif isinstance(expr, facts.Call) and isinstance(expr.func, facts.Name) and len(expr.args) == 1:
            expr = expr.args[0].value
        elif isinstance(expr, facts.Subscript):
            expr = expr.base
        else:
            return expr


def _paths(target: Expr, name: str) -> Iterator[Indexes]:
    """Yield the indexes by which a target takes what it is given apart to bind a name."""
    if isinstance(target, facts.Name):
        if target.id == name:
            yield ()
    elif isinstance(target, facts.Sequence):
        for index, item in zip(unpacking(target), target.items):
            yield from ((index, *path) for path in _paths(item, name))
