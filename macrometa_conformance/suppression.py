"""Suppressions: which findings comments and `per-file-ignores` accept, and which suppressions accept nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.comments.directives import IGNORE, IGNORE_FILE, Directive, directives_of
from macrometa_conformance.comments.find import comments_of
from macrometa_conformance.errors import UsageError, nearest
from macrometa_conformance.finding import Finding, Place, Related
from macrometa_conformance.plain import Plain, plain, replace
from macrometa_conformance.project.declarations.requirements import requirements_files
from macrometa_conformance.project.tree import Unreadable, is_file
from macrometa_conformance.registry import RESERVED, Registry
from macrometa_conformance.report import Acceptance, Outcome, Result, Status, Suppressed
from macrometa_conformance.rule import Rule

if TYPE_CHECKING:
    from macrometa_conformance.config import Exemption, Plan
    from macrometa_conformance.project.project import Project

JUDGES = ("C8002", "C8003")  # the rules that judge suppressions: they run when all others have
SYNTAX_ERROR = "C8001"  # in a file with one, nothing tells for sure what is a comment

_FILES = ("pyproject.toml", "c8-lint.toml", "setup.cfg", "setup.py", "README.md", "GETTING_STARTED.md")
_MOST_RELATED = 3
MAX_WORDS = 1_000  # rules that the comments of one file name: each finding there is held against each of these
_NOT_COUNTED = "this suppression does not count"


@plain
class Suppression(Plain):
    """What one comment accepts: the rules that it names, by the words that name them."""

    path: str
    directive: Directive
    codes: dict[str, str] = field(compare=False)  # what the words name, by word; those that name nothing are absent

    @property
    def place(self) -> Place:
        """Return where it stands."""
        return Place(self.path, self.directive.region)

    def matches(self, code: str, place: Place) -> bool:
        """Return whether it accepts a finding of a rule at a place."""
        if place.path != self.path or code not in self.codes.values() or code == SYNTAX_ERROR:
            return False
        if self.directive.verb == IGNORE_FILE:
            return True
        line = place.line
        elements = self.directive.elements
        if code in JUDGES:  # which find their findings in the comment itself
            own = [self.directive.region.line, *(word.region.line for word in self.directive.words)]
            elements = (*elements, (min(own), max(own)))
        return line is not None and any(first <= line <= last for first, last in elements)


class Suppressions:
    """The suppressions of one project, and what they came to so far.

    The engine tells it of every rule that ran and puts every finding to it; `unused` and `unknown` hold then.
    """

    def __init__(self, project: "Project", plan: "Optional[Plan]" = None) -> None:
        self._project = project
        self._plan = plan
        self._registry = (plan.registry or Registry(plan.rules)) if plan else Registry(())
        self._exemptions: tuple[Exemption, ...] = plan.hidden if plan else ()
        self._by_path: dict[str, tuple[Suppression, ...]] = {}
        self._decided: set[str] = set()
        self._used: set[tuple[int, str]] = set()
        self._found: dict[str, list[Place]] = {}  # what nothing accepts, by code

    def note(self, outcome: Outcome) -> None:
        """Take note of how a rule ended: only one that could decide everything shows a suppression to be unused."""
        if outcome.status in (Status.PASSED, Status.FAILED) and not outcome.reasons:
            self._decided.add(outcome.rule.code)

    def judge(self, result: Result) -> "tuple[Result, Optional[Suppressed]]":
        """Return a result, and by what it is accepted, if it is.

        What a comment would accept, were it heeded or did it give a reason, is related to that comment.
        """
        code, place = result.rule.code, result.finding.place
        comments = [one for one in self._of(place.path) if one.matches(code, place)]
        entries = [one for one in self._exemptions if one.matches(result.rule, place.path)]
        self._used.update((id(one), code) for one in (*comments, *entries))
        if self._plan is None:
            return result, None
        heeded = self._plan.suppressions and self._plan.comments
        honoured = [one for one in comments if one.directive.reason or not self._plan.require_reason]
        if honoured and heeded:
            best = next((one for one in honoured if one.directive.reason), honoured[0])
            return result, Suppressed(result, Acceptance.COMMENT, best.directive.reason, best.place)
        if entries and self._plan.suppressions:
            return result, Suppressed(result, Acceptance.SETTINGS, entries[0].reason, entries[0].place)
        self._found.setdefault(code, []).append(place)
        notes = tuple(Related(one.place, _not_counted(one, heeded=heeded)) for one in comments)
        finding = replace(result.finding, related=(*result.finding.related, *notes))
        return replace(result, finding=finding), None

    def unused(self) -> Iterator[Finding]:
        """Yield a finding for each mention of a rule that matched nothing though the rule could decide."""
        for one in self._all:
            for word in one.directive.words:
                code = one.codes.get(word.text)
                if code is None or (id(one), code) in self._used or not self._is_judged([code]):
                    continue
                place = Place(one.path, word.region)
                rule = self._registry.get(code)
                elsewhere = sorted(self._found.get(code, ()), key=lambda found: found.path != one.path)[:_MOST_RELATED]
                yield Finding(
                    place,
                    f"the suppression of {rule.code} ({rule.name}) matches no finding",
                    _remedy(one, rule, is_found=bool(elsewhere)),
                    code,
                    tuple(Related(found, f"a finding of {code} that it does not reach") for found in elsewhere),
                )
        for entry in self._exemptions:
            codes = sorted(entry.codes)
            if entry.place is None or not self._is_judged(codes) or any((id(entry), c) in self._used for c in codes):
                continue
            message = f"the entry `{entry.word}` of `{entry.pattern}` in `per-file-ignores` matches no finding"
            remedy = "remove the entry, or correct the pattern"
            yield Finding(entry.place, message, remedy, f"{entry.pattern} {entry.word}")

    def unknown(self) -> Iterator[Finding]:
        """Yield a finding for each comment that is no proper suppression, and each word in it that names no rule."""
        for one in self._all:
            directive = one.directive
            if directive.mistake:
                yield Finding(one.place, directive.mistake, self._form(directive), directive.verb)
                continue
            for word in directive.words:
                if word.text not in one.codes and self._is_mistaken(word.text):
                    message = f"no rule has the code or the name `{word.text}`"
                    yield Finding(Place(one.path, word.region), message, self._hint(word.text), word.text)

    @cached_property
    def _all(self) -> tuple[Suppression, ...]:
        """Return the suppressions in every file that rules judge."""
        tree = self._project.tree
        files = [path for path in (*_FILES, *requirements_files(tree)) if is_file(tree, path)]
        files += [module.path for module in self._project.modules]
        return tuple(one for path in dict.fromkeys((*files, *self._by_path)) for one in self._of(path))

    def _of(self, path: str) -> tuple[Suppression, ...]:
        if path not in self._by_path:
            try:
                comments = comments_of(path, self._project.tree.read(path))
            except (OSError, Unreadable):
                comments = ()
            directives = _first_of(directive for comment in comments for directive in directives_of(comment))
            self._by_path[path] = tuple(Suppression(path, one, self._codes(one)) for one in directives)
        return self._by_path[path]

    def _codes(self, directive: Directive) -> dict[str, str]:
        """Return the code that each word of a proper suppression names, those left out that name none."""
        found = {}
        for word in directive.words if not directive.mistake else ():
            try:
                found[word.text] = self._registry.get(word.text).code
            except UsageError:
                continue
        return found

    def _is_judged(self, codes: Iterable[str]) -> bool:
        """Return whether all of these rules ran and could decide, and none of them judges suppressions itself."""
        ran = {rule.code for rule in self._plan.rules} if self._plan else set()
        known = {rule.code for rule in self._registry.rules if rule.opt_in} - ran  # a prefix does not run those
        codes = [code for code in codes if code not in known]
        return bool(codes) and all(code in self._decided and code not in JUDGES for code in codes)

    def _is_mistaken(self, word: str) -> bool:
        """Return whether a word that names no rule is a mistake: it may be a plug-in's where those are left out."""
        return self._plan is not None and (self._plan.plugins or word.upper().startswith(RESERVED))

    def _form(self, directive: Directive) -> str:
        """Return what to write in place of a comment that is no proper suppression, with the rules that it names."""
        words = [word.text for word in directive.words if self._registry.is_exact(word.text)]
        verb = IGNORE_FILE if "file" in directive.verb.lower() else IGNORE
        other = "" if verb == IGNORE_FILE else f", or `{IGNORE_FILE}` for the whole file"
        return f"write `c8-lint: {verb}[{', '.join(words) or 'C8702'}] reason`{other}"

    def _hint(self, word: str) -> str:
        rules = self._registry.rules
        if any(rule.code.startswith(word.upper()) for rule in rules):
            return "name each rule by its whole code or its name"
        near = nearest(word, [name for rule in rules for name in (rule.code, rule.name)])
        if not near:
            return "`c8-lint rules` lists the rules"
        rule = self._registry.get(near)
        return f"did you mean `{rule.code}` ({rule.name})?"


