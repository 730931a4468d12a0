"""Sets of versions as packaging files write them, in the notation of PEP 440 or of Poetry.

Both notations are read into the same ranges, so that sets can be compared whatever they were written in. In ranges the
pre-releases of a bound count as the bound itself: `1.*`, which admits `1.0rc1`, is the same set as `>=1.0,<2.0`.
"""

import functools
import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from poetry.core.constraints.version import VersionConstraint

_LONGEST = 2_000  # characters; both libraries match with regular expressions
_RELEASE = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_COMPARISON = re.compile(r" ?(?:[<>]=?|==) ?[0-9]+(?:\.[0-9]+)* ?")


class InvalidVersions(ValueError):
    """The text is no set of versions in its notation; the message says why."""


class Range(NamedTuple):
    """A span of versions; None is no bound."""

    low: Optional[Version]
    high: Optional[Version]
    low_included: bool
    high_included: bool


_EVERYTHING = Range(None, None, False, False)


@plain
class Versions(Plain):
    """A set of versions as written.

    `ranges` are disjoint and in order; none means that no version can satisfy the text. `arbitrary` is the X of `===X`
    where X is no version: such a set holds that one text and no range.
    """

    text: str
    poetry: bool
    ranges: tuple[Range, ...]
    arbitrary: str = ""

    @property
    def exact(self) -> Optional[Version]:
        """Return the one version that is admitted (local variants aside), or None where there is not just one."""
        if len(self.ranges) != 1:
            return None
        only = self.ranges[0]
        return only.low if only.low is not None and only.low == only.high else None

    @property
    def pinned(self) -> bool:
        """Return whether one version alone is admitted, be it one that PEP 440 cannot read (`===2018-beta`)."""
        return bool(self.arbitrary) or self.exact is not None

    @property
    def any(self) -> bool:
        """Return whether there is no limit at all."""
        return self.ranges == (_EVERYTHING,)

    def admits(self, version: str) -> bool:
        """Return whether a version, pre-releases included, is in the set; False for what is no version."""
        try:
            Version(version)
        except InvalidVersion:
            return bool(self.arbitrary) and version.lower() == self.arbitrary.lower()
        if not self.poetry:
            return SpecifierSet(self.text).contains(version, prereleases=True)
        if _RELEASE.fullmatch(version):  # of these the ranges tell, in which bounds stand for their pre-releases
            return bool(_intersect([Range(Version(version), Version(version), True, True)], self.ranges))
        from poetry.core.constraints.version import Version as PoetryVersion

        return _poetry_constraint(self.text).allows(PoetryVersion.parse(version))

    @property
    def lowest_written(self) -> str:
        """Return the lowest version that is admitted, where the text names it with two numbers at least, else ""."""
        low = self.ranges[0].low if self.ranges and self.ranges[0].low_included else None
        if low is None or len(low.release) < 2 or str(low) not in self.text:
            return ""
        return str(low)

    def same_as(self, other: "Versions") -> bool:
        """Return whether both are the same set, whatever the notation."""
        return self.arbitrary.lower() == other.arbitrary.lower() and self.ranges == other.ranges

    def admits_below(self, version: str) -> bool:
        """Return whether any version lower than this one is in the set; its own pre-releases are not lower."""
        limit = Version(version)
        return any(span.low is None or Version(span.low.base_version) < limit for span in self.ranges)

    def admits_minor(self, major: int, minor: int) -> bool:
        """Return whether any version of a minor series, `major.minor.*`, is in the set."""
        series = Range(Version(f"{major}.{minor}"), Version(f"{major}.{minor + 1}"), True, False)
        return bool(_intersect([series], self.ranges))

    def __str__(self) -> str:
        return self.text


def read_pep440(text: str) -> Versions:
    """Return the versions of a PEP 440 specifier set; empty text is no limit. Raises InvalidVersions."""
    if len(text) > _LONGEST:
        raise InvalidVersions(f"longer than {_LONGEST} characters")
    ranges: tuple[Range, ...] = (_EVERYTHING,)
    arbitrary = ""
    try:
        for specifier in SpecifierSet(text):
            spans = _specifier_ranges(specifier)
            if spans is None:
                arbitrary = specifier.version
            ranges = _intersect(ranges, spans or ())
    except InvalidSpecifier as error:
        raise InvalidVersions(_pep440_reason(text) or str(error)) from None
    except ValueError as error:  # a number of more digits than Python converts
        raise InvalidVersions(str(error)) from None
    return Versions(text, False, ranges, arbitrary)


def read_poetry(text: str) -> Versions:
    """Return the versions of a constraint in Poetry's notation. Raises InvalidVersions."""
    if len(text) > _LONGEST:
        raise InvalidVersions(f"longer than {_LONGEST} characters")
    # what PEP 440 reads alike: importing poetry-core takes longer than all else that is done with most declarations
    if _RELEASE.fullmatch(text):
        return Versions(text, True, read_pep440(f"=={text}").ranges)
    if all(_COMPARISON.fullmatch(part) for part in text.split(",")):
        return Versions(text, True, read_pep440(text).ranges)
    return read_by_poetry(text)


