"""Whether what the linter says and what the real libraries show agree."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any

from macrometa_conformance.connector.contract import METHODS
from tests.oracle import symptoms
from tests.oracle.linting import MISNAMED, RUN, SERVICE, Linted, Told
from tests.oracle.symptoms import CLASSES, NO_CLASS, START, Places, Symptom, places_of

_UNFOUND = ("C8501", "C8502", "C8506", "C8514", "C8516")  # why no class is found
_ELSEWHERE = ("C8001", "C8106", *MISNAMED)  # the module that is imported is not there
EXPLAINS: dict[str, tuple[str, ...]] = {
    "the base is built": ("C8504",),
    "the class is elsewhere": ("C8502",),
    NO_CLASS: (*_UNFOUND, *_ELSEWHERE),
    CLASSES: ("C8503",),
    START: ("C8504", "C8505", "C8506", "C8507", "C8508", "C8509"),
    "404": ("C8505", "C8506"),
    "500": ("C8506", "C8507", "C8508", "C8514", "C8515", "C8601"),
    "null": ("C8504", "C8505", "C8507", "C8508"),
    "another kind": ("C8205", "C8506", "C8508", "C8510", "C8514", "C8515", "C8601", "C8602"),
    "another name": ("C8204",),
    "another type": ("C8205",),
    "a name twice": ("C8511",),
    "keys of a source": ("C8602",),
    "another shape": ("C8603",),
    "samples of a target": ("C8510",),
    "no time": ("C8710",),
    "singer refuses the time": ("C8714",),
    "the time is older than the run": ("C8714",),
    "labels": ("C8713",),
    "not exposed": ("C8712",),
}  # by symptom the codes one of which must speak of it
ADMITS = {"500": ("C8604",), "another kind": ("C8604",), NO_CLASS: ("C8703",)}  # findings that say: not known
_BY_METHOD = ("C8506", "C8507", "C8508", "C8604")  # their findings name the method


class Agreement(Enum):
    """How the two stand to each other."""

    AGREED = "agreed"
    UNSEEN = "unseen"  # the finding is about what the run did not come to, or another mistake hid
    UNDECIDED = "undecided"  # the linter says that it does not know
    DISAGREED = "disagreed"


@dataclass(frozen=True)
class Verdict:
    """A comparison: of a finding's code with what was seen, or of a symptom with what the linter says."""

    what: str  # the code of a finding, or what the symptom is
    agreement: Agreement
    detail: str = ""


def on_services(linted: Linted, services: Sequence[dict[str, Any]], *, configured: bool) -> list[Verdict]:
    """Return how findings and symptoms of the service agree, and that each other answer is as promised.

    Where there is another service, that of a connector which cannot be found by its name, what the first one does not
    show is judged by that.
    """
    first, *others = services
    verdicts = _on_service(linted, first, configured=configured)
    for other in others:
        again = _on_service(linted, other, configured=configured)
        kept = [verdict for verdict in verdicts if verdict.agreement is not Agreement.UNSEEN]
        known = {(verdict.what, verdict.detail) for verdict in kept}
        verdicts = [*kept, *(verdict for verdict in again if (verdict.what, verdict.detail) not in known)]
    return verdicts


def _on_service(linted: Linted, seen: dict[str, Any], *, configured: bool) -> list[Verdict]:
    found = [*symptoms.of_service(seen, linted, configured=configured)]
    verdicts = [_on_finding(told, found, seen, linted, configured=configured) for told in linted.of(*SERVICE)]
    verdicts += [_on_symptom(one, linted, partial(_shows, one=one, seen=seen)) for one in found]
    if not seen["failure"]:
        wrong = {one.method for one in found}
        verdicts += [Verdict("answer", Agreement.AGREED, method) for method in METHODS if method not in wrong]
    return verdicts


def on_runs(linted: Linted, runs: Iterable[dict[str, Any]]) -> list[Verdict]:
    """Return how findings and symptoms of some runs of one connector agree."""
    notes = [*runs]
    found = [*dict.fromkeys(one for noted in notes for one in symptoms.of_run(noted, linted))]
    calls = {places_of(note) for noted in notes for kind in ("records", "metrics") for note in noted[kind]}
    verdicts = [_on_call(told, found, calls) for told in linted.of(*RUN)]
    verdicts += [_on_symptom(one, linted, partial(_is_at, one=one)) for one in found]
    clean = calls - {one.places for one in found}
    return [*verdicts, *(Verdict("call", Agreement.AGREED, str(place)) for place in sorted(clean))]


