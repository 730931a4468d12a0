"""Lint the published connectors, and show what is found otherwise than expected: `python -m tests.corpus.sweep`.

Each release is linted in a process of its own: one that dies, hangs or raises is told, and the others go on.
"""

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Callable, Optional

from tests.corpus.expected import line_of, read_expected, with_codes, write_expected, write_figures
from tests.corpus.judge import Judgement, judge, judging_rules
from tests.corpus.matching import Reported
from tests.corpus.releases import Release, fixed, parse, read_pins

SECONDS = 120.0


@dataclass(frozen=True)
class Swept:
    """What became of one release: its findings, the seconds it took, and what went wrong."""

    release: Release
    findings: tuple[Reported, ...]
    seconds: float
    faults: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Return one line a finding: code, path, and line or `-`."""
        return tuple(line_of(finding) for finding in self.findings)


@dataclass(frozen=True)
class _Running:
    release: Release
    process: BaseProcess
    pipe: Connection
    since: float


def lint(release: Release, codes: tuple[str, ...]) -> Judgement:
    """Return what the rules with such codes say about a release."""
    return judge(release.folder, [rule for rule in judging_rules() if rule.code.startswith(codes)])


def sweep(
    releases: Sequence[Release], lint: Callable[[Release], Judgement], jobs: int = 1, seconds: float = SECONDS
) -> Iterator[Swept]:
    """Lint the releases, `jobs` at a time, and yield what became of each as it ends, or after so many seconds."""
    waiting, running = list(reversed(releases)), list[_Running]()
    while waiting or running:
        while waiting and len(running) < jobs:
            running.append(_start(waiting.pop(), lint))
        ready = wait([one.pipe for one in running], timeout=0.2)
        for one in list(running):
            if one.pipe in ready or time.monotonic() - one.since > seconds:
                running.remove(one)
                yield _end(one)


def _start(release: Release, lint: Callable[[Release], Judgement]) -> _Running:
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_run, args=(release, lint, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Running(release, process, ours, time.monotonic())


def _run(release: Release, lint: Callable[[Release], Judgement], pipe: Connection) -> None:
    begun = time.monotonic()
    judgement = lint(release)
    pipe.send(Swept(release, judgement.findings, time.monotonic() - begun, judgement.crashes))


def _end(one: _Running) -> Swept:
    """Return what the process sent; where it sent nothing, how it ended."""
    seconds = time.monotonic() - one.since
    try:
        sent = one.pipe.recv() if one.pipe.poll() else None
    except EOFError:
        sent = None
        one.process.join()
    fault = f"no end after {seconds:.0f} seconds"
    if sent is None and one.process.exitcode is not None:
        code = one.process.exitcode
        fault = f"killed by signal {-code}" if code < 0 else f"ended with exit code {code} and no findings"
    one.process.kill()
    one.process.join()
    one.pipe.close()
    return sent if isinstance(sent, Swept) else Swept(one.release, (), seconds, (fault,))


def difference(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield the lines that went (`-`) and came (`+`), sorted, each as often as it did."""
    went, came = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for mark, line in sorted(
        [*(("-", line) for line in went.elements()), *(("+", line) for line in came.elements())],
        key=lambda entry: (entry[1], entry[0]),
    ):
        yield f"{mark} {line}"


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print what is found otherwise than expected; return 0 when nothing is (or it is kept), and nothing failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.sweep")
    parser.add_argument("releases", nargs="*", type=parse, metavar="NAME==VERSION", help="default: all that have pins")
    parser.add_argument("--fixed", action="store_true", help="those that every change is held against")
    parser.add_argument("-j", type=int, default=1, dest="jobs", metavar="N", help="processes at a time")
    parser.add_argument("--codes", default="", metavar="CODES", help="codes or their beginnings, with commas between")
    parser.add_argument("--update", action="store_true", help="expect from now on what is found")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell what became of each release")
    asked = parser.parse_args(arguments)
    codes = tuple(code for code in asked.codes.split(",") if code) or ("",)
    releases = asked.releases or (fixed() if asked.fixed else tuple(read_pins()))
    absent = [str(release) for release in releases if not release.folder.is_dir()]
    if absent:
        print("not there:", ", ".join(absent), "(`python -m tests.corpus.fetch --all`)", file=sys.stderr)
        return 2
    judging_rules()  # imported once, before the processes fork
    expected, came, went, faults, findings = read_expected(), 0, 0, 0, 0
    for one in sweep(releases, partial(lint, codes=codes), asked.jobs):
        if asked.verbose:
            print(_summary(one))
        for fault in one.faults:
            print(f"{one.release}: {fault}", flush=True)
        faults += len(one.faults)
        findings += len(one.findings)
        known = expected.get(one.release, ())
        for change in difference(tuple(with_codes(known, codes)), one.lines):
            print(_told(one, change), flush=True)
            came, went = came + change.startswith("+"), went + change.startswith("-")
        expected[one.release] = (*(line for line in known if not line.startswith(codes)), *one.lines)
    if asked.update and not faults:
        pinned = read_pins()
        kept = {release: lines for release, lines in expected.items() if release in pinned}
        write_expected(kept)
        write_figures(kept)
    print(f"{len(releases)} releases, {findings} findings, {came} more and {went} fewer than expected, {faults} faults")
    return 1 if faults or ((came or went) and not asked.update) else 0


def _told(one: Swept, change: str) -> str:
    """Return a line that came or went, with the release, and the message where there is one."""
    mark, _, line = change.partition(" ")
    messages = {line_of(finding): finding.message for finding in one.findings} if mark == "+" else {}
    return f"{mark} {one.release} {line}{': ' if line in messages else ''}{messages.get(line, '')}"


def _summary(one: Swept) -> str:
    counts = Counter(finding.code for finding in one.findings)
    listed = " ".join(code if count == 1 else f"{code}x{count}" for code, count in sorted(counts.items()))
    return f"{one.release} {one.seconds:.2f}s {listed}"


if __name__ == "__main__":
    sys.exit(main())
