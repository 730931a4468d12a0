"""What a rule says where the connector is one of several classes, hanging on which arm of a statement runs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from macrometa_conformance.finding import Finding, Undecided, Verdict
from macrometa_conformance.rule import Rule

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


def agreed(rule: Rule, project: "Project") -> Iterator[Verdict]:
    """Yield what a rule says of each variant of the connector; what not all of them have in common is undecided."""
    said = [(variant, tuple(rule.check(variant))) for variant in project.variants]
    common = frozenset.intersection(
        *(frozenset(_about(one, variant) for one in found if isinstance(one, Finding)) for variant, found in said)
    )
    for variant, found in said:
        for one in found:
            if isinstance(one, Finding) and _about(one, variant) not in common:
                yield Undecided(f"this class is one of several that the import chooses from: {one.message}", one.place)
            else:
                yield one


def _about(finding: Finding, variant: "Project") -> str:
    """Return what a finding is about, the same for each class that it may be about."""
    main = variant.classes.main
    return "" if main is not None and finding.subject == main.name else finding.subject
