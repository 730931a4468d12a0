"""The line hash against known values, those of the tests of GitHub's codeql-action among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macrometa_conformance.project.text import split_lines
from macrometa_conformance.reporters.line_hash import line_hashes


def reference(text: str) -> list[str]:
    """Return the hashes by the definition: one block of 100 units from each line's start, computed one by one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    units = [
        int.from_bytes(pair, "little")
        for pair in (text.encode("utf-16-le")[i : i + 2] for i in range(0, len(text.encode("utf-16-le")), 2))
        if int.from_bytes(pair, "little") not in (9, 32)
    ] + [0xFFFF]
    starts = [0] + [i + 1 for i, unit in enumerate(units) if unit == 10]
    found: list[str] = []
    for start in starts:
        block = (units + [0] * 100)[start : start + 100]
        value = f"{sum(unit * 37 ** (99 - i) for i, unit in enumerate(block)) % 2**64:x}"
        found.append(f"{value}:{sum(old.startswith(value + ':') for old in found) + 1}")
    return found


def test_empty_file() -> None:
    """An empty file has one line, with the hash that code scanning computes for it."""
    assert line_hashes([""]) == line_hashes([]) == ("c129715d7a2bc9a3:1",)


def test_blanks_do_not_count() -> None:
    """Blanks and tabs are left out of the hash, whether before, within or after a line."""
    assert line_hashes([" a", "b", "  \t\tc", " d"]) == (
        "271789c17abda88f:1",
        "54703d4cd895b18:1",
        "180aee12dab6264:1",
        "a23a3dc5e078b07b:1",
    )


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_line_ends_are_alike(end: str) -> None:
    """The known values of a text with blank lines and a last line end hold for each kind of line end."""
    text = end.join([" hello; \t", "world!!!", "", "", "  \t\tGreetings", " End", ""])
    assert line_hashes(split_lines(text)) == (
        "e9496ae3ebfced30:1",
        "fb7c023a8b9ccb3f:1",
        "ce8ba1a563dcdaca:1",
        "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1",
        "c129715d7a2bc9a3:1",
    )


def test_repeated_lines() -> None:
    """Equal lines share their hash as long as the hundred characters from them on are equal, and are counted."""
    hashes = line_hashes(("Lorem ipsum dolor sit amet.\n" * 10).split("\n"))
    assert hashes == (
        *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
        "a7f2ff1481e87703:1",
        "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1",
        "cc97dc7b1d7d8f7b:1",
        "c129715d7a2bc9a3:1",
    )


def test_equal_blocks_are_numbered() -> None:
    """Lines whose following text is equal share the hash and count up."""
    hashes = line_hashes(["x" * 200, "x" * 200, "y"])
    assert [value.split(":")[1] for value in hashes] == ["1", "2", "1"]
    assert hashes[0].split(":")[0] == hashes[1].split(":")[0]


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n") | st.just("\n"), max_size=300))
def test_agrees_with_the_definition(text: str) -> None:
    """On any text, astral characters included, the hashes are those of the definition."""
    assert list(line_hashes(text.split("\n"))) == reference(text)
