"""Facts of a module as bytes and back, so that they can be kept and a file that has not changed is not parsed again.

The bytes hold plain data alone: loading them builds the classes of `facts` and runs nothing that they contain.
"""

import marshal
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Fact, Failure, ModuleFacts
from macrometa_conformance.code.walk import EXPRESSIONS, STATEMENTS

_MARSHAL = 4  # the version of the format, which all Pythons from 3.4 on read
_DIGEST = 16

# The kinds of the fields of each class, in order: s text, b truth, i number, l literal, @ span, e expression, n name;
# with `?` before it, or None; with `*` before it, a tuple of them. Letters in capitals stand for the classes below.
_SHAPES: dict[type[Fact], str] = {
    facts.Const: "l @",
    facts.Dots: "@",
    facts.Name: "s @",
    facts.Attribute: "e s @ @",
    facts.Argument: "e ?s s @",
    facts.Call: "e *A @",
    facts.Sequence: "s *e @",
    facts.Starred: "e @",
    facts.Mapping: "*(?e,e) @",
    facts.Joined: "*e @",
    facts.Formatted: "e s b @",
    facts.Subscript: "e e @",
    facts.Slice: "?e ?e ?e @",
    facts.Operation: "s *e @",
    facts.Unary: "s e @",
    facts.Boolean: "s *e @",
    facts.Compare: "e *(s,e) @",
    facts.Conditional: "e e e @",
    facts.Comprehension: "s ?e e *L @",
    facts.Loop: "e e *e b",
    facts.Lambda: "*P e @",
    facts.Await: "e @",
    facts.Yield: "?e b @",
    facts.Walrus: "n e @",
    facts.Opaque: "@",
    facts.Parameter: "s s ?e ?e @",
    facts.FunctionDef: "s *P *e ?e *S b b @ i",
    facts.ClassDef: "s *A *e *S @ i",
    facts.ImportedName: "s ?s @",
    facts.Import: "*I @",
    facts.ImportFrom: "s i *I @",
    facts.Assign: "*e ?e ?e @",
    facts.AugAssign: "e s e @",
    facts.ExprStmt: "e @",
    facts.Return: "?e @",
    facts.Raise: "?e ?e @",
    facts.Delete: "*e @",
    facts.Assert: "e ?e @",
    facts.Jump: "s @",
    facts.Scoping: "s *s @",
    facts.If: "*(e,*S) *S @",
    facts.While: "e *S *S @",
    facts.For: "e e *S *S b @",
    facts.Handler: "?e ?s *S @",
    facts.Try: "*S *H *S *S @",
    facts.With: "*(e,?e) *S b @",
    facts.Match: "e *C @",
    facts.Case: "*s *e b ?e *S @",
    ModuleFacts: "*S",
    Failure: "s i i b",
}
_CLASSES: dict[str, frozenset[type]] = {
    "e": EXPRESSIONS, "S": STATEMENTS, "n": frozenset((facts.Name,)), "A": frozenset((facts.Argument,)),
    "L": frozenset((facts.Loop,)), "P": frozenset((facts.Parameter,)), "I": frozenset((facts.ImportedName,)),
    "H": frozenset((facts.Handler,)), "C": frozenset((facts.Case,)),
    "M": frozenset((ModuleFacts, Failure)),
}  # fmt: skip
_PLAIN: dict[str, frozenset[type]] = {
    "s": frozenset((str,)), "b": frozenset((bool,)), "i": frozenset((int,)),
    "l": frozenset((str, bytes, int, float, complex, bool, type(None))),
}  # fmt: skip
_TAGS = {cls: tag for tag, cls in enumerate(_SHAPES)}
_HEAD = b"c8-lint facts " + blake2b(repr(list(_SHAPES.items())).encode(), digest_size=8).digest()
Load = Callable[[Any], object]


class Malformed(ValueError):
    """Bytes that hold no facts, or those of another version of the tool."""


