"""Inputs that would take for ever, or more memory or stack than there is, are worked out within bounds all the same."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from macrometa_conformance.code import settling
from macrometa_conformance.code.resolver import MAX_ALTERNATIVES
from tests.code.seeing import Seen, words

Modules = tuple[str, dict[str, str]]


def numbered(template: str, count: int, start: int = 0) -> str:
    """Return a template for each number, with `{i}`, `{p}` (the one before), `{n}` (the one after) and two others."""
    return "".join(
        template.format(i=i, p=i - 1, n=i + 1, a=(i * 7 + 1) % count, b=(i * 3 + 2) % count)
        for i in range(start, count)
    )


def _inheritance() -> Modules:
    chain = numbered("class C{i}(C{p}):\n    def f{i}(self): return super().f{p}()\n", 500, 1)
    return f"class C0:\n    x = 1\n{chain}see(C499.x)\nsee(C499().f499())\n", {}


def _imports() -> Modules:
    ring = {f"m{i}": f"from .m{(i + 1) % 300} import X, Y{i}\nY{(i + 1) % 300} = X\n" for i in range(300)}
    return "from .m0 import X\nsee(X)\n", ring


def _star_imports() -> Modules:
    ring = {f"m{i}": f"from .m{(i + 1) % 300} import *\nfrom .m{(i * 7 + 3) % 300} import *\n" for i in range(300)}
    return "from .m0 import *\nsee(X)\n", ring


def _closures() -> Modules:
    heads = "".join("    " * i + f"def f{i}(a{i}):\n" for i in range(90))
    body = "    " * 90 + "return " + " + ".join(f"a{i}" for i in range(90)) + "\n"
    tails = "".join("    " * i + f"return f{i}\n" for i in range(89, 0, -1))
    return heads + body + tails + "see(f0('x')" + "('y')" * 89 + ")\n", {}


class Case(NamedTuple):
    """Modules that are hard to work out, and what must be known all the same, if anything."""

    modules: Callable[[], Modules]
    known: str = ""


def app(text: str) -> Callable[[], Modules]:
    """Return a maker of one module."""
    return lambda: (text, {})


LARGE = (
    "x = 'a' * 1000\n" + "x = x + x\n" * 20 + "see(x)\nsee('%1000000d' % 1)\nsee('a' * 10**9)\nsee(10 ** 10 ** 10)\n"
    "see(1 << 10**9)\nsee('a'.ljust(10**9))\nsee('{:>1000000000}'.format('a'))\nsee('%*d' % (10**9, 1))\n"
    "see(list(range(10**12)))\nsee(sum(range(10**12)))\nsee(','.join(['b' * 19999] * 399))\nsee(bytes(10**10))\n"
    "see('a'.center(10**9))\nsee('a'.replace('', 'b' * 19999))\nsee('x'.expandtabs(10**9))\nsee([0] * 10**9)\n"
)
ENDLESS = (
    "def f(x, n):\n    if n: return f(x + 'a', n - 1)\n    return x\nsee(f('x', 100000))\n"
    "def g(x): return [g(x), g(x + 'a')]\nsee(g('x'))\ndef h(x, *a): return h(*a, x, x)\nsee(h(1, 2, 3))\n"
    "def k(f): return f(f)\nsee(k(k))\nsee((lambda x: x(x))(lambda x: x(x)))\n"
)
CASES = {
    "calls that double": Case(
        app(numbered("def f{i}(x): return f{n}(x + 'a') + f{n}(x + 'b')\n", 25) + "see(f0('x'))\n")
    ),
    "generators that double": Case(
        app(numbered("def g{i}():\n    yield from g{n}()\n    yield from g{n}()\n", 30) + "see(list(g0()))\n")
    ),
    "conditions in a row": Case(
        app("x0 = 'q'\n" + numbered("x{i} = x{p} + ('a' if c{i} else 'b')\n", 60, 1) + "see(x59)\n")
    ),
    "lists of lists": Case(
        app("x0 = ['a']\n" + numbered("x{i} = [x{p}, x{p}]\n", 60, 1) + "see(x59)\nsee(x59 == x58)\n")
    ),
    "dicts of dicts": Case(
        app(
            "x0 = {'a': 1}\n"
            + numbered("x{i} = dict(a=x{p}, b=x{p})\n", 60, 1)
            + "see(str(x59))\nsee({1: x59} == {1: x58})\n"
        )
    ),
    "tuples as keys": Case(app("x0 = ('a',)\n" + numbered("x{i} = (x{p}, x{p})\n", 60, 1) + "see({x59: 1}[x58])\n")),
    "a list that doubles": Case(app("x = ['a']\n" + "x = x + x\n" * 40 + "see(x)\n")),
    "additions in a row": Case(app("x = 0\n" + "x += 1\n" * 2000 + "see(x)\n"), "2000"),
    "additions that may be": Case(app("x = 'a'\n" + numbered("if c{i}: x += 'b'\n", 300) + "see(x)\n")),
    "elements added in a row": Case(app("x = []\n" + "x.append(g(x))\n" * 2000 + "see(x)\n")),
    "elements added in loops": Case(
        app("x = []\nfor a in range(300):\n for b in range(300):\n  for c in range(300): x.append((a, b, c))\nsee(x)\n")
    ),
    "loops of a comprehension": Case(
        app(
            "see([("
            + ", ".join(f"a{i}" for i in range(8))
            + ")"
            + "".join(f" for a{i} in range(50)" for i in range(8))
            + "])\n"
        )
    ),
    "entries set in a row": Case(
        app("d = {}\n" + numbered("d['k{i}'] = d.get('k{p}', 'a')\n", 1500) + "see(d['k1499'])\n")
    ),
    "a dict of 5,000 lines": Case(
        app("D = {\n" + numbered("    'k{i}': ['v{i}', dict(a={i})],\n", 5000) + "}\nsee(D['k4999'][0])\n"), "'v4999'"
    ),
    "deep inheritance": Case(_inheritance),
    "wide inheritance": Case(
        app("class B:\n    def f(self): see(self.x)\n" + numbered("class C{i}(B): x = {i}\n", 400))
    ),
    "diamonds": Case(
        app(
            "class A0: x = 1\nclass B0: y = 1\n"
            + numbered("class A{i}(A{p}, B{p}): pass\nclass B{i}(A{p}, B{p}): pass\n", 60, 1)
            + "see(A59.x)\n"
        ),
        "1",
    ),
    "a ring of imports": Case(_imports),
    "a ring of star imports": Case(_star_imports),
    "names of names": Case(app("x0 = 1\n" + numbered("x{i} = x{p}\n", 3000, 1) + "see(x2999)\n")),
    "functions that call each other": Case(
        app(numbered("def f{i}(a, b=1): return f{a}(a, f{b}(b))\n", 2000) + "see(f0(1))\n")
    ),
    "a parameter handed on": Case(app(numbered("def f{i}(a): f{n}(a)\n", 2000) + "def f2000(a): see(a)\nf0(1)\n")),
    "callers without end": Case(
        app("def g(x): see(x)\n" + numbered("def f{i}(x):\n    g(x)\n    f{a}(x)\n    f{b}(x)\n", 1000) + "f0('x')\n")
    ),
    "methods that call each other": Case(
        app(
            "class A:\n"
            + numbered(
                "    def f{i}(self, a):\n        self.x{i} = self.f{a}(self.x{b})\n        return self.x{i}\n", 1000
            )
            + "see(A().f0(1))\n"
        )
    ),
    "an attribute set everywhere": Case(
        app(
            "class A:\n"
            + numbered("    def f{i}(self):\n        self.x = self.x.y{i}\n        self.x.z = self.x\n", 300)
            + "    def g(self): see(self.x)\n"
        )
    ),
    "attributes set from outside": Case(
        app(
            "class A: pass\n"
            + numbered("def f{i}(o):\n    o.x.y = o.y\n    o.y = o.x\n    A().x = o.x\n", 500)
            + "see(A().x)\n"
        )
    ),
    "decorators": Case(
        app(
            "def d(f):\n    def w(*a, **k): return f(*a, **k)\n    return w\n"
            + "@d\n" * 200
            + "def f(x): return x\nsee(f(1))\n"
        )
    ),
    "closures": Case(_closures, repr("x" + "y" * 89)),
    "a name set in many branches": Case(app(numbered("if c{i}: x = {i}\n", 500) + "def f(): return x\nsee(f())\n")),
    "a name tested in many branches": Case(
        app(
            "def f(x=None):\n"
            + numbered("    if x is None: x = {i} if c{i} else None\n", 200)
            + "    see(x)\nf()\nf(5)\n"
        )
    ),
    "a long function": Case(
        app(
            "def f(a):\n"
            + numbered("    x{i} = g(a, k={i})\n    if x{i}: a = x{i}\n", 3000)
            + "    return a\nsee(f(1))\n"
        )
    ),
    "a list handed on": Case(
        app(
            numbered("def f{i}(l):\n    l.append({i})\n    f{n}(l)\n    f{a}(l)\n", 300)
            + "def f300(l): ...\nL = []\nf0(L)\nsee(L)\n"
        )
    ),
    "other names for a list": Case(
        app("x0 = []\n" + numbered("x{i} = x{p}\nx{i}.append({i})\n", 500, 1) + "see(x0)\n")
    ),
    "changes inside": Case(
        app(
            "d = {}\n"
            + numbered("d['k{i}'] = dict()\nd['k{i}']['a'] = [{i}]\nd['k{i}']['a'].append(d)\n", 300)
            + "see(d['k9'])\n"
        )
    ),
    "large texts and numbers": Case(app(LARGE)),
    "endless recursion": Case(app(ENDLESS)),
}


def work(name: str) -> dict[str, object]:
    """Return what one case comes to: the words, the values of each expression, and the steps taken."""
    seen = Seen(*CASES[name].modules())
    found = seen.all()
    return {
        "words": [words(values)[:200] for values in found],
        "alternatives": max(len(values) for values in found),
        "steps": seen.resolver.settling._total,
        "asked": len(found),
    }


CHILD = """
import json, sys
from tests.code.test_bounds import CASES, work
for name in CASES:
    print(json.dumps({name: work(name)}), flush=True)
