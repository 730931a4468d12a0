"""Markdown, read back by a parser of CommonMark with GitHub's tables."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from macrometa_conformance.finding import Finding, Place, Region
from macrometa_conformance.plain import replace
from macrometa_conformance.report import Acceptance, Outcome, Report, Status, Suppressed
from macrometa_conformance.reporters import RenderOptions, markdown, render
from macrometa_conformance.reporters.escape import visible
from macrometa_conformance.reporters.links import link_base
from tests.reporters.samples import (
    CLEAN,
    HOSTILE_TEXT,
    LEFTOVER,
    NO_LICENSE,
    PORT,
    PROJECT,
    REPORT,
    SAMPLES,
    WRONG_PORT,
    result,
)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
OPTIONS = RenderOptions(statistics=True)
BASE = "https://example.org/o/r/blob/abc/"
OWN_HTML = re.compile(r"</?code>|<br>|<details><summary>\d+ rules? [a-z ]+</summary>\n|</details>\n")

PAGE = """\
# c8-lint

## <code>macrometa-source-demo</code> (source connector)

3 errors, 2 warnings, 1 note.

| Severity | Rule | Where | What |
|---|---|---|---|
| error | C8101 missing-license | <code>LICENSE</code> (missing) | there is no <code>LICENSE</code> at the root; add the license's text |
| error | C8108 empty-required-file | <code>README.md</code> | <code>README.md</code> is empty; say what the connector does |
| error | C8702 wrong-metrics-port | <code>macrometa_source_demo/main.py:7</code> | the metrics server listens on port 9000; write <code>start_http_server(8000)</code> |
| warning | C8402 template-leftover | <code>GETTING_STARTED.md:3</code> | the placeholder <code>&#123;connector&#125;</code> is left |
| warning | C8402 template-leftover | <code>GETTING_STARTED.md:3</code> | <code>&#123;connector&#125;</code> is left again |
| note | C8308 python-beyond-c8connector | <code>pyproject.toml:2</code> | Python 3.11 gets c8connector 0.0.15 |
"""  # noqa: E501 - a row of a table is one line


def tokens(text: str) -> Iterator[Token]:
    """Yield the block and the inline tokens of a page."""
    for token in PARSER.parse(text):
        yield token
        yield from token.children or ()


def table(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the rows of the table that has a column of this name, as Markdown."""
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.split("\n") if line[:1] == "|"]
    start = next(number for number, row in enumerate(rows) if heading in row)
    return rows[start + 2 :]


def test_the_whole_page() -> None:
    """Findings stand in a table, the gravest first, each with its rule, its place and what is said."""
    assert render("markdown", REPORT, RenderOptions()) == PAGE


def test_places_are_links_where_the_server_is_known() -> None:
    """A place leads to the file at its line; of a Markdown file to its text, which has lines."""
    links = [
        token.attrGet("href")
        for token in tokens(render("markdown", REPORT, replace(OPTIONS, link_base=BASE)))
        if token.type == "link_open"
    ]
    assert links == [
        f"{BASE}README.md",
        f"{BASE}macrometa_source_demo/main.py#L7",
        f"{BASE}GETTING_STARTED.md?plain=1#L3",
        f"{BASE}GETTING_STARTED.md?plain=1#L3",
        f"{BASE}pyproject.toml#L2",
    ]


def test_how_rules_ended_is_folded() -> None:
    """Undecided, not applicable and passed rules are folded away with their reasons; `--quiet` leaves them out."""
    text = render("markdown", CLEAN, RenderOptions())
    assert re.findall(r"<summary>(.*?)</summary>", text) == [
        "1 rule undecided", "1 rule not applicable", "2 rules passed",
    ]  # fmt: skip
    assert text.count("<details>") == text.count("</details>") == 3
    assert (
        "| C8702 wrong-metrics-port | <code>macrometa_source_demo/main.py:7</code>: <code>int(port)</code> is" in text
    )
    assert "<details>" not in render("markdown", CLEAN, RenderOptions(quiet=True))


def test_accepted_findings_stand_with_their_reasons() -> None:
    """What is accepted is told with by what, where that stands, and why."""
    accepted = (
        Suppressed(NO_LICENSE, Acceptance.BASELINE),
        Suppressed(WRONG_PORT, Acceptance.COMMENT, "the port is *mapped*", Place("x.py", Region(3, 1, 3, 2))),
    )
    text = render("markdown", replace(REPORT, projects=(replace(PROJECT, results=(), suppressed=accepted),)), OPTIONS)
    assert "No findings; 2 accepted findings." in text
    assert [row[3:] for row in table(text, "Accepted by")] == [
        ["the baseline", ""],
        ["a comment at <code>x.py:3</code>", "the port is &#42;mapped&#42;"],
    ]


