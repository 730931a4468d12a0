"""The documents: what they tell is what is there."""

import json
import re
import sys
import textwrap
from pathlib import Path

import pytest

from macrometa_conformance import brevity, suppression
from macrometa_conformance.code import (
    callers,
    calls,
    classes,
    facts,
    from_ast,
    from_cst,
    handing,
    operations,
    program,
    resolver,
    scan,
    settling,
    sizes,
    value_flow,
)
from macrometa_conformance.config import KEYS
from macrometa_conformance.project import folder_tree
from tests.installation import ROOT, copy_of_checkout, run

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "GETTING_STARTED.md").read_text(encoding="utf-8")
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "docs" / "rules").glob("*.md"),
    *(ROOT / "examples").glob("*.md"),
]
LIMITS = (
    folder_tree.MAX_PYTHON_BYTES,
    folder_tree.MAX_LOCK_BYTES,
    folder_tree.MAX_BYTES,
    folder_tree.MAX_ALL_BYTES,
    folder_tree.MAX_ENTRIES,
    folder_tree.MAX_DEPTH,
    program.MAX_MODULES,
    scan.MAX_CHARACTERS,
    sizes.MAX_LINES,
    scan.MAX_TOKENS,
    sizes.MAX_ITEMS,
    sizes.MAX_BRANCHES,
    scan.MAX_CHAIN,
    scan.MAX_EFFORT,
    suppression.MAX_WORDS,
    brevity.MOST,
    scan.MAX_BRACKETS,
    scan.MAX_INDENTS,
    from_cst.MAX_DEPTH,
    facts.MAX_DIGITS,
    operations.MAX_TEXT,
    operations.MAX_ELEMENTS,
    resolver.MAX_ALTERNATIVES,
    calls.MAX_CALLS,
    handing.MAX_HANDED,
    resolver.MAX_BINDINGS,
    classes.MAX_SUBCLASSES,
    callers.MAX_USES,
    callers.MAX_CALLERS,
    value_flow.MAX_PARTS,
    value_flow.MAX_ALL_PARTS,
    settling.MAX_WORK,
    settling.MAX_TOTAL,
)


def table(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading, without its head."""
    section = re.split(r"\n#+ ", text.partition(f"# {heading}\n")[2])[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


def test_limits_are_those_of_the_code() -> None:
    """The numbers in the document are the constants of the analysis."""
    told = table((ROOT / "docs" / "limits.md").read_text(encoding="utf-8"), "Numbers")
    assert [int(row[1].replace(",", "")) for row in told] == list(LIMITS)
    assert from_ast.MAX_DEPTH == from_cst.MAX_DEPTH


def test_settings_are_those_of_the_code() -> None:
    """The README lists each key of the settings and no other."""
    assert [row[0].strip("`") for row in table(README, "Settings")] == list(KEYS)


@pytest.mark.parametrize("heading", ["The object", "A project", "A finding", "The summary"])
def test_keys_of_the_json_report_are_those_of_its_schema(heading: str) -> None:
    """The page on the JSON report describes each key that the schema has, and no other."""
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    part = schema["$defs"].get(heading.rpartition(" ")[2], schema)
    keys = {*part["properties"], *(schema["$defs"]["place"]["properties"] if heading == "A finding" else ())}
    rows = table((ROOT / "docs" / "json.md").read_text(encoding="utf-8"), heading)
    assert {key for row in rows for key in re.findall(r"`(\w+)`", row[0])} == keys


def test_first_two_shell_blocks_are_the_commands() -> None:
    """The first shell block lints an example, the second runs the tests, and each sets up what it needs."""
    lint, tests = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)[:2]
    assert all(command.startswith("python3 -m venv .venv &&") for command in (lint, tests))
    assert "c8-lint --exit-zero examples/" in lint
    assert tests.endswith("-m pytest -n auto --dist loadfile\n")


@pytest.mark.parametrize("document", ["README.md", "GETTING_STARTED.md"])
def test_sample_output_is_real(document: str) -> None:
    """The finding that a document shows is what the tool prints, but for the time that it took."""
    (shown,) = re.findall(
        r"^```text\n(.*?)^```", (ROOT / document).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    code = shown[shown.index("[") + 1 :].split()[0]
    done = run(
        [sys.executable, "-m", "macrometa_conformance", "--select", code, "examples/macrometa-target-demo"], ROOT
    )
    assert "".join(done.stdout.splitlines(keepends=True)[:-1]) == shown


def test_sample_settings_are_settings(tmp_path: Path) -> None:
    """The settings file that the guide shows is read without a complaint."""
    (settings,) = re.findall(r"^```toml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    (tmp_path / "c8-lint.toml").write_text(settings, encoding="utf-8")
    done = run([sys.executable, "-m", "macrometa_conformance", "--show-settings", str(tmp_path)], ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert 'C8308" = "the platform runs Python 3.10 only"' in done.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    """Each link to a file of the repository has its file."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_sample_rule_of_contributing_works(tmp_path: Path) -> None:
    """The rule that CONTRIBUTING.md shows, saved under the name that it gives, runs as the steps say."""
    checkout = copy_of_checkout(tmp_path / "checkout")
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (module,) = re.findall(r"^ +````python\n(.*?)^ +````", text, re.MULTILINE | re.DOTALL)
    (checkout / "rules" / "readme.py").write_text(textwrap.dedent(module), encoding="utf-8")
    done = run([sys.executable, "-m", "pytest", "-q", "tests/test_examples.py", "-k", "C8190 or conforming"], checkout)
    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout  # two examples, both kinds of them, and the three conforming connectors
    pages = run([sys.executable, "-m", "tests.tools.rule_pages"], checkout)
    assert {"README.md", "C8190.md"} <= set(pages.stdout.split())


def test_sample_rule_of_the_page_holds(tmp_path: Path) -> None:
    """The rule that the page on writing rules shows can be imported, and its examples hold."""
    page = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
    (module,) = re.findall(r"^````python\n(.*?)^````", page, re.MULTILINE | re.DOTALL)
    (call,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "sample.py").write_text(f"{module}\n\n{call}", encoding="utf-8")
    done = run([sys.executable, "-c", f"import sys; sys.path.append({str(tmp_path)!r}); import sample"], ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_page_has_its_place_in_the_site() -> None:
    """The navigation of the site names each page, but for those of rules, and no other."""
    named = re.findall(r"^ +- .*: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(["rules/README.md", *(path.name for path in (ROOT / "docs").glob("*.md"))])
