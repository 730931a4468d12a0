"""What a time expression gives: an aware or naive datetime, a text, a number, and whether it is the current time."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.origins import Origin, Origins
from macrometa_conformance.code.values import External, FunctionValue, Known, Member
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH = 12


class Kind(Enum):
    """What a time can be held in."""

    AWARE = "an aware datetime"
    NAIVE = "a naive datetime"
    TEXT = "a text"
    NUMBER = "a number"
    NOTHING = "None"
    DURATION = "a duration"
    UNKNOWN = "unknown"


@plain
class Reading(Plain):
    """What one origin of a time expression gives.

    `now` says that it is the current time; `naive_now` that the clock was read with no zone and none was put on it
    since. `origin` is the expression that makes the value what it is, the reading of the clock where there is one.
    """

    kind: Kind
    origin: Origin
    now: bool = False
    naive_now: bool = False


_CLOCKS = {  # the current time; `datetime.now` takes a zone
    "datetime.datetime.utcnow": Kind.NAIVE, "datetime.datetime.today": Kind.NAIVE,
    "singer.utils.now": Kind.AWARE, "pendulum.now": Kind.AWARE, "pendulum.utcnow": Kind.AWARE,
    "arrow.utcnow": Kind.AWARE, "arrow.now": Kind.AWARE, "pandas.Timestamp.utcnow": Kind.AWARE,
    "time.time": Kind.NUMBER, "time.time_ns": Kind.NUMBER,
}  # fmt: skip
_ZONED_CLOCKS = frozenset(("datetime.datetime.now", "pandas.Timestamp.now", "pandas.Timestamp.today"))
_FROM_NUMBER = frozenset(("datetime.datetime.fromtimestamp",))
_KINDS = {
    "datetime.datetime.utcfromtimestamp": Kind.NAIVE,
    "singer.utils.strptime_with_tz": Kind.AWARE, "singer.utils.strptime_to_utc": Kind.AWARE,
    "singer.utils.strptime": Kind.NAIVE, "singer.strptime": Kind.NAIVE,
    "singer.utils.strftime": Kind.TEXT, "singer.strftime": Kind.TEXT,
    "datetime.timedelta": Kind.DURATION, "pendulum.duration": Kind.DURATION,
    "time.monotonic": Kind.NUMBER, "time.perf_counter": Kind.NUMBER, "time.mktime": Kind.NUMBER,
    "calendar.timegm": Kind.NUMBER, "time.strftime": Kind.TEXT, "time.ctime": Kind.TEXT,
    "builtins.str": Kind.TEXT, "builtins.repr": Kind.TEXT, "builtins.format": Kind.TEXT, "json.dumps": Kind.TEXT,
    "builtins.len": Kind.NUMBER, "c8connector.ensure_datetime": Kind.AWARE,
    "c8connector.util.ensure_datetime": Kind.AWARE,
}  # fmt: skip
_SAME_AS_ARGUMENT = frozenset(("builtins.max", "builtins.min", "builtins.abs", "builtins.round"))
_TO_NUMBER = frozenset(("builtins.int", "builtins.float", "decimal.Decimal"))
_TEXT_METHODS = frozenset(
    ("isoformat", "strftime", "ctime", "format", "to_iso8601_string", "to_datetime_string", "for_json")
)
_NUMBER_METHODS = frozenset(("total_seconds", "timestamp", "toordinal", "in_seconds"))
_DATETIMES = (Kind.AWARE, Kind.NAIVE)


class Clock:
    """Reads time expressions of one package."""

    def __init__(self, origins: Origins) -> None:
        self.origins = origins
        self._active: set[tuple[int, int]] = set()

    def readings(self, origin: Origin, depth: int = 0) -> tuple[Reading, ...]:
        """Return what an expression can give, one reading for each way; one of UNKNOWN kind where that is not known."""
        key = (id(origin.expr), len(origin.calls))
        if depth > MAX_DEPTH or key in self._active:
            return (Reading(Kind.UNKNOWN, origin),)
        self._active.add(key)
        found: list[Reading] = []
        for source in self.origins.of(origin):
            found.extend(self._read(source, depth + 1))
        self._active.discard(key)
        return tuple(dict.fromkeys(found)) or (Reading(Kind.UNKNOWN, origin),)

    def _read(self, origin: Origin, depth: int) -> Iterable[Reading]:
        expr = origin.expr
        if isinstance(expr, facts.Const):
            return (Reading(_kind_of_literal(expr.value), origin),)
        if isinstance(expr, facts.Joined):
            return (Reading(Kind.TEXT, origin),)
        if isinstance(expr, facts.Unary) and expr.op in ("-", "+"):
            return tuple(replace(one, now=False) for one in self.readings(replace(origin, expr=expr.operand), depth))
        if isinstance(expr, facts.Operation):
            return self._operation(expr, origin, depth)
        elements = self.origins.elements(origin)
        if elements:
            return (*self._one_of(elements, depth), Reading(Kind.UNKNOWN, origin))
        if isinstance(expr, facts.Call):
            return self._call(expr, origin, depth)
        values = self.origins.values(origin)
        if values and all(isinstance(value, Known) for value in values):
            return tuple(Reading(_kind_of_literal(v.value), origin) for v in values if isinstance(v, Known))
        return (Reading(Kind.UNKNOWN, origin),)

    def _one_of(self, elements: tuple[Origin, ...], depth: int) -> tuple[Reading, ...]:
        """Return the readings of what a collection holds, without the literals that say that it is at its end."""
        read = tuple(reading for one in elements for reading in self.readings(one, depth))
        return tuple(one for one in read if not isinstance(one.origin.expr, facts.Const)) or read

    # Operations

    def _operation(self, expr: facts.Operation, origin: Origin, depth: int) -> tuple[Reading, ...]:
        totals = self.readings(replace(origin, expr=expr.operands[0]), depth)
        for operand in expr.operands[1:]:
            others = self.readings(replace(origin, expr=operand), depth)
            totals = tuple(dict.fromkeys(_combined(expr, one, other, origin) for one in totals for other in others))
            totals = totals[:20]
        return totals

    # Calls

    def _call(self, expr: facts.Call, origin: Origin, depth: int) -> tuple[Reading, ...]:
        found: list[Reading] = []
        for value in self.origins.values(origin, expr.func):
            if isinstance(value, External):
                found.extend(self._outside(value.path, expr, origin, depth))
            elif isinstance(value, FunctionValue) or not isinstance(expr.func, facts.Attribute):
                found.append(Reading(Kind.UNKNOWN, origin))
            else:
                found.extend(self._method(expr.func, expr, origin, depth, isinstance(value, Member)))
        return tuple(found) or (Reading(Kind.UNKNOWN, origin),)

    def _outside(self, path: str, expr: facts.Call, origin: Origin, depth: int) -> tuple[Reading, ...]:
        starred = any(argument.star for argument in expr.args)
        first = expr.args[0].value if expr.args else None
        if path in _CLOCKS:
            kind = _CLOCKS[path]
            return (Reading(kind, origin, now=True, naive_now=kind is Kind.NAIVE),)
        if path in _ZONED_CLOCKS:
            zone = self._zone(_argument(expr, 0, ("tz", "tzinfo")), origin)
            kind = Kind.UNKNOWN if starred or zone is None else Kind.AWARE if zone else Kind.NAIVE
            return (Reading(kind, origin, now=True, naive_now=kind is Kind.NAIVE),)
        if path in _FROM_NUMBER or path == "datetime.datetime.utcfromtimestamp":
            zone = self._zone(_argument(expr, 1, ("tz",)), origin) if path in _FROM_NUMBER else False
            kind = Kind.UNKNOWN if starred or zone is None else Kind.AWARE if zone else Kind.NAIVE
            read = self.readings(replace(origin, expr=first), depth) if first is not None else ()
            now = bool(read) and all(one.now for one in read)
            return (Reading(kind, origin, now=now, naive_now=now and kind is Kind.NAIVE),)
        if path == "datetime.datetime":
            zone = self._zone(_argument(expr, 7, ("tzinfo",)), origin)
            return (Reading(Kind.UNKNOWN if starred or zone is None else Kind.AWARE if zone else Kind.NAIVE, origin),)
        if path == "datetime.datetime.strptime":
            return (Reading(self._parsed(_argument(expr, 1, ("format",)), origin), origin),)
        if path in _KINDS:
            return (Reading(_KINDS[path], origin),)
        if path in _SAME_AS_ARGUMENT or path in _TO_NUMBER:
            read = tuple(r for a in expr.args for r in self.readings(replace(origin, expr=a.value), depth))
            return tuple(replace(one, kind=Kind.NUMBER) for one in read) if path in _TO_NUMBER else read
        if isinstance(expr.func, facts.Attribute):  # a method on a class: `datetime.astimezone(moment)`
            if path.startswith("datetime.datetime.") and first is not None:
                moved = facts.Attribute(first, expr.func.name, expr.func.name_at, expr.func.at)
                return self._method(moved, facts.Call(moved, expr.args[1:], expr.at), origin, depth, True)
            return self._method(expr.func, expr, origin, depth, False)
        return (Reading(Kind.UNKNOWN, origin),)

    def _method(
        self, func: facts.Attribute, expr: facts.Call, origin: Origin, depth: int, is_member: bool
    ) -> tuple[Reading, ...]:
        """Return what a method of a time gives, by its name."""
        name = func.name
        if name == "localize" and expr.args:  # of a zone of pytz
            return self._zoned(replace(origin, expr=expr.args[0].value), depth)
        if name in _TEXT_METHODS:
            return (Reading(Kind.TEXT, origin),) if is_member or name != "format" else (Reading(Kind.UNKNOWN, origin),)
        receiver = replace(origin, expr=func.base)
        if name in _NUMBER_METHODS:
            return tuple(replace(one, kind=Kind.NUMBER) for one in self.readings(receiver, depth))
        if name in ("astimezone", "in_timezone", "in_tz", "to", "tz_localize", "tz_convert"):
            return self._zoned(receiver, depth)
        if name == "replace":
            given = next((a for a in expr.args if a.keyword == "tzinfo"), None)
            if given is None:
                return self.readings(receiver, depth)
            zone = self._zone(given.value, origin)
            if zone is None:
                return tuple(replace(one, kind=Kind.UNKNOWN, naive_now=False) for one in self.readings(receiver, depth))
            if zone:
                return self._zoned(receiver, depth)
            read = self.readings(receiver, depth)
            now = all(one.now for one in read)  # or else the time of a message, for which a clock may stand in
            return tuple(replace(one, kind=Kind.NAIVE, naive_now=now or (one.now and one.naive_now)) for one in read)
        if name in ("subtract", "add", "shift", "floor", "start_of"):
            return self.readings(receiver, depth)
        return (Reading(Kind.UNKNOWN, origin),)

    def _zoned(self, moment: Origin, depth: int) -> tuple[Reading, ...]:
        """Return the readings of a moment with a zone put on it."""
        return tuple(replace(one, kind=Kind.AWARE, naive_now=False) for one in self.readings(moment, depth))

    def _zone(self, zone: Optional[Expr], origin: Origin) -> Optional[bool]:
        """Return whether an argument is a zone: not where it is left out or None; None where it may be either."""
        if zone is None:
            return False
        given = self.origins.of(replace(origin, expr=zone))
        nothing = [isinstance(one.expr, facts.Const) and one.expr.value is None for one in given]
        return None if any(nothing) and not all(nothing) else not any(nothing)

    def _parsed(self, pattern: Optional[Expr], origin: Origin) -> Kind:
        """Return what `strptime` gives: a datetime is aware where the format holds `%z`."""
        values = self.origins.values(origin, pattern) if pattern is not None else ()
        texts = [value.value for value in values if isinstance(value, Known) and isinstance(value.value, str)]
        if not texts or len(texts) != len(values):
            return Kind.UNKNOWN
        zoned = {"%z" in text for text in texts}
        return Kind.UNKNOWN if len(zoned) > 1 else Kind.AWARE if zoned.pop() else Kind.NAIVE


def _argument(expr: facts.Call, index: int, names: tuple[str, ...]) -> Optional[Expr]:
    """Return the argument that stands at an index or under one of some names."""
    for argument in expr.args:
        if argument.keyword in names:
            return argument.value
    plain = [a.value for a in expr.args if a.keyword is None and not a.star]
    return plain[index] if index < len(plain) else None


def _kind_of_literal(value: object) -> Kind:
    if value is None:
        return Kind.NOTHING
    return Kind.TEXT if isinstance(value, (str, bytes)) else Kind.NUMBER


def _combined(expr: facts.Operation, left: Reading, right: Reading, origin: Origin) -> Reading:
    """Return what `left op right` gives."""
    kinds = (left.kind, right.kind)
    whole = Reading(Kind.UNKNOWN, origin)
    if (expr.op == "%" and left.kind is Kind.TEXT) or (expr.op == "+" and Kind.TEXT in kinds):
        return replace(whole, kind=Kind.TEXT)
    if expr.op in ("+", "-") and left.kind in _DATETIMES and right.kind is Kind.DURATION:
        return left
    if expr.op == "+" and left.kind is Kind.DURATION and right.kind in _DATETIMES:
        return right
    if expr.op == "-" and left.kind in _DATETIMES and right.kind in _DATETIMES:
        return replace(whole, kind=Kind.DURATION)
    if kinds == (Kind.NUMBER, Kind.NUMBER):
        literal = isinstance(right.origin.expr, facts.Const)
        return replace(left, kind=Kind.NUMBER) if literal and left.now else replace(whole, kind=Kind.NUMBER)
    if left.kind is Kind.DURATION and right.kind in (Kind.DURATION, Kind.NUMBER):
        is_ratio = expr.op in ("/", "//") and right.kind is Kind.DURATION
        return replace(whole, kind=Kind.NUMBER if is_ratio else Kind.DURATION)
    return whole
