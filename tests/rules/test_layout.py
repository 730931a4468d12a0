"""C81."""

import pytest

from macrometa_conformance.project.dict_tree import Special
from tests.rules.projects import INIT, POETRY, PYPROJECT, Content, verdicts

PACKAGE = "macrometa_source_demo"
SETUPTOOLS = PYPROJECT + "\n[tool.setuptools.packages.find]\n"


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("C8101", "LICENSE"),
        ("C8102", "README.md"),
        ("C8103", "GETTING_STARTED.md"),
        ("C8104", "pyproject.toml"),
        ("C8105", "setup.cfg"),
        ("C8107", f"{PACKAGE}/main.py"),
    ],
)
def test_an_absent_file_is_a_finding_at_its_path(code: str, path: str) -> None:
    """Each required file is missed where it should be, and not where it is."""
    found = verdicts(code, {path: None}).only
    assert (found.place.path, found.place.line, found.absent) == (path, None, True)
    assert not verdicts(code, {}).findings


@pytest.mark.parametrize(
    ("code", "wanted", "there"),
    [
        ("C8101", "LICENSE", "LICENSE.txt"),
        ("C8101", "LICENSE", "license"),
        ("C8101", "LICENSE", "LICENCE"),
        ("C8101", "LICENSE", "COPYING"),
        ("C8102", "README.md", "README.rst"),
        ("C8102", "README.md", "Readme.md"),
        ("C8103", "GETTING_STARTED.md", "getting-started.md"),
        ("C8103", "GETTING_STARTED.md", "GettingStarted.txt"),
        ("C8104", "pyproject.toml", "PyProject.toml"),
        ("C8105", "setup.cfg", "Setup.cfg"),
        ("C8107", f"{PACKAGE}/main.py", f"{PACKAGE}/Main.py"),
    ],
)
def test_a_near_miss_is_named(code: str, wanted: str, there: str) -> None:
    """A file that was meant to be the required one is still a finding, and the message names it."""
    found = verdicts(code, {wanted: None, there: "x"}).only
    assert f"`{there.rpartition('/')[2]}`" in found.message
    assert "rename" in found.help


@pytest.mark.parametrize("there", ["LICENSES.md", "license_check.py", "README", "docs/LICENSE"])
def test_other_files_are_no_near_miss(there: str) -> None:
    """A name that says something else is not taken for the license."""
    assert "rename" not in verdicts("C8101", {"LICENSE": None, there: "x"}).only.help


@pytest.mark.parametrize("content", [Special.FOLDER, Special.BROKEN_LINK, Special.PIPE])
def test_what_is_no_file_does_not_do(content: Special) -> None:
    """A folder, a link that leads nowhere and a pipe of the right name are no license."""
    assert verdicts("C8101", {"LICENSE": content}).only.absent


def test_a_main_package_or_dunder_main_is_no_main_module() -> None:
    """Neither `__main__.py` nor a package `main` is the module `main.py`."""
    files: dict[str, Content] = {
        f"{PACKAGE}/main.py": None,
        f"{PACKAGE}/__main__.py": "",
        f"{PACKAGE}/main/__init__.py": "",
    }
    assert verdicts("C8107", files).places == [(f"{PACKAGE}/main.py", None)]


@pytest.mark.parametrize(
    ("content", "findings"),
    [
        ("[egg_info]\ntag_build =\ntag_date = 0\n", 1),
        ("[egg_info]\r\ntag_build =\r\n", 1),
        ("[egg_info]\ntag_build =\n[metadata]\nname = x\n", 0),
        ("", 0),
    ],
)
def test_a_setup_cfg_that_a_build_left_is_absent(content: str, findings: int) -> None:
    """A setup.cfg with nothing but `[egg_info]` counts as absent; an empty one does not."""
    assert len(verdicts("C8105", {"setup.cfg": content}).findings) == findings


@pytest.mark.parametrize("path", ["LICENSE", "README.md", "GETTING_STARTED.md", "pyproject.toml"])
@pytest.mark.parametrize("content", ["", " \n\t\r\n", b"\xef\xbb\xbf\n"])
def test_an_empty_required_file_is_found(path: str, content: Content) -> None:
    """Nothing, white space and a lone byte-order mark are empty."""
    found = verdicts("C8108", {path: content})
    assert found.places == [(path, None)]
    assert found.only.help.startswith("fill it with ")


@pytest.mark.parametrize(
    ("code", "path", "words"),
    [
        ("C8101", "LICENSE", "the text of the license"),
        ("C8103", "GETTING_STARTED.md", "each property of `config()`"),
        ("C8104", "pyproject.toml", "the build system, the name"),
        ("C8105", "setup.cfg", "`[tool:pytest]`"),
    ],
)
def test_the_help_says_what_belongs_in_an_absent_file(code: str, path: str, words: str) -> None:
    """Who adds the file knows what to write in it."""
    assert words in verdicts(code, {path: None}).only.help


def test_files_that_are_absent_unreadable_or_not_required_are_not_empty() -> None:
    """An absent file is another rule's, an unreadable one is undecided, an empty setup.cfg is fine."""
    assert not verdicts("C8108", {"LICENSE": None, "setup.cfg": ""}).findings
    found = verdicts("C8108", {"LICENSE": Special.UNREADABLE})
    assert not found.findings
    assert len(found.undecided) == 1


