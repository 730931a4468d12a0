"""Measure the rules and keep the numbers: `python -m tests.tools.measure`.

They are how the findings on the labelled connectors stand against their labels, and how many changes of conforming
connectors break each rule; that each of those is found, and no rewrite reported, is what `tests/mutations` tests.
Opt-in rules are not run on the labelled connectors. Exits 0, 1 where a rule crashes, 2 where a labelled connector is
not there. `python -m tests.corpus.check --measured` tells whether the kept numbers are current.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

import macrometa_conformance
from macrometa_conformance.registry import built_in_rules
from tests.corpus.check import tally_of
from tests.corpus.judge import judging_rules
from tests.corpus.matching import Tally, merge, only
from tests.corpus.releases import labelled
from tests.mutations.table import REWRITES, VIOLATIONS

FILE = Path(macrometa_conformance.__file__).with_name("measured.json")


def on_changes() -> dict[str, int]:
    """Return how many changes break each rule, by code."""
    return dict(Counter(change.code for change in VIOLATIONS))


def numbers(found: Tally) -> dict[str, object]:
    """Return what is kept, of all findings on the labelled connectors."""
    changes = on_changes()
    rules: dict[str, dict[str, int]] = {}
    for rule in sorted(built_in_rules(), key=lambda rule: rule.code):
        part = only(found, rule.code)
        matched = len(part.matched)
        counts = {"reported": matched + len(part.extra), "labelled": matched + len(part.missing), "matched": matched}
        rules[rule.code] = {**({} if rule.opt_in else counts), "changes": changes.get(rule.code, 0)}
    return {"connectors": len(labelled()), "rewrites": len(REWRITES), "rules": rules}


def text_of(kept: dict[str, object]) -> str:
    """Return the text of the file, a line for each rule."""
    return (
        re.sub(r"\{\s+([^{}]*?)\s+\}", lambda found: f"{{{' '.join(found[1].split())}}}", json.dumps(kept, indent=1))
        + "\n"
    )


def is_kept(found: Tally) -> bool:
    """Return whether the numbers that are kept are those of all findings on the labelled connectors."""
    return FILE.is_file() and FILE.read_text(encoding="utf-8") == text_of(numbers(found))


def main() -> int:
    """Measure, and write the numbers."""
    absent = [str(release) for release in labelled() if not release.folder.is_dir()]
    if absent:
        print(f"{', '.join(absent)}: run `python -m tests.corpus.fetch`", file=sys.stderr)
        return 2
    rules = judging_rules()
    tallies = [tally_of(release, rules) for release in labelled()]
    crashes = [crash for _, crashed in tallies for crash in crashed]
    if crashes:
        print("\n".join(crashes), file=sys.stderr)
        return 1
    found = merge([found for found, _ in tallies])
    if is_kept(found):
        print("the measured numbers are as they were")
    else:
        FILE.write_text(text_of(numbers(found)), encoding="utf-8")
        print(f"{FILE.name} is written; `python -m tests.tools.rule_pages` brings the pages up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
