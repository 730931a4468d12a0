"""What must be there before a rule can judge: for `requires=`, and for the parts of a declaration that are unknown."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.finding import NotApplicable, Place, Undecided
from macrometa_conformance.project.declarations.model import Field, Unknown
from macrometa_conformance.rule import Precondition

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

Answer = Optional[Union[NotApplicable, Undecided]]


def needs_package(project: "Project") -> Answer:
    """Require a connector package."""
    return None if project.package else NotApplicable("there is no connector package")


def needs_init(project: "Project") -> Answer:
    """Require a connector package with an `__init__.py`."""
    if project.package and not project.package.has_init:
        return NotApplicable(f"there is no `{project.package.init}`")
    return needs_package(project)


def needs_declaration_file(project: "Project") -> Answer:
    """Require one of the files that declare a distribution."""
    if project.declarations.files:
        return None
    return NotApplicable("there is no `pyproject.toml`, `setup.cfg` or `setup.py`")


def needs_name(project: "Project") -> Answer:
    """Require a distribution name that no unreadable or computed declaration may overrule."""
    unknown = project.declarations.is_unknown(Field.NAME)
    if project.name is None:
        return _undecided(unknown) if unknown else NotApplicable("no distribution name is declared")
    if unknown and _rank(project, unknown.place.path) < _rank(project, project.name.place.path):
        return _undecided(unknown)
    return None


def needs_declarations(*fields: Field) -> Precondition:
    """Return a precondition that requires the fields to be fully known."""

    def needs(project: "Project") -> Answer:
        return next(undecided_on(project, *fields), None)

    return needs


def needs_guide(project: "Project") -> Answer:
    """Require a GETTING_STARTED.md that can be read and is not empty."""
    path = "GETTING_STARTED.md"
    if not project.has_file(path):
        return NotApplicable(f"there is no `{path}`")
    text = project.text(path)
    if text is None:
        return Undecided(f"`{path}` cannot be read")
    return None if text.strip() else NotApplicable(f"`{path}` is empty")


def needs_connector_class(project: "Project") -> Answer:
    """Require the class that the platform would build."""
    if project.classes.main is not None:
        return None
    return project.classes.undecided or NotApplicable("there is no connector class")


def undecided_on(project: "Project", *fields: Field) -> Iterator[Undecided]:
    """Yield why each field is not fully known: for rules that judge what is known and leave the rest open."""
    for field in fields:
        unknown = project.declarations.is_unknown(field)
        if unknown:
            yield Undecided(unknown.reason, unknown.place)


def undecided_modules(project: "Project") -> Iterator[Undecided]:
    """Yield the modules of the connector package that have no facts, for rules that look for something in all."""
    for module in project.broken_modules:
        reason = module.failure.message if module.failure else "it has no facts"
        yield Undecided(f"`{module.path}` was not analysed: {reason}", Place(module.path))


def _undecided(unknown: Unknown) -> Undecided:
    return Undecided(unknown.reason, unknown.place)


def _rank(project: "Project", path: str) -> int:
    """Return how early a file comes in the order of precedence."""
    files = project.declarations.files
    return files.index(path) if path in files else len(files)
