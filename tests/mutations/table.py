"""All changes, and how many of those that break a rule each rule finds: `python -m tests.mutations.table`."""

from tests.mutations import (
    class_forms,
    connector_class,
    connector_config,
    connector_methods,
    dependencies,
    dependency_forms,
    documentation,
    layout,
    metrics,
    naming,
    project_forms,
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
from tests.mutations.recall import run

_ROW = "{:<5}  {:>6}  {:>5}  {:>6}"

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
    *project_forms.MUTATIONS,
    *dependency_forms.MUTATIONS,
    *class_forms.MUTATIONS,
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
    """Print for each rule how many changes break it, how many are found, and at their place."""
    found = run(VIOLATIONS, REWRITES)
    print(_ROW.format("code", "broken", "found", "placed"))
    for code, one in (*found.rules.items(), ("all", found.all_rules)):
        print(_ROW.format(code, one.violations, one.found, one.placed))
    print(f"\nrewrites: {found.rewrites}, with a finding: {found.reported}")


if __name__ == "__main__":
    main()
