"""Measure the rules and keep the numbers: `python -m tests.tools.measure`.

They are how the findings on the labelled connectors stand against their labels; and how many changes of conforming
connectors that break a rule are found, how many of those at their place, and how many rewrites are reported. Opt-in
rules are not run on the labelled connectors. They go into `measured.json` of the package, and those of the changes into
`docs/proof/mutations.json` too. Exits 0, 1 where a rule crashes, 2 where a labelled connector is not there. `python -m
tests.corpus.check --measured` tells whether the kept numbers are current: the changes it does not judge again, for each
is a test in `tests/mutations`.
"""

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path

import macrometa_conformance
from macrometa_conformance.registry import built_in_rules
from tests.corpus.check import tally_of
from tests.corpus.judge import judging_rules
from tests.corpus.matching import Tally, merge, only
from tests.corpus.releases import labelled
from tests.mutations.recall import Counted, Recall, asserted, run
from tests.mutations.table import REWRITES, VIOLATIONS
from tests.tools.figures import MEASURED, keep, kept

FILE = Path(macrometa_conformance.__file__).with_name("measured.json")
MUTATIONS = "mutations"


def numbers(found: Tally, changed: Counted) -> dict[str, object]:
    """Return what is kept, of all findings on the labelled connectors and of those on changed ones."""
    rules: dict[str, dict[str, int]] = {}
    for rule in sorted(built_in_rules(), key=lambda rule: rule.code):
        part, recall = only(found, rule.code), changed.rules.get(rule.code, Recall(0, 0, 0))
        matched = len(part.matched)
        counts = {"reported": matched + len(part.extra), "labelled": matched + len(part.missing), "matched": matched}
        on_changes = {"changes": recall.violations, "found": recall.found, "placed": recall.placed}
        rules[rule.code] = {**({} if rule.opt_in else counts), **on_changes}
    rewrites = {"rewrites": changed.rewrites, "rewrites_reported": changed.reported}
    return {"connectors": len(labelled()), **rewrites, "rules": rules}


def figures_of(changed: Counted) -> dict[str, object]:
    """Return what is kept of changed connectors alone: sums, and counts by rule."""
    return {
        **asdict(changed.all_rules),
        "rewrites": changed.rewrites,
        "rewrites_reported": changed.reported,
        "connectors": changed.connectors,
        "rules": {code: asdict(recall) for code, recall in changed.rules.items()},
    }


def text_of(numbers_kept: dict[str, object]) -> str:
    """Return the text of the file, a line for each rule."""
    text = json.dumps(numbers_kept, indent=1)
    return re.sub(r"\{\s+([^{}]*?)\s+\}", lambda found: f"{{{' '.join(found[1].split())}}}", text) + "\n"


def is_kept(found: Tally) -> bool:
    """Return whether the kept numbers are those of all findings on the labelled connectors, with all changes found."""
    changed = asserted(VIOLATIONS, REWRITES)
    return _is_kept(numbers(found, changed)) and _are_kept(figures_of(changed))


def _is_kept(measured: dict[str, object]) -> bool:
    return FILE.is_file() and FILE.read_text(encoding="utf-8") == text_of(measured)


def _are_kept(figures: dict[str, object]) -> bool:
    held = kept(MUTATIONS)
    return held is not None and {key: value for key, value in held.items() if key != MEASURED} == figures


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
    changed = run(VIOLATIONS, REWRITES)
    measured, figures = numbers(merge([found for found, _ in tallies]), changed), figures_of(changed)
    if _is_kept(measured) and _are_kept(figures):
        print("the measured numbers are as they were")
        return 0
    FILE.write_text(text_of(measured), encoding="utf-8")
    keep(MUTATIONS, figures)
    print(
        f"{FILE.name} and {MUTATIONS}.json are written; `python -m tests.tools.rule_pages` and `python -m "
        "tests.tools.proof_page` bring the pages up to date"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
