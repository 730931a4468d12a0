"""C8704 to C8707 and C8713: the metrics themselves."""

import pytest

from tests.rules.metric_projects import lines, source, target

COUNTERS = {
    "the plain name": "c = Counter('ingest_errors', 'd')",
    "with _total": "c = Counter('ingest_errors_total', 'd')",
    "keywords": "c = Counter(documentation='d', name='ingest_errors')",
    "a namespace": "c = Counter('errors', 'd', namespace='ingest')",
    "a subsystem by position": "c = Counter('errors', 'd', (), '', 'ingest')",
    "a unit": "c = Counter('ingest', 'd', unit='errors')",
    "an alias of the class": "from prometheus_client import Counter as C\nc = C('ingest_errors', 'd')",
    "an alias of the module": "import prometheus_client as p\nc = p.Counter('ingest_errors', 'd')",
    "the module that defines it": "c = prometheus_client.metrics.Counter('ingest_errors', 'd')",
    "a star import": "from prometheus_client import *\nc = Counter('ingest_errors', 'd')",
    "a constant": "NAME = 'ingest_' + 'errors'\nc = Counter(NAME, 'd')",
    "an f-string": "KIND = 'ingest'\nc = Counter(f'{KIND}_errors', 'd')",
    "a function": "def main():\n    c = Counter('ingest_errors', 'd')",
    "an attribute": "class A:\n    def __init__(self): self.c = Counter('ingest_errors', 'd')",
    "a class attribute": "class A:\n    c = Counter('ingest_errors', 'd')",
    "a dataclass": (
        "from dataclasses import dataclass, field\n@dataclass\nclass A:\n"
        "    c: Counter = field(default_factory=lambda: Counter('ingest_errors', 'd'))"
    ),
    "a helper": "def make(name): return Counter(name, 'd')\nc = make('ingest_errors')",
    "a helper that is called twice": "def make(n): return Counter(n, 'd')\na = make('x')\nc = make('ingest_errors')",
    "a constructor": "class M:\n    def __init__(self, n): self.c = Counter(n, 'd')\nm = M('ingest_errors')",
    "a partial": "from functools import partial\nmake = partial(Counter, documentation='d')\nc = make('ingest_errors')",
    "a dict": "M = {'e': Counter('ingest_errors', 'd')}",
    "a comprehension": "M = {n: Counter(n, 'd') for n in ('ingest_errors', 'rows')}",
    "a loop": "M = {}\nfor n in ['rows', 'ingest_errors']:\n    M[n] = Counter(n, 'd')",
    "a list of classes": "M = [cls(name, 'd') for cls, name in [(Gauge, 'rows'), (Counter, 'ingest_errors')]]",
    "a switch": "if os.environ.get('REGION') == 'eu':\n    c = Counter('ingest_errors', 'd')",
    "a try": "try:\n    c = Counter('ingest_errors', 'd')\nexcept ValueError:\n    c = None",
    "a subclass": "class C(Counter):\n    def add(self): self.inc()\nc = C('ingest_errors', 'd')",
    "a subclass's constructor": (
        "class C(Counter):\n    def __init__(self, what): super().__init__(f'{what}_errors', 'd')\nc = C('ingest')"
    ),
    "an enumeration": (
        "import enum\nclass N(str, enum.Enum):\n    ERRORS = 'ingest_errors'\nc = Counter(N.ERRORS.value, 'd')"
    ),
    "a walrus": "if (c := Counter('ingest_errors', 'd')):\n    ...",
    "a cached function": (
        "import functools\n@functools.lru_cache(None)\ndef errors(): return Counter('ingest_errors', 'd')"
    ),
    "starred arguments": "ARGS = ('ingest_errors', 'd')\nc = Counter(*ARGS)",
    "arguments in a dict": "ARGS = {'name': 'ingest_errors', 'documentation': 'd'}\nc = Counter(**ARGS)",
}


@pytest.mark.parametrize("way", COUNTERS)
def test_the_counter_is_found_however_it_is_made(way: str) -> None:
    """C8704 has nothing to say, and nothing to leave open."""
    found = source("C8704", COUNTERS[way])
    assert (found.findings, found.undecided) == ([], [])


