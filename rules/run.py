"""C80: the run itself."""

from collections.abc import Iterator

from macrometa_conformance.finding import Finding, Place, Undecided, Verdict
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, WARNING, rule


@rule("C8001", severity=ERROR, source="runtime")
def syntax_error(project: Project) -> Iterator[Verdict]:
    """A file that a rule needs cannot be decoded or parsed.

    Judged is what CPython, TOML and INI accept. Tabs that Python 3 refuses, more than 200 open brackets and more than
    99 levels of indentation are errors too.

    Why: A module that Python refuses cannot be imported, and the platform swallows the error, so that the connector is
    just not there.

    Silent: A file that is beyond the limits of the analysis, and that Python may accept, leaves the rule undecided. The
    other rules go on with what can be read; one whose verdict rests on the unreadable file is undecided.

    Fix: Repair what stands at the place; `python -m py_compile FILE` shows what Python says.

    Bad:

    ```python macrometa_source_demo/states.py
    def save(state)  <<<
        return state
    ```

    Good:

    ```python macrometa_source_demo/states.py
    def save(state):
        return state
    ```
    """
    for problem in project.problems:
        path = problem.place.path
        message = f"`{path}` cannot be read: {problem.message}"
        yield Finding(problem.place, message, _REPAIRS.get(_extension(path), _REPAIR), subject=path)
    for path, reason in project.unread:
        yield Undecided(f"`{path}` was not analysed: {reason}", Place(path))


@rule("C8002", severity=WARNING, source="hygiene")
def unused_suppression(project: Project) -> Iterator[Verdict]:
    """A suppression matches no finding.

    Judged are the comments in the files that the rules read, and the entries of `per-file-ignores` in the project's own
    settings, each rule that they name by itself.

    Why: It is left over from a mistake that is gone, or it never reached the finding that it was for. In both cases it
    accepts the next mistake there without anybody having said so.

    Silent: The rule that is named did not run, does not apply to the connector or could not decide everything; the
    suppression is one of this rule or of C8003.

    Fix: Remove it. One that does not reach its finding goes on the statement or the entry that the finding points at,
    or directly above it. The pattern of an entry of `per-file-ignores` leads from the connector's root.

    Bad:

    ```diff macrometa_source_demo/main.py
    -    start_http_server(METRICS_PORT)
    +    # c8-lint: ignore[C8702] the platform maps the port  <<<
    +    start_http_server(METRICS_PORT)
    ```

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client==0.16.0",  # c8-lint: ignore[C8301] pinned since  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +METRICS_PORT = 9100  # c8-lint: ignore[C8702] the platform maps the port
    ```
    """
    yield from project.suppressions.unused()


@rule("C8003", severity=WARNING, source="hygiene")
def unknown_suppression(project: Project) -> Iterator[Verdict]:
    """A suppression names a code or a name that no rule has, or no rule at all, or is misspelt.

    Rules are named one by one, by code or name, in brackets: `# c8-lint: ignore[C8702] reason`. There is no comment
    that suppresses every rule, or a family of rules. Nor does one that begins otherwise suppress anything:
    `# c8lint: ignore[C8702]`, `# c8-lint ignore[C8702]`.

    Why: Such a comment suppresses nothing, or not what its author meant.

    Silent: The comment only talks about the tool. Where plug-ins are not loaded (`--isolated`), only codes that begin
    with `C8` are judged, which are never those of a plug-in.

    Fix: Write the code or the name of the rule; `c8-lint rules` lists them.

    Bad:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +METRICS_PORT = 8000  # c8-lint: ignore[wrong-metric-port] the platform maps the port  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +METRICS_PORT = 8000  # c8-lint: ignore  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +METRICS_PORT = 8000  # c8lint: ignore[C8702] the platform maps the port  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +METRICS_PORT = 9100  # c8-lint: ignore[wrong-metrics-port] the platform maps the port
    ```
    """
    yield from project.suppressions.unknown()


_REPAIR = "repair the file, saved as UTF-8"
_REPAIRS = {
    "py": "repair the Python, or the encoding that the file declares",
    "toml": "repair the TOML, saved as UTF-8",
    "cfg": "repair the sections and keys, saved as UTF-8",
    "md": "save the file as UTF-8",
}


def _extension(path: str) -> str:
    return path.rpartition(".")[2]
