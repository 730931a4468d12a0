"""Whether `validate` can tell a user what is wrong: whether anything that it reaches raises `ValidationException`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.values import ClassValue, External, Instance, Items, Made, Member, Super, Unknown, Value
from macrometa_conformance.code.walk import Visit, walk
from macrometa_conformance.connector.contract import C8CONNECTOR
from macrometa_conformance.connector.distributions import is_well_known
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.connector.interface_methods import interface_method
from macrometa_conformance.connector.mentions import names_of
from macrometa_conformance.connector.method_results import is_empty
from macrometa_conformance.connector.methods import InterfaceMethod
from macrometa_conformance.finding import Place, Undecided

if TYPE_CHECKING:
    from macrometa_conformance.connector.connector_class import ConnectorClass
    from macrometa_conformance.project.project import Project

EXCEPTION = "ValidationException"
_KIN = "macrometa"  # libraries that may know `c8connector` have it in their name
_ASKS = frozenset(("isinstance", "issubclass"))


class _Caught(NamedTuple):
    """A handler, the statement that it belongs to, and the frame in which that stands."""

    statement: facts.Try
    handler: facts.Handler
    frame: Frame


class Validation:
    """What `validate` reaches, and whether that raises."""

    def __init__(self, project: Project, main: ConnectorClass) -> None:
        self._project = project
        self._resolver = project.resolver
        self._main = main
        self._names = names_of(project, EXCEPTION)

    def silence(self) -> Union[str, Undecided, None]:
        """Return how `validate` never raises and what follows, why that cannot be told, or None where it does raise."""
        method = interface_method(self._main, "validate")
        functions = _functions(method) if method is not None else ()
        if method is None:
            return None
        if method.only is None:
            return method.unclear if method.fault is None else None
        if is_empty(method):
            return "is empty, so that the platform accepts wrong settings"
        doubts: list[Undecided] = []
        reach = self._project.call_graph.reach(functions)
        for body in reach.bodies:
            for answer in self._raises(body):
                if answer is None:
                    return None
                doubts.append(answer)
        doubts += [Undecided(doubt.reason, place_of(doubt.site)) for doubt in reach.doubts if self._raised_anywhere]
        doubts += [
            Undecided(f"`{module.path}` cannot be read", Place(module.path)) for module in self._project.broken_modules
        ]
        nothing = f"reaches nothing that raises `{EXCEPTION}`, so that the platform answers 500 to wrong settings"
        return doubts[0] if doubts else f"{nothing}, or accepts them"

    @property
    def _raised_anywhere(self) -> bool:
        """Return whether any code of the package raises the exception, or may."""
        return any(True for body in self._project.call_graph.bodies for _ in self._raises(body))

    def _raises(self, body: Body) -> Iterator[Optional[Undecided]]:
        """Yield None for each place where a body surely raises the exception, and why it may at others."""
        frame = owner_frame(self._resolver, body.module, body.owner)
        harmless: set[int] = set()
        for visit in self._project.call_graph.live_visits(body):
            node = visit.node
            if isinstance(node, facts.Try):
                harmless.update(id(n) for h in node.handlers if h.type is not None for n in walk(h.type))
            elif isinstance(node, facts.Raise):
                yield from self._raised(node, visit, frame)
                harmless.update(id(one) for one in walk(node))
            elif isinstance(node, facts.ExprStmt) and isinstance(node.value, facts.Call):
                harmless.update(id(one) for one in walk(node.value.func))  # it is made, and dropped
            elif isinstance(node, facts.Return) and isinstance(node.value, facts.Call) and body in self._unread:
                harmless.update(id(one) for one in walk(node.value.func))
            elif isinstance(node, facts.Call):
                yield from self._called(node, frame)
                if last_name(node.func) in _ASKS:
                    harmless.update(id(one) for one in walk(node))
            elif isinstance(node, (facts.Name, facts.Attribute)) and id(node) not in harmless:
                if last_name(node) in self._names and self._is_any(self._resolver.evaluate(node, frame)):
                    yield Undecided(f"what becomes of `{last_name(node)}` here is not followed", _at(frame, node))
        for decorator in getattr(getattr(body.owner, "definition", None), "decorators", ()):
            if any(isinstance(one, (facts.Name, facts.Attribute)) and last_name(one) in self._names
                   for one in walk(decorator)):  # fmt: skip
                yield Undecided("what the decorator does with the exception is not followed", _at(frame, decorator))

    @cached_property
    def _unread(self) -> frozenset[Body]:
        """Return the body of `validate` where only the platform, which reads no answer, calls it."""
        method = interface_method(self._main, "validate")
        bodies = _functions(method) if method is not None else ()
        graph = self._project.call_graph
        if len(bodies) != 1 or graph.callers.get(bodies[0]) or getattr(bodies[0].owner, "decorators", ()):
            return frozenset()
        return frozenset(bodies)

    def _raised(self, node: facts.Raise, visit: Visit, frame: Frame) -> Iterator[Optional[Undecided]]:
        statements = [b.node for b in visit.blocks if b.kind == "except" and isinstance(b.node, facts.Try)]
        if node.exception is None:
            arms = [b.arm - 1 for b in visit.blocks if b.kind == "except"]
            if statements:
                yield from self._raised_again(_Caught(statements[-1], statements[-1].handlers[arms[-1]], frame))
            return
        for value in self._resolver.evaluate(node.exception, frame):
            known = self._is_exception(value)
            caught = self._caught.get((value.site.path, value.site.at)) if isinstance(value, Unknown) else None
            if caught is not None:
                yield from self._raised_again(caught)
            elif known:
                yield None
            elif known is None:
                reason = value.reason if isinstance(value, Unknown) else "what is raised here is not known"
                yield Undecided(reason, _at(frame, node.exception))

    def _raised_again(self, caught: _Caught) -> Iterator[Undecided]:
        """Yield a doubt where what is caught as the exception may come from a library that is not well known.

        What raised it first is what counts; in the project that is found by itself.
        """
        frame = caught.frame
        named = caught.handler.type
        if named is None or not self._is_any(self._resolver.evaluate(named, frame)):
            return
        for statement in caught.statement.body:
            for node in walk(statement):
                for value in self._resolver.evaluate(node.func, frame) if isinstance(node, facts.Call) else ():
                    if isinstance(value, External) and not is_well_known(value.path.partition(".")[0]):
                        yield Undecided(f"`{value.path}` may raise it", _at(frame, named))

    @cached_property
    def _caught(self) -> dict[tuple[str, facts.Span], _Caught]:
        """Return each handler that names what it catches, by its place."""
        found = {}
        for body in self._project.call_graph.bodies:
            frame = owner_frame(self._resolver, body.module, body.owner)
            for visit in self._resolver.definitions(body.module).visits_of(body.owner).of(facts.Try):
                if isinstance(visit.node, facts.Try):
                    for handler in visit.node.handlers:
                        found[body.module.path, handler.at] = _Caught(visit.node, handler, frame)
        return found

    def _called(self, node: facts.Call, frame: Frame) -> Iterator[Optional[Undecided]]:
        """Yield a doubt for a call of what a base from outside defines, or of a library that may know the exception."""
        for value in self._resolver.evaluate(node.func, frame):
            foreign = isinstance(value, Member) and isinstance(value.base, (Super, Instance, ClassValue))
            if foreign and self._main.foreign_bases:
                yield Undecided("a base class from outside the project may raise it", _at(frame, node.func))
            elif isinstance(value, External) and value.path.startswith(_KIN):
                yield Undecided(f"`{value.path}` may raise it", _at(frame, node.func))

    def _is_any(self, values: tuple[Value, ...]) -> bool:
        return any(
            self._is_exception(one)
            for value in values
            for one in (
                [part for element in value.elements for part in element] if isinstance(value, Items) else [value]
            )
        )

    def _is_exception(self, value: Value) -> Optional[bool]:
        """Return whether a value is the exception or a class of it, None where that is not known."""
        if isinstance(value, Made):
            return self._is_exception(value.callee)
        if isinstance(value, External):
            top, _, rest = value.path.partition(".")
            if top == C8CONNECTOR:
                return rest.rpartition(".")[2] == EXCEPTION
            return None if top.startswith(_KIN) else False
        if isinstance(value, (ClassValue, Instance)):
            answers = {self._is_exception(base) for base in self._resolver.classes.outside(value.cls)}
            return True if True in answers else None if None in answers else False
        return None if isinstance(value, Unknown) else False


def _functions(method: InterfaceMethod) -> tuple[Body, ...]:
    """Return the bodies that run first when the method is called, its decorators' among them."""
    found = [one for lookup in method.lookups for one in (lookup.function, lookup.written) if one is not None]
    return tuple(dict.fromkeys(Body(one.function.module, one.function) for one in found))


def _at(frame: Frame, node: facts.Expr) -> Place:
    return place_of(frame.site(node.at))
