"""What a run keeps for the next one: the facts of modules, and what it said."""

from collections.abc import Sequence
from typing import Optional

from macrometa_conformance.cache import open_cache
from macrometa_conformance.code.kept_facts import KeptFacts
from macrometa_conformance.kept_reports import KeptReports
from macrometa_conformance.registry import Registry
from macrometa_conformance.remembered import Witness, answer_of, remember, tool_stamp
from macrometa_conformance.report import Report


class Keeping:
    """The cache as one run uses it; `facts` and `witness` are None where there is none."""

    def __init__(self, name: Optional[str], folder: str, roots: Sequence[str], files: Sequence[str]) -> None:
        """Take the run's name, None where nothing is to be kept, and empty where what it says is not.

        `folder` is the cache that the command line names, `roots` are the connectors' folders, `files` what the command
        line makes the run read besides.
        """
        self._name = name or ""
        self._cache = None if name is None else open_cache(folder, outside=tuple(roots), create=True)
        self.facts: Optional[KeptFacts] = None
        self.witness: Optional[Witness] = None
        if self._cache:
            self.facts = KeptFacts(self._cache, tool_stamp())
        if self._cache and self._name:
            self.witness = Witness()
            for file in files:
                if file:
                    self.witness.note_file(file)

    def reports(self, registry: Registry) -> Optional[KeptReports]:
        """Return the reports on single connectors that are kept; code of plug-ins is not watched so closely."""
        if self._cache is None or registry.foreign:
            return None
        return KeptReports(self._cache, tool_stamp(), registry.rules)

    def finish(self, report: Report, printed: str, code: int, *, alone: bool, plugins: bool) -> None:
        """Keep what the run said on standard output, where it is `alone`: nothing else was written, told or asked.

        With `plugins` other code than the tool's own had a say. A run that warns looked at more than is known, and one
        in which a rule crashed may do better the next time.
        """
        if self._cache is None:
            return
        if self.witness and alone and not report.warnings and not report.crashed:
            answer = answer_of(printed, code, report.seconds)
            remember(self._cache, self._name, answer, self.witness, plugins=plugins)
        if self._cache.wrote or len(report.projects) > 1:
            self._cache.trim()
