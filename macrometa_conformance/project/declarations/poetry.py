"""`[tool.poetry]` of a pyproject.toml, of Poetry 1 and of Poetry 2 (where `[project]` stands beside it and leads)."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple, Optional

from packaging.markers import InvalidMarker
from packaging.utils import canonicalize_name

from macrometa_conformance.project.declarations.model import (
    Declarations,
    Declared,
    EntryPoint,
    Field,
    Kind,
    Requirement,
    Scope,
    Shipped,
    Unknown,
)
from macrometa_conformance.project.declarations.pep508 import leading_name, normal_marker
from macrometa_conformance.project.declarations.pep621 import read_entry_point
from macrometa_conformance.project.declarations.toml_values import Reader
from macrometa_conformance.project.positions import KeyPath
from macrometa_conformance.project.tree import EntryKind, ProjectTree
from macrometa_conformance.project.versions import InvalidVersions, Versions, read_poetry

_SOURCES = ("git", "file", "path", "url")
_POETRY = ("tool", "poetry")
_ENRICHING = "tool.poetry.dependencies"  # the group of what Poetry 2 locks, but does not publish


class _Use(NamedTuple):
    """What brings a dependency in."""

    scope: Scope
    group: str = ""
    optional: bool = False
    alternative: bool = False


def read_poetry_tables(reader: Reader, tree: ProjectTree) -> Declarations:
    """Return what `[tool.poetry]` declares beyond `[project]`: a field that `[project]` sets is its alone."""
    if not isinstance(reader.get(*_POETRY), dict):
        return Declarations()
    name = _unless_led(reader, "name")
    version = _unless_led(reader, "version")
    versioning = reader.get("tool", "poetry-dynamic-versioning", "enable") is True
    unknown = list(_misread(reader))
    if version and versioning:
        unknown.append(Unknown(Field.VERSION, version.place, "`poetry-dynamic-versioning` works out the version"))
    python = _python(reader)
    return Declarations(
        names=(name,) if name else (),
        versions=(version,) if version and not versioning else (),
        python=(python,) if python else (),
        python_versions=(_python_range(python.value),) if python else (),
        requirements=tuple(_requirements(reader)),
        entry_points=tuple(_entry_points(reader)),
        shipped=tuple(_shipped(reader, tree)),
        unknown=tuple(unknown),
    )


def _unless_led(reader: Reader, key: str) -> Optional[Declared[str]]:
    return None if reader.get("project", key) is not None else reader.string(*_POETRY, key)


def _misread(reader: Reader) -> Iterator[Unknown]:
    for keys in (("dependencies",), ("dev-dependencies",), ("group",)):
        value = reader.get(*_POETRY, *keys)
        if value is not None and not isinstance(value, dict):
            reason = f"`tool.poetry.{'.'.join(keys)}` is no table"
            yield Unknown(Field.REQUIREMENTS, reader.place((*_POETRY, *keys)), reason)


def _python(reader: Reader) -> Optional[Declared[str]]:
    if reader.get("project", "requires-python") is not None:
        return None
    for key in reader.table(*_POETRY, "dependencies"):
        if key.lower() == "python":
            path = (*_POETRY, "dependencies", key)
            return reader.string(*path) or reader.string(*path, "version")
    return None


def _python_range(text: str) -> Optional[Versions]:
    try:
        return read_poetry(text)
    except InvalidVersions:
        return None


def _requirements(reader: Reader) -> Iterator[Requirement]:
    project = reader.table("project")
    leads = project.get("dependencies") is not None or bool(project.get("optional-dependencies"))
    if leads:
        published = {leading_name(text.value) for text in reader.strings("project", "dependencies")}
        for extra in reader.table("project", "optional-dependencies"):
            published |= {
                leading_name(text.value) for text in reader.strings("project", "optional-dependencies", extra)
            }
        for requirement in _table(reader, (*_POETRY, "dependencies"), _Use(Scope.GROUP, _ENRICHING)):
            if requirement.name not in published or requirement.kind is Kind.INVALID:
                yield requirement
    else:
        yield from _table(reader, (*_POETRY, "dependencies"), _Use(Scope.RUNTIME), _extras(reader))
    for group in reader.table(*_POETRY, "group"):
        yield from _table(
            reader, (*_POETRY, "group", group, "dependencies"), _Use(Scope.GROUP, canonicalize_name(group))
        )
    yield from _table(reader, (*_POETRY, "dev-dependencies"), _Use(Scope.GROUP, "dev"))


def _extras(reader: Reader) -> dict[str, str]:
    """Return the first extra that lists each optional dependency, by its name."""
    found: dict[str, str] = {}
    for extra in reader.table(*_POETRY, "extras"):
        for name in reader.strings(*_POETRY, "extras", extra):
            found.setdefault(canonicalize_name(name.value), canonicalize_name(extra))
    return found


def _table(
    reader: Reader, path: tuple[str, ...], use: _Use, extras: Optional[dict[str, str]] = None
) -> Iterator[Requirement]:
    """Return the requirements of a table of dependencies; with `extras` an optional one belongs to its extra."""
    for key, value in reader.table(*path).items():
        if key.lower() == "python":
            continue
        several = isinstance(value, list)
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            at: KeyPath = (*path, key, index) if several else (*path, key)
            optional = isinstance(item, dict) and item.get("optional") is True
            own = use._replace(alternative=several and len(value) > 1)
            if optional and extras is not None:
                own = own._replace(scope=Scope.EXTRA, group=extras.get(canonicalize_name(key), ""), optional=True)
            yield _requirement(reader, at, key, item, own)


def _requirement(reader: Reader, at: KeyPath, key: str, value: Any, use: _Use) -> Requirement:
    table = value if isinstance(value, dict) else {"version": value}
    source = next((source for source in _SOURCES if source in table), None)
    version = table.get("version", "*")
    kind, versions, marker, problem = Kind.URL if source else Kind.VERSIONS, None, "", ""
    try:
        if not source:
            versions = _versions(version)
        marker = _marker(table)
    except (InvalidVersions, InvalidMarker, RecursionError) as error:
        kind, versions, problem = Kind.INVALID, None, str(error).split("\n", 1)[0]
    return Requirement(
        name=leading_name(key) or canonicalize_name(key),
        text=f"{key} = {_written(value)}",
        place=reader.place((*at, "version") if isinstance(value, dict) and "version" in value and not source else at),
        scope=use.scope,
        kind=kind,
        versions=versions,
        group=use.group,
        marker=marker,
        extras=_names(table.get("extras")),
        alternative=use.alternative,
        optional=use.optional,
        poetry=True,
        problem=problem,
    )


def _written(value: Any) -> str:
    """Return the right-hand side of a dependency; of a table what names its source or its versions."""
    if not isinstance(value, dict):
        return f'"{value}"' if isinstance(value, str) else str(value)
    shown = next((key for key in (*_SOURCES, "version") if key in value), None)
    if shown is None:
        return "{ … }"
    more = ", …" if len(value) > 1 else ""
    return f'{{ {shown} = "{value[shown]}"{more} }}'


def _names(extras: Any) -> tuple[str, ...]:
    names = extras if isinstance(extras, list) else []
    return tuple(sorted(canonicalize_name(name) for name in names if isinstance(name, str)))


def _versions(version: Any) -> Versions:
    if not isinstance(version, str):
        raise InvalidVersions(f"`{version}` is no string")
    return read_poetry(version)


def _marker(table: dict[str, Any]) -> str:
    """Return the marker that `markers`, `python` and `platform` make together."""
    markers, python, platform = table.get("markers"), table.get("python"), table.get("platform")
    parts = []
    if isinstance(markers, str) and markers.strip():
        parts.append(normal_marker(markers))
    if isinstance(python, str):
        versions = read_poetry(python)
        if not versions.any:
            parts.append(_python_marker(versions))
    if isinstance(platform, str):
        operator = "!=" if platform.startswith("!=") else "=="
        parts.append(f'sys_platform {operator} "{platform.lstrip("!= ")}"')
    if len(parts) > 1:
        parts = [f"({part})" if " or " in part else part for part in parts]
    return normal_marker(" and ".join(parts)) if parts else ""


def _python_marker(versions: Versions) -> str:
    spans = []
    for span in versions.ranges:
        if span.low is not None and span.low == span.high:
            spans.append(_python_bound("==", span.low))
            continue
        low = [_python_bound(">=" if span.low_included else ">", span.low)] if span.low else []
        high = [_python_bound("<=" if span.high_included else "<", span.high)] if span.high else []
        spans.append(" and ".join(low + high))
    return " or ".join(spans) or 'python_version < "0"'


def _python_bound(operator: str, version: Any) -> str:
    variable = "python_version" if len(version.release) < 3 else "python_full_version"
    return f'{variable} {operator} "{version}"'


def _entry_points(reader: Reader) -> Iterator[EntryPoint]:
    if not reader.table("project", "scripts"):
        for name, value in reader.table(*_POETRY, "scripts").items():
            path = (*_POETRY, "scripts", name)
            target = reader.string(*path)
            if isinstance(value, dict) and value.get("type", "console") == "console":
                target = reader.string(*path, "reference") or reader.string(*path, "callable")
            if target:
                yield read_entry_point("console_scripts", name, target)
    if not reader.table("project", "entry-points"):
        for group in reader.table(*_POETRY, "plugins"):
            for name in reader.table(*_POETRY, "plugins", group):
                target = reader.string(*_POETRY, "plugins", group, name)
                if target:
                    yield read_entry_point(group, name, target)


def _shipped(reader: Reader, tree: ProjectTree) -> Iterator[Shipped]:
    entries = reader.get(*_POETRY, "packages")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        include = entry.get("include") if isinstance(entry, dict) else None
        formats = entry.get("format", "wheel") if isinstance(entry, dict) else None
        if not isinstance(include, str) or "wheel" not in (formats if isinstance(formats, list) else [formats]):
            continue
        path: KeyPath = (*_POETRY, "packages", index)
        yield from _package(tree, include, entry, Declared("", reader.place((*path, "include"))))


def _package(tree: ProjectTree, include: str, entry: dict[str, Any], at: Declared[str]) -> Iterator[Shipped]:
    """Return what one `packages` entry installs: a package, a module, or what a glob meets at its first step."""
    source = _parts(entry.get("from"))
    target = _parts(entry.get("to"))
    parts = _parts(include)
    named = []
    for part in parts:
        if any(sign in part for sign in "*?["):
            break
        named.append(part)
    folder = "/".join(source) if source else None
    if target or named:
        dotted = [*target, *named]
        dotted[-1] = dotted[-1][:-3] if dotted[-1].endswith(".py") else dotted[-1]
        if all(part.isidentifier() for part in dotted):
            yield Shipped(".".join(dotted), at.place, folder if source or target else None)
        return
    for candidate in tree.entries("/".join(source)) if parts else ():
        module = candidate.kind is EntryKind.FILE and candidate.name.endswith(".py") and len(parts) == 1
        package = candidate.kind is EntryKind.FOLDER and _holds_module(tree, "/".join([*source, candidate.name]))
        name = candidate.name[:-3] if module else candidate.name
        if (module or package) and name.isidentifier() and fnmatchcase(candidate.name, parts[0]):
            yield Shipped(name, at.place, folder, found=True)


def _holds_module(tree: ProjectTree, folder: str) -> bool:
    return any(entry.kind is EntryKind.FILE and entry.name.endswith(".py") for entry in tree.entries(folder))


def _parts(path: Any) -> list[str]:
    return [part for part in path.split("/") if part not in {"", "."}] if isinstance(path, str) else []
