"""A module of a connector as plain data: what `compile` makes of source text, and all that later steps see of it.

The values hold tuples, strings and numbers only, so that they can be stored and loaded. Expressions and statements are
a small closed set that keeps what Python means and drops how it was written (quotes, brackets, comments, layout, chains
of one operator are flat). Each expression carries its span `at`: 1-based line and column of the first code point, then
of the code point after the last. What is too deep or of no interest is `Opaque`.
"""

from collections.abc import Iterator
from typing import Optional, Union

from macrometa_conformance.plain import Plain, plain

Span = tuple[int, int, int, int]
MAX_DIGITS = 300  # of a whole number; Python refuses to write one of some thousand digits
TOO_LARGE = 10**MAX_DIGITS


class Fact(Plain):
    """A value with named fields; iterating over it gives them in order, and equal fields make it equal."""

    def __iter__(self) -> Iterator[object]:
        return iter(vars(self).values())

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__ and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((self.__class__, *vars(self).values()))


@plain
class Const(Fact):
    """A literal: str (implicit concatenation joined), bytes, int, float, complex, bool or None."""

    value: Union[str, bytes, int, float, complex, bool, None]
    at: Span


@plain
class Dots(Fact):
    """The literal `...`."""

    at: Span


@plain
class Name(Fact):
    """A bare name, read."""

    id: str
    at: Span


@plain
class Attribute(Fact):
    """`base.name`; `name_at` is the span of the last name alone."""

    base: "Expr"
    name: str
    name_at: Span
    at: Span


@plain
class Argument(Fact):
    """An argument of a call or a class statement: keyword (or None) and stars (`""`, `"*"` or `"**"`)."""

    value: "Expr"
    keyword: Optional[str]
    star: str
    at: Span


@plain
class Call(Fact):
    """`func(arguments)`."""

    func: "Expr"
    args: tuple[Argument, ...]
    at: Span


@plain
class Sequence(Fact):
    """A list, tuple or set display; starred items are `Starred`."""

    kind: str  # "list", "tuple", "set"
    items: tuple["Expr", ...]
    at: Span


@plain
class Starred(Fact):
    """`*value` in a display or an assignment target."""

    value: "Expr"
    at: Span


@plain
class Mapping(Fact):
    """A dict display; a key of None stands for `**value`."""

    items: tuple[tuple[Optional["Expr"], "Expr"], ...]
    at: Span


@plain
class Joined(Fact):
    """An f-string: `Const` texts and `Formatted` fields in order."""

    parts: tuple["Expr", ...]
    at: Span


@plain
class Formatted(Fact):
    """A replacement field of an f-string: the value, the conversion letter or "", and whether it has a format."""

    value: "Expr"
    conversion: str
    has_format: bool
    at: Span


@plain
class Subscript(Fact):
    """`base[key]`; several keys are a tuple, a slice is `Slice`."""

    base: "Expr"
    key: "Expr"
    at: Span


@plain
class Slice(Fact):
    """`lower:upper:step`."""

    lower: Optional["Expr"]
    upper: Optional["Expr"]
    step: Optional["Expr"]
    at: Span


@plain
class Operation(Fact):
    """A chain of one binary operator, left to right: `a + b + c` has three operands."""

    op: str
    operands: tuple["Expr", ...]
    at: Span


@plain
class Unary(Fact):
    """`not x`, `-x`, `+x`, `~x`."""

    op: str
    operand: "Expr"
    at: Span


@plain
class Boolean(Fact):
    """A chain of `and` or of `or`."""

    op: str
    operands: tuple["Expr", ...]
    at: Span


@plain
class Compare(Fact):
    """`left op right …`; operators are written as in Python (`not in`, `is not`, `==`)."""

    left: "Expr"
    rest: tuple[tuple[str, "Expr"], ...]
    at: Span


@plain
class Conditional(Fact):
    """`body if test else orelse`."""

    test: "Expr"
    body: "Expr"
    orelse: "Expr"
    at: Span


@plain
class Comprehension(Fact):
    """A comprehension or generator; `key` is set for a dict. Conditions belong to their `for`."""

    kind: str  # "list", "set", "dict", "generator"
    key: Optional["Expr"]
    value: "Expr"
    loops: tuple["Loop", ...]
    at: Span


@plain
class Loop(Fact):
    """`for target in iterable if conditions` of a comprehension."""

    target: "Expr"
    iterable: "Expr"
    conditions: tuple["Expr", ...]
    is_async: bool


@plain
class Lambda(Fact):
    """An anonymous function."""

    params: tuple["Parameter", ...]
    body: "Expr"
    at: Span


@plain
class Await(Fact):
    """`await value`."""

    value: "Expr"
    at: Span


@plain
class Yield(Fact):
    """`yield value` or `yield from value`."""

    value: Optional["Expr"]
    is_from: bool
    at: Span


@plain
class Walrus(Fact):
    """`target := value`."""

    target: Name
    value: "Expr"
    at: Span


@plain
class Opaque(Fact):
    """An expression that is not kept (too deep, too large a number); its text is not known either."""

    at: Span


Expr = Union[
    Const, Dots, Name, Attribute, Call, Sequence, Starred, Mapping, Joined, Formatted, Subscript, Slice, Operation,
    Unary, Boolean, Compare, Conditional, Comprehension, Lambda, Await, Yield, Walrus, Opaque,
]  # fmt: skip


