import glob
import json
import os

from c8connector import SchemaAttributeType


def files(directory):
    """All scan files, the oldest first."""
    return sorted(glob.glob(os.path.join(directory, '*.json')))


def read(path):
    """Scans of one file."""
    with open(path, encoding='utf-8') as f:
        return [json.loads(line) for line in f if line.strip()]


def attribute_type(value):
    if isinstance(value, bool):
        return SchemaAttributeType.BOOLEAN
    if isinstance(value, int):
        return SchemaAttributeType.LONG
    if isinstance(value, float):
        return SchemaAttributeType.DOUBLE
    if isinstance(value, (dict, list)):
        return SchemaAttributeType.OBJECT
    return SchemaAttributeType.STRING
