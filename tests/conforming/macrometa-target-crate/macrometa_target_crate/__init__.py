"""Macrometa target connector: crates of JSON lines."""
from typing import List

import c8connector as c8

from macrometa_target_crate.crate import RESERVED, check_folder


class TargetMixin:
    """What all targets answer alike."""

    def type(self) -> str:
        return "target"

    def samples(self, integration: dict) -> List[c8.Sample]:
        return list()

    def schemas(self, integration: dict) -> List[c8.Schema]:
        return list()

    def capabilities(self) -> List[str]:
        return ["state"]


class CrateConnector(TargetMixin, c8.C8Connector):
    """Packs documents into files."""

    def name(self) -> str:
        return "Crate"

    def package_name(self) -> str:
        return "macrometa-target-crate"

    def version(self) -> str:
        return "2.0.0"

    def description(self) -> str:
        return "Pack a collection into files of JSON lines"

    def validate(self, integration: dict) -> None:
        try:
            check_folder(integration["folder"])
        except (KeyError, OSError) as error:
            raise c8.ValidationException(f"There is no folder to write to: {error!r}")

    def reserved_keys(self) -> List[str]:
        return ["", *RESERVED]

    def config(self) -> List[c8.ConfigProperty]:
        folder = c8.ConfigProperty(
            "folder", "Folder", c8.ConfigAttributeType.STRING, True, False, "Where the files go"
        )
        workers = c8.ConfigProperty(
            "workers", "Workers", c8.ConfigAttributeType.INT, False, False, "How many threads write", "2"
        )
        return [folder, workers]
