"""The names under which a package may speak of a class from outside: aliases, partials, subclasses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.walk import Node, Visit, walk

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


def names_of(project: Project, name: str) -> frozenset[str]:
    """Return the last parts of all names under which the package may mention what is called `name` outside."""
    kinds = (facts.ImportFrom, facts.ClassDef, facts.Assign, facts.Walrus)
    statements = [visit.node for _, _, visit in project.nodes(*kinds)]
    names, known = {name}, 0
    while len(names) > known:
        known = len(names)
        for statement in statements:
            names.update(_named_anew(statement, names))
    return frozenset(names)


def is_guarded(visit: Visit, exception: str) -> bool:
    """Return whether a node stands in a statement that is there for when something is missing.

    That is a `try` that handles the built-in exception by name, or a condition that asks `hasattr`.
    """
    for block in visit.blocks:
        node = block.node
        if isinstance(node, facts.Try):
            if any(exception in _names_in(handler.type) for handler in node.handlers):
                return True
        elif isinstance(node, (facts.If, facts.Conditional)):
            tests = [test for test, _ in node.branches] if isinstance(node, facts.If) else [node.test]
            if any("hasattr" in _names_in(test) for test in tests):
                return True
    return False


def _names_in(expr: Optional[Expr]) -> frozenset[str]:
    return (
        frozenset(node.id for node in walk(expr) if isinstance(node, facts.Name)) if expr is not None else frozenset()
    )


def _named_anew(node: Node, names: set[str]) -> Iterator[str]:
    """Yield the names that a statement gives to what one of some names means."""
    if isinstance(node, facts.ImportFrom):
        yield from (one.alias for one in node.names if one.name in names and one.alias)
    elif isinstance(node, facts.ClassDef):
        if any(last_name(base.value) in names for base in node.bases):
            yield node.name
    elif isinstance(node, (facts.Assign, facts.Walrus)) and node.value is not None:
        value = node.value
        if isinstance(value, facts.Call) and last_name(value.func) == "partial" and value.args:
            value = value.args[0].value
        if last_name(value) in names:
            targets = node.targets if isinstance(node, facts.Assign) else (node.target,)
            yield from (name for name in map(last_name, targets) if name)
