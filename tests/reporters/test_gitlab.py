"""GitLab's report against a schema written from its documentation."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from macrometa_conformance.plain import replace
from macrometa_conformance.report import Report
from macrometa_conformance.reporters import RenderOptions, render
from tests.reporters.samples import CRASHED, NO_LICENSE, PROJECT, REPORT, SAMPLES

jsonschema = import_module("jsonschema")  # has no types
SCHEMA = json.loads((Path(__file__).parent / "schemas" / "gitlab-code-quality.schema.json").read_text(encoding="utf-8"))


def load(report: Report) -> Any:
    """Return a report as GitLab reads it."""
    return json.loads(render("gitlab", report, RenderOptions()))


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_reports_match_the_schema(name: str) -> None:
    """Every kind of report satisfies the schema, and no two findings share a fingerprint."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    issues = load(SAMPLES[name])
    jsonschema.Draft202012Validator(SCHEMA).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def test_a_finding() -> None:
    """A finding has what is said, its rule, the severity that GitLab knows, and its place."""
    issue = load(REPORT)[-1]
    del issue["fingerprint"]
    assert issue == {
        "description": "wrong-metrics-port: the metrics server listens on port 9000; write `start_http_server(8000)`",
        "check_name": "C8702",
        "severity": "major",
        "location": {"path": "macrometa_source_demo/main.py", "lines": {"begin": 7}},
    }


def test_severities() -> None:
    """Errors are major, warnings minor, notes info, and a rule that crashed blocks."""
    assert [issue["severity"] for issue in load(REPORT)] == ["major", "major", "minor", "minor", "info", "major"]
    assert load(CRASHED)[-1]["severity"] == "blocker"


def test_connectors_of_one_run_do_not_share_fingerprints(tmp_path: Path) -> None:
    """The same finding in two connectors has two fingerprints, and each the same whether the other is there or not."""
    (tmp_path / ".git").mkdir()
    projects = [replace(PROJECT, root=str(tmp_path / name), results=(NO_LICENSE,)) for name in ("one", "two")]
    both = load(replace(REPORT, projects=tuple(projects)))
    assert both[0]["fingerprint"] != both[1]["fingerprint"]
    assert both == [issue for project in projects for issue in load(replace(REPORT, projects=(project,)))]


def test_output_is_ascii_without_commands() -> None:
    """Hostile text leaves nothing that a build server's log would obey."""
    text = render("gitlab", SAMPLES["hostile"], RenderOptions())
    assert text.isascii()
    assert "##[" not in text
