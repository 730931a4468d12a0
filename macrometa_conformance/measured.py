"""How well each rule does, as it was measured: on published connectors that people labelled, and on changed ones.

The numbers lie in `measured.json`, which `python -m tests.tools.measure` writes.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Optional

_UNKNOWN = "not known"


class Measured(NamedTuple):
    """The numbers of one rule.

    `labelled` counts the findings that a perfect linter reports on the labelled connectors, `reported` those that this
    one does and `matched` those that are both. `changes` counts the changes of conforming connectors that break the
    rule, `found` those of them that it reports and `placed` those that it reports at exactly the right place.
    """

    changes: int
    found: int
    placed: int
    reported: int = 0
    labelled: int = 0
    matched: int = 0
    on_connectors: bool = True  # it was run on them; opt-in rules are not

    @property
    def shares(self) -> tuple[str, str]:
        """Return precision and recall with two digits, each empty where nothing was counted."""
        return _share(self.matched, self.reported), _share(self.matched, self.labelled)


class Measurements(NamedTuple):
    """The numbers by code; how many connectors are labelled; how many changes break nothing, and give a finding yet."""

    connectors: int
    rewrites: int
    rewrites_reported: int
    rules: dict[str, Measured]


@lru_cache(maxsize=1)
def measurements() -> Optional[Measurements]:
    """Return what was measured, None where the file is not there."""
    try:
        read = json.loads(Path(__file__).with_name("measured.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    rules = {code: Measured(**numbers, on_connectors="reported" in numbers) for code, numbers in read["rules"].items()}
    return Measurements(read["connectors"], read["rewrites"], read["rewrites_reported"], rules)


def measured_on(code: str) -> str:
    """Return the numbers of a rule in words, empty where it was not measured."""
    known = measurements()
    if known is None or code not in known.rules:
        return ""
    found = known.rules[code]
    return f"{_on_connectors(found, known.connectors)} {_on_changes(found, known)}"


def _on_connectors(found: Measured, connectors: int) -> str:
    where = f"On {connectors} labelled connectors"
    if not found.on_connectors:
        return f"{where}: not measured, for it is opt-in."
    if not found.reported and not found.labelled:
        return f"{where}: nothing is labelled and nothing was reported, so that precision and recall are not known."
    return (
        f"{where}: {found.reported} reported, {found.labelled} labelled, {found.matched} both; "
        f"precision {found.shares[0] or _UNKNOWN}, recall {found.shares[1] or _UNKNOWN}."
    )


def _on_changes(found: Measured, known: Measurements) -> str:
    changes = "change that breaks" if found.changes == 1 else "changes that break"
    return (
        f"On changed connectors: {found.changes} {changes} it, {found.found} found, {found.placed} at the right place; "
        f"{known.rewrites} that break no rule, {known.rewrites_reported or 'none'} reported."
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else ""
