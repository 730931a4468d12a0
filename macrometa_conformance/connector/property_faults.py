"""What is wrong with configuration properties: names that repeat, secrets of type STRING, calls that raise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code.values import Unknown
from macrometa_conformance.connector.attribute_types import member_of, unknown_members
from macrometa_conformance.connector.contract import CONFIG_ATTRIBUTE_TYPES, CONFIG_PROPERTY_PARAMETERS
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.property_calls import Given, PropertyCall
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_A-Za-z]+")
_SECRETS = frozenset(("password", "passwd", "passphrase", "pwd", "secret", "token"))
_SECRET_KEYS = frozenset(("api", "private", "client", "secret", "access"))  # with `key` after them
_WRITTEN_TOGETHER = frozenset(
    (
        *(f"{word}key" for word in _SECRET_KEYS), "accesstoken", "apitoken", "authtoken", "bearertoken", "refreshtoken",
        "appsecret", "clientsecret", "dbpassword", "userpassword",
    )
)  # fmt: skip


@plain
class Duplicate(Plain):
    """A property whose name another one in the same list has already, with where each is named."""

    name: str
    place: Place
    first: Place


@plain
class OpenSecret(Plain):
    """A property that is named like a secret and has the type STRING; `place` is where the type is written."""

    name: str
    place: Place
    given: tuple[Given, ...]


@plain
class BadCall(Plain):
    """A call that raises TypeError, or a member that does not exist: what is wrong, what to write, and where.

    `name` is that of the property, where it is known.
    """

    message: str
    help: str
    place: Place
    name: Optional[str]


def is_secret(name: str) -> bool:
    """Return whether a property's name, split at `_`, `-` and case, ends in a word for something secret."""
    words = [word.lower() for word in _WORDS.findall(name)]
    if not words or not name[-1].isalnum():
        return False
    if words[-1] in _SECRETS or words[-1] in _WRITTEN_TOGETHER:
        return True
    return words[-1] == "key" and len(words) > 1 and words[-2] in _SECRET_KEYS


def duplicates(project: Project) -> Iterator[Duplicate | Undecided]:
    """Yield the properties that surely stand in one returned list with another one of the same name before them.

    Where the names of some are not known, why comes last.
    """
    found: dict[Place, Duplicate] = {}
    unknown: list[Undecided] = []
    properties = project.config_properties
    for returned in properties.returned:
        first: dict[str, Place] = {}
        for element in returned.sure:
            call = element.only
            name = call.name if call is not None else None
            if call is None or name is None:
                given = element.calls[0].argument("name") if element.calls else None
                unknown += [_undecided(given, element.calls[0])] if given is not None else []
                continue
            place = properties.name_place(call)
            if name not in first:
                first[name] = place
                continue
            taken = {first[name], *(one.place for one in found.values() if one.name == name)}
            if place in taken:  # both come from the same literal, or from equal calls of one helper
                written = (one for one in list(properties.literals(name))[1:] if one not in taken)
                place = element.place or next(written, place)
            found.setdefault(place, Duplicate(name, place, first[name]))
    yield from found.values()
    yield from unknown[:1]


def open_secrets(project: Project) -> Iterator[OpenSecret | Undecided]:
    """Yield the properties that are named like a secret and have the type STRING, and why that cannot be told of some.

    Calls that raise TypeError are left out.
    """
    for call in project.config_properties.calls:
        name, kind = call.argument("name"), call.argument("type")
        if call.faults or name is None or kind is None:
            continue
        members = {member_of(value) for value in kind.values}
        texts = [text for text in (_text(value) for value in name.values) if text is not None]
        if len(texts) < len(name.values) and members == {"STRING"}:
            yield _undecided(name, call)
        elif texts and all(is_secret(text) for text in texts):
            if members == {"STRING"}:
                yield OpenSecret(texts[0], _type_place(project, call, kind), (name, kind))
            elif None in members or ("STRING" in members and len(texts) == 1):
                yield _undecided(kind, call)


def bad_calls(project: Project) -> Iterator[BadCall]:
    """Yield the calls that raise TypeError and the members of `ConfigAttributeType` that do not exist.

    A call that raises whatever it is given is one; of a call that raises for some rows of a table, each such row.
    """
    properties = project.config_properties
    by_call: dict[int, list[PropertyCall]] = {}
    for call in properties.calls:
        if id(call.expr) not in properties.guarded:
            by_call.setdefault(id(call.expr), []).append(call)
    for calls in by_call.values():
        first = calls[0]
        if first.faults and all(call.faults == first.faults for call in calls):
            yield _raises(first, first.place, first.name if len(calls) == 1 else None)
            continue
        for call in calls:
            if call.faults:
                yield _raises(call, call.row or call.place, call.name)
    named: set[str] = set()
    for member in unknown_members(project):
        named.add(member.name)
        yield _no_value(member.name, member.place) if member.is_value else _no_member(member.name, member.place, None)
    for call in properties.calls:
        kind = call.argument("type")
        only = member_of(kind.values[0]) if kind is not None and len(kind.values) == 1 else None
        if kind is not None and only is not None and only not in CONFIG_ATTRIBUTE_TYPES and only not in named:
            named.add(only)
            yield _no_member(only, kind.place or call.place, call.name)


def _raises(call: PropertyCall, place: Place, name: Optional[str]) -> BadCall:
    message = f"this call of `ConfigProperty` raises TypeError: {'; '.join(call.faults)}"
    return BadCall(message, "pass " + ", ".join(f"`{one}`" for one in CONFIG_PROPERTY_PARAMETERS), place, name)


def _no_member(member: str, place: Place, name: Optional[str]) -> BadCall:
    help_text = "write one of " + ", ".join(f"`{one}`" for one in CONFIG_ATTRIBUTE_TYPES)
    return BadCall(f"`ConfigAttributeType` has no member `{member}`", help_text, place, name)


def _no_value(value: str, place: Place) -> BadCall:
    help_text = "write one of " + ", ".join(f"`ConfigAttributeType.{one}`" for one in CONFIG_ATTRIBUTE_TYPES)
    return BadCall(f"`ConfigAttributeType` has no member whose value is `{value}`", help_text, place, None)


def _text(value: object) -> Optional[str]:
    text = getattr(value, "value", None)
    return text if isinstance(text, str) else None


def _type_place(project: Project, call: PropertyCall, kind: Given) -> Place:
    """Return where the type of one property is written; where a call makes several, beside the literal of its name."""
    own = Place(call.site.path, region_of(call.expr.at))
    if kind.place is not None and own.holds(kind.place) and project.config_properties.made_by(call.expr) < 2:
        return kind.place
    named = project.config_properties.name_place(call)
    return project.config_properties.sibling(named, "STRING") or named


def _undecided(given: Given, call: PropertyCall) -> Undecided:
    for value in given.values:
        if isinstance(value, Unknown):
            return Undecided(value.reason, place_of(value.site))
    return Undecided("what a property is made of is known when it runs", given.place or call.place)
