"""`[tool.poetry]`, of Poetry 1 and 2."""

from collections.abc import Mapping
from typing import Optional

import pytest

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.project.declarations.model import Declarations, Field, Kind, Scope
from macrometa_conformance.project.declarations.pyproject import read_pyproject
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.positions import read_toml


def read(text: str, files: Optional[Mapping[str, str]] = None) -> Declarations:
    """Read a pyproject.toml in a tree of files."""
    return read_pyproject(read_toml(text), "pyproject.toml", DictTree(files or {})).declarations


def cut(text: str, place: Place) -> str:
    """Return the text of a place on one line."""
    assert place.region is not None
    region = place.region
    return text.splitlines()[region.line - 1][region.column - 1 : region.end_column - 1]


POETRY = """\
[tool.poetry]
name = "macrometa-target-demo"
version = "0.1.0"
requires-poetry = ">=1"
packages = [
    { include = "macrometa_target_demo" },
    { include = "sync_strategies", from = "lib/" },
    { include = "tests", format = "sdist" },
    { include = "moved", to = "inner" },
    { include = "deep/**/*.py", format = ["sdist", "wheel"] },
    { include = "single.py" },
    { include = "NOTES.md" },
]

[tool.poetry.dependencies]
python = ">=3.7"
c8connector = "latest"
pipelinewise-singer-python = "1.2.0"
Psycopg2_binary = { version = "^2.9", optional = true, extras = ["Pool_x"], markers = "os_name=='nt'" }
boto3 = { version = "*", optional = true }
fast = [
    { version = "1.0", python = "<3.9" },
    { version = "2.0", python = "^3.9", platform = "linux" },
]
forked = { git = "https://x.com/forked.git", rev = "abc" }
number = 1.2

[tool.poetry.dependencies.long]
version = "~1.4"

[tool.poetry.extras]
pool = ["psycopg2-binary"]

[tool.poetry.dev-dependencies]
pytest = "^7"

[tool.poetry.group.Docs_x]
optional = true

[tool.poetry.group.Docs_x.dependencies]
python = "^3.9"
sphinx = "*"

[tool.poetry.scripts]
demo = "macrometa_target_demo:main"
other = { reference = "macrometa_target_demo.cli:run", type = "console" }
shell = { reference = "bin/x.sh", type = "file" }
old = { callable = "macrometa_target_demo.old:run", extras = ["pool"] }

[tool.poetry.plugins."demo.plugin"]
p = "macrometa_target_demo.p:P"
"""


def test_metadata() -> None:
    """Name, version and the `python` entry are read with their places."""
    declared = read(POETRY)
    assert [name.value for name in declared.names] == ["macrometa-target-demo"]
    assert cut(POETRY, declared.names[0].place) == '"macrometa-target-demo"'
    assert [version.value for version in declared.versions] == ["0.1.0"]
    assert [python.value for python in declared.python] == [">=3.7"]
    assert declared.python_versions[0] is not None
    assert declared.unknown == ()


def test_requirements() -> None:
    """Every table of dependencies is read into its scope; `python` is no requirement."""
    found = [(item.name, item.scope, item.group, item.kind) for item in read(POETRY).requirements]
    assert found == [
        ("c8connector", Scope.RUNTIME, "", Kind.INVALID),
        ("pipelinewise-singer-python", Scope.RUNTIME, "", Kind.VERSIONS),
        ("psycopg2-binary", Scope.EXTRA, "pool", Kind.VERSIONS),
        ("boto3", Scope.EXTRA, "", Kind.VERSIONS),
        ("fast", Scope.RUNTIME, "", Kind.VERSIONS),
        ("fast", Scope.RUNTIME, "", Kind.VERSIONS),
        ("forked", Scope.RUNTIME, "", Kind.URL),
        ("number", Scope.RUNTIME, "", Kind.INVALID),
        ("long", Scope.RUNTIME, "", Kind.VERSIONS),
        ("sphinx", Scope.GROUP, "docs-x", Kind.VERSIONS),
        ("pytest", Scope.GROUP, "dev", Kind.VERSIONS),
    ]


def test_places_and_texts() -> None:
    """A requirement stands at its version string, or at its value where it has none."""
    by_text = {item.text: cut(POETRY, item.place) for item in read(POETRY).requirements}
    assert by_text == {
        'c8connector = "latest"': '"latest"',
        'pipelinewise-singer-python = "1.2.0"': '"1.2.0"',
        'Psycopg2_binary = { version = "^2.9", … }': '"^2.9"',
        'boto3 = { version = "*", … }': '"*"',
        'fast = { version = "1.0", … }': '"1.0"',
        'fast = { version = "2.0", … }': '"2.0"',
        'forked = { git = "https://x.com/forked.git", … }': '{ git = "https://x.com/forked.git", rev = "abc" }',
        "number = 1.2": "1.2",
        'long = { version = "~1.4" }': '"~1.4"',
        'sphinx = "*"': '"*"',
        'pytest = "^7"': '"^7"',
    }


def test_details_of_tables() -> None:
    """Extras, markers, optional and alternatives of a table are kept; all is marked as Poetry's notation."""
    found = {item.text: item for item in read(POETRY).requirements}
    psycopg = found['Psycopg2_binary = { version = "^2.9", … }']
    assert (psycopg.extras, psycopg.marker, psycopg.optional) == (("pool-x",), 'os_name == "nt"', True)
    first, second = found['fast = { version = "1.0", … }'], found['fast = { version = "2.0", … }']
    assert first.alternative
    assert second.alternative
    assert first.marker == 'python_version < "3.9"'
    assert second.marker == 'python_version < "4.0" and python_version >= "3.9" and sys_platform == "linux"'
    assert all(item.poetry for item in found.values())
    assert found['c8connector = "latest"'].problem == "`latest` is no version constraint"
    assert found["number = 1.2"].problem == "`1.2` is no string"


