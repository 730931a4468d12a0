"""C8701 to C8703, C8711 and C8712: the server of metrics."""

import pytest

from tests.rules.metric_projects import FIRST, lines, source, target
from tests.rules.projects import PYPROJECT, verdicts

STARTED = {
    "a plain call": "def main(): start_http_server(8000)",
    "an alias of the module": "import prometheus_client as p\ndef main(): p.start_http_server(8000)",
    "an alias of the function": "from prometheus_client import start_http_server as serve\ndef main(): serve(8000)",
    "its own module": "from prometheus_client.exposition import start_http_server as s\ndef main(): s(8000)",
    "the module's attribute": "def main(): prometheus_client.exposition.start_http_server(8000)",
    "the WSGI server": "def main(): prometheus_client.start_wsgi_server(8000)",
    "a star import": "from prometheus_client import *\ndef main(): start_wsgi_server(8000)",
    "a variable": "def main():\n    serve = start_http_server\n    serve(8000)",
    "a thread": "from threading import Thread\ndef main(): Thread(target=start_http_server, args=(8000,)).start()",
    "a thread's keywords": (
        "import threading\n"
        "def main(): threading.Thread(target=start_http_server, kwargs={'port': 8000}, daemon=True).start()"
    ),
    "an executor": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def main():\n    with ThreadPoolExecutor() as pool: pool.submit(start_http_server, 8000)"
    ),
    "an executor of unknown origin": "def main(pool): pool.submit(start_http_server, 8000)",
    "an event loop": (
        "import asyncio\n"
        "async def go(): await asyncio.get_running_loop().run_in_executor(None, start_http_server, 8000)\n"
        "def main(): asyncio.run(go())"
    ),
    "a partial": "from functools import partial\nserve = partial(start_http_server, 8000)\ndef main(): serve()",
    "a partial that is handed on": (
        "from functools import partial\nfrom threading import Thread\n"
        "def main(): Thread(target=partial(start_http_server, 8000)).start()"
    ),
    "a lambda": "from threading import Thread\ndef main(): Thread(target=lambda: start_http_server(8000)).start()",
    "a helper": "def serve(port): start_http_server(port)\ndef main(): serve(8000)",
    "a helper with a default": "def serve(port=8000): start_http_server(port)\ndef main(): serve()",
    "a helper that is handed the function": "def run(what): what(8000)\ndef main(): run(start_http_server)",
    "a constructor": "class App:\n    def __init__(self): start_http_server(8000)\ndef main(): App()",
    "a class method": "class App:\n    @classmethod\n    def run(cls): start_http_server(8000)\ndef main(): App.run()",
    "an attribute": "class App:\n    serve = staticmethod(start_http_server)\ndef main(): App.serve(8000)",
    "a table": "STEPS = {'serve': start_http_server}\ndef main(): STEPS['serve'](8000)",
    "a coroutine": "import asyncio\nasync def go(): start_http_server(8000)\ndef main(): asyncio.run(go())",
    "the module's body": "start_http_server(8000)\ndef main(): ...",
    "getattr": "def main(): getattr(prometheus_client, 'start_http_server')(8000)",
    "an address and a registry": "R = CollectorRegistry()\ndef main(): start_http_server(8000, '0.0.0.0', R)",
    "under a condition": "def main(args):\n    if args.metrics: start_http_server(8000)",
    "a try around the import": (
        "try:\n    from prometheus_client import start_http_server as s\nexcept ImportError:\n    s = None\n"
        "def main():\n    if s: s(8000)"
    ),
    "keywords": "def main(): start_http_server(port=8000, addr='localhost')",
    "a default beside the environment": (
        "PORT = int(os.environ['P']) if 'P' in os.environ else 8000\ndef main(): start_http_server(PORT)"
    ),
    "a default that the environment replaces": (
        "port = 8000\nif 'P' in os.environ:\n    port = int(os.environ['P'])\ndef main(): start_http_server(port)"
    ),
    "a default where the environment has none": (
        "try:\n    port = int(os.environ['P'])\nexcept KeyError:\n    port = 8000\ndef main(): start_http_server(port)"
    ),
    "settings with a default": (
        "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n    port: int = 8000\ns = S()\n"
        "def main(): start_http_server(s.port)"
    ),
    "a command": "import click\n@click.group()\ndef main(): ...\n@main.command()\ndef run(): start_http_server(8000)",
    "importlib": "import importlib\ndef main(): importlib.import_module('prometheus_client').start_http_server(8000)",
    "keywords in a dict": "OPTIONS = {'port': 8000}\ndef main(): start_http_server(**OPTIONS)",
    "arguments in a list": "def main(): start_http_server(*[8000])",
}


