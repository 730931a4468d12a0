"""Fetch source distributions of real connectors: `python -m tests.corpus.fetch [--all | --fixed | NAME==VERSION …]`.

With no argument those that have labels. Each archive must have the hash of its pin in `pins.txt`; a release that has no
pin yet gets one. The archives and their unpacked files lie in `sdists/`, which git ignores.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Optional

from tests.corpus.pip_index import Link, PipIndex
from tests.corpus.releases import ARCHIVES, Pin, Release, fixed, labelled, parse, read_pins, write_pins
from tests.corpus.unpack import UnsafeArchive, unpack

THREADS = 4


class FetchError(Exception):
    """A release that cannot be had as pinned."""


def fetch(releases: Sequence[Release]) -> list[str]:
    """Fetch and unpack what is not there yet, add missing pins, and return what went wrong, a line each."""
    ARCHIVES.mkdir(parents=True, exist_ok=True)
    pins = read_pins()
    absent = [release for release in releases if release not in pins or not _is_there(pins[release])]
    errors: list[str] = []
    if absent:
        index = PipIndex()
        links = _links(index, {release.name for release in absent})
        with ThreadPoolExecutor(THREADS) as pool:
            jobs = {r: pool.submit(_download, index, links.get(r), r, pins.get(r)) for r in absent}
        for release, job in jobs.items():
            try:
                pins[release] = job.result()
            except Exception as error:  # one release that cannot be had must not keep the others away
                errors.append(f"{release}: {error}")
        write_pins(pins)
    for release in releases:
        if release in pins and not release.folder.exists():
            try:
                _unpack(pins[release])
            except (OSError, UnsafeArchive) as error:
                errors.append(f"{release}: {error}")
    return errors


def _links(index: PipIndex, names: set[str]) -> dict[Release, Link]:
    return {Release(name, link.version): link for name in sorted(names) for link in index.links(name)}


def _is_there(pin: Pin) -> bool:
    archive = ARCHIVES / pin.filename
    return archive.exists() and hashlib.sha256(archive.read_bytes()).hexdigest() == pin.sha256


def _download(index: PipIndex, link: Optional[Link], release: Release, pin: Optional[Pin]) -> Pin:
    if link is None:
        raise FetchError("the index that pip is configured for has no source distribution of it, or does not answer")
    content = index.read(link)
    found = Pin(release, hashlib.sha256(content).hexdigest(), link.filename)
    if pin is not None and found.sha256 != pin.sha256:
        raise FetchError(f"the archive's hash is {found.sha256}, the pin is {pin.sha256}")
    (ARCHIVES / link.filename).write_bytes(content)
    return found


def _unpack(pin: Pin) -> None:
    unpack((ARCHIVES / pin.filename).read_bytes(), pin.filename, pin.release.folder)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Fetch what the command line names; return 0 when all of it is there."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.fetch", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("releases", nargs="*", type=parse, metavar="NAME==VERSION")
    parser.add_argument("--all", action="store_true", help="every release that has a pin")
    parser.add_argument("--fixed", action="store_true", help="those that every change is held against")
    asked = parser.parse_args(arguments)
    releases = list(asked.releases)
    if asked.all:
        releases += read_pins()
    if asked.fixed:
        releases += fixed()
    releases = list(dict.fromkeys(releases or labelled()))
    errors = fetch(releases)
    for error in errors:
        print(error, file=sys.stderr)
    print(f"{len(releases) - len(errors)} of {len(releases)} releases are there")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
