"""C8605 to C8609: renames of reserved keys."""

import textwrap
from typing import Optional

import pytest

from tests.rules.class_projects import Judged, assert_fine, assert_marked, assert_undecided, judge
from tests.rules.projects import PYPROJECT, verdicts

FREE = """
RESERVED = ["_key", "_id", "_rev"]

def rename(record, keys):
    for key in keys:
        if key in record:
            new = "_" + key
            while new in record:
                new = "_" + new
            record[new] = record.pop(key)
    return record
"""
SCHEMAS = """
def schemas(self, integration):  # <<<
    found = []
    for table in discover(integration):
        properties = table["properties"]
        {rename}
        found.append(Schema(table["name"], [SchemaAttribute(k, SchemaAttributeType.STRING) for k in properties]))
    return found
"""
DISCOVER = "import re\nfrom library import discover, fetch\n"


def unmarked(text: str) -> str:
    """Return a text without its marks."""
    return text.replace("  # <<<", "")


# C8605

MISSED = {
    "nothing": "pass",
    "dropped": "properties.pop('_id', None)",
    "renamed to another name": "properties['id'] = properties.pop('_id')",
    "one of three": "rename(properties, ['_id'])",
    "two of three": "rename(properties, ['_key', '_id'])",
    "two of three and one taken away for good": (
        "keys = list(RESERVED)\n        keys.remove('_rev')\n        rename(properties, keys)"
    ),
    "two of three, one spared": (
        "keys = ['_key', '_id']\n        if table['pk'] == '_key':\n            keys.remove('_key')\n"
        "        rename(properties, keys)"
    ),
    "literals for one": "properties['__id'] = properties.pop('_id')",
    "another letter": "properties = {('x' + k if k in RESERVED else k): v for k, v in properties.items()}",
    "other keys": "rename(properties, ['name'])",
    "a table name": "table['name'] = f'{integration[\"schema\"]}_{table[\"name\"]}'",
    "a helper that is not called": "helper = None",
    "a pattern for two": ("properties = {re.sub('^(_key|_id)$', r'_\\1', k): v for k, v in properties.items()}"),
    "a nested helper that is not called": ("def renamed():\n            return rename(properties, RESERVED)"),
    "a text on its own": "'Here `_id` becomes `__id`, `_key` becomes `__key`'",
    "a class that adds another prefix": "properties = KeyRenamer(RESERVED, 'x').renamed(properties)",
    "a class whose method is not called": "renamer = KeyRenamer(RESERVED, '_')",
    "a class whose method nobody calls": (
        "renamer = KeyRenamer(RESERVED, '_')\n        def renamed():\n            return renamer.renamed(properties)"
    ),
}
MET = {
    "a helper": "rename(properties, RESERVED)",
    "a helper and the primary key": "rename(properties, [k for k in RESERVED if k != table['pk']])",
    "the list by hand": "rename(properties, ['_key', '_id', '_rev'])",
    "two calls": "rename(properties, ['_key'])\n        rename(properties, ['_id', '_rev'])",
    "spared": (
        "keys = list(RESERVED)\n        if table['pk'] == '_key':\n            keys.remove('_key')\n"
        "        rename(properties, keys)"
    ),
    "each by hand": (
        "for old, new in (('_key', '__key'), ('_id', '__id'), ('_rev', '__rev')):\n"
        "            properties[new] = properties.pop(old)"
    ),
    "literals": (
        "properties['__id'] = properties.pop('_id')\n        properties['_key_'] = properties.pop('_key')\n"
        "        properties['__rev'] = properties.pop('_rev')"
    ),
    "every key that begins so": (
        "properties = {('_' + k if k.startswith('_') else k): v for k, v in properties.items()}"
    ),
    "every key": "properties = {'_' + k: v for k, v in properties.items()}",
    "a list of names": "properties = [k + '_' if k in RESERVED else k for k in properties]",
    "an assignment to an attribute": "table.properties = rename(table.properties, RESERVED)",
    "pandas": "properties = properties.add_prefix('_')",
    "a pattern": ("properties = {re.sub('^(_key|_id|_rev)$', r'_\\1', k): v for k, v in properties.items()}"),
    "a class": "properties = KeyRenamer(RESERVED, '_').renamed(properties)",
    "a nested helper": (
        "def renamed():\n            return rename(properties, RESERVED)\n        properties = renamed()"
    ),
}
# Helpers that rename in a new record, and what they are called for: (helper, is it lost when it is called on its own).
HELPERS = {
    "a copy": (
        "    new = dict(record)\n    for key in RESERVED:\n        if key in record:\n"
        "            new['_' + key] = new.pop(key)\n    return new\n",
        True,
    ),
    "a new dict": (
        "    new = {}\n    for key, value in record.items():\n"
        "        new[f'_{key}' if key in RESERVED else key] = value\n    return new\n",
        True,
    ),
    "a comprehension": (
        "    return {('_' + key if key in RESERVED else key): value for key, value in record.items()}\n", True,
    ),
    "a comprehension with a name": (
        "    new = {('_' + key if key in RESERVED else key): value for key, value in record.items()}\n"
        "    return new\n",
        True,
    ),
    "a copy under the same name": (
        "    record = record.copy()\n    for key in RESERVED:\n        if key in record:\n"
        "            record['_' + key] = record.pop(key)\n    return record\n",
        True,
    ),
    "a helper that makes the key": (
        "    new = {**record}\n    for key in RESERVED:\n        if key in record:\n"
        "            new[longer(key)] = new.pop(key)\n    return new\n",
        True,
    ),
    "the record itself": (
        "    for key in RESERVED:\n        if key in record:\n            record['_' + key] = record.pop(key)\n"
        "    return record\n",
        False,
    ),
    "another name for the record": (
        "    new = record\n    for key in RESERVED:\n        if key in record:\n"
        "            new['_' + key] = new.pop(key)\n    return new\n",
        False,
    ),
    "the record or a copy": (
        "    new = dict(record)\n    if record:\n        new = record\n    for key in RESERVED:\n"
        "        new['_' + key] = new.pop(key)\n    return new\n",
        False,
    ),
    "a copy that is put back": (
        "    new = dict(record)\n    for key in RESERVED:\n        if key in record:\n"
        "            new['_' + key] = new.pop(key)\n    record.clear()\n    record.update(new)\n    return new\n",
        False,
    ),
    "a copy that is kept": (
        "    new = dict(record)\n    for key in RESERVED:\n        if key in record:\n"
        "            new['_' + key] = new.pop(key)\n    ROWS.append(new)\n    return new\n",
        False,
    ),
    "a copy whose items are put back": (
        "    new = dict(record)\n    for key in RESERVED:\n        if key in record:\n"
        "            new['_' + key] = new.pop(key)\n    for key, value in new.items():\n"
        "        record[key] = value\n    return new\n",
        False,
    ),
    "a copy that is merged": (
        "    new = {}\n    for key in list(record):\n        new['_' + key if key in RESERVED else key] = 1\n"
        "    record |= {key: value for key, value in new.items()}\n    return new\n",
        False,
    ),
    "a copy that is gone over": (
        "    new = dict(record)\n    for key in list(new):\n        if key in RESERVED:\n"
        "            new['_' + key] = new.pop(key)\n    return new\n",
        True,
    ),
    "a copy that is stored": (
        "    new = {}\n    for key, value in record.items():\n"
        "        new['_' + key if key in RESERVED else key] = value\n    ROWS[0] = new\n    return new\n",
        False,
    ),
    "a comprehension that is kept": (
        "    ROWS.append({('_' + key if key in RESERVED else key): value for key, value in record.items()})\n",
        False,
    ),
}  # fmt: skip
LONGER = "ROWS = []\n\ndef longer(key):\n    return '_' + key\n\ndef renamed(record):\n"


