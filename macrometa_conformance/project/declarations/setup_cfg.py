"""setup.cfg, as setuptools reads it."""

import re
from collections.abc import Iterator
from typing import Optional

from packaging.utils import canonicalize_name

from macrometa_conformance.finding import Place, Region
from macrometa_conformance.project.declarations.find import find_root_packages
from macrometa_conformance.project.declarations.ini import IniError, Option, Text, read_ini
from macrometa_conformance.project.declarations.model import (
    Declarations,
    Declared,
    EntryPoint,
    Field,
    Problem,
    Requirement,
    Scope,
    Shipped,
    Unknown,
    whole,
)
from macrometa_conformance.project.declarations.pep508 import read_requirement
from macrometa_conformance.project.declarations.pep621 import python_range, read_entry_point
from macrometa_conformance.project.text import UndecodableText, decode_text
from macrometa_conformance.project.tree import ProjectTree, Unreadable, is_file

_DIRECTIVE = re.compile(r"(file|attr|find|find_namespace):\s*(.*)", re.DOTALL)
_INLINE = re.compile(r"\s[#;].*$")
_MARKER = re.compile(r";\s*(?:\(|python|sys_|os_|platform|implementation|extra)")  # an environment marker begins


def read_setup_cfg(tree: ProjectTree, path: str) -> Declarations:
    """Return what a setup.cfg declares. A file that cannot be read makes every field unknown."""
    try:
        options = read_ini(decode_text(tree.read(path)))
    except (UndecodableText, IniError) as error:
        column = error.column if isinstance(error, UndecodableText) else 1
        place = Place(path, Region(error.line, column, error.line, column + 1))
        return Declarations(files=(path,), unknown=_all_unknown(path), problems=(Problem(place, error.message),))
    except (OSError, Unreadable):
        return Declarations(files=(path,), unknown=_all_unknown(path))
    return _Reader(tree, path, options).read()


def _all_unknown(path: str) -> tuple[Unknown, ...]:
    return tuple(Unknown(field, whole(path), f"`{path}` cannot be read") for field in Field)


