"""C83: the Python requirement."""

from collections.abc import Iterator
from typing import Optional

from macrometa_conformance.connector.contract import C8CONNECTOR, LAST_FOR_ANY_PYTHON, NEWEST_C8CONNECTOR, OLDEST_PYTHON
from macrometa_conformance.connector.python_support import installed_there, unsupported_minors
from macrometa_conformance.finding import Finding, NotApplicable, Related, Verdict
from macrometa_conformance.project.declarations.model import Field
from macrometa_conformance.project.dependencies import home
from macrometa_conformance.project.preconditions import needs_declaration_file, undecided_on
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, NOTE, rule


@rule(
    "C8307",
    severity=ERROR,
    source="Dependencies/Libraries and their versions to use",
    requires=(needs_declaration_file,),
)
def python_requirement(project: Project) -> Iterator[Verdict]:
    """The Python requirement is missing, unreadable, or admits a version below 3.7.

    `>=3.7` or anything narrower will do.

    Why: Without a requirement an installer takes the connector on any Python, on which it may not run.

    Silent: Undecided where the requirement is computed.

    Fix: Write `requires-python = ">=3.8,<3.11"`: on these `c8connector` installs too (C8308).

    Bad: also C8308

    ```diff pyproject.toml
    -requires-python = ">=3.8,<3.11"
    +requires-python = ">=3.6,<3.11"  <<<
    ```

    Bad:

    ```diff pyproject.toml
    -requires-python = ">=3.8,<3.11"
    +
    ```

    Good:

    ```diff pyproject.toml
     requires-python = ">=3.8,<3.11"
    ```

    Good:

    ```diff pyproject.toml
    -requires-python = ">=3.8,<3.11"
    +requires-python = ">=3.9,<3.11"
    ```
    """
    declarations = project.declarations
    for declared, versions in zip(declarations.python, declarations.python_versions):
        if versions is None:
            message = f"the Python requirement `{declared.value}` cannot be read"
            yield Finding(declared.place, message, f"write `{_WANTED}`", subject="python")
        elif versions.admits_below(OLDEST_PYTHON):
            written = f"`{declared.value}`" if declared.value.strip() else "is empty, and"
            message = f"the Python requirement {written} admits versions below {OLDEST_PYTHON}"
            yield Finding(declared.place, message, f"write `{_WANTED}`", subject="python")
    unknown = tuple(undecided_on(project, Field.PYTHON))
    if not declarations.python and not unknown:
        place = home(declarations)
        key = "requires-python" if place.path == "pyproject.toml" else "python_requires"
        message = f"`{place.path}` declares no Python requirement"
        yield Finding(place, message, f'add `{key} = "{_WANTED}"`', subject="python")
    yield from unknown


@rule("C8308", severity=NOTE, source="runtime", requires=(needs_declaration_file,))
def python_beyond_c8connector(project: Project) -> Iterator[Verdict]:
    """The Python requirement admits versions on which no current release of `c8connector` installs.

    The releases after 0.0.15 want Python 3.8 to 3.10. Judged are minor versions.

    Why: On another version an installer silently takes 0.0.15, or the older release that is pinned; where the declared
    range of `c8connector` shuts those out, no install succeeds. The message says which.

    Silent: Versions below 3.7 are C8307's. Undecided where the requirement, or that of `c8connector`, is computed.

    Fix: Write `requires-python = ">=3.8,<3.11"`.

    Bad:

    ```diff pyproject.toml
    -requires-python = ">=3.8,<3.11"
    +requires-python = ">=3.8"  <<<
    ```

    Good:

    ```diff pyproject.toml
     requires-python = ">=3.8,<3.11"
    ```

    Good:

    ```diff pyproject.toml
    -requires-python = ">=3.8,<3.11"
    +requires-python = "~=3.10.0"
    ```
    """
    declarations = project.declarations
    if not declarations.python:
        yield NotApplicable("no Python requirement is declared")
    required = [found for found in project.dependencies.run_time if found.name == C8CONNECTOR]
    taken = installed_there(found.versions for found in required)
    related = tuple(Related(found.place, _effect(taken)) for found in required)
    for declared, versions in zip(declarations.python, declarations.python_versions):
        beyond = unsupported_minors(versions) if versions is not None and declared.value.strip() else ""
        if beyond:
            then = f"an install there silently takes {taken}" if taken else "no install succeeds there"
            none = f"where no `{C8CONNECTOR}` after {LAST_FOR_ANY_PYTHON} installs"
            message = f"`{declared.value}` admits Python {beyond}, {none}: {then}"
            help_text = f"write `{_WANTED}`, the range of `{C8CONNECTOR}` {NEWEST_C8CONNECTOR}"
            yield Finding(declared.place, message, help_text, subject="python", related=related)
    yield from undecided_on(project, Field.PYTHON)


def _effect(taken: Optional[str]) -> str:
    return f"this range admits {taken}" if taken else f"this range admits no release up to {LAST_FOR_ANY_PYTHON}"


_WANTED = ">=3.8.1,<3.11"  # what the newest `c8connector` declares