def test_one_marker_whatever_its_notation() -> None:
    """`python` and the same marker written out are one marker."""
    text = """\
[tool.poetry.dependencies]
a = { version = "1", python = ">=3.7,<3.9" }
b = { version = "1", markers = "python_version<'3.9' and python_version >= '3.7'" }
c = { version = "1", python = "*" }
"""
    one, other, none = (item.marker for item in read(text).requirements)
    assert one == other
    assert none == ""


def test_entry_points() -> None:
    """Scripts are strings or tables; files are no entry points."""
    found = [(entry.group, entry.name, entry.target) for entry in read(POETRY).entry_points]
    assert found == [
        ("console_scripts", "demo", "macrometa_target_demo:main"),
        ("console_scripts", "other", "macrometa_target_demo.cli:run"),
        ("console_scripts", "old", "macrometa_target_demo.old:run"),
        ("demo.plugin", "p", "macrometa_target_demo.p:P"),
    ]


def test_packages() -> None:
    """What reaches the wheel ships, under the name that it is imported by."""
    declared = read(POETRY)
    assert [(item.name, item.folder) for item in declared.shipped] == [
        ("macrometa_target_demo", None),
        ("sync_strategies", "lib"),
        ("inner.moved", None),
        ("deep", None),
        ("single", None),
    ]
    assert cut(POETRY, declared.shipped[1].place) == '"sync_strategies"'


def test_packages_by_glob() -> None:
    """A glob at the first step ships the packages and modules that it meets."""
    files = {
        "macrometa_a/__init__.py": "",
        "macrometa_b/x.py": "",
        "macrometa_c/x.txt": "",
        "m.py": "",
        "other/a.py": "",
    }
    entry = '[tool.poetry]\npackages = [{ include = "%s" }]'
    assert [item.name for item in read(entry % "macrometa_*", files).shipped] == ["macrometa_a", "macrometa_b"]
    assert [item.name for item in read(entry % "*.py", files).shipped] == ["m"]


def test_project_leads_in_poetry_2() -> None:
    """Beside `[project]` Poetry's table only enriches: no name, version or requirement counts twice."""
    text = """\
[project]
name = "a"
version = "1"
requires-python = ">=3.9"
dependencies = ["requests==2.31.0", "c8connector"]
scripts = { a = "a:main" }
[tool.poetry]
name = "b"
version = "2"
scripts = { b = "b:main" }
[tool.poetry.dependencies]
python = ">=3.9,<3.12"
requests = { source = "mirror" }
c8connector = "latest"
singer-sdk = "*"
[tool.poetry.group.dev.dependencies]
pytest = "7.0"
"""
    declared = read(text)
    assert [name.value for name in declared.names] == ["a"]
    assert [version.value for version in declared.versions] == ["1"]
    assert [python.value for python in declared.python] == [">=3.9"]
    assert [entry.name for entry in declared.entry_points] == ["a"]
    assert [(item.name, item.scope, item.poetry, item.kind) for item in declared.requirements] == [
        ("requests", Scope.RUNTIME, False, Kind.VERSIONS),
        ("c8connector", Scope.RUNTIME, False, Kind.VERSIONS),
        ("c8connector", Scope.GROUP, True, Kind.INVALID),
        ("singer-sdk", Scope.GROUP, True, Kind.VERSIONS),
        ("pytest", Scope.GROUP, True, Kind.VERSIONS),
    ]


def test_poetry_answers_dynamic_fields() -> None:
    """A version and requirements that `[project]` calls dynamic are those of Poetry's table."""
    text = """\
[project]
name = "a"
dynamic = ["version", "dependencies", "requires-python"]
[tool.poetry]
version = "2"
[tool.poetry.dependencies]
python = "^3.8"
requests = "2.31.0"
"""
    pyproject = read_pyproject(read_toml(text), "pyproject.toml", DictTree({}))
    assert pyproject.dynamic == ()
    assert [version.value for version in pyproject.declarations.versions] == ["2"]
    assert [item.scope for item in pyproject.declarations.requirements] == [Scope.RUNTIME]


def test_version_worked_out_by_a_plugin_is_unknown() -> None:
    """The version beside an enabled `poetry-dynamic-versioning` is a placeholder."""
    declared = read('[tool.poetry]\nversion = "0.0.0"\n[tool.poetry-dynamic-versioning]\nenable = true\n')
    assert declared.versions == ()
    assert declared.is_unknown(Field.VERSION) is not None


@pytest.mark.parametrize(("python", "readable"), [("^3.7", True), ("3.x", False), ("", False)])
def test_python_notation(python: str, readable: bool) -> None:
    """The `python` entry is kept as written, and unreadable where Poetry could not read it."""
    declared = read(f'[tool.poetry.dependencies]\npython = "{python}"\n')
    assert [item.value for item in declared.python] == [python]
    assert (declared.python_versions[0] is not None) == readable


def test_place_of_a_table_with_a_header() -> None:
    """A dependency in a table of its own without a version stands at the table's header."""
    declared = read('[tool.poetry.dependencies.a]\nextras = ["x"]\n')
    assert declared.requirements[0].place == Place("pyproject.toml", Region(1, 1, 1, 29))
    assert declared.requirements[0].versions is not None
    assert declared.requirements[0].versions.any
