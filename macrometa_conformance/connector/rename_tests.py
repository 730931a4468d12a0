"""The tests by truth of a record's key that decide whether it is renamed, or what its new name is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.names import dotted, last_name
from macrometa_conformance.code.values import Items, Known, Table
from macrometa_conformance.code.walk import Block, Node, Visit, walk
from macrometa_conformance.connector.rename_sites import Sites, values_in
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.connector.underscores import aliases, is_renamed, options, shape, stem

if TYPE_CHECKING:
    from macrometa_conformance.code.scopes import Scope
    from macrometa_conformance.project.project import Project

_LOOK_UPS = frozenset(("get", "pop", "setdefault"))
_COPIES = frozenset(("dict", "OrderedDict", "copy", "deepcopy"))
_THROUGH = frozenset(("bool", "any", "all"))  # what they are given is tested by truth


def truth_tests(project: Project, rename: Rename) -> tuple[Expr, ...]:
    """Return the look-ups of a record's key that are tested by truth and decide a rename, in source order."""
    found = _Tests(project, rename).deciding()
    return tuple(sorted(found, key=lambda expr: expr.at))


class _Tests:
    def __init__(self, project: Project, rename: Rename) -> None:
        self._resolver = project.resolver
        self._rename = rename
        self._sites: Sites = project.renames.sites[rename.body]
        self._scope: Scope = self._sites.frame.scope
        self._universe = project.renames.universe
        old = {name for part in rename.parts for name in aliases(self._scope, part.base)}
        self._names = frozenset(old) | rename.names | frozenset(self._keys_of_table())
        self._bases = {shape(part.base) for part in rename.parts}
        self._bases |= {shape(part.expr) for part in (*rename.roots, *rename.again)}
        self._takes = tuple(visit for visit in self._sites.visits if self._is_look_up(visit.node, visit.blocks))
        records = (*rename.records, *self._passed())
        self._records = {shape(record) for record in records}
        self._originals = {shape(one) for record in records for one in self._sources(record)}

    def _keys_of_table(self) -> Iterator[str]:
        """Yield the variables by which new keys are taken out of a table, or that come out of it beside them."""
        for use in self._rename.uses if self._rename.olds else ():
            for option in self._sites.behind(use.key):
                key = _looked_up(option)
                if isinstance(key, facts.Name):
                    yield key.id
            for block in use.visit.blocks:
                loops = (block.node,) if isinstance(block.node, facts.For) else getattr(block.node, "loops", ())
                for target in (loop.target for loop in loops if _named(loop.target) & self._rename.names):
                    if isinstance(target, facts.Sequence) and len(target.items) == 2:
                        yield from _named(target)

    def _passed(self) -> Iterator[Expr]:
        """Yield what is passed, besides the key, to a function that renames."""
        for part in self._rename.parts:
            if part.inner is not None and isinstance(part.expr, facts.Call):
                yield from (one.value for one in part.expr.args if shape(one.value) != shape(part.base))

    def _sources(self, record: Expr) -> Iterator[Expr]:
        """Yield what a record is a copy of, and what the loops go over that fill it."""
        names: set[str] = set()
        pending = [record]
        while pending:
            node = pending.pop()
            if isinstance(node, facts.Name) and node.id not in names:
                names.add(node.id)
                for binding in self._scope.bindings.get(node.id, ()):
                    if binding.kind == "assign" and binding.value is not None and not binding.unpack:
                        found = [one for option in options(binding.value) for one in _copied(option)]
                        pending += found
                        yield from found
        for use in self._rename.uses:
            for block in use.visit.blocks:
                if isinstance(block.node, facts.For) and self._names & _named(block.node.target):
                    yield _gone_over(block.node.iterable)

    def deciding(self) -> Iterator[Expr]:
        seen: set[int] = set()
        for test, visit in self._tests():
            for expr in _by_truth(test):
                if id(expr) not in seen and self._is_value(expr, visit.blocks):
                    seen.add(id(expr))
                    yield expr
        for call in self._filters():
            for base, expr in _selected(call.args[0].value):
                if self._is_record(base, ()):
                    yield expr

    # Tests

    def _tests(self) -> Iterator[tuple[Expr, Visit]]:
        """Yield the tests on which the rename hangs, each with where it stands."""
        parts = [*self._rename.visits, *self._moves(), *self._rounds()]
        around = {id(block.node): block for visit in parts for block in visit.blocks}
        for part in (*self._rename.roots, *self._rename.again):
            if part.decides is not None:
                yield part.decides, part.visit
        for visit in self._sites.visits:
            node = visit.node
            if isinstance(node, facts.If):
                if id(node) in around or any(_leaves_before(node, visit, part) for part in parts):
                    for test, _ in node.branches:
                        yield test, visit
            elif isinstance(node, (facts.While, facts.Conditional)) and id(node) in around:
                yield node.test, visit
            elif isinstance(node, facts.Boolean) and id(node) in around:
                for operand in node.operands[:-1]:
                    yield operand, visit
            elif isinstance(node, facts.Comprehension) and (id(node) in around or self._gives_the_keys(node, parts)):
                inner = Visit(node, (*visit.blocks, Block("comprehension", node, 0)))
                for loop in node.loops:
                    for condition in loop.conditions:
                        yield condition, inner

    def _moves(self) -> Iterator[Visit]:
        """Yield where the old key is taken out of the record."""
        for visit in self._takes:
            node = visit.node
            if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute) and node.func.name == "pop":
                yield visit

    def _rounds(self) -> Iterator[Visit]:
        """Yield where the function calls itself with the new key."""
        owner = self._rename.body.owner
        for visit in self._sites.visits if owner is not None and self._rename.names else ():
            node = visit.node
            if isinstance(node, facts.Call) and owner is not None and last_name(node.func) == owner.name:
                if any(isinstance(one.value, facts.Name) and one.value.id in self._rename.names for one in node.args):
                    yield visit

    def _gives_the_keys(self, node: facts.Comprehension, parts: list[Visit]) -> bool:
        """Return whether the loop around the rename goes over what a comprehension selects."""
        return any(
            one is node
            for visit in parts
            for block in visit.blocks
            if isinstance(block.node, facts.For)
            for source in self._sources_of(block.node.iterable)
            for one in walk(source)
        )

    def _sources_of(self, iterable: Expr) -> Iterator[Expr]:
        """Yield what a loop goes over, and what is assigned to it where it is a name."""
        yield iterable
        if isinstance(iterable, facts.Name):
            for binding in self._scope.bindings.get(iterable.id, ()):
                if binding.kind == "assign" and binding.value is not None:
                    yield binding.value

    def _filters(self) -> Iterator[facts.Call]:
        """Yield the calls of `filter` that select the keys which the loops round the rename go over."""
        for visit in self._rename.visits:
            for block in visit.blocks:
                loops = (block.node,) if isinstance(block.node, facts.For) else getattr(block.node, "loops", ())
                for loop in loops:
                    if isinstance(loop, (facts.For, facts.Loop)) and self._names & _named(loop.target):
                        for source in self._sources_of(loop.iterable):
                            yield from (one for one in walk(source) if _is_filter(one))  # type: ignore[misc]

    # Values

    def _is_value(self, expr: Expr, blocks: tuple[Block, ...]) -> bool:
        """Return whether an expression is what the record holds under the old or the new key."""
        if isinstance(expr, facts.Walrus):
            return self._is_value(expr.value, blocks)
        if isinstance(expr, facts.Name):
            return self._is_named_value(expr, blocks)
        return self._is_look_up(expr, blocks) and self._is_in_record(expr, blocks)

    def _is_named_value(self, name: facts.Name, blocks: tuple[Block, ...]) -> bool:
        if name.id in self._names:
            return False
        bindings = self._scope.reaching(name.id, (name.at[0], name.at[1]))
        for binding in bindings:
            value = binding.value
            if binding.kind == "assign" and value is not None and not binding.unpack:
                if not isinstance(value, facts.Name) and self._is_value(value, blocks):
                    return True
            if binding.kind == "for" and isinstance(binding.node, facts.For):
                if self._is_paired(binding.node.target, binding.node.iterable, name.id):
                    return True
        return any(
            self._is_paired(loop.target, loop.iterable, name.id)
            for block in blocks
            if isinstance(block.node, facts.Comprehension)
            for loop in block.node.loops
        )

    def _is_paired(self, target: Expr, iterable: Expr, name: str) -> bool:
        """Return whether a name is the value of `for key, value in record.items()`, and that key is renamed."""
        if not isinstance(target, facts.Sequence) or len(target.items) != 2:
            return False
        key, value = target.items
        return (
            isinstance(key, facts.Name)
            and key.id in self._names
            and isinstance(value, facts.Name)
            and value.id == name
            and any(isinstance(node, facts.Attribute) and node.name == "items" for node in walk(iterable))
        )

    def _is_look_up(self, node: Node, blocks: tuple[Block, ...]) -> bool:
        """Return whether a node is `record.get(key)`, `record.pop(key)` or `record[key]`, for the old or new key."""
        key = _looked_up(node)
        if key is None:
            return False
        if shape(stem(key)) in self._bases or shape(key) in self._bases:
            return True
        if isinstance(key, facts.Name):
            return (
                key.id in self._names
                or bool(self._names & set(aliases(self._scope, key)))
                or self._selects(key, blocks)
            )
        olds = self._rename.olds or self._universe
        return isinstance(key, facts.Const) and any(
            key.value == old or (isinstance(key.value, str) and is_renamed(old, key.value)) for old in olds
        ) and bool(self._rename.olds)  # fmt: skip

    def _selects(self, key: facts.Name, blocks: tuple[Block, ...]) -> bool:
        """Return whether the variable of a comprehension can be one of the reserved keys."""
        if not any(isinstance(block.node, facts.Comprehension) for block in blocks):
            return False
        values = values_in(self._resolver, key, blocks, self._sites.frame)
        return any(isinstance(value, Known) and value.value in self._universe for value in values)

    def _is_in_record(self, expr: Expr, blocks: tuple[Block, ...]) -> bool:
        base = _base(expr)
        return base is not None and self._is_record(base, blocks)

    def _is_record(self, base: Expr, blocks: tuple[Block, ...]) -> bool:
        if shape(base) in self._records:
            return True
        if self._records and shape(base) not in self._originals:
            return False
        values = values_in(self._resolver, base, blocks, self._sites.frame)
        return not any(isinstance(value, (Table, Items)) for value in values)


