"""Suppressions on the command line: what counts for the exit code, and what each format tells."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from macrometa_conformance.cli import main
from macrometa_conformance.testing import PROJECTS

MAIN = "macrometa_source_demo/main.py"
COMMENTED = "METRICS_PORT = 9100  # c8-lint: ignore[C8702]"
SETTINGS = '[per-file-ignores]\n"*/main.py" = { C8702 = "mapped by the platform" }\n'


class Ran(NamedTuple):
    """What a run of the command line gave."""

    code: int
    out: str


class Linted:
    """Runs the command line on a connector."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Ran:
        """Run with these options."""
        code = main([*arguments, str(self.root)])
        return Ran(code, self._capsys.readouterr().out)

    def write(self, path: str, text: str) -> None:
        """Write a file of the connector."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def lint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Linted:
    """Return what runs on a source whose metrics port is wrong, and suppressed by a comment with a reason."""
    linted = Linted(tmp_path, capsys)
    for path, text in PROJECTS["source"].items():
        linted.write(path, text.replace("METRICS_PORT = 8000", f"{COMMENTED} the platform maps it"))
    return linted


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--require-reason"], 0),
        (["--no-suppressions"], 1),
        (["--isolated"], 1),
        (["--no-suppressions", "--exit-zero"], 0),
    ],
)
def test_suppressed_findings_do_not_count(lint: Linted, options: list[str], code: int) -> None:
    """The exit code is that of what is left, and a reviewer can have everything left."""
    assert lint(*options).code == code


def test_a_reason_that_is_required_and_missing(lint: Linted) -> None:
    """The finding counts, and its report shows the comment that lacks a reason."""
    lint.write(MAIN, PROJECTS["source"][MAIN].replace("METRICS_PORT = 8000", COMMENTED))
    assert lint().code == 0
    ran = lint("--require-reason")
    assert ran.code == 1
    assert "note: this suppression does not count, for it gives no reason" in ran.out


@pytest.mark.parametrize("form", ["text", "concise"])
def test_the_summary_counts_what_is_suppressed(lint: Linted, form: str) -> None:
    """The number stands in the summary, the reasons and places on request, nothing with --quiet."""
    ran = lint("-f", form)
    assert "\n  suppressed: 1 finding by comments\n" in ran.out
    assert "the platform maps it" not in ran.out
    told = f"{lint.root / MAIN}:11:16: C8702 wrong-metrics-port, by a comment at {lint.root / MAIN}:11:22: the platform"
    for option in ("-v", "--report"):
        assert told in lint("-f", form, option).out
    assert "suppressed" not in lint("-f", form, "-q").out


def test_the_summary_tells_settings_from_comments(lint: Linted) -> None:
    """What `per-file-ignores` accepts is told as such, once."""
    lint.write(MAIN, PROJECTS["source"][MAIN].replace("METRICS_PORT = 8000", "METRICS_PORT = 9100"))
    lint.write("c8-lint.toml", SETTINGS)
    ran = lint("-v")
    assert ran.code == 0
    assert ran.out.count("suppressed: 1 finding by `per-file-ignores`") == 1
    assert f"by `per-file-ignores` at {lint.root / 'c8-lint.toml'}:2:17: mapped by the platform" in ran.out
    assert "settings:" not in ran.out
    assert lint("--no-suppressions").code == 1


def test_json_lists_what_is_suppressed(lint: Linted) -> None:
    """A suppressed finding is no finding; it tells by what it is accepted."""
    report = json.loads(lint("-f", "json").out)
    assert report["findings"] == []
    assert [entry["suppression"]["reason"] for entry in report["suppressed"]] == ["the platform maps it"]
    assert report["summary"]["suppressed"] == 1


@pytest.mark.parametrize(("options", "kinds"), [([], []), (["--sarif-suppressed"], ["inSource"])])
def test_sarif_has_suppressed_results_on_request(lint: Linted, options: list[str], kinds: list[str]) -> None:
    """By default they are left out."""
    (run,) = json.loads(lint("-f", "sarif", *options).out)["runs"]
    assert [entry["suppressions"][0]["kind"] for entry in run["results"]] == kinds


@pytest.mark.parametrize("code", ["C8002", "unused-suppression", "C8003"])
def test_the_rules_on_suppressions_are_rules(lint: Linted, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They are listed, explained, selected and ignored like all others."""
    lint.write(MAIN, PROJECTS["source"][MAIN] + "\n# c8-lint: ignore[C8799, C8702]\n")
    assert main(["explain", code]) == 0
    assert "suppression" in capsys.readouterr().out
    assert lint("--fail-on", "warning").code == 1
    assert lint("--fail-on", "warning", "--select", "C8003").code == 1
    assert lint("--fail-on", "warning", "--ignore", "C8002,C8003").code == 0


def test_settings_show_whether_a_reason_is_required(lint: Linted) -> None:
    """The setting is shown with where it comes from."""
    assert "require-reason = false  # default" in lint("--show-settings").out
    assert "require-reason = true  # command line" in lint("--show-settings", "--require-reason").out
    lint.write("c8-lint.toml", "require-reason = true")
    assert f"require-reason = true  # {lint.root}/c8-lint.toml:1" in lint("--show-settings").out
