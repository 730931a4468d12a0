"""Which blocks of a body can run, and how often: conditions that are known, and loops over what is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.walk import Block

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

MAX_ROUNDS = 400


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
    resolver: Resolver, blocks: tuple[Block, ...], frame: Frame, around: Optional[Span] = None
) -> Iterator[tuple[Optional[Frame], bool]]:
    """Yield a frame for each time that a statement in nested blocks runs, and whether it surely does, just once.

    Loops over known collections are unrolled, blocks that never run give nothing, and a frame of None stands for
    rounds that are not known. Loops that also hold the span `around` count as one round.
    """
    for count, (inner, sure) in enumerate(_rounds(resolver, blocks, frame, around)):
        if count >= MAX_ROUNDS:
            yield None, False
            return
        yield inner, sure


def _rounds(
    resolver: Resolver, blocks: tuple[Block, ...], frame: Frame, around: Optional[Span]
) -> Iterator[tuple[Optional[Frame], bool]]:
    if not blocks:
        yield frame, True
        return
    block, rest = blocks[0], blocks[1:]
    node = block.node
    if (
        block.kind == "loop"
        and isinstance(node, (facts.For, facts.While))
        and around is not None
        and _holds(node.at, around)
    ):
        yield from _rounds(resolver, rest, frame, around)
    elif block.kind == "loop" and isinstance(node, facts.For):
        for inner, sure in resolver.rounds(node.target, node.iterable, frame, node.at):
            if inner is None:
                yield None, False
            else:
                for innermost, also in _rounds(resolver, rest, inner, around):
                    yield innermost, sure and also
    elif isinstance(node, facts.Comprehension):
        for inner, sure in resolver.comprehension_rounds(node.loops, frame, node.at):
            if inner is None:
                yield None, False
            else:
                for innermost, also in _rounds(resolver, rest, inner, around):
                    yield innermost, sure and also
    else:
        known = surely(resolver, block, frame)
        if known is False:
            return
        for inner, sure in _rounds(resolver, rest, frame, around):
            yield inner, sure and known is True


def _holds(outer: Span, inner: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]
