"""What setuptools' finders keep."""

from pathlib import Path

import pytest

from macrometa_conformance.project.declarations.find import find_root_packages
from macrometa_conformance.project.dict_tree import DictTree

setuptools = pytest.importorskip("setuptools")

FILES = (
    "a/__init__.py",
    "a/b/__init__.py",
    "a/tests/__init__.py",
    "tests/__init__.py",
    "tests/unit/__init__.py",
    "plain/m.py",
    "plain/inner/__init__.py",
    "with.dot/__init__.py",
    "src/s/__init__.py",
    "src/s/t/__init__.py",
    "src/u/v.py",
)
FILTERS = [
    ((), ()),
    ((), ("tests",)),
    ((), ("tests*",)),
    ((), ("tests", "tests.*")),
    ((), ("*.tests", "*.tests.*", "tests.*", "tests")),
    (("a",), ()),
    (("a.*",), ()),
    (("a*", "s*"), ("a",)),
    (("nothing",), ()),
]


@pytest.mark.parametrize(("include", "exclude"), FILTERS)
@pytest.mark.parametrize("where", [".", "src", "a"])
@pytest.mark.parametrize("namespaces", [False, True])
def test_agrees_with_setuptools(
    tmp_path: Path, where: str, namespaces: bool, include: tuple[str, ...], exclude: tuple[str, ...]
) -> None:
    """The root packages found are those of what setuptools itself finds in the same tree."""
    for name in FILES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    find = setuptools.find_namespace_packages if namespaces else setuptools.find_packages
    expected = {name.split(".")[0] for name in find(str(tmp_path / where), exclude, include or ("*",))}
    assert set(find_root_packages(DictTree(dict.fromkeys(FILES, "")), where, include, exclude, namespaces)) == expected


def test_namespace_without_modules_is_not_found() -> None:
    """A folder of data alone is no package that would be imported."""
    assert find_root_packages(DictTree({"data/x.csv": "", "code/deep/x.py": ""}), namespaces=True) == ("code",)
