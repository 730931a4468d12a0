"""Hints that keys are renamed in a way that cannot be followed: what keeps a rule from saying that nothing renames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.classes import INERT_BASES
from macrometa_conformance.code.operations import elements
from macrometa_conformance.code.values import (
    Class,
    ClassValue,
    External,
    Function,
    FunctionValue,
    Instance,
    Items,
    Known,
    Table,
    Value,
)
from macrometa_conformance.code.walk import Visit, walk
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.rename_coverage import Coverage
from macrometa_conformance.connector.rename_sites import Sites, values_in
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.connector.underscores import is_renamed
from macrometa_conformance.finding import Undecided

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_CALLED = re.compile(r"reserv|renam|conflict|collision|underscore", re.IGNORECASE)
_KEYISH = re.compile(r"key|col|field|attr|prop|reserv|^[kc]$|^name$", re.IGNORECASE)
_FILES = ("os.", "shutil.", "pathlib.", "builtins.")
_SPLITS = frozenset(
    ("split", "rsplit", "replace", "strip", "lstrip", "rstrip", "partition", "rpartition", "count", "find", "join",
     "startswith", "endswith", "translate", "sub")
)  # fmt: skip


def concerns_keys(rename: Rename) -> bool:
    """Return whether what `_` is added to may well be a key.

    It is set in a record, gets `_` again and again until it is free, or is named like one.
    """
    if rename.uses or rename.repeats:
        return True
    return any(
        isinstance(node, (facts.Name, facts.Attribute))
        and _KEYISH.search(node.id if isinstance(node, facts.Name) else node.name)
        for part in rename.parts
        for node in walk(part.base)
    )


def hint(project: Project, bodies: Iterable[Body], coverage: Coverage, keys: Iterable[str]) -> Optional[Undecided]:
    """Return what in some bodies may rename keys out of sight, or None."""
    within = set(bodies)
    wanted = tuple(keys)
    for rename in project.renames.all:
        if rename.body in within and concerns_keys(rename):
            if any(coverage.covers(rename, key) is None for key in wanted):
                return Undecided("which keys are renamed here is known when it runs", rename.place)
    for body, sites in project.renames.sites.items():
        if body in within or _is_constant_of(body, within):
            for visit, reason in _hints(project, sites, wanted):
                return Undecided(reason, place_of(sites.frame.site(getattr(visit.node, "at", (1, 1, 1, 1)))))
    return None


def _is_constant_of(body: Body, within: set[Body]) -> bool:
    """Return whether a module or a class is that of one of some functions."""
    if isinstance(body.owner, Function):
        return False
    return any(
        one.module is body.module and (body.owner is None or getattr(one.owner, "owner", None) is body.owner)
        for one in within
    )


def _hints(project: Project, sites: Sites, keys: tuple[str, ...]) -> Iterator[tuple[Visit, str]]:
    own = [rename for rename in project.renames.all if rename.body == sites.body]
    known = {id(node) for rename in own for visit in rename.visits for node in walk(visit.node)}
    known |= {id(node) for rename in own for use in rename.uses for node in walk(use.statement)}
    known |= {id(visit.node.value) for visit in sites.visits if isinstance(visit.node, facts.ExprStmt)}  # docstrings
    speaks = any(isinstance(visit.node, facts.Const) and visit.node.value in keys for visit in sites.visits)
    split = _split_texts(sites)
    for visit in sites.visits:
        node = visit.node
        if isinstance(node, facts.Const) and isinstance(node.value, str) and id(node) not in known:
            if any(_renames_in_text(key, node.value) for key in keys):
                yield (
                    visit,
                    f"`{node.value[:40]}` is a reserved key with `_` added, and how it is used cannot be followed",
                )
            elif node.value == "_" and speaks and not own and id(node) not in split:
                yield visit, "what `_` is put to here cannot be followed"
        elif isinstance(node, facts.Call) and not isinstance(sites.body.owner, Class):
            reason = _calls(project, sites, visit, node)
            if reason:
                yield visit, reason


def _split_texts(sites: Sites) -> set[int]:
    """Return the arguments of methods that cut texts, or put them together."""
    return {
        id(part)
        for visit in sites.visits
        if isinstance(visit.node, facts.Call)
        and isinstance(visit.node.func, facts.Attribute)
        and visit.node.func.name in _SPLITS
        for part in (visit.node.func.base, *(argument.value for argument in visit.node.args))
    }


def _renames_in_text(key: str, text: str) -> bool:
    """Return whether a text is a reserved key with `_` added, or a query that selects one under such a name."""
    if is_renamed(key, text):
        return True
    words = set(re.findall(r"\w+", text)) if key in text else set()
    return key in words and any(is_renamed(key, word) for word in words)


def _calls(project: Project, sites: Sites, visit: Visit, node: facts.Call) -> str:
    """Return why a call of something outside the project may rename, or ""."""
    func = node.func
    name = func.id if isinstance(func, facts.Name) else func.name if isinstance(func, facts.Attribute) else ""
    values = project.resolver.evaluate(func, sites.frame)
    if all(_is_followed(project, value) for value in values):
        return ""
    if any(isinstance(value, External) and value.path.startswith(_FILES) for value in values):
        return ""
    if _CALLED.search(name):
        return f"what `{name}` does cannot be followed"
    for argument in node.args:
        given = values_in(project.resolver, argument.value, visit.blocks, sites.frame)
        if any(isinstance(value, Instance) and _has_renames(project, value.cls) for value in given):
            return f"what `{name}` does with an object that renames cannot be followed"
        if not all(isinstance(value, External) for value in values):
            continue
        if any(_lists(value, project.renames.universe) for value in given):
            return f"what `{name}` does with the reserved keys cannot be followed"
    return ""


def _is_followed(project: Project, callee: Value) -> bool:
    """Return whether the project's text tells all that calling something does, and what the object can do."""
    if isinstance(callee, (ClassValue, Instance)):
        outside = project.resolver.classes.outside(callee.cls)
        return all(isinstance(base, External) and base.path in INERT_BASES for base in outside)
    return isinstance(callee, FunctionValue)


def _has_renames(project: Project, cls: Class) -> bool:
    """Return whether a method of a class, or of one that it inherits from, renames keys."""
    order = project.resolver.classes.order(cls)
    return any(
        isinstance(rename.body.owner, Function) and rename.body.owner.owner in order for rename in project.renames.all
    )


def _lists(value: Value, universe: tuple[str, ...]) -> bool:
    """Return whether a collection holds several reserved keys; one alone may be a primary key."""
    spread = elements(value) if isinstance(value, (Items, Table)) else None
    return spread is not None and sum(any(Known(key) in part for part in spread[0]) for key in universe) > 1
