"""The connectors that are asked: conforming ones, changes of them, examples, forms of writing, and real ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Union

from macrometa_conformance.engine import open_folder
from macrometa_conformance.testing import examples_of, lay
from tests.connectors import NAMES, all_rules, files_of
from tests.corpus.releases import fetched, labelled
from tests.installation import ROOT
from tests.mutations.changes import Mutation
from tests.mutations.table import REWRITES, VIOLATIONS
from tests.oracle.class_forms import class_forms
from tests.oracle.forms import forms
from tests.oracle.linting import RUN, SERVICE, Linted, lint, lint_files

EXAMPLES = ROOT / "examples"


@dataclass(frozen=True, eq=False)
class Case:
    """A connector: what group it is of, its name, its files or its folder, and whose input it works with."""

    group: str
    name: str
    source: Union[Path, Mutation, dict[str, bytes]]
    inputs: str = ""

    def __str__(self) -> str:
        return f"{self.group}: {self.name}"

    def laid(self, scratch: Path) -> Path:
        """Return the folder of the connector, which is written into an empty one unless it lies somewhere."""
        if isinstance(self.source, Path):
            return self.source
        for path, data in self._files().items():
            target = scratch / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return scratch

    def linted(self) -> Linted:
        """Return what the linter says about it."""
        return lint(open_folder(str(self.source))) if isinstance(self.source, Path) else lint_files(self._files())

    def _files(self) -> dict[str, bytes]:
        return self.source.files() if isinstance(self.source, Mutation) else dict(self.source)  # type: ignore[arg-type]


def conforming() -> Iterator[Case]:
    """Yield the conforming connectors, and those of `examples/`."""
    for name in NAMES:
        yield Case("conforming", name, dict(files_of(name)), name)
    for folder in sorted(EXAMPLES.glob("macrometa-*")):
        yield Case("example", folder.name, folder, folder.name)


def changed() -> Iterator[Case]:
    """Yield every change of the conforming connectors."""
    for change in VIOLATIONS:
        yield Case("violation", str(change), change, change.connector)
    for change in REWRITES:
        yield Case("rewrite", str(change), change, change.connector)


def documented() -> Iterator[Case]:
    """Yield the examples in the docstrings of the rules that are judged here."""
    for rule in all_rules():
        for example in examples_of(rule) if rule.code in {*SERVICE, *RUN} else ():
            files = {path: text.encode() for path, text in lay(example, rule).files.items()}
            yield Case("documented", f"{rule.code} {example}", files, "documented")


def written() -> Iterator[Case]:
    """Yield the forms in which one small connector can be written."""
    for title, files in (*forms(), *class_forms()):
        yield Case("form", " ".join(title.split()), files, "documented")


def real() -> Iterator[Case]:
    """Yield the releases of real connectors that are fetched, those that have labels first."""
    there = [release for release in labelled() if release.folder.is_dir()]
    for release in there:
        yield Case("labelled", str(release), release.folder)
    for release in fetched():
        if release not in there:
            yield Case("release", str(release), release.folder)


def all_cases() -> Iterator[Case]:
    """Yield every connector that there is."""
    yield from conforming()
    yield from changed()
    yield from documented()
    yield from written()
    yield from real()


def sample() -> Iterator[Case]:
    """Yield a fixed part of them that takes less than a minute, with a change that breaks each of the judged rules."""
    yield from conforming()
    for code in (*SERVICE, *RUN):
        yield from islice((case for case in changed() if case.name.startswith(code)), 2)
    yield from islice((case for case in changed() if case.group == "rewrite"), None, None, 12)
    yield from islice(documented(), None, None, 3)
    yield from islice(written(), None, None, 3)
