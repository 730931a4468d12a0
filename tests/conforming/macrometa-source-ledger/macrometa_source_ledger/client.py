"""Access to the Ledger database."""
import sqlite3

from c8connector import SchemaAttribute, SchemaAttributeType

TYPE_MAPPING = {
    "INTEGER": SchemaAttributeType.LONG,
    "REAL": SchemaAttributeType.DOUBLE,
    "BOOLEAN": SchemaAttributeType.BOOLEAN,
    "TEXT": SchemaAttributeType.STRING,
}
JSON_TYPES = {"INTEGER": "integer", "REAL": "number", "BOOLEAN": "boolean", "TEXT": "string"}


class LedgerError(Exception):
    """The book cannot be read."""


class LedgerClient:
    """Reads one table of a Ledger database."""

    def __init__(self, config):
        self.path = config["database_path"]
        self.table = config["table"]
        self.password = config.get("password") or ""
        self.connection = None

    def __enter__(self):
        try:
            self.connection = sqlite3.connect("file:{}?mode=ro".format(self.path), uri=True)
            self.connection.row_factory = sqlite3.Row
        except sqlite3.Error as e:
            raise LedgerError("cannot open %s: %s" % (self.path, e)) from e
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        self.connection.close()

    def _info(self):
        cursor = self.connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (self.table,))
        info = cursor.fetchall()
        if not info:
            raise LedgerError("there is no table %s" % self.table)
        return info

    def columns(self):
        """Name -> declared type of each column."""
        return {column["name"]: column["type"].upper() for column in self._info()}

    def primary_keys(self):
        """Names of the columns of the primary key."""
        return [column["name"] for column in self._info() if column["pk"]]

    def rows(self, limit=-1, key=None, after=None):
        """Rows as dicts, ordered by the replication key if there is one."""
        query = 'SELECT * FROM "%s"' % self.table
        params = []
        if key:
            if after is not None:
                query += ' WHERE "%s" > ?' % key
                params.append(after)
            query += ' ORDER BY "%s"' % key
        query += " LIMIT ?"
        params.append(limit)
        for row in self.connection.execute(query, params):
            yield dict(row)

    @staticmethod
    def to_attributes(columns):
        """Schema attributes for (already renamed) columns."""
        attributes = []
        for name, declared in columns.items():
            attributes.append(SchemaAttribute(name, TYPE_MAPPING.get(declared, SchemaAttributeType.STRING)))
        return attributes
