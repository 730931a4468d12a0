"""A pyproject.toml: the standard tables, Poetry's, and what the tables of build back ends ship."""

from collections.abc import Iterator
from typing import Any, Optional

from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.declarations.find import find_root_packages
from macrometa_conformance.project.declarations.merge import merge
from macrometa_conformance.project.declarations.model import Declarations, Field, Shipped, Unknown
from macrometa_conformance.project.declarations.pep621 import read_pep621
from macrometa_conformance.project.declarations.poetry import read_poetry_tables
from macrometa_conformance.project.declarations.toml_values import Reader
from macrometa_conformance.project.positions import KeyPath, TomlDocument
from macrometa_conformance.project.tree import ProjectTree, is_file

_SETUPTOOLS = ("tool", "setuptools")


@plain
class Pyproject(Plain):
    """What one pyproject.toml declares.

    `dynamic` are fields that it leaves to the back end and does not answer itself: unknown, unless a setup.cfg or a
    setup.py declares them.
    """

    declarations: Declarations
    dynamic: tuple[Unknown, ...] = ()


def read_pyproject(document: TomlDocument, path: str, tree: ProjectTree) -> Pyproject:
    """Return what a pyproject.toml declares; the tree answers what globs and finders meet."""
    reader = Reader(document, path)
    standard, dynamic = read_pep621(reader)
    poetry = read_poetry_tables(reader, tree)
    build_files = _build_files(reader) if "dependencies" in dynamic else ()
    open_fields = []
    for name, unknown in dynamic.items():
        if unknown.field is Field.VERSION and (poetry.versions or poetry.is_unknown(Field.VERSION)):
            continue
        if name == "dependencies" and (build_files or poetry.requirements):
            continue
        if name == "optional-dependencies" and (poetry.requirements or _reads_files(reader, name)):
            continue
        if unknown.field is Field.PYTHON and poetry.python:
            continue
        open_fields.append(unknown)
    shipped = Declarations(shipped=tuple(_shipped(reader, tree)), unknown=tuple(_open_packages(reader)))
    own = Declarations(files=(path,), unknown=tuple(_missing(reader, tree, build_files)), build_files=build_files)
    return Pyproject(merge([own, standard, poetry, shipped]), tuple(open_fields))


def _build_files(reader: Reader) -> tuple[str, ...]:
    """Return the files that setuptools reads the dependencies from."""
    files = reader.strings(*_SETUPTOOLS, "dynamic", "dependencies", "file")
    return tuple("/".join(_parts(file.value)) for file in files)


def _missing(reader: Reader, tree: ProjectTree, files: tuple[str, ...]) -> Iterator[Unknown]:
    """Return that the requirements are unknown where a file that the build reads is not there."""
    for file in files:
        if not is_file(tree, file):
            place = reader.place((*_SETUPTOOLS, "dynamic", "dependencies", "file"))
            yield Unknown(Field.REQUIREMENTS, place, f"`{file}`, which the build reads, is not there")


def _reads_files(reader: Reader, field: str) -> bool:
    """Return whether setuptools reads all extras from files; each is a requirements file and read as one."""
    extras = reader.table(*_SETUPTOOLS, "dynamic", field)
    return bool(extras) and all(isinstance(extra, dict) and "file" in extra for extra in extras.values())


def _open_packages(reader: Reader) -> Iterator[Unknown]:
    packages = reader.get(*_SETUPTOOLS, "packages")
    if isinstance(packages, dict) and "find" not in packages:
        yield Unknown(Field.PACKAGES, reader.place((*_SETUPTOOLS, "packages")), "`tool.setuptools.packages` is no list")


def _shipped(reader: Reader, tree: ProjectTree) -> Iterator[Shipped]:
    """Return what the tables of the back ends ship by name."""
    yield from _setuptools(reader, tree)
    for table in (("build", "targets", "wheel"), ("build",)):
        if any(reader.get("tool", "hatch", *table, key) for key in ("packages", "only-include")):
            yield from _hatch(reader, ("tool", "hatch", *table))
            break
    for module in (("tool", "flit", "module", "name"), ("tool", "flit", "metadata", "module")):
        for name in reader.strings(*module):
            yield Shipped(name.value, name.place)
    for name in reader.strings("tool", "uv", "build-backend", "module-name"):
        yield Shipped(name.value, name.place)
    for name in reader.strings("tool", "pdm", "build", "includes"):
        parts = _parts(name.value)
        if parts and parts[0].isidentifier() and (len(parts) > 1 or "." not in name.value):
            yield Shipped(parts[0], name.place)


def _setuptools(reader: Reader, tree: ProjectTree) -> Iterator[Shipped]:
    folders = {key: value for key, value in reader.table(*_SETUPTOOLS, "package-dir").items() if isinstance(value, str)}
    for key in ("packages", "py-modules"):
        for name in reader.strings(*_SETUPTOOLS, key) if isinstance(reader.get(*_SETUPTOOLS, key), list) else ():
            yield Shipped(name.value, name.place, _folder(name.value, folders))
    find = reader.get(*_SETUPTOOLS, "packages", "find")
    if not isinstance(find, dict):
        return
    place = reader.place((*_SETUPTOOLS, "packages", "find"))
    for where in _texts(find.get("where"), "."):
        names = find_root_packages(
            tree,
            where,
            _texts(find.get("include"), "*"),
            _texts(find.get("exclude")),
            namespaces=find.get("namespaces") is not False,
        )
        folder = "/".join(_parts(where)) or None
        for found in names:
            yield Shipped(found, place, folder, found=True)


def _hatch(reader: Reader, table: KeyPath) -> Iterator[Shipped]:
    keys = tuple(str(key) for key in table)
    for package in reader.strings(*keys, "packages"):
        parts = _parts(package.value)
        if parts and parts[-1].isidentifier():
            yield Shipped(parts[-1], package.place, "/".join(parts[:-1]) or None)
    sources = [_parts(source.value) for source in reader.strings(*keys, "sources")]
    for path in reader.strings(*keys, "only-include"):
        parts = _parts(path.value)
        source = next((source for source in sources if source and parts[: len(source)] == source), [])
        parts = parts[len(source) :]
        name = parts[0][:-3] if parts and parts[0].endswith(".py") else "".join(parts[:1])
        if name.isidentifier() and not isinstance(reader.get(*keys, "sources"), dict):
            yield Shipped(name, path.place, "/".join(source) or None)


def _folder(name: str, folders: dict[str, str]) -> Optional[str]:
    """Return the folder that holds a package's root under `package-dir`, None where that is the project's root."""
    if name in folders:
        return folders[name]
    return folders.get(name.split(".", 1)[0], folders.get("")) or None


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in {"", "."}]


def _texts(value: Any, *default: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    return default
