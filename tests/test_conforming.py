"""The conforming connectors really load, answer and run, and no rule finds anything in them."""

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from macrometa_conformance.report import Status
from tests.connectors import NAMES, ask, report_on, workflow

UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT.*Z")
UNDECIDED = {
    ("macrometa-integration-notice", "C8208"): "the build works the version out",
    ("macrometa-source-parcels", "C8714"): "threads hand the time on through a queue",
    ("macrometa-target-courier", "C8208"): "the build works the version out",
}


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_finds_anything(name: str) -> None:
    """Every rule, the opt-in ones too, passes or does not apply, but for the undecided ones that are listed."""
    report = report_on(name)
    assert [(result.rule.code, result.finding.place, result.finding.message) for result in report.results] == []
    wanted = (Status.PASSED, Status.NOT_APPLICABLE)
    left = {(name, o.rule.code): o.reasons for o in report.outcomes if o.status not in wanted}
    assert left.keys() == {key for key in UNDECIDED if key[0] == name}, left


def lines(*values: Any) -> str:
    """Return JSON lines."""
    return "".join(f"{json.dumps(value)}\n" for value in values)


# The books of Ledger: an SQLite database


@pytest.fixture
def book(tmp_path: Path) -> dict[str, Any]:
    """Return the configuration for a book with a table whose columns have reserved names."""
    path = tmp_path / "books.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE entry (_key INTEGER PRIMARY KEY, _id TEXT, _id_ TEXT, amount REAL)")
    connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", [(1, "", "taken", 0.0), (2, None, None, 2.5)])
    connection.commit()
    connection.close()
    return {
        "database_path": str(path),
        "table": "entry",
        "replication_method": "INCREMENTAL",
        "replication_key": "_key",
    }


LEDGER = "macrometa-source-ledger"


def test_ledger_answers(book: dict[str, Any]) -> None:
    """The methods answer, and `_id` is renamed until its name is free, while the primary key `_key` stays."""
    answers = ask(LEDGER, book)
    assert (answers["package_name"], answers["type"], answers["reserved_keys"]) == (LEDGER, "source", [])
    assert (answers["validate"], len(answers["config"])) == (None, 5)
    (sample,) = answers["samples"]
    assert sample["data"][0] == {"_key": 1, "_id__": "", "_id_": "taken", "amount": 0.0}
    names = {attribute["name"]: attribute["type"] for attribute in answers["schemas"][0]["attributes"]}
    assert names == {"_key": "LONG", "_id__": "STRING", "_id_": "STRING", "amount": "DOUBLE"}
    assert ask(LEDGER, {**book, "table": "none"})["validate"] == "ValidationException: there is no table none"


def test_ledger_runs(book: dict[str, Any], tmp_path: Path) -> None:
    """A run writes schema, timed records and state, goes on from a state, and serves metrics at 8000."""
    done = workflow(LEDGER, tmp_path, book)
    assert (done.failed, done.types) == ("", ["SCHEMA", "RECORD", "RECORD", "STATE"]), done.errors
    assert all(UTC_TIME.fullmatch(message["time_extracted"]) for message in done.messages[1:3])
    assert done.messages[-1]["value"] == {"bookmarks": {"entry": {"_key": 2}}}
    assert done.ports == (8000,)
    (tmp_path / "state.json").write_text(json.dumps({"bookmarks": {"entry": {"_key": 1}}}))
    again = workflow(LEDGER, tmp_path, book, ["--state", str(tmp_path / "state.json")])
    assert [record["_key"] for record in again.records] == [2]


def test_ledger_discovers(book: dict[str, Any], tmp_path: Path) -> None:
    """Discovery writes a catalog, by which a run goes."""
    found = json.loads(workflow(LEDGER, tmp_path, book, ["--discover"]).output)
    found["streams"][0]["schema"]["properties"].pop("amount")
    (tmp_path / "catalog.json").write_text(json.dumps(found))
    done = workflow(LEDGER, tmp_path, book, ["--catalog", str(tmp_path / "catalog.json")])
    assert list(done.messages[0]["schema"]["properties"]) == ["_key", "_id", "_id_"], done.errors


