"""The reports for people, exactly as they are printed."""

import pytest

from macrometa_conformance.finding import Finding, Place, Region
from macrometa_conformance.plain import replace
from macrometa_conformance.report import Report
from macrometa_conformance.reporters import RenderOptions, render
from tests.reporters.samples import CLEAN, CRASHED, PORT, PROJECT, REPORT, result

TEXT = """\
error[C8101 missing-license]: there is no `LICENSE` at the root
 --> LICENSE (missing)
  = help: add the license's text

error[C8108 empty-required-file]: `README.md` is empty
 --> README.md
  = help: say what the connector does

warning[C8402 template-leftover]: the placeholder `{connector}` is left
 --> GETTING_STARTED.md:3:11
  |
3 | 😀 fill in {connector} and {connector} here
  |            ^^^^^^^^^^^

warning[C8402 template-leftover]: `{connector}` is left again
 --> GETTING_STARTED.md:3:27
  |
3 | 😀 fill in {connector} and {connector} here
  |                            ^^^^^^^^^^^

note[C8308 python-beyond-c8connector]: Python 3.11 gets c8connector 0.0.15
 --> pyproject.toml:2:1
  |
2 | name = "macrometa-source-demo"
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  | … to line 3

error[C8702 wrong-metrics-port]: the metrics server listens on port 9000
 --> macrometa_source_demo/main.py:7:23
  |
7 |     start_http_server(PORT)
  |                       ^^^^
  = help: write `start_http_server(8000)`
note: `PORT` is 9000 here
 --> macrometa_source_demo/main.py:3:8
  |
3 | PORT = 9000
  |        ----

3 errors, 2 warnings, 1 note in macrometa-source-demo (source connector): 5 rules failed
checked 1 project in 0.25 s
"""

CONCISE = """\
LICENSE: C8101 error there is no `LICENSE` at the root; add the license's text [missing-license]
README.md: C8108 error `README.md` is empty; say what the connector does [empty-required-file]
GETTING_STARTED.md:3:11: C8402 warning the placeholder `{connector}` is left [template-leftover]
GETTING_STARTED.md:3:27: C8402 warning `{connector}` is left again [template-leftover]
pyproject.toml:2:1: C8308 note Python 3.11 gets c8connector 0.0.15 [python-beyond-c8connector]
macrometa_source_demo/main.py:7:23: C8702 error the metrics server listens on port 9000; \
write `start_http_server(8000)` [wrong-metrics-port]
"""

SUMMARY = """\
3 errors, 2 warnings, 1 note in macrometa-source-demo (source connector): 5 rules failed
checked 1 project in 0.25 s
"""


def test_text() -> None:
    """Each kind of finding is printed with place, excerpt, underline, help and evidence, and a summary follows."""
    assert render("text", REPORT, RenderOptions()) == TEXT


def test_quiet() -> None:
    """Quiet leaves the findings alone."""
    assert render("text", REPORT, RenderOptions(quiet=True)) == TEXT[: -len(SUMMARY) - 1]
    assert render("concise", REPORT, RenderOptions(quiet=True)) == CONCISE
    assert render("text", CLEAN, RenderOptions(quiet=True)) == ""


def test_concise() -> None:
    """The concise format has one line a finding and the same summary."""
    assert render("concise", REPORT, RenderOptions()) == CONCISE + SUMMARY


def test_clean() -> None:
    """A clean project says so, with what was checked and a hint at what is undecided."""
    assert render("text", CLEAN, RenderOptions()) == (
        "no findings in macrometa-source-demo (source connector): 2 rules passed, 1 undecided, 1 not applicable"
        " (--report says why)\nchecked 1 project in 0.12 s\n"
    )


def test_report_lists_every_rule() -> None:
    """--report says of each rule how it ended and why, with the place of what was undecided."""
    shown = render("text", CLEAN, RenderOptions(show_report=True))
    assert shown.startswith(
        "rules on macrometa-source-demo (source connector):\n"
        "  passed          C8101 missing-license\n"
        "  passed          C8108 empty-required-file\n"
        "  not applicable  C8402 template-leftover\n"
        "                  there is no GETTING_STARTED.md\n"
        "  undecided       C8702 wrong-metrics-port\n"
        "                  macrometa_source_demo/main.py:7:23: `int(port)` is not known\n\n"
    )
    assert "--report" not in shown


