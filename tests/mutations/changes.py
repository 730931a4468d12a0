"""Changes of the conforming connectors: those that break one rule, and those that break none."""

from dataclasses import dataclass, field
from typing import Optional

from tests.connectors import files_of

SHELF = "macrometa-target-shelf"
COURIER = "macrometa-target-courier"
CRATE = "macrometa-target-crate"
LEDGER = "macrometa-source-ledger"
BEACON = "macrometa-source-beacon"
PARCELS = "macrometa-source-parcels"
NOTICE = "macrometa-integration-notice"

# A path within the package (at the root, with `/` before it), what stands there, and what shall: nothing there adds to
# the file, and None takes the file away.
Edit = tuple[str, str, Optional[str]]
Mark = tuple[str, str]  # a path as above, and a text of the line where the finding must stand; empty for the file alone


@dataclass(frozen=True)
class Mutation:
    """A change of a conforming connector, and the codes that all rules together then report; none for a rewrite."""

    name: str
    connector: str
    words: str
    edits: tuple[Edit, ...]
    codes: frozenset[str]
    tolerated: frozenset[str] = field(default=frozenset())  # codes that another reading of the change allows
    at: Optional[Mark] = None

    def files(self) -> dict[str, bytes]:
        """Return the changed files. Raises AssertionError where an edit does not fit."""
        files = {path: content.decode() for path, content in files_of(self.connector)}
        for path, old, new in self.edits:
            path = self._whole(path)
            if new is None:
                del files[path]
                continue
            if not old:
                files[path] = files.get(path, "") + new
                continue
            count = files[path].count(old)
            assert count == 1, f"{self.name}: {path} holds {count} times:\n{old}"
            files[path] = files[path].replace(old, new)
        return {path: text.encode() for path, text in files.items()}

    def place(self) -> Optional[tuple[str, Optional[int]]]:
        """Return the path and the 1-based line (None for a whole file) where the finding must stand, None for any."""
        if self.at is None:
            return None
        path, text = self._whole(self.at[0]), self.at[1]
        lines = self.files().get(path, b"").decode().splitlines() if text else []
        found = [number for number, line in enumerate(lines, 1) if text in line]
        assert len(found) == bool(text), f"{self.name}: `{text}` stands on {found}"
        return path, found[0] if found else None

    def _whole(self, path: str) -> str:
        return path[1:] if path.startswith("/") else f"{self.connector.replace('-', '_')}/{path}"


def violation(
    code: str,
    connector: str,
    words: str,
    *edits: Edit,
    also: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    at: Optional[Mark] = None,
) -> Mutation:
    """Return a change that breaks a rule, and `also` others."""
    word = connector.rpartition("-")[2]
    codes = frozenset((code, *also)) - frozenset(optional)
    return Mutation(f"{code} {word}: {words}", connector, words, edits, codes, frozenset(optional), at)


def rewrite(connector: str, words: str, *edits: Edit) -> Mutation:
    """Return a change that breaks no rule."""
    return Mutation(f"{connector.rpartition('-')[2]}: {words}", connector, words, edits, frozenset())
