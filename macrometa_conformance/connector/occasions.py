"""Occasions: whether code runs in every pass of the connector, or on some occasion only, such as an error."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, Edge
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.classes import INERT_BASES
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.flow import surely
from macrometa_conformance.code.import_closure import is_main_test
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.suites import goes_on_to_raise, may_be_passed_by
from macrometa_conformance.code.values import Class, ClassValue, External, Function, FunctionValue, Instance
from macrometa_conformance.code.walk import Block, Visit
from macrometa_conformance.connector.connector_class import is_interface
from macrometa_conformance.connector.library_calls import LibraryCall, UnknownCall

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.project.project import Project

_SOME = frozenset(("except", "finally", "if", "else", "case", "loop-else", "conditional"))
_CONTEXT_MANAGERS = frozenset(("contextmanager", "asynccontextmanager"))
_CONTEXT_METHODS = frozenset(("__enter__", "__exit__", "__aenter__", "__aexit__"))
_RUNNERS = frozenset(
    (
        "Thread", "Process", "Timer", "submit", "run", "run_in_executor", "to_thread", "start_new_thread", "partial",
        "delayed", "map", "gather", "apply_async", "create_task", "spawn",
    )
)  # fmt: skip  # what is handed on to them runs, as if it were called there


class Occasions:
    """Answers for the code of one project when it runs."""

    def __init__(self, project: Project) -> None:
        self._resolver = project.resolver
        self._graph = project.call_graph
        self._paths = {module.path for module in project.modules}

    def is_special(self, call: LibraryCall | UnknownCall) -> Optional[bool]:
        """Return whether a call is made on some occasions only: False in every pass, None where it is not known.

        It is where it stands in an `except`, `finally`, `if`, `match` or the `else` of a loop, behind a statement that
        may leave before it, or before one that raises; in a decorator or a context manager; or in a function that is
        called from such a place.
        """
        if isinstance(call, LibraryCall) and call.made is None:
            return None
        return self._at(call.body, Visit(call.node, call.blocks), frozenset())

    def _at(self, body: Body, visit: Visit, seen: frozenset[Body], wrapped: Optional[Body] = None) -> Optional[bool]:
        """Return the same for a place, in a decorator where it leads to `wrapped`, the function that has it."""
        if isinstance(visit.node, facts.Loop) or any(self._is_some(block, body) for block in visit.blocks):
            return True
        statements = body.statements
        if may_be_passed_by(statements, visit.blocks, visit.node.at):
            return True
        if goes_on_to_raise(statements, visit.blocks, visit.node.at):
            return True
        if any(block.kind == "lambda" for block in visit.blocks):
            return None
        return self._in(body, seen, wrapped)

    def _is_some(self, block: Block, body: Body) -> bool:
        if block.kind not in _SOME:
            return False
        if isinstance(block.node, (facts.If, facts.Conditional)):
            if isinstance(block.node, facts.If) and any(is_main_test(test) for test, _ in block.node.branches[:1]):
                return False
            frame = owner_frame(self._resolver, body.module, body.owner)
            return surely(self._resolver, block, frame) is not True
        return True

    def _in(self, body: Body, seen: frozenset[Body], wrapped: Optional[Body]) -> Optional[bool]:
        """Return the same for all of a body, from where it is called."""
        if body in seen:
            return False
        if body.module.path not in self._paths:
            return None
        if isinstance(body.owner, Function) and wrapped is None:
            special = self._by_role(body.owner)
            if special is not False:
                return special
        elif body.owner is None:
            return False
        answers: set[Optional[bool]] = set()
        for caller, edge in self._graph.callers.get(body, ()):
            if wrapped is not None and self._runs_another(caller, edge, wrapped):
                continue
            answers.add(self._by_edge(caller, edge, seen | {body}, wrapped))
            if True in answers:
                return True
        return None if None in answers else False

    def _by_role(self, function: Function) -> Optional[bool]:
        """Return whether a function is a decorator, a context manager, or a part of one; None for an outside base's."""
        here: Optional[Function] = function
        while here is not None:
            if here in self._decorators or (here.owner is not None and here.owner in self._decorators):
                return True
            names = {dotted(d.func if isinstance(d, facts.Call) else d) for d in here.decorators}
            if any(name.rpartition(".")[2] in _CONTEXT_MANAGERS for name in names):
                return True
            if here.owner is not None:
                if here.name in _CONTEXT_METHODS:
                    return True
                if here.name != "__init__" and may_be_called_outside(self._resolver, here.owner):
                    return None
            here = here.outer
        return False

    def _runs_another(self, caller: Body, edge: Edge, wrapped: Body) -> bool:
        """Return whether an edge to a decorator runs another function that has it, by its name, than the one asked."""
        decorated = {
            one.target
            for one in self._graph.edges(caller)
            if one.step.at == edge.step.at and self._decorates(edge.target, one.target)
        }
        return bool(decorated) and wrapped not in decorated

    def _decorates(self, body: Body, target: Body) -> bool:
        """Return whether a body is part of a decorator that a function has."""
        here = body.owner if isinstance(body.owner, Function) else None
        while here is not None:
            for one in (here, here.owner):
                if one is not None and target.owner in self._decorators.get(one, ()):
                    return True
            here = here.outer
        return False

    @cached_property
    def _decorators(self) -> dict[Function | Class, set[Function]]:
        """Return the functions and classes that are used as decorators, with the functions that have them."""
        found: dict[Function | Class, set[Function]] = {}
        for body in self._graph.bodies:
            frame = owner_frame(self._resolver, body.module, body.owner)
            for visit in self._resolver.definitions(body.module).visits_of(body.owner):
                node = visit.node
                if isinstance(node, (facts.FunctionDef, facts.ClassDef)):
                    definitions = self._resolver.definitions(body.module)
                    function = definitions.function(node) if isinstance(node, facts.FunctionDef) else None
                    having = (function,) if function is not None else ()
                    for decorator in node.decorators:
                        named = decorator.func if isinstance(decorator, facts.Call) else decorator
                        for value in self._resolver.evaluate(named, frame):
                            if isinstance(value, FunctionValue):
                                found.setdefault(value.function, set()).update(having)
                            elif isinstance(value, (ClassValue, Instance)):
                                found.setdefault(value.cls, set()).update(having)
        return found

    def _by_edge(self, caller: Body, edge: Edge, seen: frozenset[Body], wrapped: Optional[Body]) -> Optional[bool]:
        """Return whether one body leads to another on some occasions only."""
        wrapped = next((one for one in (edge.target, wrapped) if one and self._decorates(caller, one)), None)
        answers: set[Optional[bool]] = set()
        callees: set[int] = set()
        arguments: dict[int, facts.Call] = {}
        for visit in self._graph.live_visits(caller):
            node = visit.node
            if isinstance(node, facts.Call):
                callees.add(id(node.func))
                arguments.update((id(argument.value), node) for argument in node.args)
            elif isinstance(node, (facts.FunctionDef, facts.ClassDef)):
                callees.update(id(decorator) for decorator in node.decorators)
            if getattr(node, "at", None) != edge.step.at and getattr(node, "name_at", None) != edge.step.at:
                continue
            special = self._at(caller, visit, seen, wrapped)
            if special is False and id(node) in arguments and id(node) not in callees:
                special = self._handed_to(arguments[id(node)].func, caller)
            elif special is False and isinstance(node, (facts.Name, facts.Attribute)) and id(node) not in callees:
                special = (
                    False if wrapped is not None else None
                )  # a decorator gives it back; all else keeps it for later
            answers.add(special if edge.certain or special is not True else None)
        if True in answers:
            return True
        return None if None in answers or not answers else False

    def _handed_to(self, func: Expr, caller: Body) -> Optional[bool]:
        """Return False where what is handed to a call surely runs, None where it may run on some occasion."""
        names = {dotted(func).rpartition(".")[2]}
        if isinstance(func, facts.Attribute):
            names.add(func.name)
        for value in self._resolver.evaluate(func, owner_frame(self._resolver, caller.module, caller.owner)):
            if isinstance(value, External):
                names.add(value.path.rpartition(".")[2])
        return False if names & _RUNNERS else None


def may_be_called_outside(resolver: Resolver, cls: Class) -> bool:
    """Return whether a base class from outside the project, other than the interface, may call a class's methods."""
    return any(
        not is_interface(value) and not (isinstance(value, External) and value.path in INERT_BASES)
        for value in resolver.classes.outside(cls)
    )
