"""Settings: how they are read, what is wrong with them, and which rules they leave."""

from collections.abc import Iterator
from pathlib import Path
from typing import Optional, Union

import pytest
import tomli

from macrometa_conformance.config import (
    KEYS,
    Overrides,
    Plan,
    Settings,
    describe,
    idle_selections,
    matches,
    plan_for,
    settings_of_file,
    settings_of_tree,
)
from macrometa_conformance.errors import ConfigError, UsageError
from macrometa_conformance.finding import Severity, Verdict
from macrometa_conformance.project.dict_tree import DictTree, Special
from macrometa_conformance.project.project import Project
from macrometa_conformance.registry import Registry
from macrometa_conformance.rule import ALL, ERROR, NOTE, WARNING, Rule

Content = Union[str, bytes, Special]


def check(project: Project) -> Iterator[Verdict]:
    """Find nothing."""
    return iter(())


def named(code: str, name: str, severity: Severity = ERROR, *, opt_in: bool = False) -> Rule:
    """Return a rule."""
    return Rule(code, name, severity, check, ALL, "hygiene", opt_in, (), "A rule.")


REGISTRY = Registry(
    (
        named("C8101", "missing-license"),
        named("C8102", "missing-readme"),
        named("C8201", "invalid-package-name"),
        named("C8208", "version-method-mismatch", WARNING, opt_in=True),
        named("C8402", "template-leftover", WARNING),
    )
)


def settings(text: str) -> Settings:
    """Return what a project's c8-lint.toml says."""
    return settings_of_tree(DictTree({"c8-lint.toml": text}))


def plan(text: str = "", **overrides: object) -> Plan:
    """Return what a project's c8-lint.toml and the command line come to."""
    return plan_for(settings(text), Overrides(**overrides), REGISTRY)  # type: ignore[arg-type]


def chosen(text: str = "", **overrides: object) -> list[str]:
    """Return the codes of the rules that run."""
    return [rule.code for rule in plan(text, **overrides).rules]


# Reading


@pytest.mark.parametrize(
    ("files", "ignored", "source"),
    [
        ({}, [], ""),
        ({"c8-lint.toml": 'ignore = ["C81"]'}, ["C81"], "c8-lint.toml"),
        ({"pyproject.toml": '[tool.c8-lint]\nignore = ["C82"]'}, ["C82"], "pyproject.toml"),
        ({"c8-lint.toml": "", "pyproject.toml": '[tool.c8-lint]\nignore = ["C82"]'}, [], "c8-lint.toml"),
        ({"pyproject.toml": '[tool.other]\nignore = ["c8-lint"]'}, [], ""),
        ({"pyproject.toml": "[tool.c8-lint]\nignore = ["}, [], ""),
        ({"pyproject.toml": b"[tool.c8-lint]\n# \xff"}, [], ""),
        ({"pyproject.toml": Special.PIPE}, [], ""),
        ({"folder/c8-lint.toml": 'ignore = ["C81"]'}, [], ""),
        ({"c8-lint.toml": Special.FOLDER}, [], ""),
    ],
)
def test_settings_stand_in_their_own_file_or_in_pyproject(
    files: dict[str, Content], ignored: list[str], source: str
) -> None:
    """`c8-lint.toml` stands in place of the table in pyproject.toml; a broken pyproject.toml is a rule's to report."""
    found = settings_of_tree(DictTree(files))
    assert ([selector.word for selector in found.ignore], found.source) == (ignored, source)
    assert found.of_tree is bool(source)


