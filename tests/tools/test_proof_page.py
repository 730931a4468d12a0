"""The page on how the rules were tested."""

import re
from pathlib import Path

import pytest

from tests.tools import figures, proof_page, proof_words
from tests.tools.proof_page import FILE, page

TOOL = {
    "sample": 200, "of": 5000, "noticed": 190, "survived": 10, "explained": 10, "timeouts": 3, "modules": {}, "seed": 1,
}  # fmt: skip
MUTATIONS = {
    "violations": 9, "found": 8, "placed": 7, "rewrites": 6, "rewrites_reported": 5, "connectors": 4,
    "rules": {"C8101": {"violations": 3, "found": 2, "placed": 1}},
}  # fmt: skip


def test_the_page_is_up_to_date() -> None:
    """The page is that of the kept figures; `python -m tests.tools.proof_page` writes it."""
    assert FILE.read_text(encoding="utf-8") == page()


def test_no_figure_is_written_by_hand() -> None:
    """The words hold no digit, but in the names of the tool and of what it stands on."""
    texts = [text for name, text in vars(proof_words).items() if name.isupper()]
    assert texts
    assert re.findall(r".*\d.*", re.sub(r"c8-lint|c8connector|sweep -j 2", "", "\n".join(texts))) == []


def test_a_section_stands_where_its_figures_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a file its section is left out, and with it the figures are quoted, with their day."""
    monkeypatch.setattr(proof_page, "kept", lambda name: figures.kept(name, tmp_path))
    titles = ("## The real libraries", "## Every published release", "## Mistakes in the tool")
    assert [title for title in titles if title in page()] == []
    figures.keep("tool", TOOL, tmp_path)
    figures.keep("mutations", MUTATIONS, tmp_path)
    text = page()
    assert [title for title in titles if title in text] == ["## Mistakes in the tool"]
    assert "190 of 200 changes of the tool are noticed (0.95)" in text
    assert "8 of 9 changes that break a rule are found, 7 of them at their place" in text
    assert re.search(r"\| \[C8101\].* \| 3 \| 2 \| 1 \|\n", text)
    assert re.search(r"Measured on \d{4}-\d\d-\d\d with c8-lint \d", text)
