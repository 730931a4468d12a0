"""The script that runs the official SARIF validator."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macrometa_conformance.reporters import RenderOptions, render
from tests.reporters.samples import SAMPLES

SCRIPT = Path(__file__).with_name("validate_sarif.py")
INSTALLED = (Path(__file__).parents[2] / ".cache" / "sarif-multitool").is_dir() and shutil.which("npm")


def run(*files: Path) -> "subprocess.CompletedProcess[str]":
    """Return the finished script on the files."""
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, files)], capture_output=True, text=True)


def test_nothing_validated_is_a_failure(tmp_path: Path) -> None:
    """No file, or a file that is not there, fails with a message instead of passing."""
    for done in (run(), run(tmp_path / "absent.sarif")):
        assert done.returncode == 1
        assert done.stdout.startswith("nothing was validated")


@pytest.mark.skipif(not INSTALLED, reason="the validator is not installed")
def test_samples_are_valid(tmp_path: Path) -> None:
    """Every kind of result passes the official validator without an error or a warning."""
    files = []
    for name, report in SAMPLES.items():
        files.append(tmp_path / f"{name}.sarif")
        files[-1].write_text(render("sarif", report, RenderOptions(version="1.2.3")), encoding="utf-8")
    done = run(*files)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith(f"{len(files)} SARIF file(s) validated, 0 ")


@pytest.mark.skipif(not INSTALLED, reason="the validator is not installed")
def test_what_code_scanning_refuses_is_a_failure(tmp_path: Path) -> None:
    """Broken JSON, a result without a location and a file that it cannot load fail, though the validator exits 0."""
    broken, placeless, unloadable = (tmp_path / f"{name}.sarif" for name in ("broken", "placeless", "unloadable"))
    broken.write_text("{")
    log = json.loads(render("sarif", SAMPLES["report"], RenderOptions(version="1.2.3")))
    log["runs"][0]["results"][0]["locations"] = []
    placeless.write_text(json.dumps(log))
    text = render("sarif", SAMPLES["report"], RenderOptions(version="1.2.3"))
    unloadable.write_text(text.replace('"locations"', '"properties"', 1))  # a key that is there twice
    for file, problem in ((broken, "JSON0001"), (placeless, "GH1017"), (unloadable, "nothing was validated")):
        done = run(file)
        assert done.returncode == 1, done.stdout
        assert problem in done.stdout
