"""C83: what the code imports."""

from collections.abc import Iterator

from macrometa_conformance.connector.contract import (
    BANNED_MODULES,
    C8CONNECTOR,
    PROMETHEUS_MODULE,
    SINGER,
    SINGER_MODULE,
    SINGER_VERSION,
)
from macrometa_conformance.connector.distributions import STANDARD_LIBRARY, modules_of
from macrometa_conformance.finding import Finding, Undecided, Verdict
from macrometa_conformance.project.declarations.model import Field
from macrometa_conformance.project.imports import imported_on_start, imports_of
from macrometa_conformance.project.preconditions import (
    needs_declaration_file,
    needs_declarations,
    needs_package,
    undecided_modules,
)
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, WARNING, rule


@rule(
    "C8303",
    severity=ERROR,
    source="Dependencies/Libraries and their versions to use",
    requires=(needs_package,),
)
def banned_singer_import(project: Project) -> Iterator[Verdict]:
    """The package imports a module that only a banned Singer SDK provides.

    `singer_sdk`, `hotglue_singer_sdk` and the like come with SDKs that are forbidden (C8302). There is one finding for
    each import statement.

    Why: The module is there only where the banned SDK is installed.

    Silent: `singer` is fine, for `pipelinewise-singer-python` provides it. Tests are not judged.

    Fix: Write what the import was for with `singer`, or by hand.

    Bad:

    ```python macrometa_source_demo/streams.py
    from singer_sdk import typing  <<<
    ```

    Good:

    ```python macrometa_source_demo/streams.py
    from singer import get_logger
    ```
    """
    for module in project.modules:
        seen = set()
        for imported in imports_of(module):
            if (
                imported.top in BANNED_MODULES
                and imported.statement not in seen
                and not project.program.has(imported.top)
            ):
                seen.add(imported.statement)
                message = f"`{imported.name}` comes with a banned Singer SDK"
                help_text = f"use `singer` of `{SINGER}=={SINGER_VERSION}`"
                yield Finding(imported.statement, message, help_text, subject=imported.name)
    yield from undecided_modules(project)


@rule(
    "C8314",
    severity=WARNING,
    source="hygiene",
    opt_in=True,
    requires=(needs_declaration_file, needs_package, needs_declarations(Field.REQUIREMENTS)),
)
def undeclared_import(project: Project) -> Iterator[Verdict]:
    """Importing the package imports a module that no run-time requirement brings.

    Judged is what surely runs when the package is imported.

    Why: The runtime imports the connector and swallows the error: without the module the connector is just not there.

    Silent: Imports in functions, under a condition, or in a `try` that survives their failure are left out. The rule is
    undecided where a requirement is not in the tool's map from distributions to modules, for it may bring the module.
    It is silent on what C8306 asks for, and on the modules of a banned SDK, which are C8303's.

    Fix: Require the distribution that brings the module.

    Bad:

    ```diff macrometa_source_demo/demo.py
     import json
    +import requests  <<<
    ```

    Good:

    ```diff macrometa_source_demo/demo.py
    -import json
    +try:
    +    import requests
    +except ImportError:
    +    requests = None
    +import json
    ```
    """
    assert project.package is not None
    brought = {*STANDARD_LIBRARY, *BANNED_MODULES, C8CONNECTOR, SINGER_MODULE, PROMETHEUS_MODULE}
    for requirement in project.dependencies.brought:
        modules = modules_of(requirement.name)
        if modules is None:
            yield Undecided(f"what `{requirement.name}` brings is not known", requirement.place)
            return
        brought.update(modules)
    for imported in imported_on_start(project.program, project.package.name):
        if imported.top not in brought:
            brought.add(imported.top)
            message = f"`{imported.top}` is imported, and no run-time requirement brings it"
            yield Finding(imported.place, message, "require the distribution that provides it", subject=imported.top)
    yield from undecided_modules(project)
