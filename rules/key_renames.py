"""C8605 to C8609: keys that are reserved on the other side, and how they are renamed."""

from collections.abc import Iterator

from macrometa_conformance.connector.contract import RESERVED_KEYS, SOURCES_OF_COLLECTIONS
from macrometa_conformance.connector.expected_renames import not_renamed_by, not_renamed_by_target
from macrometa_conformance.connector.judged_renames import colliding, losing_falsy, primary_renamed
from macrometa_conformance.finding import Finding, NotApplicable, Place, Related, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_connector_class, needs_package, undecided_modules
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import NOTE, SOURCE, TARGET, WARNING, rule

RESERVED = "Resolving reserved key conflicts between macrometa collection and external DB"
RENAME = 'append `_`, again and again until the new key is free: `while new in record: new = "_" + new`'


@rule("C8605", severity=WARNING, source=RESERVED, applies_to=SOURCE, requires=(needs_connector_class,))
def source_keys_not_renamed(project: Project) -> Iterator[Verdict]:
    """A source's `samples` or `schemas` does not rename the keys that a Macrometa collection reserves.

    Each of the two is judged with the functions of the project that it reaches, and reported on its `def`. Records
    whose keys are all written out need only the reserved ones among them.

    Why: A collection sets `_key`, `_id` and `_rev` itself, so the values that the source has under these names are lost
    unless `_` is added to the names. While data flows the platform does that; for `samples` and `schemas` the source
    has to.

    Silent: The sources that read Macrometa collections themselves are exempt. The rule is undecided where code that
    cannot be followed may rename.

    Fix: Rename the keys of each record and of its schema before they are returned, by adding `_` until the name is
    free.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def schemas(self, integration: dict) -> List[Schema]:
    -        records = [rename_reserved_keys(record, KEY_PROPERTIES) for record in fetch(integration)]
    +    def schemas(self, integration: dict) -> List[Schema]:  <<<
    +        records = fetch(integration)
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
         def schemas(self, integration: dict) -> List[Schema]:
             records = [rename_reserved_keys(record, KEY_PROPERTIES) for record in fetch(integration)]
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -    def schemas(self, integration: dict) -> List[Schema]:
    -        records = [rename_reserved_keys(record, KEY_PROPERTIES) for record in fetch(integration)]
    +    def schemas(self, integration: dict) -> List[Schema]:
    +        records = [{"id": "", "name": ""}]
    ```
    """
    if project.name is not None and project.name.value in SOURCES_OF_COLLECTIONS:
        yield NotApplicable("a source that reads Macrometa collections keeps their keys")
        return
    for name in ("samples", "schemas"):
        answer = not_renamed_by(project, name)
        if isinstance(answer, Undecided):
            yield answer
        elif answer is not None:
            yield from undecided_modules(project)
            if not project.broken_modules:
                message = f"`{name}` does not rename {_listed(answer.keys)}, which a Macrometa collection reserves"
                yield Finding(answer.place, message, RENAME, name, answer.related)


@rule("C8606", severity=WARNING, source=RESERVED, applies_to=SOURCE | TARGET, requires=(needs_package,))
def rename_may_collide(project: Project) -> Iterator[Verdict]:
    """A reserved key is renamed once, though the new key may be taken.

    Any loop or recursion that adds `_` until the key is free will do. Each rename is a finding.

    Why: A record with both `_id` and `__id` loses one of them when `_` is added to `_id` once.

    Silent: The rule is silent where all keys of the record are known and the new one is not among them, and where every
    key is renamed alike. It is undecided where it is known at run time alone which keys are renamed.

    Fix: Keep adding `_` while the new key is in the record.

    Bad:

    ```python macrometa_source_demo/rows.py
    def rename(row: dict) -> dict:
        for key in ("_key", "_id", "_rev"):
            if key in row:
                row["_" + key] = row.pop(key)  <<<
        return row
    ```

    Good:

    ```python macrometa_source_demo/rows.py
    def rename(row: dict, primary: str) -> dict:
        for key in ("_key", "_id", "_rev"):
            if key in row and key != primary:
                new = "_" + key
                while new in row:
                    new = "_" + new
                row[new] = row.pop(key)
        return row
    ```
    """
    for rename in colliding(project):
        if isinstance(rename, Undecided):
            yield rename
        else:
            verb = "gets" if len(rename.keys) == 1 else "get"
            message = f"{_listed(rename.keys)} {verb} `_` added once, and the new key may be taken already"
            yield Finding(rename.place, message, RENAME, rename.function, rename.related)


