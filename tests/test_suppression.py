"""What comments and settings accept, what becomes of it, and how suppressions are judged."""

from collections.abc import Iterator, Mapping
from typing import Optional, Union

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrometa_conformance.comments.find import comments_of
from macrometa_conformance.config import Overrides, plan_for, settings_of_tree
from macrometa_conformance.engine import lint_project
from macrometa_conformance.finding import Finding, Place, Region, Verdict
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from macrometa_conformance.registry import Registry, built_in_rules
from macrometa_conformance.report import Acceptance, ProjectReport, Status
from macrometa_conformance.rule import ERROR, rule
from macrometa_conformance.testing import PROJECTS

MAIN = "macrometa_source_demo/main.py"
INIT = "macrometa_source_demo/__init__.py"
PORT = "METRICS_PORT = 8000\n"
WRONG = "METRICS_PORT = 9100\n"
REGISTRY = Registry(tuple(sorted(built_in_rules(), key=lambda one: one.code)))
Files = Mapping[str, Union[str, bytes]]


def run(files: Files, registry: Registry = REGISTRY, /, **overrides: object) -> ProjectReport:
    """Return the report on a project in memory, with the settings that it brings."""
    tree = DictTree(files)
    given_overrides = Overrides(**overrides)  # type: ignore[arg-type]
    return lint_project(tree, plan_for(settings_of_tree(tree), given_overrides, registry))


def changed(old: str, new: str, path: str = MAIN, more: Optional[Files] = None) -> dict[str, Union[str, bytes]]:
    """Return the conforming source with a text of one file replaced."""
    files: dict[str, Union[str, bytes]] = {**PROJECTS["source"], **(more or {})}
    text = files[path]
    assert isinstance(text, str)
    assert text.count(old) == 1
    files[path] = text.replace(old, new)
    return files


def codes(report: ProjectReport) -> list[str]:
    """Return the codes of the results."""
    return [result.rule.code for result in report.results]


def accepted(report: ProjectReport) -> list[tuple[str, Acceptance, str]]:
    """Return what is accepted, by what, and why."""
    return [(one.result.rule.code, one.by, one.reason) for one in report.suppressed]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (MAIN, PORT, f"{WRONG[:-1]}  # c8-lint: ignore[C8702] why\n", "C8702"),
        (MAIN, PORT, f"# c8-lint: ignore[wrong-metrics-port] why\n{WRONG}", "C8702"),
        (MAIN, PORT, "METRICS_PORT = (\n    9100  # c8-lint: ignore[C8702] why\n)\n", "C8702"),
        (MAIN, PORT, "METRICS_PORT = (\n    9100\n)  # c8-lint: ignore[C8702] why\n", "C8702"),
        (MAIN, PORT, f"# c8-lint: ignore-file[C8702] why\n\n\ndef other():\n    pass\n\n\n{WRONG}", "C8702"),
        (MAIN, PORT, f"{WRONG}# c8-lint: ignore-file[c8702] why\n", "C8702"),
        (INIT, '"macrometa-source-demo"', '"x"  # c8-lint: ignore[C8204] why', "C8204"),
        (
            "pyproject.toml",
            '    "prometheus-client==0.16.0",\n',
            '    # c8-lint: ignore[C8301] why\n    "prometheus-client",\n',
            "C8301",
        ),
        (
            "pyproject.toml",
            '"pipelinewise-singer-python==1.2.0",\n    "prometheus-client==0.16.0",\n]\n',
            '"pipelinewise-singer-python==1.2.0",\n    "prometheus-client",\n]  # c8-lint: ignore[C8301] why\n',
            "C8301",
        ),
        (
            "GETTING_STARTED.md",
            "# Demo source\n",
            "<!-- c8-lint: ignore[C8402] why -->\n# {connector} source\n",
            "C8402",
        ),
        (
            "GETTING_STARTED.md",
            "# Demo source\n",
            "# {connector} source <!-- c8-lint: ignore[C8402] why -->\n",
            "C8402",
        ),
    ],
)
def test_a_comment_accepts_the_finding_that_it_stands_on_or_above(path: str, old: str, new: str, code: str) -> None:
    """The finding is told as suppressed, with the reason; nothing is reported, and the rule has passed."""
    report = run(changed(old, new, path))
    assert codes(report) == []
    assert accepted(report) == [(code, Acceptance.COMMENT, "why")]
    (one,) = report.suppressed
    assert one.place is not None
    assert one.place.path == path
    assert one.result.finding.place.path in report.excerpts
    outcome = next(outcome for outcome in report.outcomes if outcome.rule.code == code)
    assert (outcome.status, outcome.reasons) == (Status.PASSED, (("1 finding is suppressed", None),))


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (f"{WRONG[:-1]}  # c8-lint: ignore[C8701] why\n", ["C8702", "C8002"]),
        (f"{WRONG}# c8-lint: ignore[C8702] on what is below\n", ["C8702", "C8002"]),
        (f"X = 1  # c8-lint: ignore[C8702]\n{WRONG}", ["C8002", "C8702"]),
        (f'X = "# c8-lint: ignore[C8702]"\n{WRONG}', ["C8702"]),
        (f'"""\n# c8-lint: ignore[C8702]\n"""\n{WRONG}', ["C8702"]),
        (f"# c8-lint: ignore[C87]\n{WRONG}", ["C8003", "C8702"]),
        (f"# c8-lint: ignore\n{WRONG}", ["C8003", "C8702"]),
    ],
)
def test_another_comment_accepts_nothing(new: str, found: list[str]) -> None:
    """A comment elsewhere, of another rule, in a string, of a family or of all rules leaves the finding."""
    report = run(changed(PORT, new))
    assert (codes(report), report.suppressed) == (found, ())


