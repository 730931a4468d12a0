"""The connector guidelines, sentence by sentence in other words, with the rules that check each; and other sources.

A rule's `source` is the title of a heading here or one of `OTHER_SOURCES`. A sentence is known by its heading and its
place below it, from 1; what only explains or points elsewhere is listed too, so that the places can be counted.
"""

from macrometa_conformance.plain import Plain, plain


@plain
class Sentence(Plain):
    """What a sentence says, the codes of the rules that check it, and what of it no rule can check and why."""

    words: str
    rules: tuple[str, ...] = ()
    reason: str = ""


@plain
class Heading(Plain):
    """A heading of the guidelines, and the sentences and list items below it in their order."""

    title: str
    sentences: tuple[Sentence, ...]


OTHER_SOURCES = {
    "runtime": "what loads and runs connectors",
    "interface": "the interface `C8Connector`",
    "Singer": "the specification of Singer",
    "hygiene": "what breaks or misleads in practice",
    "pinned-only": "the demand that every dependency is pinned",
}

_POINTER = "points to code or text elsewhere and demands nothing by itself"
_SERVER = ("C8701", "C8702", "C8703", "C8711", "C8712")
_ERRORS = ("C8704", "C8705", "C8713")

GUIDELINES = (
    Heading(
        "Implementing C8 Connectors",
        (
            Sentence(
                "A connector extends `C8Connector` and is a source, a target or an integration.",
                ("C8205", "C8505", "C8506", "C8507"),
            ),
            Sentence(
                "Who develops one has to keep to what follows.",
                reason="introduces the headings below, which have the demands",
            ),
        ),
    ),
    Heading(
        "Naming the Connector",
        (
            Sentence(
                "The distribution is named `macrometa-{type}-{connector}`.",
                ("C8201", "C8204", "C8205", "C8206"),
            ),
            Sentence("The package is named `macrometa_{type}_{connector}`.", ("C8202", "C8203")),
        ),
    ),
    Heading(
        "Project structure",
        (
            Sentence(
                "At the root lie `LICENSE`, `README.md`, `GETTING_STARTED.md`, `pyproject.toml`, `setup.cfg` and the "
                "connector's package, which has an `__init__.py` and a `main.py`.",
                ("C8101", "C8102", "C8103", "C8104", "C8105", "C8106", "C8107", "C8108", "C8109"),
            ),
            Sentence(
                "The package's `__init__.py` holds a class that implements `C8Connector`.",
                ("C8501", "C8502", "C8503", "C8504", "C8516"),
            ),
        ),
    ),
    Heading(
        "Dependencies/Libraries and their versions to use",
        (
            Sentence(
                "A connector uses Python from 3.7 on, the latest `c8connector`, `pipelinewise-singer-python` 1.2.0, "
                "and nothing else.",
                ("C8301", "C8304", "C8305", "C8306", "C8307", "C8308", "C8312"),
                "That nothing else is used is checked on request alone (C8312): hardly any connector does without the "
                "client of the database that it reads or writes.",
            ),
            Sentence(
                "`singer-sdk` and every other Singer SDK but `pipelinewise-singer-python` are forbidden.",
                ("C8302", "C8303"),
            ),
        ),
    ),
    Heading(
        "Connector specific documentation",
        (
            Sentence(
                "A project should have a `GETTING_STARTED.md` with the connector's configuration and all else that it "
                "requires.",
                ("C8103", "C8108", "C8401", "C8403"),
                "Whether it names every requirement (an account, a right, a network) is for a reader to judge.",
            ),
            Sentence(
                "It should be written for users and hold the instructions that they need.",
                ("C8402", "C8403"),
                "Whether the instructions suffice is for a reader to judge.",
            ),
            Sentence(
                "The generic template may serve as its base, with the changes that the connector needs.",
                ("C8402",),
                "It is a permission: a document of another form is as good.",
            ),
        ),
    ),
    Heading(
        "Resolving reserved key conflicts between macrometa collection and external DB",
        (
            Sentence("A collection reserves `_key`, `_id` and `_rev`.", ("C8605",)),
            Sentence(
                "`_key` takes the value of the source's primary key; the other two are generated.",
                ("C8605", "C8609"),
            ),
            Sentence("So values that a source has under these names would be lost.", ("C8605", "C8608")),
            Sentence("The names therefore get one more `_` where the source data has them.", ("C8605", "C8608")),
            Sentence("A `_key` that is the primary key of the source keeps its name.", ("C8609",)),
            Sentence("A new name that is taken gets further `_` until it is free.", ("C8606", "C8608")),
            Sentence(
                "While data flows the collection's target renames.",
                reason="tells what the platform does, and asks nothing of a source",
            ),
            Sentence("A source has to rename in what its `samples` and `schemas` return.", ("C8605",)),
            Sentence("A pull request shows it for a source.", reason=_POINTER),
            Sentence(
                "An external database too may reserve keys: its primary key, generated or internal ones.",
                ("C8603",),
                "Which keys a database reserves is not to be seen in the connector.",
            ),
            Sentence("So values that a collection has under these names would be lost.", ("C8607", "C8608")),
            Sentence(
                "A target lists all reserved keys in `reserved_keys`, as a list of strings.",
                ("C8601", "C8603", "C8604"),
                "Whether the list is complete depends on the external database.",
            ),
            Sentence(
                "A fixed primary key is the first element; without one an empty string comes before the others.",
                ("C8603",),
                "Which of the keys is the primary key depends on the external database.",
            ),
            Sentence("Without reserved keys the list is empty.", ("C8601", "C8602", "C8603")),
            Sentence("A pull request shows it for a target.", reason=_POINTER),
            Sentence(
                "Before it writes, a target adds a `_` to the reserved keys that a record has.",
                ("C8607", "C8608"),
            ),
            Sentence(
                "A `_key` that is the reserved primary key of the external database keeps its name.",
                ("C8607", "C8609"),
            ),
            Sentence("Here too a new name that is taken gets further `_` until it is free.", ("C8606", "C8608")),
            Sentence("A pull request shows the renaming of a target.", reason=_POINTER),
            Sentence("Where the external database reserves no key nothing of this applies to a target.", ("C8607",)),
        ),
    ),
    Heading(
        "Adding metrics to the connectors",
        (
            Sentence(
                "The metrics of ingestion are `ingested_bytes`, `ingested_documents`, `ingest_errors`, `ingest_lag`.",
                ("C8704", "C8706"),
            ),
            Sentence(
                "A source increments `ingest_errors` on every error and serves its metrics on port 8000.",
                (*_SERVER, *_ERRORS),
                "That no error whatever goes uncounted cannot be told: checked is that errors are counted.",
            ),
            Sentence("The other three are computed by the collection's target.", ("C8706",)),
            Sentence(
                "A source sends the current time as `time_extracted` of each Singer record message.",
                ("C8710", "C8714"),
            ),
            Sentence("Other sources show it.", reason=_POINTER),
            Sentence(
                "The metrics of export are `exported_bytes`, `exported_documents`, `export_errors`, `export_lag`.",
                ("C8704", "C8706", "C8707"),
            ),
            Sentence("The first two are computed by the collection's source.", ("C8706",)),
            Sentence(
                "A target increments `export_errors` on every error, serves its metrics on port 8001 and computes "
                "`export_lag`.",
                (*_SERVER, *_ERRORS, "C8707"),
                "That no error whatever goes uncounted cannot be told: checked is that errors are counted.",
            ),
            Sentence(
                "`export_lag` is the seconds from the message's `time_extracted` to the current time in UTC.",
                ("C8707", "C8708", "C8709", "C8715"),
            ),
            Sentence("Other targets show it.", reason=_POINTER),
        ),
    ),
    Heading(
        "State management for connectors",
        (
            Sentence("Connectors can keep state.", ("C8801", "C8802")),
            Sentence(
                "A guide of its own tells how.",
                reason=f"{_POINTER}; what Singer demands of state messages is checked by C8801 to C8803",
            ),
        ),
    ),
    Heading(
        "Sample Connectors",
        (
            Sentence("A source for Postgres.", reason=_POINTER),
            Sentence("A source for Oracle.", reason=_POINTER),
            Sentence("A target for collections.", reason=_POINTER),
        ),
    ),
)


def demands_on(code: str) -> tuple[tuple[str, int, Sentence], ...]:
    """Return what a rule checks: the heading, the place below it from 1, and the sentence."""
    return tuple(
        (heading.title, place, sentence)
        for heading in GUIDELINES
        for place, sentence in enumerate(heading.sentences, start=1)
        if code in sentence.rules
    )
