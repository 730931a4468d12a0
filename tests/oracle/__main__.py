"""Ask every connector that there is, and keep the figures: `python -m tests.oracle`.

Asked are the conforming connectors, the examples, every change of `tests/mutations`, the examples of the rules, forms
of writing, and the real connectors that are fetched, those that have labels and the other releases. `--group NAME` asks
one group, and keeps nothing. Prints each disagreement; exits 1 where there is one, else 0.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.oracle.asking import warm
from tests.oracle.cases import Case, all_cases
from tests.oracle.comparing import Compared, compare
from tests.oracle.linting import RUN, SERVICE
from tests.oracle.verdicts import EXPLAINS, Agreement
from tests.tools.figures import keep


class Figures:
    """How many connectors were asked, and how many verdicts were compared, by what they are about."""

    def __init__(self) -> None:
        self.groups: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.drivers: set[str] = set()
        self.verdicts: dict[str, Counter[str]] = {}

    def add(self, compared: Compared) -> None:
        """Count what came of one connector."""
        self.groups[compared.case.group] += 1
        self.outcomes["served"] += any(not service["failure"] for service in compared.services)
        self.outcomes["not served"] += all(service["failure"] for service in compared.services)
        self.outcomes["runs"] += len(compared.runs)
        self.drivers.update(name for asked in (*compared.services, *compared.runs) for name in asked["drivers"])
        for verdict in compared.verdicts:
            self.verdicts.setdefault(verdict.what, Counter())[verdict.agreement.value] += 1

    @property
    def kept(self) -> dict[str, Any]:
        """Return the figures as they are kept.

        `findings` are by the code, `symptoms` by what the libraries showed; `routes` and `calls` are those of which
        the linter said nothing and with which nothing was wrong.
        """
        return {
            "connectors": {"all": sum(self.groups.values()), **self.groups},
            "outcomes": dict(self.outcomes),
            "stubbed drivers": len(self.drivers),
            "verdicts": self._sum(self.verdicts),
            "routes": self._sum(["answer"])["agreed"],
            "calls": self._sum(["call"])["agreed"],
            "findings": {code: self._sum([code]) for code in (*SERVICE, *RUN)},
            "symptoms": {what: self._sum([what]) for what in EXPLAINS},
        }

    def _sum(self, kinds: Iterable[str]) -> dict[str, int]:
        counts = [self.verdicts.get(kind, Counter()) for kind in kinds]
        return {one.value: sum(count[one.value] for count in counts) for one in Agreement}


def main(arguments: list[str]) -> int:
    """Ask, print, and keep the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=str(__doc__).splitlines()[0])
    parser.add_argument("--group", default="", help="ask only the connectors of a group, and keep nothing")
    group = parser.parse_args(arguments).group
    figures = Figures()
    with warm() as oracle:
        for case in all_cases():
            if not group or case.group == group:
                compared = compare(oracle, case)
                figures.add(compared)
                _print(case, compared)
    print(json.dumps(figures.kept["verdicts"]))
    if not group:
        keep("oracle", figures.kept)
    return 1 if figures.kept["verdicts"]["disagreed"] else 0


def _print(case: Case, compared: Compared) -> None:
    for verdict in compared.with_agreement(Agreement.DISAGREED):
        print(f"{case}: {verdict.what}: {verdict.detail}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
