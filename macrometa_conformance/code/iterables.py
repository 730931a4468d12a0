"""Calls of the standard library that make one iterable of others: `map`, `filter`, `chain`, a `sum` of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import operations
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.values import Alternatives, Items, Known, Table, Value

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

Spread = tuple[tuple[Alternatives, ...], bool]
_CHAIN = ("itertools.chain", "itertools.chain.from_iterable")
_TESTS = {"builtins.any": True, "builtins.all": False}  # what one element that has this truth decides
CALLS = frozenset(
    ("builtins.map", "builtins.filter", "builtins.sum", "itertools.starmap", "builtins.dict.fromkeys", "asyncio.gather",
     *_TESTS, *_CHAIN)
)  # fmt: skip


def iterable_of(
    resolver: Resolver, path: str, arguments: Arguments, expr: Expr, frame: Frame
) -> Optional[Alternatives]:
    """Return what a call of one of `CALLS` gives, or None where that is not known."""
    positional = arguments.positional
    if path == "asyncio.gather":
        return (Items("list", positional, arguments.exact, frame.site(expr.at)),)
    if path in _TESTS or path == "builtins.dict.fromkeys":
        only = _spread(resolver, positional[0], expr, frame) if positional else None
        if only is None:
            return None
        if path in _TESTS:
            return _tested(only, _TESTS[path])
        held = positional[1] if len(positional) > 1 else (Known(None),)
        return (Table(tuple((part, held) for part in only[0]), only[1], frame.site(expr.at)),)
    if path == "builtins.sum" and len(positional) == 1:
        total = _total(_spread(resolver, positional[0], expr, frame))
        if total is not None:
            return (total,)
    if path in _CHAIN or path == "builtins.sum":
        nested = path != "itertools.chain"
        sources = _spread(resolver, positional[0], expr, frame) if nested and positional else (positional, True)
        start = _start(positional) if path == "builtins.sum" else ()
        if sources is None or start is None:
            return None
        parts, exact = list(start), sources[1] and arguments.exact
        for values in sources[0]:
            one = _spread(resolver, values, expr, frame)
            if one is None:
                return None
            parts.extend(one[0])
            exact = exact and one[1]
        kind = "list" if path == "builtins.sum" else "chain object"
        return (Items(kind, tuple(parts[: operations.MAX_ELEMENTS]), exact, frame.site(expr.at)),)
    spreads = [_spread(resolver, values, expr, frame) for values in positional[1:]]
    known = [one for one in spreads if one is not None]
    if not known or len(known) < len(spreads) or not arguments.exact:
        return None
    exact = all(one[1] for one in known)
    kept: list[Alternatives] = []
    for row in zip(*(one[0] for one in known)):
        inner = frame.with_variables({"": row[0]}, expr.at)  # an object that is made for an element is its own
        passed: Optional[tuple[Alternatives, ...]] = row
        if path == "itertools.starmap":
            only = _spread(resolver, row[0], expr, frame)
            passed = only[0] if only is not None and only[1] else None
        if passed is None or len(kept) >= operations.MAX_ELEMENTS:
            exact = False
            continue
        given = [v for f in positional[0] for v in resolver.call_value(f, Arguments(passed), expr, inner)]
        if path != "builtins.filter":
            kept.append(tuple(given))
            continue
        is_plain = positional[0] == (Known(None),)
        answers = {operations.truth(value) for value in (row[0] if is_plain else given)}
        if answers != {False}:
            kept.append(row[0])
            exact = exact and answers == {True}
    return (Items(f"{path.rpartition('.')[2]} object", tuple(kept), exact, frame.site(expr.at)),)


def _tested(spread: Spread, decisive: bool) -> Optional[Alternatives]:
    """Return what `any` (decisive: a true element) or `all` (a false one) gives, None where it is not known."""
    answers = [{operations.truth(value) for value in part} for part in spread[0]]
    if any(answer == {decisive} for answer in answers):
        return (Known(decisive),)
    return (Known(not decisive),) if spread[1] and all(answer == {not decisive} for answer in answers) else None


def _total(spread: Optional[Spread]) -> Optional[Value]:
    """Return the sum of numbers that are all known."""
    if spread is None or not spread[1] or not all(len(part) == 1 for part in spread[0]):
        return None
    total: Optional[Value] = Known(0)
    for (value,) in spread[0]:
        total = operations.calculate("+", total, value) if total is not None else None
    return total


def _spread(resolver: Resolver, values: Alternatives, expr: Expr, frame: Frame) -> Optional[Spread]:
    return resolver.elements(values[0], expr, frame) if len(values) == 1 else None


def _start(positional: tuple[Alternatives, ...]) -> Optional[tuple[Alternatives, ...]]:
    """Return the elements of the list that a `sum` starts with, None where it is no list."""
    start = positional[1][0] if len(positional) == 2 and len(positional[1]) == 1 else None
    return start.elements if isinstance(start, Items) and start.kind == "list" and start.exact else None
