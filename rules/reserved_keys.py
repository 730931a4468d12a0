"""C8601 to C8604: what `reserved_keys()` of the connector class returns."""

from collections.abc import Iterator

from macrometa_conformance.connector.evidence import related
from macrometa_conformance.finding import Finding, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_connector_class
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ALL, ERROR, NOTE, SOURCE, TARGET, rule

RESERVED = "Resolving reserved key conflicts between macrometa collection and external DB"


@rule("C8601", severity=ERROR, source=RESERVED, applies_to=ALL, requires=(needs_connector_class,))
def reserved_keys_not_a_list(project: Project) -> Iterator[Verdict]:
    """`reserved_keys()` returns something other than a list of `str`.

    Constants are followed across the project, and each `return` is judged. The finding stands on what is wrong: the
    value that is no list, or the element that is no text.

    Why: The platform reads the list as it stands.

    Silent: A method that is not defined is C8505's, one that returns nothing C8507's, and a list that cannot be worked
    out C8604's. Whatever a source's list holds, that it is not empty is C8602's.

    Fix: Return a list of strings, or `[]` where no key is reserved.

    Bad:

    ```diff macrometa_target_demo/__init__.py
    -        return RESERVED_KEYS
    +        return ("_key", "_type")  <<<
    ```

    Good:

    ```diff macrometa_target_demo/__init__.py
    -        return RESERVED_KEYS
    +        return ["_key", "_type"]
    ```
    """
    for other in project.reserved_keys.others:
        message = f"`reserved_keys()` returns {other.words}, which is no list"
        yield Finding(other.place, message, 'return a list of texts, `["", "rowid"]`, or `[]`', "reserved_keys",
                      related(other.trail, other.place))  # fmt: skip
    for returned in project.reserved_keys.lists:
        if project.type is SOURCE and returned.is_filled:
            continue
        for wrong in returned.wrong[:1]:  # one mistake, however many elements have it
            message = f"the list that `reserved_keys()` returns holds {wrong.words}, which is no text"
            evidence = related(wrong.trail or returned.trail, wrong.place)
            yield Finding(wrong.place, message, "write each key as a text", "reserved_keys", evidence)
    yield from _undecided(project)


@rule("C8602", severity=ERROR, source="interface", applies_to=SOURCE, requires=(needs_connector_class,))
def source_reserved_keys(project: Project) -> Iterator[Verdict]:
    """A source's `reserved_keys()` returns a list that is not empty.

    The finding stands on the `return`.

    Why: The list is for the keys that a target's external database reserves. Those of a Macrometa collection are the
    platform's business, and a source has no others.

    Silent: A list that cannot be worked out is C8604's.

    Fix: Return `[]`.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return []
    +        return ["_key", "_id", "_rev"]  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
         def reserved_keys(self) -> List[str]:
             return []
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -        return []
    +        return list()
    ```
    """
    for returned in project.reserved_keys.lists:
        if returned.is_filled:
            shown = [f'"{key.text}"' for key in returned.keys]
            listed = f"`[{', '.join([*shown[:5], *(['…'] if len(shown) > 5 else [])])}]`"
            found = "a list that is not empty" if returned.wrong else listed
            message = f"the source's `reserved_keys()` returns {found}, not `[]`"
            evidence = related(returned.trail, returned.place)
            yield Finding(returned.place, message, "write `return []`", "reserved_keys", evidence)
    yield from _undecided(project)


@rule("C8603", severity=ERROR, source=RESERVED, applies_to=TARGET, requires=(needs_connector_class,))
def reserved_keys_shape(project: Project) -> Iterator[Verdict]:
    """The list of a target's reserved keys has not the form that the platform reads.

    The first element is the fixed primary key of the external database, or `""` where there is none and other keys
    follow. So `""` stands nowhere else and never alone; a key is listed once; none is blank or has white space around
    it.

    Why: The platform takes the first element for the primary key, and the others as they are written.

    Silent: A list that cannot be worked out is C8604's.

    Fix: Put the fixed primary key first, or `""`, and take out what is there twice.

    Bad:

    ```diff macrometa_target_demo/__init__.py
    -        return RESERVED_KEYS
    +        return ["_key", "_type", ""]  <<<
    ```

    Good:

    ```diff macrometa_target_demo/__init__.py
    -        return RESERVED_KEYS
    +        return ["", "_key", "_type"]
    ```
    """
    for returned in project.reserved_keys.lists:
        for key, message, help_text in returned.misshapen:
            evidence = related(key.trail or returned.trail, key.place)
            yield Finding(key.place, message, help_text, key.text, evidence)
    yield from _undecided(project)


@rule("C8604", severity=NOTE, source=RESERVED, applies_to=ALL, requires=(needs_connector_class,))
def dynamic_reserved_keys(project: Project) -> Iterator[Verdict]:
    """The list that `reserved_keys()` returns cannot be worked out without running the connector.

    Constants, imports and helper functions of the project are followed.

    Why: The platform reads the list before any data flows, and reviewers want to see it.

    Silent: It speaks where the other rules on reserved keys are undecided. The rule is undecided itself where a module
    that holds the list cannot be read: C8001 says why.

    Fix: Write the list as a literal or a constant.

    Bad:

    ```diff macrometa_target_demo/__init__.py
    -from typing import List
    +import os
    +from typing import List
    -        return RESERVED_KEYS
    +        return os.environ["RESERVED"].split(",")  <<<
    ```

    Good:

    ```diff macrometa_target_demo/__init__.py
             return RESERVED_KEYS
    ```

    Good:

    ```diff macrometa_target_demo/__init__.py
    -        return RESERVED_KEYS
    +        return list(RESERVED_KEYS)
    ```
    """
    for place, why in project.reserved_keys.unknown:
        if why.place is not None and project.is_broken(why.place.path):
            yield why
            continue
        message = f"what `reserved_keys()` returns here cannot be worked out: {why.reason}"
        yield Finding(place, message, "return a list of literals", "reserved_keys")


def _undecided(project: Project) -> Iterator[Undecided]:
    if project.reserved_keys.undecided is not None:
        yield project.reserved_keys.undecided
