"""How a target computes `export_lag`: from which clock, by which difference, in which unit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.origins import Origin, Origins
from macrometa_conformance.code.values import External, Known, Step
from macrometa_conformance.code.walk import Node
from macrometa_conformance.code.walk import walk as parts_of
from macrometa_conformance.connector.clock import Clock, Kind, Reading
from macrometa_conformance.connector.contract import LAG_METRIC
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.metrics import MetricUse
from macrometa_conformance.connector.prometheus import SETTERS
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.code.call_graph import CallGraph
    from macrometa_conformance.project.project import Project

MAX_DEPTH = 16
MAX_NESTING = 4
PARTS = ("seconds", "microseconds", "days")
_VALUE_NAMES = ("value", "amount", "f")
_WITH_VALUE = frozenset(("set", "observe", "inc", "dec", "set_function"))
_ABSOLUTE = frozenset(("builtins.abs", "math.fabs", "numpy.abs"))
_SAME_UNIT = frozenset(
    ("builtins.max", "builtins.min", "builtins.sum", "builtins.round", "builtins.float", "builtins.int", "math.ceil",
     "math.floor", "statistics.mean", "statistics.fmean", "statistics.median", "decimal.Decimal", "numpy.mean")
)  # fmt: skip
_TO_SECONDS = frozenset(("total_seconds", "in_seconds", "timestamp"))


@plain
class NaiveNow(Plain):
    """A reading of the clock with no zone that the lag is computed from, and the call that sets the lag."""

    place: Place
    use: MetricUse
    steps: tuple[Step, ...] = ()


@plain
class WrongUnit(Plain):
    """What the lag is set to in place of seconds.

    `kind` is `part` (an attribute of a difference: `name`), `scaled` (a difference times or over `name`) or `reversed`
    (the time of the message minus the current time).
    """

    kind: str
    name: str
    place: Place
    use: MetricUse
    steps: tuple[Step, ...] = ()


class Lags:
    """The values that `export_lag` is set to in one project."""

    def __init__(self, project: Project) -> None:
        self._origins = Origins(project.resolver, project.passing, project.value_flow)
        self._flow = project.value_flow
        self._project = project

    @cached_property
    def uses(self) -> tuple[MetricUse, ...]:
        """Return the calls that set the metric, once each."""
        found: dict[int, MetricUse] = {}
        for use in self._project.metrics.uses_of(LAG_METRIC, SETTERS):
            found.setdefault(id(use.call.node), use)
        return tuple(found.values())

    @cached_property
    def naive(self) -> tuple[NaiveNow, ...]:
        """Return the naive readings of the clock that the lag is computed from, once each."""
        found: dict[Place, NaiveNow] = {}
        for use, walk in self._walks:
            for reading in walk.naive:
                place = place_of(reading.origin.site)
                found.setdefault(place, NaiveNow(place, use, reading.origin.steps))
        return tuple(found.values())

    @cached_property
    def wrong_units(self) -> tuple[WrongUnit, ...]:
        """Return what the lag is set to that is no number of seconds, once each."""
        found: dict[Place, WrongUnit] = {}
        for use, walk in self._walks:
            for kind, name, origin in walk.wrong:
                place = place_of(origin.site)
                found.setdefault(place, WrongUnit(kind, name, place, use, origin.steps))
        return tuple(found.values())

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return where the lag is set to what no difference is seen behind, None where one is seen or it is literal."""
        if any(walk.differences for _, walk in self._walks):
            return None
        for use, walk in self._walks:
            if not walk.is_literal:
                return Undecided("how the lag is computed cannot be seen", use.place)
        return None

    @cached_property
    def _walks(self) -> tuple[tuple[MetricUse, _Walk], ...]:
        found = []
        for use in self.uses:
            value = value_of(use)
            if value is not None:
                walk = _Walk(self._origins, self._project.call_graph)
                walk.value(Origin(value, use.body))
                walk.end()
                found.append((use, walk))
        return tuple(found)


def value_of(use: MetricUse) -> Optional[Expr]:
    """Return what a call sets the lag to, None where it is not seen: the call is another's, or takes no value."""
    node = use.call.node
    is_own = isinstance(node.func, facts.Attribute) and node.func.name == use.method
    if not is_own or use.method not in _WITH_VALUE:
        return None
    named = next((argument.value for argument in node.args if argument.keyword in _VALUE_NAMES), None)
    plain = next((a.value for a in node.args if a.keyword is None and not a.star), None)
    value = named if named is not None else plain
    return value.body if isinstance(value, facts.Lambda) else value


