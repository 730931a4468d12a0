"""A plug-in for c8-lint: the module that its entry point names holds one rule."""

from collections.abc import Iterator

from macrometa_conformance.finding import Finding, Place, Verdict
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import WARNING, rule


@rule("X001", severity=WARNING, source="house rules")
def missing_changelog(project: Project) -> Iterator[Verdict]:
    """There is no `CHANGELOG.md` at the root.

    Whoever updates a connector wants to know what changes.

    Bad:

    ```absent CHANGELOG.md
    ```

    Good:

    ```markdown CHANGELOG.md
    # Changelog
    ```
    """
    if not project.has_file("CHANGELOG.md"):
        yield Finding(
            Place("CHANGELOG.md"),
            "there is no `CHANGELOG.md` at the root",
            "add `CHANGELOG.md`, with a section for each release",
            subject="CHANGELOG.md",
            absent=True,
        )
