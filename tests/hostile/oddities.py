"""More hostile trees: what is odd where it is read, shown or added up."""

import os
import shutil
from encodings.aliases import aliases
from pathlib import Path

from tests.hostile.trees import PACKAGE, hostile

_LARGE = f"0x{'f' * 20_000}"  # Python writes it in no decimal digits
_STEERING = "\x1b[31m\n::error::x\r\u202e ##[error]x `a` | b <b> ]]> &amp; \x00\x85\u2028\ufffe\x07\x1b]0;t\x07"


@hostile("more than 5 MB with the files before it")
def code_without_end(root: Path) -> None:
    """Modules that are small one by one, and too much together."""
    for number in range(60):
        (root / PACKAGE / f"m{number}.py").write_text(f"x = '{'x' * 100_000}'\n")


@hostile("`README.md`: larger than 2 MB", "`pyproject.toml`: larger than 2 MB", "`setup.cfg`: larger than 2 MB")
def lines_without_end(root: Path) -> None:
    """Files of one line, and of a million empty ones."""
    (root / "LICENSE").write_text("x" * 50_000_000)
    (root / "README.md").write_text("a " * 10_000_000)
    (root / "setup.cfg").write_text(f"[metadata]\nname = {'x' * 10_000_000}\n")
    (root / "requirements.txt").write_text("x" * 1_000_000)
    (root / "GETTING_STARTED.md").write_text(f"# {'a' * 900_000}{chr(10) * 1_000_000}")
    (root / PACKAGE / "blank.py").write_text("\n" * 1_000_000)
    with open(root / "pyproject.toml", "a") as file:
        file.write("\n" * 3_000_000)


@hostile()
def requirements_without_end(root: Path) -> None:
    """One requirement ten thousand times, ten thousand others, and their limits."""
    same, others = "a>=1\n" * 10_000, "".join(f"b{number}\n" for number in range(10_000))
    (root / "requirements.txt").write_text(f"{same}{others}-c limits.txt\n")
    (root / "limits.txt").write_text("".join(f"b{number}>=1\n" for number in range(10_000)))
    (root / "setup.cfg").write_text("[options]\ninstall_requires =\n" + "  a>=1 # x\n" * 10_000)


@hostile()
def requirements_that_are_odd(root: Path) -> None:
    """Variables, lines that go on, options without values, paths, addresses, and numbers of a megabyte."""
    lines = (
        "${TOKEN}", "$HOME/x", "-r ${X}.txt", "-r ~/.netrc", "--index-url https://${USER}:${PASS}@h/", "a==1 \\", "-r",
        "-c", "-e", "--requirement=", "-r -r", "-r 'a b'", '-r ""', "-r .", "-r ..", "-r /", "-r a\x00b", "# c \\",
        "file:///dev/zero", "../secret", "https://", "http://[::1", "a @ http://[", "@ a", "-e git+file:///dev/zero#egg=x",
        "a==1.*.*", "a===x y", "a==1!1!1", "a<>1", "a=", "==1", "-", "--", "\ufeffa", "a\x0cb\x0bc\x1cd\x85e\u2028f",
        "a==" + "9" * 100_000, "a==1" + "+a" * 50_000, "a==1." + "1." * 50_000, "a" + "\t" * 100_000 + "x",
        "a " + "# " * 100_000, "a ; " + "python_version > '3' or " * 5_000 + "python_version > '3'", "a \\\n" * 50_000,
    )  # fmt: skip
    (root / "requirements.txt").write_text("\n".join(lines))


@hostile()
def settings_of_tools_that_are_odd(root: Path) -> None:
    """A `setup.cfg` whose sections, keys and values repeat, miss, refer to what is not there, and lead out."""
    (root / "pyproject.toml").unlink()
    (root / "setup.cfg").write_text(
        "[DEFAULT]\nname = x\n[metadata]\n[metadata]\nname = %(name)s\nNAME = ${x:y}\nversion = attr: ..secret\n"
        "long_description = file: /dev/zero, ../secret, README.md\nlicense_files = ../secret\n[ ]\n[]]\n"
        "[options]\npackages = find:\npackage_dir =\n  = ../../outside\n  x = /dev\n"
        "install_requires = file: /dev/zero\n"
        "[options.packages.find]\nwhere = ../..\n[options.extras_require]\n%(a)s = y\n"
        f"z{' ' * 500_000}={' ' * 500_000}\n"
    )


