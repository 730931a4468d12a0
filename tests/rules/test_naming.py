"""C82."""

import pytest

from tests.rules.projects import INIT, MAIN, POETRY, PYPROJECT, Content, verdicts

PACKAGE = "macrometa_source_demo"
INIT_PATH = f"{PACKAGE}/__init__.py"


def named(name: str) -> dict[str, Content]:
    """Return the project under another distribution name, which stands on line 2."""
    return {"pyproject.toml": PYPROJECT.replace('name = "macrometa-source-demo"', f'name = "{name}"', 1)}


def returning(method: str, body: str, head: str = "") -> dict[str, Content]:
    """Return the project with a method of the connector class that has another body."""
    start = INIT.index(f"    def {method}(")
    end = INIT.find("    def ", start + 1)
    rest = INIT[end:] if end > 0 else ""
    lines = "".join(f"        {line}\n" for line in body.split("\n"))
    return {INIT_PATH: f"{head}{INIT[:start]}    def {method}(self):\n{lines}\n{rest}"}


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("c8-source-demo", "macrometa-source-demo"),
        ("macrometa_source_demo", "macrometa-source-demo"),
        ("Macrometa-Source-Demo", "macrometa-source-demo"),
        ("macrometa-source-my.demo", "macrometa-source-my-demo"),
        ("source-demo", "macrometa-source-demo"),
        ("macrometa-sink-demo", ""),
        ("macrometa-source-", ""),
        ("macrometa-source", ""),
        ("macrometa-source-démo", ""),
    ],
)
def test_an_invalid_name_is_found_with_the_valid_one(name: str, suggested: str) -> None:
    """The finding stands on the name, and the help gives the name that it was meant to be where that is plain."""
    found = verdicts("C8201", named(name)).only
    assert (found.place.path, found.place.line) == ("pyproject.toml", 2)
    assert (f'"{suggested}"' in found.help) is bool(suggested)


@pytest.mark.parametrize("name", ["macrometa-target-s3", "macrometa-integration-a-b-2", "macrometa-source-0"])
def test_a_valid_name_is_fine(name: str) -> None:
    """Words of lower-case letters and digits after a type are a valid name."""
    assert not verdicts("C8201", named(name)).findings


def test_a_name_that_is_not_known_is_not_judged() -> None:
    """No name is C8206's; one in a file that cannot be parsed is undecided, for all rules that need it."""
    nameless: dict[str, Content] = {"pyproject.toml": "[project]\nversion = '1'\n"}
    broken: dict[str, Content] = {"pyproject.toml": "[project\n"}
    for code in ("C8201", "C8203", "C8204"):
        assert verdicts(code, nameless).not_applicable
        assert verdicts(code, broken).undecided
    assert verdicts("C8206", nameless).places == [("pyproject.toml", None)]
    assert not verdicts("C8206", broken).findings
    assert verdicts("C8206", broken).undecided
    assert verdicts("C8206", {"pyproject.toml": None, "setup.cfg": None}).not_applicable


@pytest.mark.parametrize(
    "package", ["c8_source_demo", "Macrometa_source_demo", "macrometa_source_", "demo", "macrometa_source__x"]
)
def test_a_misnamed_package_is_one_finding_on_its_init(package: str) -> None:
    """The package that holds the class is the connector package under any name."""
    files: dict[str, Content] = {INIT_PATH: None, f"{PACKAGE}/main.py": None, f"{package}/__init__.py": INIT}
    assert verdicts("C8202", files).places == [(f"{package}/__init__.py", None)]
    assert f"`{PACKAGE}`" in verdicts("C8202", files).only.help
    assert not verdicts("C8202", {}).findings


@pytest.mark.parametrize(
    ("name", "findings"),
    [
        ("macrometa-source-sample", 1),
        ("macrometa-source-Demo", 1),
        ("macrometa-source.demo", 1),
        ("macrometa-source-demo", 0),
        ("macrometa_source_demo", 0),
        ("macrometa-source_demo", 0),
    ],
)
def test_the_package_is_compared_with_what_the_runtime_imports(name: str, findings: int) -> None:
    """Only `-` becomes `_`: case and dots stay as they are."""
    found = verdicts("C8203", named(name))
    assert found.places == [("pyproject.toml", 2)] * findings


def test_two_misnamed_names_that_agree_do_not_mismatch() -> None:
    """An old `c8_source_…` package of a `c8-source-…` distribution is imported all the same."""
    files = {**named("c8-source-demo"), INIT_PATH: None, f"{PACKAGE}/main.py": None, "c8_source_demo/__init__.py": INIT}
    assert not verdicts("C8203", files).findings


