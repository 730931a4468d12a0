"""Exposure: whether the server of metrics serves the registry that a metric is registered in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code.values import Alternatives, Member
from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.contract import PLATFORM_METRICS
from macrometa_conformance.connector.metric import Metric, Registries, Registry, metric_of, registries_of
from macrometa_conformance.finding import Undecided

if TYPE_CHECKING:
    from macrometa_conformance.connector.library_calls import LibraryCall
    from macrometa_conformance.project.project import Project


class Unexposed(NamedTuple):
    """A metric in registries none of which is among those that are served."""

    metric: Metric
    served: tuple[Registry, ...]


def unexposed_metrics(project: Project) -> Iterator[Union[Unexposed, Undecided]]:
    """Yield the metrics that no server of the project exposes, and those of which it cannot be told."""
    metrics = project.metrics
    servers = Registries(
        tuple(dict.fromkeys(one for server in metrics.servers for one in server.registries.known)),
        next((server.registries.unknown for server in metrics.servers if server.registries.unknown), None),
    )
    added = _registered_later(project)
    gathered = metrics.calls_of(frozenset((prometheus.MULTIPROCESS,)))
    for metric in metrics.all:
        own = (*metric.registries.known, *added.get(metric.site.at, ()))
        unknown = metric.registries.unknown or servers.unknown
        if metric.is_family or set(own) & set(servers.known):
            continue
        if unknown is not None:
            yield unknown
        elif gathered:
            yield Undecided("a collector gathers the metrics of all processes", gathered[0].place)
        elif _is_served_otherwise(project, metric):
            yield Undecided("its registry is served or written in another way", metric.place)
        else:
            yield Unexposed(metric, servers.known)


def _registered_later(project: Project) -> dict[object, tuple[Registry, ...]]:
    """Return by the span of the metric's call the registries that it is registered in after it is made."""
    found: dict[object, tuple[Registry, ...]] = {}
    for call in project.metrics.calls.known:
        registries = _registering(call)
        for values in call.arguments.positional[:1] if registries else ():
            for value in values:
                metric = metric_of(project.resolver, value)
                if metric is not None:
                    found[metric.site.at] = (*found.get(metric.site.at, ()), *registries)
    return found


def _registering(call: LibraryCall) -> tuple[Registry, ...]:
    """Return the registries whose `register` is called."""
    callee = call.callee
    site = call.frame.site(call.node.at)
    if isinstance(callee, Member) and callee.name == "register":
        return registries_of((callee.base,), True, site).known
    if prometheus.offered(callee) == "register":  # of the default registry, a constant of the library
        return registries_of(None, True, site).known
    return ()


def _is_served_otherwise(project: Project, metric: Metric) -> bool:
    """Return whether a metric's registry is served by hand or, for one that the platform does not know, written."""
    names = prometheus.OTHER_SERVERS
    if not set(metric.names) & PLATFORM_METRICS:
        names = names | prometheus.PUSHERS
    for call in project.metrics.calls_of(names):
        for values in (*call.arguments.positional, *call.arguments.keywords.values()):
            if set(_registries_in(values, call)) & set(metric.registries.known):
                return True
    return False


def _registries_in(values: Optional[Alternatives], call: LibraryCall) -> tuple[Registry, ...]:
    return registries_of(values, True, call.frame.site(call.node.at)).known