NO_COUNTERS = {
    "nothing": "",
    "another name": "c = Counter('errors', 'd')",
    "the target's": "c = Counter('export_errors', 'd')",
    "a namespace": "c = Counter('ingest_errors', 'd', namespace='demo')",
    "a subsystem": "c = Counter('ingest_errors', 'd', subsystem='demo')",
    "a unit": "c = Counter('ingest_errors', 'd', unit='rows')",
    "a gauge": "c = Gauge('ingest_errors', 'd')",
    "a gauge with _total": "c = Gauge('ingest_errors_total', 'd')",
    "a summary": "c = Summary('ingest_errors', 'd')",
    "collections": "from collections import Counter\nc = Counter('ingest_errors')",
    "typing": "from typing import Counter\nc: Counter = None",
    "a class of the project": "class Counter:\n    def __init__(self, *a): ...\nc = Counter('ingest_errors', 'd')",
    "singer's": "import singer\nc = singer.metrics.Counter('ingest_errors')",
    "singer's record counter": "import singer\nwith singer.metrics.record_counter('ingest_errors') as c:\n    ...",
    "a block that never runs": "if False:\n    c = Counter('ingest_errors', 'd')",
    "a comment": "# c = Counter('ingest_errors', 'd')",
    "capitals": "c = Counter('Ingest_errors', 'd')",
    "a constant with another name": "NAME = 'ingestion_errors'\nc = Counter(NAME, 'd')",
    "a helper with another name": "def make(name): return Counter(name, 'd')\nc = make('ingest_error')",
    "an import alone": "from prometheus_client import Counter",
}


@pytest.mark.parametrize("way", NO_COUNTERS)
def test_a_missing_counter_is_told_on_the_package(way: str) -> None:
    """C8704 stands on `__init__.py` with no line, and C8705 has nothing to judge."""
    assert source("C8704", NO_COUNTERS[way]).places == [("macrometa_source_demo/__init__.py", None)]
    later = source("C8705", NO_COUNTERS[way])
    assert later.not_applicable
    assert not later.findings


UNNAMED = {
    "the environment": "c = Counter(os.environ['NAME'], 'd')",
    "the environment as a part": "c = Counter('errors', 'd', namespace=os.environ['KIND'])",
    "a parameter": "def make(name): return Counter(name, 'd')",
    "a name from elsewhere": "from elsewhere import NAME\nc = Counter(NAME, 'd')",
    "starred arguments": "def make(*args): return Counter(*args)",
    "a collector of one's own": (
        "from prometheus_client.core import CounterMetricFamily\nclass C:\n"
        "    def collect(self): yield CounterMetricFamily('ingest_errors', 'd', value=1)\n"
        "prometheus_client.REGISTRY.register(C())"
    ),
    "a factory that cannot be seen": "def make(kinds): return kinds['counter']('ingest_errors', 'd')",
}


@pytest.mark.parametrize("way", UNNAMED)
def test_a_counter_whose_name_is_not_known_may_be_the_one(way: str) -> None:
    """C8704 is undecided where some counter's name, or what makes it, is not known."""
    found = source("C8704", UNNAMED[way])
    assert not found.findings
    assert found.undecided


def test_a_gauge_of_unknown_name_is_no_counter() -> None:
    """What cannot be the counter leaves nothing open."""
    assert source("C8704", "c = Gauge(os.environ['NAME'], 'd')").findings


def test_the_finding_names_what_is_nearly_the_counter() -> None:
    """A metric of another class or with a namespace is shown beside the finding."""
    finding = source("C8704", "c = Counter('ingest_errors', 'd', namespace='demo')").only
    assert [step.message for step in finding.related] == ["a `Counter` that is exposed as `demo_ingest_errors`"]


def test_a_target_has_its_own_counter() -> None:
    """A target counts `export_errors`, and `ingest_errors` is none for it."""
    assert not target("C8704", "c = Counter('export_errors', 'd')").findings
    assert target("C8704", "c = Counter('ingest_errors', 'd')").findings


