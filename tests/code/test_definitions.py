"""The definitions of a module, and what they change and set."""

import textwrap
from typing import Optional, Union

import pytest

from macrometa_conformance.code.definitions import Definitions
from macrometa_conformance.code.program import Program
from macrometa_conformance.code.values import Class, Function
from macrometa_conformance.project.dict_tree import DictTree


def defined(source: str) -> Definitions:
    """Return the definitions of a module."""
    module = Program(DictTree({"app.py": textwrap.dedent(source)})).module("app")
    assert module is not None
    assert module.failure is None
    return Definitions(module)


def owner_of(definitions: Definitions, name: str) -> Union[Function, Class]:
    """Return a function or class by its qualified name."""
    every: list[Union[Function, Class]] = [*definitions.functions, *definitions.classes]
    return next(one for one in every if one.qualified == name)


NESTED = """\
def outer():
    class Local:
        def method(self): ...
    def inner(): ...
    return lambda: inner()
class Top:
    class Within:
        def method(self): ...
    def method(self):
        def inner(): ...
value = lambda: (lambda: 1)
"""


def test_definitions_are_told_by_where_they_stand() -> None:
    """Each function and class has the names of what it stands in, outer ones before inner ones."""
    found = defined(NESTED)
    assert [function.qualified for function in found.functions] == [
        "outer",
        "outer.Local.method",
        "outer.inner",
        "outer.<lambda>",
        "Top.Within.method",
        "Top.method",
        "Top.method.inner",
        "<lambda>",
        "<lambda>.<lambda>",
    ]
    assert [cls.qualified for cls in found.classes] == ["outer.Local", "Top", "Top.Within"]


@pytest.mark.parametrize(
    ("name", "owner", "outer"),
    [
        ("outer.Local.method", "outer.Local", "outer"),
        ("outer.inner", None, "outer"),
        ("Top.Within.method", "Top.Within", None),
        ("Top.method", "Top", None),
        ("Top.method.inner", None, "Top.method"),
    ],
)
def test_a_function_knows_its_class_and_the_function_around(
    name: str, owner: Optional[str], outer: Optional[str]
) -> None:
    """A method has the class whose body defines it, what stands in a method has the method alone."""
    function = owner_of(defined(NESTED), name)
    assert isinstance(function, Function)
    assert (function.owner.qualified if function.owner else None) == owner
    assert (function.outer.qualified if function.outer else None) == outer


CHANGES = """\
names.append(1)
names.sort()
names[0] = 1
names[0][1] = 2
names += [1]
self.names += [1]
self.names.names.extend(other)
del names[0], names, self.names[1], self.names
first[0] = second[0] = other = 3
make().append(1)
make()[0] = 1
del make()[0]
make().names += 1
if names:
    names.clear()
def f():
    names.pop()
class C:
    names.add(1)
"""


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (
            None,
            {
                "names": [(1, "append"), (3, "[]="), (8, "del"), (15, "clear")],
                "self.names": [(6, "+="), (8, "del")],
                "self.names.names": [(7, "extend")],
                "first": [(9, "[]=")],
                "second": [(9, "[]=")],
            },
        ),
        ("f", {"names": [(17, "pop")]}),
        ("C", {"names": [(19, "add")]}),
    ],
)
def test_changes_of_collections_are_found(owner: Optional[str], expected: dict[str, list[tuple[int, str]]]) -> None:
    """A body's own changes in place are told by what they change; a name that is bound anew is not changed."""
    found = defined(CHANGES)
    asked = owner_of(found, owner) if owner else None
    for _ in range(2):  # what was found is kept
        changes = found.changes_of(asked)
        told = {name: [(change.node.at[0], change.kind) for change in of_it] for name, of_it in changes.items()}
        assert told == expected


ASSIGNED = """\
class C:
    def __init__(self, other):
        self.a = self.b = 1
        self.c, (self.d, *self.e), other.f = other
        self.g += 2
        self.h: int = 3
        self.i: int
        with open(self.j) as self.k, other: ...
        for self.l, m in other: ...
        self.n.o = other
        self[0] = other
        a = 1
        def inner(): self.p = 1
    @staticmethod
    def none(): self.q = 1
    def another(me): me.a = 4
    r = lambda self: self
class D:
    def s(self): self.t = 1
"""


def test_attributes_are_found_that_methods_assign() -> None:
    """Each assignment to an attribute of the first parameter is told with its value, its kind and its way out of it."""
    found = defined(ASSIGNED)
    cls = owner_of(found, "C")
    assert isinstance(cls, Class)
    for _ in range(2):
        told = {
            name: [(one.target.at[0], one.function.name, one.kind, one.unpack) for one in assignments]
            for name, assignments in found.attribute_assignments(cls).items()
        }
        assert told == {
            "a": [(3, "__init__", "assign", ()), (16, "another", "assign", ())],
            "b": [(3, "__init__", "assign", ())],
            "c": [(4, "__init__", "assign", (0,))],
            "d": [(4, "__init__", "assign", (1, 0))],
            "e": [(4, "__init__", "assign", (1, -1))],
            "g": [(5, "__init__", "augment", ())],
            "h": [(6, "__init__", "assign", ())],
            "k": [(8, "__init__", "with", ())],
            "l": [(9, "__init__", "for", (0,))],
        }


@pytest.mark.parametrize(
    ("text", "is_in"),
    [
        ("outside()", False),
        ("inside()", True),
        ("default()", True),
        ("decorator()", False),
        ("before()", False),
        ("anonymous()", True),
        ("behind()", False),
        ("body()", False),
        ("method()", True),
        ("last()", False),
    ],
)
def test_what_lies_in_a_function_is_told(text: str, is_in: bool) -> None:
    """The lines of a function and the text of a lambda are in it, what stands around them is not."""
    source = (
        "outside()\n@decorator()\ndef f(a=default()):\n    inside()\n(before(), lambda: anonymous(), behind())\n"
        "class C:\n    body()\n    def g(self):\n        method()\nlast()\n"
    )
    lines = source.splitlines()
    line = next(number for number, one in enumerate(lines) if text in one)
    column = lines[line].index(text)
    assert defined(source).is_in_function((line + 1, column + 1, line + 1, column + len(text) + 1)) is is_in


SHARED = """\
count = 0
def one():
    global count, other
    count = 1
    def two():
        global count
        count = 2
def three():
    count = 3
    def four():
        nonlocal count
        count = 4
        def five():
            nonlocal count
            count = 5
    def six():
        count = 6
        def seven():
            nonlocal count
            count = 7
"""


def test_bindings_of_shared_variables_are_found() -> None:
    """`global` binds the module's variable, `nonlocal` that of the nearest function around that has it."""
    found = defined(SHARED)
    shared = {name: [function.name for function, _ in of_it] for name, of_it in found.shared_bindings.items()}
    assert shared == {"count": ["one", "two"], "other": []}
    for around, inner in (("three", ["four", "five"]), ("three.six", ["seven"]), ("one", [])):
        function = owner_of(found, around)
        assert isinstance(function, Function)
        bound = found.nonlocal_bindings(function)
        assert [one.name for one, _ in bound.get("count", ())] == inner
