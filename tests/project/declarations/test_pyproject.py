"""pyproject.toml: the standard tables and those of build back ends."""

import json
from collections.abc import Mapping
from typing import Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from macrometa_conformance.finding import Place
from macrometa_conformance.project.declarations.model import Field, Kind, Requirement, Scope
from macrometa_conformance.project.declarations.pep508 import read_requirement
from macrometa_conformance.project.declarations.pyproject import Pyproject, read_pyproject
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.positions import read_toml


def read(text: str, files: Optional[Mapping[str, str]] = None) -> Pyproject:
    """Read a pyproject.toml in a tree of files."""
    return read_pyproject(read_toml(text), "pyproject.toml", DictTree(files or {}))


def cut(text: str, place: Place) -> str:
    """Return the text of a place on one line."""
    assert place.region is not None
    region = place.region
    assert region.line == region.end_line
    return text.splitlines()[region.line - 1][region.column - 1 : region.end_column - 1]


PROJECT = """\
[build-system]
requires = ["setuptools>=61"]

[project]
name = "macrometa-source-demo"
version = "1.0"
requires-python = ">=3.7"
dependencies = [
    "c8connector",  # the newest
    'Requests [socks] == 2.31.* ; python_version>"3.7" and os_name=="nt"',
    "tool @ git+https://example.com/tool.git",
    "broken=>2",
]

[project.optional-dependencies]
Test_Kit = ["pytest>=7"]

[project.scripts]
demo = "macrometa_source_demo:main"

[project.gui-scripts]
window = "macrometa_source_demo.gui:main [qt]"

[project.entry-points."demo.plugins"]
one = "macrometa_source_demo.one"

[dependency-groups]
dev = ["ruff==0.4", {include-group = "docs"}]
docs = ["sphinx", {include-group = "dev"}]
"""


def test_project_fields_have_places() -> None:
    """Name, version and Python requirement come with the place of their string."""
    declared = read(PROJECT).declarations
    assert [name.value for name in declared.names] == ["macrometa-source-demo"]
    assert cut(PROJECT, declared.names[0].place) == '"macrometa-source-demo"'
    assert cut(PROJECT, declared.versions[0].place) == '"1.0"'
    assert cut(PROJECT, declared.python[0].place) == '">=3.7"'
    assert declared.python_versions[0] is not None
    assert not declared.python_versions[0].admits_below("3.7")
    assert declared.unknown == ()


def test_requirements_by_scope() -> None:
    """Dependencies, extras, groups (a cycle of includes is harmless) and build requirements have their scopes."""
    declared = read(PROJECT).declarations
    assert [(item.name, item.scope, item.group) for item in declared.requirements] == [
        ("c8connector", Scope.RUNTIME, ""),
        ("requests", Scope.RUNTIME, ""),
        ("tool", Scope.RUNTIME, ""),
        ("broken", Scope.RUNTIME, ""),
        ("pytest", Scope.EXTRA, "test-kit"),
        ("ruff", Scope.GROUP, "dev"),
        ("sphinx", Scope.GROUP, "docs"),
        ("setuptools", Scope.BUILD, ""),
    ]
    assert [cut(PROJECT, item.place) for item in declared.requirements[2:5]] == [
        '"tool @ git+https://example.com/tool.git"',
        '"broken=>2"',
        '"pytest>=7"',
    ]


def test_requirement_parts() -> None:
    """A requirement is taken apart; its marker has one form and its versions their text."""
    requests, tool, broken = read(PROJECT).declarations.requirements[1:4]
    assert requests.extras == ("socks",)
    assert requests.marker == 'os_name == "nt" and python_version > "3.7"'
    assert requests.versions is not None
    assert requests.versions.text == "== 2.31.*"
    assert (tool.kind, tool.versions) == (Kind.URL, None)
    assert broken.kind is Kind.INVALID
    assert broken.problem


def test_entry_points() -> None:
    """Scripts, GUI scripts and other entry points are read, extras of a target cut off."""
    assert [(entry.group, entry.name, entry.target) for entry in read(PROJECT).declarations.entry_points] == [
        ("console_scripts", "demo", "macrometa_source_demo:main"),
        ("gui_scripts", "window", "macrometa_source_demo.gui:main"),
        ("demo.plugins", "one", "macrometa_source_demo.one"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("a", "a", Kind.VERSIONS),
        ("A.b_c>=1,<2", "a-b-c", Kind.VERSIONS),
        ("a (==1.0)", "a", Kind.VERSIONS),
        ("a===1.0", "a", Kind.VERSIONS),
        ("a @ https://example.com/a.zip ; os_name == 'nt'", "a", Kind.URL),
        ("a==", "a", Kind.INVALID),
        ("a>=2004d", "a", Kind.INVALID),
        ("a ^1.2", "a", Kind.INVALID),
        ("a==latest", "a", Kind.INVALID),
        ("a; python_version ~ 3", "a", Kind.INVALID),
        ("", "", Kind.INVALID),
        ("-e .", "", Kind.INVALID),
        ("a; " + "(" * 20_000, "a", Kind.INVALID),
        ("a; " + "(" * 5_000 + "os_name == 'x'" + ")" * 4_000, "a", Kind.INVALID),
    ],
)
def test_any_text_is_a_requirement_or_invalid(text: str, name: str, kind: Kind) -> None:
    """Whatever stands in an array of requirements is read or named as invalid, with its name where it has one."""
    found = read_requirement(text, Place("x"), Scope.RUNTIME)
    assert (found.name, found.kind, found.text) == (name, kind, text)
    assert bool(found.problem) == (kind is Kind.INVALID)