@plain
class Parameter(Fact):
    """A parameter: kind is `positional-only`, `positional`, `*`, `keyword-only` or `**`."""

    name: str
    kind: str
    default: Optional[Expr]
    annotation: Optional[Expr]
    at: Span


@plain
class FunctionDef(Fact):
    """`def` or `async def`; `at` is the span of the name, `end_line` the last line of the body."""

    name: str
    params: tuple[Parameter, ...]
    decorators: tuple[Expr, ...]
    returns: Optional[Expr]
    body: tuple["Stmt", ...]
    is_async: bool
    is_generator: bool
    at: Span
    end_line: int


@plain
class ClassDef(Fact):
    """`class`; `at` is the span of the name, keyword arguments (`metaclass=`) stand among `bases`."""

    name: str
    bases: tuple[Argument, ...]
    decorators: tuple[Expr, ...]
    body: tuple["Stmt", ...]
    at: Span
    end_line: int


@plain
class ImportedName(Fact):
    """One name of an import: `name` as written (dotted for `import a.b`, `*` for a star), `alias` or None."""

    name: str
    alias: Optional[str]
    at: Span


@plain
class Import(Fact):
    """`import a.b as c, d`."""

    names: tuple[ImportedName, ...]
    at: Span


@plain
class ImportFrom(Fact):
    """`from ..module import names`; `level` is the number of dots, `module` may be empty."""

    module: str
    level: int
    names: tuple[ImportedName, ...]
    at: Span


@plain
class Assign(Fact):
    """`a = b = value`, `a: T = value` or a bare `a: T` (value None)."""

    targets: tuple[Expr, ...]
    value: Optional[Expr]
    annotation: Optional[Expr]
    at: Span


@plain
class AugAssign(Fact):
    """`target op= value`; `op` is without the `=`."""

    target: Expr
    op: str
    value: Expr
    at: Span


@plain
class ExprStmt(Fact):
    """An expression on its own."""

    value: Expr
    at: Span


@plain
class Return(Fact):
    """`return value`."""

    value: Optional[Expr]
    at: Span


@plain
class Raise(Fact):
    """`raise exception from cause`."""

    exception: Optional[Expr]
    cause: Optional[Expr]
    at: Span


@plain
class Delete(Fact):
    """`del targets`."""

    targets: tuple[Expr, ...]
    at: Span


@plain
class Assert(Fact):
    """`assert test, message`."""

    test: Expr
    message: Optional[Expr]
    at: Span


@plain
class Jump(Fact):
    """`pass`, `break` or `continue`."""

    kind: str
    at: Span


@plain
class Scoping(Fact):
    """`global names` or `nonlocal names`."""

    kind: str
    names: tuple[str, ...]
    at: Span


@plain
class If(Fact):
    """`if`, its `elif`s in order, and `else`."""

    branches: tuple[tuple[Expr, tuple["Stmt", ...]], ...]
    orelse: tuple["Stmt", ...]
    at: Span


@plain
class While(Fact):
    """`while test: body else: orelse`."""

    test: Expr
    body: tuple["Stmt", ...]
    orelse: tuple["Stmt", ...]
    at: Span


@plain
class For(Fact):
    """`for target in iterable: body else: orelse`."""

    target: Expr
    iterable: Expr
    body: tuple["Stmt", ...]
    orelse: tuple["Stmt", ...]
    is_async: bool
    at: Span


@plain
class Handler(Fact):
    """`except type as name: body`."""

    type: Optional[Expr]
    name: Optional[str]
    body: tuple["Stmt", ...]
    at: Span


@plain
class Try(Fact):
    """`try` with its handlers, `else` and `finally`."""

    body: tuple["Stmt", ...]
    handlers: tuple[Handler, ...]
    orelse: tuple["Stmt", ...]
    final: tuple["Stmt", ...]
    at: Span


@plain
class With(Fact):
    """`with item as target, …: body`."""

    items: tuple[tuple[Expr, Optional[Expr]], ...]
    body: tuple["Stmt", ...]
    is_async: bool
    at: Span


@plain
class Match(Fact):
    """`match subject:` and its cases."""

    subject: Expr
    cases: tuple["Case", ...]
    at: Span


@plain
class Case(Fact):
    """One `case`: the names it binds, its value and literal patterns, whether it is a bare `_` or name, its guard."""

    names: tuple[str, ...]
    values: tuple[Expr, ...]
    is_wild: bool
    guard: Optional[Expr]
    body: tuple["Stmt", ...]
    at: Span


Stmt = Union[
    FunctionDef, ClassDef, Import, ImportFrom, Assign, AugAssign, ExprStmt, Return, Raise, Delete, Assert, Jump,
    Scoping, If, While, For, Try, With, Match,
]  # fmt: skip


@plain
class ModuleFacts(Fact):
    """What one source file holds."""

    body: tuple[Stmt, ...]


@plain
class Failure(Fact):
    """Why a file has no facts: `line` and `column` (1-based) where it cannot be parsed; `undecided` marks a file that
    Python may accept but that is beyond the stated limits.
    """

    message: str
    line: int
    column: int
    undecided: bool
