"""Doubts: what looks like a mistake of the caller's, and is told before the findings."""

from pathlib import Path
from typing import Union

import pytest

from macrometa_conformance.doubts import doubts_about_folder, doubts_about_settings
from macrometa_conformance.project.dict_tree import DictTree, Special
from macrometa_conformance.project.folder_tree import FolderTree


def write(root: Path, *files: str) -> Path:
    """Write empty files below a folder and return it."""
    for path in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("")
    return root


def doubts(path: str) -> list[str]:
    """Return the doubts about a real folder."""
    return list(doubts_about_folder(FolderTree(path), path))


@pytest.mark.parametrize("file", ["pyproject.toml", "setup.cfg", "setup.py"])
def test_a_folder_with_a_declaration_is_no_doubt(tmp_path: Path, file: str) -> None:
    """One of the three files makes a folder a connector's."""
    assert doubts(str(write(tmp_path, file))) == []


@pytest.mark.parametrize(
    ("files", "path", "hint"),
    [
        (["README.md"], ".", ""),
        (["one/pyproject.toml", "two/setup.py", "three/a.py"], ".", "; did you mean `./one`, `./two`?"),
        ([f"c{n}/setup.cfg" for n in range(5)], ".", "; did you mean `./c0`, `./c1`, `./c2` or one of 2 more?"),
        (["demo/setup.py", "demo/package/__init__.py"], "demo/package", "; did you mean `demo`?"),
        (["demo/setup.py", "demo/package/__init__.py"], "./demo/package/", "; did you mean `demo`?"),
        (["setup.py", "package/__init__.py"], "package", "; did you mean `.`?"),
        (["setup.py", "a/b/__init__.py", "a/__init__.py"], "a/b", "; did you mean `.`?"),
        (["setup.py", "docs/conf.py"], "docs", "; did you mean `.`?"),
        (["setup.py", "docs/deep/conf.py"], "docs/deep", ""),
    ],
)
def test_a_folder_without_one_is_doubted(
    tmp_path: Path, files: list[str], path: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hint names the connectors in the folder, else the one that the folder belongs to."""
    write(tmp_path / "root", *files)
    monkeypatch.chdir(tmp_path / "root")
    text = f"`{path}` does not look like a connector: it holds no `pyproject.toml`, `setup.cfg` or `setup.py`"
    assert doubts(path) == [text + hint]


def test_the_working_folder_may_be_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For `.` the hint is `..`."""
    write(tmp_path, "setup.py", "package/__init__.py")
    monkeypatch.chdir(tmp_path / "package")
    assert doubts(".")[0].endswith("; did you mean `..`?")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"c8-lint.toml": ""}, []),
        ({"pyproject.toml": "[tool.c8-lint]\n"}, []),
        ({"pyproject.toml": "[ tool . 'c8-lint' ]\n[tool.c8-lint.ignore]\n"}, []),
        ({"pyproject.toml": "[tool.c8lint]\n"}, ["`[tool.c8lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": "[project]\n  [tool.c8_lint.ignore]\n"}, ["`[tool.c8_lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": "[tool.C8-Lint]\r\n"}, ["`[tool.C8-Lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": "[tool.c8-lnt]"}, ["`[tool.c8-lnt]` in `pyproject.toml`"]),
        ({"pyproject.toml": "[tool.'c8 lint']"}, ["`[tool.c8 lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": "[tools.c8-lint]"}, ["`[tools.c8-lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": "[c8-lint]\n[c8-lint.ignore]"}, ["`[c8-lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": "[.c8-lint]\n['c8-lint"}, ["`[c8-lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": '[c8.]\n["c8""]\n[ \' c8]\n[c8\xff]'}, []),
        ({"pyproject.toml": "# [tool.c8lint]\nx = '[tool.c8lint]'\n"}, []),
        ({"pyproject.toml": "[tool.poetry.dependencies.c8-lint]\n[tool.pylint]\n[tool.c8connector]\n"}, []),
        ({"pyproject.toml": b"\xff\n[tool.c8lint]"}, ["`[tool.c8lint]` in `pyproject.toml`"]),
        ({"pyproject.toml": Special.PIPE}, []),
        ({"pyproject.toml": "[tool.c8-lint]", "c8-lint.toml": ""}, ["`[tool.c8-lint]` in `pyproject.toml`"]),
        ({"c8lint.toml": ""}, ["`c8lint.toml`"]),
        ({".c8-lint.toml": "", "C8_Lint.toml": ""}, ["`.c8-lint.toml`", "`C8_Lint.toml`"]),
        ({"folder/c8lint.toml": "", "c8-lint.sarif": "", "pylint.toml": "", "c8connector.toml": ""}, []),
        ({"c8lint.toml": Special.FOLDER}, []),
    ],
)
def test_settings_that_nothing_reads_are_told(files: dict[str, Union[str, bytes, Special]], told: list[str]) -> None:
    """A table or a file with a slip in its name is told; so is a table that a file stands in place of."""
    found = list(doubts_about_settings(DictTree(files)))
    assert [text.partition(" is not read: ")[0] for text in found] == sorted(told)


def test_the_right_name_is_told() -> None:
    """Each sentence ends with what holds, or where settings stand."""
    both = DictTree({"pyproject.toml": "[tool.c8-lint]\n[tool.c8lint]", "c8-lint.toml": "", "c8lint.toml": ""})
    assert [text.partition(" is not read: ")[2] for text in doubts_about_settings(both)] == [
        "settings stand in `c8-lint.toml`",
        "the settings in `c8-lint.toml` hold",
        "settings stand in `[tool.c8-lint]`",
    ]
