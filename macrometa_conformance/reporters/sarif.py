"""SARIF 2.1.0 as code scanning takes it: every result has a location that exists, no path of this machine, no time.

Columns count Unicode code points, which `columnKind` says.
"""

import json
import re
from collections.abc import Iterator
from typing import Optional

from macrometa_conformance.finding import Place, Region, Severity
from macrometa_conformance.homepage import HOME_PAGE, INTERFACE_PAGE
from macrometa_conformance.report import Acceptance, ProjectReport, Report, Result, Status
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.hosted import anchored, host_fingerprint, told
from macrometa_conformance.reporters.line_hash import line_hashes
from macrometa_conformance.reporters.paths import common_root, encoded, relative_path, relative_uri
from macrometa_conformance.reporters.rule_help import description, markdown, plain, rule_url, shortened
from macrometa_conformance.rule import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Json = dict[str, object]

_TEXT_LIMIT = 1024  # code scanning refuses longer short and full descriptions
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
_SEMANTIC_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as SARIF: pure ASCII, URIs relative to the git root, equal bytes for equal runs."""
    value = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Run(report, options).build()]}
    return json.dumps(value, indent=2) + "\n"


class _Run:
    """One run while it is put together: what its parts share."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self.report = report
        self.options = options
        self.base = common_root(report.projects)
        accepted = [one.result for project in report.projects for one in project.suppressed]
        shown = [*report.results, *(accepted if options.sarif_suppressed else ())]
        used = {result.rule.code for result in shown} | {outcome.rule.code for outcome in report.crashed}
        named = used | set(report.selected)
        known = {rule.code: rule for rule in report.rules}
        known.update((result.rule.code, result.rule) for result in shown)
        known.update((outcome.rule.code, outcome.rule) for outcome in report.crashed)
        self.rules = [known[code] for code in sorted(named & set(known))]
        self.index = {rule.code: position for position, rule in enumerate(self.rules)}
        self.uris: dict[tuple[int, str], str] = {}
        self.hashes: dict[tuple[int, str], tuple[str, ...]] = {}
        self.notifications: list[Json] = []

    def build(self) -> Json:
        results = [
            built
            for number, project in enumerate(self.report.projects)
            for result in project.results
            if (built := self.result(number, project, result))
        ]
        if self.options.sarif_suppressed:
            results += self.accepted()
        self.notify_crashes()
        self.notifications += [_notification("warning", warning) for warning in self.report.warnings]
        failed = bool(self.report.crashed)
        invocation: Json = {"executionSuccessful": not failed}
        if self.notifications:
            invocation["toolExecutionNotifications"] = self.notifications
        return {
            "tool": {"driver": self.driver(self.options.version)},
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }

    def accepted(self) -> Iterator[Json]:
        """Yield the results that are suppressed, each with what suppresses it."""
        for number, project in enumerate(self.report.projects):
            for one in project.suppressed:
                built = self.result(number, project, one.result)
                if built is None:
                    continue
                suppression: Json = {
                    "kind": "inSource" if one.by is Acceptance.COMMENT else "external",
                    "status": "accepted",
                }
                if one.reason:
                    suppression["justification"] = visible(one.reason)
                if one.place:
                    suppression["location"] = {"physicalLocation": self.physical(number, project, one.place)}
                yield {**built, "suppressions": [suppression]}

    def driver(self, version: str) -> Json:
        driver: Json = {"name": "c8-lint"}
        if version:
            driver["semanticVersion" if _SEMANTIC_VERSION.fullmatch(version) else "version"] = version
        driver["informationUri"] = HOME_PAGE or INTERFACE_PAGE  # the official validator wants one
        driver["rules"] = [_rule(rule) for rule in self.rules]
        return driver

    def result(self, number: int, project: ProjectReport, result: Result) -> Optional[Json]:
        """Return a result, or None (and a notification) where the folder has no file that it could point at."""
        finding = result.finding
        path, message = anchored(project, finding), told(finding)
        if not path:
            self.notifications.append(
                _notification(
                    _level(result.severity),
                    f"{project.path}: {message} (no result: the folder holds no file that one could point at)",
                    self.reference(result.rule),
                )
            )
            return None
        region = None if finding.absent else finding.place.region
        location: Json = {"physicalLocation": self.physical(number, project, Place(path, region))}
        if finding.absent:
            missing = self.uri(number, project, finding.place.path)
            location["logicalLocations"] = [{"fullyQualifiedName": missing, "kind": "resource"}]
        built: Json = {
            "ruleId": result.rule.code,
            "ruleIndex": self.index[result.rule.code],
            "level": _level(result.severity),
            "message": {"text": _message(message)},
            "locations": [location],
        }
        if finding.related:
            built["relatedLocations"] = [
                {
                    "id": position,
                    "physicalLocation": self.physical(number, project, related.place),
                    "message": {"text": _message(related.message)},
                }
                for position, related in enumerate(finding.related, 1)
            ]
        built["partialFingerprints"] = self.fingerprints(number, project, path, region, result)
        if finding.absent:
            built["properties"] = {"missingPath": self.uri(number, project, finding.place.path)}
        return built

    def physical(self, number: int, project: ProjectReport, place: Place) -> Json:
        return {
            "artifactLocation": {"uri": self.uri(number, project, place.path), "uriBaseId": "%SRCROOT%"},
            "region": _region(place.region or _first_line(project, place.path)),
        }

    def uri(self, number: int, project: ProjectReport, path: str) -> str:
        key = (number, path)
        if key not in self.uris:
            self.uris[key] = relative_uri(self.base, project, path) if self.base else encoded(path)
        return self.uris[key]

    def fingerprints(
        self, number: int, project: ProjectReport, path: str, region: Optional[Region], result: Result
    ) -> Json:
        """Return the hash of the line where the file's lines are known, and the finding's own fingerprint.

        Two findings of a rule on one line share the first and differ in the second; so do all results of a run.
        """
        fingerprints: Json = {}
        if path in project.excerpts:
            key = (number, path)
            if key not in self.hashes:
                self.hashes[key] = line_hashes(project.host_lines.get(path) or project.excerpts[path])
            line = region.line if region else 1
            if line <= len(self.hashes[key]):
                fingerprints["primaryLocationLineHash"] = self.hashes[key][line - 1]
        own = relative_path(self.base, project, result.finding.place.path)
        fingerprints["c8LintFingerprint/v1"] = host_fingerprint(own, result.fingerprint)
        return fingerprints

    def notify_crashes(self) -> None:
        for project in self.report.projects:
            for outcome in project.outcomes:
                if outcome.status is Status.CRASHED:
                    why = "; ".join(reason for reason, _ in outcome.reasons) or "no reason given"
                    text = f"the rule {outcome.rule.code} {outcome.rule.name} crashed on {project.path}: {why}"
                    self.notifications.append(_notification("error", text, self.reference(outcome.rule)))

    def reference(self, rule: Rule) -> Json:
        return {"id": rule.code, "index": self.index[rule.code]}