@pytest.mark.parametrize("way", STARTED)
def test_a_server_is_found_however_it_is_started(way: str) -> None:
    """None of the rules on the server says anything where it is started on the right port and reached."""
    for code in ("C8701", "C8702", "C8703", "C8711"):
        found = source(code, STARTED[way])
        assert not found.findings, (code, found.findings)
        assert not found.undecided, (code, found.undecided)


NOT_STARTED = {
    "nothing at all": "def main(): ...",
    "an import alone": "def main(): Counter('ingest_errors', 'x')",
    "a function of the same name": "def start_http_server(port): ...\ndef main(): start_http_server(8000)",
    "a method of the same name": "class A:\n    def start_http_server(self): ...\ndef main(): A().start_http_server()",
    "another server": "from http.server import HTTPServer\ndef main(): HTTPServer(('', 8000), None).serve_forever()",
    "a comment": "def main():\n    # start_http_server(8000)\n    ...",
    "a text": "def main(): print('start_http_server(8000)')",
    "pushing": "def main(): prometheus_client.push_to_gateway('host', 'job', None)",
    "an unused partial": "def main(): prometheus_client.Info('x', 'y')",
    "the module alone": "def main(): print(prometheus_client.__name__)",
    "a WSGI application": "app = prometheus_client.make_wsgi_app()\ndef main(): ...",
    "an ASGI application": "from prometheus_client import make_asgi_app\ndef main(): make_asgi_app()",
    "a handler": (
        "from http.server import HTTPServer\nfrom prometheus_client import MetricsHandler\n"
        "def main(): HTTPServer(('', 8000), MetricsHandler).serve_forever()"
    ),
    "the text of the metrics": "from prometheus_client import generate_latest\ndef page(): return generate_latest()",
    "a function that is told": "def main(): print('metrics by', start_http_server)",
    "a function that is named and no more": "def main():\n    start_http_server",
    "another name that is looked up": "def main(): getattr(prometheus_client, 'Gauge')('a', 'b')",
}


@pytest.mark.parametrize("way", NOT_STARTED)
def test_a_server_that_is_not_started_is_told_on_the_package(way: str) -> None:
    """C8701 stands on `__init__.py` with no line, and the rules that need a server are not applicable."""
    assert source("C8701", NOT_STARTED[way]).places == [("macrometa_source_demo/__init__.py", None)]
    for code in ("C8702", "C8703", "C8711", "C8712"):
        found = source(code, NOT_STARTED[way])
        assert (found.findings, found.undecided) == ([], []), code
        assert found.not_applicable, code


MAY_BE_STARTED = {
    "a function that is kept": "later = []\ndef main(): later.append(start_http_server)",
    "a function from elsewhere": "def main(lib): globals()['start_http_server'](8000)\ncall = start_http_server",
    "a name that is looked up": "def main(kind): getattr(prometheus_client, f'start_{kind}_server')(8000)",
    "a call that is not known in code that never runs": (
        "from lib import *\nfrom other import *\ndef main():\n    return\n    start_wsgi_server(8000)"
    ),
    "a name that is looked up and kept": (
        "import sys\nstart = getattr(prometheus_client, sys.argv[1])\ndef main(): start(8000)"
    ),
}


@pytest.mark.parametrize("way", MAY_BE_STARTED)
def test_a_call_that_may_be_of_the_function_leaves_it_open(way: str) -> None:
    """C8701 does not guess where a call that cannot be followed may start the server."""
    found = source("C8701", MAY_BE_STARTED[way])
    assert not found.findings
    assert found.undecided


