"""All declaration files of a tree together."""

import pytest

from macrometa_conformance.project.declarations.model import Field, Scope
from macrometa_conformance.project.declarations.read import read_declarations
from macrometa_conformance.project.dict_tree import DictTree

PYPROJECT = '[project]\nname = "macrometa-source-demo"\nversion = "1"\ndependencies = ["c8connector"]\n'
GENERATED = """\
from setuptools import setup

setup_kwargs = {
    'name': 'generated',
    'install_requires': ['requests'],
}


setup(**setup_kwargs)
"""


def test_empty_tree() -> None:
    """A tree without declaration files declares nothing and knows it."""
    declared = read_declarations(DictTree({"README.md": ""}))
    assert declared.files == ()
    assert declared.unknown == ()
    assert declared.names == ()


def test_files_merge_in_order() -> None:
    """pyproject.toml comes first, then setup.cfg, then setup.py."""
    files = {
        "setup.py": "from setuptools import setup\nsetup(name='third')\n",
        "setup.cfg": "[metadata]\nname = second\n",
        "pyproject.toml": '[project]\nname = "first"\n',
    }
    declared = read_declarations(DictTree(files))
    assert declared.files == ("pyproject.toml", "setup.cfg", "setup.py")
    assert [name.value for name in declared.names] == ["first", "second", "third"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_generated_setup_py_does_not_count(end: str) -> None:
    """A setup.py that Poetry generated is passed over beside a pyproject.toml, and counts without one."""
    generated = GENERATED.replace("\n", end)
    assert read_declarations(DictTree({"pyproject.toml": PYPROJECT, "setup.py": generated})).files == (
        "pyproject.toml",
    )
    assert read_declarations(DictTree({"setup.py": generated})).files == ("setup.py",)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("[egg_info]\ntag_build = \ntag_date = 0\n\n", False),
        ("[egg_info]\r\ntag_build = \r\n", False),
        ("[egg_info]\ntag_date = 0\n[metadata]\nname = x\n", True),
    ],
)
def test_setup_cfg_of_a_build_does_not_count(text: str, counts: bool) -> None:
    """A setup.cfg with nothing but `[egg_info]` is what a build leaves."""
    declared = read_declarations(DictTree({"pyproject.toml": PYPROJECT, "setup.cfg": text}))
    assert ("setup.cfg" in declared.files) == counts


def test_metadata_of_a_build_is_never_read() -> None:
    """PKG-INFO and *.egg-info, which a build makes, declare nothing."""
    files = {"PKG-INFO": "Name: x\nRequires-Dist: y\n", "x.egg-info/requires.txt": "singer-sdk\n"}
    declared = read_declarations(DictTree(files))
    assert declared.names == ()
    assert declared.requirements == ()


@pytest.mark.parametrize("data", [b"[project\n", b'[project]\nname = "\xff"\n', b"a = " + b"[" * 5_000])
def test_broken_pyproject_makes_all_unknown(data: bytes) -> None:
    """A pyproject.toml that cannot be decoded or parsed is a problem at its place; all that it may hold is unknown."""
    declared = read_declarations(DictTree({"pyproject.toml": data}))
    assert declared.files == ("pyproject.toml",)
    assert [problem.place.path for problem in declared.problems] == ["pyproject.toml"]
    assert declared.problems[0].place.region is not None
    assert {unknown.field for unknown in declared.unknown} == set(Field)
    assert {unknown.reason for unknown in declared.unknown} == {"`pyproject.toml` cannot be parsed"}


def test_pyproject_with_a_byte_order_mark() -> None:
    """A byte-order mark neither breaks a pyproject.toml nor moves its columns."""
    declared = read_declarations(DictTree({"pyproject.toml": b"\xef\xbb\xbfproject.name = 'x'\r\n"}))
    assert declared.problems == ()
    assert declared.names[0].place.region is not None
    assert declared.names[0].place.region.column == 16


def test_a_folder_is_no_file() -> None:
    """A folder that has the name of a declaration file is none."""
    assert read_declarations(DictTree({"pyproject.toml/x": "", "setup.py/y.py": "", "uv.lock/z": ""})).files == ()


def test_dynamic_requirements_read_from_a_file_are_run_time() -> None:
    """Requirements that setuptools reads from a file are those of a plain install, and nothing is unknown."""
    files = {
        "pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]\n'
        '[tool.setuptools.dynamic]\ndependencies = {file = ["requirements.txt"]}\n',
        "requirements.txt": "requests==2.31.0\n",
    }
    declared = read_declarations(DictTree(files))
    assert [(item.name, item.scope) for item in declared.requirements] == [("requests", Scope.RUNTIME)]
    assert declared.is_unknown(Field.REQUIREMENTS) is None


def test_dynamic_field_is_unknown_until_another_file_declares_it() -> None:
    """A dynamic field is unknown; a setup.py that declares it makes it known."""
    pyproject = '[project]\nname = "x"\ndynamic = ["dependencies", "version"]\n'
    alone = read_declarations(DictTree({"pyproject.toml": pyproject}))
    assert {unknown.field for unknown in alone.unknown} == {Field.REQUIREMENTS, Field.VERSION}
    setup = "from setuptools import setup\nsetup(version='2', install_requires=['requests'])\n"
    both = read_declarations(DictTree({"pyproject.toml": pyproject, "setup.py": setup}))
    assert both.unknown == ()
    assert [version.value for version in both.versions] == ["2"]


def test_lock_files_are_read_at_the_root_alone() -> None:
    """Lock files at the root add their names; one in a folder does not."""
    lock = '[[package]]\nname = "singer-sdk"\n'
    declared = read_declarations(DictTree({"uv.lock": lock, "sub/poetry.lock": lock}))
    assert [(item.name, item.scope, item.place.path) for item in declared.requirements] == [
        ("singer-sdk", Scope.LOCK, "uv.lock")
    ]


@pytest.mark.parametrize(
    ("requires", "lines"),
    {
        "in the list": ("[\n    'c8connector==' + C8,\n    'requests==%s' % '2',\n]", [4, 5]),
        "unpacked": ("[\n    *BASE,\n    'requests==' + '2',\n]", [3, 3]),
        "a constant": ("BASE", [3]),
    }.values(),
)
def test_a_requirement_that_setup_py_puts_together_stands_where_it_does(requires: str, lines: list[int]) -> None:
    """It is the element of the list that is passed, else the list that is known to hold it."""
    text = "from setuptools import setup\nC8 = '0.0.32'\nBASE = ['c8connector==' + C8]; "
    text += f"setup(install_requires={requires})\n"
    declared = read_declarations(DictTree({"setup.py": text}))
    assert [requirement.place.line for requirement in declared.requirements] == lines
