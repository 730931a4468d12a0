"""Work that is spread over processes: what comes back is in order, and as if one process had done it."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Callable, Optional, TypeVar

T = TypeVar("T")


def processes_for(count: int, wanted: int = 0) -> int:
    """Return how many processes take `count` pieces of work: as many as are wanted, with 0 what the machine has.

    It is 1 where this system cannot copy a process, or where copies of it are not safe. Two of the smallest connectors
    are done sooner by two processes already, and where most is remembered these take a few hundredths longer:
    `bench/RESULTS.md` has the figures.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    most = wanted or (len(affinity(0)) if affinity else os.cpu_count() or 1)
    return max(1, min(most, count))


def in_order(
    work: Callable[[int], T],
    count: int,
    processes: int,
    shared: Sequence[object] = (),
    told: Optional[Callable[[int], None]] = None,
) -> Iterator[T]:
    """Yield `work(0)`, `work(1)` and so on. `told` is called with the number of what is done since the last time.

    What the results hold of `shared` they hold in one process and in many: the same objects. The first exception is
    raised. Raises ToolError where a process ended by itself.
    """
    if processes > 1:
        from macrometa_conformance.pool import Pool  # a run on one connector has no use for it

        yield from Pool(work, count, processes, shared).results(told)
        return
    for number in range(count):
        result = work(number)
        if told:
            told(1)
        yield result
