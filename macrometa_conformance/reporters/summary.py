"""What the text formats say below the findings: counts, how rules ended, what was switched off, the time."""

from collections import Counter
from collections.abc import Iterable, Iterator

from macrometa_conformance.baseline import Change
from macrometa_conformance.finding import Place, Severity
from macrometa_conformance.matrix import Cell, matrix_of
from macrometa_conformance.report import Acceptance, Outcome, ProjectReport, Report, Status
from macrometa_conformance.reporters.escape import visible, visible_start
from macrometa_conformance.reporters.paths import shown_path

_ACCEPTED_BY = {
    Acceptance.COMMENT: "comments",
    Acceptance.SETTINGS: "`per-file-ignores`",
    Acceptance.BASELINE: "the baseline",
}
_MARKS = {
    Status.PASSED: ".",
    Status.FAILED: "+",  # with findings that `--severity-min` keeps out
    Status.UNDECIDED: "?",
    Status.NOT_APPLICABLE: "-",
    Status.CRASHED: "!",
}
_LISTED = 5  # of what a baseline knows that is gone
_WORDS = (
    (Status.PASSED, "passed"),
    (Status.FAILED, "failed"),
    (Status.UNDECIDED, "undecided"),
    (Status.NOT_APPLICABLE, "not applicable"),
    (Status.CRASHED, "crashed"),
)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def no_findings(projects: Iterable[ProjectReport]) -> str:
    """Return that there are none on these projects, or none that are told."""
    return "no findings told" if any(project.left_out for project in projects) else "no findings"


def location(project: ProjectReport, place: Place) -> str:
    """Return `path:line:column` as a person clicks it, or the path alone; control characters are escaped."""
    path = visible(shown_path(project, place.path))
    return f"{path}:{place.region.line}:{place.region.column}" if place.region else path


def summary_lines(report: Report, *, hint: bool) -> list[str]:
    """Return the summary; `hint` says that an option would show what is undecided."""
    lines = []
    for project in report.projects:
        lines.append(_project_line(project, hint=hint))
        lines += [f"  settings: {visible(sentence)}" for sentence in project.off]
        if project.suppressed:
            counts = Counter(one.by for one in project.suppressed)
            told = [f"{counted(counts[by], 'finding')} by {_ACCEPTED_BY[by]}" for by in Acceptance if counts[by]]
            lines.append(f"  suppressed: {', '.join(told)}")
        if project.left_out:
            lines.append(f"  left out by --severity-min: {_severities(Counter(project.left_out))}")
        lines += [f"  baseline: {visible(sentence)}" for sentence in baseline_sentences(project)]
        lines += [f"  skipped: {visible(sentence)}" for sentence in project.skipped]
    total = ""
    if len(report.projects) > 1:
        total = f" ({_found(report)})"
    lines.append(f"checked {counted(len(report.projects), 'project')}{total} in {report.seconds:.2f} s")
    return lines


def baseline_sentences(project: ProjectReport) -> Iterator[str]:
    """Yield what the baseline knows and nothing of the kind was found."""
    if project.stale:
        count = sum(known.count for known in project.stale)
        listed = [f"{known.code} in `{known.path}`" for known in project.stale[:_LISTED]]
        more = f" and {len(project.stale) - _LISTED} more" if len(project.stale) > _LISTED else ""
        gone = f"`{project.baseline}` knows {counted(count, 'finding')} that {'is' if count == 1 else 'are'} gone"
        yield f"{gone}: {', '.join(listed)}{more}; `--write-baseline {project.baseline}` shrinks it"


def change_line(file: str, change: Change) -> str:
    """Return what writing a baseline came to."""
    text = f"`{file}` knows {counted(change.known, 'finding')}"
    if change.dropped:
        text += f", {change.dropped} {'is' if change.dropped == 1 else 'are'} gone and dropped"
    if change.left:
        text += f", {change.left} new left out (`--extend-baseline` takes new ones)"
    return text


def total_line(report: Report) -> str:
    """Return how many findings there are in how many projects, for where the report itself goes to a file."""
    return f"{_found(report)} in {counted(len(report.projects), 'project')}"


def crash_lines(report: Report) -> list[str]:
    """Return a line for each rule that crashed on a project: the report lacks what it would have found."""
    return [
        f"crashed: {_rule(outcome)} on {visible(project.path)}{_reason(project, outcome)}"
        for project in report.projects
        for outcome in project.outcomes
        if outcome.status is Status.CRASHED
    ]


