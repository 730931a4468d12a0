"""Literals that a method returns and that are of another kind than the interface asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable, Optional, Union

from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.code.values import External, Items, Known, Made, Table, Unknown, Value
from macrometa_conformance.connector.contract import C8CONNECTOR, METHODS_THAT_NAME
from macrometa_conformance.connector.evidence import evidence, place_of
from macrometa_conformance.connector.method_results import Returned, returned_values
from macrometa_conformance.connector.methods import InterfaceMethod
from macrometa_conformance.connector.property_calls import CONFIG_PROPERTY
from macrometa_conformance.connector.value_words import words_of
from macrometa_conformance.finding import Place, Related, Undecided
from macrometa_conformance.plain import Plain, plain

_AT_RUN_TIME = "what it returns is worked out when it runs"
_LONGEST = 40  # characters of a literal in a message


@plain
class WrongLiteral(Plain):
    """A literal of the wrong kind: what it is, what the interface wants, where it stands and how it got there."""

    shown: str
    wanted: str
    place: Place
    related: tuple[Related, ...]


def wrong_literals(method: InterfaceMethod) -> tuple[WrongLiteral, ...]:
    """Return the literals that a method returns and must not; `samples` and `schemas` as those of a source."""
    faults = _FAULTS.get(method.name)
    found: dict[Place, WrongLiteral] = {}
    for returned in returned_values(method) if faults else ():
        wrong = [
            (value, *fault) for value in returned.values for fault in (faults(method.resolver, value) if faults else ())
        ]
        only = len({id(value) for value, _, _ in wrong}) == len(returned.values)
        for value, literal, wanted in wrong:
            site = getattr(literal, "site", None)
            place = place_of(site) if site is not None else returned.place
            if place in returned.written or (only and _is_sure(value, literal, returned)):
                words = words_of(method.resolver, literal) or shown(literal)
                found.setdefault(place, WrongLiteral(words, wanted, place, evidence((value, literal), place)))
    return tuple(found.values())


def _is_sure(value: Value, literal: Value, returned: Returned) -> bool:
    """Return whether a literal that is not written in the `return` is what it gives.

    A list may turn out not to hold it; an empty text may be what a look-up in the environment falls back on; `None` may
    be what a helper gives that raises.
    """
    if literal is not value and not (isinstance(value, Items) and value.exact):
        return False
    return literal != Known(None) and (literal != Known("") or returned.is_false)


def not_worked_out(method: InterfaceMethod) -> Optional[Undecided]:
    """Return why it cannot be told of what kind a method's result is, or None: it is no literal, nor surely a text."""
    if method.only is None:
        return method.unclear
    for returned in returned_values(method):
        if method.name in METHODS_THAT_NAME and returned.is_text:
            continue
        if returned.undecided:
            reason = f"what `{method.name}()` returns is not known: {returned.undecided.reason}"
            return Undecided(reason, returned.undecided.place)
        if any(not _is_told(method.resolver, value) for value in returned.values):
            return Undecided(f"what `{method.name}()` returns is worked out when it runs", returned.place)
    return None


def not_empty(returned: Returned) -> Union[Value, Undecided, None]:
    """Return a value that surely is not `[]` and that a `return` can give, why that cannot be told, or None.

    A list that holds something, whether or not it is known how much, is not `[]`; one that is filled from what is not
    known may be.
    """
    unclear = False
    for value in returned.values:
        if isinstance(value, Items) and value.kind == "list":
            if any(not isinstance(part, Unknown) for element in value.elements for part in element):
                return value
            unclear = unclear or not value.exact
        elif _is_literal(value):
            return value
        else:
            unclear = True
    return returned.undecided or Undecided(_AT_RUN_TIME, returned.place) if unclear else None


def shown(value: Value) -> str:
    """Return a literal as a message shows it."""
    if isinstance(value, Known):
        text = repr(value.value)
        return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"
    if isinstance(value, Items):
        return f"an empty {value.kind}" if value.exact and not value.elements else value.shown
    if isinstance(value, External):
        return f"`{value.path.rpartition('.')[2]}`"
    return "a dict"


_Fault = Iterator[tuple[Value, str]]


def _text(resolver: Resolver, value: Value) -> _Fault:
    is_text = isinstance(value, Known) and isinstance(value.value, str)
    if (is_text and value == Known("")) or (_is_told(resolver, value) and not is_text):
        yield value, "a non-empty `str`"


def _texts(resolver: Resolver, value: Value) -> _Fault:
    def is_wrong(part: Value) -> bool:
        return not (isinstance(part, Known) and isinstance(part.value, str))

    yield from _list("a list of `str`", resolver, value, is_wrong)


def _properties(resolver: Resolver, value: Value) -> _Fault:
    def is_wrong(part: Value) -> bool:
        return not isinstance(part, Made) or part.callee != External(f"{C8CONNECTOR}.{CONFIG_PROPERTY}")

    yield from _list(f"a list of `{CONFIG_PROPERTY}`", resolver, value, is_wrong)


def _anything(resolver: Resolver, value: Value) -> _Fault:
    yield from _list("a list", resolver, value, lambda part: False)


def _list(wanted: str, resolver: Resolver, value: Value, is_wrong: Callable[[Value], bool]) -> _Fault:
    """Yield what is no list, else the first element that surely is of the wrong kind."""
    if not isinstance(value, Items) or value.kind != "list":
        if _is_told(resolver, value):
            yield value, wanted
        return
    for element in value.elements:
        if all(_is_told(resolver, part) and is_wrong(part) for part in element):
            yield element[0], wanted
            return  # one mistake, however many elements have it


def _is_told(resolver: Resolver, value: Value) -> bool:
    return _is_literal(value) or words_of(resolver, value) != ""


def _is_literal(value: Value) -> bool:
    if isinstance(value, External):
        return value.path in ("builtins.Ellipsis", "builtins.NotImplemented")
    return isinstance(value, (Known, Items, Table))


_FAULTS: dict[str, Callable[[Resolver, Value], _Fault]] = {
    **dict.fromkeys(METHODS_THAT_NAME, _text),
    "capabilities": _texts,
    "config": _properties,
    "samples": _anything,
    "schemas": _anything,
}