def test_a_suppression_that_misses_says_where_the_finding_is() -> None:
    """C8002 points at the word in the comment, and tells the finding of that rule in the file."""
    report = run(changed(PORT, f"{WRONG}# c8-lint: ignore[C8702] why\n"))
    (unused,) = [result.finding for result in report.results if result.rule.code == "C8002"]
    assert unused.place.region == Region(12, 19, 12, 24)
    assert [related.place.line for related in unused.related] == [11]


def test_a_rule_with_other_findings_has_failed() -> None:
    """Only the finding that is accepted is taken out."""
    text = "# {connector} source\n\n<!-- c8-lint: ignore[C8402] why -->\n{connector}\n"
    report = run(changed("# Demo source\n", text, "GETTING_STARTED.md"))
    assert codes(report) == ["C8402"]
    assert accepted(report) == [("C8402", Acceptance.COMMENT, "why")]
    assert next(one.status for one in report.outcomes if one.rule.code == "C8402") is Status.FAILED


def test_a_suppression_moves_no_fingerprint() -> None:
    """Of two findings that are alike the second keeps its fingerprint when the first is suppressed."""
    text = "X = {connector}\n"
    guide = PROJECTS["source"]["GETTING_STARTED.md"]
    plain = run({**PROJECTS["source"], "GETTING_STARTED.md": f"{guide}\n{text}\n{text}"})
    quiet = run(
        {**PROJECTS["source"], "GETTING_STARTED.md": f"{guide}\n<!-- c8-lint: ignore[C8402] -->\n{text}\n{text}"}
    )
    assert codes(plain) == ["C8402", "C8402"]
    assert [result.fingerprint for result in quiet.results] == [plain.results[1].fingerprint]


SETTINGS = '[per-file-ignores]\n"macrometa_source_demo/*" = { C8702 = "mapped" }\n'


def test_settings_accept_for_files() -> None:
    """The entry of `per-file-ignores` gives reason and place; what it accepts is not told a second time."""
    report = run(changed(PORT, WRONG, more={"c8-lint.toml": SETTINGS}))
    assert (codes(report), report.off) == ([], ())
    assert accepted(report) == [("C8702", Acceptance.SETTINGS, "mapped")]
    assert report.suppressed[0].place == Place("c8-lint.toml", Region(2, 31, 2, 36))


def test_an_absent_file_is_a_matter_of_settings() -> None:
    """No comment can stand in a file that is not there: a pattern with its path accepts that it is absent."""
    files = {path: text for path, text in PROJECTS["source"].items() if path != "LICENSE"}
    report = run({**files, "c8-lint.toml": "[per-file-ignores]\nLICENSE = ['C8101']\n"})
    assert (codes(report), accepted(report)) == ([], [("C8101", Acceptance.SETTINGS, "")])


