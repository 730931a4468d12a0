"""What collections hold after they are changed, and which bindings of a loop a use can see."""

import textwrap

import pytest

from macrometa_conformance.code import facts
from macrometa_conformance.code.frames import Arguments
from macrometa_conformance.code.operations import plain
from macrometa_conformance.code.program import Program
from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.code.values import Unknown
from macrometa_conformance.project.dict_tree import DictTree


def value(body: str) -> object:
    """Return what the function `f` returns as a Python object, `...` where it is not known in full."""
    source = "def f(other):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    program = Program(DictTree({"app.py": source}))
    resolver = Resolver(program)
    module = program.module("app")
    assert module is not None
    frame = resolver.module_frame(module)
    (function,) = resolver.evaluate(facts.Name("f", (99, 1, 99, 2)), frame)
    values = resolver.call_value(function, Arguments(), facts.Name("f", (99, 1, 99, 2)), frame)
    if len(values) != 1 or isinstance(values[0], Unknown):
        return ...
    found = plain(values[0])
    return found if isinstance(found, (list, dict, set, str, tuple)) else ...


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("keys = ['a', 'b']\nkeys.remove('a')\nreturn keys", ["b"]),
        ("keys = {'a', 'b'}\nkeys.discard('a')\nreturn keys", {"b"}),
        ("keys = ['a', 'b', 'a']\nkeys.remove('a')\nreturn keys", ["b", "a"]),
        ("keys = ['a', 'b']\nif other:\n    keys.remove('a')\nreturn keys", ...),
        ("keys = ['a', 'b']\nkeys.remove(other)\nreturn keys", ...),
        ("row = {'a': 1, 'b': 2}\nrow.pop('a')\nreturn row", {"b": 2}),
        ("row = {'a': 1, 'b': 2}\ndel row['a']\nreturn row", {"b": 2}),
        ("row = {'a': 1, 'b': 2}\nrow['c'] = row.pop('a')\nreturn row", {"b": 2, "c": 1}),
        ("row = {'a': 1}\nrow.pop(other, None)\nreturn row", ...),
        ("row = {'a': 1}\nfor one in other:\n    row.pop('a', None)\nreturn row", ...),
    ],
)
def test_what_is_taken_away_is_gone(body: str, expected: object) -> None:
    """A known key or element that is surely taken away is no part of the collection; else it is not known in full."""
    assert value(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("while True:\n    x = 'a'\n    x = x + 'b'\n    if other:\n        return x\n    x = 'c'", "ab"),
        ("while True:\n    x = 'a'\n    y = x\n    if other:\n        return y\n    x = 'b'", "a"),
        ("x = 'a'\nwhile True:\n    y = x\n    if other:\n        return y\n    x = 'b'", ...),
        (
            "while True:\n x = 'a'\n for two in other:\n  y = x\n  x = 'b'\n if other:\n  return y",
            ...,
        ),
        ("while True:\n    if other:\n        x = 'a'\n    y = x\n    if other:\n        return y\n    x = 'b'", ...),
    ],
)
def test_a_binding_behind_a_use_is_seen_only_where_the_loop_leads_back(body: str, expected: object) -> None:
    """What a loop's body surely sets before a use hides what it set in the round before."""
    assert value(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("rows = []\nfor x in ('a', 'b'):\n    x = x + 'c'\n    rows.append(x)\nreturn rows", ["ac", "bc"]),
        ("rows = []\nfor x in ('a', 'b'):\n    rows.append(x)\n    x = 'c'\nreturn rows", ["a", "b"]),
        (
            "rows = []\nfor x in ('a',):\n    x = {'k': x}\n    x = {'m': 1}\n    rows.append(x)\nreturn rows",
            [{"m": 1}],
        ),
        (
            "rows = []\nfor x in ('a', 'b'):\n    for y in ('c',):\n        rows.append(x + y)\nreturn rows",
            ["ac", "bc"],
        ),
        ("x = 'z'\nrows = [x for x in ('a', 'b')]\nreturn rows", ["a", "b"]),
        ("rows = []\nfor x in ('a',):\n    if other:\n        x = 'b'\n    rows.append(x)\nreturn rows", ...),
    ],
)
def test_the_variable_of_a_loop_may_be_set_anew(body: str, expected: object) -> None:
    """What the body of a loop sets its variable to hides what the loop gave it."""
    assert value(body) == expected
