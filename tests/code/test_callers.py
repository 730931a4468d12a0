"""Who calls a function, and with what: callers beyond a limit are not left out in silence."""

import pytest

from macrometa_conformance.code.callers import MAX_CALLERS, MAX_USES
from tests.code.seeing import see

FUNCTION = "def f(a):\n    see(a)\n"
METHOD = "class K:\n    def f(self, a):\n        see(a)\nk = K()\n"
RECORD = "from typing import NamedTuple\nclass K(NamedTuple):\n    a: str\n    def m(self):\n        see(self.a)\n"


@pytest.mark.parametrize(
    ("definitions", "call"), [(FUNCTION, "f('x')\n"), (METHOD, "k.f('x')\n"), (RECORD, "K('x')\n")]
)
@pytest.mark.parametrize(("count", "known"), [(MAX_CALLERS, True), (MAX_CALLERS + 1, False)])
def test_callers_beyond_the_limit_leave_a_doubt(definitions: str, call: str, count: int, known: bool) -> None:
    """What all callers pass is known up to the limit, and in doubt beyond it."""
    assert (see(definitions + call * count) == "'x'") is known


@pytest.mark.parametrize(("count", "known"), [(MAX_USES - 1, True), (MAX_USES, False)])
def test_places_that_name_something_alike_count(count: int, known: bool) -> None:
    """Where too many places call something of the same name, who calls the function is not known."""
    assert see(f"{FUNCTION}f('x')\n" + "other.f()\n" * count) == ("'x'" if known else "?")
