"""What runs when something else does."""

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from macrometa_conformance.code.call_graph import Body, CallGraph, Reach
from macrometa_conformance.code.program import Program
from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.project.dict_tree import DictTree


class Run:
    """The bodies that run from `main` of `app.py` (and the body of that module)."""

    def __init__(self, files: Mapping[str, str]) -> None:
        sources = {path: textwrap.dedent(text) for path, text in files.items()}
        sources.setdefault("pkg/__init__.py", "")
        program = Program(DictTree(sources))
        resolver = Resolver(program)
        self.graph = CallGraph(resolver, program.modules_of("pkg"))
        module = program.module("pkg.app")
        assert module is not None
        main = next(f for f in resolver.definitions(module).functions if f.qualified == "main")
        self.reach: Reach = self.graph.reach([Body(module), self.graph.body_of(main)])
        self.names = {body.name.split(".", 1)[-1] for body in self.reach.bodies}


def run(app: str, **others: str) -> Run:
    """Return what runs of a package with these modules."""
    return Run({"pkg/app.py": app, **{f"pkg/{name}.py": text for name, text in others.items()}})


SERVE = "def serve(): ...\n"
EDGES = Path(__file__).with_name("edges.txt")

WAYS = {
    "a plain call": "def main(): serve()",
    "a call in a nested function that is called": "def main():\n    def inner(): serve()\n    inner()",
    "a thread's target": "from threading import Thread\ndef main(): Thread(target=serve, daemon=True).start()",
    "an executor": (
        "from concurrent.futures import ThreadPoolExecutor\ndef main():\n"
        "    with ThreadPoolExecutor() as pool: pool.submit(serve)"
    ),
    "a coroutine that is run": "import asyncio\nasync def go(): serve()\ndef main(): asyncio.run(go())",
    "gathered coroutines": (
        "import asyncio\nasync def go(): serve()\nasync def all(): await asyncio.gather(*[go() for _ in range(2)])\n"
        "def main(): asyncio.get_event_loop().run_until_complete(all())"
    ),
    "a partial": "from functools import partial\nstart = partial(serve)\ndef main(): start()",
    "partials of partials": (
        "from functools import partial\nstart = partial(partial(partial(partial(serve))))\ndef main(): run(start)"
    ),
    "joblib's delayed": "from joblib import Parallel, delayed as d\ndef main(): Parallel()(d(serve)() for _ in [1])",
    "a lambda": "def main(): (lambda: serve())()",
    "a dict of functions": "STEPS = {'serve': serve}\ndef main(step): STEPS[step]()",
    "a list of functions": "def main():\n    for step in [serve]: step()",
    "a variable": "def main():\n    step = serve\n    step()",
    "a parameter": "def call(step): step()\ndef main(): call(serve)",
    "atexit as a function": "import atexit\ndef main(): atexit.register(serve)",
    "atexit as a decorator": "import atexit\n@atexit.register\ndef late(): serve()\ndef main(): ...",
    "a signal's handler": "import signal\ndef main(): signal.signal(signal.SIGTERM, serve)",
    "a decorator of the project": (
        "def serving(function):\n    def wrapper(*args):\n        serve()\n        return function(*args)\n"
        "    return wrapper\n@serving\ndef main(): ..."
    ),
    "a context manager function": (
        "from contextlib import contextmanager\n@contextmanager\ndef served():\n    serve()\n    yield\n"
        "def main():\n    with served(): ..."
    ),
    "a context manager class": (
        "class Served:\n    def __enter__(self): serve()\n    def __exit__(self, *a): ...\n"
        "def main():\n    with Served(): ..."
    ),
    "a constructor": "class App:\n    def __init__(self): serve()\ndef main(): App()",
    "a constructor of a base": (
        "class Base:\n    def __init__(self): serve()\nclass App(Base):\n    def __init__(self): super().__init__()\n"
        "def main(): App()"
    ),
    "a method of self": (
        "class App:\n    def run(self): self.go()\n    def go(self): serve()\ndef main(): App().run()"
    ),
    "a method of a mixin": (
        "class Mixin:\n    def go(self): serve()\nclass App(Mixin):\n    def run(self): self.go()\n"
        "def main(): App().run()"
    ),
    "an override": (
        "class Base:\n    def run(self): self.go()\n    def go(self): ...\n"
        "class App(Base):\n    def go(self): serve()\n"
        "def main(): App().run()"
    ),
    "an instance in a module variable": "class App:\n    def run(self): serve()\napp = App()\ndef main(): app.run()",
    "an attribute set in the constructor": (
        "class Server:\n    def go(self): serve()\nclass App:\n    def __init__(self): self.server = Server()\n"
        "    def run(self): self.server.go()\ndef main(): App().run()"
    ),
    "a thread's run": (
        "import threading\nclass Worker(threading.Thread):\n    def run(self): serve()\ndef main(): Worker().start()"
    ),
    "a property": "class App:\n    @property\n    def up(self): serve()\ndef main(): App().up",
    "a callable instance": "class App:\n    def __call__(self): serve()\napp = App()\ndef main(): app()",
    "a method of something unknown": "class App:\n    def launch(self): serve()\ndef main(app): app.launch()",
    "getattr by a known name": "class App:\n    def go(self): serve()\ndef main(): getattr(App(), 'go')()",
    "getattr by an unknown name": "class App:\n    def go(self): serve()\ndef main(name): getattr(App(), name)()",
    "a comprehension": "def main(): return [serve() for _ in range(2)]",
    "a generator's iteration": (
        "class Rows:\n    def __iter__(self):\n        serve()\n        yield 1\n"
        "def main():\n    for row in Rows(): ..."
    ),
    "an except": "def main():\n    try:\n        ...\n    except ValueError:\n        serve()",
    "module level": "serve()\ndef main(): ...",
    "an outside decorator's function": "import backoff\n@backoff.on_exception(1)\ndef go(): serve()\ndef main(): go()",
    "recursion": "def one(n): return two(n)\ndef two(n): serve(); return one(n)\ndef main(): one(1)",
    "a condition that is not known": "import os\ndef main():\n    if os.environ.get('X') == 'y': serve()",
    "something unknown that is handed it": "def main(logger): logger.info('by', serve)",
    "a list's method": "def main():\n    steps = []\n    steps.append(serve)",
    "a property as a statement": "class App:\n    @property\n    def up(self): serve()\ndef main():\n    App().up",
    "a property of the project's own making": (
        "class lazy:\n    def __init__(self, f): self.f = f\n    def __get__(self, o, t): return self.f(o)\n"
        "class App:\n    @lazy\n    def up(self): serve()\ndef main():\n    App().up"
    ),
    "a property by a decorator from outside": (
        "from lib import lazy\nclass App:\n    @lazy\n    def up(self): serve()\ndef main(): print(App().up)"
    ),
    "a property of a class": (
        "class App:\n    @classmethod\n    @property\n    def up(cls): serve()\ndef main():\n    if App.up: ..."
    ),
    "a callback that is logged, too": "def main(run):\n    print(serve)\n    run(serve)",
    "a test of itself": "def main(run): run(serve if serve else None)",
    "a static method": "class App:\n    @staticmethod\n    def go(): serve()\ndef main(): App.go()",
    "a class method": "class App:\n    @classmethod\n    def go(cls): serve()\ndef main(): App.go()",
}