def test_a_comment_goes_before_settings() -> None:
    """What both accept is told once, by the comment, and neither is unused."""
    text = f"{WRONG[:-1]}  # c8-lint: ignore[C8702] why\n"
    report = run(changed(PORT, text, more={"c8-lint.toml": SETTINGS}))
    assert (codes(report), accepted(report)) == ([], [("C8702", Acceptance.COMMENT, "why")])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"*" = ["C8702"]', []),
        ('"*" = ["C87"]', []),
        ('"docs" = ["C8702"]', ["C8002", "C8702"]),
        ('"docs" = ["C87"]', ["C8702"]),  # some of the family are not for this connector
        ('"docs" = ["C8001", "C84"]', ["C8002", "C8002", "C8702"]),
        ('"docs" = ["C8208"]', ["C8702"]),  # it did not run
        ('"docs" = ["C8002", "C8003"]', ["C8702"]),
    ],
)
def test_entries_of_the_settings_are_judged(text: str, found: list[str]) -> None:
    """An entry that matches no finding of rules that all ran is unused; one that matches any is used."""
    assert codes(run(changed(PORT, WRONG, more={"c8-lint.toml": f"[per-file-ignores]\n{text}\n"}))) == found


def test_an_entry_of_other_settings_is_no_finding() -> None:
    """What is unused in a file that is no part of the connector is not reported on it."""
    tree = DictTree(PROJECTS["source"])
    entry = settings_of_tree(DictTree({"c8-lint.toml": "[per-file-ignores]\ndocs = ['C84']\n"}))
    plan = plan_for(entry, Overrides(), REGISTRY)
    assert [one.rule.code for one in lint_project(tree, plan).results] == ["C8002"]
    other = plan_for(settings_of_tree(tree), Overrides(), REGISTRY)
    assert not lint_project(tree, other).results


@pytest.mark.parametrize(
    ("overrides", "found"),
    [
        ({}, []),
        ({"no_suppressions": True}, ["C8702"]),
        ({"isolated": True}, ["C8702"]),
        ({"require_reason": True}, []),
    ],
)
def test_a_reviewer_need_not_be_silenced(overrides: dict[str, object], found: list[str]) -> None:
    """With --no-suppressions and --isolated a comment of the project accepts nothing; it is not unused for that."""
    report = run(changed(PORT, f"{WRONG[:-1]}  # c8-lint: ignore[C8702] why\n"), **overrides)
    assert codes(report) == found
    for result in report.results:
        told = result.finding.related[-1]
        assert told.message == "this suppression does not count in this run; its reason: why"
        assert told.place == Place(MAIN, Region(11, 22, 11, 50))


@pytest.mark.parametrize("setting", ["", "require-reason = true\n"])
def test_a_reason_may_be_required(setting: str) -> None:
    """A suppression without one does not count, and the finding that stays says so."""
    files = changed(PORT, f"{WRONG[:-1]}  # c8-lint: ignore[C8702]\n", more={"c8-lint.toml": setting})
    report = run(files, require_reason=not setting)
    assert codes(report) == ["C8702"]
    assert report.results[0].finding.related[-1].message == "this suppression does not count, for it gives no reason"
    assert accepted(run({**files, "c8-lint.toml": ""})) == [("C8702", Acceptance.COMMENT, "")]


@pytest.mark.parametrize("value", ["['C8702']", "{ C8702 = '' }"])
def test_settings_need_a_reason_too(value: str) -> None:
    """`ignore` and `per-file-ignores` do not count without one, and the summary says so."""
    for text in (f"ignore = {value}\n", f"[per-file-ignores]\n'*.py' = {value}\n"):
        report = run(changed(PORT, WRONG, more={"c8-lint.toml": text}), require_reason=True)
        assert codes(report) == ["C8702"]
        assert len(report.off) == 1
        assert "gives no reason for `C8702`" in report.off[0]
    reasoned = {"c8-lint.toml": "ignore = { C8702 = 'mapped' }\n"}
    assert codes(run(changed(PORT, WRONG, more=reasoned), require_reason=True)) == []


@pytest.mark.parametrize(
    ("overrides", "found"),
    [({}, ["C8002"]), ({"ignore": ("C8702",)}, []), ({"select": ("C8002",)}, []), ({"ignore": ("C8002",)}, [])],
)
def test_only_rules_that_ran_show_a_suppression_unused(overrides: dict[str, object], found: list[str]) -> None:
    """A suppression of a rule that was not selected is not unused."""
    files = changed(PORT, f"{PORT[:-1]}  # c8-lint: ignore[C8702]\n")
    assert codes(run(files, **overrides)) == found


