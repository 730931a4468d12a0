"""Hostile trees, each built over a connector, and what the report must say about each."""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from tests.fuzz.bases import ROOT

PACKAGE = "macrometa_source_demo"
_DEMO = ROOT / "examples" / "macrometa-source-demo"
Build = Callable[[Path], None]


@dataclass(frozen=True)
class Hostile:
    """A tree: what makes it of a connector's folder, and the parts that a report must name, with `--verbose`."""

    name: str
    build: Build
    told: tuple[str, ...]


HOSTILE: list[Hostile] = []


def hostile(*told: str) -> Callable[[Build], Build]:
    """Enter a builder in the table, with what must be told."""

    def enter(build: Build) -> Build:
        HOSTILE.append(Hostile(build.__name__.replace("_", " "), build, told))
        return build

    return enter


def lay_down(root: Path, mark: Path) -> None:
    """Write a connector whose every module leaves a mark where it is imported or run, with things that tools run.

    Beside the root lies a file `secret`, and a folder with one.
    """
    shutil.copytree(_DEMO, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root.parent / "secret").write_text("TOP SECRET\n")
    (root.parent / "outside").mkdir()
    (root.parent / "outside" / "secret").write_text("TOP SECRET\n")
    trap = f"open({str(mark)!r}, 'a').write(__name__)\n"
    for module in sorted(root.rglob("*.py")):
        module.write_text(module.read_text() + trap)
    for name in ("conftest", "sitecustomize", "usercustomize", "click", "libcst", "tomli", "json", "re", "evil"):
        (root / f"{name}.py").write_text(trap)
    (root / "evil.pth").write_text(f"import os; {trap}")
    (root / "evil.egg-info").mkdir()
    (root / "evil.egg-info" / "entry_points.txt").write_text("[c8_lint.rules]\nevil = evil\n")
    (root / "evil.egg-info" / "PKG-INFO").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1\n")
    hook = root / ".git" / "hooks" / "post-index-change"
    hook.parent.mkdir(parents=True)
    hook.write_text(f"#!/bin/sh\necho git >> '{mark}'\n")
    hook.chmod(0o755)


def _add(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def _module(root: Path, name: str, text: str) -> None:
    (root / PACKAGE / f"{name}.py").write_text(text)


@hostile()
def nothing_but_traps(root: Path) -> None:
    """A connector whose modules leave a mark, and names of modules that the tool itself imports."""
    (root / "setup.py").write_text((root / "evil.py").read_text())


@hostile(
    "`circle`: a link that leads to itself", "`itself`: a link to a folder that holds it",
    "`leaving`: a link that leaves the project", "`zero`: a link that leaves the project",
    "`nowhere`: a link that leads nowhere", "`LICENSE`: a link that leaves the project",
    f"`{PACKAGE}/secrets.py`: a link that leaves the project",
)  # fmt: skip
def links(root: Path) -> None:
    """Links in circles, to folders that hold them, out of the tree, to devices and to nothing."""
    (root / "circle").symlink_to("circle_back")
    (root / "circle_back").symlink_to("circle")
    (root / "itself").symlink_to(".")
    (root / PACKAGE / "up").symlink_to("..")
    (root / "leaving").symlink_to("../outside")
    (root / "zero").symlink_to("/dev/zero")
    (root / "nowhere").symlink_to("not/there")
    (root / "LICENSE").unlink()
    (root / "LICENSE").symlink_to("../secret")
    (root / PACKAGE / "secrets.py").symlink_to("../../secret")
    (root / PACKAGE / "requirements.txt").symlink_to("/dev/stdin")


@hostile("`pyproject.toml`: a link that leaves the project", "`README.md`: a link that leaves the project")
def links_in_the_place_of_declarations(root: Path) -> None:
    """What declares a connector leads to devices and out of the tree."""
    targets = {"pyproject.toml": "/dev/zero", "README.md": "../secret", "setup.cfg": "/proc/self/environ",
               "setup.py": "/dev/random"}  # fmt: skip
    for name, target in targets.items():
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(target)


@hostile()
def folders_that_link_to_each_other(root: Path) -> None:
    """Eight folders, each with links to all of them: there are endlessly many paths."""
    for name in "abcdefgh":
        folder = root / PACKAGE / name
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        for other in "abcdefgh":
            (folder / f"to_{other}").symlink_to(f"../{other}")


@hostile("`README.md`: a named pipe", "`setup.py`: a named pipe", "`LICENSE`: a socket", "pipes.py`: a named pipe")
def pipes_and_sockets(root: Path) -> None:
    """Who opens one of these waits for ever."""
    for name in ("README.md", "setup.py", "requirements.txt", f"{PACKAGE}/pipes.py"):
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)
    (root / "LICENSE").unlink()
    there = os.getcwd()
    os.chdir(root)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("LICENSE")
    finally:
        os.chdir(there)


