"""Renames: who makes a new key by adding `_` to one, from which keys, and whether again and again until it is free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.scopes import Scope
from macrometa_conformance.code.values import Function, FunctionValue, Known, Site, Table
from macrometa_conformance.code.walk import Visit
from macrometa_conformance.connector.contract import RESERVED_KEYS
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.rename_repeats import again_and_again, counts_up
from macrometa_conformance.connector.rename_sites import Added, Carrier, KeyUse, Sites, values_in, within
from macrometa_conformance.connector.underscores import addition, aliases, is_renamed, options, shape
from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Distinct, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.project.project import Project

_ROUNDS = 3  # helpers that call helpers


@plain
class Rename(Distinct):
    """One rename of keys in a body.

    `roots` make the new key, `again` add to it once more, `uses` set it in a record; `names` are the variables that
    hold it. `olds` are the keys where both old and new one are written out. `total` marks a rename of every key there
    is. `returned` says that the body hands the new key back to its caller. `literals` are where new keys are written
    out that are set here; `looked_up` says that they are taken out of a table here, not from a record that has them.
    """

    body: Body
    roots: tuple[Added, ...] = ()
    again: tuple[Added, ...] = ()
    uses: tuple[KeyUse, ...] = ()
    names: frozenset[str] = frozenset()
    olds: tuple[str, ...] = ()
    repeats: bool = False
    returned: bool = False
    total: bool = False
    literals: frozenset[Place] = frozenset()
    looked_up: bool = False

    @property
    def parts(self) -> tuple[Added, ...]:
        """Return what tells which keys are renamed: the roots, or where there are none what adds again.

        A further pattern selects further keys.
        """
        further = tuple(part for part in self.again if part.substitution is not None)
        return (*self.roots, *further) if self.roots else self.again

    @property
    def inner(self) -> tuple[Carrier, ...]:
        """Return the functions of the project that are called to rename."""
        return tuple(part.inner for part in self.parts if part.inner is not None)

    @property
    def visits(self) -> tuple[Visit, ...]:
        """Return the nodes of the rename with the blocks around them."""
        return (*(part.visit for part in (*self.roots, *self.again)), *(use.visit for use in self.uses))

    @property
    def records(self) -> tuple[Expr, ...]:
        """Return the records in which keys are set."""
        return tuple(use.record for use in self.uses if use.record is not None)

    @property
    def place(self) -> Place:
        """Return where the key is set; where that is not seen, where the new one is made."""
        if not self.uses:
            return self.made_at(self.parts[0])
        return place_of(Site(self.body.module.path, _span(self.uses[0].statement)))

    def made_at(self, part: Added) -> Place:
        """Return where one of its parts adds `_`."""
        return place_of(Site(self.body.module.path, _span(part.expr)))


class Renames:
    """The renames of a connector package."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver
        self._graph = project.call_graph

    @cached_property
    def universe(self) -> tuple[str, ...]:
        """Return the keys that matter: those of a Macrometa collection, and those that the connector lists."""
        return tuple(dict.fromkeys((*RESERVED_KEYS, *(key for key in self._project.reserved_keys.texts if key))))

    @cached_property
    def all(self) -> tuple[Rename, ...]:
        """Return every rename of the package, in the order of its modules."""
        carriers: dict[int, Carrier] = {}
        found: list[Rename] = []
        for _ in range(_ROUNDS):
            found = [rename for sites in self.sites.values() for rename in self._of(sites, carriers)]
            before, carriers = carriers, dict(self._carriers(found))
            if before.keys() == carriers.keys():
                break
        looked_up = {literal for rename in found if rename.looked_up for literal in rename.literals}
        return tuple(
            rename for rename in found if rename.looked_up or not rename.literals or not rename.literals <= looked_up
        )

    @cached_property
    def sites(self) -> dict[Body, Sites]:
        """Return what each body holds that renames may be made of."""
        return {body: Sites(self._resolver, self._graph, body, self.universe) for body in self._graph.bodies}

    def callers(self, rename: Rename) -> tuple[Rename, ...]:
        """Return the renames that call the function of this one to add `_`."""
        function = self._function(rename)
        return tuple(self._callers.get(id(function), ())) if function is not None else ()

    @cached_property
    def _callers(self) -> dict[int, list[Rename]]:
        """Return by the identity of a function the renames that call it."""
        found: dict[int, list[Rename]] = {}
        for rename in self.all:
            for key in dict.fromkeys(id(self._function(carrier.rename)) for carrier in rename.inner):
                found.setdefault(key, []).append(rename)
        return found

    def is_handed_on(self, rename: Rename) -> bool:
        """Return whether the function of a rename is named without being called, or is a lambda."""
        function = self._function(rename)
        if function is None or isinstance(function.definition, facts.Lambda):
            return True
        return any(not use.is_callee for use in self._resolver.uses(function.module).of(function.name))

    @cached_property
    def judged(self) -> tuple[Rename, ...]:
        """Return the renames without those that another one stands for: the caller's where a helper only makes the key,
        the helper's where it does the whole. A helper that makes keys for nobody renames nothing.
        """
        return tuple(rename for rename in self.all if not self._is_told_elsewhere(rename))

    def _is_told_elsewhere(self, rename: Rename) -> bool:
        if any(not carrier.rename.returned for carrier in rename.inner):
            return True
        return rename.returned and not rename.uses and (bool(self.callers(rename)) or not self._is_called(rename))

    def _is_called(self, rename: Rename) -> bool:
        """Return whether anything in the package leads to the function of a rename."""
        if self._function(rename) is not rename.body.owner or rename.body.owner is None:
            return True  # a lambda is used where it stands
        return any(body != rename.body for body, _ in self._graph.callers.get(rename.body, ()))

    # Grouping

    def _of(self, sites: Sites, carriers: dict[int, Carrier]) -> Iterator[Rename]:
        additions = sites.additions(carriers)
        uses = tuple(sites.uses())
        scope = _scope(self._resolver, sites.body)
        found: list[Rename] = []
        taken: set[int] = set()
        targets = dict.fromkeys(added.target for added in additions if added.target)
        for name in targets:
            events: list[tuple[tuple[int, int], int, object]] = []
            for added in additions:
                if added.target == name:
                    events.append((_start(added.expr), 0, added))
            for use in uses:
                if any(isinstance(option, facts.Name) and option.id == name for option in options(use.key)):
                    events.append((_start(use.statement), 1, use))
                    taken.add(id(use))
            found += _segments(sites.body, scope, name, [event for _, _, event in sorted(events, key=lambda e: e[:2])])
        for added in additions:
            if not added.target:
                own = [use for use in uses if id(use) not in taken and _holds(use.key, added)]
                taken.update(id(use) for use in own)
                found.append(Rename(sites.body, (added,), uses=tuple(own)))
        found = _absorbed(found)
        found += [rename for use in uses if id(use) not in taken for rename in self._literal(sites, use)]
        found += list(self._library(sites))
        for rename in found:
            repeats = rename.repeats or self._repeats(sites, scope, rename)
            yield replace(rename, repeats=repeats, returned=self._is_returned(sites, rename))

    def _literal(self, sites: Sites, use: KeyUse) -> Iterator[Rename]:
        """Yield the rename where a key is set under which a reserved one is written with `_` added."""
        values = values_in(self._resolver, use.key, use.visit.blocks, sites.frame)
        olds = []
        literals = set()
        for value in values:
            if isinstance(value, Known) and isinstance(value.value, str) and self._is_written(value):
                for key in self.universe:
                    if is_renamed(key, value.value) and self._mentions(sites, use, key):
                        olds.append(key)
                        literals.add(place_of(value.site or sites.frame.site(use.key.at)))
        if olds:
            names = frozenset(option.id for option in options(use.key) if isinstance(option, facts.Name))
            looked_up = any(not isinstance(option, facts.Name) for option in sites.behind(use.key))
            once = tuple(dict.fromkeys(olds))
            yield Rename(sites.body, (), (), (use,), names, once, literals=frozenset(literals), looked_up=looked_up)

    def _is_written(self, value: Known) -> bool:
        """Return whether a text stands in the code as it is, and is not put together."""
        return value.site is not None and self._written.get((value.site.path, value.site.at)) == value.value

    @cached_property
    def _written(self) -> dict[tuple[str, Span], str]:
        return {
            (body.module.path, visit.node.at): visit.node.value
            for body, sites in self.sites.items()
            for visit in sites.visits.of(facts.Const)
            if isinstance(visit.node, facts.Const) and isinstance(visit.node.value, str) and "_" in visit.node.value
        }

    def _mentions(self, sites: Sites, use: KeyUse, key: str) -> bool:
        """Return whether the body takes the old key somewhere, or the new one comes out of a table that names both."""
        if not isinstance(use.key, facts.Const):
            return True
        consts = sites.visits.of(facts.Const)
        return any(isinstance(visit.node, facts.Const) and visit.node.value == key for visit in consts)

    def _library(self, sites: Sites) -> Iterator[Rename]:
        """Yield the renames that a table of columns does: `rename(columns={"_id": "__id"})`, `add_prefix("_")`."""
        for visit in sites.visits.of(facts.Call):
            node = visit.node
            if not isinstance(node, facts.Call) or not isinstance(node.func, facts.Attribute):
                continue
            if node.func.name in ("add_prefix", "add_suffix") and len(node.args) == 1:
                given = node.args[0].value
                if isinstance(given, facts.Const) and given.value == "_":
                    yield Rename(
                        sites.body, uses=(KeyUse(given, node.func.base, node, visit),), total=True, repeats=True
                    )
            elif node.func.name == "rename":
                olds = [
                    old
                    for argument in node.args
                    for value in values_in(self._resolver, argument.value, visit.blocks, sites.frame)
                    if isinstance(value, Table)
                    for old in self._written_pairs(value)
                ]
                if olds:
                    use = KeyUse(node.args[0].value, node.func.base, node, visit)
                    yield Rename(sites.body, uses=(use,), olds=tuple(dict.fromkeys(olds)))

    def _written_pairs(self, table: Table) -> Iterator[str]:
        for keys, values in table.entries:
            for key in keys:
                for value in values:
                    if isinstance(key, Known) and isinstance(value, Known) and self._is_written(value):
                        if key.value in self.universe and is_renamed(str(key.value), str(value.value)):
                            yield str(key.value)

    # Helpers

    def _carriers(self, found: Iterable[Rename]) -> Iterator[tuple[int, Carrier]]:
        for rename in found:
            function = self._function(rename)
            if function is None:
                continue
            params = {param.name for param in function.definition.params}
            scope = self._resolver.definitions(function.module).scope_of(function)
            for part in rename.parts:
                name = next((name for name in aliases(scope, part.base) if name in params), None)
                if name is not None:
                    yield id(function), Carrier(name, rename)
                    break

    def _function(self, rename: Rename) -> Optional[Function]:
        """Return the function, or the lambda, that a rename stands in."""
        parts = rename.parts
        lambdas = [block.node for block in parts[0].visit.blocks if block.kind == "lambda"] if parts else []
        if lambdas and isinstance(lambdas[-1], facts.Lambda):
            return self._resolver.definitions(rename.body.module).function(lambdas[-1])
        return rename.body.owner if isinstance(rename.body.owner, Function) else None

    def _is_returned(self, sites: Sites, rename: Rename) -> bool:
        made = {id(part.expr) for part in (*rename.roots, *rename.again)}
        for value, _ in sites.results():
            given = [option for option in options(value) if isinstance(option, facts.Call)]
            passed = [option for call in given for argument in call.args for option in options(argument.value)]
            for option in (*options(value), *passed):
                if id(option) in made or (isinstance(option, facts.Name) and option.id in rename.names):
                    return True
        return False

    def _repeats(self, sites: Sites, scope: Scope, rename: Rename) -> bool:
        parts = (*rename.roots, *rename.again)
        if any(part.inner is not None and part.inner.rename.repeats for part in parts):
            return True
        if any(part.number is not None and counts_up(sites.visits, scope, part.number) for part in parts):
            return True
        if any(again_and_again(scope, part.visit, rename.names) for part in rename.again):
            return True
        return bool(parts) and self._recurs(sites, rename)

    def _recurs(self, sites: Sites, rename: Rename) -> bool:
        """Return whether the new key is passed to a call that leads back to the function that makes it."""
        made = {id(part.expr) for part in (*rename.roots, *rename.again)}
        own = self._function(rename)
        for visit in sites.visits:
            node = visit.node
            if not isinstance(node, facts.Call):
                continue
            given = [option for argument in node.args for option in options(argument.value)]
            if not any(
                id(option) in made
                or (isinstance(option, facts.Name) and option.id in rename.names)
                or (id(node) in made and addition(self._resolver, option, sites.frame) is not None)
                for option in given
            ):
                continue
            for value in self._resolver.evaluate(node.func, sites.frame):
                if isinstance(value, FunctionValue) and self._leads_back(value.function, own, sites.body, visit):
                    return True
        return False

    def _leads_back(self, called: Function, own: Optional[Function], body: Body, visit: Visit) -> bool:
        if called is own or within(visit, called):
            return True
        return body in self._graph.reach((self._graph.body_of(called),)) and body.owner is not None