def test_a_module_that_cannot_be_read_leaves_it_open() -> None:
    """What a broken module may hold is unknown: C8701 and C8704 are undecided."""
    for code in ("C8701", "C8704"):
        found = source(code, "def main(): ...", broken="def f(:\n")
        assert not found.findings
        assert found.undecided


def test_a_call_that_is_never_reached_is_not_c8701s() -> None:
    """A call in a function that nothing calls, or in a script's guard, is C8711's alone."""
    for main in ("def serve(): start_http_server(8000)\ndef main(): ...",
                 "def main(): ...\nif __name__ == '__main__':\n    start_http_server(8000)\n    main()"):  # fmt: skip
        assert not source("C8701", main).findings
        assert source("C8711", main).findings


WRONG_PORTS = {
    "the other type's": ("def main(): start_http_server(8001)", [1]),
    "a keyword": ("def main(): start_http_server(port=9090)", [1]),
    "none": ("def main(): start_http_server()", [1]),
    "a registry but no port": ("R = CollectorRegistry()\ndef main(): start_http_server(registry=R)", [2]),
    "a constant": ("PORT = 9000\n\ndef main(): start_http_server(PORT)", [1]),
    "a constant of a class": ("class C:\n    PORT = 80\ndef main(): start_http_server(C.PORT)", [2]),
    "an attribute": (
        "class A:\n    def __init__(self):\n        self.port = 8080\n    def run(self): start_http_server(self.port)\n"
        "def main(): A().run()",
        [3],
    ),
    "an enumeration": (
        "import enum\nclass P(enum.IntEnum):\n    METRICS = 8010\ndef main(): start_http_server(P.METRICS)", [3],
    ),
    "the default of the environment": ("def main(): start_http_server(int(os.environ.get('P', '8001')))", [1]),
    "the default of getenv": ("def main(): start_http_server(int(os.getenv('P', 8001)))", [1]),
    "a default beside the environment": (
        "def main():\n    start_http_server(int(os.environ['P']) if 'P' in os.environ else 9000)", [2],
    ),
    "what stands behind or": ("def main(): start_http_server(int(os.environ.get('P') or 8001))", [1]),
    "the default of a parameter": ("def serve(port=8001):\n    start_http_server(port)\ndef main(): serve()", [1]),
    "one call of a helper": (
        "def serve(port): start_http_server(port)\ndef main():\n    serve(8000)\n    serve(8001)", [4],
    ),
    "two calls of a helper": (
        "def serve(port): start_http_server(port)\ndef main():\n    serve(1)\n    serve(2)", [3, 4],
    ),
    "one literal twice": (
        "PORT = 9000\ndef a(): start_http_server(PORT)\ndef main():\n    a()\n    start_http_server(PORT)", [1],
    ),
    "a thread": (
        "from threading import Thread\ndef main(): Thread(target=start_http_server, args=(8001,)).start()", [2],
    ),
    "an executor": ("def main(pool): pool.submit(start_http_server, 8001)", [1]),
    "a partial": ("from functools import partial\ngo = partial(start_http_server, port=1)\ndef main(): go()", [2]),
    "one side of a condition": ("def main(a):\n    start_http_server(8000 if a else 8001)", [2]),
    "a sum": ("BASE = 8000\ndef main(): start_http_server(BASE + 1)", [2]),
    "a text": ("def main(): start_http_server('8000')", [1]),
    "None": ("def main(): start_http_server(None)", [1]),
    "a dict": ("CONFIG = {'port': 9000}\ndef main(): start_http_server(CONFIG['port'])", [1]),
    "an imported constant": ("from macrometa_source_demo.ports import PORT\ndef main(): start_http_server(PORT)", [2]),
}  # fmt: skip


@pytest.mark.parametrize("way", WRONG_PORTS)
def test_a_wrong_port_is_told_on_its_literal(way: str) -> None:
    """C8702 reports each wrong literal once, where it stands; C8703 has nothing to say."""
    main, expected = WRONG_PORTS[way]
    found = source("C8702", main, ports="\nPORT = 8001\n")
    assert lines(found) == expected
    assert not source("C8703", main, ports="\nPORT = 8001\n").findings


