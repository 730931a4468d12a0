"""What stands before and behind a statement in the lists of statements that hold it."""

import textwrap

import pytest

from macrometa_conformance.code import facts
from macrometa_conformance.code.compile import compile_module
from macrometa_conformance.code.suites import goes_on_to_raise, may_be_passed_by, passed_over
from macrometa_conformance.code.walk import Visit, visits


def here(text: str) -> tuple[tuple[facts.Stmt, ...], Visit, facts.Call]:
    """Return the body of the function of a module, and the call of `here()` in it."""
    module = compile_module(textwrap.dedent(text).encode())
    assert isinstance(module, facts.ModuleFacts)
    function = module.body[0]
    assert isinstance(function, facts.FunctionDef)
    for visit in visits(function.body):
        node = visit.node
        if isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "here":
            return function.body, visit, node
    raise AssertionError("no `here()`")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n    here()", False),
        ("def f(x):\n    if x: return\n    here()", True),
        ("def f(x):\n    if x: raise x\n    here()", False),
        ("def f(x):\n    for y in x:\n        if y: continue\n        here()", True),
        ("def f(x):\n    for y in x:\n        if y: break\n    here()", False),
        ("def f(x):\n    for y in x:\n        if y: return\n    here()", True),
        ("def f(x):\n    try: return x()\n    except E: ...\n    here()", True),
        ("def f(x):\n    match x:\n        case 1: return\n    here()", True),
        ("def f(x):\n    if x: return\n    with x:\n        here()", True),
        ("def f(x):\n    here()\n    if x: return", False),
        ("def f(x):\n    def g(): return\n    here()", False),
    ],
)
def test_a_statement_is_passed_by_where_one_before_it_leaves(text: str, expected: bool) -> None:
    """A return, break or continue before a node leaves it, an exception does not count."""
    body, visit, node = here(text)
    assert may_be_passed_by(body, visit.blocks, node.at) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n    here()", False),
        ("def f(x):\n    here()\n    raise x", True),
        ("def f(x):\n    here()\n    log(x)\n    raise x", True),
        ("def f(x):\n    here()\n    sys.exit(1)", True),
        ("def f(x):\n    here()\n    sys.exit(x)", True),
        ("def f(x):\n    here()\n    sys.exit(0)", False),
        ("def f(x):\n    here()\n    sys.exit()", False),
        ("def f(x):\n    here()\n    if x: raise x", False),
        ("def f(x):\n    if x:\n        here()\n    raise x", False),
        ("def f(x):\n    raise_it()\n    here()", False),
    ],
)
def test_a_statement_goes_on_to_raise_where_its_suite_does(text: str, expected: bool) -> None:
    """What raises, or ends the process as failed, behind a node in its own suite counts, nothing else."""
    body, visit, node = here(text)
    assert goes_on_to_raise(body, visit.blocks, node.at) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", ""),
        ("a\nreturn b\nc\nd", "cd"),
        ("a\nif b:\n    return\n    c\nd", "c"),
        ("return a\nif b:\n    return c\n    d\ne", "bcde"),
        ("for a in b:\n    continue\n    c\nd", "c"),
        ("try:\n    raise a\nexcept b:\n    return\nc", "c"),
        ("while True:\n    a\nb", "b"),
        ("return\nreturn a\nb", "ab"),
    ],
)
def test_what_control_runs_past_is_what_visits_leaves_out(text: str, expected: str) -> None:
    """Each name of a body is either visited or passed over, never both."""
    module = compile_module(f"def f():\n{textwrap.indent(text, '    ')}\n".encode())
    assert isinstance(module, facts.ModuleFacts)
    (function,) = module.body
    assert isinstance(function, facts.FunctionDef)
    over = [visit.node.id for visit in passed_over(function.body) if isinstance(visit.node, facts.Name)]
    assert sorted(over) == sorted(expected)
    seen = [visit.node.id for visit in visits(function.body) if isinstance(visit.node, facts.Name)]
    assert not set(seen) & set(over)
