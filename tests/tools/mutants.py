"""Put small mistakes into the tool with `cosmic-ray` and keep how many of them the tests notice, and where.

`python -m tests.tools.mutants FOLDER` draws a sample of the mistakes that `cosmic-ray` can make in `rules/` and in the
linker, makes them one at a time, and asks the tests. FOLDER holds a session for each module: a run that was stopped
goes on there, and one that is repeated asks again about the mistakes that no test noticed and nobody has explained.
The checkout is changed while it runs, so that it must be one that nothing else uses; it needs the extra `mutants`.

Tests that are near the module are asked first, and all that can notice once they pass. What is noticed is that a test
fails, that it takes longer than half a minute, or that the tests do not even load.

Of the mistakes at one place that are of one kind (an operator by each of the others, a number by the next and the one
before) one is drawn, for most of them are noticed alike. The sample takes of each module five and the square root of
how many there are, by a hash of where they are and not by chance. Left out is what no test can notice or each must:
what only a type checker reads (annotations too), a cache that only saves time, `==` for `is` beside None, and operators
that are none (`*` in parameters).

Mistakes that survive and change nothing, or a bound on work by one, are written down in `equivalent_mutants.toml`, by
the line as it was and as it is, with the reason.
"""

import argparse
import ast
import hashlib
import math
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Optional

import tomli

from tests.tools.figures import keep

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = Path(__file__).with_name("equivalent_mutants.toml")
SEED = "c8-lint"
LINKER = (
    "program", "definitions", "call_graph", "calls", "callers", "classes", "origins", "resolver", "value_flow",
    "effects", "settling", "names",
)  # fmt: skip
CODE = "macrometa_conformance/code"
LEAST = 5  # of each module, and the square root of how many there are
SECONDS = 300  # for all tests about one mistake; a single test has a tenth
KILOBYTES = 4_000_000

_CODES = re.compile(r'@rule\(\s*"(C\d{4})"')
_KIND = re.compile(r"core/(Replace(?:Binary|Comparison|Unary)Operator|\w+)")
_SAME_BESIDE_NONE = ("Is_Eq", "IsNot_NotEq")
_CACHES = ("@cache", "@lru_cache")
_PASSED = "all tests passed"
_PYTEST = (
    f"{sys.executable} -m pytest -x -q -p no:cacheprovider "
    f"-o faulthandler_timeout={SECONDS // 10} -o faulthandler_exit_on_timeout=true"
)
_NEAR_RULES = "tests/test_examples.py"
_ALL_RULES = (
    "tests/test_examples.py tests/test_words.py tests/mutations/test_changes.py tests/rules/test_each_place.py "
    "tests/test_rule_documentation.py tests/tools/test_rule_pages.py"
)
_ALL_LINKER = (
    "tests/code/test_call_graph.py tests/code/test_callers.py tests/code/test_changes.py "
    "tests/code/test_definitions.py tests/code/test_origins.py "
    "tests/code/test_program.py tests/code/test_question_order.py tests/code/test_settling.py "
    "tests/code/test_value_flow.py tests/connector tests/rules"
)


class Mutant(NamedTuple):
    """A mistake that can be made: what `cosmic-ray` calls it, and where it is (1-based row, column from 0)."""

    job: str
    module: str
    operator: str
    occurrence: int
    row: int
    column: int

    @property
    def kind(self) -> str:
        """Return what all replacements of one operator share."""
        found = _KIND.match(self.operator)
        return found[1] if found else self.operator

    @property
    def lot(self) -> str:
        """Return by what it is drawn."""
        return hashlib.sha256(f"{SEED} {self.module} {self.operator} {self.occurrence}".encode()).hexdigest()


class Survivor(NamedTuple):
    """A mistake that no test notices: the lines that were and those that are, without indentation."""

    module: str
    was: str
    now: str


class Tally(NamedTuple):
    """What became of the sample of one module; `places` is how many could be drawn."""

    places: int
    noticed: int
    timeouts: int
    survivors: tuple[Survivor, ...]


def modules() -> list[str]:
    """Return the paths of the modules that are changed."""
    rules = [f"rules/{path.name}" for path in sorted((ROOT / "rules").glob("*.py")) if path.stem != "__init__"]
    return [*rules, *(f"{CODE}/{name}.py" for name in LINKER)]


def drawn(mutants: Iterable[Mutant], text: str) -> tuple[int, list[Mutant]]:
    """Return at how many places of a module something can be changed, and the sample of that."""
    sensible = _Sensible(text)
    one_each: dict[tuple[str, int, int], Mutant] = {}
    for mutant in sorted(mutants, key=lambda mutant: mutant.lot):
        if mutant in sensible:
            one_each.setdefault((mutant.kind, mutant.row, mutant.column), mutant)
    found = list(one_each.values())
    return len(found), found[: LEAST + math.isqrt(len(found))]


