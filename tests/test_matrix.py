"""The matrix of rules and connectors, and how formats show it."""

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from macrometa_conformance.matrix import matrix_of
from macrometa_conformance.plain import replace
from macrometa_conformance.report import Outcome, Report, Status
from macrometa_conformance.reporters import RenderOptions, render
from tests.reporters.samples import CLEAN, CRASHED, LEFTOVER, LICENSE, PORT, PROJECT, REPORT, SAMPLES

jsonschema = import_module("jsonschema")  # has no types
SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "report.schema.json").read_text(encoding="utf-8"))
MATRIX = RenderOptions(matrix=True, version="1")
FLEET = Report((*REPORT.projects, *CLEAN.projects, *CRASHED.projects), REPORT.rules, REPORT.selected)


def test_each_rule_has_a_cell_for_each_connector() -> None:
    """A cell is the number of findings, else how the rule ended, and nothing where it did not run."""
    rows = {row.code: row.cells for row in matrix_of(FLEET)}
    assert list(rows) == sorted(rows)
    assert rows[PORT.code] == (1, Status.UNDECIDED, 1, None)
    assert rows[LICENSE.code] == (1, Status.PASSED, None, 1)
    assert rows[LEFTOVER.code] == (2, Status.NOT_APPLICABLE, None, None)
    assert rows["ACME001"] == (None, None, Status.CRASHED, None)


def test_findings_that_are_left_out_are_no_passing() -> None:
    """A rule that failed, and whose findings are kept out of the report, has failed."""
    project = replace(PROJECT, results=(), outcomes=(Outcome(LICENSE, Status.FAILED),))
    (row,) = matrix_of(Report((project,), (LICENSE,), (LICENSE.code,)))
    assert (row.cells, row.is_telling) == ((Status.FAILED,), True)


def test_text_shows_what_tells_something() -> None:
    """A column a connector, numbered; rules that passed wherever they apply are left out."""
    project = replace(PROJECT, results=(), outcomes=(Outcome(LICENSE, Status.PASSED),))
    passed = Report((project,), (LICENSE,), (LICENSE.code,))
    assert LICENSE.code not in render("concise", passed, MATRIX)
    shown = render("concise", FLEET, MATRIX)
    assert "C8101   1 .   1\n" in shown
    assert "C8702   1 ? 1\n" in shown
    assert "ACME001     !\n" in shown


@pytest.mark.parametrize("form", ["text", "concise", "github"])
def test_many_connectors_are_shown_in_blocks(form: str) -> None:
    """No line of the matrix is wider than the terminal, and each connector has its column once."""
    fleet = Report(REPORT.projects * 70, REPORT.rules, REPORT.selected)
    shown = render(form, fleet, replace(MATRIX, width=60))
    heads = re.findall(r"^ {5,}((?: +\d+)+)$", shown, re.MULTILINE)
    assert [int(number) for head in heads for number in head.split()] == list(range(1, 71))
    rows = re.findall(r"^C8\d\d\d (?: +\d+)+$", shown, re.MULTILINE)
    assert rows
    assert max(map(len, rows)) <= 60


def test_markdown_has_a_table() -> None:
    """All rules that ran are rows, connectors are columns with their names."""
    shown = render("markdown", FLEET, MATRIX)
    assert "## Rules and connectors\n\n| Rule | macrometa-source-demo | macrometa-source-demo |" in shown
    assert "| C8702 wrong-metrics-port | **1** | undecided | **1** |  |\n" in shown


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_json_matches_the_schema(name: str) -> None:
    """The matrix is there when it is asked for, its rows are as the contract says, and have a cell for each project."""
    value = json.loads(render("json", SAMPLES[name], MATRIX))
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert all(set(row) == {"code", "name", "cells"} for row in value["matrix"])
    assert all(len(row["cells"]) == len(value["projects"]) for row in value["matrix"])
    assert "matrix" not in json.loads(render("json", SAMPLES[name], RenderOptions()))