@pytest.mark.parametrize(("helper", "lost"), HELPERS.values(), ids=HELPERS.keys())
def test_a_rename_in_a_new_record_that_nobody_takes_is_none(helper: str, lost: bool) -> None:
    """C8605: a helper that gives back a copy renames nothing where its result is thrown away."""
    head = DISCOVER + FREE + LONGER + helper
    thrown_away = SCHEMAS.replace("{rename}", "renamed(properties)")
    if lost:
        assert_marked("C8605", thrown_away, head=head)
    else:
        assert_fine("C8605", unmarked(thrown_away), head=head)
    assert_fine("C8605", unmarked(SCHEMAS.replace("{rename}", "properties = renamed(properties)")), head=head)
    both = "renamed(properties)\n        properties = renamed(properties)"
    assert_fine("C8605", unmarked(SCHEMAS.replace("{rename}", both)), head=head)


@pytest.mark.parametrize(
    ("callers", "lost"),
    [
        ("def outer(row):\n    return renamed(row)", True),
        ("def outer(row):\n    new = renamed(row)\n    return new", True),
        ("def middle(row):\n    return renamed(row)\n\ndef outer(row):\n    return middle(row) if row else None", True),
        ("def outer(row):\n    new = renamed(row)\n    return row", True),
        ("def outer(row):\n    new = renamed(row)\n    row.clear()\n    row.update(new)\n    return row", False),
        ("def outer(row):\n    ROWS.append(renamed(row))", False),
        ("def outer(row):\n    new = renamed(row)\n    ROWS.append(new)\n    return new", False),
        ("def outer(row):\n    global ROWS\n    ROWS = renamed(row)", False),
        ("@keeps\ndef outer(row):\n    return renamed(row)", False),
    ],
)
def test_a_new_record_may_be_handed_back_before_it_is_thrown_away(callers: str, lost: bool) -> None:
    """C8605: who hands back what a helper gives, and is called for nothing, renames nothing either."""
    helper = "    return {('_' + key if key in RESERVED else key): value for key, value in record.items()}\n"
    head = f"{DISCOVER}{FREE}{LONGER}{helper}\n{callers}\n"
    thrown_away = SCHEMAS.replace("{rename}", "outer(properties)")
    if lost:
        assert_marked("C8605", thrown_away, head=head)
    else:
        assert_fine("C8605", unmarked(thrown_away), head=head)


def test_a_new_record_that_a_variable_holds_for_nothing_renames_nothing() -> None:
    """C8605: a variable that is never read throws away what it is given."""
    helper = "    return {('_' + key if key in RESERVED else key): value for key, value in record.items()}\n"
    head = DISCOVER + FREE + LONGER + helper
    assert_marked("C8605", SCHEMAS.replace("{rename}", "new = renamed(properties)"), head=head)
    assert_fine("C8605", unmarked(SCHEMAS.replace("{rename}", "properties = renamed(properties)")), head=head)


KEY_RENAMER = """
class KeyRenamer:
    def __init__(self, keys, prefix):
        self.keys = keys
        self.prefix = prefix

    def renamed(self, record):
        return {(self.prefix + k if k in self.keys else k): v for k, v in record.items()}
"""


@pytest.mark.parametrize("rename", MISSED.values(), ids=MISSED.keys())
def test_a_source_that_does_not_rename_all_keys_is_found(rename: str) -> None:
    """C8605: each method that does not rename all three keys is found on its `def`."""
    assert_marked("C8605", SCHEMAS.replace("{rename}", rename), head=DISCOVER + FREE + KEY_RENAMER)


@pytest.mark.parametrize("rename", MET.values(), ids=MET.keys())
def test_a_source_that_renames_all_keys_is_fine(rename: str) -> None:
    """C8605: any rename of all three keys will do."""
    assert_fine("C8605", SCHEMAS.replace("{rename}", rename), head=DISCOVER + FREE + KEY_RENAMER)


UNCLEAR = {
    "a library that renames": "library_rename_reserved(properties)",
    "a library that gets the keys": "fetch(properties, RESERVED)",
    "keys from elsewhere": "rename(properties, integration['reserved'])",
    "a pattern": "properties = {(f'_{k}' if pattern.match(k) else k): v for k, v in properties.items()}",
    "a query": "properties = fetch('SELECT _id AS __id, _key AS __key, _rev AS __rev FROM t')",
    "names that are written out somewhere": "properties = fetch(['__id', '__key', '__rev'])",
    "a pattern from elsewhere": ("properties = {re.sub(pattern, r'_\\1', k): v for k, v in properties.items()}"),
    "a library that gets an object that renames": "properties = fetch(properties, KeyRenamer(RESERVED, '_'))",
    "a class with a base out of sight": (
        "class KeyRenamer(Renamer):\n            pass\n        properties = KeyRenamer().renamed(properties)"
    ),
}


