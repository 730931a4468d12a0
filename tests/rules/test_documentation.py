"""C84: the rules about prose and headings."""

import pytest

from tests.rules.projects import GUIDE, Content, verdicts


def guide(text: str) -> dict[str, Content]:
    """Return the project with more text in its GETTING_STARTED.md, from line 11 on."""
    return {"GETTING_STARTED.md": GUIDE + "\n" + text + "\n"}


@pytest.mark.parametrize(
    ("text", "column", "placeholder"),
    [
        ("Install {connector} now.", 9, "{connector}"),
        ("# {Connector Name}", 3, "{Connector Name}"),
        ("Set {{connector}}.", 6, "{connector}"),
        ("Log in at <your_host>.", 11, "<your_host>"),
        ("Log in at <your-host>.", 11, "<your-host>"),
        ("Log in at <your host>.", 11, "<your host>"),
        ("<host-name>", 1, "<host-name>"),
        ("Enter <...> here", 7, "<...>"),
        ("Enter <table name> here", 7, "<table name>"),
        ("| A | **<user_name>** |\n|---|---|", 9, "<user_name>"),
        ("- one\n- TODO: two", 3, "TODO"),
        ("> quoted TBD", 10, "TBD"),
        ("Lorem ipsum dolor", 1, "Lorem ipsum"),
        ("`code` and TODO", 12, "TODO"),
        ("<b>TODO</b>", 4, "TODO"),
        ("[TODO](https://example.com)", 2, "TODO"),
        ("Prose with é and {connector}", 18, "{connector}"),
        ("1. one\n\n   more\n   of <it_>", 7, "<it_>"),
    ],
)
def test_a_placeholder_in_prose_is_found_where_it_stands(text: str, column: int, placeholder: str) -> None:
    """Each form is found, in all blocks and around markup, with its column."""
    found = verdicts("C8402", guide(text)).only
    line = next(11 + index for index, part in enumerate(text.split("\n")) if placeholder in part)
    assert found.place.region is not None
    assert (found.place.line, found.place.region.column, found.subject) == (line, column, placeholder)
    assert found.place.region.end_column == column + len(placeholder)


@pytest.mark.parametrize(
    "text",
    [
        "`{connector}` and ``<your-token>``",
        "```\n{connector} TODO <x_y>\n```",
        "~~~text\nTODO\n~~~",
        "    TODO indented <x_y>",
        "- item\n\n  ```sh\n  run <config_file>\n  ```",
        "See <https://example.com/{connector}> and <someone@example.com>",
        "See <www.example.com> or <example.com/path>",
        "<!-- TODO {connector} -->",
        "Text <!-- TODO --> more",
        "<details open>\n<summary>TODO</summary>\n</details>",
        "A<br>b<br/>c <img src='x.png' alt=TODO> <kbd>TODO</kbd> <a name='x'></a>",
        "todo, Todo, TODOs, TODO_LIST, MASTODON",
        "The {database} and {type} are yours",
        "a < b and c > d, x<y, List<String>, a -> b, <- c ->, <= >=, <3",
        "if x<y and y>z",
        "[link](https://example.com/{connector})",
        "![shot](TODO.png)",
        r"\<escaped\> and &lt;entity&gt;",
        "the connector",
    ],
)
def test_what_is_no_prose_or_no_placeholder_is_fine(text: str) -> None:
    """Code, addresses, HTML, comments, comparisons and ordinary words are no leftovers."""
    assert not verdicts("C8402", guide(text)).findings


def test_each_leftover_is_a_finding_in_the_order_of_the_text() -> None:
    """Two placeholders on two lines are two findings."""
    found = verdicts("C8402", guide("TODO and <a_b>\n\nthen TODO"))
    assert [(finding.place.line, finding.subject) for finding in found.findings] == [
        (11, "TODO"),
        (11, "<a_b>"),
        (13, "TODO"),
    ]


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("# Demo\n", "prerequisites, configuration"),
        ("# Requirements\n", "configuration"),
        ("Setup\n=====\n", "prerequisites"),
        ("**Configuration**\n\n`# Prerequisites`\n", "prerequisites, configuration"),
        ("```\n# Configuration\n# Prerequisites\n```\n", "prerequisites, configuration"),
        ("## Reconfiguration\n## Required things\n", "prerequisites, configuration"),
        ("#Configuration\n## Prerequisite\n", "configuration"),
    ],
)
def test_a_missing_section_is_one_finding_that_names_what_lacks(text: str, lacking: str) -> None:
    """Only headings count, and whole words of them."""
    found = verdicts("C8403", {"GETTING_STARTED.md": text}).only
    assert (found.place.path, found.place.line, found.subject) == ("GETTING_STARTED.md", None, lacking)


@pytest.mark.parametrize(
    "text",
    [
        GUIDE,
        "## 1. Before you begin\n### How to set up **the** connector\n",
        "Pre-requisites\n---\n\nConfiguring `demo`\n---\n",
        "# Setup requirements\n",
        "> ## BEFORE YOU START\n\n- # Connector settings\n",
        "<h2 align='center'>Prerequisites</h2>\n\n<h2>Set-up</h2>\n",
    ],
)
def test_sections_under_many_titles_are_found(text: str) -> None:
    """Any level, case, markup and position in the title will do."""
    assert not verdicts("C8403", {"GETTING_STARTED.md": text}).findings


@pytest.mark.parametrize("code", ["C8402", "C8403"])
def test_without_a_guide_or_a_package_nothing_is_judged(code: str) -> None:
    """An absent or empty guide is another rule's; so is an absent package; an undecodable one is undecided."""
    assert verdicts(code, {"GETTING_STARTED.md": None}).not_applicable
    assert verdicts(code, {"GETTING_STARTED.md": " \n"}).not_applicable
    assert verdicts(
        code, {"macrometa_source_demo/__init__.py": None, "macrometa_source_demo/main.py": None}
    ).not_applicable
    assert verdicts(code, {"GETTING_STARTED.md": b"\xff TODO"}).undecided
