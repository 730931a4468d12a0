"""The JSON schema of the settings: for editors, and for `validate-pyproject`, which finds it by entry point."""

import json
from pathlib import Path


def settings_schema(tool: str = "c8-lint") -> dict[str, object]:
    """Return the schema (draft-07) of the table `[tool.c8-lint]`. Raises ValueError for another tool's table."""
    if tool != "c8-lint":
        raise ValueError(f"`{tool}` is not this tool's table")
    schema: dict[str, object] = json.loads(Path(__file__).with_name("settings.schema.json").read_text(encoding="utf-8"))
    return schema
