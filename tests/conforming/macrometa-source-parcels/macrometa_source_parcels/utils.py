RESERVED = ['_key', '_id', '_rev']


def _unique(key, record):
    while True:
        key += '_'
        if key not in record:
            return key


def rename_keys(record, reserved):
    """Append underscores to the reserved keys of a record."""
    return {(_unique(key, record) if key in reserved else key): value for key, value in record.items()}
