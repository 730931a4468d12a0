"""Reports built by hand, with every kind of result that reporters meet."""

from collections.abc import Iterator
from typing import Optional

from macrometa_conformance.finding import Finding, Place, Region, Related, Severity, Verdict
from macrometa_conformance.plain import replace
from macrometa_conformance.project.project import Project
from macrometa_conformance.report import Acceptance, Known, Outcome, ProjectReport, Report, Result, Status, Suppressed
from macrometa_conformance.rule import ALL, ERROR, NOTE, SOURCE, TARGET, WARNING, Rule, Types


def _check(project: Project) -> Iterator[Verdict]:
    return iter(())


PORT_DOC = """The metrics server listens on a port that the platform does not scrape.

A source connector must serve its metrics on port 8000, a target connector on 8001.

Bad:

```python macrometa_source_demo/main.py
start_http_server(9000)  # <<<
```

Good:

```python macrometa_source_demo/main.py
start_http_server(8000)
```
"""


def make_rule(
    code: str, name: str, severity: Severity, doc: str, *, types: Types = ALL, plugin: Optional[str] = None
) -> Rule:
    """Return a rule that finds nothing, with the given documentation."""
    return Rule(code, name, severity, _check, types, "hygiene", False, (), doc, plugin)


PORT = make_rule("C8702", "wrong-metrics-port", ERROR, PORT_DOC, types=SOURCE | TARGET)
LICENSE = make_rule("C8101", "missing-license", ERROR, "The project has no `LICENSE` file at its root.")
LEFTOVER = make_rule("C8402", "template-leftover", WARNING, "The user's guide still holds a placeholder.")
BEYOND = make_rule("C8308", "python-beyond-c8connector", NOTE, "No newer c8connector installs on that Python.")
EMPTY = make_rule("C8108", "empty-required-file", ERROR, "A required file is empty.")
CRASHER = make_rule("ACME001", "acme-rule", WARNING, "A rule of a plug-in.", plugin="acme-rules")
RULES = (CRASHER, LICENSE, EMPTY, BEYOND, LEFTOVER, PORT)

MAIN = "macrometa_source_demo/main.py"
MAIN_LINES = (
    "from prometheus_client import start_http_server",
    "",
    "PORT = 9000",
    "",
    "",
    "def main() -> None:",
    "    start_http_server(PORT)",
    "",
)
EXCERPTS = {
    MAIN: MAIN_LINES,
    "pyproject.toml": ("[project]", 'name = "macrometa-source-demo"', 'requires-python = ">=3.7"', ""),
    "GETTING_STARTED.md": ("# Demo", "", "😀 fill in {connector} and {connector} here", ""),
}


def result(rule: Rule, finding: Finding, severity: Optional[Severity] = None) -> Result:
    """Return a finding as the engine stamps it, with a fingerprint that depends on rule, path and message."""
    digits = f"{abs(sum(map(ord, rule.code + finding.place.path + finding.message))):064x}"
    return Result(rule, severity or rule.severity, finding, digits)


WRONG_PORT = result(
    PORT,
    Finding(
        Place(MAIN, Region(7, 23, 7, 27)),
        "the metrics server listens on port 9000",
        "write `start_http_server(8000)`",
        "start_http_server",
        (Related(Place(MAIN, Region(3, 8, 3, 12)), "`PORT` is 9000 here"),),
    ),
)
NO_LICENSE = result(
    LICENSE, Finding(Place("LICENSE"), "there is no `LICENSE` at the root", "add the license's text", absent=True)
)
EMPTY_README = result(EMPTY, Finding(Place("README.md"), "`README.md` is empty", "say what the connector does"))
TWICE = tuple(
    result(LEFTOVER, Finding(Place("GETTING_STARTED.md", Region(3, column, 3, column + 11)), message))
    for column, message in ((11, "the placeholder `{connector}` is left"), (27, "`{connector}` is left again"))
)
MANY_LINES = result(
    BEYOND, Finding(Place("pyproject.toml", Region(2, 1, 3, 26)), "Python 3.11 gets c8connector 0.0.15"), NOTE
)

PROJECT = ProjectReport(
    path=".",
    root="/nowhere/demo",
    name="macrometa-source-demo",
    type="source",
    results=(NO_LICENSE, EMPTY_README, *TWICE, MANY_LINES, WRONG_PORT),
    outcomes=(
        Outcome(LICENSE, Status.FAILED),
        Outcome(EMPTY, Status.FAILED),
        Outcome(BEYOND, Status.FAILED),
        Outcome(LEFTOVER, Status.FAILED),
        Outcome(PORT, Status.FAILED),
    ),
    excerpts=EXCERPTS,
    anchor="pyproject.toml",
)
REPORT = Report((PROJECT,), RULES, tuple(rule.code for rule in RULES), 0.25)

