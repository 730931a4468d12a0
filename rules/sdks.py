"""C83: the SDKs, and the versions that the guidelines name."""

from collections.abc import Iterator

from packaging.version import Version

from macrometa_conformance.connector.contract import C8CONNECTOR, NEWEST_C8CONNECTOR, SINGER, SINGER_VERSION
from macrometa_conformance.finding import Finding, Related, Verdict
from macrometa_conformance.project.declarations.model import Field, Scope
from macrometa_conformance.project.dependencies import chosen_together, written_as
from macrometa_conformance.project.preconditions import undecided_on
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, rule

DEPENDENCIES = "Dependencies/Libraries and their versions to use"


@rule("C8302", severity=ERROR, source=DEPENDENCIES)
def banned_singer_sdk(project: Project) -> Iterator[Verdict]:
    """A Singer SDK other than `pipelinewise-singer-python` is required.

    `singer-sdk`, `singer-python` and their forks are banned in every group, extra, build requirement and lock file. A
    lock entry is a finding of its own where no declaration names it: then another requirement brings it in.

    Why: Connectors share one environment: a fork installs its own `singer` over the one that all others need.

    Silent: Undecided where requirements are computed or cannot be read.

    Fix: Take it out, and write the connector on `pipelinewise-singer-python` 1.2.0, which provides `singer`.

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client==0.16.0", "singer-sdk==0.30.0",  <<<
    ```

    Good:

    ```diff pyproject.toml
         "pipelinewise-singer-python==1.2.0",
    ```

    Good:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client==0.16.0", "singer-encodings==0.1.3",
    ```
    """
    for found, locks in project.dependencies.banned:
        verb = "locks" if found.scope is Scope.LOCK else "requires"
        message = f"`{found.place.path}` {verb} `{found.name}`, a banned Singer SDK"
        related = tuple(Related(lock.place, "locked here") for lock in locks)
        help_text = f"use `{SINGER}` {SINGER_VERSION} in its place"
        if found.scope is Scope.LOCK:
            help_text = "no file declares it: replace the requirement that brings it in, and lock again"
        yield Finding(found.place, message, help_text, subject=found.name, related=related)
    yield from undecided_on(project, Field.REQUIREMENTS)


@rule("C8304", severity=ERROR, source=DEPENDENCIES)
def wrong_singer_version(project: Project) -> Iterator[Verdict]:
    """`pipelinewise-singer-python` is declared at anything but exactly 1.2.0.

    `==1.2` is the same version, and so is Poetry's bare `"1.2.0"`; a range that admits it is not enough.

    Why: It is the version that the guidelines name, and with which all connectors share an environment.

    Silent: What cannot be read is C8313's. Undecided where requirements are computed.

    Fix: Write `pipelinewise-singer-python==1.2.0`.

    Bad:

    ```diff pyproject.toml
    -    "pipelinewise-singer-python==1.2.0",
    +    "pipelinewise-singer-python>=1.2.0",  <<<
    ```

    Good:

    ```diff pyproject.toml
         "pipelinewise-singer-python==1.2.0",
    ```

    Good:

    ```diff pyproject.toml
    -    "pipelinewise-singer-python==1.2.0",
    +    "pipelinewise-singer-python==1.2",
    ```
    """
    wanted = Version(SINGER_VERSION)
    for found in project.dependencies.ranges(SINGER):
        assert found.versions is not None
        fine = found.versions.admits(SINGER_VERSION) if found.constraint else found.versions.exact == wanted
        if not fine:
            message = f"`{found.text}` is not exactly {SINGER_VERSION}"
            yield Finding(found.place, message, f"write `{written_as(found, f'=={SINGER_VERSION}')}`", subject=SINGER)
    yield from undecided_on(project, Field.REQUIREMENTS)


@rule("C8305", severity=ERROR, source=DEPENDENCIES, options=("newest-c8connector",))
def outdated_c8connector(project: Project) -> Iterator[Verdict]:
    """A declared range of `c8connector` does not admit the newest release.

    The newest known release is data in the tool. Of several constraints among which the marker chooses, one that admits
    it is enough.

    Why: The interface has changed between releases, and the platform calls that of the newest.

    Silent: A constraint that cannot be read is C8313's. Undecided where requirements are computed.

    Fix: Write a range that admits the release that the message names, such as `c8connector>=0.0.32`.

    Bad:

    ```diff pyproject.toml
    -    "c8connector>=0.0.32",
    +    "c8connector==0.0.24",  <<<
    ```

    Good:

    ```diff pyproject.toml
         "c8connector>=0.0.32",
    ```

    Good:

    ```diff pyproject.toml
    -    "c8connector>=0.0.32",
    +    "c8connector",
    ```
    """
    newest = project.options.newest_c8connector or NEWEST_C8CONNECTOR
    for choice in chosen_together(project.dependencies.ranges(C8CONNECTOR)):
        if not any(found.versions is not None and found.versions.admits(newest) for found in choice):
            found = choice[0]
            message = f"`{found.text}` does not admit {newest}, the newest release of `{C8CONNECTOR}`"
            yield Finding(found.place, message, f"write `{written_as(found, f'>={newest}')}`", subject=C8CONNECTOR)
    yield from undecided_on(project, Field.REQUIREMENTS)
