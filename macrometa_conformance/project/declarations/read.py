"""All declarations of a project: one reader a dialect, merged in order of precedence."""

import re

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.plain import replace
from macrometa_conformance.project.declarations.locks import LOCKS, read_lock
from macrometa_conformance.project.declarations.merge import merge
from macrometa_conformance.project.declarations.model import Declarations, Field, Problem, Unknown, whole
from macrometa_conformance.project.declarations.pyproject import Pyproject, read_pyproject
from macrometa_conformance.project.declarations.requirements import read_requirements_files
from macrometa_conformance.project.declarations.setup_cfg import read_setup_cfg
from macrometa_conformance.project.declarations.setup_py import read_setup_py
from macrometa_conformance.project.positions import TomlError, read_toml
from macrometa_conformance.project.text import UndecodableText, decode_text
from macrometa_conformance.project.tree import EntryKind, ProjectTree, Unreadable

PYPROJECT = "pyproject.toml"
SETUP_CFG = "setup.cfg"
SETUP_PY = "setup.py"

_SECTION = re.compile(r"^\[([^\]\n]+)\]", re.MULTILINE)
_GENERATED = re.compile(r"^setup\(\*\*setup_kwargs\)", re.MULTILINE)


def read_declarations(tree: ProjectTree) -> Declarations:
    """Return what the declaration files at the root of a tree say.

    `files` of the result names pyproject.toml, setup.cfg and setup.py where they are there and count. A file that
    cannot be read or parsed makes every field that it may hold unknown.
    """
    files = {entry.name for entry in tree.entries("") if entry.kind is EntryKind.FILE}
    pyproject = _pyproject(tree) if PYPROJECT in files else Pyproject(Declarations())
    others = {}
    if SETUP_CFG in files and not _is_build_output(tree):
        others[SETUP_CFG] = read_setup_cfg(tree, SETUP_CFG)
    if SETUP_PY in files and not (PYPROJECT in files and _is_generated(tree)):
        others[SETUP_PY] = read_setup_py(tree, SETUP_PY)
    legacy = merge(others.values())
    dynamic = Declarations(unknown=tuple(field for field in pyproject.dynamic if not _declares(legacy, field.field)))
    merged = merge(
        [
            pyproject.declarations,
            dynamic,
            legacy,
            read_requirements_files(tree, {*pyproject.declarations.build_files, *legacy.build_files}),
            *(_lock(tree, name) for name in LOCKS if name in files),
        ]
    )
    return replace(merged, files=(*pyproject.declarations.files, *others))


def _pyproject(tree: ProjectTree) -> Pyproject:
    try:
        document = read_toml(decode_text(tree.read(PYPROJECT)))
    except (OSError, Unreadable) as error:
        unknown = unknown_file(PYPROJECT, f"`{PYPROJECT}` cannot be read: {error}")
        return Pyproject(Declarations(files=(PYPROJECT,), unknown=unknown))
    except (UndecodableText, TomlError) as error:
        place = Place(PYPROJECT, Region(error.line, error.column, error.line, error.column + 1))
        unknown = unknown_file(PYPROJECT, f"`{PYPROJECT}` cannot be parsed")
        problem = Problem(place, error.message)
        return Pyproject(Declarations(files=(PYPROJECT,), unknown=unknown, problems=(problem,)))
    return read_pyproject(document, PYPROJECT, tree)


def unknown_file(path: str, reason: str) -> tuple[Unknown, ...]:
    """Return that every field is unknown, for a file that may hold any of them."""
    return tuple(Unknown(field, whole(path), reason) for field in Field)


def _lock(tree: ProjectTree, name: str) -> Declarations:
    try:
        return read_lock(tree.read(name), name)
    except (OSError, Unreadable):
        return Declarations()


def _declares(declarations: Declarations, field: Field) -> bool:
    """Return whether other files say something on a field that pyproject.toml calls dynamic."""
    declared = {
        Field.NAME: declarations.names,
        Field.VERSION: declarations.versions,
        Field.PYTHON: declarations.python,
        Field.REQUIREMENTS: declarations.requirements,
        Field.ENTRY_POINTS: declarations.entry_points,
        Field.PACKAGES: declarations.shipped,
    }
    return bool(declared[field]) or declarations.is_unknown(field) is not None


def _is_build_output(tree: ProjectTree) -> bool:
    """Return whether a setup.cfg holds nothing but the section that building an sdist writes."""
    return {section.strip() for section in _SECTION.findall(_raw(tree, SETUP_CFG))} == {"egg_info"}


def _is_generated(tree: ProjectTree) -> bool:
    """Return whether a setup.py is the one that Poetry writes into its sdists."""
    text = _raw(tree, SETUP_PY)
    return "setup_kwargs" in text and bool(_GENERATED.search(text))


def _raw(tree: ProjectTree, path: str) -> str:
    """Return a file's text as far as a search for ASCII needs it."""
    try:
        return tree.read(path).decode("latin-1").replace("\r\n", "\n")
    except (OSError, Unreadable):
        return ""