@pytest.mark.parametrize("app", WAYS.values(), ids=WAYS.keys())
def test_what_is_called_in_some_way_is_reached(app: str) -> None:
    """A function that `main` comes to in any of the usual ways is reached."""
    assert "app.serve" in run(SERVE + app).names


NO_WAYS = {
    "never named": "def main(): ...",
    "only in another function": "def other(): serve()\ndef main(): ...",
    "only under the main guard": "def main(): ...\nif __name__ == '__main__':\n    serve()\n    main()",
    "only for type checkers": "from typing import TYPE_CHECKING\ndef main():\n    if TYPE_CHECKING: serve()",
    "after a return": "def main():\n    return 1\n    serve()",
    "after an endless loop": "def main():\n    while True:\n        pass\n    serve()",
    "in a branch that never runs": "DEBUG = False\ndef main():\n    if DEBUG: serve()",
    "in a method that nobody calls": "class App:\n    def go(self): serve()\ndef main(): App()",
    "a local name hides it": "def main():\n    serve = print\n    serve()",
    "only mentioned in a text": "def main(): print('serve()')",
    "printed": "def main(): print('by', serve)",
    "logged": "import logging\nLOG = logging.getLogger()\ndef main(): LOG.info('by %s', serve)",
    "logged with the logging module": "import logging as log\ndef main(): log.warning('by %s', serve)",
    "logged by a logger of singer": "import singer\nLOG = singer.get_logger()\ndef main(): LOG.info('by %s', serve)",
    "logged by loguru": "from loguru import logger\ndef main(): logger.info('by {}', serve)",
    "logged through an attribute": (
        "import logging\nclass App:\n    def __init__(self): self.log = logging.getLogger()\n"
        "    def run(self): self.log.debug('by %s', serve)\ndef main(): App().run()"
    ),
    "a bound method that is logged": (
        "import logging\nclass App:\n    def go(self): serve()\n    def run(self): logging.info('%s', self.go)\n"
        "def main(): App().run()"
    ),
    "put into a text": "def main(): return f'by {serve!r}', 'by %s' % serve, 'by %s' % (serve,), '{}'.format(serve)",
    "tested": "def main(): return callable(serve) and isinstance(serve, object) and id(serve)",
    "compared": "def main(step=None):\n    return step is serve or serve != step",
    "a condition": "def main():\n    if serve: ...\n    assert serve\n    return 1 if serve else not serve",
    "asked for its name": "def main(): return serve.__name__ + serve.__doc__",
    "a statement without brackets": "def main():\n    serve",
    "looked into": "import inspect\ndef main(): inspect.signature(serve)",
}


