"""What the resolver makes of expressions, by the tables under `cases`.

A case begins with `=== name => outcome`; what follows is the module `app` of a package `pkg`, and behind each
`--- name` another module of it. The outcome tells in words (see `seeing`) what `see(…)` is called with.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.code.seeing import see

FOLDER = Path(__file__).parent / "cases"


class Case(NamedTuple):
    """One case of a table."""

    name: str
    outcome: str
    app: str
    others: dict[str, str]


def cases(table: Path) -> list[Case]:
    """Return the cases of a table."""
    found = []
    for block in re.split(r"^=== ", table.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = block.partition("\n")
        name, _, outcome = head.partition(" => ")
        app, *rest = re.split(r"^--- ([\w/]+)\n", body, flags=re.MULTILINE)
        found.append(Case(name, outcome, app, dict(zip(rest[::2], rest[1::2]))))
    return found


CASES = [
    pytest.param(case, id=f"{table.stem}: {case.name}")
    for table in sorted(FOLDER.glob("*.txt"))
    for case in cases(table)
]


def test_names_are_told_apart() -> None:
    """Each case has a name of its own, and there are tables at all."""
    names = [param.id for param in CASES]
    assert len(set(names)) == len(names) > 200


@pytest.mark.parametrize("case", CASES)
def test_expression_is_worked_out(case: Case) -> None:
    """An expression is worked out to what it can be when the code runs, and to nothing that it cannot be."""
    assert see(case.app, **case.others) == case.outcome
