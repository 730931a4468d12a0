"""Whether a connector emits its state, and whether it says so."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.values import External, Items, Known, Unknown
from macrometa_conformance.connector.contract import C8CONNECTOR, PROMETHEUS_MODULE, SINGER_MODULE
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.messages import STATE_CALLS
from macrometa_conformance.connector.stdout import StdoutWrite, holds
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.walk import Node
    from macrometa_conformance.project.project import Project

CAPABILITY = "state"
STATE_TYPE = "STATE"
_KNOWN_BASES = frozenset(  # modules whose classes write no Singer messages
    (
        "abc", "argparse", "ast", "asyncio", "attr", "attrs", "builtins", "codecs", "collections", "concurrent",
        "contextlib", "csv", "ctypes", "dataclasses", "datetime", "decimal", "enum", "functools", "http", "io", "json",
        "logging", "multiprocessing", "pydantic", "queue", "requests", "simplejson", "socketserver", "sqlalchemy",
        "string", "threading", "tornado", "types", "typing", "typing_extensions", "unittest", "urllib", "urllib3",
        "yaml", C8CONNECTOR, PROMETHEUS_MODULE, SINGER_MODULE,
    )
)  # fmt: skip


@plain
class Emission(Plain):
    """A place where a state message is made or written, and the body in which it stands."""

    place: Place
    body: Body


@plain
class Capability(Plain):
    """Whether `capabilities()` lists `state`, and where: its literal, or the list that lacks it."""

    is_listed: bool
    place: Place


class State:
    """The state of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def emissions(self) -> tuple[Emission, ...]:
        """Return where a source makes or writes a STATE message, with `singer` or as text of its own."""
        found = [Emission(call.place, call.body) for call in self._project.messages.calls if call.name in STATE_CALLS]
        output = self._project.stdout
        for write in output.writes:
            if write.is_sure and output.mentions(write, STATE_TYPE):
                found.append(Emission(write.place, write.body))
        return tuple(found)

    @property
    def is_emitted_by_the_run(self) -> bool:
        """Return whether the console script or `main` reaches an emission."""
        entry = self._project.runs.entry
        return any(entry is None or one.body in entry for one in self.emissions)

    @cached_property
    def capability(self) -> Union[Capability, Undecided, None]:
        """Return what `capabilities()` says about state, None where the class does not define it."""
        main = self._project.classes.main
        returned = main.returns("capabilities") if main is not None else None
        if returned is None or not returned.values:
            return None
        found: list[Capability] = []
        for value in returned.values:
            if not isinstance(value, Items):
                reason = value.reason if isinstance(value, Unknown) else "what `capabilities()` returns is not known"
                return Undecided(reason, returned.place)
            listed = [v for part in value.elements for v in part if v == Known(CAPABILITY)]
            certain = any(part == (Known(CAPABILITY),) for part in value.elements)
            known = value.exact and all(isinstance(v, Known) for part in value.elements for v in part)
            if not certain and (listed or not known):
                return Undecided("what `capabilities()` lists is not known", returned.place)
            literal = listed[0].site if listed and isinstance(listed[0], Known) else None
            site = literal or value.site
            found.append(Capability(certain, place_of(site) if site is not None else returned.place))
        if len({one.is_listed for one in found}) > 1:
            return Undecided("`capabilities()` does not always list the same", returned.place)
        return found[0]

    @property
    def may_be_emitted_elsewhere(self) -> Optional[Undecided]:
        """Return what may emit the state where it cannot be seen, or None."""
        return self.foreign_base or self._own_messages

    @cached_property
    def foreign_base(self) -> Optional[Undecided]:
        """Return a base class from outside that may write messages, or None."""
        classes = self._project.resolver.classes
        for module in self._project.modules:
            for cls in self._project.resolver.definitions(module).classes:
                for base in classes.outside(cls):
                    path = base.path if isinstance(base, External) else ""
                    if path.partition(".")[0] not in _KNOWN_BASES:
                        reason = f"a base of `{cls.name}` from outside the project may write it"
                        return Undecided(reason, Place(module.path, region_of(cls.definition.at)))
        return None

    @property
    def _own_messages(self) -> Optional[Undecided]:
        """Return where the type of a STATE message is named other than to compare it, or None."""
        graph = self._project.call_graph
        for body in graph.bodies:
            compared: set[int] = set()
            for visit in graph.live_visits(body).of(facts.Compare, facts.Match, facts.Const):
                node = visit.node
                if isinstance(node, (facts.Compare, facts.Match)):
                    compared.update(id(one) for one in _compared(node))
                elif isinstance(node, facts.Const) and holds(node, STATE_TYPE) and id(node) not in compared:
                    at = Place(body.module.path, region_of(node.at))
                    return Undecided("a STATE message may be made here", at)
        return None

    @cached_property
    def writes(self) -> tuple[StdoutWrite, ...]:
        """Return the writes to standard output by which a target may emit its state."""
        output = self._project.stdout
        return tuple(write for write in output.writes if output.is_state(write))

    @property
    def unknown_writes(self) -> tuple[StdoutWrite, ...]:
        """Return the writes of what may be a state for all that can be seen, log handlers included."""
        output = self._project.stdout
        return tuple(
            write
            for write in output.writes
            if write.how == "log" or not write.is_sure or not output.is_text_for_people(write)
        )


def _compared(node: Node) -> tuple[object, ...]:
    if isinstance(node, facts.Compare):
        sides = (node.left, *(side for _, side in node.rest))
        inner = [item for side in sides if isinstance(side, facts.Sequence) for item in side.items]
        return (*sides, *inner)
    return tuple(value for case in node.cases for value in case.values) if isinstance(node, facts.Match) else ()
