"""Where a value may come from: a slice backwards through a package, over variables, attributes, calls and containers.

The slice holds more than what really flows, never less, as far as the text tells: attributes are told apart by name
alone, a call of what is not the package's gives what its arguments hold, and a container holds all that is ever put
into it, by whatever method and in whatever function it is handed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.passing import Passing
from macrometa_conformance.code.scopes import Binding, Scope
from macrometa_conformance.code.values import Class, Function, FunctionValue, ModuleValue, Site, Unknown
from macrometa_conformance.code.walk import EXPRESSIONS, Node, children, walk
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.call_graph import CallGraph
    from macrometa_conformance.code.program import Module
    from macrometa_conformance.code.resolver import Resolver

MAX_PARTS = 20_000  # of one slice
MAX_ALL_PARTS = 200_000  # of all slices of one package
_CARRYING = (facts.Assign, facts.AugAssign, facts.For, facts.With, facts.Loop, facts.Call)


@plain
class Part(Plain):
    """An expression that a value may come from, and the body in which it stands."""

    expr: Expr
    body: Body


@plain
class Slice(Plain):
    """The expressions that a value may come from; `doubts` are what it comes from where nobody can see."""

    parts: tuple[Part, ...]
    doubts: tuple[Unknown, ...]

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """Return the bodies in which the expressions stand, the value's own first."""
        return tuple(dict.fromkeys(part.body for part in self.parts))

    @cached_property
    def nodes(self) -> tuple[tuple[Node, Body], ...]:
        """Return every node of the expressions."""
        found: dict[int, tuple[Node, Body]] = {}
        for part in self.parts:
            for node in walk(part.expr):
                found.setdefault(id(node), (node, part.body))
        return tuple(found.values())


class _Variable(NamedTuple):
    """A variable: the module and the function or class that binds it (None: the module), and its name."""

    module: str
    owner: Optional[int]
    name: str


_Place = Union[_Variable, str]  # a str is the name of an attribute


