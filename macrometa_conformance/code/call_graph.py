"""The call graph: which bodies of a package run when others do.

A body is that of a module, a class or a function. A body leads to another where it calls it, hands it on to something
that may call it (a thread, an executor, a partial, a decorator), makes an object whose special methods then run, or
imports it. Where it cannot be told what an attribute is, everything of that name may be called: the graph holds more
edges than runs take, never fewer, as far as the text tells; `doubts` are the calls that it could not follow at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import Owner, owner_frame
from macrometa_conformance.code.classes import INERT_BASES
from macrometa_conformance.code.definitions import Definitions
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.flow import surely
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.import_closure import names_in
from macrometa_conformance.code.looks import LOOKING, looked_at, only_looks
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.values import (
    Class,
    ClassValue,
    External,
    Function,
    FunctionValue,
    Instance,
    Items,
    Known,
    Made,
    Member,
    ModuleValue,
    Step,
    Table,
    Unknown,
    Value,
)
from macrometa_conformance.code.walk import Block, Visits
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

_LEADING = (
    facts.Call, facts.Import, facts.ImportFrom, facts.ClassDef, facts.FunctionDef, facts.Name, facts.With, facts.For,
    facts.Loop, *LOOKING,
)  # fmt: skip  # nodes that may lead to other bodies
_REGISTERING = ("atexit.", "signal.")  # decorators from outside that hand a function on to be called later
_INERT_OUTSIDE = INERT_BASES | {"c8connector.C8Connector"}  # bases from outside that call no method by themselves


@plain
class Body(Plain):
    """The statements of a module (`owner` None), a class or a function."""

    module: Module
    owner: Owner = None

    @property
    def name(self) -> str:
        """Return the dotted name of the module with the qualified name of what is in it."""
        return f"{self.module.name}.{self.owner.qualified}" if self.owner is not None else self.module.name

    @property
    def statements(self) -> tuple[facts.Stmt, ...]:
        """Return the statements."""
        if isinstance(self.owner, Function):
            return self.owner.body
        return self.owner.definition.body if self.owner is not None else self.module.facts.body


@plain
class Edge(Plain):
    """One body runs when another does: `step` is where, `certain` says that it is known which body is meant."""

    target: Body
    step: Step
    certain: bool = True


class Reach:
    """The bodies that run when some others do, in the order in which they were found, nearest first."""

    def __init__(self, came_by: dict[Body, Optional[tuple[Body, Edge]]], doubts: tuple[Unknown, ...]) -> None:
        self._came_by = came_by
        self.doubts = doubts

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Return every body that is reached, the roots first."""
        return tuple(self._came_by)

    def __contains__(self, body: object) -> bool:
        return body in self._came_by

    def trail(self, body: Body) -> tuple[Step, ...]:
        """Return the places by which a body is reached from a root, in the order of the run; empty for a root."""
        steps: list[Step] = []
        here = self._came_by.get(body)
        while here is not None:
            before, edge = here
            steps.append(edge.step)
            here = self._came_by.get(before)
        return tuple(reversed(steps))