def test_the_finding_on_an_imported_constant_shows_how_it_gets_there() -> None:
    """The literal of another module is the place, with the import and the call as evidence."""
    main = "from macrometa_source_demo.ports import PORT\ndef main(): start_http_server(PORT)"
    finding = source("C8702", main, ports="\nPORT = 8001\n").only
    assert (finding.place.path, finding.place.line) == ("macrometa_source_demo/ports.py", 2)
    assert [step.place.path.rpartition("/")[2] for step in finding.related] == ["main.py", "main.py"]
    assert "8000" in finding.help


def test_a_target_has_its_own_port() -> None:
    """A target listens on 8001, and 8000 is wrong for it."""
    assert not target("C8702", "def main(): start_http_server(8001)").findings
    assert lines(target("C8702", "def main(): start_http_server(8000)")) == [1]


def test_a_dead_second_server_is_not_judged_by_its_port() -> None:
    """Where one server is reached, one that never starts is no mistake."""
    main = "def old(): start_http_server(9000)\ndef main(): start_http_server(8000)"
    assert not source("C8702", main).findings


DYNAMIC = {
    "the environment without a default": "def main(): start_http_server(int(os.environ['PORT']))",
    "getenv without a default": "def main(): start_http_server(int(os.getenv('PORT')))",
    "the configuration": "import singer\ndef main(): start_http_server(singer.utils.parse_args([]).config['port'])",
    "the configuration with a default": "def main(config): start_http_server(config.get('port', 8000))",
    "the command line": (
        "import argparse\ndef main():\n    p = argparse.ArgumentParser()\n    start_http_server(p.parse_args().port)"
    ),
    "a parameter that nobody passes": "def main(port): start_http_server(port)",
    "a starred argument": "def main(*args): start_http_server(*args)",
    "keywords of unknown origin": "import json\ndef main(): start_http_server(**json.load(open('x')))",
    "a helper that is given what is not known": (
        "import json\ndef serve(port=8000): start_http_server(port)\ndef main(): serve(json.load(open('x'))['port'])"
    ),
    "one side of a condition": "def main(c):\n    start_http_server(c['port'] if c else 8000)",
    "a function from elsewhere": "from elsewhere import free_port\ndef main(): start_http_server(free_port())",
}


@pytest.mark.parametrize("way", DYNAMIC)
def test_a_port_that_cannot_be_worked_out_is_c8703s(way: str) -> None:
    """C8703 speaks alone, once, in the file of the call."""
    found = source("C8703", DYNAMIC[way])
    assert [path for path, _ in found.places] == ["macrometa_source_demo/main.py"]
    assert not source("C8702", DYNAMIC[way]).findings


UNREACHED = {
    "behind a return": ("def main():\n    return 1\n    start_http_server(8000)", [3]),
    "behind an exit": ("import sys\ndef main():\n    sys.exit(0)\n    start_http_server(8000)", [4]),
    "behind an endless loop": ("def main():\n    while True:\n        ...\n    start_http_server(8000)", [4]),
    "behind a return in a branch": (
        "def main(a):\n    if a:\n        return\n        with a:\n            start_http_server(8000)\n    ...", [5],
    ),
    "behind two returns": ("def main():\n    return 1\n    return 2\n    start_http_server(8000)", [4]),
    "in a function behind a return": (
        "def main():\n    return 1\n    def serve(): start_http_server(8000)\n    serve()", [3],
    ),
    "under a condition that never holds": ("SERVE = False\ndef main():\n    if SERVE: start_http_server(8000)", [3]),
    "for type checkers": (
        "from typing import TYPE_CHECKING\ndef main():\n    if TYPE_CHECKING: start_http_server(8000)", [3],
    ),
    "in a method that is told": (
        "import logging\nclass A:\n    def serve(self): start_http_server(8000)\n    def run(self):\n"
        "        logging.getLogger(__name__).info('serving by %s', self.serve)\ndef main(): A().run()",
        [3],
    ),
    "in a function without its brackets": ("def serve(): start_http_server(8000)\ndef main():\n    serve", [1]),
    "a function that nothing calls": ("def serve():\n    start_http_server(8000)\ndef main(): ...", [2]),
    "a method that nothing calls": ("class A:\n    def run(self): start_http_server(8000)\ndef main(): A()", [2]),
    "a chain that nothing calls": ("def a(): start_http_server(8000)\ndef b(): a()\ndef main(): ...", [1]),
    "a guard that a console script does not run": (
        "def main(): ...\nif __name__ == '__main__':\n    start_http_server(8000)\n    main()", [3],
    ),
    "two of them": ("def a(): start_http_server(8000)\ndef b(): start_http_server(8000)\ndef main(): ...", [1]),
    "a nested function that is not called": ("def main():\n    def serve(): start_http_server(8000)", [2]),
    "a name that another hides": (
        "def serve(): start_http_server(8000)\ndef main(): serve()\ndef main(): ...", [1],
    ),
    "a class that is not made": ("class A:\n    def __init__(self): start_http_server(8000)\ndef main(): ...", [2]),
    "a thread that is not made": (
        "from threading import Thread\ndef go(): Thread(target=start_http_server, args=(8000,)).start()\n"
        "def main(): ...",
        [2],
    ),
    "a coroutine that is not run": ("async def go(): start_http_server(8000)\ndef main(): ...", [1]),
}  # fmt: skip


