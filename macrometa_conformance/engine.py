"""The engine: runs the rules of a plan on a project, and stamps, filters and sorts what they say."""

import gc
import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Callable, NamedTuple, Optional, Union

from macrometa_conformance.baseline import Baseline, Tally, read_baseline, tallies
from macrometa_conformance.brevity import brief, brief_verdict
from macrometa_conformance.config import (
    Overrides,
    Plan,
    Settings,
    idle_selections,
    plan_for,
    settings_of_file,
    settings_of_tree,
)
from macrometa_conformance.doubts import DECLARING, doubts_about_folder, doubts_about_settings
from macrometa_conformance.errors import UsageError
from macrometa_conformance.files import same_file
from macrometa_conformance.finding import Finding, NotApplicable, Place, Severity, Undecided, Verdict
from macrometa_conformance.large_stack import with_large_stack
from macrometa_conformance.packed import PackedLines
from macrometa_conformance.plain import Plain, plain, replace
from macrometa_conformance.project.folder_tree import FolderTree
from macrometa_conformance.project.preconditions import needs_connector_class, needs_name
from macrometa_conformance.project.project import Options, Project
from macrometa_conformance.project.text import lines_of, split_lines
from macrometa_conformance.project.tracked import tracked_paths
from macrometa_conformance.project.tree import EntryKind, ProjectTree, Unreadable
from macrometa_conformance.registry import Registry
from macrometa_conformance.remembered import sight_of
from macrometa_conformance.report import (
    Acceptance,
    Outcome,
    ProjectReport,
    Report,
    Result,
    Status,
    Suppressed,
    position,
)
from macrometa_conformance.rule import ALL, Rule
from macrometa_conformance.suppression import JUDGES, Suppressions, without_findings
from macrometa_conformance.workers import in_order, processes_for

if TYPE_CHECKING:
    from macrometa_conformance.code.kept_facts import KeptFacts
    from macrometa_conformance.code.program import Compile
    from macrometa_conformance.kept_reports import KeptReports
    from macrometa_conformance.remembered import Sight, Witness

_ANCHORS = ("pyproject.toml", "setup.cfg", "setup.py", "README.md")
_LEFT_OUT = ("`--severity-min` leaves its findings out", None)
_LONGEST_REASON = 300  # characters of what an exception says


@plain
class Means(Plain):
    """What a run over many connectors, or one that is repeated, may use: none of it changes what the run says.

    `facts` compiles modules and remembers them; `reports` are those of earlier runs; `witness` is told all that the run
    depends on; `processes` is how many share the connectors, 0 for as many as are worth it; `told` is told how many
    connectors more are done.
    """

    facts: "Optional[KeptFacts]" = None
    reports: "Optional[KeptReports]" = None
    witness: "Optional[Witness]" = None
    processes: int = 1
    told: Optional[Callable[[int], None]] = None


class _Linted(NamedTuple):
    """What came of one connector; the last two for the witness."""

    report: ProjectReport
    doubts: tuple[str, ...]
    sight: "Optional[Sight]"
    uncertain: bool


