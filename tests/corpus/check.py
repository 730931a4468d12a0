"""Hold the linter's findings against the labels of real connectors: `python -m tests.corpus.check [--codes C83,…]`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import Optional

from macrometa_conformance.rule import Rule
from tests.corpus.judge import judge, judging_rules
from tests.corpus.matching import Labels, Tally, merge, only, read_labels, tally
from tests.corpus.releases import LABELS, Release, labelled

HEADER = f"{'rule':<40} {'reported':>8} {'labelled':>8} {'matched':>8} {'misplaced':>9} {'precision':>9} {'recall':>7}"


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print the table and each mismatch; return 0 when all that was checked agrees, 1 when not, 2 when nothing was."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.check")
    parser.add_argument("--codes", default="", metavar="CODES", help="codes or their beginnings, with commas between")
    parser.add_argument("--measured", action="store_true", help="compare with the numbers that the package keeps")
    asked = parser.parse_args(arguments)
    prefixes = tuple(code for code in asked.codes.split(",") if code) or ("",)
    rules = [rule for rule in judging_rules() if rule.code.startswith(prefixes)]
    absent = [release for release in labelled() if not release.folder.is_dir()]
    if absent or not rules:
        for release in absent:
            print(f"{release} is not there: run `python -m tests.corpus.fetch`", file=sys.stderr)
        print("no rule has such a code" if not rules else "nothing was checked", file=sys.stderr)
        return 2
    tallies, faults = [], []
    for release in labelled():
        found, crashes = tally_of(release, rules)
        tallies.append(found)
        faults += [f"{release}: crash: {crash}" for crash in crashes]
        faults += [f"{release}: {fault}" for fault in _mismatches(found)]
    total = merge(tallies)
    print(HEADER)
    for rule in rules:
        print(_row(f"{rule.code} {rule.name}", only(total, rule.code)))
    print(_row("all", total))
    if asked.measured:
        from tests.tools.measure import is_kept

        faults += [] if is_kept(total) else ["the kept numbers are others: run `python -m tests.tools.measure`"]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def tally_of(release: Release, rules: Sequence[Rule]) -> tuple[Tally, tuple[str, ...]]:
    """Return how the findings on a release stand against its labels, and the crashes of rules."""
    codes = {rule.code for rule in rules}
    labels = read_labels(LABELS / f"{release}.json")
    asked = Labels(
        tuple(label for label in labels.findings if label.code in codes),
        tuple(label for label in labels.unsure if label.code in codes),
    )
    judgement = judge(release.folder, rules)
    return tally(judgement.findings, asked), judgement.crashes


def _mismatches(found: Tally) -> Iterator[str]:
    for finding, label in found.misplaced:
        yield f"misplaced: {finding.code} {finding.where}, labelled at line {label.line}: {finding.message}"
    misplaced = {id(one) for pair in found.misplaced for one in pair}
    for finding in found.extra:
        if id(finding) not in misplaced:
            yield f"extra: {finding.code} {finding.where}: {finding.message}"
    for label in found.missing:
        if id(label) not in misplaced:
            where = label.file or label.subject
            yield f"missing: {label.code} {where}{f':{label.line}' if label.line else ''}: {label.subject}: {label.why}"


def _row(title: str, part: Tally) -> str:
    matched, reported = len(part.matched), len(part.matched) + len(part.extra)
    counts = f"{reported:>8} {matched + len(part.missing):>8} {matched:>8} {len(part.misplaced):>9}"
    return f"{title:<40} {counts} {part.precision:>9.3f} {part.recall:>7.3f}"


if __name__ == "__main__":
    sys.exit(main())
