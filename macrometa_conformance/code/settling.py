"""Bookkeeping for values that are worked out from each other: cycles, what may be remembered, and a budget.

A value that is asked for while it is being worked out is part of a cycle. What was found inside the cycle lacks a part
that only its outermost member, the head, will supply: it is remembered until the head is settled, and no longer.
"""

from __future__ import annotations

from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.values import Alternatives

MAX_NESTING = 150
MAX_WORK = 30_000  # values worked out for one question
MAX_TOTAL = 400_000  # and for all of one project
_NEVER = 1_000_000
_CUT_OFF = -1  # what hangs on the limit of nesting may be another thing when it is asked for by itself
Key = tuple[int, bool]


class Settling:
    """What is being worked out at this moment, and what was found on the way."""

    def __init__(self) -> None:
        self._active: dict[tuple[int, int], int] = {}
        self._heads: list[int] = []  # for each active value the outermost nesting that it was found to hang on
        self._provisional: dict[tuple[int, bool, int], tuple[Frame, int, Alternatives]] = {}
        self._work = 0
        self._total = 0

    def recall(self, key: Key, frame: Frame) -> Alternatives | None:
        """Return what was found for a key in a frame, or None."""
        known = frame.memo.get(key)
        if known is None and self._provisional:
            found = self._provisional.get((*key, id(frame)))
            if found is not None:
                self._hangs_on(found[1])
                return found[2]
        return known

    @property
    def is_exhausted(self) -> bool:
        """Return whether the budget for one question, or for all, is spent."""
        if not self._heads:
            self._work = 0
        if len(self._heads) >= MAX_NESTING:
            self._hangs_on(_CUT_OFF)
            return True
        return self._work > MAX_WORK or self._total > MAX_TOTAL

    def enter(self, key: Key, frame: Frame) -> bool:
        """Begin to work out a key; return False, and note the cycle, where that has begun already."""
        active = (key[0], id(frame))
        if active in self._active:
            self._hangs_on(self._active[active])
            return False
        if not self._heads:
            self._work = 0
            self._provisional.clear()
        self._work += 1
        self._total += 1
        self._active[active] = len(self._heads)
        self._heads.append(_NEVER)
        return True

    def leave(self, key: Key, frame: Frame) -> None:
        """End working out a key without an outcome that is worth remembering."""
        del self._active[(key[0], id(frame))]
        head = self._heads.pop()
        if head < len(self._heads):
            self._hangs_on(head)

    def undo(self, key: Key, frame: Frame) -> None:
        """End working out a key that an exception has ended."""
        self._active.pop((key[0], id(frame)), None)
        self._heads.pop()

    @property
    def is_working(self) -> bool:
        """Return whether something is being worked out at this moment."""
        return bool(self._heads)

    def settle(self, key: Key, frame: Frame, found: Alternatives) -> None:
        """End working out a key with its outcome, remembered for good or until its cycle's head is settled."""
        del self._active[(key[0], id(frame))]
        head = self._heads.pop()
        depth = len(self._heads)
        if head >= depth:
            frame.memo[key] = found
            if head == depth and self._provisional:
                self._provisional = {k: v for k, v in self._provisional.items() if v[1] < depth}
        else:
            self._provisional[(*key, id(frame))] = (frame, head, found)
            self._hangs_on(head)

    def _hangs_on(self, head: int) -> None:
        if self._heads:
            self._heads[-1] = min(self._heads[-1], head)
