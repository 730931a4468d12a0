"""What the linter is expected to find on the published connectors: a file a distribution, a line a finding.

A line is `VERSION CODE PATH LINE`, the last `-` where the finding is about a whole file or an absent one. A release
without findings has the line `VERSION -`.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from macrometa_conformance.files import write_whole
from tests.corpus.matching import Reported
from tests.corpus.releases import HERE, Release, in_order
from tests.tools.figures import keep

EXPECTED = HERE / "expected"
FIGURES = "sweep"
Lines = tuple[str, ...]


def line_of(finding: Reported) -> str:
    """Return a finding as the files have it, without the release: `CODE PATH LINE`."""
    return f"{finding.code} {finding.path} {finding.line or '-'}"


def read_expected(folder: Path = EXPECTED) -> dict[Release, Lines]:
    """Return the findings by release, as `line_of` writes them."""
    found: dict[Release, list[str]] = {}
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            version, _, finding = line.partition(" ")
            lines = found.setdefault(Release(file.stem, version), [])
            lines += [finding] if finding != "-" else []
    return {release: tuple(lines) for release, lines in found.items()}


def write_expected(found: Mapping[Release, Lines], folder: Path = EXPECTED) -> None:
    """Write the findings of all releases, sorted; the file of a distribution that has none of these goes."""
    texts: dict[str, list[str]] = {}
    for release in in_order(found):
        lines = texts.setdefault(release.name, [])
        lines += [f"{release.version} {finding}" for finding in sorted(found[release], key=_order) or ["-"]]
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.txt"):
        if file.stem not in texts:
            file.unlink()
    for name, lines in texts.items():
        write_whole(str(folder / f"{name}.txt"), "\n".join(lines) + "\n")


def figures(found: Mapping[Release, Lines]) -> dict[str, object]:
    """Return what the page on how the rules were tested quotes."""
    by_rule: dict[str, dict[str, int]] = {}
    for code in sorted({code_of(line) for lines in found.values() for line in lines}):
        counts = [sum(code_of(line) == code for line in lines) for lines in found.values()]
        by_rule[code] = {"findings": sum(counts), "releases": sum(count > 0 for count in counts)}
    return {
        "releases": len(found),
        "distributions": len({release.name for release in found}),
        "findings": sum(map(len, found.values())),
        "releases_without_findings": sum(not lines for lines in found.values()),
        "rules": by_rule,
    }


def write_figures(found: Mapping[Release, Lines]) -> None:
    """Keep the figures."""
    keep(FIGURES, figures(found))


def code_of(line: str) -> str:
    """Return the rule of a line."""
    return line.partition(" ")[0]


def with_codes(lines: Iterable[str], codes: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of rules whose codes begin with one of these."""
    return (line for line in lines if line.startswith(codes))


def _order(line: str) -> tuple[str, int, str]:
    path, _, number = line.rpartition(" ")
    return path, int(number) if number.isdigit() else 0, number