class CallGraph:
    """The edges between the bodies of some modules, each worked out when it is first asked for."""

    def __init__(self, resolver: Resolver, modules: tuple[Module, ...]) -> None:
        self._resolver = resolver
        self._modules = modules
        self._edges: dict[Body, tuple[tuple[Edge, ...], tuple[Unknown, ...]]] = {}
        self._live: dict[Body, Visits] = {}
        self._paths = {module.path for module in modules}

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Return all bodies of the modules; what a lambda does belongs to the body that it stands in."""
        return tuple(
            Body(module, owner)
            for module in self._modules
            for owner in (None, *self._definitions(module).functions, *self._definitions(module).classes)
            if not (isinstance(owner, Function) and isinstance(owner.definition, facts.Lambda))
        )

    def body_of(self, function: Function) -> Body:
        """Return the body of a function."""
        return Body(function.module, function)

    def edges(self, body: Body) -> tuple[Edge, ...]:
        """Return what a body leads to, once for each place at which it does."""
        return self._known(body)[0]

    def reach(self, roots: Iterable[Body]) -> Reach:
        """Return the bodies that run when the roots do, themselves included."""
        came_by: dict[Body, Optional[tuple[Body, Edge]]] = dict.fromkeys(roots)
        doubts: list[Unknown] = []
        pending = list(came_by)
        for body in pending:
            edges, unknown = self._known(body)
            doubts.extend(unknown)
            for edge in edges:
                if edge.target not in came_by:
                    came_by[edge.target] = (body, edge)
                    pending.append(edge.target)
        return Reach(came_by, tuple(dict.fromkeys(doubts)))

    @cached_property
    def callers(self) -> dict[Body, tuple[tuple[Body, Edge], ...]]:
        """Return for each body the bodies that lead to it."""
        found: dict[Body, list[tuple[Body, Edge]]] = {}
        for body in self.bodies:
            for edge in self.edges(body):
                found.setdefault(edge.target, []).append((body, edge))
        return {body: tuple(leading) for body, leading in found.items()}

    def live_visits(self, body: Body) -> Visits:
        """Return the nodes of a body that may run: none in a block whose condition never holds."""
        if body not in self._live:
            self._live[body] = self._live_visits(body)
        return self._live[body]

    def _live_visits(self, body: Body) -> Visits:
        frame = owner_frame(self._resolver, body.module, body.owner)
        visits = self._definitions(body.module).visits_of(body.owner)
        dead: dict[tuple[int, int], bool] = {}
        arms = {id(visit.blocks): visit.blocks for visit in visits}  # the nodes of one arm share the blocks around
        gone = {key for key, blocks in arms.items() if any(self._is_dead(block, frame, dead) for block in blocks)}
        return Visits(visit for visit in visits if id(visit.blocks) not in gone) if gone else visits

    def _is_dead(self, block: Block, frame: Frame, dead: dict[tuple[int, int], bool]) -> bool:
        key = (id(block.node), block.arm)
        if key not in dead:
            dead[key] = surely(self._resolver, block, frame) is False
        return dead[key]

    def _definitions(self, module: Module) -> Definitions:
        return self._resolver.definitions(module)

    def _known(self, body: Body) -> tuple[tuple[Edge, ...], tuple[Unknown, ...]]:
        if body not in self._edges:
            finder = _Finder(self._resolver, self, body)
            found = tuple(edge for edge in finder.edges() if edge.target.module.path in self._paths)
            self._edges[body] = (found, tuple(finder.doubts))
        return self._edges[body]

    @cached_property
    def _names(self) -> _Names:
        return _Names(self._resolver, self._modules)


class _Names:
    """The names under which functions and classes of the modules may be mentioned."""

    def __init__(self, resolver: Resolver, modules: tuple[Module, ...]) -> None:
        self.mentioned: set[str] = set()
        self.properties: set[str] = set()
        self.functions: dict[str, list[Function]] = {}  # those that an attribute may mean
        for module in modules:
            definitions = resolver.definitions(module)
            self.mentioned.update(cls.name for cls in definitions.classes)
            for function in definitions.functions:
                self.mentioned.add(function.name)
                if function.outer is None and isinstance(function.definition, facts.FunctionDef):
                    self.functions.setdefault(function.name, []).append(function)
                if function.owner is not None and resolver.method_kind(function) == "property":
                    self.properties.add(function.name)
            uses = resolver.uses(module)
            for name, aliases in uses.aliases.items():
                if name in self.mentioned:
                    self.mentioned.update(aliases)


class _Finder:
    """Works out the edges of one body."""

    def __init__(self, resolver: Resolver, graph: CallGraph, body: Body) -> None:
        self._resolver = resolver
        self._graph = graph
        self._body = body
        self._names = graph._names
        self._frame = owner_frame(resolver, body.module, body.owner)
        self._handed: dict[int, facts.Call] = {}  # by an argument, the call
        self.doubts: list[Unknown] = []

    def edges(self) -> Iterator[Edge]:
        seen: set[tuple[Body, Span]] = set()
        for edge in self._all():
            if (edge.target, edge.step.at) not in seen:
                seen.add((edge.target, edge.step.at))
                yield edge

    def _all(self) -> Iterator[Edge]:
        callees: set[int] = set()
        idle: set[int] = set()
        for visit in self._graph.live_visits(self._body).of(*_LEADING):
            node = visit.node
            if node.__class__ in LOOKING:
                idle.update([id(part) for part in looked_at(node)])
            if isinstance(node, (facts.Name, facts.Attribute)):
                name = node.id if isinstance(node, facts.Name) else node.name
                if id(node) not in callees and (name in self._names.mentioned or name in self._names.properties):
                    yield from self._mention(node, name, id(node) in idle)
            elif isinstance(node, facts.Call):
                callees.add(id(node.func))
                for argument in node.args:
                    self._handed[id(argument.value)] = node
                yield from self._call(node)
            elif isinstance(node, (facts.Import, facts.ImportFrom)):
                yield from self._import(node)
            elif isinstance(node, facts.ClassDef):
                cls = self._resolver.definitions(self._body.module).cls(node)
                if cls is not None:
                    yield self._edge(Body(self._body.module, cls), node.at, f"the body of `{cls.name}` runs")
                for decorator in node.decorators:
                    yield from self._decorator(decorator)
            elif isinstance(node, facts.FunctionDef):
                yield from self._defined(node)
            elif isinstance(node, facts.With):
                for value, _ in node.items:
                    yield from self._special(value, ("__enter__", "__exit__", "__aenter__", "__aexit__"))
            elif isinstance(node, (facts.For, facts.Loop)):
                yield from self._special(node.iterable, ("__iter__", "__next__", "__aiter__", "__anext__"))

    # Calls

    def _call(self, node: facts.Call) -> Iterator[Edge]:
        unknown: Optional[Unknown] = None
        for value in self._resolver.evaluate(node.func, self._frame):
            if isinstance(value, Unknown):
                unknown = unknown or value
            elif isinstance(value, External):
                yield from self._outside_call(value, node)
            else:
                yield from self._runs(value, node.func.at, "calls")
        if unknown is not None:
            if isinstance(node.func, facts.Attribute):
                yield from self._anything_named(node.func.name, node.func.name_at)
            else:
                self.doubts.append(unknown)

    def _outside_call(self, value: External, node: facts.Call) -> Iterator[Edge]:
        """Follow `getattr(thing, name)` where the name is not known: it may be any method."""
        if value.path != "builtins.getattr" or len(node.args) < 2:
            return
        names = self._resolver.evaluate(node.args[1].value, self._frame)
        if all(isinstance(name, Known) for name in names):
            for name in names:
                if isinstance(name, Known) and isinstance(name.value, str):
                    for base in self._resolver.evaluate(node.args[0].value, self._frame):
                        if isinstance(base, (Instance, ClassValue, ModuleValue)):
                            for one in self._resolver.attribute_of(base, name.value, node, self._frame):
                                yield from self._runs(one, node.at, "looks up")
            return
        for base in self._resolver.evaluate(node.args[0].value, self._frame):
            if isinstance(base, (Instance, ClassValue)):
                for function in self._methods_of(base.cls):
                    yield self._edge(Body(function.module, function), node.at, "may be looked up here", certain=False)

    def _anything_named(self, name: str, at: Span) -> Iterator[Edge]:
        for function in self._names.functions.get(name, ()):
            yield self._edge(
                Body(function.module, function), at, f"`{function.qualified}` may be called here", certain=False
            )

    def _runs(self, value: Value, at: Span, how: str, depth: int = 0) -> Iterator[Edge]:
        """Yield the bodies that calling a value runs, or may run later where it is handed on."""
        if depth > 4:
            return
        if isinstance(value, FunctionValue):
            if isinstance(value.function.definition, facts.FunctionDef):
                text = f"{how} `{value.function.qualified}`"
                yield self._edge(Body(value.function.module, value.function), at, text)
            if value.receiver is not None and how != "calls":
                yield from self._runs(value.receiver, at, how, depth + 1)
        elif isinstance(value, ClassValue):
            for function in self._made_methods(value.cls):
                text = f"makes a `{value.cls.name}`, which runs `{function.qualified}`"
                yield self._edge(Body(function.module, function), at, text)
        elif isinstance(value, Instance):
            for method in self._resolver.classes.methods(value, "__call__"):
                yield from self._runs(method, at, how, depth + 1)
        elif isinstance(value, Made):
            if value.call is not None:
                arguments = value.call.arguments
                for values in (*arguments.positional, *arguments.keywords.values()):
                    for one in values:
                        if isinstance(one, (FunctionValue, Made)):
                            yield from self._runs(one, at, how, depth + 1)
        elif isinstance(value, Member):
            return
        elif isinstance(value, Items):
            for part in value.elements:
                for one in part:
                    yield from self._runs(one, at, how, depth + 1)
        elif isinstance(value, Table):
            for _, part in value.entries:
                for one in part:
                    yield from self._runs(one, at, how, depth + 1)

    def _made_methods(self, cls: Class) -> Iterator[Function]:
        """Yield what making an object runs now or later: special methods, and all where an outside base may call."""
        foreign = any(
            not isinstance(base, External) or base.path not in _INERT_OUTSIDE
            for base in self._resolver.classes.outside(cls)
        )
        for function in self._methods_of(cls):
            if foreign or (function.name.startswith("__") and function.name.endswith("__")):
                yield function

    def _methods_of(self, cls: Class) -> Iterator[Function]:
        for one in self._resolver.classes.order(cls):
            for function in self._resolver.definitions(one.module).functions:
                if function.owner is one and isinstance(function.definition, facts.FunctionDef):
                    yield function

    # Other ways

    def _mention(self, node: Expr, name: str, idle: bool) -> Iterator[Edge]:
        """Follow a function that is named but not called: it is handed on, or kept for later, unless only looked at."""
        if name in self._names.properties and isinstance(node, facts.Attribute):
            for base in self._resolver.evaluate(node.base, self._frame):
                if isinstance(base, (Instance, ClassValue)):
                    value = self._resolver.classes.function(base.cls, name)
                    if isinstance(value, FunctionValue):
                        yield from self._runs(value, node.name_at, "reads")
                elif isinstance(base, Unknown):
                    yield from self._anything_named(name, node.name_at)
        for value in self._resolver.evaluate(node, self._frame):
            if isinstance(value, FunctionValue):
                may_be_property = bool(value.function.decorators)  # then to look at it is to run it
                if may_be_property or not (idle or self._is_told(node)):
                    yield from self._runs(value, node.at, "hands on")

    def _is_told(self, node: Expr) -> bool:
        """Return whether a name is an argument of a call that only looks at it: of a logger, `print`, `isinstance`."""
        call = self._handed.get(id(node))
        return call is not None and only_looks(self._resolver.evaluate(call.func, self._frame))

    def _defined(self, node: facts.FunctionDef) -> Iterator[Edge]:
        function = self._resolver.definitions(self._body.module).function(node)
        for decorator in node.decorators:
            yield from self._decorator(decorator)
            named = decorator.func if isinstance(decorator, facts.Call) else decorator
            for value in self._resolver.evaluate(named, self._frame):
                if function is not None and _registers(value):
                    yield self._edge(Body(function.module, function), node.at, f"`{node.name}` is registered here")

    def _decorator(self, decorator: Expr) -> Iterator[Edge]:
        for value in self._resolver.evaluate(decorator, self._frame):
            yield from self._runs(value, decorator.at, "decorates with")

    def _special(self, expr: Expr, names: tuple[str, ...]) -> Iterator[Edge]:
        for value in self._resolver.evaluate(expr, self._frame):
            if isinstance(value, Instance):
                for name in names:
                    for method in self._resolver.classes.methods(value, name):
                        yield from self._runs(method, expr.at, "enters" if "enter" in names[0] else "goes over")

    def _import(self, node: facts.Import | facts.ImportFrom) -> Iterator[Edge]:
        for name in names_in(node, self._body.module):
            parts = name.split(".")
            for length in range(1, len(parts) + 1):
                module = self._resolver.program.module(".".join(parts[:length]))
                if module is not None:
                    yield self._edge(Body(module), node.at, f"imports `{module.name}`")

    def _edge(self, target: Body, at: Span, text: str, *, certain: bool = True) -> Edge:
        return Edge(target, Step(self._body.module.path, at, text), certain)


def _registers(value: Value) -> bool:
    """Return whether a decorator hands the function on to be called later: `atexit.register`, `app.command`."""
    if isinstance(value, External):
        return value.path.startswith(_REGISTERING)
    return isinstance(value, Member)
