"""Baselines: known findings do not count, new ones do, and the file shrinks unless it is told to grow."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macrometa_conformance.baseline import (
    Baseline,
    Change,
    Tally,
    baseline_asked_for,
    project_path,
    read_baseline,
    rewritten,
    tallies,
)
from macrometa_conformance.cli import main
from macrometa_conformance.config import Plan
from macrometa_conformance.errors import UsageError
from macrometa_conformance.files import Writing
from macrometa_conformance.finding import Finding, Place, Region
from macrometa_conformance.plain import replace
from macrometa_conformance.report import Acceptance, Known, Outcome, Report, Result, Status, Suppressed
from macrometa_conformance.testing import PROJECTS
from tests.reporters.samples import LEFTOVER, LICENSE, PORT, PROJECT, RULES, result

TEXTS = st.sampled_from(["", "a", "b", '"', "\\", "é", "\udcff", "\\udcff", "\n", "\0", "../x", "\U0001f600"])


def finding(message: str, line: int = 1, path: str = "a.md", subject: str = "") -> Result:
    """Return a finding of one rule."""
    return result(LEFTOVER, Finding(Place(path, Region(line, 1, line, 2)), message, subject=subject))


def report(root: Path, *results: Result, stale: tuple[Known, ...] = ()) -> Report:
    """Return a report with these results of a connector in a folder."""
    outcomes = (Outcome(LEFTOVER, Status.FAILED if results else Status.PASSED), Outcome(LICENSE, Status.PASSED))
    project = replace(PROJECT, root=str(root), results=results, outcomes=outcomes, stale=stale)
    return Report((project,), RULES, (LEFTOVER.code, LICENSE.code))


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below a folder and return it."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return root


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Return the folder of a connector without a LICENSE and with a warning, in a repository."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    files = dict(PROJECTS["source"])
    del files["LICENSE"]
    files["GETTING_STARTED.md"] += "\nTODO\n"
    return write(tmp_path / "repository" / "connectors" / "bad", files)


def is_rule(code: str) -> bool:
    """Return whether a code is that of a rule of these tests."""
    return code in {one.code for one in RULES}


def write_baseline(baseline: Baseline, found: Report, *, extend: bool = False) -> tuple[Report, Change]:
    """Write a baseline of a report, and return the report as the baseline has it, and what has changed."""
    with Writing() as files:
        written = rewritten(baseline, found, files, extend=extend)
        files.finish()
    return written


def run(*arguments: object) -> int:
    """Run the command line and return its exit code."""
    return main([str(argument) for argument in arguments])


def load(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    """Return the JSON report of a run."""
    capsys.readouterr()
    run("-f", "json", *arguments)
    return json.loads(capsys.readouterr().out)


# The file


def test_a_baseline_is_a_line_for_each_finding(tmp_path: Path) -> None:
    """The file is sorted JSON without lines or times, with what is the same only once and counted."""
    file = str(tmp_path / "b.json")
    findings = (finding("twice", 9), finding("b", 1, "z.md"), finding("twice", 3), finding("é\udcff", subject="s"))
    write_baseline(Baseline(file, {}, is_new=True), report(tmp_path, *findings))
    assert Path(file).read_text() == (
        "{\n"
        '  "version": 1,\n'
        '  "findings": [\n'
        '    {"project": ".", "path": "a.md", "code": "C8402", "message": "twice", "count": 2},\n'
        '    {"project": ".", "path": "a.md", "code": "C8402", "message": "\\u00e9\\\\udcff", "subject": "s"},\n'
        '    {"project": ".", "path": "z.md", "code": "C8402", "message": "b"}\n'
        "  ]\n"
        "}\n"
    )


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=8))
def test_what_is_written_is_known(
    tmp_path_factory: pytest.TempPathFactory, parts: "list[tuple[str, str, str]]"
) -> None:
    """Whatever findings hold, the file that is written of them accepts each of them once, and then none is left."""
    folder = tmp_path_factory.mktemp("written")
    file = str(folder / "b.json")
    findings = [finding(message, path=path, subject=subject) for path, message, subject in parts]
    write_baseline(Baseline(file, {}, is_new=True), report(folder, *findings))
    tally = Tally(read_baseline(file), str(folder))
    assert all(tally.accepts(one) for one in findings)
    assert not any(tally.accepts(one) for one in findings)
    assert tally.stale([Outcome(LEFTOVER, Status.FAILED)], is_rule) == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "it is no JSON, see line 1: "),
        (b'{"version": 1,\n<<<<<<< HEAD\n', "it is no JSON, see line 2: "),
        (b"\xff", "it is no text in UTF-8"),
        (b"[" * 100_000, "it"),
        (b"9" * 5000, "it "),
        (b"[]", "it holds no `version` and `findings`"),
        (b'{"version": 1}', "it holds no `version` and `findings`"),
        (b'{"version": 2, "findings": []}', "its version is 2, and this c8-lint knows version 1"),
        (b'{"version": true, "findings": []}', "its version is true, and"),
        (b'{"version": "1", "findings": []}', 'its version is "1", and'),
        (b'{"version": 1, "findings": [1]}', "its entry 1 lacks one of `project`, `path`, `code` and `message`"),
        (b'{"version": 1, "findings": [{"project": ".", "path": "a", "code": 1}]}', "its entry 1 lacks one of "),
        (
            b'{"version": 1, "findings": [{"project": ".", "path": "a", "code": "A", "message": "", "count": 0}]}',
            "the `count` of its entry 1 is no whole number above 0",
        ),
        (
            b'{"version": 1, "findings": [{"project": ".", "path": "a", "code": "A", "message": "", "subject": 1}]}',
            "the `subject` of its entry 1 is no string",
        ),
    ],
)
def test_what_is_no_baseline_is_refused(content: bytes, told: str, tmp_path: Path) -> None:
    """A file that is something else, damaged or of another version is wrong usage, told in one line."""
    file = tmp_path / "b.json"
    file.write_bytes(content)
    with pytest.raises(UsageError) as error:
        read_baseline(str(file))
    assert str(error.value).startswith(f"`{file}` is no baseline that can be read: {told}")
    assert "\n" not in str(error.value)
    with pytest.raises(UsageError):
        baseline_asked_for("", str(file), extend=True)
    assert file.read_bytes() == content


def test_what_a_later_tool_adds_is_no_fault(tmp_path: Path) -> None:
    """Keys that are not known are left aside."""
    file = tmp_path / "b.json"
    entry = {"project": ".", "path": "a", "code": "C8101", "message": "m", "reason": "later"}
    file.write_text(json.dumps({"version": 1, "tool": "x", "findings": [entry]}))
    assert read_baseline(str(file)).projects == {".": (Known("a", "C8101", "m"),)}


# Which connector an entry is about


def test_paths_lead_from_the_baseline_or_the_git_root(tmp_path: Path) -> None:
    """A baseline round a connector names it from its own folder, one elsewhere from the git root, else as `.`."""
    root = tmp_path / "repository" / "connectors" / "one"
    root.mkdir(parents=True)
    (tmp_path / "repository" / ".git").touch()
    (tmp_path / "alone").mkdir()
    for file, path in (
        ("b.json", "repository/connectors/one"),
        ("repository/b.json", "connectors/one"),
        ("repository/connectors/b.json", "one"),
        ("repository/connectors/one/b.json", "."),
        ("repository/connectors/one/deep/b.json", "connectors/one"),
        ("elsewhere/b.json", "connectors/one"),
    ):
        assert project_path(str(tmp_path / file), str(root)) == path, file
    assert project_path(str(tmp_path / "elsewhere" / "b.json"), str(tmp_path / "alone")) == "."


def test_two_connectors_that_a_baseline_cannot_tell_apart(tmp_path: Path) -> None:
    """Two connectors under one name would share their known findings, which is refused."""
    baseline = Baseline(str(tmp_path / "elsewhere" / "b.json"), {})
    roots = [str(tmp_path / name) for name in ("one", "two")]
    with pytest.raises(UsageError, match="cannot tell"):
        tallies([baseline, baseline], roots)
    assert len(tallies([replace(baseline, file=str(tmp_path / "b.json"))] * 2, roots)) == 2
    assert tallies([None, None], roots) == [None, None]


# What is known, new and gone


def test_lines_do_not_matter_and_counts_do(tmp_path: Path) -> None:
    """A finding that moved is known; one more of the same kind is new, one less is gone."""
    baseline = Baseline(str(tmp_path / "b.json"), {".": (Known("a.md", "C8402", "m", count=2),)})
    tally = Tally(baseline, str(tmp_path))
    assert [tally.accepts(finding("m", line)) for line in (70, 8, 9)] == [True, True, False]
    assert not tally.accepts(finding("m", path="b.md"))
    assert not tally.accepts(finding("m", subject="s"))
    tally = Tally(baseline, str(tmp_path))
    assert tally.accepts(finding("m", 3))
    assert tally.stale([Outcome(LEFTOVER, Status.PASSED)], is_rule) == (Known("a.md", "C8402", "m"),)


@pytest.mark.parametrize(
    ("outcome", "count"),
    [
        (Outcome(LEFTOVER, Status.PASSED), 1),
        (Outcome(LEFTOVER, Status.NOT_APPLICABLE), 1),
        (Outcome(LEFTOVER, Status.CRASHED), 0),
        (Outcome(PORT, Status.PASSED), 0),
    ],
)
def test_only_a_rule_that_ran_shows_a_finding_to_be_gone(outcome: Outcome, count: int, tmp_path: Path) -> None:
    """What a rule found that was not selected this time, or that crashed, is not gone."""
    tally = Tally(Baseline(str(tmp_path / "b.json"), {".": (Known("a.md", "C8402", "m"),)}), str(tmp_path))
    assert len(tally.stale([outcome], is_rule)) == count


def test_an_entry_of_a_code_that_no_rule_has_is_stale(tmp_path: Path) -> None:
    """Nothing will ever match it, whatever rules run."""
    entries = (Known("a.md", "C8402", "m"), Known("a.md", "C8999", "m"))
    tally = Tally(Baseline(str(tmp_path / "b.json"), {".": entries}), str(tmp_path))
    assert tally.stale([Outcome(PORT, Status.PASSED)], is_rule) == (entries[1],)


def test_where_plugins_are_left_out_their_codes_are_not_unknown() -> None:
    """Without plug-ins only reserved codes are known to be no rule's."""
    plan = Plan((LEFTOVER,))
    assert [plan.may_be_rule(code) for code in ("C8402", "C8999", "XX001")] == [True, False, False]
    plan = replace(plan, plugins=False)
    assert [plan.may_be_rule(code) for code in ("C8402", "C8999", "XX001")] == [True, False, True]


