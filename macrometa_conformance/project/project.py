"""A connector project: the facts that rules judge, each worked out once, on first use, and in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.project.declarations.model import Declarations, Declared
from macrometa_conformance.project.tree import EntryKind, ProjectTree, Unreadable
from macrometa_conformance.rule import TYPE_WORDS, Types

if TYPE_CHECKING:
    from macrometa_conformance.code.program import Program
    from macrometa_conformance.connector.connector_class import ConnectorClasses
    from macrometa_conformance.project.package import ConnectorPackage
    from macrometa_conformance.project.problems import Problem


@dataclass(frozen=True)
class Options:
    """Settings that rules read: what the tool's own data says, unless a setting overrides it."""

    newest_c8connector: str = ""
    allowed_dependencies: tuple[str, ...] = ()


class Project:
    """The facts about one connector, over a tree of files. Nothing of it is imported or run."""