def _base(node: Expr) -> Optional[Expr]:
    if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute):
        return node.func.base
    return node.base if isinstance(node, facts.Subscript) else None


def _looked_up(node: Node) -> Optional[Expr]:
    """Return the key of a look-up, None for another node."""
    if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute) and node.func.name in _LOOK_UPS:
        return node.args[0].value if node.args else None
    return node.key if isinstance(node, facts.Subscript) else None


def _is_filter(node: Node) -> bool:
    return (
        isinstance(node, facts.Call)
        and isinstance(node.func, facts.Name)
        and node.func.id == "filter"
        and len(node.args) == 2
    )


def _selected(function: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Yield the look-ups by whose truth a function selects keys, each after what it looks in.

    The function is `record.get`, or a lambda that looks its parameter up.
    """
    if isinstance(function, facts.Attribute) and function.name in ("get", "__getitem__"):
        yield function.base, function
    elif isinstance(function, facts.Lambda) and len(function.params) == 1:
        for expr in _by_truth(function.body):
            key, base = _looked_up(expr), _base(expr)
            if base is not None and isinstance(key, facts.Name) and key.id == function.params[0].name:
                yield base, expr


def _copied(expr: Expr) -> Iterator[Expr]:
    """Yield what an expression names or copies: `row`, `dict(row)`, `row.copy()`, `{**row}`, a comprehension."""
    if isinstance(expr, facts.Name):
        yield expr
    elif isinstance(expr, facts.Mapping):
        yield from (value for key, value in expr.items if key is None)
    elif isinstance(expr, facts.Comprehension):
        yield _gone_over(expr.loops[0].iterable)
    elif isinstance(expr, facts.Call) and dotted(expr.func).rpartition(".")[2] in _COPIES:
        if expr.args:
            yield _gone_over(expr.args[0].value)
        elif isinstance(expr.func, facts.Attribute):
            yield expr.func.base


def _gone_over(iterable: Expr) -> Expr:
    """Return the record in `record.items()`, `list(record)`, `sorted(record.keys())`."""
    if isinstance(iterable, facts.Call):
        if isinstance(iterable.func, facts.Attribute) and iterable.func.name in ("items", "keys", "copy"):
            return iterable.func.base
        if isinstance(iterable.func, facts.Name) and len(iterable.args) == 1:
            return _gone_over(iterable.args[0].value)
    return iterable


def _named(target: Expr) -> set[str]:
    return {node.id for node in walk(target) if isinstance(node, facts.Name)}


def _by_truth(test: Expr) -> Iterator[Expr]:
    """Yield the parts of a test that count by their truth."""
    if isinstance(test, facts.Boolean):
        for operand in test.operands:
            yield from _by_truth(operand)
    elif isinstance(test, facts.Unary) and test.op == "not":
        yield from _by_truth(test.operand)
    elif isinstance(test, facts.Conditional):
        yield from _by_truth(test.test)
    elif isinstance(test, facts.Call) and isinstance(test.func, facts.Name) and test.func.id in _THROUGH:
        if len(test.args) == 1:
            given = test.args[0].value
            yield from _by_truth(given.value if isinstance(given, facts.Comprehension) else given)
    else:
        yield test


def _leaves_before(node: facts.If, visit: Visit, part: Visit) -> bool:
    """Return whether an `if` that stands before a node can leave the way to it."""
    at = getattr(part.node, "at", (0, 0))
    return (
        node.at[:2] < at[:2]
        and part.blocks[: len(visit.blocks)] == visit.blocks
        and any(leaves(body) for body in (*(body for _, body in node.branches), node.orelse))
    )
