"""The published connectors that the corpus is made of: their pins, and where their files lie once fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LABELS = HERE / "labels"
PINS = HERE / "pins.txt"
SDISTS = HERE / "sdists"
ARCHIVES = SDISTS / ".archives"
FIXED = 40  # releases that every change is held against


@dataclass(frozen=True)
class Release:
    """One version of one distribution."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name}-{self.version}"

    @property
    def folder(self) -> Path:
        """Return where its source distribution lies unpacked."""
        return SDISTS / str(self)


@dataclass(frozen=True)
class Pin:
    """The archive of a release: its SHA-256 in hexadecimal, and its file name on the index."""

    release: Release
    sha256: str
    filename: str

    def __str__(self) -> str:
        return f"{self.release.name} {self.release.version} {self.sha256} {self.filename}"


def read_pins(path: Path = PINS) -> dict[Release, Pin]:
    """Return the pins in the order of the file; a `#` begins a comment line."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            name, version, sha256, filename = line.split()
            release = Release(name, version)
            found[release] = Pin(release, sha256, filename)
    return found


def write_pins(pins: dict[Release, Pin], path: Path = PINS) -> None:
    """Write the pins, sorted by name and version."""
    lines = [str(pins[release]) for release in in_order(pins)]
    path.write_text("\n".join(["# NAME VERSION SHA256 FILENAME", *lines]) + "\n", encoding="utf-8")


def labelled() -> tuple[Release, ...]:
    """Return the releases that have labels, sorted."""
    return in_order(parse(path.stem) for path in LABELS.glob("*.json"))


def fetched() -> tuple[Release, ...]:
    """Return the releases that lie unpacked, sorted."""
    folders = SDISTS.iterdir() if SDISTS.exists() else ()
    return in_order(parse(path.name) for path in folders if path.is_dir() and not path.name.startswith("."))


def fixed() -> tuple[Release, ...]:
    """Return the releases that every change is held against: those that have labels, and others spread evenly."""
    own = labelled()
    others = [release for release in read_pins() if release not in own]
    return in_order([*own, *spread(others, FIXED - len(own))])


def spread(releases: Iterable[Release], count: int) -> tuple[Release, ...]:
    """Return so many of the releases, or all where they are fewer, evenly spread over their order."""
    every = tuple(releases)
    return tuple(every[place * len(every) // count] for place in range(count)) if count < len(every) else every


def in_order(releases: Iterable[Release]) -> tuple[Release, ...]:
    """Return the releases sorted by name and version."""
    return tuple(sorted(releases, key=_order))


def parse(text: str) -> Release:
    """Return the release of `NAME==VERSION` or `NAME-VERSION`. Raises ValueError where the text is neither."""
    name, mark, version = text.partition("==")
    if not mark:
        name, mark, version = text.rpartition("-")
    if not (name and version):
        raise ValueError(f"`{text}` is not `NAME==VERSION`")
    return Release(name, version)


def _order(release: Release) -> tuple[str, list[int], str]:
    return release.name, [int(part) for part in release.version.split(".") if part.isdigit()], release.version
