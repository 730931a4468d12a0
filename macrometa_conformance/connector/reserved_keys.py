"""What `reserved_keys()` of the connector class returns: each return, its list, and the keys with their places."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code.values import (
    EnumMember,
    Items,
    Known,
    Step,
    Table,
    Unknown,
    Value,
)
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.interface_methods import interface_method
from macrometa_conformance.connector.method_results import returned_values, unimplemented
from macrometa_conformance.connector.methods import InterfaceMethod
from macrometa_conformance.connector.returned_literals import shown
from macrometa_conformance.connector.value_words import words_of
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

METHOD = "reserved_keys"
_MIXED = "which of several values it is, is known when it runs"


@plain
class ReservedKey(Plain):
    """An element of the list that is a text, and where it stands."""

    text: str
    place: Place
    trail: tuple[Step, ...] = ()


@plain
class WrongValue(Plain):
    """Something that is returned, or listed, where it must not be: what it is, in words."""

    words: str
    place: Place
    trail: tuple[Step, ...] = ()


@plain
class ReturnedList(Plain):
    """A list that one `return` of the method can give; `place` is the returned expression.

    `literal` is where it is written, `unknown` says what keeps the list from being known in full, `wrong` are the
    elements that are no text; `is_default` marks what is returned where a variable of the environment is not set.
    """

    place: Place
    literal: Place
    keys: tuple[ReservedKey, ...]
    wrong: tuple[WrongValue, ...]
    unknown: Optional[Undecided]
    trail: tuple[Step, ...] = ()
    is_default: bool = False

    @property
    def is_empty(self) -> bool:
        """Return whether it surely has no element."""
        return not self.keys and not self.wrong and self.unknown is None

    @property
    def is_filled(self) -> bool:
        """Return whether it is known in full and has an element."""
        return self.unknown is None and not self.is_empty

    @property
    def misshapen(self) -> tuple[tuple[ReservedKey, str, str], ...]:
        """Return each key that has no place in the list, with what is wrong and what to write; none of a default."""
        if self.is_default:
            return ()
        found: list[tuple[ReservedKey, str, str]] = []
        seen: set[str] = set()
        alone = len(self.keys) == 1 and not self.wrong and self.unknown is None
        for index, key in enumerate(self.keys):
            here = self._where_listed(key)
            if key.text == "" and index:
                found.append((here, '`""` stands in the list of reserved keys after its first element', "take it out"))
            elif key.text == "" and alone:
                found.append((here, 'the list of reserved keys is `[""]`', "return `[]` where no key is reserved"))
            elif key.text != key.text.strip():
                words = "has white space around it" if key.text.strip() else "is blank"
                help_text = f'write `"{key.text.strip()}"`' if key.text.strip() else 'write `""`, or take it out'
                found.append((key, f'the reserved key `"{key.text}"` {words}', help_text))
            elif key.text and key.text in seen:
                found.append((here, f'the reserved key `"{key.text}"` is listed twice', "take one of them out"))
            seen.add(key.text)
        return tuple(found)

    def _where_listed(self, key: ReservedKey) -> ReservedKey:
        """Return a key at the list that takes it in where its text stands elsewhere, and may be right there."""
        if len(self.keys) == 1 or self.literal.holds(key.place) or self.place.holds(key.place):
            return key
        return replace(key, place=self.literal)


class ReservedKeys:
    """What the connector class's `reserved_keys()` returns; nothing where it is not defined as a method."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver

    @cached_property
    def lists(self) -> tuple[ReturnedList, ...]:
        """Return each list that the method can return, in the order of its `return` statements."""
        read = {
            place: Undecided(value.reason, place_of(value.site))
            for place, value in self._returned
            if isinstance(value, Unknown) and value.environment
        }
        found = []
        for place, value in self._returned:
            if isinstance(value, Items) and _is_list(value):
                one = self._list(value, place)
                if place in self._mixed:
                    one = replace(one, unknown=Undecided(_MIXED, place))
                found.append(replace(one, unknown=read[place], is_default=True) if place in read else one)
        return tuple(found)

    @cached_property
    def others(self) -> tuple[WrongValue, ...]:
        """Return what the method can return and that is surely no list."""
        found = []
        for place, value in self._returned:
            words = self._words(value) if place not in self._mixed else ""
            if words:
                site = value.site if isinstance(value, (Items, Table)) else None  # a text may be right where it stands
                found.append(WrongValue(words, place_of(site) if site is not None else place, value.trail))
        return tuple(dict.fromkeys(found))

    @cached_property
    def unknown(self) -> tuple[tuple[Place, Undecided], ...]:
        """Return for each `return` that gives something which cannot be worked out its place, and what blocks it."""
        found: dict[Place, Undecided] = {}
        for place, value in self._returned:
            if isinstance(value, Unknown):
                found.setdefault(place, Undecided(value.reason, place_of(value.site)))
            elif place in self._mixed:
                found.setdefault(place, Undecided(_MIXED, place))
            elif not self._words(value) and not (isinstance(value, Items) and _is_list(value)):
                found.setdefault(place, Undecided("what `reserved_keys()` returns is worked out when it runs", place))
        for one in self.lists:
            if one.unknown is not None:
                found.setdefault(one.place, one.unknown)
        return tuple(found.items())

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return what keeps the keys from being known in full, or None."""
        if self.method is not None and self.method.only is None and self.method.fault is None:
            return self.method.unclear
        return self.unknown[0][1] if self.unknown else None

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return every key that is listed, without repeats."""
        return tuple(dict.fromkeys(key.text for one in self.lists for key in one.keys))

    @cached_property
    def method(self) -> Optional[InterfaceMethod]:
        """Return the method as the runtime meets it, or None where nothing in the project defines it."""
        main = self._project.classes.main
        return interface_method(main, METHOD) if main is not None else None

    @cached_property
    def _returned(self) -> tuple[tuple[Place, Value], ...]:
        method = self.method
        if method is None or method.fault is not None or unimplemented(method) is not None:
            return ()
        return tuple((one.place, value) for one in returned_values(method, in_doubt=True) for value in one.values)

    @cached_property
    def _mixed(self) -> frozenset[Place]:
        """Return what is returned and can be right or wrong: an empty list, one that holds something, or none."""
        kinds: dict[Place, set[str]] = {}
        for place, value in self._returned:
            if not isinstance(value, Unknown):
                is_empty = isinstance(value, Items) and value.exact and not value.elements
                kinds.setdefault(place, set()).add("empty" if is_empty else "none" if self._words(value) else "filled")
        return frozenset(place for place, found in kinds.items() if len(found) > 1)

    def _words(self, value: Value) -> str:
        """Return what a value is where it is surely no list, else an empty text."""
        is_text = isinstance(value, Known) and isinstance(value.value, str)
        return shown(value) if is_text else words_of(self._resolver, value)

    def _list(self, value: Items, place: Place) -> ReturnedList:
        keys: list[ReservedKey] = []
        wrong: list[WrongValue] = []
        unknown = None if value.exact else Undecided("the list may hold more than can be seen", place)
        for element in value.elements:
            for part in element:
                site = getattr(part, "site", None) or value.site
                at = place_of(site) if site is not None else place
                if isinstance(part, Known) and isinstance(part.value, str):
                    keys.append(ReservedKey(part.value, at, part.trail or value.trail))
                elif isinstance(part, Unknown):
                    unknown = unknown or Undecided(part.reason, place_of(part.site))
                elif isinstance(part, EnumMember) and self._resolver.classes.is_text_enum(part.cls):
                    unknown = unknown or self._member(part, at, keys)
                elif self._words(part) or isinstance(part, Items):
                    wrong.append(WrongValue(self._words(part) or "a list", at, part.trail))
                else:
                    unknown = unknown or Undecided("an element is worked out when it runs", at)
        literal = place_of(value.site) if value.site is not None else place
        return ReturnedList(place, literal, tuple(keys), tuple(wrong), unknown, value.trail)

    def _member(self, member: EnumMember, at: Place, keys: list[ReservedKey]) -> Optional[Undecided]:
        """Add the text that a member of an enumeration of texts is; return what keeps it from being known, if so."""
        values = self._resolver.classes.enum_value(member)
        texts = [value.value for value in values if isinstance(value, Known) and isinstance(value.value, str)]
        keys.extend(ReservedKey(text, at, member.trail) for text in texts)
        return None if texts and len(texts) == len(values) else Undecided("what the member is, is not known", at)


def _is_list(value: Items) -> bool:
    return value.kind == "list"
