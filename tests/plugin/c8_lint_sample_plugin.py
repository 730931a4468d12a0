"""A plug-in for c8-lint: the module that its entry point names holds one rule."""

from collections.abc import Iterator

from macrometa_conformance.finding import Finding, NotApplicable, Place, Related, Verdict
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import WARNING, rule

CHANGELOG = "CHANGELOG.md"


@rule("X001", severity=WARNING, source="house rules")
def version_not_in_changelog(project: Project) -> Iterator[Verdict]:
    """`CHANGELOG.md` says nothing about the version that the project declares.

    Whoever updates a connector wants to know what changes. A project that declares no version has nothing to tell.

    Bad:

    ```markdown CHANGELOG.md
    # Changelog

    ## 0.0.9
    ```

    Good:

    ```markdown CHANGELOG.md
    # Changelog

    ## 0.1.0
    ```
    """
    declared = next(iter(project.declarations.versions), None)
    if declared is None:
        yield NotApplicable("no version is declared")
        return
    if declared.value not in (project.text(CHANGELOG) or "").split():
        yield Finding(
            Place(CHANGELOG),
            f"`{CHANGELOG}` says nothing about {declared.value}",
            f"add the section `## {declared.value}`",
            subject=declared.value,
            related=(Related(declared.place, "the declared version"),),
            absent=not project.has_file(CHANGELOG),
        )
