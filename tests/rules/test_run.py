"""C80."""

from typing import Union

import pytest

from tests.rules.projects import Content, verdicts


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("macrometa_source_demo/states.py", "x = 1\ndef save(:\n", 2),
        ("macrometa_source_demo/states.py", b"x = 1\ny = '\xff'\n", 2),
        ("macrometa_source_demo/states.py", "# coding: nonsense\n", 1),
        ("pyproject.toml", "[project]\nname = \n", 2),
        ("GETTING_STARTED.md", b"# Demo\n\xff\n", 2),
        ("README.md", b"\xff\xfe#\x00", 1),
    ],
)
def test_what_cannot_be_read_is_found_at_its_line(path: str, content: Content, line: int) -> None:
    """A file that cannot be decoded or parsed is one finding, at the place that the parser names."""
    assert verdicts("C8001", {path: content}).places == [(path, line)]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("pyproject.toml", "x = '''\ny\n"),
        ("pyproject.toml", "x = [1,"),
        ("pyproject.toml", "x"),
        ("setup.cfg", "[metadata"),
        ("setup.py", "print(\n"),
        ("macrometa_source_demo/states.py", "def save("),
        ("macrometa_source_demo/states.py", "x = '''\n"),
        ("macrometa_source_demo/states.py", "if x:\n"),
        ("README.md", b"\xc3"),
    ],
)
def test_what_ends_too_early_is_found_within_the_file(path: str, content: Union[str, bytes]) -> None:
    """Where the parser misses something at the end, the region does not reach beyond the end."""
    (found,) = (one for one in verdicts("C8001", {path: content}).findings if one.place.path == path)
    lines = (content if isinstance(content, str) else content.decode("utf-8", "replace")).split("\n")
    region = found.place.region
    assert region is not None
    assert region == region.within(lines)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("macrometa_source_demo/tests/test_broken.py", "def save(:\n"),
        ("other/broken.py", "def save(:\n"),
        ("macrometa_source_demo/states.py", "x = '\\d'\n"),
        ("macrometa_source_demo/states.py", b"\xef\xbb\xbfx = 1\r\n"),
        ("macrometa_source_demo/states.py", b"# -*- coding: latin-1 -*-\nx = '\xe9'\n"),
        ("macrometa_source_demo/data.txt", b"\xff"),
    ],
)
def test_what_no_rule_needs_or_python_accepts_is_fine(path: str, content: Content) -> None:
    """Tests, other folders, odd escapes, byte-order marks and declared encodings are no findings."""
    assert not verdicts("C8001", {path: content}).findings


def test_a_file_beyond_the_limits_is_undecided() -> None:
    """A module that Python may accept, and that is not analysed, is undecided."""
    found = verdicts("C8001", {"macrometa_source_demo/states.py": "x = " + "-" * 20_000 + "1\n"})
    assert not found.findings
    assert [one.place.path for one in found.undecided if one.place] == ["macrometa_source_demo/states.py"]
