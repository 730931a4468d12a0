"""Runs the examples in a rule's docstring: for the built-in rules, and for those who write their own.

An example is a line `Bad:` or `Good:` and the fenced blocks below it, each of which changes one file of a small
connector that obeys every rule:

- a block with a language and a path is the whole file; a path that is new adds a file
- `diff` and a path: the text of `-` lines, which stands at the start of a line and once in the file, gives way to that
  of the `+` lines below it; `+` lines alone are added at the end of the file; a line that begins with a blank stays
- `absent` and a path: the file is not there
- `rename` and `old -> new`: the file is named otherwise; a folder at the root is, in the imports too

`<<<` at the end of a line marks what a finding must hit; without a mark any place will do. `Bad: also C8204` says what
other rules report on the same example. The connector is the source, target or integration connector that the paths
name (`macrometa_target_demo/main.py`), else the first type that the rule applies to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Optional

from macrometa_conformance.config import Plan
from macrometa_conformance.docstring import MARK, PROJECTS, Block, Example, documentation, kind_of, laid_over
from macrometa_conformance.engine import lint_project
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.report import ProjectReport, Status
from macrometa_conformance.rule import Rule

__all__ = ["PROJECTS", "Block", "Example", "Laid", "assert_example", "assert_examples", "examples_of", "lay"]


@plain
class Laid(Plain):
    """The connector with an example laid over it, and the places that are marked: path and 1-based line."""

    files: Mapping[str, str]
    marks: frozenset[tuple[str, int]] = field(default_factory=frozenset)


def examples_of(rule: Rule) -> tuple[Example, ...]:
    """Return the examples of a rule's docstring. Raises AssertionError on one that holds no block."""
    read = documentation(rule.doc)
    assert read.closed, f"{rule.code}: a fenced block is not closed"
    for example in read.examples:
        assert example.blocks, f"{rule.code}, {example}: there is no fenced block below the heading"
    return read.examples


def lay(example: Example, rule: Rule) -> Laid:
    """Return the conforming connector with an example laid over it. Raises AssertionError where it does not fit."""
    files = dict(PROJECTS[kind_of(example, rule)])
    for _, _, after in laid_over(example, rule):
        files = dict(after)
    marks: set[tuple[str, int]] = set()
    for path, text in files.items():
        lines = text.split("\n")
        marks.update((path, number) for number, line in enumerate(lines, start=1) if MARK.search(line))
        files[path] = "\n".join(MARK.sub("", line) for line in lines)
    return Laid(files, frozenset(marks))


def assert_example(rule: Rule, example: Example, rules: Optional[Iterable[Rule]] = None) -> None:
    """Run one example. Raises AssertionError, which says what was expected and what was found.

    A bad example must give findings of the rule, at exactly the marked lines where there are marks; a good one must
    give none, and the rule must have decided so. Of `rules`, all built-in ones that are not opt-in where it is not
    given, no other may find anything but those that the example names.
    """
    laid = lay(example, rule)
    others = _usual_rules() if rules is None else tuple(rules)
    chosen = {other.code: other for other in (*others, rule)}
    report = lint_project(DictTree(laid.files), Plan(tuple(chosen[code] for code in sorted(chosen))))
    problems = list(_problems(rule, example, laid, report))
    if problems:
        found = [
            f"  {_shown(r.finding.place.path, r.finding.place.line)}: {r.rule.code} {r.finding.message}"
            for r in report.results
        ]
        text = "; ".join(problems)
        raise AssertionError(
            "\n".join([f"{rule.code} {rule.name}, {example}: {text}", "found:", *(found or ["  nothing"])])
        )


def assert_examples(rule: Rule, rules: Optional[Sequence[Rule]] = None) -> None:
    """Run all examples of a rule, of which there must be a bad and a good one. Raises AssertionError."""
    examples = examples_of(rule)
    for bad, word in ((True, "Bad"), (False, "Good")):
        assert any(example.bad is bad for example in examples), f"{rule.code}: the docstring has no `{word}:` example"
    for example in examples:
        assert_example(rule, example, rules)


@lru_cache(maxsize=1)
def _usual_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in built_in_rules() if not rule.opt_in)


def _problems(rule: Rule, example: Example, laid: Laid, report: ProjectReport) -> Iterator[str]:
    crashes: dict[str, list[str]] = {}
    for outcome in report.outcomes:
        if outcome.status is Status.CRASHED:
            crashes.setdefault(outcome.reasons[0][0], []).append(outcome.rule.code)
        elif outcome.status is Status.UNDECIDED and outcome.rule is rule:
            yield f"{rule.code} could not decide: {outcome.reasons[0][0]}"
    for reason, codes in crashes.items():
        yield f"{', '.join(codes)} crashed: {reason}"
    found = [(result.rule.code, result.finding) for result in report.results]
    hits = {(finding.place.path, finding.place.line) for code, finding in found if code == rule.code}
    if example.bad and not hits:
        yield f"{rule.code} finds nothing"
    if example.bad and hits and laid.marks and hits != laid.marks:
        yield f"{rule.code} does not hit the marked lines: {', '.join(_shown(*mark) for mark in sorted(laid.marks))}"
    allowed = {*example.also, rule.code} if example.bad else set(example.also)
    for code in sorted({code for code, _ in found} - allowed):
        yield f"{code} finds something"
    for code in example.also:
        if code not in [other for other, _ in found]:
            yield f"{code} finds nothing, and the example names it"


def _shown(path: str, line: Optional[int]) -> str:
    return f"{path}:{line}" if line else path
