"""A module of a connector as plain data: what `compile` makes of source text, and all that later steps see of it.

The values are tuples, strings and numbers only, so that they can be stored and loaded. Expressions and statements are a
small closed set that keeps what Python means and drops how it was written (quotes, brackets, comments, layout, chains
of one operator are flat). Each expression carries its span `at`: 1-based line and column of the first code point, then
of the code point after the last. What is too deep or of no interest is `Opaque`.
"""

from typing import NamedTuple, Optional, Union

Span = tuple[int, int, int, int]


class Const(NamedTuple):
    """A literal: str (implicit concatenation joined), bytes, int, float, complex, bool or None."""

    value: Union[str, bytes, int, float, complex, bool, None]
    at: Span


class Dots(NamedTuple):
    """The literal `...`."""

    at: Span


class Name(NamedTuple):
    """A bare name, read."""

    id: str
    at: Span


class Attribute(NamedTuple):
    """`base.name`; `name_at` is the span of the last name alone."""

    base: "Expr"
    name: str
    name_at: Span
    at: Span


class Argument(NamedTuple):
    """An argument of a call or a class statement: keyword (or None) and stars (`""`, `"*"` or `"**"`)."""

    value: "Expr"
    keyword: Optional[str]
    star: str
    at: Span


class Call(NamedTuple):
    """`func(arguments)`."""

    func: "Expr"
    args: tuple[Argument, ...]
    at: Span


class Sequence(NamedTuple):
    """A list, tuple or set display; starred items are `Starred`."""

    kind: str  # "list", "tuple", "set"
    items: tuple["Expr", ...]
    at: Span


class Starred(NamedTuple):
    """`*value` in a display or an assignment target."""

    value: "Expr"
    at: Span


class Mapping(NamedTuple):
    """A dict display; a key of None stands for `**value`."""

    items: tuple[tuple[Optional["Expr"], "Expr"], ...]
    at: Span


class Joined(NamedTuple):
    """An f-string: `Const` texts and `Formatted` fields in order."""

    parts: tuple["Expr", ...]
    at: Span


class Formatted(NamedTuple):
    """A replacement field of an f-string: the value, the conversion letter or "", and whether it has a format."""

    value: "Expr"
    conversion: str
    has_format: bool
    at: Span


class Subscript(NamedTuple):
    """`base[index]`; several indexes are a tuple, a slice is `Slice`."""

    base: "Expr"
    index: "Expr"
    at: Span


class Slice(NamedTuple):
    """`lower:upper:step`."""

    lower: Optional["Expr"]
    upper: Optional["Expr"]
    step: Optional["Expr"]
    at: Span


class Operation(NamedTuple):
    """A chain of one binary operator, left to right: `a + b + c` has three operands."""

    op: str
    operands: tuple["Expr", ...]
    at: Span


class Unary(NamedTuple):
    """`not x`, `-x`, `+x`, `~x`."""

    op: str
    operand: "Expr"
    at: Span


class Boolean(NamedTuple):
    """A chain of `and` or of `or`."""

    op: str
    operands: tuple["Expr", ...]
    at: Span


class Compare(NamedTuple):
    """`left op right …`; operators are written as in Python (`not in`, `is not`, `==`)."""

    left: "Expr"
    rest: tuple[tuple[str, "Expr"], ...]
    at: Span


class Conditional(NamedTuple):
    """`body if test else orelse`."""

    test: "Expr"
    body: "Expr"
    orelse: "Expr"
    at: Span


class Comprehension(NamedTuple):
    """A comprehension or generator; `key` is set for a dict. Conditions belong to their `for`."""

    kind: str  # "list", "set", "dict", "generator"
    key: Optional["Expr"]
    value: "Expr"
    loops: tuple["Loop", ...]
    at: Span


class Loop(NamedTuple):
    """`for target in iterable if conditions` of a comprehension."""

    target: "Expr"
    iterable: "Expr"
    conditions: tuple["Expr", ...]
    is_async: bool


class Lambda(NamedTuple):
    """An anonymous function."""

    params: tuple["Parameter", ...]
    body: "Expr"
    at: Span


class Await(NamedTuple):
    """`await value`."""

    value: "Expr"
    at: Span


class Yield(NamedTuple):
    """`yield value` or `yield from value`."""

    value: Optional["Expr"]
    is_from: bool
    at: Span


class Walrus(NamedTuple):
    """`target := value`."""

    target: Name
    value: "Expr"
    at: Span


class Opaque(NamedTuple):
    """An expression that is not kept (too deep); its text is not known either."""

    at: Span


Expr = Union[
    Const, Dots, Name, Attribute, Call, Sequence, Starred, Mapping, Joined, Formatted, Subscript, Slice, Operation, Unary,
    Boolean, Compare, Conditional, Comprehension, Lambda, Await, Yield, Walrus, Opaque,
]  # fmt: skip