class _Text(HTMLParser):
    """Collects the text of a page's table cells, and the tags in it."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: "list[tuple[str, Optional[str]]]") -> None:
        """Begin a cell."""
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        """Add to the cell."""
        if self.cells:
            self.cells[-1] += data


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_page_holds_only_its_own_markup(name: str) -> None:
    """Whatever the project holds, there is no HTML, link or emphasis but the page's own."""
    found = list(tokens(render("markdown", SAMPLES[name], replace(OPTIONS, show_report=True))))
    assert not {"link_open", "image", "em_open", "s_open", "fence", "code_block", "hr"} & {
        token.type for token in found
    }
    for token in found:
        if token.type in ("html_inline", "html_block"):
            assert OWN_HTML.fullmatch(token.content), token.content


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("`|*_<>&[]()~\\!#:-=+\n\r\t @{}$^\x1b\u202e"), max_size=60)
)
def test_any_text_stays_text(text: str) -> None:
    """A reader sees the characters of a message, controls as escapes, in the one cell that they belong in."""
    finding = Finding(Place("a.md", Region(1, 1, 1, 2)), text)
    report = replace(REPORT, projects=(replace(PROJECT, results=(result(LEFTOVER, finding),)),))
    page = _Text()
    page.feed(PARSER.render(render("markdown", report, RenderOptions(quiet=True))))
    assert page.tags <= {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert len(page.cells) == 4
    shown, wanted = (cell.replace("`", "").split() for cell in (page.cells[3], visible(text)))
    assert shown == wanted


@pytest.mark.parametrize("text", [HOSTILE_TEXT, "x" * 2000, "é" * 2000])
def test_a_page_never_exceeds_what_github_takes(text: str) -> None:
    """However much was found, the page stays below 1 MiB, says what is left out, and its tables and folds are whole."""
    results = tuple(
        result(PORT, Finding(Place(f"{number}.py", Region(number, 1, number, 2)), text, text))
        for number in range(1, 1000)
    )
    outcomes = tuple(Outcome(LEFTOVER, Status.UNDECIDED, ((text, None),)) for _ in range(1000))
    project = replace(
        PROJECT, results=results, outcomes=outcomes, suppressed=(Suppressed(NO_LICENSE, Acceptance.COMMENT),)
    )
    page = render("markdown", replace(REPORT, projects=(project,) * 3), OPTIONS)
    assert len(page.encode()) <= markdown.LIMIT < 1024 * 1024
    assert "for which there is no room" in page or "the page is full" in page
    assert page.count("<details>") == page.count("</details>")
    assert page.startswith("# c8-lint\n")


def test_findings_have_room_before_what_is_folded() -> None:
    """What passed in many connectors does not push out the findings of the last."""
    outcomes = tuple(Outcome(PORT, Status.PASSED) for _ in range(400))
    projects = tuple(replace(PROJECT, results=(), outcomes=outcomes) for _ in range(150))
    page = render("markdown", replace(REPORT, projects=(*projects, PROJECT)), RenderOptions())
    assert len(page.encode()) <= markdown.LIMIT
    assert "the page is full" in page
    assert "| error | C8702 wrong-metrics-port |" in page


@pytest.mark.parametrize(
    ("environment", "base"),
    [
        (
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_SERVER_URL": "https://github.com",
                "GITHUB_REPOSITORY": "o/r",
                "GITHUB_SHA": "abc",
            },
            "https://github.com/o/r/blob/abc/",
        ),
        (
            {"GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.com/o/r", "CI_COMMIT_SHA": "abc"},
            "https://gitlab.com/o/r/-/blob/abc/",
        ),
        ({"GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.com"}, ""),
        ({"GITLAB_CI": "true", "CI_PROJECT_URL": "javascript:alert(1)", "CI_COMMIT_SHA": "abc"}, ""),
        ({"GITLAB_CI": "true", "CI_PROJECT_URL": "https://a.b/c)|<x>", "CI_COMMIT_SHA": "abc"}, ""),
        ({}, ""),
    ],
)
def test_the_server_is_known_by_its_environment(environment: dict[str, str], base: str) -> None:
    """GitHub's and GitLab's variables give the address of a commit's files; half of them, or no address, give none."""
    assert link_base(environment) == base


def test_a_report_on_nothing() -> None:
    """Without a project there is a heading alone."""
    assert render("markdown", Report((), (), ()), RenderOptions()) == "# c8-lint\n"
