"""Python's own syntax tree → `ModuleFacts`: the quick way, where the running Python can read a text.

What it makes is equal to what `from_cst` makes of the same text; a test compares the two over all forms of syntax.
"""

import ast
import re
import sys
import warnings
from collections.abc import Iterable, Sequence
from typing import Any, Callable, Optional, Union, cast

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr, Failure, ModuleFacts, Span, Stmt
from macrometa_conformance.code.fields import Field, fields_of

MAX_DEPTH = 100  # of expressions
IS_OF_USE = sys.version_info >= (3, 10)  # before, the names of an import have no positions
_TELLS_FIELDS = sys.version_info >= (3, 12)  # before, what stands in an f-string has wrong positions
_MAX_FIELDS = 1000  # of one f-string whose fields are looked for
_LINE_END = re.compile(r"\r\n|\r|\n")
_DEFINED = re.compile(r"(?:async[ \t\f]+)?(?:def|class)[ \t\f]+(\w+)")
_LAST_WORD = re.compile(r"\w+\Z")
_WORD = re.compile(r"\w+")


class Unclear(Exception):
    """The tree does not tell the positions of what a text holds, or it is too deep to be gone through."""


def facts_of(source: str) -> Union[ModuleFacts, Failure, None]:
    """Return the facts of a text, why it has none, or None where only `from_cst` can tell."""
    if not IS_OF_USE or source.startswith("\ufeff"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
            compile(tree, "<source>", "exec", dont_inherit=True)  # refuses more than the grammar does
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    compiler = _Compiler(source)
    try:
        body = compiler.statements(tree.body)
    except (Unclear, RecursionError, MemoryError):
        return None
    return ModuleFacts(body)


class _Compiler:
    """Turns nodes into facts. Depth counts nested expressions; chains of one operator are flattened by loops."""

    def __init__(self, source: str) -> None:
        self.lines = _LINE_END.split(source)
        self.yields = 0
        self.at: Callable[[Any], Span] = _ascii_span
        if not source.isascii():
            self.at = self._span

    def _span(self, node: Any) -> Span:
        start, end = node.lineno, node.end_lineno
        return (start, self._column(start, node.col_offset), end, self._column(end, node.end_col_offset))

    def _column(self, line: int, offset: int) -> int:
        """Return the 1-based column in code points of an offset in UTF-8 bytes."""
        text = self.lines[line - 1]
        if text.isascii():
            return offset + 1
        return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "surrogatepass")) + 1

    def _from(self, line: int, column: int) -> str:
        """Return the rest of a line from a 1-based column on."""
        return self.lines[line - 1][column - 1 :]

    def _word_span(self, line: int, column: int) -> Span:
        """Return the span of the identifier that begins at a place."""
        found = _WORD.match(self.lines[line - 1], column - 1)
        if found is None:
            raise Unclear
        return (line, column, line, found.end() + 1)

    # -- expressions -----------------------------------------------------------------------------------------------

    def expr(self, node: ast.expr, depth: int = 0) -> Expr:
        if depth > MAX_DEPTH:
            raise Unclear  # whether it lies within the limits
        convert = _EXPRESSIONS.get(node.__class__)
        return convert(self, node, depth + 1) if convert is not None else facts.Opaque(self.at(node))

    def maybe(self, node: Optional[ast.expr], depth: int = 0) -> Optional[Expr]:
        return None if node is None else self.expr(node, depth)

    def constant(self, node: ast.Constant, depth: int) -> Expr:
        value: Any = node.value
        if value.__class__ is int and value >= facts.TOO_LARGE:
            return facts.Opaque(self.at(node))
        return facts.Dots(self.at(node)) if value is ... else facts.Const(value, self.at(node))

    def name(self, node: ast.Name, depth: int) -> Expr:
        return facts.Name(node.id, self.at(node))

    def joined(self, node: ast.JoinedStr, depth: int) -> Expr:
        at = self.at(node)
        fields: Sequence[Field] = ()
        count = sum(part.__class__ is ast.FormattedValue for part in node.values)
        if not _TELLS_FIELDS and count:
            if count > _MAX_FIELDS:
                raise Unclear
            fields = fields_of(self._text(at))
            if len(fields) != count:
                raise Unclear
        parts: list[Expr] = []
        index = 0
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                value: Optional[ast.expr] = part.value
                if fields:
                    value = self._placed(fields[index], at)
                    index += 1
                conversion = chr(part.conversion) if part.conversion > 0 else ""
                assert value is not None
                inner = self.at(value)
                has_format = isinstance(part.format_spec, ast.JoinedStr) and bool(part.format_spec.values)
                parts.append(facts.Formatted(self.expr(value, depth), conversion, has_format, inner))
            elif isinstance(part, ast.Constant):
                if part.value:
                    parts.append(facts.Const(cast(str, part.value), at))
            else:
                parts.append(self.expr(part, depth))
        return facts.Joined(tuple(parts), at)

    def _text(self, at: Span) -> str:
        """Return the text of a span, its lines joined by line feeds."""
        if at[0] == at[2]:
            return self.lines[at[0] - 1][at[1] - 1 : at[3] - 1]
        first, last = self.lines[at[0] - 1][at[1] - 1 :], self.lines[at[2] - 1][: at[3] - 1]
        return "\n".join((first, *self.lines[at[0] : at[2] - 1], last))

    def _placed(self, field: Field, at: Span) -> ast.expr:
        """Return the tree of a field's expression, with the positions that it has in the file."""
        try:
            node = ast.parse(f"({field.text})", mode="eval").body
        except (SyntaxError, ValueError):
            raise Unclear from None
        if isinstance(node, ast.Tuple) and node.col_offset == 0:  # the brackets are not its own
            node.lineno, node.col_offset = node.elts[0].lineno, node.elts[0].col_offset
            node.end_lineno, node.end_col_offset = node.elts[-1].end_lineno, node.elts[-1].end_col_offset
        line = at[0] + field.line
        column = field.column + (at[1] - 1 if field.line == 0 else 0)
        before = len(self.lines[line - 1][:column].encode("utf-8", "surrogatepass")) - 1
        for part in ast.walk(node):
            if isinstance(part, (ast.expr, ast.arg, ast.keyword)):
                part.col_offset += before if part.lineno == 1 else 0
                part.end_col_offset = (part.end_col_offset or 0) + (before if part.end_lineno == 1 else 0)
                part.lineno += line - 1
                part.end_lineno = (part.end_lineno or 0) + line - 1
        return node

    def attribute(self, node: ast.Attribute, depth: int) -> Expr:
        at = self.at(node)
        name, line, end = node.attr, at[2], at[3]
        length = len(name)
        if not name.isascii() or self.lines[line - 1][end - 1 - length : end - 1] != name:  # written otherwise
            found = _LAST_WORD.search(self.lines[line - 1][: end - 1])
            if found is None:
                raise Unclear
            length = len(found.group())
        return facts.Attribute(self.expr(node.value, depth), name, (line, end - length, line, end), at)

    def call(self, node: ast.Call, depth: int) -> Expr:
        return facts.Call(self.expr(node.func, depth), self.arguments(node.args, node.keywords, depth), self.at(node))

    def arguments(
        self, positional: Sequence[ast.expr], keywords: Sequence[ast.keyword], depth: int
    ) -> tuple[facts.Argument, ...]:
        given: list[facts.Argument] = []
        for node in positional:
            star = ""
            if isinstance(node, ast.Starred):
                star, node = "*", node.value
            given.append(facts.Argument(self.expr(node, depth), None, star, self.at(node)))
        for keyword in keywords:
            value = self.expr(keyword.value, depth)
            given.append(facts.Argument(value, keyword.arg, "" if keyword.arg else "**", self.at(keyword.value)))
        if positional and keywords and positional[-1].lineno >= keywords[0].value.lineno:
            given.sort(key=lambda argument: argument.at[:2])  # `*more` may stand behind a keyword
        return tuple(given)

    def sequence(self, node: Union[ast.List, ast.Tuple, ast.Set], depth: int) -> Expr:
        return facts.Sequence(
            _SEQUENCES[node.__class__], tuple([self.expr(item, depth) for item in node.elts]), self.at(node)
        )

    def starred(self, node: ast.Starred, depth: int) -> Expr:
        return facts.Starred(self.expr(node.value, depth), self.at(node))

    def mapping(self, node: ast.Dict, depth: int) -> Expr:
        items = [(self.maybe(key, depth), self.expr(value, depth)) for key, value in zip(node.keys, node.values)]
        return facts.Mapping(tuple(items), self.at(node))

    def subscript(self, node: ast.Subscript, depth: int) -> Expr:
        key = self.expr(node.slice, depth)
        return facts.Subscript(self.expr(node.value, depth), key, self.at(node))

    def slice(self, node: ast.Slice, depth: int) -> Expr:
        lower, upper, step = (self.maybe(part, depth) for part in (node.lower, node.upper, node.step))
        return facts.Slice(lower, upper, step, self.at(node))

    def operation(self, node: ast.BinOp, depth: int) -> Expr:
        operator = node.op.__class__
        operands = [node.right]
        left = node.left
        while isinstance(left, ast.BinOp) and left.op.__class__ is operator:
            operands.append(left.right)
            left = left.left
        operands.append(left)
        if operator is ast.Pow and len(operands) > 2:
            return facts.Opaque(self.at(node))
        values = tuple([self.expr(operand, depth) for operand in reversed(operands)])
        return facts.Operation(_OPERATORS[operator], values, self.at(node))

    def boolean(self, node: ast.BoolOp, depth: int) -> Expr:
        operator = node.op.__class__
        operands: list[ast.expr] = []
        pending: list[ast.expr] = [node]
        while pending:
            current = pending.pop()
            if isinstance(current, ast.BoolOp) and current.op.__class__ is operator:
                pending += reversed(current.values)
            else:
                operands.append(current)
        values = tuple([self.expr(operand, depth) for operand in operands])
        return facts.Boolean(_OPERATORS[operator], values, self.at(node))

    def unary(self, node: ast.UnaryOp, depth: int) -> Expr:
        operator = _OPERATORS[node.op.__class__]
        operand = self.expr(node.operand, depth)
        if operator == "-" and isinstance(operand, facts.Const) and type(operand.value) in (int, float):
            return facts.Const(-operand.value, self.at(node))  # type: ignore[operator]
        return facts.Unary(operator, operand, self.at(node))

    def compare(self, node: ast.Compare, depth: int) -> Expr:
        rest = [
            (_OPERATORS[operator.__class__], self.expr(comparator, depth))
            for operator, comparator in zip(node.ops, node.comparators)
        ]
        return facts.Compare(self.expr(node.left, depth), tuple(rest), self.at(node))

    def conditional(self, node: ast.IfExp, depth: int) -> Expr:
        test, body, orelse = (self.expr(part, depth) for part in (node.test, node.body, node.orelse))
        return facts.Conditional(test, body, orelse, self.at(node))

    def comprehension(self, node: Union[ast.GeneratorExp, ast.ListComp, ast.SetComp], depth: int) -> Expr:
        kind = _COMPREHENSIONS[node.__class__]
        value = self.expr(node.elt, depth)
        return facts.Comprehension(kind, None, value, self.loops(node.generators, depth), self.at(node))

    def dict_comprehension(self, node: ast.DictComp, depth: int) -> Expr:
        key, value = self.expr(node.key, depth), self.expr(node.value, depth)
        return facts.Comprehension("dict", key, value, self.loops(node.generators, depth), self.at(node))

    def loops(self, nodes: Iterable[ast.comprehension], depth: int) -> tuple[facts.Loop, ...]:
        loops = []
        for node in nodes:
            conditions = tuple([self.expr(test, depth) for test in node.ifs])
            target, iterable = self.expr(node.target, depth), self.expr(node.iter, depth)
            loops.append(facts.Loop(target, iterable, conditions, bool(node.is_async)))
        return tuple(loops)

    def function_expression(self, node: ast.Lambda, depth: int) -> Expr:
        outer = self.yields
        body = self.expr(node.body, depth)
        self.yields = outer  # its own
        return facts.Lambda(self.parameters(node.args, depth), body, self.at(node))

    def awaited(self, node: ast.Await, depth: int) -> Expr:
        return facts.Await(self.expr(node.value, depth), self.at(node))

    def yielded(self, node: Union[ast.Yield, ast.YieldFrom], depth: int) -> Expr:
        self.yields += 1
        return facts.Yield(self.maybe(node.value, depth), isinstance(node, ast.YieldFrom), self.at(node))

    def walrus(self, node: ast.NamedExpr, depth: int) -> Expr:
        value = self.expr(node.value, depth)
        return facts.Walrus(facts.Name(node.target.id, self.at(node.target)), value, self.at(node))

    # -- statements ------------------------------------------------------------------------------------------------

    def statements(self, nodes: Iterable[ast.stmt]) -> tuple[Stmt, ...]:
        return tuple([self.statement(node) for node in nodes])

    def statement(self, node: ast.stmt) -> Stmt:
        convert = _STATEMENTS.get(node.__class__)
        return convert(self, node) if convert else facts.Jump("pass", self.at(node))

    def _defined(self, node: Union[ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef]) -> Span:
        """Return the span of the name that a statement defines."""
        line, column = self.at(node)[:2]
        found = _DEFINED.match(self.lines[line - 1], column - 1)
        if found is None:
            raise Unclear
        return (line, found.start(1) + 1, line, found.end(1) + 1)

    def function(self, node: Union[ast.FunctionDef, ast.AsyncFunctionDef]) -> Stmt:
        outer, self.yields = self.yields, 0
        body = self.statements(node.body)
        is_generator, self.yields = self.yields > 0, outer
        return facts.FunctionDef(
            node.name,
            self.parameters(node.args, 0),
            tuple([self.expr(decorator) for decorator in node.decorator_list]),
            self.maybe(node.returns),
            body,
            isinstance(node, ast.AsyncFunctionDef),
            is_generator,
            self._defined(node),
            self.at(node)[2],
        )

    def parameters(self, node: ast.arguments, depth: int) -> tuple[facts.Parameter, ...]:
        plain = [*((arg, "positional-only") for arg in node.posonlyargs), *((arg, "positional") for arg in node.args)]
        defaults = [None] * (len(plain) - len(node.defaults)) + list(node.defaults)
        result = [self.parameter(arg, kind, default, depth) for (arg, kind), default in zip(plain, defaults)]
        if node.vararg is not None:
            result.append(self.parameter(node.vararg, "*", None, depth))
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            result.append(self.parameter(arg, "keyword-only", default, depth))
        if node.kwarg is not None:
            result.append(self.parameter(node.kwarg, "**", None, depth))
        return tuple(result)

    def parameter(self, node: ast.arg, kind: str, default: Optional[ast.expr], depth: int) -> facts.Parameter:
        line, column = self.at(node)[:2]
        hint = node.annotation
        if isinstance(hint, ast.Starred):  # `*args: *Ts`
            return facts.Parameter(node.arg, kind, None, self.expr(hint, depth), self._word_span(line, column))
        return facts.Parameter(
            node.arg, kind, self.maybe(default, depth), self.maybe(hint, depth), self._word_span(line, column)
        )

    def klass(self, node: ast.ClassDef) -> Stmt:
        bases = [*self.arguments(node.bases, (), 0), *self.arguments((), node.keywords, 0)]
        return facts.ClassDef(
            node.name,
            tuple(bases),
            tuple([self.expr(decorator) for decorator in node.decorator_list]),
            self.statements(node.body),
            self._defined(node),
            self.at(node)[2],
        )

    def import_(self, node: ast.Import) -> Stmt:
        return facts.Import(self.imported(node.names), self.at(node))

    def imported(self, nodes: Iterable[ast.alias]) -> tuple[facts.ImportedName, ...]:
        return tuple([facts.ImportedName(node.name, node.asname, self.at(node)) for node in nodes])

    def import_from(self, node: ast.ImportFrom) -> Stmt:
        at = self.at(node)
        names = self.imported(node.names)
        if len(names) == 1 and names[0].name == "*":
            names = (facts.ImportedName("*", None, at),)
        return facts.ImportFrom(node.module or "", node.level, names, at)

    def assign(self, node: ast.Assign) -> Stmt:
        targets = tuple([self.expr(target) for target in node.targets])
        return facts.Assign(targets, self.expr(node.value), None, self.at(node))

    def annotated(self, node: ast.AnnAssign) -> Stmt:
        value, annotation = self.maybe(node.value), self.expr(node.annotation)
        return facts.Assign((self.expr(node.target),), value, annotation, self.at(node))

    def alias(self, node: Any) -> Stmt:
        return facts.Assign((self.expr(node.name),), self.expr(node.value), None, self.at(node))

    def augmented(self, node: ast.AugAssign) -> Stmt:
        return facts.AugAssign(
            self.expr(node.target), _OPERATORS[node.op.__class__], self.expr(node.value), self.at(node)
        )

    def expression(self, node: ast.Expr) -> Stmt:
        return facts.ExprStmt(self.expr(node.value), self.at(node))

    def return_(self, node: ast.Return) -> Stmt:
        return facts.Return(self.maybe(node.value), self.at(node))

    def raise_(self, node: ast.Raise) -> Stmt:
        return facts.Raise(self.maybe(node.exc), self.maybe(node.cause), self.at(node))

    def delete(self, node: ast.Delete) -> Stmt:
        targets = tuple([self.expr(target) for target in node.targets])
        only = targets[0]
        if len(targets) == 1 and isinstance(only, facts.Sequence):
            targets = only.items
        return facts.Delete(targets, self.at(node))

    def assert_(self, node: ast.Assert) -> Stmt:
        return facts.Assert(self.expr(node.test), self.maybe(node.msg), self.at(node))

    def jump(self, node: ast.stmt) -> Stmt:
        return facts.Jump(node.__class__.__name__.lower(), self.at(node))

    def scoping(self, node: Union[ast.Global, ast.Nonlocal]) -> Stmt:
        return facts.Scoping(node.__class__.__name__.lower(), tuple(node.names), self.at(node))

    def if_(self, node: ast.If) -> Stmt:
        branches = [(self.expr(node.test), self.statements(node.body))]
        rest = node.orelse
        while len(rest) == 1 and isinstance(rest[0], ast.If) and self._is_elif(rest[0]):
            branches.append((self.expr(rest[0].test), self.statements(rest[0].body)))
            rest = rest[0].orelse
        return facts.If(tuple(branches), self.statements(rest), self.at(node))

    def _is_elif(self, node: ast.If) -> bool:
        line, column = self.at(node)[:2]
        return self._from(line, column).startswith("elif")

    def while_(self, node: ast.While) -> Stmt:
        return facts.While(
            self.expr(node.test), self.statements(node.body), self.statements(node.orelse), self.at(node)
        )

    def for_(self, node: Union[ast.For, ast.AsyncFor]) -> Stmt:
        return facts.For(
            self.expr(node.target),
            self.expr(node.iter),
            self.statements(node.body),
            self.statements(node.orelse),
            isinstance(node, ast.AsyncFor),
            self.at(node),
        )

    def try_(self, node: Any) -> Stmt:
        handlers = []
        for handler in node.handlers:
            if isinstance(handler.type, ast.Tuple) and not self._from(*self.at(handler.type)[:2]).startswith("("):
                raise Unclear  # Python 3.14 takes it, those before it do not
            kind = self.maybe(handler.type)
            handlers.append(facts.Handler(kind, handler.name, self.statements(handler.body), self.at(handler)))
        return facts.Try(
            self.statements(node.body),
            tuple(handlers),
            self.statements(node.orelse),
            self.statements(node.finalbody),
            self.at(node),
        )

    def with_(self, node: Union[ast.With, ast.AsyncWith]) -> Stmt:
        items = tuple([(self.expr(item.context_expr), self.maybe(item.optional_vars)) for item in node.items])
        return facts.With(items, self.statements(node.body), isinstance(node, ast.AsyncWith), self.at(node))

    def match(self, node: Any) -> Stmt:
        cases = []
        for case in node.cases:
            names: list[str] = []
            values: list[Expr] = []
            self.pattern(case.pattern, names, values)
            wild = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
            guard, body = self.maybe(case.guard), self.statements(case.body)
            at = self._case(case)
            cases.append(facts.Case(tuple(names), tuple(values), wild, guard, body, at))
        return facts.Match(self.expr(node.subject), tuple(cases), self.at(node))

    def _case(self, case: Any) -> Span:
        """Return the span of a `case`, which the tree has not."""
        line, column = self.at(case.pattern)[:2]
        found = re.match(r"[ \t\f]*(case\b)", self.lines[line - 1])
        if found is None or found.end() > column:
            raise Unclear
        return (line, found.start(1) + 1, *self.at(case.body[-1])[2:])

    def pattern(self, pattern: ast.AST, names: list[str], values: list[Expr]) -> None:
        pending: list[Any] = [pattern]
        while pending:
            node = pending.pop()
            kind = node.__class__.__name__
            if kind == "MatchValue":
                values.append(self.expr(node.value))
            elif kind == "MatchSingleton":
                values.append(facts.Const(node.value, self.at(node)))
            elif kind == "MatchClass":
                values.append(self.expr(node.cls))
                pending += [*node.patterns, *node.kwd_patterns]
            elif kind in ("MatchAs", "MatchStar"):
                names += [node.name] if node.name is not None else []
                pending += [node.pattern] if kind == "MatchAs" and node.pattern is not None else []
            elif kind == "MatchMapping":
                names += [node.rest] if node.rest is not None else []
                pending += list(zip(node.keys, node.patterns))
            elif kind == "tuple":  # a key and its pattern
                values.append(self.expr(node[0]))
                pending.append(node[1])
            else:
                pending += node.patterns


