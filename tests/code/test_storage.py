"""Facts as bytes and back."""

import marshal
import typing
from hashlib import blake2b
from typing import Union

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrometa_conformance.code import facts, storage
from macrometa_conformance.code.compile import compile_source
from macrometa_conformance.code.facts import Failure, ModuleFacts
from macrometa_conformance.code.storage import Malformed, dump, load
from tests.code.generated import modules
from tests.code.sources import SOURCES, standard_library


def stored(payload: typing.Any) -> bytes:
    """Return bytes as `dump` would make them of some plain data."""
    body = marshal.dumps(payload, 4)
    return storage._HEAD + blake2b(body, digest_size=16).digest() + body


def bytes_of(module: Union[ModuleFacts, Failure]) -> bytes:
    """Return what facts are stored as."""
    data = dump(module)
    assert data is not None
    return data


def round_trip(module: Union[ModuleFacts, Failure]) -> Union[ModuleFacts, Failure]:
    """Return facts stored and loaded."""
    return load(bytes_of(module))


def plain(module: Union[ModuleFacts, Failure]) -> list[object]:
    """Return the plain data that facts are stored as."""
    data: tuple[object, ...] = marshal.loads(bytes_of(module)[len(storage._HEAD) + 16 :])
    return list(data)


@pytest.mark.parametrize("form", sorted(SOURCES))
def test_every_form_of_syntax_comes_back(form: str) -> None:
    """The facts of each form of syntax are the same once stored and loaded."""
    module = compile_source(SOURCES[form])
    assert isinstance(module, ModuleFacts)
    assert repr(round_trip(module)) == repr(module)


@settings(max_examples=60, deadline=None)
@given(modules())
def test_generated_modules_come_back(source: str) -> None:
    """The facts of generated modules are the same once stored and loaded."""
    module = compile_source(source)
    assert isinstance(module, ModuleFacts), module
    assert repr(round_trip(module)) == repr(module)


def test_standard_library_comes_back() -> None:
    """The facts of a sample of the standard library are the same once stored and loaded."""
    for path in standard_library(8):
        module = compile_source(path.read_text(encoding="utf-8"))
        assert round_trip(module) == module


@pytest.mark.parametrize(
    "literal", ["1e400", "-1e400", "'\\ud800'", "b'\\xff'", "2j", f"{10**40}", "'a\\0b'", "-0.0", "''"]
)
def test_unusual_literals_come_back(literal: str) -> None:
    """Infinities, lone surrogates, bytes and large numbers are stored as they are."""
    module = compile_source(f"x = {literal}\n")
    assert isinstance(module, ModuleFacts)
    assert repr(round_trip(module)) == repr(module)


def test_a_failure_comes_back() -> None:
    """Why a file has no facts is stored as well."""
    failure = Failure("invalid syntax", 3, 7, False)
    assert round_trip(failure) == failure


def test_a_deep_module_comes_back_or_is_not_stored() -> None:
    """Facts that nest as deeply as code does come back; those at the limits of the analysis need not be stored."""
    for depth in (12, 99):
        blocks = "".join(" " * i + "if a:\n" for i in range(depth))
        module = compile_source(blocks + " " * depth + "x = " + "f(a=" * depth + "1" + ")" * depth + "\n")
        assert isinstance(module, ModuleFacts)
        data = dump(module)
        assert (depth == 99 and data is None) or round_trip(module) == module


def test_shapes_are_those_of_the_facts() -> None:
    """What is checked on loading is what the classes of facts declare."""
    letters = {
        "Argument": "A", "Loop": "L", "Parameter": "P", "ImportedName": "I", "Handler": "H", "Case": "C",
        "Name": "n",
    }  # fmt: skip

    def kind(hint: object) -> str:
        hint = vars(facts)[hint] if isinstance(hint, str) else hint  # Python 3.9 leaves a name in `tuple` as it is
        options = typing.get_args(hint)
        if hint == facts.Span:
            return "@"
        if hint in (str, bool, int):
            return {str: "s", bool: "b", int: "i"}[typing.cast(type, hint)]
        if typing.get_origin(hint) is tuple and options[-1] is Ellipsis:
            return "*" + kind(options[0])
        if typing.get_origin(hint) is tuple:
            return "(" + ",".join(kind(option) for option in options) + ")"
        expressions = set(typing.get_args(facts.Expr))
        if set(options) - {type(None)} == expressions:
            return "?e" if type(None) in options else "e"
        if set(options) == set(typing.get_args(facts.Stmt)):
            return "S"
        if set(options) == {str, type(None)}:
            return "?s"
        return letters[hint.__name__] if isinstance(hint, type) else "l"

    names = vars(facts)
    hints = {cls: typing.get_type_hints(cls, {**names, **vars(typing)}) for cls in storage._SHAPES}
    evaluated = {cls: " ".join(kind(hints[cls][name]) for name in cls._fields) for cls in storage._SHAPES}
    assert evaluated == storage._SHAPES
    assert set(storage._SHAPES) == {
        cls for cls in names.values() if isinstance(cls, type) and issubclass(cls, facts.Fact) and cls is not facts.Fact
    }


def mutations(data: list[object]) -> list[object]:
    """Return plain data with one part of it, wherever, replaced by what does not belong there."""
    found: list[object] = []

    def visit(node: object, rebuild: typing.Callable[[object], object]) -> None:
        others: list[object] = [None, -1, 999, "x", (), (1,), object]
        found.extend(rebuild(other) for other in others[:-1] if other != node or type(other) is not type(node))
        if isinstance(node, tuple):
            found.append(rebuild((*node, 1)))
            found.append(rebuild(node[:-1]))
            for index, part in enumerate(node):

                def around(new: object, index: int = index, node: tuple[object, ...] = node) -> object:
                    return rebuild((*node[:index], new, *node[index + 1 :]))

                visit(part, around)

    visit(tuple(data), lambda new: new)
    return found


def test_what_is_malformed_is_refused_or_is_facts() -> None:
    """Bytes with any part changed give facts of the declared shape or are refused, and no other error comes out."""
    module = compile_source("def f(a=1): return a.b(*c)\nif x: y = {1: 'a'}\n")
    refused = 0
    for payload in mutations(plain(module)):
        try:
            found = load(stored(payload))
        except Malformed:
            refused += 1
        else:
            assert round_trip(found) == found
    assert refused > 500


@given(st.binary(max_size=200))
def test_other_bytes_are_refused(data: bytes) -> None:
    """Bytes that `dump` did not make are refused, whatever they begin with."""
    good = bytes_of(Failure("invalid syntax", 1, 1, False))
    for candidate in (data, good[: len(storage._HEAD)] + data, good[:-1], good + data + b"x"):
        with pytest.raises(Malformed):
            load(candidate)


@pytest.mark.parametrize(
    "payload", [None, 1, "x", (), (0,), {}, [], (0, 1, (1, 1, 1, 1)), compile("1", "x", "eval"), float("nan")]
)
def test_other_data_is_refused(payload: object) -> None:
    """Plain data that is no module, and code, are refused."""
    with pytest.raises(Malformed):
        load(stored(payload))
