"""Lint every connector that was fetched: `python -m tests.corpus.sweep [-j N] [--write FILE] [--compare FILE]`.

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
from pathlib import Path
from typing import Callable, Optional

from tests.corpus.judge import Judgement, judge, judging_rules
from tests.corpus.matching import Reported
from tests.corpus.releases import Release, fetched, parse

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
        """Return one line a finding: release, code, path, and line or `-`."""
        return tuple(f"{self.release} {f.code} {f.path} {f.line or '-'}" for f in self.findings)


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
    """Print what became of each release; return 0 when nothing crashed and nothing differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.sweep")
    parser.add_argument("releases", nargs="*", type=parse, metavar="NAME==VERSION", help="default: all that lie there")
    parser.add_argument("-j", type=int, default=1, dest="jobs", metavar="N", help="processes at a time")
    parser.add_argument("--codes", default="", metavar="CODES", help="codes or their beginnings, with commas between")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the findings, one a line")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="show what came and went since FILE was written")
    parser.add_argument("--messages", action="store_true", help="print each finding with its message")
    asked = parser.parse_args(arguments)
    codes = tuple(code for code in asked.codes.split(",") if code) or ("",)
    releases = asked.releases or fetched()
    absent = [str(release) for release in releases if not release.folder.is_dir()]
    if absent or not releases:
        print(
            "not there:", ", ".join(absent) or "any release", "(`python -m tests.corpus.fetch --all`)", file=sys.stderr
        )
        return 2
    judging_rules()  # imported once, before the processes fork
    done = []
    for one in sweep(releases, partial(lint, codes=codes), asked.jobs):
        done.append(one)
        print(_summary(one))
        for finding in one.findings if asked.messages else ():
            print(f"    {finding.code} {finding.where}: {finding.message}")
    lines = sorted(line for one in done for line in one.lines)
    faults = [f"{one.release}: {fault}" for one in done for fault in one.faults]
    print(
        f"{len(done)} releases, {len(lines)} findings, {sum(one.seconds for one in done):.1f} s, {len(faults)} faults"
    )
    for fault in faults:
        print(fault)
    if asked.write:
        asked.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
    changes: list[str] = []
    if asked.compare:
        swept = {str(release) for release in releases}
        expected = [
            line for line in _read(asked.compare) if line.split()[0] in swept and line.split()[1].startswith(codes)
        ]
        changes = list(difference(expected, lines))
        print(*changes, sep="\n")
    return 1 if faults or changes else 0


def _read(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def _summary(one: Swept) -> str:
    counts = Counter(finding.code for finding in one.findings)
    listed = " ".join(code if count == 1 else f"{code}x{count}" for code, count in sorted(counts.items()))
    return f"{one.release} {one.seconds:.2f}s {listed}"


if __name__ == "__main__":
    sys.exit(main())
