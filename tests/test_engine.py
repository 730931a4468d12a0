"""The engine: how rules end, and what becomes of what they say."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Callable, Optional, Union

import pytest

from macrometa_conformance.brevity import MOST
from macrometa_conformance.config import Exemption, Overrides, Plan
from macrometa_conformance.engine import judge, lint, lint_project
from macrometa_conformance.errors import ConfigError, UsageError
from macrometa_conformance.finding import Finding, NotApplicable, Place, Region, Related, Severity, Undecided, Verdict
from macrometa_conformance.project.dict_tree import DictTree, Special
from macrometa_conformance.project.project import Project
from macrometa_conformance.registry import Registry
from macrometa_conformance.report import Acceptance, ProjectReport, Report, Result, Status
from macrometa_conformance.rule import ALL, ERROR, INTEGRATION, NOTE, SOURCE, TARGET, WARNING, Precondition, Rule, Types
from macrometa_conformance.testing import PROJECTS

Check = Callable[[Project], Iterator[Verdict]]
Files = Mapping[str, Union[str, bytes, Special]]

WHOLE = Finding(Place("a.py"), "whole")
UNDECIDED = Undecided("`f()` is not known", Place("a.py", Region(1, 1, 1, 4)))
SPARED = NotApplicable("there is nothing to judge")


def at(line: int, column: int = 1, path: str = "a.py", message: str = "here", subject: str = "") -> Finding:
    """Return a finding of one character."""
    return Finding(Place(path, Region(line, column, line, column + 1)), message, subject=subject)


def rule_of(
    check: Check,
    code: str = "XX001",
    *,
    severity: Severity = ERROR,
    types: Types = ALL,
    requires: tuple[Precondition, ...] = (),
) -> Rule:
    """Return a rule round a check."""
    return Rule(code, f"rule-{code.lower()}", severity, check, types, "hygiene", False, requires, "A rule.")


def saying(*verdicts: Verdict, code: str = "XX001", severity: Severity = ERROR) -> Rule:
    """Return a rule that says the same of every project."""
    return rule_of(lambda project: iter(verdicts), code, severity=severity)


def run(rules: Iterable[Rule], files: Optional[Files] = None, **plan: object) -> ProjectReport:
    """Return the report on a project in memory."""
    return lint_project(DictTree(files or {"a.py": "x = 1\n"}), Plan(tuple(rules), **plan))  # type: ignore[arg-type]


def crash(project: Project) -> Iterator[Verdict]:
    """Fail after the first finding."""
    yield WHOLE
    raise ZeroDivisionError("division\nby zero")


@pytest.mark.parametrize(
    ("verdicts", "status", "reasons"),
    [
        ((), Status.PASSED, ()),
        ((WHOLE,), Status.FAILED, ()),
        ((UNDECIDED,), Status.UNDECIDED, ((UNDECIDED.reason, UNDECIDED.place),)),
        ((SPARED,), Status.NOT_APPLICABLE, ((SPARED.reason, None),)),
        ((WHOLE, UNDECIDED, SPARED), Status.FAILED, ((UNDECIDED.reason, UNDECIDED.place),)),
        ((SPARED, UNDECIDED, UNDECIDED), Status.UNDECIDED, ((UNDECIDED.reason, UNDECIDED.place),)),
    ],
)
def test_what_a_rule_says_settles_how_it_ended(
    verdicts: tuple[Verdict, ...], status: Status, reasons: tuple[tuple[str, Optional[Place]], ...]
) -> None:
    """A finding weighs more than what is undecided, and that more than what is not applicable."""
    outcome = judge(saying(*verdicts), Project(DictTree({}))).outcome
    assert (outcome.status, outcome.reasons) == (status, reasons)


def test_a_rule_that_crashes_is_told_and_the_others_go_on() -> None:
    """A crash names the error and where in the tool it happened, keeps what was found, and makes the exit code 3."""
    report = run([rule_of(crash, "XX001"), saying(at(1), code="XX002")])
    assert [outcome.status for outcome in report.outcomes] == [Status.CRASHED, Status.FAILED]
    (reason, place) = report.outcomes[0].reasons[0]
    assert re.fullmatch(r"ZeroDivisionError: division by zero \(tests/test_engine\.py:\d+\)", reason)
    assert place is None
    assert [result.finding.message for result in report.results] == ["whole", "here"]


def no_iterator(project: Project) -> None:
    """Return nothing, as a check does that forgot to yield."""


def text(project: Project) -> Iterator[str]:
    """Yield what is no verdict."""
    yield "finding"


def leave(project: Project) -> Iterator[Verdict]:
    """End the process, if the engine lets it."""
    raise SystemExit(0)


def endless(project: Project) -> Iterator[Verdict]:
    """Recurse without end."""
    return endless(project)


def broken_precondition(project: Project) -> None:
    """Fail before the check is asked."""
    raise LookupError


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (rule_of(no_iterator), "TypeError"),  # type: ignore[arg-type]
        (rule_of(text), "TypeError: the rule yields a str, which is no verdict"),  # type: ignore[arg-type]
        (rule_of(leave), "SystemExit: 0"),
        (rule_of(endless), "RecursionError"),
        (rule_of(crash, requires=(broken_precondition,)), "LookupError"),
    ],
)
def test_nothing_that_a_rule_does_stops_the_run(rule: Rule, reason: str) -> None:
    """Whatever a rule fails with is a crash of that rule alone."""
    outcome = judge(rule, Project(DictTree({}))).outcome
    assert outcome.status is Status.CRASHED
    assert outcome.reasons[0][0].startswith(reason)


@pytest.mark.parametrize(
    ("types", "kind", "reason"),
    [
        (ALL, "source", None),
        (ALL, "", None),
        (SOURCE, "source", None),
        (SOURCE | TARGET, "target", None),
        (TARGET, "source", "the connector is a source"),
        (SOURCE | TARGET, "integration", "the connector is an integration"),
        (INTEGRATION, "", "the connector's type is not known"),
    ],
)
def test_a_rule_is_not_applicable_to_other_types(types: Types, kind: str, reason: Optional[str]) -> None:
    """A rule for some types runs on those alone, and on none where the type is not known; one for all always runs."""
    files = {"pyproject.toml": f'[project]\nname = "macrometa-{kind}-demo"\n'} if kind else {"a.py": ""}
    outcome = run([rule_of(lambda project: iter([WHOLE]), types=types)], files).outcomes[0]
    expected = (Status.NOT_APPLICABLE, ((reason, None),)) if reason else (Status.FAILED, ())
    assert (outcome.status, outcome.reasons) == expected


def test_a_rule_for_some_types_is_undecided_where_the_name_cannot_be_read() -> None:
    """A name that may tell the type, in a file that cannot be parsed, leaves open whether the rule applies."""
    outcome = run([rule_of(crash, types=SOURCE)], {"pyproject.toml": "[project\n"}).outcomes[0]
    assert outcome.status is Status.UNDECIDED


def test_the_first_precondition_that_answers_decides() -> None:
    """A precondition stands before the check, which is not asked, and before those behind it."""
    requires: tuple[Precondition, ...] = (lambda p: None, lambda p: SPARED, lambda p: UNDECIDED)
    outcome = judge(rule_of(crash, requires=requires), Project(DictTree({}))).outcome
    assert (outcome.status, outcome.reasons) == (Status.NOT_APPLICABLE, ((SPARED.reason, None),))


def test_results_are_sorted_by_place_with_whole_files_first() -> None:
    """Results come by path, line, column and code, whatever order the rules report in."""
    first = saying(at(10), at(2, 5), at(2, 3), at(1, path="b.py"), WHOLE, code="XX002")
    second = saying(at(2, 3), at(9, path="a-b.py"), code="XX001")
    found = [(r.finding.place.path, r.finding.place.line, r.rule.code) for r in run([first, second]).results]
    assert found == [
        ("a-b.py", 9, "XX001"),
        ("a.py", None, "XX002"),
        ("a.py", 2, "XX001"),
        ("a.py", 2, "XX002"),
        ("a.py", 2, "XX002"),
        ("a.py", 10, "XX002"),
        ("b.py", 1, "XX002"),
    ]


def test_the_same_finding_is_reported_once() -> None:
    """Two findings of a rule with one place and message are one; another message or rule is another finding."""
    rules = [saying(at(1), at(1), at(1, message="other")), saying(at(1), code="XX002")]
    assert len(run(rules).results) == 3


def prints(rules: Iterable[Rule]) -> list[str]:
    """Return the fingerprints on a project in memory."""
    return [result.fingerprint for result in run(rules).results]


def test_what_a_rule_says_is_cut() -> None:
    """No text of a finding or of a doubt is longer than a person reads: its middle is left out."""
    long = f"`{'x' * 1_000_000}` is here"
    step = Related(Place("a.py"), long)
    finding = Finding(Place("a.py"), long, long, long, (step, Related(Place("a.py"), "short")))
    report = run([saying(finding), saying(Undecided(long), code="XX002")])
    (told,) = (result.finding for result in report.results)
    texts = (told.message, told.help, told.subject, told.related[0].message, report.outcomes[1].reasons[0][0])
    assert {len(text) for text in texts} == {MOST}
    assert all(text.startswith("`xxx") and "x…x" in text and text.endswith("x` is here") for text in texts)
    assert told.related[1].message == "short"


def test_a_fingerprint_outlives_moved_lines() -> None:
    """A fingerprint depends on code, path, subject and message, and not on where in the file the finding stands."""
    (base,) = prints([saying(at(1))])
    assert re.fullmatch(r"[0-9a-f]{64}", base)
    assert prints([saying(at(7, 3))]) == [base]
    findings = (at(1, path="b.py"), at(1, message="there"), at(1, subject="f"))
    others = [saying(at(1), code="XX002"), *map(saying, findings)]
    assert len({base, *(fingerprint for other in others for fingerprint in prints([other]))}) == 5


def test_findings_that_would_share_a_fingerprint_are_numbered() -> None:
    """Of two alike in a file each has its own fingerprint, in their order, so that one may be removed."""
    two = prints([saying(at(1), at(5))])
    assert len(set(two)) == 2
    assert prints([saying(at(9))]) == two[:1]


def test_a_fingerprint_of_a_name_that_is_no_utf8_is_one() -> None:
    """Bytes of a file name that cannot be decoded do not stop the run."""
    assert len(prints([saying(at(1, path="caf\udce9.py"))])) == 1


def test_severities_of_the_settings_hold() -> None:
    """The plan's severity stands in place of the rule's own, for the result and for what is left out."""
    rules = [saying(at(1), severity=NOTE), saying(at(2), at(3), code="XX002", severity=WARNING)]
    report = run(rules, severities={"XX001": ERROR}, severity_min=ERROR)
    assert [(r.rule.code, r.severity) for r in report.results] == [("XX001", ERROR)]
    assert report.left_out == (WARNING, WARNING)


def test_a_rule_whose_findings_weigh_too_little_has_run() -> None:
    """How it ended is told as without the least severity, with the reason why no finding of it is there."""
    rules = [saying(severity=NOTE), saying(at(2), UNDECIDED, code="XX002", severity=NOTE)]
    passed, failed = run(rules, severity_min=ERROR).outcomes
    assert passed.status is Status.PASSED
    assert failed.status is Status.FAILED
    assert failed.reasons[-1] == ("`--severity-min` leaves its findings out", None)
    assert len(failed.reasons) == 2


def test_ignores_for_files_accept_findings() -> None:
    """What `per-file-ignores` accepts is no result, and told with the reason and the place of the entry."""
    entry = Exemption("a.py", frozenset({"XX001"}), "XX001", "why", Place("c8-lint.toml"))
    report = run([saying(at(1), at(2), at(1, path="b.py"))], hidden=(entry,))
    assert [result.finding.place.path for result in report.results] == ["b.py"]
    assert [(one.result.finding.place.line, one.by, one.reason, one.place) for one in report.suppressed] == [
        (line, Acceptance.SETTINGS, "why", Place("c8-lint.toml")) for line in (1, 2)
    ]
    assert [outcome.status for outcome in report.outcomes] == [Status.FAILED]


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [((WHOLE,), Status.PASSED), ((WHOLE, UNDECIDED), Status.UNDECIDED), ((WHOLE, at(1, path="b.py")), Status.FAILED)],
)
def test_a_rule_has_failed_only_with_a_finding_in_the_report(verdicts: tuple[Verdict, ...], status: Status) -> None:
    """A rule whose findings are all left out counts as if it had none, with the reason."""
    outcome = run([saying(*verdicts)], hidden=(Exemption("a.py", frozenset({"XX001"})),)).outcomes[0]
    assert outcome.status is status
    assert (("1 finding is suppressed", None) in outcome.reasons) is (status is not Status.FAILED)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("x = 1\r\ny = 2\n", ("x = 1", "y = 2", "")),
        (b"\xef\xbb\xbfx = 1", ("x = 1",)),
        (b"# coding: latin-1\nx = '\xe9'\n", ("# coding: latin-1", "x = 'é'", "")),
        (b"# coding: nonsense\nx = '\xff'", ("# coding: nonsense", "x = '\ufffd'")),
        (b"\xff\xfex\x00", ("\ufffd\ufffdx\x00",)),
    ],
)
def test_an_excerpt_is_what_can_be_read_of_a_file(content: Union[str, bytes], lines: tuple[str, ...]) -> None:
    """Lines are those that rules count, in the file's own encoding; what cannot be decoded is replaced."""
    assert run([saying(at(1))], {"a.py": content}).excerpts["a.py"] == lines


