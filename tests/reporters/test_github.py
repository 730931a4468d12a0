"""Annotations, read back as GitHub's runner reads them."""

from typing import NamedTuple, Optional

import pytest

from macrometa_conformance.finding import Finding, Place, Region, Severity
from macrometa_conformance.plain import replace
from macrometa_conformance.report import Report
from macrometa_conformance.reporters import RenderOptions, render
from tests.reporters.samples import CRASHED, HOSTILE, HOSTILE_PATH, LEFTOVER, PROJECT, REPORT, SAMPLES, result


class Command(NamedTuple):
    """A workflow command."""

    name: str
    properties: dict[str, str]
    data: str


def parse(line: str) -> Optional[Command]:
    """Return the command in a line by the steps of the runner's `ActionCommand.TryParseV2`, None where it is none."""
    line = line.lstrip()
    end = line.find("::", 2)
    if not line.startswith("::") or end < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    if name not in ("error", "warning", "notice"):
        raise AssertionError(f"a command that nobody asked for: {line}")
    pairs = (pair.split("=", 1) for pair in rest.strip().split(",") if pair)
    return Command(name, {key: unescape(value, ":,") for key, value in pairs}, unescape(line[end + 2 :], ""))


def unescape(text: str, more: str) -> str:
    """Return a text without the escapes of a command."""
    for character in "\r\n" + more + "%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def commands(report: Report, *, quiet: bool = False) -> list[Command]:
    """Return the annotations of a report."""
    lines = render("github", report, RenderOptions(quiet=quiet)).splitlines()
    return [command for line in lines if (command := parse(line))]


def test_a_finding_is_an_annotation() -> None:
    """Level, rule, file, lines and columns are properties; the message names the place for the log."""
    assert commands(REPORT)[2] == Command(
        "error",
        {
            "title": "C8702 wrong-metrics-port",
            "file": "macrometa_source_demo/main.py",
            "line": "7",
            "endLine": "7",
            "col": "23",
            "endColumn": "27",
        },
        "macrometa_source_demo/main.py:7:23: the metrics server listens on port 9000; write `start_http_server(8000)`",
    )


def test_the_gravest_come_first() -> None:
    """Errors stand before warnings and notes, for GitHub shows the first ten of each level."""
    assert [command.name for command in commands(REPORT)] == ["error"] * 3 + ["warning"] * 2 + ["notice"]


def test_columns_go_with_one_line_alone() -> None:
    """The runner drops columns of a region over several lines, so there are none."""
    (command,) = (command for command in commands(REPORT) if command.name == "notice")
    assert {key: command.properties.get(key) for key in ("line", "endLine", "col", "endColumn")} == {
        "line": "2", "endLine": "3", "col": None, "endColumn": None,
    }  # fmt: skip


def test_a_missing_file_is_shown_at_one_that_exists() -> None:
    """What is absent is annotated at line 1 of the anchor; in an empty folder the annotation has no file."""
    first = commands(REPORT)[0]
    assert (first.properties["file"], first.properties["line"]) == ("pyproject.toml", "1")
    last = commands(CRASHED)[-1]
    assert list(last.properties) == ["title"]
    assert last.data == "there is no `LICENSE` at the root; add the license's text"


def test_a_crash_is_an_error() -> None:
    """A rule that crashed is annotated as an error, before all else."""
    first = commands(CRASHED, quiet=True)[0]
    assert (first.name, first.properties) == ("error", {"title": "c8-lint"})
    assert first.data == "crashed: ACME001 acme-rule on connectors/demo (ZeroDivisionError: division by zero)"


def many(errors: int, warnings: int, notes: int) -> Report:
    """Return a report with so many findings of each severity."""
    results = tuple(
        result(LEFTOVER, Finding(Place("a.md", Region(number + 1, 1, number + 1, 2)), f"finding {number}"), severity)
        for severity, count in ((Severity.ERROR, errors), (Severity.WARNING, warnings), (Severity.NOTE, notes))
        for number in range(count)
    )
    return replace(REPORT, projects=(replace(PROJECT, results=results),))


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ((10, 10, 10), ""),
        ((11, 0, 0), "1 error"),
        ((10, 10, 11), "2 notes"),
        ((12, 13, 10), "2 errors, 3 warnings, 1 note"),
        ((0, 30, 9), "20 warnings"),
    ],
)
def test_what_github_leaves_out_is_announced(counts: tuple[int, int, int], left: str) -> None:
    """A first notice, itself one of the ten, counts the annotations that are not shown; all stand in the log."""
    found = commands(many(*counts), quiet=True)
    assert len(found) == sum(counts) + bool(left)
    if left:
        assert found[0].name == "notice"
        assert found[0].data.startswith(f"{left} more in the log of this step: ")


def test_the_summary_follows_unless_it_is_not_wanted() -> None:
    """Below the annotations stand counts for the log, with `--statistics` of each rule; with `--quiet` nothing."""
    assert render("github", REPORT, RenderOptions()).splitlines()[-1] == "checked 1 project in 0.25 s"
    assert "2  C8402 template-leftover\n" in render("github", REPORT, RenderOptions(statistics=True))
    assert render("github", SAMPLES["clean"], RenderOptions(quiet=True)) == ""


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_nothing_of_the_project_is_a_command(name: str) -> None:
    """Each line that the runner reads as a command is one of the report's own; none has one of the old form."""
    text = render("github", SAMPLES[name], RenderOptions(show_report=True, statistics=True))
    report = SAMPLES[name]
    found = [command for line in text.splitlines() if (command := parse(line))]
    assert len(found) == len(report.results) + len(report.crashed)
    assert "##[" not in text
    assert all(command.properties["title"].startswith(("C8", "c8-lint", "ACME")) for command in found)


def test_hostile_text_comes_back_whole() -> None:
    """Colons, commas and per cent signs of a file's name survive the escapes."""
    shown = commands(HOSTILE)[1].properties["file"]
    assert shown == HOSTILE_PATH.replace("\x1b", "\\x1b").replace("\n", "\\n").replace("\udcff", "\\udcff")
