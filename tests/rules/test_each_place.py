"""A rule that judges several places of a connector judges each of them, whatever it says of the others."""

from collections.abc import Callable

import pytest

from tests.rules import metric_projects
from tests.rules.class_projects import judge
from tests.rules.config_methods import REST, config, listed
from tests.rules.projects import Verdicts
from tests.rules.test_record_time import judged as records
from tests.rules.test_state import source as states

OUTSIDE = "from elsewhere import NAME, load, known\n"


def connector(code: str, body: str, **around: object) -> Callable[[], Verdicts]:
    """Return what judges a connector class, with names from elsewhere."""
    return lambda: judge(code, body, head=OUTSIDE, **around).verdicts  # type: ignore[arg-type]


def metrics(code: str, main: str) -> Callable[[], Verdicts]:
    """Return what judges the metrics of a source."""
    return lambda: metric_projects.source(code, OUTSIDE + main)


UNKNOWN_FIRST = {
    "C8401": connector(
        "C8401",
        listed(f"ConfigProperty(NAME, 'N', {REST}),", f"ConfigProperty('port', 'P', {REST}),"),
        guide="# Demo\n\n## Prerequisites\n\nNone.\n\n## Configuration\n\nThe host.\n",
    ),
    "C8507": connector("C8507", "@known\ndef name(self):\n    pass\ndef version(self):\n    pass"),
    "C8508": connector("C8508", "def name(self):\n    return load()\ndef version(self):\n    return 1"),
    "C8510": connector(
        "C8510",
        "def samples(self, integration):\n    return load()\ndef schemas(self, integration):\n    return [1]",
        kind="target",
    ),
    "C8511": connector(
        "C8511",
        config(
            "found = [",
            "    ConfigProperty(NAME, 'N', {REST}),",
            *(f"    ConfigProperty('{name}', 'N', {REST})," for name in ("host", "port", "host", "port")),
            "]",
            "return found",
        ),
    ),
    "C8512": connector(
        "C8512", listed(f"ConfigProperty(NAME, 'N', {REST}),", f"ConfigProperty('password', 'P', {REST}),")
    ),
    "C8710": lambda: records(
        "C8710", "from elsewhere import rest\ndef main():\n    write_record(*rest)\n    write_record('s', {})"
    ),
    "C8712": metrics(
        "C8712",
        "OWN = CollectorRegistry()\n"
        "a = Counter('a_ingest_errors', 'x', registry=known)\n"
        "b = Counter('b_ingest_errors', 'x', registry=OWN)\n"
        "def main():\n    start_http_server(8000)\n",
    ),
    "C8713": metrics(
        "C8713",
        "a = Counter('a', 'x', NAME)\nb = Counter('b', 'x', ['c'])\n"
        "def main():\n    start_http_server(8000)\n    a.inc()\n    b.inc()\n",
    ),
    "C8803": lambda: states("C8803", "from elsewhere import text\ndef main():\n    print(text)\n    print('Starting')"),
}
FINE_FIRST = {
    "C8507": connector("C8507", "def version(self):\n    pass"),
    "C8508": connector("C8508", "def name(self):\n    return 'x'\ndef version(self):\n    return 1"),
    "C8508 after one that does nothing": connector("C8508", "def name(self): ...\ndef version(self):\n    return 1"),
    "C8508 after one that is not there": connector("C8508", "def version(self):\n    return 1", without=("name",)),
    "C8510": connector("C8510", "def schemas(self, integration):\n    return [1]", kind="target"),
    "C8510 after one that is not there": connector(
        "C8510", "def schemas(self, integration):\n    return [1]", kind="target", without=("samples",)
    ),
    "C8803": lambda: states("C8803", "def later():\n    print('x')\ndef main():\n    print('Starting')"),
}


@pytest.mark.parametrize("judged", [pytest.param(judged, id=name) for name, judged in UNKNOWN_FIRST.items()])
def test_what_is_not_known_hides_no_finding_behind_it(judged: Callable[[], Verdicts]) -> None:
    """A place that cannot be decided is told, and a violation further down too."""
    found = judged()
    assert found.undecided
    assert found.findings


@pytest.mark.parametrize("judged", [pytest.param(judged, id=name) for name, judged in FINE_FIRST.items()])
def test_what_is_fine_hides_no_finding_behind_it(judged: Callable[[], Verdicts]) -> None:
    """A place where there is nothing to find does not end the search."""
    assert judged().findings
