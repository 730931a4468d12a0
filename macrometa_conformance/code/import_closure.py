"""Which modules of a project are loaded by importing one of them."""

from __future__ import annotations

from collections.abc import Iterator

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import static_truth
from macrometa_conformance.code.program import Module, Program
from macrometa_conformance.code.walk import Visit


def loaded_with(program: Program, name: str) -> tuple[Module, ...]:
    """Return the modules that importing a module loads, itself first: those whose import statements surely may run.

    Imports in functions, under `if TYPE_CHECKING` and under `if __name__ == "__main__"` load nothing.
    """
    loaded: dict[str, Module] = {}
    waiting = [name]
    for one in waiting:
        parts = one.split(".")
        for length in range(1, len(parts) + 1):
            module = program.module(".".join(parts[:length]))
            if module is not None and module.name not in loaded:
                loaded[module.name] = module
                waiting.extend(imported_names(module))
    return tuple(loaded.values())


def imported_names(module: Module) -> Iterator[str]:
    """Yield the dotted names that loading a module may import: modules, and what may be submodules."""
    for node, around in module.imports:
        if all(runs_on_import(visit) for visit in around):
            yield from names_in(node, module)


def names_in(node: facts.Import | facts.ImportFrom, module: Module) -> Iterator[str]:
    """Yield the dotted names of modules that an import statement may load."""
    if isinstance(node, facts.Import):
        yield from (imported.name for imported in node.names)
        return
    source = module.absolute(node)
    if source is None:
        return
    yield source
    yield from (f"{source}.{imported.name}" for imported in node.names if imported.name != "*")


def runs_on_import(visit: Visit) -> bool:
    """Return whether a node runs when its module is loaded: in no function, nor in a block that does not run then."""
    if isinstance(visit.node, (facts.FunctionDef, facts.Lambda)):
        return False
    for block in visit.blocks:
        node = block.node
        if block.kind == "lambda":
            return False
        if isinstance(node, facts.If):
            tests = [test for test, _ in node.branches]
            if block.arm < len(tests) and (static_truth(tests[block.arm]) is False or is_main_test(tests[block.arm])):
                return False
            if any(static_truth(test) is True for test in tests[: block.arm]):
                return False
    return True


def is_main_test(test: facts.Expr) -> bool:
    """Return whether a test is `__name__ == "__main__"`, either way round."""
    if isinstance(test, facts.Boolean) and test.op == "and":
        return any(is_main_test(operand) for operand in test.operands)
    if not isinstance(test, facts.Compare) or len(test.rest) != 1 or test.rest[0][0] != "==":
        return False
    sides = (test.left, test.rest[0][1])
    names = [side.id for side in sides if isinstance(side, facts.Name)]
    texts = [side.value for side in sides if isinstance(side, facts.Const)]
    return names == ["__name__"] and texts == ["__main__"]
