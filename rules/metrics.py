"""C8704 to C8707, C8713: the metrics that a connector defines, and how it uses them."""

from collections.abc import Iterator

from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.contract import COLLECTION_ENDS, LAG_METRIC, METRICS_OF_THE_COLLECTION_END
from macrometa_conformance.connector.error_counter import error_counter_name, error_counters, increments
from macrometa_conformance.connector.evidence import related
from macrometa_conformance.connector.label_use import Mislabelled, mislabelled_uses
from macrometa_conformance.finding import Finding, NotApplicable, Place, Related, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_init, undecided_modules
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, SOURCE, TARGET, WARNING, rule

METRICS = "Adding metrics to the connectors"


@rule("C8704", severity=ERROR, source=METRICS, applies_to=SOURCE | TARGET, requires=(needs_init,))
def missing_error_counter(project: Project) -> Iterator[Verdict]:
    """The package defines no `Counter` that is exposed as `ingest_errors` (a source) or `export_errors` (a target).

    The name is the exposed one: the client library drops a `_total` at its end, and puts `namespace`, `subsystem` and
    `unit` round it. A `Counter` from elsewhere (`collections`, `typing`) is no metric, and a `Gauge` is no counter. The
    finding stands on the package's `__init__.py`.

    Why: Nobody sees that the connector fails.

    Silent: The rule is undecided where the name of a counter cannot be worked out, or a module cannot be read.

    Fix: Define `Counter("ingest_errors", …)`, in a target `Counter("export_errors", …)`.

    Bad:

    ```diff macrometa_source_demo/main.py
    -ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +ingest_errors = Counter("ingest_errors", "Errors while ingesting", namespace="demo")
    ```

    Good:

    ```diff macrometa_source_demo/main.py
     ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +ingest_errors = Counter("errors_total", "Errors while ingesting", namespace="ingest")
    ```
    """
    assert project.package is not None
    name = error_counter_name(project)
    if error_counters(project):
        return
    doubts = [*undecided_modules(project), *project.metrics.hidden(name, prometheus.COUNTER)]
    yield from doubts[:1]
    if not doubts:
        near = tuple(
            Related(metric.place, f"a `{metric.kind}` that is exposed as `{metric.name}`")
            for metric in project.metrics.all
            if any(name in other for other in metric.names)
        )
        message = f"no `Counter` is exposed as `{name}`"
        help_text = f'define it, `Counter("{name}", "…")`, and increment it whenever there is an error'
        yield Finding(Place(project.package.init), message, help_text, name, near)


@rule("C8705", severity=ERROR, source=METRICS, applies_to=SOURCE | TARGET, requires=(needs_init,))
def error_counter_not_incremented(project: Project) -> Iterator[Verdict]:
    """The counter of errors is never incremented, or only in code that every successful pass runs too.

    An error is counted in an `except` or a `finally`, under an `if` or a `match`, in the `else` of a loop, in a
    decorator or a context manager, or in a function that is called from such a place. An increment that has none of
    these around it, in itself and in all calls that lead to it, counts passes. `count_exceptions()` counts errors by
    itself. The finding stands on the counter.

    Why: The platform shows no error, or one for every pass.

    Silent: Where the counter is missing C8704 speaks. The rule is undecided where code that cannot be followed may
    increment it.

    Fix: Increment the counter where an exception is caught.

    Bad:

    ```diff macrometa_source_demo/main.py
    -        ingest_errors.inc()
    +        print("it failed")
     ingest_errors = Counter("ingest_errors", "Errors while ingesting")  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/main.py
    -        ingest_errors.inc()
    +        print("it failed")
         start_http_server(METRICS_PORT)
    +    ingest_errors.inc()
    ```

    Good:

    ```diff macrometa_source_demo/main.py
             ingest_errors.inc()
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -        ingest_errors.inc()
    +        count_error()
    -def sync(
    +def count_error() -> None:
    +    ingest_errors.inc()
    +
    +
    +def sync(
    ```
    """
    counters = error_counters(project)
    if not counters:
        yield NotApplicable("there is no counter of errors")
        return
    name = error_counter_name(project)
    found = increments(project)
    if found.on_error:
        return
    doubts = [*undecided_modules(project), *([found.undecided] if found.undecided is not None else [])]
    yield from doubts[:1]
    if doubts:
        return
    place = counters[0].place_of(name)
    plain = tuple(Related(use.place, "every pass runs this increment") for use in found.in_every_pass)
    how = "is incremented only in code that every successful pass runs too" if plain else "is never incremented"
    yield Finding(place, f"the counter `{name}` {how}", "increment it where an error is caught", name, plain)


@rule("C8706", severity=WARNING, source=METRICS, applies_to=SOURCE | TARGET, requires=(needs_init,))
def foreign_metric(project: Project) -> Iterator[Verdict]:
    """A connector defines a metric that is counted at the collection end.

    `ingested_bytes`, `ingested_documents` and `ingest_lag` are the business of the target that writes collections, not
    of a source; `exported_bytes` and `exported_documents` are that of the source that reads collections, not of a
    target.

    Why: The metric is counted at the collection end already, and would be there twice.

    Silent: The two ends that Macrometa runs itself are exempt. The name of a metric that cannot be worked out is not
    judged.

    Fix: Take the metric out.

    Bad:

    ```diff macrometa_source_demo/main.py
     ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +documents = Counter("ingested_documents", "Documents that were ingested")  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
     ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +documents = Counter("demo_documents", "Documents that Demo holds")
    ```
    """
    assert project.package is not None
    assert project.type is not None
    own = project.name.value if project.name is not None else project.package.name
    if own.lower().replace("_", "-") in COLLECTION_ENDS:
        yield NotApplicable(f"`{own}` is one of the collection ends")
        return
    kind = project.type.words[0]
    for metric in project.metrics.all:
        for name in metric.names:
            if name in METRICS_OF_THE_COLLECTION_END[kind]:
                place = metric.place_of(name)
                message = f"a {kind} defines `{name}`, which is counted at the collection end"
                yield Finding(place, message, "take the metric out", name, related(metric.trail, place))