@pytest.mark.parametrize(
    ("code", "method", "wrong", "right"),
    [
        ("C8204", "package_name", "macrometa_source_demo", "macrometa-source-demo"),
        ("C8204", "package_name", "Macrometa-source-demo", "macrometa-source-demo"),
        ("C8205", "type", "target", "source"),
        ("C8205", "type", "Source", "source"),
        ("C8208", "version", "0.0.9", "0.1.0"),
        ("C8208", "version", "0.1.0.dev1", "0.1"),
    ],
)
def test_a_method_that_returns_another_text_is_found_at_the_literal(
    code: str, method: str, wrong: str, right: str
) -> None:
    """The literal is the place, be it in the method, in a constant or in a branch; the right one is fine."""
    assert not verdicts(code, returning(method, f"return {right!r}")).findings
    assert len(verdicts(code, returning(method, f"return {wrong!r}")).findings) == 1
    constant = verdicts(code, returning(method, "return VALUE", head=f"VALUE = {wrong!r}\n"))
    assert constant.places == [(INIT_PATH, 1)]
    branch = verdicts(code, returning(method, f"if x:\n    return {wrong!r}\nreturn {right!r}"))
    assert len(branch.findings) == 1


@pytest.mark.parametrize(
    ("body", "line"), [("return 'a' + 'b'", 6), ("return '-'.join(['a', 'b'])", 6), ("x = 'a'\nreturn x * 2", 7)]
)
def test_a_text_that_is_put_together_is_found_where_it_is_returned(body: str, line: int) -> None:
    """There is no literal to change, and the method may be long."""
    assert verdicts("C8204", returning("package_name", body)).places == [(INIT_PATH, line)]


@pytest.mark.parametrize("body", ["return ''", "return VALUE", "return 5", "return ['source']", "return None", "pass"])
@pytest.mark.parametrize(("code", "method"), [("C8204", "package_name"), ("C8205", "type")])
def test_what_is_no_text_or_an_empty_one_is_the_business_of_others(code: str, method: str, body: str) -> None:
    """C8507 and C8508 speak of a value that is of another kind than the interface asks for."""
    found = verdicts(code, returning(method, body, head="VALUE = ''\n"))
    assert not found.findings
    assert not found.undecided


REBOUND = "VALUE = 'wrong'\ndef settle():\n    global VALUE\n    VALUE = {right!r}\nsettle()\n"


@pytest.mark.parametrize(
    ("code", "method", "right"),
    [("C8204", "package_name", "macrometa-source-demo"), ("C8205", "type", "source"), ("C8208", "version", "0.1.0")],
)
def test_one_of_several_texts_is_undecided(code: str, method: str, right: str) -> None:
    """A name that holds the right text or another one tells nothing; each side of a conditional may be returned."""
    head = REBOUND.format(right=right)
    loop = f"for value in ({right!r}, 'wrong'):\n    return value"
    for body in ("return VALUE", loop):
        found = verdicts(code, returning(method, body, head=head))
        assert not found.findings
        assert found.undecided
    for body in (f"return 'wrong' if x else {right!r}", f"return {right!r} if x else ('wrong' if y else {right!r})"):
        assert len(verdicts(code, returning(method, body, head=head)).findings) == 1
    both = "WRONG = 'wrong' if x else 'other'\n"
    assert len(verdicts(code, returning(method, "return WRONG", head=both)).findings) == 2


@pytest.mark.parametrize("code", ["C8204", "C8205", "C8208"])
@pytest.mark.parametrize("body", ["return os.environ['X']", "return read()", "return metadata.version(__name__)"])
def test_a_method_that_computes_its_text_is_undecided(code: str, body: str) -> None:
    """What cannot be worked out is no finding."""
    method = {"C8204": "package_name", "C8205": "type", "C8208": "version"}[code]
    found = verdicts(code, returning(method, body, head="import os\nfrom importlib import metadata\n"))
    assert not found.findings
    assert len(found.undecided) == 1


def test_the_type_is_compared_with_the_name_where_that_tells_one() -> None:
    """An old `c8-` name tells the type; a name without a type leaves the three words."""
    assert len(verdicts("C8205", named("c8-target-demo")).findings) == 1
    assert not verdicts("C8205", named("demo")).findings
    assert not verdicts("C8205", {"pyproject.toml": "[project\n"}).findings


def test_a_name_that_may_be_overruled_tells_no_type() -> None:
    """Where a file that comes first cannot be read, the name of another is not held against `type()`."""
    overruled = {"pyproject.toml": "[project\n", "setup.cfg": "[metadata]\nname = macrometa-target-demo\n"}
    found = verdicts("C8205", overruled)
    assert not found.findings
    assert found.undecided
    assert verdicts("C8205", {**overruled, "pyproject.toml": None}).findings


def test_without_a_class_the_methods_are_not_judged() -> None:
    """No connector class: C8501 speaks; a module that may hold it: undecided."""
    for code in ("C8204", "C8205", "C8208"):
        assert verdicts(code, {INIT_PATH: ""}).not_applicable
        assert verdicts(code, {INIT_PATH: "class C(:\n"}).undecided


def test_a_version_that_is_not_static_is_not_compared() -> None:
    """No declared version is nothing to compare with, a dynamic one is undecided."""
    assert verdicts("C8208", {"pyproject.toml": PYPROJECT.replace('version = "0.1.0"\n', "")}).not_applicable
    dynamic = PYPROJECT.replace('version = "0.1.0"\n', 'dynamic = ["version"]\n')
    assert verdicts("C8208", {"pyproject.toml": dynamic}).undecided


