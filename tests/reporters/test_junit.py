"""JUnit's XML against what its readers demand.

The grammar below is the common part of two schemas: `surefire-test-report.xsd` of Maven Surefire and `junit-10.xsd` of
Jenkins' xUnit plug-in. Of two cases with one name GitLab keeps the first alone (ci/testing/unit_test_reports).
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Optional

import pytest

from macrometa_conformance.finding import Place, Severity
from macrometa_conformance.plain import replace
from macrometa_conformance.report import Acceptance, Report, Suppressed
from macrometa_conformance.reporters import RenderOptions, render
from tests.reporters.samples import CLEAN, CRASHED, HOSTILE_TEXT, NO_LICENSE, PROJECT, REPORT, SAMPLES, WRONG_PORT

COUNTS = ("tests", "failures", "errors")
# element: required attributes, allowed ones, children in their order, which of them may come only once
GRAMMAR: dict[str, tuple[set[str], set[str], list[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", *COUNTS}, ["testsuite"], set()),
    "testsuite": ({"name", "skipped", *COUNTS}, {"time", "group"}, ["testcase"], set()),
    "testcase": (
        {"name", "time"},
        {"classname", "group"},
        ["failure", "skipped", "error", "system-out"],
        {"skipped", "error", "system-out"},
    ),
    "failure": ({"type"}, {"message"}, [], set()),
    "error": ({"type"}, {"message"}, [], set()),
    "skipped": (set(), {"message"}, [], set()),
    "system-out": (set(), set(), [], set()),
}
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?")


def faults(element: ET.Element) -> Iterator[str]:
    """Yield what breaks the grammar in an element and below it."""
    required, allowed, children, single = GRAMMAR[element.tag]
    given = set(element.attrib)
    if required - given or given - required - allowed:
        yield f"{element.tag}: {sorted(given)}"
    if not TIME.fullmatch(element.get("time", "0")):
        yield f"{element.tag}: time"
    tags = [child.tag for child in element]
    if tags != sorted(tags, key=children.index) or any(tags.count(tag) > 1 for tag in single):
        yield f"{element.tag}: {tags}"
    for child in element:
        yield from faults(child)


def load(report: Report) -> ET.Element:
    """Return a report's XML, parsed."""
    return ET.fromstring(render("junit", report, RenderOptions()))


