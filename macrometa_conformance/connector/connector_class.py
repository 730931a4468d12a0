"""The connector class: the class that subclasses `C8Connector`, as the runtime would find and call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.classes import INERT_BASES, merged
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.frames import Arguments
from macrometa_conformance.code.import_closure import loaded_with, runs_on_import
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.program import Module, Program
from macrometa_conformance.code.values import (
    Alternatives,
    Class,
    ClassValue,
    External,
    Function,
    FunctionValue,
    Instance,
    Known,
    Unknown,
    Value,
)
from macrometa_conformance.code.walk import Visit, walk
from macrometa_conformance.code.ways import Way, extended, together, ways_to_load
from macrometa_conformance.connector.additions import Additions, additions_to
from macrometa_conformance.connector.contract import METHODS
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.mentions import names_of
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.project.package import RootPackage
    from macrometa_conformance.project.project import Project

_MAKES_NO_CLASS = frozenset(("isinstance", "issubclass", "TypeVar", "NewType", "cast"))


@plain
class Returned(Plain):
    """What a method can return, `values`; `place` is its only `return`, or where it is defined."""

    name: str
    values: Alternatives
    place: Place

    @property
    def only_text(self) -> Optional[str]:
        """Return the one text that the method returns whatever happens, else None."""
        only = self.values[0] if len(self.values) == 1 else None
        return only.value if isinstance(only, Known) and isinstance(only.value, str) else None


class ConnectorClass:
    """A class of the project that has `C8Connector` among its bases, directly or not."""

    def __init__(self, resolver: Resolver, cls: Class) -> None:
        self._resolver = resolver
        self.cls = cls

    @property
    def resolver(self) -> Resolver:
        """Return what works out the values of expressions of its project."""
        return self._resolver

    @property
    def name(self) -> str:
        """Return the class's name."""
        return self.cls.name

    @property
    def module(self) -> Module:
        """Return the module that defines it."""
        return self.cls.module

    @property
    def place(self) -> Place:
        """Return the place of its name in the class statement."""
        return Place(self.module.path, region_of(self.cls.definition.at))

    @property
    def is_direct(self) -> bool:
        """Return whether `C8Connector` itself stands among its bases."""
        return any(is_interface(value) for values in self._resolver.classes.bases(self.cls) for value in values)

    @property
    def direct(self) -> Optional[ConnectorClass]:
        """Return the first class in its order that is a direct subclass of `C8Connector`, or None."""
        found = (ConnectorClass(self._resolver, cls) for cls in self.order)
        return next((one for one in found if one.is_direct), None)

    @cached_property
    def order(self) -> tuple[Class, ...]:
        """Return the classes of the project in which its attributes are looked up, itself first."""
        return self._resolver.classes.order(self.cls)

    @cached_property
    def hidden(self) -> tuple[Class, ...]:
        """Return the classes of its order that come after `C8Connector`, whose empty methods hide theirs."""
        interface = object()
        orders: dict[int, tuple[object, ...]] = {id(interface): (interface,)}
        for one in reversed(self.order):
            parents: list[object] = []
            for value in (value for values in self._resolver.classes.bases(one) for value in values):
                if is_interface(value):
                    parents.append(interface)
                elif isinstance(value, ClassValue) and id(value.cls) in orders:
                    parents.append(value.cls)
            orders[id(one)] = (one, *merged([orders[id(parent)] for parent in parents], parents))
        whole = orders[id(self.cls)]
        behind = whole[whole.index(interface) :] if interface in whole else ()
        return tuple(cls for cls in self.order if any(cls is other for other in behind))

    def is_interfaces_after(self, cls: Class, name: str) -> bool:
        """Return whether looking a method up after a class of its order comes to that of `C8Connector` first."""
        behind = self.order[self.order.index(cls) + 1 :] if cls in self.order else (cls,)
        found = (one for one in behind if self._resolver.class_frame(one).scope.reaching(name, None))
        first = next(found, None)
        return first is None or first in self.hidden

    def hides(self, name: str) -> Optional[Class]:
        """Return the class whose method of the interface that of `C8Connector` hides, or None."""
        for cls in self.order:
            if self._resolver.class_frame(cls).scope.reaching(name, None):
                return cls if cls in self.hidden else None
        return None

    @cached_property
    def instance(self) -> Instance:
        """Return the object that the runtime makes, with no argument."""
        return Instance(self.cls)

    def defined(self, name: str) -> Optional[Value]:
        """Return what the class or a base of it in the project defines under a name, unbound, or None."""
        return self._resolver.classes.function(self.cls, name)

    @cached_property
    def additions(self) -> Additions:
        """Return what is added to the class after its body ran."""
        return additions_to(self._resolver, self.order)

    @property
    def foreign_bases(self) -> tuple[Value, ...]:
        """Return the bases from outside the project that may define methods: all but `C8Connector` and inert ones."""
        return tuple(
            value
            for value in self._resolver.classes.outside(self.cls)
            if not is_interface(value) and not (isinstance(value, External) and value.path in INERT_BASES)
        )

    def returns(self, name: str) -> Returned:
        """Return what the runtime gets from a method that takes no argument."""
        defined = self.defined(name)
        frame = self._resolver.module_frame(self.module)
        if not isinstance(defined, FunctionValue):
            return Returned(name, (), self.place)
        function = defined.function
        place = Place(function.module.path, region_of(self._only_return(function) or function.definition.at))
        expr = facts.Name(name, function.definition.at)
        values: list[Value] = []
        for method in self._resolver.attribute_of(self.instance, name, expr, frame):
            values.extend(self._resolver.call_value(method, Arguments(), expr, frame))
        return Returned(name, tuple(dict.fromkeys(values)), place)

    def _only_return(self, function: Function) -> Optional[Span]:
        visits = self._resolver.definitions(function.module).visits_of(function)
        spans = [v.node.value.at for v in visits if isinstance(v.node, facts.Return) and v.node.value is not None]
        return spans[0] if len(spans) == 1 else None


