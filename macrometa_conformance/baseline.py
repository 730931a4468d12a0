"""Baselines: files of findings that are known, so that only new ones count.

A finding is recognised by rule, file, subject and message, never by its line, and as often as the file says. Paths lead
from the folder of the baseline where that is round the connector, else from the git root: `docs/baseline.md`.
"""

import json
import os
import stat
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Callable, NamedTuple, Optional

from macrometa_conformance.errors import UsageError
from macrometa_conformance.files import Writing, same_file
from macrometa_conformance.git_root import git_root
from macrometa_conformance.plain import Plain, plain, replace
from macrometa_conformance.report import (
    Acceptance,
    Known,
    Outcome,
    ProjectReport,
    Report,
    Result,
    Status,
    Suppressed,
    position,
)
from macrometa_conformance.suppression import without_findings

VERSION = 1
MAX_BYTES = 50_000_000

_Key = tuple[str, str, str, str]  # code, path, subject and message
_TEXTS = ("path", "code", "message")


@plain
class Baseline(Plain):
    """What a baseline file says: the known findings of each connector, by the connector's path.

    `file` is the path of the file as it was given. `is_new` says that the file is not there yet.
    """

    file: str
    projects: Mapping[str, tuple[Known, ...]]
    is_new: bool = False


class Tally:
    """What a baseline still expects of one connector while its findings come in."""

    def __init__(self, baseline: Baseline, root: str) -> None:
        """Take a baseline and the absolute folder of a connector."""
        self.file = baseline.file
        self.project = project_path(baseline.file, root)
        self._open = _counts(baseline.projects.get(self.project, ()))

    def accepts(self, result: Result) -> bool:
        """Return whether a finding is known, and count it off."""
        key = _key(result)
        if self._open[key] < 1:
            return False
        self._open[key] -= 1
        return True

    def stale(self, outcomes: Iterable[Outcome], is_rule: Callable[[str], bool]) -> tuple[Known, ...]:
        """Return what did not come in, of the rules that ran to their end, and of codes that are no rule's."""
        judged = {outcome.rule.code for outcome in outcomes if outcome.status is not Status.CRASHED}
        left = [(key, count) for key, count in self._open.items() if count > 0]
        return tuple(sorted(_known(key, count) for key, count in left if key[0] in judged or not is_rule(key[0])))


class Change(NamedTuple):
    """What writing a baseline came to: findings that it knows now, that it lost, and new ones that it did not take."""

    known: int
    dropped: int
    left: int


def baseline_asked_for(read: str, write: str, *, extend: bool) -> Optional[Baseline]:
    """Return the baseline that the command line names, to read or to write it; None where it names none.

    Raises UsageError on options that do not go together, and on a file that is no baseline.
    """
    if extend and not write:
        raise UsageError("`--extend-baseline` goes with `--write-baseline`", "write `--write-baseline FILE` too")
    if read and write and not same_file(read, write):
        raise UsageError(
            f"`--baseline {read}` and `--write-baseline {write}` name two files",
            "`--write-baseline` reads its file too",
        )
    if write and not os.path.lexists(write):
        return Baseline(write, {}, is_new=True)
    return read_baseline(write or read, regular=bool(write)) if write or read else None