@hostile(
    "`GETTING_STARTED.md`: larger than 2 MB",
    "`poetry.lock`: larger than 20 MB",
    f"`{PACKAGE}/large.py`: larger than 5 MB",
)
def large_files(root: Path) -> None:
    """Files of 200 MB."""
    for name in ("GETTING_STARTED.md", "LICENSE", "poetry.lock", "data.bin", f"{PACKAGE}/large.py"):
        with open(root / name, "ab") as file:
            file.truncate(200_000_000)


@hostile("the limit for analysis")
def large_declarations(root: Path) -> None:
    """What declares the connector is beyond the limit."""
    with open(root / "pyproject.toml", "ab") as file:
        file.truncate(200_000_000)


@hostile("folders deep")
def deep_folders(root: Path) -> None:
    """Folders within folders, as packages."""
    folder = root / PACKAGE
    for _ in range(200):
        folder /= "deeper"
        folder.mkdir()
        (folder / "__init__.py").write_text("from . import deeper\n")


@hostile("`many`: more than 100,000 entries")
def many_files(root: Path) -> None:
    """A folder with more files than are listed."""
    (root / "many").mkdir()
    folder = os.open(root / "many", os.O_RDONLY)
    for number in range(100_001):
        os.close(os.open(f"{number}.py", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.close(folder)


@hostile("the package has 5,505 modules, of which 5,000 are read")
def many_modules(root: Path) -> None:
    """A package with more modules than are read, each of which imports all of the next."""
    for number in range(5_500):
        _module(root, f"m{number}", f"from .m{(number + 1) % 5_500} import *\nimport evil\n")


@hostile("\\x1b[31m", "a\\nb")
def names_that_steer(root: Path) -> None:
    """Names with line ends, escape sequences, workflow commands, invisible characters and bytes that are no text."""
    names = [
        "a\nb",
        "\x1b[31mred\x1b[0m",
        "::error::x",
        "##[error]x",
        "\u202eyp",
        "-rf",
        "%0Ax",
        "a`b",
        "](x)",
        "é" * 100,
    ]
    for name in (*names, os.fsdecode(b"caf\xe9"), "x" * 250):
        (root / PACKAGE / f"{name}.py").write_text("def broken(:\n")
        (root / name).symlink_to("nowhere")
        (root / f"requirements-{name}"[:200]).write_bytes(os.fsencode(f"-r {name}\n"))
    _add(root / "pyproject.toml", '\n[project.urls]\n"\\u001b[31m" = "::error::x"\n')


@hostile()
def requirements_in_circles(root: Path) -> None:
    """Files that include themselves, each other, 3,000 others, devices, secrets and addresses."""
    (root / "requirements.txt").write_text(
        "-r requirements.txt\n-r ./requirements/../requirements.txt\n-r ../secret\n-r /dev/zero\n-c http://127.0.0.1/x\n"
        "-r requirements/0.txt\n-e .\n-r requirements\n-r /etc/passwd\n--index-url http://127.0.0.1:1/simple\n"
        "x @ http://127.0.0.1:1/x.tar.gz\n-f http://127.0.0.1:1/\n"
    )
    (root / "requirements").mkdir()
    for number in range(3_000):
        (root / "requirements" / f"{number}.txt").write_text(f"-r {number + 1}.txt\n-r {number // 2}.txt\n")


@hostile("pyproject.toml")
def brackets_in_toml(root: Path) -> None:
    """Arrays within arrays."""
    _add(root / "pyproject.toml", "\n[x]\ny = " + "[" * 100_000 + "]" * 100_000 + "\n")


@hostile()
def tables_in_toml(root: Path) -> None:
    """Tables within tables, a key of many parts, many keys, a number of many digits."""
    text = "\n[" + ".".join("a" * 10_000) + "]\nx = 1\n[b]\n" + ".".join("c" * 10_000) + " = 1\n"
    text += "".join(f"k{number} = {number}\n" for number in range(100_000)) + "[[z]]\n" * 20_000
    _add(root / "pyproject.toml", text)
    (root / "uv.lock").write_text("[[package]]\n" * 100_000)
    (root / "poetry.lock").write_text("x = {a = " * 20_000)


@hostile("pyproject.toml")
def numbers_in_toml(root: Path) -> None:
    """Numbers that take long to read, and a date that is none."""
    _add(root / "pyproject.toml", f"\n[x]\ny = {'9' * 1_000_000}\nz = 0x{'f' * 1_000_000}\nd = 9999-99-99\n")


@hostile("c8-lint.toml")
def settings_that_are_bombs(root: Path) -> None:
    """Settings with arrays within arrays."""
    (root / "c8-lint.toml").write_text("select = " + "[" * 100_000)


@hostile("`c8-lint.toml` cannot be read: a named pipe")
def settings_in_a_pipe(root: Path) -> None:
    """Settings that who reads them waits for."""
    os.mkfifo(root / "c8-lint.toml")


@hostile("`c8-lint.toml` cannot be read: a link that leaves the project")
def settings_behind_a_link(root: Path) -> None:
    """Settings that lie out of the tree."""
    (root / "c8-lint.toml").symlink_to("../secret")


@hostile("baseline")
def settings_that_lead_out(root: Path) -> None:
    """Settings that name a device as their baseline."""
    (root / "c8-lint.toml").write_text('baseline = "../../../../../../../dev/zero"\n')


@hostile("`known.json`")
def baselines_that_are_bombs(root: Path) -> None:
    """Settings that name a baseline with lists within lists."""
    (root / "c8-lint.toml").write_text('baseline = "known.json"\n')
    (root / "known.json").write_text('{"version": 1, "findings": ' + "[" * 200_000)


@hostile("`known.json`")
def baselines_in_a_pipe(root: Path) -> None:
    """Settings that name a pipe as their baseline."""
    (root / "c8-lint.toml").write_text('baseline = "known.json"\n')
    os.mkfifo(root / "known.json")


@hostile()
def patterns_that_are_bombs(root: Path) -> None:
    """Patterns of files that readers without bounds try in each of endlessly many ways, and very many of them."""
    patterns = [
        "*a" * 60 + "b",
        "**/" * 60 + "x",
        "**/*a" * 40,
        "[a-z]" * 40 + "*" * 40,
        "[" * 5_000,
        "{a,b}" * 40,
        "?*" * 60,
    ]
    lines = [f"{pattern!r} = ['C81']" for pattern in [*patterns, *(f"{'*x' * 9}{number}" for number in range(3_000))]]
    (root / "c8-lint.toml").write_text("[per-file-ignores]\n" + "\n".join(lines) + "\n")
    folder = root / PACKAGE
    for _ in range(30):
        folder /= "a" * 60
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        (folder / f"{'a' * 200}.py").write_text("def broken(:\n")


@hostile()
def setup_cfg_bombs(root: Path) -> None:
    """Values that stand for each other, twice each, and in circles; many sections, keys and lines that go on."""
    text = (
        "[metadata]\n" + "".join(f"k{n} = %(k{n + 1})s%(k{n + 1})s\n" for n in range(60)) + "k60 = x\nname = %(k0)s\n"
    )
    text += "version = %(version)s\nlong_description = file: ../secret\n[options]\ninstall_requires =\n"
    text += "    x\n" * 50_000 + "".join(f"[s{n}]\n" for n in range(20_000)) + "a" * 500_000
    (root / "setup.cfg").write_text(text)


@hostile("__init__.py")
def folders_in_the_place_of_files(root: Path) -> None:
    """Each name that a file should have is a folder's."""
    for name in ("LICENSE", "README.md", "pyproject.toml", "setup.py", "c8-lint.toml", f"{PACKAGE}/__init__.py"):
        if (root / name).is_file():
            (root / name).unlink()
        (root / name).mkdir()
        (root / name / "__init__.py").write_text("x = 1\n")


@hostile()
def nothing_at_all(root: Path) -> None:
    """An empty folder."""
    shutil.rmtree(root)
    root.mkdir()


@hostile(f"{PACKAGE}/zeros.py", f"{PACKAGE}/utf16.py", f"{PACKAGE}/unknown.py", "README.md")
def bytes_that_are_no_text(root: Path) -> None:
    """NUL, encodings that are unknown, that are no encodings of text, and texts in another than they say."""
    files = {
        "zeros": b"x = 1\0\n",
        "utf16": "x = 1\n".encode("utf-16"),
        "unknown": b"# coding: no-such-thing\n",
        "rot13": b"# coding: rot13\nvzcbeg bf\n",
        "utf7": b"# coding: utf-7\nx = '+ACc-'\n",
        "undefined": b"# coding: undefined\n",
        "idna": b"# coding: idna\n" + b"a" * 100_000,
        "punycode": b"# coding: punycode\n" + b"a-" * 100_000,
        "escape": b"# coding: unicode_escape\n\\N{X}\n",
        "base64": b"# coding: base64\n",
        "zip": b"# coding: zip\n",
        "mark": b"\xef\xbb\xbf# coding: latin-1\n",
    }
    for name, data in files.items():
        (root / PACKAGE / f"{name}.py").write_bytes(data)
    (root / "README.md").write_bytes(b"# \xff\xfe\0" * 1000)
    (root / "setup.cfg").write_bytes(b"[metadata]\nname = \0\xff\n")
    (root / "requirements.txt").write_bytes("x\n".encode("utf-32"))


@hostile(f"{PACKAGE}/deep_brackets.py", f"{PACKAGE}/long_sum.py")
def code_that_is_deep_or_long(root: Path) -> None:
    """Expressions that overflow the stack of parsers, or take them hours."""
    texts = {
        "deep_brackets": "x = " + "(" * 100_000,
        "deep_lists": "x = " + "[" * 90 + "]" * 90,
        "long_sum": "x = " + "a + " * 100_000 + "a",
        "attributes": "x = a" + ".b" * 100_000,
        "calls": "x = a" + "()" * 100_000,
        "strings": "x = " + "'a' " * 100_000,
        "fields": "x = f'" + "{x:" * 10_000,
        "minus": "x = " + "-" * 1_000_000 + "1",
        "lines": "x\n" * 400_000,
        "elifs": "if a: pass\n" + "elif b: pass\n" * 50_000,
        "indents": "".join(" " * n + "if a:\n" for n in range(5_000)),
        "digits": "x = " + "9" * 1_000_000,
        "powers": "x = 9**9**9**9\ny = 'x' * 10**12\nz = [0] * 10**12\nw = 1 << 10**12\nv = '%1000000000d' % 1\n",
        "names": "\n".join(f"x{n} = x{n - 1}" for n in range(50_000)),
        "decorators": "@a\n" * 20_000 + "def f(): pass\n",
        "lambdas": "x = " + "lambda: " * 1_900 + "1",
        "quotes": "x = '" + "\\" * 1_000_001,
        "semicolons": "x;" * 200_000,
    }
    for name, text in texts.items():
        _module(root, name, text)


@hostile()
def values_that_grow(root: Path) -> None:
    """Names that stand for twice what the name before stands for; functions and classes in circles."""
    chain = range(1, 200)
    _module(root, "texts", "s0 = 'xxxxxxxx'\n" + "".join(f"s{n} = s{n - 1} + s{n - 1}\n" for n in chain))
    _module(root, "fields", "s0 = 'x'\n" + "".join(f"s{n} = f'{{s{n - 1}}}{{s{n - 1}}}'\n" for n in chain))
    _module(root, "lists", "s0 = ['x']\n" + "".join(f"s{n} = [*s{n - 1}, *s{n - 1}]\n" for n in chain))
    _module(root, "tables", "s0 = {'x': 1}\n" + "".join(f"s{n} = {{**s{n - 1}, 'k{n}': s{n - 1}}}\n" for n in chain))
    _module(root, "choices", "s0 = 'x'\n" + "".join(f"s{n} = s{n - 1} if a else s{n - 1} + 'y'\n" for n in chain))
    _module(
        root,
        "calls",
        "".join(f"def f{n}(x): return f{n + 1}(x) + f{n + 1}(x)\n" for n in chain) + "def f200(x): return x\n",
    )
    _module(
        root,
        "circles",
        "".join(f"def g{n}(x): return g{(n * 7 + 1) % 50}(g{(n * 3 + 2) % 50}(x))\n" for n in range(50)),
    )
    _module(
        root,
        "classes",
        "class C0(C0): pass\n"
        + "".join(f"class C{n}(C{n - 1}, D{n - 1}): pass\nclass D{n}(C{n - 1}, D{n - 1}): pass\n" for n in chain),
    )
    _module(
        root,
        "more",
        "from .texts import s199 as a\nfrom .lists import s199 as b\nfrom .tables import s199 as c\n"
        "from .calls import f1\n",
    )
    _add(
        root / PACKAGE / "__init__.py",
        "\nfrom .more import a, b, c, f1\nfrom .circles import *\nfrom .classes import *\n"
        "class Bomb(D199):\n    def reserved_keys(self): return b + [a, f1(a), g1(a), *c]\n"
        "    def name(self): return a\n    def version(self): return f1(a)\n"
        "    def capabilities(self): return [a, *b]\n",
    )


@hostile()
def documents_that_are_bombs(root: Path) -> None:
    """Markdown that readers without bounds go through again for each sign."""
    signs = ("[", "![", "`", "*_", "<", "> ", "- ", "&", "[a](", "~", "<!--", "|", "\\", "<a ", "](", "``` ")
    (root / "README.md").write_text("\n\n".join(sign * 20_000 for sign in signs))
    (root / "GETTING_STARTED.md").write_text(
        "".join("  " * n + "- # a\n" for n in range(2_000)) + "| a " * 20_000 + "\n|-" * 20_000
    )


@hostile()
def comments_that_are_bombs(root: Path) -> None:
    """Suppressions without end."""
    _module(
        root, "comments", "# c8-lint: ignore[" + "C8101," * 100_000 + "]\n" + "x = 1  # c8-lint: ignore[C8\n" * 20_000
    )
    _add(root / "pyproject.toml", "\n# c8-lint: ignore[C8301] x" * 50_000)
    _add(root / "setup.cfg", "\n# c8-lint: ignore-file[" + "[" * 100_000)


@hostile()
def declarations_that_are_long(root: Path) -> None:
    """Names, versions, requirements, markers and entry points that patterns without bounds take hours for."""
    requirements = [
        "x" * 200_000,
        "x" + "[a," * 50_000,
        "x" + ">=1," * 50_000,
        "x; " + "(" * 50_000,
        "-" * 100_000,
        "x; " + "python_version<'3' and " * 5_000,
        "x @ " + "http://" * 20_000,
        "a.b-c_" * 30_000,
        "x==" + "1." * 50_000,
    ]
    lines = "".join(f"    {line!r},\n" for line in requirements)
    (root / "pyproject.toml").write_text(
        f"[project]\nname = '{'macrometa-source-' * 10_000}'\nversion = '{'1.' * 100_000}'\n"
        f"requires-python = '{'>=3,' * 50_000}'\n"
        f"dependencies = [\n{lines}]\n[project.scripts]\n{'a' * 100_000} = '{'a.' * 100_000}:{'b.' * 100_000}'\n"
    )
    (root / "requirements.txt").write_text("\n".join(requirements) + "\n" + "\\\n" * 100_000)


def built(one: Hostile, folder: Path) -> tuple[Path, Path]:
    """Build a tree below a folder; return its root, and the file that is there once something of it was run."""
    root, mark = folder / "project", folder / "mark"
    lay_down(root, mark)
    one.build(root)
    return root, mark


def files_below(root: Path) -> Iterator[str]:
    """Yield the paths of all regular files, relative to the root."""
    for folder, _, files in os.walk(root):
        for name in files:
            path = Path(folder) / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix()
