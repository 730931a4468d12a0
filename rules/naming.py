"""C82: the names by which the platform finds the connector."""

from collections.abc import Iterator

from macrometa_conformance.connector.contract import CONNECTOR_TYPES
from macrometa_conformance.connector.told_texts import wrong_texts
from macrometa_conformance.finding import Finding, NotApplicable, Place, Related, Undecided, Verdict
from macrometa_conformance.project.declarations.model import Field
from macrometa_conformance.project.entry_points import broken_scripts
from macrometa_conformance.project.names import is_distribution_name, suggested_name, type_in_name
from macrometa_conformance.project.package import MODULE_NAME, module_name
from macrometa_conformance.project.preconditions import (
    needs_connector_class,
    needs_declaration_file,
    needs_declarations,
    needs_name,
    needs_package,
    undecided_on,
)
from macrometa_conformance.project.project import Project
from macrometa_conformance.project.versions import same_version
from macrometa_conformance.rule import ERROR, WARNING, rule

NAMING = "Naming the Connector"


@rule("C8201", severity=ERROR, source=NAMING, requires=(needs_name,))
def invalid_package_name(project: Project) -> Iterator[Verdict]:
    """The distribution name is not `macrometa-{type}-{connector}`.

    The type is one of `source`, `target` and `integration`; the connector is lower-case letters and digits, in words
    joined by `-`.

    Why: The runtime looks for installed distributions whose names begin so, in lower case; any other is not found.

    Silent: Where no name is declared C8206 speaks. A name that is computed leaves the rule undecided.

    Fix: Write the name that the message gives, in every declaration and in `package_name()`.

    Bad:

    ```diff pyproject.toml
    -name = "macrometa-source-demo"
    +name = "macrometa_source_demo"  <<<
    ```
    ```diff macrometa_source_demo/__init__.py
    -        return "macrometa-source-demo"
    +        return "macrometa_source_demo"
    ```

    Good:

    ```diff pyproject.toml
     name = "macrometa-source-demo"
    ```
    """
    assert project.name is not None
    name = project.name.value
    if not is_distribution_name(name):
        suggested = suggested_name(name)
        help_text = f'write `"{suggested}"`' if suggested else f"begin it with {_PREFIXES}, in lower case"
        message = f"the distribution name `{name}` is not `macrometa-{{type}}-{{connector}}`"
        yield Finding(project.name.place, message, help_text, subject=name)


@rule("C8202", severity=ERROR, source=NAMING, requires=(needs_package,))
def invalid_module_name(project: Project) -> Iterator[Verdict]:
    """The connector package is not named `macrometa_{type}_{connector}`.

    The type is one of `source`, `target` and `integration`; the connector is lower-case letters and digits, in words
    joined by `_`. The finding stands on the package's `__init__.py`.

    Why: The runtime makes the module's name from the distribution's, and imports that.

    Silent: A misnamed package is still the connector package for every other rule.

    Fix: Rename the folder as the message says, and what imports it.

    Bad: also C8203

    ```rename macrometa_source_demo -> demo_source
    ```

    Good:

    ```python macrometa_source_demo/helpers.py
    URL = "https://demo.example.com"
    ```
    """
    assert project.package is not None
    name = project.package.name
    if not MODULE_NAME.fullmatch(name):
        declared = project.name.value if project.name else ""
        suggested = module_name(declared if is_distribution_name(declared) else suggested_name(name))
        help_text = f"rename the folder to `{suggested or 'macrometa_{type}_{connector}'}`"
        message = f"the connector package `{name}` is not named `macrometa_{{type}}_{{connector}}`"
        absent = not project.package.has_init
        yield Finding(Place(project.package.init), message, help_text, subject=name, absent=absent)


