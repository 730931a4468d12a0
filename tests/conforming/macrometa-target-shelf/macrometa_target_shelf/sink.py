"""How documents get into the database."""

import json
import sqlite3
from typing import Any

RESERVED_KEYS = ["_key", "rowid", "oid"]


class TableSink:
    """Gathers the documents of one stream and writes them into one table."""

    def __init__(self, connection: sqlite3.Connection, stream: str, key_properties: list[str]) -> None:
        self.connection = connection
        self.stream = stream
        self.key_properties = key_properties
        self.rows: list[dict[str, Any]] = []

    def add(self, record: dict[str, Any]) -> None:
        """Take a document for the next batch."""
        self.rows.append(self.rename_reserved_keys(record))

    def rename_reserved_keys(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return the document with `_` after each reserved key, as often as it takes for the key to be free."""
        renamed = dict(record)
        for key in RESERVED_KEYS:
            if key == "_key" and key in self.key_properties:
                continue
            if key in record:
                new_key = f"{key}_"
                while new_key in renamed:
                    new_key = f"{new_key}_"
                renamed[new_key] = renamed.pop(key)
        return renamed

    def write(self) -> int:
        """Write what was gathered in one transaction, and return how many documents those were."""
        rows, self.rows = self.rows, []
        with self.connection:
            for row in rows:
                self._make_columns(row)
                columns = ", ".join(quoted(name) for name in row)
                places = ", ".join("?" for _ in row)
                self.connection.execute(
                    f"INSERT OR REPLACE INTO {quoted(self.stream)} ({columns}) VALUES ({places})",
                    [plain(value) for value in row.values()],
                )
        return len(rows)

    def _make_columns(self, row: dict[str, Any]) -> None:
        table = quoted(self.stream)
        self.connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (_key TEXT PRIMARY KEY)")
        known = {column[1] for column in self.connection.execute(f"PRAGMA table_info({table})")}
        for name in row:
            if name not in known:
                self.connection.execute(f"ALTER TABLE {table} ADD COLUMN {quoted(name)}")


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def plain(value: Any) -> Any:
    """Return what SQLite can store."""
    return json.dumps(value) if isinstance(value, (dict, list)) else value
