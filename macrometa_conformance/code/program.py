"""The modules of a project by dotted name, compiled when they are first asked for, and never run."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Callable, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Failure, ModuleFacts
from macrometa_conformance.code.scopes import Scope
from macrometa_conformance.code.walk import Visit, Visits, visits
from macrometa_conformance.project.tree import EntryKind, ProjectTree, Unreadable, is_file, is_folder

Compile = Callable[[bytes], Union[ModuleFacts, Failure]]
MAX_MODULES = 5_000  # of one package
TEST_FOLDERS = frozenset(("tests", "test"))


class Module:
    """One module: its dotted name, its file, and its facts, or why there are none."""

    def __init__(self, name: str, path: str, facts_or_failure: Union[ModuleFacts, Failure]) -> None:
        self.name = name
        self.path = path
        self.failure = facts_or_failure if isinstance(facts_or_failure, Failure) else None
        self._visits: dict[int, Visits] = {}
        self.facts = ModuleFacts(()) if isinstance(facts_or_failure, Failure) else facts_or_failure

    @property
    def package(self) -> str:
        """Return the dotted name that the module's relative imports start from."""
        return self.name if self.path.endswith("/__init__.py") else self.name.rpartition(".")[0]

    def absolute(self, node: facts.ImportFrom) -> Optional[str]:
        """Return the absolute name of the module that an import of this module names, None where it leaves the top."""
        if not node.level:
            return node.module
        parts = self.package.split(".")
        if node.level > len(parts):
            return None
        return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])

    @property
    def is_test(self) -> bool:
        """Return whether the file lies in a folder of tests, whose code is never judged."""
        return any(part in TEST_FOLDERS for part in self.path.split("/")[:-1])

    @cached_property
    def scope(self) -> Scope:
        """Return the names that the module binds."""
        return Scope(self.facts, "module")

    @cached_property
    def visits(self) -> Visits:
        """Return every node of the module's own body, functions and classes not entered."""
        return visits(self.facts.body)

    def visits_in(self, definition: Union[facts.FunctionDef, facts.ClassDef]) -> Visits:
        """Return every node of the body of one of the module's functions or classes, inner ones not entered."""
        if id(definition) not in self._visits:
            self._visits[id(definition)] = visits(definition.body)
        return self._visits[id(definition)]

    @cached_property
    def imports(self) -> tuple[tuple[Union[facts.Import, facts.ImportFrom], tuple[Visit, ...]], ...]:
        """Return every import statement wherever it stands, with the definitions and blocks that it stands in."""
        found: list[tuple[Union[facts.Import, facts.ImportFrom], tuple[Visit, ...]]] = []
        pending: list[tuple[Visits, tuple[Visit, ...]]] = [(self.visits, ())]
        for inside, around in pending:
            for visit in inside.of(facts.Import, facts.ImportFrom, facts.FunctionDef, facts.ClassDef):
                node = visit.node
                if isinstance(node, (facts.Import, facts.ImportFrom)):
                    found.append((node, (*around, visit)))
                elif isinstance(node, (facts.FunctionDef, facts.ClassDef)):
                    pending.append((self.visits_in(node), (*around, visit)))
        return tuple(found)


