"""Frames: where an expression is worked out, that is with which names in sight and which arguments bound."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.scopes import Scope
from macrometa_conformance.code.values import Alternatives, Class, Function, Site, Value


class Frame:
    """A module's, class's or function's body, or a part of one with loop variables bound.

    `function` is set for a function's frame, `cls` for a class body's. `arguments` hold the parameters that the call
    binds; None stands for any call of the function. `variables` are bound by an enclosing comprehension or loop and
    hide the names of the scope. `outer` is the frame whose names are seen from here (class bodies are skipped).
    """

    def __init__(
        self,
        module: Module,
        scope: Scope,
        *,
        function: Optional[Function] = None,
        cls: Optional[Class] = None,
        outer: Optional[Frame] = None,
        arguments: Optional[Mapping[str, Alternatives]] = None,
        receiver: Optional[Value] = None,
        variables: Optional[Mapping[str, Alternatives]] = None,
        context: tuple[tuple[str, Span], ...] = (),
        loop: Optional[Span] = None,
        around: Optional[Frame] = None,
        rounds: tuple[int, ...] = (),
    ) -> None:
        self.module = module
        self.scope = scope
        self.function = function
        self.cls = cls
        self.outer = outer
        self.arguments = arguments
        self.receiver = receiver
        self.variables = variables or {}
        self.context = context
        self.loop = loop
        self.around = around
        self.rounds = rounds
        self.memo: dict[int, Alternatives] = {}  # what was worked out, by what was asked
        self.doubtful: dict[tuple[int, bool], Alternatives] = {}  # and what hangs on whether it was asked in doubt
        self._inner: dict[tuple[tuple[str, Alternatives, tuple[Optional[Site], ...]], ...], Frame] = {}

    def site(self, at: Span) -> Site:
        """Return the site of a span in this frame."""
        return Site(self.module.path, at, self.context)

    def object_site(self, at: Span) -> Site:
        """Return the site of a call that makes an object, another one in each round of a loop over known things."""
        return Site(self.module.path, at, self.context, self.rounds)

    def home_of(self, at: Span) -> Frame:
        """Return the frame in which a binding at a span is worked out: this one, unless it lies outside the loop."""
        here = self
        while here.loop is not None and here.around is not None and not _holds(here.loop, at):
            here = here.around
        return here

    @property
    def loops(self) -> tuple[Span, ...]:
        """Return the spans of the loops that this frame is a round of, innermost first."""
        found: list[Span] = []
        here: Optional[Frame] = self
        while here is not None and here.loop is not None:
            found.append(here.loop)
            here = here.around
        return tuple(found)

    def with_variables(self, variables: Mapping[str, Alternatives], loop: Span) -> Frame:
        """Return the same frame inside a loop that binds some names, the same one for the same values of one place."""
        key = tuple(
            (name, values, tuple(getattr(v, "site", None) for v in values)) for name, values in variables.items()
        )
        if key not in self._inner:
            self._inner[key] = Frame(
                self.module,
                self.scope,
                function=self.function,
                cls=self.cls,
                outer=self.outer,
                arguments=self.arguments,
                receiver=self.receiver,
                variables={**self.variables, **variables},
                context=self.context,
                loop=loop,
                around=self,
                rounds=(*self.rounds, len(self._inner)),
            )
        return self._inner[key]

    @property
    def body(self) -> tuple[facts.Stmt, ...]:
        """Return the statements that run in this frame."""
        if self.function is not None:
            return self.function.body
        return self.cls.definition.body if self.cls is not None else self.module.facts.body


def _holds(outer: Span, inner: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


class Arguments(NamedTuple):
    """What a call passes, worked out. `exact` is False where a starred argument passes what is not known."""

    positional: tuple[Alternatives, ...] = ()
    keywords: Mapping[str, Alternatives] = MappingProxyType({})
    exact: bool = True


class CallSite(NamedTuple):
    """A call (or the expression that stands for one, as a decorator does), its frame and its arguments."""

    expr: Expr
    frame: Frame
    arguments: Arguments