def test_ledger_counts_errors(book: dict[str, Any], tmp_path: Path) -> None:
    """A run that fails is counted in what the server exposes."""
    done = workflow(LEDGER, tmp_path, {**book, "table": "none"})
    assert (done.failed, done.exposed["ingest_errors_total"]) == ("1", 1.0)


# The reports of Beacon: a folder of JSON lines, read by coroutines


@pytest.fixture
def spool(tmp_path: Path) -> dict[str, Any]:
    """Return the configuration for a folder of reports with reserved names."""
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / "1.jsonl").write_text(lines({"uid": "a", "_key": 0, "_key_": "taken"}, {"uid": "b", "_rev": None}))
    (folder / "2.jsonl").write_text(lines({"uid": "c", "_id": [1]}))
    return {"spool_folder": str(folder), "access_token": "t"}


BEACON = "macrometa-source-beacon"


def test_beacon_answers(spool: dict[str, Any]) -> None:
    """The methods, which mixins bring, answer, and reserved names are changed until they are free."""
    answers = ask(BEACON, spool)
    assert (answers["package_name"], answers["type"], answers["reserved_keys"]) == (BEACON, "source", [])
    assert [item["name"] for item in answers["config"]] == ["spool_folder", "access_token", "batch_size"]
    assert answers["validate"] is None
    (sample,) = answers["samples"]
    assert sample["data"] == [
        {"uid": "a", "_key__": 0, "_key_": "taken"},
        {"uid": "b", "_rev_": None},
        {"uid": "c", "_id_": [1]},
    ]
    names = [attribute["name"] for attribute in answers["schemas"][0]["attributes"]]
    assert sorted(names) == ["_id_", "_key_", "_key__", "_rev_", "uid"]
    assert "missing: access_token" in ask(BEACON, {**spool, "access_token": ""})["validate"]
    assert "is no folder" in ask(BEACON, {**spool, "spool_folder": "/no/such"})["validate"]


def test_beacon_runs(spool: dict[str, Any], tmp_path: Path) -> None:
    """A run writes each day's records and then its state, goes on from a state, and serves metrics at 8000."""
    done = workflow(BEACON, tmp_path, spool)
    assert (done.failed, done.ports) == ("", (8000,)), done.errors
    assert done.types == ["SCHEMA", "RECORD", "RECORD", "STATE", "RECORD", "STATE"]
    assert all(UTC_TIME.fullmatch(m["time_extracted"]) for m in done.messages if m["type"] == "RECORD")
    (tmp_path / "state.json").write_text(json.dumps({"bookmarks": {"reports": {"file": "1.jsonl"}}}))
    again = workflow(BEACON, tmp_path, spool, ["--state", str(tmp_path / "state.json")])
    assert [record["uid"] for record in again.records] == ["c"]


def test_beacon_counts_errors(spool: dict[str, Any], tmp_path: Path) -> None:
    """A line that is no JSON ends the run, and is counted."""
    (Path(spool["spool_folder"]) / "2.jsonl").write_text("{")
    done = workflow(BEACON, tmp_path, spool)
    assert "GatewayError: 2.jsonl, line 1" in done.failed
    assert done.exposed["ingest_errors_total"] == 1.0


# The scans of Parcels: files that threads read


@pytest.fixture
def depot(tmp_path: Path) -> dict[str, Any]:
    """Return the configuration for a folder of scans with reserved names."""
    folder = tmp_path / "scans"
    folder.mkdir()
    (folder / "1.json").write_text(lines({"scan_id": 1, "_key": False, "_id": 2.5, "_id_": {}}))
    (folder / "2.json").write_text(lines({"scan_id": 2, "_rev": ""}, {"scan_id": 3}))
    return {"directory": str(folder), "depot": 7, "primary_key": "scan_id"}


PARCELS = "macrometa-source-parcels"


