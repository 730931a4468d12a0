"""Whether a key gets `_` again and again: the loops in which it does."""

from __future__ import annotations

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.scopes import Scope
from macrometa_conformance.code.walk import Visit, walk
from macrometa_conformance.connector.underscores import aliases


def again_and_again(scope: Scope, visit: Visit, names: frozenset[str]) -> bool:
    """Return whether what adds to a key stands in a loop in which the key is not set anew."""
    kinds = ("loop", "comprehension")
    loop = next((block.node for block in reversed(visit.blocks) if block.kind in kinds), None)
    if not isinstance(loop, (facts.For, facts.While, facts.Comprehension)):
        return False
    for name in names:
        for binding in scope.bindings.get(name, ()):
            source = binding.value
            renews = binding.kind != "augment" and (source is None or not _refers(scope, source, names))
            if renews and loop.at[:2] <= binding.at[:2] <= loop.at[2:]:
                return False
    return True


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
