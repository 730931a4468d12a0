"""Text of the linted project is shown harmlessly."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macrometa_conformance.reporters import FORMATS, RenderOptions, render
from macrometa_conformance.reporters.escape import visible, visible_characters, visible_start, well_formed
from tests.reporters.samples import HOSTILE

ANY = st.text(st.characters() | st.sampled_from("\x1b\n\r:#[]\u202e\u2028 \t"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain `code` – é 😀", "plain `code` – é 😀"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\u202eabc\u2028\U000e0041", r"\u202eabc\u2028\U000e0041"),
        ("\x9b\x7f\x00", r"\x9b\x7f\x00"),
        ("\udcff", r"\udcff"),
        ("##[error]x ##vso[task] # [a] ##x", r"\x23#[error]x \x23#vso[task] # [a] ##x"),
        ("###[x]", r"#\x23#[x]"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """Controls, invisible characters and log commands become escapes; everything else stays."""
    assert visible(text) == shown


@given(ANY)
def test_nothing_hidden_is_left(text: str) -> None:
    """Whatever the text, what is shown has no control, format or surrogate character and no log command."""
    shown = visible(text)
    assert all(unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in shown)
    assert "##[" not in shown
    assert shown == "".join(visible_characters(text))
    assert len(visible_characters(text)) == len(text)


@given(ANY)
def test_no_line_starts_a_command(text: str) -> None:
    """A text that begins a line never begins with the mark of a workflow command, blanks before it or not."""
    assert not visible_start(text).lstrip().startswith("::")


@given(ANY)
def test_well_formed_text_can_be_encoded(text: str) -> None:
    """Lone surrogates are gone and every other character stays."""
    well_formed(text).encode("utf-8")
    assert well_formed("a\x1b\n😀") == "a\x1b\n😀"


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_names_are_harmless(name: str) -> None:
    """No format lets a project's texts write controls, direction marks, new lines or commands of a build server."""
    text = render(
        name, HOSTILE, RenderOptions(show_report=True, verbose=True, statistics=True, matrix=True, version="1")
    )
    for line in text.split("\n"):
        assert all(unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in line)
        own = name == "github" and line.startswith(("::error title=C8", "::error title=c8-lint::"))
        assert own or not line.lstrip().startswith("::")
    text.encode("utf-8")


def test_hostile_text_adds_no_line() -> None:
    """The concise report has one line a finding even when messages and paths hold line ends."""
    text = render("concise", HOSTILE, RenderOptions(quiet=True))
    assert len(text.splitlines()) == 3  # two findings and a crash
