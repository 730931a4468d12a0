"""The configuration as an object."""

from dataclasses import dataclass, fields
from typing import Any, Mapping


class SettingsError(ValueError):
    """The configuration cannot be used."""


@dataclass(frozen=True)
class Settings:
    """What a user configures."""

    mailbox: str
    recipient: str
    subject: str = "Workflow"

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "Settings":
        """Build them from what the platform hands over."""
        given = {field.name: raw[field.name] for field in fields(cls) if raw.get(field.name)}
        try:
            settings = cls(**given)
        except TypeError as error:
            raise SettingsError(f"incomplete configuration: {error}") from error
        if "@" not in settings.recipient:
            raise SettingsError(f"{settings.recipient!r} is no address")
        return settings
