"""The metrics of a connector as facts: what is made, how it is held and used, and the servers."""

import textwrap

import pytest

from macrometa_conformance.connector import prometheus
from macrometa_conformance.connector.metric import DEFAULT_REGISTRY, NO_REGISTRY
from macrometa_conformance.connector.metrics import Metrics
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project

HEAD = "import os\nfrom prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server\n"
INC = frozenset(("inc",))


def metrics(main: str, path: str = "", text: str = "") -> Metrics:
    """Return the metrics of a package whose `main.py` begins with two lines of imports, with another file or not."""
    files = {"macrometa_source_demo/__init__.py": "", "macrometa_source_demo/main.py": HEAD + textwrap.dedent(main)}
    files.update({path: text} if path else {})
    return Project(DictTree({"pyproject.toml": '[project]\nname = "macrometa-source-demo"\n', **files})).metrics


def test_a_metric_tells_its_class_name_labels_and_place() -> None:
    """What the arguments say is read, by position and by keyword."""
    (metric,) = metrics("g = Gauge('lag', 'd', ['a', 'b'], namespace='export')\n").all
    assert (metric.kind, metric.names, metric.labels) == ("Gauge", ("export_lag",), ("a", "b"))
    assert metric.registries.known == (DEFAULT_REGISTRY,)
    assert (metric.place.path, metric.place.line) == ("macrometa_source_demo/main.py", 3)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", (DEFAULT_REGISTRY,)),
        (", registry=None", (NO_REGISTRY,)),
        (", registry=R", None),
        (", registry=R if os.environ.get('X') else None", None),
    ],
)
def test_a_registry_is_the_default_one_none_or_one_that_is_made(arguments: str, expected: object) -> None:
    """A registry that the project makes is known by the expression that makes it."""
    (metric,) = metrics(f"R = CollectorRegistry()\nc = Counter('a', 'd'{arguments})\n").all
    if expected is not None:
        assert metric.registries.known == expected
    else:
        made = metric.registries.known[0]
        assert made.place is not None
        assert (made.path, made.place.line) == ("macrometa_source_demo/main.py", 3)
    assert metric.registries.unknown is None


def test_a_registry_from_elsewhere_is_not_known() -> None:
    """What comes from outside the project may be any registry."""
    (metric,) = metrics("from elsewhere import R\nc = Counter('a', 'd', registry=R)\n").all
    assert metric.registries.known == ()
    assert metric.registries.unknown is not None


def test_a_helper_that_is_called_twice_makes_two_metrics() -> None:
    """Uses tell one metric of a helper from the other, with the labels of each."""
    found = metrics(
        "def make(n, labels): return Counter(n, 'd', labels)\na = make('a', ())\nb = make('b', ['x'])\n"
        "def main():\n    a.inc()\n    b.labels(1).inc()\n"
    )
    assert {(use.metric.names, use.metric.labels) for use in found.uses if use.method == "inc"} == {
        (("a",), ()),
        (("b",), ("x",)),
    }
    assert found.named("a")
    assert found.named("b")


def test_each_round_of_a_loop_makes_a_metric() -> None:
    """What a dict of metrics holds under a key that is not known may be any of them."""
    found = metrics("M = {n: Counter(n, 'd') for n in ('a', 'b')}\ndef main(n): M[n].inc()\n")
    assert [metric.names for metric in found.all] == [("a",), ("b",)]
    assert {use.metric.names for use in found.uses} == {("a",), ("b",)}


