"""LibCST → `ModuleFacts`: the way for texts that the running Python cannot read, of another grammar or of none."""

import ast
import re
import unicodedata
import warnings
from collections.abc import Iterable
from typing import Any, Callable, Optional, Union, cast

import libcst as cst
from libcst._nodes.internal import CodegenState

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr, Failure, ModuleFacts, Span, Stmt
from macrometa_conformance.code.scan import inconsistent_tab

MAX_DEPTH = 100  # an expression that nests deeper is `Opaque` from there on


def facts_of(source: str) -> Union[ModuleFacts, Failure]:
    """Return the facts of a text, or why it has none. Whatever the parser or the walk fails with is raised."""
    try:
        module = cst.parse_module(source)
        if _without_ends(module.code) != _without_ends(source):  # such as a backslash in the indentation
            raise cst.CSTValidationError("the parser loses a part of it")
    except cst.ParserSyntaxError as error:
        return _syntax_failure(source, error)
    except cst.CSTValidationError as error:
        return _refused_behind_the_grammar(source) or _syntax_failure(source, error)
    except (RecursionError, MemoryError):
        return Failure("the file is nested too deeply to be analysed", 1, 1, True)
    refused = _refused_behind_the_grammar(source)
    if refused is not None:
        return refused
    positions = _Positions(default_indent=module.default_indent, default_newline=module.default_newline)
    try:
        module._codegen(positions)
        compiler = _Compiler(positions)
        body = compiler.statements(module.body)
    except _Invalid as error:
        return Failure(error.args[0], error.span[0], error.span[1], False)
    except (RecursionError, MemoryError):
        return Failure("the file is nested too deeply to be analysed", 1, 1, True)
    return ModuleFacts(body)


def _without_ends(text: str) -> str:
    """Return a text without what LibCST does not give back and no place hangs on: kinds of line ends, the last ones."""
    return re.sub(r"\r\n|\r", "\n", text).replace("\f", "").rstrip()


def _syntax_failure(source: str, error: Union[cst.ParserSyntaxError, cst.CSTValidationError]) -> Failure:
    tab = inconsistent_tab(source)
    if tab is not None:
        return Failure("inconsistent use of tabs and spaces in indentation", *tab, False)
    refused = _refused_by_python(source)
    if refused is None:
        return Failure(f"Python accepts the file, and the analysis cannot read it: {_first_line(error)}", 1, 1, True)
    line, column, message = refused
    if isinstance(error, cst.ParserSyntaxError):
        line, column = line or error.raw_line, column or error.raw_column + 1
    return Failure(message, max(1, line), max(1, column), False)


def _refused_behind_the_grammar(source: str) -> Optional[Failure]:
    """Return what the running Python refuses though its grammar lets it pass: `return` outside a function and the like.

    It tells nothing where the running Python is too old for the text's grammar.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<source>", "exec", dont_inherit=True)
    except SyntaxError as error:
        if _refused_by_python(source) is None:
            return Failure(error.msg or "invalid syntax", max(1, error.lineno or 1), max(1, error.offset or 1), False)
    except (ValueError, RecursionError, MemoryError):
        pass
    return None


def _refused_by_python(source: str) -> Optional[tuple[int, int, str]]:
    """Return the line, column (0 where not told) and message with which the running Python refuses a text, or None.

    It names the place and the mistake better than LibCST, which tells where the token behind the mistake ends.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return error.lineno or 0, error.offset or 0, error.msg or "invalid syntax"
    except (ValueError, RecursionError, MemoryError) as error:
        return 0, 0, str(error) or "the file is nested too deeply"
    return None


def _first_line(error: Union[cst.ParserSyntaxError, cst.CSTValidationError]) -> str:
    message = error.message if isinstance(error, cst.ParserSyntaxError) else str(error)
    return (message.splitlines() or ["invalid syntax"])[0]


