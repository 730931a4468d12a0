"""What a connector writes to standard output by itself, besides the writers of the `singer` library."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.origins import Origin, Origins
from macrometa_conformance.code.values import Alternatives, External, Known, Made, Member, Unknown, Value
from macrometa_conformance.connector.evidence import region_of
from macrometa_conformance.finding import Place
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.value_flow import Slice
    from macrometa_conformance.project.project import Project

_STREAMS = frozenset(("sys.stdout", "sys.__stdout__", "sys.stdout.buffer", "sys.__stdout__.buffer", "sys.stdout.raw"))
_PRINTS = frozenset(("builtins.print", "click.echo", "click.secho", "rich.print", "pprint.pprint", "pprint.pp"))
_STREAM_ARGUMENTS = ("file", "stream")  # of those
_WRITES = ("write", "writelines")
_LOGS = frozenset(("logging.StreamHandler", "logging.basicConfig"))
_WORD = re.compile(r"[A-Za-z]{2}")
_FIELD = re.compile(r"\{[^{}\s\"]*\}|%[-+ #0-9.*]*[a-zA-Z]|\\[a-z]")
_STATE = re.compile(r"(?:^|_)(?:states?|bookmarks?|checkpoints?)(?:_|$)", re.IGNORECASE)
_CAMEL_STATE = re.compile(r"(?:[a-z]|^)(?:State|Bookmark|Checkpoint)s?(?:[A-Z]|$)")
_SERIALISERS = frozenset(
    ("dumps", "dump", "format_message", "to_json", "serialize", "asdict", "model_dump_json", "encode", "json")
)
_VALUE = "value"  # the key of a STATE message under which the state stands
_COUNTS = frozenset(("builtins.len", "builtins.type", "builtins.sum", "builtins.id"))


@plain
class StdoutWrite(Plain):
    """A call that writes to standard output: how, and what.

    `how` is `print`, `write`, `dump`, `log` or `other`; `is_sure` is False where the stream may be another one.
    """

    how: str
    contents: tuple[Expr, ...]
    node: facts.Call
    body: Body
    is_sure: bool = True

    @property
    def place(self) -> Place:
        """Return the place of the call."""
        return Place(self.body.module.path, region_of(self.node.at))


class StandardOutput:
    """The writes of one project, in the order of the text."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._resolver = project.resolver
        self._origins = Origins(project.resolver, project.passing, project.value_flow)
        self._slices: dict[int, tuple[Slice, ...]] = {}

    @cached_property
    def writes(self) -> tuple[StdoutWrite, ...]:
        """Return every call in code that may run and that writes, or may write, to standard output."""
        graph = self._project.call_graph
        found: dict[int, StdoutWrite] = {}
        for body in graph.bodies:
            for visit in graph.live_visits(body).of(facts.Call):
                if isinstance(visit.node, facts.Call):
                    write = self._write(visit.node, body)
                    if write is not None:
                        found[id(write.node)] = write
        return tuple(found.values())

    # What is written

    def is_state(self, write: StdoutWrite) -> bool:
        """Return whether what is written may come from something that is named as a state is."""
        return any(_names_state(node) for part in self._behind(write) for node, _ in part.nodes)

    def is_serialised(self, write: StdoutWrite) -> bool:
        """Return whether what is written may come from something that is made into text for programs."""
        for part in self._behind(write):
            for node, _ in part.nodes:
                if isinstance(node, facts.Call):
                    func = node.func
                    name = func.name if isinstance(func, facts.Attribute) else getattr(func, "id", "")
                    if name in _SERIALISERS:
                        return True
        return write.how == "dump"

    def mentions(self, write: StdoutWrite, text: str) -> bool:
        """Return whether what is written may come from a literal text, or one that holds it in quotes as JSON does."""
        return any(holds(node, text) for part in self._behind(write) for node, _ in part.nodes)

    def is_text_for_people(self, write: StdoutWrite) -> Optional[bool]:
        """Return whether what is written is surely no message: words, a count, an exception, an empty line.

        None where that is not known.
        """
        if write.how == "log":
            return True
        ends = [end for expr in write.contents for end in self._origins.of(Origin(expr, write.body))]
        if all(_is_blank(end.expr) for end in ends):
            beside = (other for other in self.writes if other.body == write.body and other.node is not write.node)
            return None if any(other.how in ("dump", "write") for other in beside) else True  # it may end their line
        if any(self._has_words(end) for end in ends):
            return True
        if self.is_serialised(write) or self.is_state(write):
            return False
        if all(isinstance(end.expr, facts.Const) for end in ends):
            return not _opens_json(ends[0].expr)
        return True if any(self._is_for_people(end) for end in ends) else None

    def _behind(self, write: StdoutWrite) -> tuple[Slice, ...]:
        if id(write.node) not in self._slices:
            flow = self._project.value_flow
            self._slices[id(write.node)] = tuple(flow.behind(expr, write.body) for expr in write.contents)
        return self._slices[id(write.node)]

    def _has_words(self, end: Origin) -> bool:
        """Return whether an expression puts words of its own into the text, other than those of JSON."""
        expr = end.expr
        if isinstance(expr, facts.Const):
            return isinstance(expr.value, str) and _is_prose(expr.value)
        if isinstance(expr, facts.Joined):
            return bool(expr.parts) and _have_words(expr.parts)
        if isinstance(expr, facts.Operation):
            return _have_words(expr.operands)
        if isinstance(expr, facts.Call) and isinstance(expr.func, facts.Attribute) and expr.func.name == "format":
            base = expr.func.base
            return isinstance(base, facts.Const) and _is_prose(str(base.value))
        return False

    def _is_for_people(self, end: Origin) -> bool:
        expr = end.expr
        if isinstance(expr, facts.Name):
            bindings = self._resolver.definitions(end.body.module)
            scope = bindings.scope_of(end.body.owner) if end.body.owner is not None else end.body.module.scope
            return any(binding.kind == "except" for binding in scope.bindings.get(expr.id, ()))
        if isinstance(expr, facts.Call):
            values = self._origins.values(end, expr.func)
            return bool(values) and all(isinstance(v, External) and v.path in _COUNTS for v in values)
        return False

    # Where it goes

    def _values(self, expr: Expr, body: Body) -> Alternatives:
        return self._resolver.evaluate(expr, owner_frame(self._resolver, body.module, body.owner))

    def _write(self, node: facts.Call, body: Body) -> Optional[StdoutWrite]:
        plain = tuple(argument.value for argument in node.args if argument.keyword is None)
        for value in self._values(node.func, body):
            if isinstance(value, External):
                found = self._outside(value.path, plain, node, body)
                if found is not None:
                    return found
            elif isinstance(value, Made) and self._is_partial_print(value):
                return StdoutWrite("print", plain, node, body)
            elif isinstance(value, Member) and value.name in _WRITES and _wraps_stream(value.base):
                return StdoutWrite("write", plain, node, body)
            elif isinstance(value, Unknown) and isinstance(node.func, facts.Attribute) and node.func.name in _WRITES:
                if len(node.args) != 1 or not plain:
                    continue  # a stream takes one text
                return StdoutWrite("write", plain, node, body, is_sure=False)
        return None

    def _outside(self, path: str, plain: tuple[Expr, ...], node: facts.Call, body: Body) -> Optional[StdoutWrite]:
        stream, _, method = path.rpartition(".")
        if stream in _STREAMS:
            return StdoutWrite("write", plain, node, body) if method in _WRITES else None
        if path in _PRINTS:
            return self._print(plain, node, body)
        if path == "os.write":
            first = self._values(plain[0], body) if plain else ()
            return StdoutWrite("write", plain[1:], node, body) if first == (Known(1),) else None
        handed = [argument for argument in node.args if self._is_stream(argument.value, body)]
        if handed:
            others = tuple(a.value for a in node.args if a not in handed)
            how = "log" if path in _LOGS else "dump" if path.endswith(".dump") else "other"
            return StdoutWrite(how, others, node, body)
        if any(_is_print(self._values(argument.value, body)) for argument in node.args):
            return StdoutWrite("print", plain[1:], node, body)  # `map(print, lines)`
        return None

    def _print(self, plain: tuple[Expr, ...], node: facts.Call, body: Body) -> Optional[StdoutWrite]:
        for argument in node.args:
            if argument.keyword == "err":
                return None
            if argument.keyword in _STREAM_ARGUMENTS or argument.star == "**":
                values = self._values(argument.value, body)
                if any(isinstance(value, Unknown) for value in values):
                    return StdoutWrite("print", plain, node, body, is_sure=False)
                if Known(None) not in values and not self._is_stream(argument.value, body):
                    return None
        return StdoutWrite("print", plain, node, body)

    def _is_stream(self, expr: Expr, body: Body) -> bool:
        if not isinstance(expr, (facts.Name, facts.Attribute, facts.Call)):
            return False
        return any(
            (isinstance(value, External) and value.path in _STREAMS) or _wraps_stream(value)
            for value in self._values(expr, body)
        )

    def _is_partial_print(self, value: Made) -> bool:
        if not isinstance(value.callee, External) or value.callee.path != "functools.partial" or value.call is None:
            return False
        positional = value.call.arguments.positional
        return bool(positional) and _is_print(positional[0])


