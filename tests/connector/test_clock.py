"""What time expressions give."""

import textwrap

import pytest

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import CallGraph
from macrometa_conformance.code.origins import Origin, Origins
from macrometa_conformance.code.passing import Passing
from macrometa_conformance.code.program import Program
from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.code.value_flow import ValueFlow
from macrometa_conformance.connector.clock import Clock, Kind, Reading
from macrometa_conformance.project.dict_tree import DictTree

HEAD = "import time, datetime as dt, pytz, singer\nfrom datetime import datetime, timedelta, timezone\n"


def readings(source: str) -> tuple[Reading, ...]:
    """Return what the argument of the call of `sink` in a package can give."""
    program = Program(DictTree({"pkg/__init__.py": HEAD + textwrap.dedent(source)}))
    resolver = Resolver(program)
    graph = CallGraph(resolver, program.modules_of("pkg"))
    passing = Passing(resolver, graph)
    clock = Clock(Origins(resolver, passing, ValueFlow(resolver, graph, passing)))
    for body in graph.bodies:
        for visit in graph.live_visits(body):
            node = visit.node
            if isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "sink":
                return clock.readings(Origin(node.args[0].value, body))
    raise AssertionError("nothing calls `sink`")


@pytest.mark.parametrize(
    ("expression", "kind", "now"),
    [
        ("datetime.now()", Kind.NAIVE, True),
        ("dt.datetime.utcnow()", Kind.NAIVE, True),
        ("datetime.now(timezone.utc)", Kind.AWARE, True),
        ("datetime.now(tz=pytz.utc)", Kind.AWARE, True),
        ("singer.utils.now()", Kind.AWARE, True),
        ("datetime.utcnow().replace(tzinfo=timezone.utc)", Kind.AWARE, True),
        ("datetime.now().astimezone()", Kind.AWARE, True),
        ("pytz.utc.localize(datetime.utcnow())", Kind.AWARE, True),
        ("datetime.now(timezone.utc).replace(tzinfo=None)", Kind.NAIVE, True),
        ("datetime.now().replace(microsecond=0)", Kind.NAIVE, True),
        ("datetime.now(timezone.utc) - timedelta(hours=1)", Kind.AWARE, True),
        ("datetime.now() - datetime(2024, 1, 1)", Kind.DURATION, False),
        ("timedelta(seconds=3) * 2", Kind.DURATION, False),
        ("timedelta(seconds=3) / timedelta(seconds=1)", Kind.NUMBER, False),
        ("datetime(2024, 1, 1, tzinfo=timezone.utc)", Kind.AWARE, False),
        ("datetime.fromtimestamp(time.time(), timezone.utc)", Kind.AWARE, True),
        ("datetime.fromisoformat(text)", Kind.UNKNOWN, False),
        ("datetime.strptime(text, '%Y-%m-%d')", Kind.NAIVE, False),
        ("datetime.strptime(text, '%Y-%m-%d %z')", Kind.AWARE, False),
        ("singer.utils.strptime_to_utc(text)", Kind.AWARE, False),
        ("singer.utils.strftime(singer.utils.now())", Kind.TEXT, False),
        ("datetime.now().isoformat()", Kind.TEXT, False),
        ("str(datetime.now())", Kind.TEXT, False),
        ("f'{datetime.now()}'", Kind.TEXT, False),
        ("'%s' % datetime.now()", Kind.TEXT, False),
        ("'at ' + text", Kind.TEXT, False),
        ("time.time()", Kind.NUMBER, True),
        ("time.time() * 1000", Kind.NUMBER, True),
        ("int(time.time())", Kind.NUMBER, True),
        ("singer.utils.now().timestamp()", Kind.NUMBER, True),
        ("time.time() - begun", Kind.UNKNOWN, False),
        ("max(datetime.now(), datetime.now())", Kind.NAIVE, True),
        ("None", Kind.NOTHING, False),
        ("datetime.now(zone)", Kind.AWARE, True),
        ("row['at']", Kind.UNKNOWN, False),
    ],
)
def test_an_expression_is_read(expression: str, kind: Kind, now: bool) -> None:
    """Its kind, and whether it is the current time."""
    assert {(reading.kind, reading.now) for reading in readings(f"sink({expression})")} == {(kind, now)}


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("def f(t): sink(t)\nf(datetime.now())\nf('x')", {Kind.NAIVE, Kind.TEXT}),
        ("def f(t): return t\nf('x')\nsink(f(datetime.now()))", {Kind.NAIVE}),
        ("def f(t, zone=None): return datetime.now(zone)\nsink(f(1))", {Kind.NAIVE}),
        ("def f(t, zone=None): return datetime.now(zone)\nsink(f(1, timezone.utc))", {Kind.AWARE}),
        ("class A:\n    def __init__(self): self.t = time.time()\nsink(A().t)", {Kind.NUMBER}),
        ("class A:\n    @property\n    def t(self): return datetime.now()\nsink(A().t)", {Kind.NAIVE}),
        ("a, b = 1, datetime.now()\nsink(b)", {Kind.NAIVE}),
        ("sink('x' if text else None)", {Kind.TEXT, Kind.NOTHING}),
        ("ts = []\nts.append(datetime.now())\nfor t in ts: sink(t)", {Kind.NAIVE, Kind.UNKNOWN}),
    ],
)
def test_a_time_is_followed_to_where_it_is_made(source: str, kinds: set[Kind]) -> None:
    """Through parameters, with the arguments of the call, attributes and containers."""
    assert {reading.kind for reading in readings(source)} == kinds


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("NOW = datetime.now()\ndef f(): sink(NOW)", 3),
        ("def g(): return datetime.now()\nNOW = g()\ndef f(): sink(NOW)", 4),
        ("def f(t=datetime.now()): sink(t)\nf()", 3),
        ("class A:\n    t = datetime.now()\n    def f(self): sink(self.t)", 4),
        ("def f(): sink(datetime.now())", None),
        ("sink(datetime.now())", None),
        ("def f(t): sink(t)\nf(datetime.now())", None),
        ("g = lambda: datetime.now()\ndef f(): sink(g())", None),
        ("NOW = None\ndef g():\n    global NOW\n    NOW = datetime.now()\ndef f(): sink(NOW)", None),
    ],
)
def test_what_is_worked_out_once_is_told(source: str, line: int) -> None:
    """A function that runs again and again sees the value that the module, class or default was given once."""
    (reading,) = readings(source)
    assert (reading.origin.once.at[0] if reading.origin.once else None) == line
