"""The counter of errors: the one that the platform reads, and whether an error increments it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.contract import ERROR_COUNTERS
from macrometa_conformance.connector.metric import Metric
from macrometa_conformance.connector.metrics import MetricUse
from macrometa_conformance.connector.occasions import Occasions
from macrometa_conformance.finding import Undecided

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


class Increments(NamedTuple):
    """How the counter is incremented: `on_error` where it surely is, the increments that every pass makes, doubts."""

    on_error: bool
    in_every_pass: tuple[MetricUse, ...]
    undecided: Optional[Undecided]


def error_counter_name(project: Project) -> str:
    """Return the name that the platform reads, for a source or a target."""
    assert project.type is not None
    return ERROR_COUNTERS[project.type.words[0]]


def error_counters(project: Project) -> tuple[Metric, ...]:
    """Return the counters that may be exposed under that name."""
    return project.metrics.named(error_counter_name(project), prometheus.COUNTER)


def increments(project: Project) -> Increments:
    """Return how the counter is incremented."""
    name = error_counter_name(project)
    occasions = Occasions(project)
    in_every_pass: list[MetricUse] = []
    undecided: Optional[Undecided] = None
    for use in project.metrics.uses_of(name, prometheus.INCREMENTS):
        special = True if use.method == "count_exceptions" else occasions.is_special(use.call)
        if special:
            return Increments(True, (), None)
        if special is None:
            undecided = undecided or Undecided("when this increment is made is not known", use.place)
        else:
            in_every_pass.append(use)
    for call in project.metrics.unknown_uses(prometheus.INCREMENTS):
        if undecided is None and occasions.is_special(call) is not False:
            reason = f"what is incremented here is not known: {call.unknown.reason}"
            undecided = Undecided(reason, call.place)
    for out in project.metrics.handed_out(name):
        undecided = undecided or Undecided("the counter is handed to what may increment it", out.place)
    return Increments(False, tuple(in_every_pass), undecided)