def test_excerpts_are_of_the_files_that_a_report_points_at() -> None:
    """Findings, related places and the anchor have excerpts; other files and absent ones have none."""
    finding = Finding(Place("a.py"), "m", related=(Related(Place("b.py"), "r"), Related(Place("pipe"), "r")))
    absent = Finding(Place("LICENSE"), "m", absent=True)
    files: Files = {"a.py": "", "b.py": "", "c.py": "", "pyproject.toml": "", "pipe": Special.PIPE}
    assert set(run([saying(finding, absent)], files).excerpts) == {"a.py", "b.py", "pyproject.toml"}


@pytest.mark.parametrize(
    ("files", "anchor"),
    [
        (("setup.py", "README.md", "pyproject.toml", "a"), "pyproject.toml"),
        (("README.md", "setup.py", "setup.cfg"), "setup.cfg"),
        (("README.md", "setup.py"), "setup.py"),
        (("LICENSE", "README.md"), "README.md"),
        (("z", "m", "folder/a"), "m"),
        (("folder/pyproject.toml",), ""),
    ],
)
def test_what_is_absent_is_anchored_at_a_file_of_the_root(files: tuple[str, ...], anchor: str) -> None:
    """The anchor is the first of the usual files, else the first file by name, else none."""
    assert run([], dict.fromkeys(files, "")).anchor == anchor


