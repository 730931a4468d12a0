"""Where a body adds `_` to a key, and where keys are set: what renames are put together from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, CallGraph
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.flow import rounds
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.values import Alternatives, Function, FunctionValue, Unknown, distinct
from macrometa_conformance.code.walk import Block, Node, Visit, Visits, walk
from macrometa_conformance.connector.substitutions import Substituted, Substitution, substituted
from macrometa_conformance.connector.underscores import addition, is_underscores, options, stem
from macrometa_conformance.plain import Distinct, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.connector.renames import Rename

MAX_ROUNDS = 24
_SETTERS = frozenset(("setdefault", "__setitem__"))


class Carrier(NamedTuple):
    """A function that renames the key which it gets for a parameter."""

    parameter: str
    rename: Rename


@plain
class Added(Distinct):
    """An expression that adds `_` to `base`; `target` is the name that it is assigned to, or "".

    `number` is how many are added, where that is worked out when it runs. `inner` is the rename of a function of the
    project that is called here to add it. `decides` is the expression by whose truth `_` is added, if one does;
    `substitution` is set where a pattern selects the keys.
    """

    expr: Union[Expr, facts.AugAssign]
    base: Expr
    visit: Visit
    target: str
    number: Optional[Expr] = None
    inner: Optional[Carrier] = None
    decides: Optional[Expr] = None
    substitution: Optional[Substitution] = None


@plain
class KeyUse(Distinct):
    """A place where a key of a record is set: `record` is None where a new one is built, `statement` what one edits."""

    key: Expr
    record: Optional[Expr]
    statement: Node
    visit: Visit


class Sites:
    """The additions and the key uses of one body; a pattern adds `_` where it does so to one of some keys."""

    def __init__(self, resolver: Resolver, graph: CallGraph, body: Body, keys: tuple[str, ...]) -> None:
        self.resolver = resolver
        self._keys = keys
        self.body = body
        self.visits = graph.live_visits(body)
        self.frame = owner_frame(resolver, body.module, body.owner)
        self._assigned = tuple(_assigned(self.visits))
        self._targets = {id(value): name for name, value in self._assigned}
        self._rounds = {
            id(node): visit.node for visit in self.visits.of(facts.While) if isinstance(visit.node, facts.While)
            for node in walk(visit.node.test)
        }  # fmt: skip  # the test of a loop runs in each of its rounds

    def additions(self, carriers: Mapping[int, Carrier]) -> tuple[Added, ...]:
        """Return what adds `_`, calls of functions that do among them, in source order; nothing twice."""
        found: list[Added] = []
        inside: set[int] = set()
        for visit in self.visits.of(facts.AugAssign, facts.Joined, facts.Operation, facts.Call):
            node = visit.node
            if id(node) in inside:
                continue
            if id(node) in self._rounds:
                visit = Visit(node, (*visit.blocks, Block("loop", self._rounds[id(node)], 0)))
            made = self._addition(node, visit, carriers)
            if made is not None:
                found.append(made)
                inside.update(id(one) for one in walk(node))
        return tuple(found)

    def _addition(self, node: Node, visit: Visit, carriers: Mapping[int, Carrier]) -> Optional[Added]:
        if isinstance(node, facts.AugAssign):
            if node.op == "+" and is_underscores(self.resolver, node.value, self.frame):
                target = node.target.id if isinstance(node.target, facts.Name) else ""
                return Added(node, node.target, visit, target)
            return None
        if isinstance(node, (facts.Joined, facts.Operation, facts.Call)):
            frame = frame_within(self.resolver, visit.blocks, self.frame)
            target = self._targets.get(id(node), "")
            plain = addition(self.resolver, node, frame)
            if plain is not None:
                return Added(node, stem(plain.base), visit, target, plain.number, decides=plain.decides)
            if isinstance(node, facts.Call):
                by_pattern = substituted(self.resolver, node, frame)
                if by_pattern is not None:
                    return self._substitution(node, by_pattern, visit, target)
            if isinstance(node, facts.Call) and carriers:
                return self._carried(node, visit, target, frame, carriers)
        return None

    def _substitution(self, node: facts.Call, first: Substituted, visit: Visit, target: str) -> Optional[Added]:
        made = first.substitution
        inner = frames_within(self.resolver, visit.blocks, self.frame)
        if any(substituted(self.resolver, node, frame) != first for frame in inner):
            made = replace(made, pattern=None)  # another one in each round
        if all(made.renames(key) is False for key in self._keys):
            return None
        return Added(node, stem(first.base), visit, target, substitution=made)

    def _carried(
        self, node: facts.Call, visit: Visit, target: str, frame: Frame, carriers: Mapping[int, Carrier]
    ) -> Optional[Added]:
        for value in self.resolver.evaluate(node.func, frame):
            if not isinstance(value, FunctionValue) or id(value.function) not in carriers:
                continue
            if value.function is self.body.owner or within(visit, value.function):
                continue  # it calls itself
            carrier = carriers[id(value.function)]
            given = argument_for(node, value, carrier.parameter)
            if given is None:
                continue
            plain = addition(self.resolver, given, frame)
            return Added(node, stem(plain.base if plain is not None else given), visit, target, None, carrier)
        return None

    def uses(self) -> Iterator[KeyUse]:
        """Yield where keys are set: `record[key] = …`, `{key: …}`, `record.update({key: …})`, pairs of a generator."""
        merged: dict[int, tuple[Expr, Node]] = {}  # dicts that are put into another: that one, and where
        for visit in self.visits.of(facts.Assign, facts.AugAssign, facts.Comprehension, facts.Mapping, facts.Call):
            node = visit.node
            if isinstance(node, facts.Assign):
                for target in node.targets:
                    for one in target.items if isinstance(target, facts.Sequence) else (target,):
                        if isinstance(one, facts.Subscript) and not isinstance(one.key, facts.Slice):
                            yield KeyUse(one.key, one.base, node, visit)
            elif isinstance(node, facts.AugAssign) and node.op == "|":
                merged[id(node.value)] = (node.target, node)
            elif isinstance(node, facts.Comprehension):
                yield from self._built(node, visit)
            elif isinstance(node, facts.Mapping):
                for key, _ in node.items:
                    if key is not None:
                        record, statement = merged.get(id(node), (node, key))
                        yield KeyUse(key, record, statement, visit)
            elif isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute):
                if node.func.name in _SETTERS and len(node.args) == 2:
                    yield KeyUse(node.args[0].value, node.func.base, node, visit)
                elif node.func.name == "update":
                    merged.update((id(argument.value), (node.func.base, node)) for argument in node.args)

    def _built(self, node: facts.Comprehension, visit: Visit) -> Iterator[KeyUse]:
        """Yield the keys that a comprehension makes: of a dict, or the first of each pair."""
        key: Optional[Expr] = node.key
        if key is None and isinstance(node.value, facts.Sequence) and node.value.kind == "tuple":
            key = node.value.items[0] if len(node.value.items) == 2 else None
        if key is not None:
            yield KeyUse(key, None, key, Visit(key, (*visit.blocks, Block("comprehension", node, 0))))

    def behind(self, key: Expr) -> Iterator[Expr]:
        """Yield the expressions that a key can be, with those that a name among them takes its value from."""
        for option in options(key):
            yield option
            if isinstance(option, facts.Name):
                yield from (value for name, value in self._assigned if name == option.id)

    def results(self) -> Iterator[tuple[Expr, Visit]]:
        """Yield what the body, and each lambda in it, returns or yields."""
        for visit in self.visits.of(facts.Return, facts.Yield, facts.Lambda):
            node = visit.node
            if isinstance(node, (facts.Return, facts.Yield)) and node.value is not None:
                yield node.value, visit
            elif isinstance(node, facts.Lambda):
                yield node.body, Visit(node.body, (*visit.blocks, Block("lambda", node, 0)))


def frames_within(resolver: Resolver, blocks: tuple[Block, ...], frame: Frame) -> tuple[Frame, ...]:
    """Return the frames of the rounds of the comprehensions, and of the lambdas, that blocks are; never none."""
    frames = [frame]
    for block in blocks:
        node = block.node
        following: list[Frame] = []
        for one in frames:
            if isinstance(node, facts.Lambda):
                function = resolver.definitions(one.module).function(node)
                following.append(resolver.frame(function) if function is not None else one)
            elif isinstance(node, facts.Comprehension):
                inner = [found for found, _ in rounds(resolver, (block,), one) if found is not None]
                following += inner[:MAX_ROUNDS] or [_unbound(resolver, node, one)]
            else:
                following.append(one)
        frames = following[:MAX_ROUNDS]
    return tuple(frames)


def frame_within(resolver: Resolver, blocks: tuple[Block, ...], frame: Frame) -> Frame:
    """Return one of the frames in blocks."""
    return frames_within(resolver, blocks, frame)[0]


def _unbound(resolver: Resolver, node: facts.Comprehension, frame: Frame) -> Frame:
    bound: dict[str, Alternatives] = {}
    for loop in node.loops:
        unknown = (Unknown("what the loop goes over is not known", frame.site(loop.iterable.at)),)
        bound.update(resolver.bind_target(loop.target, unknown, frame))
    return frame.with_variables(bound, node.at)


def values_in(resolver: Resolver, expr: Expr, blocks: tuple[Block, ...], frame: Frame) -> Alternatives:
    """Return what an expression can be in blocks, in all rounds of the comprehensions around it."""
    frames = frames_within(resolver, blocks, frame)
    return distinct(tuple(value for inner in frames for value in resolver.evaluate(expr, inner)))


def argument_for(call: facts.Call, callee: FunctionValue, parameter: str) -> Optional[Expr]:
    """Return the expression that a call passes for a parameter, None where it passes none that can be seen."""
    params = list(callee.function.definition.params)
    if callee.receiver is not None and params:
        params.pop(0)
    positional = [argument for argument in call.args if argument.keyword is None]
    if any(argument.star for argument in call.args):
        return None
    for index, param in enumerate(params):
        if param.name == parameter and not param.kind.startswith("*"):
            if index < len(positional) and param.kind != "keyword-only":
                return positional[index].value
            return next((one.value for one in call.args if one.keyword == parameter), None)
    return None


def within(visit: Visit, function: Function) -> bool:
    """Return whether a node stands in a lambda."""
    return any(block.node is function.definition for block in visit.blocks)


def _assigned(visits: Visits) -> Iterator[tuple[str, Expr]]:
    """Yield the names that take values, with the expressions that they may take."""
    for visit in visits.of(facts.Walrus, facts.Assign):
        node = visit.node
        if isinstance(node, facts.Walrus):
            yield from ((node.target.id, option) for option in options(node.value))
        elif isinstance(node, facts.Assign) and node.value is not None:
            for target in node.targets:
                for one, value in _paired(target, node.value):
                    if isinstance(one, facts.Name):
                        yield from ((one.id, option) for option in options(value))


def _paired(target: Expr, value: Expr) -> Iterator[tuple[Expr, Expr]]:
    if isinstance(target, facts.Sequence) and isinstance(value, facts.Sequence):
        if len(target.items) == len(value.items):
            for one, other in zip(target.items, value.items):
                yield from _paired(one, other)
    else:
        yield target, value
