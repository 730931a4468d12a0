"""The keys of the records that `samples` and `schemas` return, where those are written out in the project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Reach
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.flow import rounds
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.values import Alternatives, External, Items, Known, Table
from macrometa_conformance.code.walk import Visit
from macrometa_conformance.connector.rename_coverage import Coverage

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_NAMES = {"SchemaAttribute": (0, "name"), "Sample": (1, "data")}  # the argument that holds keys


class RecordKeys:
    """The keys of what a method of the connector class builds, over all that it reaches."""

    def __init__(self, project: Project, reach: Reach) -> None:
        self._resolver = project.resolver
        self._coverage = Coverage(project, reach)
        self._built = tuple(
            (name, node, visit, self._coverage.frame(body))
            for body, sites in project.renames.sites.items()
            if body in reach
            for visit in sites.visits.of(facts.Call)
            for name, node in self._constructed(visit, sites.frame)
        )

    @property
    def is_built(self) -> bool:
        """Return whether the project's own code builds what is returned."""
        return bool(self._built)

    def known(self) -> Optional[frozenset[str]]:
        """Return every key that a record or a schema can have, None where some are known only when it runs."""
        found: set[str] = set()
        for name, node, visit, frame in self._built:
            index, keyword = _NAMES[name]
            given = _argument(node, index, keyword)
            if given is None:
                continue
            for values in self._everywhere(given, visit, frame):
                keys = _texts(values) if name == "SchemaAttribute" else keys_of_rows(values)
                if keys is None:
                    return None
                found |= keys
        return frozenset(found) if self._built else None

    def _constructed(self, visit: Visit, frame: Frame) -> Iterator[tuple[str, facts.Call]]:
        node = visit.node
        if isinstance(node, facts.Call) and isinstance(node.func, (facts.Name, facts.Attribute)):
            for value in self._resolver.evaluate(node.func, frame):
                name = value.path.rpartition(".")[2] if isinstance(value, External) else ""
                if name in _NAMES:
                    yield name, node

    def _everywhere(self, expr: Expr, visit: Visit, frame: Frame) -> Iterator[Alternatives]:
        """Yield what an expression can be in each round of the comprehensions around it; nothing for an unknown one."""
        blocks = tuple(block for block in visit.blocks if isinstance(block.node, facts.Comprehension))
        for inner, _ in rounds(self._resolver, blocks, frame):
            yield self._resolver.evaluate(expr, inner) if inner is not None else ()


def record_keys(values: Alternatives) -> Optional[frozenset[str]]:
    """Return the keys of a dict that is written out, None where it is none or may hold others."""
    found: set[str] = set()
    for value in values:
        if not isinstance(value, Table) or not value.exact:
            return None
        for keys in value.entries:
            texts = _texts(keys[0])
            if texts is None:
                return None
            found |= texts
    return frozenset(found)


def _texts(values: Alternatives) -> Optional[frozenset[str]]:
    if not values or not all(isinstance(value, Known) and isinstance(value.value, str) for value in values):
        return None
    return frozenset(str(value.value) for value in values if isinstance(value, Known))


def keys_of_rows(values: Alternatives) -> Optional[frozenset[str]]:
    """Return the keys of the dicts in a list that is filled with dicts written out."""
    found: set[str] = set()
    for value in values:
        if not isinstance(value, Items) or not (value.elements or value.exact):
            return None
        for element in value.elements:
            keys = record_keys(element)
            if keys is None:
                return None
            found |= keys
    return frozenset(found) if values else None


def _argument(node: facts.Call, index: int, keyword: str) -> Optional[Expr]:
    named = next((argument.value for argument in node.args if argument.keyword == keyword), None)
    if named is not None:
        return named
    positional = [argument.value for argument in node.args if argument.keyword is None]
    return positional[index] if index < len(positional) else None