def test_pin_in_parentheses() -> None:
    """Old metadata puts versions in parentheses: a pin there is a pin."""
    found = read_requirement("a (==1.0)", Place("x"), Scope.RUNTIME)
    assert found.versions is not None
    assert found.versions.exact == Version("1.0")


def test_setuptools_dynamic_files_are_read_by_the_build() -> None:
    """A dynamic field that setuptools reads from files is known: the files are named."""
    text = """\
[project]
name = "x"
dynamic = ["version", "dependencies", "optional-dependencies"]
[tool.setuptools.dynamic]
version = {attr = "x.__version__"}
dependencies = {file = ["./requirements.txt"]}
optional-dependencies.dev = {file = "requirements-dev.txt"}
"""
    pyproject = read(text, {"requirements.txt": ""})
    assert pyproject.declarations.build_files == ("requirements.txt",)
    assert pyproject.declarations.unknown == ()
    assert [(unknown.field, cut(text, unknown.place)) for unknown in pyproject.dynamic] == [
        (Field.VERSION, '"version"')
    ]


def test_missing_file_of_a_dynamic_field_is_unknown() -> None:
    """A file that the build is to read and that is not there leaves the requirements unknown."""
    text = '[project]\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies.file = "r/base.txt"\n'
    unknown = read(text, {"r/other.txt": ""}).declarations.is_unknown(Field.REQUIREMENTS)
    assert unknown is not None
    assert cut(text, unknown.place) == '"r/base.txt"'


def test_dynamic_fields_without_an_answer_are_open() -> None:
    """Dynamic fields that nothing in the file answers are left open, with what they are."""
    text = '[project]\ndynamic = ["dependencies", "requires-python", "scripts", "readme"]\n'
    assert [(unknown.field, unknown.reason) for unknown in read(text).dynamic] == [
        (Field.REQUIREMENTS, "`dependencies` is dynamic"),
        (Field.PYTHON, "`requires-python` is dynamic"),
        (Field.ENTRY_POINTS, "`scripts` is dynamic"),
    ]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[project]\nname = 3", Field.NAME),
        ("[project]\nrequires-python = 3.7", Field.PYTHON),
        ('[project]\ndependencies = "requests"', Field.REQUIREMENTS),
        ("[project]\ndependencies = [1]", Field.REQUIREMENTS),
        ("[project.optional-dependencies]\ndev = true", Field.REQUIREMENTS),
        ("[tool.poetry]\ndependencies = []", Field.REQUIREMENTS),
    ],
)
def test_wrong_types_are_unknown(text: str, field: Field) -> None:
    """A field of the wrong type is unknown, never a crash and never absent."""
    assert read(text).declarations.is_unknown(field) is not None


@pytest.mark.parametrize(
    "text",
    [
        "project = 1",
        "tool = []",
        "[tool]\npoetry = 3",
        "[tool.setuptools]\npackages = 3\npy-modules = 'x'\npackage-dir = []",
        "[tool.poetry]\npackages = [3, {}, {include = 4}]\nscripts = []\nplugins = {a = 1}\nextras = {a = 3}",
        "[tool.hatch.build.targets]\nwheel = 3",
        "[project]\nscripts = {a = 1}\nentry-points = {a = 1}\noptional-dependencies = []\ndynamic = 'x'",
        "dependency-groups = 4\nbuild-system = 3",
        "[tool.poetry.dependencies]\na = [[1], 2, {version = [3]}]\nb = {python = 'x'}\nc = {markers = '('}",
    ],
)
def test_nonsense_is_survived(text: str) -> None:
    """Tables of the wrong shape declare nothing and raise nothing."""
    declared = read(text).declarations
    assert declared.names == ()
    assert declared.shipped == ()


def shipped(text: str, files: Optional[Mapping[str, str]] = None) -> list[tuple[str, Optional[str], bool]]:
    """Return what a pyproject.toml ships."""
    return [(item.name, item.folder, item.found) for item in read(text, files).declarations.shipped]


def test_setuptools_ships_listed_packages() -> None:
    """Listed packages and modules ship, each from the folder that `package-dir` gives it."""
    text = """\
[tool.setuptools]
packages = ["a", "a.b", "c"]
py-modules = ["m"]
package-dir = {"" = "src", "c" = "lib/c"}
"""
    assert shipped(text) == [("a", "src", False), ("a.b", "src", False), ("c", "lib/c", False), ("m", "src", False)]
    assert cut(text, read(text).declarations.shipped[1].place) == '"a.b"'