def test_parcels_answers(depot: dict[str, Any]) -> None:
    """The methods answer, and reserved names are changed until they are free, but for `_key` as the primary key."""
    answers = ask(PARCELS, depot)
    assert (answers["package_name"], answers["type"], answers["reserved_keys"]) == (PARCELS, "source", [])
    assert [item["name"] for item in answers["config"]] == ["directory", "depot", "primary_key", "api_key", "workers"]
    assert answers["validate"] is None
    (sample,) = answers["samples"]
    assert sample["data"][0] == {"scan_id": 1, "_key_": False, "_id__": 2.5, "_id_": {}}
    assert [row["scan_id"] for row in sample["data"]] == [1, 2, 3]
    names = {attribute["name"]: attribute["type"] for attribute in answers["schemas"][0]["attributes"]}
    kinds = {"scan_id": "LONG", "_key_": "BOOLEAN", "_id__": "DOUBLE", "_id_": "OBJECT", "_rev_": "STRING"}
    assert names == kinds
    kept = ask(PARCELS, {**depot, "primary_key": "_key"})
    assert "_key" in kept["samples"][0]["data"][0]
    assert "_key" in [attribute["name"] for attribute in kept["schemas"][0]["attributes"]]
    assert "Missing: Depot" in ask(PARCELS, {k: v for k, v in depot.items() if k != "depot"})["validate"]


def test_parcels_runs(depot: dict[str, Any], tmp_path: Path) -> None:
    """A run writes the records of each file and then its state, goes on from a state, serves metrics at 8000."""
    done = workflow(PARCELS, tmp_path, depot, entry=":main")
    assert (done.failed, done.ports) == ("", (8000,)), done.errors
    assert done.types == ["SCHEMA", "RECORD", "STATE", "RECORD", "RECORD", "STATE"]
    assert all(UTC_TIME.fullmatch(m["time_extracted"]) for m in done.messages if m["type"] == "RECORD")
    (tmp_path / "state.json").write_text(json.dumps(done.messages[2]["value"]))
    again = workflow(PARCELS, tmp_path, depot, ["--state", str(tmp_path / "state.json")], entry=":main")
    assert [record["scan_id"] for record in again.records] == [2, 3]


def test_parcels_counts_errors(depot: dict[str, Any], tmp_path: Path) -> None:
    """A file that cannot be read ends the run, and is counted."""
    (Path(depot["directory"]) / "2.json").write_text("no JSON")
    done = workflow(PARCELS, tmp_path, depot, entry=":main")
    assert "JSONDecodeError" in done.failed
    assert done.exposed["ingest_errors_total"] == 1.0
    assert done.types == ["SCHEMA", "RECORD", "STATE"]


# Notice: an integration


NOTICE = "macrometa-integration-notice"


def test_notice_answers(tmp_path: Path) -> None:
    """The methods, some of them class methods and one a lambda, answer; a wrong configuration is refused."""
    config = {"mailbox": str(tmp_path / "mail"), "recipient": "ops@example.com"}
    answers = ask(NOTICE, config)
    assert (answers["package_name"], answers["type"], answers["version"]) == (NOTICE, "integration", "0.9.0")
    assert [item["name"] for item in answers["config"]] == ["mailbox", "recipient", "subject"]
    nothing: list[object] = []
    assert (answers["validate"], answers["samples"], answers["schemas"]) == (None, nothing, nothing)
    assert "is no address" in ask(NOTICE, {**config, "recipient": "ops"})["validate"]


def test_notice_runs(tmp_path: Path) -> None:
    """A run leaves a mail."""
    config = {"mailbox": str(tmp_path / "mail"), "recipient": "ops@example.com", "subject": "Nightly"}
    done = workflow(NOTICE, tmp_path, config, entry="main:run", stdin="all is well\n")
    assert done.failed == "", done.errors
    (mail,) = (tmp_path / "mail" / "new").iterdir()
    assert "Subject: Nightly: all is well" in mail.read_text()
