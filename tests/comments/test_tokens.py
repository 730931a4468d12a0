"""The scan for comments against Python's own tokens."""

import tokenize
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from macrometa_conformance.comments import python
from macrometa_conformance.comments.comment import Elements, Lines

ROOT = Path(__file__).parents[2]
SKIPPED = (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)


def statements(tokens: list[tokenize.TokenInfo]) -> Iterator[Lines]:
    """Yield the logical lines, decorators with what they decorate."""
    first, decorators, begins = 0, False, True
    for token in tokens:
        if token.type == tokenize.NEWLINE:
            if not decorators:
                yield first, token.start[0]
                first = 0
            begins = True
        elif token.type not in (*SKIPPED, tokenize.COMMENT) and begins:
            first, decorators, begins = first or token.start[0], token.string == "@", False


@pytest.mark.parametrize("folder", ["macrometa_conformance", "rules", "tests/code"])
def test_comments_and_statements_are_those_of_the_tokens(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In all code of the project every comment is found, no other text is, and each has its statement."""
    monkeypatch.setattr(python, "may_speak", bool)
    files = sorted((ROOT / folder).rglob("*.py"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        tokens = list(tokenize.generate_tokens(StringIO(text).readline))
        elements = Elements(statements(tokens))
        expected = [
            (line, column + 1, elements.at(line) or elements.below(line))
            for line, column in (token.start for token in tokens if token.type == tokenize.COMMENT)
        ]
        found = [(one.region.line, one.region.column, *(one.elements or [None])) for one in python.comments_of(text)]
        assert found == expected, file