def test_a_project_is_named_as_it_declares() -> None:
    """The report says name, type, and what was not read."""
    report = run([], {**PROJECTS["target"], "pipe": Special.PIPE})
    assert (report.name, report.type, report.skipped) == ("macrometa-target-demo", "target", ("`pipe`: a named pipe",))


def test_two_runs_give_the_same_report() -> None:
    """The report depends on the project alone."""
    rules = [saying(at(2), at(1), UNDECIDED), saying(WHOLE, code="XX002")]
    assert run(rules) == run(rules)


def write(root: Path, files: Mapping[str, str]) -> str:
    """Write files below a folder and return it."""
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    return str(root)


def codes(results: Iterable[Result]) -> list[str]:
    """Return the codes of results."""
    return [result.rule.code for result in results]


REGISTRY = Registry((saying(at(1)), saying(at(1), code="XX002", severity=WARNING)), ("a plug-in was left out",))


def test_several_connectors_each_have_their_own_settings(tmp_path: Path) -> None:
    """Each path is a connector with settings of its own, in the order given, a path given twice once."""
    first = write(tmp_path / "b", {"pyproject.toml": '[tool.c8-lint]\nignore = ["XX001"]\nfail-on = "warning"\n'})
    second = write(tmp_path / "a", {"setup.cfg": ""})
    report = lint([first, second, first], Overrides(), REGISTRY)
    assert [(project.path, codes(project.results)) for project in report.projects] == [
        (first, ["XX002"]),
        (second, ["XX001", "XX002"]),
    ]
    assert report.selected == ("XX001", "XX002")
    assert report.rules == REGISTRY.rules
    assert report.warnings == REGISTRY.warnings
    assert [project.fail_on for project in report.projects] == [WARNING, ERROR]


