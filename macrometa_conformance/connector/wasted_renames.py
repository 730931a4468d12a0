"""Renames in a new record that nobody takes: `rename(row)` on its own, where `rename` returns a copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, Reach
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.values import Function
from macrometa_conformance.code.walk import Node
from macrometa_conformance.connector.rename_sites import KeyUse, Sites
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.connector.underscores import options

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_MAX_DEPTH = 4  # functions that hand back what one of them returns
_OPENS = (facts.FunctionDef, facts.ClassDef, facts.Scoping)  # by these others see what a body holds
_COPIES = frozenset(("dict", "OrderedDict", "copy", "deepcopy"))
_READS = _COPIES | {"list", "tuple", "set", "frozenset", "sorted", "reversed", "len", "enumerate"}


def is_wasted(project: Project, rename: Rename, reach: Optional[Reach]) -> bool:
    """Return whether a rename is surely lost: every call in the reach throws away the new record that it is done in."""
    if rename.returned and not rename.uses:
        callers = [one for one in project.renames.callers(rename) if reach is None or one.body in reach]
        return bool(callers) and all(one.uses and is_wasted(project, one, reach) for one in callers)
    function = rename.body.owner
    if not isinstance(function, Function) or not rename.uses:
        return False
    return _is_thrown_away(project, function, reach, 0) and _is_kept_inside(project.renames.sites[rename.body], rename)


def _is_thrown_away(project: Project, function: Function, reach: Optional[Reach], depth: int) -> bool:
    """Return whether no call in the reach does anything with what a function returns, nor does who hands it back."""
    if function.decorators or depth > _MAX_DEPTH:
        return False
    bodies = [
        (use, Body(use.module, use.owner))
        for use in project.resolver.uses(function.module).of(function.name)
        if reach is None or Body(use.module, use.owner) in reach
    ]
    return bool(bodies) and all(
        use.is_callee
        and use.call is not None
        and body in project.renames.sites
        and _is_lost(project, use.call, project.renames.sites[body], reach, depth)
        for use, body in bodies
    )


def _is_lost(project: Project, call: facts.Call, sites: Sites, reach: Optional[Reach], depth: int) -> bool:
    """Return whether a call stands on its own, gives a value that is never read, or is handed back and lost there."""
    owner = sites.body.owner
    nodes = [visit.node for visit in sites.visits]
    if any(isinstance(node, facts.ExprStmt) and node.value is call for node in nodes):
        return True
    name = next((target for node in nodes for target, one in _named(node) if one is call), "")
    if not isinstance(owner, Function) or any(isinstance(node, _OPENS) for node in nodes):
        return False
    reads = _reads(nodes, name) if name else [call]
    returned = {
        id(one) for node in nodes if isinstance(node, facts.Return) and node.value for one in options(node.value)
    }
    if not reads:
        return True
    return all(id(one) in returned for one in reads) and _is_thrown_away(project, owner, reach, depth + 1)


def _reads(nodes: list[Node], name: str) -> list[Expr]:
    """Return the places in a body where a variable is read."""
    targets = {id(target) for node in nodes if isinstance(node, facts.Assign) for target in node.targets}
    return [node for node in nodes if isinstance(node, facts.Name) and node.id == name and id(node) not in targets]


def _is_kept_inside(sites: Sites, rename: Rename) -> bool:
    """Return whether nothing but what the function returns gets hold of the records in which a rename sets keys."""
    nodes = [visit.node for visit in sites.visits]
    if any(isinstance(node, (*_OPENS, facts.Yield)) for node in nodes):
        return False
    made = {id(part.expr) for part in (*rename.roots, *rename.again)}
    harmless = {id(one) for node in nodes for one in _harmless(node, made)}
    named = {id(one): target for node in nodes for target, one in _named(node)}
    names: set[str] = set()
    for use in rename.uses:
        record = _record(use)
        if isinstance(record, facts.Name):
            bindings = sites.frame.scope.reaching(record.id, (record.at[0], record.at[1]))
            if not bindings or not all(b.kind == "assign" and not b.unpack and _is_new(b.value) for b in bindings):
                return False
            names.add(record.id)
        elif id(record) in named:
            names.add(named[id(record)])
        elif record is None or id(record) not in harmless:
            return False
    if any(not isinstance(one, facts.Name) or one.id not in names for node in nodes for one in _changed(node)):
        return False
    return all(id(node) in harmless for node in nodes if isinstance(node, facts.Name) and node.id in names)


def _record(use: KeyUse) -> Optional[Expr]:
    """Return the record in which a key is set, or the expression that builds it."""
    if use.record is not None:
        return use.record
    built = use.visit.blocks[-1].node if use.visit.blocks else None
    return built if isinstance(built, facts.Comprehension) and built.kind == "dict" else None


def _is_new(value: Optional[Expr]) -> bool:
    """Return whether an expression makes a dict of its own."""
    if isinstance(value, facts.Call):
        return dotted(value.func).rpartition(".")[2] in _COPIES
    return isinstance(value, facts.Mapping) or (isinstance(value, facts.Comprehension) and value.kind == "dict")


def _named(node: Node) -> Iterator[tuple[str, Expr]]:
    """Yield the expressions that a statement gives a name."""
    if isinstance(node, facts.Assign) and node.value is not None and len(node.targets) == 1:
        if isinstance(node.targets[0], facts.Name):
            yield from ((node.targets[0].id, option) for option in options(node.value))


def _changed(node: Node) -> Iterator[Expr]:
    """Yield what a statement puts something into, or may."""
    if isinstance(node, facts.Assign):
        for target in node.targets:
            for one in target.items if isinstance(target, facts.Sequence) else (target,):
                if isinstance(one, (facts.Subscript, facts.Attribute)):
                    yield one.base
    elif isinstance(node, facts.AugAssign) and (node.op == "|" or not isinstance(node.target, facts.Name)):
        yield getattr(node.target, "base", node.target)
    elif isinstance(node, facts.ExprStmt) and isinstance(node.value, facts.Call):
        yield getattr(node.value.func, "base", node.value.func)


def _harmless(node: Node, made: set[int]) -> Iterator[Expr]:
    """Yield the parts of a node by which nothing else gets hold of a record: what is returned, read or set there."""
    if isinstance(node, facts.Return) and node.value is not None:
        yield from options(node.value)
    elif isinstance(node, (facts.Subscript, facts.Attribute)):
        yield node.base
    elif isinstance(node, facts.Compare):
        yield from (node.left, *(right for _, right in node.rest))
    elif isinstance(node, (facts.For, facts.Loop)):
        yield node.iterable
    elif isinstance(node, facts.Assign):
        yield from node.targets
    elif isinstance(node, facts.Call) and (id(node) in made or dotted(node.func).rpartition(".")[2] in _READS):
        yield from (argument.value for argument in node.args)