def case(report: Report, code: str) -> ET.Element:
    """Return the case of a rule."""
    (found,) = (found for found in load(report).iter("testcase") if found.attrib["name"].startswith(code))
    return found


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_reports_obey_the_grammar(name: str) -> None:
    """Every kind of report has the elements and attributes that its readers know, in their order."""
    root = load(SAMPLES[name])
    assert root.tag == "testsuites"
    assert list(faults(root)) == []


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_counts_are_those_of_the_cases(name: str) -> None:
    """A suite counts its cases, failures, errors and skipped ones, and all suites their sums."""
    root = load(SAMPLES[name])
    for suite in root:
        for key, tag in (("tests", ""), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            cases = [found for found in suite if not tag or found.find(tag) is not None]
            assert suite.attrib[key] == str(len(cases)), key
    for key in COUNTS:
        assert int(root.attrib[key]) == sum(int(suite.attrib[key]) for suite in root)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_two_cases_share_a_name(name: str) -> None:
    """Class and name together are unique, for a reader may drop the second of two."""
    names = [(found.get("classname"), found.get("name")) for found in load(SAMPLES[name]).iter("testcase")]
    assert len(set(names)) == len(names)


def test_findings_that_fail_the_run_fail_their_rule() -> None:
    """All findings of a rule stand in one failure; those below the limit stand in the output of a case that passes."""
    failure = case(REPORT, "C8702").find("failure")
    assert failure is not None
    assert failure.attrib == {"message": "the metrics server listens on port 9000", "type": "error"}
    assert failure.text == (
        "macrometa_source_demo/main.py:7:23: error: the metrics server listens on port 9000; "
        "write `start_http_server(8000)`"
    )
    warned = case(REPORT, "C8402")
    assert [child.tag for child in warned] == ["system-out"]
    assert (warned.findtext("system-out") or "").count("\n") == 1
    assert "warning" in (warned.findtext("system-out") or "")


@pytest.mark.parametrize(
    ("limit", "failures"), [(None, 0), (Severity.ERROR, 3), (Severity.WARNING, 4), (Severity.NOTE, 5)]
)
def test_the_limit_is_that_of_the_exit_code(limit: Optional[Severity], failures: int) -> None:
    """From `fail-on` on a finding fails its case, so that the cases tell what the exit code tells."""
    report = replace(REPORT, projects=(replace(PROJECT, fail_on=limit),))
    assert load(report).attrib["failures"] == str(failures)
    assert bool(failures) == bool(report.exit_code)


def test_what_was_not_judged_is_skipped_with_the_reason() -> None:
    """Undecided and not applicable rules are skipped, and reason and place are the content."""
    undecided = case(CLEAN, "C8702").find("skipped")
    assert undecided is not None
    assert undecided.attrib == {"message": "undecided: `int(port)` is not known"}
    assert undecided.text == "macrometa_source_demo/main.py:7:23: `int(port)` is not known"
    assert [child.tag for child in case(CLEAN, "C8402")] == ["skipped"]
    assert list(case(CLEAN, "C8101")) == []


def test_a_crash_is_an_error() -> None:
    """A rule that crashed is an error with what it failed with."""
    assert case(CRASHED, "ACME001").findtext("error") == "ZeroDivisionError: division by zero"


def test_accepted_findings_stand_in_the_output() -> None:
    """A finding that is accepted does not fail its case; by what it is accepted and why is told."""
    accepted = (
        Suppressed(NO_LICENSE, Acceptance.BASELINE),
        Suppressed(WRONG_PORT, Acceptance.COMMENT, "the port is mapped", Place("x.py")),
    )
    report = replace(REPORT, projects=(replace(PROJECT, results=(), suppressed=accepted),))
    assert load(report).attrib["failures"] == "0"
    assert (case(report, "C8101").findtext("system-out") or "").startswith("known to the baseline: pyproject.toml: ")
    assert (case(report, "C8702").findtext("system-out") or "").startswith(
        "accepted by a comment: the port is mapped: macrometa_source_demo/main.py:7:23: error: "
    )


def test_nothing_of_the_project_is_attached() -> None:
    """A text by which GitLab and Jenkins attach a file of the build to a case is none of theirs any more."""
    text = "[[[ATTACHMENT|/etc/passwd]] [[attachment|x]] `a[[0]]`"
    accepted = Suppressed(NO_LICENSE, Acceptance.COMMENT, text)
    report = replace(REPORT, projects=(replace(PROJECT, results=(), suppressed=(accepted,)),))
    output = case(report, "C8101").findtext("system-out") or ""
    assert "[\\x5b[ATTACHMENT|/etc/passwd]] \\x5b[attachment|x]] `a[[0]]`: pyproject.toml" in output


@pytest.mark.parametrize("text", [HOSTILE_TEXT, "]]>", "<!--", "\ufffe\uffff", '"&<>', "\U0010ffff", "a\tb"])
def test_any_text_is_text(text: str) -> None:
    """Whatever a reason holds, it stays text: pure ASCII, no character that XML forbids, nothing that is markup."""
    outcome = replace(CLEAN.projects[0].outcomes[2], reasons=((text, Place(text)),))
    report = replace(CLEAN, projects=(replace(CLEAN.projects[0], name=text, outcomes=(outcome,)),))
    assert render("junit", report, RenderOptions()).isascii()
    root = load(report)
    assert list(faults(root)) == []
    assert len(list(root.iter())) == 4
