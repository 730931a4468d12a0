"""Names that a collection keeps for itself."""

from collections.abc import Collection

RESERVED_KEYS = ("_key", "_id", "_rev")


def target_names(names: Collection[str], key_properties: Collection[str]) -> dict[str, str]:
    """Return for each column the name under which it arrives in the collection.

    A reserved name gets one more `_` in front until no other column has it; `_key` as the primary key stays.
    """
    renamed = {}
    for name in names:
        new_name = name
        if name in RESERVED_KEYS and not (name == "_key" and name in key_properties):
            new_name = "_" + name
            while new_name in names:
                new_name = "_" + new_name
        renamed[name] = new_name
    return renamed
