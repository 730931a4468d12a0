"""Target connector for the demo store: what the platform asks it."""

from c8connector import C8Connector, ConfigAttributeType, ConfigProperty, Sample, Schema, ValidationException

from macrometa_target_demo.constants import RESERVED_KEYS


class DemoTarget(C8Connector):
    """A store that takes documents over HTTP."""

    def name(self) -> str:
        """Return the name under which users see the connector."""
        return "Demo"

    def package_name(self) -> str:
        """Return the name of the distribution."""
        return "macrometa-target-store"

    def version(self) -> str:
        """Return the version of the connector."""
        return "0.1.0"

    def type(self) -> str:
        """Return the type of the connector."""
        return "target"

    def description(self) -> str:
        """Return what the connector does, in one sentence."""
        return "Sends the documents of a collection to the demo store."

    def validate(self, integration: dict) -> None:
        """Raise ValidationException unless URL and token are given."""
        for key in ("url", "api_token"):
            if not integration.get(key):
                raise ValidationException(f"The property {key} is missing.")

    def samples(self, integration: dict) -> list[Sample]:
        """Return nothing: only sources have samples."""
        return []

    def schemas(self, integration: dict) -> list[Schema]:
        """Return nothing: only sources have schemas."""
        return []

    def reserved_keys(self) -> list[str]:
        """Return the keys that the store keeps for itself."""
        return RESERVED_KEYS

    def config(self) -> list[ConfigProperty]:
        """Return what a user configures."""
        return [
            ConfigProperty("url", "URL", ConfigAttributeType.STRING, True, False, "The address of the store."),
            ConfigProperty("api_token", "API token", ConfigAttributeType.STRING, True, False, "The store's token."),
            ConfigProperty("timeout", "Timeout", ConfigAttributeType.INT, False, False, "Seconds to wait.", "30"),
        ]
