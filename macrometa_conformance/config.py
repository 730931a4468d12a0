"""Settings: what the linted project or a file asks for, what the command line adds, and which rules that leaves.

They stand in `c8-lint.toml` or, where there is none, in `[tool.c8-lint]` of `pyproject.toml`.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple, Optional

from macrometa_conformance.errors import ConfigError, LintError, UsageError, nearest
from macrometa_conformance.finding import Place, Severity
from macrometa_conformance.plain import Plain, plain, replace
from macrometa_conformance.project.positions import KeyPath, TomlDocument, TomlError, read_toml
from macrometa_conformance.project.tree import ProjectTree, Unreadable
from macrometa_conformance.registry import RESERVED, Registry
from macrometa_conformance.rule import Rule

if TYPE_CHECKING:
    from macrometa_conformance.baseline import Baseline

OWN_FILE = "c8-lint.toml"
SHARED_FILE = "pyproject.toml"
TABLE: KeyPath = ("tool", "c8-lint")
LEVELS: dict[str, Severity] = {severity.label: severity for severity in reversed(Severity)}
NEVER = "never"
FAIL_ON_WORDS = (*LEVELS, NEVER)
KEYS = (
    "select",
    "extend-select",
    "ignore",
    "per-file-ignores",
    "severity",
    "fail-on",
    "require-reason",
    "baseline",
    "newest-c8connector",
    "allowed-dependencies",
)

_EXACT = 99  # weighs more than any prefix
_NOTHING_RUNS = "select a rule that is not ignored; an opt-in rule needs its whole code or name"
_DISTRIBUTION = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")
_LISTED = 8  # codes that a sentence names before it counts


class Selector(NamedTuple):
    """A code, a name or the first characters of a code; where it stands in the file; and the reason beside it."""

    word: str
    path: KeyPath
    reason: str = ""


@plain
class Settings(Plain):
    """What one settings file says; what it does not mention has its default.

    `source` is the file's name as sentences about it show it, empty where there is none; `shown` is its path for
    error messages. `of_tree` says that the linted project itself brought it. `fail_on` is None for `never`.
    """

    select: Optional[tuple[Selector, ...]] = None
    extend_select: tuple[Selector, ...] = ()
    ignore: tuple[Selector, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[Selector, ...]], ...] = ()
    severity: tuple[tuple[Selector, Severity], ...] = ()
    fail_on: Optional[Severity] = Severity.ERROR
    require_reason: bool = False
    baseline: str = ""
    newest_c8connector: str = ""
    allowed_dependencies: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    source: str = ""
    shown: str = ""
    of_tree: bool = False
    prefix: KeyPath = ()
    document: Optional[TomlDocument] = field(default=None, compare=False, repr=False)

    @property
    def baseline_file(self) -> str:
        """Return the path of the baseline, which stands in the settings relative to their file."""
        return os.path.join(os.path.dirname(self.shown), self.baseline)

    def where(self, path: KeyPath) -> str:
        """Return `file:line` of a key path in the settings file, or the file alone where the line is not known."""
        if self.document is None:
            return self.shown
        full = (*self.prefix, *path)
        region = self.document.key_region(full) or self.document.region(full)
        return f"{self.shown}:{region.line}" if region else self.shown

    def place(self, path: KeyPath) -> Optional[Place]:
        """Return the place of a key path in a file that the linted project brought, None in another."""
        if not self.of_tree or self.document is None:
            return None
        full = (*self.prefix, *path)
        return Place(self.source, self.document.key_region(full) or self.document.region(full))

    def selectors(self) -> Iterable[Selector]:
        """Yield every mention of a rule."""
        yield from self.select or ()
        yield from self.extend_select
        yield from self.ignore
        for _, selectors in self.per_file_ignores:
            yield from selectors
        for selector, _ in self.severity:
            yield selector


@plain
class Overrides(Plain):
    """What the command line says about settings. `fail_on` is one of FAIL_ON_WORDS, empty where it is not given.

    `config` is a file that stands in place of the linted project's settings; with `isolated` those are not read.
    With `tracked` the project is what git tracks of its folder, its settings too. With `no_suppressions` neither
    comments nor `per-file-ignores` nor a baseline that the project names accept findings; with `require_reason` those
    that give no reason do not. `baseline` stands in place of the one that settings name; with `writes_baseline` the run
    writes it.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    severity_min: Severity = Severity.NOTE
    config: str = ""
    isolated: bool = False
    tracked: bool = False
    no_suppressions: bool = False
    require_reason: bool = False
    baseline: "Optional[Baseline]" = None
    writes_baseline: bool = False