@pytest.mark.parametrize("app", NO_WAYS.values(), ids=NO_WAYS.keys())
def test_what_never_runs_is_not_reached(app: str) -> None:
    """A function that is named nowhere on the way, or only where control never comes, is not reached."""
    assert "app.serve" not in run(SERVE + app).names


@pytest.mark.parametrize(
    ("app", "other"),
    [
        ("from pkg.other import serve\ndef main(): serve()", ""),
        ("from .other import serve as start\ndef main(): start()", ""),
        ("from . import other\ndef main(): other.serve()", ""),
        ("import pkg.other\ndef main(): pkg.other.serve()", ""),
        ("from pkg.other import *\ndef main(): serve()", ""),
        ("def main():\n    from .other import serve\n    serve()", ""),
        ("from .middle import serve\ndef main(): serve()", ""),
        ("from . import other\ndef main(): ...", "serve()\n"),
        ("def main():\n    import pkg.other", "serve()\n"),
    ],
)
def test_calls_across_modules_are_reached(app: str, other: str) -> None:
    """Imports of every form, re-exports and what a module runs when it is imported are followed."""
    names = run(app, other=SERVE + other, middle="from .other import serve\n").names
    assert "other.serve" in names


def test_the_trail_tells_the_way_in_order() -> None:
    """A reached body knows the places by which it was reached, from the root on."""
    found = run("from .other import go\ndef main():\n    go()\n", other="def go():\n    last()\ndef last(): ...\n")
    body = next(body for body in found.reach.bodies if body.name == "pkg.other.last")
    assert [(step.path, step.at[0], step.text) for step in found.reach.trail(body)] == [
        ("pkg/app.py", 3, "calls `go`"),
        ("pkg/other.py", 2, "calls `last`"),
    ]


def test_a_call_that_cannot_be_followed_is_a_doubt() -> None:
    """A call of a value that is not known is listed, so that a rule may stay silent on it."""
    found = run("def main(step):\n    step()\n")
    assert [doubt.site.at[0] for doubt in found.reach.doubts] == [1]


def test_a_package_that_imports_its_own_module_by_name() -> None:
    """`from package import module` inside that very package names the module."""
    found = Run(
        {
            "pkg/__init__.py": "from pkg import tools\ndef serve(): tools.go()\n",
            "pkg/tools.py": "def go(): ...\n",
            "pkg/app.py": "from pkg import serve\ndef main(): serve()\n",
        }
    )
    assert "tools.go" in found.names


def test_callers_are_the_edges_turned_round() -> None:
    """Each body knows the bodies that lead to it."""
    found = run(SERVE + "def one(): serve()\ndef two(): serve()\ndef main(): one()\n")
    body = next(body for body in found.graph.bodies if body.name == "pkg.app.serve")
    assert {caller.name for caller, _ in found.graph.callers[body]} == {"pkg.app.one", "pkg.app.two"}


def _edge_cases() -> Iterator[object]:
    """Yield the cases of the table: the module `app` below `SERVE`, and what its `main` leads to, in words."""
    for block in EDGES.read_text(encoding="utf-8").split("=== ")[1:]:
        name, *lines = block.strip().splitlines()
        app = "\n".join(line for line in lines if not line.startswith("-> "))
        yield pytest.param(app, [line[3:] for line in lines if line.startswith("-> ")], id=name)


@pytest.mark.parametrize(("app", "expected"), [*_edge_cases()])
def test_each_edge_tells_its_place_and_way(app: str, expected: list[str]) -> None:
    """A body leads to what it runs, where and how it says so, and whether it is sure, and to nothing else."""
    graph = run(SERVE + app, other="def go(): ...\n").graph
    body = next(body for body in graph.bodies if body.name == "pkg.app.main")
    told = [
        f"{edge.target.name.split('.', 1)[-1]}: {edge.step.at[0] - 1}:{edge.step.at[1]} {edge.step.text}"
        f"{'' if edge.certain else ', perhaps'}"
        for edge in graph.edges(body)
    ]
    assert told == expected
