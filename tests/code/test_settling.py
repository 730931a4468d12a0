"""What is remembered of questions that are asked in doubt, and of those that are not."""

import pytest

from macrometa_conformance.code.values import Alternatives
from tests.code.seeing import Seen, words

SOURCE = """
import os
port = int(os.getenv("PORT", "8000"))
name = "a" + "b"
held = [os.environ.get("KEY", "k"), name]
def get(key, default): return os.environ.get(key, default)
def first(pair): return pair[0]
{asked}
"""
LOOK_UPS = [
    "port",
    "held",
    "held[0]",
    "first(held)",
    "get('A', 'x')",
    "[get('A', 'x')]",
    "get(name, 'x') or 'y'",
    "held[1]",
    "first((name, port))",
]
PLAIN = ["name", "name.upper()", "[name, 'c']", "first((name, 1))"]


def answers(asked: str, doubts: "tuple[bool, ...]") -> "list[tuple[bool, Alternatives]]":
    """Return what an expression can be for each question about it, asked in doubt or not, of one resolver."""
    seen = Seen(SOURCE.format(asked=f"see({asked})"))
    ((expr, frame),) = seen.asked()
    ask = {True: seen.resolver.evaluate_in_doubt, False: seen.resolver.evaluate}
    return [(doubt, ask[doubt](expr, frame)) for doubt in doubts]


@pytest.mark.parametrize("asked", [*LOOK_UPS, *PLAIN])
def test_answers_do_not_hang_on_what_was_asked_before(asked: str) -> None:
    """Asked first, second or again, a question in doubt and one without have their own answers."""
    ((_, alone),) = answers(asked, (False,))
    ((_, in_doubt),) = answers(asked, (True,))
    expected = {False: words(alone), True: words(in_doubt)}
    for doubts in ((False, True, False), (True, False, True)):
        for doubt, found in answers(asked, doubts):
            assert words(found) == expected[doubt]


@pytest.mark.parametrize("asked", ["port", "held[0]", "first(held)", "get('A', 'x')"])
def test_a_look_up_is_more_in_doubt(asked: str) -> None:
    """In doubt, a look-up in the environment can be something else than its default."""
    (_, alone), (_, in_doubt) = answers(asked, (False, True))
    assert len(in_doubt) > len(alone)


@pytest.mark.parametrize("asked", PLAIN)
def test_what_asks_nothing_of_the_environment_is_worked_out_once(asked: str) -> None:
    """The answer of a question that no look-up takes part in is the very one that was given before."""
    (_, alone), (_, in_doubt) = answers(asked, (False, True))
    assert in_doubt is alone
