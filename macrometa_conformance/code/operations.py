"""Operations on known values: arithmetic, text and collections, each within limits, none with a side effect."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from typing import Any, Optional

from macrometa_conformance.code.tables import merged
from macrometa_conformance.code.values import Alternatives, EnumMember, Items, Known, Literal, Table, Value

MAX_TEXT = 20_000
MAX_ELEMENTS = 400
_MAX_NUMBER = 10**30

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "//": operator.floordiv,
    "%": operator.mod, "|": operator.or_, "&": operator.and_, "^": operator.xor,
}  # fmt: skip
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "is": operator.is_, "is not": operator.is_not,
    "in": lambda a, b: a in b, "not in": lambda a, b: a not in b,
}  # fmt: skip
_TEXT_METHODS = frozenset(
    (
        "capitalize", "casefold", "center", "encode", "endswith", "find", "format", "isdigit", "isidentifier",
        "islower", "isupper", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "replace", "rpartition",
        "rsplit",
        "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper", "zfill", "decode",
    )
)  # fmt: skip
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|[0-9]{4})")  # a width that would fill the memory
_FIELD_FORMAT = re.compile(r"[\[:]")
CONVERSIONS: dict[str, Callable[..., Any]] = {
    "str": str, "int": int, "float": float, "bool": bool, "abs": abs, "round": round, "min": min, "max": max,
    "len": len, "repr": repr, "chr": chr, "ord": ord,
}  # fmt: skip
_EMPTY: dict[str, Literal] = {"str": "", "int": 0, "float": 0.0, "bool": False}  # what a call with no argument gives


def literal(value: object) -> Optional[Literal]:
    """Return a plain value that may be kept, None where it is too large or no literal."""
    if isinstance(value, (str, bytes)):
        return value if len(value) <= MAX_TEXT else None
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return value if -_MAX_NUMBER < value < _MAX_NUMBER else None
    return None


def calculate(op: str, left: Value, right: Value) -> Optional[Value]:
    """Return `left op right`, or None where it is not known."""
    if op == "+" and isinstance(left, Items) and isinstance(right, Items) and left.kind == right.kind:
        return _items(left.kind, (*left.elements, *right.elements), left.exact and right.exact, left)
    if op == "*" and isinstance(left, Items) and isinstance(right, Known) and isinstance(right.value, int):
        if 0 <= right.value * len(left.elements) <= MAX_ELEMENTS:
            return _items(left.kind, left.elements * right.value, left.exact, left)
        return None
    if op == "|" and isinstance(left, Items) and isinstance(right, Items):
        return _items("set", (*left.elements, *right.elements), left.exact and right.exact, left)
    if op == "|" and isinstance(left, Table) and isinstance(right, Table):
        return Table((*left.entries, *right.entries), left.exact and right.exact, left.site, left.trail)
    if op == "%" and isinstance(left, Known) and isinstance(left.value, str):
        if _WIDE.search(left.value):
            return None
        arguments = plain(right)
        return _computed(lambda: str(left.value) % arguments) if arguments is not _NOTHING else None
    if not isinstance(left, Known) or not isinstance(right, Known) or op not in _ARITHMETIC:
        return None
    if op == "*" and (isinstance(left.value, (str, bytes)) or isinstance(right.value, (str, bytes))):
        count, text = (left.value, right.value) if isinstance(left.value, int) else (right.value, left.value)
        if not isinstance(count, int) or not isinstance(text, (str, bytes)) or count * len(text) > MAX_TEXT:
            return None
    return _computed(lambda: _ARITHMETIC[op](left.value, right.value))


def compare(op: str, left: Value, right: Value) -> Optional[bool]:
    """Return what a comparison gives, or None where it is not known."""
    if op in ("in", "not in"):
        container = plain(right)
        if isinstance(left, Known) and container is not _NOTHING:
            found = _attempt(lambda: _COMPARISONS[op](left.value, container))
            return bool(found) if found is not _NOTHING else None
        return None
    if isinstance(left, Known) and isinstance(right, Known):
        found = _attempt(lambda: _COMPARISONS[op](left.value, right.value))
        return bool(found) if found is not _NOTHING else None
    if isinstance(left, EnumMember) and isinstance(right, EnumMember) and op in ("==", "is", "!=", "is not"):
        return (left == right) is (op in ("==", "is"))
    none = Known(None)
    if op in ("is", "is not", "==", "!=") and none in (left, right) and left.__class__ is not right.__class__:
        other = right if left == none else left
        if isinstance(other, (Items, Table)):
            return op in ("is not", "!=")
    return None


def truth(value: Value) -> Optional[bool]:
    """Return whether a value counts as true, None where it is not known."""
    if isinstance(value, Known):
        return bool(value.value)
    if isinstance(value, (Items, Table)):
        size = len(value.elements if isinstance(value, Items) else value.entries)
        return bool(size) if value.exact else None
    return None


def negate(op: str, value: Value) -> Optional[Value]:
    """Return the outcome of a unary operator, or None."""
    if op == "not":
        known = truth(value)
        return None if known is None else Known(not known)
    if isinstance(value, Known) and isinstance(value.value, (int, float)):
        number = value.value
        return Known(-number if op == "-" else +number) if op in "+-" else None
    return None


def text_method(value: Known, name: str, arguments: Sequence[Value], keywords: dict[str, Value]) -> Optional[Value]:
    """Return the outcome of a method of a text or bytes literal, or None."""
    if not isinstance(value.value, (str, bytes)):
        return None
    if name == "join" and len(arguments) == 1 and not keywords:
        parts = plain(arguments[0])
        if isinstance(parts, (list, tuple)) and all(isinstance(part, str) for part in parts):
            return (
                _computed(lambda: str(value.value).join(str(part) for part in parts))
                if isinstance(value.value, str)
                else None
            )
        return None
    if name not in _TEXT_METHODS:
        return None
    plain_arguments = [plain(argument) for argument in arguments]
    plain_keywords = {key: plain(argument) for key, argument in keywords.items()}
    if any(argument is _NOTHING for argument in (*plain_arguments, *plain_keywords.values())):
        return None
    if name in ("center", "zfill") and any(isinstance(a, int) and a > MAX_TEXT for a in plain_arguments):
        return None
    if name == "format" and (len(value.value) > 2_000 or _FIELD_FORMAT.search(str(value.value))):
        return None
    if name == "replace" and len(value.value) * max(len(str(a)) for a in (*plain_arguments, "")) > 50 * MAX_TEXT:
        return None
    method = getattr(value.value, name, None)
    return _computed(lambda: method(*plain_arguments, **plain_keywords)) if method is not None else None


def convert(name: str, arguments: Sequence[Value]) -> Optional[Value]:
    """Return what a built-in conversion (`int`, `str`, `len`, …) gives, or None."""
    if name not in CONVERSIONS:
        return None
    if name == "len" and len(arguments) == 1 and isinstance(arguments[0], (Items, Table)):
        only = arguments[0]
        counted = elements(only)
        return Known(len(counted[0])) if counted is not None and counted[1] else None
    values = [plain(argument) for argument in arguments]
    if not arguments:
        return Known(_EMPTY[name]) if name in _EMPTY else None
    if any(value is _NOTHING for value in values):
        return None
    if name in ("str", "repr") and not isinstance(arguments[0], Known):
        return None
    if isinstance(values[0], str) and len(values[0]) > 1_000:
        return None
    return _computed(lambda: CONVERSIONS[name](*values))


_NOTHING = object()


def plain(value: Value) -> object:
    """Return a value as the Python object that it is, or a marker that is no literal where it is not fully known."""
    if isinstance(value, Known):
        return value.value
    if isinstance(value, Items) and value.exact and len(value.elements) <= MAX_ELEMENTS:
        parts = [plain(element[0]) if len(element) == 1 else _NOTHING for element in value.elements]
        if any(part is _NOTHING for part in parts):
            return _NOTHING
        if value.kind == "set":
            return _attempt(lambda: set(parts))
        return tuple(parts) if value.kind == "tuple" else parts
    if isinstance(value, Table) and value.exact and len(value.entries) <= MAX_ELEMENTS:
        pairs = []
        for keys, values in value.entries:
            if len(keys) != 1 or len(values) != 1:
                return _NOTHING
            pairs.append((plain(keys[0]), plain(values[0])))
        if any(part is _NOTHING for pair in pairs for part in pair):
            return _NOTHING
        return _attempt(lambda: dict(pairs))
    return _NOTHING


def is_plain(value: Value) -> bool:
    """Return whether a value is a literal or a collection of nothing but literals, fully known."""
    return plain(value) is not _NOTHING


def elements(value: Value) -> Optional[tuple[tuple[Alternatives, ...], bool]]:
    """Return what iterating over a value gives, and whether that is all of it; None where it is not known."""
    if isinstance(value, Items):
        return value.elements, value.exact
    if isinstance(value, Table):
        entries, exact = merged(value)
        return tuple(keys for keys, _ in entries), exact
    if isinstance(value, Known) and isinstance(value.value, str) and len(value.value) <= MAX_ELEMENTS:
        return tuple((Known(letter),) for letter in value.value), True
    return None


def value_of(thing: object) -> Optional[Value]:
    """Return a Python object (literal, list, tuple or set of such) as a value, or None."""
    if thing is None:
        return Known(None)
    if isinstance(thing, (str, bytes, int, float)):
        return Known(thing) if literal(thing) is not None else None
    if isinstance(thing, (list, tuple, set)) and len(thing) <= MAX_ELEMENTS:
        parts = [value_of(part) for part in (sorted(thing, key=repr) if isinstance(thing, set) else thing)]
        kept = tuple((part,) for part in parts if part is not None)
        return Items(thing.__class__.__name__, kept, True) if len(kept) == len(parts) else None
    return None


def _items(kind: str, parts: tuple[Alternatives, ...], exact: bool, like: Items) -> Items:
    if len(parts) > MAX_ELEMENTS:
        return Items(kind, parts[:MAX_ELEMENTS], False, like.site, like.trail)
    return Items(kind, parts, exact, like.site, like.trail)


def _computed(work: Callable[[], object]) -> Optional[Value]:
    outcome = _attempt(work)
    return value_of(outcome) if outcome is not _NOTHING else None


def _attempt(work: Callable[[], object]) -> object:
    try:
        return work()
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError):
        return _NOTHING
