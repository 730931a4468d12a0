"""Reports on single connectors that are kept: of many connectors those are linted again that have changed."""

import marshal
import zlib
from collections.abc import Iterable
from enum import Enum
from typing import Any, Optional

from macrometa_conformance.cache import Cache
from macrometa_conformance.config import Overrides, Settings
from macrometa_conformance.digests import digest_of
from macrometa_conformance.finding import Finding, Place, Region, Related, Severity
from macrometa_conformance.project.folder_tree import FolderTree
from macrometa_conformance.report import Acceptance, Known, Outcome, ProjectReport, Result, Status, Suppressed
from macrometa_conformance.rule import Rule

_RECORDS = {
    cls.__name__: cls
    for cls in (ProjectReport, Result, Outcome, Suppressed, Known, Finding, Related, Place, Region)
}  # fmt: skip
_ENUMS: dict[str, type[Enum]] = {cls.__name__: cls for cls in (Severity, Status, Acceptance)}
_SCALARS = (str, int, bool, type(None))
_RULE = Rule.__name__


class KeptReports:
    """The reports of earlier runs on connectors that are as they were, under the same settings."""

    def __init__(self, cache: Cache, stamp: str, rules: Iterable[Rule]) -> None:
        """Take the cache, what another version of the tool changes, and the rules that reports may name."""
        self._cache = cache
        self._stamp = stamp
        self._rules = {rule.code: rule for rule in rules}

    def name(self, path: str, settings: Settings, overrides: Overrides) -> str:
        """Return the name of the report on the connector that is given as `path`."""
        return digest_of("project", self._stamp, path, repr(settings), repr(overrides))

    def get(self, name: str, tree: FolderTree) -> Optional[ProjectReport]:
        """Return a report, None where there is none or where the tree, asked the same, holds something else now."""
        packed = self._cache.get(name)
        if packed is None:
            return None
        try:
            folders, files, digest, plain = marshal.loads(zlib.decompress(packed))
            tree.ask(folders, files)
            report = _built(plain, self._rules) if tree.digest() == digest else None
        except (ValueError, TypeError, LookupError, EOFError, zlib.error):
            return None
        return report if isinstance(report, ProjectReport) else None

    def put(self, name: str, tree: FolderTree, report: ProjectReport) -> None:
        """Keep a report, with all that was asked of the tree; one in which a rule crashed is not kept."""
        if any(outcome.status is Status.CRASHED for outcome in report.outcomes):
            return
        try:
            data = marshal.dumps((*tree.asked, tree.digest(), _plain(report)))
        except (TypeError, ValueError):
            return
        self._cache.put(name, zlib.compress(data, 1))


def _plain(value: object) -> Any:
    """Return a value as tuples, tables and scalars; a record, an enum or a rule is a list that begins with its kind."""
    if isinstance(value, Rule):
        return [_RULE, value.code]
    if isinstance(value, Enum):
        return [type(value).__name__, value.name]
    if isinstance(value, tuple):
        return tuple([_plain(part) for part in value])
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if type(value) in _SCALARS:
        return value
    if _RECORDS.get(type(value).__name__) is not type(value):
        raise TypeError(f"a {type(value).__name__} cannot be kept")
    return [type(value).__name__, *(_plain(getattr(value, name)) for name in value._fields)]


def _built(plain: Any, rules: dict[str, Rule]) -> Any:
    """Return the value that `_plain` was given. Raises LookupError or TypeError on what it cannot have returned."""
    if isinstance(plain, tuple):
        return tuple([_built(part, rules) for part in plain])
    if isinstance(plain, dict):
        return {key: _built(part, rules) for key, part in plain.items()}
    if not isinstance(plain, list):
        return plain
    kind, *parts = plain
    if kind == _RULE:
        return rules[parts[0]]
    if kind in _ENUMS:
        return _ENUMS[kind][parts[0]]
    return _RECORDS[kind](*[_built(part, rules) for part in parts])
