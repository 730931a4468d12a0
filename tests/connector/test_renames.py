"""Which keys are renamed, in whatever form that is written."""

import textwrap
from typing import NamedTuple, Optional

import pytest

from macrometa_conformance.connector.primary_key import known_key_properties, spares_primary_key
from macrometa_conformance.connector.rename_coverage import Coverage
from macrometa_conformance.connector.rename_tests import truth_tests
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from tests.rules.projects import changed

ALL = ("_key", "_id", "_rev")
KEYS = 'KEYS = ["_key", "_id", "_rev"]\n'


class Seen(NamedTuple):
    """What is seen of the renames of one module: the keys, whether they repeat, where truth is tested."""

    keys: tuple[str, ...]
    maybe: tuple[str, ...]
    repeats: Optional[bool]
    tested: tuple[int, ...]
    spares: Optional[bool]


def project_of(source: str) -> Project:
    """Return the demo connector with a module `rows`."""
    return Project(DictTree(changed({"macrometa_source_demo/rows.py": textwrap.dedent(source)})))


def seen(source: str) -> Seen:
    """Return what is seen of the renames that stand in a module."""
    project = project_of(source)
    coverage = Coverage(project)
    judged = project.renames.judged
    answers = {key: [coverage.covers(rename, key) for rename in judged] for key in ALL}
    real = [rename for rename in judged if any(coverage.covers(rename, key) for key in ALL)]
    tests = sorted({test.at[0] for rename in project.renames.all for test in truth_tests(project, rename)})
    return Seen(
        tuple(key for key in ALL if True in answers[key]),
        tuple(key for key in ALL if True not in answers[key] and None in answers[key]),
        all(rename.repeats for rename in real) if real else None,
        tuple(tests),
        any(spares_primary_key(project, rename) for rename in real) if real else None,
    )


LOOP = """
        while new in record:
            new = "_" + new
        record[new] = record.pop(key)
"""
# How the new key is made: one rename of all keys that goes on until the key is free.
MADE = {
    '"_" + key': '"_" + key',
    'key + "_"': 'key + "_"',
    "an f-string": 'f"_{key}"',
    "an f-string with the underscore behind": 'f"{key}_"',
    "an f-string that holds a constant": 'f"{PREFIX}{key}"',
    "a constant": "PREFIX + key",
    "format": '"_{}".format(key)',
    "format with a name": '"{name}_".format(name=key)',
    "percent": '"_%s" % key',
    "percent with a tuple": '"%s_" % (key,)',
    "join": '"".join(["_", key])',
    "join with the underscore between": '"_".join(["", key])',
    "ljust": 'key.ljust(len(key) + 1, "_")',
    "__add__": '"_".__add__(key)',
    "two underscores": '"__" + key',
    "both sides": '"_" + key + "_"',
    "a conversion": '"_" + str(key)',
    "a helper": "longer(key)",
    "a lambda": "LONGER(key)",
    "a partial's keyword": "padded(key, pad=PREFIX)",
}


@pytest.mark.parametrize("made", MADE.values(), ids=MADE.keys())
def test_the_new_key_may_be_made_in_any_way(made: str) -> None:
    """Every way to add `_` to a key is seen, and that the loop behind it goes on until the key is free."""
    source = f"""
PREFIX = "_"
{KEYS}
LONGER = lambda one: "_" + one

def longer(one):
    return f"_{{one}}"

def padded(one, pad):
    return pad + one

def rename(record):
    for key in KEYS:
        if key not in record:
            continue
        new = {made}
{LOOP}
"""
    found = seen(source)
    assert (found.keys, found.repeats) == (ALL, True)


