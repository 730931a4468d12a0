"""The command line: what it is asked, what it answers, and with which exit code."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Union

import pytest

from macrometa_conformance import engine
from macrometa_conformance.cli import main
from macrometa_conformance.reporters import FORMATS
from macrometa_conformance.testing import PROJECTS
from macrometa_conformance.version import VERSION

REPOSITORY = Path(__file__).parent.parent
HOSTILE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]|^\s*::|##\[", re.MULTILINE)


class Ran(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


class Command:
    """Runs the command line in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: Union[str, Path]) -> Ran:
        """Run with these arguments."""
        code = main([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return Ran(code, out, err)


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return what runs the command line."""
    return Command(capsys)


def write(root: Path, files: Mapping[str, Union[str, bytes]]) -> Path:
    """Write files below a folder and return it."""
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Return the folder of a conforming connector."""
    return write(tmp_path / "good", PROJECTS["source"])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """Return the folder of a connector without a LICENSE, and with a second, mere warning."""
    files = dict(PROJECTS["source"])
    del files["LICENSE"]
    files["GETTING_STARTED.md"] += "\nTODO\n"
    return write(tmp_path / "bad", files)


def process(*arguments: Union[str, Path], env: Mapping[str, str] = {}, cwd: Union[Path, None] = None) -> Ran:
    """Run `python -m macrometa_conformance` in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "macrometa_conformance", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **env},
        cwd=cwd,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


# What a run says


def test_a_conforming_connector_passes(lint: Command, good: Path) -> None:
    """Nothing found is exit code 0, with a summary on standard output and nothing on standard error."""
    ran = lint(good)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("no findings in macrometa-source-demo")


@pytest.mark.parametrize("form", FORMATS)
def test_findings_are_exit_code_1_in_every_format(lint: Command, bad: Path, form: str) -> None:
    """An error is exit code 1 whatever the format, and both findings are in each."""
    ran = lint("-f", form, bad)
    assert (ran.code, ran.err) == (1, "")
    assert "C8101" in ran.out
    assert "C8402" in ran.out


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--exit-zero"], 0),
        (["--fail-on", "never"], 0),
        (["--ignore", "C8101"], 0),
        (["--ignore", "missing-license"], 0),
        (["--ignore", "C8101", "--fail-on", "warning"], 1),
        (["--ignore", "C8101", "--fail-on", "warning", "--severity-min", "error"], 0),
        (["--select", "C84"], 0),
        (["--select", "C82, C84", "--select", "c81"], 1),
        (["--fail-on", "note"], 1),
    ],
)
def test_options_move_the_exit_code(lint: Command, bad: Path, options: list[str], code: int) -> None:
    """What is selected, ignored, and from which severity on a finding fails the run settles the exit code."""
    ran = lint(*options, bad)
    assert (ran.code, ran.err) == (code, "")


def test_findings_that_weigh_too_little_are_counted_alone(lint: Command, bad: Path) -> None:
    """`--severity-min` is about what is shown: the rule has failed, and the summary says how much it leaves out."""
    ran = lint("--severity-min", "error", "--report", bad)
    assert "warning[C8402" not in ran.out
    assert "failed          C8402 template-leftover" in ran.out
    assert "\n  left out by --severity-min: 1 warning\n" in ran.out
    (bad / "LICENSE").write_text("x")
    ran = lint("--severity-min", "error", bad)
    assert ran.out.startswith("no findings told in macrometa-source-demo")
    assert "\nNo findings told.\n" in lint("--severity-min", "error", "-f", "markdown", bad).out
    ran = lint("--severity-min", "error", "-f", f"json={bad / 'x'}", bad)
    assert ran.err.startswith("c8-lint: no findings told in 1 project")
    assert json.loads(lint("--severity-min", "error", "-f", "json", bad).out)["summary"]["left_out"] == 1


def test_opt_in_rules_run_when_they_are_asked_for(lint: Command, good: Path) -> None:
    """An opt-in rule runs by `--extend-select`, beside the others."""
    outcomes = json.loads(lint("-f", "json", "--report", "--extend-select", "C8208", good).out)["projects"][0][
        "outcomes"
    ]
    assert {"C8101", "C8208"} <= {outcome["code"] for outcome in outcomes}


def test_the_working_folder_is_the_default(lint: Command, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path the connector is the working folder, and paths are shown as they are clicked from there."""
    monkeypatch.chdir(bad)
    assert lint("-f", "concise", "-q").out.splitlines()[-1].startswith("LICENSE: C8101 ")
    assert lint("check", "-f", "concise", "-q").code == 1


def test_several_paths_are_several_connectors(lint: Command, good: Path, bad: Path) -> None:
    """Each path is linted by itself; one that fails fails the run."""
    ran = lint("-f", "json", good, bad, good)
    report = json.loads(ran.out)
    assert ran.code == 1
    assert [project["path"] for project in report["projects"]] == [str(good), str(bad)]
    assert {finding["project"] for finding in report["findings"]} == {str(bad)}


def test_a_path_spelt_twice_is_one_connector(lint: Command, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slash at the end or a `./` before it names no other folder; the first spelling is told."""
    monkeypatch.chdir(good.parent)
    report = json.loads(lint("-f", "json", "good/", "./good", "good").out)
    assert [project["path"] for project in report["projects"]] == ["good/"]


def test_reports_go_to_files_and_to_standard_output(lint: Command, bad: Path, tmp_path: Path) -> None:
    """A format with `=FILE` is written to the file, one without to standard output, in one run."""
    sarif, data = tmp_path / "out.sarif", tmp_path / "out.json"
    ran = lint("-f", f"sarif={sarif}", "-f", "concise", "--format", f"json={data}", bad)
    assert json.loads(sarif.read_text())["version"] == "2.1.0"
    assert json.loads(data.read_text())["version"] == 1
    assert "C8101 error" in ran.out


def test_a_report_that_goes_to_a_file_alone_is_told_of(lint: Command, bad: Path, tmp_path: Path) -> None:
    """Where nothing goes to standard output, a line on standard error counts the findings and names the file."""
    data = tmp_path / "out.json"
    told = f"c8-lint: 1 error, 1 warning in 1 project; the report is in `{data}`\n"
    assert lint("-f", f"json={data}", bad) == Ran(1, "", told)
    assert lint("-f", f"json={data}", "-q", bad) == Ran(1, "", "")


def test_more_is_told_on_request(lint: Command, bad: Path) -> None:
    """Statistics, how every rule ended, and quiet runs."""
    assert re.search(r"^1  C8101 missing-license$", lint("--statistics", bad).out, re.MULTILINE)
    assert re.search(r"^  passed +C8102 missing-readme$", lint("--report", bad).out, re.MULTILINE)
    assert "checked 1 project" in lint(bad).out
    assert "checked 1 project" not in lint("-q", bad).out


def test_colour_is_for_terminals_or_on_request(lint: Command, bad: Path) -> None:
    """A report that goes to no terminal has colour codes only with `--color always`."""
    assert "\x1b[" not in lint(bad).out
    assert "\x1b[" in lint("--color", "always", bad).out


def test_settings_are_shown_with_their_origin(lint: Command, bad: Path) -> None:
    """`--show-settings` says what holds and where it comes from, and lints nothing."""
    write(bad, {"c8-lint.toml": 'ignore = ["C8101"]\n'})
    ran = lint("--show-settings", "--fail-on", "note", bad)
    assert ran.code == 0
    assert f'ignore = ["C8101"]  # {bad}/c8-lint.toml:1' in ran.out
    assert 'fail-on = "note"  # command line' in ran.out
    assert "ignore = []  # default" in lint("--show-settings", "--isolated", bad).out


def test_what_the_settings_of_the_project_switch_off_is_told(lint: Command, bad: Path) -> None:
    """A change that silences the gate shows in the summary, and `--isolated` does not heed it."""
    write(bad, {"c8-lint.toml": 'ignore = ["C81"]\n[per-file-ignores]\n"*.md" = ["C84"]\n'})
    ran = lint(bad)
    assert ran.code == 0
    assert "\n  settings: `ignore` in `c8-lint.toml` switches off C8101" in ran.out
    assert "suppressed: 1 finding by `per-file-ignores`" in ran.out
    assert lint("--isolated", bad).code == 1


def test_the_version_is_told(lint: Command) -> None:
    """`--version` is one line."""
    assert lint("--version") == Ran(0, f"c8-lint {VERSION}\n", "")


def test_the_help_names_every_option_and_command(lint: Command) -> None:
    """`--help` shows the options, the other commands and the exit codes."""
    ran = lint("-h")
    assert ran.code == 0
    for word in ("--format", "--extend-select", "--isolated", "c8-lint rules", "c8-lint explain", "Exit code"):
        assert word in ran.out


def test_the_rules_are_listed(lint: Command) -> None:
    """`rules` lists every rule for people, and for programs with `-f json`."""
    assert re.search(r"^C8101  missing-license +error +all +There is no", lint("rules").out, re.MULTILINE)
    rules = json.loads(lint("rules", "-f", "json").out)["rules"]
    assert [rule["code"] for rule in rules] == sorted(rule["code"] for rule in rules)
    assert {"code", "name", "severity", "types", "opt_in", "source", "summary", "plugin", "url"} == set(rules[0])


@pytest.mark.parametrize("word", ["C8101", "c8101", "missing-license"])
def test_a_rule_is_explained_by_code_or_name(lint: Command, word: str) -> None:
    """`explain` shows the documentation of a rule with its examples."""
    ran = lint("explain", word)
    assert ran.code == 0
    assert ran.out.startswith(
        "C8101 missing-license (error; for source, target, integration; from: Project structure)\n"
    )
    assert "Bad:" in ran.out
    assert "<<<" not in ran.out


@pytest.mark.parametrize("words", [["C88,C8101"], ["C88", "missing-license"], ["c88 c8101,C8802"]])
def test_several_rules_are_named_with_commas_or_blanks(lint: Command, words: list[str]) -> None:
    """`rules` and `explain` take codes, names and first characters, and tell each rule once, in their order."""
    codes = ["C8801", "C8802", "C8803", "C8101"]
    assert re.findall(r"^C8\d+", lint("rules", *words).out, re.MULTILINE) == codes
    assert [rule["code"] for rule in json.loads(lint("rules", "-f", "json", *words).out)["rules"]] == codes
    assert re.findall(r"^(C8\d+) [\w-]+ \(", lint("explain", *words).out, re.MULTILINE) == codes


def test_a_command_wins_over_a_folder_of_its_name(lint: Command, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`rules` is the command though there is such a folder, which is written `./rules`."""
    monkeypatch.chdir(bad.parent)
    bad.rename("rules")
    assert lint("rules").code == 0
    assert lint("./rules").code == 1
    assert lint("check", "rules").code == 1
    assert "A command's name wins over a folder's: write ./check" in lint("--help").out


# What is wrong with a call


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent"], "there is no folder `absent`; name the folder that holds the connector's `pyproject.toml`"),
        (["good/absent"], "there is no folder `good/absent`"),
        (["a\nb"], r"there is no folder `a\nb`"),
        (["good/pyproject.toml"], "`good/pyproject.toml` is a file, and a connector's folder is wanted; write `good`"),
        (["good/macrometa_source_demo/main.py"], "`good/macrometa_source_demo/main.py` is a file, and "),
        (["-f", "jsn", "good"], "unknown format `jsn`; did you mean `json`?"),
        (["-f", "xyzzy", "good"], "unknown format `xyzzy`; there are `text`, "),
        (["-f=json", "good"], "`=json` names no format; write `-f json`"),
        (["-f", "text,json", "good"], "unknown format `text,json`; repeat the option: `-f text` `-f json`"),
        (["explian", "C81"], "there is no folder and no command `explian`; did you mean `c8-lint explain`?"),
        (["--config", "good/pyproject.toml", "good"], "`good/pyproject.toml` holds no settings; they stand in its "),
        (["--select", "C81;missing-main-module", "good"], "unknown rule `C81;missing-main-module`; commas separate"),
        (["--select", "C83*", "good"], "unknown rule `C83*`; did you mean `C83`? the first characters of codes select"),
        (["--select", "C83xx", "good"], "unknown rule `C83xx`; did you mean `C83`?"),
        (["-f", "json=", "good"], "`json=` names no file; write `json=FILE`"),
        (["-f", "json=-", "good"], "`json=-` names no file; write `json` for standard output, or `json=./-`"),
        (["--baseline", "", "good"], "invalid value for '--baseline': it names no file"),
        (["--baseline=", "good"], "invalid value for '--baseline': it names no file"),
        (["--write-baseline", "", "good"], "invalid value for '--write-baseline': it names no file"),
        (["--config", "", "good"], "invalid value for '--config': it names no file"),
        (["--cache-dir", "", "good"], "invalid value for '--cache-dir': it names no file"),
        (["--write-baseline", "-", "good"], "invalid value for '--write-baseline': `-` is not standard input or"),
        (["-f", "json", "-f", "text", "good"], "two formats go to standard output"),
        (["-f", "json=x", "-f", "text=x", "good"], "two formats go to `x`"),
        (["-f", "json=x", "-f", "sarif=./good/../x", "good"], "two formats go to `./good/../x`; write one"),
        (["-f", "json=absent/x", "good"], "the report cannot be written to `absent/x`: No such file or directory"),
        (["--select", "C99", "good"], "unknown rule `C99`"),
        (["--select", "", "good"], "invalid value for '--select': it names no rule"),
        (["--ignore", "missing-licence", "good"], "unknown rule `missing-licence`; did you mean `C8101` ("),
        (["--extend-select", "C81, nonsense-of-mine", "good"], "unknown rule `nonsense-of-mine`"),
        (["--fail-on", "eror", "good"], "invalid value for '--fail-on': 'eror' is not one of"),
        (["--formt", "json", "good"], "no such option `--formt`; did you mean `--format`?"),
        (["--config", "absent.toml", "good"], "the settings file `absent.toml` cannot be read: No such file"),
        (["--config", "good", "good"], "the settings file `good` cannot be read: Is a directory"),
        (["-q", "rules"], "there is no folder `rules`; the command comes first: `c8-lint rules …`"),
        (["explain"], "missing argument 'RULE...'; `c8-lint explain --help` shows the usage"),
        (["explain", "C8011"], "unknown rule `C8011`; did you mean "),
        (["rules", "C81", "C97"], "unknown rule `C97`"),
        (["--select", "C83", "C81"], "there is no folder `C81`; write rules with commas between them: "),
        (["rules", "-f", "xml"], "invalid value for '-f' / '--format': 'xml' is not one of"),
        (["--fix", "good"], "no such option `--fix`; `c8-lint --help` shows the usage"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_one_line_and_exit_code_2(
    lint: Command, good: Path, arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong usage is told in one line on standard error, with a hint and no traceback."""
    monkeypatch.chdir(good.parent)
    ran = lint(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"c8-lint: error: {message}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("command", [[], ["--show-settings"], ["-f", "json"], ["-f", "sarif"]])
@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("c8-lint.toml", "selct = []\n", "c8-lint.toml:1: unknown setting `selct`; did you mean `select`?"),
        ("c8-lint.toml", "\nselect = 'C81'\n", "c8-lint.toml:2: `select` must be a list of rule codes or names, not"),
        ("c8-lint.toml", "ignore = ['C81', 'C9']\n", "c8-lint.toml:1: unknown rule `C9`"),
        ("c8-lint.toml", "ignore = [\n", "c8-lint.toml:2: the file is no TOML: "),
        ("c8-lint.toml", b"\xff\n", "c8-lint.toml:1: the file is not UTF-8 text"),
        ("pyproject.toml", "[tool.c8-lint]\nfail_on = 1\n", "pyproject.toml:2: unknown setting `fail_on`; did you"),
        ("pyproject.toml", "[tool]\nc8-lint = 1\n", "pyproject.toml:2: `[tool.c8-lint]` must be a table, not a number"),
    ],
)  # fmt: skip
def test_wrong_settings_are_one_line_and_exit_code_2(
    lint: Command, good: Path, file: str, content: Union[str, bytes], message: str, command: list[str]
) -> None:
    """A mistake in the settings is told with its file and line, and nothing is linted."""
    write(good, {file: content})
    ran = lint(*command, good)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"c8-lint: error: {good}/{message}")
    assert ran.err.count("\n") == 1


def test_a_plug_in_that_cannot_be_loaded_is_one_line_and_exit_code_2(tmp_path: Path, good: Path) -> None:
    """A broken plug-in is named, and `--isolated` lints without it."""
    site = write(
        tmp_path / "site",
        {
            "broken_plugin.py": "import a_module_that_is_not_there\n",
            "broken_plugin-1.dist-info/METADATA": "Metadata-Version: 2.1\nName: broken-plugin\nVersion: 1\n",
            "broken_plugin-1.dist-info/entry_points.txt": "[c8_lint.rules]\nbroken = broken_plugin\n",
        },
    )
    env = {"PYTHONPATH": os.pathsep.join([str(REPOSITORY), str(site)])}
    ran = process(good, env=env)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("c8-lint: error: the plug-in `broken-plugin` (entry point `broken`) cannot be loaded: ")
    assert ran.err.count("\n") == 1
    assert process("--isolated", good, env=env).code == 0


# What is wrong with a project


def test_a_folder_that_is_no_connector_is_told(lint: Command, tmp_path: Path) -> None:
    """An empty folder gives the findings of what lacks, and before them a warning that it is no connector."""
    ran = lint(tmp_path)
    assert ran.code == 1
    assert ran.err.startswith(f"c8-lint: warning: `{tmp_path}` does not look like a connector: it holds no ")
    assert ran.err.count("\n") == 1
    assert "C8106" in ran.out
    assert lint("-q", tmp_path).err == ""


def test_a_slip_in_the_name_of_the_settings_is_told(lint: Command, good: Path) -> None:
    """It is a warning of every run that reads settings, and of `--show-settings`."""
    write(good, {".c8-lint.toml": "ignore = ['C81']\n"})
    told = f"c8-lint: warning: {good}: `.c8-lint.toml` is not read: settings stand in `c8-lint.toml`\n"
    assert (lint(good).code, lint(good).err) == (0, told)
    assert lint("--show-settings", good).err == told
    assert lint("--isolated", good).err == ""


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("pyproject.toml", "[project]\nname = \n", 2),
        ("setup.cfg", "x = 1\n[metadata]\n", 1),
        ("macrometa_source_demo/main.py", "import os\ndef main(:\n", 2),
        ("macrometa_source_demo/main.py", b"import os\nx = '\xff'\n", 2),
        ("GETTING_STARTED.md", b"# Demo\n\n\xff\n", 3),
    ],
)
def test_a_file_that_cannot_be_parsed_is_a_finding_and_the_rest_is_judged(
    lint: Command, bad: Path, path: str, content: Union[str, bytes], line: int
) -> None:
    """C8001 stands at the mistake, and other rules still find what they can."""
    write(bad, {path: content})
    ran = lint("-f", "json", bad)
    findings = json.loads(ran.out)["findings"]
    assert (ran.code, ran.err) == (1, "")
    assert [(f["path"], f["line"]) for f in findings if f["code"] == "C8001"] == [(path, line)]
    assert "C8101" in {finding["code"] for finding in findings}


@pytest.mark.skipif(sys.platform == "win32", reason="names and pipes of POSIX")
@pytest.mark.parametrize("form", FORMATS)
def test_what_a_project_holds_steers_neither_terminal_nor_build_server(
    lint: Command, tmp_path: Path, form: str
) -> None:
    """Names and texts of a hostile project come out as visible escapes, on their line, in every format."""
    root = write(
        tmp_path / "::error::\x1b[31m\u202e",
        {
            "pyproject.toml": '[project]\nname = "macrometa-source-e\\n::error::vil\\u001b[31m"\n'
            'requires-python = "\\u202e##[error]"\ndependencies = ["a\\n::error::b=>1"]\n',
            "setup.cfg": "[metadata]\nname = ::error::\n",
            "LICENSE\n::error::": "",
            "License\n::warning::": "",
            "macrometa_source_evil/__init__.py": "import c8connector\nclass A(c8connector.C8Connector): '\x1b[31m'\n",
            "macrometa_source_evil/::error::\x1b.py": "",
        },
    )
    os.mkfifo(root / "README.md")
    os.mkfifo(root / "::error::\n")
    (root / os.fsdecode(b"caf\xe9.py")).write_text("")
    ran = lint("-f", form, "--report", "--statistics", root)
    assert (ran.code, ran.err) == (1, "")
    own = r"^::(error|warning|notice) title=[\w -]+(,\w+=[^,:\n]*)*::" if form == "github" else "$^"
    assert not HOSTILE.search(re.sub(own, "", ran.out, flags=re.MULTILINE))


# How it behaves as a process


def test_the_module_runs_as_a_program(bad: Path) -> None:
    """`python -m macrometa_conformance` is the command line."""
    ran = process(bad)
    assert (ran.code, ran.err) == (1, "")
    assert "error[C8101 missing-license]" in ran.out


def test_the_linted_folder_is_not_imported_from(bad: Path) -> None:
    """Modules of the linted project that are named like the tool's own or its libraries' are not run."""
    evil = "raise SystemExit('the project was run')\n"
    write(bad, dict.fromkeys(["click.py", "libcst/__init__.py", "tomli.py", "json.py"], evil))
    ran = process(cwd=bad)
    assert ran.code == 1
    assert "was run" not in ran.out + ran.err


def test_a_narrow_encoding_does_not_stop_the_report(bad: Path) -> None:
    """What the encoding of standard output lacks is written as an escape."""
    write(bad, {"GETTING_STARTED.md": "# Démo 😀\n\nTODO 😀\n"})
    ran = process(bad, env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.err) == (1, "")
    assert "TODO \\U0001f600" in ran.out


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_that_leaves_is_no_error(bad: Path) -> None:
    """`c8-lint | head` gives no traceback and keeps the exit code."""
    command = f"{sys.executable} -m macrometa_conformance -f json --report {bad}; echo $? >&2"
    ran = subprocess.run(
        ["sh", "-c", f"({command}) | true"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert ran.stderr == "1\n"


def test_a_failure_of_the_tool_is_one_line_and_exit_code_3(
    lint: Command, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error that nobody foresaw is told in one line; `-v` shows where it came from."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by\nzero")

    monkeypatch.setattr(engine, "lint", fail)
    ran = lint(good)
    assert ran == Ran(
        3, "", "c8-lint: error: the tool failed: ZeroDivisionError: by\\nzero; `-v` shows the traceback\n"
    )
    assert "Traceback" in lint("-v", good).err


def test_a_run_is_interrupted_in_one_line(lint: Command, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C ends the run without a traceback."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "lint", interrupt)
    ran = lint(good)
    assert (ran.code, ran.err.strip()) == (130, "c8-lint: error: interrupted")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rules"], ["explain", "C8101"]])
def test_nothing_is_compiled_that_is_not_asked_for(arguments: list[str]) -> None:
    """What lints nothing does not import the parser."""
    code = (
        "import sys; from macrometa_conformance.cli import main; "
        f"main({arguments!r}); sys.exit('libcst' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=REPOSITORY)
    assert ran.returncode == 0


def test_two_runs_give_the_same_bytes(bad: Path) -> None:
    """What machines read and keep does not depend on the order in which a process happens to hash."""
    for form in ("json", "sarif", "gitlab", "junit", "markdown"):
        first, second = (process("-f", form, "--report", bad, env={"PYTHONHASHSEED": seed}) for seed in "12")
        assert first == second
