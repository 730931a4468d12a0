"""Labels: whether a metric is used with as many as it is declared with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code.callers import calls_of
from macrometa_conformance.code.flow import rounds
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.values import Function, Made, Member, Unknown
from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.library_calls import without_main_test
from macrometa_conformance.connector.metric import Metric, labels_given, metric_of, without_labels
from macrometa_conformance.finding import Undecided

if TYPE_CHECKING:
    from macrometa_conformance.connector.metrics import MetricUse
    from macrometa_conformance.project.project import Project

MAX_CALLS = 40


class Mislabelled(NamedTuple):
    """A use that raises: the metric is declared with labels, and is given none (`given` None) or others."""

    use: MetricUse
    metric: Metric
    given: Optional[Arguments]


Answer = Union[Mislabelled, Undecided, None]


def mislabelled_uses(project: Project) -> Iterator[Union[Mislabelled, Undecided]]:
    """Yield the uses that lack labels or give others, and those of which it cannot be told, once for each call."""
    seen: set[int] = set()
    for use in project.metrics.uses:
        if id(use.call.node) in seen or _answer(use, use.metric, use.labels, use.call.arguments) is None:
            continue
        seen.add(id(use.call.node))
        answers = [_in_frame(project, use, frame) for frame in _frames(project, use)]
        found = next((one for one in answers if isinstance(one, Mislabelled)), None)
        found_or_doubt = found or next((one for one in answers if one is not None), None)
        if found_or_doubt is not None:
            yield found_or_doubt


def _frames(project: Project, use: MetricUse) -> Iterator[Frame]:
    """Yield a frame for each call of the function in which a use stands, or the use's own."""
    function = use.body.owner
    if not isinstance(function, Function) or not function.definition.params or use.call.frame.rounds:
        yield use.call.frame
        return
    whole = project.resolver.frame(function)
    found = False
    for count, bound in enumerate(calls_of(project.resolver, function)):
        found = True
        if count >= MAX_CALLS:
            break
        yield Frame(
            function.module, whole.scope, function=function, outer=whole.outer, arguments=bound, receiver=whole.receiver
        )
    if not found:
        yield use.call.frame


def _in_frame(project: Project, use: MetricUse, frame: Frame) -> Answer:
    """Return what becomes of a use in one frame; a use of several metrics is one that all of them refuse."""
    answers: list[Answer] = []
    if use.call.made is None:
        return _answer(use, use.metric, use.labels, use.call.arguments)
    for inner, _ in rounds(project.resolver, without_main_test(use.call.blocks), frame):
        for value in project.resolver.evaluate(use.call.node.func, inner) if inner is not None else ():
            if isinstance(value, Unknown):
                answers.append(Undecided("which metric it is, is not known", place_of(value.site)))
            if not isinstance(value, Member):
                continue
            metric = metric_of(project.resolver, without_labels(value.base))
            if metric is not None:
                arguments = use.call.arguments if inner is use.call.frame else _arguments(project, use, inner)
                answers.append(_answer(use, metric, labels_given(value.base), arguments))
    mislabelled = [one for one in answers if isinstance(one, Mislabelled)]
    if mislabelled and len(mislabelled) == len(answers):
        return mislabelled[0]
    doubt = next((one for one in answers if isinstance(one, Undecided)), None)
    return doubt or (Undecided("which metric it is, is not known", use.place) if mislabelled else None)


def _arguments(project: Project, use: MetricUse, frame: Optional[Frame]) -> Arguments:
    assert frame is not None
    for value in project.resolver.evaluate(use.call.node, frame):
        if isinstance(value, Made) and value.call is not None and value.call.expr is use.call.node:
            return value.call.arguments
    return use.call.arguments


def _answer(use: MetricUse, metric: Metric, labels: Optional[Arguments], arguments: Arguments) -> Answer:
    """Return whether one use of one metric raises for its labels."""
    if use.method != prometheus.LABELS:
        if labels is not None or metric.labels == ():
            return None
        if metric.labels is None:
            return Undecided("the labels of the metric are not known", metric.place)
        return Mislabelled(use, metric, None)
    if metric.labels is None:
        return Undecided("the labels of the metric are not known", metric.place)
    if not arguments.exact:
        return Undecided("how many labels are given is not known", use.place)
    if arguments.keywords and not arguments.positional:
        fits = sorted(arguments.keywords) == sorted(metric.labels)
    else:
        fits = len(arguments.positional) + len(arguments.keywords) == len(metric.labels)
    return None if fits else Mislabelled(use, metric, arguments)
