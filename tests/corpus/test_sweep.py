"""What becomes of a process that lints one release."""

import os
import signal
import time

from tests.corpus.judge import Judgement
from tests.corpus.matching import Reported
from tests.corpus.releases import Release
from tests.corpus.sweep import difference, sweep

FINDING = Reported("C8101", "LICENSE", None, "message")


def _lint(release: Release) -> Judgement:
    if release.name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if release.name == "hangs":
        time.sleep(60)
    if release.name == "leaves":
        os._exit(5)
    return Judgement((FINDING,), ("C8102: crash",) if release.name == "crashes" else ())


def test_each_end_is_told() -> None:
    """A process that is killed, that leaves early or that never ends is told, and the others are not touched."""
    releases = [Release(name, "1") for name in ("dies", "good", "hangs", "leaves", "crashes")]
    done = {one.release.name: one for one in sweep(releases, _lint, jobs=2, seconds=5)}
    assert done["dies"].faults == (f"killed by signal {int(signal.SIGKILL)}",)
    assert done["leaves"].faults == ("ended with exit code 5 and no findings",)
    assert "no end after" in done["hangs"].faults[0]
    assert done["crashes"].faults == ("C8102: crash",)
    assert (done["good"].faults, done["good"].lines) == ((), ("C8101 LICENSE -",))


def test_difference_counts_repeated_lines() -> None:
    """A line that stands twice before and once after went once."""
    assert list(difference(["a", "a", "b"], ["a", "c"])) == ["- a", "- b", "+ c"]
