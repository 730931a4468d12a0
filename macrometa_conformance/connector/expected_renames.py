"""Where keys have to be renamed, and which are not: in a source's `samples` and `schemas`, in a target's run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code.call_graph import Body, Reach
from macrometa_conformance.code.values import Function, Items
from macrometa_conformance.connector.contract import RESERVED_KEYS
from macrometa_conformance.connector.interface_methods import interface_method
from macrometa_conformance.connector.method_results import returned_values, unimplemented
from macrometa_conformance.connector.methods import InterfaceMethod
from macrometa_conformance.connector.record_keys import RecordKeys
from macrometa_conformance.connector.rename_coverage import Coverage
from macrometa_conformance.connector.rename_hints import hint
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.connector.wasted_renames import is_wasted
from macrometa_conformance.finding import Place, Related, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project


@plain
class NotRenamed(Plain):
    """Keys that are not renamed where they have to be, the place, and what was found on the way."""

    keys: tuple[str, ...]
    place: Place
    related: tuple[Related, ...] = ()


Answer = Union[NotRenamed, Undecided, None]


def not_renamed_by(project: Project, name: str) -> Answer:
    """Return the reserved keys of a Macrometa collection that a method of a source does not rename; None if none."""
    main = project.classes.main
    method = interface_method(main, name) if main is not None else None
    if method is None or method.fault is not None:
        return None
    if method.only is None or method.only.written is None:
        return method.unclear
    missing_body = unimplemented(method)
    if isinstance(missing_body, Undecided):
        return missing_body
    reach = project.runs.methods(name)
    records = RecordKeys(project, reach)
    if (missing_body is not None and not records.is_built) or _returns_nothing(method):
        return None
    coverage = Coverage(project, reach)
    renames, wasted = _running(project, reach)
    unmet = tuple(key for key in RESERVED_KEYS if not any(coverage.covers(rename, key) for rename in renames))
    if not unmet:
        return None
    known = records.known()
    missing = tuple(key for key in unmet if known is None or key in known)
    if not missing:
        return None
    doubt = hint(project, reach.bodies, coverage, missing)
    if doubt is not None:
        return doubt
    if not records.is_built:
        return Undecided(f"what `{name}` returns is built outside the project", method.place)
    some = tuple(
        Related(rename.place, "only " + ", ".join(f"`{key}`" for key in covered) + " renamed here")
        for rename in renames
        if (covered := [key for key in RESERVED_KEYS if coverage.covers(rename, key)])
    )
    return NotRenamed(missing, method.place, (*some, *wasted))


def _running(project: Project, reach: Optional[Reach]) -> tuple[list[Rename], tuple[Related, ...]]:
    """Return the renames that run in a reach and are not lost, and what to say of those that are."""
    running = [rename for rename in project.renames.all if reach is None or rename.body in reach]
    wasted = [rename for rename in running if is_wasted(project, rename, reach)]
    said = tuple(Related(rename.place, "this is done in a new record that nobody takes") for rename in wasted)
    return [rename for rename in running if rename not in wasted], tuple(dict.fromkeys(said))


def _returns_nothing(method: InterfaceMethod) -> bool:
    """Return whether a method returns the empty list and nothing else."""
    values = [value for one in returned_values(method) for value in one.values]
    return bool(values) and all(isinstance(v, Items) and v.exact and not v.elements for v in values)


def not_renamed_by_target(project: Project) -> Answer:
    """Return the keys that a target lists as reserved and does not rename before it writes; None if it does.

    The fixed primary key, the first of the list, may keep its name where others are renamed.
    """
    reserved = project.reserved_keys
    if reserved.undecided is not None:
        return reserved.undecided
    wanted = tuple(key for key in reserved.texts if key.strip() and key != RESERVED_KEYS[0])
    if not wanted:
        return None
    entry = project.runs.entry
    coverage = Coverage(project)
    running, wasted = _running(project, entry)
    missing = tuple(key for key in wanted if not any(coverage.covers(rename, key) for rename in running))
    if not missing or (missing == (reserved.texts[0],) and len(wanted) > 1):
        return None
    bodies = entry.bodies if entry is not None else project.call_graph.bodies
    doubt = hint(project, bodies, coverage, missing)
    if doubt is not None:
        return doubt
    asleep = [rename for rename in project.renames.all if entry is not None and rename.body not in entry]
    idle = [rename for rename in asleep if any(coverage.covers(rename, key) for key in missing)]
    called = [rename for rename in idle if _may_be_called(project, rename.body)]
    if called and (entry is None or entry.doubts or _has_foreign_bases(project)):
        return Undecided("whether this rename is reached from the entry point is known when it runs", called[0].place)
    place = next(one.place for one in reserved.lists if any(key.text in missing for key in one.keys))
    related = tuple(Related(rename.place, "nothing reached from the entry point gets here") for rename in idle)
    return NotRenamed(missing, place, (*related, *wasted))


def _may_be_called(project: Project, body: Body) -> bool:
    """Return whether a method leads to a body: objects may be asked for it in ways that are not seen."""
    leading = dict.fromkeys([body])
    pending = [body]
    for one in pending:
        new = [caller for caller, _ in project.call_graph.callers.get(one, ()) if caller not in leading]
        leading.update(dict.fromkeys(new))
        pending.extend(new)
    return any(isinstance(one.owner, Function) and one.owner.owner is not None for one in leading)


def _has_foreign_bases(project: Project) -> bool:
    """Return whether a class of the package has a base from outside that may call its methods."""
    main = project.classes.main
    return any(
        (main is None or cls is not main.cls) and project.resolver.classes.may_define_more(cls)
        for module in project.modules
        for cls in project.resolver.definitions(module).classes
    )
