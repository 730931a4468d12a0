"""Positions in TOML text."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from macrometa_conformance.finding import Region
from macrometa_conformance.project.positions import KeyPath, TomlDocument, TomlError, read_toml


def cut(text: str, region: Region | None) -> str:
    """Return the text of a region."""
    assert region is not None
    lines = text.split("\n")[region.line - 1 : region.end_line]
    lines[-1] = lines[-1][: region.end_column - 1]
    lines[0] = lines[0][region.column - 1 :]
    return "\n".join(lines)


def scalars(value: Any, path: KeyPath = ()) -> list[tuple[KeyPath, Any]]:
    """Return every scalar under a value with its key path."""
    if isinstance(value, dict):
        return [found for key, inner in value.items() for found in scalars(inner, (*path, key))]
    if isinstance(value, list):
        return [found for index, inner in enumerate(value) for found in scalars(inner, (*path, index))]
    return [(path, value)]


def check(text: str) -> TomlDocument:
    """Read a text and prove of each scalar that its region, parsed again, is its value."""
    document = read_toml(text)
    bare = text.lstrip("\ufeff")
    for path, value in scalars(document.values):
        assert tomli.loads("x = " + cut(bare, document.region(path)))["x"] == value, path
        keys = [part for part in path if isinstance(part, str)]
        if isinstance(path[-1], str):
            assert list(tomli.loads(cut(bare, document.key_region(path)) + " = 1")) == keys[-1:], path
    return document


def _basic(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


TEXT = st.text(
    st.one_of(st.characters(blacklist_categories=["Cs"]), st.sampled_from("\"'\\ \t\n\r.#[]{}=,😀é")), max_size=8
)
SCALARS = st.one_of(
    TEXT.map(_basic),
    st.integers(-(2**63), 2**63 - 1).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.booleans().map(lambda value: str(value).lower()),
    st.datetimes(datetime.datetime(1, 1, 1)).map(lambda moment: moment.isoformat(sep=" ")),
    st.dates().map(str),
    st.sampled_from(["'C:\\x'", "'''a'b\n😀\"'''", '"""\nab\\\n   c é"""', '""', "0x_f".replace("_", "1"), "1_000"]),
)


KEYS = st.one_of(st.sampled_from(["a", "b-c", "d_1", "1", "'q.r'", '"s t"']), TEXT.map(_basic))


def _inline(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    arrays = st.lists(children, max_size=4).map(lambda items: "[\n # comment 😀\n" + ", ".join(items) + " ]")
    pairs = st.lists(st.tuples(KEYS, children), max_size=3, unique_by=lambda pair: _decoded(pair[0]))
    tables = pairs.map(lambda found: "{ " + ", ".join(f"{key} = {value}" for key, value in found) + " }")
    return st.one_of(arrays, tables)


def _decoded(key: str) -> str:
    return next(iter(tomli.loads(f"{key} = 1")))


VALUES = st.recursive(SCALARS, _inline, max_leaves=6)
PAIRS = st.lists(st.tuples(KEYS, VALUES), max_size=4, unique_by=lambda pair: _decoded(pair[0]))


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Draw a document: top-level pairs, tables with dotted headers, arrays of tables with sub-tables."""
    lines = [f"{key} = {value} # é😀" for key, value in draw(PAIRS)]
    for number in range(draw(st.integers(0, 3))):
        head = f"t{number}"
        style = draw(st.sampled_from(["table", "dotted", "array", "reopened"]))
        if style == "table":
            lines.append(f"[ {head} . {draw(KEYS)} ]")
        elif style == "dotted":
            lines.append(
                f"{head}.'😀'.x = 5" if not number and len(lines) == 0 else f"[{head}]\nk.'😀'.x = 5\n[{head}.y]"
            )
        elif style == "reopened":
            lines.append(f"[{head}.deep.er]\nz = '😀'\n[{head}]")
        else:
            for _ in range(draw(st.integers(1, 3))):
                lines.append(f"[[{head}]]")
                lines.extend(f"{key} = {value}" for key, value in draw(PAIRS))
                lines.append(f"[[{head}.'s u b'.n]]\nz = 1\n[[{head}.'s u b'.n]]\nz = 2\n[{head}.more]")
        lines.extend(f"{key} = {value}" for key, value in draw(PAIRS))
    text = "\n".join(lines) + draw(st.sampled_from(["", "\n"]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


@settings(max_examples=150, deadline=None)
@given(documents())
def test_regions_parse_to_their_values(text: str) -> None:
    """The region of every scalar, cut out and parsed again, gives the value; the same for every key."""
    try:
        tomli.loads(text.lstrip("\ufeff"))
    except tomli.TOMLDecodeError:  # a drawn key met a fixed one
        return
    check(text)


def test_tables_are_where_their_headers_are() -> None:
    """A table's region is its header, an array of tables' element likewise, an implicit table's its key."""
    text = '[tool.poetry]\nname = "x"\n\n[[tool.a]]\nb = 1\n[[tool.a]]\nb = 2\n[tool]\nc.d = 3\n'
    document = check(text)
    assert cut(text, document.region(("tool",))) == "[tool]"
    assert cut(text, document.region(("tool", "poetry"))) == "[tool.poetry]"
    assert document.region(("tool", "a", 1)) == Region(6, 1, 6, 11)
    assert document.region(("tool", "a", 1, "b")) == Region(7, 5, 7, 6)
    assert document.region(("tool", "c")) == Region(9, 1, 9, 2)
    assert document.key_region(("tool", "poetry")) == Region(1, 7, 1, 13)
    assert document.region(("tool", "nothing")) is None


def test_columns_count_code_points() -> None:
    """Astral and accented characters before a value count one column each, on a CRLF line too."""
    document = read_toml('a = 1\r\n"😀é" = ["😀", "x"]\r\n')
    assert document.region(("😀é", 1)) == Region(2, 14, 2, 17)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a = 1\nb = \n", 2, 5), ("é = 1", 1, 1), ('a = "', 1, 6), ("a = 1\na = 2", 2, 6), ("[", 1, 2), ("a=\r\r", 1, 3)],
)
def test_errors_have_places(text: str, line: int, column: int) -> None:
    """Text that is no TOML raises an error with the line and column at which the parser stopped."""
    with pytest.raises(TomlError) as raised:
        read_toml(text)
    assert (raised.value.line, raised.value.column) == (line, column)
    assert "at line" not in raised.value.message


@pytest.mark.parametrize("text", ["a = " + "[" * 20_000, "a = " + "{a=" * 5_000, "a = " + "9" * 10_000 + "x"])
def test_hostile_text_is_an_error(text: str) -> None:
    """Nesting beyond what the parser bears is an error like any other, and so is a monstrous number."""
    with pytest.raises(TomlError):
        read_toml(text)


def test_deep_but_legal_text_has_positions() -> None:
    """A hundred nested arrays and a key of five hundred parts are followed without recursion."""
    text = "x = " + "[" * 100 + "7" + "]" * 100 + "\n" + ".".join(["k"] * 500) + " = 8\n"
    document = read_toml(text)
    assert document.region(("k",) * 500) == Region(2, 1003, 2, 1004)
    assert document.region(("x", *[0] * 100)) == Region(1, 105, 1, 106)
