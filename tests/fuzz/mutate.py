"""Changes to the bytes, lines, words and names of a tree's files, decided by a generator of random numbers alone."""

import re
from collections.abc import Sequence
from random import Random
from typing import Callable

from tests.fuzz.bases import Tree

LARGEST = 200_000  # bytes of a file after a change
_WORD = re.compile(rb"[A-Za-z_]\w*|\d[\w.]*|\"[^\"\n]*\"|'[^'\n]*'|[^\sA-Za-z_\d]+")
_KINDS = (re.compile(rb"[A-Za-z_]"), re.compile(rb"\d"), re.compile(rb"[\"']"), re.compile(rb""))
_DECLARING = re.compile(r"(pyproject|c8-lint)\.toml$|setup\.(cfg|py)$|requirements.*\.txt$|\.(md|in)$")

SCRAPS = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\r\n", b"\x0c", b"\x0b", b"\x1c", b"\x85", b"\xe2\x80\xa8",
    b"\xed\xa0\x80", b"\xf0\x9f\x92\xa9", b"\xcc\x81", b"\xe2\x80\xae", b"\x1b[31m", b"\x1a", b"\t", b"\\\n", b"\\",
    b"(", b")", b"[", b"]", b"{", b"}", b"'", b'"', b"'''", b'"""', b"#", b":", b";", b",", b".", b"=", b":=", b"@",
    b"->", b"*", b"**", b"...", b"f'{", b"}'", b"rb'", b"lambda x:", b"yield ", b"await ", b"async ", b"del ",
    b"global x\n", b"nonlocal x\n", b"match x:\n case _: pass\n", b"type X = X\n", b"class X(X): pass\n", b"x = x\n",
    b"def f(): return f()\n", b"from . import *\n", b"from .. import x\n", b"import a.b as c\n", b"if 0:\n", b"else:\n",
    b"try:\n", b"finally:\n", b"except* E:\n", b"while True: pass\n", b"return\n", b"# -*- coding: latin-1 -*-\n",
    b"# coding: utf-7\n", b"# coding: rot13\n", b"# c8-lint: ignore[C8702] reason\n", b"# c8-lint: ignore\n",
    b"<!-- c8-lint: ignore[C8402] -->\n", b"```\n", b"~~~\n", b"# ", b"[project]\n", b"[[x]]\n", b"[tool.c8-lint]\n",
    b"select = ['C8']\n", b"[a.b.c]\n", b"a.b = 1\n", b"-r requirements.txt\n", b"-e .\n", b"${X}", b"%(name)s",
    b"name = 1\n", b"dependencies = [", b"1e999", b"0" * 5000, b"9" * 400, b"nan", b"-1", b"None", b"True", b"self",
    b"cls", b"super()", b"__all__", b"__init__", b"__getattr__", b"_", b"::error::x\n", b"##[error]x\n", b"]]>", b"<&>",
)  # fmt: skip


def mutate(tree: Tree, others: Sequence[Tree], random: Random) -> Tree:
    """Return the tree after one to several changes; parts may come from the files of the others."""
    changed = dict(tree)
    for _ in range(random.choice((1, 1, 2, 3, 5, 9))):
        if not changed:
            break
        if random.random() < 0.12:
            random.choice(_LAYOUT)(changed, random)
            continue
        path = _some_path(changed, random)
        donor = _donor(path, [changed, *others], random)
        data = random.choice(_CONTENT)(changed[path], donor, random)
        changed[path] = data[:LARGEST]
    return changed


def _some_path(tree: Tree, random: Random) -> str:
    """Return a file, more often one that declares something or is Python than any other."""
    paths = sorted(tree)
    told = [path for path in paths if _DECLARING.search(path)]
    python = [path for path in paths if path.endswith(".py")]
    return random.choice(random.choice([part for part in (told, python, python, paths) if part]))


def _donor(path: str, trees: Sequence[Tree], random: Random) -> bytes:
    """Return a file of some tree, most often one of the same kind."""
    tree = random.choice([tree for tree in trees if tree])
    ending = path.rpartition(".")[2]
    alike = [other for other in sorted(tree) if other.endswith(ending)]
    return tree[random.choice(alike if alike and random.random() < 0.9 else sorted(tree))]


def _part(data: bytes, random: Random, longest: int = 400) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.randint(0, random.choice((1, 8, longest))))


def _flip(data: bytes, donor: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 20)) if data else 0):
        changed[random.randrange(len(changed))] = random.choice((random.randrange(256), random.randrange(32, 127)))
    return bytes(changed)


