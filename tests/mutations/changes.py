"""Changes of the conforming connectors: those that break one rule, and those that break none.

A path is one within the connector's package; with `/` before it, at the connector's root.
"""

import re
from dataclasses import dataclass
from typing import Optional, Union

from tests.connectors import files_of

SHELF = "macrometa-target-shelf"
COURIER = "macrometa-target-courier"
CRATE = "macrometa-target-crate"
LEDGER = "macrometa-source-ledger"
BEACON = "macrometa-source-beacon"
PARCELS = "macrometa-source-parcels"
NOTICE = "macrometa-integration-notice"

# A path, what stands once in the file, and what shall: nothing there adds to the file, and None takes the file away.
Edit = tuple[str, str, Optional[str]]
Mark = tuple[str, str]  # a path, and a text that begins on the line where the finding must stand; empty for the file


@dataclass(frozen=True)
class Whole:
    """A file that is there, or holds something else altogether."""

    path: str
    content: Union[str, bytes]


@dataclass(frozen=True)
class Moved:
    """A file, or a folder with all that it holds (an empty path is the package), that lies elsewhere."""

    old: str
    new: str


@dataclass(frozen=True)
class Everywhere:
    """A text that another one replaces in each file."""

    old: str
    new: str


Change = Union[Edit, Whole, Moved, Everywhere]


@dataclass(frozen=True)
class Mutation:
    """A change of a conforming connector, and the codes that all rules together then report; none for a rewrite.

    `code` is the rule that it breaks, and `at` where its findings stand. `undecided` are the codes that a rewrite leaves
    undecided, besides what the connector itself does.
    """

    connector: str
    words: str
    changes: tuple[Change, ...]
    code: str = ""
    also: frozenset[str] = frozenset()
    at: tuple[Mark, ...] = ()
    undecided: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.code} {self.connector.rpartition('-')[2]}: {self.words}".strip()

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes that must be reported."""
        return (self.also | {self.code}) - {""}

    def files(self) -> dict[str, bytes]:
        """Return the changed files. Raises AssertionError where a change does not fit."""
        files = dict(files_of(self.connector))
        for change in self.changes:
            if isinstance(change, Whole):
                files[self._path(change.path)] = _bytes(change.content)
            elif isinstance(change, Moved):
                files = self._moved(files, self._path(change.old), self._path(change.new))
            elif isinstance(change, Everywhere):
                old, new = change.old.encode(), change.new.encode()
                assert any(old in data for data in files.values()), f"{self}: nowhere stands {change.old}"
                files = {path: data.replace(old, new) for path, data in files.items()}
            else:
                self._edit(files, change)
        return files

    def places(self) -> list[tuple[str, Optional[int]]]:
        """Return the path and the 1-based line (None for a whole file) of each finding that is asked for."""
        files = self.files()
        return [self._place(files, mark) for mark in self.at]

    def _place(self, files: dict[str, bytes], mark: Mark) -> tuple[str, Optional[int]]:
        path, text = self._path(mark[0]), mark[1]
        if not text:
            return path, None
        content = files[path].decode("utf-8-sig", "replace")
        found = sorted({content.count("\n", 0, at.start()) + 1 for at in re.finditer(re.escape(text), content)})
        assert len(found) == 1, f"{self}: `{text}` stands on {found}"
        return path, found[0]

    def _edit(self, files: dict[str, bytes], edit: Edit) -> None:
        path, old, new = self._path(edit[0]), edit[1].encode(), edit[2]
        if new is None:
            del files[path]
        elif not old:
            files[path] = files.get(path, b"") + new.encode()
        else:
            count = files[path].count(old)
            assert count == 1, f"{self}: {path} holds {count} times:\n{edit[1]}"
            files[path] = files[path].replace(old, new.encode())

    def _moved(self, files: dict[str, bytes], old: str, new: str) -> dict[str, bytes]:
        moved = {}
        for path in files:
            inside = path == old or path.startswith(f"{old}/")
            moved[path] = new + path[len(old) :] if inside else path
        assert any(path != target for path, target in moved.items()), f"{self}: there is no {old}"
        return {moved[path]: data for path, data in files.items()}

    def _path(self, path: str) -> str:
        return path[1:] if path.startswith("/") else f"{self.connector.replace('-', '_')}/{path}".rstrip("/")


def violation(
    code: str,
    connector: str,
    words: str,
    *changes: Change,
    also: tuple[str, ...] = (),
    at: Mark,
    and_at: Optional[Mark] = None,
) -> Mutation:
    """Return a change that breaks a rule at one place or two, and `also` others."""
    marks = tuple(mark for mark in (at, and_at) if mark is not None)
    return Mutation(connector, words, changes, code, frozenset(also), marks)


def rewrite(connector: str, words: str, *changes: Change, undecided: tuple[str, ...] = ()) -> Mutation:
    """Return a change that breaks no rule."""
    return Mutation(connector, words, changes, undecided=frozenset(undecided))


def _bytes(content: Union[str, bytes]) -> bytes:
    return content.encode() if isinstance(content, str) else content