@pytest.mark.parametrize("rename", UNCLEAR.values(), ids=UNCLEAR.keys())
def test_a_rename_out_of_sight_is_undecided(rename: str) -> None:
    """C8605: undecided where keys may be renamed by what cannot be followed."""
    head = DISCOVER + "from library import Renamer, library_rename_reserved, pattern\n" + FREE + KEY_RENAMER
    assert_undecided("C8605", SCHEMAS.replace("{rename}", rename), head=head)


WRITTEN_OUT = {
    "no reserved key": '[Schema("t", [SchemaAttribute("id", SchemaAttributeType.STRING)])]',
    "a renamed key": '[Schema("t", [SchemaAttribute("__id", SchemaAttributeType.STRING)])]',
    "a loop over a table": (
        '[Schema("t", [SchemaAttribute(k, SchemaAttributeType.STRING) for k in {"id": 1, "document": 2}])]'
    ),
    "nothing": "[]",
}


@pytest.mark.parametrize("returned", WRITTEN_OUT.values(), ids=WRITTEN_OUT.keys())
def test_records_that_are_written_out_need_only_their_own_keys(returned: str) -> None:
    """C8605: silent where the keys are all known and none of them is reserved."""
    assert_fine("C8605", f"def schemas(self, integration):\n    return {returned}")


def test_records_that_are_written_out_need_the_reserved_keys_that_they_have() -> None:
    """C8605: a reserved key that is written out has to be renamed, and the others need not."""
    returned = 'return [Sample(Schema("t", []), [{"_id": 1, "name": "a"}])]'
    judged = assert_marked("C8605", f"def samples(self, integration):  # <<<\n    {returned}")
    assert "`_id`," in judged.verdicts.findings[0].message
    assert "`_rev`" not in judged.verdicts.findings[0].message


DOCUMENTS = """
from library import find

def fetch_table(client):
    data = []
    for row in find(client):
        row = {key: str(value) for key, value in row.items()}
        row = {"_id": str(row["_id"]), "document": row}
        data.append(row)
    schema = {"_id": "string", "document": "object"}
    return schema, data
"""
DOCUMENT_METHODS = """
def samples(self, integration):
    results = []
    for stream in find(integration):
        schema, data = fetch_table(stream)
        schema["__id"] = schema.pop("_id")
        data = data[:10]
        for record in data:
            record["__id"] = record.pop("_id")
        results.append(Sample(
            schema=Schema("t", [SchemaAttribute(k, SchemaAttributeType.STRING) for k, v in schema.items()]), data=data))
    return results

def schemas(self, integration):
    results = []
    for stream in find(integration):
        schema, _ = fetch_table(stream)
        schema["__id"] = schema.pop("_id")
        results.append(Schema("t", [SchemaAttribute(k, SchemaAttributeType.STRING) for k, v in schema.items()]))
    return results
"""


@pytest.mark.parametrize("code", ["C8605", "C8606", "C8608", "C8609"])
def test_documents_of_two_keys_need_one_rename(code: str) -> None:
    """C8605 to C8609: records built with two known keys need one plain rename, which can meet no other key."""
    assert_fine(code, DOCUMENT_METHODS, head=DOCUMENTS)


def test_documents_of_two_keys_need_that_one_rename() -> None:
    """C8605: without it, each of the two methods is found."""
    body = DOCUMENT_METHODS.replace('schema["__id"] = schema.pop("_id")', "pass")
    body = body.replace('record["__id"] = record.pop("_id")', "pass").replace(
        "self, integration):", "self, integration):  # <<<"
    )
    assert_marked("C8605", body, head=DOCUMENTS)


def test_each_method_is_judged_alone() -> None:
    """C8605: a list that is full in one method and not in the other is found in the other."""
    samples = unmarked(SCHEMAS).replace("schemas", "samples").replace("{rename}", "rename(properties, RESERVED)")
    schemas = SCHEMAS.replace("{rename}", "rename(properties, ['_key', '_id'])")
    assert_marked("C8605", samples + schemas, head=DISCOVER + FREE)


@pytest.mark.parametrize(
    "method",
    [
        "def schemas(self, integration):\n    pass",
        "def schemas(self, integration):\n    raise NotImplementedError",
        "async def schemas(self, integration):\n    return [Schema('t', [SchemaAttribute(k, 1) for k in integration])]",
        "schemas = []",
        "@staticmethod\ndef schemas(integration):\n"
        "    return [Schema('t', [SchemaAttribute(k, 1) for k in integration])]",
    ],
)
def test_methods_that_do_not_work_are_left_to_other_rules(method: str) -> None:
    """C8605: silent where C8506 or C8507 speaks."""
    assert_fine("C8605", method)


def test_a_method_that_forgets_to_return_is_judged() -> None:
    """C8605: schemas that are built and not returned are judged by what is built."""
    body = SCHEMAS.replace("{rename}", "pass").replace("    return found\n", "")
    assert_marked("C8605", body, head=DISCOVER)


@pytest.mark.parametrize("name", ["macrometa-source-collection", "c8-source-c8collection"])
def test_the_sources_of_collections_are_exempt(name: str) -> None:
    """C8605: the sources that read Macrometa collections rename nothing."""
    init = """\
from c8connector import C8Connector, Schema, SchemaAttribute
from library import discover
class Demo(C8Connector):
    def schemas(self, integration):
        return [Schema("t", [SchemaAttribute(k, 1) for k in discover(integration)])]
"""
    module = name.replace("-", "_")
    files = {
        "macrometa_source_demo/__init__.py": None,
        "macrometa_source_demo/main.py": None,
        "pyproject.toml": PYPROJECT.replace("macrometa-source-demo", name).replace("macrometa_source_demo", module),
        f"{module}/__init__.py": init,
    }
    assert not verdicts("C8605", files).findings
    assert verdicts("C8605", files).not_applicable