@pytest.mark.parametrize("extend", [False, True])
def test_a_baseline_shrinks_unless_it_is_told_to_grow(extend: bool, tmp_path: Path) -> None:
    """What is gone is dropped, what is new is taken only with `extend`, and what did not run is kept."""
    file = str(tmp_path / "b.json")
    gone, kept = Known("a.md", "C8402", "gone"), Known("a.md", "C8301", "kept")
    baseline = Baseline(file, {".": (gone, kept), "other": (gone,)})
    before = report(tmp_path, finding("new"), stale=(gone,))
    after, change = write_baseline(baseline, before, extend=extend)
    new = (Known("a.md", "C8402", "new"),) if extend else ()
    assert read_baseline(file).projects == {".": (kept, *new), "other": (gone,)}
    assert change == (3 if extend else 2, 1, 0 if extend else 1)
    (project,) = after.projects
    assert project.stale == ()
    assert (project.results, project.suppressed) == (
        ((), (Suppressed(finding("new"), Acceptance.BASELINE),)) if extend else ((finding("new"),), ())
    )
    assert project.outcomes[0].status is (Status.PASSED if extend else Status.FAILED)


def test_taken_findings_stand_among_the_accepted_in_order(tmp_path: Path) -> None:
    """What the baseline takes is sorted in with what comments accept."""
    accepted = Suppressed(finding("b", 5), Acceptance.COMMENT)
    before = report(tmp_path, finding("a", 1), finding("c", 9))
    before = replace(before, projects=(replace(before.projects[0], suppressed=(accepted,)),))
    after, _ = write_baseline(Baseline(str(tmp_path / "b.json"), {}, is_new=True), before)
    assert [one.result.finding.message for one in after.projects[0].suppressed] == ["a", "b", "c"]


