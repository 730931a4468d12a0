"""What is done to a collection or an object besides the plain changes under its name: nested changes, calls that it is
handed to, other names for it, and attributes that are set or changed from outside their class or module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.definitions import Change
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.values import (
    Alternatives,
    Class,
    ClassValue,
    Function,
    FunctionValue,
    Instance,
    Made,
    ModuleValue,
    Value,
)
from macrometa_conformance.code.walk import Visit

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

Owner = Union[Function, Class, None]
_METHODS = frozenset(
    ("append", "extend", "insert", "add", "update", "remove", "pop", "clear", "discard", "setdefault", "popitem",
     "sort", "reverse", "rotate", "appendleft", "extendleft", "popleft", "difference_update", "intersection_update",
     "symmetric_difference_update", "move_to_end")
)  # fmt: skip


_EFFECTIVE = (facts.Call, facts.AugAssign, facts.Assign, facts.Delete)


class OutsideUse(NamedTuple):
    """An attribute that is set or changed in place by way of an object: `holder.name = value`, `holder.name.append()`.

    `holder` is the object, or the name of a module; `value` is None for a change in place, of something that lies
    `levels` keys deep in what the attribute holds.
    """

    holder: Union[Expr, str]
    value: Optional[Expr]
    module: Module
    owner: Owner
    levels: int = 0


class Effects:
    """Answers what bodies do to what names and attributes hold."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._effects: dict[tuple[str, int], dict[str, tuple[Change, ...]]] = {}
        self._names: dict[tuple[str, int], dict[str, frozenset[str]]] = {}
        self._outside: dict[str, dict[str, tuple[OutsideUse, ...]]] = {}
        self.changing_arguments: dict[int, bool] = {}

    def of(self, module: Module, owner: Owner) -> dict[str, tuple[Change, ...]]:
        """Return by dotted name the changes that a body makes, in order.

        Besides the kinds of `Definitions.changes_of` there are other methods that change a collection, `inner` for a
        change of what it holds under a key, and `passed` for a call that it is an argument of.
        """
        key = (module.path, id(owner.definition) if owner is not None else 0)
        if key not in self._effects:
            found: dict[str, list[Change]] = {}
            for visit in self._resolver.definitions(module).visits_of(owner).of(*_EFFECTIVE):
                for name, change in _effects(visit):
                    found.setdefault(name, []).append(change)
            self._effects[key] = {name: tuple(changes) for name, changes in found.items()}
        return self._effects[key]

    def names_for(self, name: str, module: Module, owner: Owner) -> frozenset[str]:
        """Return the dotted names that a body gives to what a name holds (`other = name`), and the name itself."""
        key = (module.path, id(owner.definition) if owner is not None else 0)
        if key not in self._names:
            same: dict[str, frozenset[str]] = {}
            for visit in self._resolver.definitions(module).visits_of(owner).of(facts.Assign):
                node = visit.node
                if not isinstance(node, facts.Assign) or node.value is None:
                    continue
                texts = {dotted(one) for one in (*node.targets, node.value)} - {""}
                if len(texts) > 1:
                    joined = frozenset().union(*(same.get(text, frozenset((text,))) for text in texts))
                    same.update(dict.fromkeys(joined, joined))
            self._names[key] = same
        return self._names[key].get(name, frozenset((name,)))

    def set_outside(self, holder: Value, name: str) -> Alternatives:
        """Return what an attribute of an object is set to other than by the methods and the body that define it."""
        found: list[Value] = []
        for use in self._uses_of(holder, name):
            if use.value is not None and self._is_meant(use, holder):
                found.extend(self._resolver.evaluate(use.value, self._frame(use)))
        return tuple(found)

    def changed_outside(self, holder: Value, name: str) -> frozenset[int]:
        """Return how many keys deep the collection that an attribute holds is changed by way of the object."""
        uses = self._uses_of(holder, name)
        return frozenset(use.levels for use in uses if use.value is None and self._is_meant(use, holder))

    def _frame(self, use: OutsideUse) -> Frame:
        return owner_frame(self._resolver, use.module, use.owner)

    def _is_meant(self, use: OutsideUse, holder: Value) -> bool:
        if isinstance(use.holder, str):
            return isinstance(holder, ModuleValue) and holder.name == use.holder
        return any(self._may_be(value, holder) for value in self._resolver.evaluate(use.holder, self._frame(use)))

    def _may_be(self, value: Value, holder: Value) -> bool:
        """Return whether setting an attribute of a value may set that of a holder."""
        classes = self._resolver.classes
        if isinstance(value, ModuleValue) and isinstance(holder, ModuleValue):
            return value.name == holder.name
        if isinstance(value, FunctionValue) and isinstance(holder, FunctionValue):
            return value.function is holder.function
        if isinstance(value, Made):
            return value == holder
        if isinstance(value, ClassValue) and isinstance(holder, (ClassValue, Instance)):
            return value.cls in classes.order(holder.cls)
        if isinstance(value, Instance) and isinstance(holder, Instance):
            related = value.cls in classes.order(holder.cls) or holder.cls in classes.order(value.cls)
            return related and (value.site is None or holder.site is None or value.site == holder.site)
        return False

    def _uses_of(self, holder: Value, name: str) -> tuple[OutsideUse, ...]:
        module = self._module_of(holder)
        if module is None:
            return ()
        top = module.name.partition(".")[0]
        if top not in self._outside:
            found: dict[str, list[OutsideUse]] = {}
            for one in self._resolver.program.modules_of(top) or (module,):
                definitions = self._resolver.definitions(one)
                owners: list[Owner] = [None, *definitions.functions, *definitions.classes]
                for owner in owners:
                    for attribute, use in self._outside_uses(one, owner):
                        found.setdefault(attribute, []).append(use)
            self._outside[top] = {attribute: tuple(uses) for attribute, uses in found.items()}
        return self._outside[top].get(name, ())

    def _module_of(self, holder: Value) -> Optional[Module]:
        if isinstance(holder, (ClassValue, Instance)):
            return holder.cls.module
        if isinstance(holder, ModuleValue):
            return self._resolver.program.module(holder.name)
        if isinstance(holder, FunctionValue):
            return holder.function.module
        return self._resolver.program.at(holder.site.path) if isinstance(holder, Made) else None

    def _outside_uses(self, module: Module, owner: Owner) -> Iterator[tuple[str, OutsideUse]]:
        params = owner.definition.params if isinstance(owner, Function) and owner.owner is not None else ()
        me = params[0].name if params else None  # what methods do to their own object, their class knows
        imported = {name for name, bound in module.scope.bindings.items() if any(b.kind == "from" for b in bound)}
        for visit in self._resolver.definitions(module).visits_of(owner).of(*_EFFECTIVE, facts.With):
            for target, value in _set_attributes(visit.node):
                if not (isinstance(target.base, facts.Name) and target.base.id == me):
                    yield target.name, OutsideUse(target.base, value, module, owner)
            node = visit.node
            if isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "setattr":
                given = [argument.value for argument in node.args if not argument.star and argument.keyword is None]
                if len(given) == 3 and isinstance(given[1], facts.Const) and isinstance(given[1].value, str):
                    yield given[1].value, OutsideUse(given[0], given[2], module, owner)
            for keyed in _changed(node):
                changed, levels = _unkeyed(keyed)
                if isinstance(changed, facts.Attribute):
                    if not (isinstance(changed.base, facts.Name) and changed.base.id == me):
                        yield changed.name, OutsideUse(changed.base, None, module, owner, levels)
                elif isinstance(changed, facts.Name) and changed.id in imported:
                    yield from self._of_import(changed.id, module, owner, levels)

    def _of_import(self, name: str, module: Module, owner: Owner, levels: int) -> Iterator[tuple[str, OutsideUse]]:
        """Yield a change of what `from module import name` brings as one of the module's own attribute."""
        if owner is not None and name in self._resolver.definitions(module).scope_of(owner).bindings:
            return
        for binding in module.scope.bindings[name]:
            node = binding.node
            source = module.absolute(node) if isinstance(node, facts.ImportFrom) else None
            if isinstance(node, facts.ImportFrom) and source is not None:
                for imported in node.names:
                    if (imported.alias or imported.name) == name:
                        yield imported.name, OutsideUse(source, None, module, owner, levels)