def test_verbose_lists_the_undecided() -> None:
    """--verbose lists the undecided rules only."""
    shown = render("concise", CLEAN, RenderOptions(verbose=True))
    assert "C8702" in shown
    assert "C8101" not in shown


def test_statistics() -> None:
    """--statistics counts per rule, the most frequent first."""
    assert (
        "\n\n2  C8402 template-leftover\n1  C8101 missing-license\n1  C8108 empty-required-file\n"
        "1  C8308 python-beyond-c8connector\n1  C8702 wrong-metrics-port\n\n3 errors"
    ) in render("text", REPORT, RenderOptions(statistics=True))


def test_several_projects() -> None:
    """Paths lead from the working directory, and the summary names crashes, settings, skipped files and the total."""
    shown = render("text", CRASHED, RenderOptions())
    assert " --> connectors/demo/macrometa_source_demo/main.py:7:23\n" in shown
    assert " --> connectors/empty/LICENSE (missing)\n" in shown
    assert shown.endswith(
        "\ncrashed: ACME001 acme-rule on connectors/demo (ZeroDivisionError: division by zero)\n"
        "1 error in macrometa-source-demo at connectors/demo (source connector): 1 rule failed, 1 crashed\n"
        "  settings: `ignore` in `pyproject.toml` switches off C8301\n"
        "  skipped: `big.py`: larger than 2 MB\n"
        "1 error in connectors/empty (no known connector type): 1 rule failed\n"
        "checked 2 projects (2 errors) in 0.25 s\n"
    )


def test_a_crash_is_told_even_in_quiet() -> None:
    """A report that lacks a rule's verdict says so whatever the options."""
    assert "crashed: ACME001" in render("text", CRASHED, RenderOptions(quiet=True))


def test_colour_only_when_asked() -> None:
    """Escape codes appear only with colour, and without them the text is the same."""
    colored = render("text", REPORT, RenderOptions(color=True))
    assert "\x1b[1;31merror[C8702 wrong-metrics-port]\x1b[0m" in colored
    plain = "".join(part.split("m", 1)[1] if i else part for i, part in enumerate(colored.split("\x1b[")))
    assert plain == TEXT


def test_numbers_are_aligned() -> None:
    """The gutter is as wide as the longest line number of the finding, related places included."""
    lines = tuple(f"line {number}" for number in range(1, 121))
    finding = Finding(Place("a.py", Region(9, 1, 9, 5)), "x")
    related = replace(REPORT.results[-1].finding.related[0], place=Place("a.py", Region(120, 1, 120, 5)))
    project = replace(
        PROJECT, results=(result(PORT, replace(finding, related=(related,))),), excerpts={"a.py": lines}, outcomes=()
    )
    shown = render("text", Report((project,), (PORT,), ("C8702",)), RenderOptions(quiet=True))
    assert "   --> a.py:9:1\n    |\n  9 | line 9\n    | ^^^^\n" in shown
    assert "   --> a.py:120:1\n    |\n120 | line 120\n    | ----\n" in shown


def test_a_region_beyond_the_file_has_no_excerpt() -> None:
    """A place whose lines are not known is named without an excerpt."""
    place = Place("pyproject.toml", Region(99, 1, 99, 2))
    project = replace(PROJECT, results=(result(PORT, Finding(place, "x")),), outcomes=())
    shown = render("text", Report((project,), (PORT,), ("C8702",)), RenderOptions(quiet=True))
    assert shown == "error[C8702 wrong-metrics-port]: x\n  --> pyproject.toml:99:1\n"


def test_unknown_format() -> None:
    """A format that does not exist is refused."""
    with pytest.raises(KeyError):
        render("escape", REPORT, RenderOptions())
