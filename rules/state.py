"""C88: the state, and what else goes to standard output."""

from collections.abc import Iterator

from macrometa_conformance.finding import Finding, NotApplicable, Place, Related, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_connector_class, needs_init, undecided_modules
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import NOTE, SOURCE, TARGET, WARNING, rule


@rule("C8801", severity=WARNING, source="Singer", applies_to=SOURCE, requires=(needs_init, needs_connector_class))
def state_capability_mismatch(project: Project) -> Iterator[Verdict]:
    """`capabilities()` lists `state`, and the package never emits a Singer state message; or the reverse.

    A state message is one that `singer.write_state` or `StateMessage` makes, or JSON of one's own with the type
    `STATE`, anywhere in the package. The finding stands on the literal `"state"`, or on the list that lacks it.

    Why: The platform keeps the state of a source that says it has one, and gives it back on the next run.

    Silent: The rule is undecided where what is listed cannot be worked out, or where a base class from outside the
    project may emit the state.

    Fix: Write the state with `singer.write_state`, and list `state`; or do neither.

    Bad:

    ```diff macrometa_source_demo/main.py
    -    singer.write_state({"bookmarks": {STREAM: {"done": True}}})
    +
    ```
    ```diff macrometa_source_demo/__init__.py
             return ["discover", "state"]  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return ["discover", "state"]
    +        return ["discover"]  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
         singer.write_state({"bookmarks": {STREAM: {"done": True}}})
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -    singer.write_state({"bookmarks": {STREAM: {"done": True}}})
    +    singer.write_message(singer.StateMessage({"bookmarks": {}}))
    ```
    """
    said, state = project.state.capability, project.state
    if said is None:
        yield NotApplicable("the connector class does not define `capabilities`")
    elif isinstance(said, Undecided):
        yield said
    elif said.is_listed and not state.emissions:
        blocked = (*undecided_modules(project), *filter(None, (state.may_be_emitted_elsewhere,)))
        message = "`capabilities()` lists `state`, and nothing in the package emits a Singer state message"
        help_text = "call `singer.write_state(…)` as the sync gets on, or take `state` off the list"
        yield from blocked or (Finding(said.place, message, help_text, "state"),)
    elif not said.is_listed and state.is_emitted_by_the_run:
        related = tuple(Related(one.place, "a state message is emitted here") for one in state.emissions[:3])
        message = "the package emits Singer state messages, and `capabilities()` does not list `state`"
        yield Finding(said.place, message, 'add `"state"` to the list', "state", related)


@rule("C8802", severity=NOTE, source="Singer", applies_to=TARGET, requires=(needs_init,))
def target_emits_no_state(project: Project) -> Iterator[Verdict]:
    r"""Nothing in the target writes the state to standard output.

    Any write of a state will do: `sys.stdout.write(json.dumps(state))`, `print`, `singer.write_state`.

    Why: A target passes on the state of each STATE message once the records before it are written; without that the
    next run begins anew.

    Silent: The rule is undecided where a base class from outside the project may write it, or where what is written
    cannot be told.

    Fix: Write the value of each STATE message to standard output, once the records before it are written.

    Bad:

    ```diff macrometa_target_demo/main.py
    -            sys.stdout.write(json.dumps(message.value) + "\n")
    -            sys.stdout.flush()
    +            sys.stderr.write(json.dumps(message.value) + "\n")
    ```

    Good:

    ```diff macrometa_target_demo/main.py
    -            sys.stdout.write(json.dumps(message.value) + "\n")
    -            sys.stdout.flush()
    +            print(json.dumps(message.value), flush=True)
    ```
    """
    assert project.package is not None
    state = project.state
    if state.writes or state.emissions:
        return
    unknown = next(iter(state.unknown_writes), None)
    maybe = Undecided("what is written here may be the state", unknown.place) if unknown is not None else None
    blocked = (*undecided_modules(project), *filter(None, (state.foreign_base, maybe)))
    message = "nothing in the package writes the state to standard output"
    help_text = "write the value of each STATE message once the records before it are exported"
    yield from blocked or (Finding(Place(project.package.init), message, help_text, "state"),)


@rule("C8803", severity=WARNING, source="Singer", applies_to=SOURCE | TARGET, opt_in=True, requires=(needs_init,))
def stdout_not_messages(project: Project) -> Iterator[Verdict]:
    """Code that the console script reaches writes something else than messages to standard output.

    Judged are `print`, `sys.stdout.write` and log handlers on `sys.stdout` that put words, counts or exceptions there.

    Why: The next program parses standard output line by line as Singer messages (after a target: as states), and
    breaks.

    Silent: What is made into JSON is taken for a message, a state, or the catalogue of a discovery; where it cannot be
    told what is written the rule is undecided.

    Fix: Write it with `singer.get_logger()` or to `sys.stderr`.

    Bad:

    ```diff macrometa_source_demo/main.py
    -    singer.write_schema(STREAM, SCHEMA, KEY_PROPERTIES)
    +    print("Starting")  <<<
    +    singer.write_schema(STREAM, SCHEMA, KEY_PROPERTIES)
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -from datetime import datetime, timezone
    +import sys
    +from datetime import datetime, timezone
    -    singer.write_schema(STREAM, SCHEMA, KEY_PROPERTIES)
    +    print("Starting", file=sys.stderr)
    +    singer.write_schema(STREAM, SCHEMA, KEY_PROPERTIES)
    ```
    """
    entry = project.runs.entry
    if entry is None:
        yield NotApplicable("there is neither a console script nor a `main`")
        return
    for write in project.stdout.writes:
        if not write.is_sure or write.body not in entry:
            continue
        for_people = project.stdout.is_text_for_people(write)
        if for_people:
            message = "something else than a Singer message is written to standard output"
            if write.how == "log":
                message = "log lines are written to standard output"
            yield Finding(write.place, message, "write it to standard error, or log it: `LOGGER.info(…)`", write.how)
        elif for_people is None:
            yield Undecided("what is written to standard output is not known", write.place)
