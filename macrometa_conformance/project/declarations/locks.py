"""The names that lock files hold, with the locked versions as text. Nothing else of them is judged."""

import json
import re
from collections.abc import Iterator
from typing import Any

from packaging.utils import canonicalize_name

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.project.declarations.model import Declarations, Kind, Problem, Requirement, Scope
from macrometa_conformance.project.positions import TomlError, read_toml
from macrometa_conformance.project.text import UndecodableText, decode_text

TOML_LOCKS = ("poetry.lock", "uv.lock", "pdm.lock")
JSON_LOCKS = ("Pipfile.lock",)
LOCKS = (*TOML_LOCKS, *JSON_LOCKS)

_ENTRY = re.compile(r"""[ \t]*\[\[[ \t]*package[ \t]*\]\]""")
_HEADER = re.compile(r"[ \t]*\[")
_NAME = re.compile(r"""[ \t]*name[ \t]*=[ \t]*(["'][^"']*["'])""")
_JSON_KEY = re.compile(r'[ \t]*("(?:[^"\\]|\\.)*")[ \t]*:')


def read_lock(data: bytes, path: str) -> Declarations:
    """Return what a lock file locks, with `name==version` as text; one that cannot be read is a problem alone."""
    try:
        text = decode_text(data)
        found = _toml_names(text) if path.rsplit("/", 1)[-1] in TOML_LOCKS else _json_names(text)
        requirements = tuple(
            Requirement(canonicalize_name(name), name + version, Place(path, region), Scope.LOCK, Kind.VERSIONS)
            for name, version, region in found
        )
    except (UndecodableText, TomlError, _JsonError) as error:
        place = Place(path, Region(error.line, error.column, error.line, error.column + 1))
        return Declarations(problems=(Problem(place, error.message),))
    return Declarations(requirements=requirements)


class _JsonError(Exception):
    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def _toml_names(text: str) -> Iterator[tuple[str, str, Region]]:
    """Return each locked name, `==` and its version (empty where there is none), and the place of the name.

    The tools write one `name = "…"` line under each `[[package]]`; only a file that is not so written is worth the
    concrete tree, which takes long on the size of a lock.
    """
    document = read_toml(text)
    packages = document.values.get("package")
    names = [
        (index, package["name"], _pin(package.get("version")))
        for index, package in enumerate(packages if isinstance(packages, list) else [])
        if isinstance(package, dict) and isinstance(package.get("name"), str)
    ]
    lines = list(_toml_lines(document.text))
    as_usual = [value for value, _ in lines] == [name for _, name, _ in names]
    for position, (index, name, version) in enumerate(names):
        region = lines[position][1] if as_usual else document.region(("package", index, "name"))
        yield name, version, region or Region(1, 1, 1, 1)


def _pin(version: object) -> str:
    return f"=={version}" if isinstance(version, str) else ""


def _toml_lines(text: str) -> Iterator[tuple[str, Region]]:
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if _HEADER.match(line):
            inside = bool(_ENTRY.match(line))
        elif inside:
            found = _NAME.match(line)
            if found:
                inside = False
                yield found.group(1)[1:-1], Region(number, found.start(1) + 1, number, found.end(1) + 1)


def _json_names(text: str) -> Iterator[tuple[str, str, Region]]:
    """Return the keys of `default` and `develop`, each at the first line after its section that begins with it.

    The version has its `==` already.
    """
    try:
        values: Any = json.loads(text)
    except RecursionError:
        raise _JsonError("nested too deeply", 1, 1) from None
    except json.JSONDecodeError as error:
        raise _JsonError(error.msg, error.lineno, error.colno) from None
    except ValueError as error:
        raise _JsonError(str(error), 1, 1) from None
    keys = [
        (match.group(1), Region(number, match.start(1) + 1, number, match.end(1) + 1))
        for number, line in enumerate(text.split("\n"), 1)
        for match in [_JSON_KEY.match(line)]
        if match
    ]
    for section in ("default", "develop"):
        names = values.get(section) if isinstance(values, dict) else None
        start = next((at for at, (key, _) in enumerate(keys) if key == f'"{section}"'), 0)
        places: dict[str, Region] = {}
        for key, region in keys[start:]:
            places.setdefault(key, region)
        for name, entry in names.items() if isinstance(names, dict) else ():
            version = entry.get("version") if isinstance(entry, dict) else None
            pin = version if isinstance(version, str) else ""
            yield name, pin, places.get(json.dumps(name), Region(1, 1, 1, 1))
