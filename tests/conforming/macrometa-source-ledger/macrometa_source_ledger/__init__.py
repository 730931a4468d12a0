"""Macrometa source connector for Ledger."""
import logging

from c8connector import (
    C8Connector,
    ConfigAttributeType,
    ConfigProperty,
    Sample,
    Schema,
    ValidationException,
)

from macrometa_source_ledger.client import LedgerClient, LedgerError
from macrometa_source_ledger.reserved import resolve_conflicts

logger = logging.getLogger(__name__)

MAX_SAMPLES = 10


class LedgerSourceConnector(C8Connector):
    """LedgerSourceConnector's C8Connector impl."""

    def name(self) -> str:
        """Returns the name of the connector."""
        return "Ledger"

    def package_name(self) -> str:
        """Returns the package name of the connector (i.e. PyPi package name)."""
        return "macrometa-source-ledger"

    def version(self) -> str:
        """Returns the version of the connector."""
        return "1.4.2"

    def type(self) -> str:
        """Returns the type of the connector."""
        return "source"

    def description(self) -> str:
        """Returns the description of the connector."""
        return "Copy the tables of a Ledger database into a GDN collection."

    def validate(self, integration: dict) -> None:
        """Validate given configurations against the connector.
        If invalid, throw an exception with the cause.
        """
        try:
            with LedgerClient(integration) as client:
                client.columns()
        except (LedgerError, KeyError) as e:
            logger.warning("validation failed: %s", e)
            raise ValidationException(str(e)) from e

    def samples(self, integration: dict) -> list:
        """Fetch sample data using the given configurations."""
        try:
            with LedgerClient(integration) as client:
                primary_keys = client.primary_keys()
                columns = resolve_conflicts(client.columns(), primary_keys)
                rows = []
                for row in client.rows(limit=MAX_SAMPLES):
                    rows.append(resolve_conflicts(row, primary_keys))
                schema = Schema(client.table, client.to_attributes(columns))
        except LedgerError as e:
            raise ValidationException(str(e)) from e
        return [Sample(schema=schema, data=rows)]

    def schemas(self, integration: dict) -> list:
        """Get supported schemas using the given configurations."""
        try:
            with LedgerClient(integration) as client:
                columns = resolve_conflicts(client.columns(), client.primary_keys())
                return [Schema(client.table, client.to_attributes(columns))]
        except LedgerError as e:
            raise ValidationException(str(e)) from e

    def reserved_keys(self) -> list:
        """List of reserved keys for the connector."""
        return []

    def config(self) -> list:
        """Get configuration parameters for the connector."""
        return [
            ConfigProperty("database_path", "Database Path", ConfigAttributeType.STRING, True, False,
                           description="Path of the Ledger database.",
                           placeholder_value="/mnt/ledger/books.db"),
            ConfigProperty("table", "Table", ConfigAttributeType.STRING, True, True,
                           description="Table to copy."),
            ConfigProperty("replication_method", "Replication Method", ConfigAttributeType.OPTIONS, True, False,
                           description="FULL_TABLE or INCREMENTAL.",
                           default_value="FULL_TABLE"),
            ConfigProperty("replication_key", "Replication Key", ConfigAttributeType.STRING, False, True,
                           description="Column that tells new rows from old ones."),
            ConfigProperty("password", "Ledger Password", ConfigAttributeType.PASSWORD, False, False,
                           description="Pass phrase of a locked book."),
        ]

    def capabilities(self) -> list:
        """Return the capabilities of the connector."""
        return ["catalog", "discover", "state"]
