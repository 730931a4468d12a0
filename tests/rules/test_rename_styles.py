"""Connectors that rename as the guidelines ask, each in a style of its own, and the same with one mistake."""

import re
from typing import NamedTuple

import pytest

from tests.rules.class_projects import assert_fine, judge

METHODS = """
def samples(self, integration):
    out = []
    for stream in discover(integration):
        rows = fetch(stream)
        {rows}
        attributes = [SchemaAttribute(c, SchemaAttributeType.STRING) for c in columns]
        out.append(Sample(Schema(stream["name"], attributes), rows))
    return out

def schemas(self, integration):
    out = []
    for stream in discover(integration):
        {columns}
        out.append(Schema(stream["name"], [SchemaAttribute(c, SchemaAttributeType.STRING) for c in columns]))
    return out
"""


class Style(NamedTuple):
    """How a connector renames: what it imports, its module `keys`, and the statements of the two methods."""

    imports: str
    keys: str
    rows: str
    columns: str
    methods: str = ""


STYLES = {
    "class": Style(
        "from .keys import Resolver",
        """
class Resolver:
    RESERVED = ("_key", "_id", "_rev")
    def __init__(self, key_properties):
        self._exempt = set(key_properties or [])
    def resolve(self, record):
        result = dict(record)
        for key in self.RESERVED:
            if key not in record or key in self._exempt:
                continue
            candidate = f"{key}_"
            while candidate in result:
                candidate += "_"
            result[candidate] = result.pop(key)
        return result
""",
        (
            'r = Resolver(stream["key_properties"])\n'
            "        rows = [r.resolve(x) for x in rows]\n"
            '        columns = r.resolve(stream["columns"])'
        ),
        'columns = Resolver(stream["key_properties"]).resolve(stream["columns"])',
    ),
    "generator": Style(
        "from .keys import renamed",
        """
RESERVED = frozenset({"_key", "_id", "_rev"})
def unique(key, taken):
    new = "_" + key
    while new in taken:
        new = "_" + new
    return new
def renamed(record, primary):
    for key, value in record.items():
        if key in RESERVED and key != primary:
            key = unique(key, record)
        yield key, value
""",
        (
            'rows = [dict(renamed(x, stream["pk"])) for x in rows]\n'
            '        columns = dict(renamed(stream["columns"], stream["pk"]))'
        ),
        'columns = dict(renamed(stream["columns"], stream["pk"]))',
    ),
    "mapping": Style(
        "from .keys import build",
        """
RESERVED = ["_key", "_id", "_rev"]
def build(columns, key_properties):
    mapping = {}
    taken = set(columns)
    for column in columns:
        new = column
        if column in RESERVED and column not in key_properties:
            while new in taken:
                new = "_" + new
            taken.add(new)
        mapping[column] = new
    return mapping
""",
        (
            'm = build(stream["columns"], stream["key_properties"])\n'
            "        rows = [{m.get(k, k): v for k, v in x.items()} for x in rows]\n"
            "        columns = m.values()"
        ),
        'columns = build(stream["columns"], stream["key_properties"]).values()',
    ),
    "mapping pandas": Style(
        "from .keys import build",
        """
RESERVED = ["_key", "_id", "_rev"]
def build(columns, key_properties):
    mapping = {}
    taken = set(columns)
    for column in columns:
        new = column
        if column in RESERVED and column not in key_properties:
            while new in taken:
                new = "_" + new
            taken.add(new)
        mapping[column] = new
    return mapping
""",
        (
            'm = build(stream["columns"], stream["key_properties"])\n'
            '        rows = rows.rename(columns=m).to_dict("records")\n'
            "        columns = list(m.values())"
        ),
        'columns = build(stream["columns"], stream["key_properties"]).values()',
    ),
    "enum": Style(
        "from .keys import rename",
        """
from enum import Enum
class Reserved(str, Enum):
    KEY = "_key"
    ID = "_id"
    REV = "_rev"
def rename(record, primary_keys):
    names = [one.value for one in Reserved]
    if Reserved.KEY.value in primary_keys:
        names.remove(Reserved.KEY.value)
    for name in names:
        if name in record:
            new = "_%s" % name
            while new in record:
                new = "_%s" % new
            record[new] = record.pop(name)
    return record
""",
        ('rows = [rename(x, stream["pk"]) for x in rows]\n        columns = rename(stream["columns"], stream["pk"])'),
        'columns = rename(stream["columns"], stream["pk"])',
    ),
    "decorator": Style(
        "from .keys import columns_of",
        """
import functools
RESERVED = {"_key", "_id", "_rev"}
def fresh(key, taken):
    return fresh("_" + key, taken) if key in taken or key in RESERVED else key
def renaming(function):
    @functools.wraps(function)
    def wrapper(stream, *args):
        data = function(stream, *args)
        skip = set(stream["key_properties"])
        return {(fresh(k, data) if k in RESERVED - skip else k): v for k, v in data.items()}
    return wrapper
@renaming
def columns_of(stream):
    return stream["columns"]
""",
        "columns = columns_of(stream)",
        "columns = columns_of(stream)",
    ),
    "static methods": Style(
        "from .keys import Util",
        """
class Util:
    RESERVED_KEYS = ["_key", "_id", "_rev"]
    @staticmethod
    def new_name(name, existing):
        new = name
        while new in existing or new in Util.RESERVED_KEYS:
            new = "_" + new
        return new
    @classmethod
    def apply(cls, data, pk=None):
        reserved = [k for k in cls.RESERVED_KEYS if k != pk]
        conflicts = [k for k in data if k in reserved]
        for key in conflicts:
            data[cls.new_name(key, data)] = data.pop(key)
        return data
""",
        (
            'rows = [Util.apply(x, stream.get("pk")) for x in rows]\n'
            '        columns = Util.apply(stream["columns"], pk=stream.get("pk"))'
        ),
        'columns = Util.apply(stream["columns"], stream.get("pk"))',
    ),
    "map lambda": Style(
        "from .keys import rename",
        """
RESERVED = ("_key", "_id", "_rev")
def rename(record, key_properties):
    def target(key):
        if key not in RESERVED or (key == "_key" and "_key" in key_properties):
            return key
        new = key
        while new in record:
            new = f"_{new}"
        return new
    return {target(key): value for key, value in record.items()}
""",
        (
            'rows = list(map(lambda x: rename(x, stream["pk"]), rows))\n'
            '        columns = rename(stream["columns"], stream["pk"])'
        ),
        'columns = rename(stream["columns"], stream["pk"])',
    ),
    "singer schema": Style(
        "from .keys import rename",
        """
RESERVED = ("_key", "_id", "_rev")
def rename(props, kp):
    keys = list(RESERVED)
    if kp and kp[0] == "_key":
        keys = keys[1:]
    for key in keys:
        if key in props:
            n = 1
            while "_" * n + key in props:
                n += 1
            props["_" * n + key] = props.pop(key)
    return props
""",
        (
            "rows = [rename(x, stream.key_properties) for x in rows]\n"
            "        stream.schema.properties = rename(stream.schema.properties, stream.key_properties)\n"
            "        columns = stream.schema.properties"
        ),
        (
            "stream.schema.properties = rename(stream.schema.properties, stream.key_properties)\n"
            "        columns = stream.schema.properties"
        ),
    ),
    "try": Style(
        "from .keys import rename",
        """
import itertools
def rename(data, keys=("_key", "_id", "_rev"), primary_key=None):
    out = data.copy()
    for key in keys:
        if key == primary_key: continue
        try:
            value = out.pop(key)
        except KeyError:
            continue
        new = next(c for c in ("_" * i + key for i in itertools.count(1)) if c not in out)
        out[new] = value
    return out
""",
        (
            'rows = [rename(x, primary_key=stream["pk"]) for x in rows]\n'
            '        columns = rename(stream["columns"], primary_key=stream["pk"])'
        ),
        'columns = rename(stream["columns"], primary_key=stream["pk"])',
    ),
    "self helper": Style(
        "",
        "",
        ('columns = self._rename(stream["columns"], stream)\n        rows = [self._rename(r, stream) for r in rows]'),
        'columns = self._rename(stream["columns"], stream)',
        """
_RESERVED = ["_key", "_id", "_rev"]
def _rename(self, record, stream):
    reserved = set(self._RESERVED).difference(stream["key_properties"])
    for key in reserved.intersection(record):
        self._move(record, key)
    return record
def _move(self, record, key):
    new_key = "_" + key
    while new_key in record:
        new_key = "_" + new_key
    record[new_key] = record[key]
    del record[key]
""",
    ),
    "sorted": Style(
        "from .keys import rename",
        """
RESERVED = ["_key", "_id", "_rev"]
def rename(record, key_properties):
    out = {}
    is_primary = key_properties == ["_key"]
    for key in sorted(record):
        new_key = key
        if key in RESERVED and not (key == RESERVED[0] and is_primary):
            new_key = "_" + new_key
            while new_key in record or new_key in out:
                new_key = "_" + new_key
        out[new_key] = record[key]
    return out
""",
        ('rows = [rename(x, stream["pk"]) for x in rows]\n        columns = rename(stream["columns"], stream["pk"])'),
        'columns = rename(stream["columns"], stream["pk"])',
    ),
    "slots": Style(
        "from .keys import free_keys",
        """
from typing import Dict
RESERVED = {"_key": True, "_id": True, "_rev": True}
def free_keys(names, key_properties) -> Dict[str, str]:
    taken = set(names)
    result = {}
    for name in names:
        if not RESERVED.get(name) or name in key_properties:
            result[name] = name
            continue
        fresh = f"_{name}"
        while fresh in taken:
            fresh = f"_{fresh}"
        taken.add(fresh)
        result[name] = fresh
    return result
""",
        (
            'm = free_keys(stream["columns"], stream["kp"])\n'
            "        rows = [{m[k]: v for k, v in x.items()} for x in rows]\n"
            "        columns = m.values()"
        ),
        'columns = free_keys(stream["columns"], stream["kp"]).values()',
    ),
}


