"""The definitions of a module: its functions and classes, their scopes, and what they assign to `self` or change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.scopes import Binding, Scope, unpacking
from macrometa_conformance.code.values import Class, Function
from macrometa_conformance.code.walk import Block, Node, Visits, visits

_CHANGES = frozenset(
    ("append", "extend", "insert", "add", "update", "remove", "pop", "clear", "discard", "setdefault", "popitem")
)


class Change(NamedTuple):
    """A statement that changes a collection in place: its kind is a method's name, `+=`, `[]=` or `del`."""

    kind: str
    node: Union[facts.Call, facts.AugAssign, facts.Assign, facts.Delete]
    blocks: tuple[Block, ...]


class AttributeAssignment(NamedTuple):
    """`self.name = value` in a method; `unpack` are the indexes by which the attribute is taken out of the value."""

    function: Function
    name: str
    value: facts.Expr
    unpack: tuple[int, ...]
    target: facts.Attribute
    kind: str  # "assign", "augment", "with", "for"


class Definitions:
    """All functions, lambdas and classes of a module, each as one object."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._functions: dict[int, Function] = {}
        self._classes: dict[int, Class] = {}
        self._scopes: dict[int, Scope] = {}
        self._visits: dict[int, Visits] = {}  # of lambdas
        self._add(module.scope, None, None)

    def _add(self, scope: Scope, owner: Optional[Class], outer: Optional[Function]) -> None:
        for definition in scope.definitions:
            if isinstance(definition, facts.FunctionDef):
                self._add_function(definition, owner, outer)
            else:
                cls = Class(definition, self.module, owner or outer)
                self._classes[id(definition)] = cls
                self._add(self._scope(definition, "class"), cls, outer)
        for anonymous in scope.lambdas:
            self._add_function(anonymous, owner, outer)

    def _add_function(
        self,
        definition: Union[facts.FunctionDef, facts.Lambda],
        owner: Optional[Class],
        outer: Optional[Function],
    ) -> None:
        function = Function(definition, self.module, owner, outer)
        self._functions[id(definition)] = function
        self._add(self._scope(definition, "function"), None, function)

    def _scope(self, owner: Union[facts.FunctionDef, facts.ClassDef, facts.Lambda], kind: str) -> Scope:
        if id(owner) not in self._scopes:
            self._scopes[id(owner)] = Scope(owner, kind)
        return self._scopes[id(owner)]

    @property
    def functions(self) -> tuple[Function, ...]:
        """Return every function and lambda, outer ones before inner ones."""
        return tuple(self._functions.values())

    @property
    def classes(self) -> tuple[Class, ...]:
        """Return every class, outer ones before inner ones."""
        return tuple(self._classes.values())

    def function(self, definition: Union[facts.FunctionDef, facts.Lambda]) -> Optional[Function]:
        """Return the function of a definition of this module."""
        return self._functions.get(id(definition))

    def cls(self, definition: facts.ClassDef) -> Optional[Class]:
        """Return the class of a definition of this module."""
        return self._classes.get(id(definition))

    def scope_of(self, owner: Union[Function, Class]) -> Scope:
        """Return the scope of a function or class of this module."""
        return self._scope(owner.definition, "class" if isinstance(owner, Class) else "function")

    def visits_of(self, owner: Union[Function, Class, None]) -> Visits:
        """Return every node of a body with its blocks, nested definitions not entered; None is the module's body."""
        if owner is None:
            return self.module.visits
        definition = owner.definition
        if not isinstance(definition, facts.Lambda):
            return self.module.visits_in(definition)
        key = id(definition)
        if key not in self._visits:
            assert isinstance(owner, Function)
            self._visits[key] = visits(owner.body)
        return self._visits[key]

    @cached_property
    def shared_bindings(self) -> dict[str, tuple[tuple[Function, Binding], ...]]:
        """Return by name the bindings of module variables in functions that declare them `global`."""
        found: dict[str, list[tuple[Function, Binding]]] = {}
        for function in self.functions:
            scope = self.scope_of(function)
            if "global" in scope.shared.values():
                for name, kind in scope.shared.items():
                    if kind == "global":
                        found.setdefault(name, []).extend((function, b) for b in scope.shared_bindings.get(name, ()))
        return {name: tuple(bindings) for name, bindings in found.items()}

    def is_in_function(self, at: Span) -> bool:
        """Return whether a span lies in the body of a function or lambda of the module."""
        return any(
            function.definition.at[0] <= at[0] <= function.definition.end_line
            if isinstance(function.definition, facts.FunctionDef)
            else function.definition.at[:2] <= at[:2] and at[2:] <= function.definition.at[2:]
            for function in self.functions
        )

    def nonlocal_bindings(self, outer: Function) -> dict[str, tuple[tuple[Function, Binding], ...]]:
        """Return by name the bindings of a function's variables in inner functions that declare them `nonlocal`."""
        found: dict[str, tuple[tuple[Function, Binding], ...]] = {}
        for function, name, bindings in self._nonlocal:
            around = function.outer
            while around is not None and name not in self.scope_of(around).bindings:
                around = around.outer
            if around is outer:
                found[name] = (*found.get(name, ()), *((function, binding) for binding in bindings))
        return found

    @cached_property
    def _nonlocal(self) -> tuple[tuple[Function, str, tuple[Binding, ...]], ...]:
        return tuple(
            (function, name, tuple(self.scope_of(function).shared_bindings.get(name, ())))
            for function in self.functions
            for name, kind in self.scope_of(function).shared.items()
            if kind == "nonlocal"
        )

    def changes_of(self, owner: Union[Function, Class, None]) -> dict[str, tuple[Change, ...]]:
        """Return by dotted name (`names`, `self.names`) the changes that a body makes to collections in place."""
        if not hasattr(self, "_changes"):
            self._changes: dict[int, dict[str, tuple[Change, ...]]] = {}
        key = id(owner.definition) if owner is not None else 0
        if key not in self._changes:
            found: dict[str, list[Change]] = {}
            for visit in self.visits_of(owner).of(facts.Call, facts.AugAssign, facts.Assign, facts.Delete):
                for name, change in _changes(visit.node, visit.blocks):
                    found.setdefault(name, []).append(change)
            self._changes[key] = {name: tuple(changes) for name, changes in found.items()}
        return self._changes[key]

    def attribute_assignments(self, cls: Class) -> dict[str, tuple[AttributeAssignment, ...]]:
        """Return by attribute what the methods of a class assign to attributes of their first parameter."""
        if not hasattr(self, "_attributes"):
            self._attributes: dict[int, dict[str, tuple[AttributeAssignment, ...]]] = {}
        key = id(cls.definition)
        if key not in self._attributes:
            found: dict[str, list[AttributeAssignment]] = {}
            for function in self.functions:
                if function.owner is cls and isinstance(function.definition, facts.FunctionDef):
                    for assignment in self._assignments(function):
                        found.setdefault(assignment.name, []).append(assignment)
            self._attributes[key] = {name: tuple(assignments) for name, assignments in found.items()}
        return self._attributes[key]

    def _assignments(self, function: Function) -> Iterator[AttributeAssignment]:
        params = function.definition.params
        if not params:
            return
        me = params[0].name
        for visit in self.visits_of(function).of(facts.Assign, facts.AugAssign, facts.With, facts.For):
            node = visit.node
            if isinstance(node, facts.Assign) and node.value is not None:
                for target in node.targets:
                    yield from _targets(function, me, target, node.value, (), "assign")
            elif isinstance(node, facts.AugAssign):
                yield from _targets(function, me, node.target, node.value, (), "augment")
            elif isinstance(node, facts.With):
                for value, bound in node.items:
                    if bound is not None:
                        yield from _targets(function, me, bound, value, (), "with")
            elif isinstance(node, facts.For):
                yield from _targets(function, me, node.target, node.iterable, (), "for")


