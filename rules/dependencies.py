"""C83: what the project requires, wherever it declares it."""

from collections.abc import Iterator

from macrometa_conformance.connector.contract import (
    C8CONNECTOR,
    LISTED_DEPENDENCIES,
    NEWEST_C8CONNECTOR,
    PROMETHEUS,
    PROMETHEUS_MODULE,
    SINGER,
    SINGER_MODULE,
    SINGER_VERSION,
    is_banned_sdk,
    is_tool,
)
from macrometa_conformance.finding import Finding, Related, Verdict
from macrometa_conformance.project.declarations.model import Field, Kind, Requirement
from macrometa_conformance.project.dependencies import asked_for, home, written_as
from macrometa_conformance.project.imports import first_imports
from macrometa_conformance.project.preconditions import needs_declaration_file, undecided_modules, undecided_on
from macrometa_conformance.project.project import Project
from macrometa_conformance.project.versions import Versions
from macrometa_conformance.rule import ERROR, NOTE, WARNING, rule

DEPENDENCIES = "Dependencies/Libraries and their versions to use"


@rule("C8301", severity=ERROR, source="pinned-only", requires=(needs_declaration_file,))
def unpinned_dependency(project: Project) -> Iterator[Verdict]:
    """A run-time requirement is not pinned to one version.

    Exact is `==X` or `===X` with no wildcard, and in Poetry's notation a bare `"X"`. The requirements of an extra count
    unless the extra is there to test or develop.

    Why: No version, a range, `^`, `~` and a wildcard install another library tomorrow than the one that was tested.

    Silent: Silent on what another rule judges: `c8connector` (C8305), the Python requirement (C8307),
    `pipelinewise-singer-python` (C8304), a banned SDK (C8302), a URL or path (C8309), a test or lint tool (C8311), and
    what cannot be read (C8313). Undecided where requirements are computed.

    Fix: Write `==` and the version that the connector was tested with.

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client>=0.16.0",  <<<
    ```

    Good:

    ```diff pyproject.toml
         "prometheus-client==0.16.0",
    ```

    Good:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client===0.16.0",
    ```
    """
    for found in project.dependencies.unpinned:
        assert found.versions is not None
        if found.versions.any:
            message = f"`{found.name}` is required at any version"
        else:
            message = f"`{found.text}` is not pinned to one version"
        yield Finding(found.place, message, _pin(project, found, found.versions), subject=found.name)
    yield from undecided_on(project, Field.REQUIREMENTS)


def _pin(project: Project, found: Requirement, versions: Versions) -> str:
    tried, low = project.dependencies.tried(found.name), versions.lowest_written
    if tried and versions.admits(tried[0]):
        return f"pin the version that `{tried[1]}` holds: `{written_as(found, f'=={tried[0]}')}`"
    if low:
        return f"pin one version, for example `{written_as(found, f'=={low}')}`, the lowest that it admits"
    return f"pin the version that you test with: `{written_as(found, '==<version>')}`"


@rule("C8306", severity=ERROR, source=DEPENDENCIES, requires=(needs_declaration_file,))
def missing_dependency(project: Project) -> Iterator[Verdict]:
    """A library that the connector needs is no run-time requirement.

    `c8connector` must be one; and where the code imports `singer` or `prometheus_client`, so must
    `pipelinewise-singer-python` or `prometheus-client`. A `requirements.txt` counts where the build reads it.

    Why: An environment that happens to hold the library hides that it is missing, until the platform installs the
    connector alone.

    Silent: A banned SDK counts as providing `singer`: C8302 speaks of it. The rule is undecided where requirements are
    computed or cannot be read.

    Fix: Add the requirement that the message names.

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +
    ```

    Good:

    ```diff pyproject.toml
         "c8connector>=0.0.32",
         "pipelinewise-singer-python==1.2.0",
         "prometheus-client==0.16.0",
    ```

    Good:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "Prometheus_Client[twisted]==0.16.0",
    ```
    """
    dependencies = project.dependencies
    imports = first_imports(project.modules, project.program)
    unknown = tuple(undecided_on(project, Field.REQUIREMENTS))
    for name, module in _NEEDED:
        stands_in = name == SINGER and dependencies.installs_banned_sdk
        if unknown or dependencies.installs(name) or stands_in or (module and module not in imports):
            continue
        why = f", and the code imports `{module}`" if module else ""
        related = (Related(imports[module].place, f"`{module}` is imported here"),) if module else ()
        message = f"`{name}` is no run-time requirement{why}"
        yield Finding(home(project.declarations), message, _require(project, name), name, related)
    yield from unknown
    yield from undecided_modules(project)


