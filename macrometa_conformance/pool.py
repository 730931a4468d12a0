"""Processes that are copies of this one and share a piece of work."""

import io
import os
import pickle
import selectors
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Callable, Generic, NoReturn, Optional, TypeVar

from macrometa_conformance.errors import ToolError

T = TypeVar("T")
_SIZE = 8  # bytes that tell how long a message is
_CHUNK = 1 << 16  # bytes


class Pool(Generic[T]):
    """Processes that are copies of this one; each takes every so many-eth piece."""

    def __init__(self, work: Callable[[int], T], count: int, processes: int, shared: Sequence[object]) -> None:
        self._work = work
        self._count = count
        self._processes = processes
        self._shared = shared
        self._children: list[int] = []
        self._selector = selectors.DefaultSelector()
        self._done: dict[int, tuple[bool, T]] = {}

    def results(self, told: Optional[Callable[[int], None]]) -> Iterator[T]:
        """Yield the results in order; `told` is called with the number of what is done since the last time."""
        try:
            for first in range(self._processes):
                self._start(first)
            for number in range(self._count):
                while number not in self._done:
                    self._receive(number, told)
                succeeded, value = self._done.pop(number)
                if not succeeded:
                    assert isinstance(value, BaseException)
                    raise value
                yield value
        finally:
            self._stop()

    def _start(self, first: int) -> None:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            for key in list(self._selector.get_map().values()):
                os.close(key.fd)
            os.close(read)
            self._serve(first, write)
        os.close(write)
        self._children.append(child)
        self._selector.register(read, selectors.EVENT_READ, bytearray())

    def _serve(self, first: int, write: int) -> NoReturn:
        """Do the work of a child. It ends here whatever happens, and frees, flushes and tells nothing."""
        code = 1
        try:
            with open(write, "wb") as out:
                for number in range(first, self._count, self._processes):
                    data = self._packed(number)
                    out.write(len(data).to_bytes(_SIZE, "big") + data)
                    out.flush()
            code = 0
        except BaseException:  # the parent has gone, or ends; it tells why where there is something to tell
            code = 1
        finally:
            os._exit(code)

    def _packed(self, number: int) -> bytes:
        try:
            message: tuple[int, bool, object] = (number, True, self._work(number))
        except Exception as error:
            message = (number, False, error)
        try:
            return _packed(message, self._shared)
        except Exception as error:  # an exception that cannot be copied, say of a plug-in
            return _packed((number, False, ToolError(f"{type(error).__name__}: {error}")), self._shared)

    def _receive(self, number: int, told: Optional[Callable[[int], None]]) -> None:
        if not self._selector.get_map():
            raise ToolError(f"the process that was to do piece {number + 1} of the work ended by itself")
        for key, _ in self._selector.select():
            data = os.read(key.fd, _CHUNK)
            if not data:
                self._selector.unregister(key.fd)
                os.close(key.fd)
                continue
            buffer: bytearray = key.data
            buffer += data
            while len(buffer) >= _SIZE and len(buffer) >= (end := _SIZE + int.from_bytes(buffer[:_SIZE], "big")):
                done, succeeded, value = _Unpickler(io.BytesIO(bytes(buffer[_SIZE:end])), self._shared).load()
                self._done[done] = succeeded, value
                del buffer[:end]
                if told:
                    told(1)

    def _stop(self) -> None:
        for key in list(self._selector.get_map().values()):
            os.close(key.fd)
        self._selector.close()
        for child in self._children:
            with suppress(OSError):
                os.kill(child, signal.SIGTERM)
            with suppress(OSError):
                os.waitpid(child, 0)


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, shared: Sequence[object]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._numbers = {id(one): number for number, one in enumerate(shared)}

    def persistent_id(self, value: object) -> Optional[int]:
        return self._numbers.get(id(value))


class _Unpickler(pickle.Unpickler):
    """Reads what a copy of this very process has written into a pipe between the two, and nothing else."""

    def __init__(self, file: io.BytesIO, shared: Sequence[object]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, number: int) -> object:
        return self._shared[number]


def _packed(message: object, shared: Sequence[object]) -> bytes:
    file = io.BytesIO()
    _Pickler(file, shared).dump(message)
    return file.getvalue()