def test_a_rule_that_could_not_decide_shows_nothing_unused() -> None:
    """Where the name that a method returns is not known, its suppression may be right."""
    report = run(changed('"macrometa-source-demo"', "input()  # c8-lint: ignore[C8204]", INIT))
    assert codes(report) == []
    assert next(one.status for one in report.outcomes if one.rule.code == "C8204") is Status.UNDECIDED


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("# c8-lint: ignore[C8799, C8003] why", []),
        ("# c8-lint: ignore[C8701, C8002] why", []),
        ("# c8-lint: ignore[C8003] why", []),
        ("# c8-lint: ignore-file[C8002] why\n# c8-lint: ignore[C8701]", []),
        ("# c8-lint: ignore[C8799] why", ["C8003"]),
    ],
)
def test_what_judges_suppressions_can_be_suppressed(comment: str, found: list[str]) -> None:
    """A comment may accept what is said of itself; whether that was for nothing is not judged."""
    assert codes(run(changed(PORT, f"{comment}\n{PORT}"))) == found


def test_a_syntax_error_is_not_a_matter_of_comments() -> None:
    """In a file that cannot be parsed a comment is no sure thing; `per-file-ignores` does accept the error."""
    broken = {"macrometa_source_demo/broken.py": "# c8-lint: ignore-file[C8001] Python 2\nprint 'x'\n"}
    report = run({**PROJECTS["source"], **broken})
    assert sorted(codes(report)) == ["C8001", "C8002"]
    entry = "[per-file-ignores]\n'macrometa_source_demo/broken.py' = ['C8001', 'C8002']\n"
    assert codes(run({**PROJECTS["source"], **broken, "c8-lint.toml": entry})) == []


def test_comments_of_a_broken_file_still_accept() -> None:
    """A whole-file finding on a module that cannot be parsed is accepted by its comment."""
    files = {path.replace("macrometa_source_demo", "demo_source"): text for path, text in PROJECTS["source"].items()}
    files = {path: text.replace("macrometa_source_demo", "demo_source") for path, text in files.items()}
    broken = "# c8-lint: ignore-file[C8202] the old name\ndef x(:\n"
    report = run({**files, "demo_source/__init__.py": broken})
    assert ("C8202", Acceptance.COMMENT, "the old name") in accepted(report)
    assert "C8001" in codes(report)


def test_a_plug_in_that_is_left_out_makes_no_name_unknown() -> None:
    """With --isolated a code may be that of a plug-in, unless it begins with C8."""
    text = f"# c8-lint: ignore[ACME001, acme-rule, C8799]\n{PORT}"
    assert codes(run(changed(PORT, text), isolated=True)) == ["C8003"]
    assert codes(run(changed(PORT, text))) == ["C8003"] * 3


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("wrong-metric-port", "did you mean `C8702` (wrong-metrics-port)?"),
        ("C8402x", "did you mean `C8402` (template-leftover)?"),
        ("C87", "name each rule by its whole code or its name"),
        ("zzz", "`c8-lint rules` lists the rules"),
    ],
)
def test_an_unknown_rule_gets_a_hint(word: str, hint: str) -> None:
    """The finding points at the word and names the nearest rule."""
    report = run(changed(PORT, f"{PORT[:-1]}  # c8-lint: ignore[{word}]\n"))
    (finding,) = [result.finding for result in report.results]
    assert finding.message == f"no rule has the code or the name `{word}`"
    assert finding.help.startswith(hint)
    assert finding.place.region == Region(11, 40, 11, 40 + len(word))


def test_an_unused_entry_can_be_suppressed_where_it_stands() -> None:
    """A comment in the settings accepts what is said of an entry there."""
    text = "[per-file-ignores]\n# c8-lint: ignore[C8002] there soon\ndocs = ['C8402']\n"
    report = run({**PROJECTS["source"], "c8-lint.toml": text})
    assert (codes(report), accepted(report)) == ([], [("C8002", Acceptance.COMMENT, "there soon")])


