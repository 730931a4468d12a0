"""What the linter says about a connector in a folder."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from macrometa_conformance.finding import Finding
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from macrometa_conformance.registry import load_registry
from macrometa_conformance.rule import Rule
from tests.corpus.matching import Reported


@dataclass(frozen=True)
class Judgement:
    """The findings about one connector, and the rules that crashed with the text of each crash."""

    findings: tuple[Reported, ...]
    crashes: tuple[str, ...] = ()


def judging_rules() -> tuple[Rule, ...]:
    """Return the built-in rules that run unless somebody asks for others."""
    return tuple(rule for rule in load_registry(plugins=False).rules if not rule.opt_in)


def judge(folder: Path, rules: Sequence[Rule]) -> Judgement:
    """Return what the rules say about the connector in a folder."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    project = Project(DictTree({name: path.read_bytes() for name, path in files.items()}))
    findings: list[Reported] = []
    crashes: list[str] = []
    for rule in rules:
        try:
            findings += _run(rule, project)
        except Exception:
            crashes.append(f"{rule.code}: {traceback.format_exc()}")
    return Judgement(tuple(sorted(findings, key=lambda f: (f.code, f.path, f.line or 0))), tuple(crashes))


def _run(rule: Rule, project: Project) -> list[Reported]:
    if project.type is not None and not project.type & rule.applies_to:
        return []
    if any(needs(project) for needs in rule.requires):
        return []
    return [
        Reported(rule.code, found.place.path, found.place.line, found.message, found.absent)
        for found in rule.check(project)
        if isinstance(found, Finding)
    ]