def _newest(project: Project) -> str:
    return project.options.newest_c8connector or NEWEST_C8CONNECTOR


def _require(project: Project, name: str) -> str:
    settled = {C8CONNECTOR: f">={_newest(project)}", SINGER: f"=={SINGER_VERSION}"}.get(name)
    if settled:
        return f"require it: `{asked_for(project.declarations, name, settled)}`"
    version, file = project.dependencies.tried(name) or ("<version>", "")
    which = f"that `{file}` holds" if file else "that you test with"
    return f"require the version {which}: `{asked_for(project.declarations, name, f'=={version}')}`"


_NEEDED = (
    (C8CONNECTOR, ""),
    (SINGER, SINGER_MODULE),
    (PROMETHEUS, PROMETHEUS_MODULE),
)  # the distribution, and the module whose import asks for it (always, where there is none)


@rule("C8309", severity=ERROR, source="pinned-only", requires=(needs_declaration_file,))
def direct_url_dependency(project: Project) -> Iterator[Verdict]:
    """A run-time requirement names a URL, a repository or a path.

    `-e .` in a requirements file, which is the project itself, is fine.

    Why: What lies at a URL can change or vanish, nothing tells its version, and an index refuses a distribution that
    requires it.

    Silent: Undecided where requirements are computed.

    Fix: Publish the library, and require it by name and version.

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client @ git+https://example.com/prometheus/client.git",  <<<
    ```

    Good:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client==0.17.1",
    ```
    """
    for found in project.dependencies.run_time_with_extras:
        if found.kind is Kind.URL and not is_banned_sdk(found.name) and not is_tool(found.name):
            name = f"`{found.name}`" if found.name else "it"
            version, _ = project.dependencies.tried(found.name) or ("<version>", "")
            example = written_as(found, f"=={version}") if found.name else "<name>==<version>"
            message = f"`{found.text}` names a URL, a repository or a path"
            help_text = f"require a release of {name} by its version: `{example}`"
            yield Finding(found.place, message, help_text, subject=found.name or found.text)
    yield from undecided_on(project, Field.REQUIREMENTS)


@rule("C8310", severity=WARNING, source="hygiene")
def conflicting_declarations(project: Project) -> Iterator[Verdict]:
    """One distribution is required twice, at different versions, by what one install reads.

    Compared are the sets of versions that the entries admit, in whatever notation, for the same marker: the run-time
    requirements of all files together (a `requirements.txt` at the root included), and each group and extra by itself.
    The finding stands on the second.

    Why: Which of the two is meant only one tool knows.

    Silent: Silent where two entries admit the same versions, or hold for different markers.

    Fix: Declare the requirement once, or alike.

    Bad:

    ```text requirements.txt
    prometheus-client==0.17.0  <<<
    ```

    Good:

    ```text requirements.txt
    prometheus-client==0.16.0
    ```
    """
    for conflict in project.dependencies.conflicts:
        first, second = conflict.first, conflict.second
        message = f"`{second.text}` and `{first.text}` in `{first.place.path}` admit different versions"
        related = (Related(first.place, "declared first here"),)
        yield Finding(second.place, message, "declare one version, in one place", second.name, related)
    yield from undecided_on(project, Field.REQUIREMENTS)