@pytest.mark.parametrize(("rules", "heeded"), [("C8702", 1_000), ("C8702, " * 100, 10)])
def test_so_many_suppressions_of_a_file_are_heeded(rules: str, heeded: int) -> None:
    """Suppressions beyond the limit are as if they were not there, so that nobody can make a run endless by them."""
    report = run(changed(PORT, PORT + f"# c8-lint: ignore[{rules}] why\n" * 1_500))
    assert len({one.finding.place.line for one in report.results}) == heeded


def test_tests_are_not_judged() -> None:
    """A comment in code that no rule judges is neither unused nor unknown."""
    files = {"macrometa_source_demo/tests/test_x.py": "# c8-lint: ignore[C8702, C8799]\nx = 1\n"}
    assert codes(run({**PROJECTS["source"], **files})) == []


# Whatever is done to the text around, a suppression stays with its statement


@rule("XX001", severity=ERROR, source="hygiene")
def marked(project: Project) -> Iterator[Verdict]:
    """Find each `BAD`, a word that stands for a mistake."""
    for number, line in enumerate(project.tree.read("a.py").decode().split("\n"), 1):
        column = line.find("BAD") + 1
        if column:
            yield Finding(Place("a.py", Region(number, column, number, column + 3)), "bad")


MARKED: Registry = Registry((marked,))
STATEMENTS = st.sampled_from(
    [
        "x = BAD",
        "x = [\n    1,\n    BAD,\n]",
        "def f(a,\n      b=BAD):\n    return a",
        "@decorator(\n    BAD\n)\n@other\nclass A:\n    pass",
        "call(a)(\n    b, BAD)",
        "x = 1 + \\\n    BAD",
        'x = """\nBAD # c8-lint: ignore[YY001]\n"""',
        "if BAD: pass",
        "for x in (1,\n          BAD): print(x)",
        "x = f'{BAD}'",
    ]
)
OTHERS = st.lists(
    st.sampled_from(
        ["y = 1", "# text", "", "def g():\n    return 2", "'# c8-lint: ignore[XX001]'", "z = [\n    3\n]", "import os"]
    ),
    max_size=4,
)
COMMENT = "# c8-lint: ignore[XX001] why"


@given(
    before=OTHERS,
    statement=STATEMENTS,
    after=OTHERS,
    between=st.lists(st.sampled_from(["", "# another", "#"]), max_size=3),
    depth=st.integers(0, 3),
    ends=st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=150, deadline=None)
def test_a_comment_above_stays_with_its_statement(
    before: list[str], statement: str, after: list[str], between: list[str], depth: int, ends: str
) -> None:
    """Lines that come in anywhere around, columns that move and other line ends change nothing."""
    lines = [*before, COMMENT, *between, statement, *after]
    text = "\n".join(["if 1:" if level == 0 else "    " * level + "if 1:" for level in range(depth)] + [""])
    text += "\n".join("    " * depth + line for part in lines for line in part.split("\n"))
    report = run({"a.py": text.replace("\n", ends)}, MARKED)
    assert (report.results, len(report.suppressed)) == ((), 1)


@given(before=OTHERS, statement=STATEMENTS, after=OTHERS)
@settings(max_examples=100, deadline=None)
def test_a_comment_at_the_end_stays_with_its_statement(before: list[str], statement: str, after: list[str]) -> None:
    """A comment behind the last line of a statement, or of its header, reaches all of its lines."""
    head = statement.replace("\n    return a", "").replace("\n    pass", "")
    text = "\n".join([*before, f"{head}  {COMMENT}{statement[len(head) :]}", *after])
    report = run({"a.py": text}, MARKED)
    assert (report.results, len(report.suppressed)) == ((), 1)


@given(statement=STATEMENTS, first=OTHERS, second=OTHERS)
@settings(max_examples=100, deadline=None)
def test_a_comment_reaches_no_other_statement(statement: str, first: list[str], second: list[str]) -> None:
    """What stands behind the next statement is not accepted."""
    report = run({"a.py": "\n".join([COMMENT, "w = 1", *first, *second, statement])}, MARKED)
    assert (len(report.results), report.suppressed) == (1, ())


ALPHABET = st.sampled_from(
    [*"#;[]{}()\"'\\\n\r\t <>!-=,:`|ab\u00e9\U0001f642", "c8-lint:", " ignore[C8702]", "<!--", "-->"]
)


