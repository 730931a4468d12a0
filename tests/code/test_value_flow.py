"""Where a value may come from."""

import textwrap
from collections.abc import Mapping

import pytest

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import CallGraph
from macrometa_conformance.code.passing import Passing
from macrometa_conformance.code.program import Program
from macrometa_conformance.code.resolver import Resolver
from macrometa_conformance.code.value_flow import Slice, ValueFlow
from macrometa_conformance.project.dict_tree import DictTree


def behind(source: str, other: str = "") -> Slice:
    """Return what the argument of the one call of `sink` in the package may come from."""
    return behind_of(
        {"pkg/__init__.py": "", "pkg/app.py": textwrap.dedent(source), "pkg/other.py": textwrap.dedent(other)}
    )


def behind_of(files: Mapping[str, str]) -> Slice:
    """Return what the argument of the one call of `sink` in some modules may come from."""
    program = Program(DictTree(files))
    resolver = Resolver(program)
    graph = CallGraph(resolver, program.modules_of("pkg"))
    flow = ValueFlow(resolver, graph, Passing(resolver, graph))
    for body in graph.bodies:
        for visit in graph.live_visits(body):
            node = visit.node
            if isinstance(node, facts.Call) and isinstance(node.func, facts.Name) and node.func.id == "sink":
                return flow.behind(node.args[0].value, body)
    raise AssertionError("nothing calls `sink`")


def texts(found: Slice) -> set[object]:
    """Return the literals in a slice."""
    return {node.value for node, _ in found.nodes if isinstance(node, facts.Const)}


@pytest.mark.parametrize(
    "source",
    [
        "sink('x')",
        "a = 'x'\nsink(a)",
        "def f(a): sink(a)\nf('x')",
        "def f(a): sink(a)\ndef g(b): f(a=b)\ng('x')",
        "def f(a='x'): sink(a)\nf()",
        "def f(*a): sink(a)\nf(1, 'x')",
        "def f(**a): sink(a['k'])\nf(k='x')",
        "def g(): return 'x'\nsink(g())",
        "def g():\n    yield 'x'\nfor a in g(): sink(a)",
        "def f(a): sink(a)\nfrom threading import Thread\nThread(target=f, args=('x',)).start()",
        "def f(a): sink(a)\nfrom functools import partial\npartial(f, 'x')()",
        "from joblib import delayed\ndef f(n, a): sink(a)\n[delayed(f)(n, a='x') for n in []]",
        "def f(a): sink(a)\npool.submit(f, 'x')",
        "def f(a):\n    for b in a: sink(b)\ndef g(a): a.append('x')\n"
        "def main():\n    a = []\n    g(a)\n    f(a)\nmain()",
        "def f(a):\n    sink(a.get())\ndef g(b): b.put('x')\ndef h(b): g(b)\n"
        "def main():\n    a = Queue()\n    h(a)\n    f(a)\nmain()",
        "class A:\n    def __init__(self): self.b = []\n    def put(self, v): self.b.append(v)\n"
        "    def get(self): return self.b\na = A()\na.put('x')\nsink(a.get())",
        "class A:\n    def __init__(self, b): self.b = b\n    def f(self): sink(self.b)\nA('x').f()",
        "class A:\n    b = 'x'\nsink(A().b)",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    b: str\nsink(A(b='x').b)",
        "class A:\n    @property\n    def b(self): return 'x'\nsink(A().b)",
        "box = []\ndef f(): box.append('x')\ndef g(): sink(box[0])",
        "box = None\ndef f():\n    global box\n    box = 'x'\ndef g(): sink(box)",
        "box = {}\ndef f(): box['k'] = 'x'\ndef g(): sink(box.get('k'))",
        "from collections import defaultdict\nbox = defaultdict(list)\n"
        "def f(s): box[s].append('x')\ndef g(): sink(box)",
        "def main():\n    a = None\n    def f():\n        nonlocal a\n        a = 'x'\n    f()\n    sink(a)",
        "def main():\n    a = 'x'\n    def f(): sink(a)\n    f()",
        "sink([b for b in ['x']])",
        "for a in map(lambda v: v, ['x']): sink(a)",
        "f = lambda: sink('x')",
        "with open('x') as a: sink(a)",
        "a, b = 1, 'x'\nsink(b)",
        "a = ''\na += 'x'\nsink(a)",
        "sink(1 if c else 'x')",
        "if (a := 'x'): sink(a)",
        "setup = {}\nsetup.update(k='x')\nsink(setup)",
        "each(lambda a: sink(a), ['x'])",
        "class K:\n    a = 'x'\n    sink(a)",
    ],
)
def test_a_value_is_followed_to_where_it_comes_from(source: str) -> None:
    """Through variables, parameters, returns, attributes, containers, closures and functions that are handed on."""
    assert "x" in texts(behind(source))