def _on_finding(told: Told, found: list[Symptom], seen: dict[str, Any], linted: Linted, *, configured: bool) -> Verdict:
    shown = [str(one) for one in found if _shows(told, one, seen)]
    if told.code == "C8505" and seen["failure"]:  # what the class does not define is seen all the same
        shown += [name for direct in seen["direct"] for name in direct["lacking"] if f"`{name}`" in told.message]
    if shown:
        return Verdict(told.code, Agreement.AGREED, shown[0])
    others = [one for one in linted.findings if one.code != told.code and any(_shows(one, s, seen) for s in found)]
    about = ("samples", "schemas") if told.code == "C8515" else (told.subject,)
    refusing = (400,) if configured else (400, 500)
    refused = any(seen["answers"].get(method, {}).get("status") in refusing for method in about)
    explains = [told.code in EXPLAINS[one.what] for one in found]
    hidden = seen["failure"] and (others or not any(explains))
    unseen = hidden or refused or (others and told.code == "C8514")
    return Verdict(told.code, Agreement.UNSEEN if unseen else Agreement.DISAGREED, f"{told.message} | {_told(found)}")


def _shows(told: Told, one: Symptom, seen: dict[str, Any]) -> bool:
    if told.code not in EXPLAINS[one.what]:
        return False
    if one.what == START:
        return _stops(told, one, seen)
    if one.what == NO_CLASS and told.code == "C8516":
        return "metaclass conflict" in one.seen
    if one.what == NO_CLASS and told.code == "C8514":
        return one.seen.partition(":")[0] in ("AttributeError", "KeyError", "TypeError", "ValueError")
    if told.code == "C8505":
        return any(one.method in direct["lacking"] for direct in seen["direct"])
    return _is_about(told, one)


def _is_about(told: Told, one: Symptom) -> bool:
    """Return whether a finding that names a method is about the one with the symptom, or about one that it calls."""
    if told.code not in _BY_METHOD or not one.method:
        return True
    return told.subject == one.method or f"{told.subject}()" in one.seen


def _stops(told: Told, one: Symptom, seen: dict[str, Any]) -> bool:
    """Return whether a finding can be why the class or the app cannot be built."""
    if told.code == "C8504":
        return True
    if told.code == "C8509":
        return not seen["built"]
    if told.code == "C8505":
        return any(name in direct["lacking"] for direct in seen["direct"] for name in ("type", "version"))
    return told.subject in ("name", "type", "version")


def _on_call(told: Told, found: list[Symptom], calls: Iterable[Places]) -> Verdict:
    shown = [one for one in found if told.code in EXPLAINS[one.what]]
    if told.code != "C8714":  # its place is that of the value, which may lie far from the call
        shown = [one for one in shown if told.covers(one.places)]
    if shown:
        return Verdict(told.code, Agreement.AGREED, str(shown[0]))
    came = told.code == "C8710" and any(told.covers(place) for place in calls)
    return Verdict(told.code, Agreement.DISAGREED if came else Agreement.UNSEEN, f"{told.message} | {_told(found)}")


def _is_at(told: Told, one: Symptom) -> bool:
    return told.code in EXPLAINS[one.what] and (told.code == "C8714" or told.covers(one.places))


def _on_symptom(one: Symptom, linted: Linted, tells: Callable[[Told], bool]) -> Verdict:
    telling = sorted({told.code for told in linted.findings if tells(told)})
    admitted = {told.code for told in linted.of(*ADMITS.get(one.what, ())) if _is_about(told, one)}
    doubted = sorted((linted.doubts & {*EXPLAINS[one.what]}) | admitted)
    how = Agreement.AGREED if telling else Agreement.UNDECIDED if doubted else Agreement.DISAGREED
    return Verdict(one.what, how, f"{one} | {', '.join(telling or doubted)}")


def _told(found: Iterable[Symptom]) -> str:
    return "; ".join(map(str, found)) or "nothing is wrong"