class _Reader:
    def __init__(self, tree: ProjectTree, path: str, options: tuple[Option, ...]) -> None:
        self._tree = tree
        self._path = path
        self._options = {(option.section, option.key.replace("-", "_")): option for option in options}
        self._all = options
        self.unknown: list[Unknown] = []
        self.build_files: list[str] = []

    def read(self) -> Declarations:
        name = self._single("metadata", "name", Field.NAME)
        version = self._single("metadata", "version", Field.VERSION)
        python = self._single("options", "python_requires", Field.PYTHON)
        requirements = tuple(self._requirements())
        shipped = tuple(self._shipped())
        return Declarations(
            files=(self._path,),
            names=(name,) if name else (),
            versions=(version,) if version else (),
            python=(python,) if python else (),
            python_versions=(python_range(python.value),) if python else (),
            requirements=requirements,
            entry_points=tuple(self._entry_points()),
            shipped=shipped,
            unknown=tuple(self.unknown),
            build_files=tuple(self.build_files),
        )

    def _place(self, text: Text) -> Place:
        return Place(self._path, text.region)

    def _single(self, section: str, key: str, field: Field) -> Optional[Declared[str]]:
        option = self._options.get((section, key))
        if option is None or not option.lines:
            return None
        first = option.lines[0]
        directive = _DIRECTIVE.fullmatch(option.value)
        if directive and directive.group(1) in ("file", "attr"):
            self.unknown.append(Unknown(field, self._place(first), f"`{key}` is read by `{directive.group(1)}:`"))
            return None
        return Declared(first.value if len(option.lines) == 1 else option.value, self._place(first))

    def _requirements(self) -> Iterator[Requirement]:
        for key, scope in (
            ("install_requires", Scope.RUNTIME),
            ("setup_requires", Scope.BUILD),
            ("tests_require", Scope.GROUP),
        ):
            option = self._options.get(("options", key))
            if option is not None:
                yield from self._listed(option, scope, "tests" if scope is Scope.GROUP else "")
        for option in self._all:
            if option.section == "options.extras_require":
                yield from self._listed(option, Scope.EXTRA, canonicalize_name(option.name.value))

    def _listed(self, option: Option, scope: Scope, group: str) -> Iterator[Requirement]:
        directive = _DIRECTIVE.fullmatch(option.value)
        if directive and directive.group(1) == "file":
            if scope is Scope.RUNTIME:
                self._read_from(directive.group(2), option)
            return
        for item in items(option):
            yield read_requirement(item.value, self._place(item), scope, group, optional=scope is Scope.EXTRA)

    def _read_from(self, files: str, option: Option) -> None:
        for file in re.split(r"[,\n]", files):
            name = file.strip().lstrip("./")
            if is_file(self._tree, name):
                self.build_files.append(name)
            elif name:
                reason = f"`{name}`, which the build reads, is not there"
                self.unknown.append(Unknown(Field.REQUIREMENTS, self._place(option.lines[0]), reason))

    def _entry_points(self) -> Iterator[EntryPoint]:
        for option in self._all:
            if option.section != "options.entry_points":
                continue
            directive = _DIRECTIVE.fullmatch(option.value)
            if directive:
                reason = f"`{option.key}` is read by `{directive.group(1)}:`"
                self.unknown.append(Unknown(Field.ENTRY_POINTS, self._place(option.lines[0]), reason))
                continue
            for line in option.lines:
                entry = read_entry_line(option.name.value, line, self._path)
                if entry is not None:
                    yield entry

    def _shipped(self) -> Iterator[Shipped]:
        folders = dict(self._pairs("options", "package_dir"))
        modules = self._options.get(("options", "py_modules"))
        for item in items(modules) if modules else ():
            yield Shipped(item.value, self._place(item), folders.get("") or None)
        option = self._options.get(("options", "packages"))
        if option is None or not option.lines:
            return
        directive = _DIRECTIVE.fullmatch(option.value)
        if directive is None:
            for item in items(option):
                root = item.value.split(".", 1)[0]
                folder = folders.get(item.value, folders.get(root, folders.get("")))
                yield Shipped(item.value, self._place(item), folder or None)
        elif directive.group(1).startswith("find"):
            where = next(iter(self._texts("where")), "")
            found = find_root_packages(
                self._tree,
                where,
                self._texts("include") or ("*",),
                self._texts("exclude"),
                namespaces=directive.group(1) == "find_namespace",
            )
            for name in found:
                yield Shipped(name, self._place(option.lines[0]), where.strip("./") or None, found=True)
        else:
            self.unknown.append(Unknown(Field.PACKAGES, self._place(option.lines[0]), "`packages` is read by `attr:`"))

    def _texts(self, key: str) -> tuple[str, ...]:
        option = self._options.get(("options.packages.find", key))
        return tuple(item.value for item in items(option)) if option else ()

    def _pairs(self, section: str, key: str) -> Iterator[tuple[str, str]]:
        option = self._options.get((section, key))
        for item in items(option) if option else ():
            name, _, folder = item.value.partition("=")
            yield name.strip(), folder.strip().strip("./")


def items(option: Option) -> Iterator[Text]:
    """Yield the items of a list option: one a line, or separated by commas or semicolons on a single line."""
    if len(option.lines) > 1:
        for line in option.lines:
            yield _cut(line)
        return
    for line in option.lines:
        separator = ";" if option.key.endswith("requires") or option.key == "tests_require" else ","
        if option.section == "options.extras_require":
            separator = ";"
        markers = separator == ";" and _MARKER.search(line.value)
        start = 0
        for part in [line.value] if markers else line.value.split(separator):
            text = part.strip()
            if text:
                offset = start + len(part) - len(part.lstrip())
                column = line.region.column + offset
                yield Text(text, Region(line.region.line, column, line.region.line, column + len(text)))
            start += len(part) + 1


def _cut(line: Text) -> Text:
    value = _INLINE.sub("", line.value) if "#" in line.value else line.value
    value = value.rstrip()
    region = line.region
    return Text(value, Region(region.line, region.column, region.line, region.column + len(value)))


def read_entry_line(group: str, line: Text, path: str) -> Optional[EntryPoint]:
    """Return the entry point of a line `name = module:attr`, None where it is none."""
    name, sign, target = line.value.partition("=")
    if not sign or not name.strip() or not target.strip():
        return None
    return read_entry_point(group, name.strip(), Declared(target.strip(), Place(path, line.region)))
