"""The report: all that a run found, as values that reporters turn into text, JSON or SARIF."""

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import Optional

from macrometa_conformance.finding import Finding, Place, Severity
from macrometa_conformance.plain import Ordered, Plain, plain
from macrometa_conformance.rule import Rule


@plain
class Result(Plain):
    """A finding stamped by the engine: which rule, how severe under the settings, in which project."""

    rule: Rule
    severity: Severity
    finding: Finding
    fingerprint: str  # sha256 over code, path, subject and message without positions, hexadecimal


def position(result: Result) -> tuple[str, tuple[int, ...], str, str]:
    """Return the key by which results are sorted: file, region, code, message."""
    region = result.finding.place.region
    place = (region.line, region.column, region.end_line, region.end_column) if region else ()
    return result.finding.place.path, place, result.rule.code, result.finding.message


class Acceptance(Enum):
    """By what a finding is accepted, so that it does not count."""

    COMMENT = "comment"  # a suppression comment in the linted project
    SETTINGS = "settings"  # `per-file-ignores`
    BASELINE = "baseline"  # a baseline that knows the finding


@plain
class Suppressed(Plain):
    """A finding that is accepted: by what, with the reason as it is written there, and where that stands."""

    result: Result
    by: Acceptance
    reason: str = ""
    place: Optional[Place] = None  # the comment


@plain
class Known(Ordered):
    """A finding that a baseline knows, without its line, and how many such there are."""

    path: str
    code: str
    message: str
    subject: str = ""
    count: int = 1


class Status(Enum):
    """How a rule ended on one project."""

    PASSED = "passed"
    FAILED = "failed"
    UNDECIDED = "undecided"  # no finding, and something that it could not judge
    NOT_APPLICABLE = "not applicable"
    CRASHED = "crashed"


@plain
class Outcome(Plain):
    """What became of one rule on one project, with the reasons (blocking expressions, why not applicable, a crash)."""

    rule: Rule
    status: Status
    reasons: tuple[tuple[str, Optional[Place]], ...] = ()


@plain
class ProjectReport(Plain):
    """Everything about one linted connector.

    `path` is as the user gave it; `root` is absolute. `excerpts` maps a file to its lines (without line ends), for the
    files in which a finding or a related place lies; `host_lines` has the lines of those that a code host reads
    otherwise, because it takes every file for UTF-8 and a byte-order mark for a character. `off` says what the settings
    of the linted tree switched off or moved, one sentence each. `skipped` names what was not read and why. `fail_on` is
    the severity from which a finding fails the run; None for never.
    """

    path: str
    root: str
    name: Optional[str]
    type: Optional[str]
    results: tuple[Result, ...]
    outcomes: tuple[Outcome, ...]
    excerpts: Mapping[str, tuple[str, ...]]
    anchor: str = ""  # the existing file at which an absent one is anchored; empty when the folder has no file
    off: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    fail_on: Optional[Severity] = Severity.ERROR
    suppressed: tuple[Suppressed, ...] = ()  # sorted like the results
    baseline: str = ""  # the baseline's file, as it was given; empty where there is none
    stale: tuple[Known, ...] = ()  # what the baseline knows and nothing of the kind was found; sorted
    host_lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[Severity, ...] = ()  # of the findings that `--severity-min` keeps out of the results


@plain
class Report(Plain):
    """One run over one or several connectors, in the order of the paths given."""

    projects: tuple[ProjectReport, ...]
    rules: tuple[Rule, ...]  # every rule that was loaded, sorted by code
    selected: tuple[str, ...]  # codes that ran
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()  # about the run itself

    @property
    def results(self) -> tuple[Result, ...]:
        """Return the results of all projects, in order."""
        return tuple(result for project in self.projects for result in project.results)

    @property
    def crashed(self) -> tuple[Outcome, ...]:
        """Return the rules that crashed, which makes the exit code 3."""
        return tuple(o for project in self.projects for o in project.outcomes if o.status is Status.CRASHED)

    @property
    def exit_code(self) -> int:
        """Return 3 where a rule crashed, 1 where a finding weighs as much as `fail_on` of its project, else 0."""
        if self.crashed:
            return 3
        limits = ((project.fail_on, result) for project in self.projects for result in project.results)
        return int(any(limit is not None and result.severity >= limit for limit, result in limits))

    def count(self, severity: Severity) -> int:
        """Return how many results have this severity."""
        return sum(result.severity is severity for result in self.results)
