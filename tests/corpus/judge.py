"""What the linter says about a connector in a folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from macrometa_conformance.config import Overrides
from macrometa_conformance.engine import lint
from macrometa_conformance.registry import Registry, built_in_rules
from macrometa_conformance.rule import Rule
from tests.corpus.matching import Reported


@dataclass(frozen=True)
class Judgement:
    """The findings about one connector, and the rules that crashed with the text of each crash."""

    findings: tuple[Reported, ...]
    crashes: tuple[str, ...] = ()


def judging_rules() -> tuple[Rule, ...]:
    """Return the built-in rules that run unless somebody asks for others, sorted by code."""
    return tuple(sorted((rule for rule in built_in_rules() if not rule.opt_in), key=lambda rule: rule.code))


def judge(folder: Path, rules: Sequence[Rule]) -> Judgement:
    """Return what the rules say about the connector in a folder, whatever its own settings are."""
    report = lint([str(folder)], Overrides(isolated=True), Registry(tuple(rules)))
    return Judgement(
        tuple(
            Reported(result.rule.code, result.finding.place.path, result.finding.place.line, result.finding.message)
            for result in report.results
        ),
        tuple(f"{outcome.rule.code}: {reason}" for outcome in report.crashed for reason, _ in outcome.reasons),
    )
