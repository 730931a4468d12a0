"""What is passed for a parameter: the expressions in the calls of a function, also where it is handed on to be called.

`Thread(target=f, args=(a,))`, `executor.submit(f, a)`, `partial(f, a)` and `delayed(f)(a)` pass `a` as a call would.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.values import ClassValue, Function
from macrometa_conformance.code.walk import Visits

if TYPE_CHECKING:
    from macrometa_conformance.code.call_graph import Body, CallGraph
    from macrometa_conformance.code.resolver import Resolver

_HAND_ON_FIRST = frozenset(("submit", "partial", "to_thread", "apply_async", "register", "call_soon", "spawn"))


class Passed(NamedTuple):
    """What one call passes: the expression (None: the call leaves it to the default), the call, and where it stands.

    `exact` is False where the call may pass something else (a starred argument, a function that is handed on in a way
    that is not known): then `expr` is one of the expressions that may reach the parameter, or None for none in sight.
    """

    expr: Optional[Expr]
    call: Optional[facts.Call]
    body: Body
    exact: bool = True


class Passing:
    """What the calls in a package pass."""

    def __init__(self, resolver: Resolver, graph: CallGraph) -> None:
        self._resolver = resolver
        self._graph = graph
        self._calls: dict[Body, dict[Span, list[tuple[facts.Call, bool]]]] = {}
        self._passed: dict[tuple[Body, str], tuple[Passed, ...]] = {}

    def passed_for(self, function: Function, parameter: str) -> tuple[Passed, ...]:
        """Return what each call of a function passes for a parameter."""
        key = (self._graph.body_of(function), parameter)
        if key not in self._passed:
            found: dict[Passed, None] = {}
            for caller, edge in self._graph.callers.get(key[0], ()):
                for call, handed in self._calls_at(caller, edge.step.at):
                    if handed:
                        one = _handed(self._resolver, function, parameter, call, edge.step.at, caller)
                    else:
                        one = arguments_for(self._resolver, function, parameter, call, caller)
                    found.update(dict.fromkeys(one))
            self._passed[key] = tuple(found)
        return self._passed[key]

    def live_visits(self, body: Body) -> Visits:
        """Return the nodes of a body that may run."""
        return self._graph.live_visits(body)

    def _calls_at(self, body: Body, at: Span) -> list[tuple[facts.Call, bool]]:
        """Return the calls of a body that an edge's place belongs to, and whether they hand the function on."""
        if body not in self._calls:
            calls: dict[Span, list[tuple[facts.Call, bool]]] = {}
            for visit in self._graph.live_visits(body):
                node = visit.node
                if isinstance(node, facts.Call):
                    named = node.func.name_at if isinstance(node.func, facts.Attribute) else node.func.at
                    spans = {node.func.at, named}
                    for span in spans:
                        calls.setdefault(span, []).append((node, False))
                    for argument in node.args:
                        calls.setdefault(argument.value.at, []).append((node, True))
            self._calls[body] = calls
        return self._calls[body].get(at, [])


def arguments_for(
    resolver: Resolver, function: Function, parameter: str, call: facts.Call, body: Body, given: int = 0
) -> Iterator[Passed]:
    """Yield what a call passes for a parameter, `given` positional arguments being passed before its own."""
    params = function.definition.params
    index = next((i for i, param in enumerate(params) if param.name == parameter), None)
    if index is None:
        return
    kind = params[index].kind
    bound = given + _bound(resolver, function, call, body)
    if kind in ("positional-only", "positional") and index < bound:
        if isinstance(call.func, facts.Attribute) and not given:
            yield Passed(call.func.base, call, body)
        return
    starred = [argument.value for argument in call.args if argument.star]
    plain = [argument.value for argument in call.args if not argument.star and argument.keyword is None]
    if kind == "*":
        first = sum(param.kind in ("positional-only", "positional") for param in params) - bound
        for value in [*plain[max(first, 0) :], *starred]:
            yield Passed(value, call, body, exact=False)
        return
    if kind == "**":
        named = {param.name for param in params}
        for argument in call.args:
            if (argument.keyword is not None and argument.keyword not in named) or argument.star == "**":
                yield Passed(argument.value, call, body, exact=False)
        return
    keyword = next((argument.value for argument in call.args if argument.keyword == parameter), None)
    position = index - bound
    before = next((i for i, argument in enumerate(call.args) if argument.star == "*"), len(call.args))
    if keyword is not None:
        yield Passed(keyword, call, body)
    elif kind != "keyword-only" and position < len(plain) and position < before:
        yield Passed(plain[position], call, body)
    elif starred:
        for value in starred:
            yield Passed(value, call, body, exact=False)
    else:
        yield Passed(None, call, body)


def _bound(resolver: Resolver, function: Function, call: facts.Call, body: Body) -> int:
    """Return how many parameters the way of calling binds: 1 for the receiver of a method."""
    if function.owner is None or resolver.method_kind(function) == "static":
        return 0
    if isinstance(call.func, facts.Attribute) and resolver.method_kind(function) != "class":
        values = resolver.evaluate(call.func.base, owner_frame(resolver, body.module, body.owner))
        if all(isinstance(value, ClassValue) for value in values):
            return 1 if function.name in ("__new__",) or _makes(resolver, function, call, body) else 0
    return 1


def _makes(resolver: Resolver, function: Function, call: facts.Call, body: Body) -> bool:
    """Return whether the call makes an object of a class, which runs its constructor."""
    values = resolver.evaluate(call.func, owner_frame(resolver, body.module, body.owner))
    return function.name.startswith("__") and any(isinstance(value, ClassValue) for value in values)


def _handed(
    resolver: Resolver, function: Function, parameter: str, call: facts.Call, at: Span, body: Body
) -> Iterator[Passed]:
    """Yield what a function gets for a parameter that is handed on by a call."""
    name = last_name(call.func)
    index = next(i for i, argument in enumerate(call.args) if argument.value.at == at)
    named_by = call.args[index].value
    packed = {argument.keyword: argument.value for argument in call.args if argument.keyword in ("args", "kwargs")}
    after = tuple(argument for argument in call.args[index + 1 :])
    if name in _HAND_ON_FIRST or name == "run_in_executor":
        yield from arguments_for(resolver, function, parameter, facts.Call(named_by, after, call.at), body)
    elif call.args[index].keyword == "target" or packed:
        items = packed.get("args")
        names = packed.get("kwargs")
        args: list[facts.Argument] = []
        if isinstance(items, facts.Sequence):
            args = [facts.Argument(item, None, "", item.at) for item in items.items]
        elif items is not None:
            args = [facts.Argument(items, None, "*", items.at)]
        if names is not None:
            args.append(facts.Argument(names, None, "**", names.at))
        yield from arguments_for(resolver, function, parameter, facts.Call(named_by, tuple(args), call.at), body)
    else:
        outer = _called(resolver, body, call)
        if outer is not None:  # `delayed(f)(a)`
            yield from arguments_for(resolver, function, parameter, facts.Call(named_by, outer.args, outer.at), body)
            return
        for argument in call.args:
            if argument.value.at != at:
                yield Passed(argument.value, call, body, exact=False)
        yield Passed(None, call, body, exact=False)


def _called(resolver: Resolver, body: Body, call: facts.Call) -> Optional[facts.Call]:
    """Return the call whose function is what another call gives."""
    for visit in resolver.definitions(body.module).visits_of(body.owner):
        if isinstance(visit.node, facts.Call) and visit.node.func is call:
            return visit.node
    return None
