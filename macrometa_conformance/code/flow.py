"""Which blocks of a body can run, and how often: conditions that are known, and loops over what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.scopes import Position
from macrometa_conformance.code.suites import suite_of, suites_of
from macrometa_conformance.code.walk import Block

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

MAX_ROUNDS = 400


class _Asked(NamedTuple):
    """What `rounds` is asked for besides the blocks."""

    around: Optional[Span]
    at: Optional[Span]
    until: Optional[Position]


def surely(resolver: Resolver, block: Block, frame: Frame) -> Optional[bool]:
    """Return True where a block always runs once it is reached, False where it never does, None otherwise."""
    node = block.node
    if isinstance(node, facts.If):
        for index, (test, _) in enumerate(node.branches):
            known = resolver.truth(test, frame)
            if index == block.arm:
                return known
            if known is not False:
                return False if known else None
        return True
    if isinstance(node, facts.Conditional):
        known = resolver.truth(node.test, frame)
        return known if block.arm == 0 or known is None else not known
    if block.kind in ("try", "try-else", "finally", "with", "loop-else"):
        return True
    return None


def rounds(
    resolver: Resolver,
    blocks: tuple[Block, ...],
    frame: Frame,
    around: Optional[Span] = None,
    at: Optional[Span] = None,
    until: Optional[Position] = None,
) -> Iterator[tuple[Optional[Frame], bool]]:
    """Yield a frame for each time that a statement in nested blocks runs, and whether it surely does, just once.

    Loops over known collections are unrolled, blocks that never run give nothing, and a frame of None stands for
    rounds that are not known. Loops that also hold the span `around` count as one round. Rounds that `continue` or
    `break` before they get to the span `at` of the statement are left out, or not sure; so is what stands in a `try`
    that handles exceptions, seen from a position `until` outside it.
    """
    for count, (inner, sure) in enumerate(_rounds(resolver, blocks, frame, _Asked(around, at, until))):
        if count >= MAX_ROUNDS:
            yield None, False
            return
        yield inner, sure


def _rounds(
    resolver: Resolver, blocks: tuple[Block, ...], frame: Frame, asked: _Asked
) -> Iterator[tuple[Optional[Frame], bool]]:
    if not blocks:
        yield frame, True
        return
    block, rest = blocks[0], blocks[1:]
    node = block.node
    if (
        block.kind == "loop"
        and isinstance(node, (facts.For, facts.While))
        and asked.around is not None
        and _holds(node.at, asked.around)
    ):
        yield from _rounds(resolver, rest, frame, asked)
    elif block.kind == "loop" and isinstance(node, facts.For):
        yield from _rounds_of_loop(resolver, node, rest, frame, asked)
    elif isinstance(node, facts.Comprehension):
        for inner, sure in resolver.comprehension_rounds(node.loops, frame, node.at):
            if inner is None:
                yield None, False
            else:
                for innermost, also in _rounds(resolver, rest, inner, asked):
                    yield innermost, sure and also
    else:
        known = surely(resolver, block, frame)
        if known is False:
            return
        if asked.at is not None and may_give_up(block) and not stands_in(asked.until, block):
            known = None
        for inner, sure in _rounds(resolver, rest, frame, asked):
            yield inner, sure and known is True


def _rounds_of_loop(
    resolver: Resolver,
    node: facts.For,
    rest: tuple[Block, ...],
    frame: Frame,
    asked: _Asked,
) -> Iterator[tuple[Optional[Frame], bool]]:
    goes_on, at = True, asked.at
    own = takewhile(lambda block: block.kind != "loop", rest)
    suites = [node.body, *(suite_of(block) for block in own)]
    for inner, sure in resolver.rounds(node.target, node.iterable, frame, node.at):
        if inner is None:
            yield None, False
            continue
        before = [statement for suite in suites for statement in suite if at and statement.at[2:] <= at[:2]]
        left = _left(resolver, before, inner, ("continue", "break"))
        if left is not True:
            for innermost, also in _rounds(resolver, rest, inner, asked):
                yield innermost, sure and also and left is False and goes_on
        ended = _left(resolver, node.body, inner, ("break",)) if at else False
        if ended is True and sure:
            return
        goes_on = goes_on and ended is False


def may_give_up(block: Block) -> bool:
    """Return whether an exception may end a block early, and what stands behind its statement runs all the same."""
    node = block.node
    if isinstance(node, facts.Try):
        return block.kind in ("try", "try-else") and not all(leaves(handler.body) for handler in node.handlers)
    return isinstance(node, facts.With) and any(
        isinstance(value, facts.Call) and dotted(value.func).endswith("suppress") for value, _ in node.items
    )


def stands_in(position: Optional[Position], block: Block) -> bool:
    """Return whether a position lies in the statements of a block."""
    suite = suite_of(block)
    return position is not None and bool(suite) and suite[0].at[:2] <= position <= suite[-1].at[2:]


def _left(resolver: Resolver, suite: Sequence[facts.Stmt], frame: Frame, kinds: tuple[str, ...]) -> Optional[bool]:
    """Return whether control leaves a round of a loop by a jump in some statements; None where it may."""
    found: Optional[bool] = False
    for statement in suite:
        left = _leaves(resolver, statement, frame, kinds)
        if left is True:
            return True if found is False else None
        found = None if left is None else found
    return found


def _leaves(resolver: Resolver, statement: facts.Stmt, frame: Frame, kinds: tuple[str, ...]) -> Optional[bool]:
    if isinstance(statement, facts.Jump):
        return statement.kind in kinds
    if resolver.jumps.of(statement).isdisjoint(kinds):
        return False
    if isinstance(statement, facts.If):
        bodies = [body for _, body in statement.branches] + [statement.orelse]
        lefts = [_left(resolver, body, frame, kinds) for body in bodies]
        possible: set[Optional[bool]] = set()
        for index, left in enumerate(lefts if any(left is not False for left in lefts) else ()):
            tested = index < len(statement.branches)
            known = resolver.truth(statement.branches[index][0], frame) if tested else True
            if known is not False:
                possible.add(left)
            if known is True:
                break
        return possible.pop() if len(possible) == 1 else (None if possible else False)
    inside = [_left(resolver, suite, frame, kinds) for suite in suites_of(statement)]
    return False if all(left is False for left in inside) else None


def _holds(outer: Span, inner: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]
