"""Sets of versions in both notations."""

import subprocess
import sys
from typing import Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import Version

from macrometa_conformance.project.versions import (
    InvalidVersions,
    Versions,
    _poetry_constraint,
    read_by_poetry,
    read_pep440,
    read_poetry,
)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("==1.2.0", "1.2.0"),
        ("==1.2", "1.2.0"),
        ("===1.2", "1.2"),
        ("== 1.2 ", "1.2"),
        ("==2.10", "2.10"),
        ("==1.2+local.1", "1.2+local.1"),
        ("==1!2.0", "1!2.0"),
        ("==1.0rc1", "1.0rc1"),
        ("==1.2,>=1", "1.2"),
        (">=1.2,<=1.2", "1.2"),
        ("==1.2.*", None),
        ("==1.2,==1.3", None),
        ("!=1.2", None),
        ("~=1.2", None),
        (">=1.2", None),
        ("", None),
        ("===2018-beta-x", None),
    ],
)
def test_exact_pep440(text: str, exact: Optional[str]) -> None:
    """A PEP 440 set is exact where it admits one version, and only there."""
    assert read_pep440(text).exact == (Version(exact) if exact else None)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("1.2.0", "1.2"),
        ("2.10", "2.10"),
        ("==1.2", "1.2"),
        ("=1.2", "1.2"),
        ("v1.2", "1.2"),
        ("1.2 || 1.2.0", "1.2"),
        ("1.2+x", "1.2+x"),
        ("1.2-dev", "1.2.dev0"),
        ("^1.2", None),
        ("~1.2", None),
        ("1.2.*", None),
        ("*", None),
        ("1.2 || 1.3", None),
        (">=1,<1", None),
    ],
)
def test_exact_poetry(text: str, exact: Optional[str]) -> None:
    """In Poetry's notation a bare version is a pin; caret, tilde, wildcards and alternatives are none."""
    assert read_poetry(text).exact == (Version(exact) if exact else None)


@pytest.mark.parametrize(
    "text", ["latest", "", " ", "^", "<", "1.x", "=>1", "===1.2", "^latest", "1.2 foo", "9" * 5000]
)
def test_invalid_poetry(text: str) -> None:
    """What Poetry refuses raises an error with a reason."""
    with pytest.raises(InvalidVersions, match=r"."):
        read_poetry(text)


@pytest.mark.parametrize("text", ["1.2", "^1.2", "*", "latest", "=>1", "~=1", ">=1.2.*", ">=1 <2", ">=" + "9" * 5000])
def test_invalid_pep440(text: str) -> None:
    """What PEP 440 does not allow raises an error with a reason."""
    with pytest.raises(InvalidVersions, match=r"."):
        read_pep440(text)


def test_reason_names_the_part_at_fault() -> None:
    """The reason quotes the one specifier that cannot be read."""
    with pytest.raises(InvalidVersions, match=r"^`=>2` is no version specifier$"):
        read_pep440(">=1,=>2")


