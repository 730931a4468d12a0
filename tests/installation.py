"""Virtual environments for tests that install something for real, without a download."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

ROOT = Path(__file__).resolve().parents[1]
_OWN = ("macrometa_conformance", "c8_lint", "__editable__")
_LEFT_BY_TOOLS = (".git", ".venv", ".*cache", ".hypothesis", "__pycache__", "*.egg-info", "build", "dist")


def copy_of_checkout(target: Path) -> Path:
    """Copy the files of this checkout, less what tools and tests leave behind, and return the copy's root."""
    ignored = shutil.ignore_patterns(*_LEFT_BY_TOOLS, "sdists")
    shutil.copytree(ROOT, target, ignore=ignored)
    return target


class Environment:
    """A fresh virtual environment in a folder.

    The distributions of the Python that runs the tests can be imported in it, but for this project's own.
    """

    def __init__(self, folder: Path) -> None:
        venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
        self.scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / "python"
        self.purelib = Path(self.run("-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
        lent = folder / "lent"
        lent.mkdir()
        for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
            for entry in Path(place).iterdir():
                if not entry.name.startswith(_OWN) and entry.suffix != ".pth" and not (lent / entry.name).exists():
                    (lent / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
        (self.purelib / "zz_lent.pth").write_text(f"{lent}\n")

    def run(self, *arguments: str, cwd: Optional[Path] = None) -> "subprocess.CompletedProcess[str]":
        """Run this environment's Python and return what it did."""
        return run([str(self.python), *arguments], cwd)

    def script(self, name: str, *arguments: str, cwd: Optional[Path] = None) -> "subprocess.CompletedProcess[str]":
        """Run a console script that was installed, and return what it did."""
        return run([str(self.scripts / name), *arguments], cwd)

    def install(self, *arguments: str) -> None:
        """Install with pip what is named, without what it requires; fails the test where pip fails."""
        done = self.run("-m", "pip", "install", "-q", "--no-index", "--no-deps", "--no-build-isolation", *arguments)
        assert done.returncode == 0, done.stderr


def run(command: Sequence[str], cwd: Optional[Path] = None, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command that sees none of the settings by which tests or users steer Python, and return what it did."""
    where = cwd or Path(sys.prefix)
    return subprocess.run(command, cwd=where, env=clean_environment(), capture_output=True, text=True, input=stdin)


def clean_environment() -> dict[str, str]:
    """Return the environment without the settings by which tests or users steer Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "VIRTUAL_ENV"))}
    kept["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return kept
