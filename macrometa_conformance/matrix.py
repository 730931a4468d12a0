"""The matrix of a run over several connectors: how each rule ended on each of them."""

from collections import Counter
from typing import NamedTuple, Optional, Union

from macrometa_conformance.report import Report, Status

Cell = Union[int, Status, None]  # how many findings, or how the rule ended without one; None where it did not run
_TELLING = (Status.FAILED, Status.UNDECIDED, Status.CRASHED)


class Row(NamedTuple):
    """A rule and its cells, in the order of the connectors."""

    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def is_telling(self) -> bool:
        """Return whether somewhere something was found or could not be judged."""
        return any(isinstance(cell, int) or cell in _TELLING for cell in self.cells)


def matrix_of(report: Report) -> tuple[Row, ...]:
    """Return a row for each rule that ran on a connector, sorted by code."""
    names: dict[str, str] = {}
    columns: list[dict[str, Cell]] = []
    for project in report.projects:
        found = Counter(result.rule.code for result in project.results)
        names.update((outcome.rule.code, outcome.rule.name) for outcome in project.outcomes)
        columns.append({o.rule.code: _cell(o.status, found[o.rule.code]) for o in project.outcomes})
    return tuple(Row(code, names[code], tuple(column.get(code) for column in columns)) for code in sorted(names))


def _cell(status: Status, findings: int) -> Optional[Cell]:
    return findings if findings and status is Status.FAILED else status
