"""How many of the changes that break a rule it finds, and where, and how many rewrites are reported, from a run."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.mutations.changes import Mutation
from tests.mutations.judging import said


@dataclass(frozen=True)
class Recall:
    """Of the changes that break a rule: how many there are, it reports, and it reports at exactly the right place."""

    violations: int
    found: int
    placed: int


@dataclass(frozen=True)
class Counted:
    """The recall of each rule by its code, in order, and how many connectors and rewrites there are and are reported."""

    rules: dict[str, Recall]
    connectors: int
    rewrites: int
    reported: int

    @property
    def all_rules(self) -> Recall:
        """Return the sums over the rules."""
        parts = self.rules.values()
        return Recall(*(sum(getattr(part, name) for part in parts) for name in ("violations", "found", "placed")))


def run(violations: Iterable[Mutation], rewrites: Iterable[Mutation]) -> Counted:
    """Judge each change with all rules, and return what was found."""
    return _counted(
        [(change, *_found(change)) for change in violations],
        [(change, bool(said(change).findings)) for change in rewrites],
    )


def asserted(violations: Iterable[Mutation], rewrites: Iterable[Mutation]) -> Counted:
    """Return what a run finds where the tests of all changes pass."""
    return _counted([(change, True, True) for change in violations], [(change, False) for change in rewrites])


def _found(change: Mutation) -> tuple[bool, bool]:
    """Return whether the rule finds something, and whether that stands at each place where it must and at no other."""
    places = said(change).places(change.code)
    return bool(places), bool(places) and places == change.places()


def _counted(violations: list[tuple[Mutation, bool, bool]], rewrites: list[tuple[Mutation, bool]]) -> Counted:
    rows = {
        code: [(found, placed) for change, found, placed in violations if change.code == code]
        for code in sorted({change.code for change, _, _ in violations})
    }
    return Counted(
        {code: Recall(len(found), *(sum(column) for column in zip(*found))) for code, found in rows.items()},
        len({change.connector for change, *_ in violations} | {change.connector for change, _ in rewrites}),
        len(rewrites),
        sum(reported for _, reported in rewrites),
    )