# Where the record gets the new key, and how often: (source, keys, goes on until free).
FORMS = {
    "pop under the old key": (
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "set and deleted": (
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n            new = '_' + key\n"
        "            record[new] = record[key]\n            del record[key]\n",
        ALL, False,
    ),
    "while True": (
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n            new = '_' + key\n"
        "            while True:\n                if new in record:\n                    new = '_' + new\n"
        "                else:\n                    break\n            record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "while True with an early break": (
        "def rename(record):\n    for key in KEYS:\n        new = key\n        while True:\n            new += '_'\n"
        "            if new not in record:\n                break\n        record[new] = record.pop(key, None)\n",
        ALL, True,
    ),
    "a loop that ends when it is free": (
        "def rename(record):\n    for key in KEYS:\n        new = key\n        while new == key or new in record:\n"
        "            new = new + '_'\n        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "an if in place of a loop": (
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n            new = '_' + key\n"
        "            if new in record:\n                new = '_' + new\n            record[new] = record.pop(key)\n",
        ALL, False,
    ),
    "two ifs": (
        "def rename(record):\n    for key in KEYS:\n        if '_' + key in record:\n            new = '__' + key\n"
        "        else:\n            new = '_' + key\n        record[new] = record.pop(key)\n",
        ALL, False,
    ),
    "a counter": (
        "def rename(record):\n    for key in KEYS:\n        n = 1\n        while '_' * n + key in record:\n"
        "            n += 1\n        record['_' * n + key] = record.pop(key)\n",
        ALL, True,
    ),
    "a loop over range": (
        "def rename(record):\n    for key in KEYS:\n        new = '_' + key\n        for _ in range(len(record)):\n"
        "            if new not in record:\n                break\n            new = '_' + new\n"
        "        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "itertools.count": (
        "import itertools\ndef rename(record):\n    for key in KEYS:\n        for n in itertools.count(1):\n"
        "            new = key + '_' * n\n            if new not in record:\n                break\n"
        "        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "next over candidates": (
        "from itertools import count\ndef rename(record):\n    for key in KEYS:\n"
        "        new = next('_' * n + key for n in count(1) if '_' * n + key not in record)\n"
        "        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "next over candidates with a walrus": (
        "from itertools import count\ndef rename(record):\n    for key in KEYS:\n"
        "        record[next(c for n in count(1) if (c := '_' * n + key) not in record)] = record.pop(key)\n",
        ALL, True,
    ),
    "a generator of candidates": (
        "def candidates(key):\n    while True:\n        key = '_' + key\n        yield key\n"
        "def rename(record):\n    for key in KEYS:\n"
        "        record[next(c for c in candidates(key) if c not in record)] = record.pop(key)\n",
        ALL, True,
    ),
    "a walrus in the loop": (
        "def rename(record):\n    for key in KEYS:\n        new = key\n        while (new := '_' + new) in record:\n"
        "            pass\n        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "a helper that loops": (
        "def free(key, taken):\n    while key in taken:\n        key = '_' + key\n    return key\n"
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record[free('_' + key, record)] = record.pop(key)\n",
        ALL, True,
    ),
    "a recursive helper": (
        "def free(key, taken):\n    new = '_' + key\n    return free(new, taken) if new in taken else new\n"
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record[free(key, record)] = record.pop(key)\n",
        ALL, True,
    ),
    "helpers that call each other": (
        "def free(key, taken):\n    return longer(key, taken) if key in taken else key\n"
        "def longer(key, taken):\n    return free('_' + key, taken)\n"
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record[longer(key, record)] = record.pop(key)\n",
        ALL, True,
    ),
    "a helper called in a loop": (
        "def longer(key):\n    return '_' + key\n"
        "def rename(record):\n    for key in KEYS:\n        new = longer(key)\n        while new in record:\n"
        "            new = longer(new)\n        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "a helper called once": (
        "def longer(key):\n    return '_' + key\n"
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record[longer(key)] = record.pop(key)\n",
        ALL, False,
    ),
    "a helper that moves": (
        "def move(record, key):\n    new = '_' + key\n    while new in record:\n        new = '_' + new\n"
        "    record[new] = record.pop(key)\n"
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n            move(record, key)\n",
        ALL, True,
    ),
    "a helper that moves what its caller tests": (
        "def move(record, key):\n    record['_' + key] = record.pop(key)\n"
        "def rename(record):\n    for key in list(record):\n        if key in KEYS:\n            move(record, key)\n",
        ALL, False,
    ),
    "a helper that gets the new key": (
        "def move(record, old, new):\n    while new in record:\n        new = '_' + new\n"
        "    record[new] = record.pop(old)\n"
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            move(record, key, '_' + key)\n",
        ALL, True,
    ),
    "recursion over nested records alone": (
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n"
        "    for value in record.values():\n        if isinstance(value, dict):\n            rename(value)\n",
        ALL, False,
    ),
    "a new dict in a loop": (
        "def rename(record):\n    renamed = {}\n    for key, value in record.items():\n        new = key\n"
        "        if key in KEYS:\n            new = '_' + key\n            while new in record:\n"
        "                new = '_' + new\n        renamed[new] = value\n    return renamed\n",
        ALL, True,
    ),
    "a dict comprehension with a helper": (
        "def free(key, taken):\n    if key not in KEYS:\n        return key\n    new = f'_{key}'\n"
        "    while new in taken:\n        new = f'_{new}'\n    return new\n"
        "def rename(record):\n    return {free(key, record): value for key, value in record.items()}\n",
        ALL, True,
    ),
    "a dict comprehension with a condition": (
        "def rename(record):\n"
        "    return {('_' + key if key in KEYS else key): value for key, value in record.items()}\n",
        ALL, False,
    ),
    "a dict of pairs": (
        "def rename(record):\n    return dict(('_' + key if key in KEYS else key, v) for key, v in record.items())\n",
        ALL, False,
    ),
    "update": (
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record.update({'_' + key: record.pop(key)})\n",
        ALL, False,
    ),
    "setdefault": (
        "def rename(record):\n    for key in KEYS:\n        if key in record:\n"
        "            record.setdefault('_' + key, record.pop(key))\n",
        ALL, False,
    ),
    "literals": (
        "def rename(record):\n    record['__id'] = record.pop('_id')\n    record['_rev_'] = record.pop('_rev')\n",
        ("_id", "_rev"), False,
    ),
    "a literal that is added to": (
        "def rename(record):\n    new = '__id'\n    while new in record:\n        new = '_' + new\n"
        "    record[new] = record.pop('_id')\n",
        ("_id",), True,
    ),
    "a table of old and new": (
        "NAMES = {'_key': '__key', '_id': '__id', '_rev': '__rev'}\n"
        "def rename(record):\n    for old, new in NAMES.items():\n        if old in record:\n"
        "            record[new] = record.pop(old)\n",
        ALL, False,
    ),
    "a table that is looked up": (
        "NAMES = {'_key': '__key', '_id': '__id'}\n"
        "def rename(record):\n    return {NAMES.get(key, key): value for key, value in record.items()}\n",
        ("_key", "_id"), False,
    ),
    "a table for pandas": (
        "def rename(frame):\n    return frame.rename(columns={'_id': '__id', '_rev': '__rev'})\n",
        ("_id", "_rev"), False,
    ),
    "a lambda for pandas": (
        "def rename(frame):\n    return frame.rename(columns=lambda name: '_' + name if name in KEYS else name)\n",
        ALL, False,
    ),
    "a list of columns": (
        "def rename(columns):\n    return [f'_{name}' if name in KEYS else name for name in columns]\n",
        ALL, False,
    ),
    "startswith": (
        "def rename(record):\n    return {'_' + key if key.startswith('_') else key: v for key, v in record.items()}\n",
        ALL, False,
    ),
    "equality with each": (
        "def rename(record):\n    for key in list(record):\n        if key == '_id' or key == '_rev':\n"
        "            record['_' + key] = record.pop(key)\n",
        ("_id", "_rev"), False,
    ),
    "a predicate": (
        "def is_reserved(key):\n    return key in KEYS\n"
        "def rename(record):\n    for key in list(record):\n        if is_reserved(key):\n"
        "            record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "a flag": (
        "def rename(record):\n    for key in list(record):\n        reserved = key in KEYS\n        if not reserved:\n"
        "            continue\n        record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "an intersection": (
        "def rename(record):\n    for key in set(KEYS) & set(record):\n        record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "a method of a set": (
        "def rename(record):\n    for key in set(KEYS).intersection(record):\n"
        "        record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "a filter": (
        "def rename(record):\n    for key in filter(lambda one: one in record, KEYS):\n"
        "        record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "a comprehension that selects": (
        "def rename(record):\n    for key in [one for one in record if one in KEYS]:\n"
        "        record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "a function that selects": (
        "def conflicts(record):\n    return [one for one in record if one in KEYS]\n"
        "def rename(record):\n    for key in conflicts(record):\n        record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "a class": (
        "class Renamer:\n    def __init__(self, keys):\n        self.keys = keys\n"
        "    def free(self, key, taken):\n        new = '_' + key\n        while new in taken:\n"
        "            new = '_' + new\n        return new\n"
        "    def rename(self, record):\n        for key in self.keys:\n            if key in record:\n"
        "                record[self.free(key, record)] = record.pop(key)\n"
        "def run(record):\n    Renamer(KEYS).rename(record)\n",
        ALL, True,
    ),
    "a class attribute": (
        "class Renamer:\n    KEYS = ('_key', '_id', '_rev')\n"
        "    def rename(self, record):\n        for key in self.KEYS:\n            if key in record:\n"
        "                record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "keys passed by the caller": (
        "def rename(record, keys):\n    for key in keys:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n"
        "def run(record):\n    rename(record, ['_id', '_rev'])\n",
        ("_id", "_rev"), False,
    ),
    "keys taken off the list": (
        "def rename(record):\n    keys = ['_key', '_id', '_rev']\n    keys.remove('_key')\n    for key in keys:\n"
        "        record['_' + key] = record.pop(key, None)\n",
        ("_id", "_rev"), False,
    ),
    "a key that is always skipped": (
        "def rename(record):\n    for key in KEYS:\n        if key == '_key':\n            continue\n"
        "        record['_' + key] = record.pop(key, None)\n",
        ("_id", "_rev"), False,
    ),
    "a set without one": (
        "def rename(record):\n    for key in set(KEYS) - {'_rev'}:\n"
        "        record['_' + key] = record.pop(key, None)\n",
        ("_key", "_id"), False,
    ),
    "map": (
        "def longer(key):\n    return '_' + key if key in KEYS else key\n"
        "def rename(columns):\n    return list(map(longer, columns))\n",
        ALL, False,
    ),
    "a key that may get a letter too": (
        "def rename(record):\n    for key in KEYS:\n        if record.odd:\n            key = 'n' + key\n"
        "        record['_' + key] = record.pop(key)\n",
        ALL, False,
    ),
    "a list that loses a key at times": (
        "def rename(record, other):\n    keys = ['_key', '_id']\n    if other:\n        keys.remove('_key')\n"
        "    for key in keys:\n        record['_' + key] = record.pop(key)\n",
        ("_key", "_id"), False,
    ),
    "a conditional prefix": (
        "def rename(record):\n    return {('_' if key in KEYS else '') + key: record[key] for key in record}\n",
        ALL, False,
    ),
    "a conditional suffix": (
        "def rename(record):\n    return {key + ('' if key not in KEYS else '_'): record[key] for key in record}\n",
        ALL, False,
    ),
    "a conditional prefix in an f-string": (
        'def rename(record):\n    return {f"{\'_\' if key in KEYS else \'\'}{key}": record[key] for key in record}\n',
        ALL, False,
    ),
    "a conditional prefix in a name": (
        "def rename(record):\n    new = {}\n    for key in record:\n        prefix = '_' if key in KEYS else ''\n"
        "        new[prefix + key] = record[key]\n    return new\n",
        ALL, False,
    ),
    "a conditional prefix for two": (
        "def rename(record):\n    return {('_' if key in KEYS and key != '_rev' else '') + key: 1 for key in record}\n",
        ("_key", "_id"), False,
    ),
    "underscores times a test": (
        "def rename(record):\n    return {'_' * (key in KEYS) + key: record[key] for key in record}\n", ALL, False,
    ),
    "underscores times a test in a name": (
        "def rename(record):\n    new = {}\n    for key in record:\n        taken = int(key in KEYS)\n"
        "        new['_' * taken + key] = record[key]\n    return new\n",
        ALL, False,
    ),
    "a conditional prefix until it is free": (
        "def rename(record):\n    for key in KEYS:\n        new = '_' + key\n        while new in record:\n"
        "            new = ('_' if new in record else '') + new\n        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "a pattern": (
        "import re\ndef rename(record):\n"
        "    return {re.sub(r'^(_key|_id|_rev)$', r'_\\1', key): record[key] for key in record}\n",
        ALL, False,
    ),
    "a pattern for two": (
        "import re\ndef rename(record):\n    new = {}\n    for key in record:\n"
        "        new[re.sub('^_(?:key|id)$', r'_\\g<0>', key)] = record[key]\n    return new\n",
        ("_key", "_id"), False,
    ),
    "a compiled pattern": (
        "import re\nRESERVED = re.compile(f\"^({'|'.join(KEYS)})$\")\ndef rename(record):\n"
        "    return {RESERVED.sub(r'_\\1', key): record[key] for key in record}\n",
        ALL, False,
    ),
    "a pattern and a lambda": (
        "import re\ndef rename(record):\n"
        "    return {re.sub('^_(key|id|rev)$', lambda m: '_' + m.group(0), key): record[key] for key in record}\n",
        ALL, False,
    ),
    "a pattern and a function": (
        "import re\ndef longer(match):\n    return f'_{match[1]}'\ndef rename(record):\n"
        "    return {re.sub('^(_key|_id|_rev)$', longer, key): record[key] for key in record}\n",
        ALL, False,
    ),
    "what begins with an underscore": (
        "import re\ndef rename(record):\n    return {re.sub('^_', '__', key): record[key] for key in record}\n",
        ALL, False,
    ),
    "one pattern after the other": (
        "import re\ndef rename(record):\n    new = {}\n    for key in record:\n"
        "        name = re.sub('^_key$', '__key', key)\n        name = re.sub('^(_id|_rev)$', r'\\1_', name)\n"
        "        new[name] = record[key]\n    return new\n",
        ALL, False,
    ),
    "a helper with a pattern": (
        "import re\ndef longer(key):\n    return re.sub('^(_id|_rev)$', r'_\\1', key)\n"
        "def rename(record):\n    return {longer(key): record[key] for key in record}\n",
        ("_id", "_rev"), False,
    ),
    "a pattern until it is free": (
        "import re\ndef rename(record):\n    for key in KEYS:\n        new = '_' + key\n        while new in record:\n"
        "            new = re.sub('^', '_', new)\n        record[new] = record.pop(key)\n",
        ALL, True,
    ),
    "properties of a schema": (
        "def rename(schema):\n    for key in KEYS:\n        if key in schema.properties:\n            new = '_' + key\n"
        "            while new in schema.properties:\n                new = '_' + new\n"
        "            schema.properties[new] = schema.properties.pop(key)\n",
        ALL, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("source", "keys", "repeats"), FORMS.values(), ids=FORMS.keys())
def test_a_rename_is_seen_in_every_form(source: str, keys: tuple[str, ...], repeats: bool) -> None:
    """The keys that are renamed are seen, no others may be, and whether that goes on until the new key is free."""
    found = seen(KEYS + source)
    assert (found.keys, found.maybe, found.repeats) == (keys, (), repeats)


NO_RENAMES = {
    "another letter": "def rename(name):\n    return 'x' + name if name.startswith('_') else name\n",
    "two parts joined": "def name_of(schema, table):\n    return schema + '_' + table\n",
    "two parts in an f-string": "def name_of(schema, table):\n    return f'{schema}_{table}'\n",
    "a suffix": "def version(column, time):\n    return f'{column}_{time}'\n",
    "other keys": "def rename(record):\n    for key in ('name', 'day'):\n        record['_' + key] = record.pop(key)\n",
    "metadata": "def add(record):\n    record['_sdc_deleted_at'] = record.pop('deleted')\n",
    "dropped": "def drop(record):\n    record.pop('_id', None)\n    record.pop('_rev', None)\n",
    "to another name": "def rename(record):\n    record['id'] = record.pop('_id')\n",
    "another letter, then underscores": (
        "def rename(record):\n    for key in KEYS:\n        new = 'x' + key\n        while new in record:\n"
        "            new = '_' + new\n        record[new] = record.pop(key)\n"
    ),
    "another letter under a test": (
        "def rename(record):\n    return {('x' if key in KEYS else '') + key: record[key] for key in record}\n"
    ),
    "an underscore for other keys": (
        "def rename(record):\n    return {('_' if key in ('name', 'day') else '') + key: 1 for key in record}\n"
    ),
    "a pattern that cleans names": (
        "import re\ndef rename(record):\n    return {re.sub('[^a-z_]', '_', key): record[key] for key in record}\n"
    ),
    "a pattern for other keys": (
        "import re\ndef rename(record):\n    return {re.sub('^(name|day)$', r'_\\1', key): 1 for key in record}\n"
    ),
    "a pattern and another letter": (
        "import re\ndef rename(record):\n    return {re.sub('^(_key|_id)$', r'x\\1', key): 1 for key in record}\n"
    ),
    "split": "def parts(name):\n    return name.split('_')\n",
}


@pytest.mark.parametrize("source", NO_RENAMES.values(), ids=NO_RENAMES.keys())
def test_other_names_are_no_renames(source: str) -> None:
    """What gives names to tables and columns, or drops keys, renames no reserved key."""
    found = seen(KEYS + source)
    assert (found.keys, found.maybe) == ((), ())


@pytest.mark.parametrize(
    "source",
    [
        "def rename(record, keys):\n    for key in keys:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n",
        "import library\ndef rename(record):\n    for key in library.KEYS:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n",
        "import re\ndef rename(record):\n    for key in list(record):\n        if re.match('_(key|id|rev)', key):\n"
        "            record['_' + key] = record.pop(key)\n",
        "import re, library\ndef rename(record):\n"
        "    return {re.sub(library.PATTERN, r'_\\1', key): record[key] for key in record}\n",
        "import re\ndef rename(record):\n"
        "    return {re.sub('^((_+[a-z]+)+)$', r'_\\1', key): record[key] for key in record}\n",
        "import re\nRESERVED = re.compile('^(_KEY|_ID|_REV)$', re.IGNORECASE)\ndef rename(record):\n"
        "    return {RESERVED.sub(r'_\\1', key): record[key] for key in record}\n",
        "import re\ndef rename(record, keys):\n    for key in keys:\n        new = re.sub('[^a-z_]+', '_', key)\n"
        "        new = '_' + new\n        record[new] = record.pop(key)\n",
        "import re\ndef rename(key):\n"
        "    return [re.sub(one, r'_\\1', key) for one in ('^(_key)$', '^(_id)$', '^(_rev)$')]\n",
    ],
)
def test_keys_that_are_not_known_may_be_reserved(source: str) -> None:
    """Where it is known only at run time which keys are renamed, none surely is and each may be."""
    found = seen(source)
    assert (found.keys, found.maybe) == ((), ALL)


LOOK_UPS = {
    "get": ("if record.get(key):", 3),
    "an item": ("if record[key]:", 3),
    "with more": ("if record.get(key) and key != other:", 3),
    "bool": ("if bool(record.get(key)):", 3),
    "a walrus": ("if value := record.get(key):", 3),
    "pop": ("if record.pop(key, None):", 3),
    "membership": ("if key in record:", None),
    "membership of keys": ("if key in record.keys():", None),
    "not None": ("if record.get(key) is not None:", None),
    "a default of its own": ("if record.get(key, MISSING) is not MISSING:", None),
    "another record": ("if other.get(key):", None),
    "another key": ("if record.get('name'):", None),
}


@pytest.mark.parametrize(("test", "line"), LOOK_UPS.values(), ids=LOOK_UPS.keys())
def test_a_look_up_that_is_tested_by_truth_is_seen(test: str, line: Optional[int]) -> None:
    """A rename that hangs on the truth of the record's value is told from one that tests membership."""
    source = f"""def rename(record, other, MISSING=object()):
    for key in ["_key", "_id", "_rev"]:
        {test}
            record["_" + key] = record.pop(key)
"""
    assert seen(source).tested == ((line,) if line else ())


TRUTHS = {
    "the loop for the new key": (
        "for key in KEYS:\n    new = '_' + key\n    while record.get(new):\n        new = '_' + new\n"
        "    record[new] = record.pop(key)\n", (5,),
    ),
    "an early continue": (
        "for key in KEYS:\n    if not record.get(key):\n        continue\n"
        "    record['_' + key] = record.pop(key)\n", (4,),
    ),
    "a value that is kept": (
        "for key in KEYS:\n    value = record.pop(key, None)\n    if value:\n        record['_' + key] = value\n", (5,),
    ),
    "the value of an item": (
        "for key, value in record.items():\n    if key in KEYS and value:\n        record['_' + key] = value\n", (4,),
    ),
    "the keys that are selected": (
        "for key in [one for one in KEYS if record.get(one)]:\n    record['_' + key] = record.pop(key)\n", (3,),
    ),
    "any of them": (
        "if any(record.get(key) for key in KEYS):\n    for key in KEYS:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n", (3,),
    ),
    "a filter": (
        "for key in filter(record.get, KEYS):\n    record['_' + key] = record.pop(key)\n", (3,),
    ),
    "a filter in a name": (
        "keys = list(filter(record.get, KEYS))\nfor key in keys:\n    record['_' + key] = record.pop(key)\n", (3,),
    ),
    "a filter with a lambda": (
        "for key in filter(lambda one: record.get(one), KEYS):\n    record['_' + key] = record.pop(key)\n", (3,),
    ),
    "a filter in a comprehension": (
        "record.update({'_' + key: record.pop(key) for key in filter(record.get, KEYS)})\n", (3,),
    ),
    "a filter by membership": (
        "for key in filter(record.__contains__, KEYS):\n    record['_' + key] = record.pop(key)\n", (),
    ),
    "a filter by membership in a lambda": (
        "for key in filter(lambda one: one in record, KEYS):\n    record['_' + key] = record.pop(key)\n", (),
    ),
    "a filter by another record": (
        "for key in filter(other.get, KEYS):\n    record['_' + key] = record.pop(key)\n", (),
    ),
    "a filter of something else": (
        "for key in KEYS:\n    if key in record:\n        record['_' + key] = record.pop(key)\n"
        "for key in filter(record.get, KEYS):\n    other.append(key)\n", (),
    ),
    "a conditional prefix": (
        "for key in KEYS:\n    record[('_' if record.get(key) else '') + key] = record.pop(key)\n", (4,),
    ),
    "a number of underscores": (
        "for key in KEYS:\n    record['_' * bool(record.get(key)) + key] = record.pop(key)\n", (4,),
    ),
    "a conditional prefix by membership": (
        "for key in KEYS:\n    record[('_' if key in record else '') + key] = record.pop(key)\n", (),
    ),
    "literals": ("if record.get('_id'):\n    record['__id'] = record.pop('_id')\n", (3,)),
    "a test of something else behind it": (
        "for key in KEYS:\n    if key in record:\n        record['_' + key] = record.pop(key)\n"
        "if record.get('_key'):\n    other.append(record)\n", (),
    ),
    "a test of something else before it": (
        "if record.get('_key'):\n    other.append(record)\n"
        "for key in KEYS:\n    if key in record:\n        record['_' + key] = record.pop(key)\n", (),
    ),
    "the truth of the list": (
        "if KEYS and record:\n    for key in KEYS:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n", (),
    ),
    "a table of names": (
        "names = {'_id': '__id'}\nfor key in list(record):\n    if names.get(key):\n"
        "        record[names[key]] = record.pop(key)\n", (),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), TRUTHS.values(), ids=TRUTHS.keys())
def test_only_truth_that_decides_the_rename_counts(body: str, lines: tuple[int, ...]) -> None:
    """Tests by truth are seen where they decide whether a key is renamed or to what, and nowhere else."""
    source = KEYS + "def rename(record, other):\n" + textwrap.indent(body, "    ")
    assert seen(source).tested == lines


SPARED = {
    "off the list": "keys = list(KEYS)\nif primary[0] == '_key':\n    keys.remove('_key')\n",
    "off the list in a loop": "keys = list(KEYS)\nfor one in primary:\n    if one in keys:\n        keys.remove(one)\n",
    "a difference": "keys = set(KEYS) - set(primary)\n",
    "a method of a set": "keys = set(KEYS).difference(primary)\n",
    "a comprehension": "keys = [one for one in KEYS if one not in primary_keys]\n",
    "equality in a comprehension": "keys = [one for one in KEYS if one != primary]\n",
    "one list or the other": "keys = ['_id', '_rev'] if primary == '_key' else KEYS\n",
    "one list or the other by a flag": "keys = ['_id', '_rev'] if primary else ['_key', '_id', '_rev']\n",
    "put in": "keys = ['_id', '_rev']\nif '_key' not in primary_keys:\n    keys.append('_key')\n",
    "a copy of what was asked for": "pk = stream['key_properties']\nkeys = [one for one in KEYS if one not in pk]\n",
}


@pytest.mark.parametrize("body", SPARED.values(), ids=SPARED.keys())
@pytest.mark.parametrize("where", ["here", "in the caller", "in a helper"])
def test_the_primary_key_may_be_spared_in_many_ways(body: str, where: str) -> None:
    """A list without `_key`, under a test of the key properties, is an exemption wherever it is made."""
    parameters = "record, stream, primary, primary_keys"
    loop = "for key in keys:\n    if key in record:\n        record['_' + key] = record.pop(key)\n"
    if where == "here":
        source = f"def rename({parameters}):\n" + textwrap.indent(body + loop, "    ")
    elif where == "in the caller":
        source = "def rename(record, keys):\n" + textwrap.indent(loop, "    ")
        source += f"def run({parameters}):\n" + textwrap.indent(body + "rename(record, keys)\n", "    ")
    else:
        source = f"def keys_of({parameters}):\n" + textwrap.indent(body + "return keys\n", "    ")
        source += f"def rename({parameters}):\n    keys = keys_of({parameters})\n" + textwrap.indent(loop, "    ")
    found = seen(KEYS + source)
    assert (found.keys[-2:], found.spares) == (("_id", "_rev"), True)


@pytest.mark.parametrize(
    "test",
    [
        "if key == '_key' and is_primary:\n            continue",
        "if key == primary:\n            continue",
        "if key in primary_keys:\n            continue",
        "if key != '_key' or not primary:\n            pass\n        else:\n            continue",
        "if key in exempt:\n            continue",
    ],
)
def test_the_primary_key_may_be_skipped(test: str) -> None:
    """A test of the key in the loop is an exemption, where it does not always hold."""
    found = seen(f"""
def rename(record, primary, primary_keys, is_primary, exempt):
    for key in ["_key", "_id", "_rev"]:
        {test}
        record["_" + key] = record.pop(key)
""")
    assert (found.keys, found.spares) == (ALL, True)


@pytest.mark.parametrize(
    "body",
    [
        "if key in record:",
        "if key in record and record[key] is not None:",
        "if key in record.keys():",
        "if key in columns:",
        "if record and key in record:",
    ],
)
def test_other_tests_spare_no_primary_key(body: str) -> None:
    """A test of the record, or of its columns, is no exemption."""
    found = seen(f"""
def run(stream, record, columns):
    if stream.get("key_properties"):
        record["synced"] = True
    rename(record, columns)

def rename(record, columns):
    for key in ["_key", "_id", "_rev"]:
        {body}
            record["_" + key] = record.pop(key)
""")
    assert (found.keys, found.spares) == (ALL, False)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import singer\nsinger.write_schema('a', {}, ['_id'])\n", frozenset({"_id"})),
        ("import singer\nsinger.write_schema('a', {}, key_properties=['_id'])\n", frozenset({"_id"})),
        ("STREAM = {'key_properties': ['id', 'day']}\n", frozenset({"id", "day"})),
        ("def write(metadata, mdata):\n    metadata.write(mdata, (), 'table-key-properties', ['_id'])\n", {"_id"}),
        ("def read(stream, entry):\n    entry['key_properties'] = stream.keys\n", None),
        ("def read(stream):\n    return stream.get('key_properties', [])\n", None),
        ("x = 1\n", None),
    ],
)
def test_the_key_properties_are_known_where_they_are_written_out(source: str, expected: object) -> None:
    """Declared key properties are known where all of them are literals, and not where one is computed or none is."""
    assert known_key_properties(project_of(source)) == expected