@plain
class Exemption(Plain):
    """An entry of `per-file-ignores`: findings of these rules in files under the pattern are accepted.

    `word` names the rules, `place` is where it stands in settings that the linted project brought.
    """

    pattern: str
    codes: frozenset[str]
    word: str = ""
    reason: str = ""
    place: Optional[Place] = field(default=None, compare=False)

    def matches(self, rule: Rule, path: str) -> bool:
        """Return whether it accepts the rule's findings in a file."""
        return rule.code in self.codes and matches(self.pattern, path)


@plain
class Plan(Plain):
    """What settings and command line come to for one project: the rules that run, sorted by code, and how.

    `suppressions` says whether findings can be accepted at all, `comments` whether comments of the project can do so,
    `plugins` whether rules of plug-ins were loaded. `registry` is what names of rules mean: without one, `rules`.
    """

    rules: tuple[Rule, ...]
    severities: Mapping[str, Severity] = field(default_factory=dict)  # by code, where it is not the rule's own
    hidden: tuple[Exemption, ...] = ()
    fail_on: Optional[Severity] = Severity.ERROR
    severity_min: Severity = Severity.NOTE
    newest_c8connector: str = ""
    allowed_dependencies: tuple[str, ...] = ()
    off: tuple[str, ...] = ()  # what the linted project's settings switched off or moved, a sentence each
    source: str = ""
    of_tree: bool = False  # the linted project itself brought the settings
    suppressions: bool = True
    comments: bool = True
    require_reason: bool = False
    plugins: bool = True
    registry: Optional[Registry] = None

    def severity(self, rule: Rule) -> Severity:
        """Return how much a finding of the rule weighs under the settings."""
        return self.severities.get(rule.code, rule.severity)

    def may_be_rule(self, code: str) -> bool:
        """Return whether a code is a rule's; where plug-ins were left out, any but a reserved one may be theirs."""
        known = self.registry.rules if self.registry else self.rules
        return any(rule.code == code for rule in known) or not (self.plugins or code.startswith(RESERVED))


def matches(pattern: str, path: str) -> bool:
    """Return whether a file lies under a pattern: `*` crosses folders, and a folder stands for all that is in it."""
    bare = pattern[2:] if pattern.startswith("./") else pattern
    return fnmatchcase(path, bare) or fnmatchcase(path, bare.rstrip("/") + "/*")


def settings_of_tree(tree: ProjectTree, folder: str = "") -> Settings:
    """Return the settings that a linted project brings, the defaults where it brings none.

    `folder` is the project's path for error messages. Raises ConfigError; a `pyproject.toml` that cannot be read is no
    error here, because a rule reports it.
    """
    prefix = "" if folder in ("", ".", "./") else folder.rstrip("/") + "/"
    try:
        data: Optional[bytes] = tree.read(OWN_FILE)
    except FileNotFoundError:
        data = None
    except Unreadable as error:
        raise ConfigError(f"`{prefix}{OWN_FILE}` cannot be read: {error}") from error
    if data is not None:
        document = _parse(data, prefix + OWN_FILE)
        return _Reader(document, (), OWN_FILE, prefix + OWN_FILE, of_tree=True).read(document.values)
    try:
        data = tree.read(SHARED_FILE)
        if b"c8-lint" not in data:
            return Settings()
        document = read_toml(data.decode("utf-8"))
    except (FileNotFoundError, Unreadable, UnicodeDecodeError, TomlError):
        return Settings()
    return _of_shared(document, prefix + SHARED_FILE, of_tree=True)