@rule("C8707", severity=ERROR, source=METRICS, applies_to=TARGET, requires=(needs_init,))
def missing_export_lag(project: Project) -> Iterator[Verdict]:
    """A target defines no metric `export_lag`, or never sets it.

    Any class of metric will do; `set`, `observe`, `inc`, `dec`, `set_function`, `set_to_current_time`, `time` and
    `track_inprogress` set it. A missing metric is reported on the package's `__init__.py`, one that is never set where
    it is defined.

    Why: The lag is the time in seconds between the `time_extracted` of a Singer record message and now; nobody else
    computes it.

    Silent: The rule is undecided where the name of a metric cannot be worked out, where code that cannot be followed
    may set it, or a module cannot be read.

    Fix: Define `Gauge("export_lag", …)`, and set it when a record is written.

    Bad:

    ```diff macrometa_target_demo/main.py
    -export_lag = Gauge("export_lag", "Seconds from extraction to export")
    +export_lag = Gauge("demo_lag", "Seconds from extraction to export")
    ```

    Bad:

    ```diff macrometa_target_demo/main.py
    -            export_lag.set(lag.total_seconds())
    +            print(lag.total_seconds())
     export_lag = Gauge("export_lag", "Seconds from extraction to export")  <<<
    ```

    Good:

    ```diff macrometa_target_demo/main.py
     export_lag = Gauge("export_lag", "Seconds from extraction to export")
    ```
    ```diff macrometa_target_demo/main.py
                 export_lag.set(lag.total_seconds())
    ```

    Good:

    ```diff macrometa_target_demo/main.py
    -from prometheus_client import Counter, Gauge, start_http_server
    +from prometheus_client import Counter, Histogram, start_http_server
    -export_lag = Gauge("export_lag", "Seconds from extraction to export")
    +export_lag = Histogram("export_lag", "Seconds from extraction to export")
    -            export_lag.set(lag.total_seconds())
    +            export_lag.observe(lag.total_seconds())
    ```
    """
    assert project.package is not None
    metrics = project.metrics
    lags = metrics.named(LAG_METRIC)
    if metrics.uses_of(LAG_METRIC, prometheus.SETTERS):
        return
    doubts: list[Undecided] = list(undecided_modules(project))
    if not lags:
        place = Place(project.package.init)
        message = f"no metric is exposed as `{LAG_METRIC}`"
        doubts += metrics.hidden(LAG_METRIC)
    else:
        place = lags[0].place_of(LAG_METRIC)
        message = f"the metric `{LAG_METRIC}` is never set"
        doubts += [
            Undecided("what is set here is not known", c.place) for c in metrics.unknown_uses(prometheus.SETTERS)
        ]
        doubts += [Undecided("what it is handed to may set it", out.place) for out in metrics.handed_out(LAG_METRIC)]
    yield from doubts[:1]
    if not doubts:
        help_text = "set it to the seconds between the `time_extracted` of each record message and now, in UTC"
        yield Finding(place, message, help_text, LAG_METRIC)


@rule("C8713", severity=ERROR, source="runtime", applies_to=SOURCE | TARGET, requires=(needs_init,))
def labels_missing(project: Project) -> Iterator[Verdict]:
    """A metric with labels is incremented or set without them, or is given others than it is declared with.

    Labels are given by `.labels(…)`, by position as many as are declared, or by keyword under the same names.

    Why: The client library raises ValueError, mostly in the very code that handles an error.

    Silent: The rule is undecided where the labels, or how many are given, are not known.

    Fix: Write `.labels(…)` with the declared labels before `.inc()` or `.set(…)`.

    Bad:

    ```diff macrometa_source_demo/main.py
    -ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +ingest_errors = Counter("ingest_errors", "Errors while ingesting", ["region"])
             ingest_errors.inc()  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/main.py
    -ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +ingest_errors = Counter("ingest_errors", "Errors while ingesting", ["region", "tenant"])
    -        ingest_errors.inc()
    +        ingest_errors.labels("eu").inc()  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +ingest_errors = Counter("ingest_errors", "Errors while ingesting", ["region", "tenant"])
    -        ingest_errors.inc()
    +        ingest_errors.labels(region="eu", tenant="demo").inc()
    ```
    """
    for found in mislabelled_uses(project):
        if isinstance(found, Undecided):
            yield found
            continue
        metric, place = found.metric, found.use.place
        declared = _listed(metric.labels or ())
        has = f"has the labels {declared}" if metric.labels else "has no labels"
        message = f"{metric.word} {has}, and `{found.use.method}` is called {_given(found)}"
        help_text = f"write `.labels({', '.join(metric.labels)})`" if metric.labels else "take the `labels(…)` away"
        defined = () if metric.place == place else (Related(metric.place, "the metric is defined here"),)
        yield Finding(place, message, help_text, metric.name, defined)


def _given(found: Mislabelled) -> str:
    given = found.given
    if given is None:
        return "without them"
    if given.keywords and not given.positional:
        return f"with {_listed(tuple(given.keywords))}"
    return f"with {len(given.positional) + len(given.keywords)}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