@rule("C8311", severity=WARNING, source="hygiene", requires=(needs_declaration_file,))
def tooling_in_runtime(project: Project) -> Iterator[Verdict]:
    """A test or lint tool is among the run-time requirements.

    Judged, pinned or not, are pytest and its plug-ins, pylint, flake8, ruff, black, isort, mypy, tox, nox, coverage,
    pre-commit and twine.

    Why: Every install of the connector brings the tool along, with what it requires, into the platform's environment.

    Silent: Build tools do not count, nor do groups and extras. Undecided where requirements are computed.

    Fix: Move it into a group or an extra, such as `[project.optional-dependencies]` `test`.

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client==0.16.0", "pytest==7.4.0",  <<<
    ```

    Good:

    ```diff pyproject.toml
    -[project.scripts]
    +[project.optional-dependencies]
    +test = ["pytest==7.4.0"]
    +
    +[project.scripts]
    ```
    """
    for found in project.dependencies.run_time:
        if is_tool(found.name):
            message = f"`{found.name}` is a tool to test or lint with, and a run-time requirement"
            group = "[tool.poetry.group.dev.dependencies]" if found.poetry else "an extra or a dependency group"
            help_text = f"move it to {f'`{group}`' if found.poetry else group}"
            yield Finding(found.place, message, help_text, subject=found.name)
    yield from undecided_on(project, Field.REQUIREMENTS)


@rule(
    "C8312",
    severity=NOTE,
    source=DEPENDENCIES,
    opt_in=True,
    requires=(needs_declaration_file,),
    options=("allowed-dependencies",),
)
def dependency_not_listed(project: Project) -> Iterator[Verdict]:
    """A run-time requirement is not in the list of the guidelines.

    The list names `c8connector` and `pipelinewise-singer-python`; `prometheus-client` is asked for elsewhere.

    Why: Every further library is one that reviewers have to agree on; few connectors get by without.

    Silent: Banned SDKs and tools are left to C8302 and C8311. Undecided where requirements are computed.

    Fix: Do without the library, or write what was agreed on into the setting `allowed-dependencies`.

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client==0.16.0", "requests==2.31.0",  <<<
    ```

    Good:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client==0.17.1",
    ```
    """
    allowed = {*LISTED_DEPENDENCIES, PROMETHEUS, *project.allowed_dependencies}
    for found in project.dependencies.run_time:
        if found.name not in allowed and not is_banned_sdk(found.name) and not is_tool(found.name):
            message = f"`{found.name}` is not among the libraries that the guidelines list"
            help_text = f'do without it, or agree on it: `allowed-dependencies = ["{found.name}"]`'
            yield Finding(found.place, message, help_text, subject=found.name)
    yield from undecided_on(project, Field.REQUIREMENTS)


@rule("C8313", severity=ERROR, source="hygiene")
def invalid_requirement(project: Project) -> Iterator[Verdict]:
    """A requirement is written so that pip, or Poetry, cannot read it.

    `=>` is no operator, and `"latest"` is no version, although the guidelines write `c8connector = "latest"`.

    Why: No install succeeds.

    Silent: No other rule about dependencies judges the entry.

    Fix: Write the requirement as the tool that reads it wants it: `name==1.2.3`, or in Poetry's table `name = "1.2.3"`.

    Bad:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client=>0.16.0",  <<<
    ```

    Good:

    ```diff pyproject.toml
    -    "prometheus-client==0.16.0",
    +    "prometheus-client == 0.16.0 ; python_version >= '3.8'",
    ```
    """
    for found in project.dependencies.unreadable:
        reader = "Poetry" if found.poetry else "pip"
        message = f"{reader} cannot read `{found.text}`: {found.problem}"
        help_text = _repair(found.name, found.text, found.poetry, _newest(project))
        yield Finding(found.place, message, help_text, found.name or found.text)
    yield from undecided_on(project, Field.REQUIREMENTS)


def _repair(name: str, text: str, poetry: bool, newest: str) -> str:
    if name == C8CONNECTOR:
        return f'write `{C8CONNECTOR} = ">={newest}"`' if poetry else f"write `{C8CONNECTOR}>={newest}`"
    for wrong, right in (("=>", ">="), ("=<", "<=")):
        if wrong in text:
            return f"write `{right}` for `{wrong}`"
    if not poetry and "==" not in text and "=" in text:
        return "write `==` for `=`"
    return f'write `{name or "<name>"} = "<version>"`' if poetry else f"write `{name or '<name>'}==<version>`"
