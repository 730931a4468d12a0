"""What the modules of a project import: names, places, and whether importing the module runs the statement."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.names import last_name
from macrometa_conformance.finding import Place, Region
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.program import Module, Program
    from macrometa_conformance.code.walk import Visit

_CATCHES_ABSENCE = frozenset(("ImportError", "ModuleNotFoundError", "Exception", "BaseException"))


@plain
class Imported(Plain):
    """One name that an import statement asks for.

    `name` is the absolute dotted name of the module (for `from a import b` that is `a`, with `b` as `member`), `place`
    where it is named: the name itself, or all of `from a import b`. `statement` is the place of the whole statement.
    `runs` tells that importing the module surely runs the statement, and fails with it: it stands in no function, no
    branch of a condition, and no `try` that survives its absence.
    `for_types` marks what stands under `if TYPE_CHECKING`.
    """

    name: str
    member: str
    place: Place
    statement: Place
    runs: bool
    for_types: bool

    @property
    def top(self) -> str:
        """Return the top-level name."""
        return self.name.split(".", 1)[0]


def imports_of(module: "Module") -> Iterator[Imported]:
    """Yield what a module imports, wherever in it; relative names are made absolute."""
    for node, around in module.imports:
        runs, for_types = _runs(around), any(_is_for_types(visit) for visit in around)
        statement = Place(module.path, Region(*node.at))
        if isinstance(node, facts.Import):
            for name in node.names:
                yield Imported(name.name, "", Place(module.path, Region(*name.at)), statement, runs, for_types)
            continue
        base = module.absolute(node)
        if base is None:
            continue
        for name in node.names:
            member = name.name if name.name != "*" else ""
            yield Imported(base, member, statement, statement, runs, for_types)


def first_imports(modules: Iterable["Module"], program: "Program") -> dict[str, Imported]:
    """Return the first import of each top-level name that is no module of the project, imports for types aside."""
    found: dict[str, Imported] = {}
    for module in modules:
        for imported in imports_of(module):
            if not imported.for_types and imported.top not in found and not program.has(imported.top):
                found[imported.top] = imported
    return found


def imported_on_start(program: "Program", package: str) -> Iterator[Imported]:
    """Yield the imports of other distributions' modules that importing a package surely runs, each statement once."""
    seen = {package}
    pending = [package]
    for name in pending:
        module = program.module(name)
        for imported in imports_of(module) if module else ():
            if not imported.runs:
                continue
            if not program.has(imported.top):
                yield imported
                continue
            for step in _steps(imported):
                if step not in seen and program.has(step):
                    seen.add(step)
                    pending.append(step)


def _steps(imported: Imported) -> Iterator[str]:
    """Yield the modules that an import loads if they are there, outermost first."""
    parts = [*imported.name.split("."), *([imported.member] if imported.member else [])]
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def _runs(around: tuple["Visit", ...]) -> bool:
    for visit in around:
        if isinstance(visit.node, facts.FunctionDef):
            return False
        for block in visit.blocks:
            if block.kind in {"try"} and isinstance(block.node, facts.Try):
                if any(_survives(handler) for handler in block.node.handlers):
                    return False
            elif block.kind not in {"with", "finally"}:
                return False
    return True


def _survives(handler: facts.Handler) -> bool:
    types: tuple[Union[facts.Expr, None], ...] = (handler.type,)
    if isinstance(handler.type, facts.Sequence):
        types = handler.type.items
    return any(kind is None or last_name(kind) in _CATCHES_ABSENCE for kind in types)


def _is_for_types(visit: "Visit") -> bool:
    return any(
        block.kind == "if"
        and isinstance(block.node, facts.If)
        and last_name(block.node.branches[block.arm][0]) == "TYPE_CHECKING"
        for block in visit.blocks
    )