# The command line


def test_known_findings_do_not_fail_and_new_ones_do(
    bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a baseline is written the run passes; a finding that comes in fails it, and edits elsewhere do not."""
    file = tmp_path / "b.json"
    assert run("--fail-on", "warning", bad) == 1
    assert run("--fail-on", "warning", "--write-baseline", file, bad) == 0
    assert capsys.readouterr().err == f"c8-lint: `{file}` knows 2 findings\n"
    guide = bad / "GETTING_STARTED.md"
    guide.write_text("\n\n" + guide.read_text())
    assert run("--fail-on", "warning", "--baseline", file, bad) == 0
    assert "suppressed: 2 findings by the baseline" in capsys.readouterr().out
    (bad / "README.md").unlink()
    loaded = load(capsys, "--baseline", file, bad)
    assert [one["code"] for one in loaded["findings"]] == ["C8102"]
    assert {one["suppression"]["by"] for one in loaded["suppressed"]} == {"baseline"}
    assert run("--baseline", file, bad) == 1


def test_it_works_from_any_folder(bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the working folder is and however the paths are spelt, the findings are known."""
    file = bad.parent.parent / "b.json"
    assert run("--write-baseline", file, bad) == 0
    for folder, baseline, path in ((bad, "../../b.json", "."), (bad.parent, "../b.json", "bad"), (bad, file, bad)):
        monkeypatch.chdir(folder)
        assert run("--baseline", baseline, path) == 0


def test_what_is_gone_is_told_and_dropped(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An entry without a finding is told in the summary and in JSON, and is dropped when the file is written again."""
    file = tmp_path / "b.json"
    run("--write-baseline", file, bad)
    (bad / "LICENSE").write_text(PROJECTS["source"]["LICENSE"])
    capsys.readouterr()
    assert run("--baseline", file, bad) == 0
    told = (
        f"  baseline: `{file}` knows 1 finding that is gone: C8101 in `LICENSE`; `--write-baseline {file}` shrinks it"
    )
    out = capsys.readouterr().out
    assert told in out
    assert "known to the baseline and gone" not in out
    run("--baseline", file, "-v", bad)
    out = capsys.readouterr().out
    assert "known to the baseline and gone on macrometa-source-demo" in out
    assert "\n  LICENSE: C8101 there is no `LICENSE` at the root\n" in out
    assert "C8402 template-leftover, by the baseline\n" in out
    (project,) = load(capsys, "--baseline", file, bad)["projects"]
    assert project["baseline"] == str(file)
    assert [(one["code"], one["path"], one["count"]) for one in project["stale"]] == [("C8101", "LICENSE", 1)]
    assert load(capsys, "--baseline", file, "--select", "C84", bad)["projects"][0]["stale"] == []
    run("--write-baseline", file, bad)
    assert capsys.readouterr().err == f"c8-lint: `{file}` knows 1 finding, 1 is gone and dropped\n"
    assert load(capsys, "--baseline", file, bad)["projects"][0]["stale"] == []


def test_new_findings_are_taken_on_request_alone(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Writing a baseline that exists tells how many new findings it left out; `--extend-baseline` takes them."""
    file = tmp_path / "b.json"
    run("--write-baseline", file, bad)
    (bad / "README.md").unlink()
    capsys.readouterr()
    assert run("--write-baseline", file, bad) == 1
    assert "knows 2 findings, 1 new left out (`--extend-baseline` takes new ones)\n" in capsys.readouterr().err
    assert run("--write-baseline", file, "--extend-baseline", bad) == 0
    assert "knows 3 findings\n" in capsys.readouterr().err
    assert run("--baseline", file, bad) == 0


def test_several_connectors_share_a_baseline(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One file knows the findings of each, a run over one of them leaves the others' alone."""
    other = write(bad.parent / "other", {"pyproject.toml": PROJECTS["source"]["pyproject.toml"]})
    file = bad.parent / "b.json"
    assert run("--write-baseline", file, bad, other) == 0
    before = file.read_bytes()
    assert {entry["project"] for entry in json.loads(before)["findings"]} == {"bad", "other"}
    assert run("--write-baseline", file, other) == 0
    assert file.read_bytes() == before
    (bad / "README.md").unlink()
    assert run("--baseline", file, other) == 0
    assert run("--baseline", file, bad, other) == 1


def test_a_connector_that_is_named_twice_is_known_once(
    bad: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two spellings of one folder do not make a baseline know each finding twice."""
    monkeypatch.chdir(bad)
    file = bad / "b.json"
    assert run("--write-baseline", file, ".", bad) == 0
    assert "knows 2 findings\n" in capsys.readouterr().err
    assert load(capsys, "--baseline", file)["projects"][0]["stale"] == []


def test_the_settings_name_a_baseline(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The setting leads from the settings' file; `--isolated` and `--no-suppressions` heed only the option."""
    file = bad / "c8-baseline.json"
    run("--write-baseline", file, bad)
    write(bad, {"c8-lint.toml": 'baseline = "c8-baseline.json"\n'})
    assert run(bad) == 0
    assert run("--isolated", bad) == run("--no-suppressions", bad) == 1
    assert run("--isolated", "--baseline", file, bad) == 0
    assert run("--no-suppressions", "--baseline", file, bad) == 0
    capsys.readouterr()
    run("--show-settings", bad)
    assert f'baseline = "c8-baseline.json"  # {bad}/c8-lint.toml:1\n' in capsys.readouterr().out
    run("--show-settings", "--isolated", "--baseline", file, bad)
    assert f'baseline = "{file}"  # command line\n' in capsys.readouterr().out
    capsys.readouterr()
    run("--write-baseline", bad / "other.json", bad)
    told = f"{bad}/c8-lint.toml:1: `baseline` is `c8-baseline.json`; later runs read that, and not `{bad}/other.json`"
    assert f"warning: {told}\n" in capsys.readouterr().err
    run("--write-baseline", file, bad)
    assert "warning" not in capsys.readouterr().err
    config = write(tmp_path / "config", {"c8.toml": f'baseline = "{file}"\n'}) / "c8.toml"
    assert run("--config", config, bad) == 0


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ('"../b.json"', "`baseline` must name a file in the connector, not `../b.json`"),
        ('"/etc/passwd"', "`baseline` must name a file in the connector, not `/etc/passwd`"),
        ('"a\\u0000b"', "`baseline` must name a file in the connector, not `a"),
        ('""', "`baseline` must name a file in the connector, not ``"),
        ('"link.json"', "must name a file in the connector, and `link.json` is a link that leads out of it; put"),
        ("1", "`baseline` must be the path of a file, not a number"),
        ('"absent.json"', "the baseline `"),
        ('"pipe"', "the baseline `"),
        ('"LICENSE.md"', "the baseline `"),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_code_2(
    value: str, told: str, bad: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A connector may not name a file outside of it, nor one that would make the run hang."""
    if value == '"pipe"':
        if not hasattr(os, "mkfifo"):
            pytest.skip("needs pipes")
        os.mkfifo(bad / "pipe")
    (bad / "link.json").symlink_to(bad.parent / "b.json")
    write(bad, {"c8-lint.toml": f"baseline = {value}\n"})
    assert run(bad) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert told in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--baseline", "absent"],
            "the baseline `absent` cannot be read: No such file or directory; `--write-baseline`",
        ),
        (["--baseline", "."], "the baseline `.` is a folder\n"),
        (["--write-baseline", "."], "the baseline `.` is a folder\n"),
        (
            ["--baseline", "pyproject.toml"],
            "`pyproject.toml` is no baseline that can be read: it is no JSON, see line 1",
        ),
        (["--write-baseline", "pyproject.toml"], "`pyproject.toml` is no baseline that can be read: it is no JSON, "),
        (["--write-baseline", os.devnull], f"the baseline `{os.devnull}` is no regular file"),
        (
            ["--write-baseline", "new", "-f", "json=absent/x"],
            "the report cannot be written to `absent/x`: No such file",
        ),
        (["--write-baseline", "absent/b"], "the baseline cannot be written to `absent/b`: No such file or directory"),
        (["--extend-baseline"], "`--extend-baseline` goes with `--write-baseline`; write `--write-baseline FILE` too"),
        (["--baseline", "a", "--write-baseline", "b"], "`--baseline a` and `--write-baseline b` name two files; "),
        (["--write-baseline", "x", "-f", "json=./x"], "the baseline and a report go to `./x`; write the report to"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(
    arguments: list[str], told: str, bad: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be read, written or combined is told in one line, nothing is written, and no report is given."""
    monkeypatch.chdir(bad)
    before = {path.name: path.read_bytes() for path in bad.iterdir() if path.is_file()}
    assert run(*arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"c8-lint: error: {told}")
    assert {path.name: path.read_bytes() for path in bad.iterdir() if path.is_file()} == before


@pytest.mark.skipif(os.name == "nt" or not os.path.exists("/dev/fd"), reason="needs /dev/fd")
def test_a_baseline_may_come_through_a_pipe(bad: Path, tmp_path: Path) -> None:
    """The option takes what a shell substitutes for a command, say an older version of the file."""
    file = tmp_path / "repository" / "b.json"
    run("--write-baseline", file, bad)
    reading, writing = os.pipe()
    os.write(writing, file.read_bytes())
    os.close(writing)
    try:
        assert run("--baseline", f"/dev/fd/{reading}", bad) == 0
    finally:
        os.close(reading)