class _Sensible:
    """Mistakes in a module that a test could notice and need not."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        tree = ast.parse(text)
        types = {id(node) for node in _annotations(tree)}
        self._binary = [
            _between(node) for node in ast.walk(tree) if isinstance(node, ast.BinOp) and id(node) not in types
        ]

    def __contains__(self, mutant: Mutant) -> bool:
        line = self._lines[mutant.row - 1].strip()
        if mutant.operator.endswith(_SAME_BESIDE_NONE) or line.startswith("if TYPE_CHECKING"):
            return False
        if mutant.kind == "RemoveDecorator":
            return not line.startswith(_CACHES)
        place = (mutant.row, mutant.column)
        return mutant.kind != "ReplaceBinaryOperator" or any(start <= place < end for start, end in self._binary)


def _annotations(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if annotation is not None:
                yield from ast.walk(annotation)


def _between(node: ast.BinOp) -> tuple[tuple[int, int], tuple[int, int]]:
    left, right = node.left, node.right
    return (left.end_lineno or 0, left.end_col_offset or 0), (right.lineno, right.col_offset)


def commands(module: str, text: str) -> tuple[str, str]:
    """Return the shell commands that ask the tests near a module, and these and all others that can notice."""
    if module.startswith(CODE):
        own = f"tests/code/test_{Path(module).stem}.py"
        near = f"tests/code/test_cases.py {own if (ROOT / own).is_file() else ''}".strip()
        every = _ALL_LINKER
    else:
        codes = _CODES.findall(text)
        chosen = " or ".join(codes)
        near = " ".join(_naming(codes)) or f"{_NEAR_RULES} -k '{chosen}'"
        every = f"{_ALL_RULES} -k 'rule_pages or {chosen}'"
    head = f"export PYTHONHASHSEED=0; ulimit -v {KILOBYTES}"
    first = f"{_PYTEST} {near} 2>&1"
    return f"{head}; {first}", f"{head}; {first} && {_PYTEST} {every} 2>&1 && echo {_PASSED}"


def _naming(codes: Iterable[str]) -> Iterator[str]:
    """Yield the tables of tests that name a rule."""
    asked = {f'"{code}"' for code in codes}
    for path in sorted((ROOT / "tests" / "rules").glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if any(code in text for code in asked):
            yield f"tests/rules/{path.name}"


class Session:
    """The mistakes in one module, as `cosmic-ray` keeps them, and what the tests said."""

    def __init__(self, module: str, folder: Path) -> None:
        self._module = module
        self._text = (ROOT / module).read_text(encoding="utf-8")
        self._folder = folder
        self._name = module[: -len(".py")].replace("/", ".")
        self._file = folder / f"{self._name}.sqlite"

    def draw(self) -> None:
        """Find what can be changed, where that was not done before, and skip all but the sample."""
        if not self._file.is_file():
            begun = self._file.with_suffix(".begun")
            self._cosmic_ray("init", "true", begun)
            begun.rename(self._file)
        with self._database() as database:
            database.execute("DELETE FROM work_results WHERE worker_outcome = 'SKIPPED'")
            database.execute("CREATE TEMP TABLE sample (job_id)")
            database.executemany("INSERT INTO sample VALUES (?)", [(mutant.job,) for mutant in self._drawn()[1]])
            database.execute("DELETE FROM work_results WHERE job_id NOT IN (SELECT job_id FROM sample)")
            database.execute(
                "INSERT INTO work_results (worker_outcome, job_id) SELECT 'SKIPPED', job_id FROM work_items "
                "WHERE job_id NOT IN (SELECT job_id FROM sample)"
            )

    def ask(self, again: bool, explained: Container[Survivor]) -> None:
        """Make each mistake about which no test was asked, `again` those that none has noticed, and ask the tests.

        What is explained is not asked about again.
        """
        command = commands(self._module, self._text)[again]
        if again:
            survived = self._query("SELECT job_id, diff FROM work_results WHERE test_outcome = 'SURVIVED'")
            unread = [(job,) for job, diff in survived if survivor(self._module, str(diff)) not in explained]
            with self._database() as database:
                database.executemany("DELETE FROM work_results WHERE job_id = ?", unread)
        asked = self._query("SELECT COUNT(*) FROM work_items WHERE job_id NOT IN (SELECT job_id FROM work_results)")
        if asked[0][0]:
            if subprocess.run(command, shell=True, cwd=ROOT, stdout=subprocess.DEVNULL).returncode:
                raise RuntimeError(f"{self._module}: the tests fail without a mistake: {command}")
            self._cosmic_ray("exec", command, self._file)

    def tally(self) -> Tally:
        """Return what the tests said."""
        rows = self._query(
            "SELECT test_outcome, output, diff FROM work_results WHERE worker_outcome != 'SKIPPED' ORDER BY diff"
        )
        noticed = [str(output) for outcome, output, _ in rows if outcome != "SURVIVED"]
        late = sum(output == "timeout" or "Timeout (" in output for output in noticed)
        survivors = tuple(survivor(self._module, str(diff)) for outcome, _, diff in rows if outcome == "SURVIVED")
        return Tally(self._drawn()[0], len(noticed), late, survivors)

    def _drawn(self) -> tuple[int, list[Mutant]]:
        rows = self._query(
            "SELECT job_id, module_path, operator_name, occurrence, start_pos_row, start_pos_col FROM mutation_specs"
        )
        return drawn((Mutant(*row) for row in rows), self._text)

    def _query(self, query: str) -> list[tuple[Any, ...]]:
        with self._database() as database:
            return database.execute(query).fetchall()

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file)) as database, database:
            yield database

    def _cosmic_ray(self, verb: str, command: str, file: Path) -> None:
        settings = self._folder / f"{self._name}.toml"
        settings.write_text(
            f'[cosmic-ray]\nmodule-path = "{self._module}"\ntimeout = {SECONDS}.0\nexcluded-modules = []\n'
            f"test-command = '''sh -c \"{command}\"'''\n\n[cosmic-ray.distributor]\nname = \"local\"\n",
            encoding="utf-8",
        )
        subprocess.run([sys.executable, "-m", "cosmic_ray.cli", verb, str(settings), str(file)], cwd=ROOT, check=True)


def survivor(module: str, diff: str) -> Survivor:
    """Return what a unified diff of a module takes away and puts there."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    was, now = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Survivor(module, was, now)


