"""Views of the declared requirements: which of them a rule about dependencies judges."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Optional

from packaging.utils import canonicalize_name

from macrometa_conformance.connector.contract import C8CONNECTOR, SINGER, is_banned_sdk, is_tool, is_tooling_extra
from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.declarations.model import Declarations, Kind, Requirement, Scope

_SPELLED = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_ITSELF = re.compile(r"(?:(?:-e|--editable)[ =]*)?(?:file:(?://)?)?\.?/?(?:\[[^\]]*\])?")
_LOCKED = re.compile(r"==[0-9][0-9A-Za-z.+!]*$")


@plain
class Conflict(Plain):
    """Two declarations of one distribution that one install reads, and that admit different versions."""

    first: Requirement
    second: Requirement


class Dependencies:
    """The requirements of a project, sorted by who brings them in.

    A line that limits and requires nothing (`-c`), a lock file's entry, and the project itself (`-e .`, an extra that
    names other extras of it) are among `written` alone.
    """

    def __init__(self, declarations: Declarations, name: Optional[str]) -> None:
        self.written = declarations.requirements
        self._own = canonicalize_name(name) if name else ""

    @cached_property
    def unreadable(self) -> tuple[Requirement, ...]:
        """Return what neither pip nor Poetry can read."""
        return tuple(requirement for requirement in self.written if requirement.kind is Kind.INVALID)

    @cached_property
    def required(self) -> tuple[Requirement, ...]:
        """Return the readable requirements of every group, extra and the build."""
        return tuple(
            requirement
            for requirement in self.written
            if requirement.kind is not Kind.INVALID
            and requirement.scope is not Scope.LOCK
            and not requirement.constraint
            and not self._is_itself(requirement)
        )

    @cached_property
    def run_time(self) -> tuple[Requirement, ...]:
        """Return what a plain install brings, and what a `requirements.txt` at the root lists."""
        return tuple(found for found in self.required if found.scope in {Scope.RUNTIME, Scope.DEPLOY})

    @cached_property
    def brought(self) -> tuple[Requirement, ...]:
        """Return the run-time requirements with those that cannot be read, of which the name may be empty."""
        return (*self.run_time, *(f for f in self.unreadable if f.scope in {Scope.RUNTIME, Scope.DEPLOY}))

    @cached_property
    def run_time_with_extras(self) -> tuple[Requirement, ...]:
        """Return the run-time requirements and those of the extras that are no test or development tooling."""
        return tuple(
            found
            for found in self.required
            if found.scope in {Scope.RUNTIME, Scope.DEPLOY}
            or (found.scope is Scope.EXTRA and found.group not in self._tooling_extras)
        )

    @cached_property
    def unpinned(self) -> tuple[Requirement, ...]:
        """Return the run-time requirements that C8301 speaks of and that are not pinned to one version."""
        return tuple(
            found
            for found in self.run_time_with_extras
            if found.versions is not None
            and not found.versions.pinned
            and found.name not in {C8CONNECTOR, SINGER}
            and not is_banned_sdk(found.name)
            and not is_tool(found.name)
            and not self._pinned_by_constraint(found)
        )

    def ranges(self, name: str) -> tuple[Requirement, ...]:
        """Return the readable declarations of a distribution's versions, in any group, those that limit included."""
        return tuple(
            found
            for found in self.written
            if found.name == name and found.versions is not None and found.scope is not Scope.LOCK
        )

    def tried(self, name: str) -> Optional[tuple[str, str]]:
        """Return the version of a distribution that a lock file holds, or else any file pins, and the file's path."""
        return self._pins.get(name)

    def installs(self, name: str) -> bool:
        """Return whether a plain install brings a distribution, declared readably or not."""
        return any(found.name == name and found.scope is Scope.RUNTIME for found in self.written)

    @cached_property
    def installs_banned_sdk(self) -> bool:
        """Return whether a plain install brings some banned Singer SDK, which stands in for the right one."""
        return any(is_banned_sdk(found.name) and found.scope is Scope.RUNTIME for found in self.written)

    @cached_property
    def banned(self) -> tuple[tuple[Requirement, tuple[Requirement, ...]], ...]:
        """Return the declarations of banned SDKs, with the lock entries that follow from them.

        A lock entry counts on its own where nothing declares the name.
        """
        named = [found for found in self.written if is_banned_sdk(found.name) and not found.constraint]
        readable = [found for found in named if found.kind is not Kind.INVALID]
        declared = {found.name for found in named if found.scope is not Scope.LOCK}
        locks = [found for found in readable if found.scope is Scope.LOCK]
        pairs = []
        for found in readable:
            if found.scope is not Scope.LOCK:
                pairs.append((found, tuple(lock for lock in locks if lock.name == found.name)))
            elif found.name not in declared:
                pairs.append((found, ()))
        return tuple(pairs)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the declarations that differ from the first of their distribution in one install.

        One install reads the run-time requirements of all files together, or those of one group or extra; compared are
        sets of versions, for the same marker. Of Poetry's multiple constraints the tool that reads them chooses.
        """
        first: dict[tuple[object, ...], Requirement] = {}
        found = []
        for requirement in self.required:
            if requirement.versions is None:
                continue
            scope = Scope.RUNTIME if requirement.scope is Scope.DEPLOY else requirement.scope
            key = (requirement.name, scope, requirement.group if scope is not Scope.RUNTIME else "", requirement.marker)
            known = first.setdefault(key, requirement)
            if known.versions is None or known.versions.same_as(requirement.versions):
                continue
            if not (known.alternative and requirement.alternative and known.place.path == requirement.place.path):
                found.append(Conflict(known, requirement))
        return tuple(found)

    @cached_property
    def _pins(self) -> dict[str, tuple[str, str]]:
        pins: dict[str, tuple[str, str]] = {}
        for found in sorted(self.written, key=lambda found: found.scope is not Scope.LOCK):
            if found.scope is Scope.LOCK and _LOCKED.search(found.text):
                pins.setdefault(found.name, (found.text.rpartition("==")[2], found.place.path))
            elif found.versions is not None and found.versions.exact is not None:
                pins.setdefault(found.name, (str(found.versions.exact), found.place.path))
        return pins

    @cached_property
    def _limited(self) -> frozenset[str]:
        limits = (found for found in self.written if found.constraint)
        return frozenset(limit.name for limit in limits if limit.versions and limit.versions.pinned)

    @cached_property
    def _tooling_extras(self) -> frozenset[str]:
        extras = [found for found in self.required if found.scope is Scope.EXTRA]
        return frozenset(found.group for found in extras if is_tooling_extra(found.group) or is_tool(found.name))

    def _pinned_by_constraint(self, requirement: Requirement) -> bool:
        """Return whether a `-c` file pins what a requirements file asks for."""
        return requirement.scope is Scope.DEPLOY and requirement.name in self._limited

    def _is_itself(self, requirement: Requirement) -> bool:
        if requirement.name and requirement.name == self._own:
            return True
        return requirement.kind is Kind.URL and _ITSELF.fullmatch(requirement.text.strip()) is not None


def chosen_together(requirements: tuple[Requirement, ...]) -> Iterator[tuple[Requirement, ...]]:
    """Yield declarations of one distribution in the groups of which an install takes one.

    Those are Poetry's multiple constraints, and entries of one list that differ by their marker.
    """
    groups: dict[tuple[object, ...], list[Requirement]] = {}
    for index, requirement in enumerate(requirements):
        choice = requirement.alternative or bool(requirement.marker)
        own = () if choice else (index,)
        key = (requirement.place.path, requirement.scope, requirement.group, requirement.constraint, *own)
        groups.setdefault(key, []).append(requirement)
    yield from (tuple(group) for group in groups.values())


def written_as(requirement: Requirement, versions: str) -> str:
    """Return a requirement with other versions (`==1.2.0`, maybe a range), in its notation and its spelling.

    Of Poetry's table that is the entry `version` alone, since the others stay.
    """
    found = _SPELLED.match(requirement.text)
    spelled = found is not None and canonicalize_name(found.group()) == requirement.name  # not so for a URL
    name = found.group() if found is not None and spelled else requirement.name
    if requirement.poetry:
        table = requirement.kind is Kind.VERSIONS and requirement.text.endswith("}")
        return f'{"version" if table else name} = "{_in_poetry(versions)}"'
    extras = f"[{','.join(requirement.extras)}]" if requirement.extras else ""
    return f"{name}{extras}{versions}"


def asked_for(declarations: Declarations, name: str, versions: str) -> str:
    """Return how the project would require a distribution: `versions` is a specifier (`==1.2.0`), maybe a range."""
    if any(found.poetry and found.scope is Scope.RUNTIME for found in declarations.requirements):
        return f'{name} = "{_in_poetry(versions)}"'
    return f"{name}{versions}"


def _in_poetry(versions: str) -> str:
    return versions[2:] if versions.startswith("==") else versions


def home(declarations: Declarations) -> Place:
    """Return the file in which something undeclared should stand: that of the name, else the first there is."""
    if declarations.names:
        return Place(declarations.names[0].place.path)
    return Place(declarations.files[0] if declarations.files else "pyproject.toml")
