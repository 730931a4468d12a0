"""What is added to a class outside its body: assignments to its attributes, `setattr`, decorators, a metaclass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import Owner, owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.values import Class, ClassValue, External, FunctionValue, Known, Made, Value
from macrometa_conformance.code.walk import Visit
from macrometa_conformance.connector.contract import METHODS
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Place, Undecided

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_CONSTRUCTORS = ("__new__", "__init__")
_BY_CALL = {"setattr": 3, "delattr": 2}  # functions with the number of their arguments
_HIDDEN = ("locals", "vars", "exec")  # what a class's body may fill itself by
_INERT_DECORATORS = frozenset(
    ("dataclasses.dataclass", "functools.total_ordering", "typing.final", "typing_extensions.final")
)
_INERT_METACLASSES = frozenset(("abc.ABCMeta", "builtins.type", "c8connector.C8ConnectorMeta"))


class Addition(NamedTuple):
    """`Class.name = value`, or by `setattr`; `surely` where it stands in the module's own body, in no block."""

    name: str
    value: Expr
    frame: Frame
    place: Place
    surely: bool


class Additions(NamedTuple):
    """Names that are added, those that are assigned with their values, what may add others, and names taken away."""

    names: frozenset[str]
    assigned: tuple[Addition, ...]
    undecided: Optional[Undecided]
    removed: Mapping[str, Undecided]


def additions_to(resolver: Resolver, classes: tuple[Class, ...]) -> Additions:
    """Return what is added to a class or its bases in the project, and what is taken away.

    Attributes of other names than the methods of the interface, constructors and what the classes define are left out.
    """
    search = _Search(resolver, classes)
    for cls in classes:
        search.doubts.extend(_doubts(resolver, cls))
    for module in resolver.program.modules_of(classes[0].module.name.partition(".")[0]):
        definitions = resolver.definitions(module)
        for owner in (None, *definitions.functions):
            for visit in definitions.visits_of(owner).of(facts.Assign, facts.Call, facts.Delete):
                search.look(visit, module, owner)
    first = search.doubts[0] if search.doubts else None
    return Additions(frozenset(search.names), tuple(search.assigned), first, search.removed)


class _Search:
    """What was found so far."""

    def __init__(self, resolver: Resolver, classes: tuple[Class, ...]) -> None:
        self._resolver = resolver
        self._classes = classes
        own = (name for cls in classes for name in resolver.class_frame(cls).scope.bindings)
        self._asked = {*METHODS, *_CONSTRUCTORS, *own}
        self.names: set[str] = set()
        self.assigned: list[Addition] = []
        self.doubts: list[Undecided] = []
        self.removed: dict[str, Undecided] = {}

    def look(self, visit: Visit, module: Module, owner: Owner) -> None:
        """Look at a node of a body: `Class.name = …`, `del Class.name`, or the same by a call."""
        node = visit.node
        if isinstance(node, facts.Call):
            if isinstance(node.func, facts.Name) and len(node.args) == _BY_CALL.get(node.func.id):
                frame = owner_frame(self._resolver, module, owner)
                if self._is_one(node.args[0].value, frame):
                    self._called(node, frame, owner is None and not visit.blocks)
        elif isinstance(node, (facts.Assign, facts.Delete)):
            for target in node.targets:
                if isinstance(target, facts.Attribute) and target.name in self._asked:
                    frame = owner_frame(self._resolver, module, owner)
                    if isinstance(target.base, (facts.Name, facts.Attribute)) and self._is_one(target.base, frame):
                        place = place_of(frame.site(target.at))
                        if isinstance(node, facts.Delete):
                            self._remove(target.name, place)
                        elif node.value is not None:
                            self.names.add(target.name)
                            surely = owner is None and not visit.blocks
                            self.assigned.append(Addition(target.name, node.value, frame, place, surely))

    def _called(self, node: facts.Call, frame: Frame, surely: bool) -> None:
        values = self._resolver.evaluate(node.args[1].value, frame)
        known = [str(value.value) for value in values if isinstance(value, Known)]
        place = place_of(frame.site(node.at))
        if len(known) < len(values):
            self.doubts.append(Undecided("`setattr` or `delattr` may change methods", place))
        if len(node.args) == _BY_CALL["delattr"]:
            for name in known:
                self._remove(name, place)
            return
        self.names.update(known)
        surely = surely and len(values) == 1
        self.assigned += [Addition(name, node.args[2].value, frame, place, surely) for name in known]

    def _remove(self, name: str, place: Place) -> None:
        self.removed.setdefault(name, Undecided(f"`{name}` is deleted from the class", place))

    def _is_one(self, expr: Expr, frame: Frame) -> bool:
        values = self._resolver.evaluate(expr, frame)
        return any(isinstance(value, ClassValue) and value.cls in self._classes for value in values)