def settings_of_file(path: str) -> Settings:
    """Return the settings in a file given on the command line. Raises UsageError or ConfigError."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"the settings file `{path}` cannot be read: {reason}", "`--config` takes a TOML file") from (
            error
        )
    document = _parse(data, path)
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    if name == SHARED_FILE:
        return _of_shared(document, path, of_tree=False)
    return _Reader(document, (), path, path, of_tree=False).read(document.values)


def plan_for(settings: Settings, overrides: Overrides, registry: Registry) -> Plan:
    """Return which rules run and how. Raises ConfigError or UsageError on an unknown rule, or where no rule is left."""
    for selector in settings.selectors():
        try:
            registry.find(selector.word)
        except UsageError as error:
            raise ConfigError(f"{settings.where(selector.path)}: {error.message}", error.hint) from error
    for word in (*overrides.select, *overrides.extend_select, *overrides.ignore):
        registry.find(word)
    require_reason = settings.require_reason or overrides.require_reason
    unexplained = tuple(_unexplained(settings)) if require_reason else ()
    settings = _explained(settings) if require_reason else settings
    chosen = tuple(rule for rule in registry.rules if _is_chosen(rule, settings, overrides, registry))
    if registry.rules and not chosen:
        raise _nothing_runs(settings, overrides)
    severities = _severities(settings, registry)
    hidden = tuple(
        Exemption(
            pattern,
            frozenset(rule.code for rule in registry.find(selector.word)),
            selector.word,
            selector.reason,
            settings.place(selector.path),
        )
        for pattern, selectors in settings.per_file_ignores
        for selector in selectors
    )
    fail_on = settings.fail_on
    if overrides.fail_on:
        fail_on = LEVELS.get(overrides.fail_on)
    return Plan(
        chosen,
        severities,
        hidden,
        fail_on,
        overrides.severity_min,
        settings.newest_c8connector,
        settings.allowed_dependencies,
        (*unexplained, *(_off(settings, overrides, registry, chosen) if settings.of_tree else ())),
        settings.source,
        settings.of_tree,
        suppressions=not overrides.no_suppressions,
        comments=not overrides.isolated,
        require_reason=require_reason,
        plugins=not overrides.isolated,
        registry=registry,
    )


def _unexplained(settings: Settings) -> Iterable[str]:
    """Yield a sentence for each thing that lacks the reason that it needs to count."""
    for selector in settings.ignore:
        if not selector.reason:
            yield f"`ignore` in `{settings.source}` gives no reason for `{selector.word}`, and it does not count"
    for pattern, selectors in settings.per_file_ignores:
        for selector in selectors:
            if not selector.reason:
                entry = f"`{selector.word}` in `{pattern}`"
                yield f"`per-file-ignores` in `{settings.source}` gives no reason for {entry}, and it does not count"


def _explained(settings: Settings) -> Settings:
    """Return the settings with those ignores alone that give a reason."""
    return replace(
        settings,
        ignore=tuple(selector for selector in settings.ignore if selector.reason),
        per_file_ignores=tuple(
            (pattern, tuple(selector for selector in selectors if selector.reason))
            for pattern, selectors in settings.per_file_ignores
        ),
    )


def idle_selections(settings: Settings, overrides: Overrides, registry: Registry) -> Iterable[str]:
    """Yield a sentence for each group of rules that is selected besides and adds none: opt-in rules are named whole."""
    bare, bare_overrides = replace(settings, extend_select=()), replace(overrides, extend_select=())
    given = [(word, f"`--extend-select {word}`") for word in overrides.extend_select]
    if not overrides.select:
        keys = settings.extend_select
        given += [(key.word, f"{settings.where(key.path)}: `{key.word}` in `extend-select`") for key in keys]
    for word, told in given:
        named = registry.find(word)
        opt_in = [rule.code for rule in named if rule.opt_in]
        usual = (rule for rule in named if not rule.opt_in)
        if not registry.is_exact(word) and all(_is_chosen(rule, bare, bare_overrides, registry) for rule in usual):
            needed = f"; opt-in rules need their whole code or name: {_listed(opt_in)}" if opt_in else ""
            yield f"{told} adds no rule{needed}"


def describe(settings: Settings, overrides: Overrides) -> list[str]:
    """Return the effective settings as lines of TOML, each with a comment that says where it came from."""
    values: dict[str, object] = {
        "select": None if settings.select is None else [selector.word for selector in settings.select],
        "extend-select": [selector.word for selector in settings.extend_select],
        "ignore": _ignored(settings.ignore),
        "per-file-ignores": {name: _ignored(selectors) for name, selectors in settings.per_file_ignores},
        "severity": {selector.word: severity.label for selector, severity in settings.severity},
        "fail-on": settings.fail_on.label if settings.fail_on else NEVER,
        "require-reason": settings.require_reason or overrides.require_reason,
        "baseline": settings.baseline or None,
        "newest-c8connector": settings.newest_c8connector or None,
        "allowed-dependencies": list(settings.allowed_dependencies),
    }
    origins = {key: settings.where((key,)) if key in settings.given else "default" for key in KEYS}
    for key, words in (("extend-select", overrides.extend_select), ("ignore", overrides.ignore)):
        if overrides.select:
            values[key], origins[key] = [], "default"
        if words:
            _add_words(values, key, words)
            origins[key] = "command line" if origins[key] == "default" else f"{origins[key]} and command line"
    if overrides.select:
        values["select"], origins["select"] = list(overrides.select), "command line"
    if overrides.fail_on:
        values["fail-on"], origins["fail-on"] = overrides.fail_on, "command line"
    if overrides.require_reason:
        origins["require-reason"] = "command line"
    if overrides.baseline:
        values["baseline"], origins["baseline"] = overrides.baseline.file, "command line"
    notes = {
        "select": "every rule that is not opt-in",
        "baseline": "none",
        "newest-c8connector": "the newest that the tool knows",
    }
    lines = []
    for key in KEYS:
        if values[key] is None:
            lines.append(f"# {key}: {notes[key]}  # {origins[key]}")
        else:
            lines.append(f"{key} = {_toml(values[key])}  # {origins[key]}")
    return lines


def _ignored(selectors: Sequence[Selector]) -> object:
    """Return a list of rules, or a table with their reasons where one has a reason."""
    if any(selector.reason for selector in selectors):
        return {selector.word: selector.reason for selector in selectors}
    return [selector.word for selector in selectors]


def _add_words(values: dict[str, object], key: str, words: Sequence[str]) -> None:
    present = values[key]
    if isinstance(present, dict):
        values[key] = {**present, **dict.fromkeys(words, "")}
    elif isinstance(present, list):
        values[key] = [*present, *words]


def _toml(value: object) -> str:
    """Return strings, lists and tables of them as TOML on one line; a JSON string is a TOML string."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    return json.dumps(value)