@rule("C8203", severity=ERROR, source="runtime", requires=(needs_package, needs_name))
def package_module_mismatch(project: Project) -> Iterator[Verdict]:
    """The connector package is not the distribution name with `-` as `_`.

    The two are compared as the runtime does it: `-` is written as `_`.

    Why: The runtime takes the name of each installed connector, writes `_` for `-`, and imports exactly that. It
    swallows the import error, so that a connector whose module has another name is just not there.

    Silent: A name that is computed leaves the rule undecided.

    Fix: Rename the folder or the distribution, whichever is not of the right form.

    Bad:

    ```diff pyproject.toml
    -name = "macrometa-source-demo"
    +name = "macrometa-source-sample"  <<<
    ```
    ```diff macrometa_source_demo/__init__.py
    -        return "macrometa-source-demo"
    +        return "macrometa-source-sample"
    ```

    Good:

    ```rename macrometa_source_demo -> macrometa_source_people
    ```
    ```diff pyproject.toml
    -name = "macrometa-source-demo"
    +name = "macrometa-source-people"
    ```
    ```diff macrometa_source_people/__init__.py
    -        return "macrometa-source-demo"
    +        return "macrometa-source-people"
    ```
    """
    assert project.package is not None
    assert project.name is not None
    wanted = module_name(project.name.value)
    package = project.package.name
    if package != wanted:
        message = f"the runtime imports `{wanted}` for `{project.name.value}`, and the connector package is `{package}`"
        help_text = _one_name(project.name.value, package)
        related = (Related(Place(project.package.init), "the connector package"),) if project.package.has_init else ()
        yield Finding(project.name.place, message, help_text, subject=project.name.value, related=related)


@rule("C8204", severity=ERROR, source=NAMING, requires=(needs_name, needs_connector_class))
def package_name_method_mismatch(project: Project) -> Iterator[Verdict]:
    """The method `package_name()` returns another text than the distribution name.

    The two are compared as written.

    Why: The platform knows the connector by what the method returns, and installs it by the name.

    Silent: An empty text, and what is no text, is C8508's. The rule is undecided where what the method returns cannot
    be worked out, or where it is one of several texts that a name can hold.

    Fix: Return the distribution's name.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return "macrometa-source-demo"
    +        return "macrometa_source_demo"  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
         def package_name(self) -> str:
             return "macrometa-source-demo"
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource
    +PACKAGE = "macrometa-source-demo"
    +
    +
    +class DemoSource
    -        return "macrometa-source-demo"
    +        return PACKAGE
    ```
    """
    assert project.name is not None
    assert project.classes.main is not None
    name = project.name
    for text in wrong_texts(project.classes.main, "package_name", lambda text: text == name.value):
        if isinstance(text, Undecided):
            yield text
        else:
            message = f"`package_name()` returns `{text.value}`, and the distribution is named `{name.value}`"
            related = (Related(name.place, "the distribution name"),)
            yield Finding(text.place, message, f'return `"{name.value}"`', "package_name", related)


@rule("C8205", severity=ERROR, source=NAMING, requires=(needs_connector_class,))
def type_method_mismatch(project: Project) -> Iterator[Verdict]:
    """The method `type()` returns something else than the connector's type.

    It must be one of `source`, `target` and `integration`, in lower case, and the one that the distribution name tells.
    Where the name tells no type the method is compared with the three words alone.

    Why: The platform offers the connector for what the method says.

    Silent: An empty text, and what is no text, is C8508's. The rule is undecided where what the method returns cannot
    be worked out, or where it is one of several texts that a name can hold.

    Fix: Return the word that stands in the distribution's name.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return "source"
    +        return "target"  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return "source"
    +        return "Source"  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
         def type(self) -> str:
             return "source"
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource
    +TYPES = ("source", "target")
    +
    +
    +class DemoSource
    -        return "source"
    +        return TYPES[0]
    ```
    """
    assert project.classes.main is not None
    unknown = needs_name(project)
    named = type_in_name(project.name.value) if project.name and unknown is None else ""
    right = (named,) if named else CONNECTOR_TYPES
    for text in wrong_texts(project.classes.main, "type", lambda text: text in right):
        if isinstance(text, Undecided):
            yield text
        elif text.value not in CONNECTOR_TYPES:
            help_text = f'return `"{named}"`' if named else f"return {_QUOTED_TYPES}"
            yield Finding(text.place, f"`type()` returns `{text.value}`, which is no connector type", help_text, "type")
        else:
            assert project.name is not None
            related = (Related(project.name.place, f"the name says `{named}`"),)
            message = f"`type()` returns `{text.value}`, and the distribution name says `{named}`"
            yield Finding(text.place, message, f'return `"{named}"`', "type", related)
    if isinstance(unknown, Undecided):
        yield unknown


