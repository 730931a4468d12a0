"""Which rules a run knows, and how they are named."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from macrometa_conformance.errors import PluginError, UsageError
from macrometa_conformance.finding import Verdict
from macrometa_conformance.project.project import Project
from macrometa_conformance.registry import Registry, built_in_rules, load_registry
from macrometa_conformance.rule import ALL, ERROR, Rule, rule

ROOT = Path(__file__).resolve().parent.parent
HEAD = "from macrometa_conformance.rule import ERROR, rule\n"
ONE = """
@rule("{code}", severity=ERROR, source="hygiene")
def {name}(project):
    \"\"\"A rule of a plug-in.\"\"\"
    yield from ()
"""


def check(project: Project) -> Iterator[Verdict]:
    """Find nothing."""
    return iter(())


def named(code: str, name: str) -> Rule:
    """Return a rule."""
    return Rule(code, name, ERROR, check, ALL, "hygiene", False, (), "A rule.")


REGISTRY = Registry((named("C8101", "missing-license"), named("C8102", "missing-readme"), named("C8301", "unpinned")))


@pytest.mark.parametrize(
    ("selector", "codes"),
    [
        ("C8101", ["C8101"]),
        ("c8101", ["C8101"]),
        ("missing-license", ["C8101"]),
        ("Missing-License", ["C8101"]),
        ("C81", ["C8101", "C8102"]),
        ("c8", ["C8101", "C8102", "C8301"]),
        ("C", ["C8101", "C8102", "C8301"]),
        ("C830", ["C8301"]),
    ],
)
def test_a_selector_finds_rules(selector: str, codes: list[str]) -> None:
    """A code, a name, or the first characters of codes, letter case aside."""
    assert [rule.code for rule in REGISTRY.find(selector)] == codes


@pytest.mark.parametrize("selector", ["", "C9", "C81011", "missing", "81", "C8-", "C81*", " C81", "x" * 100_000])
def test_what_selects_nothing_is_wrong_usage(selector: str) -> None:
    """A selector that finds no rule is an error and never an empty selection."""
    with pytest.raises(UsageError, match="unknown rule"):
        REGISTRY.find(selector)


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("C8100", "did you mean `C8102` (missing-readme)?"),
        ("missing-licence", "did you mean `C8101` (missing-license)?"),
        ("MISSING-REDME", "did you mean `C8102` (missing-readme)?"),
        ("xyzzy", "`c8-lint rules` lists the rules"),
    ],
)
def test_an_unknown_rule_is_told_with_the_nearest_one(word: str, hint: str) -> None:
    """The error's hint names the rule that is spelt most like the word, by code and name."""
    with pytest.raises(UsageError) as caught:
        REGISTRY.get(word)
    assert caught.value.hint == hint


def test_one_rule_is_got_by_code_or_name_and_not_by_a_prefix() -> None:
    """`get` wants one rule: the first characters of codes will not do."""
    assert REGISTRY.get("UNPINNED") is REGISTRY.get("c8301")
    with pytest.raises(UsageError):
        REGISTRY.get("C8301x")
    with pytest.raises(UsageError):
        REGISTRY.get("C83")


def test_only_a_whole_code_or_name_is_exact() -> None:
    """The first characters of a code select, and are not exact."""
    assert REGISTRY.is_exact("C8301")
    assert REGISTRY.is_exact("Unpinned")
    assert not REGISTRY.is_exact("C83")


def test_built_in_rules_are_found_once_and_come_sorted() -> None:
    """Every module of the rules' folder is walked, with no list kept by hand; codes and names are unique."""
    rules = load_registry(plugins=False).rules
    assert {rule.code for rule in rules} == {rule.code for rule in built_in_rules()}
    assert [rule.code for rule in rules] == sorted({rule.code for rule in rules})
    assert len({rule.name for rule in rules}) == len(rules)
    assert {rule.plugin for rule in rules} == {None}