def _parse(data: bytes, shown: str) -> TomlDocument:
    try:
        return read_toml(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown}:{line}: the file is not UTF-8 text", "TOML files are") from error
    except TomlError as error:
        raise ConfigError(f"{shown}:{error.line}: the file is no TOML: {error.message}") from error


def _of_shared(document: TomlDocument, shown: str, *, of_tree: bool) -> Settings:
    tool = document.values.get("tool")
    table = tool.get("c8-lint") if isinstance(tool, dict) else None
    if table is None and not of_tree:
        raise ConfigError(f"`{shown}` holds no settings", "they stand in its table `[tool.c8-lint]`")
    if table is None:
        return Settings()
    reader = _Reader(document, TABLE, SHARED_FILE if of_tree else shown, shown, of_tree=of_tree)
    if not isinstance(table, dict):
        raise reader.wrong((), "`[tool.c8-lint]`", "a table", table)
    return reader.read(table)


class _Reader:
    """Turns the values of one table into `Settings`; every complaint names the file and the line."""

    def __init__(self, document: TomlDocument, prefix: KeyPath, source: str, shown: str, *, of_tree: bool) -> None:
        self.base = Settings(source=source, shown=shown, of_tree=of_tree, prefix=prefix, document=document)

    def read(self, table: Mapping[str, object]) -> Settings:
        for key in table:
            if key not in KEYS:
                raise ConfigError(
                    f"{self.base.where((key,))}: unknown setting `{key}`", _key_hint(key, table[key], self.base.prefix)
                )
        return Settings(
            select=self.rules(table["select"], "select") if "select" in table else None,
            extend_select=self.rules(table.get("extend-select", []), "extend-select"),
            ignore=self.ignore(table.get("ignore", []), "ignore"),
            per_file_ignores=tuple(
                (pattern, self.ignore(value, "per-file-ignores", pattern))
                for pattern, value in self.table(table.get("per-file-ignores", {}), "per-file-ignores").items()
            ),
            severity=tuple(
                (Selector(word, ("severity", word)), self.severity(value, word))
                for word, value in self.table(table.get("severity", {}), "severity").items()
            ),
            fail_on=self.fail_on(table.get("fail-on", "error")),
            require_reason=self.truth(table.get("require-reason", False), "require-reason"),
            baseline=self.file(table["baseline"], "baseline") if "baseline" in table else "",
            newest_c8connector=self.version(table.get("newest-c8connector", "")),
            allowed_dependencies=self.distributions(table.get("allowed-dependencies", []), "allowed-dependencies"),
            given=tuple(sorted(table)),
            source=self.base.source,
            shown=self.base.shown,
            of_tree=self.base.of_tree,
            prefix=self.base.prefix,
            document=self.base.document,
        )

    def wrong(self, path: KeyPath, name: str, expected: str, value: object) -> ConfigError:
        return ConfigError(f"{self.base.where(path)}: {name} must be {expected}, not {_kind(value)}")

    def strings(self, value: object, expected: str, *path: str) -> tuple[str, ...]:
        name = f"`{'.'.join(path)}`"
        if not isinstance(value, list):
            raise self.wrong(path, name, expected, value)
        for position, item in enumerate(value):
            if not isinstance(item, str):
                raise self.wrong((*path, position), f"an element of {name}", "a string", item)
        return tuple(value)

    def rules(self, value: object, *path: str) -> tuple[Selector, ...]:
        words = self.strings(value, "a list of rule codes or names", *path)
        return tuple(Selector(word, (*path, position)) for position, word in enumerate(words))

    def distributions(self, value: object, key: str) -> tuple[str, ...]:
        names = self.strings(value, "a list of distribution names", key)
        for position, name in enumerate(names):
            if not _DISTRIBUTION.fullmatch(name):
                raise ConfigError(
                    f"{self.base.where((key, position))}: `{name}` in `{key}` is no name of a distribution",
                    "write the name alone, without a version, extras or blanks",
                )
        return names

    def ignore(self, value: object, *path: str) -> tuple[Selector, ...]:
        if isinstance(value, list):
            return self.rules(value, *path)
        name = ".".join(path)
        if not isinstance(value, dict):
            raise self.wrong(path, f"`{name}`", "a list of rule codes or names, or a table code = reason", value)
        for word, reason in value.items():
            if not isinstance(reason, str):
                raise self.wrong((*path, word), f"the reason of `{name}.{word}`", "a string", reason)
        return tuple(Selector(word, (*path, word), reason.strip()) for word, reason in value.items())

    def truth(self, value: object, key: str) -> bool:
        if not isinstance(value, bool):
            raise self.wrong((key,), f"`{key}`", "`true` or `false`", value)
        return value

    def table(self, value: object, key: str) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self.wrong((key,), f"`{key}`", "a table", value)
        return value

    def severity(self, value: object, word: str) -> Severity:
        return LEVELS[self.word(value, tuple(LEVELS), "severity", word)]

    def fail_on(self, value: object) -> Optional[Severity]:
        return LEVELS.get(self.word(value, FAIL_ON_WORDS, "fail-on"))

    def word(self, value: object, words: tuple[str, ...], *path: str) -> str:
        if isinstance(value, str) and value in words:
            return value
        choice = f"{', '.join(f'`{word}`' for word in words[:-1])} or `{words[-1]}`"
        shown = f"`{value}`" if isinstance(value, str) else _kind(value)
        raise ConfigError(f"{self.base.where(path)}: `{'.'.join(path)}` must be {choice}, not {shown}")

    def file(self, value: object, key: str) -> str:
        """Return a path that leads from the settings' folder; a linted project must not name files outside of it."""
        if not isinstance(value, str):
            raise self.wrong((key,), f"`{key}`", "the path of a file", value)
        folder = os.path.realpath(os.path.dirname(self.base.shown))
        path = os.path.realpath(os.path.join(folder, value)) if "\0" not in value else ""
        if self.base.of_tree and not path.startswith(folder.rstrip(os.sep) + os.sep):
            told = f"{self.base.where((key,))}: `{key}` must name a file in the connector"
            if os.path.islink(os.path.join(folder, value)):
                raise ConfigError(f"{told}, and `{value}` is a link that leads out of it", "put the file there itself")
            raise ConfigError(f"{told}, not `{value}`")
        return value

    def version(self, value: object) -> str:
        from packaging.version import InvalidVersion, Version

        if not isinstance(value, str):
            raise self.wrong(("newest-c8connector",), "`newest-c8connector`", "a version in a string", value)
        try:
            return str(Version(value)) if value else ""
        except InvalidVersion:
            where = self.base.where(("newest-c8connector",))
            raise ConfigError(f"{where}: `newest-c8connector` must be a version such as `0.0.32`, not `{value}`") from (
                None
            )


