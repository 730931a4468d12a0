"""Walking facts: the children of a node, and every node of a function with the blocks that it stands in."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Expr, Stmt

Node = Union[
    Expr, Stmt, facts.Argument, facts.Parameter, facts.Loop, facts.Handler, facts.Case, facts.ImportedName
]  # fmt: skip

Kind = type  # a class of nodes
EXPRESSIONS: frozenset[type] = frozenset(
    (
        facts.Const, facts.Dots, facts.Name, facts.Attribute, facts.Call, facts.Sequence, facts.Starred, facts.Mapping,
        facts.Joined, facts.Formatted, facts.Subscript, facts.Slice, facts.Operation, facts.Unary, facts.Boolean,
        facts.Compare, facts.Conditional, facts.Comprehension, facts.Lambda, facts.Await, facts.Yield, facts.Walrus,
        facts.Opaque,
    )
)  # fmt: skip
STATEMENTS: frozenset[type] = frozenset(
    (
        facts.FunctionDef, facts.ClassDef, facts.Import, facts.ImportFrom, facts.Assign, facts.AugAssign,
        facts.ExprStmt, facts.Return, facts.Raise, facts.Delete, facts.Assert, facts.Jump, facts.Scoping, facts.If,
        facts.While, facts.For, facts.Try, facts.With, facts.Match,
    )
)  # fmt: skip
NODES = (
    EXPRESSIONS
    | STATEMENTS
    | {facts.Argument, facts.Parameter, facts.Loop, facts.Handler, facts.Case, facts.ImportedName}
)


_PLAIN = (str, int, bool, facts.Span, Optional[str], tuple[str, ...], facts.Const.__annotations__["value"])
_HOLDING = {
    node: tuple(name for name, kind in node.__annotations__.items() if kind not in _PLAIN) for node in NODES
}  # the fields that can hold nodes


def children(node: Node) -> list[Node]:
    """Return the direct children of a node in source order of its fields."""
    found: list[Node] = []
    held = vars(node)
    for name in _HOLDING[node.__class__]:
        value = held[name]
        if value.__class__ is tuple:
            _collect(value, found)
        elif value is not None:
            found.append(value)
    return found


def _collect(values: tuple[object, ...], found: list[Node]) -> None:
    for value in values:
        if value.__class__ in NODES:
            found.append(value)  # type: ignore[arg-type]
        elif value.__class__ is tuple:
            _collect(value, found)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything in it, nested functions and classes included, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


class Block(NamedTuple):
    """An arm of a compound statement that a node stands in: the kind of arm and the statement.

    Kinds: `if`, `else`, `try`, `except`, `try-else`, `finally`, `loop`, `loop-else`, `case`, `with`, `conditional`
    (one side of a conditional expression or of `and`/`or`), `lambda`, `comprehension`.
    """

    kind: str
    node: Node
    arm: int


class Visit(NamedTuple):
    """A node and the blocks around it inside one function or module body, outermost first."""

    node: Node
    blocks: tuple[Block, ...]


class Visits(tuple[Visit, ...]):
    """Visits in source order."""

    def of(self, *kinds: type) -> tuple[Visit, ...]:
        """Return the visits of nodes of some kinds, in source order; they are looked for once."""
        if "_known" not in self.__dict__:
            self._numbers: defaultdict[type, list[int]] = defaultdict(list)
            self._known: dict[tuple[type, ...], tuple[Visit, ...]] = {}
            for number, (node, _) in enumerate(self):
                self._numbers[node.__class__].append(number)
        found = self._known.get(kinds)
        if found is None:
            numbers = [number for kind in kinds for number in self._numbers.get(kind, ())]
            numbers.sort()
            found = self._known[kinds] = tuple([self[number] for number in numbers])
        return found


def visits(body: tuple[Stmt, ...], blocks: tuple[Block, ...] = ()) -> Visits:
    """Return every node of a body in source order, without entering nested function and class bodies.

    A nested `def` or `class` is there itself, with its decorators, defaults and bases; a lambda is entered. What
    stands behind a statement that control never runs past is left out.
    """
    found: list[Visit] = []
    _body(body, blocks, found)
    return Visits(found)


def _body(body: tuple[Stmt, ...], blocks: tuple[Block, ...], found: list[Visit]) -> None:
    for statement in body:
        _visit(statement, blocks, found)
        if leaves((statement,)):
            return


def _visit(node: Node, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    found.append(Visit(node, blocks))
    inside = _INSIDE.get(node.__class__)
    if inside is not None:
        inside(node, blocks, found)
    else:
        for child in children(node):
            _visit(child, blocks, found)


def _function(node: facts.FunctionDef, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    for decorator in node.decorators:
        _visit(decorator, blocks, found)
    for param in node.params:
        if param.default is not None:
            _visit(param.default, blocks, found)


def _class(node: facts.ClassDef, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    for part in (*node.decorators, *node.bases):
        _visit(part, blocks, found)


def _if(node: facts.If, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    for arm, (test, body) in enumerate(node.branches):
        _visit(test, blocks, found)
        _body(body, (*blocks, Block("if", node, arm)), found)
    _body(node.orelse, (*blocks, Block("else", node, len(node.branches))), found)


def _loop(node: Union[facts.While, facts.For], blocks: tuple[Block, ...], found: list[Visit]) -> None:
    for part in (node.test,) if isinstance(node, facts.While) else (node.iterable, node.target):
        _visit(part, blocks, found)
    _body(node.body, (*blocks, Block("loop", node, 0)), found)
    _body(node.orelse, (*blocks, Block("loop-else", node, 1)), found)


def _try(node: facts.Try, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    _body(node.body, (*blocks, Block("try", node, 0)), found)
    for arm, handler in enumerate(node.handlers):
        if handler.type is not None:
            _visit(handler.type, blocks, found)
        _body(handler.body, (*blocks, Block("except", node, arm + 1)), found)
    _body(node.orelse, (*blocks, Block("try-else", node, len(node.handlers) + 1)), found)
    _body(node.final, (*blocks, Block("finally", node, len(node.handlers) + 2)), found)


def _with(node: facts.With, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    for value, target in node.items:
        _visit(value, blocks, found)
        if target is not None:
            _visit(target, blocks, found)
    _body(node.body, (*blocks, Block("with", node, 0)), found)


def _match(node: facts.Match, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    _visit(node.subject, blocks, found)
    for arm, case in enumerate(node.cases):
        for part in (*case.values, *((case.guard,) if case.guard is not None else ())):
            _visit(part, blocks, found)
        _body(case.body, (*blocks, Block("case", node, arm)), found)


def _conditional(node: facts.Conditional, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    _visit(node.test, blocks, found)
    _visit(node.body, (*blocks, Block("conditional", node, 0)), found)
    _visit(node.orelse, (*blocks, Block("conditional", node, 1)), found)


def _boolean(node: facts.Boolean, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    for arm, operand in enumerate(node.operands):
        _visit(operand, (*blocks, Block("conditional", node, arm)) if arm else blocks, found)


def _lambda(node: facts.Lambda, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    _visit(node.body, (*blocks, Block("lambda", node, 0)), found)


def _comprehension(node: facts.Comprehension, blocks: tuple[Block, ...], found: list[Visit]) -> None:
    inner = (*blocks, Block("comprehension", node, 0))
    for child in children(node):
        _visit(child, inner, found)


_INSIDE: dict[type, Callable[..., None]] = {
    facts.FunctionDef: _function,
    facts.ClassDef: _class,
    facts.If: _if,
    facts.While: _loop,
    facts.For: _loop,
    facts.Try: _try,
    facts.With: _with,
    facts.Match: _match,
    facts.Conditional: _conditional,
    facts.Boolean: _boolean,
    facts.Lambda: _lambda,
    facts.Comprehension: _comprehension,
}
