"""How long runs take and what memory, beside other linters and the floor: `python -m bench`.

It installs the tool and its peers, measures whole processes on the smallest and the largest labelled connector, on many
connectors and on one with many modules, and prints tables; what counts are the ratios. `--write` puts them into
`bench/RESULTS.md`, with a plot. Run it on a machine that does nothing else.
"""

import argparse
import datetime
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Optional

from bench.measure import Command, Series, empty_cache, measured
from bench.plot import plot
from bench.stage import FLEET, HUGE, WORK, connectors, copied, environment, fleet, huge, lines_of, perturb

HERE = Path(__file__).resolve().parent
FLOOR = """
import pathlib
import click, packaging.requirements, libcst
for path in sorted(pathlib.Path(".").rglob("*.py")):
    libcst.parse_module(path.read_bytes())
"""
COUNTS = (2, 3, 4, 6, 8, 12)  # of connectors in one run, for which two processes are set beside one
COLD, WARM, FIRST, EDITED = "c8-lint cold", "c8-lint warm", "c8-lint, first run", "c8-lint, one file edited"
FLEET_1, FLEET_2 = "c8-lint cold, one process", "c8-lint cold, two processes"
Ratio = tuple[str, float, Optional[float]]  # what, how much, and at most how much is wanted


def main() -> None:
    """Install, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--runs", type=int, default=9, help="rounds on one connector that count, after one that does not"
    )
    parser.add_argument("--few", type=int, default=3, help="the same on many connectors and on many modules")
    parser.add_argument("--write", action="store_true", help="put the tables into RESULTS.md, and plot")
    arguments = parser.parse_args()
    commands, found = environment(), connectors()
    small, large = found[0], found[-1]
    many, one_huge = fleet(found), huge(found)
    tables = [_machine(arguments.runs, arguments.few)]
    ratios: list[Ratio] = []
    for connector in (small, large):
        series = measured(_on_one(commands, connector), arguments.runs)
        tables.append(_table(f"{connector.name}: {lines_of(connector):,} lines of Python", series, COLD))
    ratios += _ratios_of_one(series)
    single = series
    series = measured(_on_many(commands, many), arguments.few)
    tables.append(_table(f"{FLEET} connectors: {sum(map(lines_of, many)):,} lines", series, FLEET_1))
    ratios += _ratios_of_many(series, single)
    tables.append(_few_table(measured(_on_few(commands, many), arguments.runs)))
    series = measured(_on_huge(commands, one_huge), arguments.few)
    tables.append(_table(f"one package of {HUGE:,} modules: {lines_of(one_huge):,} lines", series, COLD))
    text = "\n\n".join([tables[0], _ratio_table(ratios), *tables[1:]]) + "\n"
    print(text)
    if arguments.write:
        (HERE / "RESULTS.md").write_text(
            f"# Results\n\nMade by `python -m bench --write`.\n\n{text}\n![time against lines](time.svg)\n",
            encoding="utf-8",
        )
        (HERE / "time.svg").write_text(_plot(commands, found, arguments.few), encoding="utf-8")


def _c8_lint(commands: Path, *words: str) -> tuple[str, ...]:
    return (str(commands / "c8-lint"), *words)


def _on_one(commands: Path, connector: Path) -> dict[str, Command]:
    python = str(commands / "python")
    edited = WORK / "edited" / connector.name

    def edit() -> None:
        perturb(max(edited.rglob("*.py"), key=lambda path: path.stat().st_size), "more")

    copied(connector, edited)
    return {
        "python -c pass": Command((python, "-c", "pass"), connector),
        "floor": Command((python, "-c", FLOOR), connector),
        COLD: Command(_c8_lint(commands, "--no-cache", "."), connector),
        FIRST: Command(_c8_lint(commands, "."), connector, empty_cache),
        WARM: Command(_c8_lint(commands, "."), connector),
        EDITED: Command(_c8_lint(commands, "."), edited, edit),
        "fixit": Command((str(commands / "fixit"), "lint", "."), connector),
        "deptry": Command((str(commands / "deptry"), "."), connector),
        "ruff --no-cache": Command((str(commands / "ruff"), "check", "--no-cache", "."), connector),
        "repo-review": Command((str(commands / "repo-review"), "."), connector, codes=(0, 3)),
    }


def _on_many(commands: Path, folders: Sequence[Path]) -> dict[str, Command]:
    root = folders[0].parent
    names = tuple(folder.name for folder in folders)
    edited = copied(folders[0], root / "edited")
    return {
        FLEET_1: Command(_c8_lint(commands, "--no-cache", "-j1", *names), root),
        FLEET_2: Command(_c8_lint(commands, "--no-cache", "-j2", *names), root),
        WARM: Command(_c8_lint(commands, *names), root),
        EDITED: Command(
            _c8_lint(commands, *names[1:], edited.name), root, lambda: perturb(max(edited.rglob("*.py")), "more")
        ),
        "ruff --no-cache": Command((str(commands / "ruff"), "check", "--no-cache", *names), root),
    }


def _on_few(commands: Path, folders: Sequence[Path]) -> dict[str, Command]:
    """Return runs on the smallest connectors, where it shows first that processes cost something, too."""
    root = folders[0].parent
    smallest = [folder.name for folder in sorted(folders, key=lines_of)]
    edited = copied(root / smallest[0], root / "edited")

    def edit() -> None:
        perturb(max(edited.rglob("*.py")), "more")

    found: dict[str, Command] = {}
    for count in COUNTS:
        for processes in (1, 2):
            words = _c8_lint(commands, f"-j{processes}")
            found[f"{count} {processes} cold"] = Command((*words, "--no-cache", *smallest[:count]), root)
            found[f"{count} {processes} edited"] = Command((*words, *smallest[1:count], edited.name), root, edit)
    return found


def _on_huge(commands: Path, connector: Path) -> dict[str, Command]:
    return {
        COLD: Command(_c8_lint(commands, "--no-cache", "."), connector),
        WARM: Command(_c8_lint(commands, "."), connector),
        "ruff --no-cache": Command((str(commands / "ruff"), "check", "--no-cache", "."), connector),
    }


def _ratios_of_one(series: Mapping[str, Series]) -> list[Ratio]:
    def ratio(one: str, other: str, limit: Optional[float] = None) -> Ratio:
        return f"{one} / {other}", series[one].seconds / series[other].seconds, limit

    return [
        ratio(COLD, "fixit", 0.25),
        ratio(COLD, "floor", 1.6),
        ratio(COLD, "repo-review"),
        ratio(FIRST, COLD),
        ratio(EDITED, COLD),
        ratio(WARM, "deptry", 0.45),
        ratio(WARM, "python -c pass", 4.5),
        ratio(WARM, "ruff --no-cache"),
        ("peak memory: cold / fixit", series[COLD].memory / series["fixit"].memory, 0.9),
    ]


def _ratios_of_many(series: Mapping[str, Series], single: Mapping[str, Series]) -> list[Ratio]:
    ruff = series["ruff --no-cache"].seconds
    return [
        (f"{FLEET} connectors: warm / ruff --no-cache", series[WARM].seconds / ruff, 0.5),
        (f"{FLEET} connectors: one edited / ruff --no-cache", series[EDITED].seconds / ruff, None),
        (f"{FLEET} connectors: two processes / one", series[FLEET_2].seconds / series[FLEET_1].seconds, 0.65),
        (f"peak memory: {FLEET} connectors / one", series[FLEET_1].memory / single[COLD].memory, 1.5),
    ]


def _machine(runs: int, few: int) -> str:
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return (
        f"{datetime.date.today()}: {platform.platform()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}; medians of {runs} and {few} rounds{load}."
    )


def _ratio_table(ratios: Sequence[Ratio]) -> str:
    lines = ["| ratio of medians | | wanted at most |", "|---|---|---|"]
    lines += [f"| {what} | {ratio:.2f} | {'' if limit is None else limit} |" for what, ratio, limit in ratios]
    return "\n".join(lines)


def _table(title: str, series: Mapping[str, Series], base: str) -> str:
    lines = [f"## {title}", "", f"| command | median ms | min | max | MiB | {base} / it |", "|---|---|---|---|---|---|"]
    for name, found in series.items():
        low, high = found.spread
        ratio = series[base].seconds / found.seconds
        numbers = [f"{1000 * seconds:.0f}" for seconds in (found.seconds, low, high)]
        lines.append(f"| {name} | {' | '.join(numbers)} | {found.memory:.0f} | {ratio:.2f} |")
    return "\n".join(lines)


def _few_table(series: Mapping[str, Series]) -> str:
    lines = [
        "## Few connectors, the smallest: from how many on two processes are worth it", "",
        "| connectors | cold, one process, ms | two / one | one edited, one process, ms | two / one |",
        "|---|---|---|---|---|",
    ]  # fmt: skip
    for count in COUNTS:
        cells = []
        for kind in ("cold", "edited"):
            one, two = (series[f"{count} {processes} {kind}"].seconds for processes in (1, 2))
            cells += [f"{1000 * one:.0f}", f"{two / one:.2f}"]
        lines.append(f"| {count} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _plot(commands: Path, folders: Sequence[Path], rounds: int) -> str:
    points: dict[str, list[tuple[float, float]]] = {COLD: [], WARM: []}
    for folder in folders:
        cases = {name: command for name, command in _on_one(commands, folder).items() if name in points}
        for name, series in measured(cases, rounds).items():
            points[name].append((lines_of(folder), 1000 * series.seconds))
    return plot(points, "lines of Python", "milliseconds")


if __name__ == "__main__":
    main()
