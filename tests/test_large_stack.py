"""Work on a large stack."""

import threading

import pytest

from macrometa_conformance.large_stack import with_large_stack


def depth(levels: int) -> int:
    """Return the number of levels, each a call."""
    return 0 if levels == 0 else 1 + depth(levels - 1)


def test_work_may_nest_deeper_than_usual() -> None:
    """Twenty thousand nested calls end well, where Python's own limit is a thousand."""
    assert with_large_stack(lambda: depth(20_000)) == 20_000


def test_what_the_work_raises_is_raised() -> None:
    """An exception in the thread is the caller's."""
    with pytest.raises(ZeroDivisionError):
        with_large_stack(lambda: 1 // 0)


def test_work_within_such_work_runs_in_the_same_thread() -> None:
    """A large stack inside a large stack makes no second thread."""
    inner = with_large_stack(lambda: with_large_stack(threading.current_thread) is threading.current_thread())
    assert inner
