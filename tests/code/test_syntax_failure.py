"""Where a text that is no Python is said to be wrong."""

import ast
from types import SimpleNamespace

import pytest

from macrometa_conformance.code import from_cst
from macrometa_conformance.code.compile import compile_source
from macrometa_conformance.code.facts import Failure


def failure(source: str) -> Failure:
    """Return why a text has no facts."""
    found = compile_source(source)
    assert isinstance(found, Failure)
    return found


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("def save(state)\n    return state\n", 1),
        ("def save(:\n", 1),
        ("x = \ny = 1\n", 1),
        ("class A:\n  def f(self)\n    pass\n", 2),
        ("def f():\n    x\n  y\n", 3),
        ("x = 1\nprint 'a'\n", 2),
        ("x = 1\n  y = 2\n", 2),
        ("if x:\n\ty\n        z\n", 3),
    ],
)
def test_the_line_is_that_of_the_mistake(source: str, line: int) -> None:
    """A syntax error is told at the line to edit, not at the one where the parser gave up."""
    found = failure(source)
    assert (found.line, found.undecided) == (line, False)


def test_a_text_that_the_parser_does_not_give_back_has_no_facts() -> None:
    """Where LibCST loses a line, as with a backslash in the indentation, no place after it would be right."""
    assert failure("if x:\n    y\n  \\\n  z\n").line in (1, 3, 4)  # by the Python that runs


def test_what_python_accepts_is_no_syntax_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that the analysis cannot read and the running Python can, say new syntax, is undecided."""
    newer = SimpleNamespace(parse=lambda source: ast.parse("pass"))  # what a Python of years to come does
    monkeypatch.setattr(from_cst, "ast", newer)
    assert failure("from the future import syntax\n").undecided
