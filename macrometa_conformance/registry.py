"""The rules that a run knows: the built-in ones, and those that installed distributions bring by entry point."""

import os
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module, util
from types import ModuleType
from typing import TYPE_CHECKING

from macrometa_conformance.errors import PluginError, UsageError, nearest
from macrometa_conformance.plain import Plain, plain, replace
from macrometa_conformance.project.folder_tree import is_under
from macrometa_conformance.remembered import has_unknown_finders
from macrometa_conformance.rule import Rule

if TYPE_CHECKING:
    from importlib import metadata

BUILT_IN = "macrometa_conformance.rules"
GROUP = "c8_lint.rules"
RESERVED = "C8"  # codes that begin so belong to the built-in rules

_PREFIX = re.compile(r"[A-Za-z]{1,4}[0-9]{0,4}")


@plain
class Registry(Plain):
    """Rules sorted by code, each code and each name once. `warnings` tells of plug-ins that were left out, and why.

    `foreign` tells that there are plug-ins, be it without rules.
    """

    rules: tuple[Rule, ...]
    warnings: tuple[str, ...] = ()
    foreign: bool = False

    @cached_property
    def _by_word(self) -> dict[str, Rule]:
        words = {rule.name.lower(): rule for rule in self.rules}
        words.update((rule.code.lower(), rule) for rule in self.rules)
        return words

    def get(self, word: str) -> Rule:
        """Return the rule with this code or name, letter case aside. Raises UsageError that names the nearest one."""
        found = self._by_word.get(word.lower())
        if found is None:
            raise self._unknown(word)
        return found

    def find(self, selector: str) -> tuple[Rule, ...]:
        """Return the rules that a code, a name or the first characters of a code select, sorted by code.

        Raises UsageError, which names the nearest rule, where there is none.
        """
        exact = self._by_word.get(selector.lower())
        if exact is not None:
            return (exact,)
        found: tuple[Rule, ...] = ()
        if _PREFIX.fullmatch(selector):
            found = tuple(rule for rule in self.rules if rule.code.startswith(selector.upper()))
        if not found:
            raise self._unknown(selector)
        return found

    def is_exact(self, selector: str) -> bool:
        """Return whether a selector is the code or the name of one rule, not the first characters of codes."""
        return selector.lower() in self._by_word

    def _is_known(self, word: str) -> bool:
        begins = _PREFIX.fullmatch(word) and any(rule.code.startswith(word.upper()) for rule in self.rules)
        return bool(begins) or self.is_exact(word)

    def _unknown(self, word: str) -> UsageError:
        near = nearest(word, [rule.code for rule in self.rules] + [rule.name for rule in self.rules])
        hint = "`c8-lint rules` lists the rules"
        parts = re.findall(r"[\w-]+", word)
        if len(parts) > 1 and all(map(self._is_known, parts)):
            hint = f"commas separate several rules: {', '.join(f'`{part}`' for part in parts)}"
        elif self._is_known(start := word.rstrip("*?xX.")):
            hint = f"did you mean `{start}`? the first characters of codes select all that begin so"
        elif near:
            rule = self._by_word[near.lower()]
            hint = f"did you mean `{rule.code}` ({rule.name})?"
        return UsageError(f"unknown rule `{word}`", hint)


def load_registry(*, plugins: bool = True, roots: Sequence[str] = ()) -> Registry:
    """Return all rules: the built-in ones, and with `plugins` those of installed distributions.

    A plug-in whose code lies under one of `roots`, the folders being linted, is left out with a warning: the change
    that is judged must not bring its own judge. Raises PluginError on a plug-in that cannot be loaded, uses a reserved
    code, or repeats a code or a name.
    """
    rules = {rule.code: rule for rule in built_in_rules()}
    warnings: list[str] = []
    points = _entry_points() if plugins else []
    for point in points:
        if _lies_in(point.module, roots):
            warnings.append(f"the plug-in `{point.plugin}` lies in the project being linted and was not loaded")
            continue
        for rule in _load(point):
            _admit(rule, point, rules)
    return Registry(tuple(rules[code] for code in sorted(rules)), tuple(warnings), bool(points))


def built_in_rules(package: str = BUILT_IN) -> Iterator[Rule]:
    """Yield every rule that stands at the top of a module of the package. Raises ValueError where a code repeats."""
    seen: dict[str, str] = {}
    for found in pkgutil.iter_modules(import_module(package).__path__):
        module = import_module(f"{package}.{found.name}")
        for rule in _rules_of(module):
            if rule.check.__module__ != module.__name__:
                continue  # imported from another module
            for word in (rule.code, rule.name):
                if word in seen:
                    raise ValueError(f"{word} stands in {seen[word]} and in {module.__name__}")
                seen[word] = module.__name__
            yield rule


