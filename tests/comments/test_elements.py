"""To which lines of a file a comment belongs, in each kind of file."""

import pytest

from macrometa_conformance.comments.find import comments_of

PYTHON = '''import x  # c8-lint: trailing
# c8-lint: above

# another comment
@decorated(
    1)  # c8-lint: decorator
# c8-lint: between
def f(a,
      b):  # c8-lint: header
    """# c8-lint: docstring"""
    x = """
# c8-lint: string
""" + f"{a}# c8-lint: fstring"
    y = [
        1,  # c8-lint: element
        # c8-lint: own-line
    ]
    if x: pass; z = 1  # noqa: E701  # c8-lint: one-line
    b = 1 + \\
        2  # c8-lint: continued
    # c8-lint: end-of-block
else:
    é = "🙂"  # c8-lint: astral
# c8-lint: end
'''
PYTHON_LINES = {
    "trailing": "1-1",
    "above": "5-9",
    "decorator": "5-9",
    "between": "5-9",
    "header": "5-9",
    "element": "14-17",
    "own-line": "14-17",
    "one-line": "18-18",
    "continued": "19-20",
    "end-of-block": "22-22",
    "astral": "23-23",
    "end": "",
}
TOML = '''# c8-lint: top
[a]  # c8-lint: header
# c8-lint: above
x = 1  # c8-lint: trailing
deps = [  # c8-lint: bracket
  "a",  # c8-lint: element
  # c8-lint: own-line
  "b", { k = 1 }, [1,
   2],  # c8-lint: several
  # c8-lint: last
]  # c8-lint: closed
y = "# c8-lint: string"
[[b]]
# c8-lint: far

z = """
# c8-lint: strings
"""
# c8-lint: end
'''
TOML_LINES = {
    "top": "2-2",
    "header": "2-2",
    "above": "4-4",
    "trailing": "4-4",
    "bracket": "5-11",
    "element": "6-6",
    "own-line": "8-8",
    "several": "8-9",
    "last": "5-11",
    "closed": "5-11",
    "far": "16-18",
    "end": "",
}
CFG = """# c8-lint: top
[metadata]
name = x  # c8-lint: value
# c8-lint: above
description = a
  # c8-lint: inside
  b

[options]
# c8-lint: all
install_requires =
    requests  # c8-lint: requirement
    # c8-lint: below
    singer ; python_version < "3"  # c8-lint: marked

; c8-lint: semicolon
zip_safe = no
[options.extras_require]
test = pytest  # c8-lint: extra
# c8-lint: end
"""
CFG_LINES = {
    "top": "2-2",
    "above": "5-7",
    "inside": "5-7",
    "all": "11-14",
    "requirement": "12-12",
    "below": "14-14",
    "marked": "14-14",
    "semicolon": "17-17",
    "extra": "19-19",
    "end": "",
}
REQUIREMENTS = """# c8-lint: top
requests  # c8-lint: trailing
singer \\
  >= 1  # c8-lint: continued
git+https://example.org/x#c8-lint:fragment
# c8-lint: far

# another comment
b
# c8-lint: end
"""
REQUIREMENTS_LINES = {"top": "2-2", "trailing": "2-2", "continued": "3-4", "far": "9-9", "end": ""}
MARKDOWN = """# Title <!-- c8-lint: heading -->

<!-- c8-lint: touching -->
one
two <!-- c8-lint: inline
over two lines --> three

<!-- c8-lint: far -->

<!-- another -->

- item

  <!-- c8-lint: item-end -->
- next

| a | b |
|---|---|
| <!-- c8-lint: cell --> x | y |

```
<!-- c8-lint: fence -->
```

    <!-- c8-lint: indented -->

`<!-- c8-lint: code -->`

> <!-- c8-lint: quoted -->
> text

<div>
<!-- c8-lint: html -->
</div>

<!-- c8-lint: end -->
"""
MARKDOWN_LINES = {
    "heading": "1-1",
    "touching": "4-6",
    "inline": "4-6",
    "far": "12-16",
    "item-end": "12-14",
    "cell": "19-19",
    "quoted": "30-30",
    "html": "32-34",
    "end": "",
}
BROKEN_PYTHON = """# c8-lint: above
x = 1
def f(:  # c8-lint: broken
    return [  # c8-lint: open
"""
BROKEN_TOML = """# c8-lint: above
x = 1
y = = 2  # c8-lint: broken
# c8-lint: below
z = 3
"""