def _segments(body: Body, scope: Scope, name: str, events: list[object]) -> Iterator[Rename]:
    """Yield the renames that go through one variable: each begins where it gets a key that is not its own."""
    roots: list[Added] = []
    again: list[Added] = []
    uses: list[KeyUse] = []

    def made() -> Iterator[Rename]:
        if roots or again:
            yield Rename(body, tuple(roots), tuple(again), tuple(uses), frozenset((name,)))

    for event in events:
        if isinstance(event, KeyUse):
            uses.append(event)
        elif isinstance(event, Added) and name in aliases(scope, event.base):
            again.append(event)
        elif isinstance(event, Added):
            if uses or (roots and shape(roots[0].base) != shape(event.base)):
                yield from made()
                roots, again, uses = [], [], []
            roots.append(event)
    yield from made()


def _absorbed(found: list[Rename]) -> list[Rename]:
    """Return renames without those that only test the new key of another one."""
    kept: list[Rename] = []
    for rename in found:
        if not rename.uses and not rename.names:
            base = shape(rename.parts[0].base)
            others = [other for other in found if other is not rename and (other.uses or other.names)]
            if any(shape(part.base) == base or _is_name(rename.parts[0].base, other.names)
                   for other in others for part in other.parts):  # fmt: skip
                continue
            if any(shape(other.parts[0].base) == base for other in kept):
                continue
        kept.append(rename)
    return kept


def _is_name(expr: Expr, names: frozenset[str]) -> bool:
    return isinstance(expr, facts.Name) and expr.id in names


def _scope(resolver: Resolver, body: Body) -> Scope:
    return resolver.definitions(body.module).scope_of(body.owner) if body.owner is not None else body.module.scope


def _holds(key: Expr, added: Added) -> bool:
    return any(option is added.expr for option in options(key))


def _start(node: object) -> tuple[int, int]:
    at = _span(node)
    return at[0], at[1]


def _span(node: object) -> Span:
    at: Span = getattr(node, "at", (1, 1, 1, 1))
    return at
