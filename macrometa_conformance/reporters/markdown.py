"""Markdown for a step summary or a comment: findings, what was accepted and why, and how every rule ended.

All text of the linted project goes through `_prose`, which leaves it no character that Markdown, HTML or GitHub's
extensions give a meaning.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Optional

from macrometa_conformance.finding import Place, Severity
from macrometa_conformance.matrix import Cell, matrix_of
from macrometa_conformance.report import Acceptance, Outcome, ProjectReport, Report, Result, Status
from macrometa_conformance.reporters import RenderOptions
from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.hosted import Hosted, hosted_results
from macrometa_conformance.reporters.paths import common_root, encoded, relative_path
from macrometa_conformance.reporters.rule_help import rule_url, shortened
from macrometa_conformance.reporters.summary import baseline_sentences, counted, no_findings

LIMIT = 1_000_000  # bytes; GitHub drops a step summary of more than 1,048,576
_LONGEST = 1_000  # characters of one cell
_SPECIAL = re.compile(
    r"[&<>|\[\]*~`\\!#@${}^]|:(?=[:/])|(?<=www)\.|(?<![a-z0-9])_|_(?![a-z0-9])",
    re.IGNORECASE,
)
_BY = {
    Acceptance.COMMENT: "a comment",
    Acceptance.SETTINGS: "the settings",
    Acceptance.BASELINE: "the baseline",
}
_WORDS = {
    Status.PASSED: "passed",
    Status.FAILED: "left out",
    Status.UNDECIDED: "undecided",
    Status.NOT_APPLICABLE: "—",
    Status.CRASHED: "crashed",
}
_FOLDED = (
    (Status.UNDECIDED, "undecided"),
    (Status.NOT_APPLICABLE, "not applicable"),
    (Status.PASSED, "passed"),
)


class _Block(NamedTuple):
    """A piece of the page that stands or falls as one, but for its rows, of which as many are shown as have room."""

    head: "tuple[str, ...]"
    rows: "tuple[str, ...]" = ()
    tail: "tuple[str, ...]" = ()
    folded: bool = False


def render(report: Report, options: RenderOptions) -> str:
    """Return the report as Markdown of at most `LIMIT` bytes; what is left out is counted."""
    blocks = [_Block(("# c8-lint", ""))]
    base = common_root(report.projects)
    for project in report.projects:
        blocks += _Project(base, project, options).blocks()
    if options.statistics:
        blocks += _table("## Findings of each rule", ("Findings", "Rule"), _statistics(report))
    if options.matrix:
        titles = [_prose(project.name or project.path) for project in report.projects]
        rows = [_row(f"{row.code} {_prose(row.name)}", *map(_mark, row.cells)) for row in matrix_of(report)]
        blocks += _table("## Rules and connectors", ("Rule", *titles), rows)
    if report.warnings:
        blocks.append(_Block(("## Warnings", ""), tuple(f"- {_prose(text)}" for text in report.warnings), ("",)))
    return _page(blocks)


class _Project:
    """The part of one connector while it is put together."""

    def __init__(self, base: str, project: ProjectReport, options: RenderOptions) -> None:
        self.base, self.project, self.options = base, project, options

    def blocks(self) -> Iterator[_Block]:
        project = self.project
        name = project.name or project.path
        kind = f"{project.type} connector" if project.type else "no known connector type"
        yield _Block((f"## {_prose(f'`{name}` ({kind})')}", "", f"{self.counts()}.", ""))
        crashes = [o for o in project.outcomes if o.status is Status.CRASHED]
        rows = [_row(_rule(o), self.reasons(o)) for o in crashes]
        yield from _table("**Rules that crashed**: what they would have found is missing.", ("Rule", "Why"), rows)
        yield from _table("", ("Severity", "Rule", "Where", "What"), self.findings(project.results))
        if not self.options.quiet:
            yield from _table("### Accepted", ("Rule", "Where", "What", "Accepted by", "Reason"), self.accepted())
            notes = [f"- settings: {_prose(text)}" for text in project.off]
            notes += [f"- baseline: {_prose(text)}" for text in baseline_sentences(project)]
            notes += [f"- skipped: {_prose(text)}" for text in project.skipped]
            if notes:
                yield _Block(("### Notes", ""), tuple(notes), ("",))
            for status, word in _FOLDED:
                yield from self.folded(status, word)

    def counts(self) -> str:
        counts = Counter(result.severity for result in self.project.results)
        found = [counted(counts[severity], severity.label) for severity in reversed(Severity) if counts[severity]]
        accepted = len(self.project.suppressed)
        told = ", ".join(found) or no_findings([self.project]).capitalize()
        return told + (f"; {counted(accepted, 'accepted finding')}" if accepted else "")

    def findings(self, results: "Iterable[Result]") -> Iterator[str]:
        ordered = sorted(results, key=lambda result: -result.severity)
        for shown in hosted_results(self.base, self.project, ordered):
            yield _row(shown.result.severity.label, _rule_of(shown.result), self.where(shown), _prose(shown.message))

    def accepted(self) -> Iterator[str]:
        for accepted in self.project.suppressed:
            (shown,) = hosted_results(self.base, self.project, [accepted.result])
            by = _BY[accepted.by]
            if accepted.place:
                by = f"{by} at {self.link(accepted.place)}"
            missing = "" if accepted.by is Acceptance.BASELINE else "none given"
            reason = _prose(accepted.reason) or missing
            yield _row(_rule_of(accepted.result), self.where(shown), _prose(shown.message), by, reason)

    def folded(self, status: Status, word: str) -> Iterator[_Block]:
        outcomes = [outcome for outcome in self.project.outcomes if outcome.status is status]
        if outcomes:
            head = (f"<details><summary>{counted(len(outcomes), 'rule')} {word}</summary>", "")
            if status is Status.PASSED:
                yield _Block(head, tuple(f"- {_rule(outcome)}" for outcome in outcomes), ("", "</details>", ""), True)
            else:
                rows = tuple(_row(_rule(outcome), self.reasons(outcome)) for outcome in outcomes)
                yield _Block((*head, *_columns("Rule", "Why")), rows, ("", "</details>", ""), True)

    def reasons(self, outcome: Outcome) -> str:
        texts = [f"{self.link(place)}: {_prose(text)}" if place else _prose(text) for text, place in outcome.reasons]
        return "<br>".join(texts[:10]) + (f"<br>and {len(texts) - 10} more" if len(texts) > 10 else "")

    def where(self, shown: Hosted) -> str:
        if shown.result.finding.absent:
            return f"{_code(shown.own_path)} (missing)"
        return self.link(shown.result.finding.place)

    def link(self, place: Place) -> str:
        path = relative_path(self.base, self.project, place.path)
        line: Optional[int] = place.line
        text = _code(f"{path}:{line}" if line else path)
        if not self.options.link_base:
            return text
        plain = "?plain=1" if line and path.lower().endswith(".md") else ""  # a rendered page has no lines
        return f"[{text}]({self.options.link_base}{encoded(path)}{plain}{f'#L{line}' if line else ''})"


def _page(blocks: "list[_Block]") -> str:
    shown = _rows_with_room(blocks)
    parts: list[str] = []
    for number, block in enumerate(blocks):
        if number in shown:
            parts += [*block.head, *block.rows[: shown[number]]]
            if shown[number] < len(block.rows):
                parts += ["", f"… and {len(block.rows) - shown[number]} more, for which there is no room"]
            parts += block.tail
    left = sum(max(1, len(block.rows)) for number, block in enumerate(blocks) if number not in shown)
    if left:
        parts += [
            f"{counted(left, 'row')} of further tables {'is' if left == 1 else 'are'} left out: the page is full."
        ]
    return "\n".join(parts).rstrip("\n") + "\n"


def _rows_with_room(blocks: "list[_Block]") -> "dict[int, int]":
    """Return how many rows of which blocks the page has room for; what is folded gets what the others leave."""
    room = LIMIT - 200  # for what the last line says
    shown: dict[int, int] = {}
    for number in sorted(range(len(blocks)), key=lambda number: blocks[number].folded):
        block = blocks[number]
        left = room - _size([*block.head, *block.tail]) - 60  # a line that counts what is left out
        rows = 0
        for row in block.rows:
            if left < _size([row]):
                break
            left -= _size([row])
            rows += 1
        if left >= 0 and (rows or not block.rows):
            shown[number], room = rows, left
    return shown


def _size(lines: "Iterable[str]") -> int:
    return sum(len(line.encode("utf-8", "backslashreplace")) + 1 for line in lines)


def _table(title: str, columns: "tuple[str, ...]", rows: "Iterable[str]") -> Iterator[_Block]:
    found = tuple(rows)
    if found:
        yield _Block((*((title, "") if title else ()), *_columns(*columns)), found, ("",))


def _columns(*names: str) -> "tuple[str, str]":
    return _row(*names), "|" + "---|" * len(names)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _statistics(report: Report) -> Iterator[str]:
    counts = Counter(result.rule for result in report.results)
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0].code)):
        yield _row(str(count), f"{rule.code} {_prose(rule.name)}")


def _mark(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"**{cell}**" if isinstance(cell, int) else _WORDS[cell]


def _rule(outcome: Outcome) -> str:
    return f"{outcome.rule.code} {_prose(outcome.rule.name)}"


def _rule_of(result: Result) -> str:
    url = rule_url(result.rule)
    return f"[{result.rule.code}]({url}) {result.rule.name}" if url else f"{result.rule.code} {result.rule.name}"


def _prose(text: str) -> str:
    """Return a text on one line in which backticks mark code and nothing else has a meaning."""
    pieces = shortened(visible(text), _LONGEST).split("`")
    if len(pieces) % 2 == 0:  # the last backtick has no partner
        pieces[-2:] = ["`".join(pieces[-2:])]
    return "".join(
        f"<code>{_inert(piece)}</code>" if position % 2 and piece else _inert(piece)
        for position, piece in enumerate(pieces)
    )


def _code(text: str) -> str:
    return f"<code>{_inert(shortened(visible(text), _LONGEST))}</code>"


def _inert(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"&#{ord(found.group())};", text)
