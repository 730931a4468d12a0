"""The JSON report against its contract."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from macrometa_conformance.reporters import RenderOptions, render
from tests.reporters.samples import CLEAN, HOSTILE, REPORT, SAMPLES

jsonschema = import_module("jsonschema")  # has no types
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text(encoding="utf-8"))
OPTIONS = RenderOptions(version="1.2.3", show_report=True)


def load(name: str) -> Any:
    """Return a sample's report, parsed."""
    return json.loads(render("json", SAMPLES[name], OPTIONS))


def test_schema_is_a_schema() -> None:
    """The published schema is itself valid under its draft."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_reports_match_the_schema(name: str) -> None:
    """Every kind of report satisfies the published schema."""
    jsonschema.Draft202012Validator(SCHEMA).validate(load(name))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_every_key_is_described(name: str) -> None:
    """No report has a key that the schema does not describe, so that the contract is whole."""
    closed = json.loads(json.dumps(SCHEMA))
    closed["unevaluatedProperties"] = False
    parts = [closed["$defs"][part] for part in ("project", "suppressed", "outcome", "summary")]
    for part in (*parts, closed["properties"]["findings"]["items"]):  # a suppressed finding has more keys than others
        part["unevaluatedProperties"] = False
    jsonschema.Draft202012Validator(closed).validate(load(name))


def test_a_finding_has_the_keys_of_the_contract() -> None:
    """A finding with a region carries place, texts, related places and fingerprint under the agreed keys, in order."""
    finding = load("report")["findings"][-1]
    assert finding == {
        "code": "C8702",
        "name": "wrong-metrics-port",
        "severity": "error",
        "path": "macrometa_source_demo/main.py",
        "line": 7,
        "column": 23,
        "end_line": 7,
        "end_column": 27,
        "absent": False,
        "message": "the metrics server listens on port 9000",
        "help": "write `start_http_server(8000)`",
        "related": [
            {
                "path": "macrometa_source_demo/main.py",
                "line": 3,
                "column": 8,
                "end_line": 3,
                "end_column": 12,
                "message": "`PORT` is 9000 here",
            }
        ],
        "fix": None,
        "fingerprint": REPORT.results[-1].fingerprint,
        "project": ".",
        "url": None,
    }


def test_an_absent_file_is_its_path_without_a_line() -> None:
    """For a missing file the path is the missing one and the positions are null."""
    finding = load("report")["findings"][0]
    assert (finding["path"], finding["absent"], finding["line"], finding["end_column"]) == ("LICENSE", True, None, None)


def test_what_is_accepted_tells_by_what_and_why() -> None:
    """A suppressed finding has the keys of a finding, and who accepts it; it is counted, but among no severity."""
    read = load("suppressed")
    assert read["findings"] == []
    assert [entry["suppression"] for entry in read["suppressed"]] == [
        {
            "by": "settings", "reason": "", "path": "pyproject.toml", "line": 1, "column": 1, "end_line": 1,
            "end_column": 10,
        },
        {
            "by": "baseline", "reason": "", "path": None, "line": None, "column": None, "end_line": None,
            "end_column": None,
        },
        {
            "by": "comment", "reason": "the platform maps it", "path": "macrometa_source_demo/main.py", "line": 7,
            "column": 30, "end_line": 7, "end_column": 60,
        },
    ]  # fmt: skip
    (plain, *_) = load("report")["findings"]
    assert {key: value for key, value in read["suppressed"][0].items() if key != "suppression"} == plain
    assert (read["summary"]["suppressed"], read["summary"]["errors"]) == (3, 0)


def test_summary_counts() -> None:
    """The summary counts findings by severity and by code."""
    summary = load("report")["summary"]
    assert (summary["errors"], summary["warnings"], summary["notes"]) == (3, 2, 1)
    assert summary["codes"] == {"C8101": 1, "C8108": 1, "C8308": 1, "C8402": 2, "C8702": 1}


def test_a_crash_is_named() -> None:
    """A rule that crashed stands in the summary with its project and its reason."""
    assert load("crashed")["summary"]["crashed"] == [
        {
            "project": "connectors/demo",
            "code": "ACME001",
            "name": "acme-rule",
            "message": "ZeroDivisionError: division by zero",
        }
    ]


def test_outcomes_only_with_report() -> None:
    """How each rule ended is written only when it is asked for."""
    plain = json.loads(render("json", CLEAN, RenderOptions()))
    assert "outcomes" not in plain["projects"][0]
    assert load("clean")["projects"][0]["outcomes"][2]["status"] == "not_applicable"


def test_output_is_ascii_and_encodable() -> None:
    """Hostile texts leave no byte but printable ASCII and line ends, and no lone surrogate for a reader to choke on."""
    text = render("json", HOSTILE, OPTIONS)
    assert all(" " <= character <= "~" or character == "\n" for character in text)
    json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")