@pytest.mark.parametrize("way", UNREACHED)
def test_a_server_that_the_run_never_gets_to_is_told(way: str) -> None:
    """C8711 stands on the first such call."""
    main, expected = UNREACHED[way]
    found = source("C8711", main)
    assert lines(found) == expected
    assert not found.undecided


def test_each_server_that_the_run_never_gets_to_is_told() -> None:
    """C8711 gives every other call as evidence."""
    calls = "".join(f"def serve{number}(): start_http_server(8000)\n" for number in (1, 2, 3))
    related = source("C8711", f"{calls}def main(): ...").only.related
    assert [(step.place.line, step.message) for step in related] == [(FIRST + 2, "nor here"), (FIRST + 3, "nor here")]


REACHED = {
    "a class with a foreign base that is made": (
        "from singer_sdk import Target\nclass T(Target):\n    def run(self): start_http_server(8000)\n"
        "def main(): T().cli()"
    ),
    "a callback": "import atexit\ndef serve(): start_http_server(8000)\ndef main(): atexit.register(serve)",
    "one of two": "def a(): start_http_server(8000)\ndef main(): start_http_server(8000)",
    "a property": (
        "class A:\n    @property\n    def up(self): start_http_server(8000)\ndef main(): A().up"
    ),
    "a decorator": (
        "def serving(f):\n    start_http_server(8000)\n    return f\n@serving\ndef main(): ..."
    ),
    "a context manager": (
        "class S:\n    def __enter__(self): start_http_server(8000)\n    def __exit__(self, *a): ...\n"
        "def main():\n    with S(): ..."
    ),
    "a name that is looked up": (
        "def serve(): start_http_server(8000)\ndef main(name): globals()[name]()"
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", REACHED)
def test_a_server_that_the_run_may_get_to_is_not_told(way: str) -> None:
    """C8711 follows what may call the function, and leaves open what a look-up by name may call."""
    assert not source("C8711", REACHED[way]).findings


def test_without_script_and_main_there_is_no_run_to_judge() -> None:
    """C8711 is silent where there is neither a console script nor a `main`."""
    found = source("C8711", "def serve(): start_http_server(8000)", scripts=False)
    assert not found.findings
    assert found.not_applicable


def test_a_guard_runs_where_there_is_no_console_script() -> None:
    """`python main.py` is how such a connector runs, so that what its guard starts is started."""
    main = "def main(): ...\nif __name__ == '__main__':\n    start_http_server(8000)\n    main()"
    assert not source("C8711", main, scripts=False).findings


def test_a_server_in_another_module_is_followed() -> None:
    """The run goes through modules, and through what importing them runs."""
    main = "from macrometa_source_demo import serving\ndef main(): serving.go()"
    serving = "from prometheus_client import start_http_server\ndef go(): start_http_server(8000)\n"
    assert not source("C8711", main, serving=serving).findings
    imported = "from prometheus_client import start_http_server\nstart_http_server(8000)\n"
    assert not source("C8711", "import macrometa_source_demo.serving\ndef main(): ...", serving=imported).findings
    assert source("C8711", "def main(): ...", serving=imported).places == [("macrometa_source_demo/serving.py", 2)]


def test_a_server_in_dead_code_counts_where_there_is_no_other() -> None:
    """What never runs is no server beside one that runs: neither its port nor its registry is judged."""
    dead = "\n    return\n    start_http_server(9000, registry=CollectorRegistry())"
    for code in ("C8701", "C8702", "C8711", "C8712"):
        assert not source(code, f"c = Counter('a', 'b')\ndef main():\n    start_http_server(8000){dead}").findings
    assert not source("C8701", f"def main():\n    ...{dead}").findings
    assert source("C8702", f"def main():\n    ...{dead}").findings
    assert source("C8711", f"def main():\n    ...{dead}").findings


R = "R = CollectorRegistry()\n"
UNEXPOSED = {
    "the metric in one of its own": (R + "c = Counter('a', 'b', registry=R)\ndef main(): start_http_server(8000)", [2]),
    "the server in its own": (R + "c = Counter('a', 'b')\ndef main(): start_http_server(8000, registry=R)", [2]),
    "the server by position": (R + "c = Counter('a', 'b')\ndef main(): start_http_server(8000, '', R)", [2]),
    "two registries": (
        R + "S = CollectorRegistry()\nc = Gauge('a', 'b', registry=S)\ndef main(): start_http_server(8000, registry=R)",
        [3],
    ),
    "one of two metrics": (
        R + "c = Counter('a', 'b', registry=R)\nd = Counter('c', 'd')\ndef main(): start_http_server(8000, registry=R)",
        [3],
    ),
    "a registry of the function": (
        "c = Counter('a', 'b')\ndef main():\n    r = CollectorRegistry()\n    start_http_server(8000, registry=r)", [1],
    ),
    "a default parameter": (
        R + "def make(r=R): return Counter('a', 'b', registry=r)\ndef main():\n    make()\n    start_http_server(8000)",
        [2],
    ),
    "no registry": ("c = Counter('a', 'b', registry=None)\ndef main(): start_http_server(8000)", [1]),
    "an attribute": (
        "class A:\n    def __init__(self):\n        self.r = CollectorRegistry()\n"
        "        self.c = Counter('a', 'b', registry=self.r)\n    def run(self): start_http_server(8000)\n"
        "def main(): A().run()",
        [4],
    ),
    "the position of the registry": (
        R + "c = Counter('a', 'b', (), '', '', '', R)\ndef main(): start_http_server(8000)", [2],
    ),
    "a partial": (
        "from functools import partial\n" + R + "C = partial(Counter, registry=R)\nc = C('a', 'b')\n"
        "def main(): start_http_server(8000)",
        [4],
    ),
    "the errors pushed instead": (
        R + "c = Counter('ingest_errors', 'b', registry=R)\ndef main():\n    start_http_server(8000)\n"
        "    prometheus_client.push_to_gateway('h', 'j', registry=R)",
        [2],
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", UNEXPOSED)
def test_a_metric_in_another_registry_is_told_on_the_metric(way: str) -> None:
    """C8712 compares the registries of metric and server."""
    main, expected = UNEXPOSED[way]
    assert lines(source("C8712", main)) == expected


EXPOSED = {
    "both default": "c = Counter('a', 'b')\ndef main(): start_http_server(8000)",
    "the default one by name": (
        "c = Counter('a', 'b', registry=prometheus_client.REGISTRY)\ndef main(): start_http_server(8000)"
    ),
    "the default one from its module": (
        "from prometheus_client.core import REGISTRY as D\nc = Counter('a', 'b')\n"
        "def main(): start_http_server(8000, registry=D)"
    ),
    "both the same": R + "c = Counter('a', 'b', registry=R)\ndef main(): start_http_server(8000, registry=R)",
    "an alias": R + "S = R\nc = Counter('a', 'b', registry=S)\ndef main(): start_http_server(8000, registry=R)",
    "a parameter": (
        "def make(r): return Counter('a', 'b', registry=r)\n"
        "def main():\n    r = CollectorRegistry()\n    make(r)\n    start_http_server(8000, registry=r)"
    ),
    "a function that makes it": (
        "def registry():\n    return CollectorRegistry()\nR = registry()\nc = Counter('a', 'b', registry=R)\n"
        "def main(): start_http_server(8000, registry=R)"
    ),
    "two servers": (
        R + "c = Counter('a', 'b', registry=R)\nd = Counter('c', 'd')\n"
        "def main():\n    start_http_server(8000)\n    start_http_server(8000, registry=R)"
    ),
    "registered later": (
        R + "c = Counter('a', 'b', registry=None)\nR.register(c)\ndef main(): start_http_server(8000, registry=R)"
    ),
    "registered later by default": (
        "c = Counter('a', 'b', registry=None)\nprometheus_client.REGISTRY.register(c)\n"
        "def main(): start_http_server(8000)"
    ),
    "a registry or the default": (
        R + "c = Counter('a', 'b', registry=R)\ndef main(r=None): start_http_server(8000, registry=r or R)"
    ),
    "a registry of unknown origin": (
        "from elsewhere import R\nc = Counter('a', 'b', registry=R)\ndef main(): start_http_server(8000)"
    ),
    "several processes": (
        "from prometheus_client import multiprocess\nc = Counter('a', 'b')\ndef main():\n    r = CollectorRegistry()\n"
        "    multiprocess.MultiProcessCollector(r)\n    start_http_server(8000, registry=r)"
    ),
    "pushed, and not the platform's": (
        R + "c = Counter('a', 'b', registry=R)\ndef main():\n    start_http_server(8000)\n"
        "    prometheus_client.push_to_gateway('h', 'j', registry=R)"
    ),
    "served by hand": (
        R + "c = Counter('a', 'b', registry=R)\ndef main():\n    start_http_server(8000)\n"
        "    return prometheus_client.make_wsgi_app(R)"
    ),
    "a subclass of the registry": (
        "class Own(CollectorRegistry): ...\nR = Own()\nc = Counter('a', 'b', registry=R)\n"
        "def main(): start_http_server(8000, registry=R)"
    ),
}


@pytest.mark.parametrize("way", EXPOSED)
def test_a_metric_that_is_served_or_may_be_is_not_told(way: str) -> None:
    """C8712 follows registries, and is undecided where one is not known."""
    assert not source("C8712", EXPOSED[way]).findings


def test_a_registry_is_followed_across_modules() -> None:
    """A registry that is imported with the metrics is the one that they are in."""
    metrics = (
        "from prometheus_client import CollectorRegistry, Counter\nregistry_package = CollectorRegistry()\n"
        "errors = Counter('ingest_errors', 'x', registry=registry_package)\n"
    )
    good = (
        "from macrometa_source_demo.metrics import registry_package\ndef main(): start_http_server(8000, registry={})"
    )
    assert not source("C8712", good.format("registry_package"), metrics=metrics).findings
    assert source("C8712", good.format("CollectorRegistry()"), metrics=metrics).places == [
        ("macrometa_source_demo/metrics.py", 3)
    ]


def test_a_script_that_is_inherited_may_run_all_methods_of_its_class() -> None:
    """Where the console script is a class method from outside the project, what the class defines may be reached."""
    pyproject = PYPROJECT.replace("macrometa_source_demo.main:main", "macrometa_source_demo.main:Demo.cli")
    main = "from prometheus_client import start_http_server\nfrom singer_sdk import Tap\n"
    for base, reached in (("Tap", True), ("object", False)):
        text = f"{main}class Demo({base}):\n    def __init__(self): start_http_server(8000)\ndef main(): ...\n"
        found = verdicts("C8711", {"pyproject.toml": pyproject, "macrometa_source_demo/main.py": text})
        assert bool(found.findings) is not reached


def test_two_star_imports_leave_open_which_one_brings_a_name() -> None:
    """A name that either of two modules from outside may define is not known, so that C8701 is undecided."""
    stars = "from prometheus_client import *\nfrom elsewhere import *\ndef main(): start_http_server(8000)"
    found = source("C8701", stars, head="")
    assert not found.findings
    assert found.undecided