def outcome_lines(report: Report, *, only_undecided: bool) -> list[str]:
    """Return how each rule ended on each project, with the reasons and the places of what was undecided."""
    lines = []
    for project in report.projects:
        shown = [o for o in project.outcomes if o.status is Status.UNDECIDED or not only_undecided]
        if shown:
            lines.append(f"rules on {_title(project)}:")
        for outcome in shown:
            lines.append(f"  {outcome.status.value:<14}  {_rule(outcome)}")
            for reason, place in outcome.reasons:
                where = f"{location(project, place)}: " if place else ""
                lines.append(f"{'':18}{visible_start(where + visible(reason))}")
    return lines


def suppression_lines(report: Report) -> list[str]:
    """Return each finding that is accepted, by what, and the reason that is given; and what the baseline knows more."""
    lines = []
    for project in report.projects:
        if project.suppressed:
            lines.append(f"suppressed on {_title(project)}:")
        for one in project.suppressed:
            result = one.result
            by = "a comment" if one.by is Acceptance.COMMENT else _ACCEPTED_BY[one.by]
            where = f" at {location(project, one.place)}" if one.place else ""
            reason = "" if one.by is Acceptance.BASELINE else f": {visible(one.reason) or 'no reason given'}"
            at = visible_start(location(project, result.finding.place))
            lines.append(f"  {at}: {result.rule.code} {result.rule.name}, by {by}{where}{reason}")
        if project.stale:
            lines.append(f"known to the baseline and gone on {_title(project)}:")
        for known in project.stale:
            times = f" ({known.count} times)" if known.count > 1 else ""
            lines.append(f"  {visible_start(known.path)}: {visible(known.code)} {visible(known.message)}{times}")
    return lines


def statistic_lines(report: Report) -> list[str]:
    """Return how many findings each rule has, the most frequent first."""
    counts = Counter((result.rule.code, result.rule.name) for result in report.results)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(count)) for _, count in ordered), default=0)
    return [f"{count:>{width}}  {code} {name}" for (code, name), count in ordered]


def matrix_lines(report: Report, width: int) -> list[str]:
    """Return how each rule ended on each connector, a column a connector, in blocks of at most `width` columns.

    Rules that found nothing anywhere and could judge everything are left out.
    """
    rows = [row for row in matrix_of(report) if row.is_telling]
    lines = ["matrix of rules and connectors (. passed, ? undecided, - not applicable, + left out, ! crashed):"]
    places = len(str(len(report.projects)))
    lines += [f"  {number:>{places}}  {_title(project)}" for number, project in enumerate(report.projects, 1)]
    size = max([places, *(len(_mark(cell)) for row in rows for cell in row.cells)]) + 1
    label = max((len(row.code) for row in rows), default=0)
    fitting = max(1, (width - label) // size)
    for first in range(0, len(report.projects) if rows else 0, fitting):
        part = slice(first, first + fitting)
        numbers = range(1, len(report.projects) + 1)[part]
        lines += ["", " " * label + "".join(f"{number:>{size}}" for number in numbers)]
        for row in rows:
            cells = "".join(f"{_mark(cell):>{size}}" for cell in row.cells[part])
            lines.append(f"{row.code:<{label}}{cells}".rstrip())
    return lines


def _mark(cell: Cell) -> str:
    return str(cell) if isinstance(cell, int) else _MARKS[cell] if cell else ""


def _project_line(project: ProjectReport, *, hint: bool) -> str:
    found = _severities(Counter(result.severity for result in project.results)) or no_findings([project])
    statuses = Counter(outcome.status for outcome in project.outcomes)
    rules = [f"{statuses[status]} {word}" for status, word in _WORDS if statuses[status]]
    if not rules:
        return f"{found} in {_title(project)}: no rule ran"
    noun = "rule" if statuses[next(status for status, _ in _WORDS if statuses[status])] == 1 else "rules"
    first, rest = rules[0].split(" ", 1)
    text = ", ".join([f"{first} {noun} {rest}", *rules[1:]])
    return f"{found} in {_title(project)}: {text}" + (
        " (--report says why)" if hint and statuses[Status.UNDECIDED] else ""
    )


def _title(project: ProjectReport) -> str:
    kind = f"{project.type} connector" if project.type else "no known connector type"
    if project.name is None:
        return f"{visible(project.path)} ({kind})"
    at = "" if project.path in (".", "") else f" at {visible(project.path)}"
    return f"{visible(project.name)}{at} ({visible(kind)})"


def _found(report: Report) -> str:
    return _severities(Counter(result.severity for result in report.results)) or no_findings(report.projects)


def _severities(counts: "Counter[Severity]") -> str:
    return ", ".join(counted(counts[severity], severity.label) for severity in reversed(Severity) if counts[severity])


def _rule(outcome: Outcome) -> str:
    return f"{outcome.rule.code} {outcome.rule.name}"


def _reason(project: ProjectReport, outcome: Outcome) -> str:
    texts = [visible(reason) for reason, _ in outcome.reasons]
    return f" ({'; '.join(texts)})" if texts else ""