def doubts_by_decorators(resolver: Resolver, cls: Class) -> Iterable[Undecided]:
    """Yield the decorators of a class that may give back another one, or add to it."""
    frame = resolver.class_frame(cls).outer or resolver.module_frame(cls.module)
    for decorator in cls.definition.decorators:
        called = decorator.func if isinstance(decorator, facts.Call) else decorator
        values = resolver.evaluate(called, frame)
        if all(isinstance(value, External) and value.path in _INERT_DECORATORS for value in values):
            continue
        if not all(_gives_back(resolver, value, cls, decorator) for value in resolver.evaluate(decorator, frame)):
            yield Undecided(f"a decorator of `{cls.name}` may add methods", place_of(frame.site(decorator.at)))


def _doubts(resolver: Resolver, cls: Class) -> Iterable[Undecided]:
    yield from doubts_by_decorators(resolver, cls)
    frame = resolver.class_frame(cls).outer or resolver.module_frame(cls.module)
    for base in cls.definition.bases:
        if base.keyword == "metaclass":
            values = resolver.evaluate(base.value, frame)
            if not all(_is_inert_metaclass(resolver, value) for value in values):
                yield Undecided(f"the metaclass of `{cls.name}` may add methods", place_of(frame.site(base.at)))
    inner = resolver.class_frame(cls)
    for binding in inner.scope.reaching("__getattribute__", None):
        yield Undecided("`__getattribute__` may give other methods", place_of(inner.site(binding.at)))
    for visit in resolver.definitions(cls.module).visits_of(cls).of(facts.Call):
        node = visit.node
        if isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id in _HIDDEN:
            yield Undecided(f"`{node.func.id}` may add methods to `{cls.name}`", place_of(inner.site(node.at)))


def _gives_back(resolver: Resolver, value: Value, cls: Class, decorator: Expr) -> bool:
    """Return whether a function of the project gives back the class that it is given, with nothing set on it."""
    if not isinstance(value, FunctionValue):
        return False
    frame = resolver.class_frame(cls).outer or resolver.module_frame(cls.module)
    given = ClassValue(cls)
    if any(made != given for made in resolver.call_value(value, Arguments(((given,),)), decorator, frame)):
        return False
    return not any(
        (
            isinstance(visit.node, facts.Call)
            and isinstance(visit.node.func, facts.Name)
            and visit.node.func.id == "setattr"
        )
        or (isinstance(visit.node, facts.Assign) and any(isinstance(t, facts.Attribute) for t in visit.node.targets))
        for visit in resolver.definitions(value.function.module).visits_of(value.function)
    )


def _is_inert_metaclass(resolver: Resolver, value: Value) -> bool:
    """Return whether a metaclass leaves classes as they are written: a usual one, or one that only combines such."""
    if isinstance(value, External):
        return value.path in _INERT_METACLASSES
    if isinstance(value, Made):
        return value.callee == External("builtins.type")  # type(C8Connector)
    if not isinstance(value, ClassValue):
        return False
    bases = [base for one in resolver.classes.bases(value.cls) for base in one]
    empty = all(isinstance(one, (facts.ExprStmt, facts.Jump)) for one in value.cls.definition.body)
    return empty and all(_is_inert_metaclass(resolver, base) for base in bases)