@rule("C8607", severity=WARNING, source=RESERVED, applies_to=TARGET, requires=(needs_connector_class,))
def target_keys_not_renamed(project: Project) -> Iterator[Verdict]:
    """A target lists reserved keys and renames none of them before it writes.

    What runs from the entry point has to rename.

    Why: The keys that `reserved_keys()` lists are set by the external database, so that the values which a record of
    the collection has under these names are lost unless `_` is added to the names.

    Silent: `_key` and `""` ask for no rename, and the fixed primary key, the first of the list, may keep its name. The
    rule is undecided where the list, or what code that cannot be followed renames, is not known.

    Fix: Rename the listed keys that a record has before it is written, by adding `_` until the name is free.

    Bad:

    ```diff macrometa_target_demo/main.py
    -            write(config, rename_reserved_keys(message.record, key_properties[message.stream]))
    +            write(config, message.record)
    ```

    Good:

    ```diff macrometa_target_demo/main.py
                 write(config, rename_reserved_keys(message.record, key_properties[message.stream]))
    ```

    Good:

    ```diff macrometa_target_demo/main.py
    -            write(config, rename_reserved_keys(message.record, key_properties[message.stream]))
    +            write(config, message.record)
    ```
    ```diff macrometa_target_demo/__init__.py
    -        return RESERVED_KEYS
    +        return []
    ```
    """
    answer = not_renamed_by_target(project)
    if isinstance(answer, Undecided):
        yield answer
    elif answer is not None:
        yield from undecided_modules(project)
        if not project.broken_modules:
            message = f"nothing reached from the entry point renames the reserved {_listed(answer.keys)}"
            related = (Related(answer.place, "they are listed here"), *answer.related)
            place = Place(project.package.init if project.package else "")
            yield Finding(place, message, RENAME + ", before writing", "reserved_keys", related)


@rule("C8608", severity=WARNING, source="hygiene", applies_to=SOURCE | TARGET, requires=(needs_package,))
def rename_drops_falsy(project: Project) -> Iterator[Verdict]:
    """A rename tests a record's key by truth in place of membership.

    One finding for each function that renames, at its first such test.

    Why: `if record.get(key)` fails for `0`, `""`, `False` and `None`, so that such a value stays under the reserved key
    and is lost; for the new key it overwrites such a value.

    Silent: Tests that decide something else are not judged. The rule is undecided where it is known at run time alone
    which keys are renamed.

    Fix: Write `if key in record`.

    Bad:

    ```python macrometa_source_demo/rows.py
    def rename(row: dict, primary: str) -> dict:
        for key in ("_key", "_id", "_rev"):
            if row.get(key) and key != primary:  <<<
                new = "_" + key
                while new in row:
                    new = "_" + new
                row[new] = row.pop(key)
        return row
    ```

    Good:

    ```python macrometa_source_demo/rows.py
    def rename(row: dict, primary: str) -> dict:
        for key in ("_key", "_id", "_rev"):
            if key in row and key != primary:
                new = "_" + key
                while new in row:
                    new = "_" + new
                row[new] = row.pop(key)
        return row
    ```
    """
    for test in losing_falsy(project):
        if isinstance(test, Undecided):
            yield test
        else:
            message = f'`{test.function}` tests a key of the record by truth: `0`, `""`, `False` and `None` are lost'
            help_text = "ask whether the record has the key, by `in`, not for its value"
            yield Finding(test.place, message, help_text, test.function, test.related)


@rule("C8609", severity=NOTE, source=RESERVED, applies_to=SOURCE | TARGET, requires=(needs_package,))
def primary_key_renamed(project: Project) -> Iterator[Verdict]:
    """A rename of `_key` has no exception for records whose primary key it is.

    Code that takes `_key` off the list, or skips it, under a test of the key properties is such an exception, in the
    function that renames or in one that calls it.

    Why: Where `_key` is the primary key of the data, the collection takes its value for its own `_key`, and the name
    has to stay.

    Silent: The rule is silent where the key properties are known and `_key` is not among them, and undecided where it
    is known at run time alone whether `_key` is renamed.

    Fix: Leave `_key` as it is where the key properties hold it.

    Bad:

    ```diff macrometa_target_demo/keys.py
    -    if "_key" in key_properties:
    -        reserved_keys.remove("_key")
    +    assert key_properties
                 renamed[new_key] = renamed.pop(key)  <<<
    ```

    Good:

    ```diff macrometa_target_demo/keys.py
         reserved_keys = list(RESERVED_KEYS)
         if "_key" in key_properties:
             reserved_keys.remove("_key")
    ```

    Good:

    ```diff macrometa_target_demo/keys.py
    -    reserved_keys = list(RESERVED_KEYS)
    -    if "_key" in key_properties:
    -        reserved_keys.remove("_key")
    +    reserved_keys = set(RESERVED_KEYS) - set(key_properties)
    ```
    """
    for rename in primary_renamed(project):
        if isinstance(rename, Undecided):
            yield rename
        else:
            message = f"`{RESERVED_KEYS[0]}` is renamed even where it is the primary key"
            help_text = f"skip `{RESERVED_KEYS[0]}` where it is among the key properties"
            yield Finding(rename.place, message, help_text, rename.function, rename.related)


def _listed(keys: tuple[str, ...]) -> str:
    return ", ".join(f"`{key}`" for key in keys)
