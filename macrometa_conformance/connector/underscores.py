"""Expressions that make a longer key by adding `_` to one: `"_" + key`, `f"{key}_"`, `"_{}".format(key)`, …"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.values import Known

if TYPE_CHECKING:
    from macrometa_conformance.code.frames import Frame
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.code.scopes import Scope

_TEMPLATE = re.compile(r"(_*)\{[^{}:!]*\}(_*)")
_PERCENT = re.compile(r"(_*)%s(_*)")
_WRAPPERS = frozenset(("str", "lower", "strip", "copy"))


class Addition(NamedTuple):
    """What `_` is added to; `number` is how many are added, where that is worked out when it runs.

    `decides` is the expression by whose truth `_` is added or nothing, None where it always is.
    """

    base: Expr
    number: Optional[Expr] = None
    decides: Optional[Expr] = None


def addition(resolver: Resolver, node: object, frame: Frame) -> Optional[Addition]:
    """Return what an expression adds `_` to, None where it does something else."""
    if isinstance(node, facts.Joined):
        parts = [part.value if isinstance(part, facts.Formatted) else part for part in node.parts]
        if any(
            isinstance(part, facts.Formatted) and (part.has_format or part.conversion == "r") for part in node.parts
        ):
            return None
        return _of_parts(resolver, parts, frame)
    if isinstance(node, facts.Operation) and node.op == "+":
        return _of_parts(resolver, list(node.operands), frame)
    if isinstance(node, facts.Operation) and node.op == "%" and len(node.operands) == 2:
        template = _text(resolver, node.operands[0], frame)
        if template is not None and _PERCENT.fullmatch(template) and len(template) > 2:
            only = node.operands[1]
            if isinstance(only, facts.Sequence) and len(only.items) == 1:
                only = only.items[0]
            return Addition(only)
    if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute):
        return _of_method(resolver, node, node.func, frame)
    return None


def _of_method(resolver: Resolver, node: facts.Call, func: facts.Attribute, frame: Frame) -> Optional[Addition]:
    arguments = [argument.value for argument in node.args]
    if func.name == "format" and len(arguments) == 1:
        template = _text(resolver, func.base, frame)
        if template is not None and _TEMPLATE.fullmatch(template) and "_" in re.sub(r"\{.*\}", "", template):
            return Addition(arguments[0])
    elif func.name == "join" and len(arguments) == 1 and isinstance(arguments[0], facts.Sequence):
        separator = _text(resolver, func.base, frame)
        if separator is not None and not separator.strip("_"):
            between = [facts.Const(separator, func.at)] if separator else []
            parts: list[Expr] = []
            for item in arguments[0].items:
                parts += [*(between if parts else []), item]
            return _of_parts(resolver, parts, frame)
    elif func.name in ("ljust", "rjust") and len(arguments) == 2 and is_underscores(resolver, arguments[1], frame):
        return Addition(func.base)
    elif func.name == "__add__" and len(arguments) == 1:
        return _of_parts(resolver, [func.base, arguments[0]], frame)
    return None


def _of_parts(resolver: Resolver, parts: list[Expr], frame: Frame) -> Optional[Addition]:
    """Return the one part that is not made of `_`, where at least one other is."""
    others: list[Expr] = []
    added = False
    count: Optional[Expr] = None
    decides: Optional[Expr] = None
    for part in parts:
        number = _number_of(resolver, part, frame)
        test = _adds_at_times(resolver, part if number is None else number, frame)
        if test is not None:
            added, decides = True, test
        elif number is not None:
            added, count = True, number
        elif is_underscores(resolver, part, frame):
            added = True
        elif _text(resolver, part, frame) != "":
            others.append(part)
    if len(others) != 1:
        return None
    inner = addition(resolver, others[0], frame)
    if inner is not None:
        return Addition(inner.base, count or inner.number, inner.decides if not added else decides)
    return Addition(others[0], count, decides) if added else None


def _adds_at_times(resolver: Resolver, part: Expr, frame: Frame) -> Optional[Expr]:
    """Return what decides by its truth whether a part is `_` or empty (or whether a number is one or zero), or None."""
    if isinstance(part, facts.Name):
        bindings = frame.scope.bindings.get(part.id, ())
        if len(bindings) == 1 and bindings[0].kind == "assign" and bindings[0].value and not bindings[0].unpack:
            part = bindings[0].value
    if _is_test(part):
        return part
    if not isinstance(part, (facts.Conditional, facts.Name)):
        return None
    values = [value for side in options(part) for value in resolver.evaluate(side, frame)]
    texts = {value.value for value in values if isinstance(value, Known) and isinstance(value.value, str)}
    only_underscores = len(texts) > 1 and len([v for v in values if isinstance(v, Known)]) == len(values)
    return part if only_underscores and "" in texts and not any(text.strip("_") for text in texts) else None


def _is_test(expr: Expr) -> bool:
    """Return whether an expression is surely true or false, or 1 or 0 for these."""
    if isinstance(expr, facts.Call) and isinstance(expr.func, facts.Name) and len(expr.args) == 1:
        return expr.func.id == "bool" or (expr.func.id == "int" and _is_test(expr.args[0].value))
    if isinstance(expr, facts.Boolean):
        return all(_is_test(operand) for operand in expr.operands)
    return isinstance(expr, facts.Compare) or (isinstance(expr, facts.Unary) and expr.op == "not")


def _number_of(resolver: Resolver, part: Expr, frame: Frame) -> Optional[Expr]:
    """Return the number in `_` times a number that the text does not fix, None for another part."""
    if not isinstance(part, facts.Operation) or part.op != "*" or len(part.operands) != 2:
        return None
    for text, count in (part.operands, part.operands[::-1]):
        if is_underscores(resolver, text, frame) and not isinstance(count, facts.Const):
            return count
    return None


def is_underscores(resolver: Resolver, expr: Expr, frame: Frame) -> bool:
    """Return whether an expression is surely `_`, or several of them."""
    text = _text(resolver, expr, frame)
    return text is not None and text != "" and not text.strip("_")


def _text(resolver: Resolver, expr: Expr, frame: Frame) -> Optional[str]:
    if isinstance(expr, (facts.Name, facts.Attribute, facts.Const, facts.Operation, facts.Subscript)):
        values = resolver.evaluate(expr, frame)
        only = values[0] if len(values) == 1 else None
        return only.value if isinstance(only, Known) and isinstance(only.value, str) else None
    return None


def is_renamed(old: str, new: str) -> bool:
    """Return whether a text is another one with `_` added in front or behind."""
    return len(new) > len(old) and old in new and new.strip("_") == old.strip("_")


def stem(expr: Expr) -> Expr:
    """Return the key within `str(key)`, `key.strip()`, `(name := key)`."""
    while True:
        if isinstance(expr, (facts.Walrus, facts.Await)):
            expr = expr.value
        elif isinstance(expr, facts.Call) and isinstance(expr.func, facts.Name) and len(expr.args) == 1:
            if expr.func.id not in _WRAPPERS:
                return expr
            expr = expr.args[0].value
        elif isinstance(expr, facts.Call) and isinstance(expr.func, facts.Attribute) and not expr.args:
            if expr.func.name not in _WRAPPERS:
                return expr
            expr = expr.func.base
        else:
            return expr


def shape(expr: object) -> object:
    """Return an expression without its places, so that two that are written alike are equal."""
    if isinstance(expr, facts.Fact):
        return (expr.__class__.__name__, *(shape(v) for k, v in vars(expr).items() if k not in ("at", "name_at")))
    return tuple(shape(part) for part in expr) if isinstance(expr, tuple) else expr


def options(expr: Expr) -> tuple[Expr, ...]:
    """Return the expressions that one can give: both sides of a conditional, each operand of `or`, …"""
    if isinstance(expr, facts.Conditional):
        return (*options(expr.body), *options(expr.orelse))
    if isinstance(expr, facts.Boolean):
        return tuple(option for operand in expr.operands for option in options(operand))
    if isinstance(expr, facts.Walrus):
        return (expr.target, *options(expr.value))
    return options(expr.value) if isinstance(expr, facts.Await) else (expr,)


def aliases(scope: Scope, expr: Expr) -> tuple[str, ...]:
    """Return the name that an expression is, and the names that it was assigned from, one after the other."""
    found: list[str] = []
    pending = [stem(expr)]
    while pending:
        node = pending.pop()
        if isinstance(node, facts.Name) and node.id not in found:
            found.append(node.id)
            for binding in scope.bindings.get(node.id, ()):
                if binding.kind == "assign" and binding.value is not None and not binding.unpack:
                    pending += [stem(option) for option in options(binding.value)]
    return tuple(found)
