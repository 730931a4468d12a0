"""Which configuration properties the document for users names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code.values import EnumMember, Items, Known, Table, Unknown, Value
from macrometa_conformance.connector.attribute_types import member_of
from macrometa_conformance.connector.evidence import evidence, place_of
from macrometa_conformance.connector.property_calls import Given, PropertyCall
from macrometa_conformance.finding import Place, Related, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_APART = r"[\s_\-\\*`]+"  # what may stand between words, Markdown's escapes and emphasis among it
_SPLIT = re.compile(r"[\s_\-]+")


@plain
class Undocumented(Plain):
    """A property that the guide does not name: what users see it called, and where the code names it."""

    name: str
    display_name: Optional[str]
    place: Place
    related: tuple[Related, ...]


def undocumented(project: Project, guide: str) -> Iterator[Union[Undocumented, Undecided]]:
    """Yield the properties that `config()` returns and a text names by neither name, and why that cannot be told."""
    properties = project.config_properties
    text = guide.casefold()
    for call in properties.properties:
        verdict = _verdict(call, text)
        if isinstance(verdict, Undecided):
            yield verdict
        elif verdict:
            name, display = call.argument("name"), call.argument("display_name")
            place = properties.name_place(call)
            shown = display.only_text if display is not None else None
            yield Undocumented(call.name or "", shown, place, evidence(name.values if name else (), place))
    if properties.undecided is not None:
        yield properties.undecided


def is_named(name: str, text: str) -> bool:
    """Return whether a text, case-folded, holds a name as whole words, `_`, `-` and blanks being the same."""
    words = [re.escape(word) for word in _SPLIT.split(name.casefold()) if word]
    return bool(words) and re.search(rf"(?<![^\W_]){_APART.join(words)}(?![^\W_])", text) is not None


def _verdict(call: PropertyCall, text: str) -> Union[bool, Undecided]:
    """Return whether a property is named nowhere, or why that cannot be told."""
    kind = call.argument("type")
    if kind is not None and all(member_of(value) == "HIDDEN" for value in kind.values):
        return False
    given = [one for one in (call.argument("name"), call.argument("display_name")) if one is not None]
    for one in given:
        if all(is_named(value, text) for value in _texts(one)) and len(_texts(one)) == len(one.values):
            return False
    unknown = [one for one in given if not all(_is_known(value) for value in one.values)]
    for one in [*unknown, *given[:1]]:
        if one.only_text is None:
            return _undecided(one, call)
    hidden = kind is None or any(member_of(value) in ("HIDDEN", None) for value in kind.values)
    if hidden and not call.faults:
        return _undecided(kind, call)
    return bool(given) and call.name is not None


def _texts(given: Given) -> list[str]:
    return [value.value for value in given.values if isinstance(value, Known) and isinstance(value.value, str)]


def _is_known(value: Value) -> bool:
    return isinstance(value, (Known, Items, Table, EnumMember)) or member_of(value) is not None


def _undecided(given: Optional[Given], call: PropertyCall) -> Undecided:
    for value in given.values if given is not None else ():
        if isinstance(value, Unknown):
            return Undecided(value.reason, place_of(value.site))
    place = given.place if given is not None else None
    return Undecided("what a property is made of is known when it runs", place or call.place)