@pytest.mark.parametrize(
    ("source", "other"),
    [
        ("from .other import box\ndef g(): sink(box)", "box = []\ndef f(): box.append('x')"),
        ("from . import other\ndef g(): sink(other.box)", "box = []\ndef f(): box.append('x')"),
        ("from .other import *\ndef g(): sink(box)", "box = 'x'"),
        ("from .other import tin as box, box\ndef g(): sink(box)", "tin = 1\nbox = 'x'"),
        (
            "from .other import box as held\ndef g(): sink(held)\nfrom . import other\ndef f(): other.box.add('x')",
            "box = set()",
        ),
        ("from .other import get\ndef g(): sink(get())", "def get(): return 'x'"),
    ],
)
def test_a_value_is_followed_into_other_modules(source: str, other: str) -> None:
    """Variables of modules are one, by whatever name they are imported."""
    assert "x" in texts(behind(source, other))


@pytest.mark.parametrize(
    "source",
    [
        "a = 1\nb = 'x'\nsink(a)",
        "def f(a, b): sink(a)\nf(1, 'x')",
        "def f(a):\n    a = 1\n    return 'x'\ndef g(): sink(h())\ndef h(): return 1",
        "box, other = [], []\ndef f(): other.append('x')\ndef g(): sink(box)",
        "def f():\n    a = 'x'\ndef g():\n    a = 1\n    sink(a)",
        "class A:\n    def __init__(self): self.b, self.c = 1, 2\n    def f(self): self.c = 'x'\nsink(A().b)",
        "def log(a): print(a)\ndef main():\n    b = 1\n    log('x')\n    log(b)\n    sink(b)",
    ],
)
def test_what_does_not_flow_is_no_part(source: str) -> None:
    """Other variables, parameters and attributes stay out of the slice."""
    assert "x" not in texts(behind(source))


def test_what_nobody_is_seen_to_pass_is_a_doubt() -> None:
    """A parameter of a function that nothing in the package calls may be anything."""
    found = behind("def f(a): sink(a)")
    assert [doubt.reason for doubt in found.doubts] == ["who calls `f` is not known"]
    assert not behind("def f(a): sink(a)\nf(1)").doubts


@pytest.mark.parametrize("imported", ["*", "a", "b as a, a as b"])
def test_imports_in_circles_end(imported: str) -> None:
    """Modules that import of each other what neither has hold no value."""
    assert texts(behind(f"from .other import {imported}\nsink(a)", f"from .app import {imported}")) == set()


@pytest.mark.parametrize(("count", "found"), [(6, {"x"}), (7, set())])
def test_names_are_followed_through_some_modules(count: int, found: set[object]) -> None:
    """A name that each of six modules imports of the next is followed, and no further, as `import *` is."""
    for form in ("from .m{} import a", "from .m{} import *"):
        files = {f"pkg/m{number}.py": form.format(number + 1) for number in range(1, count)}
        files.update({f"pkg/m{count}.py": "a = 'x'", "pkg/app.py": f"{form.format(1)}\nsink(a)", "pkg/__init__.py": ""})
        assert texts(behind_of(files)) == found


def test_what_a_function_is_called_with_may_not_be_known() -> None:
    """What is handed on to something from outside may be called with anything; what calls pass is part of the slice."""
    found = behind("from lib import run\ndef f(a): sink(a)\nrun(f)")
    assert [doubt.reason for doubt in found.doubts] == ["what `f` is called with is not known"]
    for passing in ("f(*rest)", "f(**rest)", "Thread(target=f, args=rest)"):
        assert not behind(f"from threading import Thread\ndef f(a): sink(a)\n{passing}").doubts
    assert not behind("class C:\n    def f(self): sink(self)").doubts


@pytest.mark.parametrize("limit", ["MAX_PARTS", "MAX_ALL_PARTS"])
def test_a_slice_that_is_cut_off_has_a_doubt(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes from more places than are looked at comes from where nobody can see."""
    source = "a = 'x'\nb = a\nc = b\nsink(c)"
    assert not behind(source).doubts
    monkeypatch.setattr(f"macrometa_conformance.code.value_flow.{limit}", 3)
    assert len(behind(source).parts) == 3
    assert [doubt.reason for doubt in behind(source).doubts] == ["it comes from more places than are looked at"]
