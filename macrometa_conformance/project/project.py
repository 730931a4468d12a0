"""A connector project: the facts that rules judge, each worked out once, on first use, and in one place."""

import re
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from packaging.utils import canonicalize_name

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.plain import Plain, plain, replace
from macrometa_conformance.project.declarations.model import Declarations, Declared, Field, Problem
from macrometa_conformance.project.declarations.read import read_declarations
from macrometa_conformance.project.dependencies import Dependencies
from macrometa_conformance.project.names import type_in_name
from macrometa_conformance.project.package import RootPackage, choose_package, module_roots, root_packages
from macrometa_conformance.project.text import UndecodableText, decode_text, lines_of
from macrometa_conformance.project.tree import ProjectTree, Unreadable, is_file
from macrometa_conformance.rule import TYPE_WORDS, Types
from macrometa_conformance.suppression import Suppressions

if TYPE_CHECKING:
    from macrometa_conformance.code.call_graph import CallGraph
    from macrometa_conformance.code.callers import Owner
    from macrometa_conformance.code.passing import Passing
    from macrometa_conformance.code.program import Compile, Module, Program
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.code.value_flow import ValueFlow
    from macrometa_conformance.code.walk import Kind, Visit
    from macrometa_conformance.connector.config_properties import ConfigProperties
    from macrometa_conformance.connector.connector_class import ConnectorClass, ConnectorClasses
    from macrometa_conformance.connector.lag import Lags
    from macrometa_conformance.connector.message_time import MessageTimes
    from macrometa_conformance.connector.messages import Messages
    from macrometa_conformance.connector.metrics import Metrics
    from macrometa_conformance.connector.record_time import RecordTimes
    from macrometa_conformance.connector.renames import Renames
    from macrometa_conformance.connector.reserved_keys import ReservedKeys
    from macrometa_conformance.connector.runs import Runs
    from macrometa_conformance.connector.state import State
    from macrometa_conformance.connector.stdout import StandardOutput
    from macrometa_conformance.project.documents import Document

GUIDE = "GETTING_STARTED.md"  # the document for the connector's users


@plain
class Options(Plain):
    """Settings that rules read: what the tool's own data says, unless a setting overrides it."""

    newest_c8connector: str = ""
    allowed_dependencies: tuple[str, ...] = ()


