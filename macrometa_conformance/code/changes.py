"""Lists and dicts that are filled after they are made: `append`, `extend`, `update`, `name[key] = …`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts, operations
from macrometa_conformance.code.definitions import Change
from macrometa_conformance.code.flow import rounds
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.scopes import Binding
from macrometa_conformance.code.values import Alternatives, Items, Known, Table, Value

if TYPE_CHECKING:
    from macrometa_conformance.code.facts import Span
    from macrometa_conformance.code.resolver import Resolver


def changed(
    resolver: Resolver, value: Value, binding: Binding, frame: Frame, position: Optional[tuple[int, int]]
) -> Value:
    """Return a collection with the changes that are made to it under its name, up to a position (None: all)."""
    if not isinstance(value, (Items, Table)) or value.site is None or isinstance(binding.node, facts.Walrus):
        return value
    definitions = resolver.definitions(frame.module)
    owner = frame.function or frame.cls
    changes = [
        change
        for change in definitions.changes_of(owner).get(binding.name, ())
        if _after(change, binding) and (position is None or _before(change, position, frame))
    ]
    value = with_changes(resolver, value, changes, frame, binding.at)
    if owner is None and position is None and _changed_elsewhere(resolver, binding.name, frame):
        return inexact(value)
    return value


def with_changes(
    resolver: Resolver, value: Union[Items, Table], changes: Iterable[Change], frame: Frame, around: Optional[Span]
) -> Union[Items, Table]:
    """Return a collection after changes; what is not understood makes it inexact."""
    for change in changes:
        for inner, sure in rounds(resolver, change.blocks, frame, around, change.node.at):
            value = _apply(resolver, value, change, inner, sure) if inner is not None else inexact(value)
            if len(value.elements if isinstance(value, Items) else value.entries) > operations.MAX_ELEMENTS:
                return inexact(value)
    return value


def inexact(value: Union[Items, Table]) -> Union[Items, Table]:
    """Return a collection that may hold other things than these too."""
    if isinstance(value, Items):
        return Items(value.kind, value.elements, False, value.site, value.trail)
    return Table(value.entries, False, value.site, value.trail)


def _after(change: Change, binding: Binding) -> bool:
    return (change.node.at[0], change.node.at[1]) >= binding.since


def _before(change: Change, position: tuple[int, int], frame: Frame) -> bool:
    """Return whether a change can come before a use: it stands earlier, or in a loop around the use."""
    if (change.node.at[0], change.node.at[1]) < position:
        return True
    return any(
        isinstance(block.node, (facts.For, facts.While)) and block.node.at[:2] <= position <= block.node.at[2:]
        for block in change.blocks
    )


def _changed_elsewhere(resolver: Resolver, name: str, frame: Frame) -> bool:
    """Return whether a function of the module changes a module variable in place."""
    definitions = resolver.definitions(frame.module)
    for function in definitions.functions:
        if name in definitions.changes_of(function) and name not in definitions.scope_of(function).bindings:
            return True
    return False


def _apply(
    resolver: Resolver, value: Union[Items, Table], change: Change, frame: Frame, sure: bool
) -> Union[Items, Table]:
    node, kind = change.node, change.kind
    if isinstance(node, facts.Call):
        arguments = [argument.value for argument in node.args if not argument.star and argument.keyword is None]
        if isinstance(value, Items):
            return _apply_to_items(resolver, value, kind, arguments, frame, sure)
        if kind == "update" and len(arguments) == 1 and len(node.args) == 1:
            for other in (others := resolver.evaluate(arguments[0], frame)):
                if isinstance(other, Table) and len(others) == 1:
                    return Table(
                        (*value.entries, *other.entries), value.exact and other.exact and sure, value.site, value.trail
                    )
        if kind == "setdefault" and len(arguments) == 2:
            entry = (resolver.evaluate(arguments[0], frame), resolver.evaluate(arguments[1], frame))
            return Table((entry, *value.entries), False, value.site, value.trail)
        if kind == "pop" and arguments and sure:
            return _without_entry(resolver, value, arguments[0], frame)
        return inexact(value)
    if isinstance(node, facts.Delete) and isinstance(value, Table) and len(node.targets) == 1 and sure:
        target = node.targets[0]
        return _without_entry(resolver, value, target.key, frame) if isinstance(target, facts.Subscript) else value
    if isinstance(node, facts.Assign) and isinstance(value, Table) and node.value is not None:
        entries = [
            (resolver.evaluate(target.key, frame), resolver.evaluate(node.value, frame))
            for target in node.targets
            if isinstance(target, facts.Subscript)
        ]
        return Table((*value.entries, *entries), value.exact and sure, value.site, value.trail)
    if isinstance(node, facts.AugAssign) and isinstance(value, Items):
        return _apply_to_items(resolver, value, "extend", [node.value], frame, sure)
    return inexact(value)


def _apply_to_items(
    resolver: Resolver, value: Items, kind: str, arguments: list[facts.Expr], frame: Frame, sure: bool
) -> Items:
    exact = value.exact and sure
    if kind in ("append", "add") and len(arguments) == 1:
        parts: tuple[Alternatives, ...] = (*value.elements, resolver.evaluate(arguments[0], frame))
        return Items(value.kind, parts, exact, value.site, value.trail)
    if kind == "insert" and len(arguments) == 2:
        index = operations.plain(resolver.evaluate(arguments[0], frame)[0])
        added = resolver.evaluate(arguments[1], frame)
        at = index if isinstance(index, int) and 0 <= index <= len(value.elements) else len(value.elements)
        parts = (*value.elements[:at], added, *value.elements[at:])
        return Items(value.kind, parts, exact, value.site, value.trail)
    if kind in ("extend", "update") and len(arguments) == 1:
        others = resolver.evaluate(arguments[0], frame)
        spread = operations.elements(others[0]) if len(others) == 1 else None
        if spread is not None:
            return Items(value.kind, (*value.elements, *spread[0]), exact and spread[1], value.site, value.trail)
    if kind in ("remove", "discard") and len(arguments) == 1 and exact:
        gone = resolver.evaluate(arguments[0], frame)
        if _is_one_literal(gone) and all(_is_one_literal(part) for part in value.elements):
            index = next((i for i, part in enumerate(value.elements) if part == gone), len(value.elements))
            parts = (*value.elements[:index], *value.elements[index + 1 :])
            return Items(value.kind, parts, True, value.site, value.trail)
    return Items(value.kind, value.elements, False, value.site, value.trail)


def _without_entry(resolver: Resolver, value: Table, key: facts.Expr, frame: Frame) -> Table:
    """Return a dict without the entry of a key, where it is known which one that is."""
    gone = resolver.evaluate(key, frame)
    if not _is_one_literal(gone) or not all(_is_one_literal(keys) for keys, _ in value.entries):
        return Table(value.entries, False, value.site, value.trail)
    kept = tuple(entry for entry in value.entries if entry[0] != gone)
    return Table(kept, value.exact, value.site, value.trail)


def _is_one_literal(values: Alternatives) -> bool:
    return len(values) == 1 and isinstance(values[0], Known)