class ConnectorClasses:
    """The connector classes of the connector package; `chosen` is the one that is judged, whatever the others are."""

    def __init__(self, project: Project, chosen: Optional[ConnectorClass] = None) -> None:
        self._project = project
        self._resolver = project.resolver
        self._chosen = chosen

    @cached_property
    def all(self) -> tuple[ConnectorClass, ...]:
        """Return every connector class of the package, those of its `__init__.py` first."""
        found = [ConnectorClass(self._resolver, cls) for cls in _classes(self._resolver, self._project.modules)]
        init = self._project.package.init if self._project.package else ""
        return tuple(sorted(found, key=lambda one: one.module.path != init))

    @cached_property
    def main(self) -> Optional[ConnectorClass]:
        """Return the class that is meant to be the connector.

        That is one that no other connector class inherits from, of the package's `__init__.py` where there is one; of
        several the one that defines most of the interface.
        """
        return self._chosen or next(iter(self._by_likeness(self._meant)), None)

    def _by_likeness(self, classes: Sequence[ConnectorClass]) -> Sequence[ConnectorClass]:
        """Return classes in the order in which they may be meant, those of the package's `__init__.py` first."""
        if len(classes) < 2:
            return classes
        init = self._project.package.init if self._project.package else ""
        return sorted(
            classes,
            key=lambda one: (one.module.path != init, -sum(one.defined(name) is not None for name in METHODS)),
        )

    @cached_property
    def variants(self) -> tuple[ConnectorClass, ...]:
        """Return the main class, and those that exist in its place where another arm of a statement runs."""
        main = self.main
        if main is None:
            return ()
        return (main, *(one for one in self._meant if one is not main and not self._together(main, one)))

    @cached_property
    def _meant(self) -> tuple[ConnectorClass, ...]:
        """Return the classes that may be meant as the connector: those that no other inherits from, or replaces.

        Classes that importing the package does not create are meant only where there are no others.
        """
        inherited = {id(parent) for one in self.all for parent in one.order[1:]}
        concrete = [one for one in self.all if id(one.cls) not in inherited] or self.all
        there = [one for one in concrete if self._is_created(one)] or concrete
        return tuple(one for index, one in enumerate(there) if not self._is_replaced(one, there[index + 1 :]))

    def _is_replaced(self, one: ConnectorClass, later: Sequence[ConnectorClass]) -> bool:
        """Return whether a later statement gives the name of a class to another one."""
        return any(_identity(one) == _identity(other) and self._together(one, other) for other in later)

    @cached_property
    def created(self) -> tuple[ConnectorClass, ...]:
        """Return the direct subclasses of `C8Connector` that exist once the package is imported."""
        return tuple(one for one in self.all if one.is_direct and self._is_created(one))

    def _is_created(self, one: ConnectorClass) -> bool:
        return one.module.path in self._loaded and all(map(runs_on_import, self._around(one)))

    @cached_property
    def _loaded(self) -> frozenset[str]:
        """Return the paths of the modules that importing the package loads."""
        package = self._project.package
        loaded = loaded_with(self._project.program, package.name) if package is not None else ()
        return frozenset(module.path for module in loaded)

    @cached_property
    def surplus(self) -> tuple[tuple[ConnectorClass, ConnectorClass], ...]:
        """Return each direct subclass that one before it exists beside, with the first such one.

        Before the others comes what is most like the connector. Of those in arms of which only one runs (`if` and
        `else`, a `try` and its handler) one exists at a time.
        """
        found = []
        created = self._by_likeness(self.created)
        for index, extra in enumerate(created):
            first = next((before for before in created[:index] if self._together(before, extra)), None)
            if first is not None:
                found.append((first, extra))
        return tuple(found)

    def _together(self, one: ConnectorClass, other: ConnectorClass) -> bool:
        """Return whether two classes can exist at a time."""
        return any(together(a, b) for a in self._ways(one) for b in self._ways(other))

    def _around(self, one: ConnectorClass) -> Iterator[Visit]:
        """Yield where the statement of a class stands, and those of the classes around it."""
        inside: Union[Class, Function, None] = one.cls
        while isinstance(inside, Class):
            visits = self._resolver.definitions(one.module).visits_of(inside.outer)
            yield from (visit for visit in visits if visit.node is inside.definition)
            inside = inside.outer

    def _ways(self, one: ConnectorClass) -> tuple[Way, ...]:
        blocks = [block for visit in self._around(one) for block in visit.blocks]
        return tuple(extended(way, one.module, blocks) for way in self._ways_to_load.get(one.module.path, ((),)))

    @cached_property
    def _ways_to_load(self) -> dict[str, tuple[Way, ...]]:
        package = self._project.package
        return ways_to_load(self._project.program, package.name) if package is not None else {}

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return what may hide a connector class, or None.

        That is a module that cannot be read, a base that is not known, or a call that `C8Connector` is handed to.
        """
        for module in self._project.broken_modules:
            return Undecided(f"`{module.path}` cannot be read", Place(module.path))
        for module in self._project.modules:
            for cls in self._resolver.definitions(module).classes:
                for values in self._resolver.classes.bases(cls):
                    for value in values:
                        if isinstance(value, Unknown):
                            return Undecided(
                                f"a base of `{cls.name}` is not known: {value.reason}", place_of(value.site)
                            )
        for cls in self._local:
            place = Place(cls.module.path, region_of(cls.definition.at))
            return Undecided(f"`{cls.name}` exists where the function that defines it runs", place)
        return next(self._handed_over(), None)

    @property
    def made_by_functions(self) -> Iterator[Undecided]:
        """Yield the connector classes in the bodies of functions that are called while a module is imported."""
        bases = {id(base) for one in self.all for base in one.order}
        for cls in self._local:
            if id(cls) in bases:
                continue
            calls = (
                node
                for module, owner, visit in self._project.nodes(facts.Call)
                for node in (visit.node,)
                if isinstance(node, facts.Call) and owner is None and runs_on_import(visit)
                for value in self._resolver.evaluate(node.func, self._resolver.module_frame(module))
                if isinstance(value, FunctionValue) and value.function is cls.outer
            )
            if any(True for _ in calls):
                place = Place(cls.module.path, region_of(cls.definition.at))
                yield Undecided(f"a function that is called as the package is imported defines `{cls.name}`", place)

    @property
    def _local(self) -> Iterator[Class]:
        for module in self._project.modules:
            for cls in self._resolver.definitions(module).classes:
                if _is_local(cls) and any(is_interface(value) for value in self._resolver.classes.outside(cls)):
                    yield cls

    def _handed_over(self) -> Iterator[Undecided]:
        """Yield the calls that may make a class of `C8Connector`: `type(…)`, `with_metaclass(…)`, a factory."""
        names = names_of(self._project, "C8Connector")
        for module, _, visit in self._project.nodes(facts.Call):
            node = visit.node
            if isinstance(node, facts.Call) and last_name(node.func) not in _MAKES_NO_CLASS:
                handed = (part for argument in node.args for part in walk(argument.value))
                if any(isinstance(part, (facts.Name, facts.Attribute)) and last_name(part) in names for part in handed):
                    place = Place(module.path, region_of(node.at))
                    yield Undecided(f"what `{last_name(node.func) or '…'}` makes of `C8Connector` is not known", place)


def _identity(one: ConnectorClass) -> tuple[Module, str, object]:
    return one.module, one.name, one.cls.outer


def _is_local(cls: Class) -> bool:
    """Return whether the body of a function defines the class."""
    outer = cls.outer
    while isinstance(outer, Class):
        outer = outer.outer
    return outer is not None


def is_interface(value: Value) -> bool:
    """Return whether a value is `C8Connector` itself."""
    return isinstance(value, External) and value.path.startswith("c8connector") and value.path.endswith(".C8Connector")


def packages_with_connector_class(
    program: Program, resolver: Resolver, packages: Iterable[RootPackage], own: str
) -> Iterator[str]:
    """Yield the root packages that hold a connector class, the distribution's own first; the rest only if asked for."""
    for package in sorted(packages, key=lambda package: package.name != own):
        if next(_classes(resolver, program.modules_of(package.name)), None) is not None:
            yield package.name
            if package.name == own:
                return


def _classes(resolver: Resolver, modules: Iterable[Module]) -> Iterator[Class]:
    for module in modules:
        for cls in resolver.definitions(module).classes:
            if not _is_local(cls) and any(is_interface(value) for value in resolver.classes.outside(cls)):
                yield cls
