"""Lines that are packed: they are those that were given, whatever order they are asked for in."""

import pickle

import pytest

from macrometa_conformance.packed import PackedLines

LINES = {"a.py": ("x = 1", "", "\ud800 é"), "b.py": (), "": ("",), "c": ("x" * 10_000,)}


def test_lines_come_back() -> None:
    """Each file has its lines, in any order and more than once; what is not there is a KeyError."""
    packed = PackedLines(LINES)
    assert dict(packed) == LINES == dict(pickle.loads(pickle.dumps(packed)))
    for path in [*reversed(LINES), *LINES, *LINES]:
        assert packed[path] == packed[path] == LINES[path]
    assert (len(packed), packed.get("d", ())) == (4, ())
    with pytest.raises(KeyError):
        packed["d"]
