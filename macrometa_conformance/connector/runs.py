"""What runs of a connector: from its console script or `main`, and from the methods that the platform calls."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, Reach
from macrometa_conformance.code.values import Alternatives, Class, ClassValue, FunctionValue, Member, ModuleValue

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

MAIN = "main"


class Runs:
    """The bodies that run of one project, by where the run starts."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._methods: dict[tuple[str, ...], Reach] = {}

    @cached_property
    def entry(self) -> Optional[Reach]:
        """Return what the console scripts reach; where none points into the package, what `main` does.

        A script may be a method that a class inherits from outside the project: it may call any of the class's own.
        The bodies of the modules that are loaded on the way belong to it. None where there is neither.
        """
        roots = list(self._scripts()) or list(self._mains())
        return self._project.call_graph.reach(dict.fromkeys(roots)) if roots else None

    def methods(self, *names: str) -> Reach:
        """Return what methods of the connector class reach, inherited ones included; without it, those of any class."""
        if names not in self._methods:
            self._methods[names] = self._project.call_graph.reach(body for name in names for body in self._method(name))
        return self._methods[names]

    def _method(self, name: str) -> Iterator[Body]:
        main = self._project.classes.main
        if main is None:
            for module in self._project.modules:
                for function in self._project.resolver.definitions(module).functions:
                    if function.name == name and function.owner is not None:
                        yield Body(module, function)
            return
        value = main.defined(name)
        if isinstance(value, FunctionValue):
            yield Body(value.function.module, value.function)

    def _scripts(self) -> Iterator[Body]:
        program, resolver = self._project.program, self._project.resolver
        paths = {module.path for module in self._project.modules}
        for entry in self._project.declarations.entry_points:
            name, _, attribute = entry.target.partition(":")
            module = program.module(name.strip()) if entry.group == "console_scripts" else None
            if module is None or module.path not in paths:
                continue
            values: Alternatives = (ModuleValue(module.name),)
            for part in attribute.strip().split("."):
                named = facts.Name(part, (1, 1, 1, 1))
                frame = resolver.module_frame(module)
                values = tuple(v for base in values for v in resolver.attribute_of(base, part, named, frame))
            starts = list(self._bodies(values))
            if starts:
                yield from self._loaded(module.name)
                yield from starts

    def _mains(self) -> Iterator[Body]:
        """Yield every function `main` at the top of the package's `__init__.py` and `main.py`, or what they import."""
        package = self._project.package.name if self._project.package else ""
        for name in (package, f"{package}.{MAIN}", f"{package}.__main__"):
            module = self._project.program.module(name) if package else None
            if module is None:
                continue
            starts = list(self._bodies(self._project.resolver.module_attribute(name, MAIN) or ()))
            if starts or name.endswith("__main__"):
                yield from self._loaded(name)
                yield from starts

    def _bodies(self, values: Alternatives) -> Iterator[Body]:
        for value in values:
            if isinstance(value, FunctionValue):
                yield Body(value.function.module, value.function)
            elif isinstance(value, ClassValue):
                yield Body(value.cls.module, value.cls)
            elif isinstance(value, Member) and isinstance(value.base, ClassValue):
                yield from self._methods_of(value.base.cls)

    def _methods_of(self, cls: Class) -> Iterator[Body]:
        """Yield the methods of a class, any of which an inherited one from outside the project may call."""
        for one in self._project.resolver.classes.order(cls):
            for function in self._project.resolver.definitions(one.module).functions:
                if function.owner is one:
                    yield Body(function.module, function)

    def _loaded(self, name: str) -> Iterator[Body]:
        """Yield the bodies of the modules that importing a dotted name runs, outermost first."""
        parts = name.split(".")
        for length in range(1, len(parts) + 1):
            module = self._project.program.module(".".join(parts[:length]))
            if module is not None:
                yield Body(module)
