"""Sources for the tests of the compiler: every form of syntax by name, and a sample of the standard library."""

import random
import sysconfig
from pathlib import Path

SOURCES = {
    "literals": ("x = (None, True, 1, 1.5, 2j, 'a', b'a', ..., [], {}, (), {1}, {1: 2})\n"),
    "strings": "x = 'a' \"b\" '''c''' r'd\\n' u'e'\ny = b'f' rb'g'\n",
    "numbers": "x = 1_000 + 0x_ff + 0o7 + 0b1 + 1e5 + .5 + 5. + 1_0j\n",
    "names": ("é = ñandú = _x1 = match = case = type = _ = 1\nprint(match, case, type)\n"),
    "attributes": "a.b.c.d\na . b\n(a).b\n",
    "calls": "f(a, *b, c=1, **d)\nf()()\nf(x for x in y)\nf(a)(b)[c].d(e,)\n",
    "subscripts": "a[1]\na[1:2]\na[::2]\na[1, 2:3, ...]\na[*b]\na[x := 1]\na[b][c] = 1\n",
    "operators": ("x = a + b - c * d / e // f % g ** h @ i << j >> k & l | m ^ n\ny = -a + ~b - +c\n"),
    "comparisons": "x = a < b <= c == d != e > f >= g is h is not i in j not in k\n",
    "booleans": "x = a and b or not c and (d or e)\n",
    "conditional": "x = a if b else c if d else e\n",
    "lambda": ("f = lambda: 1\ng = lambda a, /, b=1, *c, d, e=2, **f: (a, b)\nh = lambda *, a: a\n"),
    "comprehensions": (
        "x = [a for a in b if c if d for e in f]\ny = {a for a in b}\nz = {a: b for a, b in c}\nw = (a for a in b)\n"
    ),
    "walrus": ("if (n := len(x)) > 1: print(n)\nf(a := 1)\nwhile chunk := read(): pass\nz = {(y := 1)}\n"),
    "stars": ("a, *b = c\n[*a, *b]\n{**a, 'b': 1, **c}\nfor x in *a, b: pass\nprint(*a, *b, **c, **d)\n"),
    "fstrings": (
        "x = f'a{b}c{d!r}e{f:>{g}}h{i = }{{}}'\ny = f'''{\n a\n}''' 'b' f\"{c['d']}\"\nz = rf'\\d{x}' fr'{y}'\n"
    ),
    "nested fstrings": 'x = f"{f"{f"{1}"}"} {a["b"]} {\'\\n\'.join(c)} {d  # note\n}"\n',
    "assignments": ("a = b = c = 1\na, b = b, a\n(a, [b, c]) = d\na.b = a[0] = 1\nx: int\ny: int = 1\na.b: int = 2\n"),
    "augmented": (
        "a += 1\na -= 1\na *= 1\na /= 1\na //= 1\na %= 1\na **= 1\na @= 1\na <<= 1\na >>= 1\na &= 1\na |= 1\na ^= 1\n"
    ),
    "imports": (
        "import a\nimport a.b.c as d, e\nfrom . import f\nfrom .g import h as i\n"
        "from ...j.k import (l, m as n,)\nfrom o import *\n"
    ),
    "small statements": (
        "pass\ndel a, (b), [c], d.e, f[0]\nassert a, b\nraise\nraise A\nraise A from b\nglobal g\nx; y; z\n"
    ),
    "if": "if a: pass\nelif b:\n    pass\nelif c: pass\nelse:\n    pass\nif d: x; y\n",
    "loops": ("while a:\n    break\nelse:\n    pass\nfor a, (b, *c) in d:\n    continue\nelse: pass\n"),
    "try": (
        "try:\n    a\nexcept A: b\nexcept (B, C) as d:\n    e\nexcept: f\nelse: g\nfinally:\n    h\n"
        "try: a\nfinally: b\n"
    ),
    "try star": "try:\n    a\nexcept* A:\n    b\nexcept* (B, C) as d: e\n",
    "with": (
        "with a: pass\nwith a as b, c as (d, e): pass\nwith (a as b, c): pass\nwith (\n    a as b,\n"
        "    c as d,\n): pass\nwith (a): pass\n"
    ),
    "functions": (
        "def f(): pass\ndef g(a, b: int = 1, *c: str, d, e=2, **f: x) -> 'y':\n    '''doc'''\n"
        "    return a\ndef h(*, a): return\n"
    ),
    "positional only": "def f(a, b=1, /, c=2, *, d): pass\ndef g(a, /): pass\n",
    "generators": ("def f():\n    x = yield\n    yield 1, 2\n    y = yield from z\n    return (yield)\n"),
    "async": (
        "async def f():\n    async with a as b, c: pass\n    async for d in e: pass\n    await g\n"
        "    return [h async for h in i if await j]\n"
    ),
    "decorators": (
        "@a\n@b.c(d)\n@e[0].f\n@(lambda g: g)\n@x if y else z\ndef h(): pass\n@a\nclass B: pass\n@a\n"
        "async def c(): pass\n"
    ),
    "classes": (
        "class A: pass\nclass B(A, metaclass=M, **k):\n    x: int = 1\n"
        "    def f(self): return super().f()\n    class C: pass\nclass D(): x = 1\n"
    ),
    "match": (
        "match x:\n    case 1 | -2 | 'a' | None: pass\n    case [a, 2, *b] if a: pass\n"
        "    case (c, d): pass\n    case {'e': f, **g}: pass\n    case A.B: pass\n"
        "    case C(1, h, i=j) as k: pass\n    case 1 + 2j: pass\n    case l: pass\nmatch a, *b:\n"
        "    case _: pass\n"
    ),
    "soft keywords": (
        "match(x)\nmatch[x] = 1\nmatch.case.type = 2\ncase = type(x)\ndef type(match, case): pass\nprint(_)\n"
    ),
    "type statement": "type A = int\ntype B[T] = list[T]\n",
    "type parameters": "def f[T: int, *Ts, **P](a: T) -> T: pass\nclass A[T = int]: pass\n",
    "template strings": "x = t'a{b}c'\n",
    "star annotations": "def f(*args: *Ts): pass\n",
    "global and nonlocal": ("def f():\n    global a, b\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n"),
    "layout": (
        "x = (a +  # note\n\n     b\n)\n\n\n# comment\nif x:\n\n    # inner\n    y\n# dedented\n    z\n"
        "w = 1 \\\n  + 2\n"
    ),
    "tabs": "if x:\n\tif y:\n\t\tz\n\tw\n",
    "form feed": "x = 1\n\f\ndef f():\n    pass\n\f\ny = 2\n",
    "no line end": "x = 1",
    "crlf": "def f():\r\n    return '''a\r\nb'''\r\nx = f()\r\n",
    "old mac": "def f():\r    return 1\rx = f()\r",
    "parenthesised": ("x = ((a)) + (b, ) + ((c), (d))\n(y) = ((z))\ndel (a)\nreturn_ = (yield_)\n"),
}


def standard_library(count: int) -> list[Path]:
    """Return some files of the running Python's library, always the same ones."""
    root = Path(sysconfig.get_path("stdlib"))
    files = sorted(path for path in root.glob("*.py") if 2_000 < path.stat().st_size < 60_000)
    files += sorted(
        path for path in root.glob("[a-m]*/*.py") if path.stat().st_size < 60_000 and "test" not in str(path)
    )
    return random.Random(8).sample(files, min(count, len(files)))