C = "c = Counter('ingest_errors', 'd')\n"
COUNTED = {
    "in an except": "def main():\n    try: go()\n    except Exception: c.inc()",
    "with an amount": "def main():\n    try: go()\n    except Exception: c.inc(2)",
    "in a finally": "def main():\n    try: go()\n    finally: c.inc()",
    "under an if": "def main(ok):\n    if not ok: c.inc()",
    "in an else": "def main(ok):\n    if ok: ...\n    else: c.inc()",
    "under a match": "def main(x):\n    match x:\n        case 'error': c.inc()",
    "in the else of a loop": "def main():\n    for _ in range(3):\n        if go(): break\n    else: c.inc()",
    "on one side of or": "def main(): go() or c.inc()",
    "on one side of a conditional expression": "def main(): c.inc() if go() else None",
    "in a function that an except calls": (
        "def count(): c.inc()\ndef main():\n    try: go()\n    except Exception: count()"
    ),
    "two calls away": (
        "def count(): c.inc()\ndef fail(e):\n    count()\ndef main():\n    try: go()\n    except E as e: fail(e)"
    ),
    "in a method that an if calls": (
        "class M:\n    def fail(self): c.inc()\ndef main(m: M, ok):\n    m = M()\n    if not ok: m.fail()"
    ),
    "in a method of unknown origin": "class M:\n    def fail(self): c.inc()\ndef main(m, ok):\n    if not ok: m.fail()",
    "in a decorator": (
        "def counted(f):\n    def run(*a):\n        c.inc()\n        return f(*a)\n    return run\n"
        "@counted\ndef main(): ..."
    ),
    "in a function with a decorator that an except calls": (
        "def traced(f):\n    def run(*a): return f(*a)\n    return run\n@traced\ndef fail(): c.inc()\n"
        "def main():\n    try: go()\n    except E: fail()"
    ),
    "in a function that a decorator calls on an error": (
        "def guarded(f):\n    def run(*a):\n        try: return f(*a)\n        except E: fail()\n    return run\n"
        "def fail(): c.inc()\n@guarded\ndef main(): ..."
    ),
    "in a context manager": (
        "class Count:\n    def __enter__(self): ...\n    def __exit__(self, kind, *a): c.inc()\n"
        "def main():\n    with Count(): go()"
    ),
    "in a context manager's generator": (
        "from contextlib import contextmanager\n@contextmanager\ndef counting():\n    yield\n    c.inc()\n"
        "def main():\n    with counting(): go()"
    ),
    "count_exceptions around a block": "def main():\n    with c.count_exceptions(): go()",
    "count_exceptions as a decorator": "@c.count_exceptions()\ndef main(): go()",
    "count_exceptions of one class": "def main():\n    with c.count_exceptions(ValueError): go()",
    "by way of a variable": "def main():\n    inc = c.inc\n    try: go()\n    except E: inc()",
    "by getattr": "def main():\n    try: go()\n    except E: getattr(c, 'inc')()",
    "by way of a parameter": (
        "def count(metric): metric.inc()\ndef main():\n    try: go()\n    except E: count(c)"
    ),
    "with labels held": "def main():\n    child = c\n    try: go()\n    except E: child.inc()",
    "before a raise": "def check(ok):\n    c.inc()\n    raise ValueError(ok)\ndef main(): check(1)",
    "before the process fails": "import sys\ndef main():\n    c.inc()\n    sys.exit(1)",
    "behind a return of those that succeed": (
        "def main():\n    for _ in range(3):\n        if go(): return\n        c.inc()"
    ),
    "behind a try that returns": "def main():\n    try:\n        return go()\n    except E: ...\n    c.inc()",
    "an exception hook": (
        "import sys\ndef hook(*a): c.inc()\ndef main():\n    sys.excepthook = hook"
    ),
    "a future's callback": (
        "def done(f): c.inc()\ndef main(pool): pool.submit(print).add_done_callback(done)"
    ),
    "a bound method as a callback": "def main(retry): retry(on_error=c.inc)",
    "a lambda as a callback": "import backoff\n@backoff.on_exception(backoff.expo, E, on_backoff=lambda d: c.inc())\n"
    "def main(): ...",
    "a method that an outside base calls": (
        "import logging\nclass H(logging.Handler):\n    def emit(self, record): c.inc()\ndef main(): H()"
    ),
    "what is not known in an except": (
        "def main(metrics):\n    try: go()\n    except E: metrics['errors'].inc()"
    ),
    "handed to something outside": "from elsewhere import watch\ndef main(): watch(c)",
    "in a nested function": (
        "def main():\n    def fail(): c.inc()\n    try: go()\n    except E: fail()"
    ),
    "in a comprehension with a condition": "def main(rows): [c.inc() for r in rows if bad(r) and (r or c.inc())]",
}  # fmt: skip