def scripted(target: str, **files: Content) -> dict[str, Content]:
    """Return the project with its console script, on line 12, at another target."""
    return {"pyproject.toml": PYPROJECT.replace("macrometa_source_demo.main:main", target), **files}


@pytest.mark.parametrize(
    ("target", "word"),
    [
        (f"{PACKAGE}.tap:main", f"`{PACKAGE}.tap`"),
        (f"{PACKAGE}:main", "module"),
        (f"{PACKAGE}.main:run", "`run`"),
        ("macrometa_source_dem.main:main", "`macrometa_source_dem`"),
        (f"{PACKAGE}.main main", "no `module:function`"),
        (f"{PACKAGE}/main.py:main", "no `module:function`"),
        (f"{PACKAGE}.main", "no function"),
    ],
)
def test_a_script_that_cannot_start_is_found_at_its_target(target: str, word: str) -> None:
    """A module that is not there and a name that it does not define are findings at the entry."""
    found = verdicts("C8207", scripted(target)).only
    assert (found.place.path, found.place.line) == ("pyproject.toml", 12)
    assert word in found.message


@pytest.mark.parametrize(
    "files",
    [
        {INIT_PATH: None},
        {INIT_PATH: None, f"{PACKAGE}/main.py": None},
        {INIT_PATH: None, f"{PACKAGE}/main.py": None, "tap_demo/__init__.py": INIT, "tap_demo/main.py": MAIN},
        {INIT_PATH: None, f"{PACKAGE}/main.py": None, f"src/{INIT_PATH}": INIT, f"src/{PACKAGE}/main.py": MAIN},
    ],
)
@pytest.mark.parametrize("target", [f"{PACKAGE}:main", f"{PACKAGE}.main:main"])
def test_a_script_of_a_missing_or_renamed_package_is_left_to_others(target: str, files: dict[str, Content]) -> None:
    """Without the package that the distribution is named after C8106 or C8203 speaks, once."""
    assert not verdicts("C8207", scripted(target, **files)).findings


def test_another_module_is_judged_where_the_package_lacks_its_init() -> None:
    """What `__init__.py` could not have brought lacks on its own account."""
    files: dict[str, Content] = {INIT_PATH: None}
    assert verdicts("C8207", scripted(f"{PACKAGE}.nope:main", **files)).findings


def test_the_help_names_where_the_function_is() -> None:
    """Where another module of the package defines the function, the help gives the entry to write."""
    assert f'"{PACKAGE}.main:main"' in verdicts("C8207", scripted(f"{PACKAGE}:main")).only.help


@pytest.mark.parametrize(
    ("target", "files"),
    [
        (f"{PACKAGE}.main:main", {}),
        (f"{PACKAGE}.main:main [fast]", {}),
        (f"{PACKAGE}.main : main", {}),
        (f"{PACKAGE}:DemoConnector.type", {}),
        (f"{PACKAGE}.main:singer", {}),
        (f"{PACKAGE}:main", {INIT_PATH: "from .main import *\n" + INIT}),
        (f"{PACKAGE}:main", {INIT_PATH: "from .main import main as main\n" + INIT}),
        (
            f"{PACKAGE}.late:main",
            {f"{PACKAGE}/late.py": "try:\n    from .main import main\nexcept ImportError:\n    main = None\n"},
        ),
        (f"{PACKAGE}.late:Main.run", {f"{PACKAGE}/late.py": "class B:\n    def run(self): ...\nclass Main(B): ...\n"}),
        (f"{PACKAGE}.fast:main", {f"{PACKAGE}/fast.pyx": ""}),
        ("other_library.cli:main", {}),
    ],
)
def test_a_script_that_can_start_is_fine(target: str, files: dict[str, Content]) -> None:
    """Re-exports, inherited attributes, compiled modules and other distributions' modules are no findings."""
    assert not verdicts("C8207", scripted(target, **files)).findings


@pytest.mark.parametrize(
    "content",
    [
        "from elsewhere import *\n",
        "from elsewhere import Base\nclass main(Base): ...\n",
        "def save(:\n",
        "def __getattr__(name): ...\n",
    ],
)
def test_a_script_that_cannot_be_followed_is_undecided(content: str) -> None:
    """What a star import, a foreign base or dynamic code may define is not decided."""
    target = f"{PACKAGE}.late:main.run" if "Base" in content else f"{PACKAGE}.late:main"
    found = verdicts("C8207", scripted(target, **{f"{PACKAGE}/late.py": content}))
    assert not found.findings
    assert len(found.undecided) == 1


def test_scripts_of_poetry_and_other_entry_points() -> None:
    """Poetry's scripts are judged; entry points of other groups are not."""
    script = POETRY + f'\n[tool.poetry.scripts]\ndemo = "{PACKAGE}.nope:main"\n'
    assert verdicts("C8207", {"pyproject.toml": script}).places == [("pyproject.toml", 12)]
    plugin = PYPROJECT + f'\n[project.entry-points."some.group"]\nx = "{PACKAGE}.nope:main"\n'
    assert not verdicts("C8207", {"pyproject.toml": plugin}).findings