def _insert(data: bytes, donor: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(SCRAPS) + data[at:]


def _insert_line(data: bytes, donor: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = random.randint(0, len(lines))
    margin = re.match(rb"[ \t]*", lines[at] if at < len(lines) else b"")
    return b"".join([*lines[:at], margin.group() if margin else b"", random.choice(SCRAPS), b"\n", *lines[at:]])


def _delete(data: bytes, donor: bytes, random: Random) -> bytes:
    start, end = _part(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, donor: bytes, random: Random) -> bytes:
    start, end = _part(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 10, 300)) + data[end:]


def _cut(data: bytes, donor: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _splice(data: bytes, donor: bytes, random: Random) -> bytes:
    start, end = _part(donor, random, 3000)
    at, until = _part(data, random)
    return data[:at] + donor[start:end] + data[until:]


def _replace(data: bytes, donor: bytes, random: Random) -> bytes:
    return donor


def _drop_lines(data: bytes, donor: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = random.randint(0, len(lines))
    return b"".join(lines[:at] + lines[at + random.choice((1, 1, 2, 5, 30)) :])


def _move_lines(data: bytes, donor: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    start = random.randint(0, len(lines))
    moved = lines[start : start + random.choice((1, 1, 2, 8))]
    left = lines if random.random() < 0.4 else lines[:start] + lines[start + len(moved) :]
    at = random.randint(0, len(left))
    return b"".join(left[:at] + moved + left[at:])


def _lend_lines(data: bytes, donor: bytes, random: Random) -> bytes:
    lines, lent = data.splitlines(keepends=True), donor.splitlines(keepends=True)
    at, start = random.randint(0, len(lines)), random.randint(0, len(lent))
    return b"".join(lines[:at] + lent[start : start + random.choice((1, 3, 12))] + lines[at:])


def _indent(data: bytes, donor: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    start = random.randint(0, len(lines))
    for at in range(start, min(len(lines), start + random.choice((1, 4, 20)))):
        lines[at] = b"    " + lines[at] if random.random() < 0.5 else lines[at].removeprefix(b"    ")
    return b"".join(lines)


def _swap_words(data: bytes, donor: bytes, random: Random) -> bytes:
    """Put words in the place of others of the same sort (names, numbers, texts, signs): much of that can be parsed."""
    for _ in range(random.choice((1, 1, 2, 6))):
        words = list(_WORD.finditer(data))
        if not words:
            break
        word = random.choice(words)
        sort = next(kind for kind in _KINDS if kind.match(word.group()))
        source = donor if random.random() < 0.3 else data
        alike = [other.group() for other in _WORD.finditer(source) if sort.match(other.group())] or [b"x"]
        data = data[: word.start()] + random.choice(alike) + data[word.end() :]
    return data


def _rename_word(data: bytes, donor: bytes, random: Random) -> bytes:
    """Give each occurrence of a name another name."""
    names = sorted({word.group() for word in _WORD.finditer(data) if word.group()[:1].isalpha()})
    if not names:
        return data
    old, new = random.choice(names), random.choice(names)
    return re.sub(rb"\b" + re.escape(old) + rb"\b", lambda _: new, data)


def _line_ends(data: bytes, donor: bytes, random: Random) -> bytes:
    return data.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\r", b"\x0c\n", b"")))


def _recode(data: bytes, donor: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig", "utf-7")), "replace")


def _drop_file(tree: Tree, random: Random) -> None:
    del tree[random.choice(sorted(tree))]


def _rename_file(tree: Tree, random: Random) -> None:
    old = random.choice(sorted(tree))
    odd = ("a\nb", "\x1b[1m", "::error::", "##[x]", " ", "-", "é", "%2e", "__init__.py", "setup.py", "x" * 200)
    folder, _, name = old.rpartition("/")
    part = random.choice((*odd, name.upper(), name + random.choice(odd), name[::-1]))
    _put(tree, f"{folder}/{part}" if folder else part, tree.pop(old))


def _rename_folder(tree: Tree, random: Random) -> None:
    folders = sorted({path.rpartition("/")[0] for path in tree if "/" in path})
    if folders:
        old, new = random.choice(folders), random.choice((*folders, "src", "tests", "x-y", "é", "a b", "build"))
        for path in [path for path in sorted(tree) if path.startswith(old + "/")]:
            _put(tree, new + path[len(old) :], tree.pop(path))


def _make_folder(tree: Tree, random: Random) -> None:
    """Put a folder in the place of a file, with the file in it."""
    path = random.choice(sorted(tree))
    _put(tree, f"{path}/{random.choice(('__init__.py', 'x', path.rpartition('/')[2]))}", tree.pop(path))


def _copy_file(tree: Tree, random: Random) -> None:
    source, target = random.choice(sorted(tree)), random.choice(sorted(tree))
    folder = target.rpartition("/")[0]
    name = random.choice((source.rpartition("/")[2], "c8-lint.toml", "requirements.txt", "setup.py", "__main__.py"))
    _put(tree, f"{folder}/{name}" if folder else name, tree[source])


def _put(tree: Tree, path: str, data: bytes) -> None:
    """Set a file, unless a file stands where its folder would be, or a folder where it would."""
    parts = path.split("/")
    above = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
    if not above & tree.keys() and not any(other.startswith(path + "/") for other in tree):
        tree[path] = data


_CONTENT: Sequence[Callable[[bytes, bytes, Random], bytes]] = (
    _flip, _insert, _insert, _insert_line, _insert_line, _delete, _repeat, _cut, _splice, _replace, _drop_lines,
    _drop_lines, _move_lines, _move_lines, _lend_lines, _lend_lines, _indent, _swap_words, _swap_words, _swap_words,
    _rename_word, _line_ends, _recode,
)  # fmt: skip
_LAYOUT: Sequence[Callable[[Tree, Random], None]] = (
    _drop_file, _drop_file, _rename_file, _rename_file, _rename_folder, _make_folder, _copy_file, _copy_file,
)  # fmt: skip
