"""C80: the run itself."""

from collections.abc import Iterator

from macrometa_conformance.finding import Finding, Place, Undecided, Verdict
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, rule


@rule("C8001", severity=ERROR, source="runtime")
def syntax_error(project: Project) -> Iterator[Verdict]:
    """A file that a rule needs cannot be decoded or parsed.

    What is judged is what CPython, TOML and INI accept: a module that Python refuses cannot be imported, and the
    platform swallows the error, so that the connector is just not there. Tabs that Python 3 refuses, more than 200 open
    brackets and more than 100 indents are errors too.

    The other rules go on with what can be read. A rule whose verdict rests on the unreadable file is undecided. A file
    that is beyond the limits of the analysis, and that Python may accept, is undecided and no finding.

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


_REPAIR = "repair the file, saved as UTF-8"
_REPAIRS = {
    "py": "repair the Python, or the encoding that the file declares",
    "toml": "repair the TOML, saved as UTF-8",
    "cfg": "repair the sections and keys, saved as UTF-8",
    "md": "save the file as UTF-8",
}


def _extension(path: str) -> str:
    return path.rpartition(".")[2]
