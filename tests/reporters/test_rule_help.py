"""A rule's docstring as it travels in reports."""

import re
import textwrap

import pytest

from macrometa_conformance.plain import replace
from macrometa_conformance.project.preconditions import needs_guide, needs_package
from macrometa_conformance.reporters.rule_help import description, markdown, plain, rule_url
from macrometa_conformance.rule import ERROR, SOURCE
from tests.reporters.samples import CRASHER, PORT, make_rule

DIFF = "Summary.\n\nBad:\n\n```diff macrometa_source_demo/main.py\n{}\n```"


def blocks(doc: str) -> str:
    """Return what stands below the heading of the only example in the documentation of a rule for sources."""
    return plain(make_rule("C8999", "x", ERROR, doc, types=SOURCE)).partition("Bad:\n\n")[2].partition("\n\nOptions")[0]


def test_markdown() -> None:
    """Sections have headings; examples keep their fences, their file names stand above them, an arrow the mark."""
    text = markdown(PORT)
    assert text.startswith(
        "The metrics server listens on a port that the platform does not scrape.\n\n"
        "A source connector must serve its metrics on port 8000, a target connector on 8001.\n\n## Demand\n\n"
    )
    assert (
        "## Bad\n\n`macrometa_source_demo/main.py`:\n\n```python\nstart_http_server(9000)  <-- C8702\n```\n\n"
        "## Good\n\n`macrometa_source_demo/main.py`:\n\n```python\nstart_http_server(8000)\n```\n"
    ) in text


def test_plain() -> None:
    """As plain text an example is indented and has no fence."""
    assert "Good:\n\n`macrometa_source_demo/main.py`:\n\n    start_http_server(8000)\n\n" in plain(PORT)


def test_marks_of_every_format_become_arrows() -> None:
    """The mark of an example gives way to an arrow with the comment sign that carries it, in every format."""
    doc = "Summary.\n\nBad: ```toml pyproject.toml\nx = 1  # <<<\n<b> <!-- <<< -->\ny <<<\nz\n```"
    arrow = "  <-- C8999"
    assert blocks(doc) == f"`pyproject.toml`:\n\n    x = 1{arrow}\n    <b>{arrow}\n    y{arrow}\n    z"


def test_a_fence_is_longer_than_those_within() -> None:
    """A block whose lines look like a fence stands in a longer one."""
    doc = "Summary.\n\nBad: ~~~markdown a.md\n```sh\nls\n```\n~~~"
    assert "````markdown\n```sh\nls\n```\n````" in markdown(make_rule("C8999", "x", ERROR, doc))


def test_what_becomes_of_a_file_is_said() -> None:
    """A block that takes a file away or renames it is shown as a sentence, for it holds no text."""
    doc = (
        "Summary.\n\nBad:\n\n```absent LICENSE\n```\nWords.\n```rename README.md -> b.md\n```\n\nBad: ```absent X\n```"
    )
    assert blocks(doc) == (
        "`LICENSE` is not there.\n\nWords.\n\n`README.md` is named `b.md`.\n\nOr:\n\n`X` is not there."
    )


@pytest.mark.parametrize(
    ("diff", "shown"),
    [
        ("-METRICS_PORT = 8000\n+METRICS_PORT = 9000  # <<<", "-METRICS_PORT = 8000\n+METRICS_PORT = 9000  <-- C8999"),
        ("-METRICS_PORT = 8000\n+METRICS_PORT = 8000  # <<<", "METRICS_PORT = 8000  <-- C8999"),
        ("-METRICS_PORT = 8000\n+METRICS_PORT = 8000\n+X = 1", " METRICS_PORT = 8000\n+X = 1"),
        ("-METRICS_PORT = 8000\n+X = 1\n+METRICS_PORT = 8000", "+X = 1\n METRICS_PORT = 8000"),
        ("-METRICS_PORT = 8000\n+", "-METRICS_PORT = 8000"),
        (" METRICS_PORT = 8000  # <<<\n+X = 1", " METRICS_PORT = 8000  <-- C8999\n+X = 1"),
        (" METRICS_PORT", "METRICS_PORT = 8000"),
        ("-METRICS_PORT\n+PORT", "-METRICS_PORT = 8000\n+PORT = 8000"),
        (
            "-    start_http_server(METRICS_PORT)\n+    pass\n-METRICS_PORT = 8000\n+PORT = 8000",
            "-METRICS_PORT = 8000\n+PORT = 8000\n …\n-    start_http_server(METRICS_PORT)\n+    pass",
        ),
        ("+X = 1", "+X = 1"),
        ("-absent\n+X = 1  # <<<", "-absent\n+X = 1  <-- C8999"),
    ],
)
def test_a_change_is_shown_as_whole_lines(diff: str, shown: str) -> None:
    """Lines that stay have no sign, changes come in the order of the file; one that does not fit stands as written."""
    assert textwrap.dedent(blocks(DIFF.format(diff)).partition(":\n\n")[2]) == shown


def test_sections_come_in_one_order() -> None:
    """Paragraphs under a word become sections, and what preconditions and settings say joins them."""
    doc = "Summary.\n\nProse.\n\nFix: do it.\n\nSilent: never\nat all.\n\nWhy: so.\n\nGood: ```absent LICENSE\n```"
    rule = replace(
        make_rule("C8999", "x", ERROR, doc), requires=(needs_package, needs_guide), options=("a",), opt_in=True
    )
    text = plain(rule)
    titles = ["Demand", "Why", "Good", "When it is silent or undecided", "How to fix", "Options"]
    assert re.findall(r"^([A-Z][\w ]+):$", text, re.MULTILINE) == titles
    assert "never\nat all.\n\nNothing is judged without a connector package, and without a GETTING" in text
    assert "The setting `a` is its own. It is opt-in: " in text
    assert description(rule) == "Summary. Prose."


def test_demand_names_the_sentences_of_the_guidelines() -> None:
    """A rule that the guidelines demand, or that serves them, names the heading and the place of each sentence."""
    assert "- “Naming the Connector”, sentence 2: The package is named" in markdown(
        make_rule("C8203", "package-module-mismatch", ERROR, "Summary.")
    )


def test_measured_numbers_are_shown() -> None:
    """The numbers of precision and recall stand in the documentation of a rule that was measured."""
    assert re.search(r"^On \d+ labelled connectors: ", markdown(PORT), re.MULTILINE)


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
    assert [text.split("\n")[0] for text in (markdown(rule), plain(rule), description(rule))] == ["bare-rule"] * 3


def test_no_url_without_a_home_page() -> None:
    """No address is made up: a plug-in's rule never has one, a built-in one only with a home page."""
    assert rule_url(CRASHER) is None
    assert rule_url(PORT) is None
