"""Run the tool over mutated trees: `python -m tests.fuzz --trees N --seed S --state FILE`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Optional

from tests.fuzz.bases import published, written_here
from tests.fuzz.campaign import TWICE, Bench, State, case, lay_down
from tests.tools.figures import keep

_SAVED_EACH = 20


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Print each tree that shows a fault, and how many were run; return 0 when none does."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--trees", type=int, default=200, metavar="N", help="how many trees in all (default: 200)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what the trees are made from (default: 1)")
    parser.add_argument("--state", type=Path, metavar="FILE", help="where to keep what was done, and to go on from")
    parser.add_argument("--tree", type=int, metavar="NUMBER", help="run this one alone")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="with --tree: write it there, and do not run it")
    parser.add_argument("--figures", action="store_true", help="write docs/proof/fuzz.json from the state")
    asked = parser.parse_args(arguments)
    bases = [*written_here(), *published()]
    if asked.keep:
        kept = case(bases, asked.seed, asked.tree or 0)
        lay_down(kept.files, asked.keep)
        print(kept.base, *kept.options)
        return 0
    state = State.read(asked.state, asked.seed) if asked.state else State(asked.seed)
    numbers = range(state.trees, asked.trees) if asked.tree is None else (asked.tree,)
    with Bench() as bench:
        if asked.tree is None:
            mended = [one for one in state.failures if not bench.run(case(bases, asked.seed, one.tree), twice=True)[1]]
            state.failures = [one for one in state.failures if one not in mended]
            state.mended += len(mended)
        for number in numbers:
            one = case(bases, asked.seed, number)
            twice = asked.tree is not None or number % TWICE == 0
            ended, wrong = bench.run(one, twice=twice)
            state.note(one, ended, wrong)
            state.twice += twice
            for fault in wrong:
                print(f"tree {number} of {one.base} {' '.join(one.options)}: {fault}", flush=True)
            if asked.state and number % _SAVED_EACH == 0:
                state.write(asked.state)
    if asked.state:
        state.write(asked.state)
    if asked.figures:
        keep("fuzz", figures(state))
    print(f"{state.trees} trees, {state.twice} of them twice, {len(state.failures)} with a fault")
    return 1 if state.failures else 0


def figures(state: State) -> dict[str, object]:
    """Return what the page on how the tool was tested quotes."""
    own = {base.name for base in written_here()}
    return {
        "seed": state.seed,
        "trees": state.trees,
        "twice": state.twice,
        "of_published": sum(count for base, count in state.bases.items() if base not in own),
        "of_own": sum(count for base, count in state.bases.items() if base in own),
        "bases": len(state.bases),
        "exit_codes": dict(sorted(state.codes.items())),
        "faults": len(state.failures),
        "faults_mended": state.mended,
        "most_megabytes": state.most_megabytes,
    }


if __name__ == "__main__":
    sys.exit(main())