TREE = {
    "a/__init__.py": "",
    "a/b/__init__.py": "",
    "tests/__init__.py": "",
    "tests/unit/__init__.py": "",
    "docs/conf.py": "",
    "data/x.csv": "",
    "src/s/__init__.py": "",
    "pyproject.toml": "",
}


@pytest.mark.parametrize(
    ("find", "names"),
    [
        ("namespaces = false", ["a", "tests"]),
        ("namespaces = false\nexclude = ['tests*']", ["a"]),
        ("namespaces = false\nexclude = ['tests']", ["a", "tests"]),
        ("namespaces = false\nexclude = ['tests', 'tests.*']", ["a"]),
        ("namespaces = false\ninclude = ['a*']", ["a"]),
        ("", ["a", "docs", "src", "tests"]),
        ("where = ['src']", ["s"]),
        ("where = ['./nowhere/']", []),
    ],
)
def test_setuptools_find_keeps_what_setuptools_would(find: str, names: list[str]) -> None:
    """`packages.find` ships the root packages that its filters keep; namespaces count unless switched off."""
    found = shipped("[tool.setuptools.packages.find]\n" + find, TREE)
    assert [name for name, _, _ in found] == names
    assert all(flag for _, _, flag in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[tool.hatch.build.targets.wheel]\npackages = ["src/a", "b"]', [("a", "src", False), ("b", None, False)]),
        (
            '[tool.hatch.build]\nonly-include = ["src/a", "m.py"]\nsources = ["src"]',
            [("a", "src", False), ("m", None, False)],
        ),
        ('[tool.flit.module]\nname = "a"', [("a", None, False)]),
        ('[tool.pdm.build]\nincludes = ["a/", "README.md"]', [("a", None, False)]),
        ('[tool.uv.build-backend]\nmodule-name = ["a", "b"]', [("a", None, False), ("b", None, False)]),
        ('[project]\nname = "a"', []),
    ],
)
def test_other_back_ends_ship(text: str, expected: list[tuple[str, Optional[str], bool]]) -> None:
    """Hatch, Flit, PDM and uv name what they ship; what a back end discovers on its own is not declared."""
    assert shipped(text, TREE) == expected


def test_requirement_is_a_value() -> None:
    """Reading twice gives equal values."""
    first: Requirement = read(PROJECT).declarations.requirements[0]
    assert first == read(PROJECT).declarations.requirements[0]


_WORDS = st.sampled_from(
    ["name", "version", "python", "git", "markers", "optional", "extras", "include", "from", "file"]
)
_LEAVES = st.one_of(
    st.sampled_from(["^1", "latest", "*", "a>=1", "a b", "os_name == 'x' or os_name", "**/*.py", "..", ""]).map(
        json.dumps
    ),
    st.sampled_from(["1", "1.5", "true", "1979-05-27"]),
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(_WORDS, inner, max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key} = {value}" for key, value in pairs.items()) + "}"
        )
    ),
    max_leaves=5,
)
_TABLES = {
    "project": [
        "name",
        "requires-python",
        "dependencies",
        "optional-dependencies",
        "scripts",
        "entry-points",
        "dynamic",
    ],
    "tool.poetry": ["name", "version", "packages", "dependencies", "group", "extras", "scripts", "plugins"],
    "tool.poetry.group.dev": ["dependencies", "optional"],
    "tool.setuptools": ["packages", "py-modules", "package-dir", "dynamic"],
    "tool.hatch.build": ["packages", "only-include", "sources", "targets"],
    "build-system": ["requires"],
    "dependency-groups": ["dev", "test"],
}


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_values_are_survived(data: st.DataObject) -> None:
    """Whatever stands under the known keys is read without an exception, each value with a place in the file."""
    lines: list[str] = []
    for table, keys in _TABLES.items():
        if table == "tool.poetry.group.dev" and any(line.startswith("group") for line in lines):
            continue
        lines.append(f"[{table}]")
        lines.extend(f"{key} = {data.draw(_VALUES)}" for key in data.draw(st.sets(st.sampled_from(keys))))
    declared = read("\n".join(lines), TREE).declarations
    places = [item.place for item in declared.requirements]
    places += [item.place for item in declared.shipped]
    places += [item.place for item in declared.entry_points]
    assert all(place.region is not None for place in places)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab1.-_[]()<>=!~;@,:/ '\"\n\\é"), max_size=20))
def test_any_requirement_text_is_survived(text: str) -> None:
    """Any text is a requirement that can be compared, or an invalid one."""
    found = read_requirement(text, Place("x"), Scope.RUNTIME)
    assert found.kind is not Kind.VERSIONS or found.versions is not None
    assert bool(found.problem) == (found.kind is Kind.INVALID)
