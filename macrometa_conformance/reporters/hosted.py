"""Results as code hosts show them: each at a file that exists, named from the git root."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Optional

from macrometa_conformance.finding import Finding, Region
from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.report import ProjectReport, Report, Result
from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.paths import common_root, relative_path


@plain
class Hosted(Plain):
    """A result with the file at which a code host shows it.

    `path` leads from the git root to a file that exists, with forward slashes; it is empty where the connector's folder
    holds no file. `own_path` leads to the finding's own file, which may be missing. `region` is None for a whole file.
    `message` is all that is said, on one line.
    """

    project: ProjectReport
    result: Result
    path: str
    own_path: str
    region: Optional[Region]
    message: str

    @property
    def line(self) -> int:
        """Return the 1-based line, the first for a whole file."""
        return self.region.line if self.region else 1


def hosted(report: Report) -> Iterator[Hosted]:
    """Yield the results of all projects in order."""
    base = common_root(report.projects)
    for project in report.projects:
        yield from hosted_results(base, project, project.results)


def hosted_results(base: str, project: ProjectReport, results: Iterable[Result]) -> Iterator[Hosted]:
    """Yield results of a project, with paths that lead from the folder `base`."""
    for result in results:
        finding = result.finding
        file = anchored(project, finding)
        path = relative_path(base, project, file) if file else ""
        own_path = relative_path(base, project, finding.place.path)
        yield Hosted(project, result, path, own_path, None if finding.absent else finding.place.region, told(finding))


def host_fingerprint(*parts: str) -> str:
    """Return a hash of a path from the git root and a finding's fingerprint.

    It tells the findings of several connectors in one report apart.
    """
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def anchored(project: ProjectReport, finding: Finding) -> str:
    """Return the file that a finding is shown at, another one where its own is missing; empty where there is none."""
    return project.anchor if finding.absent else finding.place.path


def told(finding: Finding) -> str:
    """Return message and help on one line, with the path of a missing file where the message does not name it."""
    text = "; ".join(part for part in (finding.message, finding.help) if part)
    if finding.absent and finding.place.path not in finding.message:
        text += f" (missing: `{finding.place.path}`)"
    return visible(text)
