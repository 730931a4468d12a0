"""The format for grep and editors: one line a finding."""

from macrometa_conformance.report import ProjectReport, Report, Result
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import visible, visible_start
from macrometa_conformance.reporters.summary import (
    crash_lines,
    location,
    matrix_lines,
    outcome_lines,
    statistic_lines,
    summary_lines,
    suppression_lines,
)


def render(report: Report, options: RenderOptions) -> str:
    """Return `path:line:column: CODE severity message; help [name]` for each finding, and the summary below."""
    lines = [_finding(project, result) for project in report.projects for result in project.results]
    if options.show_report or options.verbose:
        lines += suppression_lines(report)
        lines += outcome_lines(report, only_undecided=not options.show_report)
    if options.statistics:
        lines += statistic_lines(report)
    if options.matrix:
        lines += matrix_lines(report, options.width)
    lines += crash_lines(report)
    if not options.quiet:
        lines += summary_lines(report, hint=not (options.show_report or options.verbose))
    return "".join(line + "\n" for line in lines)


def _finding(project: ProjectReport, result: Result) -> str:
    finding = result.finding
    text = visible("; ".join(part for part in (finding.message, finding.help) if part))
    where = visible_start(location(project, finding.place))
    return f"{where}: {result.rule.code} {result.severity.label} {text} [{result.rule.name}]"