@pytest.mark.parametrize(
    "test",
    [
        'name in KEYS and not (name == "_key" and name in key_properties)',
        "name in KEYS and name not in key_properties",
        'not (name not in KEYS or (name == "_key" and "_key" in key_properties))',
    ],
)
def test_an_exemption_in_the_same_test_leaves_the_keys_renamed(test: str) -> None:
    """A test that asks for a reserved key covers it, though what else the test asks is known only when it runs."""
    source = f"""
{KEYS}
def target_names(names, key_properties):
    renamed = {{}}
    for name in names:
        new_name = name
        if {test}:
            new_name = "_" + name
            while new_name in names:
                new_name = "_" + new_name
        renamed[name] = new_name
    return renamed
"""
    assert seen(source) == Seen(ALL, (), True, (), True)


@pytest.mark.parametrize(
    "lines",
    [
        "            new = NAMES.get(key, key)\n            out[new] = value",
        "            out[NAMES[key] if key in NAMES else key] = value",
    ],
)
def test_keys_that_are_renamed_already_are_set_without_a_rename(lines: str) -> None:
    """Who goes on with records that a table of names has renamed renames nothing: the look-up is the rename."""
    project = project_of(f"""
        NAMES = {{"_key": "_key_", "_id": "_id_"}}
        def rename(record):
            out = {{}}
            for key, value in record.items():
    {lines}
            return out
        def kinds():
            found = {{}}
            for key, value in rename({{"_id": 1, "_key": 2}}).items():
                found.setdefault(key, type(value))
            return found
    """)
    (only,) = [rename for rename in project.renames.judged if rename.uses]
    assert only.body.owner is not None
    assert only.body.owner.name == "rename"
