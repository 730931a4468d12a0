"""Requirements in the notation of PEP 508, as `[project]`, `setup.cfg`, `setup.py` and requirements files hold them."""

import re

from packaging.markers import InvalidMarker, Marker
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Parsed
from packaging.utils import canonicalize_name

from macrometa_conformance.finding import Place
from macrometa_conformance.project.declarations.model import Kind, Requirement, Scope
from macrometa_conformance.project.versions import InvalidVersions, Versions, read_pep440

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_VERSIONS = re.compile(r"\s*[A-Za-z0-9._-]+\s*(?:\[[^\]]*\]\s*)?\(?([^;()]*)")
_LONGEST = 10_000  # characters


def read_requirement(
    text: str, place: Place, scope: Scope, group: str = "", *, constraint: bool = False, optional: bool = False
) -> Requirement:
    """Return a PEP 508 requirement, of Kind.INVALID with the problem where pip could not read it."""
    try:
        if len(text) > _LONGEST:
            raise InvalidRequirement(f"longer than {_LONGEST} characters")
        parsed = Parsed(text)
        versions = None if parsed.url else _versions(text, parsed)
        marker = normal_marker(str(parsed.marker)) if parsed.marker else ""
    except (InvalidRequirement, InvalidVersions, InvalidMarker, RecursionError) as error:
        return Requirement(
            name=leading_name(text),
            text=text,
            place=place,
            scope=scope,
            kind=Kind.INVALID,
            group=group,
            constraint=constraint,
            optional=optional,
            problem=_reason(error),
        )
    return Requirement(
        name=canonicalize_name(parsed.name),
        text=text,
        place=place,
        scope=scope,
        kind=Kind.URL if parsed.url else Kind.VERSIONS,
        versions=versions,
        group=group,
        marker=marker,
        extras=tuple(sorted(canonicalize_name(extra) for extra in parsed.extras)),
        constraint=constraint,
        optional=optional,
    )


def leading_name(text: str) -> str:
    """Return the normalised name that a text begins with, empty where it begins with none."""
    found = _NAME.match(text)
    return canonicalize_name(found.group(1)) if found else ""


def normal_marker(text: str) -> str:
    """Return an environment marker in one normal form: quotes, blanks, the order in a plain chain of `and`.

    Raises packaging's InvalidMarker, or RecursionError for what nests too deeply.
    """
    normal = str(Marker(text))
    if " or " in normal or "(" in normal:
        return normal
    return " and ".join(sorted(normal.split(" and ")))


def _versions(text: str, parsed: Parsed) -> Versions:
    """Return the versions, with the text as written: `packaging` would sort the parts."""
    normal = read_pep440(str(parsed.specifier))
    found = _VERSIONS.match(text)
    if found:
        try:
            written = read_pep440(found.group(1).strip())
        except InvalidVersions:
            return normal
        if written.same_as(normal):
            return written
    return normal


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    lines = str(error).splitlines()
    return lines[0].strip() if lines else "not understood"
