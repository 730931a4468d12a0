"""What the runtime gets from a method: whether it returns anything, and what each `return` can give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import returned
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Expr, Stmt
from macrometa_conformance.code.flow import rounds
from macrometa_conformance.code.texts import is_text
from macrometa_conformance.code.values import Alternatives, External, FunctionValue, Known, Made, Unknown, Value
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.methods import InterfaceMethod
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.frames import Frame
    from macrometa_conformance.code.resolver import Resolver

_NOT_IMPLEMENTED = "builtins.NotImplementedError"


@plain
class Returned(Plain):
    """A `return` with a value, or a side of a conditional there: its place, what it can be, whether it is never true.

    `is_text` says that it surely is a `str`, be it known or not what it says. `written` are the places that surely are
    returned on some path: the value itself, and the items of a display.
    """

    place: Place
    values: Alternatives
    is_false: bool
    is_text: bool
    written: tuple[Place, ...]

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return what keeps the value from being known, or None."""
        for value in self.values:
            if isinstance(value, Unknown):
                return Undecided(value.reason, place_of(value.site))
        return None


def returned_values(method: InterfaceMethod, *, in_doubt: bool = False) -> tuple[Returned, ...]:
    """Return each `return` with a value that may run, `None` written out among them; nothing for an unknown method.

    With `in_doubt` the default of an environment look-up is one value among others that are not known.
    """
    only = method.only
    if only is None or only.function is None or not _gives_values(only.function.function.definition):
        return ()
    frame = method.frame(only.function)
    evaluate = method.resolver.evaluate_in_doubt if in_doubt else method.resolver.evaluate
    found = []
    for whole in _returns(method, only.function):
        everything = evaluate(whole, frame) if whole is not None else ()
        for expr in _sides(method.resolver, whole, frame) if whole is not None else ():
            values = everything if expr is whole else tuple(v for v in evaluate(expr, frame) if v in everything)
            is_false = method.resolver.truth(expr, frame) is False
            texts = isinstance(expr, facts.Joined) or all(is_text(value) for value in values)
            written = tuple(place_of(frame.site(part.at)) for part in _written(expr))
            found.append(Returned(place_of(frame.site(expr.at)), values, is_false, texts, written))
    return tuple(found)


def _gives_values(definition: Union[facts.FunctionDef, facts.Lambda]) -> bool:
    """Return whether a call gives what the function returns: that of `async def` and of a generator does not."""
    return isinstance(definition, facts.Lambda) or not (definition.is_async or definition.is_generator)


def _sides(resolver: Resolver, expr: Expr, frame: Frame) -> Iterator[Expr]:
    """Yield the sides of a conditional that may be its value; of another expression itself."""
    if not isinstance(expr, facts.Conditional):
        yield expr
        return
    known = resolver.truth(expr.test, frame)
    if known is not False:
        yield from _sides(resolver, expr.body, frame)
    if known is not True:
        yield from _sides(resolver, expr.orelse, frame)


def _written(expr: Expr) -> Iterator[Expr]:
    yield expr
    if isinstance(expr, facts.Sequence):
        yield from expr.items


def unimplemented(method: InterfaceMethod) -> Union[str, Undecided, None]:
    """Return in what way a method returns nothing, why that cannot be told, or None where it does return something.

    A body that only raises another exception than `NotImplementedError` answers on purpose.
    """
    only = method.only
    if only is None or only.written is None:
        return method.unclear
    reason = _shape(method, only.written)
    if reason and only.is_wrapped and only.function is not None:
        values = returned(method.resolver, only.function.function, method.frame(only.function))
        if any(value != Known(None) for value in values):
            return Undecided(f"what the decorators of `{method.name}` return is known when it runs", method.place)
    return reason or None


def is_empty(method: InterfaceMethod) -> bool:
    """Return whether a method holds nothing but a docstring, `pass` or `...`."""
    written = method.only.written if method.only is not None else None
    return written is not None and all(_is_filler(statement) for statement in written.function.body)


def _shape(method: InterfaceMethod, written: FunctionValue) -> str:
    body = written.function.body
    raises = [one for one in body if isinstance(one, facts.Raise)]
    if all(_is_filler(one) or isinstance(one, facts.Raise) for one in body):
        if not raises:
            return "has no body"
        return "only raises `NotImplementedError`" if _all_unimplemented(method, written, raises) else ""
    returns = list(_returns(method, written))
    inherited = [expr for expr in returns if expr is not None and method.is_interfaces_own(expr, written)]
    if any(expr is not None and not _is_none(expr) and expr not in inherited for expr in returns):
        return ""
    if inherited:
        return "returns what the empty method of `C8Connector` gives"
    if not returns and leaves(body):
        visits = method.resolver.definitions(written.function.module).visits_of(written.function)
        raises = [visit.node for visit in visits if isinstance(visit.node, facts.Raise)]
        if not raises or not _all_unimplemented(method, written, raises):
            return ""
    return "has no `return` with a value"


def _is_filler(statement: Stmt) -> bool:
    if isinstance(statement, facts.ExprStmt):
        return isinstance(statement.value, (facts.Const, facts.Dots))
    return isinstance(statement, facts.Jump) and statement.kind == "pass"


def _returns(method: InterfaceMethod, function: FunctionValue) -> Iterator[Optional[Expr]]:
    """Yield the value of each `return` that may run, None for one without a value."""
    frame = method.frame(function)
    for visit in method.resolver.definitions(function.function.module).visits_of(function.function):
        node = visit.node
        if isinstance(node, facts.Return) and any(True for _ in rounds(method.resolver, visit.blocks, frame)):
            yield node.value


def _is_none(expr: Expr) -> bool:
    return isinstance(expr, facts.Const) and expr.value is None


def _all_unimplemented(method: InterfaceMethod, written: FunctionValue, raises: list[facts.Raise]) -> bool:
    frame = method.frame(written)
    return all(
        node.exception is not None
        and all(_raised(value) == _NOT_IMPLEMENTED for value in method.resolver.evaluate(node.exception, frame))
        for node in raises
    )


def _raised(value: Value) -> str:
    raised = value.callee if isinstance(value, Made) else value
    return raised.path if isinstance(raised, External) else ""
