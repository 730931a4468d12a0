"""Write `tests/words`, each way in which a rule words what it finds: `python -m tests.tools.words`.

The findings are those on the bad examples of the rules and on the changes of conforming connectors that break them. Of
those that are worded alike, but for what stands in backticks, and that have as much evidence, the first is kept. What
another parser says of a text that it refuses, and where, is left out, for its next release may say another thing.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from macrometa_conformance.config import Plan
from macrometa_conformance.engine import judge
from macrometa_conformance.finding import Finding, Place
from macrometa_conformance.large_stack import with_large_stack
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.rule import Rule
from macrometa_conformance.suppression import Suppressions
from macrometa_conformance.testing import examples_of, lay
from tests.mutations.changes import Mutation
from tests.mutations.judging import compiled
from tests.mutations.table import VIOLATIONS

FOLDER = Path(__file__).resolve().parents[1] / "words"
RULES = tuple(built_in_rules())
_REFUSED = re.compile(r"(?<=cannot be read: ).*|(cannot read `[^`]*`: ).*")
_QUOTED = re.compile(r"`[^`]*`")
_CHANGES: dict[str, list[Mutation]] = defaultdict(list)
for _change in VIOLATIONS:
    _CHANGES[_change.code].append(_change)


def words(rule: Rule) -> str:
    """Return how a rule words what it finds: on what, where, the message, the help, the subject and the evidence."""
    told: dict[tuple[object, ...], str] = {}
    for name, files in _connectors(rule):
        for finding in with_large_stack(partial(_findings, rule, files)):
            likeness = (
                _QUOTED.sub("", _REFUSED.sub("", finding.message)),
                _QUOTED.sub("", finding.help),
                len(finding.related),
            )
            told.setdefault(likeness, f"# {name}\n{_told(finding)}")
    return "\n".join(told.values())


def _connectors(rule: Rule) -> Iterator[tuple[str, DictTree]]:
    for example in examples_of(rule):
        if example.bad:
            yield f"bad example {example.number}", DictTree(lay(example, rule).files)
    for change in _CHANGES[rule.code]:
        yield str(change).partition(" ")[2], DictTree(change.files())


def _findings(rule: Rule, files: DictTree) -> tuple[Finding, ...]:
    project = Project(files, compiler=compiled)
    project.suppressions = Suppressions(project, Plan(RULES))
    return judge(rule, project).findings


def _told(finding: Finding) -> str:
    message = _REFUSED.sub(r"\1…", finding.message)
    where = finding.place.path if message != finding.message else _where(finding.place)
    lines = [f"{where}: {message}", f"  help: {finding.help}", f"  subject: {finding.subject!r}"]
    lines += [f"  {_where(step.place)}: {step.message}" for step in finding.related]
    return "".join(f"{line}\n" for line in lines)


def _where(place: Place) -> str:
    region = place.region
    if region is None:
        return place.path
    return f"{place.path}:{region.line}:{region.column}-{region.end_line}:{region.end_column}"


def main() -> int:
    """Bring the files up to date."""
    FOLDER.mkdir(exist_ok=True)
    for rule in RULES:
        (FOLDER / f"{rule.code}.txt").write_text(words(rule), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
