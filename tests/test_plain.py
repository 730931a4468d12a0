"""Values with named fields."""

import pickle
from dataclasses import field
from typing import Optional

import pytest

from macrometa_conformance.plain import Distinct, Ordered, Plain, plain, replace


@plain
class Point(Plain):
    """A value with fields of every kind."""

    x: int
    y: int = 2
    seen: Optional[str] = field(default=None, compare=False)
    near: list[int] = field(default_factory=list)
    secret: str = field(default="", repr=False)


@plain
class Other(Plain):
    """Another class with the fields of the first."""

    x: int
    y: int = 2


@plain
class Rank(Ordered):
    """A value that has an order."""

    number: int
    word: str = ""


@plain
class Thing(Distinct):
    """A value that equals nothing but itself."""

    number: int


def test_the_constructor_takes_the_fields_in_order_and_by_name() -> None:
    """Fields without a default must be given, the others need not; a factory makes a new default each time."""
    assert vars(Point(1)) == {"x": 1, "y": 2, "seen": None, "near": [], "secret": ""}
    assert vars(Point(1, 3, near=[4])) == {"x": 1, "y": 3, "seen": None, "near": [4], "secret": ""}
    assert Point(1).near is not Point(1).near
    with pytest.raises(TypeError, match="x"):
        Point()  # type: ignore[call-arg]


def test_values_of_one_class_with_equal_fields_are_equal() -> None:
    """A field that is not compared makes no difference, another class does; equal values have one hash."""
    assert Other(1) == Other(1, 2)
    assert hash(Other(1)) == hash(Other(1, 2))
    assert Other(1) != Other(2)
    assert Point(1, seen="a") == Point(1, seen="b")
    assert Other(1) != Point(1)
    assert Other(1) != (1, 2)


def test_a_value_shows_its_fields() -> None:
    """The representation is the call that makes the value, without the fields that are not to be shown."""
    assert repr(Point(1, secret="s")) == "Point(x=1, y=2, seen=None, near=[])"


def test_replace_changes_some_fields_and_leaves_the_value() -> None:
    """The new value has the other fields of the old one, which stays as it was."""
    old = Point(1, 3, "a")
    assert vars(replace(old, x=2)) == {**vars(old), "x": 2}
    assert old.x == 1
    with pytest.raises(TypeError, match="z"):
        replace(old, z=1)


def test_ordered_values_are_sorted_by_their_fields() -> None:
    """The first field that differs decides; values of other classes have no order."""
    ranks = [Rank(2, "a"), Rank(1, "b"), Rank(1, "a")]
    assert sorted(ranks) == [Rank(1, "a"), Rank(1, "b"), Rank(2, "a")]
    assert max(ranks) == Rank(2, "a")
    assert Rank(1) <= Rank(1)
    assert not Rank(1) > Rank(1)
    with pytest.raises(TypeError):
        sorted([Rank(1), Other(1)])  # type: ignore[type-var]


def test_distinct_values_equal_themselves_alone() -> None:
    """Two with equal fields are two keys of a dict."""
    assert len({Thing(1), Thing(1)}) == 2


def test_values_go_to_another_process() -> None:
    """A value that was pickled is equal when it is read."""
    assert pickle.loads(pickle.dumps(Point(1, 5))) == Point(1, 5)
