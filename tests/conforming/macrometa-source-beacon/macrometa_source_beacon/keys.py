"""Names that a collection reserves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .constants import RESERVED


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name with so many underscores behind it that nobody has it."""
    longer = f"{name}_"
    return free_name(longer, taken) if longer in taken else longer


def unreserve(record: dict[str, Any], primary_keys: Collection[str] = ()) -> dict[str, Any]:
    """Return the record under names that a collection accepts."""
    kept = {"_key"} & set(primary_keys)
    names = {name: free_name(name, record) for name in (RESERVED - kept) & record.keys()}
    return {names.get(name, name): value for name, value in record.items()}