def belongs(path: str, text: str) -> dict[str, str]:
    """Return the lines that each comment of a text belongs to, by the first word behind the mark."""
    return {
        comment.text.partition("c8-lint: ")[2].split()[0]: " ".join(f"{a}-{b}" for a, b in comment.elements)
        for comment in comments_of(path, text.encode())
    }


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.py", PYTHON, PYTHON_LINES),
        ("pyproject.toml", TOML, TOML_LINES),
        ("setup.cfg", CFG, CFG_LINES),
        ("requirements.txt", REQUIREMENTS, REQUIREMENTS_LINES),
        ("README.md", MARKDOWN, MARKDOWN_LINES),
        ("a.py", BROKEN_PYTHON, {"above": "2-2", "broken": "3-5", "open": "3-5"}),
        ("pyproject.toml", BROKEN_TOML, {"above": "2-2", "broken": "3-3", "below": "5-5"}),
    ],
)
def test_a_comment_belongs_to_what_it_stands_on_or_above(path: str, text: str, expected: dict[str, str]) -> None:
    """Every real comment has its element, what only looks like one is none."""
    assert belongs(path, text) == expected


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [("a.py", PYTHON, PYTHON_LINES), ("setup.cfg", CFG, CFG_LINES), ("README.md", MARKDOWN, MARKDOWN_LINES)],
)
def test_line_ends_change_nothing(path: str, text: str, expected: dict[str, str], ends: str) -> None:
    """Lines that end as on Windows or on old Macintoshes are counted alike."""
    assert belongs(path, text.replace("\n", ends)) == expected


def test_windows_line_ends_in_toml_are_no_part_of_a_comment() -> None:
    """The carriage return belongs to the line end, in the text and in the region."""
    assert belongs("pyproject.toml", TOML.replace("\n", "\r\n")) == TOML_LINES
    assert not [comment for comment in comments_of("a.toml", b"# c8-lint: x\r\na = 1\r\n") if "\r" in comment.text]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", PYTHON),
        ("pyproject.toml", TOML),
        ("setup.cfg", CFG),
        ("requirements.txt", REQUIREMENTS),
        ("README.md", MARKDOWN),
    ],
)
def test_a_comment_is_where_its_region_says(path: str, text: str) -> None:
    """What stands in the region, counted in code points, is the comment."""
    lines = text.split("\n")
    found = comments_of(path, text.encode())
    assert found
    for comment in found:
        region = comment.region
        cut = lines[region.line - 1 : region.end_line]
        cut[-1] = cut[-1][: region.end_column - 1]
        cut[0] = cut[0][region.column - 1 :]
        assert "\n".join(cut) == comment.text


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.py", b"x = 1  # a comment\n"),
        ("LICENSE", b"# c8-lint: ignore[C8101]\n"),
        ("a.md", b"<!-- c8-lint: \xff -->\n"),
        ("a.py", b"# c8-lint: \xff\n"),
        ("a.md", b"<!-- c8-lint: not closed\n"),
    ],
)
def test_there_are_no_comments(path: str, data: bytes) -> None:
    """A file without the mark, without comments, or that is no text has none."""
    assert comments_of(path, data) == ()


def test_a_byte_order_mark_moves_nothing() -> None:
    """Columns are counted as rules count them, without the mark."""
    (comment,) = comments_of("a.py", b"\xef\xbb\xbf   # c8-lint: x\n")
    assert comment.region.column == 4
