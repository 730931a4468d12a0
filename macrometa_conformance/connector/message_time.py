"""Where a target reads the `time_extracted` of Singer messages, and whether `export_lag` is computed from it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.origins import Origin, Origins
from macrometa_conformance.code.values import External, Instance, Known, Unknown
from macrometa_conformance.connector.contract import LAG_METRIC
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.lag import value_of
from macrometa_conformance.connector.messages import singer_name
from macrometa_conformance.connector.metrics import MetricUse
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.code.walk import Node
    from macrometa_conformance.project.project import Project

TIME = "time_extracted"
RECORD = "record"  # the key of a message under which the record's data stands
_SPEAKING = ("builtins.", "logging.", "warnings.", "sys.")  # what tells people something
_LOOK_UPS = frozenset(("get", "pop", "setdefault", "__getitem__"))


class Holder(Enum):
    """What a `time_extracted` is looked up in."""

    MESSAGE = "message"
    DATA = "data"
    UNKNOWN = "unknown"


@plain
class TimeRead(Plain):
    """A look-up of `time_extracted`, and in what."""

    place: Place
    holder: Holder


@plain
class LagSource(Plain):
    """What a call that sets the lag computes it from.

    `reads` are the look-ups in the function that sets it and in those from which a value reaches it; `doubts` is what
    reaches it from where nobody can see.
    """

    use: MetricUse
    is_literal: bool
    reads: tuple[TimeRead, ...]
    doubts: tuple[Unknown, ...]

    @property
    def is_message_time(self) -> bool:
        """Return whether the time of the message is read on the way."""
        return any(read.holder is Holder.MESSAGE for read in self.reads)

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return what may be, or may bring, the time of the message, None where there is nothing of the kind."""
        for read in self.reads:
            if read.holder is Holder.UNKNOWN:
                return Undecided("what `time_extracted` is looked up in is not known", read.place)
        return next((Undecided(doubt.reason, place_of(doubt.site)) for doubt in self.doubts), None)


