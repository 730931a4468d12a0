"""Whether a renamed key can meet one that the record has already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.values import Function, FunctionValue, Items, Known, Table
from macrometa_conformance.code.walk import Block
from macrometa_conformance.connector.record_keys import keys_of_rows, record_keys
from macrometa_conformance.connector.rename_sites import KeyUse, Sites, argument_for, values_in
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.connector.underscores import is_renamed

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_MAX_DEPTH = 3  # calls that hand a record on


def cannot_collide(project: Project, rename: Rename) -> bool:
    """Return whether the keys of every record are known where a rename sets one, and the new key is not among them."""
    return bool(rename.uses) and all(_is_free(project, rename, use) for use in rename.uses)


def _is_free(project: Project, rename: Rename, use: KeyUse) -> bool:
    sites = project.renames.sites[rename.body]
    records = [use.record] if use.record is not None else list(_gone_over(use))
    if not records:
        return False
    made = values_in(project.resolver, use.key, use.visit.blocks, sites.frame)
    texts = {value.value for value in made if isinstance(value, Known) and isinstance(value.value, str)}
    names = {text for text in texts if any(is_renamed(old, text) for old in project.renames.universe)}
    for record in records:
        keys = _keys(project, rename, record, use)
        if keys is None:
            return False
        olds = [key for key in project.renames.universe if key in keys]
        if any(is_renamed(old, key) for key in keys for old in olds) or keys & (names - set(olds)):
            return False
    return True


def _keys(project: Project, rename: Rename, record: Expr, use: KeyUse) -> Optional[frozenset[str]]:
    """Return the keys that a record has besides the one that the rename itself sets."""
    sites = project.renames.sites[rename.body]
    if isinstance(record, facts.Name):
        for binding in sites.frame.scope.reaching(record.id, (record.at[0], record.at[1])):
            if binding.kind == "assign" and isinstance(binding.value, facts.Mapping):
                return _written_keys(project, rename, record.id, binding.value)
    return _keys_at(project, sites, record, use.visit.blocks, (sites.body.module.path, use.key.at), 0)


def _keys_at(
    project: Project, sites: Sites, record: Expr, blocks: tuple[Block, ...], own: tuple[str, Span], depth: int
) -> Optional[frozenset[str]]:
    """Return the keys of a record where it is used; `own` is where a key is set that does not count."""
    if isinstance(record, facts.Name):
        for block in reversed(blocks):
            for loop in block.node.loops if isinstance(block.node, facts.Comprehension) else ():
                if isinstance(loop.target, facts.Name) and loop.target.id == record.id:
                    return _keys_in(project, sites, loop.iterable, blocks)
        for binding in sites.frame.scope.reaching(record.id, (record.at[0], record.at[1])):
            if binding.kind == "for" and binding.value is not None and not binding.unpack:
                return _keys_in(project, sites, binding.value, blocks)
            if binding.kind == "parameter" and isinstance(sites.body.owner, Function):
                return _passed_keys(project, sites.body.owner, record.id, own, depth)
    values = values_in(project.resolver, record, blocks, sites.frame)
    kept = tuple(_without(value, own) if isinstance(value, Table) else value for value in values)
    return record_keys(kept)


def _keys_in(project: Project, sites: Sites, rows: Expr, blocks: tuple[Block, ...]) -> Optional[frozenset[str]]:
    """Return the keys of the records in a list."""
    values = values_in(project.resolver, rows, blocks, sites.frame)
    return keys_of_rows(values) if all(isinstance(value, Items) for value in values) else None


def _passed_keys(
    project: Project, function: Function, parameter: str, own: tuple[str, Span], depth: int
) -> Optional[frozenset[str]]:
    """Return the keys of the records that all calls of a function pass for a parameter, None where some are unknown."""
    found: Optional[frozenset[str]] = None
    for use in project.resolver.uses(function.module).of(function.name):
        sites = project.renames.sites.get(Body(use.module, use.owner))
        if sites is None or not use.is_callee or use.call is None or depth > _MAX_DEPTH:
            return None
        visit = next((visit for visit in sites.visits if visit.node is use.call), None)
        for value in project.resolver.evaluate(use.expr, sites.frame):
            if isinstance(value, FunctionValue) and value.function is not function:
                continue
            given = argument_for(use.call, value, parameter) if isinstance(value, FunctionValue) else None
            keys = _keys_at(project, sites, given, visit.blocks, own, depth + 1) if visit and given else None
            if keys is None:
                return None
            found = keys | (found or frozenset())
    return found


def _written_keys(project: Project, rename: Rename, name: str, written: facts.Mapping) -> Optional[frozenset[str]]:
    """Return the keys of a dict that is written out, with those that it gets by other changes than the rename."""
    sites = project.renames.sites[rename.body]
    found = record_keys(project.resolver.evaluate(written, sites.frame))
    changes = project.resolver.definitions(sites.body.module).changes_of(sites.body.owner).get(name, ())
    own = {id(use.statement) for use in rename.uses if _is_known(project, rename, use)}
    for change in changes:
        if found is None or change.kind in ("pop", "del", "popitem", "clear") or id(change.node) in own:
            continue
        targets = change.node.targets if isinstance(change.node, facts.Assign) else ()
        for target in targets:
            if isinstance(target, facts.Subscript):
                keys = values_in(project.resolver, target.key, change.blocks, sites.frame)
                texts = {key.value for key in keys if isinstance(key, Known) and isinstance(key.value, str)}
                found = found | texts if len(texts) == len(keys) else None
                break
        else:
            return None
    return found


def _is_known(project: Project, rename: Rename, use: KeyUse) -> bool:
    """Return whether the keys that a rename sets are all known, so that it carries over no others."""
    values = values_in(project.resolver, use.key, use.visit.blocks, project.renames.sites[rename.body].frame)
    return all(isinstance(value, Known) for value in values)


def _without(table: Table, own: tuple[str, facts.Span]) -> Table:
    """Return a dict without the entry whose key stands in one place."""
    entries = tuple(
        entry for entry in table.entries
        if not any(isinstance(k, Known) and k.site is not None and (k.site.path, k.site.at) == own for k in entry[0])
    )  # fmt: skip
    return Table(entries, table.exact, table.site, table.trail)


def _gone_over(use: KeyUse) -> Iterator[Expr]:
    """Yield the records that the comprehension which makes a key goes over."""
    for block in use.visit.blocks[-1:]:
        loops = block.node.loops if isinstance(block.node, facts.Comprehension) else ()
        for loop in loops[-1:]:
            if isinstance(loop.iterable, facts.Call) and isinstance(loop.iterable.func, facts.Attribute):
                yield loop.iterable.func.base
            else:
                yield loop.iterable
