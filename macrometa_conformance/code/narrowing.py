"""Tests of a name that stand between where it is set and where it is used: which of its values get past them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts, operations
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.scopes import Binding, common_path
from macrometa_conformance.code.values import Alternatives, EnumMember, Items, Known, Table, Unknown, Value
from macrometa_conformance.code.walk import walk

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_COMPARABLE = (Known, Items, Table, EnumMember)


def replacing(resolver: Resolver, bindings: tuple[Binding, ...], frame: Frame) -> tuple[Binding, ...]:
    """Return those bindings of a name that stand in the first arm of an `if` that tests the name."""
    found = []
    for binding in bindings:
        statement, arm = binding.path[-1] if binding.path else (0, 1)
        node = frame.scope.arms[statement].node if arm == 0 else None
        if isinstance(node, facts.If) and binding.name in resolver.names_in(node.branches[0][0]):
            found.append(binding)
    return tuple(found)


def that_pass(
    resolver: Resolver,
    values: Alternatives,
    binding: Binding,
    others: tuple[Binding, ...],
    frame: Frame,
    position: tuple[int, int],
) -> Alternatives:
    """Return those values of a binding that get past the `if` statements between it and a use.

    In an arm of an `if` that tests the name only those are seen that pass its test, and `if name is None: name = …`
    (`others` are those of `replacing`) replaces those that do.
    """
    scope = frame.scope
    path = scope.path_at(position)
    common = len(common_path(binding.path, path))
    for statement, arm in path[common:]:
        node = scope.arms[statement].node
        tests = [test for test, _ in node.branches] if isinstance(node, facts.If) else []
        for index, test in enumerate(tests[: arm + 1]):
            values = without(resolver, values, test, binding.name, index < arm, frame)
    for other in others:
        depth = len(other.path) - 1
        if not 0 <= depth <= common or other.path[:depth] != path[:depth]:
            continue
        statement = other.path[-1][0]
        node = scope.arms[statement].node
        passed = all(one != statement for one, _ in (*path[depth:], *binding.path[depth:]))
        if passed and isinstance(node, facts.If) and binding.since < other.since <= position:
            values = without(resolver, values, node.branches[0][0], binding.name, True, frame)
    return values


def without(
    resolver: Resolver, values: Alternatives, test: Expr, name: str, answer: bool, frame: Frame
) -> Alternatives:
    """Return values without those for which a test of the name surely has an answer."""
    if not values or name not in resolver.names_in(test):
        return values
    return tuple(v for v in values if _passes(resolver, test, name, v, frame) is not answer)


def names_read(expr: Expr) -> frozenset[str]:
    """Return the names that an expression reads."""
    return frozenset(node.id for node in walk(expr) if isinstance(node, facts.Name))


def _passes(resolver: Resolver, test: Expr, name: str, value: Value, frame: Frame) -> Optional[bool]:
    """Return whether a test holds where a name in it has one value; what does not name it is worked out but once."""
    if isinstance(value, Unknown):
        return None
    if name not in resolver.names_in(test):
        return resolver.truth(test, frame)
    if isinstance(test, facts.Boolean):
        decisive = test.op == "or"
        answer: Optional[bool] = not decisive
        for operand in test.operands:
            one = _passes(resolver, operand, name, value, frame)
            if one is decisive:
                return decisive
            answer = answer if one is not None else None
        return answer
    if isinstance(test, facts.Name):
        return operations.truth(value)
    if isinstance(test, facts.Unary) and test.op == "not":
        one = _passes(resolver, test.operand, name, value, frame)
        return None if one is None else not one
    if isinstance(test, facts.Compare) and not isinstance(value, _COMPARABLE):
        sides = (test.left, *(side for _, side in test.rest))
        if any(isinstance(side, facts.Name) and side.id == name for side in sides):
            return None
    return resolver.truth(test, frame.with_variables({name: (value,)}, test.at))