def test_settings_of_the_project_are_not_read_when_isolated(tmp_path: Path) -> None:
    """With `isolated`, or a settings file of the caller's, nothing that the project says changes the verdict."""
    root = write(tmp_path / "a", {"c8-lint.toml": "nonsense", "pyproject.toml": ""})
    own = write(tmp_path / "own", {"own.toml": 'ignore = ["XX002"]\n'}) + "/own.toml"
    with pytest.raises(ConfigError):
        lint([root], Overrides(), REGISTRY)
    assert codes(lint([root], Overrides(isolated=True), REGISTRY).results) == ["XX001", "XX002"]
    assert codes(lint([root], Overrides(config=own), REGISTRY).results) == ["XX001"]


def test_a_path_that_is_no_folder_is_wrong_usage(tmp_path: Path) -> None:
    """An absent path is an error, and for a file the hint is the connector's folder round it."""
    write(tmp_path, {"demo/pyproject.toml": "", "demo/package/a.py": "", "lone/a.py": ""})
    for path, hint in [
        ("absent", "name the folder"),
        ("a\0b", "name the folder"),
        ("demo/package/a.py", f"write `{tmp_path}/demo`"),
        ("lone/a.py", f"write `{tmp_path}/lone`"),
    ]:
        with pytest.raises(UsageError) as caught:
            lint([f"{tmp_path}/{path}"], Overrides(), REGISTRY)
        assert caught.value.hint.startswith(hint)


