"""What is wrong with a service or a run, as the real libraries show it, whatever the linter says."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

from macrometa_conformance.connector.contract import CONNECTOR_TYPES, METHODS, METHODS_WITH_INTEGRATION
from tests.oracle.linting import Linted

_CANNOT_BE_CALLED = re.compile(r"\(\) (takes|missing|got)\b|not callable")
NO_CLASS, CLASSES, START = "no class is found", "several classes are found", "the service does not start"

Places = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Symptom:
    """One thing that is wrong: what, where (a method; or calls in the connector's files), and what was seen exactly."""

    what: str
    method: str = ""
    seen: str = ""
    places: Places = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method and f"{self.method}():", self.what, f"({self.seen})"[:200])))


def of_service(seen: dict[str, Any], linted: Linted, *, configured: bool) -> Iterator[Symptom]:
    """Yield what is wrong with a service.

    Without a configuration that the connector can work with (`configured`), an error that `validate`, `samples` or
    `schemas` answers is no symptom unless they cannot be called at all.
    """
    direct = seen["direct"]
    if len(direct) == 1 and direct[0]["below"]:
        yield Symptom("the base is built", seen=direct[0]["below"][0])
    elif len(direct) == 1 and linted.package and direct[0]["module"] != linted.package:
        yield Symptom("the class is elsewhere", seen=direct[0]["name"])
    failure = seen["failure"]
    if failure:
        if "none were found" in failure:
            yield Symptom(NO_CLASS, seen=seen["swallowed"])
        elif "found multiple" in failure:
            yield Symptom(CLASSES, seen=str([one["name"] for one in direct]))
        else:
            yield Symptom(START, seen=failure)
        return
    for method in METHODS:
        problem = _problem(method, seen["answers"][method], linted, configured=configured)
        if problem is not None:
            yield problem


def _problem(method: str, answer: dict[str, Any], linted: Linted, *, configured: bool) -> Optional[Symptom]:
    status, body = answer["status"], answer["body"]
    posted = method in METHODS_WITH_INTEGRATION
    if status in (404, 405):
        return Symptom("404", method)
    if status >= 500:
        detail = answer["error"] or str(body)
        called = not _CANNOT_BE_CALLED.search(detail) and "coroutine" not in detail
        return None if posted and called and not configured else Symptom("500", method, detail)
    if status != 200:
        return None  # a refusal
    if body is None and method != "validate":
        return Symptom("null", method)
    if not answer["fits"]:
        return Symptom("another kind", method, f"{answer['kind']}: {body}")
    return _other_value(method, body, linted)


def _other_value(method: str, body: Any, linted: Linted) -> Optional[Symptom]:
    """Return how a value of the right kind is not what the guidelines ask for, or None."""
    if method == "package_name" and linted.name and body != linted.name:
        return Symptom("another name", method, body)
    if method == "type" and (body not in CONNECTOR_TYPES or (linted.type and body != linted.type)):
        return Symptom("another type", method, body)
    if method == "config":
        names = Counter(item.get("name") for item in body)
        twice = [name for name, count in names.items() if count > 1]
        return Symptom("a name twice", method, str(twice)) if twice else None
    if method == "reserved_keys":
        if linted.type == "source" and body:
            return Symptom("keys of a source", method, str(body))
        wrong = "" in body[1:] or body == [""] or len(set(body)) < len(body) or any(k != k.strip() for k in body)
        return Symptom("another shape", method, str(body)) if linted.type == "target" and wrong else None
    if method in ("samples", "schemas") and linted.type == "target" and body:
        return Symptom("samples of a target", method, str(body))
    return None


def of_run(noted: dict[str, Any], linted: Linted) -> Iterator[Symptom]:
    """Yield what is wrong with the metrics of a run, and with the records that a source makes."""
    for note in noted["records"] if linted.type == "source" else ():
        places = places_of(note)
        if note["error"]:
            yield Symptom("singer refuses the time", seen=note["error"], places=places)
        elif not note["given"]:
            yield Symptom("no time", places=places)
        elif note["stale"]:
            yield Symptom("the time is older than the run", places=places)
    for note in noted["labels"]:
        yield Symptom("labels", seen=f"{note['name']}: {note['error']}", places=places_of(note))
    for note in noted["metrics"] if noted["ports"] else ():
        if not note["exposed"]:
            yield Symptom("not exposed", seen=note["name"], places=places_of(note))


def places_of(note: dict[str, Any]) -> Places:
    """Return the calls in the connector's files, paths with 1-based lines, that led to a note, the innermost first."""
    return tuple((path, line) for path, line in note["place"])