def read_by_poetry(text: str) -> Versions:
    """Return what `read_poetry` does, worked out by poetry-core whatever the text is."""
    constraint = _poetry_constraint(text)
    if constraint.is_empty():
        return Versions(text, True, ())
    spans: Iterable[Any] = getattr(constraint, "ranges", (constraint,))
    return Versions(text, True, _union(_poetry_range(span) for span in spans))


def _pep440_reason(text: str) -> str:
    """Return which part of a specifier set is at fault, empty when all parts are fine on their own."""
    for part in text.split(","):
        try:
            if part.strip():
                Specifier(part.strip())
        except ValueError:
            return f"`{part.strip()}` is no version specifier"
    return ""


def _specifier_ranges(specifier: Specifier) -> Optional[tuple[Range, ...]]:
    """Return what one specifier admits, or None for an arbitrary equality with what is no version."""
    operator, text = specifier.operator, specifier.version
    if operator in {"==", "!="} and text.endswith(".*"):
        low = Version(text[:-2])
        inside = _range(low, _bump(low, len(low.release)), True, False)
    elif operator == "~=":
        low = Version(text)
        return _range(low, _bump(low, len(low.release) - 1), True, False)
    else:
        try:
            version = Version(text)
        except InvalidVersion:
            return None
        if operator in {">", ">="}:
            return _range(version, None, operator == ">=", False)
        if operator in {"<", "<="}:
            return _range(None, version, False, operator == "<=")
        inside = _range(version, version, True, True)
    return _outside(inside[0]) if operator == "!=" else inside


def _bump(version: Version, length: int) -> Version:
    """Return the first release after all that share the first `length` numbers of a version's release."""
    numbers = [*version.release[: length - 1], version.release[length - 1] + 1]
    return Version(f"{version.epoch}!" + ".".join(map(str, numbers)))


def _outside(span: Range) -> tuple[Range, ...]:
    return (
        *_range(None, span.low, False, not span.low_included),
        *_range(span.high, None, not span.high_included, False),
    )


def _range(low: Optional[Version], high: Optional[Version], low_included: bool, high_included: bool) -> tuple[Range]:
    """Return one span, as a tuple; an end just before a release, at its `.dev0`, is moved to the release."""
    if low != high:
        low = _without_dev0(low) if low is not None and low_included else low
        high = _without_dev0(high) if high is not None and not high_included else high
    return (Range(low, high, low_included, high_included),)


def _without_dev0(version: Version) -> Version:
    """Return the release for its `.dev0`, by which poetry-core bounds a wildcard or an open end."""
    last = version.dev == 0 and version.pre is None and version.post is None
    return Version(version.base_version) if last else version


def _low_key(span: Range) -> tuple[Any, ...]:
    return (0,) if span.low is None else (1, span.low, not span.low_included)


def _high_key(span: Range) -> tuple[Any, ...]:
    return (1,) if span.high is None else (0, span.high, span.high_included)


def _intersect(some: Iterable[Range], others: Iterable[Range]) -> tuple[Range, ...]:
    others = tuple(others)
    found = []
    for one in some:
        for other in others:
            lower = max(one, other, key=_low_key)
            upper = min(one, other, key=_high_key)
            span = Range(lower.low, upper.high, lower.low_included, upper.high_included)
            if not _is_empty(span):
                found.append(span)
    return tuple(found)


def _is_empty(span: Range) -> bool:
    if span.low is None or span.high is None or span.low < span.high:
        return False
    return span.low > span.high or not (span.low_included and span.high_included)


def _union(spans: Iterable[Range]) -> tuple[Range, ...]:
    """Return spans in order, those that touch merged: the move of a `.dev0` end may make them touch, or empty."""
    merged: list[Range] = []
    for span in sorted((span for span in spans if not _is_empty(span)), key=_low_key):
        before = merged[-1] if merged else None
        if before is None or not _touch(before, span):
            merged.append(span)
        else:
            upper = max(before, span, key=_high_key)
            merged[-1] = Range(before.low, upper.high, before.low_included, upper.high_included)
    return tuple(merged)


def _touch(before: Range, span: Range) -> bool:
    if before.high is None or span.low is None or span.low < before.high:
        return True
    return span.low == before.high and (span.low_included or before.high_included)


def _poetry_range(span: Any) -> Range:
    """Return the range of a poetry-core version or version range."""
    low = None if span.min is None else Version(span.min.to_string())
    high = None if span.max is None else Version(span.max.to_string())
    return _range(low, high, low is not None and span.include_min, high is not None and span.include_max)[0]


@functools.lru_cache(maxsize=1024)
def _poetry_constraint(text: str) -> "VersionConstraint":
    parse = _poetry_parser()
    try:
        return parse(text)
    except (ValueError, AssertionError, TypeError):
        raise InvalidVersions(f"`{text}` is no version constraint" if text.strip() else "the text is empty") from None


@functools.lru_cache(maxsize=1)
def _poetry_parser() -> "Callable[[str], VersionConstraint]":
    """Import poetry-core on first use: it takes as long as reading a small project.

    It puts a folder with its own copies of other distributions first on `sys.path`; `packaging` is imported by then,
    and the path is put back.
    """
    path = list(sys.path)
    try:
        from poetry.core.constraints.version import parse_constraint
    finally:
        sys.path[:] = path
    return parse_constraint


def same_version(one: str, other: str) -> bool:
    """Return whether two texts are one version (`1.0` and `1.0.0` are), or the same text where one is no version."""
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return one == other
