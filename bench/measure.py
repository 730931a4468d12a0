"""Whole processes, measured in turn: every round runs every command once, so that a slow moment hits all of them."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Callable, NamedTuple, Optional

from bench.stage import HOME

CACHE = HOME / "cache"  # of the tool that is measured


class Command(NamedTuple):
    """What is run, in which folder, and what happens before each run, which is not measured."""

    words: tuple[str, ...]
    folder: Path
    before: Optional[Callable[[], None]] = None
    codes: tuple[int, ...] = (0, 1)  # with which it ends well: there may be findings


class Sample(NamedTuple):
    """One finished process: seconds of wall clock, and peak memory in MiB, without that of its children."""

    seconds: float
    memory: float


class Series(NamedTuple):
    """The samples of one command."""

    samples: tuple[Sample, ...]

    @property
    def seconds(self) -> float:
        """Return the median of the seconds."""
        return statistics.median(sample.seconds for sample in self.samples)

    @property
    def memory(self) -> float:
        """Return the highest peak of memory in MiB."""
        return max(sample.memory for sample in self.samples)

    @property
    def spread(self) -> tuple[float, float]:
        """Return the fewest and the most seconds."""
        times = [sample.seconds for sample in self.samples]
        return min(times), max(times)


def measured(commands: Mapping[str, Command], rounds: int) -> dict[str, Series]:
    """Return the samples of each command; a first round does not count."""
    samples: dict[str, list[Sample]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            if command.before:
                command.before()
            sample = _run(command)
            if number:
                samples[name].append(sample)
    return {name: Series(tuple(found)) for name, found in samples.items()}


def empty_cache() -> None:
    """Leave nothing of earlier runs to the next one."""
    shutil.rmtree(CACHE, ignore_errors=True)


def _run(command: Command) -> Sample:
    clean = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env = {**clean, "XDG_CACHE_HOME": str(CACHE), "LOCALAPPDATA": str(CACHE)}
    started = time.perf_counter()
    process = subprocess.Popen(
        command.words, cwd=command.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)  # reaped above
    if process.returncode not in command.codes:
        sys.exit(f"{' '.join(command.words[:4])} in {command.folder} ended with {process.returncode}")
    return Sample(seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))