def _rule(rule: Rule) -> Json:
    properties: Json = {
        "precision": "high",
        "problem.severity": _PROBLEM[rule.severity],
        "tags": ["c8-connector", *rule.applies_to.words],
    }
    if rule.plugin is not None:
        properties["plugin"] = rule.plugin
    value: Json = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": shortened(rule.summary or rule.name, _TEXT_LIMIT)},
        "fullDescription": {"text": description(rule, _TEXT_LIMIT)},
        "help": {"text": plain(rule), "markdown": markdown(rule)},
        "defaultConfiguration": {"level": _level(rule.severity)},
        "properties": properties,
    }
    url = rule_url(rule)
    if url:
        value["helpUri"] = url
    return value


def _level(severity: Severity) -> str:
    return severity.label


def _region(region: Region) -> Json:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _first_line(project: ProjectReport, path: str) -> Region:
    lines = project.excerpts.get(path, ())
    return Region(1, 1, 1, len(lines[0]) + 1 if lines else 1)


def _notification(level: str, text: str, rule: Optional[Json] = None) -> Json:
    notification: Json = {"level": level, "message": {"text": _message(text)}}
    if rule:
        notification["associatedRule"] = rule
    return notification


def _message(text: str) -> str:
    """Return a message on one line in which nothing is read as a link (`[text](target)`)."""
    shown = visible(text)
    return shown.replace("[", "\\[").replace("]", "\\]") if "](" in shown else shown
