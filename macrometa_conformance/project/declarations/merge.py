"""Putting together what several tables or files declare."""

from collections.abc import Iterable

from macrometa_conformance.project.declarations.model import Declarations


def merge(parts: Iterable[Declarations]) -> Declarations:
    """Return the union of declarations, those of earlier parts first."""
    parts = tuple(parts)
    return Declarations(
        files=tuple(dict.fromkeys(file for part in parts for file in part.files)),
        names=tuple(name for part in parts for name in part.names),
        versions=tuple(version for part in parts for version in part.versions),
        python=tuple(python for part in parts for python in part.python),
        python_versions=tuple(versions for part in parts for versions in part.python_versions),
        requirements=tuple(requirement for part in parts for requirement in part.requirements),
        entry_points=tuple(entry for part in parts for entry in part.entry_points),
        shipped=tuple(shipped for part in parts for shipped in part.shipped),
        unknown=tuple(unknown for part in parts for unknown in part.unknown),
        problems=tuple(problem for part in parts for problem in part.problems),
        build_files=tuple(dict.fromkeys(file for part in parts for file in part.build_files)),
    )