# C8606, C8608, C8609: renames in a module of the package


def judge_rows(code: str, source: str, kind: str = "source") -> Judged:
    """Judge a connector with a module `rows`."""
    return judge(code, kind=kind, rows=source)


def assert_rows(code: str, source: str, kind: str = "source") -> Judged:
    """Assert that a rule finds the marked lines of a module `rows`, and no others."""
    judged = judge_rows(code, source, kind)
    said = [(finding.place.line, finding.message) for finding in judged.verdicts.findings]
    assert judged.places == judged.marked, (said, judged.verdicts.undecided)
    assert judged.verdicts.findings or not judged.verdicts.undecided, judged.verdicts.undecided
    return judged


ONCE = {
    "pop": "for key in KEYS:\n    if key in row:\n        row['_' + key] = row.pop(key)  # <<<",
    "behind": "for key in KEYS:\n    if key in row:\n        row[key + '_'] = row.pop(key)  # <<<",
    "a name": "for key in KEYS:\n    if key in row:\n        new = f'_{key}'\n        row[new] = row.pop(key)  # <<<",
    "set and deleted": (
        "for key in KEYS:\n    if key in row:\n        row['_' + key] = row[key]  # <<<\n        del row[key]"
    ),
    "an if": (
        "for key in KEYS:\n    new = '_' + key\n    if new in row:\n        new = '_' + new\n"
        "    row[new] = row.pop(key)  # <<<"
    ),
    "truth tests": "for key in KEYS:\n    if row.get(key):\n        row['_' + key] = row.pop(key)  # <<<",
    "literals": "row['__id'] = row.pop('_id')  # <<<\nrow['__rev'] = row.pop('_rev')  # <<<",
    "two records": (
        "for key in KEYS:\n    if key in row:\n        row['_' + key] = row.pop(key)  # <<<\n"
        "    if key in schema:\n        schema['_' + key] = schema.pop(key)  # <<<"
    ),
    "a dict comprehension": "row = {('_' + k if k in KEYS else k): v for k, v in row.items()}  # <<<",
    "update": "for key in KEYS:\n    if key in row:\n        row.update({'_' + key: row.pop(key)})  # <<<",
    "pandas": "row = row.rename(columns={'_id': '__id'})  # <<<",
    "a new dict": "new = {}\nfor k, v in row.items():\n    new['_' + k if k in KEYS else k] = v  # <<<",
    "a merge": "row = {**row, '__id': row['_id']}  # <<<",
    "a table": "for old, new in {'_id': '__id'}.items():\n    row[new] = row.pop(old)  # <<<",
    "a loop over records": (
        "for one in rows:\n    for key in KEYS:\n        if key in one:\n"
        "            one['_' + key] = one.pop(key)  # <<<"
    ),
    "a name set anew": (
        "new = ''\nfor one in rows:\n    for key in KEYS:\n        new = key\n        new = '_' + new\n"
        "        one[new] = one.pop(key)  # <<<"
    ),
    "a list of names": "names = [('_' + k if k in KEYS else k) for k in row]  # <<<",
    "a conditional prefix": "row = {('_' if k in KEYS else '') + k: v for k, v in row.items()}  # <<<",
    "a pattern": "row = {re.sub('^(_key|_id)$', r'_\\1', k): v for k, v in row.items()}  # <<<",
    "a conditional prefix in a loop": (
        "new = {}\nfor k, v in row.items():\n    new[('_' if k in KEYS else '') + k] = v  # <<<"
    ),
}
ONCE_AT_MOST = {
    "a break behind": "while new in row:\n        new = '_' + new\n        break",
    "a break behind the test": "while True:\n        if new in row:\n            new = '_' + new\n        break",
    "a break on both ways": (
        "while True:\n        if new in row:\n            new = '_' + new\n            break\n"
        "        else:\n            break"
    ),
}
MORE_THAN_ONCE = {
    "continue": "while True:\n        if new in row:\n            new = '_' + new\n            continue\n        break",
    "a break on the other way": "while True:\n        if new not in row:\n            break\n        new = '_' + new",
    "some rounds": "for _ in range(9):\n        if new not in row:\n            break\n        new = '_' + new",
}


@pytest.mark.parametrize("loop", ONCE_AT_MOST.values(), ids=ONCE_AT_MOST.keys())
def test_a_loop_of_one_round_is_none(loop: str) -> None:
    """C8606: a loop that always ends in its first round makes the key longer once at most."""
    body = f"for key in KEYS:\n    new = '_' + key\n    {loop}\n    row[new] = row.pop(key)  # <<<"
    assert_rows("C8606", rows_of(body))


@pytest.mark.parametrize("loop", MORE_THAN_ONCE.values(), ids=MORE_THAN_ONCE.keys())
def test_a_loop_that_may_go_on_repeats(loop: str) -> None:
    """C8606: silent where a `continue`, or no `break` behind what adds to the key, leads to another round."""
    assert_rows("C8606", rows_of(f"for key in KEYS:\n    new = '_' + key\n    {loop}\n    row[new] = row.pop(key)"))


