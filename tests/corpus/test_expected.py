"""The findings that are expected on published connectors."""

from pathlib import Path

from tests.corpus.expected import FIGURES, code_of, figures, read_expected, with_codes, write_expected
from tests.corpus.releases import Release, read_pins
from tests.tools.figures import MEASURED, kept


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Findings survive the files, sorted; a release without any is there, and one that is gone leaves no file."""
    one, two, other = Release("demo", "0.0.9"), Release("demo", "0.0.10"), Release("other", "1.0")
    write_expected({other: ("C8101 LICENSE -",)}, tmp_path)
    write_expected({two: ("C8606 p/a b.py 10", "C8606 p/a b.py 9", "C8101 LICENSE -"), one: ()}, tmp_path)
    assert (tmp_path / "demo.txt").read_text() == (
        "0.0.9 -\n0.0.10 C8101 LICENSE -\n0.0.10 C8606 p/a b.py 9\n0.0.10 C8606 p/a b.py 10\n"
    )
    found = {one: (), two: ("C8101 LICENSE -", "C8606 p/a b.py 9", "C8606 p/a b.py 10")}
    assert read_expected(tmp_path) == found
    assert figures(found) == {
        "releases": 2,
        "distributions": 1,
        "findings": 3,
        "releases_without_findings": 1,
        "rules": {"C8101": {"findings": 1, "releases": 1}, "C8606": {"findings": 2, "releases": 1}},
    }


def test_lines_are_chosen_by_code() -> None:
    """A rule is named by its code or by how that begins."""
    lines = ("C8101 LICENSE -", "C8606 a.py 1")
    assert [*with_codes(lines, ("C81",))] == ["C8101 LICENSE -"]
    assert [*with_codes(lines, ("",))] == [*lines]


def test_every_pinned_release_has_its_findings() -> None:
    """What is kept is about the pinned releases and no others, each line is there once or is of one line of a file."""
    expected = read_expected()
    assert set(expected) == set(read_pins())
    assert all(code_of(line).startswith("C8") for lines in expected.values() for line in lines)


def test_the_figures_are_those_of_the_findings() -> None:
    """The sums that the documentation quotes are those of the findings that are kept."""
    found = kept(FIGURES) or {}
    assert {key: value for key, value in found.items() if key != MEASURED} == figures(read_expected())