@pytest.mark.parametrize(
    ("poetry", "pep440"),
    [
        ("^1.2", ">=1.2,<2.0"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("~1.2", ">=1.2,<1.3"),
        ("~1.2", "==1.2.*"),
        ("1.2.*", "==1.2.*"),
        ("1.2", "==1.2.0"),
        ("*", ""),
        (">=1,<2 || >=3", ">=1,!=2.*"),
        ("^1 || ^2", ">=1,<3"),
        (">=1 <2", "<2,>=1"),
        ("!=1.5", "!=1.5.0"),
        ("~=1.4.5", "~=1.4.5"),
        (">=3.8.1,<3.11", "<3.11,>=3.8.1"),
        ("1.0rc1", "==1.0rc1"),
        (">=2,<1", "==1,==2"),
    ],
)
def test_same_sets(poetry: str, pep440: str) -> None:
    """Sets are the same whatever the notation they are written in."""
    assert read_poetry(poetry).same_as(read_pep440(pep440))
    assert read_pep440(pep440).same_as(read_poetry(poetry))


@pytest.mark.parametrize(
    ("one", "other"),
    [("^1.2", "^1.3"), ("1.2", "^1.2"), ("*", ">=0"), ("~1", "~1.0"), ("1.2", "1.2+x"), ("^1 || ^3", ">=1,<4")],
)
def test_different_sets(one: str, other: str) -> None:
    """Sets that differ are told apart."""
    assert not read_poetry(one).same_as(read_poetry(other))


def test_arbitrary_equality() -> None:
    """`===` with what is no version is a pin without a version, the same as itself and nothing else."""
    pinned = read_pep440("===2018-beta-x")
    assert pinned.pinned
    assert not pinned.any
    assert pinned.admits("2018-beta-x")
    assert not pinned.admits("1.0")
    assert pinned.same_as(read_pep440("===2018-Beta-x"))
    assert not pinned.same_as(read_pep440("===other"))
    assert not pinned.same_as(read_pep440(""))


@pytest.mark.parametrize(
    ("text", "below", "not_below"),
    [
        (">3.6", "3.7", "3.6"),
        (">=3.6.9", "3.7", "3.6"),
        (">=3.7", "3.8", "3.7"),
        ("!=3.8", "3.7", ""),
        ("==3.*", "3.7", "3.0"),
        ("~=3.6", "3.7", "3.6"),
        ("<3.11", "3.7", ""),
        ("==3.7.*", "3.8", "3.7"),
        (">=3.7.dev0", "3.8", "3.7"),
        (">=3.7rc1", "3.8", "3.7"),
        (">=3,!=3.0.*,!=3.1.*,!=3.2.*,!=3.3.*,!=3.4.*,!=3.5.*,!=3.6.*", "3.8", "3.7"),
        ("", "3.7", ""),
        (">=3.9,<3.8", "", "3.7"),
    ],
)
def test_admits_below(text: str, below: str, not_below: str) -> None:
    """A set admits a version below another where its lowest end lies below it, pre-releases of that one aside."""
    versions = read_pep440(text)
    assert not below or versions.admits_below(below)
    assert not not_below or not versions.admits_below(not_below)
    poetry = read_poetry(text or "*")
    assert not below or poetry.admits_below(below)
    assert not not_below or not poetry.admits_below(not_below)


@pytest.mark.parametrize(
    ("text", "minors"),
    [
        (">=3.8,<3.11", [8, 9, 10]),
        (">=3.8.1,<3.11", [8, 9, 10]),
        ("==3.9.*", [9]),
        ("<=3.8", [6, 7, 8]),
        (">3.10", [10, 11, 12]),
        (">=3.9,!=3.10.*", [9, 11, 12]),
        ("==3.9.7", [9]),
        (">=4", []),
    ],
)
def test_admits_minor(text: str, minors: list[int]) -> None:
    """A minor series is admitted where some version of it is."""
    for versions in (read_pep440(text), read_poetry(text)):
        assert [minor for minor in range(6, 13) if versions.admits_minor(3, minor)] == minors


@pytest.mark.parametrize(
    ("versions", "admitted", "refused"),
    [
        (read_pep440(">=0.0.30"), "0.0.32", "0.0.29"),
        (read_pep440(">=1.0"), "2.0rc1", "1.0rc1"),
        (read_pep440("==1.2"), "1.2.0+local", "1.2.1"),
        (read_poetry("^0.0.32"), "0.0.32", "0.0.33"),
        (read_poetry("0.0.15 || 0.0.32"), "0.0.32", "0.0.31"),
        (read_poetry("*"), "1.0a1", "no version"),
    ],
)
def test_admits(versions: Versions, admitted: str, refused: str) -> None:
    """A version is admitted by the rules of the notation; what is no version never is."""
    assert versions.admits(admitted)
    assert not versions.admits(refused)


def test_any_is_no_limit() -> None:
    """`*` and empty text have no limit; `>=0` has one."""
    assert read_poetry("*").any
    assert read_pep440("").any
    assert not read_pep440(">=0").any


_NUMBERS = st.builds(".".join, st.lists(st.integers(0, 3).map(str), min_size=1, max_size=3))
_SPECIFIERS = st.builds("{}{}".format, st.sampled_from(["==", "!=", ">=", "<=", ">", "<"]), _NUMBERS) | st.builds(
    "{}{}.*".format, st.sampled_from(["==", "!="]), _NUMBERS
)
_SETS = st.lists(_SPECIFIERS, min_size=1, max_size=4).map(",".join)


@settings(max_examples=200, deadline=None)
@given(_SETS, _NUMBERS)
def test_ranges_agree_with_both_libraries(text: str, version: str) -> None:
    """On final releases the ranges admit just what `packaging` admits, and Poetry's reading is the same set."""
    versions = read_pep440(text)
    point = Version(version)
    inside = any(
        (span.low is None or span.low < point or (span.low == point and span.low_included))
        and (span.high is None or point < span.high or (span.high == point and span.high_included))
        for span in versions.ranges
    )
    assert inside == versions.admits(version)
    assert versions.same_as(read_poetry(text))
    assert versions.same_as(read_by_poetry(text))


def poetry_admits(text: str, version: str) -> bool:
    """Return what poetry-core says of a version and a constraint."""
    constraint = _poetry_constraint(text)
    from poetry.core.constraints.version import Version as PoetryVersion  # alone it would change `sys.path`

    return constraint.allows(PoetryVersion.parse(version))


_SPACED = st.lists(
    st.tuples(
        st.sampled_from(["==", ">=", "<=", ">", "<"]),
        st.sampled_from(["", " "]),
        _NUMBERS,
        st.sampled_from(["", " "]),
    ).map("".join),
    min_size=1,
    max_size=4,
).map(lambda parts: ", ".join(parts).strip())


@settings(max_examples=300, deadline=None)
@given(_SPACED | _NUMBERS, _NUMBERS)
def test_what_both_notations_write_alike_is_read_alike(text: str, version: str) -> None:
    """A bare version and comparisons are read as poetry-core reads them, and admit what it admits."""
    found, by_poetry = read_poetry(text), read_by_poetry(text)
    assert found == by_poetry
    assert found.admits(version) == poetry_admits(text, version)


_POETRY = st.lists(
    st.builds("{}{}".format, st.sampled_from(["", "==", "!=", ">=", "<=", ">", "<", "^", "~", "~="]), _NUMBERS)
    | st.builds("{}.*".format, _NUMBERS)
    | st.builds(
        "{}{}{}".format, st.sampled_from([">=", "<", ">"]), _NUMBERS, st.sampled_from(["rc1", ".dev0", ".post1"])
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(_POETRY, st.sampled_from([",", " || "]), _NUMBERS)
def test_ranges_tell_which_releases_poetry_admits(parts: list[str], joined: str, version: str) -> None:
    """A final release is admitted where poetry-core admits it, whatever the constraint is."""
    text = joined.join(parts)
    try:
        found = read_poetry(text)
    except InvalidVersions:
        return
    assert found.admits(version) == poetry_admits(text, version)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("0123456789.*^~<>=!|, xXvrcdev+-a"), max_size=14))
def test_hostile_text_is_invalid_or_read(text: str) -> None:
    """Any text is either read or refused, in both notations."""
    for read in (read_pep440, read_poetry):
        try:
            versions = read(text)
        except InvalidVersions:
            continue
        assert versions.same_as(versions)
        assert isinstance(versions.admits("1.0"), bool)
        versions.admits_below("3.7")
        hash(versions)


def test_poetry_core_is_imported_late_and_leaves_the_path_alone() -> None:
    """What PEP 440 writes too needs no poetry-core; the rest does, and `sys.path` is the same afterwards."""
    code = (
        "import sys; from macrometa_conformance.project.versions import *; path = list(sys.path);"
        "read_pep440('>=1'); read_poetry('1.2').admits('1.2'); read_poetry('>=3.8.1,<3.11').admits('3.9');"
        "print('poetry' in sys.modules); read_poetry('^1'); print(sys.path == path)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
