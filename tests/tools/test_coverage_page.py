"""The page on the coverage of the guidelines."""

from tests.tools.coverage_page import FILE, page


def test_the_page_is_up_to_date() -> None:
    """The page is that of the table; `python -m tests.tools.coverage_page` writes it."""
    assert FILE.read_text(encoding="utf-8") == page()