class Project:
    """The facts about one connector, over a tree of files. Nothing of it is imported or run.

    `compiler` compiles its modules in place of `compile_module`: one that remembers, where many projects share files.
    """

    def __init__(
        self, tree: ProjectTree, options: Optional[Options] = None, compiler: "Optional[Compile]" = None
    ) -> None:
        self.tree = tree
        self._compiler = compiler
        self.options = options or Options()
        self._texts: dict[str, Optional[str]] = {}
        self.suppressions = Suppressions(self)  # the engine puts those of its plan here

    # Files

    def has_file(self, path: str) -> bool:
        """Return whether there is a file (no folder, no link that leads nowhere) at the path."""
        return is_file(self.tree, path)

    def text(self, path: str) -> Optional[str]:
        """Return the text of a file that is no Python, or None where it is absent, unreadable or undecodable."""
        if path not in self._texts:
            try:
                self._texts[path] = decode_text(self.tree.read(path)) if self.has_file(path) else None
            except (OSError, Unreadable, UndecodableText):
                self._texts[path] = None
        return self._texts[path]

    @cached_property
    def guide(self) -> "Document":
        """Return the headings and the prose of GETTING_STARTED.md; nothing where it is absent or unreadable."""
        from macrometa_conformance.project.documents import read_document

        return read_document(self.text(GUIDE) or "")

    # Declarations

    @cached_property
    def declarations(self) -> Declarations:
        """Return what the packaging files declare."""
        return read_declarations(self.tree)

    @cached_property
    def name(self) -> Optional[Declared[str]]:
        """Return the distribution name as declared first, in the order pyproject.toml, setup.cfg, setup.py."""
        return next(iter(self.declarations.names), None)

    @cached_property
    def dependencies(self) -> Dependencies:
        """Return the declared requirements, sorted by who brings them in."""
        return Dependencies(self.declarations, self.name.value if self.name else None)

    @property
    def allowed_dependencies(self) -> frozenset[str]:
        """Return the normalised names of the libraries that the settings allow."""
        return frozenset(canonicalize_name(name) for name in self.options.allowed_dependencies)

    @cached_property
    def type(self) -> Optional[Types]:
        """Return the connector's type.

        It is the word in the distribution name; else the literal that `type()` returns; else the word in the connector
        package's name; else None.
        """
        named = type_in_name(self.name.value) if self.name else ""
        if named:
            return TYPE_WORDS[named]
        returned = self.classes.main.returns("type").only_text if self.classes.main else None
        if returned in TYPE_WORDS:
            return TYPE_WORDS[returned]
        return TYPE_WORDS.get(type_in_name(self.package.name)) if self.package else None

    # Code

    @cached_property
    def root_packages(self) -> tuple[RootPackage, ...]:
        """Return the package folders at the root, folders of tests aside."""
        return root_packages(self.tree, self.declarations)

    @cached_property
    def program(self) -> "Program":
        """Return the modules of the project, compiled on first use."""
        from macrometa_conformance.code.program import Program

        return Program(self.tree, module_roots(self.declarations), self._compiler)

    @cached_property
    def resolver(self) -> "Resolver":
        """Return what works out the values of expressions."""
        from macrometa_conformance.code.resolver import Resolver

        return Resolver(self.program)

    @cached_property
    def package(self) -> Optional[RootPackage]:
        """Return the connector package (see the catalogue's terms), or None where there is none."""
        from macrometa_conformance.connector.connector_class import packages_with_connector_class

        holders = packages_with_connector_class(self.program, self.resolver, self.root_packages, self._own_package)
        return choose_package(self.root_packages, holders, self.name.value if self.name else None, self.declarations)

    @property
    def _own_package(self) -> str:
        return re.sub(r"[-_.]+", "_", self.name.value).lower() if self.name else ""

    @cached_property
    def modules(self) -> tuple["Module", ...]:
        """Return the modules of the connector package that are judged: all but those in folders of tests."""
        return self.program.modules_of(self.package.name) if self.package else ()

    @cached_property
    def broken_modules(self) -> tuple["Module", ...]:
        """Return the modules of the connector package that could not be compiled."""
        return tuple(module for module in self.modules if module.failure is not None)

    def is_broken(self, path: str) -> bool:
        """Return whether a path is that of a module of the connector package that could not be compiled."""
        return any(module.path == path for module in self.broken_modules)

    @cached_property
    def classes(self) -> "ConnectorClasses":
        """Return the connector classes of the connector package."""
        from macrometa_conformance.connector.connector_class import ConnectorClasses

        return ConnectorClasses(self)

    @cached_property
    def variants(self) -> "tuple[Project, ...]":
        """Return the project for each class that can be the connector, of which one exists at a time; itself first."""
        return (self, *(self._with_connector(one) for one in self.classes.variants[1:]))

    def _with_connector(self, chosen: "ConnectorClass") -> "Project":
        from macrometa_conformance.connector.connector_class import ConnectorClasses

        other = Project(self.tree, self.options, self._compiler)
        other.suppressions = self.suppressions
        other.declarations, other.package = self.declarations, self.package
        other.program, other.resolver = self.program, self.resolver
        other.classes = ConnectorClasses(other, chosen)
        return other

    @cached_property
    def config_properties(self) -> "ConfigProperties":
        """Return the configuration properties of the connector."""
        from macrometa_conformance.connector.config_properties import ConfigProperties

        return ConfigProperties(self)

    def nodes(self, *kinds: "Kind") -> "tuple[tuple[Module, Owner, Visit], ...]":
        """Return every node of some kinds in the connector package, with the body that it belongs to.

        A lambda is a body.
        """
        from macrometa_conformance.code.bodies import nodes_of

        return nodes_of(self.resolver, self.modules, kinds)

    @cached_property
    def call_graph(self) -> "CallGraph":
        """Return which bodies of the connector package run when others do."""
        from macrometa_conformance.code.call_graph import CallGraph

        return CallGraph(self.resolver, self.modules)

    @cached_property
    def passing(self) -> "Passing":
        """Return what the calls in the connector package pass."""
        from macrometa_conformance.code.passing import Passing

        return Passing(self.resolver, self.call_graph)

    @cached_property
    def value_flow(self) -> "ValueFlow":
        """Return where the values in the connector package may come from."""
        from macrometa_conformance.code.value_flow import ValueFlow

        return ValueFlow(self.resolver, self.call_graph, self.passing)

    @cached_property
    def messages(self) -> "Messages":
        """Return the Singer messages that the connector makes and writes."""
        from macrometa_conformance.connector.messages import Messages

        return Messages(self)

    @cached_property
    def record_times(self) -> "RecordTimes":
        """Return the `time_extracted` of the records that a source writes."""
        from macrometa_conformance.connector.record_time import RecordTimes

        return RecordTimes(self)

    @cached_property
    def lags(self) -> "Lags":
        """Return what a target sets `export_lag` to."""
        from macrometa_conformance.connector.lag import Lags

        return Lags(self)

    @cached_property
    def message_times(self) -> "MessageTimes":
        """Return where a target reads the `time_extracted` of messages, and whether `export_lag` comes from it."""
        from macrometa_conformance.connector.message_time import MessageTimes

        return MessageTimes(self)

    @cached_property
    def stdout(self) -> "StandardOutput":
        """Return what the connector writes to standard output by itself."""
        from macrometa_conformance.connector.stdout import StandardOutput

        return StandardOutput(self)

    @cached_property
    def state(self) -> "State":
        """Return whether the connector emits its state, and whether it says so."""
        from macrometa_conformance.connector.state import State

        return State(self)

    @cached_property
    def runs(self) -> "Runs":
        """Return what runs from the console script, and from the methods that the runtime calls."""
        from macrometa_conformance.connector.runs import Runs

        return Runs(self)

    @cached_property
    def metrics(self) -> "Metrics":
        """Return the metrics that the connector makes, their uses, and the servers that expose them."""
        from macrometa_conformance.connector.metrics import Metrics

        return Metrics(self)

    @cached_property
    def reserved_keys(self) -> "ReservedKeys":
        """Return what the connector class's `reserved_keys()` returns."""
        from macrometa_conformance.connector.reserved_keys import ReservedKeys

        return ReservedKeys(self)

    @cached_property
    def renames(self) -> "Renames":
        """Return where the connector package renames keys by adding `_`."""
        from macrometa_conformance.connector.renames import Renames

        return Renames(self)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Return every file that a rule needs and that cannot be decoded or parsed."""
        found = [*self.declarations.problems, *self._broken_documents()]
        for module in self.modules:
            failure = module.failure
            if failure is not None and not failure.undecided:
                region = Region(failure.line, failure.column, failure.line, failure.column + 1)
                found.append(Problem(Place(module.path, region), failure.message))
        return tuple(dict.fromkeys(replace(one, place=self._within_file(one.place)) for one in found))

    def _within_file(self, place: Place) -> Place:
        """Return a place without what of it lies beyond the end of its file: errors are often seen at the end."""
        if place.region is None:
            return place
        return Place(place.path, place.region.within(lines_of(self.tree.read(place.path), place.path)))

    def _broken_documents(self) -> list[Problem]:
        problems = []
        for path in ("README.md", "GETTING_STARTED.md"):
            try:
                if self.has_file(path):
                    decode_text(self.tree.read(path))
            except UndecodableText as error:
                region = Region(error.line, error.column, error.line, error.column + 1)
                problems.append(Problem(Place(path, region), error.message))
            except (OSError, Unreadable):
                continue
        return problems

    @cached_property
    def unread(self) -> tuple[tuple[str, str], ...]:
        """Return the modules beyond the limits of analysis or unreadable: the path of each, and why."""
        return tuple((m.path, m.failure.message) for m in self.broken_modules if m.failure and m.failure.undecided)

    def unknown(self, field: Field) -> Optional[str]:
        """Return why a declared field is not fully known, or None."""
        unknown = self.declarations.is_unknown(field)
        return unknown.reason if unknown else None