UNTIL_FREE = {
    "while": (
        "for key in KEYS:\n    new = '_' + key\n    while new in row:\n        new = '_' + new\n"
        "    row[new] = row.pop(key)"
    ),
    "while True": (
        "for key in KEYS:\n    new = '_' + key\n    while True:\n        if row.get(new):\n"
        "            new = '_' + new\n"
        "        else:\n            break\n    row[new] = row.pop(key)"
    ),
    "a counter": (
        "for key in KEYS:\n    n = 1\n    while '_' * n + key in row:\n        n += 1\n"
        "    row['_' * n + key] = row.pop(key)"
    ),
    "a recursive helper": "for key in KEYS:\n    row[free(key, row)] = row.pop(key)",
    "a helper that loops": "for key in KEYS:\n    row[looped(key, row)] = row.pop(key)",
    "every key": "row = {'_' + k: v for k, v in row.items()}",
    "every column": "row = row.add_prefix('_')",
    "a record that is written out": "row = {'_id': 1, 'name': 'a'}\nrow['__id'] = row.pop('_id')",
    "a record built with the new key": "row = {'__id': row['_id'], 'name': row['name']}",
    "a known record in a loop": (
        "row = {'_id': 1, 'name': 'a'}\nfor key in KEYS:\n    if key in row:\n        row[f'_{key}'] = row.pop(key)"
    ),
    "known records in a comprehension": (
        "found = []\nfor one in rows:\n    found.append({'_id': one, 'document': 1})\n"
        "rows = [{('__id' if k == '_id' else k): v for k, v in row.items()} for row in found]"
    ),
    "a table of free keys": (
        "table = {}\nfor key in KEYS:\n    new = '_' + key\n    while new in row:\n        new = '_' + new\n"
        "    table[key] = new\nrow = {table.get(k, k): v for k, v in row.items()}"
    ),
    "a table of free keys in an f-string": (
        "table = {}\nfor key in KEYS:\n    new = f'_{key}'\n    while new in row:\n        new = f'_{new}'\n"
        "    table[key] = new\nrow = {table.get(k, k): v for k, v in row.items()}"
    ),
    "another name": "row['id'] = row.pop('_id')",
    "dropped": "row.pop('_id', None)",
    "other keys": "for key in ('name', 'day'):\n    row['_' + key] = row.pop(key)",
    "a version column": "column = f'{row[\"name\"]}_{schema}'\nrow[column] = row.pop(row['name'])",
    "another letter": "for key in list(row):\n    if key.startswith('_'):\n        row['x' + key] = row.pop(key)",
}
ROWS = """
import re

KEYS = ["_key", "_id", "_rev"]

def free(key, taken):
    new = "_" + key
    return free(new, taken) if new in taken else new

def looped(key, taken):
    while key in KEYS or key in taken:
        key += "_"
    return key

def change(row, schema, rows):
"""


def rows_of(body: str) -> str:
    """Return a module whose function `change` has a body."""
    return ROWS + textwrap.indent(body, "    ") + "\n"


@pytest.mark.parametrize("kind", ["source", "target"])
@pytest.mark.parametrize("body", ONCE.values(), ids=ONCE.keys())
def test_a_rename_that_is_done_once_is_found(body: str, kind: str) -> None:
    """C8606: a key that gets `_` once is found where the record gets the new key, each rename for itself."""
    assert_rows("C8606", rows_of(body), kind)


@pytest.mark.parametrize("body", UNTIL_FREE.values(), ids=UNTIL_FREE.keys())
def test_a_rename_that_meets_no_other_key_is_fine(body: str) -> None:
    """C8606: silent on what goes on until the key is free, on known records, and on other names."""
    assert_rows("C8606", rows_of(body))


@pytest.mark.parametrize(
    ("calls", "collides"),
    [
        ("    rename({'_id': 1, 'name': 'a'})", False),
        ("    for row in [{'_id': 1}, {'_id': 2, 'name': 'b'}]:\n        rename(row)", False),
        ("    rename({'_id': 1})\n    schema, rows = read(some)\n    rename(schema)", False),
        ("    through({'_id': 1})", False),
        ("    schema, _ = read(some)\n    rename(schema)\n    print(schema)\n    rename(schema)", False),
        ("    rename({'_id': 1, '__id': 2})", True),
        ("    rename({'_id': 1})\n    rename(some)", True),
        ("    rename({'_id': 1})\n    some.extend(map(rename, some))", True),
    ],
)
def test_a_helper_that_gets_known_records_meets_no_other_key(calls: str, collides: bool) -> None:
    """C8606: a helper is silent where every call of it passes a record whose keys are all known."""
    source = (
        "def rename(record):\n    record['__id'] = record.pop('_id')  # <<<\n\ndef through(record):\n"
        "    rename(record)\n\ndef read(some):\n    return {'_id': 'string', 'document': 'object'}, list(some)\n\n"
        f"def change(some):\n{calls}\n    through({{'_id': 3}})\n"
    )
    assert_rows("C8606", source if collides else unmarked(source))


def test_a_known_record_that_has_the_new_key_is_found() -> None:
    """C8606: a record that is written out with both keys loses one."""
    judged = assert_rows("C8606", rows_of("row = {'_id': 1, '__id': 2}\nrow['__id'] = row.pop('_id')  # <<<"))
    assert judged.verdicts.only.message == "`_id` gets `_` added once, and the new key may be taken already"


@pytest.mark.parametrize(
    "source",
    [
        "def change(row, keys):\n    for key in keys:\n        row['_' + key] = row.pop(key)\n",
        "import library\ndef change(row):\n    for key in library.KEYS:\n        row['_' + key] = row.pop(key)\n",
    ],
)
def test_a_rename_of_keys_that_are_not_known_is_undecided(source: str) -> None:
    """C8606: undecided where it is known only at run time whether the keys are reserved."""
    judged = judge_rows("C8606", source)
    assert not judged.verdicts.findings
    assert judged.verdicts.undecided


def test_the_keys_that_a_target_lists_count_as_well() -> None:
    """C8606: a target's own reserved keys are judged like those of a collection."""
    rows = "def change(row):\n    for key in ('rowid', 'created'):\n        row['_' + key] = row.pop(key)  # <<<\n"
    judged = judge("C8606", "def reserved_keys(self):\n    return ['', 'rowid']", kind="target", rows=rows)
    assert judged.places == judged.marked


