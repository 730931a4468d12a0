"""A rule's docstring as it travels in reports."""

from macrometa_conformance.reporters.rule_help import description, markdown, plain, rule_url
from macrometa_conformance.rule import ERROR
from tests.reporters.samples import CRASHER, PORT, make_rule


def test_markdown() -> None:
    """Examples keep their fences, their file names stand above them, and the marks of the examples are gone."""
    assert markdown(PORT) == (
        "The metrics server listens on a port that the platform does not scrape.\n\n"
        "A source connector must serve its metrics on port 8000, a target connector on 8001.\n\n"
        "Bad:\n\n"
        "`macrometa_source_demo/main.py`:\n\n"
        "```python\nstart_http_server(9000)\n```\n\n"
        "Good:\n\n"
        "`macrometa_source_demo/main.py`:\n\n"
        "```python\nstart_http_server(8000)\n```"
    )


def test_plain() -> None:
    """As plain text an example is indented and has no fence."""
    assert plain(PORT).endswith("Good:\n\n`macrometa_source_demo/main.py`:\n\n    start_http_server(8000)")


def test_marks_of_every_format_are_taken_out() -> None:
    """The mark of an example goes with the comment sign that carries it, in Python, TOML and Markdown."""
    doc = "Summary.\n\nBad: ```toml pyproject.toml\nx = 1  # <<<\n<b> <!-- <<< -->\ny <<<\nz\n```"
    assert markdown(make_rule("C8999", "x", ERROR, doc)) == (
        "Summary.\n\nBad: `pyproject.toml`:\n\n```toml\nx = 1\n<b>\ny\nz\n```"
    )


def test_what_becomes_of_a_file_is_said() -> None:
    """A block that takes a file away or renames it is shown as a sentence, for it holds no text."""
    doc = "Summary.\n\nBad:\n\n```absent LICENSE\n```\n\n```rename a.md -> b.md\n```\n\nGood: ```absent X\n```"
    expected = "Summary.\n\nBad:\n\n`LICENSE` is not there.\n\n`a.md` is named `b.md`.\n\nGood: `X` is not there."
    rule = make_rule("C8999", "x", ERROR, doc)
    assert (markdown(rule), plain(rule)) == (expected, expected)


def test_description_ends_before_the_examples() -> None:
    """The description is the prose before the examples, cut at a word where it is too long."""
    assert description(PORT) == (
        "The metrics server listens on a port that the platform does not scrape. "
        "A source connector must serve its metrics on port 8000, a target connector on 8001."
    )
    assert description(PORT, 30) == "The metrics server listens …"


def test_a_rule_without_documentation() -> None:
    """Where a plug-in's rule has no docstring its name stands in, because empty texts are refused."""
    rule = make_rule("ACME002", "bare-rule", ERROR, "", plugin="acme")
    assert (markdown(rule), plain(rule), description(rule)) == ("bare-rule",) * 3


def test_no_url_without_a_home_page() -> None:
    """No address is made up: a plug-in's rule never has one, a built-in one only with a home page."""
    assert rule_url(CRASHER) is None
    assert rule_url(PORT) is None