class _Invalid(Exception):
    """A literal that no Python accepts; carries its span."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.span = span


class _Record:
    """The context manager that notes the span of one node; cheaper than a generator."""

    __slots__ = ("end_node", "node", "start", "start_node", "state")

    def __init__(
        self, state: "_Positions", node: cst.CSTNode, start_node: Optional[cst.CSTNode], end_node: Optional[cst.CSTNode]
    ) -> None:
        self.state = state
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = (self.state.line, self.state.column)

    def __exit__(self, *_: object) -> None:
        state = self.state
        here = (*self.start, state.line, state.column)  # a bracket has no span of its own
        start = state.spans.get(id(self.start_node), here)[:2]
        end = state.spans.get(id(self.end_node), here)[2:]
        state.spans[id(self.node)] = (*start, *end)


class _Positions(CodegenState):
    """Generates the code once and notes where each node with a syntactic position begins and ends.

    It does what LibCST's `PositionProvider` does at a fraction of the cost, and leans on the private class that the
    provider leans on: a test compares the two.
    """

    def __init__(self, default_indent: str, default_newline: str) -> None:
        super().__init__(default_indent=default_indent, default_newline=default_newline)
        self.line = 1
        self.column = 1
        self.spans: dict[int, Span] = {}
        self.brackets: dict[int, tuple[int, int]] = {}  # where an opening one begins and a closing one ends

    def add_indent_tokens(self) -> None:
        for token in self.indent_tokens:
            self.column += len(token)

    def add_token(self, value: str) -> None:
        if "\n" in value or "\r" in value:
            parts = re.split(r"\r\n|\r|\n", value)
            self.line += len(parts) - 1
            self.column = len(parts[-1]) + 1
        else:
            self.column += len(value)

    def before_codegen(self, node: cst.CSTNode) -> None:
        if node.__class__ is cst.LeftParen:
            self.brackets[id(node)] = (self.line, self.column)

    def after_codegen(self, node: cst.CSTNode) -> None:
        if node.__class__ is cst.RightParen:
            self.brackets[id(node)] = (self.line, self.column)

    def record_syntactic_position(  # type: ignore[override]
        self,
        node: cst.CSTNode,
        *,
        start_node: Optional[cst.CSTNode] = None,
        end_node: Optional[cst.CSTNode] = None,
    ) -> _Record:
        return _Record(self, node, start_node, end_node)

    def pop_trailing_newline(self) -> None:
        """Do nothing: no tokens are kept."""


_NOWHERE: Span = (1, 1, 1, 1)
_CONSTANTS = {"True": True, "False": False, "None": None}
_OPERATORS: dict[type, str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.MatrixMultiply: "@", cst.LeftShift: "<<", cst.RightShift: ">>", cst.BitAnd: "&",
    cst.BitOr: "|", cst.BitXor: "^",
    cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.PowerAssign: "**", cst.MatrixMultiplyAssign: "@",
    cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>", cst.BitAndAssign: "&", cst.BitOrAssign: "|",
    cst.BitXorAssign: "^",
    cst.And: "and", cst.Or: "or", cst.Not: "not", cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~",
    cst.Equal: "==", cst.NotEqual: "!=", cst.LessThan: "<", cst.LessThanEqual: "<=", cst.GreaterThan: ">",
    cst.GreaterThanEqual: ">=", cst.Is: "is", cst.IsNot: "is not", cst.In: "in", cst.NotIn: "not in",
}  # fmt: skip


class _Compiler:
    """Turns nodes into facts. Depth counts nested expressions; chains of one operator are flattened by loops."""

    def __init__(self, positions: _Positions) -> None:
        self.spans = positions.spans
        self.brackets = positions.brackets
        self.yields = 0

    def at(self, node: cst.CSTNode) -> Span:
        return self.spans.get(id(node), _NOWHERE)

    def span_of(self, node: cst.BaseExpression) -> Span:
        """Return the span of an expression: with its brackets that of a tuple or a generator, as of other displays."""
        if not isinstance(node, (cst.Tuple, cst.GeneratorExp)) or not node.lpar:
            return self.at(node)
        return (*self.brackets[id(node.lpar[-1])], *self.brackets[id(node.rpar[0])])

    # -- expressions -----------------------------------------------------------------------------------------------

    def expr(self, node: cst.CSTNode, depth: int = 0) -> Expr:
        convert = _EXPRESSIONS.get(node.__class__)
        if convert is None or depth > MAX_DEPTH:
            return facts.Opaque(self.at(node))
        return convert(self, node, depth + 1)

    def maybe(self, node: Optional[cst.CSTNode], depth: int = 0) -> Optional[Expr]:
        return None if node is None else self.expr(node, depth)

    def name(self, node: cst.Name, depth: int) -> Expr:
        value = node.value
        if value in _CONSTANTS:
            return facts.Const(_CONSTANTS[value], self.at(node))
        return facts.Name(_identifier(node), self.at(node))

    def dots(self, node: cst.Ellipsis, depth: int) -> Expr:
        return facts.Dots(self.at(node))

    def integer(self, node: cst.Integer, depth: int) -> Expr:
        if re.fullmatch(r"0[0_]*[1-9][0-9_]*", node.value):
            raise _Invalid("leading zeros in decimal integer literals are not permitted", self.at(node))
        try:
            value = int(node.value.replace("_", ""), 0)
        except ValueError:  # more digits than this Python reads
            return facts.Opaque(self.at(node))
        return facts.Const(value, self.at(node)) if value < facts.TOO_LARGE else facts.Opaque(self.at(node))

    def float(self, node: cst.Float, depth: int) -> Expr:
        return facts.Const(float(node.value.replace("_", "")), self.at(node))

    def imaginary(self, node: cst.Imaginary, depth: int) -> Expr:
        return facts.Const(complex(node.value.replace("_", "")), self.at(node))

    def string(self, node: cst.SimpleString, depth: int) -> Expr:
        return facts.Const(self.text(node), self.at(node))

    def text(self, node: cst.SimpleString) -> Union[str, bytes]:
        source = node.value
        prefix = node.prefix.lower()
        if "\\" not in source and "\r" not in source and "b" not in prefix:
            quote = 3 if source[len(prefix) :].startswith(('"""', "'''")) else 1
            return source[len(prefix) + quote : -quote]
        return cast(Union[str, bytes], self.literal(source, node))

    def literal(self, source: str, node: cst.CSTNode) -> object:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.literal_eval(source)
        except (SyntaxError, ValueError) as error:
            reason = error.msg if isinstance(error, SyntaxError) else str(error)
            raise _Invalid(reason or "invalid string literal", self.at(node)) from None

    def joined(self, node: cst.FormattedString, depth: int) -> Expr:
        return self.whole(self.parts(node, depth), node)

    def whole(self, parts: Iterable[Expr], node: cst.CSTNode) -> Expr:
        """Return an f-string, of adjacent texts one."""
        at = self.at(node)
        joined: list[Expr] = []
        for part in parts:
            if not isinstance(part, facts.Const):
                joined.append(part)
            elif part.value:
                text = cast(str, part.value)
                if joined and isinstance(joined[-1], facts.Const):
                    text = cast(str, joined.pop().value) + text  # type: ignore[union-attr]
                joined.append(facts.Const(text, at))
        return facts.Joined(tuple(joined), at)

    def parts(self, node: cst.FormattedString, depth: int) -> Iterable[Expr]:
        raw = "r" in node.prefix
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                text = part.value.replace("{{", "{").replace("}}", "}")
                if "\\" in text and not raw:
                    text = cast(str, self.literal(f'"{_UNQUOTED.sub(_quote, text)}"', node))
                elif "\r" in text:
                    text = text.replace("\r\n", "\n").replace("\r", "\n")
                yield facts.Const(text, self.at(node))
            elif isinstance(part, cst.FormattedStringExpression):
                value = self.expr(part.expression, depth)
                has_format = bool(part.format_spec)
                conversion = part.conversion or ""
                if part.equal is not None:  # `{value=}`
                    yield facts.Const(
                        _code(part.whitespace_before_expression, part.expression, part.equal), self.at(node)
                    )
                    conversion = conversion or ("" if has_format else "r")
                yield facts.Formatted(value, conversion, has_format, self.span_of(part.expression))

    def concatenated(self, node: cst.ConcatenatedString, depth: int) -> Expr:
        pieces: list[cst.CSTNode] = []
        rest: cst.CSTNode = node
        while isinstance(rest, cst.ConcatenatedString):
            pieces.append(rest.left)
            rest = rest.right
        pieces.append(rest)
        if all(isinstance(piece, cst.SimpleString) for piece in pieces):
            values = [self.text(cast(cst.SimpleString, piece)) for piece in pieces]
            if all(isinstance(value, str) for value in values):
                return facts.Const("".join(cast(list[str], values)), self.at(node))
            if all(isinstance(value, bytes) for value in values):
                return facts.Const(b"".join(cast(list[bytes], values)), self.at(node))
            raise _Invalid("cannot mix bytes and nonbytes literals", self.at(node))
        parts: list[Expr] = []
        for piece in pieces:
            if isinstance(piece, cst.FormattedString):
                parts.extend(self.parts(piece, depth))
            else:
                parts.append(self.expr(piece, depth))
        return self.whole(parts, node)

    def attribute(self, node: cst.Attribute, depth: int) -> Expr:
        return facts.Attribute(self.expr(node.value, depth), _identifier(node.attr), self.at(node.attr), self.at(node))

    def call(self, node: cst.Call, depth: int) -> Expr:
        only = node.args[0].value if len(node.args) == 1 else None
        if isinstance(only, cst.GeneratorExp) and not only.lpar:  # it has the brackets of the call
            line, column = self.brackets[id(node.func.rpar[-1])] if node.func.rpar else self.at(node.func)[2:]
            column += len(_code(node.whitespace_after_func))
            self.spans[id(only)] = (line, column, *self.at(node)[2:])
        return facts.Call(self.expr(node.func, depth), self.arguments(node.args, depth), self.at(node))

    def arguments(self, args: Iterable[cst.Arg], depth: int) -> tuple[facts.Argument, ...]:
        return tuple(
            facts.Argument(
                self.expr(arg.value, depth),
                _identifier(arg.keyword) if arg.keyword else None,
                arg.star,
                self.span_of(arg.value),
            )
            for arg in args
        )

    def sequence(self, node: Union[cst.List, cst.Tuple, cst.Set], depth: int) -> Expr:
        items = tuple(self.element(element, depth) for element in node.elements)
        return facts.Sequence(node.__class__.__name__.lower(), items, self.span_of(node))

    def element(self, element: cst.BaseElement, depth: int) -> Expr:
        if isinstance(element, cst.StarredElement):
            return facts.Starred(self.expr(element.value, depth), self.at(element))
        return self.expr(element.value, depth)

    def starred(self, node: cst.StarredElement, depth: int) -> Expr:
        return facts.Starred(self.expr(node.value, depth), self.at(node))

    def mapping(self, node: cst.Dict, depth: int) -> Expr:
        items: list[tuple[Optional[Expr], Expr]] = []
        for element in node.elements:
            key = self.expr(element.key, depth) if isinstance(element, cst.DictElement) else None
            items.append((key, self.expr(element.value, depth)))
        return facts.Mapping(tuple(items), self.at(node))

    def subscript(self, node: cst.Subscript, depth: int) -> Expr:
        parts = [self.index(element, depth) for element in node.slice]
        index = parts[0]
        if len(parts) > 1 or isinstance(node.slice[0].comma, cst.Comma) or isinstance(index, facts.Starred):
            span = (*self.at(node.slice[0])[:2], *self.at(node.slice[-1])[2:])
            index = facts.Sequence("tuple", tuple(parts), span)
        return facts.Subscript(self.expr(node.value, depth), index, self.at(node))

    def index(self, element: cst.SubscriptElement, depth: int) -> Expr:
        node = element.slice
        if isinstance(node, cst.Index):
            value = self.expr(node.value, depth)
            return facts.Starred(value, self.at(element)) if node.star else value
        assert isinstance(node, cst.Slice)
        lower, upper, step = (self.maybe(part, depth) for part in (node.lower, node.upper, node.step))
        return facts.Slice(lower, upper, step, self.at(element))

    def operation(self, node: cst.BinaryOperation, depth: int) -> Expr:
        operator = node.operator.__class__
        operands = [node.right]
        left: cst.BaseExpression = node.left
        while isinstance(left, cst.BinaryOperation) and left.operator.__class__ is operator:
            operands.append(left.right)
            left = left.left
        operands.append(left)
        if operator is cst.Power and len(operands) > 2:
            return facts.Opaque(self.at(node))
        values = tuple(self.expr(operand, depth) for operand in reversed(operands))
        return facts.Operation(_OPERATORS[operator], values, self.at(node))

    def boolean(self, node: cst.BooleanOperation, depth: int) -> Expr:
        operator = node.operator.__class__
        operands: list[cst.BaseExpression] = []
        pending: list[cst.BaseExpression] = [node]
        while pending:
            current = pending.pop()
            if isinstance(current, cst.BooleanOperation) and current.operator.__class__ is operator:
                pending += [current.right, current.left]
            else:
                operands.append(current)
        values = tuple(self.expr(operand, depth) for operand in operands)
        return facts.Boolean(_OPERATORS[operator], values, self.at(node))

    def unary(self, node: cst.UnaryOperation, depth: int) -> Expr:
        operator = _OPERATORS[node.operator.__class__]
        operand = self.expr(node.expression, depth)
        if operator == "-" and isinstance(operand, facts.Const) and type(operand.value) in (int, float):
            return facts.Const(-cast(float, operand.value), self.at(node))
        return facts.Unary(operator, operand, self.at(node))

    def compare(self, node: cst.Comparison, depth: int) -> Expr:
        rest = tuple(
            (_OPERATORS[target.operator.__class__], self.expr(target.comparator, depth)) for target in node.comparisons
        )
        return facts.Compare(self.expr(node.left, depth), rest, self.at(node))

    def conditional(self, node: cst.IfExp, depth: int) -> Expr:
        test, body, orelse = (self.expr(part, depth) for part in (node.test, node.body, node.orelse))
        return facts.Conditional(test, body, orelse, self.at(node))

    def comprehension(self, node: cst.BaseSimpleComp, depth: int) -> Expr:
        kind = _COMPREHENSIONS[node.__class__]
        return facts.Comprehension(
            kind, None, self.expr(node.elt, depth), self.loops(node.for_in, depth), self.span_of(node)
        )

    def dict_comprehension(self, node: cst.DictComp, depth: int) -> Expr:
        key, value = self.expr(node.key, depth), self.expr(node.value, depth)
        return facts.Comprehension("dict", key, value, self.loops(node.for_in, depth), self.at(node))

    def loops(self, node: Optional[cst.CompFor], depth: int) -> tuple[facts.Loop, ...]:
        loops = []
        while node is not None:
            conditions = tuple(self.expr(part.test, depth) for part in node.ifs)
            target, iterable = self.expr(node.target, depth), self.expr(node.iter, depth)
            loops.append(facts.Loop(target, iterable, conditions, node.asynchronous is not None))
            node = node.inner_for_in
        return tuple(loops)

    def function_expression(self, node: cst.Lambda, depth: int) -> Expr:
        outer = self.yields
        body = self.expr(node.body, depth)
        self.yields = outer  # its own
        return facts.Lambda(self.parameters(node.params, depth), body, self.at(node))

    def awaited(self, node: cst.Await, depth: int) -> Expr:
        return facts.Await(self.expr(node.expression, depth), self.at(node))

    def yielded(self, node: cst.Yield, depth: int) -> Expr:
        self.yields += 1
        value = node.value.item if isinstance(node.value, cst.From) else node.value
        return facts.Yield(self.maybe(value, depth), isinstance(node.value, cst.From), self.at(node))

    def walrus(self, node: cst.NamedExpr, depth: int) -> Expr:
        value = self.expr(node.value, depth)
        if not isinstance(node.target, cst.Name):
            return value
        return facts.Walrus(facts.Name(_identifier(node.target), self.at(node.target)), value, self.at(node))

    # -- statements ------------------------------------------------------------------------------------------------

    def statements(self, nodes: Iterable[cst.CSTNode]) -> tuple[Stmt, ...]:
        result: list[Stmt] = []
        for node in nodes:
            if isinstance(node, (cst.SimpleStatementLine, cst.SimpleStatementSuite)):
                result.extend(self.statement(small) for small in node.body)
            else:
                result.append(self.statement(node))
        return tuple(result)

    def suite(self, node: cst.BaseSuite) -> tuple[Stmt, ...]:
        return self.statements([node] if isinstance(node, cst.SimpleStatementSuite) else node.body)

    def otherwise(self, node: Union[cst.Else, cst.Finally, None]) -> tuple[Stmt, ...]:
        return () if node is None else self.suite(node.body)

    def statement(self, node: cst.CSTNode) -> Stmt:
        convert = _STATEMENTS.get(node.__class__)
        return convert(self, node) if convert else facts.Jump("pass", self.at(node))

    def function(self, node: cst.FunctionDef) -> Stmt:
        outer, self.yields = self.yields, 0
        body = self.suite(node.body)
        is_generator, self.yields = self.yields > 0, outer
        return facts.FunctionDef(
            _identifier(node.name),
            self.parameters(node.params, 0),
            tuple(self.expr(decorator.decorator) for decorator in node.decorators),
            self.maybe(node.returns.annotation if node.returns else None),
            body,
            node.asynchronous is not None,
            is_generator,
            self.at(node.name),
            self.at(node)[2],
        )

    def parameters(self, node: cst.Parameters, depth: int) -> tuple[facts.Parameter, ...]:
        result = [self.parameter(param, "positional-only", depth) for param in node.posonly_params]
        result += [self.parameter(param, "positional", depth) for param in node.params]
        if isinstance(node.star_arg, cst.Param):
            result.append(self.parameter(node.star_arg, "*", depth))
        result += [self.parameter(param, "keyword-only", depth) for param in node.kwonly_params]
        if node.star_kwarg is not None:
            result.append(self.parameter(node.star_kwarg, "**", depth))
        return tuple(result)

    def parameter(self, node: cst.Param, kind: str, depth: int) -> facts.Parameter:
        annotation = node.annotation.annotation if node.annotation else None
        default, hint = self.maybe(node.default, depth), self.maybe(annotation, depth)
        return facts.Parameter(_identifier(node.name), kind, default, hint, self.at(node.name))

    def klass(self, node: cst.ClassDef) -> Stmt:
        return facts.ClassDef(
            _identifier(node.name),
            self.arguments([*node.bases, *node.keywords], 0),
            tuple(self.expr(decorator.decorator) for decorator in node.decorators),
            self.suite(node.body),
            self.at(node.name),
            self.at(node)[2],
        )

    def imported(self, nodes: Iterable[cst.ImportAlias]) -> tuple[facts.ImportedName, ...]:
        result = []
        for node in nodes:
            alias = _identifier(node.asname.name) if node.asname and isinstance(node.asname.name, cst.Name) else None
            result.append(facts.ImportedName(_dotted(node.name), alias, self.at(node)))
        return tuple(result)

    def import_(self, node: cst.Import) -> Stmt:
        return facts.Import(self.imported(node.names), self.at(node))

    def import_from(self, node: cst.ImportFrom) -> Stmt:
        if isinstance(node.names, cst.ImportStar):
            names: tuple[facts.ImportedName, ...] = (facts.ImportedName("*", None, self.at(node)),)
        else:
            names = self.imported(node.names)
        module = _dotted(node.module) if node.module else ""
        return facts.ImportFrom(module, len(node.relative), names, self.at(node))

    def assign(self, node: cst.Assign) -> Stmt:
        targets = tuple(self.expr(target.target) for target in node.targets)
        return facts.Assign(targets, self.expr(node.value), None, self.at(node))

    def annotated(self, node: cst.AnnAssign) -> Stmt:
        value, annotation = self.maybe(node.value), self.expr(node.annotation.annotation)
        return facts.Assign((self.expr(node.target),), value, annotation, self.at(node))

    def alias(self, node: cst.TypeAlias) -> Stmt:
        return facts.Assign((self.expr(node.name),), self.expr(node.value), None, self.at(node))

    def augmented(self, node: cst.AugAssign) -> Stmt:
        operator = _OPERATORS[node.operator.__class__]
        return facts.AugAssign(self.expr(node.target), operator, self.expr(node.value), self.at(node))

    def expression(self, node: cst.Expr) -> Stmt:
        return facts.ExprStmt(self.expr(node.value), self.at(node))

    def return_(self, node: cst.Return) -> Stmt:
        return facts.Return(self.maybe(node.value), self.at(node))

    def raise_(self, node: cst.Raise) -> Stmt:
        return facts.Raise(self.maybe(node.exc), self.maybe(node.cause.item if node.cause else None), self.at(node))

    def delete(self, node: cst.Del) -> Stmt:
        target = self.expr(node.target)
        targets = target.items if isinstance(target, facts.Sequence) else (target,)
        return facts.Delete(targets, self.at(node))

    def assert_(self, node: cst.Assert) -> Stmt:
        return facts.Assert(self.expr(node.test), self.maybe(node.msg), self.at(node))

    def jump(self, node: cst.CSTNode) -> Stmt:
        return facts.Jump(node.__class__.__name__.lower(), self.at(node))

    def scoping(self, node: Union[cst.Global, cst.Nonlocal]) -> Stmt:
        names = tuple(_identifier(item.name) for item in node.names)
        return facts.Scoping(node.__class__.__name__.lower(), names, self.at(node))

    def if_(self, node: cst.If) -> Stmt:
        branches = [(self.expr(node.test), self.suite(node.body))]
        rest = node.orelse
        while isinstance(rest, cst.If):
            branches.append((self.expr(rest.test), self.suite(rest.body)))
            rest = rest.orelse
        return facts.If(tuple(branches), self.otherwise(rest), self.at(node))

    def while_(self, node: cst.While) -> Stmt:
        return facts.While(self.expr(node.test), self.suite(node.body), self.otherwise(node.orelse), self.at(node))

    def for_(self, node: cst.For) -> Stmt:
        return facts.For(
            self.expr(node.target),
            self.expr(node.iter),
            self.suite(node.body),
            self.otherwise(node.orelse),
            node.asynchronous is not None,
            self.at(node),
        )

    def try_(self, node: Union[cst.Try, cst.TryStar]) -> Stmt:
        handlers = []
        for handler in node.handlers:
            name = _identifier(handler.name.name) if handler.name and isinstance(handler.name.name, cst.Name) else None
            if (
                isinstance(handler.type, cst.Tuple) and not handler.type.lpar
            ):  # Python 2; and 3.14, where no `as` follows
                raise _Invalid("multiple exception types must be parenthesized", self.at(handler.type))
            kind = self.maybe(handler.type)
            handlers.append(facts.Handler(kind, name, self.suite(handler.body), self.at(handler)))
        return facts.Try(
            self.suite(node.body),
            tuple(handlers),
            self.otherwise(node.orelse),
            self.otherwise(node.finalbody),
            self.at(node),
        )

    def with_(self, node: cst.With) -> Stmt:
        items = tuple(
            (self.expr(item.item), self.maybe(item.asname.name if item.asname else None)) for item in node.items
        )
        return facts.With(items, self.suite(node.body), node.asynchronous is not None, self.at(node))

    def match(self, node: cst.Match) -> Stmt:
        cases = []
        for case in node.cases:
            names: list[str] = []
            values: list[Expr] = []
            self.pattern(case.pattern, names, values)
            wild = isinstance(case.pattern, cst.MatchAs) and case.pattern.pattern is None
            cases.append(
                facts.Case(
                    tuple(names), tuple(values), wild, self.maybe(case.guard), self.suite(case.body), self.at(case)
                )
            )
        return facts.Match(self.expr(node.subject), tuple(cases), self.at(node))

    def pattern(self, pattern: cst.CSTNode, names: list[str], values: list[Expr]) -> None:
        pending: list[cst.CSTNode] = [pattern]
        while pending:
            node = pending.pop()
            if isinstance(node, (cst.MatchValue, cst.MatchSingleton)):
                values.append(self.expr(node.value))
            elif isinstance(node, cst.MatchMappingElement):
                values.append(self.expr(node.key))
                pending.append(node.pattern)
            elif isinstance(node, cst.MatchClass):
                values.append(self.expr(node.cls))
                pending += [*node.patterns, *node.kwds]
            elif isinstance(node, cst.MatchKeywordElement):
                pending.append(node.pattern)
            elif isinstance(node, (cst.MatchAs, cst.MatchStar)):
                names += [_identifier(node.name)] if node.name is not None else []
                pending += [node.pattern] if isinstance(node, cst.MatchAs) and node.pattern is not None else []
            elif isinstance(node, cst.MatchMapping):
                names += [_identifier(node.rest)] if node.rest is not None else []
                pending += node.elements
            else:
                pending += node.children


