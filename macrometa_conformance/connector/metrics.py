"""The metrics of a connector: those that it makes, where they are used, and the servers that expose them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, CallGraph
from macrometa_conformance.code.frames import Arguments
from macrometa_conformance.code.import_closure import names_in
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.values import Alternatives, Known, Member
from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.library_calls import (
    HandedOut,
    LibraryCall,
    LibraryCalls,
    UnknownCall,
    dead_calls,
    library_calls,
    uses_library,
)
from macrometa_conformance.connector.metric import (
    Metric,
    Registries,
    labels_given,
    metric_of,
    registries_of,
    without_labels,
)
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


@plain
class MetricUse(Plain):
    """A call of a method of a metric, `labels(…)` itself included.

    `labels` is what `.labels(…)` was given before, None where it was not called. `call.made` is None where the method
    is handed on to be called later.
    """

    method: str
    metric: Metric
    labels: Optional[Arguments]
    call: LibraryCall

    @property
    def place(self) -> Place:
        """Return the place of the call."""
        return self.call.place

    @property
    def body(self) -> Body:
        """Return the body in which the call stands."""
        return self.call.body

    def is_one_of(self, methods: frozenset[str]) -> bool:
        """Return whether it is a call of one of some methods, and not one that adds a literal 0."""
        if self.method not in methods:
            return False
        amount = self.call.arguments.positional[:1] or tuple(self.call.arguments.keywords.values())[:1]
        return not (self.method in ("inc", "dec") and amount and amount[0] == (Known(0),))


@plain
class MetricsServer(Plain):
    """A call of `start_http_server` or `start_wsgi_server`, or one of them handed on with what it is called with.

    `ports` are the alternatives of the port, None where none is given; `registries` what it serves.
    """

    ports: Optional[Alternatives]
    exact: bool  # False where a starred argument may pass the port
    registries: Registries
    call: LibraryCall
    is_dead: bool = False  # it stands in code that never runs

    @property
    def place(self) -> Place:
        """Return the place of the call."""
        return self.call.place

    @property
    def body(self) -> Body:
        """Return the body in which the call stands."""
        return self.call.body


class Metrics:
    """The metrics of one project, each list in the order of the text, module by module."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver

    @cached_property
    def calls(self) -> LibraryCalls:
        """Return every call that concerns the library, in the connector package and in what it imports of the rest."""
        if not uses_library(self._modules):
            return LibraryCalls()
        return library_calls(self._resolver, self._bodies)

    @cached_property
    def all(self) -> tuple[Metric, ...]:
        """Return every metric that is made, families that a collector of the project's own yields included."""
        found = (metric_of(self._resolver, call.made) for call in self.calls.known if call.made is not None)
        return tuple(dict.fromkeys(metric for metric in found if metric is not None))

    def named(self, name: str, kind: str = "") -> tuple[Metric, ...]:
        """Return the metrics that may be exposed under a name, `kind` being a class of the library or any."""
        return tuple(one for one in self.all if name in one.names and not one.is_family and kind in ("", one.kind))

    def hidden(self, name: str, kind: str = "") -> Iterator[Undecided]:
        """Yield what may define a metric of this name without its being seen."""
        for metric in self.all:
            if metric.unnamed is not None and kind in ("", metric.kind):
                yield metric.unnamed
            elif metric.is_family and name in metric.names:
                yield Undecided(f"a collector of the project yields `{name}`", metric.place)
        for call in self.calls.unknown:
            texts = (argument.value for argument in call.node.args[:1] if isinstance(argument.value, facts.Const))
            is_class = call.name in prometheus.METRIC_CLASSES
            if call.name == kind or (is_class and not kind) or (not is_class and any(t.value == name for t in texts)):
                yield Undecided(f"what is called here may define `{name}`: {call.unknown.reason}", call.place)

    @cached_property
    def uses(self) -> tuple[MetricUse, ...]:
        """Return every use of a metric; one call may be of several, where it is not known of which."""
        found: dict[tuple[int, str, Metric], MetricUse] = {}
        for call in self.calls.known:
            for use in self._uses(call):
                found.setdefault((id(call.node), use.method, use.metric), use)
        return tuple(found.values())

    def uses_of(self, name: str, methods: frozenset[str]) -> tuple[MetricUse, ...]:
        """Return the uses of what may be a metric of this name by one of some methods."""
        return tuple(use for use in self.uses if name in use.metric.names and use.is_one_of(methods))

    def unknown_uses(self, methods: frozenset[str]) -> tuple[UnknownCall, ...]:
        """Return the calls of methods of these names on what is not known, which may be a metric."""
        return tuple(
            call
            for call in self.calls.unknown
            if call.name in methods and (call.name not in ("set", "observe") or len(call.node.args) == 1)
        )

    def handed_out(self, name: str) -> tuple[HandedOut, ...]:
        """Return where what may be a metric of this name is handed to something outside that may use it."""
        found = []
        for one in self.calls.handed_out:
            metric = metric_of(self._resolver, without_labels(one.value))
            if metric is not None and name in metric.names:
                found.append(one)
        return tuple(found)

    @cached_property
    def servers(self) -> tuple[MetricsServer, ...]:
        """Return every call that starts a server of metrics; where none may run, those in code that never does."""
        found: dict[tuple[object, ...], MetricsServer] = {}
        live = [call for call in self.calls.known if _starts(call)]
        for call in live or filter(_starts, self._dead_calls.known):
            given = dict(zip(prometheus.SERVER_PARAMETERS, call.arguments.positional))
            given.update(call.arguments.keywords)
            registries = registries_of(given.get("registry"), call.arguments.exact, call.frame.site(call.node.at))
            server = MetricsServer(given.get("port"), call.arguments.exact, registries, call, is_dead=not live)
            found.setdefault((id(call.node), server.ports, registries), server)
        return tuple(found.values())

    @property
    def hidden_servers(self) -> Iterator[Undecided]:
        """Yield what may start a server of metrics without a call of the function in sight."""
        for call in (*self.calls.unknown, *self._dead_calls.unknown):
            if call.name in prometheus.SERVERS:
                yield Undecided(f"what is called here is not known: {call.unknown.reason}", call.place)
        for one in self.calls.named:
            yield Undecided("this may be called, which starts the server of metrics", one.place)

    def calls_of(self, names: frozenset[str]) -> tuple[LibraryCall, ...]:
        """Return the calls of functions and classes that the library offers under some names."""
        return tuple(call for call in self.calls.known if prometheus.offered(call.callee) in names)

    def _uses(self, call: LibraryCall) -> Iterator[MetricUse]:
        callee = call.callee
        if not isinstance(callee, Member) or (callee.name not in prometheus.USES and callee.name != prometheus.LABELS):
            return
        metric = metric_of(self._resolver, without_labels(callee.base))
        if metric is not None:
            yield MetricUse(callee.name, metric, labels_given(callee.base), call)

    @cached_property
    def _dead_calls(self) -> LibraryCalls:
        return dead_calls(self._resolver, self._bodies) if uses_library(self._modules) else LibraryCalls()

    @cached_property
    def _bodies(self) -> tuple[Body, ...]:
        return CallGraph(self._resolver, self._modules).bodies

    @cached_property
    def _modules(self) -> tuple[Module, ...]:
        """Return the judged modules of the package, and the other modules of the project that they import."""
        found = {module.path: module for module in self._project.modules}
        waiting = list(found.values())
        for module in waiting:
            for node, _ in module.imports:
                for name in names_in(node, module):
                    other = self._project.program.module(name)
                    if other is not None and not other.is_test and other.path not in found:
                        found[other.path] = other
                        waiting.append(other)
        return tuple(found.values())


def _starts(call: LibraryCall) -> bool:
    return prometheus.offered(call.callee) in prometheus.SERVERS
