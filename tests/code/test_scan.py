"""The look at source text that keeps the parser from what it cannot stand."""

import ast

import pytest

from macrometa_conformance.code import scan, sizes
from macrometa_conformance.code.facts import Failure
from macrometa_conformance.code.scan import inconsistent_tab, too_complex

CHAIN, BRACKETS = scan.MAX_CHAIN, scan.MAX_BRACKETS


def refusal(source: str) -> Failure:
    """Return why a text is not parsed."""
    found = too_complex(source)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        "f'{x}'", "f'{x!r:>{width}}'", "f'{x:%Y-%m}'", "f'{{{x}}}'", "f'}}{{'", "f'{a:{b:{c}}}'", "f'{a:#x}'",
        "rf'\\{a}'", "f'\\{a}'", "f'\\N{DASH}{a}'", "rf'\\N{a}'", "f'{x:\"<10}'", "f'{d['key']}'", "f'{f'{1}'}'",
        "f'{ {1: 2}[1]:>3 }'", "f'''{\n x}\n'''", "f'''{x:\n}'''", "f'''a'b''c{x}'''", "f'\\''", "f'\\\\'", "F'{x}'",
        "t'{x}'", "'{'", "'('", "'\\'('", "'''('''", "b'('", "f'('", "f'{x}('", "# (\n", "'(\\\n('", "f'{x # (\n}'",
    ],
)  # fmt: skip
def test_strings_end_where_python_ends_them(text: str) -> None:
    """What stands in a string opens no bracket, and after the string and its fields every bracket counts."""
    assert too_complex(f"x = {text}\n{'(' * BRACKETS}") is None
    assert refusal(f"x = {text}\n{'(' * (BRACKETS + 1)}").message == "too many nested parentheses"
    assert refusal(f"x = ({text}\n{'(' * BRACKETS}").message == "too many nested parentheses"


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [
        ("x = a", " + b", ""),
        ("x = a", ".b", ""),
        ("x = a", "()", ""),
        ("x = a", "[0]", ""),
        ("x = ", "-", "a"),
        ("x = ", "not ", "a"),
        ("x = ", "a if b else ", "c"),
        ("x = ", "lambda: ", "0"),
        ("x = ", "lambda a, b: ", "0"),
        ("x = ", "lambda a=", "0"),
        ("x = ", "'a' ", ""),
        ("x = ", "f'{a}' ", ""),
        ("x = [a ", "for a in b ", "]"),
        ("x = f'{", "-", "a}'"),
        ("x = f'{a:{", "-", "a}}'"),
        ("x = (", "a +\n", "a)"),
        ("x = a", " + \\\n a", ""),
    ],
)
def test_what_nests_is_counted(before: str, part: str, after: str) -> None:
    """However an expression nests, the text that would nest too deeply is not parsed, and it is no syntax error."""
    assert too_complex(before + part * (CHAIN // 4) + after) is None
    assert refusal(before + part * (CHAIN + 1) + after).undecided


def test_parts_are_counted_over_all_open_brackets() -> None:
    """A chain in a bracket adds to the chain that the bracket stands in."""
    text = "(" + "-" * 100
    assert too_complex("x = " + text * 10 + "1" + ")" * 10) is None
    assert refusal("x = " + text * 30 + "1" + ")" * 30).undecided


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "-1, " * 5000 + "]",
        "x = {" + "'a': -1, " * 5000 + "}",
        "x = [" + "lambda: 1, " * 500 + "]",
        "x = a + b\n" * 5000,
        "x = a + b; " * 5000,
        "x = f(\n" + "y = a + b\ndef f(): return 1\n" * 3000,
        "case(" * 11 + ")" * 11 + "\n",
    ],
)
def test_what_stands_side_by_side_is_not_added_up(text: str) -> None:
    """Elements, statements, and what follows a bracket that is never closed are counted each for itself."""
    assert too_complex(text) is None


@pytest.mark.parametrize(
    "pattern",
    ["{1: " * 14 + "2" + "}" * 14, "A(x=" * 14 + "1" + ")" * 14, "[" * 14 + "]" * 14],
)
def test_deep_patterns_are_not_parsed(pattern: str) -> None:
    """Patterns nested so deeply that the parser would take hours are undecided; as an expression they are fine."""
    assert refusal(f"match x:\n    case {pattern}: pass\n").undecided
    assert too_complex(f"x = {pattern}\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "\n" * (sizes.MAX_LINES + 1),
        "a;" * (sizes.MAX_LINES + 1),
        "x = [" + "1," * (sizes.MAX_ITEMS + 1) + "]",
        "if a: pass\n" + "elif b: pass\n" * (sizes.MAX_BRANCHES + 1),
        "x=a+b+c+d+e+f+g\n" * (scan.MAX_TOKENS // 7 + 1),
        ("x = a" + "+a" * 1900 + "\n") * 4,
        "#" * (scan.MAX_CHARACTERS + 1),
    ],
)
def test_what_would_take_too_long_is_undecided(text: str) -> None:
    """A file beyond the limits of analysis is refused, and that is no syntax error."""
    assert refusal(text).undecided


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("x = 1\ny = " + "(" * (BRACKETS + 1), "too many nested parentheses", 2, BRACKETS + 5),
        ("".join(" " * i + "if a:\n" for i in range(101)), "too many levels of indentation", 101, 101),
        ("x\r\ny = '\0'", "source code cannot contain null bytes", 2, 6),
    ],
)
def test_what_python_refuses_is_a_syntax_error(text: str, message: str, line: int, column: int) -> None:
    """More brackets or indents than CPython takes, and a null byte, are told at their place."""
    assert refusal(text) == Failure(message, line, column, False)


def test_what_python_accepts_is_not_refused() -> None:
    """The number of levels of indentation is the one that CPython takes."""
    levels = "".join(" " * i + "if a:\n" for i in range(scan.MAX_INDENTS)) + " " * scan.MAX_INDENTS + "pass\n"
    ast.parse(levels)
    assert too_complex(levels) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("if x:\n\ty\n        z\n", (3, 1)),
        ("if x:\n        y\n\tz\n", (3, 1)),
        ("if x:\r        y\r\tz\r", (3, 1)),
        ("if x:\n\ty\n\tz\n", None),
        ("if x:\n  y\n  if z:\n  \tw\n", None),
        ("if x:\n    y\n\x0c    z\n", None),
        ("x = (\n\ty,\n        z)\n", None),
        ("if x:\n\ty\n        # note\n\n\tz\n", None),
        ('if x:\n\t"""\n        a"""\n\tz\n', None),
    ],
)
def test_tabs_that_clash_with_blanks_are_found(text: str, place: object) -> None:
    """Indentation that means another thing with another width of tabs is found; in brackets and strings it is none."""
    assert inconsistent_tab(text) == place
