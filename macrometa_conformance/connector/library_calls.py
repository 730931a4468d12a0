"""The calls that concern `prometheus_client`: of its own functions and classes, and of methods of its objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.callers import handed_arguments, owner_frame
from macrometa_conformance.code.flow import rounds, surely
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.import_closure import is_main_test, names_in
from macrometa_conformance.code.looks import LOOKING, looked_at, only_looks
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.resolver import MAX_ALTERNATIVES, Resolver
from macrometa_conformance.code.suites import passed_over
from macrometa_conformance.code.values import (
    ClassValue,
    External,
    FunctionValue,
    Instance,
    Items,
    Made,
    Member,
    ModuleValue,
    Super,
    Table,
    Unknown,
    Value,
)
from macrometa_conformance.code.walk import Block, Node, Visit
from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.contract import PROMETHEUS_MODULE
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Place

if TYPE_CHECKING:
    from typing_extensions import TypeGuard

MAX_FRAMES = 40  # rounds of the loops around one call


class LibraryCall(NamedTuple):
    """A call of something of the library, or of a method of what the library made.

    `made` is what the call gives, None where it is handed on to be called later (a thread, an executor, a callback).
    """

    callee: Value
    arguments: Arguments
    made: Optional[Value]
    node: facts.Call
    blocks: tuple[Block, ...]
    body: Body
    frame: Frame

    @property
    def place(self) -> Place:
        """Return the place of the call."""
        return place_of(self.frame.site(self.node.at))


class UnknownCall(NamedTuple):
    """A call of something that is not known: `name` is how it is written, the last part of it."""

    name: str
    unknown: Unknown
    node: facts.Call
    blocks: tuple[Block, ...]
    body: Body
    frame: Frame

    @property
    def place(self) -> Place:
        """Return the place of the call."""
        return place_of(self.frame.site(self.node.at))


class HandedOut(NamedTuple):
    """A value of the library that is handed to something outside the project, or that is not known."""

    value: Value
    place: Place


Found = Union[LibraryCall, UnknownCall, HandedOut]


class LibraryCalls(NamedTuple):
    """The calls of some bodies, and what of the library is named there without being called."""

    known: tuple[LibraryCall, ...] = ()
    unknown: tuple[UnknownCall, ...] = ()
    handed_out: tuple[HandedOut, ...] = ()
    named: tuple[HandedOut, ...] = ()


def uses_library(modules: Iterable[Module]) -> bool:
    """Return whether some module imports the library, or what can import it by a name in a text."""
    for module in modules:
        for node, _ in module.imports:
            if any(name.partition(".")[0] in (PROMETHEUS_MODULE, "importlib") for name in names_in(node, module)):
                return True
    return False


def library_calls(resolver: Resolver, bodies: Iterable[Body]) -> LibraryCalls:
    """Return the calls that concern the library in some bodies, in the order of the text."""
    found: list[Found] = []
    named: list[HandedOut] = []
    for body in bodies:
        frame = owner_frame(resolver, body.module, body.owner)
        around: dict[int, tuple[Frame, ...]] = {}
        callees: set[int] = set()
        idle: set[int] = set()
        for visit in resolver.definitions(body.module).visits_of(body.owner).of(facts.Call, facts.Name, *LOOKING):
            node = visit.node
            if node.__class__ in LOOKING:
                idle.update([id(part) for part in looked_at(node)])
            if isinstance(node, facts.Call):
                callees.add(id(node.func))
                key = id(visit.blocks)  # the nodes of one arm share the blocks around
                if key in around or _shows_in_rounds(resolver, node, visit, body, frame):
                    if key not in around:
                        around[key] = tuple(_frames(resolver, visit, frame))
                    for inner in around[key]:
                        found.extend(_calls(resolver, node, visit.blocks, body, inner))
                starters = [argument.value for argument in node.args if _may_start(argument.value)]
                if starters and only_looks(resolver.evaluate(node.func, frame)):
                    idle.update(id(starter) for starter in starters)
                if _looks_up(node):
                    named.extend(_starters(resolver, node, frame))
            elif _may_start(node) and id(node) not in callees and id(node) not in idle:
                named.extend(_starters(resolver, node, frame))
    return LibraryCalls(
        tuple(one for one in found if isinstance(one, LibraryCall)),
        tuple(one for one in found if isinstance(one, UnknownCall)),
        tuple(one for one in found if isinstance(one, HandedOut)),
        tuple(named),
    )


def dead_calls(resolver: Resolver, bodies: Iterable[Body]) -> LibraryCalls:
    """Return the calls that concern the library in code that never runs: behind a `return`, under `if False`."""
    found: list[Found] = []
    for body in bodies:
        frame = owner_frame(resolver, body.module, body.owner)
        for visit in _dead_visits(resolver, body, frame):
            if isinstance(visit.node, facts.Call):
                found.extend(_calls(resolver, visit.node, visit.blocks, body, frame))
    return LibraryCalls(
        tuple(one for one in found if isinstance(one, LibraryCall)),
        tuple(one for one in found if isinstance(one, UnknownCall)),
    )


def _dead_visits(resolver: Resolver, body: Body, frame: Frame) -> Iterator[Visit]:
    for visit in resolver.definitions(body.module).visits_of(body.owner):
        if any(surely(resolver, block, frame) is False for block in without_main_test(visit.blocks)):
            yield visit
    yield from passed_over(body.statements)


def _may_start(node: Node) -> TypeGuard[Union[facts.Name, facts.Attribute]]:
    """Return whether a name is one under which the library offers a function that starts a server."""
    return isinstance(node, (facts.Name, facts.Attribute)) and _written(node) in prometheus.SERVERS


def _looks_up(node: facts.Call) -> bool:
    """Return whether a call looks an attribute up by its name."""
    return isinstance(node.func, facts.Name) and node.func.id == "getattr" and len(node.args) > 1


def _starters(
    resolver: Resolver, node: Union[facts.Name, facts.Attribute, facts.Call], frame: Frame
) -> Iterator[HandedOut]:
    """Yield what an expression gives that may start a server: the function, or whatever is looked up in the library."""
    place = place_of(frame.site(node.at))
    for value in resolver.evaluate(node, frame):
        if prometheus.offered(value) in prometheus.SERVERS:
            yield HandedOut(value, place)
        elif isinstance(node, facts.Call) and not isinstance(value, External):
            bases = resolver.evaluate(node.args[0].value, frame)
            if any(isinstance(base, External) and base.path.partition(".")[0] == PROMETHEUS_MODULE for base in bases):
                yield HandedOut(value, place)


def without_main_test(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks around a node without those under `if __name__ == "__main__"`, which run in a script."""
    return tuple(block for block in blocks if not _is_main_block(block))


