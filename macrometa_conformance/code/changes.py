"""Lists and dicts that are filled after they are made: `append`, `extend`, `update`, `name[key] = …`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts, operations
from macrometa_conformance.code.calls import arguments_in
from macrometa_conformance.code.definitions import Change
from macrometa_conformance.code.effects import levels_of
from macrometa_conformance.code.flow import may_give_up, rounds, stands_in
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.scopes import Binding, Position
from macrometa_conformance.code.tables import is_one_literal, loosened, with_entries
from macrometa_conformance.code.values import (
    MAX_WEIGHT,
    Alternatives,
    Items,
    Known,
    ModuleValue,
    Site,
    Table,
    Unknown,
    Value,
    emptied,
    weight,
)

if TYPE_CHECKING:
    from macrometa_conformance.code.facts import Span
    from macrometa_conformance.code.resolver import Resolver


Collection = Union[Items, Table]
Entry = tuple[Alternatives, Alternatives]
ChangingNode = Union[facts.Call, facts.AugAssign, facts.Assign, facts.Delete]


def changed(
    resolver: Resolver, value: Value, binding: Binding, frame: Frame, position: Optional[tuple[int, int]]
) -> Value:
    """Return a collection with the changes that are made to it under its name, up to a position (None: all)."""
    if not isinstance(value, (Items, Table)) or value.site is None or isinstance(binding.node, facts.Walrus):
        return value
    owner = frame.function or frame.cls
    effects = resolver.effects.of(frame.module, owner)
    names = resolver.effects.names_for(binding.name, frame.module, owner)
    changes = [
        change
        for name in names
        for change in effects.get(name, ())
        if _after(change, binding) and (position is None or _before(change, position))
    ]
    if len(names) > 1:
        changes.sort(key=lambda change: change.node.at)
        if changes and any(len(frame.scope.bindings.get(name, ())) > 1 for name in names):
            return inexact(value)  # which of them each name holds is not known
    value = _after_all(resolver, value, changes, frame, binding.at, position)
    return changed_unseen(value, _changed_elsewhere(resolver, binding.name, frame, position))


def _after_all(
    resolver: Resolver,
    value: Collection,
    changes: Iterable[Change],
    frame: Frame,
    around: Span,
    until: Optional[Position],
) -> Collection:
    """Return a collection after changes; what it is after each of them is remembered for the uses that follow."""
    so_far = hash((around, value.site, value))
    for change in changes:
        within = tuple(stands_in(until, block) for block in change.blocks if may_give_up(block))
        so_far = hash((so_far, id(change.node), change.kind, within))
        known = resolver.settling.recall(so_far, frame)
        if known is None:
            if resolver.settling.is_exhausted or not resolver.settling.enter(so_far, frame):
                return inexact(value)
            try:
                known = (with_changes(resolver, value, (change,), frame, around, until),)
            except BaseException:
                resolver.settling.undo()
                raise
            resolver.settling.settle(so_far, frame, known)
        only = known[0]
        if not isinstance(only, (Items, Table)):
            break
        value = only
    return value


def with_changes(
    resolver: Resolver,
    value: Collection,
    changes: Iterable[Change],
    frame: Frame,
    around: Optional[Span],
    until: Optional[Position] = None,
) -> Collection:
    """Return a collection after changes, as a position sees it; what is not understood makes it inexact."""
    from macrometa_conformance.code.handing import may_change

    for change in changes:
        if not value.exact and _size(value) > operations.MAX_ELEMENTS:
            return value
        if change.kind == "passed" and not may_change(resolver, change, frame):
            continue
        for inner, sure in rounds(resolver, change.blocks, frame, around, change.node.at, until):
            value = _apply(resolver, value, change, inner, sure) if inner is not None else inexact(value)
            if _size(value) > operations.MAX_ELEMENTS:
                return inexact(value)
            if weight(value) > MAX_WEIGHT:
                return emptied(value)
    return value


def _size(value: Collection) -> int:
    return len(value.elements if isinstance(value, Items) else value.entries)


def inexact(value: Collection) -> Collection:
    """Return a collection that may hold other things than these too."""
    if isinstance(value, Items):
        return Items(value.kind, value.elements, False, value.site, value.trail)
    return loosened(value)


def _after(change: Change, binding: Binding) -> bool:
    return (change.node.at[0], change.node.at[1]) >= binding.since


def _before(change: Change, position: tuple[int, int]) -> bool:
    """Return whether a change can come before a use: it ends earlier, or stands in a loop around the use."""
    if (change.node.at[2], change.node.at[3]) <= position:
        return True
    return any(
        isinstance(block.node, (facts.For, facts.While)) and block.node.at[:2] <= position <= block.node.at[2:]
        for block in change.blocks
    )


def changed_unseen(value: Collection, levels: frozenset[int]) -> Collection:
    """Return a collection after changes of which is known only how many keys deep they go."""
    for depth in sorted(levels):
        value = _inside(value, [()] * depth, None)
    return value


def _changed_elsewhere(
    resolver: Resolver, name: str, frame: Frame, position: Optional[tuple[int, int]]
) -> frozenset[int]:
    """Return how many keys deep an inner function, or another module, changes what a name of this body holds."""
    owner = frame.function
    if frame.cls is not None or (owner is None and position is not None):
        return frozenset()  # while a module's body runs, its functions have hardly been called
    definitions = resolver.definitions(frame.module)
    found: set[int] = set()
    for function in definitions.functions:
        if function is not owner and (owner is None or function.outer is owner):
            changes = resolver.effects.of(frame.module, function).get(name, ())
            levels = [levels_of(change) for change in changes if change.kind != "passed"]
            if levels and name not in definitions.scope_of(function).bindings:
                found.update(levels)
    if owner is None:
        found.update(resolver.effects.changed_outside(ModuleValue(frame.module.name), name))
    return frozenset(found)


def _apply(resolver: Resolver, value: Collection, change: Change, frame: Frame, sure: bool) -> Collection:
    from macrometa_conformance.code.handing import after_call

    node, kind = change.node, change.kind
    if kind == "passed" and isinstance(node, facts.Call):
        return after_call(resolver, value, node, frame, sure)
    if kind == "inner":
        return _changed_inside(resolver, value, node, frame, sure)
    if isinstance(node, facts.Call):
        arguments = [argument.value for argument in node.args if not argument.star and argument.keyword is None]
        if isinstance(value, Items):
            return _apply_to_items(resolver, value, kind, arguments, frame, sure)
        if kind == "update":
            return _updated(resolver, value, node, frame, sure)
        if kind == "clear" and sure and not node.args:
            return Table((), True, value.site, value.trail)
        if kind == "setdefault" and len(arguments) == 2:
            entry = (resolver.evaluate(arguments[0], frame), resolver.evaluate(arguments[1], frame))
            if is_one_literal(entry[0]) and value.exact and all(is_one_literal(keys) for keys, _ in value.entries):
                is_there = any(keys == entry[0] for keys, _ in value.entries)
                return value if is_there else with_entries(value, (entry,), sure, frame.site(node.at))
            return Table((entry, *value.entries), False, value.site, value.trail)
        if kind == "pop" and arguments and sure:
            return _without_entry(resolver, value, arguments[0], frame)
        return inexact(value)
    if isinstance(value, Items) and isinstance(node, (facts.Assign, facts.Delete)) and len(node.targets) == 1 and sure:
        return _with_item(resolver, value, node, frame)
    if isinstance(node, facts.Delete) and isinstance(value, Table) and len(node.targets) == 1 and sure:
        target = node.targets[0]
        return _without_entry(resolver, value, target.key, frame) if isinstance(target, facts.Subscript) else value
    if isinstance(node, facts.Assign) and isinstance(value, Table) and node.value is not None:
        entries = [
            (resolver.evaluate(target.key, frame), resolver.evaluate(node.value, frame))
            for target in node.targets
            if isinstance(target, facts.Subscript)
        ]
        return with_entries(value, entries, sure, frame.site(node.at))
    if isinstance(node, facts.AugAssign) and isinstance(value, Items):
        return _apply_to_items(resolver, value, "extend", [node.value], frame, sure)
    if isinstance(node, facts.AugAssign) and isinstance(value, Table) and node.op == "|":
        return _with_dict(value, resolver.evaluate(node.value, frame), sure, frame.site(node.at))
    return inexact(value)


def _apply_to_items(
    resolver: Resolver, value: Items, kind: str, arguments: list[facts.Expr], frame: Frame, sure: bool
) -> Items:
    exact = value.exact and sure
    if kind == "clear" and sure:
        return Items(value.kind, (), True, value.site, value.trail)
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
        if is_one_literal(gone) and all(is_one_literal(part) for part in value.elements):
            index = next((i for i, part in enumerate(value.elements) if part == gone), len(value.elements))
            parts = (*value.elements[:index], *value.elements[index + 1 :])
            return Items(value.kind, parts, True, value.site, value.trail)
    return Items(value.kind, value.elements, False, value.site, value.trail)


def _with_item(resolver: Resolver, value: Items, node: Union[facts.Assign, facts.Delete], frame: Frame) -> Items:
    """Return a list after `name[index] = …` or `del name[index]`."""
    target = node.targets[0]
    index = resolver.evaluate(target.key, frame) if isinstance(target, facts.Subscript) else ()
    at = operations.plain(index[0]) if len(index) == 1 else None
    if not value.exact or not isinstance(at, int) or not 0 <= at < len(value.elements):
        return Items(value.kind, value.elements, False, value.site, value.trail)
    added = node.value if isinstance(node, facts.Assign) else None
    parts = (resolver.evaluate(added, frame),) if added is not None else ()
    return Items(value.kind, (*value.elements[:at], *parts, *value.elements[at + 1 :]), True, value.site, value.trail)


def _updated(resolver: Resolver, value: Table, node: facts.Call, frame: Frame, sure: bool) -> Table:
    """Return a dict after `name.update(…)`."""
    arguments, site = arguments_in(resolver, node, frame), frame.site(node.at)
    for values in arguments.positional:
        value = _with_dict(value, values, sure, site)
    value = value if arguments.exact else loosened(value, site)
    return with_entries(value, (((Known(key),), values) for key, values in arguments.keywords.items()), sure, site)


def _with_dict(value: Table, others: Alternatives, sure: bool, site: Site) -> Table:
    """Return a dict with the entries of another."""
    for other in others:
        if not isinstance(other, Table):
            return loosened(value, site)
        value = with_entries(value, other.entries, sure and len(others) == 1, site)
        value = value if other.exact else Table(value.entries, False, value.site, value.trail)
    return value


def _changed_inside(resolver: Resolver, value: Collection, node: ChangingNode, frame: Frame, sure: bool) -> Collection:
    """Return a collection of which a change is made to something that it holds under a key."""
    target = node.func.base if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute) else None
    if isinstance(node, facts.AugAssign):
        target = node.target
    elif isinstance(node, (facts.Assign, facts.Delete)):
        target = next((one.base for one in node.targets if isinstance(one, facts.Subscript)), None)
    keys: list[Alternatives] = []
    while isinstance(target, facts.Subscript):
        keys.insert(0, resolver.evaluate(target.key, frame))
        target = target.base
    leaf: Optional[Entry] = None
    if isinstance(node, facts.Assign) and len(node.targets) == 1 and node.value is not None and sure:
        last = node.targets[0]
        if isinstance(last, facts.Subscript):
            leaf = (resolver.evaluate(last.key, frame), resolver.evaluate(node.value, frame))
    return _inside(value, keys, leaf)


def _inside(value: Collection, keys: list[Alternatives], leaf: Optional[Entry]) -> Collection:
    """Return a collection with a new entry (None: with any change) in what it holds under one key in another."""
    if not keys:
        if leaf is None or not isinstance(value, Table):
            return inexact(value)
        return Table((*value.entries, leaf), value.exact, value.site, value.trail)
    key, rest = keys[0], keys[1:]
    sure = leaf if len(key) == 1 and value.exact else None

    def within(values: Alternatives, may: bool, surely: bool) -> Alternatives:
        entry = sure if surely else None
        changed_values = tuple(
            _inside(v, rest, entry) if isinstance(v, (Items, Table)) else _unless_plain(v) for v in values
        )
        return changed_values if may else values

    if isinstance(value, Items):
        at = operations.plain(key[0]) if len(key) == 1 else None
        known = isinstance(at, int) and value.exact
        parts = tuple(
            within(part, not known or i == at, known and i == at and len(part) == 1)
            for i, part in enumerate(value.elements)
        )
        return Items(value.kind, parts, value.exact, value.site, value.trail)
    entries = []
    last = max((i for i, (held, _) in enumerate(value.entries) if held == key), default=-1)
    literal = is_one_literal(key)
    for i, (held, values) in enumerate(value.entries):
        may = not (literal and is_one_literal(held)) or held == key
        entries.append((held, within(values, may, i == last and literal and len(values) == 1)))
    return Table(tuple(entries), value.exact, value.site, value.trail)


def _unless_plain(value: Value) -> Value:
    """Return what a value becomes by a change that is not worked out."""
    if isinstance(value, Known) and value.site is not None:
        return Unknown("it is changed after it is set", value.site)
    return value


def _without_entry(resolver: Resolver, value: Table, key: facts.Expr, frame: Frame) -> Table:
    """Return a dict without the entry of a key, where it is known which one that is."""
    gone = resolver.evaluate(key, frame)
    if not is_one_literal(gone) or not all(is_one_literal(keys) for keys, _ in value.entries):
        return loosened(value)
    kept = tuple(entry for entry in value.entries if entry[0] != gone)
    return Table(kept, value.exact, value.site, value.trail)
