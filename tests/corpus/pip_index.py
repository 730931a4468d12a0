"""Source distributions of the package index that pip is configured for, found and read by pip itself.

`pip download` would run each distribution's build to prepare its metadata. pip's own finder and session take the index,
certificates, proxies and credentials of any machine's configuration, and run nothing of what they bring.
"""

import logging
from dataclasses import dataclass
from importlib import import_module
from typing import Any

SUFFIXES = (".tar.gz", ".zip")


@dataclass(frozen=True)
class Link:
    """A source distribution on the index: its version, the archive's file name, and the link as pip knows it."""

    version: str
    filename: str
    url: str


class PipIndex:
    """The index as pip is configured on this machine."""

    def __init__(self) -> None:
        logging.getLogger("pip").setLevel(logging.ERROR)  # it warns of each location that lacks a name
        command: Any = import_module("pip._internal.commands").create_command("download")
        options, _ = command.parse_args(["--no-binary", ":all:", "--pre", "--quiet"])
        self._session = command._build_session(options)
        self._finder = command._build_package_finder(options, self._session, ignore_requires_python=True)

    def links(self, name: str) -> tuple[Link, ...]:
        """Return the source distributions of one name, yanked ones too, in no particular order."""
        return tuple(
            Link(str(candidate.version), candidate.link.filename, candidate.link.url_without_fragment)
            for candidate in self._finder.find_all_candidates(name)
            if candidate.link.filename.endswith(SUFFIXES)
        )

    def read(self, link: Link) -> bytes:
        """Return the archive's bytes. Raises what pip's session raises when the answer is an error."""
        response = self._session.get(link.url, headers={"Accept-Encoding": "identity"})
        response.raise_for_status()
        return bytes(response.content)
