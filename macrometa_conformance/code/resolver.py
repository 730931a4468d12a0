"""The resolver: works out what an expression can be, through names, imports, attributes, operations and calls.

Nothing is run. Each expression has a few alternatives at most; what is not known is an `Unknown` among them that names
the expression which blocks it. Work is bounded, so that no input makes it take long.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from macrometa_conformance.code import facts, operations
from macrometa_conformance.code.changes import changed, inexact
from macrometa_conformance.code.classes import Classes
from macrometa_conformance.code.control import static_truth
from macrometa_conformance.code.definitions import Definitions
from macrometa_conformance.code.effects import Effects
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.narrowing import names_read, replacing, that_pass, without
from macrometa_conformance.code.program import Module, Program
from macrometa_conformance.code.scopes import Binding, unpacking
from macrometa_conformance.code.settling import Settling
from macrometa_conformance.code.suites import Jumps
from macrometa_conformance.code.tables import Entry, anything, with_entries
from macrometa_conformance.code.values import (
    MAX_WEIGHT,
    Alternatives,
    Class,
    ClassValue,
    EnumMember,
    External,
    Function,
    FunctionValue,
    Instance,
    Items,
    Known,
    Made,
    Member,
    ModuleValue,
    Site,
    Step,
    Super,
    Table,
    Unknown,
    Value,
    distinct,
    emptied,
    via,
    weight,
)
from macrometa_conformance.code.walk import EXPRESSIONS

if TYPE_CHECKING:
    from macrometa_conformance.code.callers import Uses

MAX_ALTERNATIVES = 12
MAX_BINDINGS = 40  # of one name that a use can see
_RECURSION = 15_000  # frames: some 20 at most for each of the values that are worked out within others
_BUILTINS = frozenset(dir(builtins))
_SLOW = frozenset(("import", "from", "def", "parameter"))  # kinds of bindings, others are mostly expressions
_CHANGEABLE = frozenset(("assign", "augment", "parameter", "for", "with"))
_COLLECTIONS = (Items, Table)
MakeFrame = Callable[["Resolver", FunctionValue, Arguments, Expr, Frame], Frame]


class Resolver:
    """Works out expressions of one program."""

    def __init__(self, program: Program) -> None:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _RECURSION))
        self.program = program
        self.classes = Classes(self)
        self._definitions: dict[str, Definitions] = {}
        self._module_frames: dict[str, Frame] = {}
        self._frames: dict[tuple[int, Optional[Value]], Frame] = {}
        self._constructors: dict[tuple[int, Optional[Site]], Frame] = {}
        self._call_frames: dict[int, dict[object, Frame]] = {}
        self._uses: dict[str, Uses] = {}
        self.settling = Settling()
        self.effects = Effects(self)
        self.jumps = Jumps()
        self._names: dict[int, frozenset[str]] = {}
        self._asks_anew = False

    # Frames

    def definitions(self, module: Module) -> Definitions:
        """Return the functions and classes of a module."""
        if module.path not in self._definitions:
            self._definitions[module.path] = Definitions(module)
        return self._definitions[module.path]

    def module_frame(self, module: Module) -> Frame:
        """Return the frame of a module's body."""
        if module.path not in self._module_frames:
            self._module_frames[module.path] = Frame(module, module.scope)
        return self._module_frames[module.path]

    def class_frame(self, cls: Class) -> Frame:
        """Return the frame of a class's body."""
        key = (id(cls), None)
        if key not in self._frames:
            scope = self.definitions(cls.module).scope_of(cls)
            self._frames[key] = Frame(cls.module, scope, cls=cls, outer=self._around(cls.outer, cls.module))
        return self._frames[key]

    def frame(self, function: Function, receiver: Optional[Value] = None) -> Frame:
        """Return the frame of any call of a function, for one receiver or for any."""
        key = (id(function), receiver)
        if key not in self._frames:
            scope = self.definitions(function.module).scope_of(function)
            outer = self._outer_frame(function)
            self._frames[key] = Frame(function.module, scope, function=function, outer=outer, receiver=receiver)
        return self._frames[key]

    def call_frames(self, function: Function) -> dict[object, Frame]:
        """Return the frames of a function's calls by what they pass, to be added to."""
        return self._call_frames.setdefault(id(function), {})

    def _outer_frame(self, function: Function) -> Frame:
        if function.owner is not None:
            return self.class_frame(function.owner)
        return self._around(function.outer, function.module)

    def _around(self, outer: Union[Function, Class, None], module: Module) -> Frame:
        if isinstance(outer, Function):
            return self.frame(outer)
        return self.class_frame(outer) if outer is not None else self.module_frame(module)

    # Expressions

    def evaluate(self, expr: Expr, frame: Frame) -> Alternatives:
        """Return what an expression can be in a frame; never empty."""
        if expr.__class__ is facts.Const:
            return (Known(expr.value, frame.site(expr.at)),)
        key = id(expr)
        settling = self.settling
        known = frame.memo.get(key) or settling.recall(key, frame)
        if known is not None:
            return known
        if settling.is_exhausted:
            return (Unknown("working it out takes too many steps", frame.site(expr.at)),)
        if not settling.enter(key, frame):
            return (Unknown("its value depends on itself", frame.site(expr.at)),)
        try:
            found = self._limited(_EVALUATE[expr.__class__](self, expr, frame), expr, frame)
        except BaseException as error:
            settling.undo()
            if isinstance(error, RecursionError) and not settling.is_working:
                return (Unknown("it nests too deeply", frame.site(expr.at)),)
            raise
        settling.settle(key, frame, found)
        return found

    @contextmanager
    def asking_anew(self) -> Iterator[bool]:
        """Work out what follows as if nothing were being worked out at this moment, so that it can be remembered.

        Gives False inside of another such question, of which what follows is a part.
        """
        if self._asks_anew:
            yield False
            return
        settling = self.settling
        self.settling, self._asks_anew = settling.apart(), True
        try:
            yield True
        finally:
            settling.count(self.settling)
            self.settling, self._asks_anew = settling, False

    def _limited(self, values: Alternatives, expr: Expr, frame: Frame) -> Alternatives:
        for value in values:
            if value.__class__ in _COLLECTIONS:
                values = tuple([_not_too_large(one) for one in values])
                break
        if len(values) == 1:
            return values
        values = distinct(values)
        if not values:
            return (Unknown("nothing that gives it a value was found", frame.site(expr.at)),)
        if len(values) > MAX_ALTERNATIVES:
            return (*values[:MAX_ALTERNATIVES], Unknown("it can be too many things", frame.site(expr.at)))
        return values

    def _conditional(self, expr: facts.Conditional, frame: Frame) -> Alternatives:
        known = self.truth(expr.test, frame)
        sides = [(side, when) for side, when in ((expr.body, True), (expr.orelse, False)) if known in (None, when)]
        return tuple(value for side, when in sides for value in self._side(side, expr.test, when, frame))

    def _lambda(self, expr: facts.Lambda, frame: Frame) -> Alternatives:
        function = self.definitions(frame.module).function(expr)
        return (FunctionValue(function, None, frame),) if function is not None else ()

    def _inner(self, expr: Union[facts.Await, facts.Starred, facts.Walrus], frame: Frame) -> Alternatives:
        return self.evaluate(expr.value, frame)

    def _dots(self, expr: facts.Dots, frame: Frame) -> Alternatives:
        return (External("builtins.Ellipsis"),)

    def _other(self, expr: Expr, frame: Frame) -> Alternatives:
        return (Unknown("this kind of expression is not worked out", frame.site(expr.at)),)

    def truth(self, test: Expr, frame: Frame) -> Optional[bool]:
        """Return whether a test always holds or never, None where that is not known (or hangs on the environment)."""
        known = static_truth(test)
        if known is not None:
            return known
        answers = {operations.truth(value) for value in self.evaluate_in_doubt(test, frame)}
        return answers.pop() if len(answers) == 1 else None

    def evaluate_in_doubt(self, expr: Expr, frame: Frame) -> Alternatives:
        """Return what an expression can be, where the default of an environment look-up is one value among others."""
        doubt, self.settling.doubts = self.settling.doubts, True
        try:
            return self.evaluate(expr, frame)
        finally:
            self.settling.doubts = doubt

    def _side(self, side: Expr, test: Expr, when: bool, frame: Frame) -> Alternatives:
        """Return what one side of a conditional expression can be: of a name that is tested, what passes the test."""
        values = self.evaluate(side, frame)
        if not isinstance(side, facts.Name) or len(values) < 2:
            return values
        return without(self, values, test, side.id, not when, frame) or values

    def names_in(self, expr: Expr) -> frozenset[str]:
        """Return the names that an expression reads."""
        if id(expr) not in self._names:
            self._names[id(expr)] = names_read(expr)
        return self._names[id(expr)]

    def _boolean(self, expr: facts.Boolean, frame: Frame) -> Alternatives:
        found: list[Value] = []
        for index, operand in enumerate(expr.operands):
            last = index == len(expr.operands) - 1
            values = self.evaluate(operand, frame)
            for value in values:
                known = operations.truth(value)
                if isinstance(value, Unknown) and value.environment and not last and not self.settling.consult():
                    continue
                if last or known is not (expr.op == "and"):
                    found.append(value)
            if not last and all(operations.truth(value) is (expr.op == "or") for value in values):
                break
        return tuple(found)

    def _operation(self, expr: Union[facts.Operation, facts.Unary, facts.Compare], frame: Frame) -> Alternatives:
        if isinstance(expr, facts.Unary):
            return tuple(
                self._carry(operations.negate(expr.op, value), expr, frame, value)
                for value in self.evaluate(expr.operand, frame)
            )
        if isinstance(expr, facts.Compare):
            if len(expr.rest) != 1:
                return (Unknown("a chain of comparisons is not worked out", frame.site(expr.at)),)
            op, right = expr.rest[0]
            found: list[Value] = []
            for one in self.evaluate(expr.left, frame):
                for other in self.evaluate(right, frame):
                    known = operations.compare(op, one, other)
                    found.append(self._carry(None if known is None else Known(known), expr, frame, one, other))
            return tuple(found)
        totals = self.evaluate(expr.operands[0], frame)
        for operand in expr.operands[1:]:
            others = self.evaluate(operand, frame)
            totals = distinct(
                tuple(
                    self._carry(operations.calculate(expr.op, total, other), expr, frame, total, other)
                    for total in totals
                    for other in others
                )
            )[: MAX_ALTERNATIVES + 1]
        return totals

    def _carry(self, result: Optional[Value], expr: Expr, frame: Frame, *parts: Value) -> Value:
        """Return the result with the trails of its parts, or what made it unknown."""
        if result is None:
            blocked = next((part for part in parts if isinstance(part, Unknown)), None)
            return blocked or Unknown("this operation is not worked out", frame.site(expr.at))
        for part in reversed(parts):
            for step in reversed(part.trail):
                result = via(result, step)
        return result

    def _joined(self, expr: facts.Joined, frame: Frame) -> Alternatives:
        totals: list[tuple[str, tuple[Step, ...]]] = [("", ())]
        for part in expr.parts:
            shown: Callable[[object], str] = str
            if isinstance(part, facts.Formatted):
                if part.has_format or part.conversion not in ("", "s", "r"):
                    return (Unknown("a formatted field is not worked out", frame.site(part.at)),)
                shown = repr if part.conversion == "r" else str
            value_of = part.value if isinstance(part, facts.Formatted) else part
            values = self.evaluate(value_of, frame)
            following: list[tuple[str, tuple[Step, ...]]] = []
            for value in values:
                if not isinstance(value, Known):
                    return (value if isinstance(value, Unknown) else Unknown("no text", frame.site(part.at)),)
                following.extend((text + shown(value.value), trail + value.trail) for text, trail in totals)
            totals = following[:MAX_ALTERNATIVES]
            if any(len(text) > operations.MAX_TEXT for text, _ in totals):
                return (Unknown("the text is too long", frame.site(expr.at)),)
        return tuple(Known(text, frame.site(expr.at), trail[:6]) for text, trail in totals)

    def _display(self, expr: Union[facts.Sequence, facts.Mapping], frame: Frame) -> Alternatives:
        exact = True
        if isinstance(expr, facts.Mapping):
            site = frame.site(expr.at)
            entries: list[Entry] = []
            for key, value in expr.items:
                if key is not None:
                    entries.append((self.evaluate(key, frame), self.evaluate(value, frame)))
                    continue
                inner = self.evaluate(value, frame)
                for one in inner:
                    if isinstance(one, Table):
                        so_far = Table(tuple(entries), True)
                        entries = list(with_entries(so_far, one.entries, len(inner) == 1, site).entries)
                    else:
                        entries.append(anything(frame.site(value.at)))
                exact = exact and len(inner) == 1 and isinstance(inner[0], Table) and inner[0].exact
            return (Table(tuple(entries), exact, site),)
        parts: list[Alternatives] = []
        for item in expr.items:
            if not isinstance(item, facts.Starred):
                parts.append(self.evaluate(item, frame))
                continue
            inner = self.evaluate(item.value, frame)
            exact = exact and len(inner) == 1
            for one in inner:
                spread = operations.elements(one)
                if spread is None:
                    exact = False
                else:
                    parts.extend(spread[0])
                    exact = exact and spread[1]
        if expr.kind == "set" and all(len(part) == 1 and isinstance(part[0], Known) for part in parts):
            parts = list(dict.fromkeys(parts))
        return (Items(expr.kind, tuple(parts), exact, frame.site(expr.at)),)

    def _subscript(self, expr: facts.Subscript, frame: Frame) -> Alternatives:
        found: list[Value] = []
        keys = self.evaluate(expr.key, frame) if not isinstance(expr.key, facts.Slice) else ()
        for base in self.evaluate(expr.base, frame):
            if isinstance(base, External) and base.path == "os.environ":
                found.append(Unknown("it is read from the environment", frame.site(expr.at), environment=True))
                continue
            if isinstance(expr.key, facts.Slice):
                found.append(self._slice(expr.key, base, expr, frame))
                continue
            for key in keys:
                found.extend(self._item(base, key, expr, frame))
        return tuple(found)

    def _slice(self, part: facts.Slice, base: Value, expr: Expr, frame: Frame) -> Value:
        bounds: list[Optional[int]] = []
        for bound in (part.lower, part.upper, part.step):
            values = self.evaluate(bound, frame) if bound is not None else (Known(None),)
            only = values[0] if len(values) == 1 else None
            if not isinstance(only, Known) or not (only.value is None or isinstance(only.value, int)):
                return Unknown("the bounds of the slice are not known", frame.site(expr.at))
            bounds.append(only.value)
        cut = slice(*bounds)
        if bounds[2] == 0:
            return Unknown("a slice with step 0", frame.site(expr.at))
        if isinstance(base, Known) and isinstance(base.value, (str, bytes)):
            return Known(base.value[cut], frame.site(expr.at), base.trail)
        if isinstance(base, Items):
            kept = base.elements[cut] if base.exact else base.elements
            return Items(base.kind, kept, base.exact, base.site, base.trail)
        return base if isinstance(base, Unknown) else Unknown("it is no text or list", frame.site(expr.at))

    def _item(self, base: Value, key: Value, expr: Expr, frame: Frame) -> Iterator[Value]:
        if isinstance(base, Unknown):
            yield base
        elif isinstance(base, Items) and isinstance(key, Known) and isinstance(key.value, int) and base.exact:
            if -len(base.elements) <= key.value < len(base.elements):
                yield from base.elements[key.value]
            else:
                yield Unknown("there is no such item", frame.site(expr.at))
        elif isinstance(base, Items):
            yield from (value for part in base.elements for value in part)
            yield Unknown("which item it is, is not known", frame.site(expr.at))
        elif isinstance(base, Table):
            yield from self.entry(base, key, expr, frame)
        elif isinstance(base, Known) and isinstance(base.value, str) and isinstance(key, Known):
            if isinstance(key.value, int) and -len(base.value) <= key.value < len(base.value):
                yield Known(base.value[key.value], frame.site(expr.at), base.trail)
            else:
                yield Unknown("there is no such item", frame.site(expr.at))
        elif _is_member(base, key) and isinstance(key, Known):
            yield from self.attribute_of(base, str(key.value), expr, frame)  # Enum["NAME"]
        elif isinstance(base, Instance) and self.classes.methods(base, "__getitem__"):
            for method in self.classes.methods(base, "__getitem__"):
                yield from self.call_value(method, Arguments(((key,),)), expr, frame)
        elif isinstance(base, (Instance, Made)) and (named := self._named_values(base)) is not None:
            yield from self._item(Items("tuple", named, True), key, expr, frame)
        elif isinstance(base, (External, ClassValue)):
            yield base  # a generic alias, list[str]
        elif isinstance(base, (Made, Member)) and isinstance(key, Known) and isinstance(key.value, (str, int)):
            yield Member(base, f"[{key.value!r}]")
        else:
            yield Unknown("what it holds is not known", frame.site(expr.at))

    def entry(self, base: Table, key: Value, expr: Expr, frame: Frame) -> Iterator[Value]:
        """Yield what a dict can hold under a key; a later entry hides an earlier one with the same key."""
        if not isinstance(key, (Known, EnumMember, ClassValue)):
            yield from (value for _, values in base.entries for value in values)
            yield key if isinstance(key, Unknown) else Unknown("which key it is, is not known", frame.site(expr.at))
            return
        maybe: list[Value] = []
        for keys, values in reversed(base.entries):
            if keys == (key,):
                yield from maybe
                yield from values
                return
            if key in keys or any(not isinstance(k, (Known, EnumMember, ClassValue)) for k in keys):
                maybe.extend(values)
        yield from maybe
        if not base.exact or not maybe:
            yield Unknown("the dict is not known to hold this key", frame.site(expr.at))

    # Comprehensions and loops

    def _comprehension(self, expr: facts.Comprehension, frame: Frame) -> Alternatives:
        parts: list[Alternatives] = []
        entries: list[tuple[Alternatives, Alternatives]] = []
        exact = True
        for inner, sure in self.comprehension_rounds(expr.loops, frame, expr.at):
            exact = exact and sure
            if len(parts) + len(entries) >= operations.MAX_ELEMENTS or inner is None:
                exact = False
                entries.append(anything(frame.site(expr.at)))
                if inner is None:
                    continue
                break
            if expr.key is not None:
                entries.append((self.evaluate(expr.key, inner), self.evaluate(expr.value, inner)))
            else:
                parts.append(self.evaluate(expr.value, inner))
        if expr.key is not None:
            return (Table(tuple(entries), exact, frame.site(expr.at)),)
        return (Items(expr.kind, tuple(parts), exact, frame.site(expr.at)),)

    def comprehension_rounds(
        self, loops: tuple[facts.Loop, ...], frame: Frame, span: Span
    ) -> Iterator[tuple[Optional[Frame], bool]]:
        """Yield a frame for each round of nested loops, and whether that round surely takes place just once."""
        if not loops:
            yield frame, True
            return
        loop, rest = loops[0], loops[1:]
        for inner, sure in self.rounds(loop.target, loop.iterable, frame, span):
            if inner is None:
                yield None, sure
                continue
            kept: Optional[bool] = True
            for condition in loop.conditions:
                known = self.truth(condition, inner)
                kept = False if known is False else (None if known is None and kept else kept)
                if kept is False:
                    break
            if kept is False:
                continue
            for innermost, also in self.comprehension_rounds(rest, inner, span):
                yield innermost, sure and also and kept is True

    def rounds(self, target: Expr, iterable: Expr, frame: Frame, span: Span) -> Iterator[tuple[Optional[Frame], bool]]:
        """Yield for each round of a loop the frame with the target bound, and whether the rounds are surely these.

        A frame of None says that there may be rounds that are not known.
        """
        for source in (values := self.evaluate(iterable, frame)):
            spread = self.elements(source, iterable, frame)
            if spread is None:
                unknown = Unknown("what the loop goes over is not known", frame.site(iterable.at))
                blocked = source if isinstance(source, Unknown) else unknown
                yield frame.with_variables(self.bind_target(target, (blocked,), frame), span), False
                continue
            parts, exact = spread
            for part in parts:
                yield frame.with_variables(self.bind_target(target, part, frame), span), exact and len(values) == 1
            if not exact or len(values) != 1:
                yield None, False

    def elements(self, value: Value, expr: Expr, frame: Frame) -> Optional[tuple[tuple[Alternatives, ...], bool]]:
        """Return what iterating over a value gives and whether that is all of it, or None where it is not known."""
        if isinstance(value, ClassValue) and self.classes.is_enum(value.cls):
            return tuple((member,) for member in self.classes.enum_members(value.cls)), True
        if isinstance(value, (Instance, Made)):
            named = self._named_values(value)
            if named is not None:
                return named, True
        if isinstance(value, Instance):
            for method in self.classes.methods(value, "__iter__"):
                for returned in self.call_value(method, Arguments(), expr, frame):
                    return operations.elements(returned)
        return operations.elements(value)

    def _named_values(self, value: Union[Instance, Made]) -> Optional[tuple[Alternatives, ...]]:
        """Return the fields of a named tuple that was made with known arguments, else None."""
        from macrometa_conformance.code.calls import made_attribute, named_fields

        if isinstance(value, Instance):
            return self.classes.named_tuple_values(value)
        found = [made_attribute(self, value, name) for name in named_fields(value) or ()]
        known = tuple(part for part in found if part is not None)
        return known if known and len(known) == len(found) else None

    def bind_target(self, target: Expr, values: Alternatives, frame: Frame) -> dict[str, Alternatives]:
        """Return the names that an assignment target binds, with what they get."""
        if isinstance(target, facts.Name):
            return {target.id: values}
        if isinstance(target, facts.Starred):
            return self.bind_target(target.value, (Unknown("a starred target", frame.site(target.at)),), frame)
        bound: dict[str, Alternatives] = {}
        if isinstance(target, facts.Sequence):
            for index, item in zip(unpacking(target), target.items):
                bound.update(self.bind_target(item, self.unpack(values, (index,), target, frame), frame))
        return bound

    def unpack(self, values: Alternatives, path: tuple[int, ...], expr: Expr, frame: Frame) -> Alternatives:
        """Return what is taken out of values by indexes (see `unpacking`), one after the other."""
        for index in path:
            found: list[Value] = []
            for value in values:
                spread = self.elements(value, expr, frame)
                at = index if index >= 0 else index + 1
                if spread is not None and spread[1] and index != -1 and -len(spread[0]) <= at < len(spread[0]):
                    found.extend(_inherit(part, value) for part in spread[0][at])
                elif isinstance(value, Unknown):
                    found.append(value)
                elif isinstance(value, (Made, Member)):
                    found.append(Member(value, f"[{index}]"))
                else:
                    found.append(Unknown("what is unpacked is not known", frame.site(expr.at)))
            values = distinct(tuple(found))
        return values

    # Names

    def _name(self, expr: facts.Name, frame: Frame) -> Alternatives:
        found = self.lookup(expr.id, frame, (expr.at[0], expr.at[1]))
        if found is not None:
            return self._surely_starred(found, frame)
        if expr.id in ("__name__", "__file__", "__package__"):
            if expr.id == "__name__":
                return (Known(frame.module.name, frame.site(expr.at)),)
            return (Unknown(f"`{expr.id}` is known when it runs", frame.site(expr.at)),)
        if expr.id in _BUILTINS:
            return (External(f"builtins.{expr.id}"),)
        reason = f"`{expr.id}` is defined nowhere in sight"
        if frame.module.failure is not None:
            reason = f"`{frame.module.path}` cannot be parsed"
        return (Unknown(reason, frame.site(expr.at)),)

    def lookup(self, name: str, frame: Frame, position: Optional[tuple[int, int]]) -> Optional[Alternatives]:
        """Return what a name can be at a position of a frame (None: after its body ran), None where it is unbound.

        The body of a class runs where it stands, so that the position tells what it sees of the names around it.
        """
        here: Optional[Frame] = frame
        innermost = True
        while here is not None:
            if name in here.variables:
                return self._variable(name, here, position)
            if innermost or here.cls is None:
                if here.scope.shared.get(name) == "global":
                    return self._global(name, self.module_frame(here.module), self._called_at(frame), True)
                if here.outer is None:
                    is_later = position is None and not innermost
                    return self._global(name, here, self._called_at(frame) if is_later else position, is_later)
                if name in here.scope.bindings:
                    return self._bound(name, here, position)
            if here.cls is None:
                position = None
            here = here.outer
            innermost = False
        return None

    def _called_at(self, frame: Frame) -> Optional[tuple[int, int]]:
        """Return where the body of a frame's module makes the call that the frame belongs to, None for a later call."""
        path, at = frame.context[0] if frame.context else ("", None)
        if at is None or path != frame.module.path or self.definitions(frame.module).is_in_function(at):
            return None
        return (at[0], at[1])

    def _variable(self, name: str, frame: Frame, position: Optional[tuple[int, int]]) -> Alternatives:
        """Return what the variable of a loop can be; the body of a `for` statement may set it anew."""
        known = frame.variables[name]
        bindings = frame.scope.reaching(name, position) if position is not None else ()
        loops = frame.loops
        if not any(
            binding.kind == "for" and _loop_span(binding) in loops for binding in frame.scope.bindings.get(name, ())
        ):
            return known
        found: list[Value] = []
        for binding in bindings:
            inside = any(_within(binding.at, loop) for loop in loops)
            if binding.kind == "for" and _loop_span(binding) in loops:
                found.extend(known)
            elif inside:
                found.extend(self.binding(binding, frame.home_of(binding.at), position))
        return tuple(found) or known

    def _bound(self, name: str, frame: Frame, position: Optional[tuple[int, int]]) -> Alternatives:
        bindings = frame.scope.reaching(name, position) or tuple(
            binding for binding in frame.scope.bindings[name] if binding.kind != "delete"
        )
        kept = bindings[-MAX_BINDINGS:]
        rows = [(b, self.binding(b, frame.home_of(b.at), position)) for b in kept]
        found = [value for _, values in rows for value in values]
        if len(found) > 1 and position is not None:
            others = replacing(self, kept, frame)
            found = [v for b, values in rows for v in that_pass(self, values, b, others, frame, position)] or found
        if len(kept) < len(bindings):
            found.append(Unknown(f"`{name}` is set in too many places", frame.site(bindings[0].at)))
        if frame.function is not None:
            for function, inner in self.definitions(frame.module).nonlocal_bindings(frame.function).get(name, ()):
                found.extend(self.binding(inner, self.frame(function), None))
        return tuple(found)

    def _global(
        self, name: str, frame: Frame, position: Optional[tuple[int, int]], is_later: bool
    ) -> Optional[Alternatives]:
        """Return what a module variable can be; `is_later` tells that a function, or another module, asks for it."""
        found: list[Value] = []
        if name in frame.scope.bindings:
            found.extend(self._bound(name, frame, position))
        for function, binding in self.definitions(frame.module).shared_bindings.get(name, ()):
            found.extend(self.binding(binding, self.frame(function), None))
        if (is_later or position is None) and len(found) > 1:
            placeholder = [v for v in found if v == Known(None)]
            if placeholder and len(placeholder) < len(found) and name in self.definitions(frame.module).shared_bindings:
                found = [v for v in found if v != Known(None)]  # `x = None` until a function sets it
        known = tuple(found) or self._starred(name, frame) or ()
        outside = self.effects.set_outside(ModuleValue(frame.module.name), name) if is_later else ()
        return distinct((*known, *outside)) or None

    def _starred(self, name: str, frame: Frame) -> Optional[Alternatives]:
        """Return what `import *` gives a name, None where none does."""
        for binding in reversed(frame.scope.bindings.get("*", ())):
            node = binding.node
            if not isinstance(node, facts.ImportFrom):
                continue
            source = frame.module.absolute(node)
            if source is None:
                continue
            module = self.program.module(source)
            if module is None:
                if not self.program.has(source) and name not in _BUILTINS and not name.startswith("_"):
                    reason = f"`from {source} import *` may define it"
                    return (Unknown(reason, frame.site(binding.at), starred=f"{source}.{name}"),)
                continue
            if self._exports(module, name):
                found = self.module_attribute(source, name)
                if found is not None:
                    return found
        return None

    def _surely_starred(self, found: Alternatives, frame: Frame) -> Alternatives:
        """Return what the one star import from outside defines, where a name can come from nowhere else."""
        only = found[0] if len(found) == 1 else None
        if not isinstance(only, Unknown) or not only.starred:
            return found
        stars = [b.node for b in self.module_frame(frame.module).scope.bindings.get("*", ())]
        sources = [frame.module.absolute(node) for node in stars if isinstance(node, facts.ImportFrom)]
        outside = {source for source in sources if source is None or not self.program.has(source)}
        return (External(only.starred),) if len(outside) == 1 else found

    def _exports(self, module: Module, name: str) -> bool:
        listed = module.scope.bindings.get("__all__")
        if listed:
            values = self.lookup("__all__", self.module_frame(module), None) or ()
            names = operations.plain(values[0]) if len(values) == 1 else None
            if isinstance(names, (list, tuple)):
                return name in names
        return not name.startswith("_")

    def binding(self, binding: Binding, frame: Frame, position: Optional[tuple[int, int]]) -> Alternatives:
        """Return what one binding gives its name. `position` is the use's, for changes made to it before."""
        values = self._remembered(binding, frame) if binding.kind in _SLOW else self._value_of(binding, frame)
        if binding.kind in _CHANGEABLE:
            for value in values:
                if isinstance(value, (Items, Table)):
                    values = tuple([changed(self, one, binding, frame, position) for one in values])
                    break
        return self._noted(values, binding, frame) if binding.kind in ("assign", "augment") else values

    def _remembered(self, binding: Binding, frame: Frame) -> Alternatives:
        known = frame.memo.get(id(binding))
        if known is None:
            begun = self.settling.begin()
            known = self._value_of(binding, frame)
            self.settling.end(id(binding), frame, known, begun)
        return known

    def _value_of(self, binding: Binding, frame: Frame) -> Alternatives:
        kind, node = binding.kind, binding.node
        if kind == "import":
            return self._imported(binding, frame)
        if kind == "from":
            return self._imported_from(binding, frame)
        if kind == "def" and isinstance(node, facts.FunctionDef):
            return self._defined(node, frame)
        if kind == "class" and isinstance(node, facts.ClassDef):
            cls = self.definitions(frame.module).cls(node)
            return (ClassValue(cls),) if cls is not None else ()
        if kind == "parameter":
            return self._parameter(binding, frame)
        if kind == "assign" and binding.value is not None:
            return self.unpack(self.evaluate(binding.value, frame), binding.unpack, binding.value, frame)
        if kind == "augment" and isinstance(node, facts.AugAssign):
            return self._augmented(binding, node, frame)
        if kind == "for" and binding.value is not None:
            found: list[Value] = []
            for source in self.evaluate(binding.value, frame):
                spread = self.elements(source, binding.value, frame)
                if spread is None:
                    unknown = Unknown("what the loop goes over is not known", frame.site(binding.value.at))
                    found.append(source if isinstance(source, Unknown) else unknown)
                else:
                    found.extend(
                        value for part in spread[0] for value in self.unpack(part, binding.unpack, binding.value, frame)
                    )
                    if not spread[1]:
                        found.append(Unknown("the loop may go over more", frame.site(binding.value.at)))
            return tuple(found)
        if kind == "match" and binding.value is not None:
            return self.evaluate(binding.value, frame)
        if kind == "with" and binding.value is not None:
            entered = tuple(
                inner
                for value in self.evaluate(binding.value, frame)
                for inner in self.entered(value, binding.value, frame)
            )
            return self.unpack(entered, binding.unpack, binding.value, frame)
        return (Unknown(f"`{binding.name}` is known when it runs", frame.site(binding.at)),)

    def entered(self, value: Value, expr: Expr, frame: Frame) -> Alternatives:
        """Return what `with value as name` binds."""
        if isinstance(value, Instance):
            methods = self.classes.methods(value, "__enter__") or self.classes.methods(value, "__aenter__")
            if methods:
                return tuple(v for method in methods for v in self.call_value(method, Arguments(), expr, frame))
        if isinstance(value, Items) and value.kind == "generator":
            return tuple(v for part in value.elements for v in part) or (value,)
        return (value,)

    def _noted(self, values: Alternatives, binding: Binding, frame: Frame) -> Alternatives:
        step = Step(frame.module.path, binding.at, f"`{binding.name}` is set here")
        return tuple([via(value, step) for value in values])

    def _augmented(self, binding: Binding, node: facts.AugAssign, frame: Frame) -> Alternatives:
        """Return what a name is after `name op= value`; what it was before is worked out first, from top to bottom."""
        key = id(node)
        known = self.settling.recall(key, frame)
        if known is not None:
            return known
        for earlier in frame.scope.bindings.get(binding.name, ()):
            if earlier.since >= binding.since:
                break
            if isinstance(earlier.node, facts.AugAssign) and frame.home_of(earlier.at) is frame:
                if self.settling.recall(id(earlier.node), frame) is None:
                    self._augmented(earlier, earlier.node, frame)
        if self.settling.is_exhausted:
            return (Unknown("working it out takes too many steps", frame.site(binding.at)),)
        if not self.settling.enter(key, frame):
            return (Unknown("its value depends on itself", frame.site(binding.at)),)
        try:
            found = self._limited(self._grown(binding, node, frame), node.value, frame)
        except BaseException:
            self.settling.undo()
            raise
        self.settling.settle(key, frame, found)
        return found

    def _grown(self, binding: Binding, node: facts.AugAssign, frame: Frame) -> Alternatives:
        start = (node.at[0], node.at[1])
        befores = [b for b in frame.scope.reaching(binding.name, start) if b is not binding and b.since <= start]
        if not befores:
            return (Unknown(f"`{binding.name}` has no value before", frame.site(binding.at)),)
        kept = befores[-MAX_BINDINGS:]
        known = distinct(tuple(v for b in kept for v in self.binding(b, frame.home_of(b.at), start)))
        found: list[Value] = []
        for before in known[: 2 * MAX_ALTERNATIVES]:
            for value in self.evaluate(node.value, frame):
                result = operations.calculate(node.op, before, value)
                if result is None and isinstance(before, Items) and node.op == "+":
                    spread = operations.elements(value)
                    extra, exact = spread if spread is not None else ((), False)
                    result = Items(
                        before.kind, (*before.elements, *extra), before.exact and exact, before.site, before.trail
                    )
                found.append(self._carry(result, node.value, frame, before, value))
        if len(kept) < len(befores) or len(known) > 2 * MAX_ALTERNATIVES:
            found.append(Unknown(f"`{binding.name}` is set in too many places", frame.site(binding.at)))
        loops = [place for place in binding.path if frame.scope.arms[place[0]].loop]
        if any(loop not in before.path for loop in loops for before in befores):  # what one round adds to the last
            found = [
                inexact(v) if isinstance(v, (Items, Table)) else Unknown("it grows in a loop", frame.site(binding.at))
                for v in found
            ]
        return distinct(tuple(found))

    def _imported(self, binding: Binding, frame: Frame) -> Alternatives:
        node = binding.node
        if not isinstance(node, facts.Import):
            return ()
        found: list[Value] = []
        for imported in node.names:
            if imported.alias == binding.name:
                found.append(self.module_value(imported.name))
            elif imported.alias is None and imported.name.partition(".")[0] == binding.name:
                found.append(self.module_value(binding.name))
        return tuple(found)

    def module_value(self, name: str) -> Value:
        """Return the module of this absolute name, of the project or from outside."""
        return ModuleValue(name) if self.program.has(name) else External(name)

    def _imported_from(self, binding: Binding, frame: Frame) -> Alternatives:
        node = binding.node
        if not isinstance(node, facts.ImportFrom):
            return ()
        source = frame.module.absolute(node)
        names = [imported.name for imported in node.names if (imported.alias or imported.name) == binding.name]
        if source is None or not names:
            return (Unknown("the import leaves the package", frame.site(binding.at)),)
        if not self.program.has(source):
            top = source.partition(".")[0]
            if self.program.has(top):
                return (Unknown(f"there is no module `{source}`", frame.site(binding.at)),)
            return (External(f"{source}.{names[-1]}"),)
        found = self.module_attribute(source, names[-1])
        step = Step(frame.module.path, binding.at, f"`{binding.name}` is imported here")
        if found is None:
            return (Unknown(f"`{source}` does not define `{names[-1]}`", frame.site(binding.at)),)
        return tuple(via(value, step) for value in found)

    def module_attribute(self, name: str, attribute: str) -> Optional[Alternatives]:
        """Return what a module of the project holds under a name, None where it surely defines nothing of it."""
        module = self.program.module(name)
        if module is not None:
            if module.failure is not None:
                at = (module.failure.line, module.failure.column, module.failure.line, module.failure.column)
                return (Unknown(f"`{module.path}` cannot be parsed", Site(module.path, at)),)
            frame = self.module_frame(module)
            key = hash(attribute)
            if self.settling.is_exhausted:
                return (Unknown("working it out takes too many steps", Site(module.path, (1, 1, 1, 1))),)
            if not self.settling.enter(key, frame):
                if self.program.has(f"{name}.{attribute}"):
                    return (ModuleValue(f"{name}.{attribute}"),)  # `from package import module` in the package itself
                return (Unknown(f"`{name}` and others import each other", Site(module.path, (1, 1, 1, 1))),)
            try:
                found = self._global(attribute, frame, None, True)
            except BaseException:
                self.settling.undo()
                raise
            self.settling.leave()
            if found is not None:
                return found
        if self.program.has(f"{name}.{attribute}"):
            return (ModuleValue(f"{name}.{attribute}"),)
        if module is not None and "__getattr__" in module.scope.bindings:
            return (Unknown(f"`__getattr__` of `{name}` may define it", Site(module.path, (1, 1, 1, 1))),)
        if attribute == "__name__":
            return (Known(name),)
        return None

    def _defined(self, node: facts.FunctionDef, frame: Frame) -> Alternatives:
        function = self.definitions(frame.module).function(node)
        if function is None:
            return ()
        plain_value: Value = FunctionValue(function, None, frame)
        if frame.cls is not None:
            return (plain_value,)
        values: Alternatives = (plain_value,)
        for decorator in reversed(node.decorators):
            wrapped = self._decorated(decorator, values, frame)
            values = wrapped or values
        return values if plain_value in values else (*values, plain_value)

    def _decorated(self, decorator: Expr, values: Alternatives, frame: Frame) -> Alternatives:
        """Return what a decorator of the project makes of a function; empty where it comes from elsewhere."""
        found: list[Value] = []
        for value in self.evaluate(decorator, frame):
            if isinstance(value, (FunctionValue, ClassValue, Instance)):
                made = self.call_value(value, Arguments((values,)), decorator, frame)
                found.extend(one for one in made if isinstance(one, (FunctionValue, Instance)))
        return tuple(found)

    def decorated_method(self, function: Function, value: FunctionValue, frame: Frame) -> tuple[FunctionValue, ...]:
        """Return the wrappers that decorators of the project put round a method."""
        values: Alternatives = (value,)
        for decorator in reversed(function.decorators):
            values = self._decorated(decorator, values, frame) or values
        return tuple(v for v in values if isinstance(v, FunctionValue) and v.function is not function)

    def constructor_frame(self, base: Instance, bound: FunctionValue, make: MakeFrame) -> Frame:
        """Return the frame of the constructor's call that made an instance."""
        call = base.call
        if call is None:
            return self.frame(bound.function, base)
        key = (id(bound.function), base.site)
        if key not in self._constructors:
            self._constructors[key] = make(self, bound, call.arguments, call.expr, call.frame)
        return self._constructors[key]

    def uses(self, module: Module) -> Uses:
        """Return where names are used in the package of a module."""
        from macrometa_conformance.code.callers import Uses

        top = module.name.partition(".")[0]
        if top not in self._uses:
            modules = self.program.modules_of(top)
            self._uses[top] = Uses(self, modules or (module,))
        return self._uses[top]

    # Parameters

    def _parameter(self, binding: Binding, frame: Frame) -> Alternatives:
        parameter, function = binding.node, frame.function
        if not isinstance(parameter, facts.Parameter) or function is None:
            return ()
        if frame.arguments is not None and parameter.name in frame.arguments:
            return frame.arguments[parameter.name]
        receiver = self._receiver(parameter, function, frame)
        if receiver is not None:
            return receiver
        if frame.arguments is not None:
            return self._default(parameter, frame)
        return self._from_callers(parameter, function, frame)

    def _receiver(self, parameter: facts.Parameter, function: Function, frame: Frame) -> Optional[Alternatives]:
        params = function.definition.params
        if function.owner is None or not params or parameter is not params[0] or parameter.kind.startswith("*"):
            return None
        kind = self.method_kind(function)
        if kind == "static":
            return None
        if kind == "class" or function.name in ("__new__", "__init_subclass__", "__class_getitem__"):
            return (ClassValue(function.owner),)
        if frame.receiver is not None:
            return (frame.receiver,)
        return tuple(Instance(cls) for cls in self.classes.concrete(function.owner))

    def _default(self, parameter: facts.Parameter, frame: Frame) -> Alternatives:
        if parameter.default is None:
            return (Unknown(f"the parameter `{parameter.name}` gets its value elsewhere", frame.site(parameter.at)),)
        values = self.evaluate(parameter.default, frame.outer or frame)
        step = Step(frame.module.path, parameter.at, f"the default of `{parameter.name}`")
        return tuple(via(value, step) for value in values)

    def _from_callers(self, parameter: facts.Parameter, function: Function, frame: Frame) -> Alternatives:
        from macrometa_conformance.code.callers import arguments_of

        found: list[Value] = []
        for values in arguments_of(self, function, parameter):
            found.extend(values if values is not None else self._default(parameter, frame))
            if len(found) > 4 * MAX_ALTERNATIVES:
                break
        return distinct(tuple(found)) if found else self._default(parameter, frame)

    def method_kind(self, function: Function) -> str:
        """Return `static`, `class`, `property` or `plain`, as the decorators say; `other` for an unknown decorator."""
        kind = "plain"
        for decorator in function.decorators:
            name = dotted(decorator.func if isinstance(decorator, facts.Call) else decorator)
            last = name.rpartition(".")[2]
            if last == "staticmethod":
                return "static"
            if last == "classmethod":
                return "class"
            if last in ("property", "cached_property") or (last in ("setter", "getter", "deleter") and "." in name):
                kind = "property"
        return kind

    # Attributes

    def _attribute(self, expr: facts.Attribute, frame: Frame) -> Alternatives:
        found: list[Value] = []
        for base in self.evaluate(expr.base, frame):
            found.extend(self.attribute_of(base, expr.name, expr, frame))
        return tuple(found)

    def attribute_of(self, base: Value, name: str, expr: Expr, frame: Frame) -> Alternatives:
        """Return what an attribute of a value can be."""
        if isinstance(base, Unknown):
            return (base,)
        if isinstance(base, External):
            return (External(f"{base.path}.{name}", base.trail),)
        if isinstance(base, ModuleValue):
            found = self.module_attribute(base.name, name)
            if found is None:
                return (Unknown(f"`{base.name}` does not define `{name}`", frame.site(expr.at)),)
            return tuple(_inherit(value, base) for value in found)
        if isinstance(base, (ClassValue, Instance, Super, EnumMember)):
            found = self.classes.attribute(base, name, expr, frame)
            if found is not None:
                return found
            cls = base.after if isinstance(base, Super) else base.cls
            if self.classes.may_define_more(cls):
                return (Member(base, name, base.trail),)
            return (Unknown(f"`{base_name(base)}` has no `{name}` that can be seen", frame.site(expr.at)),)
        if isinstance(base, Made):
            from macrometa_conformance.code.calls import made_attribute

            known = made_attribute(self, base, name)
            if known is not None:
                return known
        if isinstance(base, FunctionValue):
            held = self.effects.set_outside(base, name)
            if held:
                return held
        return (Member(base, name, base.trail),)

    def defines(self, module: str, path: str) -> Optional[bool]:
        """Return whether `path` (`name` or `Class.name`) can be had from a module of the project.

        False: surely not. None: it cannot be told, as where a base class or `import *` comes from elsewhere.
        """
        if not self.program.has(module):
            return False
        values: Alternatives = (ModuleValue(module),)
        for name in path.split("."):
            frame = self.module_frame(self.program.module(module) or Module(module, module, facts.ModuleFacts(())))
            found: list[Value] = []
            answers: set[Optional[bool]] = set()
            for value in values:
                known = self.has_attribute(value, name, frame)
                answers.add(known)
                if known:
                    found.extend(self.attribute_of(value, name, facts.Name(name, (1, 1, 1, 1)), frame))
            if True not in answers:
                return None if None in answers else False
            values = tuple(found)
        return True

    def has_attribute(self, base: Value, name: str, frame: Frame) -> Optional[bool]:
        """Return whether a value has an attribute, None where it cannot be told."""
        if isinstance(base, ModuleValue):
            found = self.module_attribute(base.name, name)
            if found is None:
                return False
            missing = [
                v
                for v in found
                if (isinstance(v, Unknown) and "import *" in v.reason) or "__getattr__" in getattr(v, "reason", "")
            ]
            failed = [v for v in found if isinstance(v, Unknown) and "cannot be parsed" in v.reason]
            return None if missing or failed else True
        if isinstance(base, (ClassValue, Instance)):
            if self.classes.attribute(base, name, facts.Name(name, (1, 1, 1, 1)), frame) is not None:
                return True
            return None if self.classes.may_define_more(base.cls) else False
        return None

    # Calls

    def call(self, expr: facts.Call, frame: Frame) -> Alternatives:
        """Return what a call can give."""
        from macrometa_conformance.code.calls import arguments_in

        arguments = arguments_in(self, expr, frame)
        callees = self.evaluate(expr.func, frame)
        return tuple(value for callee in callees for value in self.call_value(callee, arguments, expr, frame))

    def call_value(self, callee: Value, arguments: Arguments, expr: Expr, frame: Frame) -> Alternatives:
        """Return what calling a value with worked-out arguments gives."""
        from macrometa_conformance.code.calls import call_with

        return call_with(self, callee, arguments, expr, frame)

    def places(self, values: Iterable[Value]) -> tuple[Step, ...]:
        """Return the steps by which values were worked out, in order, without repeats."""
        return tuple(dict.fromkeys(step for value in values for step in value.trail))


