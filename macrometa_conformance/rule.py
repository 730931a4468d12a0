"""The rule protocol: a rule is a pure function of a project, registered by a decorator that adds its metadata."""

import re
from collections.abc import Iterator
from enum import Flag
from typing import TYPE_CHECKING, Callable, Optional, Union

from macrometa_conformance.finding import NotApplicable, Severity, Undecided, Verdict
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

ERROR = Severity.ERROR
WARNING = Severity.WARNING
NOTE = Severity.NOTE


class Types(Flag):
    """The connector types that a rule applies to."""

    SOURCE = 1
    TARGET = 2
    INTEGRATION = 4

    @property
    def words(self) -> tuple[str, ...]:
        """Return the types as the words of a distribution name, in a fixed order."""
        return tuple(word for word, kind in TYPE_WORDS.items() if kind & self)


SOURCE = Types.SOURCE
TARGET = Types.TARGET
INTEGRATION = Types.INTEGRATION
ALL = SOURCE | TARGET | INTEGRATION
TYPE_WORDS = {"source": SOURCE, "target": TARGET, "integration": INTEGRATION}

CODE = re.compile(r"[A-Z]{1,4}[0-9]{3,4}")

Check = Callable[["Project"], Iterator[Verdict]]
Precondition = Callable[["Project"], Optional[Union[NotApplicable, Undecided]]]


@plain
class Rule(Plain):
    """A check with what users see of it: code, name, default severity, types, and the docstring that documents it.

    `options` are the settings that concern this rule alone.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    applies_to: Types
    source: str
    opt_in: bool
    requires: tuple[Precondition, ...]
    doc: str
    plugin: Optional[str] = None
    options: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """Return the first paragraph of the docstring on one line."""
        return " ".join(self.doc.split("\n\n", 1)[0].split())


def rule(
    code: str,
    *,
    severity: Severity,
    source: str,
    applies_to: Types = ALL,
    opt_in: bool = False,
    requires: tuple[Precondition, ...] = (),
    options: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Turn a check into a `Rule` whose name is the function's, with dashes.

    `source` names what demands it: the heading of the connector guidelines, or `runtime`, `interface`, `Singer`,
    `hygiene`, `pinned-only`. `requires` are preconditions: the first that answers decides that the rule is not
    applicable or undecided. `options` names the settings that are the rule's own. Raises ValueError on a code that is
    not one to four capitals and three or four digits.
    """
    if not CODE.fullmatch(code):
        raise ValueError(f"rule code {code!r} is not one to four capitals and three or four digits")

    def register(check: Check) -> Rule:
        doc = check.__doc__ or ""
        name = check.__name__.replace("_", "-")
        return Rule(code, name, severity, check, applies_to, source, opt_in, requires, _dedent(doc), options=options)

    return register


def _dedent(doc: str) -> str:
    lines = doc.expandtabs().strip().splitlines()
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    return "\n".join([lines[0], *(line[margin:] for line in lines[1:])]) if lines else ""