def read_baseline(file: str, *, regular: bool = False) -> Baseline:
    """Return the baseline in a file; with `regular` nothing else is read, say a pipe. Raises UsageError."""
    try:
        mode = os.stat(file).st_mode
        if stat.S_ISDIR(mode) or (regular and not stat.S_ISREG(mode)):
            raise UsageError(f"the baseline `{file}` is {'a folder' if stat.S_ISDIR(mode) else 'no regular file'}")
        with open(file, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "" if os.path.lexists(file.rstrip("\0")) else "`--write-baseline` makes one"
        raise UsageError(f"the baseline `{file}` cannot be read: {reason}", hint) from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"the baseline `{file}` is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        value = json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise _no_baseline(file, f"it is no JSON, see line {error.lineno}: {error.msg}") from error
    except UnicodeDecodeError as error:
        raise _no_baseline(file, "it is no text in UTF-8") from error
    except RecursionError as error:
        raise _no_baseline(file, "its brackets nest too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise _no_baseline(file, f"it is no JSON: {error}") from error
    return Baseline(file, _projects(file, value))


def project_path(file: str, root: str) -> str:
    """Return by which path a baseline names the connector in a folder, with forward slashes; `.` for its own folder."""
    folder, root = os.path.dirname(os.path.realpath(file)), os.path.realpath(root)
    for base in (folder, git_root(root), root):
        if base and (root == base or root.startswith(base.rstrip(os.sep) + os.sep)):
            return os.path.relpath(root, base).replace(os.sep, "/")
    return "."


def tallies(baselines: Sequence[Optional[Baseline]], roots: Sequence[str]) -> list[Optional[Tally]]:
    """Return what is expected of the connectors in these folders. Raises UsageError where a baseline mixes two up."""
    found = [Tally(baseline, root) if baseline else None for baseline, root in zip(baselines, roots)]
    seen: dict[tuple[str, str], str] = {}
    for tally, root in zip(found, roots):
        other = seen.setdefault((os.path.realpath(tally.file), tally.project), root) if tally else root
        if tally and other != root:
            raise UsageError(
                f"the baseline `{tally.file}` cannot tell `{other}` from `{root}`", "put it into a folder round both"
            )
    return found


def rewritten(baseline: Baseline, report: Report, files: Writing, *, extend: bool) -> tuple[Report, Change]:
    """Add the baseline of a run to the files that it writes, and return the report as the new baseline has it.

    What is known and still found stays, and so does what belongs to connectors and rules that did not run; what is
    gone is dropped. New findings are taken only where there is no baseline yet, or with `extend`. Raises UsageError
    where the file cannot be written.
    """
    file, taking = baseline.file, extend or baseline.is_new
    entries = {name: _counts(known) for name, known in baseline.projects.items()}
    dropped = left = 0
    for project in {project.root: project for project in report.projects}.values():  # two paths may name one folder
        own = entries.setdefault(project_path(file, project.root), Counter())
        for stale in project.stale:
            own[_key_of(stale)] -= stale.count
            dropped += stale.count
        if taking:
            own.update(map(_key, project.results))
        else:
            left += len(project.results)
    fresh = (replace(project, stale=()) for project in report.projects)
    projects = tuple(_accepted(project) if taking else project for project in fresh)
    known = {name: tuple(sorted(_known(*item) for item in own.items() if item[1] > 0)) for name, own in entries.items()}
    files.add("the baseline", file, _text(known))
    count = sum(one.count for found in known.values() for one in found)
    return replace(report, projects=projects), Change(count, dropped, left)


def _accepted(project: ProjectReport) -> ProjectReport:
    """Return the report of a project all of whose findings the baseline has taken."""
    taken = Counter(result.rule.code for result in project.results)
    new = [Suppressed(result, Acceptance.BASELINE) for result in project.results]
    outcomes = [without_findings(outcome, taken[outcome.rule.code]) for outcome in project.outcomes]
    suppressed = sorted([*project.suppressed, *new], key=lambda one: position(one.result))
    return replace(project, results=(), suppressed=tuple(suppressed), outcomes=tuple(outcomes))


def _key(result: Result) -> _Key:
    finding = result.finding
    return result.rule.code, _clean(finding.place.path), _clean(finding.subject), _clean(finding.message)


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # a lone surrogate could not be written


def _key_of(known: Known) -> _Key:
    return known.code, known.path, known.subject, known.message


def _known(key: _Key, count: int) -> Known:
    code, path, subject, message = key
    return Known(path, code, message, subject, count)


def _counts(known: Iterable[Known]) -> "Counter[_Key]":
    counts: Counter[_Key] = Counter()
    for one in known:
        counts[_key_of(one)] += one.count
    return counts


def _text(projects: Mapping[str, tuple[Known, ...]]) -> str:
    """Return the text of a baseline: an entry a line, sorted, so that a change of it is easy to review."""
    lines = [json.dumps(_entry(name, known)) for name in sorted(projects) for known in projects[name]]
    listed = "".join(f"\n    {line}," for line in lines).rstrip(",") + ("\n  " if lines else "")
    return f'{{\n  "version": {VERSION},\n  "findings": [{listed}]\n}}\n'


def _entry(project: str, known: Known) -> dict[str, object]:
    entry: dict[str, object] = {"project": project, "path": known.path, "code": known.code, "message": known.message}
    if known.subject:
        entry["subject"] = known.subject
    if known.count > 1:
        entry["count"] = known.count
    return entry


def _projects(file: str, value: object) -> dict[str, tuple[Known, ...]]:
    if not isinstance(value, dict) or "version" not in value or not isinstance(value.get("findings"), list):
        raise _no_baseline(file, "it holds no `version` and `findings`")
    if value["version"] != VERSION or isinstance(value["version"], bool):
        told = json.dumps(value["version"])[:40]
        raise _no_baseline(file, f"its version is {told}, and this c8-lint knows version {VERSION}")
    found: dict[str, list[Known]] = {}
    for number, entry in enumerate(value["findings"], 1):
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("project", *_TEXTS)):
            raise _no_baseline(file, f"its entry {number} lacks one of `project`, `path`, `code` and `message`")
        subject, count = entry.get("subject", ""), entry.get("count", 1)
        if not isinstance(subject, str):
            raise _no_baseline(file, f"the `subject` of its entry {number} is no string")
        if not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise _no_baseline(file, f"the `count` of its entry {number} is no whole number above 0")
        known = Known(entry["path"], entry["code"], entry["message"], subject, count)
        found.setdefault(entry["project"], []).append(known)
    return {project: tuple(known) for project, known in found.items()}


def _no_baseline(file: str, why: str) -> UsageError:
    return UsageError(f"`{file}` is no baseline that can be read: {why}")