def explanations(file: Path = EXPLAINED) -> dict[Survivor, str]:
    """Return why no test need notice each mistake that was read."""
    held = tomli.loads(file.read_text(encoding="utf-8"))["mutant"]
    return {Survivor(one["module"], one["was"], one["now"]): one["why"] for one in held}


def figures(tallies: dict[str, Tally], explained: dict[Survivor, str]) -> dict[str, object]:
    """Return what is kept: sums, and counts by module."""
    by_module = {
        module: {
            "sample": tally.noticed + len(tally.survivors),
            "noticed": tally.noticed,
            "explained": sum(one in explained for one in tally.survivors),
        }
        for module, tally in tallies.items()
    }
    sums = Counter[str]()
    for counts in by_module.values():
        sums.update(counts)
    return {
        "sample": sums["sample"],
        "of": sum(tally.places for tally in tallies.values()),
        "noticed": sums["noticed"],
        "survived": sum(len(tally.survivors) for tally in tallies.values()),
        "explained": sums["explained"],
        "timeouts": sum(tally.timeouts for tally in tallies.values()),
        "seed": SEED,
        "modules": by_module,
    }


def main(arguments: Optional[list[str]] = None) -> int:
    """Draw, ask and keep. Exits 2 where the modules differ from those that git knows."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.mutants", description="Do the tests notice mistakes?")
    parser.add_argument("folder", type=Path, help="where the sessions are kept")
    parser.add_argument("--only", metavar="MODULE", nargs="+", default=[], help="ask about these modules, keep nothing")
    parser.add_argument("--tell", action="store_true", help="ask no test: tell what came out so far")
    parser.add_argument("--near", action="store_true", help="ask only the tests that are near, keep nothing")
    chosen = parser.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    sessions = {module: Session(module, chosen.folder.resolve()) for module in chosen.only or modules()}
    status = ["git", "status", "--porcelain", "--", *sessions]
    if subprocess.run(status, cwd=ROOT, check=True, capture_output=True).stdout:
        print("there are changes that are not committed", file=sys.stderr)
        return 2
    explained = explanations()
    if not chosen.tell:
        for again in (False, True)[: 1 if chosen.near else 2]:
            for session in sessions.values():
                session.draw()
                session.ask(again, explained)
    tallies = {module: session.tally() for module, session in sessions.items()}
    for tally in tallies.values():
        print("".join(_told(one) for one in tally.survivors if one not in explained), end="")
    unmet = set(explained) - {one for tally in tallies.values() for one in tally.survivors}
    print("".join(f"no longer a survivor: {one}\n" for one in sorted(unmet) if one.module in sessions), end="")
    kept = figures(tallies, explained)
    print({key: value for key, value in kept.items() if key != "modules"})
    if not (chosen.only or chosen.tell or chosen.near):
        keep("tool", kept)
    return 0


def _told(found: Survivor) -> str:
    """Return a survivor as the file of explanations asks for it."""
    was, now = (text if "\n" not in text else f"\n{text}" for text in (found.was, found.now))
    return f"[[mutant]]\nmodule = \"{found.module}\"\nwas = '''{was}'''\nnow = '''{now}'''\nwhy = \"\"\n\n"


if __name__ == "__main__":
    sys.exit(main())
