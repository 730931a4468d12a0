"""C81: what lies where."""

from collections.abc import Iterator

from macrometa_conformance.finding import Finding, Place, Related, Undecided, Verdict
from macrometa_conformance.project.declarations.model import Field
from macrometa_conformance.project.near_miss import absent
from macrometa_conformance.project.package_search import PackageSearch
from macrometa_conformance.project.preconditions import needs_package, undecided_on
from macrometa_conformance.project.project import Project
from macrometa_conformance.project.shipping import stray_names
from macrometa_conformance.rule import ERROR, rule

STRUCTURE = "Project structure"
_PURPOSES = {
    "LICENSE": "with the text of the license",
    "README.md": "with what the connector is and does",
    "GETTING_STARTED.md": "with the sections Prerequisites and Configuration, which names each property of `config()`",
    "pyproject.toml": "with the build system, the name, the version, the Python requirement and the dependencies",
}  # of the files that must not be empty
_SETTINGS_OF_TOOLS = "with settings of tools such as `[tool:pytest]`; the metadata may stay in `pyproject.toml`"


@rule("C8101", severity=ERROR, source=STRUCTURE)
def missing_license(project: Project) -> Iterator[Verdict]:
    """There is no `LICENSE` at the root.

    The file is expected in this spelling and with no extension; a folder or a link that leads nowhere is no file.

    Why: Without it nobody knows what may be done with the connector.

    Silent: The rule always decides.

    Fix: Add the file, or rename the near miss that the message names, such as `LICENSE.txt` or `license`.

    Bad:

    ```absent LICENSE
    ```

    Bad:

    ```rename LICENSE -> LICENSE.txt
    ```

    Good:

    ```text LICENSE
    Apache License, Version 2.0
    ```
    """
    if not project.has_file("LICENSE"):
        yield absent(project, "LICENSE", _PURPOSES["LICENSE"])


@rule("C8102", severity=ERROR, source=STRUCTURE)
def missing_readme(project: Project) -> Iterator[Verdict]:
    """There is no `README.md` at the root.

    The file is expected in this spelling.

    Why: It is what a reader of the repository sees first.

    Silent: The rule always decides. An empty file is C8108's.

    Fix: Add the file, or rename the near miss that the message names, such as `README.rst` or `Readme.md`.

    Bad:

    ```rename README.md -> README.rst
    ```

    Good:

    ```markdown README.md
    # macrometa-source-demo
    ```
    """
    if not project.has_file("README.md"):
        yield absent(project, "README.md", _PURPOSES["README.md"])


@rule("C8103", severity=ERROR, source="Connector specific documentation")
def missing_getting_started(project: Project) -> Iterator[Verdict]:
    """There is no `GETTING_STARTED.md` at the root.

    The file is expected in this spelling.

    Why: It is the document for users: the configuration, and all else that they need in order to run the connector.

    Silent: The rule always decides. An empty file is C8108's; what the document lacks is C8401's to C8403's.

    Fix: Write the document, or rename the near miss that the message names, such as `getting-started.md`.

    Bad:

    ```rename GETTING_STARTED.md -> getting-started.md
    ```

    Good:

    ```markdown GETTING_STARTED.md
    # Demo source

    ## Prerequisites

    An account at Demo.

    ## Configuration

    | Property | Meaning |
    |---|---|
    | Host | where the database listens |
    | Password | the password of the user |
    ```
    """
    if not project.has_file("GETTING_STARTED.md"):
        yield absent(project, "GETTING_STARTED.md", _PURPOSES["GETTING_STARTED.md"])


@rule("C8104", severity=ERROR, source=STRUCTURE)
def missing_pyproject(project: Project) -> Iterator[Verdict]:
    """There is no `pyproject.toml` at the root.

    Metadata that stands in a `setup.py` alone is read by all other rules, but does not do in its place.

    Why: It says how the connector is built, without code that runs.

    Silent: The rule always decides. A file that cannot be parsed is C8001's, an empty one C8108's.

    Fix: Add the file with a `[build-system]` and the project's name, version and dependencies.

    Bad:

    ```rename pyproject.toml -> project.toml
    ```
    ```ini setup.cfg
    [metadata]
    name = macrometa-source-demo

    [options]
    packages = macrometa_source_demo
    python_requires = >=3.8,<3.11
    install_requires =
        c8connector>=0.0.32
        pipelinewise-singer-python==1.2.0
        prometheus-client==0.16.0
    ```

    Good:

    ```toml pyproject.toml
    [project]
    name = "macrometa-source-demo"
    version = "0.1.0"
    requires-python = ">=3.8,<3.11"
    dependencies = ["c8connector>=0.0.32", "pipelinewise-singer-python==1.2.0", "prometheus-client==0.16.0"]
    ```
    """
    if not project.has_file("pyproject.toml"):
        yield absent(project, "pyproject.toml", _PURPOSES["pyproject.toml"])


@rule("C8105", severity=ERROR, source=STRUCTURE)
def missing_setup_cfg(project: Project) -> Iterator[Verdict]:
    """There is no `setup.cfg` at the root.

    A file that holds no section but the `[egg_info]` which building an sdist leaves behind is no part of the project,
    and counts as absent.

    Why: The project structure of the guidelines has it beside `pyproject.toml`.

    Silent: The rule always decides. A file that is empty is accepted.

    Fix: Add the file; `[metadata]` alone will do.

    Bad:

    ```absent setup.cfg
    ```

    Bad:

    ```ini setup.cfg
    [egg_info]
    tag_build =
    tag_date = 0
    ```

    Good:

    ```ini setup.cfg
    [tool:pytest]
    testpaths = tests
    ```
    """
    if not project.has_file("setup.cfg"):
        yield absent(project, "setup.cfg", _SETTINGS_OF_TOOLS)
    elif "setup.cfg" not in project.declarations.files:
        yield Finding(
            Place("setup.cfg"),
            "`setup.cfg` holds nothing but the `[egg_info]` that a build leaves behind",
            f"keep a `setup.cfg` in the repository, {_SETTINGS_OF_TOOLS}",
            subject="setup.cfg",
        )