@given(
    text=st.lists(ALPHABET, max_size=60).map("".join),
    path=st.sampled_from(["a.py", "a.toml", "a.cfg", "a.txt", "a.md"]),
)
@settings(max_examples=300, deadline=None)
def test_no_text_makes_the_search_fail(text: str, path: str) -> None:
    """Comments of any text have places in it and elements in it."""
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for comment in comments_of(path, text.encode()):
        assert 1 <= comment.region.line <= comment.region.end_line <= count
        assert all(1 <= first <= last <= count for first, last in comment.elements)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{WRONG[:-1]}  # c8lint: ignore[C8702] why\n", True),
        (f"# C8_LINT IGNORE[C8702] why\n{WRONG}", True),
        (f"# see the c8-lint documentation: ignore[C8702]\n{WRONG}", False),
        (f'TEXT = "# c8lint: ignore[C8702]"\n{WRONG}', False),
    ],
)
def test_a_slip_of_the_mark_suppresses_nothing(text: str, told: bool) -> None:
    """It is told where it stands in a comment, and neither in prose nor in a string."""
    assert sorted(codes(run(changed(PORT, text)))) == [*(["C8003"] if told else []), "C8702"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("c8-lint.toml", "# c8lint: ignore[C8301]\n"),
        ("requirements.txt", "# C8-lint ignore[C8301]\n"),
        ("setup.cfg", "; c8lint: ignore[C8301]\n[metadata]\nname = macrometa-source-demo\n"),
        ("README.md", "# Demo\n\n<!-- c8-lint ignore[C8402] -->\nText.\n"),
    ],
)
def test_slips_are_told_in_each_kind_of_file(path: str, content: str) -> None:
    """The place is that of the comment."""
    report = run({**PROJECTS["source"], path: content}, select=("C8003",))
    (result,) = report.results
    assert (result.rule.code, result.finding.place.path) == ("C8003", path)


@pytest.mark.parametrize(
    ("comment", "proposed"),
    [
        ("# c8-lint: ignore[C8702 unterminated", "write `c8-lint: ignore[C8702] reason`, or `ignore-file` for the "),
        ("# c8-lint: ignore[because it is so", "write `c8-lint: ignore[C8702] reason`, or `ignore-file` for the whole"),
        ("# c8lint: ignore-file[wrong-metrics-port]", "write `c8-lint: ignore-file[wrong-metrics-port] reason`"),
    ],
)
def test_what_is_proposed_names_rules_alone(comment: str, proposed: str) -> None:
    """Words behind a bracket that is not closed may be the reason."""
    (result,) = run(changed(PORT, f"{comment}\n{PORT}")).results
    assert result.finding.help.startswith(proposed)


@pytest.mark.parametrize("verb", ["ignore", "ignore-file"])
def test_a_suppression_in_the_wrong_file_shows_the_finding(verb: str) -> None:
    """What it may have been for is related, in whichever file it lies; a finding that is accepted is not."""
    files = changed(PORT, WRONG, more={INIT: f"# c8-lint: {verb}[C8702] why\n" + PROJECTS["source"][INIT]})
    report = run(files)
    assert codes(report) == ["C8002", "C8702"]
    (finding,) = (one.finding for one in report.results if one.rule.code == "C8002")
    assert finding.help == "put it on or directly above what it is for, or remove it"
    assert [(one.message, one.place.path, one.place.line) for one in finding.related] == [
        ("a finding of C8702 that it does not reach", MAIN, 11)
    ]
    files[MAIN] = str(files[MAIN]).replace(WRONG, f"{WRONG[:-1]}  # c8-lint: ignore[C8702] why\n")
    (result,) = run(files).results
    assert (result.finding.help, result.finding.related) == ("remove the comment", ())


def test_an_entry_that_matches_nothing_may_be_misspelt() -> None:
    """The pattern may be wrong, not the entry."""
    text = "[per-file-ignores]\n'main.py' = ['C8702']\n"
    report = run(changed(PORT, WRONG, more={"c8-lint.toml": text}))
    (finding,) = (one.finding for one in report.results if one.rule.code == "C8002")
    assert finding.message == "the entry `C8702` of `main.py` in `per-file-ignores` matches no finding"
    assert finding.help == "remove the entry, or correct the pattern"