class Parameter(NamedTuple):
    """A parameter: kind is `positional-only`, `positional`, `*`, `keyword-only` or `**`."""

    name: str
    kind: str
    default: Optional[Expr]
    annotation: Optional[Expr]
    at: Span


class FunctionDef(NamedTuple):
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


class ClassDef(NamedTuple):
    """`class`; `at` is the span of the name, keyword arguments (`metaclass=`) stand among `bases`."""

    name: str
    bases: tuple[Argument, ...]
    decorators: tuple[Expr, ...]
    body: tuple["Stmt", ...]
    at: Span
    end_line: int


class ImportedName(NamedTuple):
    """One name of an import: `name` as written (dotted for `import a.b`, `*` for a star), `alias` or None."""

    name: str
    alias: Optional[str]
    at: Span


class Import(NamedTuple):
    """`import a.b as c, d`."""

    names: tuple[ImportedName, ...]
    at: Span


class ImportFrom(NamedTuple):
    """`from ..module import names`; `level` is the number of dots, `module` may be empty."""

    module: str
    level: int
    names: tuple[ImportedName, ...]
    at: Span


class Assign(NamedTuple):
    """`a = b = value`, `a: T = value` or a bare `a: T` (value None)."""

    targets: tuple[Expr, ...]
    value: Optional[Expr]
    annotation: Optional[Expr]
    at: Span


class AugAssign(NamedTuple):
    """`target op= value`; `op` is without the `=`."""

    target: Expr
    op: str
    value: Expr
    at: Span


class ExprStmt(NamedTuple):
    """An expression on its own."""

    value: Expr
    at: Span


class Return(NamedTuple):
    """`return value`."""

    value: Optional[Expr]
    at: Span


class Raise(NamedTuple):
    """`raise exception from cause`."""

    exception: Optional[Expr]
    cause: Optional[Expr]
    at: Span


class Delete(NamedTuple):
    """`del targets`."""

    targets: tuple[Expr, ...]
    at: Span


class Assert(NamedTuple):
    """`assert test, message`."""

    test: Expr
    message: Optional[Expr]
    at: Span


class Jump(NamedTuple):
    """`pass`, `break` or `continue`."""

    kind: str
    at: Span


class Scoping(NamedTuple):
    """`global names` or `nonlocal names`."""

    kind: str
    names: tuple[str, ...]
    at: Span


class If(NamedTuple):
    """`if`, its `elif`s in order, and `else`."""

    branches: tuple[tuple[Expr, tuple["Stmt", ...]], ...]
    orelse: tuple["Stmt", ...]
    at: Span


class While(NamedTuple):
    """`while test: body else: orelse`."""

    test: Expr
    body: tuple["Stmt", ...]
    orelse: tuple["Stmt", ...]
    at: Span


class For(NamedTuple):
    """`for target in iterable: body else: orelse`."""

    target: Expr
    iterable: Expr
    body: tuple["Stmt", ...]
    orelse: tuple["Stmt", ...]
    is_async: bool
    at: Span


class Handler(NamedTuple):
    """`except type as name: body`."""

    type: Optional[Expr]
    name: Optional[str]
    body: tuple["Stmt", ...]
    at: Span


class Try(NamedTuple):
    """`try` with its handlers, `else` and `finally`."""

    body: tuple["Stmt", ...]
    handlers: tuple[Handler, ...]
    orelse: tuple["Stmt", ...]
    final: tuple["Stmt", ...]
    at: Span


class With(NamedTuple):
    """`with item as target, …: body`."""

    items: tuple[tuple[Expr, Optional[Expr]], ...]
    body: tuple["Stmt", ...]
    is_async: bool
    at: Span


class Match(NamedTuple):
    """`match subject:`; each case has the names that its pattern binds, the values that it compares with, its guard and body."""

    subject: Expr
    cases: tuple["Case", ...]
    at: Span


class Case(NamedTuple):
    """One `case` of a match statement; `values` are the value and literal patterns in it, `is_wild` a bare `_` or name."""

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


class Comment(NamedTuple):
    """A comment that speaks to this tool, and whether it stands alone on its line."""

    text: str
    alone: bool
    at: Span


class ModuleFacts(NamedTuple):
    """What one source file holds. `lines` is the number of its lines."""

    body: tuple[Stmt, ...]
    comments: tuple[Comment, ...]
    lines: int


class Failure(NamedTuple):
    """Why a file has no facts: `line` and `column` (1-based) where it cannot be parsed; `undecided` marks a file that
    Python may accept but that is beyond the stated limits."""

    message: str
    line: int
    column: int
    undecided: bool