@pytest.mark.parametrize(
    ("files", "path", "word"),
    [
        ({}, PACKAGE, "no connector package"),
        ({f"src/{PACKAGE}/__init__.py": INIT}, PACKAGE, f"`src/{PACKAGE}`"),
        ({f"{PACKAGE}.py": INIT}, PACKAGE, f"`{PACKAGE}.py`"),
        ({"helpers/__init__.py": "", "tools/__init__.py": ""}, PACKAGE, "`helpers`, `tools`"),
        ({"pyproject.toml": PYPROJECT.replace("name =", "title =")}, "macrometa_{type}_{connector}", "no connector"),
        ({f"{PACKAGE}/other.py": ""}, f"{PACKAGE}/__init__.py", "`__init__.py`"),
    ],
)
def test_a_missing_package_is_named(files: dict[str, Content], path: str, word: str) -> None:
    """The finding names the package that should be there and what lies in its place."""
    found = verdicts("C8106", {f"{PACKAGE}/__init__.py": None, f"{PACKAGE}/main.py": None, **files}).only
    assert found.place.path == path
    assert word in found.message


@pytest.mark.parametrize(
    "files",
    [
        {"helpers/__init__.py": "class C(:\n"},
        {"helpers/__init__.py": "", "tools/__init__.py": "", "pyproject.toml": "name = "},
    ],
)
def test_a_package_that_an_unreadable_file_may_hold_is_undecided(files: dict[str, Content]) -> None:
    """A root package that cannot be parsed may be the connector package."""
    found = verdicts("C8106", {f"{PACKAGE}/__init__.py": None, f"{PACKAGE}/main.py": None, **files})
    assert not found.findings
    assert len(found.undecided) == 1


@pytest.mark.parametrize(
    "files",
    [
        {},
        {f"{PACKAGE}/__init__.py": None, f"{PACKAGE}/main.py": None, "sample/__init__.py": INIT},
        {f"{PACKAGE}/__init__.py": "from .connector import Demo\n", f"{PACKAGE}/connector.py": INIT},
    ],
)
def test_a_package_of_any_name_is_no_missing_one(files: dict[str, Content]) -> None:
    """A misnamed package with the class is the connector package."""
    assert not verdicts("C8106", files).findings


def shipping(entries: str) -> dict[str, Content]:
    """Return a Poetry project with these `packages` entries, the first of them on line 5."""
    packages = f"packages = [\n{entries}]\n"
    return {"pyproject.toml": POETRY.replace('version = "0.1.0"\n', 'version = "0.1.0"\n' + packages, 1)}


@pytest.mark.parametrize(
    ("files", "subjects", "line"),
    [
        (shipping('{ include = "tests" },\n'), ["tests"], 5),
        (shipping(f'{{ include = "helpers", from = "{PACKAGE}" }},\n'), ["helpers"], 5),
        (shipping('{ include = "single.py" },\n'), ["single"], 5),
        ({"pyproject.toml": PYPROJECT + '[tool.setuptools]\npackages = ["helpers", "helpers.a"]\n'}, ["helpers"], 14),
        ({"pyproject.toml": PYPROJECT + '[tool.setuptools]\npy-modules = ["one", "two"]\n'}, ["one", "two"], 14),
        ({"pyproject.toml": SETUPTOOLS, "tests/__init__.py": ""}, ["tests"], 14),
    ],
)
def test_another_top_level_name_is_stray(files: dict[str, Content], subjects: list[str], line: int) -> None:
    """Each importable top-level name besides the connector package is one finding, at its first entry."""
    found = verdicts("C8109", files)
    assert found.subjects == subjects
    assert found.findings[0].place.line == line


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"tests/__init__.py": ""},
        shipping(f'{{ include = "{PACKAGE}" }},\n'),
        shipping(f'{{ include = "{PACKAGE}/**/*.py" }},\n'),
        shipping('{ include = "tests", format = "sdist" },\n'),
        {"pyproject.toml": PYPROJECT + f'[tool.setuptools]\npackages = ["{PACKAGE}", "{PACKAGE}.sub"]\n'},
        {"pyproject.toml": PYPROJECT + f'[tool.setuptools]\npy-modules = ["{PACKAGE}"]\n'},
        {"pyproject.toml": SETUPTOOLS + f'include = ["{PACKAGE}*"]\n', "tests/__init__.py": ""},
        {
            **shipping(f'{{ include = "{PACKAGE}", from = "src" }},\n'),
            f"{PACKAGE}/__init__.py": None,
            f"{PACKAGE}/main.py": None,
            f"src/{PACKAGE}/__init__.py": INIT,
        },
        {"pyproject.toml": PYPROJECT + '[tool.setuptools]\npackages = ["data-files"]\n'},
        {
            **shipping(f'{{ include = "{PACKAGE}" }},\n'),
            f"{PACKAGE}/__init__.py": None,
            f"{PACKAGE}/main.py": None,
            "tap_demo/__init__.py": INIT,
        },
    ],
)
def test_what_ships_the_connector_package_alone_is_fine(files: dict[str, Content]) -> None:
    """The package, under its own or the distribution's name, what only an sdist holds and what cannot be imported."""
    assert not verdicts("C8109", files).findings
