"""What an expression can be when the connector runs, as far as the text tells.

An expression is worked out to a tuple of alternatives; one of them is what it will be, or `Unknown` is among them.
Every value carries the trail of places by which it was worked out, which takes no part in comparing values.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.program import Module
from macrometa_conformance.plain import Plain, plain

MAX_STEPS = 6
MAX_WEIGHT = 100_000  # values in a value

if TYPE_CHECKING:
    from macrometa_conformance.code.frames import CallSite, Frame

Literal = Union[str, bytes, int, float, complex, bool, None]
Alternatives = tuple["Value", ...]


@plain
class Step(Plain):
    """A place that a value came by: file, span, and what happens there."""

    path: str
    at: Span
    text: str


Trail = tuple[Step, ...]


@plain
class Site(Plain):
    """An expression in a file: what stands for an object that is made there.

    `context` are the calls through which it was reached, so that a helper called twice makes two objects; `rounds`
    number the rounds of loops over known things, each of which makes an object of its own.
    """

    path: str
    at: Span
    context: tuple[tuple[str, Span], ...] = ()
    rounds: tuple[int, ...] = ()


@plain
class Known(Plain):
    """A literal value; `site` is where the literal stands, None for what was computed from literals."""

    value: Literal
    site: Optional[Site] = field(default=None, compare=False)
    trail: Trail = field(default=(), compare=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and type(self.value) is type(other.value) and self.value == other.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


class _Collection(Plain):
    """A value whose hash is worked out once, as it may hold much and be held often."""

    def _hash(self, *parts: object) -> int:
        known: Optional[int] = self.__dict__.get("_hashed")
        if known is None:
            known = self.__dict__["_hashed"] = hash(parts)
        return known


@plain
class Items(_Collection):
    """A list, tuple, set, generator or another iterable. `exact` says that it has these elements and no others.

    `kind` is the noun for it: `list`, `tuple`, `set`, `generator`, `map object`, `view of a dict` …
    """

    kind: str
    elements: tuple[Alternatives, ...]
    exact: bool
    site: Optional[Site] = field(default=None, compare=False)
    trail: Trail = field(default=(), compare=False)

    @property
    def shown(self) -> str:
        """Return what it is, for a message: `a list`."""
        return f"{'an' if self.kind[0] in 'aeiou' else 'a'} {self.kind}"

    def __hash__(self) -> int:
        return self._hash(self.kind, self.elements, self.exact)


@plain
class Table(_Collection):
    """A dict: pairs of alternatives. `exact` says that it has these entries and no others."""

    entries: tuple[tuple[Alternatives, Alternatives], ...]
    exact: bool
    site: Optional[Site] = field(default=None, compare=False)
    trail: Trail = field(default=(), compare=False)

    def __hash__(self) -> int:
        return self._hash(self.entries, self.exact)


class Function:
    """A function or lambda of the project: one for each definition, with the class whose body defines it.

    `name` is `<lambda>` for a lambda; `qualified` is the name with the names of the class or function around it.
    """

    def __init__(
        self,
        definition: Union[facts.FunctionDef, facts.Lambda],
        module: Module,
        owner: Optional[Class],
        outer: Optional[Function],
    ) -> None:
        self.definition = definition
        self.module = module
        self.owner = owner
        self.outer = outer
        self.name = definition.name if isinstance(definition, facts.FunctionDef) else "<lambda>"
        around = owner or outer
        self.qualified: str = f"{around.qualified}.{self.name}" if around is not None else self.name

    @property
    def site(self) -> Site:
        """Return where the function is defined: its name, or the lambda."""
        return Site(self.module.path, self.definition.at)

    @property
    def body(self) -> tuple[facts.Stmt, ...]:
        """Return the statements; those of a lambda are one `return`."""
        if isinstance(self.definition, facts.FunctionDef):
            return self.definition.body
        return (facts.Return(self.definition.body, self.definition.body.at),)

    @property
    def decorators(self) -> tuple[facts.Expr, ...]:
        """Return the decorators, outermost first."""
        return self.definition.decorators if isinstance(self.definition, facts.FunctionDef) else ()

    def __repr__(self) -> str:
        return f"Function({self.module.name}:{self.qualified})"


class Class:
    """A class of the project: one for each definition. `qualified` is its name with the names of what is around it."""

    def __init__(self, definition: facts.ClassDef, module: Module, outer: Union[Class, Function, None]) -> None:
        self.definition = definition
        self.module = module
        self.outer = outer
        self.name = definition.name
        self.qualified: str = f"{outer.qualified}.{self.name}" if outer is not None else self.name

    @property
    def site(self) -> Site:
        """Return where the class is defined: its name."""
        return Site(self.module.path, self.definition.at)

    def __repr__(self) -> str:
        return f"Class({self.module.name}:{self.qualified})"


@plain
class FunctionValue(Plain):
    """A function; `receiver` is what it is bound to, `closure` the frame that holds the names around it."""

    function: Function
    receiver: Optional[Value] = None
    closure: Optional[Frame] = field(default=None, compare=False)
    trail: Trail = field(default=(), compare=False)

    def bound_to(self, receiver: Optional[Value]) -> FunctionValue:
        """Return the function with this receiver instead."""
        return FunctionValue(self.function, receiver, self.closure, self.trail)


@plain
class ClassValue(Plain):
    """A class of the project."""

    cls: Class
    trail: Trail = field(default=(), compare=False)


@plain
class Instance(Plain):
    """An object of a class of the project. `site` is the call that makes it, None for any object of the class."""

    cls: Class
    site: Optional[Site] = None
    call: Optional[CallSite] = field(default=None, compare=False)
    trail: Trail = field(default=(), compare=False)


@plain
class Super(Plain):
    """`super()`: what comes after a class among the bases of the receiver."""

    after: Class
    receiver: Value
    trail: Trail = field(default=(), compare=False)


@plain
class EnumMember(Plain):
    """A member of an enum class of the project."""

    cls: Class
    name: str
    trail: Trail = field(default=(), compare=False)


@plain
class ModuleValue(Plain):
    """A module of the project, or a folder of modules without `__init__.py`."""

    name: str
    trail: Trail = field(default=(), compare=False)


@plain
class External(Plain):
    """Something from outside the project, by its dotted path (`prometheus_client.Counter`, `builtins.len`)."""

    path: str
    trail: Trail = field(default=(), compare=False)


@plain
class Member(Plain):
    """An attribute of something whose own attributes are not known."""

    base: Value
    name: str
    trail: Trail = field(default=(), compare=False)


@plain
class Made(Plain):
    """What a call to something outside the project gave; the call's site is its identity."""

    callee: Value
    site: Site
    call: Optional[CallSite] = field(default=None, compare=False)
    trail: Trail = field(default=(), compare=False)