@pytest.mark.parametrize("way", COUNTED)
def test_an_increment_on_an_error_is_enough(way: str) -> None:
    """C8705 has nothing to say where an error increments the counter, or may."""
    assert not source("C8705", C + COUNTED[way]).findings


def test_a_port_of_a_module_that_cannot_be_read_is_left_open() -> None:
    """C8703 has no finding where C8001 says why the port is not known."""
    found = source("C8703", "from . import numbers\ndef main(): start_http_server(numbers.PORT)", numbers="PORT = (")
    assert not found.findings
    assert found.undecided


NOT_COUNTED = {
    "never": "def main(): go()",
    "another counter": "d = Counter('rows', 'd')\ndef main():\n    try: go()\n    except E: d.inc()",
    "in the main path": "def main():\n    go()\n    c.inc()",
    "in a try": "def main():\n    try:\n        go()\n        c.inc()\n    except E: raise",
    "in the else of a try": "def main():\n    try: go()\n    except E: raise\n    else: c.inc()",
    "in a loop": "def main(rows):\n    for row in rows: c.inc()",
    "in an endless loop": "def main():\n    while True:\n        c.inc()",
    "in a with": "def main():\n    with open('x'): c.inc()",
    "in a function that the main path calls": "def count(): c.inc()\ndef main():\n    count()",
    "in a function that nothing calls": "def count(): c.inc()\ndef main():\n    try: go()\n    except E: raise",
    "in the module's body": "c.inc()\ndef main(): ...",
    "in a thread": (
        "from threading import Thread\ndef work(): c.inc()\ndef main(): Thread(target=work).start()"
    ),
    "in a gathered coroutine": (
        "import asyncio\nasync def work(): c.inc()\nasync def all_(): await asyncio.gather(work())\n"
        "def main(): asyncio.run(all_())"
    ),
    "only read": "def main():\n    try: go()\n    except E: print(c)",
    "a method that is named only": "def main():\n    try: go()\n    except E: c.inc",
    "by nothing": "def main():\n    try: go()\n    except E: c.inc(0)",
    "another metric's name": (
        "from collections import Counter as Bag\nb = Bag()\ndef main():\n    try: go()\n    except E: b.update('x')"
    ),
    "behind a check that raises": "def main(ok):\n    if not ok: raise ValueError\n    c.inc()",
    "in the guard of a script": "def main(): ...\nif __name__ == '__main__':\n    c.inc()\n    main()",
    "only labelled": "def main():\n    try: go()\n    except E: c.labels()",
    "under a condition that always holds": "def main():\n    if True: c.inc()",
    "in a function that has a decorator": (
        "def traced(f):\n    def run(*a): return f(*a)\n    return run\n@traced\ndef work(): c.inc()\n"
        "def main(): work()"
    ),
    "in a function whose decorator another one has too, which is called under a condition": (
        "def traced(f):\n    def run(*a): return f(*a)\n    return run\n@traced\ndef other(): ...\n"
        "@traced\ndef work(): c.inc()\ndef main(ok):\n    work()\n    if ok: other()"
    ),
    "in a function that an object decorates": (
        "class Traced:\n    def __init__(self, f): self.f = f\n    def __call__(self, *a): return self.f(*a)\n"
        "@Traced\ndef work(): c.inc()\ndef main(): work()"
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", NOT_COUNTED)
def test_a_counter_that_no_error_increments_is_told_on_its_definition(way: str) -> None:
    """C8705 stands on the counter."""
    assert lines(source("C8705", C + NOT_COUNTED[way])) == [1]


def test_the_increments_that_count_passes_are_shown() -> None:
    """The message and the evidence tell a counter that is never incremented from one that counts passes."""
    never = source("C8705", C + "def main(): ...").only
    always = source("C8705", C + "def main():\n    c.inc()").only
    assert "never incremented" in never.message
    assert "every successful pass" in always.message
    assert [step.place.line for step in always.related] == [6]


def test_a_counter_is_followed_into_other_modules() -> None:
    """The counter of one module is incremented in another, through an import or an attribute of the module."""
    metrics = "from prometheus_client import Counter\nerrors = Counter('ingest_errors', 'd', ['a'])\n"
    for use in ("from .metrics import errors as e\n", "from macrometa_source_demo import metrics\n"):
        name = "e" if "as e" in use else "metrics.errors"
        good = f"{use}def main():\n    try: go()\n    except E: {name}.labels('x').inc()"
        assert not source("C8705", good, metrics=metrics).findings
        bad = f"{use}def main():\n    {name}.labels('x').inc()"
        assert source("C8705", bad, metrics=metrics).places == [("macrometa_source_demo/metrics.py", 2)]


FOREIGN = {
    "one": ("c = Counter('ingested_bytes', 'd')", [1]),
    "all": (
        "a = Counter('ingested_bytes', 'd')\nb = Counter('ingested_documents_total', 'd')\n"
        "c = Gauge('ingest_lag', 'd')",
        [1, 2, 3],
    ),
    "a namespace": ("c = Counter('bytes', 'd', namespace='ingested')", [1]),
    "a function": ("def main():\n    c = Counter('ingested_bytes', 'd')", [2]),
    "a helper": ("def make(n): return Counter(n, 'd')\na = make('ingest_errors')\nb = make('ingested_bytes')", [3]),
    "a loop": ("for n in [\n    'ingested_bytes',\n    'ingest_errors',\n]:\n    Counter(n, 'd')", [2]),
    "a switch": ("if os.environ.get('X'):\n    c = Counter('ingested_documents', 'd')", [2]),
    "a histogram": ("c = Histogram('ingest_lag', 'd')", [1]),
    "an attribute": ("class A:\n    def __init__(self):\n        self.c = Counter('ingested_bytes', 'd')", [3]),
    "a constant": ("NAME = 'ingested_bytes'\nc = Counter(NAME, 'd')", [2]),
    "a family": (
        "from prometheus_client.core import CounterMetricFamily\nclass A:\n    def collect(self):\n"
        "        yield CounterMetricFamily('ingested_bytes', 'd')",
        [4],
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", FOREIGN)
def test_a_metric_of_the_collection_end_is_told(way: str) -> None:
    """C8706 stands on the metric, or on the name that a helper or a loop is given."""
    main, expected = FOREIGN[way]
    assert lines(source("C8706", main)) == expected


OWN = {
    "the errors": "c = Counter('ingest_errors', 'd')",
    "the other side's": "c = Counter('exported_bytes', 'd')\nd = Gauge('export_lag', 'd')",
    "one's own": "c = Counter('demo_rows', 'd')",
    "a namespace": "c = Counter('ingested_bytes', 'd', namespace='demo')",
    "a gauge with _total": "c = Gauge('ingested_bytes_total', 'd')",
    "collections": "from collections import Counter\nc = Counter('ingested_bytes')",
    "a variable": "ingested_bytes = 0\ningest_lag = None",
    "a text": "print('ingested_bytes')",
    "a dict": "totals = {'ingested_bytes': 0}",
    "a name that is not known": "c = Counter(os.environ['X'], 'd')",
}


@pytest.mark.parametrize("way", OWN)
def test_a_metric_of_the_connectors_own_is_fine(way: str) -> None:
    """C8706 is about five names alone."""
    assert not source("C8706", OWN[way]).findings


def test_a_target_is_forbidden_other_names() -> None:
    """A target must not count what the source collection counts."""
    main = (
        "a = Counter('exported_bytes', 'd')\nb = Counter('exported_documents', 'd')\nc = Counter('ingested_bytes', 'd')"
    )
    assert lines(target("C8706", main)) == [1, 2]


def test_the_collection_ends_are_exempt() -> None:
    """The two ends that Macrometa runs carry the other side's metrics, by their names."""
    from tests.rules.projects import INIT, PYPROJECT, verdicts

    for name in ("macrometa-source-collection", "c8-source-c8collection"):
        files = {
            "pyproject.toml": PYPROJECT.replace("macrometa-source-demo", name),
            "macrometa_source_demo/__init__.py": INIT,
            "macrometa_source_demo/main.py": (
                "from prometheus_client import Counter\nc = Counter('ingested_bytes', 'd')\n"
            ),
        }
        found = verdicts("C8706", files)
        assert not found.findings
        assert found.not_applicable


G = "lag = Gauge('export_lag', 'd')\n"
SET = {
    "set": G + "def main(x): lag.set(x)",
    "observe": "lag = Summary('export_lag', 'd')\ndef main(x): lag.observe(x)",
    "a histogram": "lag = Histogram('export_lag', 'd')\ndef main(x): lag.observe(x)",
    "inc": G + "def main(x): lag.inc(x)",
    "dec": G + "def main(x): lag.dec()",
    "set_function": G + "def main(): lag.set_function(lambda: 1.0)",
    "set_to_current_time": G + "def main(): lag.set_to_current_time()",
    "time": G + "def main():\n    with lag.time(): ...",
    "time as a decorator": G + "@lag.time()\ndef main(): ...",
    "track_inprogress": G + "def main():\n    with lag.track_inprogress(): ...",
    "labels": "lag = Gauge('export_lag', 'd', ['a'])\ndef main(x): lag.labels('y').set(x)",
    "labels held": "lag = Gauge('export_lag', 'd', ['a'])\nchild = lag.labels('y')\ndef main(x): child.set(x)",
    "a function that joblib calls": (
        G + "from joblib import Parallel, delayed\ndef flush(x): lag.set(x)\n"
        "def main(): Parallel()(delayed(flush)(x) for x in [1])"
    ),
    "a list that is filled elsewhere": (
        G + "def flush(times):\n    for t in times: lag.set(t)\ndef fill(times): times.append(1)\n"
        "def main():\n    times = []\n    fill(times)\n    flush(times)"
    ),
    "a method": (
        "class A:\n    def __init__(self): self.lag = Gauge('export_lag', 'd')\n    def put(self, x): self.lag.set(x)"
    ),
    "a bound method that is handed on": G + "def main(values): list(map(lag.set, values))",
    "a namespace": "lag = Gauge('lag', 'd', namespace='export')\ndef main(x): lag.set(x)",
    "a dict": "M = {'lag': Gauge('export_lag', 'd')}\ndef main(x): M['lag'].set(x)",
    "a name that is known when it runs": (
        "M = {n: Gauge(n, 'd') for n in ('a', 'export_lag')}\ndef main(n, x): M[n].set(x)"
    ),
    "what is not known": G + "def main(metrics, x): metrics['lag'].set(x)",
    "handed to something outside": G + "from elsewhere import watch\ndef main(): watch(lag)",
}


@pytest.mark.parametrize("way", SET)
def test_a_lag_that_is_set_is_fine(way: str) -> None:
    """C8707 takes every method that sets a metric, and leaves open what may be one."""
    assert not target("C8707", SET[way]).findings


NOT_SET = {
    "never": G + "def main(): ...",
    "another metric": G + "other = Gauge('x', 'd')\ndef main(x): other.set(x)",
    "only labelled": "lag = Gauge('export_lag', 'd', ['a'])\ndef main(): lag.labels('x')",
    "only read": G + "def main(): print(lag)",
    "an event": G + "import threading\nstop = threading.Event()\ndef main(): stop.set()",
    "a variable of that name": G + "def main():\n    export_lag = 1\n    return export_lag",
    "a block that never runs": G + "def main(x):\n    if False: lag.set(x)",
    "by nothing": G + "def main(): lag.inc(0)",
    "a method that is named only": G + "def main(): lag.set",
    "in a comment": G + "def main():\n    # lag.set(1)\n    ...",
    "with an info": "lag = prometheus_client.Info('export_lag', 'd')\ndef main(): lag.info({'a': 'b'})",
}


@pytest.mark.parametrize("way", NOT_SET)
def test_a_lag_that_is_never_set_is_told_on_its_definition(way: str) -> None:
    """C8707 stands on the metric that nothing sets."""
    assert lines(target("C8707", NOT_SET[way])) == [1]


NO_LAG = {
    "nothing": "",
    "another name": "lag = Gauge('lag', 'd')\ndef main(x): lag.set(x)",
    "a namespace": "lag = Gauge('export_lag', 'd', namespace='demo')\ndef main(x): lag.set(x)",
    "the source's": "lag = Gauge('ingest_lag', 'd')\ndef main(x): lag.set(x)",
    "a unit": "lag = Gauge('export_lag', 'd', unit='seconds')\ndef main(x): lag.set(x)",
    "_total of a gauge": "lag = Gauge('export_lag_total', 'd')",
    "a variable": "export_lag = 0",
    "a text": "print('export_lag')",
    "a log": "import logging\nlogging.info('export_lag', extra={})",
    "another library": "from statsd import StatsClient\nc = StatsClient()\nc.gauge('export_lag', 1)",
}


@pytest.mark.parametrize("way", NO_LAG)
def test_a_missing_lag_is_told_on_the_package(way: str) -> None:
    """C8707 stands on `__init__.py` with no line where no metric is exposed as `export_lag`."""
    assert target("C8707", NO_LAG[way]).places == [("macrometa_target_demo/__init__.py", None)]


def test_a_metric_of_unknown_name_may_be_the_lag() -> None:
    """C8707 is undecided where some metric's name is not known."""
    found = target("C8707", "lag = Gauge(os.environ['NAME'], 'd')\ndef main(x): lag.set(x)")
    assert not found.findings
    assert found.undecided


L = "c = Counter('ingest_errors', 'd', ['region', 'tenant'])\n"
MISLABELLED = {
    "none given": (L + "def main(): c.inc()", [2]),
    "too few": (L + "def main(): c.labels('a').inc()", [2]),
    "too many": (L + "def main(): c.labels('a', 'b', 'c').inc()", [2]),
    "a keyword lacks": (L + "def main(): c.labels(region='a').inc()", [2]),
    "another keyword": (L + "def main(): c.labels(region='a', tenent='b').inc()", [2]),
    "a tuple of labels": ("c = Counter('a', 'd', ('x',))\ndef main(): c.inc()", [2]),
    "labels by keyword": ("c = Counter('a', 'd', labelnames=['x'])\ndef main(): c.inc()", [2]),
    "labels in a constant": ("NAMES = ['x', 'y']\nc = Counter('a', 'd', NAMES)\ndef main(): c.labels(1).inc()", [3]),
    "a gauge": ("g = Gauge('a', 'd', ['x'])\ndef main(): g.set(1)", [2]),
    "a gauge's dec": ("g = Gauge('a', 'd', ['x'])\ndef main(): g.dec()", [2]),
    "a summary": ("s = Summary('a', 'd', ['x'])\ndef main():\n    with s.time(): ...", [3]),
    "a histogram": ("h = Histogram('a', 'd', ['x'])\ndef main(): h.observe(1)", [2]),
    "count_exceptions": (L + "@c.count_exceptions()\ndef main(): ...", [2]),
    "two uses": (L + "def main():\n    c.inc()\n    c.labels('a', 'b').inc()\n    c.inc()", [3, 5]),
    "an attribute": (
        "class A:\n    def __init__(self): self.c = Counter('a', 'd', ['x'])\n    def fail(self): self.c.inc()", [3],
    ),
    "by way of a variable": (L + "def main():\n    inc = c.inc\n    inc()", [4]),
    "by way of a parameter": (L + "def count(m): m.inc()\ndef main(): count(c)", [2]),
    "a helper without labels": (
        L + "def count(m, labels=()):\n    if labels: m.labels(*labels).inc()\n    else: m.inc()\ndef main(): count(c)",
        [4],
    ),
    "a starred list": (L + "VALUES = ['a']\ndef main(): c.labels(*VALUES).inc()", [3]),
    "a starred dict": (L + "VALUES = {'region': 'a'}\ndef main(): c.labels(**VALUES).inc()", [3]),
    "no labels declared": ("c = Counter('a', 'd')\ndef main(): c.labels('x').inc()", [2]),
    "a dict of metrics": ("M = {'e': Counter('a', 'd', ['x'])}\ndef main(): M['e'].inc()", [2]),
    "a helper that makes it": (
        "def make(n, labels): return Counter(n, 'd', labels)\na = make('a', [])\nb = make('b', ['x'])\n"
        "def main():\n    a.inc()\n    b.inc()",
        [6],
    ),
    "handed on": (L + "def main(retry): retry(c.inc)", [2]),
}  # fmt: skip


@pytest.mark.parametrize("way", MISLABELLED)
def test_a_use_that_lacks_labels_is_told(way: str) -> None:
    """C8713 stands on the use, once."""
    main, expected = MISLABELLED[way]
    assert lines(source("C8713", main)) == expected


LABELLED = {
    "as many": L + "def main(): c.labels('a', 'b').inc()",
    "keywords": L + "def main(): c.labels(tenant='a', region='b').inc()",
    "held": L + "child = c.labels('a', 'b')\ndef main(): child.inc()",
    "no labels": "c = Counter('a', 'd')\ndef main(): c.inc()",
    "an empty list": "c = Counter('a', 'd', [])\ndef main(): c.inc()",
    "a starred list": L + "VALUES = ['a', 'b']\ndef main(): c.labels(*VALUES).inc()",
    "a starred dict": L + "VALUES = {'region': 'a', 'tenant': 'b'}\ndef main(): c.labels(**VALUES).inc()",
    "an unknown list": L + "def main(values): c.labels(*values).inc()",
    "unknown labels": "NAMES = os.environ['X'].split()\nc = Counter('a', 'd', NAMES)\ndef main(): c.labels('x').inc()",
    "unknown labels and none": "def make(names):\n    c = Counter('a', 'd', names)\n    c.inc()",
    "a helper": L + "def count(m, *labels): m.labels(*labels).inc()\ndef main(): count(c, 'a', 'b')",
    "a helper for both": (
        L + "d = Counter('x', 'd')\ndef count(m, labels=()):\n    if labels: m.labels(*labels).inc()\n"
        "    else: m.inc()\ndef main():\n    count(c, ('a', 'b'))\n    count(d)"
    ),
    "another number for another metric": (
        L + "d = Counter('x', 'd', ['one'])\ndef main():\n    c.labels('a', 'b').inc()\n    d.labels('a').inc()"
    ),
    "one of two": L + "d = Counter('x', 'd')\ndef main(x):\n    m = c if x else d\n    m.inc()",
    "collections": "from collections import Counter as Bag\nb = Bag()\ndef main(): b.update(['a'])",
    "a subclass that labels": (
        "class C(Counter):\n    def fail(self): self.labels('a').inc()\nc = C('a', 'd', ['x'])\ndef main(): c.fail()"
    ),
    "removing": L + "def main(): c.remove('a', 'b')",
    "clearing": L + "def main(): c.clear()",
    "a child in a dict": L + "M = {'e': c.labels('a', 'b')}\ndef main(): M['e'].inc()",
    "a child of an attribute": (
        "class A:\n    def __init__(self):\n        self.c = Counter('a', 'd', ['x']).labels('y')\n"
        "    def fail(self): self.c.inc()"
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", LABELLED)
def test_a_use_with_its_labels_is_fine(way: str) -> None:
    """C8713 counts and names labels, and leaves open what is not known."""
    assert not source("C8713", LABELLED[way]).findings
