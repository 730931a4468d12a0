"""Dicts as entries in the order in which they were put in: a later entry hides an earlier one with the same key.

What may be put in besides is an entry whose key and value are both unknown, so that it may hide what stands before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Optional

from macrometa_conformance.code.values import Alternatives, Known, Site, Table, Unknown

Entry = tuple[Alternatives, Alternatives]


def anything(site: Site) -> Entry:
    """Return the entry that stands for any entries that are not known."""
    unknown = (Unknown("what is put into the dict is not known", site),)
    return unknown, unknown


def loosened(table: Table, site: Optional[Site] = None) -> Table:
    """Return a dict in which other things may be put, or out of which things may be taken."""
    where = site or table.site
    entries = table.entries
    if where is not None and not (entries and entries[-1][0] == anything(where)[0]):
        entries = (*entries, anything(where))
    return Table(entries, False, table.site, table.trail)


def with_entries(table: Table, added: Iterable[Entry], sure: bool, site: Site) -> Table:
    """Return a dict with more entries; where they are not surely put in, what is there may stay."""
    entries = table.entries
    for keys, values in added:
        if sure or not is_one_literal(keys):
            entries = (*entries, (keys, values))
        else:
            before = held(entries, keys)
            absent = () if before else (Unknown("the dict is not known to hold this key", site),)
            entries = (*entries, (keys, (*before, *absent, *(value for value in values if value not in before))))
    return Table(entries, table.exact and sure, table.site, table.trail)


def held(entries: tuple[Entry, ...], keys: Alternatives) -> Alternatives:
    """Return what entries may hold under a literal key."""
    found: list[Alternatives] = []
    for known, values in reversed(entries):
        if known == keys or not is_one_literal(known):
            found.insert(0, values)
        if known == keys:
            break
    return tuple(dict.fromkeys(value for values in found for value in values))


def merged(table: Table) -> tuple[tuple[Entry, ...], bool]:
    """Return the entries without those that others hide, as iterating over a dict has them, and whether that is all."""
    found: dict[Alternatives, Alternatives] = {}
    for keys, values in table.entries:
        found[keys] = values
    literal = all(is_one_literal(keys) for keys in found)
    return tuple(found.items()), table.exact and (literal or len(found) < 2)


def is_one_literal(values: Alternatives) -> bool:
    """Return whether alternatives are just one literal."""
    return len(values) == 1 and isinstance(values[0], Known)
