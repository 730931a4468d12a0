"""What an expression is worked out to does not hang on what was asked before."""

from tests.code.seeing import Seen, words

CALLING_EACH_OTHER = """
def fill(row, others):
    spread(row)
    others.append(row)

def spread(row):
    fill(row, row)

def use():
    first = ["a"]
    fill(first, [])
    see(first)

def other():
    second = ["b"]
    spread(second)
    see(second)
"""


def test_what_functions_that_call_each_other_change_is_the_same_whoever_is_asked_first() -> None:
    """A function that changes its argument by way of one that calls it back is never taken to leave it alone."""
    asked = Seen(CALLING_EACH_OTHER)
    forth = [words(asked.resolver.evaluate(expr, frame)) for expr, frame in asked.asked()]
    asked = Seen(CALLING_EACH_OTHER)
    back = [words(asked.resolver.evaluate(expr, frame)) for expr, frame in reversed(asked.asked())]
    assert forth == back[::-1]
    assert all("…" in word for word in forth)
