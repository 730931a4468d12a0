"""Walking facts: the children of a node, and every node of a function with the blocks that it stands in."""

from collections.abc import Iterator
from typing import NamedTuple, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Expr, Stmt

Node = Union[
    Expr, Stmt, facts.Argument, facts.Parameter, facts.Loop, facts.Handler, facts.Case, facts.ImportedName
]  # fmt: skip

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


def children(node: Node) -> Iterator[Node]:
    """Yield the direct children of a node in source order of its fields."""
    for field in node:
        if field.__class__ in NODES:
            yield field  # type: ignore[misc]
        elif isinstance(field, tuple):
            yield from _inside(field)


def _inside(values: tuple[object, ...]) -> Iterator[Node]:
    for value in values:
        if value.__class__ in NODES:
            yield value  # type: ignore[misc]
        elif isinstance(value, tuple):
            yield from _inside(value)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything in it, nested functions and classes included, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))


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


def visits(body: tuple[Stmt, ...], blocks: tuple[Block, ...] = ()) -> Iterator[Visit]:
    """Yield every node of a body in source order, without entering nested function and class bodies.

    A nested `def` or `class` is yielded itself, with its decorators, defaults and bases; a lambda is entered. What
    stands behind a statement that control never runs past is left out.
    """
    for statement in body:
        yield from _visit(statement, blocks)
        if leaves((statement,)):
            return


def _visit(node: Node, blocks: tuple[Block, ...]) -> Iterator[Visit]:
    yield Visit(node, blocks)
    if isinstance(node, facts.FunctionDef):
        for decorator in node.decorators:
            yield from _visit(decorator, blocks)
        for param in node.params:
            if param.default is not None:
                yield from _visit(param.default, blocks)
    elif isinstance(node, facts.ClassDef):
        for part in (*node.decorators, *node.bases):
            yield from _visit(part, blocks)
    elif isinstance(node, facts.If):
        for arm, (test, body) in enumerate(node.branches):
            yield from _visit(test, blocks)
            yield from visits(body, (*blocks, Block("if", node, arm)))
        yield from visits(node.orelse, (*blocks, Block("else", node, len(node.branches))))
    elif isinstance(node, (facts.While, facts.For)):
        for part in (node.test,) if isinstance(node, facts.While) else (node.iterable, node.target):
            yield from _visit(part, blocks)
        yield from visits(node.body, (*blocks, Block("loop", node, 0)))
        yield from visits(node.orelse, (*blocks, Block("loop-else", node, 1)))
    elif isinstance(node, facts.Try):
        yield from visits(node.body, (*blocks, Block("try", node, 0)))
        for arm, handler in enumerate(node.handlers):
            if handler.type is not None:
                yield from _visit(handler.type, blocks)
            yield from visits(handler.body, (*blocks, Block("except", node, arm + 1)))
        yield from visits(node.orelse, (*blocks, Block("try-else", node, len(node.handlers) + 1)))
        yield from visits(node.final, (*blocks, Block("finally", node, len(node.handlers) + 2)))
    elif isinstance(node, facts.With):
        for value, target in node.items:
            yield from _visit(value, blocks)
            if target is not None:
                yield from _visit(target, blocks)
        yield from visits(node.body, (*blocks, Block("with", node, 0)))
    elif isinstance(node, facts.Match):
        yield from _visit(node.subject, blocks)
        for arm, case in enumerate(node.cases):
            for part in (*case.values, *((case.guard,) if case.guard is not None else ())):
                yield from _visit(part, blocks)
            yield from visits(case.body, (*blocks, Block("case", node, arm)))
    elif isinstance(node, facts.Conditional):
        yield from _visit(node.test, blocks)
        yield from _visit(node.body, (*blocks, Block("conditional", node, 0)))
        yield from _visit(node.orelse, (*blocks, Block("conditional", node, 1)))
    elif isinstance(node, facts.Boolean):
        for arm, operand in enumerate(node.operands):
            yield from _visit(operand, (*blocks, Block("conditional", node, arm)) if arm else blocks)
    elif isinstance(node, facts.Lambda):
        yield from _visit(node.body, (*blocks, Block("lambda", node, 0)))
    elif isinstance(node, facts.Comprehension):
        inner = (*blocks, Block("comprehension", node, 0))
        for child in children(node):
            yield from _visit(child, inner)
    else:
        for child in children(node):
            yield from _visit(child, blocks)