def lint(paths: Sequence[str], overrides: Overrides, registry: Registry, means: Optional[Means] = None) -> Report:
    """Return the report over the connectors at these folders, in their order.

    Raises UsageError on a path that is no folder, a settings file or a baseline that cannot be read or a rule that is
    not known, and ConfigError on wrong settings.
    """
    began = time.perf_counter()
    given = means or Means()
    facts, reports, witness = given.facts, given.reports, given.witness
    trees = [(path, open_folder(path, tracked=overrides.tracked)) for path in dict.fromkeys(paths)]
    settings = [settings_for(tree, path, overrides) for path, tree in trees]
    plans = [plan_for(one, overrides, registry) for one in settings]
    baselines = [_baseline(one, overrides, witness) for one in settings]
    known = tallies(baselines, [tree.root for _, tree in trees])
    processes = processes_for(len(trees), given.processes)

    def work(number: int) -> _Linted:
        path, tree = trees[number]
        name = reports.name(path, settings[number], overrides) if reports and known[number] is None else ""
        seen = tree.again() if name else tree
        report = reports.get(name, seen) if reports and name else None
        if report is None:
            seen = tree
            if number:
                gc.collect()  # the facts of the project before hold each other, and the collector may be off
            report = lint_project(tree, plans[number], path=path, root=tree.root, known=known[number], compiler=facts)
            if reports and name and not (facts and facts.uncertain):
                reports.put(name, tree, report)
        doubts = (*doubts_about_folder(tree, path), *settings_doubts(tree, path, overrides))
        sight = sight_of(path, seen) if witness else None
        tree.forget()
        if len(trees) > 1:
            lines, host_lines = PackedLines(report.excerpts), PackedLines(report.host_lines)
            report = replace(report, excerpts=lines, host_lines=host_lines)
        return _Linted(report, doubts, sight, facts is not None and facts.uncertain)

    linted = list(in_order(work, len(trees), processes, registry.rules, given.told))
    if witness:
        witness.sights += [one.sight for one in linted if one.sight]
        witness.uncertain |= any(one.uncertain for one in linted)
    projects = tuple(one.report for one in linted)
    selected = {outcome.rule.code for project in projects for outcome in project.outcomes}
    doubted = (doubt for one in settings for doubt in _doubts_about_options(one, overrides, registry))
    warnings = (*registry.warnings, *dict.fromkeys(doubted), *(doubt for one in linted for doubt in one.doubts))
    return Report(projects, registry.rules, tuple(sorted(selected)), time.perf_counter() - began, warnings)


def lint_project(
    tree: ProjectTree,
    plan: Plan,
    *,
    path: str = ".",
    root: str = "",
    known: Optional[Tally] = None,
    compiler: "Optional[Compile]" = None,
) -> ProjectReport:
    """Return what the rules of the plan say about the connector in a tree.

    `path` is the connector as the user named it, `root` its absolute folder, `known` what its baseline expects,
    `compiler` what compiles its modules in place of `compile_module`. A rule that raises is a crash in the report; the
    others go on.
    """
    project = Project(tree, Options(plan.newest_c8connector, plan.allowed_dependencies), compiler)
    return with_large_stack(lambda: _lint_project(project, plan, path, root, known))


def _lint_project(project: Project, plan: Plan, path: str, root: str, known: Optional[Tally]) -> ProjectReport:
    tree = project.tree
    suppressions = project.suppressions = Suppressions(project, plan)
    results: list[Result] = []
    suppressed: list[Suppressed] = []
    outcomes: dict[str, Outcome] = {}
    left_out: list[Severity] = []
    for rule in sorted(plan.rules, key=lambda rule: rule.code in JUDGES):
        judged = judge(rule, project)
        suppressions.note(judged.outcome)
        found = (Result(rule, plan.severity(rule), finding, "") for finding in judged.findings)
        shown: list[Result] = []
        for stamped in _stamped(sorted(found, key=position)):
            result, accepted = suppressions.judge(stamped)
            if not accepted and known and known.accepts(result):
                accepted = Suppressed(result, Acceptance.BASELINE)
            if accepted:
                suppressed.append(accepted)
            else:
                shown.append(result)
        outcome = judged.outcome if shown else without_findings(judged.outcome, len(judged.findings))
        if shown and plan.severity(rule) < plan.severity_min:
            left_out.extend(result.severity for result in shown)
            shown, outcome = [], replace(outcome, reasons=(*outcome.reasons, _LEFT_OUT))
        results.extend(shown)
        outcomes[rule.code] = outcome
    results.sort(key=position)
    suppressed.sort(key=lambda one: position(one.result))
    return ProjectReport(
        path=path,
        root=root,
        name=_name(project),
        type=_type(project),
        results=tuple(results),
        outcomes=tuple(outcomes[rule.code] for rule in plan.rules),
        excerpts=(
            excerpts := _excerpts(tree, [*results, *(one.result for one in suppressed)], anchor := _anchor(tree))
        ),
        host_lines=dict(_host_lines(tree, excerpts)),
        anchor=anchor,
        off=tuple(map(brief, plan.off)),
        skipped=tree.skipped,
        fail_on=plan.fail_on,
        left_out=tuple(left_out),
        suppressed=tuple(suppressed),
        baseline=known.file if known else "",
        stale=known.stale(outcomes.values(), plan.may_be_rule) if known else (),
    )


