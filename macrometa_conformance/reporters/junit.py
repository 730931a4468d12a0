"""JUnit's XML as Jenkins, GitLab and others read it: a suite for each connector, a case for each rule.

Element order and attributes are those that both Surefire's schema and the one of Jenkins' xUnit plug-in admit. A
finding that does not fail the run does not fail its case; it stands in the case's output.
"""

import re
from collections import Counter
from collections.abc import Iterator

from macrometa_conformance.report import Acceptance, Outcome, ProjectReport, Report, Result, Status
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.hosted import hosted_results
from macrometa_conformance.reporters.paths import common_root, relative_path

_SPECIAL = re.compile(r"[^ !#-%'-;=?-~]")  # what is neither plain ASCII nor free of meaning in XML
_ATTACHMENT = re.compile(r"\[(?=\[ATTACHMENT\|)", re.IGNORECASE)  # GitLab and Jenkins fetch the file that it names
_BY = {
    Acceptance.COMMENT: "accepted by a comment",
    Acceptance.SETTINGS: "accepted by the settings",
    Acceptance.BASELINE: "known to the baseline",
}
_UNJUDGED = (Status.UNDECIDED, Status.NOT_APPLICABLE)


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as XML: pure ASCII, no time, equal bytes for equal runs."""
    base = common_root(report.projects)
    suites = [_Suite(base, project, several=len(report.projects) > 1) for project in report.projects]
    cases: Counter[str] = sum((suite.counts for suite in suites), Counter())
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="c8-lint" tests="{cases["tests"]}" failures="{cases["failure"]}" '
                 f'errors="{cases["error"]}" time="0">')  # fmt: skip
    for suite in suites:
        lines += suite.lines()
    return "\n".join([*lines, "</testsuites>"]) + "\n"


class _Suite:
    """One connector's suite while it is put together."""

    def __init__(self, base: str, project: ProjectReport, *, several: bool) -> None:
        self.base, self.project = base, project
        self.name = f"c8-lint.{project.name or 'connector'}"
        if several:  # names must differ, or readers drop one of two cases that are called alike
            self.name += f" ({relative_path(base, project, '.')})"
        self.counts: Counter[str] = Counter()
        self.cases = [line for outcome in project.outcomes for line in self.case(outcome)]

    def lines(self) -> Iterator[str]:
        counts = self.counts
        yield (
            f'  <testsuite name="{_xml(self.name)}" tests="{counts["tests"]}" failures="{counts["failure"]}" '
            f'errors="{counts["error"]}" skipped="{counts["skipped"]}" time="0">'
        )
        yield from self.cases
        yield "  </testsuite>"

    def case(self, outcome: Outcome) -> Iterator[str]:
        rule = outcome.rule
        inner = list(self.inner(outcome))
        self.counts["tests"] += 1
        head = f'    <testcase name="{_xml(f"{rule.code} {rule.name}")}" classname="{_xml(self.name)}" time="0"'
        yield f"{head}{'>' if inner else '/>'}"
        if inner:
            yield from inner
            yield "    </testcase>"

    def inner(self, outcome: Outcome) -> Iterator[str]:
        limit = self.project.fail_on
        results = [result for result in self.project.results if result.rule.code == outcome.rule.code]
        failing = [result for result in results if limit is not None and result.severity >= limit]
        passing = [result for result in results if limit is None or result.severity < limit]
        if failing:
            first = failing[0]
            more = f" (and {len(failing) - 1} more)" if len(failing) > 1 else ""
            yield self.element("failure", first.finding.message + more, self.told(failing), first.severity.label)
        elif outcome.status in _UNJUDGED and not results:
            texts = [reason for reason, _ in outcome.reasons]
            yield self.element("skipped", f"{outcome.status.value}: {'; '.join(texts)}", self.reasons(outcome))
        if outcome.status is Status.CRASHED:
            yield self.element("error", "the rule crashed", self.reasons(outcome), "crash")
        output = self.told(passing)
        output += [
            f"{_BY[accepted.by]}{': ' + accepted.reason if accepted.reason else ''}: {line}"
            for accepted in self.project.suppressed
            if accepted.result.rule.code == outcome.rule.code
            for line in self.told([accepted.result])
        ]
        if output:
            yield f"      <system-out>{_text(output)}</system-out>"

    def element(self, name: str, message: str, lines: "list[str]", kind: str = "") -> str:
        self.counts[name] += 1
        attributes = f' message="{_xml(message)}"' + (f' type="{_xml(kind)}"' if kind else "")
        return f"      <{name}{attributes}>{_text(lines)}</{name}>"

    def told(self, results: "list[Result]") -> "list[str]":
        """Return a line for each finding: place, severity and what is said."""
        lines = []
        for shown in hosted_results(self.base, self.project, results):
            region = shown.region
            place = f"{shown.path}:{region.line}:{region.column}" if region else shown.path or shown.own_path
            lines.append(f"{place}: {shown.result.severity.label}: {shown.message}")
        return lines

    def reasons(self, outcome: Outcome) -> "list[str]":
        lines = []
        for reason, place in outcome.reasons:
            path = relative_path(self.base, self.project, place.path) if place else ""
            line = f":{place.region.line}:{place.region.column}" if place and place.region else ""
            lines.append(f"{path}{line}: {reason}" if place else reason)
        return lines


def _text(lines: "list[str]") -> str:
    return "\n".join(_xml(line) for line in lines)


def _xml(text: str) -> str:
    """Return a text on one line for content and attributes alike; what XML cannot hold is a visible escape."""
    harmless = _ATTACHMENT.sub(r"\\x5b", visible(text))
    return _SPECIAL.sub(lambda found: _reference(found.group()), harmless)


def _reference(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number in (0xFFFE, 0xFFFF) else f"&#{number};"
