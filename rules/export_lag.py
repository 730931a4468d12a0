"""C8708, C8709 and C8715: how a target computes `export_lag`. That it does is C8707."""

from collections.abc import Iterator

from macrometa_conformance.connector.evidence import related
from macrometa_conformance.connector.lag import WrongUnit
from macrometa_conformance.finding import Finding, NotApplicable, Related, Verdict
from macrometa_conformance.project.preconditions import Answer, needs_init, undecided_modules
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import TARGET, WARNING, rule

METRICS = "Adding metrics to the connectors"
_RIGHT = "`(datetime.now(timezone.utc) - ensure_datetime(message.time_extracted)).total_seconds()`"


def needs_lag(project: Project) -> Answer:
    """Require a metric `export_lag` that is set; where it is not, C8707 speaks."""
    return None if project.lags.uses else NotApplicable("`export_lag` is never set")


@rule("C8708", severity=WARNING, source=METRICS, applies_to=TARGET, requires=(needs_init, needs_lag))
def export_lag_not_from_time_extracted(project: Project) -> Iterator[Verdict]:
    """`export_lag` is not computed from the `time_extracted` of the Singer message.

    Looked for is a read of that key or attribute in the function that sets the metric, and in each from which a value
    reaches it: by call, return, attribute, closure or a container that both can see. One call that sets the metric from
    it is enough.

    Why: The lag is the time between the extraction of a record, which the source sends as `time_extracted` of the
    RECORD message, and its export. A key of that name in the data of the record (`message["record"]["time_extracted"]`)
    is another thing.

    Silent: Where the metric is missing or never set C8707 speaks. The rule is undecided where what the metric is set to
    comes from code that cannot be followed.

    Fix: Keep the `time_extracted` of the message with its record, and subtract it from the current time.

    Bad:

    ```diff macrometa_target_demo/main.py
    -            lag = datetime.now(timezone.utc) - message.time_extracted
    +            lag = datetime.now(timezone.utc) - message.record["time_extracted"]
                 export_lag.set(lag.total_seconds())  <<<
    ```

    Good:

    ```diff macrometa_target_demo/main.py
                 lag = datetime.now(timezone.utc) - message.time_extracted
    ```

    Good:

    ```diff macrometa_target_demo/main.py
    -            lag = datetime.now(timezone.utc) - message.time_extracted
    +            lag = datetime.now(timezone.utc) - getattr(message, "time_extracted")
    ```
    """
    sources = project.message_times.sources
    if any(source.is_message_time for source in sources):
        return
    undecided = next((source.undecided for source in sources if source.undecided), project.message_times.undecided)
    if undecided is not None:
        yield undecided
        return
    yield from (blocked := tuple(undecided_modules(project)))
    first = next((source for source in sources if not source.is_literal), sources[0])
    if not blocked:
        data = tuple(Related(read.place, "this is the data of the record") for read in first.reads)
        message = "`export_lag` is not computed from the `time_extracted` of the Singer message"
        yield Finding(first.use.place, message, f"set it to {_RIGHT}", subject="export_lag", related=data)


@rule("C8709", severity=WARNING, source=METRICS, applies_to=TARGET, requires=(needs_init, needs_lag))
def naive_export_time(project: Project) -> Iterator[Verdict]:
    """The current time that `export_lag` is computed from is naive.

    The finding stands where the clock is read.

    Why: `datetime.now()` is the local time and `datetime.utcnow()` has no zone: with the aware `time_extracted` of the
    message either raises TypeError, and where the zone is taken off that one too, the lag is wrong by the offset of the
    machine.

    Silent: Other naive times in the package are no finding. The rule is undecided where it cannot be seen how the lag
    is computed.

    Fix: Write `datetime.now(timezone.utc)`.

    Bad:

    ```diff macrometa_target_demo/main.py
    -            lag = datetime.now(timezone.utc) - message.time_extracted
    +            lag = datetime.utcnow() - message.time_extracted  <<<
    ```

    Good:

    ```diff macrometa_target_demo/main.py
                 lag = datetime.now(timezone.utc) - message.time_extracted
    ```

    Good:

    ```diff macrometa_target_demo/main.py
    -            lag = datetime.now(timezone.utc) - message.time_extracted
    +            started = datetime.now()
    +            lag = datetime.utcnow().replace(tzinfo=timezone.utc) - message.time_extracted
    ```
    """
    for one in project.lags.naive:
        message = "`export_lag` is computed from a current time without a zone"
        used = (Related(one.use.place, "`export_lag` is set here"),)
        help_text = "write `datetime.now(timezone.utc)`"
        yield Finding(one.place, message, help_text, "export_lag", (*related(one.steps, one.place), *used))
    if not project.lags.naive and project.lags.undecided is not None:
        yield project.lags.undecided


@rule("C8715", severity=WARNING, source=METRICS, applies_to=TARGET, requires=(needs_init, needs_lag))
def export_lag_not_seconds(project: Project) -> Iterator[Verdict]:
    """`export_lag` is set to something else than the seconds from extraction to export.

    `total_seconds()`, a division by `timedelta(seconds=1)`, `abs(…)`, and the sum of all parts are fine, and so is a
    division that brings milliseconds to seconds.

    Why: `.seconds`, `.microseconds` and `.days` of a difference are parts of it: a lag of a day and a second has one
    second. A difference that is multiplied or divided by a literal counts another unit, and `time_extracted` minus the
    current time is negative.

    Silent: The rule is undecided where it cannot be seen how the lag is computed.

    Fix: Set it to `(datetime.now(timezone.utc) - time_extracted).total_seconds()`.

    Bad:

    ```diff macrometa_target_demo/main.py
    -            export_lag.set(lag.total_seconds())
    +            export_lag.set(lag.seconds)  <<<
    ```

    Bad:

    ```diff macrometa_target_demo/main.py
    -            export_lag.set(lag.total_seconds())
    +            export_lag.set(lag.total_seconds() * 1000)  <<<
    ```

    Bad:

    ```diff macrometa_target_demo/main.py
    -            lag = datetime.now(timezone.utc) - message.time_extracted
    +            lag = message.time_extracted - datetime.now(timezone.utc)  <<<
    ```

    Good:

    ```diff macrometa_target_demo/main.py
                 export_lag.set(lag.total_seconds())
    ```

    Good:

    ```diff macrometa_target_demo/main.py
    -            export_lag.set(lag.total_seconds())
    +            export_lag.set(max(0, lag.total_seconds()))
    ```
    """
    for one in project.lags.wrong_units:
        used = (Related(one.use.place, "`export_lag` is set here"),) if one.place != one.use.place else ()
        message, help_text = _words(one)
        yield Finding(one.place, message, help_text, one.kind, (*related(one.steps, one.place), *used))
    if not project.lags.wrong_units and project.lags.undecided is not None:
        yield project.lags.undecided


def _words(one: WrongUnit) -> tuple[str, str]:
    """Return the message and the help of a wrong unit."""
    if one.kind == "part":
        return (
            f"`export_lag` is set to `.{one.name}` of a difference, which is a part of it",
            "write `.total_seconds()`",
        )
    if one.kind == "scaled":
        return f"`export_lag` is set to a difference scaled by {one.name}", "set it to the difference in seconds"
    return "`export_lag` is set to the time of the message minus the current time", f"turn the difference: {_RIGHT}"
