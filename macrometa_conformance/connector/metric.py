"""One metric of `prometheus_client`: what it is exposed as, its labels, and where it is registered."""

from __future__ import annotations

from dataclasses import field
from itertools import product
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import arguments_in
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.frames import Arguments
from macrometa_conformance.code.values import (
    Alternatives,
    EnumMember,
    Instance,
    Items,
    Known,
    Made,
    Member,
    Site,
    Super,
    Trail,
    Unknown,
    Value,
)
from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

    from macrometa_conformance.code.resolver import Resolver

MAX_NAMES = 40


@plain
class Registry(Plain):
    """A registry: the default one (no place), or the one that an expression makes.

    Two registries that one expression makes are taken for the same, so that no difference is seen where none is sure.
    """

    path: str
    at: Optional[Span] = None

    @property
    def word(self) -> str:
        """Return what to call it in a message."""
        if self.at is None:
            return self.path
        return f"the registry of `{self.path}`, line {self.at[0]}"

    @property
    def place(self) -> Optional[Place]:
        """Return where it is made, None for the default one."""
        return place_of(Site(self.path, self.at)) if self.at is not None else None


DEFAULT_REGISTRY = Registry("the default registry")
NO_REGISTRY = Registry("no registry")


@plain
class Registries(Plain):
    """The registries that a metric may be registered in, or that a server may serve."""

    known: tuple[Registry, ...]
    unknown: Optional[Undecided] = None


@plain
class Metric(Plain):
    """A metric that the package makes. `names` are those that it may be exposed under, without a counter's `_total`."""

    kind: str  # the class of the library: "Counter", "Gauge", …
    names: tuple[str, ...]
    name_sites: tuple[Optional[Site], ...]  # where the literal of each name stands
    unnamed: Optional[Undecided]  # what keeps its name from being known
    labels: Optional[tuple[str, ...]]  # None where they are not known
    registries: Registries
    site: Site
    is_family: bool = False  # a collector of the project's own yields it
    trail: Trail = field(default=(), compare=False)

    @property
    def place(self) -> Place:
        """Return the place of the call that makes it."""
        return place_of(self.site)

    @property
    def name(self) -> str:
        """Return the first of its names, empty where none is known."""
        return self.names[0] if self.names else ""

    @property
    def word(self) -> str:
        """Return what to call it in a message."""
        return f"the metric `{self.name}`" if self.names else "a metric"

    def place_of(self, name: str) -> Place:
        """Return where a metric of this name is defined: its call, or the literal that a helper or a loop is given."""
        site = self.name_sites[self.names.index(name)]
        return place_of(site) if site is not None and (len(self.names) > 1 or self.site.rounds) else self.place


def metric_of(resolver: Resolver, value: Value) -> Optional[Metric]:
    """Return the metric that a value is, without regard to labels that it has been given; None for all else."""
    found = _made(resolver, value)
    if found is None:
        return None
    kind, site, arguments = found
    given = dict(zip(prometheus.METRIC_PARAMETERS, arguments.positional))
    given.update(arguments.keywords)
    family = kind in prometheus.FAMILY_CLASSES
    if family:
        given = {"name": given.get("name", ())}
    kind = prometheus.FAMILY_CLASSES.get(kind, kind)
    names, unnamed = _names(resolver, kind, given, site, arguments.exact)
    labels = _labels(given.get("labelnames"), arguments.exact)
    registries = registries_of(given.get("registry"), arguments.exact, site)
    return Metric(kind, tuple(names), tuple(names.values()), unnamed, labels, registries, site, family, value.trail)


def labels_given(value: Value) -> Optional[Arguments]:
    """Return what `.labels(…)` was called with where a value is what it gave, else None."""
    if isinstance(value, Made) and isinstance(value.callee, Member) and value.callee.name == prometheus.LABELS:
        return value.call.arguments if value.call is not None else Arguments((), {}, False)
    return None


def without_labels(value: Value) -> Value:
    """Return the metric whose `.labels(…)` gave a value, or the value itself."""
    if isinstance(value, Super):
        return value.receiver
    while labels_given(value) is not None and isinstance(value, Made) and isinstance(value.callee, Member):
        value = value.callee.base
    return value


