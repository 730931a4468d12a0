"""What a connector's packaging files declare, whatever dialect they are written in.

Every value carries the place of its text. What a file computes, or what cannot be read, is unknown, which is not the
same as absent: `Declarations.unknown` says which field is unknown and where.
"""

from enum import Enum
from typing import Generic, Optional, TypeVar

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.versions import Versions

T = TypeVar("T")


class Field(Enum):
    """A part of the declarations that may be unknown."""

    NAME = "name"
    VERSION = "version"
    PYTHON = "Python requirement"
    REQUIREMENTS = "requirements"
    ENTRY_POINTS = "entry points"
    PACKAGES = "packages"


class Scope(Enum):
    """Who brings a requirement in."""

    RUNTIME = "run-time"  # a plain install
    DEPLOY = "requirements.txt"  # a requirements.txt at the root that the build does not read
    EXTRA = "extra"
    GROUP = "group"  # PEP 735, Poetry groups and dev-dependencies, other requirements files
    BUILD = "build"
    LOCK = "lock"


class Kind(Enum):
    """How a requirement was written."""

    VERSIONS = "versions"
    URL = "url"  # a URL, VCS reference or path
    INVALID = "invalid"  # neither pip nor Poetry can read it


@plain
class Declared(Plain, Generic[T]):
    """A declared value and the place of its text."""

    value: T
    place: Place


@plain
class Requirement(Plain):
    """One required distribution.

    `name` is normalised (PEP 503), `text` is what stands in the file. `versions` is set for Kind.VERSIONS only. `group`
    names the extra, the group or the requirements file, and is empty for the run-time and build requirements. `marker`
    is the environment marker in one normal form (Poetry's `python`, `platform` and `markers` included), empty when
    there is none. `constraint` marks a line of a `-c` file: it limits, and requires nothing. `alternative` marks one of
    Poetry's multiple constraints for one name.
    """

    name: str
    text: str
    place: Place
    scope: Scope
    kind: Kind
    versions: Optional[Versions] = None
    group: str = ""
    marker: str = ""
    extras: tuple[str, ...] = ()
    constraint: bool = False
    alternative: bool = False
    optional: bool = False
    poetry: bool = False
    problem: str = ""  # why it cannot be read, for Kind.INVALID


@plain
class EntryPoint(Plain):
    """An entry point: its group (`console_scripts`, …), its name, and the object it points at (`module:attr`)."""

    group: str
    name: str
    target: str
    place: Place


@plain
class Shipped(Plain):
    """A name that the distribution installs at the top level, as declared.

    `name` is the dotted package or module as installed. `folder` is where its source lies, relative to the root, where
    that is declared (Poetry's `from`, setuptools' `package_dir`), else None. `found` marks what a `find_packages()` or
    `find:` with these filters would keep: then `name` is a root package that exists.
    """

    name: str
    place: Place
    folder: Optional[str] = None
    found: bool = False


@plain
class Unknown(Plain):
    """A field whose value is computed or unreadable: which, where, and the expression or the reason."""

    field: Field
    place: Place
    reason: str


@plain
class Problem(Plain):
    """A declaration file that cannot be decoded or parsed: the message of the parser and the place it names."""

    place: Place
    message: str


@plain
class Declarations(Plain):
    """The union of what all declaration files say, in order of precedence: pyproject.toml, setup.cfg, setup.py, others.

    `files` are the declaration files that count (a generated setup.py and a setup.cfg with nothing but `[egg_info]` do
    not). `problems` are files that could not be read: what they might declare is also listed under `unknown`.
    `build_files` are the requirements files that the build reads run-time requirements from (`file:`, dynamic fields).
    """

    files: tuple[str, ...] = ()
    names: tuple[Declared[str], ...] = ()
    versions: tuple[Declared[str], ...] = ()
    python: tuple[Declared[str], ...] = ()  # as written; Poetry's notation when the place lies in its table
    python_versions: tuple[Optional[Versions], ...] = ()  # beside `python`: None where unreadable
    requirements: tuple[Requirement, ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    shipped: tuple[Shipped, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    problems: tuple[Problem, ...] = ()
    build_files: tuple[str, ...] = ()

    def is_unknown(self, field: Field) -> Optional[Unknown]:
        """Return the first reason why a field is not fully known, or None when it is."""
        return next((unknown for unknown in self.unknown if unknown.field is field), None)


def whole(path: str) -> Place:
    """Return the place that is a whole file."""
    return Place(path)


def at(path: str, line: int, column: int, end_line: int, end_column: int) -> Place:
    """Return the place of a region in a file."""
    return Place(path, Region(line, column, end_line, end_column))
