"""Who the connector is."""

from __future__ import annotations


class Identity:
    """Answers from the nested class `Meta`."""

    class Meta:
        name: str
        package_name: str
        version: str
        type: str
        description: str
        capabilities: tuple[str, ...]

    def name(self) -> str:
        return self.Meta.name

    def package_name(self) -> str:
        return self.Meta.package_name

    def version(self) -> str:
        return self.Meta.version

    def type(self) -> str:
        return self.Meta.type

    def description(self) -> str:
        return self.Meta.description

    def capabilities(self) -> list[str]:
        return list(self.Meta.capabilities)

    def reserved_keys(self) -> list[str]:
        return list()
