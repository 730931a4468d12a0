"""The `time_extracted` of the RECORD messages that a source writes: where it is missing, and what cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.frames import Arguments
from macrometa_conformance.code.origins import Origin, Origins
from macrometa_conformance.code.values import Alternatives, Function, Known, Made, Site, Step, Table
from macrometa_conformance.connector.clock import Clock, Kind, Reading
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.messages import RECORD_CALLS, GivenArgument, MessageCall
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

TIME = "time_extracted"
_UNUSABLE = (Kind.NAIVE, Kind.TEXT, Kind.NUMBER)


@plain
class MissingTime(Plain):
    """A record without a time: the call that has to pass it, the call that makes the message, and the way between."""

    place: Place
    call: MessageCall
    steps: tuple[Step, ...] = ()


@plain
class UnusableTime(Plain):
    """A time that no record can carry: where it is made, what it is, and the call that makes the message.

    One that is worked out `once`, at that place, is fine there: its place is where a record is given it.
    """

    place: Place
    what: str
    call: MessageCall
    once: Optional[Place] = None  # where it is worked out, so that every record carries the start time
    steps: tuple[Step, ...] = ()


@plain
class _Given(Plain):
    """What one way to a record call gives for the time, and the call that gives it."""

    origin: Origin
    place: Place


class RecordTimes:
    """The times of the records that one project writes.

    What only `samples`, `schemas` or `validate` write is left out.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver
        judged = project.messages.is_judged
        self._origins = Origins(project.resolver, project.passing, project.value_flow, judged)
        self._clock = Clock(self._origins)

    @cached_property
    def _calls(self) -> tuple[MessageCall, ...]:
        messages = self._project.messages
        return tuple(call for call in messages.records if messages.is_judged(call.body))

    @cached_property
    def missing(self) -> tuple[Union[MissingTime, Undecided], ...]:
        """Return every call that gives a record no time or a literal None, and what cannot be told."""
        found: dict[object, Union[MissingTime, Undecided]] = {}
        for call in self._calls:
            if self._is_set_later(call):
                continue
            for given in self._given(call):
                if isinstance(given, _Given):
                    for one in self._nothing(given.origin, given.place, call, 0):
                        found.setdefault(one.place, one)
                else:
                    found.setdefault(given.place, given)
        return tuple(found.values())

    @cached_property
    def unusable(self) -> tuple[UnusableTime, ...]:
        """Return every time that is passed to a record and cannot be used, once for each place where it is made."""
        found: dict[Place, UnusableTime] = {}
        for call, given, readings in self._readings:
            for reading in readings:
                one = self._unusable(reading, given, call) if isinstance(given, _Given) else None
                if one is not None:
                    found.setdefault(one.place, one)
        return tuple(found.values())

    @cached_property
    def untraced(self) -> tuple[Undecided, ...]:
        """Return where a record is given a time of which nothing is known."""
        found: dict[Place, Undecided] = {}
        for call, given, readings in self._readings:
            if isinstance(given, Undecided):
                found.setdefault(given.place or call.place, given)
            elif readings and all(reading.kind is Kind.UNKNOWN for reading in readings):
                found.setdefault(call.place, Undecided("what `time_extracted` is here is not known", call.place))
        return tuple(found.values())

    @cached_property
    def _readings(self) -> tuple[tuple[MessageCall, Union[_Given, MissingTime, Undecided], tuple[Reading, ...]], ...]:
        """Return for each call what it is given, and what is known of that."""
        return tuple(
            (call, given, self._clock.readings(given.origin) if isinstance(given, _Given) else ())
            for call in self._calls
            for given in self._given(call)
        )

    def _unusable(self, reading: Reading, given: _Given, call: MessageCall) -> Optional[UnusableTime]:
        origin = reading.origin
        if origin.inspected or not self._project.messages.is_judged(origin.body):
            return None
        if reading.kind in _UNUSABLE:
            return UnusableTime(place_of(origin.site), reading.kind.value, call, steps=origin.steps)
        if reading.now and origin.once is not None:
            place = place_of(origin.read or given.origin.site)
            return UnusableTime(place, reading.kind.value, call, place_of(origin.once), origin.steps)
        return None

    # What a call gives

    def _given(self, call: MessageCall) -> Iterator[Union[_Given, MissingTime, Undecided]]:
        passed = call.argument(TIME)
        if passed is not None:
            origin = Origin(passed.argument.value, passed.body)
            is_loaded = passed.body.owner is None and call.body.owner is not None  # a partial of a module
            if passed.is_default or is_loaded:
                origin = replace(origin, once=origin.site)
            yield _Given(origin, call.place)
        elif call.starred:
            for one in call.starred:
                yield from self._starred(one, call)
        elif call.exact:
            yield MissingTime(call.place, call)
        else:
            yield Undecided(f"what `{call.name}` is called with is not known", call.place)

    def _starred(self, passed: GivenArgument, call: MessageCall) -> Iterator[Union[_Given, MissingTime, Undecided]]:
        value, body = passed.argument.value, passed.body
        unknown = Undecided("what a starred argument passes is not known", call.place)
        if passed.argument.star == "**" and isinstance(value, facts.Name) and isinstance(body.owner, Function):
            parameter = next((p for p in body.owner.definition.params if p.name == value.id and p.kind == "**"), None)
            if parameter is not None:
                yield from self._from_keywords(body.owner, parameter, call)
                return
        tables = self._resolver.evaluate(value, owner_frame(self._resolver, body.module, body.owner))
        if passed.argument.star == "**" and all(isinstance(table, Table) and table.exact for table in tables):
            for table in tables:
                entries = table.entries if isinstance(table, Table) else ()
                held = [values for keys, values in entries if keys == (Known(TIME),)]
                if not held and all(len(keys) == 1 and isinstance(keys[0], Known) for keys, _ in entries):
                    yield MissingTime(call.place, call)
                elif held:
                    yield from _from_values(held[-1], call)
                else:
                    yield unknown
            return
        if passed.argument.star == "*":
            arguments = self._exact_arguments(call)
            index = RECORD_CALLS[call.name].index(TIME)
            if arguments is not None and index < len(arguments.positional):
                yield from _from_values(arguments.positional[index], call)
                return
            if arguments is not None:
                yield MissingTime(call.place, call)
                return
        yield unknown

    def _exact_arguments(self, call: MessageCall) -> Union[Arguments, None]:
        from macrometa_conformance.code.calls import arguments_in

        frame = owner_frame(self._resolver, call.body.module, call.body.owner)
        arguments = arguments_in(self._resolver, call.node, frame)
        return arguments if arguments.exact and len(call.arguments) == len(call.node.args) else None

    def _from_keywords(
        self, function: Function, parameter: facts.Parameter, call: MessageCall
    ) -> Iterator[Union[_Given, MissingTime, Undecided]]:
        """Yield what the calls of a function pass on through its `**` parameter."""
        graph = self._project.call_graph
        for caller, edge in graph.callers.get(graph.body_of(function), ()):
            if not self._project.messages.is_judged(caller):
                continue
            for visit in graph.live_visits(caller):
                node = visit.node
                if not isinstance(node, facts.Call) or edge.step.at != node.func.at:
                    continue
                place = Place(caller.module.path, region_of(node.at))
                named = next((a for a in node.args if a.keyword == TIME), None)
                if named is not None:
                    yield _Given(Origin(named.value, caller, (), (edge.step,)), place)
                elif any(argument.star for argument in node.args):
                    yield Undecided("what a starred argument passes is not known", place)
                else:
                    yield MissingTime(place, call, (edge.step,))

    # Nothing

    def _nothing(self, origin: Origin, place: Place, call: MessageCall, depth: int) -> Iterator[MissingTime]:
        """Yield where None is passed, whichever way the run takes through the function that passes it."""
        ends = self._origins.within(origin)
        if ends and all(isinstance(end.expr, facts.Const) and end.expr.value is None for end in ends):
            yield MissingTime(place, call, origin.steps)
        elif len(ends) == 1 and ends[0].parameter is not None and depth < 6:
            for one in self._origins.passed(ends[0]) or ():
                step = one.steps[-1] if one.steps else None
                at = place_of(Site(step.path, step.at)) if step is not None else place
                yield from self._nothing(one, at, call, depth + 1)

    def _is_set_later(self, call: MessageCall) -> bool:
        """Return whether the time is set on the message after it is made."""
        return any(one.expr is call.node for base in self._set_on for one in self._origins.of(base))

    @cached_property
    def _set_on(self) -> tuple[Origin, ...]:
        """Return the expressions whose attribute `time_extracted` is set."""
        graph = self._project.call_graph
        found: list[Origin] = []
        for body in graph.bodies:
            for visit in graph.live_visits(body).of(facts.Assign, facts.Call):
                node = visit.node
                if isinstance(node, facts.Assign):
                    for target in node.targets:
                        if isinstance(target, facts.Attribute) and target.name == TIME:
                            found.append(Origin(target.base, body))
                elif isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "setattr":
                    if len(node.args) == 3 and node.args[1].value == facts.Const(TIME, node.args[1].value.at):
                        found.append(Origin(node.args[0].value, body))
        return tuple(found)


def _from_values(values: Alternatives, call: MessageCall) -> Iterator[Union[_Given, MissingTime, Undecided]]:
    """Yield what worked-out values give for the time; what they do not tell is left alone."""
    from macrometa_conformance.code.call_graph import Body

    if all(value == Known(None) for value in values):
        yield MissingTime(call.place, call)
    for value in values:
        if isinstance(value, Made) and value.call is not None:
            frame = value.call.frame
            yield _Given(Origin(value.call.expr, Body(frame.module, frame.function or frame.cls)), call.place)