@plain
class Judged(Plain):
    """What one rule says about one project: each finding once, and how it ended."""

    findings: tuple[Finding, ...]
    outcome: Outcome


def judge(rule: Rule, project: Project) -> Judged:
    """Return what a rule says about a project. Nothing that the rule does makes this raise."""
    verdicts: list[Verdict] = []
    crash = ""
    try:
        for verdict in _verdicts(rule, project):
            if not isinstance(verdict, (Finding, Undecided, NotApplicable)):
                raise TypeError(f"the rule yields a {type(verdict).__name__}, which is no verdict")
            verdicts.append(brief_verdict(verdict))
    except (Exception, SystemExit) as error:  # whatever a rule, or a fact behind it, fails with: the others go on
        crash = _crash(error)
    found: dict[tuple[Place, str], Finding] = {}
    for verdict in verdicts:
        if isinstance(verdict, Finding):
            found.setdefault((verdict.place, verdict.message), verdict)
    undecided = [(verdict.reason, verdict.place) for verdict in verdicts if isinstance(verdict, Undecided)]
    spared = [(verdict.reason, None) for verdict in verdicts if isinstance(verdict, NotApplicable)]
    reasons: Iterable[tuple[str, Optional[Place]]]
    if crash:
        status, reasons = Status.CRASHED, [(crash, None)]
    elif found:
        status, reasons = Status.FAILED, undecided
    elif undecided:
        status, reasons = Status.UNDECIDED, undecided
    elif spared:
        status, reasons = Status.NOT_APPLICABLE, spared
    else:
        status, reasons = Status.PASSED, ()
    return Judged(tuple(found.values()), Outcome(rule, status, tuple(dict.fromkeys(reasons))))


def open_folder(path: str, *, tracked: bool = False) -> FolderTree:
    """Return the tree of a connector's folder, or what git tracks of it.

    Raises UsageError where there is no such folder, and where git does not tell.
    """
    try:
        exists, is_folder = os.path.exists(path), os.path.isdir(path)
    except ValueError:  # a NUL
        exists = is_folder = False
    if is_folder:
        return FolderTree(path, tracked_paths(path) if tracked else None)
    if exists:
        raise UsageError(f"`{path}` is a file, and a connector's folder is wanted", f"write `{_folder_of(path)}`")
    raise UsageError(f"there is no folder `{path}`", "name the folder that holds the connector's `pyproject.toml`")


def _baseline(settings: Settings, overrides: Overrides, witness: "Optional[Witness]") -> Optional[Baseline]:
    """Return the baseline of one project: that of the command line, else the one that its settings name."""
    if overrides.baseline or not settings.baseline or (settings.of_tree and overrides.no_suppressions):
        return overrides.baseline
    if witness:
        witness.note_file(settings.baseline_file)
    return read_baseline(settings.baseline_file, regular=settings.of_tree)


def settings_for(tree: ProjectTree, path: str, overrides: Overrides) -> Settings:
    """Return the settings of one project: the file that the command line names, else what the tree brings."""
    if overrides.config:
        return settings_of_file(overrides.config)
    return Settings() if overrides.isolated else settings_of_tree(tree, path)


def settings_doubts(tree: ProjectTree, path: str, overrides: Overrides) -> Iterator[str]:
    """Yield what looks like settings in a project and is not read, unless none of its settings are."""
    if not overrides.config and not overrides.isolated:
        yield from (f"{os.path.normpath(path)}: {doubt}" for doubt in doubts_about_settings(tree))


