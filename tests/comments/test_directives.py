"""What a comment asks for: rules, reason, places, and what is no suppression."""

import pytest

from macrometa_conformance.comments.comment import on_one_line
from macrometa_conformance.comments.directives import Directive, directives_of


def asked(text: str) -> list[Directive]:
    """Return what a comment that begins at line 3, column 5 asks for."""
    return list(directives_of(on_one_line(text, 3, 5, [(3, 3)])))


@pytest.mark.parametrize(
    ("text", "verb", "words", "reason"),
    [
        ("# c8-lint: ignore[C8702]", "ignore", ["C8702"], ""),
        ("# c8-lint: ignore[C8702] the platform maps it", "ignore", ["C8702"], "the platform maps it"),
        ("#c8-lint:ignore[C8702]: see #12 -- really", "ignore", ["C8702"], "see #12 -- really"),
        ("#: c8-lint: ignore[C8702]", "", [], ""),
        (
            "## c8-lint: ignore [ C8702 , wrong-metrics-port ] \u2013 why",
            "ignore",
            ["C8702", "wrong-metrics-port"],
            "why",
        ),
        ("# c8-lint: ignore[C8702 C8301,]", "ignore", ["C8702", "C8301"], ""),
        ("# c8-lint: ignore-file[C8202] old name", "ignore-file", ["C8202"], "old name"),
        ("# noqa: E501  # c8-lint: ignore[C8702] why  # type: ignore", "ignore", ["C8702"], "why"),
        ("; c8-lint: ignore[C8301] why", "ignore", ["C8301"], "why"),
        ("<!-- c8-lint: ignore[C8402] why -->", "ignore", ["C8402"], "why"),
        ("<!--c8-lint: ignore[C8402]-->", "ignore", ["C8402"], ""),
        ("<!-- c8-lint: ignore[C8402] over\n   lines -->", "ignore", ["C8402"], "over lines"),
    ],
)
def test_rules_and_reason_are_read(text: str, verb: str, words: list[str], reason: str) -> None:
    """Blanks, other comments and signs around the reason do not matter; what does not begin so asks for nothing."""
    found = [(one.verb, [word.text for word in one.words], one.reason, one.mistake) for one in asked(text)]
    assert found == ([(verb, words, reason, "")] if verb else [])


@pytest.mark.parametrize(
    "text",
    [
        "# see c8-lint: ignore[C8702]",
        "# `c8-lint: ignore[C8702]` is how",
        "# c8-lint: the port is fixed",
        "# c8-lint: ignores this",
        "# c8-lint:",
        "# see the c8-lint documentation",
        "# c8-lint ignores the tests",
        "# c8-lint ignore is how",
        "# c8-lint, ignore the rest",
        "# c8-lint-full runs always",
        "# C8-Lint: the linter",
        "# c8lint[1] is another tool",
        "# c8-lint.toml: table[0]",
        "# c9-lint: ignore[C8702]",
        "# x-c8-lint: ignore[C8702]",
        "# text#c8-lint: ignore[C8702]",
        "<!-- see # below; c8-lint: ignore[C8702] -->",
    ],
)
def test_talk_about_the_tool_asks_for_nothing(text: str) -> None:
    """A comment in which the mark does not stand at its start, or no known word behind it, is prose."""
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("# c8-lint: ignore", "the suppression names no rule"),
        ("# c8-lint: ignore C8702", "the suppression names no rule"),
        ("# c8-lint: ignore[]", "the suppression names no rule"),
        ("# c8-lint: ignore-file", "the suppression names no rule"),
        ("# c8-lint: ignore[C8702 because", "the brackets round the rules are not closed"),
        ("# c8-lint: IGNORE", "`IGNORE` is nothing that a comment can ask for"),
        ("# c8-lint: disable[C8702]", "`disable` is nothing that a comment can ask for"),
        ("# c8-lint: Ignore[C8702]", "`Ignore` is nothing that a comment can ask for"),
    ],
)
def test_what_is_no_suppression_says_why(text: str, mistake: str) -> None:
    """There is no blanket suppression, and what is misspelt is told instead of being taken for prose."""
    assert [one.mistake for one in asked(text)] == [mistake]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("# c8lint: ignore[C8702] why", "c8lint:"),
        ("# c8_lint: ignore-file[C8702]", "c8_lint:"),
        ("# C8-LINT: IGNORE[C8702]", "C8-LINT:"),
        ("# c8-lint ignore[C8702]", "c8-lint"),
        ("# c8-lint; ignore[C8702]", "c8-lint;"),
        ("# c8-lint : ignore[C8702]", "c8-lint :"),
        ("# c8-lint - ignore[C8702]", "c8-lint -"),
        ("# C8 Lint: ignore", "C8 Lint:"),
        ("# c8lint: disable[C8702]", "c8lint:"),
        ("# c8-lint-ignorefile[C8702]", "c8-lint-"),
        ("# noqa # c8lint:ignore[C8702]", "c8lint:"),
        ("<!-- c8.lint: ignore[C8402] -->", "c8.lint:"),
        ("; c8lint=ignore[C8301]", "c8lint="),
    ],
)
def test_a_slip_of_the_mark_is_told(text: str, mark: str) -> None:
    """What is written like a suppression, and is none for how it begins, names how that was spelt."""
    (found,) = asked(text)
    assert found.mistake == f"the comment begins with `{mark}` in place of `c8-lint:`, and suppresses nothing"


def test_a_comment_may_ask_for_several_things() -> None:
    """Each has its own reason and place."""
    text = "# c8-lint: ignore[C8702] one # c8-lint: ignore-file[C8202] two"
    first, second = asked(text)
    assert (first.reason, second.reason) == ("one", "two")
    assert (first.region.column, second.region.column) == (5, 5 + text.rindex("#"))
    assert first.region.end_column == 5 + text.index(" # c8")


def test_each_word_has_its_place() -> None:
    """The place of a word is that of its characters in the file, on the line where it stands."""
    (one,) = asked("# c8-lint: ignore[C8702, C8301]")
    assert [(word.region.line, word.region.column, word.region.end_column) for word in one.words] == [
        (3, 23, 28),
        (3, 30, 35),
    ]
    (two,) = asked("<!-- c8-lint: ignore[\n C8402] -->")
    assert [(word.region.line, word.region.column) for word in two.words] == [(4, 2)]
