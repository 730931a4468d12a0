"""The Singer messages that a connector makes and writes with the `singer` library.

Source: `pipelinewise-singer-python` 1.2.0, `singer/messages.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.looks import only_looks
from macrometa_conformance.code.records import field_value, is_completed, is_record
from macrometa_conformance.code.values import (
    Class,
    ClassValue,
    External,
    FunctionValue,
    Made,
    Member,
    Super,
    Unknown,
    Value,
)
from macrometa_conformance.connector.contract import SINGER_MODULE
from macrometa_conformance.connector.evidence import region_of
from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

RECORD_CALLS = {  # the parameters
    "RecordMessage": ("stream", "record", "version", "time_extracted"),
    "write_record": ("stream_name", "record", "stream_alias", "time_extracted"),
}
STATE_CALLS = frozenset(("StateMessage", "write_state"))
WRITERS = frozenset(
    ("write_message", "write_record", "write_records", "write_schema", "write_state", "write_version", "write_batch")
)
MESSAGES = frozenset(
    ("RecordMessage", "SchemaMessage", "StateMessage", "ActivateVersionMessage", "BatchMessage", "format_message")
)
NAMES = WRITERS | MESSAGES
_GIVES_BACK = frozenset(("builtins.getattr", "builtins.staticmethod", "functools.partial"))
_HANDS_ON = frozenset(("submit", "to_thread", "run_in_executor", "call_soon", "apply_async", "apply", "spawn"))


@plain
class GivenArgument(Plain):
    """An argument as written, and the body in which it stands.

    `is_default` says that it is worked out with the class that it is a field's default of, once for all messages.
    """

    argument: facts.Argument
    body: Body
    is_default: bool = False


@plain
class MessageCall(Plain):
    """A call of a function or message class of `singer`, or of a class of the project that inherits from one.

    `arguments` are those of the call and of the partials that it is made through, in the order of the parameters;
    `exact` is False where the function is handed on to something that calls it in a way that is not known.
    """

    name: str
    node: facts.Call
    body: Body
    arguments: tuple[GivenArgument, ...]
    exact: bool = True

    @property
    def place(self) -> Place:
        """Return the place of the call."""
        return Place(self.body.module.path, region_of(self.node.at))

    def argument(self, parameter: str) -> Optional[GivenArgument]:
        """Return what is passed for a parameter of a record call, None where it is not seen to be."""
        named = [one for one in self.arguments if one.argument.keyword == parameter]
        if named:
            return named[-1]
        index = RECORD_CALLS[self.name].index(parameter)
        plain: list[GivenArgument] = []
        for one in self.arguments:
            if one.argument.star == "*":
                break
            if one.argument.keyword is None and not one.argument.star:
                plain.append(one)
        return plain[index] if index < len(plain) else None

    @property
    def starred(self) -> tuple[GivenArgument, ...]:
        """Return the arguments with a star or two."""
        return tuple(one for one in self.arguments if one.argument.star)


class Messages:
    """The messages of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver

    @cached_property
    def calls(self) -> tuple[MessageCall, ...]:
        """Return every call that makes or writes a message, in code that may run, in the order of the text."""
        graph = self._project.call_graph
        found: dict[tuple[int, str], MessageCall] = {}
        for body in graph.bodies:
            for visit in graph.live_visits(body).of(facts.Call):
                if isinstance(visit.node, facts.Call):
                    for call in self._calls_at(visit.node, body):
                        found.setdefault((id(call.node), call.name), call)
        return tuple(found.values())

    @property
    def records(self) -> tuple[MessageCall, ...]:
        """Return the calls that make a RECORD message and take its `time_extracted`."""
        return tuple(call for call in self.calls if call.name in RECORD_CALLS)

    def is_judged(self, body: Body) -> bool:
        """Return whether what a body writes counts: not where only `samples`, `schemas` or `validate` reach it."""
        runs = self._project.runs
        if runs.entry is not None and body in runs.entry:
            return True
        return body not in runs.methods("samples", "schemas", "validate")

    def _calls_at(self, node: facts.Call, body: Body) -> Iterator[MessageCall]:
        frame = owner_frame(self._resolver, body.module, body.owner)
        own = tuple(GivenArgument(argument, body) for argument in node.args)
        for value in self._resolver.evaluate(node.func, frame):
            found = self._meant(value, node.func, body)
            if found is not None:
                name, before, skipped = found
                if isinstance(value, ClassValue) and is_record(self._resolver, value.cls):
                    given = tuple(self._of_fields(name, value.cls, node, body))
                    yield MessageCall(name, node, body, given, exact=not is_completed(self._resolver, value.cls))
                else:
                    yield MessageCall(name, node, body, (*before, *own[skipped:]))
        yield from self._handed_on(node, own, body)

    def _of_fields(self, name: str, cls: Class, node: facts.Call, body: Body) -> Iterator[GivenArgument]:
        """Yield what the fields of a message class that is a dataclass are given, by name, and starred arguments."""
        for field in RECORD_CALLS.get(name, ()):
            given = field_value(self._resolver, cls, node, body, field)
            if given is not None:
                argument = facts.Argument(given.expr, field, "", given.expr.at)
                yield GivenArgument(argument, given.body, given.is_default)
        yield from (GivenArgument(argument, body) for argument in node.args if argument.star)

    def _handed_on(self, node: facts.Call, own: tuple[GivenArgument, ...], body: Body) -> Iterator[MessageCall]:
        """Yield what a call of something outside may call: a thread, an executor, `map`."""
        frame = owner_frame(self._resolver, body.module, body.owner)
        for index, argument in enumerate(node.args):
            if not isinstance(argument.value, (facts.Name, facts.Attribute, facts.Call)):
                continue
            for value in self._resolver.evaluate(argument.value, frame):
                found = self._meant(value, argument.value, body) if isinstance(value, (External, Made)) else None
                if found is None or self._only_looks(node, body):
                    continue
                follows = isinstance(node.func, facts.Attribute) and node.func.name in _HANDS_ON
                rest = own[index + 1 :] if follows else ()
                yield MessageCall(found[0], node, body, (*found[1], *rest), exact=follows)

    def _only_looks(self, node: facts.Call, body: Body) -> bool:
        """Return whether a call does not call what it is given, or is the package's, whose calls are seen."""
        values = self._resolver.evaluate(node.func, owner_frame(self._resolver, body.module, body.owner))
        return all(
            isinstance(value, (FunctionValue, ClassValue))
            or only_looks((value,))
            or (isinstance(value, External) and (value.path in _GIVES_BACK or singer_name(value.path) is not None))
            for value in values
        )

    def _meant(self, value: Value, func: Expr, body: Body) -> Optional[tuple[str, tuple[GivenArgument, ...], int]]:
        """Return what of `singer` a value is, the arguments that it brings, and how many of its own do not count."""
        if isinstance(value, External):
            path = value.path
            if path.endswith(".__init__"):
                name = singer_name(path[: -len(".__init__")])
                return (name, (), 1) if name is not None else None
            name = singer_name(path)
            return (name, (), 0) if name is not None else None
        if isinstance(value, ClassValue):
            name = self._inherited(value.cls)
            own = self._resolver.classes.function(value.cls, "__init__")
            return (name, (), 0) if name is not None and own is None else None
        if isinstance(value, Member) and isinstance(value.base, Super) and value.name == "__init__":
            name = self._inherited(value.base.after)
            return (name, (), 0) if name is not None else None
        if isinstance(value, Made):
            return self._partial(value)
        if isinstance(value, Unknown) and isinstance(func, facts.Name) and func.id in NAMES:
            return (func.id, (), 0) if self._star_of_singer(body) else None
        return None

    def _inherited(self, cls: Class) -> Optional[str]:
        for base in self._resolver.classes.outside(cls):
            name = singer_name(base.path) if isinstance(base, External) else None
            if name is not None:
                return name
        return None

    def _partial(self, value: Made) -> Optional[tuple[str, tuple[GivenArgument, ...], int]]:
        is_partial = isinstance(value.callee, External) and value.callee.path == "functools.partial"
        if not is_partial or value.call is None or not isinstance(value.call.expr, facts.Call):
            return None
        frame = value.call.frame
        body = Body(frame.module, frame.function or frame.cls)
        for first in value.call.arguments.positional[0] if value.call.arguments.positional else ():
            found = self._meant(first, value.call.expr.func, body)
            if found is not None:
                return found[0], (*found[1], *(GivenArgument(a, body) for a in value.call.expr.args[1:])), 0
        return None

    def _star_of_singer(self, body: Body) -> bool:
        stars = body.module.scope.bindings.get("*", ())
        sources = [star.node.module for star in stars if isinstance(star.node, facts.ImportFrom)]
        return any(source in (SINGER_MODULE, f"{SINGER_MODULE}.messages") for source in sources)


def singer_name(path: str) -> Optional[str]:
    """Return the name of a function or class of `singer` that makes or writes messages, by its dotted path."""
    module, _, name = path.rpartition(".")
    return name if module in (SINGER_MODULE, f"{SINGER_MODULE}.messages") and name in NAMES else None