TRUTHS = {
    "get": "for key in KEYS:\n    if row.get(key):  # <<<\n        row[looped(key, row)] = row.pop(key)",
    "get with more": (
        "for key in KEYS:\n    if rows and row.get(key):  # <<<\n        row[looped(key, row)] = row.pop(key)"
    ),
    "an item": "for key in KEYS:\n    if row[key]:  # <<<\n        row[looped(key, row)] = row.pop(key)",
    "not": (
        "for key in KEYS:\n    if not row.get(key):  # <<<\n        continue\n    row[looped(key, row)] = row.pop(key)"
    ),
    "kept": (
        "for key in KEYS:\n    value = row.get(key)\n    if value:  # <<<\n        row[looped(key, row)] = row.pop(key)"
    ),
    "popped": "for key in KEYS:\n    value = row.pop(key, None)\n    if value:  # <<<\n        row['_' + key] = value",
    "the new key": (
        "for key in KEYS:\n    if key in row:\n        new = '_' + key\n        while row.get(new):  # <<<\n"
        "            new = '_' + new\n        row[new] = row.pop(key)"
    ),
    "the first of two": (
        "for key in KEYS:\n    if row.get(key):  # <<<\n        new = '_' + key\n        while True:\n"
        "            if row.get(new):\n                new = '_' + new\n            else:\n                break\n"
        "        row[new] = row.pop(key)"
    ),
    "a literal": "if row.get('_id'):  # <<<\n    row['__id'] = row.pop('_id')",
    "a walrus": "for key in KEYS:\n    if value := row.get(key):  # <<<\n        row[looped(key, row)] = value",
    "selected": "for key in [k for k in KEYS if row.get(k)]:  # <<<\n    row[looped(key, row)] = row.pop(key)",
    "a filter": "for key in filter(row.get, KEYS):  # <<<\n    row[looped(key, row)] = row.pop(key)",
    "an attribute": (
        "for key in KEYS:\n    if row.data.get(key):  # <<<\n        row.data[looped(key, row)] = row.data.pop(key)"
    ),
    "a conditional": "for key in KEYS:\n    row['_' + key if row.get(key) else key] = row.pop(key)  # <<<",
    "the original of a copy": (
        "new = dict(row)\nfor key in KEYS:\n    if row.get(key):  # <<<\n        new[looped(key, new)] = new.pop(key)"
    ),
    "the original of a merge": (
        "new = {**row}\nfor key in [k for k in KEYS if row.get(k)]:  # <<<\n    new[looped(key, new)] = new.pop(key)"
    ),
    "a table of names": (
        "names = {'_id': '__id', '_rev': '__rev'}\nrow = {names.get(k, k): v for k, v in row.items() if v}  # <<<"
    ),
    "a table that a loop goes over": (
        "for old, new in {'_id': '__id', '_rev': '__rev'}.items():\n    if row.get(old):  # <<<\n"
        "        row[new] = row.pop(old)"
    ),
    "pairs of names": (
        "for old, new in (('_id', '__id'), ('_rev', '__rev')):\n    value = row.pop(old, None)\n"
        "    if value:  # <<<\n        row[new] = value"
    ),
    "the record that fills a new one": (
        "new = {}\nfor key in row.keys():\n    if key in KEYS and row[key]:  # <<<\n"
        "        new[looped(key, row)] = row[key]\n    else:\n        new[key] = row[key]"
    ),
}
MEMBERSHIP = {
    "in": "for key in KEYS:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)",
    "keys": "for key in KEYS:\n    if key in row.keys():\n        row[looped(key, row)] = row.pop(key)",
    "not None": "for key in KEYS:\n    if row.get(key) is not None:\n        row[looped(key, row)] = row.pop(key)",
    "a marker": (
        "for key in KEYS:\n    if row.get(key, rows) is not rows:\n        row[looped(key, row)] = row.pop(key)"
    ),
    "pop without a test": "row['__id'] = row.pop('_id')",
    "KeyError": (
        "for key in KEYS:\n    try:\n        row[looped(key, row)] = row.pop(key)\n    except KeyError:\n        pass"
    ),
    "another decision behind": (
        "for key in KEYS:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)\n"
        "if row.get('_key'):\n    rows.append(row['_key'])"
    ),
    "another key": (
        "for key in KEYS:\n    if key in row and row.get('deleted'):\n        row[looped(key, row)] = row.pop(key)"
    ),
    "another key than the table's": (
        "for old, new in {'_id': '__id'}.items():\n    if old in row and row.get('deleted'):\n"
        "        row[new] = row.pop(old)"
    ),
    "a table of names and None": (
        "names = {'_id': '__id'}\nrow = {names.get(k, k): v for k, v in row.items() if v is not None}"
    ),
    "another record": "for key in KEYS:\n    if schema.get(key):\n        row[looped(key, row)] = row.pop(key)",
    "another record than the original": (
        "new = row.copy()\nfor key in KEYS:\n    if schema.get(key):\n        new[looped(key, new)] = new.pop(key)"
    ),
    "a table that the loop goes over": (
        "wanted = {'_id': True, '_rev': False}\nfor key in wanted:\n    if wanted[key] and key in row:\n"
        "        row[looped(key, row)] = row.pop(key)"
    ),
    "no rename": "if row.get('_id'):\n    row['id'] = row.pop('_id')",
    "other keys": "for key in ('name',):\n    if row.get(key):\n        row['_' + key] = row.pop(key)",
    "a rename to no reserved name": "if row.get('name'):\n    row['_name'] = row.pop('name')",
}


@pytest.mark.parametrize("kind", ["source", "target"])
@pytest.mark.parametrize("body", TRUTHS.values(), ids=TRUTHS.keys())
def test_a_key_that_is_tested_by_truth_is_found(body: str, kind: str) -> None:
    """C8608: the first truth test of a key that decides a rename is found, one for each function."""
    assert_rows("C8608", rows_of(body), kind)


@pytest.mark.parametrize("body", MEMBERSHIP.values(), ids=MEMBERSHIP.keys())
def test_a_key_that_is_tested_by_membership_is_fine(body: str) -> None:
    """C8608: silent on membership, on comparisons, and on what decides something else."""
    assert_rows("C8608", rows_of(body))


def test_each_function_that_renames_has_a_finding_of_its_own() -> None:
    """C8608: the function that tests the old key and the helper that tests the new one are two."""
    assert_rows(
        "C8608",
        """
KEYS = ["_key", "_id", "_rev"]

def free(key, taken):
    key = "_" + key
    while taken.get(key):  # <<<
        key = "_" + key
    return key

def change(row):
    for key in KEYS:
        if row.get(key):  # <<<
            row[free(key, row)] = row.pop(key)
""",
    )


