"""All changes, and how many of those that break a rule each rule finds: `python -m tests.mutations.table`."""

from collections.abc import Iterable

from tests.mutations import (
    connector_class,
    connector_config,
    connector_methods,
    dependencies,
    documentation,
    layout,
    metrics,
    naming,
    reserved_keys,
    rewrites,
    sources_code,
    sources_project,
    sources_rewrites,
    state,
    suppressions,
    targets_interface,
    targets_keys,
    targets_lag,
    targets_metrics,
    targets_rewrites,
)
from tests.mutations.changes import Mutation
from tests.mutations.judging import said

VIOLATIONS: tuple[Mutation, ...] = (
    *layout.MUTATIONS,
    *naming.MUTATIONS,
    *dependencies.MUTATIONS,
    *documentation.MUTATIONS,
    *connector_class.MUTATIONS,
    *connector_methods.MUTATIONS,
    *connector_config.MUTATIONS,
    *reserved_keys.MUTATIONS,
    *metrics.MUTATIONS,
    *state.MUTATIONS,
    *suppressions.MUTATIONS,
    *sources_project.violations(),
    *sources_code.violations(),
    *targets_interface.violations(),
    *targets_keys.violations(),
    *targets_lag.violations(),
    *targets_metrics.violations(),
)
REWRITES: tuple[Mutation, ...] = (
    *rewrites.REWRITES,
    *suppressions.REWRITES,
    *sources_rewrites.rewrites(),
    *targets_rewrites.rewrites(),
)


def main() -> None:
    """Print for each rule how many changes break it, how many are found, at their place, and by that rule alone."""
    print("code   broken  found  placed  alone")
    for code in sorted({mutation.code for mutation in VIOLATIONS}):
        rows = [_row(mutation) for mutation in VIOLATIONS if mutation.code == code]
        print(f"{code}  {len(rows):6}  {_count(rows, 0):5}  {_count(rows, 1):6}  {_count(rows, 2):5}")
    dirty = [(change, found) for change in REWRITES if (found := said(change)).findings]
    print(f"\nrewrites: {len(REWRITES)}, with a finding: {len(dirty)}")
    for change, found in dirty:
        print(f"  {change}: {', '.join(sorted(found.codes))}")


def _row(mutation: Mutation) -> tuple[bool, bool, bool]:
    found, asked = said(mutation), mutation.places()
    places = found.places(mutation.code)
    alone = mutation.codes <= found.codes <= mutation.codes | mutation.tolerated
    return bool(places), bool(places) and (not asked or places == asked), alone


def _count(rows: Iterable[tuple[bool, ...]], column: int) -> int:
    return sum(row[column] for row in rows)


if __name__ == "__main__":
    main()