def laid(style: Style) -> tuple[str, str]:
    """Return the methods of the connector class, and what stands above it."""
    methods = METHODS.replace("{rows}", style.rows).replace("{columns}", style.columns) + style.methods
    return methods, "from library import discover, fetch\n" + style.imports


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
@pytest.mark.parametrize("code", ["C8605", "C8606", "C8608", "C8609"])
def test_a_rename_as_the_guidelines_ask_is_fine_in_every_style(code: str, style: Style) -> None:
    """C8605, C8606, C8608, C8609: no finding, and nothing undecided, however the connector is built."""
    body, head = laid(style)
    assert_fine(code, body, head=head, keys=style.keys)


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_a_key_that_is_forgotten_is_found_in_every_style(style: Style) -> None:
    """C8605: without `_rev` among the keys no style is taken for one that renames it."""
    without = re.compile(r',? *(?:REV = )?"_rev"(?:: True)?')
    body, head = laid(style._replace(methods=without.sub("", style.methods)))
    found = judge("C8605", body, head=head, keys=without.sub("", style.keys)).verdicts
    assert found.findings or found.undecided
    assert all("`_rev`" in one.message and "`_id`" not in one.message for one in found.findings)


ENDLESS = [name for name, style in STYLES.items() if "while " in style.keys + style.methods]


@pytest.mark.parametrize("name", ENDLESS)
def test_a_rename_that_is_done_once_is_found_in_every_style(name: str) -> None:
    """C8606: an `if` in place of the `while` is found."""
    style = STYLES[name]
    body, head = laid(style._replace(methods=style.methods.replace("while ", "if ")))
    assert len(judge("C8606", body, head=head, keys=style.keys.replace("while ", "if ")).verdicts.findings) == 1
