"""The pages under `docs/rules/`."""

from pathlib import Path

from macrometa_conformance.registry import built_in_rules
from tests.tools.rule_pages import FAMILIES, FOLDER, pages, write


def test_pages_are_up_to_date() -> None:
    """Each built-in rule has a page of its docstring; `python -m tests.tools.rule_pages` brings them up to date."""
    found = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert found == pages()


def test_every_rule_is_listed() -> None:
    """The list links to the page of each rule: none belongs to a family that the list does not know."""
    text = pages()["README.md"]
    assert all(f"[{rule.code}]({rule.code}.md)" in text and rule.code[:3] in FAMILIES for rule in built_in_rules())


def test_pages_of_rules_that_are_gone_are_taken_away(tmp_path: Path) -> None:
    """Writing changes what differs, takes away what no rule has, and leaves the rest alone."""
    (tmp_path / "C8998.md").write_text("old")
    (tmp_path / "C8999.md").write_text("same")
    changed = list(write({"C8999.md": "same", "C9000.md": "new"}, tmp_path))
    assert [path.name for path in changed] == ["C8998.md", "C9000.md"]
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"C8999.md": "same", "C9000.md": "new"}
