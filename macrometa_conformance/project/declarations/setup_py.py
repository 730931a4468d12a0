"""A hand-written setup.py, read without running it: the values of the arguments of `setup(...)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Optional

from packaging.utils import canonicalize_name

from macrometa_conformance.code import facts, operations
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.calls import arguments_in
from macrometa_conformance.code.definitions import Definitions
from macrometa_conformance.code.facts import Span
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.program import Module, Program
from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.code.values import Alternatives, External, Items, Known, Made, Site, Table, Unknown, Value
from macrometa_conformance.finding import Place, Region
from macrometa_conformance.project.declarations.find import find_root_packages
from macrometa_conformance.project.declarations.ini import IniError, Text, read_ini
from macrometa_conformance.project.declarations.model import (
    Declarations,
    Declared,
    EntryPoint,
    Field,
    Problem,
    Requirement,
    Scope,
    Shipped,
    whole,
)
from macrometa_conformance.project.declarations.model import Unknown as UnknownField
from macrometa_conformance.project.declarations.pep508 import read_requirement
from macrometa_conformance.project.declarations.pep621 import python_range, read_entry_point
from macrometa_conformance.project.declarations.setup_cfg import read_entry_line
from macrometa_conformance.project.text import UndecodableText, decode_python, split_lines
from macrometa_conformance.project.tree import ProjectTree, is_file

_SETUPS = frozenset(("setuptools.setup", "distutils.core.setup", "numpy.distutils.core.setup", "skbuild.setup"))
_FINDERS = {
    "setuptools.find_packages": False,
    "setuptools.PackageFinder.find": False,
    "setuptools.find_namespace_packages": True,
    "setuptools.PEP420PackageFinder.find": True,
}
_REQUIREMENTS_FILE = re.compile(r"(?:\./)?[\w./-]*require[\w.-]*\.(?:txt|in|pip)", re.IGNORECASE)
_FIELDS = {
    "name": Field.NAME,
    "version": Field.VERSION,
    "python_requires": Field.PYTHON,
    "install_requires": Field.REQUIREMENTS,
    "extras_require": Field.REQUIREMENTS,
    "entry_points": Field.ENTRY_POINTS,
    "packages": Field.PACKAGES,
    "py_modules": Field.PACKAGES,
}


def read_setup_py(tree: ProjectTree, path: str) -> Declarations:
    """Return what a setup.py declares. What it computes in a way that cannot be followed is unknown."""
    program = Program(tree)
    module = program.module("setup")
    if module is None:
        return Declarations()
    if module.failure is not None:
        failure = module.failure
        place = Place(path, Region(failure.line, failure.column, failure.line, failure.column + 1))
        problems = () if failure.undecided else (Problem(place, failure.message),)
        reason = f"`{path}` cannot be parsed"
        return Declarations(files=(path,), unknown=_all_unknown(path, reason), problems=problems)
    resolver = Resolver(program)
    calls = list(_setup_calls(resolver, module))
    if not calls:
        return Declarations(files=(path,), unknown=_all_unknown(path, f"`{path}` calls no `setup` that can be seen"))
    call, frame = calls[0]
    return _Reader(tree, path, module, resolver, call, frame).read()


def _all_unknown(path: str, reason: str) -> tuple[UnknownField, ...]:
    return tuple(UnknownField(field, whole(path), reason) for field in Field)


def _setup_calls(resolver: Resolver, module: Module) -> Iterator[tuple[facts.Call, Frame]]:
    definitions: Definitions = resolver.definitions(module)
    for owner in (None, *definitions.functions):
        for visit in definitions.visits_of(owner):
            if isinstance(visit.node, facts.Call):
                frame = owner_frame(resolver, module, owner)
                for value in resolver.evaluate(visit.node.func, frame):
                    if isinstance(value, External) and value.path in _SETUPS:
                        yield visit.node, frame


class _Reader:
    def __init__(
        self, tree: ProjectTree, path: str, module: Module, resolver: Resolver, call: facts.Call, frame: Frame
    ) -> None:
        self._tree = tree
        self._path = path
        self._module = module
        self._resolver = resolver
        self._call = call
        self._arguments: Arguments = arguments_in(resolver, call, frame)
        self._unknown: list[UnknownField] = []
        self._build_files: list[str] = []

    def read(self) -> Declarations:
        name = self._text("name")
        version = self._text("version")
        python = self._text("python_requires")
        requirements = tuple(self._requirements())
        entry_points = tuple(self._entry_points())
        shipped = tuple(self._shipped())
        if not self._arguments.exact:
            given = {_FIELDS[key] for key in self._arguments.keywords if key in _FIELDS}
            place = self._place(self._call.at)
            missing = [field for field in Field if field not in given]
            self._unknown.extend(UnknownField(field, place, "`**` passes what is not known") for field in missing)
        return Declarations(
            files=(self._path,),
            names=(name,) if name else (),
            versions=(version,) if version else (),
            python=(python,) if python else (),
            python_versions=(python_range(python.value),) if python else (),
            requirements=requirements,
            entry_points=entry_points,
            shipped=shipped,
            unknown=tuple(self._unknown),
            build_files=tuple(self._build_files),
        )

    # Places

    def _place(self, at: Span) -> Place:
        return Place(self._path, Region(*at))

    def _site(self, site: Optional[Site], otherwise: str) -> Place:
        """Return the place of a literal, or of the argument where the value is computed."""
        if site is not None:
            return Place(site.path, Region(*site.at))
        for argument in self._call.args:
            if argument.keyword == otherwise:
                return self._place(argument.value.at)
        return self._place(self._call.func.at)

    def _mark(self, key: str, reason: str) -> None:
        self._unknown.append(UnknownField(_FIELDS[key], self._site(None, key), reason))

    def _only(self, key: str) -> Optional[Value]:
        """Return the one value of an argument, None where it is absent, None (noted as unknown) where it is open."""
        values: Alternatives = self._arguments.keywords.get(key, ())
        if not values or values == (Known(None),):
            return None
        if len(values) == 1 and not isinstance(values[0], (Unknown, Made)):
            return values[0]
        if len(values) == 1 and isinstance(values[0], Made) and key == "packages":
            return values[0]
        blocked = next((value for value in values if isinstance(value, Unknown)), None)
        self._mark(key, f"`{key}` is computed" + (f": {blocked.reason}" if blocked else ""))
        return None

    # Fields

    def _text(self, key: str) -> Optional[Declared[str]]:
        value = self._only(key)
        if isinstance(value, Known) and isinstance(value.value, str):
            return Declared(value.value, self._site(value.site, key))
        if value is not None:
            self._mark(key, f"`{key}` is computed")
        return None

    def _texts(self, value: Value, key: str) -> tuple[list[Declared[str]], bool]:
        """Return the texts of a list (or of one text, a line each), and whether they are all of it."""
        if isinstance(value, Known) and isinstance(value.value, str):
            place = self._site(value.site, key)
            return [Declared(line.strip(), place) for line in split_lines(value.value) if line.strip()], True
        if not isinstance(value, Items):
            return [], False
        found: list[Declared[str]] = []
        exact = value.exact
        written = self._written(key)
        for index, element in enumerate(value.elements):
            for one in element:
                if isinstance(one, Known) and isinstance(one.value, str):
                    computed = one.site is None and len(written) == len(value.elements)
                    place = self._place(written[index].at) if computed else self._site(one.site or value.site, key)
                    found.append(Declared(one.value.strip(), place))
                else:
                    exact = False
        return [text for text in found if text.value], exact

    def _written(self, key: str) -> tuple[facts.Expr, ...]:
        """Return the elements of an argument that is written as a list, nothing where some are unpacked."""
        given = next((argument.value for argument in self._call.args if argument.keyword == key), None)
        items = given.items if isinstance(given, facts.Sequence) else ()
        return () if any(isinstance(item, facts.Starred) for item in items) else items

    def _requirements(self) -> Iterator[Requirement]:
        for key, scope in (
            ("install_requires", Scope.RUNTIME),
            ("setup_requires", Scope.BUILD),
            ("tests_require", Scope.GROUP),
        ):
            yield from self._listed(key, scope)
        extras = self._only("extras_require")
        if extras is None:
            return
        if not isinstance(extras, Table) or not extras.exact:
            self._mark("extras_require", "`extras_require` is computed")
        for keys, values in extras.entries if isinstance(extras, Table) else ():
            name = keys[0].value if isinstance(keys[0], Known) and isinstance(keys[0].value, str) else ""
            group = canonicalize_name(name.partition(":")[0])
            for value in values:
                texts, exact = self._texts(value, "extras_require")
                if not exact:
                    self._mark("extras_require", f"the extra `{name}` is computed")
                for text in texts:
                    yield read_requirement(text.value, text.place, Scope.EXTRA, group, optional=True)

    def _listed(self, key: str, scope: Scope) -> Iterator[Requirement]:
        values: Alternatives = self._arguments.keywords.get(key, ())
        if not values or values == (Known(None),):
            return
        group = "tests" if scope is Scope.GROUP else ""
        exact = len(values) == 1
        for value in values:
            texts, sure = self._texts(value, key)
            exact = exact and sure
            for text in texts:
                if not text.value.startswith("#"):
                    yield read_requirement(text.value, text.place, scope, group)
        if not exact and scope is Scope.RUNTIME:
            file = self._requirements_file()
            if file is not None:
                self._build_files.append(file)
            else:
                blocked = next((value for value in values if isinstance(value, Unknown)), None)
                self._mark(key, f"`{key}` is computed" + (f": {blocked.reason}" if blocked else ""))

    def _requirements_file(self) -> Optional[str]:
        """Return the one requirements file that the text names and that is there, None where there is not just one."""
        found: dict[str, None] = {}
        definitions = self._resolver.definitions(self._module)
        for owner in (None, *definitions.functions):
            for visit in definitions.visits_of(owner):
                node = visit.node
                if isinstance(node, facts.Const) and isinstance(node.value, str):
                    path = node.value[2:] if node.value.startswith("./") else node.value
                    if _REQUIREMENTS_FILE.fullmatch(path) and is_file(self._tree, path):
                        found[path] = None
        return next(iter(found)) if len(found) == 1 else None

    def _entry_points(self) -> Iterator[EntryPoint]:
        value = self._only("entry_points")
        if isinstance(value, Known) and isinstance(value.value, str):
            yield from self._from_ini(value)
        elif isinstance(value, Table):
            exact = value.exact
            for keys, entries in value.entries:
                group = keys[0].value if len(keys) == 1 and isinstance(keys[0], Known) else None
                for entry in entries:
                    texts, sure = self._texts(entry, "entry_points")
                    exact = exact and sure and isinstance(group, str)
                    for text in texts:
                        name, sign, target = text.value.partition("=")
                        if sign:
                            yield read_entry_point(str(group), name.strip(), Declared(target.strip(), text.place))
            if not exact:
                self._mark("entry_points", "`entry_points` is computed")
        elif value is not None:
            self._mark("entry_points", "`entry_points` is computed")

    def _from_ini(self, value: Known) -> Iterator[EntryPoint]:
        """Yield the entry points of INI text; each at its line where the literal is written plainly."""
        try:
            options = read_ini(str(value.value).strip("\n") if value.site is None else str(value.value))
        except IniError:
            self._mark("entry_points", "`entry_points` is no INI text")
            return
        lines = split_lines(self._source())
        for option in options:
            for line in option.lines:
                text = f"{option.name.value} = {line.value}"
                entry = read_entry_line(option.section, Text(text, line.region), self._path)
                if entry is not None:
                    place = self._line_place(lines, value.site, option.name.value, line.value)
                    yield EntryPoint(entry.group, entry.name, entry.target, place)

    def _line_place(self, lines: tuple[str, ...], site: Optional[Site], name: str, target: str) -> Place:
        place = self._site(site, "entry_points")
        if place.region is None:
            return place
        wanted = re.compile(rf"{re.escape(name)}\s*[=:]\s*{re.escape(target)}")
        for number in range(place.region.line, min(place.region.end_line, len(lines)) + 1):
            match = wanted.search(lines[number - 1])
            if match:
                return Place(self._path, Region(number, match.start() + 1, number, match.end() + 1))
        return place

    def _source(self) -> str:
        try:
            return decode_python(self._tree.read(self._path))
        except (OSError, UndecodableText):
            return ""

    def _shipped(self) -> Iterator[Shipped]:
        folders = self._folders()
        modules = self._only("py_modules")
        if modules is not None:
            texts, exact = self._texts(modules, "py_modules")
            if not exact:
                self._mark("py_modules", "`py_modules` is computed")
            for text in texts:
                yield Shipped(text.value, text.place, folders.get("") or None)
        packages = self._only("packages")
        if isinstance(packages, Made):
            yield from self._found(packages)
        elif packages is not None:
            texts, exact = self._texts(packages, "packages")
            if not exact:
                self._mark("packages", "`packages` is computed")
            for text in texts:
                root = text.value.split(".", 1)[0]
                folder = folders.get(text.value, folders.get(root, folders.get("")))
                yield Shipped(text.value, text.place, folder or None)

    def _folders(self) -> dict[str, str]:
        values = self._arguments.keywords.get("package_dir", ())
        plain = operations.plain(values[0]) if len(values) == 1 else None
        pairs = plain.items() if isinstance(plain, dict) else ()
        return {str(key): str(value).strip("./") for key, value in pairs}

    def _found(self, made: Made) -> Iterator[Shipped]:
        callee = made.callee
        if not isinstance(callee, External) or callee.path not in _FINDERS or made.call is None:
            self._mark("packages", "`packages` is computed")
            return
        arguments = made.call.arguments
        named = dict(zip(("where", "exclude", "include"), arguments.positional))
        named.update(arguments.keywords)
        plain = {key: operations.plain(values[0]) for key, values in named.items() if len(values) == 1}
        where = str(plain.get("where", ".")).strip("./")
        try:
            include = tuple(str(one) for one in _sequence(plain.get("include", ("*",))))
            exclude = tuple(str(one) for one in _sequence(plain.get("exclude", ())))
        except TypeError:
            self._mark("packages", "the filters of `find_packages` are computed")
            return
        for name in find_root_packages(self._tree, where, include, exclude, namespaces=_FINDERS[callee.path]):
            yield Shipped(name, self._place(made.site.at), where or None, found=True)


def _sequence(value: object) -> tuple[object, ...]:
    if isinstance(value, (list, tuple, set)):
        return tuple(value)
    if isinstance(value, str):
        return (value,)
    raise TypeError("no sequence")