def test_every_setting_is_read() -> None:
    """Each key gives what it says."""
    found = settings(
        """
        select = ["C81"]
        extend-select = ["C8208"]
        ignore = { C8101 = "no license yet" }
        per-file-ignores = { "*.md" = ["C84"], "setup.py" = { C83 = "only for old pips" } }
        require-reason = true
        severity = { C8402 = "error" }
        fail-on = "note"
        baseline = "known.json"
        newest-c8connector = "0.0.40"
        allowed-dependencies = ["requests"]
        """
    )
    assert [selector.word for selector in found.select or ()] == ["C81"]
    assert [selector.word for selector in found.extend_select] == ["C8208"]
    assert [(selector.word, selector.reason) for selector in found.ignore] == [("C8101", "no license yet")]
    assert [(glob, [(one.word, one.reason) for one in selectors]) for glob, selectors in found.per_file_ignores] == [
        ("*.md", [("C84", "")]),
        ("setup.py", [("C83", "only for old pips")]),
    ]
    assert found.require_reason
    assert [(selector.word, severity) for selector, severity in found.severity] == [("C8402", ERROR)]
    assert found.fail_on is NOTE
    assert found.baseline == found.baseline_file == "known.json"
    assert found.newest_c8connector == "0.0.40"
    assert found.allowed_dependencies == ("requests",)
    assert found.given == tuple(sorted(KEYS))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1", "1: unknown setting `x`; there are `select`, `extend-select`, "),
        ("\nselct = []", "2: unknown setting `selct`; did you mean `select`?"),
        ("Ignore = []", "1: unknown setting `Ignore`; did you mean `ignore`?"),
        ("fail_on = 'note'", "1: unknown setting `fail_on`; did you mean `fail-on`?"),
        ("select = 'C81'", "1: `select` must be a list of rule codes or names, not a string"),
        ("select = { C81 = 'x' }", "1: `select` must be a list of rule codes or names, not a table"),
        ("ignore = [\n'C81',\n1]", "3: an element of `ignore` must be a string, not a number"),
        ("ignore = [['C81']]", "1: an element of `ignore` must be a string, not a list"),
        ("ignore = true", "1: `ignore` must be a list of rule codes or names, or a table code = reason, not a boolean"),
        ("[ignore]\nC81 = 1", "2: the reason of `ignore.C81` must be a string, not a number"),
        ("per-file-ignores = []", "1: `per-file-ignores` must be a table, not a list"),
        ("[per-file-ignores]\n'*.md' = 'C84'", "2: `per-file-ignores.*.md` must be a list of rule codes or names, or"),
        ("[per-file-ignores]\n'a' = { C84 = 1 }", "2: the reason of `per-file-ignores.a.C84` must be a string, not a"),
        ("require-reason = 'yes'", "1: `require-reason` must be `true` or `false`, not a string"),
        ("severity = 'error'", "1: `severity` must be a table, not a string"),
        ("[severity]\nC81 = 'eror'", "2: `severity.C81` must be `error`, `warning` or `note`, not `eror`"),
        ("severity.C81 = 'never'", "1: `severity.C81` must be `error`, `warning` or `note`, not `never`"),
        ("fail-on = 2", "1: `fail-on` must be `error`, `warning`, `note` or `never`, not a number"),
        ("newest-c8connector = 0.1", "1: `newest-c8connector` must be a version in a string, not a number"),
        ("newest-c8connector = 'latest'", "1: `newest-c8connector` must be a version such as `0.0.32`, not `latest`"),
        ("allowed-dependencies = 1979-05-27", "1: `allowed-dependencies` must be a list of distribution names, not"),
        ("allowed-dependencies = ['a',\n'psycopg2 binary']", "2: `psycopg2 binary` in `allowed-dependencies` is no"),
        ("allowed-dependencies = ['x==1']", "1: `x==1` in `allowed-dependencies` is no name of a distribution; write"),
        ("allowed-dependencies = ['x[y]', '']", "1: `x[y]` in `allowed-dependencies` is no name of a distribution"),
        ("[tool.c8-lint]\nselect = []", "1: unknown setting `tool`; settings stand in this file without `[tool."),
        ("[tool.c8-lint.ignore]\nC81 = ''", "1: unknown setting `tool`; settings stand in this file without `[tool."),
        ("[c8-lint]\nselect = []", "1: unknown setting `c8-lint`; settings stand in this file without `[tool."),
        ("tool = 1", "1: unknown setting `tool`; there are `select`, "),
        ("select = [", "1: the file is no TOML: "),
        ("select = []\nselect = []", "2: the file is no TOML: "),
        (b"# \xff", "1: the file is not UTF-8 text"),
        (b"select = []\n# \xff", "2: the file is not UTF-8 text"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_settings_is_told_at_its_line(text: Union[str, bytes], message: str) -> None:
    """Unknown keys, wrong types, unknown words and broken files are errors with file, line and what is wanted."""
    with pytest.raises(ConfigError) as caught:
        settings_of_tree(DictTree({"c8-lint.toml": text}), "demo")
    assert str(caught.value).startswith(f"demo/c8-lint.toml:{message}")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("special", [Special.PIPE, Special.BROKEN_LINK, Special.UNREADABLE])
def test_settings_that_cannot_be_read_are_an_error(special: Special) -> None:
    """A settings file that is there and cannot be read never passes for none."""
    with pytest.raises(ConfigError, match=rf"`c8-lint\.toml` cannot be read: {special.value}"):
        settings_of_tree(DictTree({"c8-lint.toml": special}))


def test_a_table_in_pyproject_is_told_at_its_line() -> None:
    """The line is that of pyproject.toml."""
    text = '[project]\nname = "x"\n\n[tool.c8-lint]\nignore = ["C81"]\nselct = []\n'
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:6: unknown setting `selct`"):
        settings_of_tree(DictTree({"pyproject.toml": text}))


def test_a_settings_file_can_be_anywhere(tmp_path: Path) -> None:
    """A file given on the command line holds the keys at its top, or is a pyproject.toml with the table."""
    own, shared = tmp_path / "own.toml", tmp_path / "pyproject.toml"
    own.write_text('ignore = ["C81"]')
    shared.write_text('[tool.c8-lint]\nignore = ["C82"]')
    found = [settings_of_file(str(path)) for path in (own, shared)]
    assert [[selector.word for selector in one.ignore] for one in found] == [["C81"], ["C82"]]
    assert [one.of_tree for one in found] == [False, False]
    for path in (tmp_path / "absent.toml", tmp_path):
        with pytest.raises(UsageError, match="cannot be read"):
            settings_of_file(str(path))


# Which rules run


@pytest.mark.parametrize(
    ("text", "overrides", "codes"),
    [
        ("", {}, ["C8101", "C8102", "C8201", "C8402"]),
        ("select = ['C81']", {}, ["C8101", "C8102"]),
        ("select = []\nextend-select = ['C82']", {}, ["C8201"]),
        ("select = []", {"select": ("C82",)}, ["C8201"]),
        ("select = []", {"extend_select": ("C82",)}, ["C8201"]),
        ("select = ['C82']", {}, ["C8201"]),
        ("select = ['C8208']", {}, ["C8208"]),
        ("extend-select = ['version-method-mismatch']", {}, ["C8101", "C8102", "C8201", "C8208", "C8402"]),
        ("extend-select = ['C82']", {}, ["C8101", "C8102", "C8201", "C8402"]),
        ("ignore = ['c81']", {}, ["C8201", "C8402"]),
        ("ignore = ['C81']\nselect = ['C8101']", {}, ["C8101"]),
        ("ignore = ['C8101']\nselect = ['C81']", {}, ["C8102"]),
        ("ignore = ['C8']\nextend-select = ['C82']", {}, ["C8201"]),
        ("ignore = ['C81']", {"select": ("C81",)}, ["C8101", "C8102"]),
        ("select = ['C82']", {"select": ("C81",)}, ["C8101", "C8102"]),
        ("select = ['C82']", {"extend_select": ("C81",)}, ["C8101", "C8102", "C8201"]),
        ("ignore = ['C8101']", {"extend_select": ("C8101",)}, ["C8101", "C8102", "C8201", "C8402"]),
        ("extend-select = ['C8208']", {"ignore": ("C82",)}, ["C8101", "C8102", "C8402"]),
        ("", {"select": ("C81",), "ignore": ("missing-license",)}, ["C8102"]),
        ("", {"select": ("missing-license",), "ignore": ("C81",)}, ["C8101"]),
        ("", {"select": ("C81",), "extend_select": ("C8208",)}, ["C8101", "C8102", "C8208"]),
    ],
)
def test_the_longest_selector_decides(text: str, overrides: dict[str, object], codes: list[str]) -> None:
    """Of what selects and what ignores a rule the longer wins; the command line goes before the settings."""
    assert chosen(text, **overrides) == codes


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nselect = ['C81', 'C99']", "c8-lint.toml:2: unknown rule `C99`"),
        ("ignore = { C99 = 'why' }", "c8-lint.toml:1: unknown rule `C99`"),
        ("[per-file-ignores]\n'*' = [\n'missing-licence']", "c8-lint.toml:3: unknown rule `missing-licence`; did"),
        ("[severity]\nC99 = 'note'", "c8-lint.toml:2: unknown rule `C99`"),
        ("select = ['']", "c8-lint.toml:1: unknown rule ``"),
    ],
)  # fmt: skip
def test_an_unknown_rule_in_the_settings_is_told_at_its_line(text: str, message: str) -> None:
    """A rule that is not known is a mistake, wherever it is mentioned."""
    with pytest.raises(ConfigError) as caught:
        plan(text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("option", ["select", "extend_select", "ignore"])
def test_an_unknown_rule_on_the_command_line_is_wrong_usage(option: str) -> None:
    """A rule that is not known is a mistake there too."""
    with pytest.raises(UsageError):
        plan("", **{option: ("C99",)})


@pytest.mark.parametrize(
    ("text", "overrides", "message"),
    [
        ("\nselect = []", {}, "c8-lint.toml:2: `select` is empty: no rule would run; drop it"),
        ("ignore = ['C8']", {}, "c8-lint.toml:1: no rule is left to run after `ignore`; select a rule that"),
        ("select = ['C81']\nignore = ['C81']", {}, "c8-lint.toml:1: no rule is left to run after `select` and"),
        ("select = []\nextend-select = ['C82']\nignore = ['C8201']", {}, "c8-lint.toml:1: no rule is left to run "),
        ("", {"ignore": ("C8",)}, "no rule is left to run after `--ignore C8`; select"),
        ("", {"select": ("C81",), "ignore": ("C81",)}, "no rule is left to run after `--select C81` and `--ign"),
        ("select = ['C81']", {"ignore": ("C8",)}, "no rule is left to run after `--ignore C8` and `select` in "),
        ("select = ['C81']", {"select": ("C82",), "ignore": ("C82",)}, "no rule is left to run after `--select C82` "),
    ],
)  # fmt: skip
def test_a_selection_that_leaves_no_rule_is_a_mistake(text: str, overrides: dict[str, object], message: str) -> None:
    """A run without rules would pass whatever it is given, so it is an error that names what leaves none."""
    with pytest.raises((ConfigError, UsageError)) as caught:
        plan(text, **overrides)
    assert str(caught.value).startswith(message)
    assert caught.value.exit_code == 2


def test_the_longest_selector_settles_the_severity() -> None:
    """A code goes before the first characters of codes, whatever the order."""
    found = plan("[severity]\nC8101 = 'note'\nC81 = 'warning'\nmissing-readme = 'error'")
    assert [found.severity(rule) for rule in found.rules] == [NOTE, ERROR, ERROR, WARNING]


@pytest.mark.parametrize(
    ("text", "option", "fail_on"),
    [
        ("", "", ERROR),
        ("fail-on = 'warning'", "", WARNING),
        ("fail-on = 'never'", "", None),
        ("fail-on = 'warning'", "note", NOTE),
        ("fail-on = 'warning'", "never", None),
    ],
)
def test_the_threshold_is_the_command_lines_else_the_settings(
    text: str, option: str, fail_on: Optional[Severity]
) -> None:
    """`--fail-on` goes before the setting, and an error is the default."""
    assert plan(text, fail_on=option).fail_on is fail_on


@pytest.mark.parametrize(
    ("pattern", "path", "result"),
    [
        ("*.md", "README.md", True),
        ("*.md", "docs/a/README.md", True),
        ("docs", "docs/a/README.md", True),
        ("docs/", "docs/a/README.md", True),
        ("./docs", "docs/a.md", True),
        ("docs/*", "docs/a/b.md", True),
        ("README.md", "docs/README.md", False),
        ("doc", "docs/a.md", False),
        ("readme.md", "README.md", False),
        ("**/a.md", "docs/a.md", True),
        ("[ab].md", "a.md", True),
        ("", "a.md", False),
    ],
)
def test_a_pattern_matches_files_and_all_that_lies_in_a_folder(pattern: str, path: str, result: bool) -> None:
    """`*` crosses folders, a folder stands for what is in it, and letter case counts."""
    assert matches(pattern, path) is result


def test_ignores_for_files_hide_those_rules_there_alone() -> None:
    """A rule is hidden in the files of the pattern and nowhere else, other rules are not."""
    found = plan("[per-file-ignores]\n'docs' = ['C84', 'missing-license']")

    def hidden(path: str) -> list[str]:
        return [rule.code for rule in found.rules if any(entry.matches(rule, path) for entry in found.hidden)]

    assert hidden("docs/a.md") == ["C8101", "C8402"]
    assert not hidden("a.md")


# What is told of settings


@pytest.mark.parametrize(
    ("text", "overrides", "sentences"),
    [
        ("", {}, []),
        ("ignore = ['C81']", {}, ["`ignore` in `c8-lint.toml` switches off C8101, C8102"]),
        ("ignore = { C8101 = 'later' }", {}, ["`ignore` in `c8-lint.toml` switches off C8101 (later)"]),
        ("ignore = ['C8208']", {}, []),
        ("ignore = ['C81']", {"select": ("C81",)}, []),
        ("ignore = ['C8101']", {"extend_select": ("C8101",)}, []),
        ("select = ['C81']", {}, ["`select` in `c8-lint.toml` leaves out C8201, C8402"]),
        ("select = ['C81']", {"ignore": ("C84",)}, ["`select` in `c8-lint.toml` leaves out C8201"]),
        ("[severity]\nC8101 = 'note'", {}, ["`severity` in `c8-lint.toml` lowers C8101 to a note from an error"]),
        (
            "[severity]\nC8 = 'warning'",
            {},
            ["`severity` in `c8-lint.toml` lowers C8101, C8102, C8201 to a warning from an error"],
        ),
        ("[severity]\nC8402 = 'error'", {}, ["`severity` in `c8-lint.toml` raises C8402 to an error from a warning"]),
        ("[severity]\nC8101 = 'error'", {}, []),
        ("fail-on = 'never'", {}, ["`fail-on` in `c8-lint.toml` is `never`, which is weaker than `error`"]),
        ("fail-on = 'note'", {}, ["`fail-on` in `c8-lint.toml` is `note`, which is stricter than `error`"]),
        ("fail-on = 'never'", {"fail_on": "error"}, []),
        (
            "newest-c8connector = '0.0.1'",
            {},
            ["`newest-c8connector` in `c8-lint.toml` changes what C8305 asks for to `0.0.1`"],
        ),
    ],
)
def test_what_the_project_switches_off_is_told(text: str, overrides: dict[str, object], sentences: list[str]) -> None:
    """Each setting of the linted project that moves the verdict is a sentence that says which way."""
    assert list(plan(text, **overrides).off) == sentences


def test_what_a_file_of_the_caller_switches_off_is_not_told(tmp_path: Path) -> None:
    """Settings that the caller names are the caller's own."""
    path = tmp_path / "own.toml"
    path.write_text("ignore = ['C81']")
    found = plan_for(settings_of_file(str(path)), Overrides(), REGISTRY)
    assert (found.off, found.of_tree) == ((), False)


@pytest.mark.parametrize(
    ("text", "overrides"),
    [
        ("", {}),
        ("select = ['C81']\nignore = { C8101 = 'say \"why\"' }\nfail-on = 'never'\n[severity]\nC84 = 'note'", {}),
        ("ignore = ['C81']", {"ignore": ("C82",), "extend_select": ("C8208",), "fail_on": "note"}),
        ("per-file-ignores = { '*.md' = ['C84'], 'a' = { C82 = 'why' } }\nrequire-reason = true", {}),
        ("ignore = ['C81']", {"require_reason": True}),
        ("per-file-ignores = { '*.md' = ['C84'] }\nallowed-dependencies = ['requests']", {"select": ("C82", "C84")}),
        ("ignore = { C81 = '' }\nnewest-c8connector = '0.0.40'", {"ignore": ("C82",)}),
    ],
)
def test_the_settings_that_are_shown_are_those_that_hold(text: str, overrides: dict[str, object]) -> None:
    """What `--show-settings` prints is TOML that leaves the same rules, severities and threshold."""
    given = Overrides(**overrides)  # type: ignore[arg-type]
    shown = "\n".join(describe(settings(text), given))
    tomli.loads(shown)
    again, first = plan(shown), plan(text, **overrides)
    assert (again.rules, again.severities, again.hidden) == (first.rules, first.severities, first.hidden)
    assert (again.fail_on, again.newest_c8connector) == (first.fail_on, first.newest_c8connector)
    assert again.allowed_dependencies == first.allowed_dependencies


def test_the_settings_that_are_shown_tell_their_origin() -> None:
    """Each is followed by the line of the file, the command line, or `default`."""
    lines = describe(settings("\nignore = ['C81']\n"), Overrides(ignore=("C82",), fail_on="note"))
    assert 'ignore = ["C81", "C82"]  # c8-lint.toml:2 and command line' in lines
    assert 'fail-on = "note"  # command line' in lines
    assert "severity = {}  # default" in lines


@pytest.mark.parametrize("reason", ["", " ", "\\t", "\\u00a0"])
def test_a_blank_reason_is_none(reason: str) -> None:
    """What is required is a reason that says something, for `ignore` and for `per-file-ignores`."""
    text = f'ignore = {{ C8101 = "{reason}" }}\nper-file-ignores = {{ "*.md" = {{ C8402 = "{reason}" }} }}\n'
    found = plan(text, require_reason=True)
    assert "C8101" in [rule.code for rule in found.rules]
    assert found.hidden == ()
    assert len(found.off) == 2
    assert "C8101" not in chosen(text)


@pytest.mark.parametrize(
    ("text", "overrides", "told"),
    [
        (
            'extend-select = ["C82"]',
            {},
            "c8-lint.toml:1: `C82` in `extend-select` adds no rule; opt-in rules need their whole code or name: C8208",
        ),
        ("", {"extend_select": ("C84",)}, "`--extend-select C84` adds no rule"),
        ('extend-select = ["C8208", "C8101"]', {"extend_select": ("version-method-mismatch",)}, ""),
        ('select = ["C81"]\nextend-select = ["C82"]', {}, ""),
        ('ignore = ["C82"]', {"extend_select": ("C82",)}, ""),
        ('extend-select = ["C82"]', {"select": ("C81",)}, ""),
        ("", {"select": ("C81",), "extend_select": ("C82",)}, ""),
    ],
)
def test_what_is_selected_besides_and_adds_nothing(text: str, overrides: dict[str, object], told: str) -> None:
    """First characters of codes that add no rule are told, with the opt-in rules that they do not name."""
    given = Overrides(**overrides)  # type: ignore[arg-type]
    assert list(idle_selections(settings(text), given, REGISTRY)) == ([told] if told else [])
