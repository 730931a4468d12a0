"""Which reserved keys a collection holds, followed through what selects from it and takes away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.definitions import Change
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.operations import elements
from macrometa_conformance.code.values import Alternatives, Function, FunctionValue, Items, Known, Table
from macrometa_conformance.code.walk import Block
from macrometa_conformance.connector.reach_frames import ReachFrames
from macrometa_conformance.connector.rename_sites import values_in
from macrometa_conformance.connector.underscores import is_renamed

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_MAX_DEPTH = 5
_SHRINKS = frozenset(("remove", "discard", "pop", "clear", "del", "popitem"))
_SAME = frozenset(("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "dict", "copy"))


class Listed(NamedTuple):
    """The reserved keys that a collection can hold; `complete` says that it holds no other reserved key."""

    keys: frozenset[str] = frozenset()
    complete: bool = False


class KeyLists:
    """Works out collections of keys in the frames of one reach."""

    def __init__(self, resolver: Resolver, frames: ReachFrames, universe: tuple[str, ...]) -> None:
        self._resolver = resolver
        self._frames = frames
        self._universe = universe

    def among(self, values: Alternatives) -> frozenset[str]:
        """Return the reserved keys that values can be; one with `_` added to it stands for the key."""
        texts = [value.value for value in values if isinstance(value, Known) and isinstance(value.value, str)]
        return frozenset(key for key in self._universe for text in texts if text == key or is_renamed(key, text))

    def listed(self, expr: Expr, blocks: tuple[Block, ...], frame: Frame, depth: int = 0) -> Listed:
        """Return the reserved keys in what an expression gives."""
        values = values_in(self._resolver, expr, blocks, frame)
        plain = self._of_values(values)
        if plain.complete or depth > _MAX_DEPTH:
            return plain
        found: Optional[Listed] = None
        if isinstance(expr, facts.Operation):
            found = self._operation(expr, blocks, frame, depth)
        elif isinstance(expr, facts.Comprehension):
            found = self._comprehension(expr, blocks, frame, depth)
        elif isinstance(expr, facts.Conditional):
            found = _union(self.listed(one, blocks, frame, depth + 1) for one in (expr.body, expr.orelse))
        elif isinstance(expr, facts.Name):
            found = self._name(expr, frame, depth)
        elif isinstance(expr, facts.Call):
            found = self._call(expr, blocks, frame, depth)
        if found is None:
            return plain
        return found if found.complete else Listed(plain.keys | found.keys)

    def _of_values(self, values: Alternatives) -> Listed:
        keys: frozenset[str] = frozenset()
        complete = bool(values)
        for value in values:
            spread = elements(value) if isinstance(value, (Items, Table)) else None
            if spread is None:
                complete = False
                continue
            keys = keys.union(*(self.among(part) for part in spread[0]))
            complete = complete and spread[1] and all(isinstance(v, Known) for part in spread[0] for v in part)
        return Listed(keys, complete)

    def _operation(
        self, expr: facts.Operation, blocks: tuple[Block, ...], frame: Frame, depth: int
    ) -> Optional[Listed]:
        parts = [self.listed(one, blocks, frame, depth + 1) for one in expr.operands]
        if expr.op == "-":
            gone = [part.keys for part in parts[1:] if part.complete]
            return Listed(parts[0].keys.difference(*gone), parts[0].complete)
        if expr.op == "&":
            return _common(parts)
        return _union(parts) if expr.op in ("|", "+") else None

    def _comprehension(
        self, expr: facts.Comprehension, blocks: tuple[Block, ...], frame: Frame, depth: int
    ) -> Optional[Listed]:
        """Return what `[key for key in source if key in others]` selects."""
        value = expr.key if expr.key is not None else expr.value
        inner = (*blocks, Block("comprehension", expr, 0))
        for loop in expr.loops:
            if not isinstance(value, facts.Name) or not isinstance(loop.target, facts.Name):
                continue
            if loop.target.id == value.id:
                parts = [self.listed(loop.iterable, blocks, frame, depth + 1)]
                for condition in loop.conditions:
                    if isinstance(condition, facts.Compare) and condition.rest[0][0] == "in":
                        if isinstance(condition.left, facts.Name) and condition.left.id == value.id:
                            parts.append(self.listed(condition.rest[0][1], inner, frame, depth + 1))
                return _common(parts)
        return None

    def _name(self, expr: facts.Name, frame: Frame, depth: int) -> Optional[Listed]:
        """Return what a name holds that is filled, or taken from, after it is set."""
        here: Optional[Frame] = frame
        while here is not None and expr.id not in here.scope.bindings:
            here = here.outer
        if here is None:
            return None
        parts: list[Listed] = []
        for binding in here.scope.reaching(expr.id, (expr.at[0], expr.at[1]) if here is frame else None):
            if binding.kind == "assign" and binding.value is not None and not binding.unpack:
                parts.append(self.listed(binding.value, (), here, depth + 1))
            elif binding.kind == "parameter" and here.function is not None:
                passed = self._frames.passed(here.function, expr.id)
                parts += [self.listed(given, (), caller, depth + 1) for given, caller in passed] or [Listed()]
            else:
                parts.append(Listed())
        owner = here.function or here.cls
        changes = self._resolver.definitions(here.module).changes_of(owner).get(expr.id, ())
        return _union([*parts, *(self._added(change, here, depth) for change in changes)]) if parts else None

    def _added(self, change: Change, frame: Frame, depth: int) -> Listed:
        """Return what a change puts into a collection."""
        if change.kind in _SHRINKS:
            return Listed(frozenset(), True)
        if isinstance(change.node, facts.Call) and change.kind in ("append", "add", "insert") and change.node.args:
            values = values_in(self._resolver, change.node.args[-1].value, change.blocks, frame)
            return Listed(self.among(values), all(isinstance(value, Known) for value in values))
        if isinstance(change.node, facts.Call) and change.kind in ("extend", "update") and len(change.node.args) == 1:
            return self.listed(change.node.args[0].value, change.blocks, frame, depth + 1)
        return Listed()

    def _call(self, expr: facts.Call, blocks: tuple[Block, ...], frame: Frame, depth: int) -> Optional[Listed]:
        parts = [self.listed(argument.value, blocks, frame, depth + 1) for argument in expr.args]
        if isinstance(expr.func, facts.Attribute):
            base = self.listed(expr.func.base, blocks, frame, depth + 1)
            if expr.func.name == "difference":
                return Listed(base.keys.difference(*(part.keys for part in parts if part.complete)), base.complete)
            if expr.func.name == "intersection":
                return _common([base, *parts])
            if expr.func.name in ("union", "copy", "keys"):
                return _union([base, *parts])
        elif isinstance(expr.func, facts.Name) and parts:
            if expr.func.id == "filter":
                return parts[-1]
            if expr.func.id in _SAME:
                return parts[0]
        returned = [
            self.listed(node.value, visit.blocks, self._resolver.frame(value.function, value.receiver), depth + 1)
            for value in self._resolver.evaluate(expr.func, frame)
            if isinstance(value, FunctionValue) and isinstance(value.function, Function)
            for visit in self._resolver.definitions(value.function.module).visits_of(value.function)
            for node in (visit.node,)
            if isinstance(node, facts.Return) and node.value is not None
        ]
        return _union(returned) if returned else None


def _union(parts: Iterable[Listed]) -> Listed:
    found = list(parts)
    return Listed(frozenset().union(*(part.keys for part in found)), all(part.complete for part in found))


def _common(parts: list[Listed]) -> Listed:
    """Return what collections have in common; one that is known in full bounds the others."""
    known = [part.keys for part in parts if part.complete]
    if known:
        return Listed(known[0].intersection(*known[1:]), True)
    return Listed(frozenset().union(*(part.keys for part in parts)))