@plain
class Unknown(Plain):
    """Not known: why, and the expression that blocks it. `environment` marks what a variable may hold at run time.

    `starred` is the dotted path that a name has if a star import from outside the project defines it.
    """

    reason: str
    site: Site
    environment: bool = False
    starred: str = field(default="", compare=False)
    trail: Trail = field(default=(), compare=False)


Value = Union[
    Known, Items, Table, FunctionValue, ClassValue, Instance, Super, EnumMember, ModuleValue, External, Member, Made,
    Unknown,
]  # fmt: skip


def weight(value: Value) -> int:
    """Return how many values a value is made of, itself included, those that it holds twice counted twice."""
    if not isinstance(value, (Items, Table)):
        return 1
    known: Optional[int] = value.__dict__.get("_weight")
    if known is None:
        parts = value.elements if isinstance(value, Items) else [part for pair in value.entries for part in pair]
        known = 1
        for part in parts:
            for one in part:
                known += weight(one)
        value.__dict__["_weight"] = known
    return known


def emptied(value: Union[Items, Table]) -> Union[Items, Table]:
    """Return a collection that may hold anything in place of one that is too large."""
    if isinstance(value, Items):
        return Items(value.kind, (), False, value.site, value.trail)
    return Table((), False, value.site, value.trail)


def via(value: Value, step: Step) -> Value:
    """Return the value with one more place on its trail; a trail that is long enough stays as it is."""
    if len(value.trail) >= MAX_STEPS or step in value.trail:
        return value
    copy: Value = object.__new__(value.__class__)  # what `dataclasses.replace` does, at a fifth of the time
    copy.__dict__.update(value.__dict__, trail=(step, *value.trail))
    return copy


def distinct(values: Alternatives) -> Alternatives:
    """Return alternatives without repeats, in order."""
    if len(values) == 2:  # as mostly: quicker than by their hashes
        return values[:1] if values[0] == values[1] else values
    return tuple(dict.fromkeys(values)) if len(values) > 2 else values