def _doubts_about_options(settings: Settings, overrides: Overrides, registry: Registry) -> Iterator[str]:
    """Yield what is asked for and has no effect, or not the one that later runs see."""
    yield from idle_selections(settings, overrides, registry)
    written = overrides.baseline.file if overrides.baseline and overrides.writes_baseline else ""
    if written and settings.baseline and not same_file(written, settings.baseline_file):
        where = settings.where(("baseline",))
        yield f"{where}: `baseline` is `{settings.baseline}`; later runs read that, and not `{written}`"


def _verdicts(rule: Rule, project: Project) -> Iterator[Verdict]:
    spared = _other_type(rule, project)
    for needs in rule.requires:
        spared = spared or needs(project)
    if spared:
        yield spared
    elif needs_connector_class in rule.requires and len(project.variants) > 1:
        from macrometa_conformance.project.variants import agreed

        yield from agreed(rule, project)
    else:
        yield from rule.check(project)


def _other_type(rule: Rule, project: Project) -> Optional[Union[NotApplicable, Undecided]]:
    """Return why a rule is not for the project's type of connector, or None."""
    if rule.applies_to == ALL:
        return None
    if project.type is None:
        unknown = needs_name(project)
        return unknown if isinstance(unknown, Undecided) else NotApplicable("the connector's type is not known")
    if project.type in rule.applies_to:
        return None
    return NotApplicable(f"the connector is {_a(project.type.words[0])}")


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _crash(error: BaseException) -> str:
    """Return what a rule failed with, and where in the tool, on one line."""
    text = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_REASON].rstrip(": ")
    import traceback  # takes as long to import as some rules to run

    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return text
    file, line = frames[-1].filename.replace(os.sep, "/"), frames[-1].lineno
    return f"{text} ({'/'.join(file.split('/')[-2:])}:{line})"


def _stamped(results: Iterable[Result]) -> Iterator[Result]:
    """Yield the results with fingerprints; those that would share one are numbered in their order in the file."""
    seen: Counter[tuple[str, ...]] = Counter()
    for result in results:
        finding = result.finding
        parts = (result.rule.code, finding.place.path, finding.subject, finding.message)
        seen[parts] += 1
        text = "\0".join((*parts, str(seen[parts])))
        yield replace(result, fingerprint=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _name(project: Project) -> Optional[str]:
    try:
        return brief(project.name.value) if project.name else None
    except Exception:  # the rules that ask for it have crashed, and the report says so
        return None


def _type(project: Project) -> Optional[str]:
    try:
        return project.type.words[0] if project.type else None
    except Exception:  # as above
        return None


def _anchor(tree: ProjectTree) -> str:
    files = [entry.name for entry in tree.entries("") if entry.kind is EntryKind.FILE]
    return next((name for name in _ANCHORS if name in files), files[0] if files else "")


def _excerpts(tree: ProjectTree, results: Iterable[Result], anchor: str) -> dict[str, tuple[str, ...]]:
    paths = {anchor} if anchor else set()
    for result in results:
        paths.add(result.finding.place.path)
        paths.update(related.place.path for related in result.finding.related)
    lines = {path: _lines(tree, path) for path in sorted(paths)}
    return {path: found for path, found in lines.items() if found is not None}


def _host_lines(tree: ProjectTree, excerpts: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the files that a code host reads otherwise than rules do, with their lines.

    `src/fingerprints.ts` of GitHub's codeql-action takes all for UTF-8, replaces what is not, and keeps a leading mark.
    """
    for path, lines in excerpts.items():
        found = split_lines(tree.read(path).decode("utf-8", "replace"))
        if found != lines:
            yield path, found


def _lines(tree: ProjectTree, path: str) -> Optional[tuple[str, ...]]:
    """Return the lines of a file as rules count them, with what cannot be decoded replaced; None where it is absent."""
    try:
        return lines_of(tree.read(path), path)
    except (OSError, Unreadable):
        return None


def _folder_of(path: str) -> str:
    """Return the folder round a file that looks like a connector's root, else the folder that it lies in."""
    first = folder = os.path.dirname(path) or "."
    while True:
        if any(os.path.isfile(os.path.join(folder, name)) for name in DECLARING):
            return folder
        parent = os.path.dirname(folder) or "."
        if parent == folder:
            return first
        folder = parent
