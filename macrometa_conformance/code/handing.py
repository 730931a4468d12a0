"""Collections that are handed to a function of the project, which may change them in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import arguments_in, function_frame
from macrometa_conformance.code.changes import inexact, with_changes
from macrometa_conformance.code.definitions import Change
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.suites import may_be_passed_by
from macrometa_conformance.code.values import External, Function, FunctionValue, Items, Table, Unknown

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

MAX_HANDED = 3  # calls within calls that a collection is followed into
Collection = Union[Items, Table]
_MUTATORS = frozenset(
    ("random.shuffle", "heapq.heapify", "heapq.heappush", "heapq.heappop", "bisect.insort", "bisect.insort_left",
     "bisect.insort_right", "operator.setitem", "operator.delitem")
)  # fmt: skip


def may_change(resolver: Resolver, change: Change, frame: Frame) -> bool:
    """Return whether a call that a collection is an argument of may change it."""
    node = change.node
    return not isinstance(node, facts.Call) or any(
        isinstance(callee, Unknown)
        or (isinstance(callee, External) and callee.path in _MUTATORS)
        or (isinstance(callee, FunctionValue) and changed_parameters(resolver, callee.function))
        for callee in resolver.evaluate(node.func, frame)
    )


def changed_parameters(resolver: Resolver, function: Function) -> frozenset[str]:
    """Return the parameters of a function whose collections it may change, itself or in what it calls."""
    known = resolver.effects.changed_parameters
    if id(function) not in known:
        known[id(function)] = frozenset()  # what it changes by calling itself, it changes itself
        effects = resolver.effects.of(function.module, function)
        frame = resolver.frame(function)
        known[id(function)] = frozenset(
            param.name
            for param in function.definition.params
            if any(
                change.kind != "passed" or may_change(resolver, change, frame) for change in effects.get(param.name, ())
            )
        )
    return known[id(function)]


def after_call(resolver: Resolver, value: Collection, call: facts.Call, frame: Frame, sure: bool) -> Collection:
    """Return a collection after a call that it is an argument of."""
    callees = resolver.evaluate(call.func, frame)
    only = callees[0] if len(callees) == 1 else None
    if not isinstance(only, FunctionValue) or any(argument.star for argument in call.args) or not sure:
        return inexact(value)
    if len(frame.context) >= MAX_HANDED:
        return inexact(value)
    function = only.function
    params = [param for param in function.definition.params if param.kind not in ("*", "**")]
    if only.receiver is not None and params:
        params = params[1:]
    names: dict[str, None] = {}
    for index, argument in enumerate(call.args):
        name = argument.keyword or (params[index].name if index < len(params) else None)
        given = resolver.evaluate(argument.value, frame)
        if name is not None and any(isinstance(v, (Items, Table)) and v.site == value.site for v in given):
            names[name] = None
    scope = resolver.definitions(function.module).scope_of(function)
    effects = resolver.effects.of(function.module, function)
    inner = function_frame(resolver, only, arguments_in(resolver, call, frame), call, frame)
    if names and len(inner.context) <= len(frame.context):
        return inexact(value)  # the frame of any call, as its calls are too many or it calls itself
    for name in names:
        changes = effects.get(name, ())
        if any(may_be_passed_by(function.body, (), change.node.at) for change in changes):
            return inexact(value)
        if changes and len(scope.bindings.get(name, ())) != 1:
            return inexact(value)
        value = with_changes(resolver, value, changes, inner, None)
    return value