def holds(node: object, text: str) -> bool:
    """Return whether a literal is a text, or JSON that holds it."""
    value = node.value if isinstance(node, facts.Const) else None
    return value == text or (isinstance(value, str) and f'"{text}"' in value)


def _is_print(values: Alternatives) -> bool:
    return any(isinstance(value, External) and value.path == "builtins.print" for value in values)


def _wraps_stream(value: Value) -> bool:
    """Return whether a value is made by something outside around standard output."""
    if not isinstance(value, Made) or value.call is None:
        return False
    passed = (*value.call.arguments.positional, *value.call.arguments.keywords.values())
    return any(isinstance(one, External) and one.path in _STREAMS for values in passed for one in values)


def _names_state(node: object) -> bool:
    if isinstance(node, facts.Name):
        name = node.id
    elif isinstance(node, facts.Attribute):
        name = node.name
        if name == _VALUE:
            return True
    elif isinstance(node, facts.Const) and isinstance(node.value, str) and node.value.isidentifier():
        name = node.value
        if name == _VALUE:
            return True
    else:
        return False
    return _STATE.search(name) is not None or _CAMEL_STATE.search(name) is not None


def _have_words(parts: tuple[Expr, ...]) -> bool:
    """Return whether the literal parts of a text hold words, unless the first opens JSON."""
    texts = [part.value for part in parts if isinstance(part, facts.Const) and isinstance(part.value, str)]
    return not _opens_json(parts[0]) and any(_is_prose(text) for text in texts)


def _is_blank(expr: Expr) -> bool:
    return isinstance(expr, facts.Const) and isinstance(expr.value, (str, bytes)) and not expr.value.strip()


def _opens_json(expr: Expr) -> bool:
    return isinstance(expr, facts.Const) and isinstance(expr.value, str) and expr.value.lstrip()[:1] in ("{", "[")


def _is_prose(text: str) -> bool:
    """Return whether a literal text holds words, and is no JSON."""
    rest = _FIELD.sub("", text).strip()
    return rest[:1] not in ("{", "[") and _WORD.search(rest) is not None
