"""Work that nests deeply: it runs in a thread whose stack is larger than the main thread's, which may be 8 MiB."""

import sys
import threading
from typing import Callable, TypeVar

T = TypeVar("T")
_STACK = 256 * 1024 * 1024  # bytes; memory is taken only as far as it is used
_RECURSION = 100_000
_NAME = "c8-lint large stack"


def with_large_stack(work: Callable[[], T]) -> T:
    """Return what `work` returns, and raise what it raises; within such work it is simply called.

    Raises MemoryError where there is no memory for the stack.
    """
    if threading.current_thread().name == _NAME:
        return work()
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # the native parser's panics are no `Exception`
            failed.append(error)

    limit = sys.getrecursionlimit()
    old = threading.stack_size(_STACK)
    try:
        sys.setrecursionlimit(max(limit, _RECURSION))
        thread = threading.Thread(target=run, name=_NAME, daemon=True)  # an interrupt ends the process
        thread.start()
        thread.join()
    except RuntimeError:
        raise MemoryError("there is no memory for a large stack") from None
    finally:
        threading.stack_size(old)
        sys.setrecursionlimit(limit)
    if failed:
        raise failed[0]
    return done[0]