@pytest.mark.parametrize(
    "free",
    [
        "    while row.get(new):  # <<<\n        new = '_' + new\n    return new",
        "    return free(row, new) if row.get(new) else new  # <<<",
        "    if row.get(new):  # <<<\n        return free(row, new)\n    return new",
    ],
)
def test_a_helper_that_looks_for_the_free_key_by_truth_is_found(free: str) -> None:
    """C8608: the helper's test is found, where a comprehension calls it too."""
    head = "def free(row, key):\n    new = '_' + key\n"
    rename = "return {(free(row, k) if k in ('_key', '_id', '_rev') else k): v for k, v in row.items()}"
    assert_rows("C8608", f"{head}{free}\n\ndef change(row):\n    {rename}\n")


NEVER_SPARED = {
    "a loop": "for key in KEYS:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)  # <<<",
    "once": "for key in KEYS:\n    if key in row:\n        row['_' + key] = row.pop(key)  # <<<",
    "a literal": "row['__key'] = row.pop('_key')  # <<<",
    "a test of the columns": (
        "for key in KEYS:\n    if key in schema:\n        row[looped(key, row)] = row.pop(key)  # <<<"
    ),
    "a dict comprehension": "row = {(looped(k, row) if k in KEYS else k): v for k, v in row.items()}  # <<<",
    "every key": "row = {'_' + k: v for k, v in row.items()}  # <<<",
    "a list of names": "names = [('_' + k if k in KEYS else k) for k in row]  # <<<",
    "key properties for something else": (
        "if schema.get('key_properties'):\n    rows.append(row)\n"
        "for key in KEYS:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)  # <<<"
    ),
    "another key is spared": (
        "for key in KEYS:\n    if key in row and key != '_rev':\n        row[looped(key, row)] = row.pop(key)  # <<<"
    ),
    "another key is spared as a key property": (
        "for key in KEYS:\n    if key == '_rev' and key in schema['key_properties']:\n        continue\n"
        "    if key in row:\n        row[looped(key, row)] = row.pop(key)  # <<<"
    ),
    "two renames": (
        "for key in KEYS:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)  # <<<\n"
        "for key in KEYS:\n    if key in schema:\n        schema[looped(key, schema)] = schema.pop(key)  # <<<"
    ),
}
IS_SPARED = {
    "off the list": (
        "keys = list(KEYS)\nif schema['key_properties'][0] == '_key':\n    keys.remove('_key')\n"
        "for key in keys:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)"
    ),
    "skipped": (
        "for key in KEYS:\n    if key == '_key' and schema['pk'] == '_key':\n        continue\n"
        "    row[looped(key, row)] = row.pop(key)"
    ),
    "not among the key properties": (
        "for key in KEYS:\n    if key in row and key not in schema['key_properties']:\n"
        "        row[looped(key, row)] = row.pop(key)"
    ),
    "skipped as a key property": (
        "for key in KEYS:\n    if key == '_key' and key in schema['key_properties']:\n        continue\n"
        "    row[looped(key, row)] = row.pop(key)"
    ),
    "not the primary key": "for key in KEYS:\n    if key != schema.pk:\n        row[looped(key, row)] = row.pop(key)",
    "a difference": "for key in set(KEYS) - set(schema.keys):\n    row[looped(key, row)] = row.pop(key, None)",
    "two lists": (
        "keys = ['_id', '_rev'] if schema.pk == '_key' else KEYS\nfor key in keys:\n"
        "    row[looped(key, row)] = row.pop(key)"
    ),
    "_key is not renamed": "for key in ('_id', '_rev'):\n    row[looped(key, row)] = row.pop(key)",
    "_key is never renamed": "for key in KEYS:\n    if key != '_key':\n        row[looped(key, row)] = row.pop(key)",
    "no rename": "row['key'] = row.pop('_key')",
    "a test that cannot fire": (
        "keys = list(KEYS)\npk = schema.get('key_properties') or []\nif '_key' in pk:\n    keys.remove('_key')\n"
        "for key in keys:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)"
    ),
}


@pytest.mark.parametrize("kind", ["source", "target"])
@pytest.mark.parametrize("body", NEVER_SPARED.values(), ids=NEVER_SPARED.keys())
def test_a_primary_key_that_is_never_spared_is_noted(body: str, kind: str) -> None:
    """C8609: a rename of `_key` without an exception is noted where the key is renamed."""
    assert_rows("C8609", rows_of(body), kind)


@pytest.mark.parametrize("body", IS_SPARED.values(), ids=IS_SPARED.keys())
def test_a_primary_key_that_is_spared_is_fine(body: str) -> None:
    """C8609: any code that takes `_key` out, or skips it, under a test of the key properties will do."""
    assert_rows("C8609", rows_of(body))


def test_known_key_properties_without_the_key_need_no_exception() -> None:
    """C8609: silent where the key properties are written out and `_key` is not among them."""
    source = rows_of("for key in KEYS:\n    if key in row:\n        row[looped(key, row)] = row.pop(key)")
    assert_rows("C8609", source + "STREAM = {'key_properties': ['id']}\n")
    marked = source.replace("row.pop(key)", "row.pop(key)  # <<<")
    assert_rows("C8609", marked + "STREAM = {'key_properties': ['_key']}\n")


def test_the_caller_may_spare_the_primary_key_for_rows_and_schemas() -> None:
    """C8606 to C8609: one helper for rows and schemas, and callers that prepare the list, give one finding in all."""
    source = """
def fetch(stream, rows):
    keys = ["_key", "_id", "_rev"]
    if stream["metadata"].get("table-key-properties"):
        primary = stream["metadata"].get("table-key-properties")
        if primary[0] == "_key":
            keys.remove("_key")
    if any(key in stream["columns"] for key in keys):
        for i, row in enumerate(rows):
            rows[i] = rename(row, keys)
    stream["properties"] = rename(stream["properties"], keys)
    return rows

def rename(record, keys):
    for key in keys:
        if record.get(key):  # <<<
            new = f"_{key}"
            while True:
                if record.get(new):
                    new = f"_{new}"
                else:
                    break
            record[new] = record.pop(key)
    return record
"""
    for code in ("C8606", "C8609"):
        assert_rows(code, unmarked(source))
    assert_rows("C8608", source)


# C8607

