"""Workflow commands that GitHub shows as annotations, and below them the summary for the log.

The runner's sources (`ActionCommand`, `ActionCommandManager`, `ExecutionContext`) settle the escapes, that columns go
with one line alone, and that a step keeps ten annotations of each level; all of them stand in its log.
"""

from collections import Counter
from collections.abc import Iterator

from macrometa_conformance.finding import Severity
from macrometa_conformance.report import Report
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import visible, visible_start
from macrometa_conformance.reporters.hosted import Hosted, hosted
from macrometa_conformance.reporters.summary import (
    counted,
    crash_lines,
    matrix_lines,
    outcome_lines,
    statistic_lines,
    summary_lines,
)

SHOWN = 10  # annotations of one level that GitHub shows for a step
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, options: RenderOptions) -> str:
    """Return an annotation for each finding and each rule that crashed, the gravest first, and the summary below."""
    crashes = [_command("error", {"title": "c8-lint"}, line) for line in crash_lines(report)]
    results = sorted(hosted(report), key=lambda shown: -shown.result.severity)
    lines = [*_cut(report, len(crashes)), *crashes, *(_annotation(shown) for shown in results)]
    log = []
    if options.show_report or options.verbose:
        log += outcome_lines(report, only_undecided=not options.show_report)
    if options.statistics:
        log += statistic_lines(report)
    if options.matrix:
        log += matrix_lines(report, options.width)
    if not options.quiet:
        log += summary_lines(report, hint=not (options.show_report or options.verbose))
    return "".join(line + "\n" for line in (*lines, *map(visible_start, log)))


def _cut(report: Report, crashes: int) -> Iterator[str]:
    """Yield a notice that says how many annotations GitHub leaves out; it is one of those that are shown."""
    counts = Counter(result.severity for result in report.results)
    counts[Severity.ERROR] += crashes
    over = {severity: max(0, counts[severity] - SHOWN) for severity in reversed(Severity)}
    if any(over.values()):
        over[Severity.NOTE] = max(0, counts[Severity.NOTE] - (SHOWN - 1))
        left = ", ".join(counted(number, severity.label) for severity, number in over.items() if number)
        shown = f"GitHub shows {SHOWN} annotations of each level for a step"
        yield _command("notice", {"title": "c8-lint"}, f"{left} more in the log of this step: {shown}")


def _annotation(shown: Hosted) -> str:
    rule, region = shown.result.rule, shown.region
    path = visible(shown.path)
    properties = {"title": f"{rule.code} {rule.name}"}
    where = path
    if path:
        properties.update(file=path, line=str(shown.line), endLine=str(region.end_line if region else 1))
    if region:
        where += f":{region.line}:{region.column}"
        if region.line == region.end_line:
            properties.update(col=str(region.column), endColumn=str(region.end_column))
    return _command(
        _COMMANDS[shown.result.severity], properties, f"{where}: {shown.message}" if where else shown.message
    )


def _command(name: str, properties: "dict[str, str]", message: str) -> str:
    pairs = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {pairs}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
