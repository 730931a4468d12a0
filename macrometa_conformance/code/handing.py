"""Collections that are handed to a function of the project, which may change them in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Union

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
    callees = _run_by(resolver, change, frame)
    return callees is None or any(_changes_arguments(resolver, function) for function in callees)


def _run_by(resolver: Resolver, change: Change, frame: Frame) -> Optional[tuple[Function, ...]]:
    """Return the functions that a call hands a collection to, None where it may be changed without them."""
    node = change.node
    if change.kind != "passed" or not isinstance(node, facts.Call):
        return None
    callees = resolver.evaluate(node.func, frame)
    if any(isinstance(v, Unknown) or (isinstance(v, External) and v.path in _MUTATORS) for v in callees):
        return None
    return tuple(callee.function for callee in callees if isinstance(callee, FunctionValue))


def _changes_arguments(resolver: Resolver, function: Function) -> bool:
    """Return whether a function may change a collection that it is given, itself or in what it calls."""
    known = resolver.effects.changing_arguments
    if id(function) not in known:
        with resolver.asking_anew() as is_outermost:
            answer = _is_changed_on_the_way(resolver, function)
        if not is_outermost:
            return answer
        known[id(function)] = answer
    return known[id(function)]


def _is_changed_on_the_way(resolver: Resolver, function: Function) -> bool:
    """Return whether a function, or one that it hands its arguments on to, changes what it is given.

    All that it leads to are gone through anew: what one of them says of itself may leave out what calls it.
    """
    seen = {id(function)}
    pending = [function]
    for one in pending:
        effects, frame = resolver.effects.of(one.module, one), resolver.frame(one)
        changes = [change for param in one.definition.params for change in effects.get(param.name, ())]
        if any(change.kind != "passed" for change in changes):
            return True
        for change in changes:
            callees = _run_by(resolver, change, frame)
            if callees is None:
                return True
            pending += [callee for callee in callees if id(callee) not in seen]
            seen.update(id(callee) for callee in callees)
    return False


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
