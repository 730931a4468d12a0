"""Requirements files: `requirements*.txt`, with what they include, as pip reads them."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple, Optional

from packaging.utils import canonicalize_name

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.project.declarations.model import Declarations, Field, Kind, Problem, Requirement, Scope
from macrometa_conformance.project.declarations.model import Unknown as UnknownField
from macrometa_conformance.project.declarations.pep508 import leading_name, read_requirement
from macrometa_conformance.project.text import UndecodableText, decode_text, split_lines
from macrometa_conformance.project.tree import EntryKind, ProjectTree, Unreadable

ROOT = "requirements.txt"
_NAMED = re.compile(r"(?:[\w.-]*[-_.])?requirements(?:[-_.][\w.-]*)?\.txt", re.IGNORECASE)
_COMMENT = re.compile(r"(^|\s)#.*$")
_OPTION_AFTER = re.compile(r"\s--(?:hash|config-settings?|global-option|install-option)\b.*$", re.DOTALL)
_INCLUDE = re.compile(r"(-r|--requirement|-c|--constraint)(?:\s*=\s*|\s+|(?=\S))(.+)")
_EDITABLE = re.compile(r"(?:-e|--editable)(?:\s*=\s*|\s+|(?=\S))(.+)")
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*:(?://)?\S|\.{1,2}[/\\]|/|[A-Za-z]:\\)", re.IGNORECASE)
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_ARCHIVE = re.compile(r"([A-Za-z0-9][\w.-]*?)-\d[^/]*\.(?:whl|tar\.gz|zip|tar\.bz2)$")
_MOST_FILES = 50


class Line(NamedTuple):
    """A logical line of a requirements file: continuations joined, comments cut off, and where it stands."""

    text: str
    region: Region


def read_requirements_files(tree: ProjectTree, read_by_build: Collection[str]) -> Declarations:
    """Return what the requirements files of a project ask for.

    `requirements.txt` at the root is what people deploy from, or, where the build reads it, what an install brings.
    Any other is a group of its own, named by its path, unless the build reads it too.
    """
    reader = _Reader(tree)
    for path in read_by_build:
        reader.read(path, Scope.RUNTIME, "", False)
    for path in requirements_files(tree):
        if path not in read_by_build:
            reader.read(path, Scope.DEPLOY if path == ROOT else Scope.GROUP, "" if path == ROOT else path, False)
    return Declarations(
        requirements=tuple(reader.requirements), problems=tuple(reader.problems), unknown=tuple(reader.unknown)
    )


def requirements_files(tree: ProjectTree) -> Iterator[str]:
    """Yield the requirements files of a project, `requirements.txt` first; what they include is not among them."""
    entries = tree.entries("")
    names = [entry.name for entry in entries if entry.kind is EntryKind.FILE and _NAMED.fullmatch(entry.name)]
    yield from sorted(names, key=lambda name: name != ROOT)
    for entry in entries:
        if entry.kind is EntryKind.FOLDER and entry.name == "requirements":
            for inner in tree.entries("requirements"):
                if inner.kind is EntryKind.FILE and inner.name.endswith(".txt"):
                    yield f"requirements/{inner.name}"


class _Reader:
    def __init__(self, tree: ProjectTree) -> None:
        self._tree = tree
        self._seen: set[tuple[str, Scope, str, bool]] = set()
        self.requirements: list[Requirement] = []
        self.problems: list[Problem] = []
        self.unknown: list[UnknownField] = []

    def read(self, path: str, scope: Scope, group: str, constraint: bool) -> None:
        key = (path, scope, group, constraint)
        if key in self._seen or len(self._seen) >= _MOST_FILES:
            return
        self._seen.add(key)
        try:
            text = decode_text(self._tree.read(path))
        except UndecodableText as error:
            region = Region(error.line, error.column, error.line, error.column + 1)
            self.problems.append(Problem(Place(path, region), error.message))
            self._unknown(path, scope, f"`{path}` cannot be read")
            return
        except (OSError, Unreadable):
            self._unknown(path, scope, f"`{path}` cannot be read")
            return
        for line in logical_lines(text):
            self._line(line, path, scope, group, constraint)

    def _unknown(self, path: str, scope: Scope, reason: str) -> None:
        if scope is Scope.RUNTIME:
            self.unknown.append(UnknownField(Field.REQUIREMENTS, Place(path), reason))

    def _line(self, line: Line, path: str, scope: Scope, group: str, constraint: bool) -> None:
        include = _INCLUDE.fullmatch(line.text)
        if include:
            target = _relative(path, include.group(2).strip().strip("\"'"))
            if target is not None:
                self.read(target, scope, group, constraint or "c" in include.group(1).lstrip("-")[:1])
            return
        found = read_requirement_line(line, path, scope, group, constraint)
        if found is not None:
            self.requirements.append(found)


def read_requirement_line(
    line: Line, path: str, scope: Scope, group: str = "", constraint: bool = False
) -> Optional[Requirement]:
    """Return the requirement that a logical line holds, or None for an option of pip."""
    place = Place(path, line.region)
    editable = _EDITABLE.fullmatch(line.text)
    if editable:
        return _direct(editable.group(1).strip(), line.text, place, scope, group, constraint)
    if line.text.startswith("-"):
        return None
    text = _OPTION_AFTER.sub("", line.text).strip()
    if "${" in text and " @ " not in text:
        return _direct(text, text, place, scope, group, constraint)
    if _URL.match(text) and " @ " not in text:
        return _direct(text, text, place, scope, group, constraint)
    archive = _ARCHIVE.fullmatch(text)
    if archive:
        return _direct(text, text, place, scope, group, constraint)
    return read_requirement(text, place, scope, group, constraint=constraint)


def _direct(target: str, text: str, place: Place, scope: Scope, group: str, constraint: bool) -> Requirement:
    """Return a requirement by URL or path, named by its `#egg=` or file name where it has one."""
    egg = _EGG.search(target)
    archive = _ARCHIVE.search(target.partition("#")[0].rpartition("/")[2])
    name = canonicalize_name(egg.group(1)) if egg else canonicalize_name(archive.group(1)) if archive else ""
    if not name and " @ " in target:
        name = leading_name(target)
    return Requirement(name, text, place, scope, Kind.URL, group=group, constraint=constraint)


def logical_lines(text: str) -> Iterator[Line]:
    """Yield the lines that say something, as pip sees them; regions leave out comments and blanks around."""
    lines = split_lines(text)
    index = 0
    while index < len(lines):
        first = index
        parts: list[str] = []
        while True:
            line = lines[index]
            index += 1
            if _COMMENT.match(line.lstrip()) and not parts:
                parts.append("")
                break
            if line.endswith("\\") and index < len(lines):
                parts.append(line[:-1])
                continue
            parts.append(_COMMENT.sub("", line))
            break
        joined = "".join(parts).strip()
        if not joined:
            continue
        start = next(i for i, part in enumerate(parts) if part.strip())
        end = max(i for i, part in enumerate(parts) if part.strip())
        column = len(parts[start]) - len(parts[start].lstrip()) + 1
        yield Line(joined, Region(first + start + 1, column, first + end + 1, len(parts[end].rstrip()) + 1))


def _relative(path: str, target: str) -> Optional[str]:
    """Return the path of an included file, None where it leaves the project or is a URL."""
    if "://" in target or target.startswith("/") or "${" in target:
        return None
    parts = path.split("/")[:-1]
    for part in target.replace("\\", "/").split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