_UNQUOTED = re.compile(r"""\\(?:\r\n|.|\Z)|"|\r\n|\r|\n""", re.DOTALL)


def _quote(match: "re.Match[str]") -> str:
    found = match.group()
    return {'"': '\\"', "\r\n": "\\n", "\r": "\\n", "\n": "\\n", "\\": "\\\\"}.get(found, found)


def _code(*nodes: cst.CSTNode) -> str:
    return "".join(cst.Module([]).code_for_node(node) for node in nodes)


def _identifier(node: cst.Name) -> str:
    """Return a name as Python takes it."""
    return node.value if node.value.isascii() else unicodedata.normalize("NFKC", node.value)


def _dotted(node: cst.CSTNode) -> str:
    names: list[str] = []
    while isinstance(node, cst.Attribute):
        names.append(_identifier(node.attr))
        node = node.value
    names.append(_identifier(node) if isinstance(node, cst.Name) else "")
    return ".".join(reversed(names))


_COMPREHENSIONS: dict[type, str] = {cst.GeneratorExp: "generator", cst.ListComp: "list", cst.SetComp: "set"}
_EXPRESSIONS: dict[type, Callable[[_Compiler, Any, int], Expr]] = {
    cst.Name: _Compiler.name,
    cst.Ellipsis: _Compiler.dots,
    cst.Integer: _Compiler.integer,
    cst.Float: _Compiler.float,
    cst.Imaginary: _Compiler.imaginary,
    cst.SimpleString: _Compiler.string,
    cst.FormattedString: _Compiler.joined,
    cst.ConcatenatedString: _Compiler.concatenated,
    cst.Attribute: _Compiler.attribute,
    cst.Call: _Compiler.call,
    cst.List: _Compiler.sequence,
    cst.Tuple: _Compiler.sequence,
    cst.Set: _Compiler.sequence,
    cst.StarredElement: _Compiler.starred,
    cst.Dict: _Compiler.mapping,
    cst.Subscript: _Compiler.subscript,
    cst.BinaryOperation: _Compiler.operation,
    cst.BooleanOperation: _Compiler.boolean,
    cst.UnaryOperation: _Compiler.unary,
    cst.Comparison: _Compiler.compare,
    cst.IfExp: _Compiler.conditional,
    cst.GeneratorExp: _Compiler.comprehension,
    cst.ListComp: _Compiler.comprehension,
    cst.SetComp: _Compiler.comprehension,
    cst.DictComp: _Compiler.dict_comprehension,
    cst.Lambda: _Compiler.function_expression,
    cst.Await: _Compiler.awaited,
    cst.Yield: _Compiler.yielded,
    cst.NamedExpr: _Compiler.walrus,
}
_STATEMENTS: dict[type, Callable[[_Compiler, Any], Stmt]] = {
    cst.FunctionDef: _Compiler.function,
    cst.ClassDef: _Compiler.klass,
    cst.Import: _Compiler.import_,
    cst.ImportFrom: _Compiler.import_from,
    cst.Assign: _Compiler.assign,
    cst.AnnAssign: _Compiler.annotated,
    cst.AugAssign: _Compiler.augmented,
    cst.Expr: _Compiler.expression,
    cst.Return: _Compiler.return_,
    cst.Raise: _Compiler.raise_,
    cst.Del: _Compiler.delete,
    cst.Assert: _Compiler.assert_,
    cst.Pass: _Compiler.jump,
    cst.Break: _Compiler.jump,
    cst.Continue: _Compiler.jump,
    cst.Global: _Compiler.scoping,
    cst.Nonlocal: _Compiler.scoping,
    cst.If: _Compiler.if_,
    cst.While: _Compiler.while_,
    cst.For: _Compiler.for_,
    cst.Try: _Compiler.try_,
    cst.TryStar: _Compiler.try_,
    cst.With: _Compiler.with_,
    cst.Match: _Compiler.match,
}
for _node, _convert in (
    ("TypeAlias", _Compiler.alias),
    ("LazyImport", _Compiler.import_),
    ("LazyImportFrom", _Compiler.import_from),
):
    if hasattr(cst, _node):
        _STATEMENTS[getattr(cst, _node)] = _convert