def _ascii_span(node: Any) -> Span:
    return (node.lineno, node.col_offset + 1, node.end_lineno, node.end_col_offset + 1)


_OPERATORS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.And: "and", ast.Or: "or", ast.Not: "not", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_SEQUENCES: dict[type, str] = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}
_COMPREHENSIONS: dict[type, str] = {ast.GeneratorExp: "generator", ast.ListComp: "list", ast.SetComp: "set"}
_EXPRESSIONS: dict[type, Callable[[_Compiler, Any, int], Expr]] = {
    ast.Constant: _Compiler.constant,
    ast.Name: _Compiler.name,
    ast.JoinedStr: _Compiler.joined,
    ast.Attribute: _Compiler.attribute,
    ast.Call: _Compiler.call,
    ast.List: _Compiler.sequence,
    ast.Tuple: _Compiler.sequence,
    ast.Set: _Compiler.sequence,
    ast.Starred: _Compiler.starred,
    ast.Dict: _Compiler.mapping,
    ast.Subscript: _Compiler.subscript,
    ast.Slice: _Compiler.slice,
    ast.BinOp: _Compiler.operation,
    ast.BoolOp: _Compiler.boolean,
    ast.UnaryOp: _Compiler.unary,
    ast.Compare: _Compiler.compare,
    ast.IfExp: _Compiler.conditional,
    ast.GeneratorExp: _Compiler.comprehension,
    ast.ListComp: _Compiler.comprehension,
    ast.SetComp: _Compiler.comprehension,
    ast.DictComp: _Compiler.dict_comprehension,
    ast.Lambda: _Compiler.function_expression,
    ast.Await: _Compiler.awaited,
    ast.Yield: _Compiler.yielded,
    ast.YieldFrom: _Compiler.yielded,
    ast.NamedExpr: _Compiler.walrus,
}
_STATEMENTS: dict[type, Callable[[_Compiler, Any], Stmt]] = {
    ast.FunctionDef: _Compiler.function,
    ast.AsyncFunctionDef: _Compiler.function,
    ast.ClassDef: _Compiler.klass,
    ast.Import: _Compiler.import_,
    ast.ImportFrom: _Compiler.import_from,
    ast.Assign: _Compiler.assign,
    ast.AnnAssign: _Compiler.annotated,
    ast.AugAssign: _Compiler.augmented,
    ast.Expr: _Compiler.expression,
    ast.Return: _Compiler.return_,
    ast.Raise: _Compiler.raise_,
    ast.Delete: _Compiler.delete,
    ast.Assert: _Compiler.assert_,
    ast.Pass: _Compiler.jump,
    ast.Break: _Compiler.jump,
    ast.Continue: _Compiler.jump,
    ast.Global: _Compiler.scoping,
    ast.Nonlocal: _Compiler.scoping,
    ast.If: _Compiler.if_,
    ast.While: _Compiler.while_,
    ast.For: _Compiler.for_,
    ast.AsyncFor: _Compiler.for_,
    ast.Try: _Compiler.try_,
    ast.With: _Compiler.with_,
    ast.AsyncWith: _Compiler.with_,
}
for _name, _convert in (("TryStar", _Compiler.try_), ("Match", _Compiler.match), ("TypeAlias", _Compiler.alias)):
    if hasattr(ast, _name):
        _STATEMENTS[getattr(ast, _name)] = _convert