CLEAN = Report(
    (
        replace(
            PROJECT,
            results=(),
            outcomes=(
                Outcome(LICENSE, Status.PASSED),
                Outcome(EMPTY, Status.PASSED),
                Outcome(LEFTOVER, Status.NOT_APPLICABLE, (("there is no GETTING_STARTED.md", None),)),
                Outcome(PORT, Status.UNDECIDED, (("`int(port)` is not known", Place(MAIN, Region(7, 23, 7, 27))),)),
            ),
        ),
    ),
    RULES,
    tuple(rule.code for rule in RULES),
    0.125,
)
SUPPRESSED = replace(
    REPORT,
    projects=(
        replace(
            PROJECT,
            results=(),
            outcomes=(Outcome(LICENSE, Status.PASSED, (("1 finding is suppressed", None),)),),
            suppressed=(
                Suppressed(NO_LICENSE, Acceptance.SETTINGS, "", Place("pyproject.toml", Region(1, 1, 1, 10))),
                Suppressed(EMPTY_README, Acceptance.BASELINE),
                Suppressed(WRONG_PORT, Acceptance.COMMENT, "the platform maps it", Place(MAIN, Region(7, 30, 7, 60))),
            ),
        ),
    ),
)
CRASHED = replace(
    REPORT,
    projects=(
        replace(
            PROJECT,
            path="connectors/demo",
            results=(WRONG_PORT,),
            outcomes=(
                Outcome(PORT, Status.FAILED),
                Outcome(CRASHER, Status.CRASHED, (("ZeroDivisionError: division by zero", None),)),
            ),
            off=("`ignore` in `pyproject.toml` switches off C8301",),
            skipped=("`big.py`: larger than 2 MB",),
        ),
        replace(
            PROJECT, path="connectors/empty", root="/nowhere/empty", name=None, type=None, results=(NO_LICENSE,),
            outcomes=(Outcome(LICENSE, Status.FAILED),), excerpts={}, anchor="",
        ),
    ),
    warnings=("the setting `select` names C8999, which no rule has",),
)  # fmt: skip

HOSTILE_TEXT = "::error::\x1b[31m\u202e\n##[error]\r\n::set-output name=a::b\x00\x9b\ud800](javascript:x) [y](http://z)"
HOSTILE_PATH = "::error::\x1b[31m\na b%20#é😀\udcff/x.py"
HOSTILE_FINDING = Finding(
    Place(HOSTILE_PATH, Region(1, 3, 1, 9)),
    HOSTILE_TEXT,
    HOSTILE_TEXT,
    related=(Related(Place(HOSTILE_PATH, Region(1, 1, 1, 2)), HOSTILE_TEXT),),
)
HOSTILE = Report(
    (
        ProjectReport(
            path="::warning::\x1b]0;x\x07\u202e",
            root="/nowhere/::hostile",
            name=HOSTILE_TEXT,
            type=None,
            results=(
                result(PORT, HOSTILE_FINDING),
                result(LICENSE, Finding(Place(HOSTILE_PATH), HOSTILE_TEXT, absent=True)),
            ),
            outcomes=(
                Outcome(PORT, Status.UNDECIDED, ((HOSTILE_TEXT, Place(HOSTILE_PATH, Region(1, 1, 1, 2))),)),
                Outcome(CRASHER, Status.CRASHED, ((HOSTILE_TEXT, None),)),
            ),
            excerpts={HOSTILE_PATH: ("::error::\x1b[2J\u202e\x00\x7f##vso[task.x]y", "")},
            anchor=HOSTILE_PATH,
            off=(HOSTILE_TEXT,),
            skipped=(HOSTILE_TEXT,),
            suppressed=(
                Suppressed(result(PORT, HOSTILE_FINDING), Acceptance.COMMENT, HOSTILE_TEXT, HOSTILE_FINDING.place),
            ),
            baseline=HOSTILE_TEXT,
            stale=(Known(HOSTILE_PATH, HOSTILE_TEXT, HOSTILE_TEXT),),
        ),
    ),
    RULES,
    (PORT.code, LICENSE.code),
    warnings=(HOSTILE_TEXT,),
)
SAMPLES = {
    "report": REPORT,
    "clean": CLEAN,
    "suppressed": SUPPRESSED,
    "crashed": CRASHED,
    "hostile": HOSTILE,
    "nothing": Report((), RULES, ()),
}
