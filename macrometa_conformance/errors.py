"""Errors that end a run: each carries the exit code, and a hint at the nearest right thing.

Nothing below the command line prints or exits: it raises one of these.
"""

from collections.abc import Iterable
from typing import ClassVar


class LintError(Exception):
    """An error that is told in one line: what is wrong, and what to do instead (may be empty)."""

    exit_code: ClassVar[int] = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UsageError(LintError):
    """The command line asks for what cannot be: a path that is not there, an unknown rule or format."""

    exit_code = 2


class ConfigError(LintError):
    """A settings file holds an unknown key, a value of the wrong type, or no TOML."""

    exit_code = 2


class PluginError(LintError):
    """A plug-in cannot be loaded, or claims a code or a name that is not its own."""

    exit_code = 2


class ToolError(LintError):
    """The tool itself failed."""

    exit_code = 3


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is spelt most like `word`, letter case aside; empty when none is near."""
    import difflib  # few runs need it

    by_folded = {name.casefold(): name for name in known}
    found = difflib.get_close_matches(word.casefold()[:100], by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else ""
