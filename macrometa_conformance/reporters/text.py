"""The format for people: each finding with its excerpt, the evidence behind it and what to write instead."""

from collections.abc import Iterator
from typing import NamedTuple

from macrometa_conformance.finding import Place, Region, Severity
from macrometa_conformance.report import ProjectReport, Report, Result
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.excerpt import Excerpt, excerpt
from macrometa_conformance.reporters.paths import shown_path
from macrometa_conformance.reporters.summary import (
    crash_lines,
    location,
    matrix_lines,
    outcome_lines,
    statistic_lines,
    summary_lines,
    suppression_lines,
)

_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_BOLD = "1"
_MARGIN = "1;34"


class _Paint(NamedTuple):
    color: bool

    def __call__(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color and text else text


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as text for a terminal; colour codes only with `options.color`."""
    paint = _Paint(options.color)
    blocks = [
        "\n".join(_finding(project, result, options.width, paint))
        for project in report.projects
        for result in project.results
    ]
    if options.show_report or options.verbose:
        blocks.append("\n".join(suppression_lines(report)))
        blocks.append("\n".join(outcome_lines(report, only_undecided=not options.show_report)))
    if options.statistics:
        blocks.append("\n".join(statistic_lines(report)))
    if options.matrix:
        blocks.append("\n".join(matrix_lines(report, options.width)))
    tail = crash_lines(report)
    if not options.quiet:
        tail += summary_lines(report, hint=not (options.show_report or options.verbose))
    blocks.append("\n".join(tail))
    text = "\n\n".join(block for block in blocks if block)
    return text + "\n" if text else ""


class _Frame(NamedTuple):
    project: ProjectReport
    gutter: int
    width: int
    paint: _Paint


def _finding(project: ProjectReport, result: Result, width: int, paint: _Paint) -> Iterator[str]:
    finding, color = result.finding, _COLORS[result.severity]
    gutter = _gutter([finding.place, *(related.place for related in finding.related)])
    frame = _Frame(project, gutter, width, paint)
    head = paint(color, f"{result.severity.label}[{result.rule.code} {result.rule.name}]")
    yield f"{head}{paint(_BOLD, ': ' + visible(finding.message))}"
    if finding.absent:
        yield f"{' ' * gutter}{paint(_MARGIN, '-->')} {visible(shown_path(project, finding.place.path))} (missing)"
    else:
        yield from _span(frame, finding.place, "^", color)
    if finding.help:
        yield f"{' ' * gutter} {paint(_MARGIN, '=')} {paint(_BOLD, 'help')}: {visible(finding.help)}"
    for related in finding.related:
        yield f"{paint(_BOLD, 'note')}: {visible(related.message)}"
        yield from _span(frame, related.place, "-", _MARGIN)


def _span(frame: _Frame, place: Place, mark: str, color: str) -> Iterator[str]:
    project, gutter, width, paint = frame
    yield f"{' ' * gutter}{paint(_MARGIN, '-->')} {location(project, place)}"
    lines = project.excerpts.get(place.path, ())
    region = place.region
    if region is None or not 0 < region.line <= len(lines):
        return
    bar, blank = paint(_MARGIN, "|"), " " * gutter
    shown = _first_line(lines[region.line - 1], region, width - gutter - 3)
    yield f"{blank} {bar}"
    yield f"{paint(_MARGIN, f'{region.line:>{gutter}}')} {bar} {shown.text}".rstrip()
    yield f"{blank} {bar} {' ' * shown.offset}{paint(color, mark * shown.length)}"
    if region.end_line > region.line:
        yield f"{blank} {bar} … to line {region.end_line}"


def _first_line(line: str, region: Region, width: int) -> Excerpt:
    end = region.end_column if region.end_line == region.line else len(line) + 1
    return excerpt(line, region.column, end, width)


def _gutter(places: list[Place]) -> int:
    return max([len(str(place.region.line)) for place in places if place.region], default=1)
