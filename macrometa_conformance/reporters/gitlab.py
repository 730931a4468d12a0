"""GitLab's Code Quality report: a JSON list of findings.

Its documentation ("Code Quality", section "Code Quality report format") names the keys and the severities.
"""

import json

from macrometa_conformance.finding import Severity
from macrometa_conformance.report import Outcome, Report, Status
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import visible, well_formed
from macrometa_conformance.reporters.hosted import Hosted, host_fingerprint, hosted
from macrometa_conformance.reporters.paths import common_root, relative_path

Json = dict[str, object]
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(report: Report, options: RenderOptions) -> str:
    """Return the findings, and a rule that crashed as one of its own; pure ASCII, equal bytes for equal runs."""
    base = common_root(report.projects)
    issues = [_issue(shown) for shown in hosted(report)]
    issues += [
        _crash(relative_path(base, project, project.anchor or "README.md"), outcome)
        for project in report.projects
        for outcome in project.outcomes
        if outcome.status is Status.CRASHED
    ]
    return json.dumps(issues, indent=2).replace("##", "\\u0023#") + "\n"


def _issue(shown: Hosted) -> Json:
    path = shown.path or shown.own_path  # GitLab takes a file that is not there
    return {
        "description": f"{shown.result.rule.name}: {shown.message}",
        "check_name": shown.result.rule.code,
        "fingerprint": host_fingerprint(shown.own_path, shown.result.fingerprint),
        "severity": _SEVERITIES[shown.result.severity],
        "location": {"path": well_formed(path), "lines": {"begin": shown.line}},
    }


def _crash(path: str, outcome: Outcome) -> Json:
    why = "; ".join(reason for reason, _ in outcome.reasons)
    return {
        "description": visible(f"{outcome.rule.name}: the rule crashed: {why}"),
        "check_name": outcome.rule.code,
        "fingerprint": host_fingerprint(path, "crash", outcome.rule.code),
        "severity": "blocker",
        "location": {"path": well_formed(path), "lines": {"begin": 1}},
    }
