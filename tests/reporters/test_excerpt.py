"""The excerpt and its underline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.excerpt import columns, excerpt

LINES = st.text(st.characters(codec="utf-8", exclude_characters="\n\r\t"), max_size=60)


@pytest.mark.parametrize(
    ("line", "region", "shown"),
    [
        ("port = 9000", (8, 12), ("port = 9000", 7, 4)),
        ("\tport = 9000", (9, 13), ("    port = 9000", 11, 4)),
        ("ab\tc", (4, 5), ("ab  c", 4, 1)),
        ("表 = 9000", (5, 9), ("表 = 9000", 5, 4)),
        ("表", (1, 2), ("表", 0, 2)),
        ("😀 x", (3, 4), ("😀 x", 3, 1)),
        ("e\u0301 x", (4, 5), ("e\u0301 x", 2, 1)),
        ("\x1b x", (3, 4), ("\\x1b x", 5, 1)),
        ("abc", (4, 4), ("abc", 3, 1)),
        ("abc", (9, 12), ("abc", 3, 1)),
        ("", (1, 1), ("", 0, 1)),
    ],
)
def test_underline(line: str, region: tuple[int, int], shown: tuple[str, int, int]) -> None:
    """The underline stands below the region whatever tabs, wide, combining or control characters come before it."""
    assert excerpt(line, *region, 80) == shown


def test_long_line_is_cut_round_the_region() -> None:
    """Of a long line the part round the region is shown, and both cuts are marked."""
    shown = excerpt("a" * 500 + "HERE" + "b" * 500, 501, 505, 40)
    assert shown.text.startswith("…aaa")
    assert shown.text.endswith("bbb…")
    assert shown.text[shown.offset : shown.offset + shown.length] == "HERE"
    assert columns(shown.text) == 40


def test_long_region_is_cut() -> None:
    """A region wider than the room is underlined as far as it is shown."""
    shown = excerpt("x" * 50 + "y" * 500, 51, 551, 40)
    assert columns(shown.text) <= 40
    assert set(shown.text[shown.offset : shown.offset + shown.length]) == {"y"}


def test_huge_line_is_quick() -> None:
    """A line of many millions of characters costs no more than the part that is shown."""
    line = "z" * 20_000_000
    assert columns(excerpt(line, 10_000_000, 10_000_004, 100).text) == 100


@given(before=LINES, region=LINES, after=LINES, width=st.integers(20, 200))
def test_underline_is_below_the_region(before: str, region: str, after: str, width: int) -> None:
    """The columns that are underlined begin where the region begins, and show nothing but the region."""
    line = before + region + after
    shown = excerpt(line, len(before) + 1, len(before) + len(region) + 1, width)
    assert columns(shown.text) <= width
    if shown.text == visible(line):
        assert shown.offset == columns(visible(before))
        assert shown.length == max(1, columns(visible(region)))
    else:
        assert shown.offset + shown.length <= max(width, 20)
