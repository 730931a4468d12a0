"""Reading SQLite: tables, their columns and their rows."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from c8connector import SchemaAttribute, SchemaAttributeType

ATTRIBUTE_TYPES = {
    "integer": SchemaAttributeType.LONG,
    "number": SchemaAttributeType.DOUBLE,
    "string": SchemaAttributeType.STRING,
}


class SourceError(Exception):
    """The database cannot be read as configured. The text says why."""


@dataclass(frozen=True)
class Column:
    """A column: its name, and the JSON type of its values."""

    name: str
    json_type: str


@dataclass(frozen=True)
class Table:
    """A table: its columns, those of the primary key, and the one by which new rows are found."""

    name: str
    columns: tuple[Column, ...]
    key_properties: tuple[str, ...]
    replication_key: Optional[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def json_schema(self) -> dict[str, Any]:
        """Return the schema of a row as a Singer message carries it."""
        return {
            "type": "object",
            "properties": {column.name: {"type": ["null", column.json_type]} for column in self.columns},
        }

    def attributes(self, names: dict[str, str]) -> list[SchemaAttribute]:
        """Return the columns as attributes, each under its name in the collection."""
        return [SchemaAttribute(names[column.name], ATTRIBUTE_TYPES[column.json_type]) for column in self.columns]


def connect(path: str) -> sqlite3.Connection:
    """Open a database read-only. Raises SourceError where there is none."""
    try:
        return sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise SourceError(f"The database {path} cannot be opened: {error}.") from error


def read_table(connection: sqlite3.Connection, name: str, replication_key: Optional[str]) -> Table:
    """Return what the database says about a table. Raises SourceError where it, or the column, is not there."""
    try:
        found = connection.execute("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", (name,)).fetchall()
    except sqlite3.Error as error:
        raise SourceError(f"The database cannot be read: {error}.") from error
    if not found:
        raise SourceError(f"There is no table {name}.")
    columns = tuple(Column(column, _json_type(declared)) for column, declared, _ in found)
    keys = tuple(column for column, _, position in sorted(found, key=lambda row: row[2]) if position)
    table = Table(name, columns, keys, replication_key or None)
    if table.replication_key is not None and table.replication_key not in table.names:
        raise SourceError(f"The table {name} has no column {table.replication_key}.")
    return table


def read_rows(
    connection: sqlite3.Connection, table: Table, since: Any = None, limit: int = -1
) -> Iterator[dict[str, Any]]:
    """Yield the rows in the order of the replication key, from the value `since` on. A limit of -1 is none."""
    query, values = f"SELECT * FROM {_quoted(table.name)}", []
    if table.replication_key is not None:
        column = _quoted(table.replication_key)
        if since is not None:
            query, values = f"{query} WHERE {column} >= ?", [since]
        query = f"{query} ORDER BY {column}"
    for row in connection.execute(f"{query} LIMIT ?", [*values, limit]):
        yield {name: value.hex() if isinstance(value, bytes) else value for name, value in zip(table.names, row)}


def _json_type(declared: str) -> str:
    """Return the JSON type of a column, by the affinity that SQLite gives the declared type."""
    declared = declared.upper()
    if "INT" in declared:
        return "integer"
    if any(word in declared for word in ("REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL")):
        return "number"
    return "string"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