@rule("C8106", severity=ERROR, source=STRUCTURE)
def missing_connector_package(project: Project) -> Iterator[Verdict]:
    """There is no connector package at the root.

    The connector package is the folder at the root that holds the connector class; where none does, the one that is
    named after the distribution, else the only one that the project declares to ship. A folder that lacks its
    `__init__.py` is no package.

    Why: The runtime imports the package by name and finds nothing.

    Silent: A package with another name is C8202's alone. The rule is undecided where a declaration that would name the
    package, or a module that may hold the class, cannot be read.

    Fix: Put the package at the root. A `src/` layout is named in the message: move the package out of it.

    Bad:

    ```rename macrometa_source_demo/__init__.py -> macrometa_source_demo/connector.py
    ```

    Good:

    ```python macrometa_source_demo/helpers/__init__.py
    # A package within the connector package.
    ```
    """
    search = PackageSearch(project)
    if project.package is None:
        yield search.undecided or search.absent
    elif not project.package.has_init:
        init = project.package.init
        yield Finding(
            Place(init),
            f"`{project.package.name}` has no `__init__.py`, so it is no connector package",
            f"add `{init}`, with the class that implements `C8Connector`",
            subject=init,
            absent=True,
        )


@rule("C8107", severity=ERROR, source=STRUCTURE, requires=(needs_package,))
def missing_main_module(project: Project) -> Iterator[Verdict]:
    """The connector package has no `main.py`.

    The module is expected in the connector package.

    Why: The project structure of the guidelines puts what runs the connector there. A `main()` that stands in
    `__init__.py` works all the same, but a reader looks for the module.

    Fix: Move what runs the connector into `main.py`, and let the console script point there.

    Bad:

    ```rename macrometa_source_demo/main.py -> macrometa_source_demo/tap.py
    ```
    ```diff pyproject.toml
    -macrometa-source-demo = "macrometa_source_demo.main:main"
    +macrometa-source-demo = "macrometa_source_demo.tap:main"
    ```

    Good:

    ```rename macrometa_source_demo/main.py -> macrometa_source_demo/tap.py
    ```
    ```python macrometa_source_demo/main.py
    from macrometa_source_demo.tap import main
    ```
    """
    assert project.package is not None
    path = f"{project.package.name}/main.py"
    if not project.has_file(path):
        yield absent(project, path, "with the function `main` that the console script calls")


@rule("C8108", severity=ERROR, source=STRUCTURE)
def empty_required_file(project: Project) -> Iterator[Verdict]:
    """A required file is there, but empty.

    Judged are `LICENSE`, `README.md`, `GETTING_STARTED.md` and `pyproject.toml`.

    Why: A file with nothing but white space fulfils no demand.

    Silent: An empty `setup.cfg` is accepted. A file that is absent is the business of C8101 to C8104.

    Fix: Write what the file is there for.

    Bad:

    ```text LICENSE

    ```

    Good:

    ```text LICENSE
    Apache License, Version 2.0
    ```
    """
    for path, purpose in _PURPOSES.items():
        text = project.text(path)
        if text is not None and not text.strip():
            yield Finding(Place(path), f"`{path}` is empty", f"fill it {purpose}", subject=path)
        elif text is None and project.has_file(path):
            yield Undecided(f"`{path}` cannot be read", Place(path))


@rule("C8109", severity=ERROR, source="hygiene")
def stray_top_level_module(project: Project) -> Iterator[Verdict]:
    """The distribution installs an importable top-level name besides the connector package.

    Judged are Poetry's `packages`, the `packages` and `py_modules` of setuptools, and `find_packages()` or `find:`
    whose filters keep a second root package.

    Why: Every connector is installed into one environment: a second top-level `tests` or `utils` overwrites, or is
    overwritten by, the next connector's.

    Silent: The rule is silent on entries for the sdist alone, and on those that name the connector package or what lies
    in it. A list that is computed leaves it undecided.

    Fix: Move the code into the connector package, or take the entry off the list; `find_packages(include=[...])` keeps
    `tests` out.

    Bad:

    ```toml pyproject.toml
    [project]
    name = "macrometa-source-demo"
    version = "0.1.0"
    requires-python = ">=3.8,<3.11"
    dependencies = ["c8connector>=0.0.32", "pipelinewise-singer-python==1.2.0", "prometheus-client==0.16.0"]

    [tool.setuptools]
    packages = [
        "macrometa_source_demo",
        "helpers",  <<<
    ]
    ```

    Good:

    ```toml pyproject.toml
    [project]
    name = "macrometa-source-demo"
    version = "0.1.0"
    requires-python = ">=3.8,<3.11"
    dependencies = ["c8connector>=0.0.32", "pipelinewise-singer-python==1.2.0", "prometheus-client==0.16.0"]

    [tool.setuptools]
    packages = ["macrometa_source_demo", "macrometa_source_demo.helpers"]
    ```
    """
    for stray in stray_names(project.declarations, project.package, project.name):
        also = tuple(Related(place, f"`{stray.name}` again") for place in stray.others)
        yield Finding(stray.place, stray.message, stray.help, subject=stray.name, related=also)
    yield from undecided_on(project, Field.PACKAGES)
