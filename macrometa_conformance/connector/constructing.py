"""What runs while the platform makes the connector object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import arguments_in, function_frame
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.values import Class, Function, FunctionValue, Instance
from macrometa_conformance.connector.constructor_fields import generates_constructor
from macrometa_conformance.connector.methods import served_frame

if TYPE_CHECKING:
    from macrometa_conformance.connector.connector_class import ConnectorClass


def constructing(main: ConnectorClass) -> Iterator[tuple[Function, Frame]]:
    """Yield the functions of the class that surely run while the object is made, each with the frame of that call."""
    resolver = main.resolver
    first = main.defined("__init__")
    if first is None and any(generates_constructor(resolver, cls) for cls in main.order):
        first = main.defined("__post_init__")
    if not isinstance(first, FunctionValue):
        return
    pending = [(first.function, served_frame(main, FunctionValue(first.function, main.instance), 0))]
    seen = {id(first.function)}
    while pending:
        function, frame = pending.pop(0)
        yield function, frame
        for visit in resolver.definitions(function.module).visits_of(function).of(facts.Call):
            if not isinstance(visit.node, facts.Call) or visit.blocks:
                continue
            for callee in resolver.evaluate(visit.node.func, frame):
                if isinstance(callee, FunctionValue) and _is_own(callee, main.order):
                    if id(callee.function) not in seen:
                        seen.add(id(callee.function))
                        arguments = arguments_in(resolver, visit.node, frame)
                        called = function_frame(resolver, callee, arguments, visit.node, frame)
                        pending.append((callee.function, called))


def _is_own(callee: FunctionValue, order: tuple[Class, ...]) -> bool:
    return isinstance(callee.receiver, Instance) and any(callee.function.owner is cls for cls in order)
