"""Hostile texts: the search for comments takes no more than a few steps for each character."""

import pytest

from macrometa_conformance.comments.directives import directives_of
from macrometa_conformance.comments.find import comments_of

MANY = 20_000


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("a.py", "# c8-lint: x\n" * MANY, MANY),
        ("a.py", "(" + "# c8-lint: x\n" * MANY, MANY),
        ("a.py", "@x  # c8-lint: x\n" * MANY, MANY),
        ("a.toml", "x = [" + "1,  # c8-lint: x\n" * MANY + "]\n", MANY),
        ("a.toml", "x = [\n" + "# c8-lint: x\n" * MANY + "]\n", MANY),
        ("a.toml", "x = [" + "1, " * MANY + "# c8-lint: x\n]\n", 1),
        ("a.cfg", "[a]\nx = 1\n" + "# c8-lint: x\n" * MANY, MANY),
        ("a.txt", "a \\\n" * MANY + "# c8-lint: x\n", 1),
        ("a.md", "<!-- c8-lint: x -->\n" * MANY, MANY),
        ("a.md", "c8-lint: " + "<!-- " * MANY, 0),
        ("a.md", "<!-- c8-lint: \n" + "<!-- " * MANY, 0),
        ("a.md", "- <!-- c8-lint: x -->\n" * MANY, MANY),
        ("a.md", "<!-- c8-lint: \0 -->\n\n" * MANY, MANY),
    ],
)
def test_many_comments_are_found_soon(path: str, text: str, count: int) -> None:
    """Thousands of comments, or of what only begins as one, are gone through once."""
    assert len(comments_of(path, text.encode())) == count


@pytest.mark.parametrize("text", ["# c8-lint: ignore[a" + ",a" * 200_000 + "]", "# c8-lint: ignore[a] " * 50_000])
def test_one_comment_asks_for_so_much_only(text: str) -> None:
    """Beyond a hundred things, and a hundred rules in each, nothing more is read."""
    (comment,) = comments_of("a.py", text.encode())
    found = list(directives_of(comment))
    assert sum(len(one.words) for one in found) == 100


@pytest.mark.parametrize("text", ["# " * 200_000 + "c8-lint: ignore[X]", "#" * 200_000 + "c8-lint: ignore[X]"])
def test_signs_without_end_are_gone_through_once(text: str) -> None:
    """What could begin a suppression at each sign is no suppression."""
    (comment,) = comments_of("a.py", text.encode())
    assert [one.mistake for one in directives_of(comment)] in ([], [""])
