"""Source connector for SQLite tables: what the platform asks it."""

from contextlib import closing

from c8connector import C8Connector, ConfigAttributeType, ConfigProperty, Sample, Schema, ValidationException

from macrometa_source_demo.database import SourceError, Table, connect, read_rows, read_table
from macrometa_source_demo.reserved import target_names

SAMPLE_SIZE = 10


class DemoSource(C8Connector):
    """The rows of one table of an SQLite database."""

    def name(self) -> str:
        """Return the name under which users see the connector."""
        return "Demo"

    def package_name(self) -> str:
        """Return the name of the distribution."""
        return "macrometa-source-demo"

    def version(self) -> str:
        """Return the version of the connector."""
        return "0.1.0"

    def type(self) -> str:
        """Return the type of the connector."""
        return "source"

    def description(self) -> str:
        """Return what the connector does, in one sentence."""
        return "Brings the rows of an SQLite table into a collection."

    def validate(self, integration: dict) -> None:
        """Raise ValidationException unless the configured table can be read."""
        _table(integration)

    def samples(self, integration: dict) -> list[Sample]:
        """Return the first rows of the table, under the names that they will have in the collection."""
        table = _table(integration)
        names = target_names(table.names, table.key_properties)
        with closing(connect(integration["database_file"])) as connection:
            rows = read_rows(connection, table, limit=SAMPLE_SIZE)
            data = [{names[column]: value for column, value in row.items()} for row in rows]
        return [Sample(schema=Schema(table.name, table.attributes(names)), data=data)]

    def schemas(self, integration: dict) -> list[Schema]:
        """Return the schema of the table, under the names that its columns will have in the collection."""
        table = _table(integration)
        names = target_names(table.names, table.key_properties)
        return [Schema(table.name, table.attributes(names))]

    def reserved_keys(self) -> list[str]:
        """Return no key: only targets reserve keys."""
        return []

    def config(self) -> list[ConfigProperty]:
        """Return what a user configures."""
        return [
            ConfigProperty(
                "database_file",
                "Database file",
                ConfigAttributeType.STRING,
                is_mandatory=True,
                is_dynamic=False,
                description="The path of the SQLite database.",
                placeholder_value="/data/shop.db",
            ),
            ConfigProperty(
                "table",
                "Table",
                ConfigAttributeType.STRING,
                is_mandatory=True,
                is_dynamic=False,
                description="The name of the table.",
            ),
            ConfigProperty(
                "replication_key",
                "Replication key",
                ConfigAttributeType.STRING,
                is_mandatory=False,
                is_dynamic=False,
                description="A column whose values only grow, by which later runs find what is new.",
            ),
        ]

    def capabilities(self) -> list[str]:
        """Return what the connector can do besides a full run."""
        return ["state"]


def _table(integration: dict) -> Table:
    """Return the configured table. Raises ValidationException where the configuration leads to none."""
    for key in ("database_file", "table"):
        if not integration.get(key):
            raise ValidationException(f"The property {key} is missing.")
    try:
        with closing(connect(integration["database_file"])) as connection:
            return read_table(connection, integration["table"], integration.get("replication_key"))
    except SourceError as error:
        raise ValidationException(str(error)) from error
