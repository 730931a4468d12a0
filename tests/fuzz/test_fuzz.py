"""A short campaign, what it would notice, and trees that hypothesis makes up."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.bases import Tree, written_here
from tests.fuzz.campaign import TWICE, Bench, Case, State, case
from tests.fuzz.judge import FORMATS, faults
from tests.fuzz.mutate import LARGEST, SCRAPS, mutate
from tests.fuzz.warm import Ended

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process forks")
SEED, TREES = 7, 60
OWN = written_here()
SMALL = OWN[-1]
TREE: Tree = {"a.py": b"x = 1\n", "b.py": b"\xef\xbb\xbf# coding: latin-1\n\xe9\n"}
PATHS = sorted(SMALL.files)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Yield a bench with its warm processes."""
    with Bench() as made:
        yield made


def test_a_short_campaign_finds_nothing(bench: Bench) -> None:
    """Whatever is changed in a connector, the tool ends as it should and points at places that are there."""
    wrong = {}
    for number in range(TREES):
        one = case(OWN, SEED, number)
        _, found = bench.run(one, twice=number % TWICE == 0)
        wrong.update({f"{number} of {one.base}": found} if found else {})
    assert wrong == {}


@settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    files=st.dictionaries(
        st.sampled_from(PATHS),
        st.one_of(
            st.binary(max_size=400),
            st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
            st.lists(st.sampled_from(SCRAPS), max_size=30).map(b"".join),
        ),
        max_size=4,
    ),
    gone=st.sets(st.sampled_from(PATHS), max_size=2),
)
def test_any_bytes_in_any_file(bench: Bench, files: Tree, gone: set[str]) -> None:
    """Any bytes in the place of files, and files that are gone, give a report on what is there."""
    tree = {**{path: data for path, data in SMALL.files.items() if path not in gone}, **files}
    assert bench.run(Case(0, SMALL.name, tree, ()), twice=False)[1] == []


def test_a_tree_is_made_by_its_number() -> None:
    """The same number gives the same tree, another gives another; no file grows without bound."""
    first, again, other = case(OWN, SEED, 3), case(OWN, SEED, 3), case(OWN, SEED, 4)
    assert first == again
    assert first.files != other.files
    assert all(len(data) <= LARGEST for number in range(50) for data in case(OWN, SEED, number).files.values())


def test_a_mutation_leaves_the_original_alone() -> None:
    """What is mutated is a copy, and most mutations change something."""
    original = dict(TREE)
    changed = [mutate(TREE, (SMALL.files,), Random(number)) != TREE for number in range(50)]
    assert original == TREE
    assert sum(changed) > 40


def written(place: "dict[str, object]") -> dict[str, bytes]:
    """Return reports of which the one in JSON points at a place."""
    report = {"findings": [place], "summary": {"crashed": []}}
    plain = dict.fromkeys(FORMATS, b"x\n")
    return {**plain, "json": json.dumps(report).encode(), "sarif": b"{}", "gitlab": b"[]", "junit": b"<x/>"}


def place(path: str, *span: int) -> "dict[str, object]":
    """Return a place as the JSON report has it."""
    return {"path": path, **dict(zip(("line", "column", "end_line", "end_column"), span))}


@pytest.mark.parametrize("span", [(1, 1, 1, 6), (1, 6, 1, 6), (2, 1, 2, 1), (1, 2, 2, 1)])
def test_a_region_in_its_file_is_right(span: tuple[int, ...]) -> None:
    """A region may end where its line does, and lie at the end of the file."""
    assert faults(TREE, Ended(1, 0, 0), written(place("a.py", *span))) == []


@pytest.mark.parametrize(
    "span", [(1, 1, 1, 7), (3, 1, 3, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 1, 2, 2)]
)
def test_a_region_out_of_its_file_is_a_fault(span: tuple[int, ...]) -> None:
    """A region past the end of a line or of the file, before its beginning, or turned round is noticed."""
    assert len(faults(TREE, Ended(1, 0, 0), written(place("a.py", *span)))) == 1
    assert len(faults(TREE, Ended(1, 0, 0), written(place("absent.py", *span)))) == 1


@pytest.mark.parametrize(
    ("ended", "changes"),
    [
        (Ended(None, 300, 0), {}),
        (Ended(-11, 0, 0), {}),
        (Ended(3, 0, 0), {}),
        (Ended(70, 0, 0), {}),
        (Ended(1, 0, 0), {"stderr": b"Traceback (most recent call last):"}),
        (Ended(1, 0, 0), {"json": b"{"}),
        (Ended(1, 0, 0), {"sarif": b"\xff"}),
        (Ended(1, 0, 0), {"junit": b"<x>"}),
        (Ended(1, 0, 0), {"gitlab": b"{}"}),
        (Ended(1, 0, 0), {"text": b"\x1b[31m"}),
        (Ended(1, 0, 0), {"markdown": "\u202e".encode()}),
        (Ended(1, 0, 0), {"github": b"::set-output name=x::y\n"}),
        (Ended(1, 0, 0), {"json": b'{"summary": {"crashed": [{"code": "C8101", "message": "x"}]}}'}),
    ],
)
def test_what_must_not_be_is_a_fault(ended: Ended, changes: dict[str, bytes]) -> None:
    """A run that hangs, is killed, fails, or writes what nobody can read or what steers a reader is noticed."""
    reports = written(place("a.py", 1, 1, 1, 1))
    assert faults(TREE, Ended(1, 0, 0), reports) == []
    assert faults(TREE, ended, {**reports, **changes})


def test_a_campaign_goes_on_where_it_stopped(tmp_path: Path) -> None:
    """The state survives the file; one of another seed is refused."""
    state = State(SEED)
    state.note(case(OWN, SEED, 0), Ended(1, 0.5, 30), [])
    state.note(case(OWN, SEED, 1), Ended(-11, 0.1, 20), ["killed by signal 11"])
    state.write(tmp_path / "state")
    again = State.read(tmp_path / "state", SEED)
    assert again == state
    assert (again.trees, again.codes, len(again.failures)) == (2, {"1": 1, "-11": 1}, 1)
    with pytest.raises(ValueError, match="is of the seed 7"):
        State.read(tmp_path / "state", SEED + 1)