def _effects(visit: Visit) -> Iterator[tuple[str, Change]]:
    node, blocks = visit
    for changed in _changed(node):
        named, depth = _unkeyed(changed)
        if dotted(named):
            kind = "inner" if depth else _kind(node)
            if isinstance(node, (facts.Call, facts.AugAssign, facts.Assign, facts.Delete)):
                yield dotted(named), Change(kind, node, blocks)
    if isinstance(node, facts.Call):
        for name in {dotted(argument.value): None for argument in node.args if not argument.star}:
            if name:
                yield name, Change("passed", node, blocks)


def levels_of(change: Change) -> int:
    """Return how many keys deep in what a name holds a change is made: `a.append(…)` none, `a[0].append(…)` one."""
    return max((_unkeyed(changed)[1] for changed in _changed(change.node)), default=0)


def _unkeyed(expr: Expr) -> tuple[Expr, int]:
    """Return what an expression takes out of under some keys, and under how many."""
    levels = 0
    while isinstance(expr, facts.Subscript):
        expr, levels = expr.base, levels + 1
    return expr, levels


def _kind(node: object) -> str:
    if isinstance(node, facts.Call):
        return node.func.name if isinstance(node.func, facts.Attribute) else ""
    if isinstance(node, facts.AugAssign):
        return "+="
    return "[]=" if isinstance(node, facts.Assign) else "del"


def _changed(node: object) -> Iterator[Expr]:
    """Yield the expressions whose collections a node changes in place."""
    if isinstance(node, facts.Call):
        if isinstance(node.func, facts.Attribute) and node.func.name in _METHODS:
            yield node.func.base
    elif isinstance(node, facts.AugAssign):
        if isinstance(node.target, facts.Subscript):
            yield node.target  # what it holds under the key
        elif isinstance(node.target, facts.Attribute):
            yield node.target
    elif isinstance(node, (facts.Assign, facts.Delete)):
        for target in node.targets:
            if isinstance(target, facts.Subscript):
                yield target.base


def _set_attributes(node: object) -> Iterator[tuple[facts.Attribute, Expr]]:
    """Yield the attributes that a statement sets, with what it sets them to."""
    if isinstance(node, facts.Assign) and node.value is not None:
        for target in node.targets:
            if isinstance(target, facts.Attribute):
                yield target, node.value
            elif isinstance(target, facts.Sequence) and isinstance(node.value, facts.Sequence):
                for one, value in zip(target.items, node.value.items):
                    if isinstance(one, facts.Attribute):
                        yield one, value
    elif isinstance(node, facts.With):
        for value, bound in node.items:
            if isinstance(bound, facts.Attribute):
                yield bound, value