class _Walk:
    """Takes the expression that the lag is set to apart, down to the differences and the clocks in them."""

    def __init__(self, origins: Origins, graph: CallGraph) -> None:
        self._origins = origins
        self._graph = graph
        self._clock = Clock(origins)
        self.naive: list[Reading] = []
        self.wrong: list[tuple[str, str, Origin]] = []
        self.differences = 0
        self._reversed: list[Origin] = []
        self._is_forward = False
        self.is_literal = True
        self._seen: set[tuple[int, int, bool, int]] = set()

    def value(self, origin: Origin, *, whole: bool = True, sign: int = 1, depth: int = 0) -> None:
        """Note what is wrong with a value; `whole` is False in a sum, `sign` 0 where the sign does not count."""
        for end in self._origins.of(origin) if depth < MAX_DEPTH else ():
            expr = end.expr
            key = (id(expr), len(end.calls), whole, sign)
            if key in self._seen:
                continue
            self._seen.add(key)
            if not isinstance(expr, facts.Const):
                self.is_literal = False
            if isinstance(expr, facts.Call):
                self._call(expr, end, whole, sign, depth + 1)
            elif isinstance(expr, facts.Attribute):
                self._attribute(expr, end, whole, sign, depth + 1)
            elif isinstance(expr, facts.Operation):
                self._operation(expr, end, whole, sign, depth + 1)
            elif isinstance(expr, facts.Unary) and expr.op != "not":
                inner = replace(end, expr=expr.operand)
                self.value(inner, whole=whole, sign=-sign if expr.op == "-" else sign, depth=depth + 1)
            elif isinstance(expr, (facts.Comprehension, facts.Lambda)):
                made = expr.value if isinstance(expr, facts.Comprehension) else expr.body
                self.value(replace(end, expr=made), whole=whole, sign=sign, depth=depth + 1)
            elif isinstance(expr, facts.Sequence):
                for item in expr.items:
                    self.value(replace(end, expr=item), whole=whole, sign=sign, depth=depth + 1)
            elif isinstance(expr, facts.Name):
                for element in self._origins.elements(end):
                    self.value(element, whole=whole, sign=sign, depth=depth + 1)

    def end(self) -> None:
        """Note what is reversed, unless the lag is turned on another way: then its sign is looked at."""
        if not self._is_forward:
            self.wrong.extend(("reversed", "", origin) for origin in self._reversed)

    def _call(self, expr: facts.Call, end: Origin, whole: bool, sign: int, depth: int) -> None:
        paths = [value.path for value in self._origins.values(end, expr.func) if isinstance(value, External)]
        arguments = [replace(end, expr=argument.value) for argument in expr.args]
        if any(path in _ABSOLUTE or path in _SAME_UNIT for path in paths):
            sign = 0 if any(path in _ABSOLUTE for path in paths) else sign
            for argument in arguments:
                self.value(argument, whole=whole, sign=sign, depth=depth)
                for part in self._origins.put_into(argument):  # `max(lags)`
                    self.value(part, whole=whole, sign=sign, depth=depth)
        elif "operator.sub" in paths and len(arguments) == 2:
            operands = tuple(argument.expr for argument in arguments)
            self._difference(facts.Operation("-", operands, expr.at), end, sign)
        elif "datetime.timedelta.total_seconds" in paths and arguments:
            self.value(arguments[0], whole=whole, sign=sign, depth=depth)
        elif isinstance(expr.func, facts.Attribute) and not paths:
            self.value(replace(end, expr=expr.func.base), whole=whole, sign=sign, depth=depth)
        else:
            for argument in arguments:
                self._note_clocks(self._clock.readings(argument))

    def _attribute(self, expr: facts.Attribute, end: Origin, whole: bool, sign: int, depth: int) -> None:
        base = replace(end, expr=expr.base)
        if whole and expr.name in PARTS and self._is_difference(base) and not self._is_short(expr, end):
            self.wrong.append(("part", expr.name, end))
        self.value(base, whole=False, sign=sign, depth=depth)

    def _is_short(self, expr: facts.Attribute, end: Origin) -> bool:
        """Return whether the code has seen to it that a difference has no whole days where its seconds are taken."""
        name = dotted(expr.base)
        if expr.name != "seconds" or not name:
            return False
        visits = self._graph.live_visits(end.body)
        around = next((visit.blocks for visit in visits if visit.node is expr), ())
        if any(_tests_days(block.node, name) for block in around):
            return True
        left = (visit.node for visit in visits if isinstance(visit.node, facts.If) and visit.node.at[2:] <= expr.at[:2])
        return any(_tests_days(node, name) and any(leaves(body) for _, body in node.branches) for node in left)

    def _operation(self, expr: facts.Operation, end: Origin, whole: bool, sign: int, depth: int) -> None:
        if expr.op == "-":
            self._difference(expr, end, sign)
            return
        operands = [replace(end, expr=operand) for operand in expr.operands]
        numbers = [self._number(operand) for operand in operands]
        if expr.op in ("*", "/", "//"):
            scales = [n for i, n in enumerate(numbers) if n is not None and (expr.op == "*" or i > 0)]
            sign = -sign if sum(scale < 0 for scale in scales) % 2 else sign
            scale = next((scale for scale in scales if abs(scale) != 1), None)
            others = [operand for operand, number in zip(operands, numbers) if number is None]
            if whole and scale is not None and any(self._is_in_seconds(one) for one in others):
                self.wrong.append(("scaled", f"{scale:g}", end))
            whole = whole and scale is None  # of two factors one may undo the other
        else:
            whole, sign = False, sign if expr.op == "+" else 0
        for operand, number in zip(operands, numbers):
            if number is None:
                self.value(operand, whole=whole, sign=sign, depth=depth)

    def _difference(self, expr: facts.Operation, end: Origin, sign: int) -> None:
        self.differences += 1
        sides = [self._clock.readings(replace(end, expr=operand)) for operand in expr.operands]
        for readings in sides:
            self._note_clocks(readings)
        now = [all(one.now for one in readings) for readings in sides]
        subtracted = any(now[1:])
        if now[0] != subtracted and sign:
            if now[0] is (sign > 0):
                self._is_forward = True
            else:
                self._reversed.append(end)

    def _note_clocks(self, readings: tuple[Reading, ...]) -> None:
        self.naive.extend(one for one in readings if one.naive_now and not one.origin.inspected)

    def _is_difference(self, origin: Origin, depth: int = 0) -> bool:
        for end in self._origins.of(origin) if depth < MAX_NESTING else ():
            expr = end.expr
            if isinstance(expr, facts.Operation) and expr.op == "-":
                return True
            if isinstance(expr, facts.Unary) and self._is_difference(replace(end, expr=expr.operand), depth + 1):
                return True
            if isinstance(expr, facts.Call) and len(expr.args) >= 1:
                paths = {v.path for v in self._origins.values(end, expr.func) if isinstance(v, External)}
                if paths & (_ABSOLUTE | _SAME_UNIT) and self._is_difference(
                    replace(end, expr=expr.args[0].value), depth + 1
                ):
                    return True
            if isinstance(expr, facts.Name) and any(
                self._is_difference(one, depth + 1) for one in self._origins.elements(end)
            ):
                return True
        return False

    def _is_in_seconds(self, origin: Origin, depth: int = 0) -> bool:
        """Return whether a value surely counts seconds, or is a duration that arithmetic leaves one."""
        for end in self._origins.of(origin) if depth < MAX_NESTING else ():
            expr = end.expr
            if isinstance(expr, facts.Call):
                if isinstance(expr.func, facts.Attribute) and expr.func.name in _TO_SECONDS:
                    return True
                paths = {v.path for v in self._origins.values(end, expr.func) if isinstance(v, External)}
                if paths & (_ABSOLUTE | _SAME_UNIT):
                    return any(
                        self._is_in_seconds(replace(end, expr=argument.value), depth + 1) for argument in expr.args
                    )
                if paths & {"time.time", "datetime.timedelta.total_seconds"}:
                    return True
            if isinstance(expr, facts.Attribute) and expr.name in PARTS:
                return self._is_difference(replace(end, expr=expr.base))
            if isinstance(expr, facts.Operation) and expr.op == "-":
                operands = [replace(end, expr=operand) for operand in expr.operands]
                return any(self._is_in_seconds(one, depth + 1) or self._is_moment(one) for one in operands)
            if isinstance(expr, facts.Name) and any(
                self._is_in_seconds(one, depth + 1) for one in self._origins.elements(end)
            ):
                return True
        return False

    def _is_moment(self, origin: Origin) -> bool:
        kinds = {reading.kind for reading in self._clock.readings(origin)}
        return bool(kinds) and kinds <= {Kind.AWARE, Kind.NAIVE}

    def _number(self, origin: Origin) -> Optional[float]:
        """Return the number that an operand always is, else None."""
        values = self._origins.values(origin)
        only = values[0] if len(values) == 1 else None
        if isinstance(only, Known) and isinstance(only.value, (int, float)) and not isinstance(only.value, bool):
            return float(only.value)
        return None


def _tests_days(node: Node, name: str) -> bool:
    """Return whether a statement or expression decides by the days of a difference of this name, or compares it."""
    if isinstance(node, facts.If):
        tests = tuple(test for test, _ in node.branches)
    elif isinstance(node, facts.Conditional):
        tests = (node.test,)
    else:
        tests = node.operands if isinstance(node, facts.Boolean) else ()
    return any(
        (isinstance(part, facts.Attribute) and part.name == "days" and dotted(part.base) == name)
        or (isinstance(part, facts.Compare) and name in [dotted(side) for side in (part.left, *_right(part))])
        for test in tests
        for part in parts_of(test)
    )


def _right(compare: facts.Compare) -> tuple[Expr, ...]:
    return tuple(side for _, side in compare.rest)