def test_a_repeated_built_in_code_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two built-in rules with one code or name cannot both ship; one imported into another module is no repetition."""
    package = tmp_path / "rules_that_repeat"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text(HEAD + ONE.format(code="C8101", name="one"))
    (package / "b.py").write_text("from rules_that_repeat.a import one\n" + HEAD + ONE.format(code="C8102", name="two"))
    monkeypatch.syspath_prepend(tmp_path)
    assert [rule.code for rule in built_in_rules("rules_that_repeat")] == ["C8101", "C8102"]
    (package / "c.py").write_text(HEAD + ONE.format(code="C8102", name="three"))
    with pytest.raises(ValueError, match=r"C8102 stands in rules_that_repeat\.b and in rules_that_repeat\.c"):
        list(built_in_rules("rules_that_repeat"))


@pytest.mark.parametrize("code", ["", "C81", "c8101", "CCCCC8101", "C81011", "C8101 ", "8101"])
def test_a_rule_needs_a_code(code: str) -> None:
    """A code is one to four capitals and three or four digits."""
    with pytest.raises(ValueError, match="rule code"):
        rule(code, severity=ERROR, source="hygiene")


class Site:
    """A folder of installed distributions, on the path for the time of a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modules: list[str] = []

    def install(self, name: str, module: str, text: str, target: str = "") -> None:
        """Install a distribution with one module and an entry point that names it, or `target` in it."""
        self.modules.append(module)
        (self.folder / f"{module}.py").write_text(textwrap.dedent(text))
        info = self.folder / f"{module}-1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (info / "entry_points.txt").write_text(f"[c8_lint.rules]\nextra = {module}{target}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Return a folder to install plug-ins into."""
    made = Site(tmp_path / "site")
    made.folder.mkdir()
    monkeypatch.syspath_prepend(made.folder)
    yield made
    for module in made.modules:
        sys.modules.pop(module, None)


def added() -> list[tuple[str, str]]:
    """Return code and plug-in of the rules that are not built in."""
    return [(rule.code, rule.plugin) for rule in load_registry().rules if rule.plugin]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (ONE.format(code="ACME001", name="acme_rule"), ""),
        (ONE.format(code="ACME001", name="acme_rule"), ":acme_rule"),
        (ONE.format(code="ACME001", name="acme_rule") + "RULES = [acme_rule]\n", ":RULES"),
    ],
)
def test_a_plug_in_brings_rules(site: Site, text: str, target: str) -> None:
    """An entry point names a module, a rule, or several in a list; each rule knows who brings it."""
    site.install("acme-rules", "acme_rules", HEAD + text, target)
    assert added() == [("ACME001", "acme-rules")]
    assert not [rule for rule in load_registry(plugins=False).rules if rule.plugin]


@pytest.mark.parametrize(
    ("text", "target", "message"),
    [
        ("import a_module_that_is_not_there", "", "cannot be loaded: ModuleNotFoundError: "),
        ("x = 1 +", "", "cannot be loaded: SyntaxError: "),
        ("raise SystemExit(0)", "", "cannot be loaded: SystemExit: 0"),
        ("", ":absent", "cannot be loaded: AttributeError: "),
        ("x = 1", ":x", "is of type `int`"),
        ("x = [1]", ":x", "holds a `int` among its rules"),
        (HEAD + ONE.format(code="bad", name="x"), "", "cannot be loaded: ValueError: rule code 'bad'"),
        (HEAD + ONE.format(code="C8999", name="x"), "", "uses the code `C8999`, and codes that begin with `C8` are"),
        (HEAD + ONE.format(code="X101", name="missing_license"), "", "repeats `missing-license` of a built-in rule"),
        (HEAD + ONE.format(code="X1001", name="a") + ONE.format(code="X1001", name="b"), "",
         "repeats `X1001` of the plug-in `acme-rules` (X1001 a)"),
    ],
)  # fmt: skip
def test_a_plug_in_that_cannot_be_admitted_is_an_error(site: Site, text: str, target: str, message: str) -> None:
    """A plug-in that fails, or brings what is no rule, a reserved code or a taken one, is named in the error."""
    site.install("acme-rules", "acme_rules", text, target)
    with pytest.raises(PluginError) as caught:
        load_registry()
    assert caught.value.message.startswith(f"the plug-in `acme-rules` (entry point `extra`) {message}")
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_two_plug_ins_with_one_code_are_an_error(site: Site) -> None:
    """The later one by name is refused, and both are told."""
    site.install("beta", "beta_rules", HEAD + ONE.format(code="X1001", name="one"))
    site.install("alpha", "alpha_rules", HEAD + ONE.format(code="X1001", name="two"))
    with pytest.raises(PluginError, match=r"the plug-in `beta` .* repeats `X1001` of the plug-in `alpha`"):
        load_registry()


def test_a_plug_in_that_lies_in_the_linted_folder_is_left_out(site: Site) -> None:
    """The change that is judged does not bring its own judge; the run goes on with a warning."""
    site.install("acme-rules", "acme_rules", "raise ZeroDivisionError")
    for root in (site.folder, site.folder.parent):
        registry = load_registry(roots=[str(root)])
        assert not [rule for rule in registry.rules if rule.plugin]
        assert registry.warnings == ("the plug-in `acme-rules` lies in the project being linted and was not loaded",)
    with pytest.raises(PluginError):
        load_registry(roots=[str(site.folder / "other")])


def test_distributions_are_looked_through_cheaply_where_none_brings_rules(tmp_path: Path) -> None:
    """`importlib.metadata`, which is slow to import, is left alone until a distribution names the group."""
    script = "import sys; from macrometa_conformance.registry import load_registry; load_registry()"
    script += "; print('importlib.metadata' in sys.modules)"
    site = tmp_path / "demo-1.0.dist-info"
    site.mkdir()
    (site / "METADATA").write_text("Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n")
    answers = []
    for group in ("console_scripts", "c8_lint.rules"):
        (site / "entry_points.txt").write_text(f"[{group}]\n")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path)))}
        done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
        answers.append(done.stdout.strip() or done.stderr)
    assert answers == ["False", "True"]
