"""How the examples in a rule's documentation are read, laid over a connector, and run."""

import textwrap
from collections.abc import Iterator

import pytest

from macrometa_conformance.finding import Finding, Place, Region, Undecided, Verdict
from macrometa_conformance.project.project import Project
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.rule import ALL, ERROR, INTEGRATION, TARGET, Rule, Types
from macrometa_conformance.testing import PROJECTS, assert_examples, examples_of, lay

NEIGHBOURS = tuple(rule for rule in built_in_rules() if rule.code == "C8101")
MAIN = "macrometa_source_demo/main.py"


def eval_is_called(project: Project) -> Iterator[Verdict]:
    """Find each line that calls `eval`, and a file that is named for it; be undecided on `exec`."""
    for path in (MAIN, "macrometa_source_demo/new.py"):
        for number, line in enumerate((project.text(path) or "").splitlines(), start=1):
            if "eval(" in line:
                yield Finding(Place(path, Region(number, 1, number, 2)), "`eval` is called")
            if "exec(" in line:
                yield Undecided("`exec` may do anything")
    if not project.has_file("LICENSE"):
        yield Finding(Place("LICENSE"), "absent", absent=True)


def rule_with(doc: str, types: Types = ALL) -> Rule:
    """Return the rule with this documentation."""
    return Rule("ACME001", "eval", ERROR, eval_is_called, types, "hygiene", False, (), textwrap.dedent(doc).strip())


def block(heading: str, info: str, *lines: str) -> str:
    """Return one example."""
    return "\n".join([heading, "", f"```{info}", *lines, "```", "", ""])


BAD = block("Bad:", f"diff {MAIN}", "-METRICS_PORT = 8000", "+METRICS_PORT = eval('8000')  # <<<")
GOOD = block("Good:", f"diff {MAIN}", "-METRICS_PORT = 8000", "+METRICS_PORT = int('8000')")


def laid(text: str, types: Types = ALL) -> dict[str, str]:
    """Return the files that the only example makes of the connector."""
    rule = rule_with(text, types)
    (example,) = examples_of(rule)
    return dict(lay(example, rule).files)


@pytest.mark.parametrize(
    "doc",
    [
        BAD + GOOD,
        "A rule.\n\n" + BAD + "Some words between.\n\n" + GOOD,
        block("Bad:", "python macrometa_source_demo/new.py", "x = 1", "eval(x)  <<<", "", "eval('')  # <<<") + GOOD,
        block("Bad:", "absent LICENSE") + block("Good:", "text LICENSE", "text"),
        block("Bad:", "rename LICENSE -> COPYING") + GOOD,
        BAD.replace("Bad:\n\n", "Bad:  ") + GOOD,
        BAD.replace("```", "~~~~") + GOOD,
        block("Bad:", f"diff {MAIN}", "+eval('')  # <<<") + GOOD,
        block("Bad: also C8101", "absent LICENSE") + GOOD,
    ],
)
def test_examples_that_hold_pass(doc: str) -> None:
    """A bad example hits exactly its marks, a good one nothing, in every notation."""
    assert_examples(rule_with(doc), NEIGHBOURS if "also" in doc else ())


@pytest.mark.parametrize(
    ("doc", "message"),
    [
        (GOOD, "has no `Bad:` example"),
        (BAD, "has no `Good:` example"),
        ("Bad:\n\n" + GOOD, r"example 1 \(Bad\): there is no fenced block"),
        (BAD.replace("eval", "int") + GOOD, r"example 1 \(Bad\): ACME001 finds nothing"),
        (BAD + GOOD.replace("int", "eval"), r"example 2 \(Good\): ACME001 finds something"),
        (BAD + GOOD.replace("int", "exec"), r"example 2 \(Good\): ACME001 could not decide: `exec` may do anything"),
        (BAD.replace(" # <<<", "\n+x = 1  # <<<") + GOOD, "ACME001 does not hit the marked lines: " + MAIN),
        (BAD.replace(" # <<<", "# <<<\n+eval('')") + GOOD, "does not hit"),
        (block("Bad:", "absent LICENSE") + GOOD, r"C8101 finds something"),
        (BAD.replace("Bad:", "Bad: also C8101") + GOOD, r"C8101 finds nothing, and the example names it"),
        (BAD.replace("8000'", "8001'").replace("= 8000", "= 9000") + GOOD, "begins no lines of the file, not one"),
        (BAD.replace("-METRICS_PORT = 8000", "-    ") + GOOD, r"begins \d+ lines of the file, not one"),
        (BAD.replace("-METRICS", "*METRICS") + GOOD, "begins with `-`, `[+]` or a blank, not '[*]METRICS_PORT = 8000'"),
        (block("Bad:", "diff absent.py", "+x") + GOOD, "`diff absent.py`: the conforming connector has no such file"),
        (block("Bad:", "absent absent.py") + GOOD, "the conforming connector has no such file"),
        (block("Bad:", "rename absent -> x") + GOOD, "there is no file or folder `absent`"),
        (block("Bad:", "rename LICENSE") + GOOD, "write `rename old -> new`"),
        (block("Bad:", "python", "x = 1") + GOOD, "the block names no path"),
        ("Bad:\n\n```python a.py\nx = 1\n", "a fenced block is not closed"),
    ],
)
def test_examples_that_do_not_hold_are_told(doc: str, message: str) -> None:
    """An example that is wrong, or that is not read as it was meant, fails with what is wrong."""
    with pytest.raises(AssertionError, match=message):
        assert_examples(rule_with(doc), NEIGHBOURS)


