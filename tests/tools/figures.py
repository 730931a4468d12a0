"""The figures that runs keep under `docs/proof/`, each file with the day and the version of the tool that it is of.

`python -m tests.tools.proof_page` makes the page of them.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Optional

from macrometa_conformance.files import write_whole
from macrometa_conformance.version import VERSION

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "proof"
MEASURED = "measured"


def keep(name: str, figures: Mapping[str, object], folder: Path = FOLDER) -> Path:
    """Write figures with the day (UTC) and the tool's version under `measured`, and return the file."""
    file = folder / f"{name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    measured = {"date": datetime.now(timezone.utc).date().isoformat(), "version": VERSION}
    write_whole(str(file), json.dumps({MEASURED: measured, **figures}, indent=2) + "\n")
    return file


def kept(name: str, folder: Path = FOLDER) -> Optional[dict[str, Any]]:
    """Return the figures of a file, None where it is not there."""
    file = folder / f"{name}.json"
    found: Optional[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found