def _first_of(directives: Iterable[Directive]) -> Iterator[Directive]:
    """Yield the directives up to the limit."""
    left = MAX_WORDS
    for one in directives:
        left -= max(1, len(one.words))
        if left < 0:
            break
        yield one


def without_findings(outcome: Outcome, count: int) -> Outcome:
    """Return how a rule ended all of whose findings, so many, are accepted."""
    if outcome.status is not Status.FAILED or not count:
        return outcome
    status = Status.UNDECIDED if outcome.reasons else Status.PASSED
    told = "1 finding is suppressed" if count == 1 else f"{count} findings are suppressed"
    return Outcome(outcome.rule, status, (*outcome.reasons, (told, None)))


def _not_counted(one: Suppression, *, heeded: bool) -> str:
    """Return why a suppression accepts nothing, with its reason for those who may accept the finding after all."""
    if heeded:
        return f"{_NOT_COUNTED}, for it gives no reason"
    reason = one.directive.reason
    return f"{_NOT_COUNTED} in this run" + (f"; its reason: {reason}" if reason else "")


def _remedy(one: Suppression, rule: Rule, *, is_found: bool) -> str:
    if rule.code == SYNTAX_ERROR:
        return "no comment can suppress it: `per-file-ignores` in the settings can"
    if is_found or (one.directive.verb != IGNORE_FILE and not one.directive.elements):
        return "put it on or directly above what it is for, or remove it"
    others = len({word.text for word in one.directive.words}) > 1
    return f"remove `{rule.code}` from it" if others else "remove the comment"