TARGET = """
import asyncio
from threading import Thread
from library import insert
KEYS = ["rowid", "created"]

def rename(record, keys):
    for key in keys:
        if key in record:
            new = "_" + key
            while new in record:
                new = "_" + new
            record[new] = record.pop(key)
    return record

def write(record):
    {write}

{main}
"""
MAIN = "def main():\n    for record in insert():\n        write(record)\n"
RETURNS = "def reserved_keys(self):\n    return ['', 'rowid', 'created']"


def judge_target(code: str, write: str, main: str = MAIN, returns: str = RETURNS) -> Judged:
    """Judge a target by what its `write` does with a record."""
    source = TARGET.replace("{write}", write).replace("{main}", main)
    return judge(code, returns, kind="target", main=source)


ABSENT: list[tuple[str, Optional[int]]] = [("__init__.py", None)]
NOT_WRITTEN = {
    "nothing": "insert(record)",
    "other keys": "insert(rename(record, ['name']))",
    "the keys of Macrometa": "insert(rename(record, ['_key', '_id', '_rev']))",
    "dropped": "record.pop('rowid', None); insert(record)",
    "another name": "record['row'] = record.pop('rowid'); insert(record)",
    "one of two": "insert(rename(record, ['created', 'name']))",
    "a table name": 'insert(f\'{record["schema"]}_{record["table"]}\', record)',
    "a helper that is handed nothing": "insert(record)\n\ndef unused(record):\n    return rename(record, KEYS)",
    "no key": "insert(rename(record, []))",
    "a copy that nobody takes": (
        "copied(record); insert(record)\n\n"
        "def copied(record):\n    return {('_' + k if k in KEYS else k): v for k, v in record.items()}"
    ),
    "upper case": "insert({key.upper(): value for key, value in record.items()})",
}
IS_WRITTEN = {
    "a helper": "insert(rename(record, KEYS))",
    "a list of its own": "insert(rename(record, ['rowid', 'created']))",
    "more keys": "insert(rename(record, ['_id', *KEYS]))",
    "each alone": "rename(record, ['rowid']); insert(rename(record, ['created']))",
    "literals": "record['_rowid'] = record.pop('rowid'); record['created_'] = record.pop('created'); insert(record)",
    "a comprehension": "insert({('_' + k if k in KEYS else k): v for k, v in record.items()})",
    "every key": "insert({k + '_': v for k, v in record.items()})",
    "a name for each": "insert([f'_{k}' if k in KEYS else k for k in record])",
}


@pytest.mark.parametrize("write", NOT_WRITTEN.values(), ids=NOT_WRITTEN.keys())
def test_a_target_that_does_not_rename_its_keys_is_found(write: str) -> None:
    """C8607: a target whose run does not rename the keys that it lists is found on the package, with the list."""
    judged = judge_target("C8607", write, returns=RETURNS + "  # <<<")
    assert [(one.place.path.rpartition("/")[2], one.place.line) for one in judged.verdicts.findings] == ABSENT
    (found,) = judged.verdicts.findings
    assert (found.related[0].place.path, found.related[0].place.line) in judged.marked


@pytest.mark.parametrize("write", IS_WRITTEN.values(), ids=IS_WRITTEN.keys())
def test_a_target_that_renames_its_keys_is_fine(write: str) -> None:
    """C8607: any rename of the listed keys on the way will do."""
    judged = judge_target("C8607", write)
    assert not judged.verdicts.findings
    assert not judged.verdicts.undecided


RUNS = {
    "coroutines": (
        "async def work():\n    await each()\nasync def each():\n    write(insert())\ndef main():\n"
        "    asyncio.run(work())\n"
    ),
    "a thread": "def main():\n    Thread(target=write, args=(insert(),)).start()\n",
    "a class": "class Sink:\n    def run(self):\n        write(insert())\ndef main():\n    Sink().run()\n",
    "a callback": "def main():\n    insert(callback=write)\n",
    "gathered": (
        "async def each():\n    write(insert())\nasync def work():\n    task = each()\n    await asyncio.gather(task)\n"
        "def main():\n    asyncio.run(work())\n"
    ),
    "through a pool": (
        "from concurrent.futures import ThreadPoolExecutor\ndef main():\n"
        "    ThreadPoolExecutor().submit(write, insert())\n"
    ),
}


@pytest.mark.parametrize("main", RUNS.values(), ids=RUNS.keys())
def test_a_rename_may_be_reached_by_any_way(main: str) -> None:
    """C8607: the rename may run in a thread, a coroutine, a method or a callback."""
    judged = judge_target("C8607", "insert(rename(record, KEYS))", main)
    assert not judged.verdicts.findings
    assert not judged.verdicts.undecided


@pytest.mark.parametrize(
    "returned",
    ["[]", "['_key']", "['', '_key']", "('', 'rowid')", "None"],
)
def test_some_lists_ask_for_no_rename(returned: str) -> None:
    """C8607: silent on an empty list, on `_key` alone, and on what C8601 and C8507 report."""
    judged = judge_target("C8607", "insert(record)", returns=f"def reserved_keys(self):\n    return {returned}")
    assert not judged.verdicts.findings


def test_the_primary_key_may_keep_its_name_where_others_are_renamed() -> None:
    """C8607: the first of the list may be left alone, the others may not."""
    returns = "def reserved_keys(self):\n    return ['rowid', 'created']"
    assert not judge_target("C8607", "insert(rename(record, ['created']))", returns=returns).verdicts.findings
    assert judge_target("C8607", "insert(rename(record, ['rowid']))", returns=returns).verdicts.findings
    alone = "def reserved_keys(self):\n    return ['rowid']"
    assert judge_target("C8607", "insert(record)", returns=alone).verdicts.findings


@pytest.mark.parametrize(
    ("write", "returns"),
    [
        ("insert(record)", "def reserved_keys(self):\n    return os.environ['KEYS'].split()"),
        ("insert(rename(record, insert()))", RETURNS),
        ("insert(insert.rename_reserved(record))", RETURNS),
        ("insert(record, KEYS)", RETURNS),
    ],
)
def test_what_cannot_be_followed_is_undecided(write: str, returns: str) -> None:
    """C8607: undecided where the list is not known, or where the keys may be renamed out of sight."""
    judged = judge_target("C8607", write, returns=returns)
    assert not judged.verdicts.findings
    assert judged.verdicts.undecided
