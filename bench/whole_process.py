"""How long a run takes and what memory, beside two other linters and the floor: `python -m bench.whole_process`.

The tool is built and installed as users install it, so that Python starts from compiled files. The connectors are the
smallest and the largest of the labelled ones, which `python -m tests.corpus.fetch` fetches. Every round runs every
command once, so that a slow moment of the machine hits all of them; what counts are the ratios of the medians.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".cache" / "bench"
SDISTS = ROOT / "tests" / "corpus" / "sdists"
LABELS = ROOT / "tests" / "corpus" / "labels"
PEERS = ("fixit==2.2.1", "deptry==0.25.1")
FLOOR = """
import pathlib
import click, packaging.requirements, libcst
for path in sorted(pathlib.Path(".").rglob("*.py")):
    libcst.parse_module(path.read_bytes())
"""


class Sample(NamedTuple):
    """One finished process: seconds of wall clock, and peak memory in MiB."""

    seconds: float
    memory: float


def main() -> None:
    """Install, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9, help="rounds that count, after one that does not")
    arguments = parser.parse_args()
    environment = _environment()
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores, {arguments.runs} rounds")
    for connector in _connectors():
        _measure(connector, environment, arguments.runs)


def _environment() -> Path:
    """Return the folder of commands of an environment with the tool, as a wheel, and its peers."""
    commands = HOME / ("Scripts" if os.name == "nt" else "bin")
    if not commands.is_dir():
        venv.create(HOME, with_pip=True)
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    pip = [str(commands / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PEERS], check=True, env=clean)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True, env=clean)
    subprocess.run([*pip, str(ROOT)], check=True, env=clean)
    return commands


def _connectors() -> list[Path]:
    folders = [SDISTS / label.stem for label in LABELS.glob("*.json")]
    sizes = sorted((_lines(folder), folder) for folder in folders if folder.is_dir())
    if not sizes:
        sys.exit("no labelled connector is there: run `python -m tests.corpus.fetch` first")
    return [sizes[0][1], sizes[-1][1]]


def _lines(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in folder.rglob("*.py"))


def _measure(connector: Path, environment: Path, rounds: int) -> None:
    python = str(environment / "python")
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "floor": [python, "-c", FLOOR],
        "c8-lint": [str(environment / "c8-lint"), "."],
        "fixit": [str(environment / "fixit"), "lint", "."],
        "deptry": [str(environment / "deptry"), "."],
    }
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            sample = _run(command, connector)
            if number:
                samples[name].append(sample)
    medians = {name: statistics.median(sample.seconds for sample in found) for name, found in samples.items()}
    print(f"\n{connector.name}: {_lines(connector)} lines of Python")
    print(f"{'command':<16}{'median ms':>10}{'min':>7}{'max':>7}{'MiB':>7}{'c8-lint / it':>14}")
    for name, found in samples.items():
        times = [sample.seconds * 1000 for sample in found]
        memory = max(sample.memory for sample in found)
        ratio = medians["c8-lint"] / medians[name]
        print(
            f"{name:<16}{medians[name] * 1000:>10.0f}{min(times):>7.0f}{max(times):>7.0f}{memory:>7.0f}{ratio:>14.2f}"
        )


def _run(command: list[str], folder: Path) -> Sample:
    """Run a command to its end. The memory is that of the process itself, without its children's."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = 0  # reaped above
    return Sample(seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))


if __name__ == "__main__":
    main()
