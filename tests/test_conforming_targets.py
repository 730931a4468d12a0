"""The conforming targets really run: they load, answer the platform, and export to a small sink."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Optional

import pytest

from tests.installation import ROOT

CONFORMING = ROOT / "tests" / "conforming"
NAMES = ("shelf", "courier", "crate")
START = """
import importlib, sys
from datetime import datetime, timedelta, timezone

sys.dont_write_bytecode = True
sys.path.insert(0, PROJECT)
"""
INTERFACE = """
import json
from c8connector import C8Connector, ValidationException

module = importlib.import_module(MODULE)
(found,) = type.__subclasses__(C8Connector)  # what the platform looks for
while type.__subclasses__(found):
    (found,) = type.__subclasses__(found)
connector = found()
names = ("name", "package_name", "version", "type", "description", "reserved_keys", "config", "capabilities")
answers = {name: getattr(connector, name)() for name in names}
answers["config"] = [vars(property) for property in answers["config"]]
answers["samples"], answers["schemas"] = connector.samples(CONFIG), connector.schemas(CONFIG)
answers["validate"] = connector.validate(CONFIG)
answers["refused"] = []
for wrong in WRONG:
    try:
        connector.validate(wrong)
    except ValidationException as error:
        answers["refused"].append(str(error))
print(json.dumps(answers, default=lambda value: value.name))
"""
RUN = """
import prometheus_client

served = []


def start_http_server(port, addr="", registry=prometheus_client.REGISTRY):  # the port may be taken
    served.append((port, registry))


prometheus_client.start_http_server = start_http_server
main = importlib.import_module(MODULE + ".main").main
sys.argv = ["target", "--config", CONFIG]
try:
    main()
finally:
    ((port, registry),) = served
    print("PORT", port, file=sys.stderr)
    print(prometheus_client.generate_latest(registry).decode(), file=sys.stderr)
"""
SCHEMA = {"properties": {"_key": {"type": "string"}, "name": {"type": "string"}}}
STATE = {"bookmarks": {"people": {"offset": 3}}}


class Sink:
    """A service that takes JSON and keeps it in memory."""

    def __init__(self) -> None:
        self.documents: list[Any] = []
        self.refuses = False
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(200)
                self.end_headers()

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if not sink.refuses:
                    sink.documents.append(body)
                self.send_response(500 if sink.refuses else 200)
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
        self.folder = folder
        self.sink: Optional[Sink] = Sink() if name == "courier" else None
        self.database = folder / "shelf.db"

    @property
    def config(self) -> dict[str, Any]:
        """A configuration that is right."""
        if self.sink is not None:
            return {"endpoint": self.sink.address, "access_token": "t", "parallel_requests": 1}
        return {"database_file": str(self.database)} if self.name == "shelf" else {"folder": str(self.folder)}

    @property
    def broken(self) -> dict[str, Any]:
        """A configuration with which an export fails after it has begun."""
        if self.sink is not None:
            self.sink.refuses = True
        elif self.name == "shelf":
            self.database.write_text("this is no database" * 100)
        else:
            (self.folder / "people.jsonl").mkdir()
        return self.config

    def python(self, script: str, stdin: str = "", **values: object) -> "subprocess.CompletedProcess[str]":
        """Run a script that can import the target."""
        project = CONFORMING / f"macrometa-target-{self.name}"
        values = {"PROJECT": str(project), "MODULE": f"macrometa_target_{self.name}", **values}
        given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        command = [sys.executable, "-c", given + START + script]
        return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60)

    def export(self, config: dict[str, Any], messages: list[dict[str, Any]]) -> "subprocess.CompletedProcess[str]":
        """Run the target as a workflow does."""
        path = self.folder / "config.json"
        path.write_text(json.dumps(config))
        return self.python(RUN, "".join(json.dumps(message) + "\n" for message in messages), CONFIG=str(path))

    @property
    def exported(self) -> list[dict[str, Any]]:
        """The documents in the sink, without what a document does not have."""
        if self.sink is not None:
            return self.sink.documents
        if self.name == "crate":
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
    if made.sink is not None:
        made.sink.server.shutdown()
        made.sink.server.server_close()


def messages(records: list[dict[str, Any]], key_properties: list[str], age: float = 5) -> list[dict[str, Any]]:
    """Return the messages of a source: a schema, the records, and a state."""
    extracted = (datetime.now(timezone.utc) - timedelta(seconds=age)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return [
        {"type": "SCHEMA", "stream": "people", "schema": SCHEMA, "key_properties": key_properties},
        *({"type": "RECORD", "stream": "people", "record": r, "time_extracted": extracted} for r in records),
        {"type": "STATE", "value": STATE},
    ]


def metric(done: "subprocess.CompletedProcess[str]", name: str) -> float:
    """Return the value of the one sample of a metric that was exposed."""
    (line,) = [line for line in done.stderr.splitlines() if line.startswith((f"{name} ", f"{name}{{"))]
    return float(line.split()[-1])


def test_targets_answer_the_platform(target: Target) -> None:
    """All eleven methods answer with the real `c8connector`, and wrong configurations are refused."""
    done = target.python(INTERFACE, CONFIG=target.config, WRONG=[{}, dict.fromkeys(target.config, "")])
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert (answers["package_name"], answers["type"]) == (f"macrometa-target-{target.name}", "target")
    assert (answers["samples"], answers["schemas"], answers["validate"]) == ([], [], None)
    assert answers["capabilities"] == ["state"]
    assert set(target.config) <= {item["name"] for item in answers["config"]}
    assert (answers["reserved_keys"][0] == "") == (target.name != "shelf")
    assert len(answers["refused"]) == 2


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
    record, expected = RECORDS[target.name]
    done = target.export(target.config, messages([record], ["_key"]))
    assert done.returncode == 0, done.stderr
    assert target.exported == [expected]
    assert [json.loads(line) for line in done.stdout.splitlines()] == [STATE]
    assert "PORT 8001" in done.stderr
    lag = metric(done, "export_lag_sum" if target.name == "courier" else "export_lag")
    assert 5 <= lag < 120


def test_targets_rename_a_key_that_is_not_the_primary_key(target: Target) -> None:
    """`_key` is another property where the primary key of the stream has another name."""
    done = target.export(target.config, messages([{"_key": "a", "name": "Ann"}], ["name"]))
    assert done.returncode == 0, done.stderr
    key = "_key" if target.name == "crate" else "_key_"  # a crate does not reserve it
    assert target.exported == [{key: "a", "name": "Ann"}]


def test_targets_count_errors(target: Target) -> None:
    """An export that fails counts it, says so by its exit code, and keeps the state back."""
    done = target.export(target.broken, messages([{"_key": "a"}], ["_key"]))
    assert done.returncode == 1
    assert done.stdout == ""
    assert metric(done, "export_errors_total") >= 1