@rule("C8206", severity=ERROR, source=NAMING, requires=(needs_declaration_file,))
def undeclared_package_name(project: Project) -> Iterator[Verdict]:
    """No distribution name can be found in `pyproject.toml`, `setup.cfg` or `setup.py`.

    Looked for is a name in each of the three, in this order.

    Why: Without a name nothing can be installed under which the platform would look for the connector.

    Silent: The rule is silent where all three files are absent (C8104 and C8105 speak), and undecided where one of them
    cannot be read, or works the name out.

    Fix: Add `name` to `[project]` of `pyproject.toml`.

    Bad:

    ```diff pyproject.toml
    -name = "macrometa-source-demo"
    +
    ```

    Good:

    ```diff pyproject.toml
     name = "macrometa-source-demo"
    ```

    Good:

    ```diff pyproject.toml
    -name = "macrometa-source-demo"
    +
    ```
    ```ini setup.cfg
    [metadata]
    name = macrometa-source-demo
    ```
    """
    if project.name is None:
        unknown = tuple(undecided_on(project, Field.NAME))
        yield from unknown
        if not unknown:
            path = project.declarations.files[0]
            where = ", ".join(f"`{file}`" for file in project.declarations.files)
            message = f"no distribution name is declared in {where}"
            yield Finding(Place(path), message, 'add `name = "macrometa-{type}-{connector}"`', subject="name")


@rule("C8207", severity=WARNING, source="hygiene")
def broken_entry_point(project: Project) -> Iterator[Verdict]:
    """A console script points at a module that does not exist, or at a name that the module does not define.

    Judged are scripts that point into this project; a name that the module imports from elsewhere, or inherits, is
    defined.

    Why: The script is installed, and fails when it is called; one that names no function is not even installed.

    Silent: Where a base class or a star import from outside the project may define the name the rule is undecided.
    Where the connector package is missing or misnamed C8106, C8202 and C8203 speak.

    Fix: Let the script point at a function that is there: `package.module:function`.

    Bad:

    ```diff macrometa_source_demo/main.py
    -def main(
    +def start(
    ```

    Good:

    ```rename macrometa_source_demo/main.py -> macrometa_source_demo/tap.py
    ```
    ```python macrometa_source_demo/main.py
    from macrometa_source_demo.tap import main
    ```
    """
    for broken in broken_scripts(project):
        if isinstance(broken, Undecided):
            yield broken
        else:
            entry = broken.entry
            message = f"the console script `{entry.name}` points at `{entry.target}`: {broken.reason}"
            yield Finding(entry.place, message, broken.help, subject=entry.name)
    yield from undecided_on(project, Field.ENTRY_POINTS)


@rule(
    "C8208",
    severity=WARNING,
    source="hygiene",
    opt_in=True,
    requires=(needs_declarations(Field.VERSION), needs_connector_class),
)
def version_method_mismatch(project: Project) -> Iterator[Verdict]:
    """The method `version()` returns another version than the project declares.

    Judged is a literal against a version that stands in a declaration; two ways to write one version (`1.0` and
    `1.0.0`) are the same.

    Why: The platform shows what the method returns: users would report mistakes of a version that they do not have.

    Silent: The rule is silent where no version is declared, and undecided where the declared one or what the method
    returns cannot be worked out.

    Fix: Return the declared version.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return "0.1.0"
    +        return "0.0.9"  <<<
    ```

    Good:

    ```diff pyproject.toml
    -version = "0.1.0"
    +version = "0.2.0"
    ```
    ```diff macrometa_source_demo/__init__.py
    -        return "0.1.0"
    +        return "0.2.0"
    ```
    """
    assert project.classes.main is not None
    declared = next(iter(project.declarations.versions), None)
    if declared is None:
        yield NotApplicable("no version is declared")
        return
    version = declared.value
    for text in wrong_texts(project.classes.main, "version", lambda text: same_version(text, version)):
        if isinstance(text, Undecided):
            yield text
        else:
            message = f"`version()` returns `{text.value}`, and the project declares `{declared.value}`"
            related = (Related(declared.place, "the declared version"),)
            yield Finding(text.place, message, f'return `"{declared.value}"`', "version", related)


_PREFIXES = ", ".join(f"`macrometa-{kind}-`" for kind in CONNECTOR_TYPES)
_QUOTED_TYPES = ", ".join(f'`"{kind}"`' for kind in CONNECTOR_TYPES)


def _one_name(name: str, package: str) -> str:
    """Return how to make the two agree: the one that is of the right form leads."""
    ways = []
    if is_distribution_name(name):
        ways.append(f"rename the folder to `{module_name(name)}`")
    if MODULE_NAME.fullmatch(package):
        ways.append(f'write `name = "{package.replace("_", "-")}"`')
    return " or ".join(ways) or "give both the name `macrometa-{type}-{connector}`, the folder with `_` for `-`"
