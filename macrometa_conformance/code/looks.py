"""What only looks at a function that it is given: calls that tell, test or name it, and never call it."""

from __future__ import annotations

from collections.abc import Iterator

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.values import Alternatives, External, Known, Made, Member, Value
from macrometa_conformance.code.walk import Node

_LOOKS = frozenset(
    ("builtins.print", "builtins.str", "builtins.repr", "builtins.ascii", "builtins.format", "builtins.isinstance",
     "builtins.issubclass", "builtins.type", "builtins.id", "builtins.hash", "builtins.hasattr", "builtins.callable",
     "builtins.bool", "builtins.dir", "builtins.vars", "builtins.help", "asyncio.iscoroutinefunction", "click.echo",
     "pprint.pprint", "pprint.pp", "pprint.pformat", "reprlib.repr", "sys.stderr.write", "sys.stdout.write",
     "typing.get_type_hints", "warnings.warn")
)  # fmt: skip
_LOOKING_MODULES = ("inspect.", "logging.")
_LOG_METHODS = frozenset(
    ("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "trace", "success")
)
_NAMES = frozenset(("__name__", "__qualname__", "__doc__", "__module__"))  # attributes of a function that tell of it

LOOKING = (
    facts.ExprStmt, facts.Formatted, facts.Compare, facts.If, facts.While, facts.Assert, facts.Conditional, facts.Unary,
    facts.Attribute, facts.Operation,
)  # fmt: skip  # nodes that may only look at what they hold


def only_looks(callees: Alternatives) -> bool:
    """Return whether a call surely does not call what it is given: it writes a log, tests a type, makes a text."""
    return bool(callees) and all(_looks(callee) for callee in callees)


def looked_at(node: Node) -> Iterator[Expr]:
    """Yield the parts of a node that it tests, compares, tells or drops, and does nothing else with."""
    if isinstance(node, facts.Attribute):
        if node.name in _NAMES:
            yield node.base
    elif isinstance(node, (facts.ExprStmt, facts.Formatted)):
        yield node.value
    elif isinstance(node, facts.Compare):
        yield node.left
        yield from (side for _, side in node.rest)
    elif isinstance(node, facts.If):
        yield from (test for test, _ in node.branches)
    elif isinstance(node, (facts.While, facts.Assert, facts.Conditional)):
        yield node.test
    elif isinstance(node, facts.Unary):
        yield node.operand
    elif isinstance(node, facts.Operation) and node.op == "%":
        for operand in node.operands:
            yield operand
            yield from operand.items if isinstance(operand, facts.Sequence) else ()


def _looks(callee: Value) -> bool:
    if isinstance(callee, External):
        owner, _, name = callee.path.rpartition(".")
        return (
            callee.path in _LOOKS
            or callee.path.startswith(_LOOKING_MODULES)
            or (name in _LOG_METHODS and _is_logger(owner))
        )
    if isinstance(callee, Member):
        base = callee.base
        if isinstance(base, Known):
            return callee.name == "format"
        made = base.callee if isinstance(base, Made) else base
        return callee.name in _LOG_METHODS and isinstance(made, External) and _is_logger(made.path)
    return False


def _is_logger(path: str) -> bool:
    """Return whether a dotted path names a logger, or a function that gives one: `logging.getLogger`."""
    return "log" in path.rpartition(".")[2].lower()