def _targets(
    function: Function, me: str, target: facts.Expr, value: facts.Expr, unpack: tuple[int, ...], kind: str
) -> Iterator[AttributeAssignment]:
    if isinstance(target, facts.Attribute):
        if isinstance(target.base, facts.Name) and target.base.id == me:
            yield AttributeAssignment(function, target.name, value, unpack, target, kind)
    elif isinstance(target, facts.Sequence):
        for index, item in zip(unpacking(target), target.items):
            inner = item.value if isinstance(item, facts.Starred) else item
            yield from _targets(function, me, inner, value, (*unpack, index), kind)


def _changes(node: Node, blocks: tuple[Block, ...]) -> Iterator[tuple[str, Change]]:
    if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute) and node.func.name in _CHANGES:
        name = dotted(node.func.base)
        if name:
            yield name, Change(node.func.name, node, blocks)
    elif isinstance(node, facts.AugAssign):
        name = dotted(node.target)
        if name and "." in name:  # a bare name is bound anew by the scope
            yield name, Change("+=", node, blocks)
    elif isinstance(node, facts.Assign):
        for target in node.targets:
            if isinstance(target, facts.Subscript):
                name = dotted(target.base)
                if name:
                    yield name, Change("[]=", node, blocks)
    elif isinstance(node, facts.Delete):
        for target in node.targets:
            name = dotted(target.base) if isinstance(target, facts.Subscript) else ""
            if name:
                yield name, Change("del", node, blocks)