def test_a_folder_that_is_no_connector_is_doubted(tmp_path: Path) -> None:
    """A folder without packaging files gets a warning that names the connectors in it."""
    root = write(tmp_path, {"one/pyproject.toml": "", "two/setup.py": "", "three/a.py": ""})
    (warning,) = lint([root], Overrides(), Registry(())).warnings
    assert f"`{root}` does not look like a connector" in warning
    assert warning.endswith(f"did you mean `{root}/one`, `{root}/two`?")


def test_settings_that_nothing_reads_are_doubted_where_settings_are_read(tmp_path: Path) -> None:
    """A slip in a table's name is told, unless the caller leaves the project's settings out."""
    root = write(tmp_path, {"pyproject.toml": "[tool.c8lint]\n", "own.toml": ""})
    told = f"{root}: `[tool.c8lint]` in `pyproject.toml` is not read: settings stand in `[tool.c8-lint]`"
    assert lint([root], Overrides(), Registry(())).warnings == (told,)
    assert lint([root], Overrides(isolated=True), Registry(())).warnings == ()
    assert lint([root], Overrides(config=f"{root}/own.toml"), Registry(())).warnings == ()


@pytest.mark.parametrize(
    ("rule", "fail_on", "code"),
    [
        (saying(), ERROR, 0),
        (saying(at(1)), ERROR, 1),
        (saying(at(1), severity=WARNING), ERROR, 0),
        (saying(at(1), severity=WARNING), WARNING, 1),
        (saying(at(1)), NOTE, 1),
        (saying(at(1)), None, 0),
        (saying(UNDECIDED), NOTE, 0),
        (rule_of(crash), None, 3),
    ],
)
def test_the_exit_code_tells_how_the_run_ended(rule: Rule, fail_on: Optional[Severity], code: int) -> None:
    """A crash is 3, a finding at or above the threshold is 1, and all else is 0."""
    assert Report((run([rule], fail_on=fail_on),), (rule,), (rule.code,)).exit_code == code
