"""What is remembered of questions that are asked in doubt, and of those that are not."""

import pytest

from macrometa_conformance.code import settling as settling_module
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.settling import Settling
from macrometa_conformance.code.values import Alternatives, Known
from tests.code.seeing import Seen, see, words

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


@pytest.fixture
def frame() -> Frame:
    """Return a frame in which nothing was worked out yet."""
    seen = Seen("x = 1\n")
    module = seen.program.module("pkg.app")
    assert module is not None
    return seen.resolver.module_frame(module)


FOUND: Alternatives = (Known(1),)


def test_what_is_worked_out_is_remembered(frame: Frame) -> None:
    """A key that hangs on nothing is remembered for good, in its frame alone."""
    settling = Settling()
    assert settling.recall(1, frame) is None
    assert settling.enter(1, frame)
    assert settling.is_working
    settling.settle(1, frame, FOUND)
    assert not settling.is_working
    assert settling.recall(1, frame) is FOUND
    assert settling.recall(2, frame) is None


def test_a_cycle_is_remembered_until_its_head_is_settled(frame: Frame) -> None:
    """What was found within a cycle counts while the head is worked out, and is forgotten behind it."""
    settling = Settling()
    assert settling.enter(1, frame)
    assert settling.enter(2, frame)
    assert settling.enter(3, frame)
    assert not settling.enter(1, frame)
    settling.settle(3, frame, FOUND)
    settling.settle(2, frame, FOUND)
    assert settling.recall(2, frame) is FOUND
    assert settling.recall(3, frame) is FOUND
    settling.settle(1, frame, FOUND)
    assert [settling.recall(key, frame) for key in (1, 2, 3)] == [FOUND, None, None]


def test_a_cycle_in_a_cycle_hangs_on_the_outer_head(frame: Frame) -> None:
    """What hangs on an inner head hangs on what that head hangs on."""
    settling = Settling()
    for key in (1, 2, 3):
        assert settling.enter(key, frame)
    assert not settling.enter(2, frame)
    settling.settle(3, frame, FOUND)
    assert settling.recall(3, frame) is FOUND
    assert not settling.enter(1, frame)
    settling.settle(2, frame, FOUND)
    assert settling.recall(3, frame) is FOUND
    settling.settle(1, frame, FOUND)
    assert [settling.recall(key, frame) for key in (1, 2, 3)] == [FOUND, None, None]


def test_an_inner_cycle_is_settled_with_its_own_head(frame: Frame) -> None:
    """What hangs on an inner head alone is forgotten with it, and the head is remembered."""
    settling = Settling()
    for key in (1, 2, 3):
        assert settling.enter(key, frame)
    assert not settling.enter(2, frame)
    settling.settle(3, frame, FOUND)
    settling.settle(2, frame, FOUND)
    assert [settling.recall(key, frame) for key in (1, 2, 3)] == [None, FOUND, None]
    settling.settle(1, frame, FOUND)
    assert settling.recall(1, frame) is FOUND


def test_what_is_left_hands_on_what_it_hangs_on(frame: Frame) -> None:
    """A key without an outcome is not remembered, and what asked for it hangs on its cycle too."""
    settling = Settling()
    for key in (1, 2, 3):
        assert settling.enter(key, frame)
    assert not settling.enter(1, frame)
    settling.leave()
    settling.settle(2, frame, FOUND)
    settling.settle(1, frame, FOUND)
    assert [settling.recall(key, frame) for key in (1, 2, 3)] == [FOUND, None, None]
    assert settling.enter(1, frame)
    assert settling.enter(2, frame)
    settling.leave()
    settling.undo()
    assert not settling.is_working
    assert settling.enter(1, frame)


def test_what_is_watched_is_remembered_where_it_hangs_on_nothing(frame: Frame) -> None:
    """A key that is worked out within another is remembered unless a cycle leads back from it."""
    settling = Settling()
    begun = settling.begin()
    settling.end(7, frame, FOUND, begun)
    assert settling.recall(7, frame) is None
    assert settling.enter(1, frame)
    begun = settling.begin()
    settling.end(8, frame, FOUND, begun)
    assert settling.recall(8, frame) is FOUND
    begun = settling.begin()
    assert not settling.enter(1, frame)
    settling.end(9, frame, FOUND, begun)
    begun = settling.begin()
    settling.consult()
    settling.end(10, frame, FOUND, begun)
    settling.settle(1, frame, FOUND)
    assert [settling.recall(key, frame) for key in (8, 9, 10)] == [FOUND, None, None]


def test_what_is_watched_may_be_nested_deeper(frame: Frame) -> None:
    """A key is remembered though what is worked out around it hangs on a cycle, and that is not forgotten."""
    settling = Settling()
    assert settling.enter(1, frame)
    assert settling.enter(2, frame)
    assert not settling.enter(1, frame)
    begun = settling.begin()
    settling.end(3, frame, FOUND, begun)
    settling.settle(2, frame, FOUND)
    settling.settle(1, frame, FOUND)
    assert [settling.recall(key, frame) for key in (1, 2, 3)] == [FOUND, None, FOUND]


def test_what_was_asked_in_doubt_is_told_apart(frame: Frame) -> None:
    """An outcome that hangs on doubt is remembered for that kind of question, any other for both."""
    settling = Settling()
    assert settling.enter(1, frame)
    assert not settling.consult()
    settling.settle(1, frame, FOUND)
    settling.doubts = True
    assert settling.recall(1, frame) is None
    other: Alternatives = (Known(2),)
    assert settling.enter(1, frame)
    assert settling.consult()
    settling.settle(1, frame, other)
    assert settling.recall(1, frame) is other
    settling.doubts = False
    assert settling.recall(1, frame) is FOUND
    assert settling.enter(2, frame)
    assert settling.recall(1, frame) is FOUND  # which hangs on doubt, so that what asks for it does
    settling.settle(2, frame, FOUND)
    settling.doubts = True
    assert settling.recall(2, frame) is None


@pytest.mark.parametrize(("limit", "entered"), [("MAX_NESTING", 0), ("MAX_WORK", 1), ("MAX_TOTAL", 1)])
def test_the_budget_ends(limit: str, entered: int, frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many values may be worked out at once, for one question, and for all; what was cut off is not remembered."""
    monkeypatch.setattr(settling_module, limit, 3)
    settling = Settling()
    for key in range(3 + entered):
        assert not settling.is_exhausted
        assert settling.enter(key, frame)
    assert settling.is_exhausted
    for key in reversed(range(3 + entered)):
        settling.settle(key, frame, FOUND)
    assert settling.is_exhausted is (limit == "MAX_TOTAL")
    is_cut_off = limit == "MAX_NESTING"
    assert [settling.recall(key, frame) for key in range(3)] == [None if is_cut_off else FOUND] * 3


def test_a_question_asked_apart_counts_for_all(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    """It begins with what was spent, and what it spends is spent."""
    monkeypatch.setattr(settling_module, "MAX_TOTAL", 1)
    settling = Settling()
    assert settling.enter(1, frame)
    apart = settling.apart()
    assert not apart.is_working
    assert not apart.is_exhausted
    assert apart.enter(1, frame)
    assert apart.is_exhausted
    assert not settling.is_exhausted
    settling.count(apart)
    assert settling.is_exhausted


def test_additions_in_a_row_are_worked_out_from_the_first_one() -> None:
    """A name that is added to more often than values may be nested is known all the same."""
    count = settling_module.MAX_NESTING + 50
    assert see("x = 0\n" + "x += 1\n" * count + "see(x)\n") == str(count)