HELD = {
    "a global that a function sets": ("c = None\ndef setup():\n    global c\n    c = MADE\n", "c"),
    "an object of an object": (
        "class M:\n    def __init__(self): self.e = MADE\nclass A:\n    def __init__(self): self.m = M()\na = A()\n",
        "a.m.e",
    ),
    "a namespace": ("from types import SimpleNamespace\nM = SimpleNamespace(e=MADE)\n", "M.e"),
    "a named tuple": ("from collections import namedtuple\nm = namedtuple('M', 'e f')(MADE, 1)\n", "m.e"),
    "a typed named tuple": (
        "from typing import NamedTuple\nclass M(NamedTuple):\n    e: Counter\nm = M(e=MADE)\n", "m.e",
    ),
    "a dataclass": ("from dataclasses import dataclass\n@dataclass\nclass M:\n    e: Counter\nm = M(MADE)\n", "m.e"),
    "a dataclass's factory": (
        "from dataclasses import dataclass, field\n@dataclass\nclass M:\n"
        "    e: Counter = field(default_factory=lambda: MADE)\nm = M()\n",
        "m.e",
    ),
    "a property": (
        "class M:\n    def __init__(self): self._e = MADE\n    @property\n    def e(self): return self._e\nm = M()\n",
        "m.e",
    ),
    "a cached function": ("import functools\n@functools.lru_cache(None)\ndef e(): return MADE\n", "e()"),
    "a singleton": (
        "class M:\n    one = None\n    def __init__(self): self.e = MADE\n    @classmethod\n    def get(cls):\n"
        "        if cls.one is None: cls.one = cls()\n        return cls.one\n",
        "M.get().e",
    ),
    "a dict": ("M = {'e': MADE}\n", "M['e']"),
    "a dict that is filled": ("M = {}\nM['e'] = MADE\n", "M.get('e')"),
    "a dict of an object": ("class M:\n    def __init__(self): self.m = {'e': MADE}\nm = M()\n", "m.m['e']"),
    "an enumeration": ("import enum\nclass M(enum.Enum):\n    E = MADE\n", "M.E.value"),
    "a tuple that is unpacked": ("e, f = MADE, 1\n", "e"),
    "a helper's tuple": ("def make(): return MADE, 1\ne, f = make()\n", "e"),
    "a base class": ("class B:\n    e = MADE\nclass M(B): ...\n", "M().e"),
    "a base's constructor": (
        "class B:\n    def __init__(self, e): self.e = e\nclass M(B):\n    def __init__(self): super().__init__(MADE)\n"
        "m = M()\n",
        "m.e",
    ),
    "one side of a condition": ("e = MADE if os.environ.get('X') else None\n", "e"),
    "a default": ("def get(e=MADE): return e\n", "get()"),
    "a wrapper": (
        "class Safe:\n    def __init__(self): self.c = MADE\n    def inc(self): self.c.inc()\ns = Safe()\n", "s",
    ),
    "a child": ("e = MADE.labels('x')\n", "e"),
    "an attribute that is set from outside": ("class M: ...\nm = M()\nm.e = MADE\n", "m.e"),
    "setattr": ("class M: ...\nm = M()\nsetattr(m, 'e', MADE)\n", "m.e"),
    "an attribute of a function": ("def f(): ...\nf.e = MADE\n", "f.e"),
    "an object of a thread": ("import threading\nL = threading.local()\nL.e = MADE\n", "L.e"),
}  # fmt: skip


@pytest.mark.parametrize("way", HELD)
def test_a_use_is_found_however_the_metric_is_held(way: str) -> None:
    """A use of a metric is found through what holds it."""
    made, held = HELD[way]
    found = metrics(made.replace("MADE", "Counter('errors', 'd', ['a'])") + f"def main():\n    {held}.inc()\n")
    assert found.uses_of("errors", INC)


UNSEEN = {
    "an object that passes all on": (
        "class Safe:\n    def __init__(self): self.c = Counter('a', 'd')\n"
        "    def __getattr__(self, name): return getattr(self.c, name)\ns = Safe()\ndef main(): s.inc()"
    ),
    "a parameter that nobody passes": "c = Counter('a', 'd')\ndef main(m): m.inc()",
}


@pytest.mark.parametrize("way", UNSEEN)
def test_what_may_be_a_use_is_told(way: str) -> None:
    """Where it is not known what a method is called on, the call is among the unknown uses."""
    found = metrics(UNSEEN[way])
    assert not found.uses
    assert found.unknown_uses(INC)


def test_metrics_of_another_package_of_the_project_are_found() -> None:
    """What the connector package imports from the rest of the project belongs to it."""
    shared = "from prometheus_client import Counter\nerrors = Counter('errors', 'd')\n"
    found = metrics("from shared import errors\ndef main(): errors.inc()\n", "shared/__init__.py", shared)
    assert [metric.place.path for metric in found.all] == ["shared/__init__.py"]
    assert found.uses_of("errors", INC)


