"""Which expressions a value is: through names, parameters, attributes, branches and calls of the package's functions.

Unlike a slice (see `value_flow`), an origin is the value itself and not what it is computed from. A call is followed
with its own arguments; where a parameter is reached from no call that was followed, every call of the function counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Callable, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.passing import Passed, Passing, arguments_for
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.records import field_value, is_record
from macrometa_conformance.code.scopes import Binding
from macrometa_conformance.code.taking import (
    Indexes,
    are_alike,
    collection_of,
    taken_by_loop,
    taken_from,
    unpacked,
    without_indexes,
)
from macrometa_conformance.code.values import (
    Alternatives,
    Class,
    ClassValue,
    External,
    Function,
    FunctionValue,
    Instance,
    ModuleValue,
    Site,
    Step,
)
from macrometa_conformance.code.walk import Node, walk
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.code.value_flow import ValueFlow

MAX_DEPTH = 40
MAX_CALLS = 8
MAX_ORIGINS = 200
_TYPE_CHECKS = frozenset(("isinstance", "issubclass", "type", "hasattr", "is_aware", "is_naive", "callable"))
_ZONE_ATTRIBUTES = frozenset(("tzinfo", "utcoffset", "tz", "timezone"))
_SAME = frozenset(("copy.copy", "copy.deepcopy", "typing.cast", "asyncio.run", "asyncio.wait_for"))


@plain
class Origin(Plain):
    """An expression that gives a value, and the body in which it stands.

    `calls` are the calls that were followed to get there, innermost last; `steps` the places that it came by.
    `once` is set where it is worked out only once, at module or class level or in a default argument, though what asks
    runs again and again: to what is worked out there; `read` is then the expression by which code that runs again reads
    it, None where that is left to a default argument. `parameter` is set where the expression is a parameter and nobody
    is seen to pass it. `inspected` says that code on the way looks at what it is (`isinstance`, `.tzinfo`), so that it
    may have been turned into something else before it gets further.
    """

    expr: Expr
    body: Body
    calls: tuple[tuple[facts.Call, Body], ...] = ()
    steps: tuple[Step, ...] = ()
    once: Optional[Site] = None
    read: Optional[Site] = None
    parameter: Optional[facts.Parameter] = None
    inspected: bool = False

    @property
    def site(self) -> Site:
        """Return where the expression stands."""
        return Site(self.body.module.path, self.expr.at)


class Origins:
    """The origins of expressions of one package; calls in bodies that are not `judged` pass nothing."""

    def __init__(
        self, resolver: Resolver, passing: Passing, flow: ValueFlow, judged: Callable[[Body], bool] = lambda body: True
    ) -> None:
        self._resolver = resolver
        self._passing = passing
        self._flow = flow
        self._judged = judged
        self._inspections: dict[Body, frozenset[str]] = {}
        self._binders: dict[Body, tuple[Node, ...]] = {}

    def frame(self, body: Body) -> Frame:
        """Return the frame of any call of a body."""
        return owner_frame(self._resolver, body.module, body.owner)

    def values(self, origin: Origin, expr: Optional[Expr] = None) -> Alternatives:
        """Return what an origin's expression, or one that stands beside it, can be."""
        return self._resolver.evaluate(expr if expr is not None else origin.expr, self.frame(origin.body))

    def of(self, origin: Origin) -> tuple[Origin, ...]:
        """Return the expressions that give the value, parameters followed to what the calls pass."""
        return tuple(self._all(origin, cross=True))

    def within(self, origin: Origin) -> tuple[Origin, ...]:
        """Return the expressions that give the value as far as the function tells; parameters are left standing."""
        return tuple(self._all(origin, cross=False))

    def on_the_way(self, origin: Origin) -> tuple[Origin, ...]:
        """Return the expressions that give the value, and those that hand it on, the asked one first."""
        return tuple(self._all(origin, cross=True, every=True))

    def _all(self, origin: Origin, cross: bool, every: bool = False) -> Iterator[Origin]:
        seen: set[tuple[int, tuple[int, ...]]] = set()
        pending = [(origin, 0)]
        count = 0
        while pending:
            here, depth = pending.pop()
            key = (id(here.expr), tuple(id(call) for call, _ in here.calls))
            if key in seen:
                continue
            seen.add(key)
            count += 1
            if here.parameter is not None and cross:
                further = self.passed(here)
            elif here.parameter is None and depth < MAX_DEPTH and count < MAX_ORIGINS:
                further = self._behind(here)
            else:
                further = None
            if every or further is None:
                yield here
            if further is not None:
                pending.extend((one, depth + 1) for one in reversed(further))

    # One step

    def _behind(self, origin: Origin) -> Optional[list[Origin]]:
        """Return what an expression hands on; None where it is itself what gives the value."""
        expr = origin.expr
        if isinstance(expr, (facts.Await, facts.Walrus, facts.Starred)):
            return [replace(origin, expr=expr.value)]
        if isinstance(expr, facts.Conditional):
            known = self._resolver.truth(expr.test, self.frame(origin.body))
            sides = [side for side, when in ((expr.body, True), (expr.orelse, False)) if known in (None, when)]
            return [replace(origin, expr=side) for side in sides]
        if isinstance(expr, facts.Boolean):
            return [replace(origin, expr=operand) for operand in expr.operands]
        if isinstance(expr, facts.Call):
            return self._behind_call(expr, origin)
        if isinstance(expr, (facts.Name, facts.Attribute)):
            if dotted(expr) in self._inspected(origin.body):
                origin = replace(origin, inspected=True)
            return (
                self._behind_name(expr, origin)
                if isinstance(expr, facts.Name)
                else self._behind_attribute(expr, origin)
            )
        return None

    def _behind_name(self, expr: facts.Name, origin: Origin) -> Optional[list[Origin]]:
        if self._is_bound_inside(expr, origin.body):
            return None
        definitions = self._resolver.definitions(origin.body.module)
        owner: Union[Function, Class, None] = origin.body.owner
        position: Optional[tuple[int, int]] = (expr.at[0], expr.at[1])
        innermost = True
        while owner is not None:
            scope = definitions.scope_of(owner)
            if isinstance(owner, Function) or innermost:
                if scope.shared.get(expr.id) == "global":
                    break
                if expr.id in scope.bindings and expr.id not in scope.shared:
                    bindings = scope.reaching(expr.id, position) or tuple(scope.bindings[expr.id])
                    return self._bound(bindings, Body(origin.body.module, owner), origin)
            innermost, position = False, None
            owner = (owner.owner or owner.outer) if isinstance(owner, Function) else owner.outer
        return self._of_module(expr.id, origin, origin.body.module, position if origin.body.owner is None else None)

    def _inspected(self, body: Body) -> frozenset[str]:
        """Return the names and attributes of a body whose type or zone it looks at."""
        if body not in self._inspections:
            found: set[str] = set()
            for visit in self._resolver.definitions(body.module).visits_of(body.owner):
                node = visit.node
                if isinstance(node, facts.Attribute) and node.name in _ZONE_ATTRIBUTES:
                    found.add(dotted(node.base))
                elif isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.args:
                    if node.func.id in _TYPE_CHECKS:
                        found.add(dotted(node.args[0].value))
            self._inspections[body] = frozenset(found - {""})
        return self._inspections[body]

    def _is_bound_inside(self, expr: facts.Name, body: Body) -> bool:
        """Return whether a comprehension or lambda around a name binds it."""
        for node in self._nodes_that_bind(body):
            if isinstance(node, (facts.Comprehension, facts.Lambda)) and _holds(node.at, expr.at):
                targets = [loop.target for loop in node.loops] if isinstance(node, facts.Comprehension) else []
                params = [param.name for param in node.params] if isinstance(node, facts.Lambda) else []
                names = {n.id for target in targets for n in walk(target) if isinstance(n, facts.Name)}
                if expr.id in names or expr.id in params:
                    return True
        return False

    def _nodes_that_bind(self, body: Body) -> tuple[Node, ...]:
        """Return the loops, comprehensions and lambdas of a body."""
        if body not in self._binders:
            visits = self._resolver.definitions(body.module).visits_of(body.owner)
            kinds = (facts.For, facts.Comprehension, facts.Lambda)
            self._binders[body] = tuple(visit.node for visit in visits if isinstance(visit.node, kinds))
        return self._binders[body]

    def _of_module(
        self,
        name: str,
        origin: Origin,
        module: Module,
        position: Optional[tuple[int, int]],
        importing: tuple[Module, ...] = (),
    ) -> Optional[list[Origin]]:
        """Return what a name of a module is set to; `importing` are the modules that import it, by the same names."""
        bindings = module.scope.reaching(name, position)
        functions = self._resolver.definitions(module).shared_bindings.get(name, ())
        if not bindings and not functions:
            return None
        found = self._bound(bindings, Body(module), origin, importing) if bindings else []
        if found is not None and (functions or self._flow.is_set(name)):
            found = [replace(one, once=origin.once) for one in found]
        for function, binding in functions:
            bound = self._bound((binding,), Body(module, function), origin)
            found = None if found is None or bound is None else [*found, *bound]
        if found is not None and functions and len(found) > 1:
            placeholders = [one for one in found if isinstance(one.expr, facts.Const) and one.expr.value is None]
            found = [one for one in found if one not in placeholders] or found
        return found

    def _bound(
        self, bindings: tuple[Binding, ...], body: Body, origin: Origin, importing: tuple[Module, ...] = ()
    ) -> Optional[list[Origin]]:
        """Return what bindings give a name, None where one of them cannot be followed."""
        found: list[Origin] = []
        if body != origin.body:
            origin = replace(origin, calls=())  # a closure, a module: which call made it is not followed
        for binding in bindings:
            step = Step(body.module.path, binding.at, f"`{binding.name}` is set here")
            if binding.kind == "assign" and binding.value is not None:
                value = unpacked(binding.value, binding.unpack)
                if value is None:
                    return None
                found.append(_moved(origin, value, body, step))
            elif binding.kind == "parameter" and isinstance(binding.node, facts.Parameter):
                name = facts.Name(binding.name, binding.at)
                found.append(replace(_moved(origin, name, body, None), parameter=binding.node))
            elif binding.kind == "from" and isinstance(binding.node, facts.ImportFrom):
                source = body.module.absolute(binding.node)
                module = self._resolver.program.module(source) if source else None
                names = [n.name for n in binding.node.names if (n.alias or n.name) == binding.name]
                if module is None or not names or module in importing:
                    return None
                imported = self._of_module(names[-1], origin, module, None, (*importing, module))
                if imported is None:
                    return None
                found.extend(imported)
            else:
                return None
        return found or None

    def passed(self, origin: Origin) -> Optional[list[Origin]]:
        """Return what the calls pass for an origin that is a parameter, None where nobody is seen to pass it."""
        function, parameter = origin.body.owner, origin.parameter
        if not isinstance(function, Function) or parameter is None:
            return None
        if origin.calls:
            call, body = origin.calls[-1]
            passed = tuple(arguments_for(self._resolver, function, parameter.name, call, body))
            return self._given(passed, function, parameter, origin, origin.calls[:-1])
        callers = self._passing.passed_for(function, parameter.name)
        judged = tuple(one for one in callers if self._judged(one.body))
        return self._given(judged, function, parameter, origin, ())

    def _given(
        self,
        passed: tuple[Passed, ...],
        function: Function,
        parameter: facts.Parameter,
        origin: Origin,
        calls: tuple[tuple[facts.Call, Body], ...],
    ) -> Optional[list[Origin]]:
        found: list[Origin] = []
        for one in passed:
            if not one.exact:
                return None
            at = one.call.at if one.call is not None else parameter.at
            step = Step(one.body.module.path, at, f"`{function.name}` is called here")
            if one.expr is not None:
                moved = _moved(replace(origin, parameter=None, calls=calls), one.expr, one.body, step)
                found.append(replace(moved, once=origin.once))
            elif parameter.default is not None:
                outer = Body(origin.body.module, function.owner or function.outer)
                default = _moved(replace(origin, parameter=None, calls=calls), parameter.default, outer, step)
                found.append(replace(default, read=origin.read))
            else:
                return None
        return found or None

    def _behind_call(self, expr: facts.Call, origin: Origin) -> Optional[list[Origin]]:
        found: list[Origin] = []
        for value in self.values(origin, expr.func):
            if isinstance(value, External) and value.path in _SAME and expr.args:
                argument = expr.args[-1] if value.path == "typing.cast" else expr.args[0]
                found.append(replace(origin, expr=argument.value))
            elif isinstance(value, FunctionValue):
                returned = self._returned(value.function, expr, origin)
                if returned is None:
                    return None
                found.extend(returned)
            else:
                return None
        return found or None

    def _returned(self, function: Function, call: facts.Call, origin: Origin) -> Optional[list[Origin]]:
        definition = function.definition
        if len(origin.calls) >= MAX_CALLS or any(one is call for one, _ in origin.calls):
            return None
        inner = Body(function.module, function)
        step = Step(function.module.path, definition.at, f"`{function.name}` returns it")
        entered = replace(origin, calls=(*origin.calls, (call, origin.body)))
        if isinstance(definition, facts.Lambda):
            if definition.params:
                return None
            return [replace(_moved(entered, definition.body, _around(function), step), once=origin.once)]
        if definition.is_generator:
            return None
        found = []
        for visit in self._passing.live_visits(inner):
            if isinstance(visit.node, facts.Return):
                value = visit.node.value or facts.Const(None, visit.node.at)
                found.append(_moved(entered, value, inner, step))
        return found or None

    def _behind_attribute(self, expr: facts.Attribute, origin: Origin) -> Optional[list[Origin]]:
        found: list[Origin] = []
        for base in self.values(origin, expr.base):
            if isinstance(base, ModuleValue):
                module = self._resolver.program.module(base.name)
                if module is None:
                    return None
                held = self._of_module(expr.name, origin, module, None)
            elif isinstance(base, Instance) and is_record(self._resolver, base.cls):
                held = self._field(base, expr, origin)
            elif isinstance(base, (Instance, ClassValue)):
                held = self._held(base.cls, expr, origin)
            else:
                return None
            if held is None:
                return None
            found.extend(held)
        return found or None

    def _field(self, base: Instance, expr: facts.Attribute, origin: Origin) -> Optional[list[Origin]]:
        """Return what the call that makes a record gives for a field that nothing sets later."""
        if base.call is None or not isinstance(base.call.expr, facts.Call) or self._flow.is_set(expr.name):
            return None
        call, frame = base.call.expr, base.call.frame
        body = Body(frame.module, frame.function or frame.cls)
        given = field_value(self._resolver, base.cls, call, body, expr.name)
        if given is None:
            return None
        step = Step(body.module.path, call.at, f"`{base.cls.name}` is made here")
        moved = _moved(replace(origin, calls=()), given.expr, given.body, step)
        if given.is_default:
            return [replace(moved, read=moved.site)]
        return [moved if given.body == body else replace(moved, once=origin.once)]  # a factory makes it anew

    def _held(self, cls: Class, expr: facts.Attribute, origin: Origin) -> Optional[list[Origin]]:
        """Return what an attribute of an object or class of the package is set to."""
        found: list[Origin] = []
        origin = replace(origin, calls=())
        if any(self._resolver.classes.is_record(one) for one in self._resolver.classes.order(cls)):
            return None
        for one in self._resolver.classes.order(cls):
            definitions = self._resolver.definitions(one.module)
            for assignment in definitions.attribute_assignments(one).get(expr.name, ()):
                value = unpacked(assignment.value, assignment.unpack)
                if assignment.kind != "assign" or value is None:
                    return None
                step = Step(one.module.path, assignment.target.at, f"`{expr.name}` is set here")
                found.append(_moved(origin, value, Body(one.module, assignment.function), step))
        placeholders = [one for one in found if isinstance(one.expr, facts.Const) and one.expr.value is None]
        found = [one for one in found if one not in placeholders] or found
        if found:
            return found
        for one in self._resolver.classes.order(cls):
            bindings = self._resolver.definitions(one.module).scope_of(one).bindings.get(expr.name, [])
            if any(binding.kind == "def" for binding in bindings):
                return self._property(one, expr, origin)
            if bindings:
                held = self._bound(tuple(bindings), Body(one.module, one), origin)
                is_set = held is not None and self._flow.is_set(expr.name)
                return [replace(o, once=origin.once) for o in held or ()] if is_set else held
        return None

    def _property(self, cls: Class, expr: facts.Attribute, origin: Origin) -> Optional[list[Origin]]:
        for function in self._resolver.definitions(cls.module).functions:
            if function.owner is cls and function.name == expr.name:
                if self._resolver.method_kind(function) == "property":
                    return self._returned(function, facts.Call(expr, (), expr.at), origin)
        return None

    # Elements

    def elements(self, origin: Origin) -> tuple[Origin, ...]:
        """Return what a name may be that takes thing after thing out of a collection, or what a part of one may be.

        A loop or comprehension goes over it, or its method takes one out (`queue.get()`, `rows.pop()`). What else the
        collection may hold is not told.
        """
        expr, indexes = without_indexes(origin.expr)
        if isinstance(expr, facts.Name):
            collections = tuple(self._collections(expr, origin.body))
        else:
            taken = taken_from(expr)
            collections = ((taken, ()),) if taken is not None else ()
        found: dict[Origin, None] = {}
        for collection, path in collections:
            whole = (*path, *indexes)
            put = self.put_into(replace(origin, expr=collection, parameter=None))
            for one in put if not whole or are_alike([one.expr for one in put]) else ():
                part = unpacked(one.expr, whole)
                if part is not None:
                    found[replace(one, expr=part)] = None
        return tuple(found)

    def put_into(self, origin: Origin) -> tuple[Origin, ...]:
        """Return what is put into a collection, where it is made and later, in judged bodies."""
        found: dict[Origin, None] = {}
        pending, seen = [origin], set[int]()
        for one in pending:
            for source in self.on_the_way(one):
                expr = collection_of(source.expr)
                if expr is not source.expr and id(expr) not in seen:
                    seen.add(id(expr))
                    pending.append(replace(source, expr=expr))
                elif isinstance(expr, facts.Sequence):
                    found.update(dict.fromkeys(replace(source, expr=item) for item in expr.items))
                elif isinstance(expr, facts.Comprehension):
                    found[replace(source, expr=expr.value)] = None
                for part in self._flow.put_into(expr, source.body):
                    if self._judged(part.body):
                        found[Origin(part.expr, part.body, (), origin.steps)] = None
        return tuple(found)

    def _collections(self, expr: facts.Name, body: Body) -> Iterator[tuple[Expr, Indexes]]:
        """Yield the collections that a name takes things out of, and by which indexes it takes a thing apart."""
        for node in self._nodes_that_bind(body):
            if isinstance(node, facts.For) and _holds(node.at, expr.at):
                yield from taken_by_loop(node.target, node.iterable, expr.id)
            elif isinstance(node, facts.Comprehension) and _holds(node.at, expr.at):
                for loop in node.loops:
                    yield from taken_by_loop(loop.target, loop.iterable, expr.id)
        if isinstance(body.owner, Function):
            scope = self._resolver.definitions(body.module).scope_of(body.owner)
            for binding in scope.bindings.get(expr.id, ()):
                taken = taken_from(binding.value) if binding.kind == "assign" and binding.value is not None else None
                if taken is not None:
                    yield taken, binding.unpack


def _moved(origin: Origin, expr: Expr, body: Body, step: Optional[Step]) -> Origin:
    """Return the origin at another expression, which is worked out once where the body that holds it runs once."""
    crosses = isinstance(origin.body.owner, Function) and not isinstance(body.owner, Function)
    once = origin.once or (Site(body.module.path, expr.at) if crosses else None)
    steps = (*origin.steps, step) if step is not None and step not in origin.steps else origin.steps
    read = origin.read if origin.once is not None or not crosses else origin.site
    return replace(origin, expr=expr, body=body, steps=steps, once=once, read=read)


def _around(function: Function) -> Body:
    """Return the body in which a lambda stands."""
    outer = function.outer
    while outer is not None and isinstance(outer.definition, facts.Lambda):
        outer = outer.outer
    return Body(function.module, outer or function.owner)


def _holds(outer: facts.Span, inner: facts.Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]
