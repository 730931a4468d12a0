"""The example connectors: the conforming one really runs, and the linter says of both what their README tells."""

import json
import re
import sqlite3
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.installation import ROOT, run

EXAMPLES = ROOT / "examples"
SOURCE = EXAMPLES / "macrometa-source-demo"
TARGET = EXAMPLES / "macrometa-target-demo"

INTERFACE = """
import json
from c8connector import C8Connector
from macrometa_source_demo import DemoSource
from macrometa_source_demo.main import main

(found,) = type.__subclasses__(C8Connector)  # what the platform looks for
connector = found()
plain = {name: getattr(connector, name)() for name in ARGUMENTLESS}
plain["config"] = [vars(property) for property in plain["config"]]
schemas = [[schema.name, {a.name: a.type.name for a in schema.attributes}] for schema in connector.schemas(CONFIG)]
samples = [[sample.schema.name, sample.data] for sample in connector.samples(CONFIG)]
answers = {**plain, "validate": connector.validate(CONFIG), "schemas": schemas, "samples": samples}
print(json.dumps(answers, default=lambda value: value.name))
"""
INVALID = """
from c8connector import ValidationException
from macrometa_source_demo import DemoSource

for method in (DemoSource().validate, DemoSource().samples, DemoSource().schemas):
    try:
        method(CONFIG)
    except ValidationException as error:
        print(error)
"""
WORKFLOW = """
import sys
import prometheus_client

ports = []
prometheus_client.start_http_server = ports.append  # the port may be taken on the machine that runs the tests
from macrometa_source_demo.main import main

sys.argv = ["macrometa-source-demo", *ARGUMENTS]
try:
    main()
finally:
    count = prometheus_client.REGISTRY.get_sample_value("ingest_errors_total")
    print(f"ports {ports}, errors {count}", file=sys.stderr)
"""
ARGUMENTLESS = ("name", "package_name", "version", "type", "description", "reserved_keys", "config", "capabilities")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a database with a table whose columns have reserved names, values that count as false, and bytes."""
    path = tmp_path / "shop.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE item (_key INTEGER PRIMARY KEY, _id TEXT, __id TEXT, price REAL, seal BLOB)")
    rows = [(1, "", "taken", 0.0, b"\x01"), (2, None, None, 2.5, None), (3, "c", "d", 1.0, None)]
    connection.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()
    return path


def in_source(script: str, **values: object) -> "subprocess.CompletedProcess[str]":
    """Run a script that can import the conforming example, with some global values."""
    missing = [name for name in ("c8connector", "singer", "prometheus_client") if find_spec(name) is None]
    assert not missing, (
        f"{', '.join(missing)} cannot be imported: CONTRIBUTING.md says how to install tests/runtime.txt"
    )
    given = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    start = f"import sys\nsys.dont_write_bytecode = True\nsys.path.insert(0, {str(SOURCE)!r})\n"
    return run([sys.executable, "-c", start + given + script])


def test_conforming_example_answers_the_platform(database: Path) -> None:
    """All eleven methods answer with the real `c8connector`, and reserved names are changed until they are free."""
    config = {"database_file": str(database), "table": "item"}
    done = in_source(INTERFACE, ARGUMENTLESS=ARGUMENTLESS, CONFIG=config)
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert (answers["package_name"], answers["type"]) == ("macrometa-source-demo", "source")
    assert [item["name"] for item in answers["config"]] == ["database_file", "table", "replication_key"]
    assert (answers["validate"], answers["reserved_keys"], answers["capabilities"]) == (None, [], ["state"])
    types = {"_key": "LONG", "___id": "STRING", "__id": "STRING", "price": "DOUBLE", "seal": "STRING"}
    assert answers["schemas"] == [["item", types]]
    ((table, rows),) = answers["samples"]
    assert (table, len(rows)) == ("item", 3)
    assert rows[0] == {"_key": 1, "___id": "", "__id": "taken", "price": 0.0, "seal": "01"}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"table": "order"}, "There is no table order."),
        ({"table": ""}, "The property table is missing."),
        ({"replication_key": "changed"}, "The table item has no column changed."),
        ({"database_file": "/no/such/file"}, "cannot be opened"),
    ],
)
def test_conforming_example_refuses_a_wrong_configuration(database: Path, change: dict[str, str], told: str) -> None:
    """The three methods that get a configuration raise ValidationException, which the platform answers with 400."""
    done = in_source(INVALID, CONFIG={"database_file": str(database), "table": "item", **change})
    lines = done.stdout.splitlines()
    assert len(lines) == 3, done.stderr
    assert all(told in line for line in lines)


def workflow(folder: Path, config: dict[str, Any], state: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
    """Run the conforming example as a workflow does."""
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "state.json").write_text(json.dumps(state))
    arguments = ["--config", str(folder / "config.json"), "--state", str(folder / "state.json")]
    return in_source(WORKFLOW, ARGUMENTS=arguments)


def test_conforming_example_writes_singer_messages(database: Path, tmp_path: Path) -> None:
    """A run writes the schema, each record with the time it was read at, and the state; it serves metrics at 8000."""
    config = {"database_file": str(database), "table": "item", "replication_key": "_key"}
    done = workflow(tmp_path, config, {})
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    assert [message["type"] for message in messages] == ["SCHEMA", "RECORD", "RECORD", "RECORD", "STATE"], done.stderr
    assert messages[0]["key_properties"] == ["_key"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT.*Z", message["time_extracted"]) for message in messages[1:4])
    assert messages[-1]["value"] == {"bookmarks": {"item": {"_key": 3}}}
    assert "ports [8000], errors 0.0" in done.stderr


def test_conforming_example_goes_on_from_its_state(database: Path, tmp_path: Path) -> None:
    """With the state of an earlier run only the rows from there on are read."""
    config = {"database_file": str(database), "table": "item", "replication_key": "_key"}
    done = workflow(tmp_path, config, {"bookmarks": {"item": {"_key": 3}}})
    records = [json.loads(line) for line in done.stdout.splitlines() if '"RECORD"' in line]
    assert [message["record"]["_key"] for message in records] == [3]


def test_conforming_example_counts_errors(database: Path, tmp_path: Path) -> None:
    """A run that fails counts the error and says so by its exit code."""
    done = workflow(tmp_path, {"database_file": str(database), "table": "order"}, {})
    assert done.returncode == 1
    assert "ports [8000], errors 1.0" in done.stderr


def lint(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the tool of this checkout."""
    return run([sys.executable, "-m", "macrometa_conformance", *arguments], cwd=ROOT)


def test_conforming_example_has_no_finding() -> None:
    """Every rule, the opt-in ones too, finds nothing in the conforming example, and none is undecided about it."""
    codes = ",".join(rule["code"] for rule in json.loads(lint("rules", "-f", "json").stdout)["rules"])
    done = lint("--isolated", "--select", codes, "--report", "-f", "json", str(SOURCE))
    report = json.loads(done.stdout)
    assert report["summary"]["rules"] == len(codes.split(","))
    assert (done.returncode, report["findings"]) == (0, [])
    (project,) = report["projects"]
    assert [outcome for outcome in project["outcomes"] if outcome["status"] not in ("passed", "not_applicable")] == []


def test_broken_example_has_the_findings_that_its_readme_tells() -> None:
    """The table in the README names each finding in the broken example, its file, and nothing else."""
    told = re.findall(
        r"^\| (C\d{4}) \| `([^`]+)` \|", (EXAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    done = lint("--isolated", "-f", "json", str(TARGET))
    found = [(finding["code"], finding["path"]) for finding in json.loads(done.stdout)["findings"]]
    assert done.returncode == 1
    assert sorted(found) == told
