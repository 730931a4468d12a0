"""Work that is spread over processes: the same results, in order, and errors that are told."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from macrometa_conformance import workers
from macrometa_conformance.cli import main
from macrometa_conformance.errors import ToolError, UsageError
from macrometa_conformance.reporters import FORMATS
from macrometa_conformance.testing import PROJECTS
from macrometa_conformance.workers import in_order, processes_for

forking = pytest.mark.skipif(processes_for(100, 2) == 1, reason="this system does not copy processes")
TIME = re.compile(r" in \d+\.\d\d s$", re.MULTILINE)


class Shared:
    """Something that is not copied."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("it cannot be copied")


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=forking), pytest.param(7, marks=forking)])
def test_results_come_in_order(processes: int) -> None:
    """One process or many, large results or none: the order is that of the pieces, and each is told once."""
    told: list[int] = []
    found = list(in_order(lambda number: (number, "x" * (number * 10_000)), 30, processes, told=told.append))
    assert found == [(number, "x" * (number * 10_000)) for number in range(30)]
    assert sum(told) == 30


@forking
def test_the_work_is_done_elsewhere() -> None:
    """More than one process has a part in it, none of them this one, and no more than were wanted."""
    found = set(in_order(lambda number: os.getpid(), 10, 3))
    assert len(found) == 3
    assert os.getpid() not in found


@pytest.mark.parametrize("processes", [1, pytest.param(2, marks=forking)])
def test_what_is_shared_is_the_same_object(processes: int) -> None:
    """Results hold the very objects that they held when they were made, as deep as they stand."""
    shared = [Shared(), Shared()]
    found = list(in_order(lambda number: {"deep": [shared[number % 2]]}, 5, processes, shared))
    assert all(one["deep"][0] is shared[number % 2] for number, one in enumerate(found))


@pytest.mark.parametrize("processes", [1, pytest.param(3, marks=forking)])
def test_the_first_error_is_raised(processes: int) -> None:
    """An exception of a piece ends the work as it does in one process, with its message, hint and kind."""

    def work(number: int) -> int:
        if number >= 4:
            raise UsageError(f"piece {number}", "a hint")
        return number

    with pytest.raises(UsageError) as caught:
        list(in_order(work, 9, processes))
    assert (caught.value.message, caught.value.hint) == ("piece 4", "a hint")


@forking
@pytest.mark.parametrize("end", [lambda: os._exit(3), lambda: os.kill(os.getpid(), 9)])
def test_a_process_that_dies_is_told(end: "object") -> None:
    """A parser that ends the process does not leave the others waiting."""
    with pytest.raises(ToolError, match="ended by itself"):
        list(in_order(lambda number: end() if number == 3 else number, 8, 2))  # type: ignore[operator]


@forking
def test_what_cannot_be_copied_is_an_error() -> None:
    """A result that cannot be sent is told, not lost."""
    with pytest.raises(ToolError, match="cannot be copied"):
        list(in_order(lambda number: Shared(), 2, 2))


@forking
def test_no_process_is_left() -> None:
    """Those who ask for a part of the results end the processes when they go."""
    results = in_order(lambda number: os.getpid(), 100, 2)
    child = next(results)
    results.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


@pytest.mark.parametrize(
    ("count", "wanted", "cores", "expected"),
    [
        (1, 0, 8, 1),
        (2, 0, 8, 2),
        (6, 0, 8, 6),
        (200, 0, 8, 8),
        (2, 8, 8, 2),
        (200, 3, 8, 3),
        (200, 0, 1, 1),
        (0, 0, 8, 1),
    ],
)  # fmt: skip
@forking
def test_as_many_processes_as_are_worth_it(
    count: int, wanted: int, cores: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One connector takes one process, more take as many as there are cores; never more than connectors."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(cores), raising=False)
    assert processes_for(count, wanted) == expected


@pytest.mark.parametrize(("name", "value"), [("fork", None), ("platform", "darwin")])
def test_one_process_where_it_cannot_be_copied(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no fork, or none that is safe, the work is done here."""
    if name == "fork":
        monkeypatch.delattr(workers.os, "fork", raising=False)  # type: ignore[attr-defined]
    else:
        monkeypatch.setattr(sys, "platform", value)
    assert processes_for(100, 4) == 1


@forking
@pytest.mark.parametrize("form", FORMATS)
def test_connectors_are_reported_as_one_by_one(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sequential and parallel runs print the same bytes, with a cache and without, and their exit code is the same."""
    folders = []
    for number, (kind, files) in enumerate(sorted(PROJECTS.items()) * 2):
        folder = tmp_path / f"{kind}{number}"
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        (folder / "GETTING_STARTED.md").write_text(f"TODO {number}\n" * number)
        if number % 2:
            (folder / "LICENSE").unlink()
        folders.append(str(folder))
    outputs = []
    for jobs, name in (("1", None), ("2", None), ("3", ""), ("1", ""), ("2", "")):
        code = main(["-f", form, "--report", "--statistics", "-j", jobs, *folders], name=name)
        out, err = capsys.readouterr()
        outputs.append((code, TIME.sub("", out), err))
    assert len(set(outputs)) == 1
    assert outputs[0][0] == 1
    assert outputs[0][2] == ""


@forking
@pytest.mark.parametrize("options", [[], ["-j", "2"], ["-q"]])
def test_a_bar_is_shown_on_a_terminal_alone(options: list[str], tmp_path: Path) -> None:
    """It goes to standard error, tells how many connectors are done, and is wiped out; `-q` leaves it out."""
    import pty

    for number in range(6):
        (tmp_path / f"c{number}").mkdir()
        (tmp_path / f"c{number}" / "pyproject.toml").write_text("")
    folders = [f"c{number}" for number in range(6)]
    command = [sys.executable, "-m", "macrometa_conformance", "--no-cache", "-f", "json", *options, *folders]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "TERM": "xterm"}
    plain = subprocess.run(command, capture_output=True, cwd=tmp_path, env=env)
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, cwd=tmp_path, env=env) as process:
        os.close(theirs)
        out = process.stdout.read() if process.stdout else b""
    shown = b""
    try:
        while data := os.read(ours, 1 << 16):
            shown += data
    except OSError:  # the other end is closed
        os.close(ours)
    assert (out, plain.stderr) == (plain.stdout, b"")
    assert (b"connectors" in shown and b"6/6" in shown) == ("-q" not in options)
    assert shown.endswith(b"\x1b[1A\x1b[2K") == ("-q" not in options)
