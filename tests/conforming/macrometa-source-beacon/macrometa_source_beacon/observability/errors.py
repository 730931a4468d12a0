"""Errors are counted where they leave a step."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from typing import TypeVar

from prometheus_client import Counter

from ..constants import ERRORS

T = TypeVar("T")

_errors = Counter(name=ERRORS, documentation="Errors while reading from the gateway", labelnames=("step",))


def counted(step: str) -> Callable[[Callable[..., Awaitable[T]]], Callable[..., Awaitable[T]]]:
    """Return a decorator for coroutine functions that counts the errors they end with."""

    def decorate(function: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        @functools.wraps(function)
        async def wrapper(*args: object, **kwargs: object) -> T:
            try:
                return await function(*args, **kwargs)
            except Exception:
                _errors.labels(step=step).inc()
                raise

        return wrapper

    return decorate
