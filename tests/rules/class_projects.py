"""Connectors for the tests of the rules on the connector class: the class's body, and what stands around it.

`# <<<` at the end of a line marks where a finding must stand.
"""

import re
import textwrap

from tests.rules.projects import PYPROJECT, Content, Verdicts, verdicts

IMPORTS = """\
import abc, asyncio, dataclasses, enum, functools, itertools, os, sys, types, typing
import c8connector
from c8connector import (
    C8Connector, ConfigAttributeType, ConfigProperty, Sample, Schema, SchemaAttribute, SchemaAttributeType,
    ValidationException,
)
"""
METHODS = {
    "name": 'return "Demo"',
    "package_name": 'return "macrometa-{kind}-demo"',
    "version": 'return "0.1.0"',
    "type": 'return "{kind}"',
    "description": 'return "A demo"',
    "reserved_keys": "return []",
    "config": 'return [ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where")]',
    "capabilities": 'return ["discover"]',
    "validate": 'raise ValidationException("no")',
    "samples": "return []",
    "schemas": "return []",
}


class Judged:
    """What a rule says about one connector, the places that are marked in its text, and its `__init__.py`."""

    def __init__(self, found: Verdicts, marked: list[tuple[str, int]], init: str) -> None:
        self.verdicts = found
        self.marked = marked
        self.init = init

    @property
    def places(self) -> list[tuple[str, int]]:
        """Return the file and line of each finding, in order."""
        return sorted((path, line or 0) for path, line in self.verdicts.places)


def judge(
    code: str,
    body: str = "",
    *,
    head: str = "",
    tail: str = "",
    kind: str = "source",
    declaration: str = "class Demo(C8Connector):",
    without: tuple[str, ...] = (),
    guide: str = "",
    **modules: str,
) -> Judged:
    """Judge a connector by one rule.

    `head` stands above the class, `tail` below it; methods that `body` does not define are those of a conforming one,
    but for those in `without`. `modules` are other modules of the package (`sub__part` is `sub/part.py`).
    """
    package = f"macrometa_{kind}_demo"
    body = textwrap.dedent(body).strip("\n")
    defined = set(re.findall(r"^(?:async +)?(?:def +|class +)?(\w+) *(?:\(|=|:)", body, re.MULTILINE)) | set(without)
    methods = [
        f"def {name}(self{', integration' if name in ('validate', 'samples', 'schemas') else ''}):\n    {text}"
        for name, text in METHODS.items()
        if name not in defined
    ]
    members = textwrap.indent("\n".join([*methods, body]).replace("{kind}", kind), "    ")
    init = "\n".join([IMPORTS, textwrap.dedent(head), declaration, members, textwrap.dedent(tail)])
    files: dict[str, Content] = {
        "macrometa_source_demo/__init__.py": None,
        "macrometa_source_demo/main.py": None,
        "pyproject.toml": PYPROJECT.replace("-source-", f"-{kind}-").replace("_source_", f"_{kind}_"),
        f"{package}/__init__.py": init,
        f"{package}/main.py": "def main():\n    pass\n",
    }
    if guide:
        files["GETTING_STARTED.md"] = guide
    for name, text in modules.items():
        files[f"{package}/{name.replace('__', '/')}.py"] = textwrap.dedent(text)
    marked = [
        (path, number)
        for path, text in files.items()
        for number, line in enumerate(str(text).splitlines(), start=1)
        if line.rstrip().endswith("# <<<")
    ]
    return Judged(verdicts(code, files), sorted(marked), init)


def assert_marked(code: str, body: str = "", **around: object) -> Judged:
    """Judge a connector, and assert that there is a finding on each marked line, and no other."""
    judged = judge(code, body, **around)  # type: ignore[arg-type]
    said = [(finding.place.line, finding.message) for finding in judged.verdicts.findings]
    assert judged.marked, "nothing is marked"
    assert judged.places == judged.marked, (said, judged.verdicts.undecided)
    return judged


def assert_fine(code: str, body: str = "", **around: object) -> Judged:
    """Judge a connector, and assert that there is no finding and that the rule could decide so."""
    judged = judge(code, body, **around)  # type: ignore[arg-type]
    said = [(finding.place.line, finding.message) for finding in judged.verdicts.findings]
    assert not judged.verdicts.findings, said
    assert not judged.verdicts.undecided, judged.verdicts.undecided
    return judged


def assert_undecided(code: str, body: str = "", **around: object) -> Judged:
    """Judge a connector, and assert that there is no finding and that the rule says that it could not decide."""
    judged = judge(code, body, **around)  # type: ignore[arg-type]
    said = [(finding.place.line, finding.message) for finding in judged.verdicts.findings]
    assert not judged.verdicts.findings, said
    assert judged.verdicts.undecided
    return judged
