"""Asking one connector, and comparing."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.oracle.asking import Oracle
from tests.oracle.cases import Case
from tests.oracle.inputs import Input, inputs_of
from tests.oracle.linting import MISNAMED, Linted
from tests.oracle.verdicts import Agreement, Verdict, on_runs, on_services


@dataclass(frozen=True)
class Compared:
    """What came of one connector."""

    case: Case
    linted: Linted
    services: tuple[dict[str, Any], ...]
    runs: tuple[dict[str, Any], ...]
    verdicts: tuple[Verdict, ...]

    def with_agreement(self, agreement: Agreement) -> list[Verdict]:
        """Return the verdicts of one kind."""
        return [verdict for verdict in self.verdicts if verdict.agreement is agreement]


def compare(oracle: Oracle, case: Case) -> Compared:
    """Ask the service of a connector, run it where its input is known, and compare with what the linter says."""
    linted = case.linted()
    with TemporaryDirectory() as scratch:
        here = Path(scratch).resolve()
        for name in ("connector", "data"):
            (here / name).mkdir()
        folder = case.laid(here / "connector")
        inputs = inputs_of(case.inputs, here / "data")
        first = next(inputs, None)
        installed = {"folder": str(folder), "roots": linted.roots, "name": linted.name, "version": linted.version}
        asked = {**installed, **vars(first or Input({})), "run": "", "loaded": ""}
        services = [oracle.ask(asked)]
        if linted.of(*MISNAMED) and linted.package:  # nobody finds it by its name: what if somebody else imports it
            services.append(oracle.ask({**asked, "loaded": linted.package}))
        runs = []
        while first is not None:
            if linted.entry:
                runs.append(oracle.ask({**installed, **vars(first), "run": linted.entry}))
            first = next(inputs, None)
    verdicts = [*on_services(linted, services, configured=bool(case.inputs)), *on_runs(linted, runs)]
    return Compared(case, linted, tuple(services), tuple(runs), tuple(verdicts))