def registries_of(values: Optional[Alternatives], exact: bool, site: Site) -> Registries:
    """Return the registries that an argument can be; where it is left out, the default one."""
    if values is None:
        unknown = None if exact else Undecided("what a starred argument passes is not known", place_of(site))
        return Registries((DEFAULT_REGISTRY,) if exact else (), unknown)
    known: list[Registry] = []
    unknown = None
    for value in values:
        if isinstance(value, Known) and value.value is None:
            known.append(NO_REGISTRY)
        elif prometheus.offered(value) == prometheus.REGISTRY:
            known.append(DEFAULT_REGISTRY)
        elif _is_registry(value) and value.site is not None:
            known.append(Registry(value.site.path, value.site.at))
        else:
            where = value.site if isinstance(value, Unknown) else site
            reason = value.reason if isinstance(value, Unknown) else "what it is, is known when it runs"
            unknown = Undecided(f"the registry is not known: {reason}", place_of(where))
    return Registries(tuple(dict.fromkeys(known)), unknown)


def _is_registry(value: Value) -> TypeGuard[Union[Made, Instance]]:
    if isinstance(value, Made):
        return prometheus.offered(value.callee) == prometheus.REGISTRY_CLASS
    return isinstance(value, Instance)


def _made(resolver: Resolver, value: Value) -> Optional[tuple[str, Site, Arguments]]:
    """Return the class, the site and the arguments with which a metric is made."""
    if isinstance(value, Made) and value.call is not None:
        name = prometheus.offered(value.callee)
        if name in prometheus.METRIC_CLASSES or name in prometheus.FAMILY_CLASSES:
            return name or "", value.site, value.call.arguments
    if isinstance(value, Instance) and value.site is not None and value.call is not None:
        for base in resolver.classes.outside(value.cls):
            name = prometheus.offered(base)
            if name in prometheus.METRIC_CLASSES:
                return name or "", value.site, _passed_on(resolver, value)
    return None


def _passed_on(resolver: Resolver, made: Instance) -> Arguments:
    """Return what a metric class of the project passes to that of the library when an object of it is made."""
    assert made.call is not None
    own = resolver.classes.methods(made, "__init__")
    if not own and not resolver.classes.methods(made, "__new__"):
        return made.call.arguments
    from macrometa_conformance.code.calls import function_frame

    for method in own:
        frame = resolver.constructor_frame(made, method, function_frame)
        for visit in resolver.definitions(method.function.module).visits_of(method.function):
            node = visit.node
            if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute) and node.func.name == "__init__":
                passed = arguments_in(resolver, node, frame)
                is_super = isinstance(node.func.base, facts.Call)
                return passed if is_super else Arguments(passed.positional[1:], passed.keywords, passed.exact)
    return Arguments((), {}, False)


def _names(
    resolver: Resolver, kind: str, given: dict[str, Alternatives], site: Site, exact: bool
) -> tuple[dict[str, Optional[Site]], Optional[Undecided]]:
    """Return the names that the arguments can give, with the sites of their literals, and what hides another."""
    empty: Alternatives = (Known(""),)
    parts = [given.get("name", ())] + [given.get(part, empty) for part in ("namespace", "subsystem", "unit")]
    parts = [tuple(one for value in values for one in _member_value(resolver, value)) for values in parts]
    names: dict[str, Optional[Site]] = {}
    for name, namespace, subsystem, unit in product(*([v for v in values if _is_text(v)] for values in parts)):
        if _text(name) and len(names) < MAX_NAMES:
            full = prometheus.exposed_name(kind, _text(name), _text(namespace), _text(subsystem), _text(unit))
            names.setdefault(full, name.site if isinstance(name, Known) else None)
    blocked = next((value for values in parts for value in values if not _is_text(value)), None)
    if blocked is None and parts[0] and exact:
        return names, None
    where = blocked.site if isinstance(blocked, Unknown) else site
    reason = f": {blocked.reason}" if isinstance(blocked, Unknown) else ""
    return names, Undecided(f"the name of a metric cannot be worked out{reason}", place_of(where))


def _member_value(resolver: Resolver, value: Value) -> Alternatives:
    """Return the text of a member of an enumeration of texts, any other value as it is."""
    return resolver.classes.enum_value(value) if isinstance(value, EnumMember) else (value,)


def _is_text(value: Value) -> bool:
    return isinstance(value, Known) and (value.value is None or isinstance(value.value, str))


def _text(value: Value) -> str:
    return str(value.value or "") if isinstance(value, Known) else ""


def _labels(values: Optional[Alternatives], exact: bool) -> Optional[tuple[str, ...]]:
    if values is None:
        return () if exact else None
    only = values[0] if len(values) == 1 else None
    if not isinstance(only, Items) or not only.exact:
        return None
    names = [part[0].value if len(part) == 1 and isinstance(part[0], Known) else None for part in only.elements]
    return tuple(name for name in names if isinstance(name, str)) if all(isinstance(n, str) for n in names) else None
