"""Where control goes whatever the values are: bodies that never run past their end, tests that never change."""

from typing import Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr, Stmt
from macrometa_conformance.code.names import dotted


def leaves(body: tuple[Stmt, ...]) -> bool:
    """Return whether control never runs past the end of a body: it ends in return, raise, break or continue."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, (facts.Return, facts.Raise)):
        return True
    if isinstance(last, facts.Jump):
        return last.kind != "pass"
    if isinstance(last, facts.If):
        return bool(last.orelse) and leaves(last.orelse) and all(leaves(inner) for _, inner in last.branches)
    if isinstance(last, facts.With):
        return leaves(last.body)
    if isinstance(last, facts.Try):
        return leaves(last.final) or (
            (leaves(last.body) or leaves(last.orelse)) and all(leaves(handler.body) for handler in last.handlers)
        )
    if isinstance(last, facts.While):
        return static_truth(last.test) is True and not breaks(last.body)
    if isinstance(last, facts.ExprStmt) and isinstance(last.value, facts.Call):
        return dotted(last.value.func) in ("sys.exit", "exit", "quit", "os._exit")
    return False


def breaks(body: tuple[Stmt, ...]) -> bool:
    """Return whether a statement of a loop's body leaves that loop by `break`."""
    pending: list[Stmt] = list(body)
    while pending:
        node = pending.pop()
        if isinstance(node, facts.Jump):
            if node.kind == "break":
                return True
        elif isinstance(node, facts.If):
            pending += [*node.orelse, *(one for _, inner in node.branches for one in inner)]
        elif isinstance(node, (facts.While, facts.For)):
            pending += node.orelse  # a `break` in its body leaves that loop alone
        elif isinstance(node, facts.Try):
            handled = [one for handler in node.handlers for one in handler.body]
            pending += [*node.body, *handled, *node.orelse, *node.final]
        elif isinstance(node, facts.With):
            pending += node.body
        elif isinstance(node, facts.Match):
            pending += [one for case in node.cases for one in case.body]
    return False


def static_truth(test: Expr) -> Optional[bool]:
    """Return what a test is when the package is imported, for the few that are the same on every run; else None."""
    if isinstance(test, facts.Const):
        return bool(test.value)
    if isinstance(test, facts.Unary) and test.op == "not":
        inner = static_truth(test.operand)
        return None if inner is None else not inner
    if dotted(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING", "t.TYPE_CHECKING"):
        return False
    return None
