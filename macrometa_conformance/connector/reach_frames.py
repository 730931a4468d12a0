"""Frames of functions in which the parameters hold what the calls in some reach pass, and no other calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, Reach
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.calls import arguments_in, bind
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.values import Alternatives, Function, FunctionValue, distinct
from macrometa_conformance.connector.rename_sites import argument_for

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver


class ReachFrames:
    """The frames of bodies for one reach; without one, for all calls that there are."""

    def __init__(self, resolver: Resolver, reach: Optional[Reach]) -> None:
        self._resolver = resolver
        self._reach = reach
        self._frames: dict[Body, Frame] = {}

    def frame(self, body: Body) -> Frame:
        """Return the frame of a body."""
        if body not in self._frames:
            self._frames[body] = owner_frame(self._resolver, body.module, body.owner)  # for calls in a circle
            if self._reach is not None and isinstance(body.owner, Function):
                self._frames[body] = self._called(body.owner) or self._frames[body]
        return self._frames[body]

    def passed(self, function: Function, parameter: str) -> tuple[tuple[Expr, Frame], ...]:
        """Return what the calls of a function pass for a parameter, each with the frame of the caller."""
        found = []
        for call, value, frame in self._calls(function):
            given = argument_for(call, value, parameter) if call is not None else None
            if given is not None:
                found.append((given, frame))
        return tuple(found)

    def _calls(self, function: Function) -> Iterator[tuple[Optional[facts.Call], FunctionValue, Frame]]:
        """Yield the calls of a function; a call of None stands for handing it on."""
        for use in self._resolver.uses(function.module).of(function.name):
            caller = Body(use.module, use.owner)
            if self._reach is not None and caller not in self._reach:
                continue
            frame = self.frame(caller)
            for value in self._resolver.evaluate(use.expr, frame):
                if isinstance(value, FunctionValue) and value.function is function:
                    yield (use.call if use.is_callee else None), value, frame

    def _called(self, function: Function) -> Optional[Frame]:
        passed: list[dict[str, Alternatives]] = []
        for call, value, frame in self._calls(function):
            if call is None:
                return None
            arguments = arguments_in(self._resolver, call, frame)
            passed.append(bind(self._resolver, function, value.receiver, arguments, frame, call))
        if not passed:
            return None
        anyhow = self._resolver.frame(function)
        merged: dict[str, Alternatives] = {}
        for param in function.definition.params:
            given = [one[param.name] for one in passed if param.name in one]
            if given and len(given) < len(passed) and param.default is not None:
                given.append(self._resolver.evaluate(param.default, anyhow.outer or anyhow))
            if given:
                merged[param.name] = distinct(tuple(value for values in given for value in values))
        return Frame(function.module, anyhow.scope, function=function, outer=anyhow.outer, arguments=merged)