"""


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, object]]:
    """Work out all cases in a process of its own, which is killed where it takes minutes."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=root, capture_output=True, text=True, timeout=600, check=False
    )
    found: dict[str, dict[str, object]] = {}
    for line in done.stdout.splitlines():
        found.update(json.loads(line))
    assert done.returncode == 0, (done.returncode, list(found)[-1:], done.stderr[-2000:])
    return found


@pytest.mark.parametrize("name", CASES)
def test_hard_cases_stay_within_bounds(name: str, outcomes: dict[str, dict[str, object]]) -> None:
    """However much there would be to work out, the steps are bounded, and what is simple in it is known."""
    found = outcomes[name]
    steps, alternatives, asked = found["steps"], found["alternatives"], found["asked"]
    assert isinstance(steps, int)
    assert isinstance(alternatives, int)
    assert isinstance(asked, int)
    assert steps <= (settling.MAX_WORK + 1_000) * asked
    assert alternatives <= MAX_ALTERNATIVES + 1
    assert not CASES[name].known or found["words"] == [CASES[name].known]


def test_a_question_that_runs_out_does_not_spoil_the_next() -> None:
    """The budget is that of one question: after one that is too hard, the next is worked out."""
    hard = "x0 = 1\n" + numbered("x{i} = x{p}\n", 400, 1)
    seen = Seen(hard + "see(x399)\nsee(x100)\nsee('a')\nsee(x120)\n")
    first, *rest = (words(values) for values in seen.all())
    assert first == "?"
    assert rest == ["1", "'a'", "1"]


def test_an_exception_leaves_the_books_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a question that ended in an exception, others are worked out as if it had not been asked."""
    seen = Seen("def f(): return g()\ndef g(): return 'a'\nsee(f())\n")
    resolver = seen.resolver
    ((expr, frame),) = seen.asked()
    lookup = resolver.lookup

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(resolver, "lookup", fail)
    with pytest.raises(KeyboardInterrupt):
        resolver.evaluate(expr, frame)
    monkeypatch.setattr(resolver, "lookup", lookup)
    assert words(resolver.evaluate(expr, frame)) == "'a'"


def test_modules_are_read_and_compiled_once() -> None:
    """However often its names are asked for, a file is read once."""
    seen = Seen("from .a import X\nfrom .b import Y\nsee((X, Y))\n", {"a": "from .b import Y\nX = Y", "b": "Y = 1"})
    assert words(seen.only()) == "(1, 1)"
    assert words(seen.only()) == "(1, 1)"
    seen.program.modules_of("pkg")
    assert set(seen.tree.reads.values()) == {1}