class Program:
    """The modules that lie under the project's module roots: its own root folder, and declared source folders."""

    def __init__(self, tree: ProjectTree, roots: Sequence[str] = ("",), compiler: Optional[Compile] = None) -> None:
        self._tree = tree
        self._roots = tuple(dict.fromkeys(("", *roots)))
        self._compile = compiler
        self._modules: dict[str, Optional[Module]] = {}
        self._has: dict[str, bool] = {}
        self._by_path: dict[str, Module] = {}
        self._packages: dict[str, tuple[Module, ...]] = {}

    def module(self, name: str) -> Optional[Module]:
        """Return a module by its dotted name, or None where the project holds none of that name."""
        if name not in self._modules:
            path = self._find(name)
            self._modules[name] = self._load(name, path) if path else None
        return self._modules[name]

    def at(self, path: str) -> Optional[Module]:
        """Return the module of a file that has been asked for, None for another file."""
        return self._by_path.get(path)

    def is_namespace(self, name: str) -> bool:
        """Return whether the name is a folder of the project that holds modules but no `__init__.py`."""
        for root in self._roots:
            folder = _join(root, name.replace(".", "/"))
            if is_folder(self._tree, folder) and any(self._holds_modules(folder, 0)):
                return True
        return False

    def has(self, name: str) -> bool:
        """Return whether a module or a folder of modules of this name belongs to the project."""
        if name not in self._has:
            self._has[name] = self._find(name) is not None or self.is_namespace(name)
        return self._has[name]

    def modules_of(self, package: str) -> tuple[Module, ...]:
        """Return all modules of a root package that are no tests, by name, the package's own first.

        Of those beyond the limit there is the first, as one that cannot be read.
        """
        if package not in self._packages:
            names = []
            for name, path in self._names(package):
                if not any(part in TEST_FOLDERS for part in path.split("/")[:-1]):
                    names.append((name, path))
            names.sort()
            modules = [self.module(name) for name, _ in names[:MAX_MODULES]]
            for name, path in names[MAX_MODULES : MAX_MODULES + 1]:
                reason = f"the package has {len(names):,} modules, of which {MAX_MODULES:,} are read"
                modules.append(Module(name, path, Failure(reason, 1, 1, True)))
            self._packages[package] = tuple(module for module in modules if module is not None)
        return self._packages[package]

    def loaded(self) -> tuple[Module, ...]:
        """Return the modules that have been asked for so far, by name."""
        return tuple(module for _, module in sorted(self._modules.items()) if module is not None)

    def _names(self, package: str) -> Iterator[tuple[str, str]]:
        folder = next((f for f in (_join(root, package) for root in self._roots) if is_folder(self._tree, f)), None)
        pending = [(package, folder)] if folder is not None else []
        while pending:
            name, folder = pending.pop()
            for entry in self._tree.entries(folder):
                path = _join(folder, entry.name)
                if entry.kind is EntryKind.FILE and entry.name == "__init__.py":
                    yield name, path
                elif entry.kind is EntryKind.FILE and entry.name.endswith(".py"):
                    if entry.name[:-3].isidentifier():
                        yield f"{name}.{entry.name[:-3]}", path
                elif entry.kind is EntryKind.FOLDER and entry.name.isidentifier():
                    pending.append((f"{name}.{entry.name}", path))

    def _find(self, name: str) -> Optional[str]:
        parts = name.split(".")
        if not all(part.isidentifier() for part in parts):
            return None
        for root in self._roots:
            base = _join(root, "/".join(parts))
            if is_file(self._tree, f"{base}/__init__.py"):
                return f"{base}/__init__.py"
            if is_file(self._tree, f"{base}.py"):
                return f"{base}.py"
        return None

    def _load(self, name: str, path: str) -> Module:
        if path not in self._by_path:
            self._by_path[path] = Module(name, path, self._facts(path))
        return self._by_path[path]

    def _facts(self, path: str) -> Union[ModuleFacts, Failure]:
        try:
            data = self._tree.read(path)
        except (OSError, Unreadable) as error:
            return Failure(f"the file cannot be read: {error}", 1, 1, True)
        if self._compile is None:
            from macrometa_conformance.code.compile import compile_module

            self._compile = compile_module
        return self._compile(data)

    def _holds_modules(self, folder: str, depth: int) -> Iterator[bool]:
        for entry in self._tree.entries(folder):
            if entry.kind is EntryKind.FILE and entry.name.endswith(".py"):
                yield True
            elif entry.kind is EntryKind.FOLDER and depth < 3 and entry.name.isidentifier():
                yield from self._holds_modules(_join(folder, entry.name), depth + 1)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
