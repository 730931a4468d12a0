"""Changes of the conforming targets: those that break one rule, and those that break none."""

from dataclasses import dataclass, field

from tests.connectors import files_of

SHELF = "macrometa-target-shelf"
COURIER = "macrometa-target-courier"
CRATE = "macrometa-target-crate"

Edit = tuple[
    str, str, str
]  # a path within the package (at the root, with `/` before it), what stands there, what shall


@dataclass(frozen=True)
class Mutation:
    """A change of a conforming connector, and the codes that all rules together then report; none for a rewrite."""

    name: str
    connector: str
    words: str
    edits: tuple[Edit, ...]
    codes: frozenset[str]
    tolerated: frozenset[str] = field(default=frozenset())  # codes that another reading of the change allows

    def files(self) -> dict[str, bytes]:
        """Return the changed files. Raises AssertionError where an edit does not fit."""
        files = {path: content.decode() for path, content in files_of(self.connector)}
        package = self.connector.replace("-", "_")
        for path, old, new in self.edits:
            path = path[1:] if path.startswith("/") else f"{package}/{path}"
            if not old:
                files[path] = files.get(path, "") + new
                continue
            count = files[path].count(old)
            assert count == 1, f"{self.name}: {path} holds {count} times:\n{old}"
            files[path] = files[path].replace(old, new)
        return {path: text.encode() for path, text in files.items()}


def violation(
    code: str, connector: str, words: str, *edits: Edit, also: tuple[str, ...] = (), optional: tuple[str, ...] = ()
) -> Mutation:
    """Return a change that breaks a rule, and `also` others."""
    word = connector.rpartition("-")[2]
    codes = frozenset((code, *also)) - frozenset(optional)
    return Mutation(f"{code} {word}: {words}", connector, words, edits, codes, frozenset(optional))


def rewrite(connector: str, words: str, *edits: Edit) -> Mutation:
    """Return a change that breaks no rule."""
    return Mutation(f"{connector.rpartition('-')[2]}: {words}", connector, words, edits, frozenset())
