"""Keys that every collection keeps for itself."""

RESERVED_KEYS = ["_key", "_id", "_rev"]


def resolve_conflicts(properties, primary_keys):
    """Renames reserved keys of a record, or of the properties of a schema, by appending underscores.

    `_key` is left alone when it is the primary key.
    """
    result = dict(properties)
    for key in RESERVED_KEYS:
        if key == "_key" and key in primary_keys:
            continue
        if key in result:
            candidate = key
            while candidate in result:
                candidate = candidate + "_"
            result[candidate] = result.pop(key)
    return result