def _key_hint(key: str, value: object, prefix: KeyPath) -> str:
    """Return what to write in place of a key that is not known."""
    table = value.get(TABLE[1]) if key == TABLE[0] and isinstance(value, dict) else value if key == TABLE[1] else None
    if isinstance(table, dict) and not prefix:
        return "settings stand in this file without `[tool.c8-lint]`"
    near = nearest(key, KEYS)
    return f"did you mean `{near}`?" if near else f"there are {', '.join(f'`{known}`' for known in KEYS)}"


def _kind(value: object) -> str:
    names: dict[type, str] = {
        bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list", dict: "a table",
    }  # fmt: skip
    return names.get(type(value), "a date or time")


def _is_chosen(rule: Rule, settings: Settings, overrides: Overrides, registry: Registry) -> bool:
    """Return whether a rule runs: of the selectors that name it the longest decides, `ignore` between equals.

    What the command line selects stands in place of what the settings select and ignore; what it adds or ignores is
    laid over them.
    """
    wanted = _weight(rule, (*overrides.select, *overrides.extend_select), registry, opt_in=rule.opt_in)
    unwanted = _weight(rule, overrides.ignore, registry)
    if wanted or unwanted:
        return wanted > unwanted
    return not overrides.select and _is_chosen_by(rule, settings, registry)


