"""The JSON report, a public contract: `docs/json.md` and `docs/report.schema.json` describe it."""

import json
from collections import Counter
from typing import Optional

from macrometa_conformance.finding import Place, Severity
from macrometa_conformance.matrix import Row, matrix_of
from macrometa_conformance.report import Known, Outcome, ProjectReport, Report, Result, Status, Suppressed
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import well_formed
from macrometa_conformance.reporters.rule_help import rule_url

VERSION = 1
Json = dict[str, object]


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as JSON: pure ASCII, keys in a fixed order, no time, so that equal runs give equal bytes."""
    value: Json = {
        "version": VERSION,
        "tool": {"name": "c8-lint", "version": options.version},
        "projects": [_project(project, outcomes=options.show_report) for project in report.projects],
        "findings": [_finding(project, result) for project in report.projects for result in project.results],
        "suppressed": [_suppressed(project, one) for project in report.projects for one in project.suppressed],
        "summary": _summary(report),
    }
    if options.matrix:
        value["matrix"] = [_row(row) for row in matrix_of(report)]
    # Some build servers obey `##[error]` wherever it stands in a log.
    return json.dumps(value, indent=2).replace("##", "\\u0023#") + "\n"


def _project(project: ProjectReport, *, outcomes: bool) -> Json:
    counts = Counter(outcome.status for outcome in project.outcomes)
    value: Json = {
        "path": well_formed(project.path),
        "name": _text(project.name),
        "type": _text(project.type),
        "rules": {_status(status): counts[status] for status in Status},
        "off": [well_formed(sentence) for sentence in project.off],
        "skipped": [well_formed(sentence) for sentence in project.skipped],
        "baseline": well_formed(project.baseline) or None,
        "stale": [_stale(known) for known in project.stale],
    }
    if outcomes:
        value["outcomes"] = [_outcome(outcome) for outcome in project.outcomes]
    return value


def _stale(known: Known) -> Json:
    path, code, message = (well_formed(text) for text in (known.path, known.code, known.message))
    return {"path": path, "code": code, "message": message, "count": known.count}


def _outcome(outcome: Outcome) -> Json:
    return {
        "code": outcome.rule.code,
        "name": outcome.rule.name,
        "status": _status(outcome.status),
        "reasons": [{"message": well_formed(reason), **_place(place)} for reason, place in outcome.reasons],
    }


def _finding(project: ProjectReport, result: Result) -> Json:
    finding = result.finding
    return {
        "code": result.rule.code,
        "name": result.rule.name,
        "severity": result.severity.label,
        **_place(finding.place),
        "absent": finding.absent,
        "message": well_formed(finding.message),
        "help": well_formed(finding.help),
        "related": [{**_place(related.place), "message": well_formed(related.message)} for related in finding.related],
        "fix": None,
        "fingerprint": result.fingerprint,
        "project": well_formed(project.path),
        "url": rule_url(result.rule),
    }


def _suppressed(project: ProjectReport, suppressed: Suppressed) -> Json:
    how = {"by": suppressed.by.value, "reason": well_formed(suppressed.reason), **_place(suppressed.place)}
    return {**_finding(project, suppressed.result), "suppression": how}


def _row(row: Row) -> Json:
    cells = [_status(cell) if isinstance(cell, Status) else cell for cell in row.cells]
    return {"code": row.code, "name": row.name, "cells": cells}


def _status(status: Status) -> str:
    return status.value.replace(" ", "_")


def _place(place: Optional[Place]) -> Json:
    region = place.region if place else None
    return {
        "path": _text(place.path) if place else None,
        "line": region.line if region else None,
        "column": region.column if region else None,
        "end_line": region.end_line if region else None,
        "end_column": region.end_column if region else None,
    }


def _summary(report: Report) -> Json:
    codes = Counter(result.rule.code for result in report.results)
    return {
        "projects": len(report.projects),
        "rules": len(report.selected),
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "notes": report.count(Severity.NOTE),
        "suppressed": sum(len(project.suppressed) for project in report.projects),
        "left_out": sum(len(project.left_out) for project in report.projects),
        "codes": {code: codes[code] for code in sorted(codes)},
        "crashed": [
            {
                "project": well_formed(project.path),
                "code": outcome.rule.code,
                "name": outcome.rule.name,
                "message": well_formed("; ".join(reason for reason, _ in outcome.reasons)),
            }
            for project in report.projects
            for outcome in project.outcomes
            if outcome.status is Status.CRASHED
        ],
        "run_warnings": [well_formed(warning) for warning in report.warnings],
    }


def _text(text: Optional[str]) -> Optional[str]:
    return None if text is None else well_formed(text)
