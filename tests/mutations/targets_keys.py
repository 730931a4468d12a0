"""Renames of reserved keys that lose values, in the three styles of the conforming targets."""

from collections.abc import Iterator

from tests.mutations.changes import COURIER, CRATE, SHELF, Mutation, violation

SHELF_SKIP = """            if key == "_key" and key in self.key_properties:
                continue
"""
SHELF_LOOP = """                new_key = f"{key}_"
                while new_key in renamed:
                    new_key = f"{new_key}_"
"""
SHELF_RENAME = f"""        renamed = dict(record)
        for key in RESERVED_KEYS:
{SHELF_SKIP}            if key in record:
{SHELF_LOOP}                renamed[new_key] = renamed.pop(key)
        return renamed
"""
COURIER_EXEMPT = """    if KEY in key_properties:
        reserved.discard(KEY)
"""
COURIER_RECURSION = """    if name not in taken:
        return name
    return free_name(name + '_', taken)
"""
COURIER_RENAME = """    for name in sorted(reserved.intersection(document)):
        result[free_name(name + '_', result)] = result.pop(name)
"""
CRATE_LOOP = """                while key in mapping or key in copy:
                    key += "_"
"""
CRATE_RENAME = f"""            if key in RESERVED:
                key += "_"
{CRATE_LOOP}            copy[key] = value
"""


