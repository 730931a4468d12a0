"""Whether a key gets `_` again and again: the loops in which it does."""

from __future__ import annotations

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr, Stmt
from macrometa_conformance.code.scopes import Scope
from macrometa_conformance.code.suites import suite_of, suites_of
from macrometa_conformance.code.walk import Node, Visit, walk
from macrometa_conformance.connector.underscores import aliases


def again_and_again(scope: Scope, visit: Visit, names: frozenset[str]) -> bool:
    """Return whether what adds to a key stands in a loop in which the key is not set anew."""
    kinds = ("loop", "comprehension")
    loop = next((block.node for block in reversed(visit.blocks) if block.kind in kinds), None)
    if not isinstance(loop, (facts.For, facts.While, facts.Comprehension)) or _ends_with(visit, loop):
        return False
    for name in names:
        for binding in scope.bindings.get(name, ()):
            source = binding.value
            renews = binding.kind != "augment" and (source is None or not _refers(scope, source, names))
            if renews and loop.at[:2] <= binding.at[:2] <= loop.at[2:]:
                return False
    return True


def _ends_with(visit: Visit, loop: Node) -> bool:
    """Return whether the loop always ends in the round in which it gets to a node."""
    depth = next((index for index, block in enumerate(visit.blocks) if block.node is loop), len(visit.blocks))
    at = getattr(visit.node, "at", (0, 0, 0, 0))
    return any(_ends((*(one for one in suite_of(block) if one.at[2:] > at[:2]),)) for block in visit.blocks[depth:])


def _ends(suite: tuple[Stmt, ...]) -> bool:
    """Return whether statements always end the loop around them, and never begin its next round."""
    for node in suite:
        if isinstance(node, (facts.Return, facts.Raise)):
            return True
        if isinstance(node, facts.Jump) and node.kind != "pass":
            return node.kind == "break"
        if isinstance(node, facts.If) and all(_ends(arm) for arm in suites_of(node)):
            return True
        if any(_goes_on(inner) for inner in suites_of(node)):
            return False
    return False


def _goes_on(suite: tuple[Stmt, ...]) -> bool:
    """Return whether a `continue` stands in statements, which may then begin the next round."""
    return any(
        (isinstance(node, facts.Jump) and node.kind == "continue") or any(_goes_on(inner) for inner in suites_of(node))
        for node in suite
    )


def counts_up(visits: tuple[Visit, ...], scope: Scope, count: Expr) -> bool:
    """Return whether a number of underscores grows in a loop, or is worked out in a way that is not followed."""
    names = {node.id for node in walk(count) if isinstance(node, facts.Name)}
    if not isinstance(count, facts.Name) and any(isinstance(node, facts.Call) for node in walk(count)):
        return True
    for name in names:
        bindings = scope.bindings.get(name, ())
        if not bindings or any(binding.kind not in ("assign", "augment") for binding in bindings):
            return True  # a loop, a comprehension or a caller counts
        for visit in visits:
            node = visit.node
            targets: tuple[Expr, ...] = node.targets if isinstance(node, facts.Assign) else ()
            if isinstance(node, (facts.AugAssign, facts.Walrus)):
                targets = (node.target,)
            if any(isinstance(target, facts.Name) and target.id == name for target in targets):
                source = getattr(node, "value", None)
                grows = isinstance(node, facts.AugAssign) or (
                    source is not None and _refers(scope, source, frozenset((name,)))
                )
                if grows and again_and_again(scope, visit, frozenset((name,))):
                    return True
    return False


def _refers(scope: Scope, source: Expr, names: frozenset[str]) -> bool:
    """Return whether a value is made from one of the names."""
    return any(
        isinstance(node, facts.Name) and (node.id in names or not names.isdisjoint(aliases(scope, node)))
        for node in walk(source)
    )