def _is_main_block(block: Block) -> bool:
    node = block.node
    return isinstance(node, facts.If) and block.arm < len(node.branches) and is_main_test(node.branches[block.arm][0])


def _frames(resolver: Resolver, visit: Visit, frame: Frame) -> Iterator[Frame]:
    """Yield a frame for each round of the loops around a node, none where a condition around it never holds.

    A list that seems to be empty may be filled elsewhere, so that what stands in a loop over it runs all the same.
    """
    blocks = without_main_test(visit.blocks)
    if any(surely(resolver, block, frame) is False for block in blocks):
        return
    found = [inner for inner, _ in islice(rounds(resolver, blocks, frame), MAX_FRAMES) if inner is not None]
    yield from found or (frame,)


def _shows_in_rounds(resolver: Resolver, node: facts.Call, visit: Visit, body: Body, frame: Frame) -> bool:
    """Return whether a call may concern the library in some round of the loops around it.

    Where it does not with what all rounds together may give it, the rounds need not be gone through; but the names of
    a comprehension are known in its rounds alone, and of many things only some are among what all rounds give.
    """
    for block in visit.blocks:
        if isinstance(block.node, facts.Comprehension):
            return True
        if isinstance(block.node, facts.For):
            for value in resolver.evaluate(block.node.iterable, frame):
                spread = resolver.elements(value, block.node.iterable, frame)
                if spread is not None and len(spread[0]) > MAX_ALTERNATIVES:
                    return True
    return any(True for _ in _calls(resolver, node, visit.blocks, body, frame))