def dump(module: Union[ModuleFacts, Failure]) -> Optional[bytes]:
    """Return facts, or why there are none, as bytes; None where they nest too deeply to be loaded again."""
    try:
        body = marshal.dumps(_plain(module), _MARSHAL)
    except (RecursionError, ValueError):
        return None
    return _HEAD + blake2b(body, digest_size=_DIGEST).digest() + body


def load(data: bytes) -> Union[ModuleFacts, Failure]:
    """Return what bytes from `dump` hold. Raises Malformed."""
    start = len(_HEAD) + _DIGEST
    body = data[start:]
    if data[: len(_HEAD)] != _HEAD or blake2b(body, digest_size=_DIGEST).digest() != data[len(_HEAD) : start]:
        raise Malformed("the bytes are no facts of this version")
    try:
        found = _LOADS["M"](marshal.loads(body))
    except (EOFError, ValueError, TypeError, LookupError, RecursionError, MemoryError) as error:
        raise Malformed(str(error)) from None
    assert isinstance(found, (ModuleFacts, Failure))
    return found


def _plain(value: Any) -> Any:
    tag = _TAGS.get(value.__class__)
    if tag is not None:
        return (tag, *(_plain(field) for field in vars(value).values()))
    if value.__class__ is tuple:
        return tuple([_plain(part) for part in value])
    return value


def _span(value: Any) -> object:
    if value.__class__ is tuple:
        line, column, end_line, end_column = value
        if line.__class__ is column.__class__ is end_line.__class__ is end_column.__class__ is int:
            return value
    raise Malformed("a span was expected")


def _plain_loader(classes: frozenset[type]) -> Load:
    def load_plain(value: object) -> object:
        if value.__class__ in classes:
            return value
        raise Malformed("a plain value was expected")

    return load_plain


def _node_loader(classes: frozenset[type]) -> Load:
    wanted: dict[object, tuple[type, tuple[tuple[str, Load], ...]]] = {}

    def load_node(value: Any) -> object:
        if value.__class__ is not tuple:
            raise Malformed("a node was expected")
        if not wanted:
            wanted.update({_TAGS[cls]: (cls, _FIELDS[cls]) for cls in classes})
        cls, fields = wanted[value[0]]
        if len(value) != len(fields) + 1:
            raise Malformed("a node with other fields was expected")
        node: object = object.__new__(cls)
        held = node.__dict__
        for (name, load_field), part in zip(fields, value[1:]):
            held[name] = load_field(part)
        return node

    return load_node


def _optional(load_one: Load) -> Load:
    return lambda value: None if value is None else load_one(value)


def _tuple_of(load_one: Load) -> Load:
    def load_tuple(value: Any) -> object:
        if value.__class__ is not tuple:
            raise Malformed("a tuple was expected")
        return tuple([load_one(part) for part in value])

    return load_tuple


def _pair_of(first: Load, second: Load) -> Load:
    def load_pair(value: Any) -> object:
        if value.__class__ is not tuple or len(value) != 2:
            raise Malformed("a pair was expected")
        return first(value[0]), second(value[1])

    return load_pair


def _loader(kind: str) -> Load:
    if kind.startswith("*("):
        one, _, other = kind[2:-1].partition(",")
        return _tuple_of(_pair_of(_loader(one), _loader(other)))
    if kind.startswith("*"):
        return _tuple_of(_loader(kind[1:]))
    return _optional(_loader(kind[1:])) if kind.startswith("?") else _LOADS[kind]


_LOADS: dict[str, Load] = {
    "@": _span,
    **{kind: _plain_loader(classes) for kind, classes in _PLAIN.items()},
    **{kind: _node_loader(classes) for kind, classes in _CLASSES.items()},
}
_FIELDS: dict[type, tuple[tuple[str, Load], ...]] = {
    cls: tuple(zip(cls.__annotations__, (_loader(kind) for kind in shape.split()))) for cls, shape in _SHAPES.items()
}
