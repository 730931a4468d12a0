"""What is added to a class outside its body: assignments to its attributes, `setattr`, decorators, a metaclass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.values import Class, ClassValue, External, FunctionValue, Known, Made, Value
from macrometa_conformance.connector.contract import METHODS
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Place, Undecided

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_CONSTRUCTORS = ("__new__", "__init__")
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
    """Names that surely are added, those that are assigned with their values, and what may add others."""

    names: frozenset[str]
    assigned: tuple[Addition, ...]
    undecided: Optional[Undecided]


def additions_to(resolver: Resolver, classes: tuple[Class, ...]) -> Additions:
    """Return what is added to a class or its bases in the project.

    Attributes of other names than the methods of the interface, constructors and what the classes define are left out.
    """
    names: set[str] = set()
    assigned: list[Addition] = []
    doubts: list[Undecided] = []
    for cls in classes:
        frame = resolver.class_frame(cls).outer or resolver.module_frame(cls.module)
        doubts.extend(_doubts(resolver, cls, frame))
    asked = {*METHODS, *_CONSTRUCTORS, *(name for cls in classes for name in resolver.class_frame(cls).scope.bindings)}
    top = classes[0].module.name.partition(".")[0]
    for module in resolver.program.modules_of(top):
        definitions = resolver.definitions(module)
        for owner in (None, *definitions.functions):
            for visit in definitions.visits_of(owner).of(facts.Assign, facts.Call):
                node = visit.node
                if isinstance(node, facts.Assign) and node.value is not None:
                    for target in node.targets:
                        if not isinstance(target, facts.Attribute) or target.name not in asked:
                            continue
                        if isinstance(target.base, (facts.Name, facts.Attribute)):
                            frame = owner_frame(resolver, module, owner)
                            if _is_one_of(resolver, target.base, frame, classes):
                                names.add(target.name)
                                place, surely = place_of(frame.site(target.at)), owner is None and not visit.blocks
                                assigned.append(Addition(target.name, node.value, frame, place, surely))
                elif isinstance(node, facts.Call) and _is_setattr(node):
                    frame = owner_frame(resolver, module, owner)
                    if _is_one_of(resolver, node.args[0].value, frame, classes):
                        values = resolver.evaluate(node.args[1].value, frame)
                        known = [str(value.value) for value in values if isinstance(value, Known)]
                        names.update(known)
                        place, surely = place_of(frame.site(node.at)), owner is None and not visit.blocks
                        surely = surely and len(values) == 1
                        assigned += [Addition(name, node.args[2].value, frame, place, surely) for name in known]
                        if len(known) < len(values):
                            doubts.append(Undecided("`setattr` may add methods", place_of(frame.site(node.at))))
    return Additions(frozenset(names), tuple(assigned), doubts[0] if doubts else None)


def _doubts(resolver: Resolver, cls: Class, frame: Frame) -> Iterable[Undecided]:
    for decorator in cls.definition.decorators:
        called = decorator.func if isinstance(decorator, facts.Call) else decorator
        values = resolver.evaluate(called, frame)
        if all(isinstance(value, External) and value.path in _INERT_DECORATORS for value in values):
            continue
        if not all(_gives_back(resolver, value, cls, decorator) for value in resolver.evaluate(decorator, frame)):
            yield Undecided(f"a decorator of `{cls.name}` may add methods", place_of(frame.site(decorator.at)))
    for base in cls.definition.bases:
        if base.keyword == "metaclass":
            values = resolver.evaluate(base.value, frame)
            if not all(_is_inert_metaclass(resolver, value) for value in values):
                yield Undecided(f"the metaclass of `{cls.name}` may add methods", place_of(frame.site(base.at)))


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


def _is_setattr(node: facts.Call) -> bool:
    return isinstance(node.func, facts.Name) and node.func.id == "setattr" and len(node.args) == 3


def _is_one_of(resolver: Resolver, expr: Expr, frame: Frame, classes: tuple[Class, ...]) -> bool:
    return any(isinstance(value, ClassValue) and value.cls in classes for value in resolver.evaluate(expr, frame))
