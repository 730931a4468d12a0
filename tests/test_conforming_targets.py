"""The conforming targets really load, answer, and export to a small sink."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Optional

import pytest

from tests.connectors import ask, workflow

NAMES = ("macrometa-target-shelf", "macrometa-target-courier", "macrometa-target-crate")
SCHEMA = {"properties": {"_key": {"type": "string"}, "name": {"type": "string"}}}
STATE = {"bookmarks": {"people": {"offset": 3}}}


class Service:
    """A service that takes JSON and keeps it in memory."""

    def __init__(self) -> None:
        self.documents: list[Any] = []
        self.refuses = False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(200)
                self.end_headers()

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not service.refuses:
                    service.documents.append(body)
                self.send_response(500 if service.refuses else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Where the service listens."""
        return f"http://127.0.0.1:{self.server.server_port}"


class Target:
    """One of the conforming targets, with a sink of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.word = name.rsplit("-", 1)[1]
        self.folder = folder
        self.service: Optional[Service] = Service() if self.word == "courier" else None
        self.database = folder / "shelf.db"

    @property
    def config(self) -> dict[str, Any]:
        """A configuration that is right."""
        if self.service is not None:
            return {"endpoint": self.service.address, "access_token": "t", "parallel_requests": 1}
        return {"database_file": str(self.database)} if self.word == "shelf" else {"folder": str(self.folder)}

    def break_sink(self) -> None:
        """Make each export fail after it has begun."""
        if self.service is not None:
            self.service.refuses = True
        elif self.word == "shelf":
            self.database.write_text("this is no database" * 100)
        else:
            (self.folder / "people.jsonl").mkdir()

    @property
    def exported(self) -> list[dict[str, Any]]:
        """The documents in the sink; of a table without what is null."""
        if self.service is not None:
            return self.service.documents
        if self.word == "crate":
            return [json.loads(line) for line in (self.folder / "people.jsonl").read_text().splitlines()][1:]
        connection = sqlite3.connect(self.database)
        connection.row_factory = sqlite3.Row
        rows = [dict(row) for row in connection.execute("SELECT * FROM people")]
        connection.close()
        return [{key: value for key, value in row.items() if value is not None} for row in rows]


@pytest.fixture(params=NAMES)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    """Return each of the targets in turn."""
    made = Target(request.param, tmp_path)
    yield made
    if made.service is not None:
        made.service.server.shutdown()
        made.service.server.server_close()


def messages(record: dict[str, Any], key_properties: list[str]) -> str:
    """Return the messages of a source: a schema, a record that was read five seconds ago, and a state."""
    extracted = (datetime.now(timezone.utc) - timedelta(seconds=5)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    sent = [
        {"type": "SCHEMA", "stream": "people", "schema": SCHEMA, "key_properties": key_properties},
        {"type": "RECORD", "stream": "people", "record": record, "time_extracted": extracted},
        {"type": "STATE", "value": STATE},
    ]
    return "".join(f"{json.dumps(message)}\n" for message in sent)


def test_targets_answer(target: Target) -> None:
    """All eleven methods answer, and an empty configuration is refused."""
    answers = ask(target.name, target.config)
    assert (answers["package_name"], answers["type"], answers["capabilities"]) == (target.name, "target", ["state"])
    nothing: list[object] = []
    assert (answers["samples"], answers["schemas"], answers["validate"]) == (nothing, nothing, None)
    assert set(target.config) <= {item["name"] for item in answers["config"]}
    assert (answers["reserved_keys"][0] == "") == (target.word != "shelf")
    assert ask(target.name, {})["validate"].startswith("ValidationException: ")


RECORDS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "shelf": (
        {"_key": "a", "rowid": 0, "rowid_": "taken", "oid": "", "name": "Ann"},
        {"_key": "a", "rowid__": 0, "rowid_": "taken", "oid_": "", "name": "Ann"},
    ),
    "courier": (
        {"_key": "a", "_id": None, "_id_": False, "_id__": "", "name": "Ann"},
        {"_key": "a", "_id___": None, "_id_": False, "_id__": "", "name": "Ann"},
    ),
    "crate": (
        {"_key": "a", "_offset": 0, "_offset_": "", "_rev": None, "name": "Ann"},
        {"_key": "a", "_offset__": 0, "_offset_": "", "_rev_": None, "name": "Ann"},
    ),
}


def test_targets_export_records_and_pass_on_the_state(target: Target) -> None:
    """Reserved keys give way to free ones, with values that count as false; lag and state come out right."""
    record, expected = RECORDS[target.word]
    done = workflow(target.name, target.folder, target.config, stdin=messages(record, ["_key"]))
    assert (done.failed, done.ports) == ("", (8001,)), done.errors
    assert target.exported == [expected]
    assert done.messages == [STATE]
    assert 5 <= done.exposed["export_lag_sum" if target.word == "courier" else "export_lag"] < 600


def test_targets_rename_a_key_that_is_not_the_primary_key(target: Target) -> None:
    """`_key` is another property where the primary key of the stream has another name."""
    sent = messages({"_key": "a", "name": "Ann"}, ["name"])
    assert workflow(target.name, target.folder, target.config, stdin=sent).failed == ""
    key = "_key" if target.word == "crate" else "_key_"  # a crate does not reserve it
    assert target.exported == [{key: "a", "name": "Ann"}]


def test_targets_count_errors(target: Target) -> None:
    """An export that fails is counted in what the server exposes, and keeps the state back."""
    target.break_sink()
    done = workflow(target.name, target.folder, target.config, stdin=messages({"_key": "a"}, ["_key"]))
    assert (done.failed != "", done.output) == (True, "")
    assert done.exposed["export_errors_total"] >= 1
