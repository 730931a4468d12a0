"""What is measured on: an environment with the tool and its peers, and connectors, small, large and many."""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".cache" / "bench"
WORK = Path(tempfile.gettempdir()) / "c8-lint-bench"  # outside of the checkout, whose settings others would take
SDISTS = ROOT / "tests" / "corpus" / "sdists"
LABELS = ROOT / "tests" / "corpus" / "labels"
PEERS = (
    "fixit==2.2.1", "deptry==0.25.1", "ruff==0.17.6", "repo-review[cli]==1.3.0", "sp-repo-review==2026.8.14",
)  # fmt: skip
FLEET = 200  # connectors
HUGE = 2_000  # modules of one package


def environment() -> Path:
    """Return the folder of commands of an environment with the tool, as a wheel, and its peers.

    The tool is installed as users install it, so that Python starts from compiled files.
    """
    commands = HOME / ("Scripts" if os.name == "nt" else "bin")
    if not commands.is_dir():
        venv.create(HOME, with_pip=True)
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    pip = [str(commands / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PEERS], check=True, env=clean)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True, env=clean)
    subprocess.run([*pip, str(ROOT)], check=True, env=clean)
    return commands


def connectors() -> list[Path]:
    """Return copies of the labelled connectors, which `python -m tests.corpus.fetch` fetches, by their size."""
    folders = [SDISTS / label.stem for label in LABELS.glob("*.json")]
    found = sorted(copied(folder, WORK / folder.name) for folder in folders if folder.is_dir())
    if not found:
        sys.exit("no labelled connector is there: run `python -m tests.corpus.fetch` first")
    return sorted(found, key=lines_of)


def fleet(originals: list[Path]) -> list[Path]:
    """Return copies of the connectors, no two of which share a Python file."""
    copies = []
    for number in range(FLEET):
        copy = copied(originals[number % len(originals)], WORK / "fleet" / f"connector{number:03}")
        for module in sorted(copy.rglob("*.py")):
            perturb(module, f"copy {number}")
        copies.append(copy)
    return copies


def huge(originals: list[Path]) -> Path:
    """Return a connector whose package has as many modules as `HUGE` says: those of all connectors, over and over."""
    root = copied(originals[-1], WORK / "huge")
    package = max(root.iterdir(), key=lambda folder: len(list(folder.rglob("*.py"))) if folder.is_dir() else 0)
    found = (module for original in originals for module in sorted(original.rglob("*.py")))
    modules = [module for module in found if module.name != "setup.py"]
    for number in range(HUGE - len(list(package.rglob("*.py")))):
        copy = package / f"part{number // 100:02}" / f"module{number:04}.py"
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(modules[number % len(modules)], copy)
        perturb(copy, f"copy {number}")
    return root


def perturb(module: Path, word: str) -> None:
    """Change a module without changing what it does."""
    with module.open("a", encoding="utf-8") as file:
        file.write(f"\n# {word}\n")


def lines_of(folder: Path) -> int:
    """Return how many lines of Python a folder holds."""
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))


def copied(original: Path, copy: Path) -> Path:
    """Copy a folder, in place of what was there, and return the copy."""
    shutil.rmtree(copy, ignore_errors=True)
    return Path(shutil.copytree(original, copy))
