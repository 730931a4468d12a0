"""What is drawn of the mistakes in the tool, which tests are asked, and what is kept; `cosmic-ray` is not run."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.tools.mutants import (
    LEAST,
    ROOT,
    Mutant,
    Session,
    Survivor,
    Tally,
    commands,
    drawn,
    explanations,
    figures,
    modules,
    survivor,
)

TEXT = """\
@cache
def both(a, *, b):
    if TYPE_CHECKING:
        import x
    return a * b if a is None else -b


@property
def c(self) -> int | str: ...
"""
SUBTRACT = Survivor("rules/run.py", "a + b", "a - b")


def mutant(operator: str, row: int, column: int, occurrence: int = 0) -> Mutant:
    """Return a mistake in a module."""
    return Mutant(f"{operator} {row} {occurrence}", "rules/run.py", f"core/{operator}", occurrence, row, column)


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (mutant("ReplaceBinaryOperator_Mul_Add", 5, 13), 1),
        (mutant("ReplaceBinaryOperator_Mul_Add", 2, 12), 0),
        (mutant("ReplaceBinaryOperator_BitOr_Add", 9, 19), 0),
        (mutant("ReplaceUnaryOperator_USub_Not", 5, 35), 1),
        (mutant("ReplaceComparisonOperator_Is_IsNot", 5, 22), 1),
        (mutant("ReplaceComparisonOperator_Is_Eq", 5, 22), 0),
        (mutant("AddNot", 5, 11), 1),
        (mutant("AddNot", 3, 4), 0),
        (mutant("RemoveDecorator", 8, 0), 1),
        (mutant("RemoveDecorator", 1, 0), 0),
    ],
    ids=str,
)
def test_what_no_test_can_notice_or_each_must_is_left_out(change: Mutant, places: int) -> None:
    """Mistakes that make no difference when the code runs, or none that compile, are not drawn."""
    assert drawn([change], TEXT) == (places, [change] * places)


def test_one_of_a_kind_is_drawn_at_a_place() -> None:
    """Replacements of one operator count once, those of another kind or at another place once more."""
    same = [mutant(f"ReplaceBinaryOperator_Mul_{name}", 5, 13, number) for number, name in enumerate(("Add", "Sub"))]
    others = [mutant("NumberReplacer", 5, 13), mutant("NumberReplacer", 5, 13, 1), mutant("NumberReplacer", 5, 15)]
    places, found = drawn([*same, *others], TEXT)
    assert places == len(found) == 3
    assert {one.kind for one in found} == {"ReplaceBinaryOperator", "NumberReplacer"}


def test_the_sample_is_the_same_in_any_order() -> None:
    """Of a module some are drawn, and of a large one more, by where they are."""
    many = [mutant("NumberReplacer", 5, column, column) for column in range(120)]
    places, found = drawn(many, TEXT)
    assert (places, len(found)) == (120, LEAST + 10)
    assert drawn(reversed(many), TEXT) == (places, found)
    assert found != many[: len(found)]


@pytest.mark.parametrize("module", modules())
def test_near_tests_are_asked_first(module: str) -> None:
    """For each module there are tests, those near it are asked alone first, and the others only once they pass."""
    near, every = commands(module, (ROOT / module).read_text(encoding="utf-8"))
    assert every.startswith(f"{near} && ")
    for command in (near, every):
        files = [word for word in command.split() if word.startswith("tests/")]
        assert files
        assert all((ROOT / file).exists() for file in files)


def test_rules_are_asked_by_their_codes() -> None:
    """The tables that name a rule of the module are near, and its examples, pages and changes are asked too."""
    near, every = commands("rules/run.py", '@rule("C8702", severity=ERROR)\n@rule(\n    "C8703",')
    assert "tests/rules/test_metrics_server.py" in near.split()
    assert "tests/rules/test_naming.py" not in near.split()
    assert "-k 'rule_pages or C8702 or C8703'" in every


def test_a_survivor_is_told_by_its_lines() -> None:
    """What a diff takes away and puts there tells one mistake from another, wherever it moves to."""
    diff = "--- mutation diff ---\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n def f():\n-    a + b\n+    a - b\n c"
    assert survivor("rules/run.py", diff) == SUBTRACT


def test_explanations_are_sentences() -> None:
    """Each mistake that makes no difference is one of a module that is asked about, with a reason."""
    for found, why in explanations().items():
        assert found.module in modules()
        assert found.was != found.now
        assert why.endswith("."), found


def test_what_was_said_is_counted(tmp_path: Path) -> None:
    """Mistakes that were skipped do not count, and one that runs on without end is noticed, and late."""
    rows = [
        ("SKIPPED", None, None, None),
        ("NORMAL", "KILLED", "1 failed", ""),
        ("NORMAL", "KILLED", "timeout", ""),
        ("NORMAL", "KILLED", "Timeout (0:00:30)!", ""),
        ("NORMAL", "INCOMPETENT", "", ""),
        ("NORMAL", "SURVIVED", "", "-a + b\n+a - b"),
    ]
    _database(tmp_path / "rules.run.sqlite", rows)
    assert Session("rules/run.py", tmp_path).tally() == Tally(1, 4, 2, (SUBTRACT,))


def _database(file: Path, rows: Iterable[tuple[object, ...]]) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        columns = "job_id, module_path, operator_name, occurrence, start_pos_row, start_pos_col"
        database.execute(f"CREATE TABLE mutation_specs ({columns})")
        database.execute("INSERT INTO mutation_specs VALUES (?, ?, ?, ?, ?, ?)", mutant("NumberReplacer", 1, 0))
        database.execute("CREATE TABLE work_results (worker_outcome, test_outcome, output, diff)")
        database.executemany("INSERT INTO work_results VALUES (?, ?, ?, ?)", rows)


def test_figures_are_sums() -> None:
    """Noticed and surviving ones are the sample, and of those that survive the explained ones are counted."""
    other = Survivor("rules/run.py", "a", "not a")
    found = figures(
        {"rules/run.py": Tally(20, 5, 1, (SUBTRACT, other)), "rules/state.py": Tally(9, 2, 0, ())}, {SUBTRACT: "Why."}
    )
    assert {key: value for key, value in found.items() if key not in ("seed", "modules")} == {
        "sample": 9, "of": 29, "noticed": 7, "survived": 2, "explained": 1, "timeouts": 1,
    }  # fmt: skip
    assert found["modules"] == {
        "rules/run.py": {"sample": 7, "noticed": 5, "explained": 1},
        "rules/state.py": {"sample": 2, "noticed": 2, "explained": 0},
    }
