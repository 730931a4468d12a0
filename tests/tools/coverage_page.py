"""Write `docs/coverage.md`, the rules by sentences of the guidelines: `python -m tests.tools.coverage_page`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from macrometa_conformance.connector.guidelines import GUIDELINES, OTHER_SOURCES, Heading, Sentence
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.rule import Rule

FILE = Path(__file__).resolve().parents[2] / "docs" / "coverage.md"


def page() -> str:
    """Return the text of the page."""
    rules = sorted(built_in_rules(), key=lambda rule: rule.code)
    parts = [_HEAD.format(*_counts()), *(_section(heading) for heading in GUIDELINES), _others(rules)]
    return "\n".join(parts)


def _counts() -> tuple[int, int, int]:
    sentences = [sentence for heading in GUIDELINES for sentence in heading.sentences]
    return len(sentences), sum(bool(one.rules) for one in sentences), sum(not one.rules for one in sentences)


def _section(heading: Heading) -> str:
    rows = [_row(place, sentence) for place, sentence in enumerate(heading.sentences, start=1)]
    return f"## {heading.title}\n\n| no. | says | checked by | not checked |\n|---|---|---|---|\n{''.join(rows)}"


def _row(place: int, sentence: Sentence) -> str:
    return f"| {place} | {_cell(sentence.words)} | {_codes(sentence.rules)} | {_cell(sentence.reason)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _codes(codes: Sequence[str]) -> str:
    return ", ".join(f"[{code}](rules/{code}.md)" for code in sorted(codes))


def _others(rules: Sequence[Rule]) -> str:
    named = {code for heading in GUIDELINES for sentence in heading.sentences for code in sentence.rules}
    rows = [
        f"| {title} | {_codes(told)} | {_codes([code for code in told if code not in named])} |\n"
        for source, title in OTHER_SOURCES.items()
        if (told := [rule.code for rule in rules if rule.source == source])
    ]
    return f"{_OTHERS}{''.join(rows)}"


_HEAD = """# Coverage of the guidelines

Each sentence of the connector guidelines in other words, by its heading and its place below it, with the rules that
check it, or why nothing can. Of {} sentences {} are checked by rules, and {} demand nothing or nothing that could be
checked. The table is data of the tool (`macrometa_conformance/connector/guidelines.py`); a test fails where a sentence
is lost, has neither a rule nor a reason, or where a rule names no source.
"""
_OTHERS = """## Rules that come from elsewhere

Some of them serve a sentence above too.

| source | rules | of which serve no sentence above |
|---|---|---|
"""


def main() -> int:
    """Bring the page up to date."""
    FILE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