def _not_too_large(value: Value) -> Value:
    return emptied(value) if isinstance(value, _COLLECTIONS) and weight(value) > MAX_WEIGHT else value


_EVALUATE: dict[type, Callable[[Resolver, Any, Frame], Alternatives]] = {
    **dict.fromkeys(EXPRESSIONS, Resolver._other),
    facts.Name: Resolver._name,
    facts.Attribute: Resolver._attribute,
    facts.Call: Resolver.call,
    facts.Sequence: Resolver._display,
    facts.Mapping: Resolver._display,
    facts.Operation: Resolver._operation,
    facts.Unary: Resolver._operation,
    facts.Compare: Resolver._operation,
    facts.Boolean: Resolver._boolean,
    facts.Conditional: Resolver._conditional,
    facts.Joined: Resolver._joined,
    facts.Subscript: Resolver._subscript,
    facts.Comprehension: Resolver._comprehension,
    facts.Lambda: Resolver._lambda,
    facts.Await: Resolver._inner,
    facts.Starred: Resolver._inner,
    facts.Walrus: Resolver._inner,
    facts.Dots: Resolver._dots,
}


def _loop_span(binding: Binding) -> Optional[Span]:
    """Return the span of the `for` statement whose target a binding is."""
    return binding.node.at if isinstance(binding.node, facts.For) else None


def _within(inner: Span, outer: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:]


def base_name(value: Value) -> str:
    """Return a word for a value in messages."""
    if isinstance(value, (ClassValue, Instance, EnumMember)):
        return value.cls.name
    if isinstance(value, Super):
        return "super()"
    if isinstance(value, ModuleValue):
        return value.name
    return value.path if isinstance(value, External) else "value"


def _is_member(base: Value, key: Value) -> bool:
    """Return whether a subscript names a member of an enumeration; `list["Name"]` and its like are generic aliases."""
    if not isinstance(key, Known) or not isinstance(key.value, str):
        return False
    if isinstance(base, External):
        return key.value.isidentifier() and not base.path.startswith(("builtins.", "typing.", "collections."))
    return isinstance(base, ClassValue)


def _inherit(value: Value, base: Value) -> Value:
    for step in reversed(base.trail):
        value = via(value, step)
    return value