@plain
class _EntryPoint(Plain):
    """One entry point of the group: the distribution that has it, and what it points at."""

    plugin: str
    point: "metadata.EntryPoint"

    @property
    def module(self) -> str:
        return self.point.value.partition(":")[0].strip()

    def error(self, message: str, hint: str) -> PluginError:
        return PluginError(f"the plug-in `{self.plugin}` (entry point `{self.point.name}`) {message}", hint)


def _entry_points() -> list[_EntryPoint]:
    """Return the entry points of the group, in the order of the distributions' names."""
    if not _any_names_the_group():
        return []
    from importlib import metadata

    found: dict[str, list[_EntryPoint]] = {}
    for distribution in metadata.distributions():
        if GROUP not in (distribution.read_text("entry_points.txt") or ""):
            continue
        name = str(distribution.metadata["Name"] or "?")
        points = [_EntryPoint(name, point) for point in distribution.entry_points if point.group == GROUP]
        found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), points)  # the first on the path is the one imported
    return [point for name in sorted(found) for point in found[name]]


def _any_names_the_group() -> bool:
    """Return whether an installed distribution may have entry points of the group.

    `importlib.metadata` knows for certain, but importing it takes as long as reading a small connector.
    """
    if has_unknown_finders():
        return True
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except NotADirectoryError:  # an archive
            return True
        except OSError:
            continue
        if any(name.endswith(".egg") for name in names):
            return True
        for name in names:
            if name.endswith((".dist-info", ".egg-info")) and _names_the_group(os.path.join(folder, name)):
                return True
    return False


def _names_the_group(distribution: str) -> bool:
    try:
        with open(os.path.join(distribution, "entry_points.txt"), "rb") as file:
            return GROUP.encode() in file.read()
    except OSError:
        return False


def _lies_in(module: str, roots: Sequence[str]) -> bool:
    """Return whether the top-level module is found under one of the folders, but not in this Python's own."""
    if not roots:
        return False
    try:
        spec = util.find_spec(module.partition(".")[0])
    except (ImportError, ValueError, AttributeError):
        return False
    if spec is None:
        return False
    own = [os.path.realpath(prefix) for prefix in (sys.prefix, sys.exec_prefix)]
    places = [os.path.realpath(place) for place in (spec.origin, *(spec.submodule_search_locations or ())) if place]
    return any(
        is_under(place, os.path.realpath(root))
        and not any(is_under(place, prefix) and is_under(prefix, os.path.realpath(root)) for prefix in own)
        for place in places
        for root in roots
    )


def _load(point: _EntryPoint) -> tuple[Rule, ...]:
    hint = "repair or uninstall it, or leave plug-ins out with `--isolated`"
    try:
        loaded = point.point.load()
        if isinstance(loaded, Rule):
            rules = [loaded]
        elif isinstance(loaded, ModuleType):
            rules = _rules_of(loaded)
        elif isinstance(loaded, Iterable):
            rules = list(loaded)
        else:
            raise point.error(
                f"is of type `{type(loaded).__name__}`", "it must be a module, a `Rule` or a list of them"
            )
    except PluginError:
        raise
    except (Exception, SystemExit) as error:
        text = " ".join(f"{type(error).__name__}: {error}".split())
        raise point.error(f"cannot be loaded: {text}", hint) from error
    for rule in rules:
        if not isinstance(rule, Rule):
            raise point.error(
                f"holds a `{type(rule).__name__}` among its rules", "the decorator `rule` makes a `Rule` of a function"
            )
    return tuple(replace(rule, plugin=point.plugin) for rule in rules)


def _admit(rule: Rule, point: _EntryPoint, rules: dict[str, Rule]) -> None:
    """Add a plug-in's rule. Raises PluginError on a code that is reserved, and on a code or name that is taken."""
    if rule.code.startswith(RESERVED):
        raise point.error(
            f"uses the code `{rule.code}`, and codes that begin with `{RESERVED}` are reserved",
            f"a code of its own would be `X{rule.code[1:]}`",
        )
    for other in rules.values():
        word = rule.code if other.code == rule.code else rule.name if other.name == rule.name else ""
        if word:
            owner = f"the plug-in `{other.plugin}`" if other.plugin else "a built-in rule"
            raise point.error(f"repeats `{word}` of {owner} ({other.code} {other.name})", "one of them must go")
    rules[rule.code] = rule


def _rules_of(module: ModuleType) -> list[Rule]:
    found = {id(value): value for value in vars(module).values() if isinstance(value, Rule)}
    return list(found.values())
