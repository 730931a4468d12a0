"""Suites: the lists of statements that a node stands in, and whether control always gets to it."""

from __future__ import annotations

from collections.abc import Iterator

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Span, Stmt
from macrometa_conformance.code.walk import Block, Visit, visits


def suite_of(block: Block) -> tuple[Stmt, ...]:
    """Return the statements of an arm of a compound statement; none for a part of an expression."""
    node = block.node
    if isinstance(node, facts.If):
        return node.branches[block.arm][1] if block.arm < len(node.branches) else node.orelse
    if isinstance(node, (facts.For, facts.While)):
        return node.body if block.kind == "loop" else node.orelse
    if isinstance(node, facts.Try):
        if block.kind == "except":
            return node.handlers[block.arm - 1].body
        return {"try": node.body, "try-else": node.orelse, "finally": node.final}[block.kind]
    if isinstance(node, facts.With):
        return node.body
    return node.cases[block.arm].body if isinstance(node, facts.Match) else ()


def may_be_passed_by(body: tuple[Stmt, ...], blocks: tuple[Block, ...], at: Span) -> bool:
    """Return whether some runs of a body leave it, in an orderly way, before they get to a node.

    They do by `return`, `break` or `continue` in a statement that stands before it. An exception is no orderly way.
    """
    suites = [body, *(suite_of(block) for block in blocks)]
    return any(_leaves_orderly(statement) for suite in suites for statement in _before(suite, at))


def goes_on_to_raise(body: tuple[Stmt, ...], blocks: tuple[Block, ...], at: Span) -> bool:
    """Return whether what stands after a node in its suite raises, or ends the process as failed."""
    suites = [body, *(suite_of(block) for block in blocks)]
    innermost = next((suite for suite in reversed(suites) if suite), ())
    return any(_fails(statement) for statement in innermost if statement.at[:2] >= at[2:])


def passed_over(body: tuple[Stmt, ...]) -> tuple[Visit, ...]:
    """Return the nodes of a body that stand behind a statement that control never runs past: `visits` has the others.

    The blocks of a visit are those inside of what is passed over.
    """
    found: list[Visit] = []
    pending = [body]
    for suite in pending:
        for index, statement in enumerate(suite):
            pending.extend(suites_of(statement))
            if leaves((statement,)):
                found.extend(visits(suite[index + 1 :]))
                pending.append(suite[index + 1 :])
                break
    return tuple(found)


def _before(suite: tuple[Stmt, ...], at: Span) -> Iterator[Stmt]:
    for statement in suite:
        if statement.at[2:] > at[:2]:
            return
        yield statement


def _fails(statement: Stmt) -> bool:
    if isinstance(statement, facts.Raise):
        return True
    if not isinstance(statement, facts.ExprStmt) or not isinstance(statement.value, facts.Call):
        return False
    call = statement.value
    name = call.func.name if isinstance(call.func, facts.Attribute) else getattr(call.func, "id", "")
    if name not in ("exit", "_exit", "abort") or not call.args:
        return name == "abort"
    status = call.args[0].value
    return not (isinstance(status, facts.Const) and status.value in (0, None))


def _leaves_orderly(statement: Stmt, in_loop: bool = False) -> bool:
    if isinstance(statement, facts.Return):
        return True
    if isinstance(statement, facts.Jump):
        return statement.kind != "pass" and not in_loop
    return any(
        _leaves_orderly(inner, in_loop or isinstance(statement, (facts.For, facts.While)))
        for suite in suites_of(statement)
        for inner in suite
    )


def suites_of(statement: Stmt) -> Iterator[tuple[Stmt, ...]]:
    """Yield the suites of a compound statement that run as part of it."""
    if isinstance(statement, facts.If):
        yield from (body for _, body in statement.branches)
        yield statement.orelse
    elif isinstance(statement, (facts.For, facts.While)):
        yield statement.body
        yield statement.orelse
    elif isinstance(statement, facts.Try):
        yield statement.body
        yield from (handler.body for handler in statement.handlers)
        yield statement.orelse
        yield statement.final
    elif isinstance(statement, facts.With):
        yield statement.body
    elif isinstance(statement, facts.Match):
        yield from (case.body for case in statement.cases)


class Jumps:
    """The kinds of jumps in statements that leave the loop around them, or a round of it, worked out once for each."""

    def __init__(self) -> None:
        self._known: dict[int, frozenset[str]] = {}

    def of(self, statement: Stmt) -> frozenset[str]:
        """Return the kinds in a statement that is kept as long as this is: `break`, `continue`."""
        if isinstance(statement, facts.Jump):
            return frozenset((statement.kind,))
        if isinstance(statement, (facts.For, facts.While)):
            return frozenset()  # its jumps are its own
        known = self._known.get(id(statement))
        if known is None:
            found = (self.of(inner) for suite in suites_of(statement) for inner in suite)
            known = self._known[id(statement)] = frozenset().union(*found)
        return known
