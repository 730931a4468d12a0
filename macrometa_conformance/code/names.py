"""The names that expressions are written with."""

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr


def dotted(node: Expr) -> str:
    """Return `a.b.c` for a name or a chain of attributes on a name; empty for all else."""
    names: list[str] = []
    while isinstance(node, facts.Attribute):
        names.append(node.name)
        node = node.base
    return ".".join([node.id, *reversed(names)]) if isinstance(node, facts.Name) else ""


def last_name(expr: Expr) -> str:
    """Return a name, or the last attribute of a chain on anything; empty for all else."""
    if isinstance(expr, facts.Attribute):
        return expr.name
    return expr.id if isinstance(expr, facts.Name) else ""
