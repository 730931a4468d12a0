"""Names in lock files."""

import json

import pytest

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.project.declarations.locks import read_lock
from macrometa_conformance.project.declarations.model import Scope

LOCK = """\
# generated
version = 1

[[package]]
name = "Singer_SDK"
version = "0.1"
dependencies = [
    { name = "inner" },
]

[package.metadata]
name = "not this"

[[package]]
version = "2"
name = 'requests'
"""


@pytest.mark.parametrize("name", ["poetry.lock", "uv.lock", "pdm.lock"])
def test_toml_lock(name: str) -> None:
    """Each locked package is a requirement at its name, and nothing else is."""
    found = read_lock(LOCK.encode(), name).requirements
    assert [(item.name, item.text, item.scope) for item in found] == [
        ("singer-sdk", "Singer_SDK==0.1", Scope.LOCK),
        ("requests", "requests==2", Scope.LOCK),
    ]
    assert [item.place for item in found] == [
        Place(name, Region(5, 8, 5, 20)),
        Place(name, Region(16, 8, 16, 18)),
    ]


@pytest.mark.parametrize(
    "text",
    ['package = [{ name = "a" }, { name = "b" }]', '[[package]]\nname = "\\u0061"\n[["package"]]\n"name" = """b"""\n'],
)
def test_lock_in_another_layout(text: str) -> None:
    """A lock that no tool would write so is read through its values, with places."""
    found = read_lock(text.encode(), "uv.lock").requirements
    assert [item.name for item in found] == ["a", "b"]
    assert all(item.place.region for item in found)


def test_pipfile_lock() -> None:
    """Both sections of a Pipfile.lock are read; a name stands at its key, in its own section."""
    values = {
        "_meta": {"sources": [{"name": "singer-sdk"}], "requires": {"requests": "1"}},
        "default": {"requests": {"version": "==2"}, "singer-python": {}},
        "develop": {"requests": {"version": "==3"}},
    }
    text = json.dumps(values, indent=4)
    found = read_lock(text.encode(), "Pipfile.lock").requirements
    lines = text.splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith('        "requests": {')]
    assert [(item.text, item.place.line) for item in found] == [
        ("requests==2", numbers[0]),
        ("singer-python", lines.index('        "singer-python": {}') + 1),
        ("requests==3", numbers[1]),
    ]
    assert found[0].place.region == Region(numbers[0], 9, numbers[0], 19)


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("poetry.lock", b"[[package]]\nname = \n", 2),
        ("Pipfile.lock", b'{\n"default": }', 2),
        ("Pipfile.lock", b"[" * 100_000, 1),
        ("uv.lock", b"\xff\xfe\xfa", 1),
        ("uv.lock", b"a = " + b"[" * 100_000, 1),
    ],
)
def test_broken_lock_is_a_problem(name: str, data: bytes, line: int) -> None:
    """A lock that cannot be decoded or parsed is a problem at its place, and makes nothing unknown."""
    declared = read_lock(data, name)
    assert [(problem.place.path, problem.place.line) for problem in declared.problems] == [(name, line)]
    assert declared.requirements == ()
    assert declared.unknown == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("poetry.lock", "package = 3"),
        ("poetry.lock", "package = [1, {name = 2}]"),
        ("Pipfile.lock", "[]"),
        ("Pipfile.lock", '{"default": [1]}'),
    ],
)
def test_lock_of_another_shape_locks_nothing(name: str, text: str) -> None:
    """Values of an unexpected shape are passed over."""
    declared = read_lock(text.encode(), name)
    assert declared.requirements == ()
    assert declared.problems == ()
