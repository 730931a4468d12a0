"""What is wrong with the renames of a package: new keys that may be taken, falsy values and primary keys lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.connector.collisions import cannot_collide
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.primary_key import PRIMARY, known_key_properties, spares_primary_key
from macrometa_conformance.connector.rename_coverage import Coverage
from macrometa_conformance.connector.rename_hints import concerns_keys
from macrometa_conformance.connector.rename_tests import truth_tests
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.finding import Place, Related, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


@plain
class Fault(Plain):
    """A place where a rename goes wrong: the function, the keys that are renamed there, and the evidence."""

    place: Place
    function: str
    keys: tuple[str, ...]
    related: tuple[Related, ...] = ()


Answers = Iterator[Union[Fault, Undecided]]


def colliding(project: Project) -> Answers:
    """Yield the renames of reserved keys that do not go on until the new key is free."""
    coverage = Coverage(project)
    for rename in project.renames.judged:
        if rename.repeats or coverage.is_total(rename):
            continue
        keys = _keys(project, coverage, rename)
        if keys is None:
            yield Undecided("which keys are renamed here is known when it runs", rename.place)
        elif keys and not cannot_collide(project, rename):
            yield Fault(rename.place, _function(rename), keys, _evidence(rename, rename.place))


def losing_falsy(project: Project) -> Answers:
    """Yield for each function that renames reserved keys the first look-up that it tests by truth."""
    coverage = Coverage(project)
    found: dict[tuple[str, str], Fault] = {}
    for rename in project.renames.all:
        tests = truth_tests(project, rename)
        if not tests:
            continue
        keys = _keys(project, coverage, rename)
        site = project.renames.sites[rename.body].frame.site(tests[0].at)
        if keys is None:
            yield Undecided("which keys are renamed here is known when it runs", place_of(site))
        elif keys:
            fault = Fault(place_of(site), _function(rename), keys, _evidence(rename, place_of(site)))
            name = (rename.body.module.path, rename.body.name)
            earlier = found.get(name)
            if earlier is None or _position(fault) < _position(earlier):
                found[name] = fault
    yield from found.values()


def primary_renamed(project: Project) -> Answers:
    """Yield the renames that cover `_key` and never spare it where it is the primary key."""
    coverage = Coverage(project)
    known = known_key_properties(project)
    if known is not None and PRIMARY not in known:
        return
    for rename in project.renames.judged:
        covered = coverage.covers(rename, PRIMARY)
        if covered is False or spares_primary_key(project, rename):
            continue
        if covered:
            yield Fault(rename.place, _function(rename), (PRIMARY,), _evidence(rename, rename.place))
        elif concerns_keys(rename):
            yield Undecided("whether `_key` is renamed here is known when it runs", rename.place)


def _keys(project: Project, coverage: Coverage, rename: Rename) -> Optional[tuple[str, ...]]:
    """Return the reserved keys that a rename surely covers; None where it may cover some and surely covers none."""
    answers = {key: coverage.covers(rename, key) for key in project.renames.universe}
    sure = tuple(key for key, answer in answers.items() if answer)
    return sure if sure or None not in answers.values() or not concerns_keys(rename) else None


def _function(rename: Rename) -> str:
    return rename.body.owner.qualified if rename.body.owner is not None else rename.body.module.name


def _evidence(rename: Rename, apart_from: Place) -> tuple[Related, ...]:
    made = [Related(rename.made_at(part), "`_` is added here") for part in rename.parts]
    moved = [Related(rename.place, "the key is renamed here")] if rename.uses else []
    return tuple(one for one in dict.fromkeys((*made, *moved)) if one.place != apart_from)


def _position(fault: Fault) -> tuple[int, int]:
    region = fault.place.region
    return (region.line, region.column) if region is not None else (0, 0)
