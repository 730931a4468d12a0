"""Whatever comes and goes around a comment, and however it is indented, it stays with its element."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from macrometa_conformance.comments.find import comments_of


class Kind(NamedTuple):
    """A kind of file: its comment, elements that one belongs to as a whole, and text that may stand around."""

    path: str
    comment: str
    elements: tuple[str, ...]
    others: tuple[str, ...]
    head: str = ""
    tail: str = ""
    indented: bool = False


KINDS = {
    "toml": Kind(
        "pyproject.toml",
        "# c8-lint: ignore[C8301] why",
        (
            'name = "x"',
            "deps = [\n  'a', # one\n  # two\n  'b',\n]",
            "a.b = { c = 1 }",
            'text = """\n# c8-lint: x\n"""',
        ),
        ("", "# other", "z = [\n 1,\n]", "s = '# c8-lint: ignore[C8301]'"),
        indented=True,
    ),
    "array": Kind(
        "pyproject.toml",
        "# c8-lint: ignore[C8301] why",
        ("'a',", "{ name = 'b' },", "[\n 1,\n 2\n],", "'''\n# c8-lint: x\n''',"),
        ("", "# other", "'z', 'y',", "'# c8-lint: ignore[C8301]',"),
        head="deps = [\n",
        tail="]\n",
        indented=True,
    ),
    "cfg": Kind(
        "setup.cfg",
        "# c8-lint: ignore[C8301] why",
        ("name = x", "install_requires =\n    a\n    # one\n\n    b", "description = a\n  b", "[options]"),
        ("", "# other", "; other", "key = 1 # c8-lint: ignore[C8301]", "long =\n  1\n  2", "[metadata]"),
        head="[options]\n",
    ),
    "requirements": Kind(
        "requirements.txt",
        "# c8-lint: ignore[C8301] why",
        ("a", "a >= 1 \\\n  , < 2", "git+https://example.org/x#c8-lint:x", "-r other.txt"),
        ("", "# other", "z==1  # other", "y \\\n  == 2"),
        indented=True,
    ),
    "markdown": Kind(
        "README.md",
        "<!-- c8-lint: ignore[C8402] why -->\n",
        (
            "# Title\n",
            "one\ntwo\n",
            "- a\n- b\n\n  c\n",
            "| a |\n|---|\n| 1 |\n",
            "> quoted\n> text\n",
            "```\n<!-- x -->\n```\n",
        ),
        ("", "<!-- other -->\n", "text\n", "`<!-- c8-lint: ignore[C8402] -->`\n", "## Other\n"),
    ),
}


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_comment_above_stays_with_its_element(name: str, data: st.DataObject) -> None:
    """Entries around it, blank lines, other comments in between and columns change nothing."""
    kind = KINDS[name]
    others = st.lists(st.sampled_from(kind.others), max_size=4)
    element = data.draw(st.sampled_from(kind.elements))
    quiet = st.sampled_from(
        [other for other in kind.others if not other.strip() or ("other" in other and other[0] in "#;<")]
    )
    before, between, after = data.draw(others), data.draw(st.lists(quiet, max_size=3)), data.draw(others)
    margin = " " * data.draw(st.integers(0, 5 if kind.indented else 0))
    text = kind.head + "".join(f"{part}\n" for part in [*before, margin + kind.comment, *between]) + margin
    first = text.count("\n") + 1
    whole = text + element + "\n" + "".join(f"{part}\n" for part in after) + kind.tail
    (comment,) = [one for one in comments_of(kind.path, whole.encode()) if "why" in one.text]
    ((start, end),) = comment.elements
    assert start == first, whole
    assert "\n".join(whole.split("\n")[start - 1 : end]).strip() == element.strip(), whole


@pytest.mark.parametrize("name", ["toml", "array", "requirements"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_comment_behind_stays_with_its_element(name: str, data: st.DataObject) -> None:
    """A comment at the end of the last line of an element reaches all of its lines."""
    kind = KINDS[name]
    others = st.lists(st.sampled_from(kind.others), max_size=4)
    element, blanks = data.draw(st.sampled_from(kind.elements)), " " * data.draw(st.integers(1, 5))
    text = kind.head + "".join(f"{part}\n" for part in data.draw(others))
    first = text.count("\n") + 1
    whole = f"{text}{element}{blanks}{kind.comment}\n"
    whole += "".join(f"{part}\n" for part in data.draw(others)) + kind.tail
    (comment,) = [one for one in comments_of(kind.path, whole.encode()) if "why" in one.text]
    assert comment.elements == ((first, first + element.count("\n")),), whole