def _is_chosen_by(rule: Rule, settings: Settings, registry: Registry) -> bool:
    if settings.select is None:
        wanted = 0 if rule.opt_in else 1  # less than any selector but an empty one
    else:
        wanted = _weight(rule, _words(settings.select), registry, opt_in=rule.opt_in)
    wanted = max(wanted, _weight(rule, _words(settings.extend_select), registry, opt_in=rule.opt_in))
    return wanted > _weight(rule, _words(settings.ignore), registry)


def _nothing_runs(settings: Settings, overrides: Overrides) -> LintError:
    """Return the error for a selection that leaves no rule: a run without rules would pass whatever it is given."""
    given = (("select", overrides.select), ("extend-select", overrides.extend_select), ("ignore", overrides.ignore))
    options = [f"`--{option} {','.join(words)}`" for option, words in given if words]
    keys = [] if overrides.select else [key for key, _ in given if key in settings.given]
    if options:
        blamed = " and ".join([*options, *(f"`{key}` in `{settings.shown}`" for key in keys)])
        return UsageError(f"no rule is left to run after {blamed}", _NOTHING_RUNS)
    where = settings.where((keys[0],)) if keys else settings.shown
    if keys == ["select"] and not settings.select:
        return ConfigError(f"{where}: `select` is empty: no rule would run", "drop it to run all that are not opt-in")
    blamed = " and ".join(f"`{key}`" for key in keys)
    return ConfigError(f"{where}: no rule is left to run after {blamed}", _NOTHING_RUNS)