def test_tests_are_no_part_of_it() -> None:
    """A metric in a folder of tests is none of the connector's."""
    made = "from prometheus_client import Counter\nc = Counter('errors', 'd')\n"
    assert not metrics("", "macrometa_source_demo/tests/test_x.py", made).all


def test_a_package_without_the_library_has_no_metrics() -> None:
    """Nothing is looked for where the library is not imported."""
    project = Project(DictTree({"pkg/__init__.py": "c = Counter('a')\nc.inc()\n"}))
    assert (project.metrics.all, project.metrics.uses, project.metrics.servers) == ((), (), ())


@pytest.mark.parametrize(
    ("main", "amount"),
    [
        ("c.inc()", 1), ("c.inc(1)", 1), ("c.inc(0)", 0), ("c.inc(amount=0)", 0), ("c.inc(os.getpid())", 1),
        ("c.count_exceptions()", 1),
    ],
)  # fmt: skip
def test_an_increment_by_nothing_is_none(main: str, amount: int) -> None:
    """`inc(0)` is no increment."""
    found = metrics(f"c = Counter('errors', 'd')\ndef main(): {main}\n")
    assert len(found.uses_of("errors", prometheus.INCREMENTS)) == amount


@pytest.mark.parametrize(
    ("main", "ports"),
    [
        ("start_http_server(8000)", [8000]),
        ("start_http_server(addr='', port=1)", [1]),
        ("serve = start_http_server\nserve(2)", [2]),
        ("from threading import Thread\nThread(target=start_http_server, kwargs=dict(port=3))", [3]),
        ("import functools\nfunctools.partial(start_http_server, addr='')(4)", [4]),
        ("for port in (5, 6):\n    start_http_server(port)", [5, 6]),
        ("start_http_server()", []),
    ],
)
def test_a_server_tells_its_ports(main: str, ports: list[int]) -> None:
    """The port is read however the server is started."""
    found = [value.value for server in metrics(main).servers for value in server.ports or ()]  # type: ignore[union-attr]
    assert found == ports


PAIRS = ", ".join([f"(print, {number})" for number in range(20)])


@pytest.mark.parametrize(
    ("main", "ports"),
    [
        ("[pool.submit(start, 1) for start in (start_http_server,)]", [1]),
        ("[start(port) for start, port in [(print, 1), (start_http_server, 2)]]", [2]),
        (f"for start, port in [{PAIRS}, (start_http_server, 3)]:\n    pool.submit(start, port)", [3]),
        (f"for pair in [{PAIRS}, (start_http_server, 4)]:\n    pool.submit(pair[0], pair[1])", [4]),
        (f"for pair in [{PAIRS}, (start_http_server, 5)]:\n    pair[0](pair[1])", [5]),
        ("for start, port in [(print, 1), (start_http_server, 6)]:\n    start(port)", [6]),
        ("for start in [print, len]:\n    start(7)", []),
    ],
)
def test_a_server_is_found_in_the_round_that_starts_it(main: str, ports: list[int]) -> None:
    """A server that only one round of a loop starts is found, also among more rounds than values are kept of."""
    found = metrics(f"from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\n{main}").servers
    assert [value.value for server in found for value in server.ports or ()] == ports  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        ("Counter", ("a_total", "", "", ""), "a"),
        ("Counter", ("a", "n", "s", ""), "n_s_a"),
        ("Counter", ("total", "a", "", ""), "a"),
        ("Counter", ("a", "", "", "rows"), "a_rows"),
        ("Counter", ("a_rows", "", "", "rows"), "a_rows"),
        ("Gauge", ("a_total", "", "", ""), "a_total"),
        ("Gauge", ("lag", "export", "", "seconds"), "export_lag_seconds"),
    ],
)
def test_names_are_those_that_the_library_builds(kind: str, parts: tuple[str, str, str, str], expected: str) -> None:
    """The exposed name agrees with what the library itself makes of the same arguments."""
    library = pytest.importorskip("prometheus_client")
    name, namespace, subsystem, unit = parts
    registry = library.CollectorRegistry()
    real = getattr(library, kind)(name, "d", (), namespace, subsystem, unit, registry)
    assert prometheus.exposed_name(kind, name, namespace, subsystem, unit) == expected
    assert next(iter(real.collect())).name == expected
