"""The Singer messages that a connector makes and writes."""

import textwrap

import pytest

from macrometa_conformance.connector.messages import MessageCall
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project

PYPROJECT = '[project]\nname = "macrometa-source-demo"\nversion = "1"\n'


def calls(source: str) -> tuple[MessageCall, ...]:
    """Return the message calls of a package with one module."""
    files = {"pyproject.toml": PYPROJECT, "macrometa_source_demo/__init__.py": textwrap.dedent(source)}
    return Project(DictTree(files)).messages.calls


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import singer\nsinger.write_record('s', {})", ["write_record"]),
        ("import singer as s\ns.messages.RecordMessage('s', {})", ["RecordMessage"]),
        ("from singer.messages import write_state as put\nput({})", ["write_state"]),
        ("import singer\nsinger.write_message(singer.StateMessage({}))", ["write_message", "StateMessage"]),
        ("import singer\nwrite = singer.write_schema\nwrite('s', {}, [])", ["write_schema"]),
        ("import singer\nhow = {'state': singer.write_state}\nhow['state']({})", ["write_state"]),
        ("import singer\ngetattr(singer, 'write_state')({})", ["write_state"]),
        ("from functools import partial\nimport singer\npartial(singer.write_record, 's')({})", ["write_record"]),
        ("import singer\nclass Mark(singer.StateMessage): ...\nMark({})", ["StateMessage"]),
        ("from singer import *\nwrite_version('s', 1)", ["write_version"]),
        ("import singer\nif False: singer.write_state({})", []),
        ("import singer\nisinstance(1, singer.StateMessage)", []),
        ("import singer\nsinger.write_bookmark({}, 's', 'k', 1)", []),
        ("def write_state(s): ...\nwrite_state({})", []),
        ("from other import *\nwrite_state({})", []),
    ],
)
def test_calls_of_the_library_are_found(source: str, names: list[str]) -> None:
    """Under whatever name they are called, and no others."""
    assert [call.name for call in calls(source)] == names


@pytest.mark.parametrize(
    "call",
    [
        "singer.write_record('s', {}, time_extracted=TIME)",
        "singer.write_record('s', {}, None, TIME)",
        "singer.RecordMessage('s', {}, 1, TIME)",
        "partial(singer.RecordMessage, 's', time_extracted=TIME)({})",
        "partial(singer.RecordMessage, 's', {})(1, TIME)",
        "pool.submit(singer.write_record, 's', {}, None, TIME)",
    ],
)
def test_the_time_is_bound_as_the_library_binds_it(call: str) -> None:
    """By keyword or position, in the call or in the partial that it is made through."""
    found = calls(f"import singer\nfrom functools import partial\n{call}")
    given = found[-1].argument("time_extracted")
    assert given is not None
    assert given.argument.value.at[0] == 3


@pytest.mark.parametrize("arguments", ["'s', {}", "'s', {}, 'x'", "*a, b, c, d", "**a"])
def test_a_time_that_is_not_passed_is_none(arguments: str) -> None:
    """Nothing is taken for the time that may be something else."""
    assert calls(f"import singer\nsinger.write_record({arguments})")[0].argument("time_extracted") is None
