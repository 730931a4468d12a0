"""Target connector that keeps a collection in an SQLite database."""

import sqlite3

from c8connector import C8Connector, ConfigAttributeType, ConfigProperty, Sample, Schema, ValidationException

from macrometa_target_shelf.sink import RESERVED_KEYS


class ShelfTargetConnector(C8Connector):
    """What the platform asks about the Shelf target."""

    def name(self) -> str:
        """Return the name that users see."""
        return "Shelf"

    def package_name(self) -> str:
        """Return the name of the distribution."""
        return "macrometa-target-shelf"

    def version(self) -> str:
        """Return the version of the distribution."""
        return "0.3.1"

    def type(self) -> str:
        """Return the type of the connector."""
        return "target"

    def description(self) -> str:
        """Return one line for the catalogue of connectors."""
        return "Keep a collection in an SQLite database"

    def validate(self, integration: dict) -> None:
        """Raise ValidationException if the database cannot be opened for writing."""
        path = integration.get("database_file")
        if not path:
            raise ValidationException("The property database_file is missing.")
        try:
            connection = sqlite3.connect(path)
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
            connection.close()
        except sqlite3.Error as error:
            raise ValidationException(f"The database {path} cannot be written: {error}") from error

    def samples(self, integration: dict) -> list[Sample]:
        """Return nothing: a target has no samples."""
        return []

    def schemas(self, integration: dict) -> list[Schema]:
        """Return nothing: a target has no schemas."""
        return []

    def reserved_keys(self) -> list[str]:
        """Return the primary key of each table, and the other names of SQLite's row number."""
        return RESERVED_KEYS

    def config(self) -> list[ConfigProperty]:
        """Return what is to be configured."""
        return [
            ConfigProperty("database_file", "Database file", ConfigAttributeType.FILE, True, False,
                           description="Path of the database", placeholder_value="/data/shelf.db"),
            ConfigProperty("batch_size", "Batch size", ConfigAttributeType.INT, False, False,
                           description="Documents in one transaction", default_value="500"),
            ConfigProperty("region", "Region", ConfigAttributeType.STRING, False, False,
                           description="Written on the metrics", default_value="global"),
        ]

    def capabilities(self) -> list[str]:
        """Return what the connector can do."""
        return ["state"]
