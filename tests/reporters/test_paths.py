"""Paths as people click them and as URIs."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macrometa_conformance.plain import replace
from macrometa_conformance.reporters.paths import common_root, encoded, relative_uri, shown_path
from tests.reporters.samples import PROJECT


@pytest.mark.parametrize(
    ("given_path", "shown"),
    [(".", "a/b.py"), ("", "a/b.py"), ("x", "x/a/b.py"), ("../x/", "../x/a/b.py"), ("/x", "/x/a/b.py")],
)
def test_shown_path(given_path: str, shown: str) -> None:
    """A file's path is joined to the project's path as given, so that it can be opened from the working directory."""
    assert shown_path(replace(PROJECT, path=given_path), "a/b.py") == shown


def test_no_project_has_no_root() -> None:
    """A report on nothing has no folder to be relative to."""
    assert common_root(()) == ""


@pytest.mark.parametrize("path", ["a\0b.py", "\ud800.py", "x" * 5000, "a/../../../b.py"])
def test_impossible_names(path: str) -> None:
    """A name that no file can have gives a URI all the same."""
    assert relative_uri("/nowhere/demo", PROJECT, path)


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_encoded_path_comes_back(path: str) -> None:
    """A path is pure ASCII when encoded and is itself again when decoded."""
    assert encoded(path).isascii()
    assert unquote(encoded(path)) == path
