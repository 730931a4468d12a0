"""SARIF as code scanning takes it."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from macrometa_conformance.config import Overrides
from macrometa_conformance.engine import lint
from macrometa_conformance.finding import Finding, Place, Region
from macrometa_conformance.plain import replace
from macrometa_conformance.registry import load_registry
from macrometa_conformance.report import Report
from macrometa_conformance.reporters import RenderOptions, render
from macrometa_conformance.reporters.hosted import host_fingerprint
from macrometa_conformance.reporters.line_hash import line_hashes
from macrometa_conformance.testing import PROJECTS
from tests.reporters.samples import (
    CRASHED,
    EXCERPTS,
    HOSTILE,
    MAIN,
    NO_LICENSE,
    PORT,
    PROJECT,
    REPORT,
    SAMPLES,
    SUPPRESSED,
    WRONG_PORT,
    result,
)
from tests.reporters.test_line_hash import reference

LIMIT = 1024


def run_of(report: Report, version: str = "1.2.3", *, suppressed: bool = False) -> Any:
    """Return the one run of a report's SARIF."""
    log = json.loads(render("sarif", report, RenderOptions(version=version, sarif_suppressed=suppressed)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def uris(run: Any) -> list[str]:
    """Return the URI of each result's location."""
    return [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]]


def test_what_is_suppressed_is_left_out() -> None:
    """Code scanning shows suppressed results as open alerts, so that they stand in the report on request alone."""
    assert run_of(SUPPRESSED)["results"] == []
    results = run_of(SUPPRESSED, suppressed=True)["results"]
    assert [(entry["ruleId"], entry["suppressions"]) for entry in results] == [
        ("C8101", [{"kind": "external", "status": "accepted", "location": at("pyproject.toml", 1, 1, 10)}]),
        ("C8108", [{"kind": "external", "status": "accepted"}]),
        (
            "C8702",
            [
                {
                    "kind": "inSource",
                    "status": "accepted",
                    "justification": "the platform maps it",
                    "location": at("macrometa_source_demo/main.py", 7, 30, 60),
                }
            ],
        ),
    ]


def at(path: str, line: int, column: int, end: int) -> Any:
    """Return the SARIF location of a region on one line."""
    region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": end}
    return {"physicalLocation": {"artifactLocation": {"uri": path, "uriBaseId": "%SRCROOT%"}, "region": region}}


@pytest.mark.parametrize("suppressed", [False, True])
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_what_code_scanning_requires(name: str, suppressed: bool) -> None:
    """Every result has one location with a whole region, a message and fingerprints; every rule its three texts."""
    run = run_of(SAMPLES[name], suppressed=suppressed)
    assert run["columnKind"] == "unicodeCodePoints"
    for rule in run["tool"]["driver"]["rules"]:
        assert 0 < len(rule["shortDescription"]["text"]) <= LIMIT
        assert 0 < len(rule["fullDescription"]["text"]) <= LIMIT
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert len(rule["properties"]["tags"]) <= 10
    for entry in run["results"]:
        assert entry["message"]["text"]
        assert entry["partialFingerprints"]["c8LintFingerprint/v1"]
        assert run["tool"]["driver"]["rules"][entry["ruleIndex"]]["id"] == entry["ruleId"]
        (location,) = entry["locations"]
        for part in (location, *entry.get("relatedLocations", [])):
            region = part["physicalLocation"]["region"]
            assert list(region) == ["startLine", "startColumn", "endLine", "endColumn"]
            assert min(region.values()) >= 1
            artifact = part["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] == "%SRCROOT%"
            assert artifact["uri"]
            assert not artifact["uri"].startswith(("/", "./", "file:"))


def test_a_finding_with_a_region() -> None:
    """A finding gives message and help, its region, the evidence as related locations, and the hash of its line."""
    entry = run_of(REPORT)["results"][-1]
    assert entry == {
        "ruleId": "C8702",
        "ruleIndex": 5,
        "level": "error",
        "message": {"text": "the metrics server listens on port 9000; write `start_http_server(8000)`"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": MAIN, "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 7, "startColumn": 23, "endLine": 7, "endColumn": 27},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": MAIN, "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 12},
                },
                "message": {"text": "`PORT` is 9000 here"},
            }
        ],
        "partialFingerprints": {
            "primaryLocationLineHash": line_hashes(EXCERPTS[MAIN])[6],
            "c8LintFingerprint/v1": host_fingerprint(MAIN, WRONG_PORT.fingerprint),
        },
    }


