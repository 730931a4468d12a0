"""The linter and the real libraries agree, on a fixed sample; `python -m tests.oracle` asks every connector."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from macrometa_conformance.connector import contract
from tests.oracle.asking import Oracle, warm
from tests.oracle.cases import Case, sample, written
from tests.oracle.comparing import Compared, compare
from tests.oracle.linting import SERVICE, Told
from tests.oracle.verdicts import Agreement, on_runs, on_services

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="each connector is served in a fork")
SAMPLE = tuple(sample())
CONFORMING = tuple(case for case in SAMPLE if case.group == "conforming")


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    """Return the process that serves connectors."""
    with warm() as found:
        yield found


@pytest.fixture(scope="module")
def asked(oracle: Oracle) -> Callable[[Case], Compared]:
    """Return what asks a connector of the sample once."""
    return cache(lambda case: compare(oracle, case))


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_the_linter_agrees_with_the_real_libraries(asked: Callable[[Case], Compared], case: Case) -> None:
    """Each finding is seen when the connector is served or run, and whatever goes wrong then is a finding."""
    compared = asked(case)
    assert compared.with_agreement(Agreement.DISAGREED) == []
    assert any(verdict.agreement is Agreement.AGREED for verdict in compared.verdicts)


@pytest.fixture(scope="module", params=CONFORMING, ids=str)
def right(asked: Callable[[Case], Compared], request: pytest.FixtureRequest) -> Compared:
    """Return what came of each conforming connector."""
    return asked(request.param)


def test_a_conforming_connector_answers_all_eleven(right: Compared) -> None:
    """The service starts and serves the eleven methods, and an empty configuration is refused."""
    (service,) = right.services
    with_post = contract.METHODS_WITH_INTEGRATION
    assert service["routes"] == {name: ["POST" if name in with_post else "GET"] for name in contract.METHODS}
    assert {name: answer["status"] for name, answer in service["answers"].items()} == dict.fromkeys(
        contract.METHODS, 200
    )
    assert service["refusal"]["status"] == 400
    assert right.linted.findings == ()


@pytest.mark.parametrize("code", SERVICE)
def test_a_false_alarm_about_the_service_is_seen(right: Compared, code: str) -> None:
    """A finding that a conforming connector does not deserve is a disagreement, whichever code it has."""
    false = Told(code, f"{right.linted.package}/__init__.py", 1, 1, "name", "")
    verdicts = on_services(replace(right.linted, findings=(false,)), right.services, configured=True)
    assert [verdict.what for verdict in verdicts if verdict.agreement is Agreement.DISAGREED] == [code]


def test_a_false_alarm_about_a_record_is_seen(asked: Callable[[Case], Compared]) -> None:
    """That no time is passed where one is passed is a disagreement."""
    compared = asked(next(case for case in CONFORMING if case.name == "macrometa-source-ledger"))
    (path, line) = compared.runs[0]["records"][0]["place"][0]
    linted = replace(compared.linted, findings=(Told("C8710", path, line, line, "write_record", ""),))
    assert Agreement.DISAGREED in {verdict.agreement for verdict in on_runs(linted, compared.runs)}


@pytest.mark.parametrize("case", [case for case in SAMPLE if case.group == "violation"], ids=str)
def test_a_missed_violation_is_seen(asked: Callable[[Case], Compared], case: Case) -> None:
    """If the linter said nothing, each violation of the sample would be a disagreement."""
    compared = asked(case)
    silent = replace(compared.linted, findings=(), doubts=frozenset())
    verdicts = [*on_services(silent, compared.services, configured=True), *on_runs(silent, compared.runs)]
    assert Agreement.DISAGREED in {verdict.agreement for verdict in verdicts}


@pytest.mark.parametrize("case", [*written()], ids=str)
def test_one_mistake_is_one_finding(case: Case) -> None:
    """What is written in a form that is wrong is reported once, be it in several places."""
    found = case.linted().findings
    assert len({(told.code, told.subject) for told in found}) <= 1, found


def test_nothing_is_left_behind(oracle: Oracle, tmp_path: Path) -> None:
    """What one connector changes in its process the next one does not see, and one that never ends is stopped."""
    package = tmp_path / "macrometa_source_leaving"
    package.mkdir()
    (package / "__init__.py").write_text("import c8connector\nc8connector.C8Connector.name = None\nraise SystemExit\n")
    request = {
        "folder": str(tmp_path), "roots": [""], "name": "macrometa-source-leaving", "version": "1", "config": {},
        "stdin": "", "answer": "", "run": "", "loaded": "",
    }  # fmt: skip
    assert oracle.ask(request)["swallowed"] == "SystemExit: "
    (package / "__init__.py").write_text("import os\nos._exit(3)\n")
    with pytest.raises(AssertionError, match="wait status 768"):
        oracle.ask(request)
    assert compare(oracle, CONFORMING[0]).with_agreement(Agreement.DISAGREED) == []
