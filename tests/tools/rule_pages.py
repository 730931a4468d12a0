"""Write the pages under `docs/rules/`, one for each rule and a list: `python -m tests.tools.rule_pages`.

The pages are made of the rules' docstrings, of what was measured and of the guidelines' sentences. Exits 0; a page of a
rule that is gone is taken away.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from macrometa_conformance.measured import measurements
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.reporters.rule_help import markdown
from macrometa_conformance.rule import ALL, Rule

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "rules"
FAMILIES = {
    "C80": "the run itself",
    "C81": "layout",
    "C82": "naming",
    "C83": "dependencies",
    "C84": "documentation",
    "C85": "the connector class",
    "C86": "reserved keys",
    "C87": "metrics",
    "C88": "state",
}

_CODE_OR_TEXT = re.compile(
    r"^(?P<fence>`{3,}).*?^(?P=fence)$|`[^`\n]*`|\b(?P<code>C8\d{3})\b", re.MULTILINE | re.DOTALL
)


def pages() -> dict[str, str]:
    """Return the text of each page by its file name."""
    rules = sorted(built_in_rules(), key=lambda rule: rule.code)
    return {"README.md": _list(rules), **{f"{rule.code}.md": _page(rule) for rule in rules}}


def _page(rule: Rule) -> str:
    facts = [f"Severity: {rule.severity.label}", f"judges {_types(rule)}"]
    facts += ["opt-in"] if rule.opt_in else []
    return f"# {rule.code} {rule.name}\n\n{'; '.join(facts)}.\n\n{_linked(markdown(rule), rule.code)}\n"


def _linked(text: str, own: str) -> str:
    """Return the text with links from the codes of other rules to their pages, but in code."""

    def link(found: "re.Match[str]") -> str:
        code = found["code"]
        return f"[{code}]({code}.md)" if code and code != own else found[0]

    return _CODE_OR_TEXT.sub(link, text)


def _types(rule: Rule) -> str:
    return "connectors of all types" if rule.applies_to == ALL else f"{' and '.join(rule.applies_to.words)} connectors"


def _list(rules: Sequence[Rule]) -> str:
    text = _HEAD
    for family, title in FAMILIES.items():
        rows = [_row(rule) for rule in rules if rule.code.startswith(family)]
        if rows:
            text += f"\n## {family}: {title}\n\n{_COLUMNS}{''.join(rows)}"
    return text


def _row(rule: Rule) -> str:
    mark = "*" if rule.opt_in else ""
    summary = rule.summary.replace("|", "\\|")
    known = measurements()
    shares = known.rules[rule.code].shares if known and rule.code in known.rules else ("", "")
    cells = (f"[{rule.code}]({rule.code}.md){mark}", rule.name, rule.severity.label, summary, *shares)
    return f"| {' | '.join(cells)} |\n"


_HEAD = """# Rules

What `c8-lint` judges. `c8-lint explain CODE` shows what the page of a rule says, without a network. A rule marked
with * is opt-in: it runs when its code or name is selected. [Which sentence of the guidelines is checked by which
rule](../coverage.md) has a page of its own. Precision and recall were measured on published connectors that people
labelled; they stand where a rule reported something there, or should have.
"""
_COLUMNS = "| code | name | severity | finding | precision | recall |\n|---|---|---|---|---|---|\n"


def write(texts: dict[str, str], folder: Path = FOLDER) -> Iterable[Path]:
    """Write the pages, take away others, and yield the files that are not as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.md")):
        if path.name not in texts:
            path.unlink()
            yield path
    for name, text in texts.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            yield path


def main() -> int:
    """Bring the pages up to date and name those that changed."""
    for path in write(pages()):
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