def test_an_absent_file_is_anchored_at_an_existing_one() -> None:
    """A finding about a missing file lies on line 1 of the anchor and names what is missing."""
    entry = run_of(REPORT)["results"][0]
    (location,) = entry["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "pyproject.toml"
    assert location["physicalLocation"]["region"] == {
        "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": len("[project]") + 1,
    }  # fmt: skip
    assert location["logicalLocations"] == [{"fullyQualifiedName": "LICENSE", "kind": "resource"}]
    assert entry["properties"] == {"missingPath": "LICENSE"}
    assert entry["partialFingerprints"]["primaryLocationLineHash"] == line_hashes(EXCERPTS["pyproject.toml"])[0]


def test_the_missing_path_stands_in_the_message() -> None:
    """Where the message does not name the missing file, it is added."""
    absent = result(PORT, Finding(Place("docs/x.md"), "the page is missing", absent=True))
    (entry,) = run_of(Report((replace(PROJECT, results=(absent,)),), (PORT,), ("C8702",)))["results"]
    assert entry["message"]["text"] == "the page is missing (missing: `docs/x.md`)"


def test_a_whole_file_is_its_first_line() -> None:
    """A finding on a file without a region lies on its line 1, even where the file's lines are not known."""
    entry = run_of(REPORT)["results"][1]
    assert entry["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "README.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
    }
    assert list(entry["partialFingerprints"]) == ["c8LintFingerprint/v1"]


def test_two_findings_on_one_line_are_kept() -> None:
    """Two findings of a rule on one line stay two results, told apart by their own fingerprint."""
    first, second = (entry for entry in run_of(REPORT)["results"] if entry["ruleId"] == "C8402")
    key = "primaryLocationLineHash"
    assert first["partialFingerprints"][key] == second["partialFingerprints"][key]
    assert first["partialFingerprints"] != second["partialFingerprints"]


def test_an_empty_folder_gives_a_notification() -> None:
    """Where no file exists that a result could point at, the finding is told as a notification, never without place."""
    run = run_of(CRASHED)
    assert [entry["ruleId"] for entry in run["results"]] == ["C8702"]
    (told,) = (n for n in run["invocations"][0]["toolExecutionNotifications"] if "LICENSE" in n["message"]["text"])
    assert told["level"] == "error"
    assert "no result" in told["message"]["text"]
    assert told["associatedRule"]["id"] == "C8101"


def test_a_crash_makes_the_run_unsuccessful() -> None:
    """A crashed rule is an error notification of a run that did not succeed; a run without one succeeded."""
    (invocation,) = run_of(CRASHED)["invocations"]
    assert invocation["executionSuccessful"] is False
    (crash,) = (n for n in invocation["toolExecutionNotifications"] if "crashed" in n["message"]["text"])
    assert crash["level"] == "error"
    assert crash["associatedRule"]["id"] == "ACME001"
    assert run_of(REPORT)["invocations"] == [{"executionSuccessful": True}]


def test_rules_are_those_that_ran() -> None:
    """The driver lists the selected rules and those with results, sorted by code, plug-ins named."""
    rules = run_of(replace(REPORT, selected=("ACME001", "C8101")))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["ACME001", "C8101", "C8108", "C8308", "C8402", "C8702"]
    assert rules[0]["properties"]["plugin"] == "acme-rules"
    assert rules[-1]["properties"] == {
        "precision": "high", "problem.severity": "error", "tags": ["c8-connector", "source", "target"],
    }  # fmt: skip


def test_version_is_semantic_or_plain() -> None:
    """A version that is no semantic version is not called one."""
    assert run_of(REPORT, "1.2.3")["tool"]["driver"]["semanticVersion"] == "1.2.3"
    driver = run_of(REPORT, "1.2.3.dev4")["tool"]["driver"]
    assert (driver.get("semanticVersion"), driver["version"]) == (None, "1.2.3.dev4")


def test_uris_are_encoded() -> None:
    """A path comes back from its URI, whatever characters it has, and no character of it is left bare."""
    uri = uris(run_of(HOSTILE))[0]
    assert unquote(uri, errors="surrogateescape") == HOSTILE.results[0].finding.place.path
    assert uri.isascii()
    assert not set(uri) & set(" #?:[]\\")


def test_messages_hold_no_links() -> None:
    """A text of the project that looks like a link is shown as text."""
    text = run_of(HOSTILE)["results"][0]["message"]["text"]
    assert "\\[y\\](http://z)" in text


def project_at(root: Path, path: str) -> Any:
    """Return a project report with findings in a folder that exists, under a path as given."""
    root.mkdir(parents=True, exist_ok=True)
    return replace(PROJECT, path=path, root=str(root), results=(NO_LICENSE, WRONG_PORT))


def test_paths_are_relative_to_the_git_root(tmp_path: Path) -> None:
    """In a repository URIs lead from its root, whatever path was given, be `.git` a folder or a file."""
    for name, make in (("clone", Path.mkdir), ("worktree", Path.touch)):
        root = tmp_path / name / "connectors" / "demo"
        project = project_at(root, str(root))
        make(tmp_path / name / ".git")
        expected = ["connectors/demo/pyproject.toml", f"connectors/demo/{MAIN}"]
        for path in (str(root), ".", "../demo"):
            assert uris(run_of(replace(REPORT, projects=(replace(project, path=path),)))) == expected


def test_paths_without_a_repository(tmp_path: Path) -> None:
    """Without a repository URIs lead from the connector's root, and for several from their common folder."""
    one, two = project_at(tmp_path / "x" / "one", "one"), project_at(tmp_path / "x" / "two", "two")
    assert uris(run_of(replace(REPORT, projects=(one,)))) == ["pyproject.toml", MAIN]
    assert uris(run_of(replace(REPORT, projects=(one, two)))) == [
        "one/pyproject.toml", f"one/{MAIN}", "two/pyproject.toml", f"two/{MAIN}",
    ]  # fmt: skip


def test_no_path_of_the_machine(tmp_path: Path) -> None:
    """Two copies of a project in different folders give the same bytes, none of them the folder's name."""
    texts = {
        render("sarif", replace(REPORT, projects=(project_at(tmp_path / name, "."),)), RenderOptions())
        for name in ("first", "second")
    }
    assert len(texts) == 1
    assert str(tmp_path) not in texts.pop()


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs links")
def test_links_are_resolved(tmp_path: Path) -> None:
    """A file behind a link inside the repository is named by its real path; one that leads outside keeps its name."""
    root = tmp_path / "repo"
    (root / "real").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / "real" / "a.py").touch()
    (tmp_path / "outside.py").touch()
    (root / "linked.py").symlink_to(root / "real" / "a.py")
    (root / "leaving.py").symlink_to(tmp_path / "outside.py")
    findings = tuple(
        result(PORT, Finding(Place(name, Region(1, 1, 1, 1)), "x")) for name in ("linked.py", "leaving.py")
    )
    project = replace(PROJECT, root=str(root), results=findings)
    assert uris(run_of(replace(REPORT, projects=(project,)))) == ["real/a.py", "leaving.py"]


