"""What the console scripts of a project point at, as far as that is known."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code.values import ModuleValue
from macrometa_conformance.finding import Undecided
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.project.declarations.model import EntryPoint
from macrometa_conformance.project.names import type_in_name
from macrometa_conformance.project.package import module_name

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_TARGET = re.compile(r"([A-Za-z_][\w.]*)\s*(?::\s*([A-Za-z_][\w.]*))?", re.ASCII)
_COMPILED = (".pyx", ".so", ".pyd", ".c", ".cpp")


@plain
class BrokenScript(Plain):
    """A console script that cannot start: the entry, what lacks and what is there."""

    entry: EntryPoint
    reason: str
    help: str


def broken_scripts(project: "Project") -> Iterator[Union[BrokenScript, Undecided]]:
    """Yield the console scripts of this project's modules that lack what they point at, and what cannot be decided.

    What only lacks since the connector package is not there, lacks its `__init__.py`, or has another name than the
    distribution is left out: C8106 and C8203 speak of that.
    """
    for entry in project.declarations.entry_points:
        if entry.group == "console_scripts":
            yield from _check(project, entry)


def _check(project: "Project", entry: EntryPoint) -> Iterator[Union[BrokenScript, Undecided]]:
    target = _TARGET.fullmatch(entry.target)
    if target is None:
        yield BrokenScript(entry, "that is no `module:function`", "write it as `module:function`")
        return
    module, attribute = target.group(1), target.group(2)
    if not _is_own(project, module.split(".", 1)[0]) or _lacks_with_package(project, module):
        return
    missing = _missing_module(project, module)
    if missing:
        if not _may_be_compiled(project, missing):
            yield BrokenScript(entry, f"there is no module `{missing}`", _where_it_is(project, attribute or "main"))
        return
    if not attribute:
        yield BrokenScript(entry, "no function is named, and no installer accepts that", f'write `"{module}:main"`')
        return
    found = project.program.module(module)
    if found is not None and found.failure is not None:
        yield Undecided(f"`{found.path}` cannot be parsed", entry.place)
    else:
        defined = project.resolver.defines(module, attribute)
        if defined is None:
            yield Undecided(f"whether `{module}` has `{attribute}` is not known", entry.place)
        elif not defined:
            help_text = _where_it_is(project, attribute.split(".", 1)[0])
            yield BrokenScript(entry, f"`{module}` defines no `{attribute}`", help_text)
        elif _is_module(project, module, attribute):
            help_text = f'write `"{module}.{attribute}:main"`, or what else the module calls it'
            yield BrokenScript(entry, f"`{module}.{attribute}` is a module, and cannot be called", help_text)


def _is_own(project: "Project", top: str) -> bool:
    """Return whether a top-level name is, or is meant to be, this project's."""
    if project.program.has(top) or (project.package and project.package.name == top):
        return True
    if project.name and module_name(project.name.value) == top:
        return True
    required = {requirement.name for requirement in project.declarations.requirements}
    return bool(type_in_name(top)) and top.replace("_", "-").lower() not in required


def _lacks_with_package(project: "Project", module: str) -> bool:
    """Return whether a module lacks because the connector package, or its `__init__.py`, does."""
    top = module.split(".", 1)[0]
    if not project.program.has(top):
        return project.name is not None and module_name(project.name.value) == top
    package = project.package
    return package is not None and package.name == module and not package.has_init


def _missing_module(project: "Project", module: str) -> str:
    """Return the outermost part of a dotted module name that the project lacks, or an empty string."""
    parts = module.split(".")
    names = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
    return next((name for name in names if not project.program.has(name)), "")


def _is_module(project: "Project", module: str, attribute: str) -> bool:
    values = project.resolver.module_attribute(module, attribute) or ()
    return bool(values) and all(isinstance(value, ModuleValue) for value in values)


def _may_be_compiled(project: "Project", module: str) -> bool:
    folder, _, name = module.replace(".", "/").rpartition("/")
    return any(
        entry.name.split(".", 1)[0] == name and entry.name.endswith(_COMPILED) for entry in project.tree.entries(folder)
    )


def _where_it_is(project: "Project", function: str) -> str:
    """Return a help that names a module of the connector package that does define the function."""
    found: Optional[str] = None
    for module in project.modules:
        if project.resolver.defines(module.name, function):
            found = f"{module.name}:{function}"
            break
    return f'write `"{found}"`' if found else f"define `{function}` there, or point the script at where it is defined"