class ValueFlow:
    """The slices of one package."""

    def __init__(self, resolver: Resolver, graph: CallGraph, passing: Passing) -> None:
        self._resolver = resolver
        self._graph = graph
        self._passing = passing
        self._scopes: dict[_Variable, tuple[Scope, Body]] = {}
        self._put: dict[_Place, list[Part]] = {}
        self._handed: dict[_Place, list[tuple[facts.Call, Body]]] = {}
        self._set: set[str] = set()
        self._local: dict[Body, dict[str, list[Expr]]] = {}
        self._receiving: dict[int, tuple[tuple[frozenset[_Place], _Variable], ...]] = {}
        self._all_parts = 0
        for body in graph.bodies:
            self._note(body)

    def behind(self, expr: Expr, body: Body) -> Slice:
        """Return what an expression's value may come from, itself first."""
        parts: dict[int, Part] = {}
        doubts: dict[Unknown, None] = {}
        places: set[object] = set()
        pending = [Part(expr, body)]
        while pending:
            part = pending.pop()
            if id(part.expr) in parts:
                continue
            if len(parts) >= MAX_PARTS or self._all_parts >= MAX_ALL_PARTS:
                doubts[Unknown("it comes from more places than are looked at", Site(body.module.path, expr.at))] = None
                break
            parts[id(part.expr)] = part
            self._all_parts += 1
            for node in self._carriers(part):
                for key, steps in self._steps(node, part.body):
                    if key in places:
                        continue
                    places.add(key)
                    for step in steps:
                        if isinstance(step, Unknown):
                            doubts[step] = None
                        else:
                            pending.append(step)
        return Slice(tuple(parts.values()), tuple(doubts))

    def is_set(self, name: str) -> bool:
        """Return whether some statement sets an attribute of this name, be it of a module, a class or an object."""
        return name in self._set

    def _carriers(self, part: Part) -> Iterator[Node]:
        """Yield the nodes of an expression that its value may come from: no tests, no keys.

        What is passed to a function of the package comes back by way of its parameters, if at all.
        """
        pending: list[Node] = [part.expr]
        while pending:
            node = pending.pop()
            yield node
            if isinstance(node, facts.Compare):
                continue
            if isinstance(node, facts.Subscript):
                pending.append(node.base)
            elif isinstance(node, facts.Conditional):
                pending += [node.body, node.orelse]
            elif isinstance(node, facts.Loop):
                pending += [node.target, node.iterable]
            elif isinstance(node, facts.Call) and self._is_own(node, part.body):
                pending.append(node.func)
            else:
                pending += children(node)

    def _is_own(self, call: facts.Call, body: Body) -> bool:
        """Return whether a call surely runs a function of the package and nothing else."""
        values = self._resolver.evaluate(call.func, owner_frame(self._resolver, body.module, body.owner))
        return all(
            isinstance(v, FunctionValue) and isinstance(v.function.definition, facts.FunctionDef) for v in values
        )

    def put_into(self, expr: Expr, body: Body) -> Iterator[Part]:
        """Yield what is put into the collection that a variable or an attribute holds."""
        place = next(self._places(expr, body), None)
        if place is not None:
            yield from self._put_into(place)

    # The index: what is put into which variable or attribute, and to which call it is handed

    def _note(self, body: Body) -> None:
        local = self._local.setdefault(body, {})
        for visit in self._resolver.definitions(body.module).visits_of(body.owner).of(*_CARRYING):
            node = visit.node
            if isinstance(node, facts.Assign) and node.value is not None:
                for target in node.targets:
                    self._note_target(target, node.value, body)
            elif isinstance(node, facts.AugAssign):
                self._note_target(node.target, node.value, body)
            elif isinstance(node, facts.For):
                self._note_target(node.target, node.iterable, body)
            elif isinstance(node, facts.With):
                for context, bound in node.items:
                    if bound is not None:
                        self._note_target(bound, context, body)
            elif isinstance(node, facts.Loop):
                for name in _names(node.target):
                    local.setdefault(name, []).append(node.iterable)
            elif isinstance(node, facts.Call):
                self._note_call(node, body)

    def _note_target(self, target: Expr, value: Expr, body: Body) -> None:
        if isinstance(target, (facts.Sequence, facts.Starred)):
            items: tuple[Expr, ...] = target.items if isinstance(target, facts.Sequence) else (target.value,)
            for item in items:
                self._note_target(item, value, body)
        elif not isinstance(target, facts.Name):
            if isinstance(target, facts.Attribute):
                self._set.add(target.name)
            for place in self._places(target, body):
                self._put.setdefault(place, []).append(Part(value, body))

    def _note_call(self, node: facts.Call, body: Body) -> None:
        local = self._local[body]
        if isinstance(node.func, facts.Attribute) and node.args and not self._is_own(node, body):
            for place in self._places(node.func.base, body):
                self._put.setdefault(place, []).extend(Part(argument.value, body) for argument in node.args)
        for argument in node.args:
            for place in self._places(argument.value, body):
                self._handed.setdefault(place, []).append((node, body))
            if argument.keyword is not None:  # a field of a record that a constructor sets
                self._put.setdefault(argument.keyword, []).append(Part(argument.value, body))
            if isinstance(argument.value, facts.Lambda):
                others = [other.value for other in node.args if other is not argument]
                others += [node.func.base] if isinstance(node.func, facts.Attribute) else []
                for param in argument.value.params:
                    local.setdefault(param.name, []).extend(others)

    def _places(self, expr: Expr, body: Body) -> Iterator[_Place]:
        """Yield the variable and the attributes that a chain (`a`, `a[0].b.c()`) goes through."""
        while True:
            if isinstance(expr, facts.Attribute):
                yield self._in_module(expr, body) or expr.name
                expr = expr.base
            elif isinstance(expr, facts.Subscript):
                expr = expr.base
            elif isinstance(expr, (facts.Starred, facts.Await)):
                expr = expr.value
            elif isinstance(expr, facts.Call) and isinstance(expr.func, facts.Attribute):
                expr = expr.func.base
            else:
                break
        if isinstance(expr, facts.Name):
            variable = self._variable(expr.id, body)
            if variable is not None:
                yield variable

    def _in_module(self, expr: facts.Attribute, body: Body) -> Optional[_Variable]:
        """Return the variable that `module.name` means, None where it is no module's."""
        base = expr.base
        bindings = body.module.scope.bindings.get(base.id, ()) if isinstance(base, facts.Name) else ()
        if any(binding.kind in ("import", "from") for binding in bindings):
            for value in self._resolver.evaluate(base, owner_frame(self._resolver, body.module, body.owner)):
                module = self._resolver.program.module(value.name) if isinstance(value, ModuleValue) else None
                if module is not None:
                    return self._of_module(expr.name, module, 0)
        return None

    # Names

    def _variable(self, name: str, body: Body) -> Optional[_Variable]:
        """Return the variable that a name means in a body; None where the package binds none of that name there."""
        definitions = self._resolver.definitions(body.module)
        owner: Union[Function, Class, None] = body.owner
        innermost = True
        while owner is not None:
            scope = definitions.scope_of(owner)
            if isinstance(owner, Function) or innermost:
                if scope.shared.get(name) == "global":
                    break
                if name in scope.bindings:
                    variable = _Variable(body.module.path, id(owner.definition), name)
                    return self._known(variable, scope, body.module, owner)
            innermost = False
            owner = (owner.owner or owner.outer) if isinstance(owner, Function) else owner.outer
        return self._of_module(name, body.module, 0)

    def _known(
        self, variable: _Variable, scope: Scope, module: Module, owner: Union[Function, Class, None]
    ) -> _Variable:
        self._scopes.setdefault(variable, (scope, Body(module, owner)))
        return variable

    def _of_module(self, name: str, module: Module, depth: int) -> Optional[_Variable]:
        """Return a variable of a module, that of another module where it is imported from there."""
        bindings = module.scope.bindings.get(name, ())
        for binding in bindings:
            if binding.kind == "from" and isinstance(binding.node, facts.ImportFrom) and depth < 6:
                source = module.absolute(binding.node)
                origin = self._resolver.program.module(source) if source else None
                names = [n.name for n in binding.node.names if (n.alias or n.name) == name]
                if origin is not None and names:
                    return self._of_module(names[-1], origin, depth + 1)
        shared = self._resolver.definitions(module).shared_bindings
        if not bindings and name not in shared:
            for star in module.scope.bindings.get("*", ()):
                if isinstance(star.node, facts.ImportFrom) and depth < 6:
                    source = module.absolute(star.node)
                    origin = self._resolver.program.module(source) if source else None
                    found = self._of_module(name, origin, depth + 1) if origin is not None else None
                    if found is not None:
                        return found
            return None
        return self._known(_Variable(module.path, None, name), module.scope, module, None)

    # Steps

    def _steps(self, node: Node, body: Body) -> Iterator[tuple[object, Iterator[Union[Part, Unknown]]]]:
        """Yield a key and the steps behind each variable, attribute and call, so that each is taken once."""
        if isinstance(node, facts.Name):
            for expr in self._local[body].get(node.id, ()):
                yield id(expr), iter((Part(expr, body),))
            variable = self._variable(node.id, body)
            if variable is not None:
                yield variable, self._behind_variable(variable)
        elif isinstance(node, facts.Attribute):
            yield node.name, self._behind_attribute(node.name)
        elif isinstance(node, facts.Call):
            yield id(node), self._behind_call(node, body)

    def _behind_variable(self, variable: _Variable) -> Iterator[Union[Part, Unknown]]:
        scope, home = self._scopes[variable]
        definitions = self._resolver.definitions(home.module)
        bindings: list[tuple[Binding, Body]] = [(b, home) for b in scope.bindings.get(variable.name, ())]
        if variable.owner is None:
            for function, binding in definitions.shared_bindings.get(variable.name, ()):
                bindings.append((binding, Body(home.module, function)))
        else:
            for function in definitions.functions:
                inner = definitions.scope_of(function)
                if inner.shared.get(variable.name) == "nonlocal":
                    bindings += [(b, Body(home.module, function)) for b in inner.shared_bindings[variable.name]]
        for binding, body in bindings:
            if binding.kind == "parameter":
                yield from self._behind_parameter(binding, body)
            elif binding.value is not None and binding.value.__class__ in EXPRESSIONS:
                yield Part(binding.value, body)
        yield from self._put_into(variable)

    def _behind_parameter(self, binding: Binding, body: Body) -> Iterator[Union[Part, Unknown]]:
        parameter, function = binding.node, body.owner
        if not isinstance(parameter, facts.Parameter) or not isinstance(function, Function):
            return
        if parameter.default is not None:
            yield Part(parameter.default, body)
        if isinstance(function.definition, facts.Lambda):
            return
        passed = self._passing.passed_for(function, parameter.name)
        is_receiver = function.owner is not None and function.definition.params[0] is parameter
        if not passed and not is_receiver:
            reason = f"who calls `{function.qualified}` is not known"
            yield Unknown(reason, Site(body.module.path, parameter.at))
        for one in passed:
            if one.expr is not None:
                yield Part(one.expr, one.body)
            elif not one.exact:
                reason = f"what `{function.qualified}` is called with is not known"
                yield Unknown(reason, Site(body.module.path, parameter.at))

    def _behind_attribute(self, name: str) -> Iterator[Union[Part, Unknown]]:
        yield from self._put_into(name)
        for body in self._graph.bodies:
            owner = body.owner
            if isinstance(owner, Class):
                for binding in self._resolver.definitions(body.module).scope_of(owner).bindings.get(name, ()):
                    if binding.value is not None:
                        yield Part(binding.value, body)
            elif owner is None:
                variable = _Variable(body.module.path, None, name)
                if name in body.module.scope.bindings:
                    yield from self._behind_variable(self._known(variable, body.module.scope, body.module, None))
            elif owner.name == name and self._resolver.method_kind(owner) == "property":
                yield from self._returned(body)

    def _put_into(self, place: _Place) -> Iterator[Part]:
        """Yield what is put into a variable or attribute, where it stands and in the functions it is handed to."""
        seen: set[_Place] = {place}
        pending = [place]
        for here in pending:
            yield from self._put.get(here, ())
            for call, body in self._handed.get(here, ()):
                for inner in self._parameters_for(here, call, body):
                    if inner not in seen:
                        seen.add(inner)
                        pending.append(inner)

    def _parameters_for(self, place: _Place, call: facts.Call, body: Body) -> Iterator[_Variable]:
        """Yield the parameters as which a call hands on what a variable or attribute holds."""
        if id(call) not in self._receiving:
            self._receiving[id(call)] = tuple(self._parameters_of(call, body))
        for places, parameter in self._receiving[id(call)]:
            if place in places:
                yield parameter

    def _parameters_of(self, call: facts.Call, body: Body) -> Iterator[tuple[frozenset[_Place], _Variable]]:
        """Yield what is passed, by whatever call, for the parameters of what a call may run, and the parameter."""
        for function in self._functions_in(call, body):
            for parameter in function.definition.params:
                passed = self._passing.passed_for(function, parameter.name)
                inner = self._variable(parameter.name, Body(function.module, function))
                if inner is not None:
                    given = ((one.expr, one.body) for one in passed if one.expr is not None)
                    yield frozenset(place for expr, at in given for place in self._places(expr, at)), inner

    def _functions_in(self, call: facts.Call, body: Body) -> Iterator[Function]:
        """Yield the functions of the package that a call may run, itself or by handing them on."""
        for edge in self._graph.edges(body):
            at, span = edge.step.at, call.at
            if isinstance(edge.target.owner, Function) and span[:2] <= at[:2] and at[2:] <= span[2:]:
                yield edge.target.owner

    def _behind_call(self, node: facts.Call, body: Body) -> Iterator[Union[Part, Unknown]]:
        name_at = node.func.name_at if isinstance(node.func, facts.Attribute) else node.func.at
        for edge in self._graph.edges(body):
            if edge.step.at in (node.func.at, name_at):
                yield from self._returned(edge.target)

    def _returned(self, body: Body) -> Iterator[Part]:
        for visit in self._resolver.definitions(body.module).visits_of(body.owner).of(facts.Return, facts.Yield):
            if isinstance(visit.node, (facts.Return, facts.Yield)) and visit.node.value is not None:
                yield Part(visit.node.value, body)


def _names(target: Expr) -> Iterator[str]:
    for node in walk(target):
        if isinstance(node, facts.Name):
            yield node.id