def test_connectors_of_one_run_do_not_share_fingerprints(tmp_path: Path) -> None:
    """The same finding in two connectors has two fingerprints of its own."""
    projects = (project_at(tmp_path / "x" / "one", "one"), project_at(tmp_path / "x" / "two", "two"))
    results = run_of(replace(REPORT, projects=projects))["results"]
    assert len({entry["partialFingerprints"]["c8LintFingerprint/v1"] for entry in results}) == len(results) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf# TODO: x\r\nimport os\r\n",
        b"# -*- coding: latin-1 -*-\rNAME = 'caf\xe9'\r",
        b"NAME = '\xff\xe2\x82'\n\n\x0c\tx = (\n",
        "NAME = '\U0001f600'  # \u2028\n\nx = (\n".encode(),
        b"x = (",
    ],
)
def test_line_hashes_are_those_of_the_bytes(content: bytes, tmp_path: Path) -> None:
    """Whatever a file's encoding and line ends, a result has the hash that an upload computes from the file itself."""
    for path, text in PROJECTS["source"].items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for path in ("macrometa_source_demo/main.py", "GETTING_STARTED.md", "pyproject.toml", "README.md"):
        (tmp_path / path).write_bytes(content)
    report = lint([str(tmp_path)], Overrides(), load_registry(plugins=False))
    results = run_of(report)["results"]
    assert results
    for entry in results:
        physical = entry["locations"][0]["physicalLocation"]
        data = (tmp_path / unquote(physical["artifactLocation"]["uri"])).read_bytes()
        expected = reference(data.decode("utf-8", "replace"))[physical["region"]["startLine"] - 1]
        assert entry["partialFingerprints"]["primaryLocationLineHash"] == expected