class MessageTimes:
    """The reads of `time_extracted` in one project, and what the lag is computed from."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver
        self._origins = Origins(project.resolver, project.passing, project.value_flow)
        self._reads: dict[Body, tuple[TimeRead, ...]] = {}

    @cached_property
    def sources(self) -> tuple[LagSource, ...]:
        """Return for each call that sets the lag what it is computed from."""
        return tuple(self._source(use) for use in self._project.lags.uses)

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return where the metric is handed to something that may set it from elsewhere, or None."""
        handed = self._project.metrics.handed_out(LAG_METRIC)
        return Undecided("what `export_lag` is handed to may set it", handed[0].place) if handed else None

    def _source(self, use: MetricUse) -> LagSource:
        value = value_of(use)
        given = (value,) if value is not None else tuple(argument.value for argument in use.call.node.args)
        bodies: dict[Body, None] = {use.body: None}
        doubts: dict[Unknown, None] = {}
        for expr in given:
            behind = self._project.value_flow.behind(expr, use.body)
            bodies.update(dict.fromkeys(behind.bodies))
            doubts.update(dict.fromkeys(behind.doubts))
        reads = tuple(read for body in bodies for read in self.reads(body))
        is_literal = value is not None and isinstance(value, facts.Const)
        return LagSource(use, is_literal, reads, tuple(doubts))

    def reads(self, body: Body) -> tuple[TimeRead, ...]:
        """Return the look-ups of `time_extracted` in a body."""
        if body not in self._reads:
            found = []
            for visit in self._project.call_graph.live_visits(body):
                for base, at in self._looked_up(visit.node, body):
                    holder = self._holder(Origin(base, body)) if base is not None else Holder.UNKNOWN
                    found.append(TimeRead(Place(body.module.path, region_of(at)), holder))
            self._reads[body] = tuple(found)
        return self._reads[body]

    def _looked_up(self, node: Node, body: Body) -> Iterator[tuple[Optional[Expr], facts.Span]]:
        """Yield what a node looks `time_extracted` up in, None where that is not seen."""
        if isinstance(node, facts.Attribute) and node.name == TIME:
            if not self._is_stored(node, body) and not self._is_own(node.base, body):
                yield node.base, node.at
        elif isinstance(node, facts.Subscript):
            if self._is_time(node.key, body) and not self._is_stored(node, body):
                yield node.base, node.at
        elif isinstance(node, facts.Call):
            first = node.args[0].value if node.args else None
            if isinstance(node.func, facts.Attribute) and node.func.name in _LOOK_UPS and first is not None:
                if self._is_time(first, body):
                    yield node.func.base, node.at
            elif isinstance(node.func, facts.Name) and node.func.id == "getattr" and len(node.args) > 1:
                if self._is_time(node.args[1].value, body):
                    yield node.args[0].value, node.at
            elif any(isinstance(a.value, facts.Const) and a.value.value == TIME for a in node.args):
                yield None, node.at  # `itemgetter("time_extracted")`, a look-up function
            elif self._searches(node, body):
                yield None, node.at
        elif isinstance(node, facts.Match):
            for case in node.cases:
                if any(isinstance(value, facts.Const) and value.value == TIME for value in case.values):
                    yield node.subject, case.at
                elif any(self._is_record_message(value, body) for value in case.values):
                    yield None, case.at  # `case RecordMessage(time_extracted=when)`

    def _searches(self, node: facts.Call, body: Body) -> bool:
        """Return whether a call hands a pattern or path that names the time to something outside."""
        literals = [a.value.value for a in node.args if isinstance(a.value, facts.Const)]
        if not any(isinstance(text, str) and TIME in text for text in literals):
            return False
        values = self._resolver.evaluate(node.func, owner_frame(self._resolver, body.module, body.owner))
        return any(isinstance(value, External) and not value.path.startswith(_SPEAKING) for value in values)

    def _is_record_message(self, pattern: Expr, body: Body) -> bool:
        values = self._resolver.evaluate(pattern, owner_frame(self._resolver, body.module, body.owner))
        return any(isinstance(value, External) and singer_name(value.path) == "RecordMessage" for value in values)

    def _is_time(self, key: Expr, body: Body) -> bool:
        if isinstance(key, facts.Const):
            return key.value == TIME
        if isinstance(key, (facts.Slice, facts.Sequence)):
            return False
        values = self._resolver.evaluate(key, owner_frame(self._resolver, body.module, body.owner))
        return Known(TIME) in values

    def _is_stored(self, node: Expr, body: Body) -> bool:
        """Return whether an expression is the target of an assignment."""
        for visit in self._resolver.definitions(body.module).visits_of(body.owner):
            if isinstance(visit.node, facts.Assign) and any(target is node for target in visit.node.targets):
                return True
            if isinstance(visit.node, facts.Delete) and any(target is node for target in visit.node.targets):
                return True
        return False

    def _is_own(self, base: Expr, body: Body) -> bool:
        """Return whether an attribute is one that the project's own class keeps: what is put there is followed."""
        if not self._project.value_flow.is_set(TIME):
            return False
        values = self._resolver.evaluate(base, owner_frame(self._resolver, body.module, body.owner))
        return bool(values) and all(
            isinstance(value, Instance)
            and not self._resolver.classes.is_record(value.cls)
            and not self._resolver.classes.may_define_more(value.cls)
            for value in values
        )

    # What it is looked up in

    def _holder(self, origin: Origin) -> Holder:
        """Return whether an expression is the data of a record, which is known by the key that it comes from."""
        found = set(self._holders(origin, set()))
        if found == {Holder.DATA}:
            return Holder.DATA
        return Holder.UNKNOWN if Holder.DATA in found else Holder.MESSAGE

    def _holders(self, origin: Origin, seen: set[int]) -> Iterator[Holder]:
        for end in self._origins.of(origin):
            expr = end.expr
            if id(expr) in seen:
                continue
            seen.add(id(expr))
            inner = _copied(expr)
            if _is_data(expr):
                yield Holder.DATA
            elif isinstance(expr, facts.Const) or _is_empty(expr):
                continue
            elif inner is not None:
                yield from self._holders(replace(end, expr=inner), seen)
            elif isinstance(expr, facts.Subscript) and not isinstance(expr.key, facts.Const):
                yield from self._held(end, seen)  # one of many
            elif isinstance(expr, facts.Name) and end.parameter is None:
                elements = self._origins.elements(end)
                for element in elements:
                    yield from self._holders(element, seen)
                if not elements:
                    yield Holder.MESSAGE
            else:
                yield Holder.MESSAGE

    def _held(self, end: Origin, seen: set[int]) -> Iterator[Holder]:
        held = self._origins.put_into(end)
        for one in held:
            yield from self._holders(one, seen)
        if not held:
            yield Holder.MESSAGE


def _is_data(expr: Expr) -> bool:
    """Return whether an expression takes the record's data out of a message."""
    if isinstance(expr, facts.Attribute):
        return expr.name == RECORD
    if isinstance(expr, facts.Subscript):
        return isinstance(expr.key, facts.Const) and expr.key.value == RECORD
    if isinstance(expr, facts.Call) and isinstance(expr.func, facts.Attribute) and expr.args:
        first = expr.args[0].value
        return expr.func.name in _LOOK_UPS and isinstance(first, facts.Const) and first.value == RECORD
    return False


def _is_empty(expr: Expr) -> bool:
    """Return whether an expression makes an empty collection."""
    return isinstance(expr, (facts.Mapping, facts.Sequence)) and not expr.items


def _copied(expr: Expr) -> Optional[Expr]:
    """Return what an expression copies, None where it is no copy."""
    if isinstance(expr, facts.Call):
        if isinstance(expr.func, facts.Attribute) and expr.func.name == "copy" and not expr.args:
            return expr.func.base
        if isinstance(expr.func, facts.Name) and expr.func.id in ("dict", "list", "tuple") and expr.args:
            return expr.args[0].value
    if isinstance(expr, facts.Mapping):
        return next((value for key, value in expr.items if key is None), None)
    if isinstance(expr, facts.Comprehension) and expr.key is not None:
        source = expr.loops[0].iterable
        return (
            source.func.base if isinstance(source, facts.Call) and isinstance(source.func, facts.Attribute) else source
        )
    return None
