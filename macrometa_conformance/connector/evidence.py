"""Evidence: the places by which something was worked out, as findings show them."""

from collections.abc import Iterable

from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.values import Site, Step, Value
from macrometa_conformance.finding import Place, Region, Related

MAX_RELATED = 8


def region_of(at: Span) -> Region:
    """Return a span of facts as a region."""
    return Region(*at)


def place_of(site: Site) -> Place:
    """Return the place of a site."""
    return Place(site.path, region_of(site.at))


def related(steps: Iterable[Step], apart_from: Place) -> tuple[Related, ...]:
    """Return steps as related places, without those that are the finding's own."""
    found = dict.fromkeys(Related(Place(step.path, region_of(step.at)), step.text) for step in steps)
    return tuple(one for one in found if one.place != apart_from)[:MAX_RELATED]


def evidence(values: Iterable[Value], apart_from: Place) -> tuple[Related, ...]:
    """Return the trails of values as related places."""
    return related((step for value in values for step in value.trail), apart_from)
