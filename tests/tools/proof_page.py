"""Write `docs/proof.md`, how the rules were tested, of the figures that runs kept: `python -m tests.tools.proof_page`.

The figures are those of `macrometa_conformance/measured.json` and `docs/proof/*.json`. A section whose file is not
there is left out. The words are those of `proof_words.py`.
"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from macrometa_conformance.connector.contract import METHODS
from macrometa_conformance.measured import Measured, Measurements, measurements
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.rule import Rule
from macrometa_conformance.testing import examples_of
from tests.corpus.releases import FIXED, LABELS, labelled
from tests.hostile.table import HOSTILE
from tests.tools import proof_words as words
from tests.tools.figures import MEASURED, kept

FILE = Path(__file__).resolve().parents[2] / "docs" / "proof.md"
_GROUPS = {
    "conforming": "connectors that conform, written for the tests",
    "example": "the examples of this repository",
    "violation": "changes of conforming connectors that break a rule",
    "rewrite": "changes that break none",
    "documented": "examples in the documents of the rules",
    "form": "forms in which a method, a value or a class can be written, right and wrong",
    "labelled": "published connectors with labels",
    "release": "other releases of published connectors",
}
_SYMPTOMS = {
    "the base is built": "a base of the class is built in its place",
    "the class is elsewhere": "the class stands in another module",
    "404": "a route is missing (404)",
    "500": "a route fails (500)",
    "null": "a route answers null",
    "another kind": "an answer of another kind than is promised",
    "another name": "another name than that of the distribution",
    "another type": "another type of connector than the distribution's",
    "a name twice": "two settings of one name",
    "keys of a source": "a source that reserves keys",
    "another shape": "reserved keys in another shape",
    "samples of a target": "a target that has samples",
    "no time": "a record without a time of extraction",
    "singer refuses the time": "a time of extraction that singer refuses",
    "the time is older than the run": "a time of extraction that is older than the run",
    "labels": "a metric without its labels, or with others",
    "not exposed": "a metric that the server does not show",
}
_NUMBER = re.compile(r"[\d.,]*")
_EXITS = {"0": "nothing that fails the run", "1": "findings", "2": "settings or declarations that are wrong"}


@dataclass(frozen=True)
class Section:
    """A way of testing: its heading, the question that it answers, the answer in one line, and the text."""

    title: str
    question: str
    answer: str
    text: str

    @property
    def anchor(self) -> str:
        """Return what a link to the heading names."""
        return self.title.lower().replace(" ", "-")


def page() -> str:
    """Return the text of the page. Raises FileNotFoundError where nothing was measured."""
    known = measurements()
    if known is None:
        raise FileNotFoundError("measured.json")
    rules = sorted(built_in_rules(), key=lambda rule: rule.code)
    found = (
        _labelled(known, rules), _changes(known, kept("mutations")), _examples(rules), _oracle(kept("oracle")),
        _sweep(kept("sweep")), _hostile(), _fuzz(kept("fuzz")), _tool(kept("tool")),
    )  # fmt: skip
    sections = [section for section in found if section is not None]
    rows = [(f"[{one.question}](#{one.anchor})", one.answer) for one in sections]
    parts = [words.HEAD, _table(("question", "answer"), rows)]
    parts += [f"\n## {one.title}\n\n{one.text}" for one in sections]
    return "".join([*parts, _by_rule(known, rules)])


def _labelled(known: Measurements, rules: Iterable[Rule]) -> Section:
    asked, reported, matched = (
        sum(getattr(one, what) for one in known.rules.values()) for what in ("labelled", "reported", "matched")
    )
    rows: list[tuple[str, list[int]]] = []
    for release in labelled():
        held = json.loads((LABELS / f"{release}.json").read_text(encoding="utf-8"))
        rows.append((f"{release.name} {release.version}", [len(held[key]) for key in ("findings", "unsure", "traps")]))
    rows.append(("all", [sum(column) for column in zip(*(counts for _, counts in rows))]))
    text = words.LABELLED + _table(
        ("connector", "labelled findings", "left open", "traps that were written down"),
        [(name, *counts) for name, counts in rows],
    )
    sums = [("labelled", asked), ("reported", reported), ("both, at the same place", matched)]
    sums += [("precision", _share(matched, reported)), ("recall", _share(matched, asked))]
    text += f"\n{_table(('findings', 'number'), sums)}"
    silent = [rule.code for rule in rules if not rule.opt_in and not _told(known.rules[rule.code])]
    opt_in = [rule.code for rule in rules if rule.opt_in]
    text += words.UNLABELLED.format(
        silent=len(silent), silent_codes=_links(silent), opt_in=len(opt_in), opt_in_codes=_links(opt_in)
    )
    answer = f"{matched} of {asked} labelled findings are reported; {matched} of {reported} reported ones are labelled"
    return Section("Connectors with labels", "Does it find what a careful reader finds?", answer, text)


def _changes(known: Measurements, found: Optional[dict[str, Any]]) -> Section:
    """Return the section; where the changes were not counted by a run of their own, the tests vouch for them."""
    changes = sum(one.changes for one in known.rules.values())
    rows: list[tuple[object, ...]] = [
        ("changes that break a rule", changes),
        ("changes that break none", known.rewrites),
    ]
    answer = f"{changes} changes that break a rule are found; of {known.rewrites} that break none not one is reported"
    if found:
        rows = [
            ("conforming connectors", found["connectors"]),
            ("changes that break a rule", found["violations"]),
            ("of which are found", found["found"]),
            ("of which are found at their place", found["placed"]),
            ("changes that break none", found["rewrites"]),
            ("of which are reported", found["rewrites_reported"]),
        ]
        answer = (
            f"{found['found']} of {found['violations']} changes that break a rule are found, {found['placed']} of them "
            f"at their place; of {found['rewrites']} that break none {found['rewrites_reported']} are reported"
        )
    text = f"{words.CHANGES}{_table(('', 'number'), rows)}{_measured(found)}{words.CHANGES_LIMITS}"
    return Section("Connectors that are changed", "Does it find what is broken on purpose, and where?", answer, text)


def _examples(rules: Iterable[Rule]) -> Section:
    found = [example for rule in rules for example in examples_of(rule)]
    bad = sum(example.bad for example in found)
    rows = [("bad: the finding stands at the marked line, and no other does", bad)]
    rows += [("good: there is no finding", len(found) - bad)]
    answer = f"{bad} bad examples give their finding, {len(found) - bad} good ones none"
    text = f"{words.EXAMPLES}{_table(('examples', 'number'), rows)}{words.EXAMPLES_LIMITS}"
    return Section("Examples in the documents", "Do the rules do what their pages say?", answer, text)


def _oracle(found: Optional[dict[str, Any]]) -> Optional[Section]:
    if found is None:
        return None
    asked, outcomes, verdicts = found["connectors"], found["outcomes"], found["verdicts"]
    text = words.ORACLE.format(methods=len(METHODS), drivers=found["stubbed drivers"])
    rows = [(_GROUPS.get(group, group), count) for group, count in asked.items() if group != "all"]
    text += _table(("connectors", "number"), [*rows, ("all", asked["all"])])
    compared = (
        ("the service started", outcomes["served"]),
        ("the service did not start", outcomes["not served"]),
        ("runs that were watched", outcomes["runs"]),
        ("verdicts that agree", verdicts["agreed"]),
        ("of which are answers with which nothing is wrong, and of which nothing is said", found["routes"]),
        ("of which are calls in runs with which nothing is wrong", found["calls"]),
        ("findings on what the run did not come to, or another mistake hid", verdicts["unseen"]),
        ("mistakes of which the tool says that it does not know", verdicts["undecided"]),
        ("verdicts that disagree", verdicts["disagreed"]),
    )
    text += f"\n{_table(('what came out', 'number'), compared)}\nFindings, and whether they were seen to be true:\n\n"
    columns = ("agreed", "unseen", "disagreed")
    text += _table(
        ("rule", "seen", "not come to, or hidden", "disagree"),
        [(_link(code), *(counts[one] for one in columns)) for code, counts in found["findings"].items()],
    )
    text += "\nThe other way round, what was seen to go wrong and whether a rule says so:\n\n"
    columns = ("agreed", "undecided", "disagreed")
    text += _table(
        ("what was seen", "a rule says so", "undecided", "disagree"),
        [(_SYMPTOMS.get(what, what), *(counts[one] for one in columns)) for what, counts in found["symptoms"].items()],
    )
    answer = f"{verdicts['agreed']:,} verdicts on {asked['all']:,} connectors agree, {verdicts['disagreed']} disagree"
    text += f"{_measured(found)}{words.ORACLE_LIMITS}"
    return Section("The real libraries", "Does the platform behave as the findings say?", answer, text)


def _sweep(found: Optional[dict[str, Any]]) -> Optional[Section]:
    if found is None:
        return None
    rows = [
        ("distributions", found["distributions"]),
        ("releases", found["releases"]),
        ("releases without a finding", found["releases_without_findings"]),
        ("findings", found["findings"]),
        ("rules that report something", len(found["rules"])),
    ]
    text = f"{words.SWEEP}{_table(('', 'number'), rows)}{_measured(found)}{words.SWEEP_LIMITS.format(fixed=FIXED)}"
    answer = f"{found['releases']} releases of {found['distributions']} distributions, and no rule or process failed"
    return Section("Every published release", "Does it hold on code that nobody wrote for it?", answer, text)


def _hostile() -> Section:
    rows = [(one.name, " ".join((one.build.__doc__ or "").split())) for one in HOSTILE]
    text = f"{words.HOSTILE}{_table(('tree', 'what is in it'), rows)}{words.HOSTILE_LIMITS}"
    answer = f"{len(HOSTILE)} trees are read, and nothing else is done to them"
    return Section("Trees that are made to harm", "Can a connector harm whoever checks it?", answer, text)


def _fuzz(found: Optional[dict[str, Any]]) -> Optional[Section]:
    if found is None:
        return None
    codes = [(f"ended with {code}: {_EXITS.get(code, '')}", count) for code, count in found["exit_codes"].items()]
    rows = [
        ("trees", found["trees"]),
        ("made of published connectors", found["of_published"]),
        ("made of connectors written for the tests", found["of_own"]),
        ("connectors that they were made of", found["bases"]),
        ("run twice", found["twice"]),
        *codes,
        ("with a fault", found["faults"]),
        ("with a fault that was mended since", found["faults_mended"]),
        ("most memory of one run, in megabytes", found["most_megabytes"]),
    ]
    command = f"python -m tests.fuzz --trees {found['trees']} --seed {found['seed']} --state FILE --figures"
    text = f"{words.FUZZ}{_table(('', 'number'), rows)}{_measured(found)}{words.FUZZ_LIMITS.format(command=command)}"
    answer = f"{found['trees']:,} changed trees, {found['faults']} with a fault that is not mended"
    return Section("Files that are changed at random", "Can a file make it fail?", answer, text)


def _tool(found: Optional[dict[str, Any]]) -> Optional[Section]:
    if found is None:
        return None
    share = _share(found["noticed"], found["sample"])
    rows = [
        ("changes of the tool that could be made in these modules", found["of"]),
        ("of which were drawn and made", found["sample"]),
        ("noticed by the tests", found["noticed"]),
        ("of which by a test that no longer ended", found["timeouts"]),
        ("not noticed", found["survived"]),
        ("of which were read and explained", found["explained"]),
        ("share that is noticed", share),
        ("seed of the draw", str(found["seed"])),
    ]
    modules = [
        (f"`{path}`", counts["sample"], counts["noticed"], counts["explained"])
        for path, counts in found["modules"].items()
    ]
    by_module = _table(("module", "made", "noticed", "explained"), modules)
    text = f"{words.TOOL}{_table(('', 'number'), rows)}{_measured(found)}\n{by_module}{words.TOOL_LIMITS}"
    answer = f"{found['noticed']} of {found['sample']} changes of the tool are noticed ({share})"
    return Section("Mistakes in the tool", "Would the tests notice a mistake in the tool?", answer, text)


def _by_rule(known: Measurements, rules: Iterable[Rule]) -> str:
    found, swept = kept("mutations"), kept("sweep")
    rows = []
    for rule in rules:
        one = known.rules[rule.code]
        counts: tuple[object, ...] = (one.labelled, one.reported, one.matched) if _told(one) else ("", "", "")
        changes: tuple[object, ...] = (one.changes,)
        if found:
            counted = found["rules"].get(rule.code, {})
            changes = tuple(counted.get(key, 0) for key in ("violations", "found", "placed"))
        released = (swept["rules"].get(rule.code, {}).get("findings", 0),) if swept and not rule.opt_in else ("",)
        rows.append((f"{_link(rule.code)} {rule.name}", *counts, *one.shares, *changes, *(released if swept else ())))
    head: tuple[str, ...] = ("rule", "labelled", "reported", "both", "precision", "recall", "changes that break it")
    head += ("found", "at their place") if found else ()
    head += ("findings on all releases",) if swept else ()
    return f"{words.BY_RULE}{_table(head, rows)}"


def _told(one: Measured) -> bool:
    return bool(one.labelled or one.reported)


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Return a table, with numbers to the right."""
    lines = [[_cell(cell) for cell in row] for row in rows]
    marks = ["---:" if all(map(_NUMBER.fullmatch, column)) else "---" for column in zip(*lines)]
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, marks, *lines))


def _cell(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell).replace("|", "\\|")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "not known"


def _link(code: str) -> str:
    return f"[{code}](rules/{code}.md)"


def _links(codes: Iterable[str]) -> str:
    return ", ".join(map(_link, codes))


def _measured(found: Optional[dict[str, Any]]) -> str:
    when = (found or {}).get(MEASURED)
    return f"\nMeasured on {when['date']} with c8-lint {when['version']}.\n" if when else ""


def main() -> int:
    """Bring the page up to date."""
    FILE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
