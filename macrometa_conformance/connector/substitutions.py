"""Renames by pattern, `re.sub` with a template that adds `_` to what is matched, and which keys they rename."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.values import Alternatives, External, FunctionValue, Known, Made, Member
from macrometa_conformance.connector.underscores import addition, is_renamed
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.frames import Frame
    from macrometa_conformance.code.resolver import Resolver

_ADDS = re.compile(r"(_*)\\(?:\d|g<\w+>)(_*)")
_PARAMETERS = ("pattern", "repl", "string", "count", "flags")


@plain
class Substitution(Plain):
    """A pattern and what is put in place of what it matches; a pattern of None is not known."""

    pattern: Optional[str]
    replacement: str

    @property
    def adds(self) -> bool:
        """Return whether `_` is added to what the pattern matches, whatever that is."""
        found = _ADDS.fullmatch(self.replacement)
        return found is not None and bool(found.group(1) or found.group(2))

    def renames(self, key: str) -> Optional[bool]:
        """Return whether a key gets `_` and nothing else, None where that cannot be told."""
        if self.pattern is None or not _is_quick(self.pattern):
            return None if self.adds else False
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Python thinks of the pattern is another matter
                return is_renamed(key, re.sub(self.pattern, self.replacement, key))
        except (re.error, IndexError, OverflowError):
            return False  # it raises when it runs, too


class Substituted(NamedTuple):
    """A substitution, and the key in which it is done."""

    base: Expr
    substitution: Substitution


def substituted(resolver: Resolver, node: facts.Call, frame: Frame) -> Optional[Substituted]:
    """Return what a call of `re.sub`, or of a pattern's `sub`, does; None for another call."""
    if not isinstance(node.func, (facts.Name, facts.Attribute)) or any(argument.star for argument in node.args):
        return None
    if len(node.args) < 2:
        return None  # the replacement or the text is missing
    pattern = _pattern(resolver.evaluate(node.func, frame))
    if pattern is None:
        return None
    positional = [argument.value for argument in node.args if argument.keyword is None]
    given = dict(zip(_PARAMETERS if pattern.is_first else _PARAMETERS[1:], positional))
    given.update((argument.keyword, argument.value) for argument in node.args if argument.keyword)
    if "repl" not in given or "string" not in given:
        return None
    replacement = _replacement(resolver, given["repl"], frame)
    if replacement is None:
        return None
    text = pattern.text
    if pattern.is_first and "pattern" in given and "flags" not in given:
        text = _text(resolver.evaluate(given["pattern"], frame))
    return Substituted(given["string"], Substitution(text, replacement))


class _Pattern(NamedTuple):
    """The pattern of a call; `is_first` says that the call passes it."""

    text: Optional[str]
    is_first: bool


def _pattern(callees: Alternatives) -> Optional[_Pattern]:
    """Return the pattern that a call of some values works with, None where it calls something else."""
    only = callees[0] if len(callees) == 1 else None
    if isinstance(only, External) and only.path == "re.sub":
        return _Pattern(None, True)
    if isinstance(only, Member) and only.name == "sub" and isinstance(only.base, Made):
        made = only.base
        if isinstance(made.callee, External) and made.callee.path == "re.compile" and made.call is not None:
            arguments = made.call.arguments
            given = (*arguments.positional, *arguments.keywords.values())
            return _Pattern(_text(given[0]) if len(given) == 1 else None, False)
    return None


def _replacement(resolver: Resolver, expr: Expr, frame: Frame) -> Optional[str]:
    """Return what is put in place of a match, as a template; that of a function that adds `_` to the match, too."""
    values = resolver.evaluate(expr, frame)
    only = values[0] if len(values) == 1 else None
    if isinstance(only, FunctionValue):
        function = only.function
        returned = function.body[-1]
        if isinstance(returned, facts.Return) and returned.value is not None and function.definition.params:
            made = addition(resolver, returned.value, resolver.frame(function))
            group = _group(made.base, function.definition.params[-1].name) if made is not None else None
            return rf"_\g<{group}>" if group is not None else None
    return _text(values)


def _group(expr: Expr, match: str) -> Optional[str]:
    """Return the group in `match.group(1)`, `match.group()`, `match[0]`, None for another expression."""
    arguments: tuple[Expr, ...] = ()
    if isinstance(expr, facts.Call) and isinstance(expr.func, facts.Attribute) and expr.func.name == "group":
        base, arguments = expr.func.base, tuple(argument.value for argument in expr.args)
    elif isinstance(expr, facts.Subscript):
        base, arguments = expr.base, (expr.key,)
    else:
        return None
    if not isinstance(base, facts.Name) or base.id != match or len(arguments) > 1:
        return None
    if not arguments:
        return "0"
    return str(arguments[0].value) if isinstance(arguments[0], facts.Const) else None


def _text(values: Alternatives) -> Optional[str]:
    only = values[0] if len(values) == 1 else None
    return only.value if isinstance(only, Known) and isinstance(only.value, str) else None


def _is_quick(pattern: str) -> bool:
    """Return whether a pattern has too few repetitions to take long on a key, whatever they are."""
    return len(pattern) <= 300 and sum(map(pattern.count, "*+{")) <= 1 and pattern.count("?") <= 8
