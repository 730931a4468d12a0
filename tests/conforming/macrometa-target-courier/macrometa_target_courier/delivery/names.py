"""Names that the service reserves."""

from typing import Any, Collection, Dict, Sequence

from ..constants import KEY, RESERVED_KEYS


def free_name(name: str, taken: Collection[str]) -> str:
    """Return the name with as many `_` after it as it takes to be free."""
    if name not in taken:
        return name
    return free_name(name + '_', taken)


def without_reserved_names(document: Dict[str, Any], key_properties: Sequence[str]) -> Dict[str, Any]:
    """Return the document with other names for the properties whose names are reserved."""
    reserved = {key for key in RESERVED_KEYS if key}
    if KEY in key_properties:
        reserved.discard(KEY)
    result = dict(document)
    for name in sorted(reserved.intersection(document)):
        result[free_name(name + '_', result)] = result.pop(name)
    return result
