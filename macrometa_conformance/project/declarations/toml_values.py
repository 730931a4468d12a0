"""Reading TOML values of which nothing is known: what has the wrong type is passed over, or is an unknown field."""

from typing import Any, Optional

from macrometa_conformance.finding import Place
from macrometa_conformance.project.declarations.model import Declared, Field, Unknown
from macrometa_conformance.project.positions import KeyPath, TomlDocument


class Reader:
    """A TOML document with the path of its file: values by key path, and their places."""

    def __init__(self, document: TomlDocument, path: str) -> None:
        self._document = document
        self.path = path

    def get(self, *keys: str) -> Any:
        """Return the value at a key path, or None where there is none."""
        value: Any = self._document.values
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def table(self, *keys: str) -> dict[str, Any]:
        """Return the table at a key path, or an empty one."""
        value = self.get(*keys)
        return value if isinstance(value, dict) else {}

    def place(self, path: KeyPath) -> Place:
        """Return the place of the value at a key path, or of what comes nearest to it."""
        while path:
            region = self._document.region(path)
            if region is not None:
                return Place(self.path, region)
            path = path[:-1]
        return Place(self.path)

    def string(self, *keys: str) -> Optional[Declared[str]]:
        """Return the string at a key path."""
        value = self.get(*keys)
        return Declared(value, self.place(keys)) if isinstance(value, str) else None

    def strings(self, *keys: str) -> tuple[Declared[str], ...]:
        """Return the strings of the array at a key path, or a lone string."""
        value = self.get(*keys)
        if isinstance(value, str):
            return (Declared(value, self.place(keys)),)
        items = value if isinstance(value, list) else []
        return tuple(
            Declared(item, self.place((*keys, index))) for index, item in enumerate(items) if isinstance(item, str)
        )

    def misread(self, field: Field, *keys: str) -> tuple[Unknown, ...]:
        """Return that a field is unknown where an array of strings is asked for and something else stands."""
        value = self.get(*keys)
        if value is None or (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            return ()
        return (Unknown(field, self.place(keys), f"`{'.'.join(keys)}` is no array of strings"),)
