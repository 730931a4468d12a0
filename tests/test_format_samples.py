"""The pages on formats and baselines: what they show is what the tool writes."""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from macrometa_conformance.baseline import read_baseline, rewritten
from macrometa_conformance.files import Writing
from macrometa_conformance.report import Report
from macrometa_conformance.reporters import FORMATS
from tests.installation import ROOT, run

PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"^([^\n]*)[Ff]rom `c8-lint (.*?)`:\n\n```\w+\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LISTS = {"json": lambda value: value["findings"], "sarif": lambda value: value["runs"][0]["results"]}


def test_each_format_has_its_section_and_sample() -> None:
    """The page shows all formats, in the order of the table."""
    assert tuple(re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)) == FORMATS
    assert tuple(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == FORMATS
    assert [re.findall(r"-f (\w+)", command) for _, command, _ in SAMPLES] == [[name] for name in FORMATS]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="paths lead from the root of a repository")
@pytest.mark.parametrize(("what", "command", "shown"), SAMPLES)
def test_samples_are_real(what: str, command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sample is what its command prints, or the one element of the list that the page names."""
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):  # Markdown has links there
        monkeypatch.delenv(name, raising=False)
    done = run([sys.executable, "-m", "macrometa_conformance", *shlex.split(command)], ROOT)
    if not what:
        assert done.stdout == shown
    else:
        (element,) = LISTS[command.split()[3]](json.loads(done.stdout))
        assert element == json.loads(shown)


def test_the_sample_baseline_is_one(tmp_path: Path) -> None:
    """The file that the page on baselines shows is read, and written again it is the same."""
    (sample,) = re.findall(
        r"^```json\n(.*?)^```", (ROOT / "docs" / "baseline.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    file = tmp_path / "b.json"
    file.write_text(sample, encoding="utf-8")
    with Writing() as files:
        rewritten(read_baseline(str(file)), Report((), (), ()), files, extend=False)
        files.finish()
    assert file.read_text(encoding="utf-8") == sample
