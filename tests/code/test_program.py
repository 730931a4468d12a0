"""The modules of a project: which there are, by what names, and what stands in for those that cannot be read."""

from typing import Optional, Union

import pytest

from macrometa_conformance.code import facts, program
from macrometa_conformance.code.facts import Failure
from macrometa_conformance.code.program import Module, Program
from macrometa_conformance.project.dict_tree import DictTree, Special

FILES: dict[str, Union[str, bytes, Special]] = {
    "pkg/__init__.py": "from . import a\nfrom .sub.deep import b\nfrom .. import c\nimport d\n",
    "pkg/ab.py": "",
    "pkg/data.txt": "",
    "pkg/no-name.py": "",
    "pkg/name-no.py": "",
    "pkg/no-folder/inside.py": "",
    "pkg/pipe.py": Special.PIPE,
    "pkg/sub/deep.py": "def f():\n    class C:\n        from . import e\n",
    "pkg/tests.py": "",
    "pkg/tests/case.py": "",
    "pkg/sub/test/case.py": "",
    "pkg/empty": Special.FOLDER,
    "src/pkg/other.py": "",
    "src/only/x.py": "",
}


def names(*roots: str, package: str = "pkg") -> list[str]:
    """Return the names of the modules of a package."""
    return [module.name for module in Program(DictTree(FILES), roots).modules_of(package)]


def test_the_modules_of_a_package_are_its_files_that_can_be_imported() -> None:
    """Modules have names that are identifiers, lie in folders that have, and in none of tests; they come sorted."""
    assert names() == ["pkg", "pkg.ab", "pkg.sub.deep", "pkg.tests"]
    assert names("src") == names()
    assert names("src", package="only") == ["only.x"]
    assert names(package="only") == names(package="nothing") == []


@pytest.mark.parametrize(("limit", "expected"), [(4, 4), (3, 4), (2, 3), (1, 2)])
def test_of_too_many_modules_the_first_is_told(limit: int, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the modules that are read stands one that is not, which says how many there are."""
    monkeypatch.setattr(program, "MAX_MODULES", limit)
    modules = Program(DictTree(FILES)).modules_of("pkg")
    assert len(modules) == expected
    assert all(module.failure is None for module in modules[:limit])
    if expected > limit:
        assert modules[-1].failure == Failure(f"the package has 4 modules, of which {limit} are read", 1, 1, True)


@pytest.mark.parametrize(
    ("files", "is_one"),
    [
        ({"pkg/a.py": ""}, True),
        ({"pkg/a/b/c/d.py": ""}, True),
        ({"pkg/a/b/c/d/e.py": ""}, False),
        ({"pkg/a.txt": ""}, False),
        ({"pkg/py": ""}, False),
        ({"pkg": Special.FOLDER}, False),
        ({"pkg/a.py": Special.PIPE}, False),
        ({"pkg/no-name/a.py": ""}, False),
        ({"pkg.py": ""}, False),
        ({"src/pkg/a.py": ""}, True),
        ({"src/pkg/a.txt": "", "pkg/a.txt": ""}, False),
    ],
)
def test_a_folder_that_holds_modules_is_a_namespace(files: dict[str, Union[str, bytes, Special]], is_one: bool) -> None:
    """A namespace is a folder of the root or a source folder with modules in it, not deeper than three folders."""
    found = Program(DictTree(files), ("src",))
    assert found.is_namespace("pkg") is is_one
    assert found.has("pkg") is (is_one or "pkg.py" in files)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("pkg", "pkg/__init__.py"),
        ("pkg.ab", "pkg/ab.py"),
        ("only.x", "src/only/x.py"),
        ("pkg.other", "src/pkg/other.py"),
        ("pkg.pipe", None),
        ("pkg.name-no", None),
        ("pkg.sub", None),
        ("only", None),
        ("", None),
    ],
)
def test_a_module_is_found_by_its_name(name: str, path: Optional[str]) -> None:
    """The package's file comes before a module beside it, the root before a source folder."""
    found = Program(DictTree(FILES), ("src",))
    module = found.module(name)
    assert (module.path if module else None) == path
    assert found.at(path or "pkg/ab.py") is (module if path else None)
    assert found.loaded() == ((module,) if module else ())
    assert found.module(name) is module


def test_a_file_that_cannot_be_read_is_a_module_without_facts() -> None:
    """The failure tells why, at the file's first character, and Python may accept it."""
    module = Program(DictTree({"a.py": Special.UNREADABLE})).module("a")
    assert module is not None
    assert module.failure is not None
    assert module.failure.message.startswith("the file cannot be read: ")
    assert module.failure == Failure(module.failure.message, 1, 1, True)
    assert module.facts.body == ()


@pytest.mark.parametrize(
    ("path", "statement", "name"),
    [
        ("pkg/__init__.py", "from . import a", "pkg"),
        ("pkg/__init__.py", "from .b import a", "pkg.b"),
        ("pkg/__init__.py", "from .. import a", None),
        ("pkg/__init__.py", "from b import a", "b"),
        ("pkg/mod.py", "from . import a", "pkg"),
        ("pkg/sub/mod.py", "from ..b import a", "pkg.b"),
        ("pkg/sub/mod.py", "from .. import a", "pkg"),
        ("pkg/sub/mod.py", "from ... import a", None),
    ],
)
def test_an_import_names_a_module(path: str, statement: str, name: Optional[str]) -> None:
    """A relative import starts from the package that the module is or lies in, and leads nowhere above the top."""
    dotted = path[: -len(".py")].replace("/", ".").replace(".__init__", "")
    module = Program(DictTree({path: statement})).module(dotted)
    assert module is not None
    ((node, _),) = module.imports
    assert isinstance(node, facts.ImportFrom)
    assert module.absolute(node) == name


def test_imports_are_found_wherever_they_stand() -> None:
    """An import in a class in a function is one of the module's, with what it stands in from outside in."""
    module = Program(DictTree(FILES)).module("pkg.sub.deep")
    assert module is not None
    ((_, around),) = module.imports
    assert [type(visit.node) for visit in around] == [facts.FunctionDef, facts.ClassDef, facts.ImportFrom]


@pytest.mark.parametrize(
    ("path", "is_test"),
    [
        ("tests/a.py", True),
        ("pkg/test/a.py", True),
        ("pkg/tests.py", False),
        ("test.py", False),
        ("testing/a.py", False),
    ],
)
def test_modules_of_tests_are_told_by_their_folder(path: str, is_test: bool) -> None:
    """A file whose name alone speaks of tests is no test."""
    assert Module("a", path, Failure("", 1, 1, True)).is_test is is_test
