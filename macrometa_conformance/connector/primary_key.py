"""Whether a rename spares `_key` where it is the primary key: by a test of the key properties, here or in a caller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.operations import elements
from macrometa_conformance.code.values import Alternatives, Function, Items, Known, Table
from macrometa_conformance.code.walk import Block, Visit, walk
from macrometa_conformance.connector.rename_sites import Sites, values_in
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.connector.underscores import aliases, shape

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

PRIMARY = "_key"
_KEY_PROPERTIES = re.compile(
    r"key_?prop|primary|(?:^|_)pks?(?:$|_)|(?:^|_)kps?(?:$|_)|key-prop|key_?(?:col|field|name)|identity|unique"
    r"|exempt|skip|exclu|ignor|keep|except|spare|leave",
    re.IGNORECASE,
)
_DECLARES = re.compile(r"key[-_]?properties", re.IGNORECASE)
_TAKES_AWAY = frozenset(("remove", "discard", "pop"))
_ADDS = frozenset(("append", "add", "insert", "extend", "update"))
_CONDITIONAL = frozenset(("if", "else", "conditional", "case", "except", "comprehension"))
_MAX_CALLERS = 60


def spares_primary_key(project: Project, rename: Rename) -> bool:
    """Return whether code round a rename removes or skips `_key` under a test of the key properties."""
    return _Exemptions(project, rename).found()


def known_key_properties(project: Project) -> Optional[frozenset[str]]:
    """Return the key properties that the package declares, None where it declares none or not all are known."""
    found: set[str] = set()
    declared = False
    for sites in project.renames.sites.values():
        for expr, visit in _declared(sites):
            declared = True
            for value in values_in(project.resolver, expr, visit.blocks, sites.frame):
                spread = elements(value) if isinstance(value, Items) and value.exact else None
                if spread is None:
                    return None
                for part in spread[0]:
                    for one in part:
                        if not isinstance(one, Known):
                            return None
                        found.add(str(one.value))
    return frozenset(found) if declared else None


def _declared(sites: Sites) -> Iterator[tuple[Expr, Visit]]:
    """Yield what is set as key properties: an argument, an entry of a dict, metadata, an attribute."""
    for visit in sites.visits.of(facts.Call, facts.Mapping, facts.Assign):
        node = visit.node
        if isinstance(node, facts.Call):
            for index, argument in enumerate(node.args):
                if argument.keyword and _DECLARES.search(argument.keyword):
                    yield argument.value, visit
                elif index and _is_name_of_them(node.args[index - 1].value) and not argument.keyword:
                    if not dotted(node.func).endswith((".get", ".pop")):
                        yield argument.value, visit
            if dotted(node.func).rpartition(".")[2] == "write_schema" and len(node.args) > 2:
                if not node.args[2].keyword:
                    yield node.args[2].value, visit
        elif isinstance(node, facts.Mapping):
            for key, value in node.items:
                if key is not None and _is_name_of_them(key):
                    yield value, visit
        elif isinstance(node, facts.Assign) and node.value is not None:
            for target in node.targets:
                named = isinstance(target, facts.Subscript) and _is_name_of_them(target.key)
                if named or (isinstance(target, facts.Attribute) and _DECLARES.search(target.name)):
                    yield node.value, visit


def _is_name_of_them(expr: Expr) -> bool:
    return isinstance(expr, facts.Const) and isinstance(expr.value, str) and bool(_DECLARES.search(expr.value))


class _Exemptions:
    def __init__(self, project: Project, rename: Rename) -> None:
        self._project = project
        self._resolver = project.resolver
        self._rename = rename
        self._records = {shape(record) for record in rename.records}

    def found(self) -> bool:
        return any(self._in(self._project.renames.sites[body]) for body in self._bodies())

    def _bodies(self) -> Iterator[Body]:
        """Yield the body of the rename, all that lead to it, and what these call to prepare it."""
        graph = self._project.call_graph
        around = [self._rename.body]
        for body in around:
            if len(around) > _MAX_CALLERS:
                break
            around += [caller for caller, _ in graph.callers.get(body, ()) if caller not in around and _runs(caller)]
        seen = dict.fromkeys(around)
        for body in around:
            for edge in graph.edges(body):
                if _runs(edge.target):
                    seen.setdefault(edge.target)
        yield from (body for body in seen if body in self._project.renames.sites)

    def _in(self, sites: Sites) -> bool:
        return any(
            self._compares(sites, visit) or self._changes(sites, visit) or self._chooses(sites, visit)
            for visit in sites.visits
        )

    # Tests

    def _compares(self, sites: Sites, visit: Visit) -> bool:
        """Return whether `_key`, or a key that can be it, is compared with the key properties."""
        node = visit.node
        if isinstance(node, facts.Operation) and node.op == "-" and len(node.operands) == 2:
            return self._may_hold(sites, node.operands[0], visit) and not self._is_known(sites, node.operands[1], visit)
        if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute):
            if node.func.name in ("difference", "difference_update") and node.args:
                return self._may_hold(sites, node.func.base, visit)
        if not isinstance(node, facts.Compare) or len(node.rest) != 1:
            return False
        op, right = node.rest[0]
        if op in ("in", "not in"):
            asks = self._may_be(sites, node.left, visit) and self._speaks_of_key_properties(sites, right, visit)
            return asks and not self._is_of_another_key(sites, visit)
        if op not in ("==", "!="):
            return False
        for one, other in ((node.left, right), (right, node.left)):
            if self._is_primary(sites, one, visit) and not isinstance(other, facts.Const):
                return True
            if self._may_be(sites, one, visit) and not self._is_known(sites, other, visit):
                return True
        return False

    def _is_of_another_key(self, sites: Sites, visit: Visit) -> bool:
        """Return whether a test beside this one asks the key for another than `_key`: `key == "rowid" and …`."""
        for block in visit.blocks:
            operands: tuple[Expr, ...] = ()
            if isinstance(block.node, facts.Boolean) and block.node.op == "and":
                operands = block.node.operands
            elif isinstance(block.node, facts.If) and block.arm < len(block.node.branches):
                operands = (block.node.branches[block.arm][0],)
            for test in operands:
                if isinstance(test, facts.Compare) and len(test.rest) == 1 and test.rest[0][0] == "==":
                    for one, other in ((test.left, test.rest[0][1]), (test.rest[0][1], test.left)):
                        named = self._values(sites, other, visit) if self._may_be(sites, one, visit) else ()
                        if named and all(isinstance(value, Known) and value.value != PRIMARY for value in named):
                            return True
        return False

    def _changes(self, sites: Sites, visit: Visit) -> bool:
        """Return whether `_key` is taken from the list of keys, or put into it, under some condition."""
        node = visit.node
        if self._takes_away(sites, visit):
            return True
        if not any(block.kind in _CONDITIONAL for block in visit.blocks):
            return False
        if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute) and node.args:
            given = [argument.value for argument in node.args]
            if node.func.name in _TAKES_AWAY or node.func.name in _ADDS:
                if shape(node.func.base) in self._records:
                    return False
                named = any(self._is_primary(sites, one, visit) or self._may_hold(sites, one, visit) for one in given)
                return named and (node.func.name != "pop" or self._may_hold(sites, node.func.base, visit))
        if isinstance(node, facts.Delete):
            return any(
                isinstance(target, facts.Subscript)
                and shape(target.base) not in self._records
                and self._may_hold(sites, target.base, visit)
                for target in node.targets
            )
        return isinstance(node, facts.AugAssign) and self._may_hold(sites, node.value, visit)

    def _takes_away(self, sites: Sites, visit: Visit) -> bool:
        """Return whether something that is known only when it runs is taken from a list that may hold `_key`."""
        node = visit.node
        if not isinstance(node, facts.Call) or not isinstance(node.func, facts.Attribute) or len(node.args) != 1:
            return False
        return (
            node.func.name in ("remove", "discard", "difference_update")
            and self._may_hold(sites, node.func.base, visit)
            and not self._is_known(sites, node.args[0].value, visit)
        )

    def _chooses(self, sites: Sites, visit: Visit) -> bool:
        """Return whether a name or an expression is either a list with `_key` or one without it."""
        node = visit.node
        if not isinstance(node, (facts.Name, facts.Conditional, facts.Boolean)):
            return False
        if isinstance(node, facts.Name) and not isinstance(node.id, str):
            return False
        values = values_in(self._resolver, node, visit.blocks, sites.frame)
        lists = [value for value in values if isinstance(value, (Items, Table))]
        if len(lists) < 2:
            return False
        holding = [_holds(value) for value in lists]
        others = [one for one, holds in zip(lists, holding) if not holds and _has_reserved(one)]
        return any(holding) and bool(others)

    # What an expression can be

    def _values(self, sites: Sites, expr: Expr, visit: Visit) -> Alternatives:
        blocks = visit.blocks
        if isinstance(visit.node, facts.Comprehension):
            blocks = (*blocks, Block("comprehension", visit.node, 0))
        return values_in(self._resolver, expr, blocks, sites.frame)

    def _is_primary(self, sites: Sites, expr: Expr, visit: Visit) -> bool:
        """Return whether an expression is `_key` and nothing else."""
        if not isinstance(expr, (facts.Const, facts.Name, facts.Attribute)):
            return False
        return self._values(sites, expr, visit) == (Known(PRIMARY),)

    def _may_be(self, sites: Sites, expr: Expr, visit: Visit) -> bool:
        """Return whether an expression can be `_key`: it is, or it is the key of the rename."""
        if Known(PRIMARY) in self._values(sites, expr, visit):
            return True
        if sites.body is not self._rename.body:
            return False
        names = {name for part in self._rename.parts for name in aliases(sites.frame.scope, part.base)}
        if isinstance(expr, facts.Name):
            return expr.id in names
        return any(shape(expr) == shape(part.base) for part in self._rename.parts)

    def _may_hold(self, sites: Sites, expr: Expr, visit: Visit) -> bool:
        return any(_holds(value) for value in self._values(sites, expr, visit))

    def _is_known(self, sites: Sites, expr: Expr, visit: Visit) -> bool:
        """Return whether an expression is made of literals, so that it says nothing about the key properties."""
        values = self._values(sites, expr, visit)
        return all(isinstance(value, Known) or (isinstance(value, Items) and value.exact) for value in values)

    def _speaks_of_key_properties(self, sites: Sites, expr: Expr, visit: Visit, depth: int = 0) -> bool:
        if shape(expr) in self._records:
            return False
        for node in walk(expr):
            text = ""
            if isinstance(node, facts.Name):
                text = node.id
                if depth < 3:
                    for binding in sites.frame.scope.bindings.get(node.id, ()):
                        if binding.value is not None and binding.kind in ("assign", "for"):
                            if self._speaks_of_key_properties(sites, binding.value, visit, depth + 1):
                                return True
            elif isinstance(node, facts.Attribute):
                text = node.name
            elif isinstance(node, facts.Const) and isinstance(node.value, str):
                text = node.value
            if text and _KEY_PROPERTIES.search(text):
                return True
        return False


def _holds(value: object) -> bool:
    spread = elements(value) if isinstance(value, (Items, Table)) else None
    return spread is not None and any(Known(PRIMARY) in part for part in spread[0])


def _has_reserved(value: object) -> bool:
    spread = elements(value) if isinstance(value, (Items, Table)) else None
    return spread is not None and any(Known(key) in part for key in ("_id", "_rev") for part in spread[0])


def _runs(body: Body) -> bool:
    return isinstance(body.owner, Function)
