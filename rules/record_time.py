"""C8710 and C8714: the time at which a source extracted each record."""

from collections.abc import Iterator

from macrometa_conformance.connector.evidence import related
from macrometa_conformance.finding import Finding, Related, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_init, undecided_modules
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, SOURCE, rule

METRICS = "Adding metrics to the connectors"
_NOW = "`singer.utils.now()` or `datetime.now(timezone.utc)`"


@rule("C8710", severity=ERROR, source=METRICS, applies_to=SOURCE, requires=(needs_init,))
def missing_time_extracted(project: Project) -> Iterator[Verdict]:
    """A record is written without `time_extracted`.

    Each call of `RecordMessage` or `write_record` that passes none, or a literal `None`, is a finding. Where a function
    of the connector passes its own parameter on, the calls of that function are judged.

    Why: The target subtracts the `time_extracted` of each RECORD message from the time at which it writes the record:
    that is `ingest_lag`.

    Silent: Calls that only `samples`, `schemas` or `validate` reach do not count, and a message whose time is set after
    it is made is fine. The rule is undecided on starred arguments that cannot be worked out.

    Fix: Pass `time_extracted=singer.utils.now()`.

    Bad:

    ```diff macrometa_source_demo/main.py
    -        singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    +        singer.write_record(STREAM, record)  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/main.py
    -        singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    +        singer.write_message(singer.RecordMessage(STREAM, record, None, None))  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
             singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -        singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    +        message = singer.RecordMessage(STREAM, record, time_extracted=utils.now())
    +        singer.write_message(message)
    ```
    """
    for one in project.record_times.missing:
        if isinstance(one, Undecided):
            yield one
            continue
        message = f"`{one.call.name}` is given no `time_extracted`"
        if one.place != one.call.place:
            message = f"the record that `{one.call.name}` makes of this is given no `time_extracted`"
        made = (Related(one.call.place, f"`{one.call.name}` is called here"),) if one.place != one.call.place else ()
        help_text = f"pass `time_extracted=`, the current time: {_NOW}"
        yield Finding(one.place, message, help_text, one.call.name, (*related(one.steps, one.place), *made))
    yield from undecided_modules(project)


@rule("C8714", severity=ERROR, source="runtime", applies_to=SOURCE, requires=(needs_init,))
def unusable_time_extracted(project: Project) -> Iterator[Verdict]:
    """The `time_extracted` of a record cannot be used: a naive datetime, a text, a number, or the start time.

    Judged are the times that calls of `RecordMessage` and `write_record` are given, as in C8710. The finding stands
    where the time is made.

    Why: `RecordMessage` of `singer` 1.2.0 raises ValueError on a naive datetime (`datetime.now()`,
    `datetime.utcnow()`), and AttributeError on a text or a number. A time that is worked out at module level or in a
    default argument is worked out once: every record then carries the time at which the connector started, and
    `ingest_lag` grows for ever.

    Silent: A record without a time is C8710's. A time of which nothing is known leaves the rule undecided.

    Fix: Pass `singer.utils.now()` or `datetime.now(timezone.utc)`, read where the record is made.

    Bad:

    ```diff macrometa_source_demo/main.py
    -        singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    +        singer.write_record(STREAM, record, time_extracted=datetime.utcnow())  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/main.py
     METRICS_PORT = 8000
    +EXTRACTED = datetime.now(timezone.utc)
    -        singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    +        singer.write_record(STREAM, record, time_extracted=EXTRACTED)  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
             singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -        singer.write_record(STREAM, record, time_extracted=datetime.now(timezone.utc))
    +        singer.write_record(STREAM, record, time_extracted=datetime.utcnow().replace(tzinfo=timezone.utc))
    ```
    """
    for one in project.record_times.unusable:
        message = f"the `time_extracted` of records is {one.what}"
        steps = [*related(one.steps, one.place), Related(one.call.place, f"`{one.call.name}` is given it here")]
        if one.once is not None:
            message = "the `time_extracted` of records is worked out once, so that each carries the start time"
            steps.append(Related(one.once, "it is worked out here"))
        others = tuple(step for step in steps if step.place != one.place)
        yield Finding(one.place, message, f"pass {_NOW} as each record is read", one.call.name, others)
    yield from project.record_times.untraced
    yield from undecided_modules(project)
