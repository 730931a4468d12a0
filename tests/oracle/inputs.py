"""What the conforming connectors work with: configurations that are right, and ones that make a run fail."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.test_conforming_targets import Target, messages

Config = Mapping[str, Any]


@dataclass(frozen=True)
class Input:
    """A configuration, what arrives on standard input, and what each address of the network answers, if anything."""

    config: Config
    stdin: str = ""
    answer: str = ""


def _ledger(folder: Path) -> Iterator[Input]:
    path = folder / "books.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE entry (_key INTEGER PRIMARY KEY, _id TEXT, _id_ TEXT, amount REAL)")
        connection.executemany("INSERT INTO entry VALUES (?, ?, ?, ?)", [(1, "", "taken", 0.0), (2, None, None, 2.5)])
        connection.commit()
    right = {"database_path": str(path), "database_file": str(path), "table": "entry"}
    config = {**right, "replication_method": "INCREMENTAL", "replication_key": "_key"}
    yield Input(config)
    yield Input({**config, "table": "none"})


def _beacon(folder: Path) -> Iterator[Input]:
    (folder / "1.jsonl").write_text('{"uid": "a", "_key": 0, "_key_": "taken"}\n{"uid": "b", "_rev": null}\n')
    yield Input({"spool_folder": str(folder), "access_token": "t"})
    (folder / "2.jsonl").write_text("{")
    yield Input({"spool_folder": str(folder), "access_token": "t"})


def _parcels(folder: Path) -> Iterator[Input]:
    (folder / "1.json").write_text('{"scan_id": 1, "_key": false, "_id": 2.5, "_id_": {}}\n{"scan_id": 2}\n')
    config = {"directory": str(folder), "depot": 7, "primary_key": "scan_id"}
    yield Input(config)
    (folder / "2.json").write_text("no JSON")
    yield Input(config)


def _demo(folder: Path) -> Iterator[Input]:
    config = {"host": "demo.example", "password": "p"}
    stdin = messages({"_key": "a", "_type": 1}, ["_key"])
    yield Input(config, stdin, '[{"id": "a", "_key": 0}, {"id": "b", "_rev": null}]')
    yield Input(config, stdin)


def _notice(folder: Path) -> Iterator[Input]:
    yield Input(
        {"mailbox": str(folder / "mail"), "recipient": "ops@example.com", "subject": "Nightly"}, "all is well\n"
    )


def _target(name: str) -> Callable[[Path], Iterator[Input]]:
    def inputs(folder: Path) -> Iterator[Input]:
        stdin = messages({"_key": "a", "name": "Ann"}, ["_key"])
        for word in ("right", "broken"):
            (folder / word).mkdir()
            target = Target(name, folder / word)
            if word == "broken":
                target.break_sink()
            yield Input(target.config, stdin)
            if target.service is not None:
                target.service.server.shutdown()
                target.service.server.server_close()

    return inputs


_BY_NAME: dict[str, Callable[[Path], Iterator[Input]]] = {
    "macrometa-source-ledger": _ledger,
    "macrometa-source-demo": _ledger,
    "macrometa-source-beacon": _beacon,
    "macrometa-source-parcels": _parcels,
    "macrometa-integration-notice": _notice,
    "documented": _demo,
    **{
        name: _target(name) for name in ("macrometa-target-courier", "macrometa-target-crate", "macrometa-target-shelf")
    },
}


def inputs_of(connector: str, folder: Path) -> Iterator[Input]:
    """Yield what a connector works with, first what is right and then what makes it fail; its data lie in a folder.

    What an input needs is there until the next one is asked for. Nothing for a connector that is not known.
    """
    if connector in _BY_NAME:
        yield from _BY_NAME[connector](folder)