def test_a_failure_shows_what_was_found() -> None:
    """The message lists every finding with its place."""
    with pytest.raises(AssertionError, match=rf"found:\n  {MAIN}:11: ACME001 `eval` is called$"):
        assert_examples(rule_with(BAD.replace(" # <<<", "\n+x = 1  # <<<") + GOOD), NEIGHBOURS)


def test_marks_are_taken_out() -> None:
    """The connector that is linted has no trace of the marks, in any notation of comments."""
    for mark in ("<<<", "# <<<", "<!-- <<< -->", "// <<<"):
        assert laid(block("Bad:", "text a", f"one  {mark}", "two"))["a"] == "one\ntwo\n"


@pytest.mark.parametrize(
    ("info", "types", "kind"),
    [
        ("python macrometa_target_demo/a.py", ALL, "target"),
        ("rename macrometa_integration_demo -> demo", ALL, "integration"),
        ("text a", ALL, "source"),
        ("text a", TARGET | INTEGRATION, "target"),
        ("text a", INTEGRATION, "integration"),
        ("python macrometa_source_demo/a.py", TARGET, "source"),
    ],
)
def test_the_connector_is_of_the_type_that_the_paths_name(info: str, types: Types, kind: str) -> None:
    """A path that names a demo connector settles the type, else the first type that the rule applies to."""
    assert laid(block("Bad:", info), types)["pyproject.toml"] == PROJECTS[kind]["pyproject.toml"].replace(
        *("macrometa_integration_demo", "demo") if "rename" in info else ("", "")
    )


def test_a_folder_is_renamed_wherever_its_name_stands() -> None:
    """A renamed package is imported by its new name, and the distribution keeps its own."""
    files = laid(block("Bad:", "rename macrometa_source_demo -> demo"))
    assert "demo/main.py" in files
    assert not [path for path in files if path.startswith("macrometa_source_demo")]
    assert "from demo.keys import" in files["demo/__init__.py"]
    assert 'name = "macrometa-source-demo"' in files["pyproject.toml"]


def test_a_diff_replaces_lines_and_parts_of_lines() -> None:
    """Whole lines go before beginnings of lines; several changes in one block are made in turn."""
    changes = ("-def main(", "+def start(", "-    main()", "+    start()")
    files = laid(block("Bad:", f"diff {MAIN}", *changes))
    assert "def start() -> None:" in files[MAIN]
    assert files[MAIN].endswith('if __name__ == "__main__":\n    start()\n')


def test_a_line_that_stays_marks_a_place() -> None:
    """A line with a blank before it must be there and stays; what is added below it stands below it in the file."""
    changes = (" METRICS_PORT = 8000  # <<<", "+OTHER_PORT = 8001", " def main(", "-    main()", "+    start()")
    files = laid(block("Bad:", f"diff {MAIN}", *changes))
    assert "METRICS_PORT = 8000\nOTHER_PORT = 8001\n" in files[MAIN]
    assert "def main() -> None:" in files[MAIN]
    assert files[MAIN].endswith("    start()\n")


def test_all_usual_rules_run_where_none_are_given() -> None:
    """Without rules to run beside it, an example is held against the built-in ones."""
    doc = block("Bad:", "absent LICENSE") + GOOD.replace("int('8000')", "7000 + 1000")
    with pytest.raises(AssertionError, match="C8101 finds something"):
        assert_examples(rule_with(doc))
