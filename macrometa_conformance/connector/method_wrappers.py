"""Functions that decorators of the project put round a method: what they pass on to it, and what they give back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import arguments_in
from macrometa_conformance.code.values import FunctionValue

if TYPE_CHECKING:
    from macrometa_conformance.code.frames import Frame
    from macrometa_conformance.code.resolver import Resolver


class Wrapper:
    """A function in one frame, and the function that it stands round."""

    def __init__(self, resolver: Resolver, frame: Frame, outer: FunctionValue, inner: FunctionValue) -> None:
        self._resolver = resolver
        self._frame = frame
        self._visits = resolver.definitions(outer.function.module).visits_of(outer.function)
        self._inner = inner

    @property
    def passed(self) -> tuple[Optional[int], ...]:
        """Return how many positional arguments each call of the inner function passes, None where that is not known."""
        found = []
        for node in self._calls():
            arguments = arguments_in(self._resolver, node, self._frame)
            exact = arguments.exact and not arguments.keywords
            found.append(len(arguments.positional) if exact else None)
        return tuple(found)

    @property
    def hands_back(self) -> bool:
        """Return whether each `return` gives back just what the inner function gives."""
        calls = {id(node) for node in self._calls()}
        returns = [visit.node.value for visit in self._visits if isinstance(visit.node, facts.Return)]
        return bool(returns) and all(id(value) in calls for value in returns)

    def _calls(self) -> Iterator[facts.Call]:
        for visit in self._visits:
            if isinstance(visit.node, facts.Call):
                for value in self._resolver.evaluate(visit.node.func, self._frame):
                    if isinstance(value, FunctionValue) and value.function is self._inner.function:
                        yield visit.node
