"""Pins and the names of releases."""

from pathlib import Path

import pytest

from tests.corpus.releases import FIXED, Pin, Release, fixed, labelled, parse, read_pins, spread, write_pins


def test_pins_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Pins survive the file, sorted by name and version, and a missing file holds none."""
    late, early = Release("demo", "0.0.10"), Release("demo", "0.0.9")
    pins = {release: Pin(release, "ab" * 32, f"{release}.tar.gz") for release in (late, early)}
    write_pins(pins, tmp_path / "pins.txt")
    assert list(read_pins(tmp_path / "pins.txt").items()) == [(early, pins[early]), (late, pins[late])]
    assert read_pins(tmp_path / "none.txt") == {}


def test_every_pin_is_whole() -> None:
    """Each pin of the corpus has a hash of its own and names an archive."""
    pins = list(read_pins().values())
    assert len({pin.sha256 for pin in pins}) == len(pins)
    assert all(len(pin.sha256) == 64 and pin.filename.endswith((".tar.gz", ".zip")) for pin in pins)


@pytest.mark.parametrize("text", ["macrometa-source-demo==1.0.0", "macrometa-source-demo-1.0.0"])
def test_parse(text: str) -> None:
    """A release is written as pip writes it, or as its folder is called."""
    assert parse(text) == Release("macrometa-source-demo", "1.0.0")


@pytest.mark.parametrize("text", ["", "demo", "demo==", "==1.0"])
def test_parse_refuses(text: str) -> None:
    """What names no distribution or no version is refused."""
    with pytest.raises(ValueError, match="is not `NAME==VERSION`"):
        parse(text)


def test_spread() -> None:
    """A sweep over few releases takes them evenly from all."""
    releases = [Release("demo", str(number)) for number in range(100)]
    assert [release.version for release in spread(releases, 4)] == ["0", "25", "50", "75"]
    assert len(spread(releases, 500)) == 100
    assert len(spread(releases, 30)) == 30


def test_the_fixed_ones_hold_those_with_labels() -> None:
    """What every change is held against is of one size, has pins, and leaves no labelled release out."""
    assert len(set(fixed())) == FIXED
    assert set(labelled()) <= set(fixed()) <= set(read_pins())