def _calls(
    resolver: Resolver, node: facts.Call, blocks: tuple[Block, ...], body: Body, frame: Frame
) -> Iterator[Found]:
    outside = False
    concerning = False
    for callee in resolver.evaluate(node.func, frame):
        if isinstance(callee, Unknown):
            yield UnknownCall(_written(node.func), callee, node, blocks, body, frame)
        elif concerns_library(resolver, callee):
            concerning = True
        elif _may_be_a_use(callee):
            unknown = Unknown("what it is a method of is known when it runs", frame.site(node.at))
            yield UnknownCall(_written(node.func), unknown, node, blocks, body, frame)
        outside = outside or not (_is_inside(callee) or only_looks((callee,)))
    if concerning:
        for made in resolver.evaluate(node, frame):
            call = made.call if isinstance(made, (Made, Instance)) else None
            if call is not None and call.expr is node:
                callee = made.callee if isinstance(made, Made) else ClassValue(made.cls)  # type: ignore[union-attr]
                yield LibraryCall(callee, call.arguments, made, node, blocks, body, frame)
    if outside:
        for argument in node.args:
            if isinstance(argument.value, (facts.Name, facts.Attribute, facts.Call, facts.Subscript)):
                for value in resolver.evaluate(argument.value, frame):
                    yield from _handed(resolver, value, argument.value, node, blocks, body, frame)
                    if not concerning and concerns_library(resolver, value):
                        yield HandedOut(value, place_of(frame.site(argument.at)))


def _may_be_a_use(callee: Value) -> bool:
    """Return whether a method that metrics have is called on an attribute, or on an object that may pass it on."""
    if not isinstance(callee, Member) or callee.name not in prometheus.USES:
        return False
    return isinstance(callee.base, (Member, Instance, ClassValue))


def _is_inside(callee: Value) -> bool:
    """Return whether what is called belongs to the project, or calls nothing (`names.append`, `staticmethod`)."""
    if isinstance(callee, External) and callee.path.startswith("builtins."):
        return callee.path not in ("builtins.map", "builtins.filter")
    if isinstance(callee, Member) and isinstance(callee.base, (Items, Table)):
        return True
    return isinstance(callee, (FunctionValue, ClassValue, ModuleValue))


def _handed(
    resolver: Resolver,
    value: Value,
    given: facts.Expr,
    node: facts.Call,
    blocks: tuple[Block, ...],
    body: Body,
    frame: Frame,
) -> Iterator[LibraryCall]:
    """Yield the call that will be made of a function or bound method which is passed to something outside."""
    if isinstance(value, Made) and isinstance(value.callee, External) and value.callee.path == "functools.partial":
        if value.call is not None and value.call.arguments.positional:
            first, *rest = value.call.arguments.positional
            later = handed_arguments(resolver, node, given, frame)
            merged = Arguments(
                (*rest, *later.positional), {**value.call.arguments.keywords, **later.keywords}, later.exact
            )
            for one in first:
                if _is_callable(resolver, one):
                    yield LibraryCall(one, merged, None, node, blocks, body, frame)
    elif _is_callable(resolver, value):
        yield LibraryCall(value, handed_arguments(resolver, node, given, frame), None, node, blocks, body, frame)


def _is_callable(resolver: Resolver, value: Value) -> bool:
    """Return whether a value is a function of the library, or a bound method of what it made."""
    if isinstance(value, Member):
        return value.name in prometheus.USES and concerns_library(resolver, value)
    return prometheus.offered(value) in prometheus.SERVERS


def concerns_library(resolver: Resolver, value: Value) -> bool:
    """Return whether a value is of the library, or what the library made, or an attribute of that."""
    while True:
        if isinstance(value, External):
            return prometheus.offered(value) is not None
        if isinstance(value, Super):
            value = value.receiver
        if isinstance(value, (Instance, ClassValue)):
            return any(prometheus.offered(base) is not None for base in resolver.classes.outside(value.cls))
        if isinstance(value, Member):
            value = value.base
        elif isinstance(value, Made):
            if isinstance(value.callee, External) and value.callee.path == "functools.partial":
                firsts = value.call.arguments.positional[:1] if value.call is not None else ()
                return any(concerns_library(resolver, one) for values in firsts for one in values)
            value = value.callee
        else:
            return False


def _written(func: facts.Expr) -> str:
    if isinstance(func, facts.Attribute):
        return func.name
    return func.id if isinstance(func, facts.Name) else ""
