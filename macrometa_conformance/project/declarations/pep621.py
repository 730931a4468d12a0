"""`[project]`, `[dependency-groups]` and `[build-system]` of a pyproject.toml."""

from collections.abc import Iterator
from typing import NamedTuple, Optional

from packaging.utils import canonicalize_name

from macrometa_conformance.project.declarations.model import (
    Declarations,
    Declared,
    EntryPoint,
    Field,
    Requirement,
    Scope,
    Unknown,
)
from macrometa_conformance.project.declarations.pep508 import read_requirement
from macrometa_conformance.project.declarations.toml_values import Reader
from macrometa_conformance.project.versions import InvalidVersions, Versions, read_pep440

_DYNAMIC = {
    "version": Field.VERSION,
    "requires-python": Field.PYTHON,
    "dependencies": Field.REQUIREMENTS,
    "optional-dependencies": Field.REQUIREMENTS,
    "scripts": Field.ENTRY_POINTS,
    "gui-scripts": Field.ENTRY_POINTS,
    "entry-points": Field.ENTRY_POINTS,
}
_SCRIPTS = {"scripts": "console_scripts", "gui-scripts": "gui_scripts"}


class Pep621(NamedTuple):
    """What the standard tables say, and the fields that they leave to the back end."""

    declarations: Declarations
    dynamic: dict[str, Unknown]  # by the name of the field in `[project]`


def read_pep621(reader: Reader) -> Pep621:
    """Return what the standard tables of a pyproject.toml declare."""
    python = reader.string("project", "requires-python")
    name = reader.string("project", "name")
    version = reader.string("project", "version")
    return Pep621(
        Declarations(
            names=(name,) if name else (),
            versions=(version,) if version else (),
            python=(python,) if python else (),
            python_versions=(python_range(python.value),) if python else (),
            requirements=tuple(_requirements(reader)),
            entry_points=tuple(_entry_points(reader)),
            unknown=tuple(_misread(reader)),
        ),
        {
            field.value: Unknown(_DYNAMIC[field.value], field.place, f"`{field.value}` is dynamic")
            for field in reader.strings("project", "dynamic")
            if field.value in _DYNAMIC
        },
    )


def python_range(text: str) -> Optional[Versions]:
    """Return the versions of Python that a PEP 440 specifier set admits, or None where it cannot be read."""
    try:
        return read_pep440(text)
    except InvalidVersions:
        return None


def read_entry_point(group: str, name: str, target: Declared[str]) -> EntryPoint:
    """Return an entry point, the extras that its target may name cut off."""
    return EntryPoint(group, name, target.value.partition("[")[0].strip(), target.place)


def _requirements(reader: Reader) -> Iterator[Requirement]:
    for text in _array(reader, "project", "dependencies"):
        yield read_requirement(text.value, text.place, Scope.RUNTIME)
    for extra in reader.table("project", "optional-dependencies"):
        for text in _array(reader, "project", "optional-dependencies", extra):
            yield read_requirement(text.value, text.place, Scope.EXTRA, canonicalize_name(extra), optional=True)
    for group in reader.table("dependency-groups"):  # an `include-group` names what stands in this very table
        for text in _array(reader, "dependency-groups", group):
            yield read_requirement(text.value, text.place, Scope.GROUP, canonicalize_name(group))
    for text in _array(reader, "build-system", "requires"):
        yield read_requirement(text.value, text.place, Scope.BUILD)


def _array(reader: Reader, *keys: str) -> tuple[Declared[str], ...]:
    return reader.strings(*keys) if isinstance(reader.get(*keys), list) else ()


def _misread(reader: Reader) -> Iterator[Unknown]:
    """Return the fields that have a wrong type: no back end takes them, so what they mean is unknown."""
    for key, field in (
        ("name", Field.NAME),
        ("version", Field.VERSION),
        ("requires-python", Field.PYTHON),
    ):
        value = reader.get("project", key)
        if value is not None and not isinstance(value, str):
            yield Unknown(field, reader.place(("project", key)), f"`project.{key}` is no string")
    yield from reader.misread(Field.REQUIREMENTS, "project", "dependencies")
    for extra in reader.table("project", "optional-dependencies"):
        yield from reader.misread(Field.REQUIREMENTS, "project", "optional-dependencies", extra)


def _entry_points(reader: Reader) -> Iterator[EntryPoint]:
    for key, group in _SCRIPTS.items():
        for name in reader.table("project", key):
            target = reader.string("project", key, name)
            if target:
                yield read_entry_point(group, name, target)
    for group in reader.table("project", "entry-points"):
        for name in reader.table("project", "entry-points", group):
            target = reader.string("project", "entry-points", group, name)
            if target:
                yield read_entry_point(group, name, target)