@hostile(f"{PACKAGE}/idna.py", f"{PACKAGE}/cp037.py")
def encodings_that_are_odd(root: Path) -> None:
    """Coding lines with every codec that Python has, and with bytes that none of them reads."""
    for codec in sorted({*aliases.values(), "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}):
        (root / PACKAGE / f"{codec}.py").write_bytes(f"# coding: {codec}\nx = '".encode() + b"\xff\xe9\x1b~'\n")
    for name in ("pyproject.toml", "README.md", f"{PACKAGE}/metrics.py"):
        (root / name).write_bytes(b"\xef\xbb\xbf" * 2 + (root / name).read_bytes().replace(b"\n", b"\r"))


@hostile()
def numbers_that_cannot_be_written(root: Path) -> None:
    """Ports, versions, names and settings that are numbers of twenty thousand digits, infinite, or none."""
    odd = f"{_LARGE}, -{_LARGE}, 1e999, 1e999 - 1e999, 1e999j, -0.0, None, ..., b'', {_STEERING!r}"
    (root / PACKAGE / "odd.py").write_text(
        f"import singer\nfrom prometheus_client import Counter, start_http_server\nODD = [{odd}]\nLARGE = {_LARGE}\n"
        "for port in ODD:\n    start_http_server(port)\n"
        "start_http_server(LARGE)\nstart_http_server(LARGE * LARGE)\nstart_http_server(1e999)\n"
        f"Counter({_STEERING!r}, {_STEERING!r}, [{_STEERING!r}]).labels({_STEERING!r}).inc()\n"
        f"singer.write_record({_STEERING!r}, {{}}, time_extracted={_LARGE})\nprint({_STEERING!r})\n"
        "TEXTS = ['x'.ljust(10**12), f'{1:>1000000000}', '{:>1000000000}'.format(1), 'x'.zfill(10**12)]\n"
        "BYTES = bytes(10**12)\nLIST = [*range(10**12), *[0] * 10**12]\n"
    )
    init = root / PACKAGE / "__init__.py"
    text = init.read_text().replace(
        "    def reserved_keys(", f"    def extra(self):\n        return [{odd}]\n\n    def reserved_keys("
    )
    init.write_text(f"from .odd import *\n{text}")
    pyproject = root / "pyproject.toml"
    numbers = f"{_LARGE}, nan, inf, 1979-05-27, 07:32:00, true, [], {{}}, "
    pyproject.write_text(pyproject.read_text().replace("dependencies = [", f"dependencies = [{numbers}", 1))


@hostile("\\x1b[31m")
def declarations_that_steer(root: Path) -> None:
    """Escape sequences, workflow commands and markup in every name that is declared and that a report quotes."""
    text = _STEERING.replace("\x00", "")
    quoted = '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\u{ord(c):04x}" for c in text) + '"'
    (root / "pyproject.toml").write_text(
        f"[project]\nname = {quoted}\nversion = {quoted}\nrequires-python = {quoted}\nreadme = {quoted}\n"
        f'dependencies = [{quoted}, {quoted[:-1]}; a>1"]\nscripts = {{ {quoted} = {quoted} }}\n'
        f"[project.optional-dependencies]\n{quoted} = [{quoted}]\n[tool.poetry.dependencies]\n{quoted} = {quoted}\n"
        f"[tool.setuptools]\npackages = [{quoted}]\npackage-dir = {{ {quoted} = {quoted} }}\n"
        f"[tool.setuptools.dynamic]\ndependencies = {{file = [{quoted}, '../secret', '/dev/zero']}}\n"
        f"[build-system]\nrequires = [{quoted}]\nbuild-backend = {quoted}\n"
    )
    (root / "requirements.txt").write_text(
        "\x1b[31ma\x07>=1\n-r \x1b[31m.txt\nsinger-sdk\u202e\n::error::x\n##[error]x\n"
    )
    (root / "c8-lint.toml").write_text(f"[ignore]\nC82 = {quoted}\n[per-file-ignores]\n{quoted} = ['C81']\n")


@hostile()
def names_that_are_alike(root: Path) -> None:
    """Names that differ in case, in how an accent is written or in bytes that are no text; a package by two names."""
    for name in ("readme.md", "Readme.md", "license", "License", "PYPROJECT.TOML", "getting_started.MD"):
        (root / name).mkdir(exist_ok=True)
    for name in (PACKAGE.upper(), PACKAGE.title(), "\u00e9", "e\u0301", "\ufb01", "fi"):
        if not (root / name).exists():
            (root / name).mkdir()
            (root / name / "__init__.py").write_text("from c8connector import C8Connector\n")
    for name in ("A", "a", "\u00e9", "e\u0301", "\udce9", "__INIT__", "Main", "MAIN"):
        (root / PACKAGE / f"{name}.py").write_text("def broken(:\n")


@hostile()
def git_that_leads_elsewhere(root: Path) -> None:
    """A `.git` that is a pipe, and one of a folder inside that is a file which names a device."""
    shutil.rmtree(root / ".git")
    os.mkfifo(root / ".git")
    (root / PACKAGE / ".git").write_text("gitdir: /dev/zero\n")
    (root / ".gitignore").write_text("*\n" * 100_000)
    (root / ".gitattributes").symlink_to("/dev/zero")


@hostile()
def documents_that_are_odd(root: Path) -> None:
    """Fences that never end, quotes in lists in quotes, tables without end, references to themselves."""
    (root / "README.md").write_text(
        "> - " * 10_000 + "\n" + "```\n~~~\n" * 20_000 + "<!--\n" * 20_000 + "[a]: a\n[a]\n" * 20_000 + "#" * 100_000
    )
    (root / "GETTING_STARTED.md").write_text(
        "# " + " #" * 100_000 + "\n" + "|" * 100_000 + "\n" + "===\n" * 20_000 + "\t" * 100_000 + "a\n" + "*_" * 50_000
    )