def violations() -> Iterator[Mutation]:
    """Yield targets that break one of these rules."""
    # C8606: again and again until the new key is free
    yield violation(
        "C8606",
        SHELF,
        "no loop",
        ("sink.py", SHELF_LOOP, '                new_key = f"{key}_"\n'),
        at=("sink.py", "renamed[new_key] = renamed.pop(key)"),
    )
    yield violation(
        "C8606",
        SHELF,
        "an if in place of the loop",
        ("sink.py", "                while new_key in renamed:", "                if new_key in renamed:"),
        at=("sink.py", "renamed[new_key] = renamed.pop(key)"),
    )
    yield violation(
        "C8606",
        SHELF,
        "a comprehension",
        (
            "sink.py",
            SHELF_RENAME,
            """        names = {key: key + "_" for key in RESERVED_KEYS if key != "_key" or key not in self.key_properties}
        return {names.get(key, key): value for key, value in record.items()}
""",
        ),
        at=("sink.py", 'names = {key: key + "_" for key in RESERVED_KEYS'),
    )
    yield violation(
        "C8606",
        COURIER,
        "no recursion",
        ("delivery/names.py", COURIER_RECURSION, "    return name if name not in taken else name + '_'\n"),
        at=("delivery/names.py", "result[free_name(name + '_', result)] = result.pop(name)"),
    )
    yield violation(
        "C8606",
        COURIER,
        "the helper is not asked",
        ("delivery/names.py", "result[free_name(name + '_', result)]", "result[name + '_']"),
        at=("delivery/names.py", "result[name + '_'] = result.pop(name)"),
    )
    yield violation("C8606", CRATE, "no loop", ("crate.py", CRATE_LOOP, ""), at=("crate.py", "copy[key] = value"))
    yield violation(
        "C8606",
        CRATE,
        "two tries",
        ("crate.py", CRATE_LOOP, '                if key in mapping:\n                    key += "_"\n'),
        at=("crate.py", "copy[key] = value"),
    )
    # C8607: nothing renames
    yield violation(
        "C8607",
        SHELF,
        "the method does nothing",
        ("sink.py", SHELF_RENAME, "        return dict(record)\n"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8607",
        SHELF,
        "the method is not called",
        ("sink.py", "self.rows.append(self.rename_reserved_keys(record))", "self.rows.append(record)"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8607",
        COURIER,
        "nobody calls the helper",
        (
            "delivery/pipeline.py",
            "document = without_reserved_names(message['record'], self.key_properties.get(stream, ()))",
            "document = dict(message['record'])",
        ),
        ("delivery/pipeline.py", "from .names import without_reserved_names\n", ""),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8607",
        COURIER,
        "the keys are dropped",
        (
            "delivery/names.py",
            COURIER_RENAME,
            "    for name in sorted(reserved.intersection(document)):\n        del result[name]\n",
        ),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8607",
        CRATE,
        "neither document nor schema",
        ("crate.py", "self._append(stream, self.rename(document))", "self._append(stream, document)"),
        (
            "crate.py",
            'properties = self.rename(schema.get("properties", {}))',
            'properties = schema.get("properties", {})',
        ),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8607",
        CRATE,
        "only reported",
        (
            "crate.py",
            CRATE_RENAME,
            "            if key in RESERVED:\n                sys.stderr.write(key)\n            copy[key] = value\n",
        ),
        ("crate.py", "import os\n", "import os\nimport sys\n"),
        at=("__init__.py", ""),
    )
    # C8608: by truth in place of membership
    yield violation(
        "C8608",
        SHELF,
        "get",
        ("sink.py", "            if key in record:", "            if record.get(key):"),
        at=("sink.py", "if record.get(key):"),
    )
    yield violation(
        "C8608",
        SHELF,
        "get with a default, by walrus",
        (
            "sink.py",
            "            if key in record:",
            "            if (value := record.get(key, None)) and value is not key:",
        ),
        at=("sink.py", "if (value := record.get(key, None)) and value is not key:"),
    )
    yield violation(
        "C8608",
        SHELF,
        "the new key by truth",
        ("sink.py", "                while new_key in renamed:", "                while renamed.get(new_key):"),
        at=("sink.py", "while renamed.get(new_key):"),
    )
    yield violation(
        "C8608",
        COURIER,
        "a comprehension with a filter",
        (
            "delivery/names.py",
            "for name in sorted(reserved.intersection(document)):",
            "for name in [key for key in reserved if document.get(key)]:",
        ),
        at=("delivery/names.py", "for name in [key for key in reserved if document.get(key)]:"),
    )
    yield violation(
        "C8608",
        COURIER,
        "a continue",
        (
            "delivery/names.py",
            COURIER_RENAME,
            "    for name in sorted(reserved):\n        if not document.get(name):\n            continue\n        result[free_name(name + '_', result)] = result.pop(name)\n",
        ),
        at=("delivery/names.py", "if not document.get(name):"),
    )
    yield violation(
        "C8608",
        CRATE,
        "the value by truth",
        ("crate.py", "            if key in RESERVED:", "            if key in RESERVED and mapping[key]:"),
        at=("crate.py", "if key in RESERVED and mapping[key]:"),
    )
    yield violation(
        "C8608",
        CRATE,
        "the loop's value by truth",
        ("crate.py", "            if key in RESERVED:", "            if value and key in RESERVED:"),
        at=("crate.py", "if value and key in RESERVED:"),
    )
    # C8609: `_key` as primary key
    yield violation(
        "C8609",
        SHELF,
        "no exemption",
        ("sink.py", SHELF_SKIP, ""),
        at=("sink.py", "renamed[new_key] = renamed.pop(key)"),
    )
    yield violation(
        "C8609",
        SHELF,
        "the exemption is another key's",
        (
            "sink.py",
            'if key == "_key" and key in self.key_properties',
            'if key == "oid" and key in self.key_properties',
        ),
        at=("sink.py", "renamed[new_key] = renamed.pop(key)"),
    )
    yield violation(
        "C8609",
        COURIER,
        "no exemption",
        ("delivery/names.py", COURIER_EXEMPT, ""),
        at=("delivery/names.py", "result[free_name(name + '_', result)] = result.pop(name)"),
    )
    yield violation(
        "C8609",
        COURIER,
        "the constant of another key",
        ("delivery/names.py", COURIER_EXEMPT, "    if '_id' in key_properties:\n        reserved.discard('_id')\n"),
        at=("delivery/names.py", "result[free_name(name + '_', result)] = result.pop(name)"),
    )
    yield violation(
        "C8609",
        CRATE,
        "a new reserved key",
        ("crate.py", 'RESERVED = ("_offset", "_rev")', 'RESERVED = ("_offset", "_key")'),
        at=("crate.py", "copy[key] = value"),
    )
