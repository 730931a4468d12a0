"""Texts that a method of the interface returns and that are not the right ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Callable, Union

from macrometa_conformance.code.values import Items, Known, Table, Value
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.interface_methods import interface_method
from macrometa_conformance.connector.method_results import Returned, returned_values
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.project.declarations.model import Declared

if TYPE_CHECKING:
    from macrometa_conformance.connector.connector_class import ConnectorClass


def wrong_texts(
    main: ConnectorClass, name: str, is_right: Callable[[str], bool]
) -> Iterator[Union[Declared[str], Undecided]]:
    """Yield the texts that a method surely returns on some way and that are not right, and why others are not known.

    A text has the place of its literal, or where it is returned if it is computed. Empty ones are left out, as are
    values that are no text.
    """
    method = interface_method(main, name)
    if method is None:
        return
    if method.only is None:
        yield method.unclear
    for returned in returned_values(method):
        wrong = [(text, _place(value, returned)) for value in returned.values for text in _text(value, is_right)]
        for text, place in wrong:
            if len(wrong) == len(returned.values) or place in returned.written:
                yield Declared(text, place)
            else:
                yield Undecided(f"which of several texts `{name}()` returns is known when it runs", returned.place)
        if returned.undecided:
            yield Undecided(
                f"what `{name}()` returns is not known: {returned.undecided.reason}", returned.undecided.place
            )
        elif not all(isinstance(value, (Known, Items, Table)) for value in returned.values):
            yield Undecided(f"what `{name}()` returns is worked out when it runs", returned.place)


def _text(value: Value, is_right: Callable[[str], bool]) -> Iterator[str]:
    if isinstance(value, Known) and isinstance(value.value, str) and value.value and not is_right(value.value):
        yield value.value


def _place(value: Value, returned: Returned) -> Place:
    return place_of(value.site) if isinstance(value, Known) and value.site is not None else returned.place
