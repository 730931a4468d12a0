"""The ways in which importing a package gets to a statement, and whether two statements can run in one import.

A way is the arms of compound statements that must run: those around the statement in its module, and those around the
imports that load the module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.import_closure import names_in, runs_on_import
from macrometa_conformance.code.program import Module, Program
from macrometa_conformance.code.walk import Block
from macrometa_conformance.plain import Plain, plain

MAX_WAYS = 8  # to one module; beyond them it counts as loaded whatever happens

_NEGATIONS = {"!=": "==", "not in": "in", "is not": "is"}
_Branching = Union[facts.If, facts.Match, facts.Try]


@plain
class Arm(Plain):
    """An arm of a statement of which not every arm runs: the module, the statement, the number and kind of the arm."""

    path: str
    at: Span
    arm: int
    kind: str
    node: _Branching = field(compare=False)


Way = tuple[Arm, ...]


def ways_to_load(program: Program, name: str) -> dict[str, tuple[Way, ...]]:
    """Return by path the ways in which importing a module loads it and others; an empty way is always taken."""
    found: dict[str, tuple[Way, ...]] = {}
    waiting: list[tuple[str, Way]] = [(name, ())]
    for dotted, way in waiting:
        parts = dotted.split(".")
        for length in range(1, len(parts) + 1):
            module = program.module(".".join(parts[:length]))
            if module is None:
                continue
            known = found.get(module.path, ())
            if any(set(one) <= set(way) for one in known):
                continue
            way = way if len(known) < MAX_WAYS else ()
            found[module.path] = (*(one for one in known if not set(way) <= set(one)), way)
            waiting.extend(_imports(module, way))
    return found


def _imports(module: Module, way: Way) -> Iterator[tuple[str, Way]]:
    for node, around in module.imports:
        if all(runs_on_import(visit) for visit in around):
            here = extended(way, module, (block for visit in around for block in visit.blocks))
            for name in names_in(node, module):
                yield name, here


def extended(way: Way, module: Module, blocks: Iterable[Block]) -> Way:
    """Return a way that goes on through the arms around a statement of a module."""
    arms = (
        Arm(module.path, block.node.at, block.arm, block.kind, block.node)
        for block in blocks
        if isinstance(block.node, (facts.If, facts.Match, facts.Try))
    )
    return tuple(dict.fromkeys((*way, *arms)))


def together(one: Way, other: Way) -> bool:
    """Return whether both ways can be taken in one import."""
    return not any(_exclude(a, b) for a in one for b in other)


def _exclude(one: Arm, other: Arm) -> bool:
    if one.path != other.path:
        return False
    if one.at == other.at:
        return one.arm != other.arm and not _follow(one, other)
    held = dict(_held(one))
    return any(held.get(test, truth) is not truth for test, truth in _held(other))


def _follow(one: Arm, other: Arm) -> bool:
    """Return whether two arms of a `try` can run one after the other; a handler takes the place of the body."""
    kinds = {one.kind, other.kind}
    return "finally" in kinds or kinds == {"try", "try-else"}


def _held(arm: Arm) -> Iterator[tuple[object, bool]]:
    """Yield the tests of an `if` that an arm of it stands for, each with its answer."""
    if isinstance(arm.node, facts.If):
        for index, (test, _) in enumerate(arm.node.branches[: arm.arm + 1]):
            yield _answer(test, index == arm.arm)


def _answer(test: Expr, truth: bool) -> tuple[object, bool]:
    if isinstance(test, facts.Unary) and test.op == "not":
        return _answer(test.operand, not truth)
    if isinstance(test, facts.Compare) and len(test.rest) == 1 and test.rest[0][0] in _NEGATIONS:
        op, right = test.rest[0]
        return _answer(facts.Compare(test.left, ((_NEGATIONS[op], right),), test.at), not truth)
    return _shape(test), truth


def _shape(value: object) -> object:
    """Return what an expression says, wherever it stands."""
    if isinstance(value, facts.Fact):
        fields = (_shape(field) for name, field in vars(value).items() if name not in ("at", "name_at"))
        return (value.__class__, *fields)
    return tuple(_shape(one) for one in value) if isinstance(value, tuple) else (value.__class__, value)