def _words(selectors: Iterable[Selector]) -> tuple[str, ...]:
    return tuple(selector.word for selector in selectors)


def _weight(rule: Rule, words: Iterable[str], registry: Registry, *, opt_in: bool = False) -> int:
    """Return how closely the words name a rule: 0 for not at all; an opt-in rule only by its code or name."""
    weights = [0]
    for word in words:
        if word.lower() in (rule.code.lower(), rule.name.lower()):
            weights.append(_EXACT)
        elif not opt_in and not registry.is_exact(word) and rule.code.startswith(word.upper()):
            weights.append(1 + len(word))
    return max(weights)


def _severities(settings: Settings, registry: Registry) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    ordered = sorted(settings.severity, key=lambda item: registry.is_exact(item[0].word) * _EXACT + len(item[0].word))
    for selector, severity in ordered:
        found.update((rule.code, severity) for rule in registry.find(selector.word))
    return found


def _off(settings: Settings, overrides: Overrides, registry: Registry, chosen: tuple[Rule, ...]) -> Iterable[str]:
    """Yield a sentence for each thing that the settings switch off or change, as far as the command line lets them."""
    source = f"in `{settings.source}`"
    running = {rule.code for rule in chosen}
    if not overrides.select:
        usual = [rule for rule in registry.rules if not rule.opt_in and rule.code not in running]
        told: set[str] = set()
        for selector in settings.ignore:
            codes = [rule.code for rule in usual if rule in registry.find(selector.word) and rule.code not in told]
            told.update(codes)
            if codes:
                reason = f" ({selector.reason})" if selector.reason else ""
                yield f"`ignore` {source} switches off {_listed(codes)}{reason}"
        left = [
            rule.code
            for rule in usual
            if rule.code not in told and not _weight(rule, overrides.ignore, registry) and settings.select is not None
        ]
        if left:
            yield f"`select` {source} leaves out {_listed(left)}"
    severities = _severities(settings, registry)
    moved: dict[tuple[Severity, Severity], list[str]] = {}
    for rule in chosen:
        if severities.get(rule.code, rule.severity) is not rule.severity:
            moved.setdefault((rule.severity, severities[rule.code]), []).append(rule.code)
    for (old, severity), codes in moved.items():
        verb = "raises" if severity > old else "lowers"
        yield f"`severity` {source} {verb} {_listed(codes)} to {_a(severity)} from {_a(old)}"
    if settings.fail_on is not Severity.ERROR and not overrides.fail_on:
        word, effect = (settings.fail_on.label, "stricter") if settings.fail_on else (NEVER, "weaker")
        yield f"`fail-on` {source} is `{word}`, which is {effect} than `error`"
    if settings.newest_c8connector:
        yield f"`newest-c8connector` {source} changes what C8305 asks for to `{settings.newest_c8connector}`"


def _a(severity: Severity) -> str:
    return f"an {severity.label}" if severity is Severity.ERROR else f"a {severity.label}"


def _listed(codes: Sequence[str]) -> str:
    if len(codes) <= _LISTED:
        return ", ".join(codes)
    return f"{', '.join(codes[:_LISTED])} and {len(codes) - _LISTED} more"
