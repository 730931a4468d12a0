"""What the resolver makes of the expressions that a test's source hands to `see(…)`."""

import re
import textwrap
from collections.abc import Mapping
from typing import Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.program import Program
from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.code.values import (
    Alternatives,
    Class,
    ClassValue,
    EnumMember,
    External,
    Function,
    FunctionValue,
    Instance,
    Items,
    Known,
    Made,
    Member,
    ModuleValue,
    Super,
    Table,
    Unknown,
    Value,
)
from macrometa_conformance.project.dict_tree import DictTree

BRACKETS = {"list": ("[", "]"), "tuple": ("(", ")"), "set": ("{", "}")}


class Seen:
    """A package `pkg` whose module `app` is given, and what `see(…)` is called with in it."""

    def __init__(self, app: str, others: Optional[Mapping[str, str]] = None) -> None:
        self.sources = {"pkg/__init__.py": "", "pkg/app.py": textwrap.dedent(app)}
        self.sources.update({f"pkg/{name}.py": textwrap.dedent(text) for name, text in (others or {}).items()})
        self.tree = DictTree(self.sources)
        self.program = Program(self.tree)
        self.resolver = Resolver(self.program)

    def asked(self) -> list[tuple[facts.Expr, Frame]]:
        """Return the expressions that `see(…)` is called with in the module `app`, in order, and their frames."""
        module = self.program.module("pkg.app")
        assert module is not None
        assert module.failure is None, module.failure
        definitions = self.resolver.definitions(module)
        owners: list[Union[Function, Class, None]] = [None, *definitions.functions, *definitions.classes]
        found = []
        for owner in owners:
            if isinstance(owner, Function) and isinstance(owner.definition, facts.Lambda):
                continue
            for visit in definitions.visits_of(owner):
                node = visit.node
                if isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "see":
                    found.append((node.args[0].value, owner_frame(self.resolver, module, owner)))
        return sorted(found, key=lambda pair: pair[0].at)

    def all(self) -> list[Alternatives]:
        """Return what each expression that is asked for can be."""
        return [self.resolver.evaluate(expr, frame) for expr, frame in self.asked()]

    def only(self) -> Alternatives:
        """Return what the one expression that is asked for can be."""
        (values,) = self.all()
        return values

    def text_at(self, path: str, at: Span) -> str:
        """Return the text of a span within one line; of a longer one the first line."""
        line = re.split(r"\r\n|\r|\n", self.sources[path])[at[0] - 1]
        return line[at[1] - 1 : at[3] - 1 if at[2] == at[0] else None]

    def blocked(self) -> list[str]:
        """Return the text of each expression that keeps the one that is asked for from being known."""
        return [self.text_at(v.site.path, v.site.at) for v in self.only() if isinstance(v, Unknown)]


def see(app: str, **others: str) -> str:
    """Return in words what the one expression that is asked for can be."""
    return words(Seen(app, others).only())


def words(values: Alternatives) -> str:
    """Return alternatives in words: literals as Python writes them, `?` for what is not known."""
    return " | ".join(word(value) for value in values)


def word(value: Value) -> str:
    """Return a value in words."""
    if isinstance(value, Known):
        return repr(value.value)
    if isinstance(value, Items):
        start, end = BRACKETS.get(value.kind, ("<", ">"))
        parts = [words(part) for part in value.elements] + ([] if value.exact else ["…"])
        return f"{start}{', '.join(parts)}{end}"
    if isinstance(value, Table):
        parts = [f"{words(keys)}: {words(held)}" for keys, held in value.entries] + ([] if value.exact else ["…"])
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, Unknown):
        return "?env" if value.environment else "?"
    if isinstance(value, (FunctionValue, ClassValue)):
        return value.function.qualified if isinstance(value, FunctionValue) else value.cls.qualified
    if isinstance(value, Instance):
        return f"{value.cls.qualified}()"
    if isinstance(value, EnumMember):
        return f"{value.cls.qualified}.{value.name}"
    if isinstance(value, ModuleValue):
        return f"module {value.name}"
    if isinstance(value, External):
        return value.path
    if isinstance(value, Member):
        return f"{word(value.base)}.{value.name}"
    if isinstance(value, Made):
        return f"{word(value.callee)}(…)"
    assert isinstance(value, Super)
    return "super()"
