"""Bookkeeping for values that are worked out from each other: cycles, what may be remembered, and a budget.

Some questions are asked in doubt: the default of a look-up in the environment counts as one value among unknown ones.
What was worked out without asking whether it is in doubt holds for both.

A value that is asked for while it is being worked out is part of a cycle. What was found inside the cycle lacks a part
that only its outermost member, the head, will supply: it is remembered until the head is settled, and no longer.
"""

from __future__ import annotations

from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.values import Alternatives

MAX_NESTING = 150
MAX_WORK = 30_000  # values worked out for one question
MAX_TOTAL = 4_000_000  # and for all of one project: far beyond what any connector is known to need
_NEVER = 1_000_000
_CUT_OFF = -1  # what hangs on the limit of nesting may be another thing when it is asked for by itself
_Place = tuple[int, bool, int]
_Provisional = tuple[Frame, int, Alternatives, bool]


class Settling:
    """What is being worked out at this moment, and what was found on the way."""

    def __init__(self) -> None:
        self.doubts = False  # whether what is asked at this moment is asked in doubt
        self._consulted = 0  # how often that made, or may have made, a difference
        self._active: dict[tuple[int, int], int] = {}
        self._begun: list[tuple[tuple[int, int], int]] = []  # each active value, and the count when it began
        self._heads: list[int] = []  # for each active value the outermost nesting that it was found to hang on
        self._provisional: dict[_Place, _Provisional] = {}
        self._hung: dict[int, list[_Place]] = {}  # the same by what they hang on
        self._work = 0
        self._total = 0

    def consult(self) -> bool:
        """Return whether what is asked at this moment is asked in doubt; what is being worked out hangs on it."""
        self._consulted += 1
        return self.doubts

    def recall(self, key: int, frame: Frame) -> Alternatives | None:
        """Return what was found for a key in a frame, or None."""
        known = frame.memo.get(key)
        if known is not None:
            return known
        if frame.doubtful:
            known = frame.doubtful.get((key, self.doubts))
            self._consulted += known is not None
        if known is None and self._provisional and self._heads:
            found = self._provisional.get((key, self.doubts, id(frame)))
            if found is not None:
                self._hangs_on(found[1])
                self._consulted += found[3]
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

    def enter(self, key: int, frame: Frame) -> bool:
        """Begin to work out a key; return False, and note the cycle, where that has begun already."""
        active = (key, id(frame))
        if active in self._active:
            self._hangs_on(self._active[active])
            return False
        if not self._heads:
            self._work = 0
            self._provisional.clear()
            self._hung.clear()
        self._work += 1
        self._total += 1
        self._active[active] = len(self._heads)
        self._heads.append(_NEVER)
        self._begun.append((active, self._consulted))
        return True

    def begin(self) -> tuple[int, int]:
        """Begin to watch whether what is worked out next hangs on anything that is active."""
        head = _NEVER
        if self._heads:
            head, self._heads[-1] = self._heads[-1], _NEVER
        return head, self._consulted

    def end(self, key: int, frame: Frame, found: Alternatives, begun: tuple[int, int]) -> None:
        """Remember what was worked out for a key that no cycle leads back to, where it hangs on nothing active."""
        head, consulted = begun
        if self._heads:
            if self._heads[-1] == _NEVER and self._consulted == consulted:
                frame.memo[key] = found
            self._hangs_on(head)

    def leave(self) -> None:
        """End working out the last key without an outcome that is worth remembering."""
        del self._active[self._begun.pop()[0]]
        head = self._heads.pop()
        if head < len(self._heads):
            self._lower(len(self._heads), head)
            self._hangs_on(head)

    def undo(self) -> None:
        """End working out the last key, which an exception has ended."""
        del self._active[self._begun.pop()[0]]
        self._heads.pop()

    @property
    def is_working(self) -> bool:
        """Return whether something is being worked out at this moment."""
        return bool(self._heads)

    def apart(self) -> Settling:
        """Return the bookkeeping for a question that is asked apart from what is being worked out at this moment."""
        other = Settling()
        other._total = self._total
        return other

    def count(self, other: Settling) -> None:
        """Count what a question that was asked apart has cost."""
        self._total = other._total

    def settle(self, key: int, frame: Frame, found: Alternatives) -> None:
        """End working out a key with its outcome, remembered for good or until its cycle's head is settled."""
        active, consulted = self._begun.pop()
        del self._active[active]
        hangs_on_doubt = self._consulted > consulted
        head = self._heads.pop()
        depth = len(self._heads)
        if head >= depth:
            if hangs_on_doubt:
                frame.doubtful[key, self.doubts] = found
            else:
                frame.memo[key] = found
            if depth in self._hung:
                for place in self._hung_on(depth):
                    del self._provisional[place]
        else:
            self._lower(depth, head)
            for doubts in (self.doubts,) if hangs_on_doubt else (False, True):
                self._note((key, doubts, id(frame)), (frame, head, found, hangs_on_doubt))
            self._hangs_on(head)

    def _note(self, place: _Place, found: _Provisional) -> None:
        self._provisional[place] = found
        self._hung.setdefault(found[1], []).append(place)

    def _hung_on(self, depth: int) -> list[_Place]:
        """Return what hangs on the value at a nesting, which is left."""
        places = dict.fromkeys(self._hung.pop(depth, ()))
        return [p for p in places if p in self._provisional and self._provisional[p][1] == depth]

    def _lower(self, depth: int, head: int) -> None:
        """Let what hangs on a value that is left hang on what that value hangs on."""
        if depth not in self._hung:
            return
        for place in self._hung_on(depth):
            frame, _, found, hangs_on_doubt = self._provisional[place]
            self._note(place, (frame, head, found, hangs_on_doubt))

    def _hangs_on(self, head: int) -> None:
        if self._heads:
            self._heads[-1] = min(self._heads[-1], head)
