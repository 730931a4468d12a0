"""Source text becomes facts, or a reason why it has none: spans, forms of syntax, encodings, texts that do harm."""

import ast
import re
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from typing import Union

import libcst as cst
import pytest
from hypothesis import given, settings
from libcst.metadata import MetadataWrapper, PositionProvider

from macrometa_conformance.code import facts, from_ast, from_cst, scan
from macrometa_conformance.code.compile import compile_module, compile_source
from macrometa_conformance.code.facts import Failure, ModuleFacts, Span
from macrometa_conformance.code.walk import walk
from macrometa_conformance.large_stack import with_large_stack
from tests.code.generated import modules
from tests.code.sources import SOURCES, standard_library

FORMS = sorted(SOURCES)


def compiled(source: Union[str, bytes]) -> ModuleFacts:
    """Return the facts of a text that has some; a text that the running Python reads has the same from both parsers."""
    found = compile_source(source) if isinstance(source, str) else compile_module(source)
    assert isinstance(found, ModuleFacts), found
    if isinstance(source, str):
        assert with_large_stack(lambda: from_ast.facts_of(source)) in (None, found)
        assert with_large_stack(lambda: from_cst.facts_of(source)) == found
    return found


def refused(source: Union[str, bytes]) -> Failure:
    """Return why a text has no facts."""
    found = compile_source(source) if isinstance(source, str) else compile_module(source)
    assert isinstance(found, Failure)
    return found


def value(source: str) -> object:
    """Return the literal that the last statement of a text assigns."""
    last = compiled(source).body[-1]
    assert isinstance(last, facts.Assign)
    assert isinstance(last.value, facts.Const)
    return last.value.value


def text_at(source: str, at: Span) -> str:
    """Return the text that a span within a line cuts out of a source."""
    assert at[0] == at[2]
    return re.split(r"\r\n|\r|\n", source)[at[0] - 1][at[1] - 1 : at[3] - 1]


# Spans


def compare_positions(source: str) -> int:
    """Assert that every span is that of LibCST's own provider; return how many there are."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    told = {id(node): at for node, at in wrapper.resolve(PositionProvider).items()}
    module = wrapper.module
    positions = from_cst._Positions(default_indent=module.default_indent, default_newline=module.default_newline)
    module._codegen(positions)
    compared = 0
    for node, span in positions.spans.items():
        at = told[node]
        assert span == (at.start.line, at.start.column + 1, at.end.line, at.end.column + 1)
        compared += 1
    return compared


@pytest.mark.parametrize("form", FORMS)
def test_spans_are_those_of_the_position_provider(form: str) -> None:
    """Spans noted while the code is generated are those that LibCST's provider gives, in every form of syntax."""
    assert compare_positions(SOURCES[form])


def test_spans_in_the_standard_library() -> None:
    """Spans agree with LibCST's provider over a sample of the standard library."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)
    try:
        assert sum(compare_positions(path.read_text(encoding="utf-8")) for path in standard_library(6)) > 1000
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize("form", FORMS)
def test_spans_cut_out_what_they_name(form: str) -> None:
    """The span of a name, a parameter or a literal text cuts just that out of the source."""
    source = SOURCES[form]
    for statement in compiled(source).body:
        for node in walk(statement):
            if isinstance(node, facts.Name):
                assert text_at(source, node.at) == node.id
            elif isinstance(node, facts.Attribute):
                assert text_at(source, node.name_at) == node.name
            elif isinstance(node, (facts.FunctionDef, facts.ClassDef, facts.Parameter)):
                assert text_at(source, node.at) == node.name


@pytest.mark.parametrize("digits", [facts.MAX_DIGITS, facts.MAX_DIGITS + 1, 5_000, 20_000])
def test_a_number_that_cannot_be_written_out_is_not_kept(digits: int) -> None:
    """Whole numbers are kept up to a limit that does not hang on the Python that runs the tool."""
    module = compiled(f"x = {'9' * digits}\ny = 0x{'f' * digits}\n")
    kept = [type(node) for statement in module.body for node in walk(statement) if type(node) is not facts.Name]
    assert (facts.Opaque in kept, facts.Const in kept) == (True, digits == facts.MAX_DIGITS)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_count_one_line_each(end: str) -> None:
    """Whatever ends a line, it counts as one, in strings too, and a text holds the line ends that Python gives it."""
    source = end.join(["x = 'é'", "y = '''a", "b'''", "z = f'''{x}a", "{y}'''", "w = 1", ""])
    module = compiled(source)
    assert [statement.at[0] for statement in module.body] == [1, 2, 4, 6]
    assert module.body[1].at == (2, 1, 3, 5)
    texts = [node.value for statement in module.body for node in walk(statement) if isinstance(node, facts.Const)]
    assert texts == ["é", "a\nb", "a\n", 1]


def test_columns_are_code_points() -> None:
    """Columns count code points, not bytes or UTF-16 units."""
    (statement,) = compiled("x = '\U0001d11eé', y\n").body
    assert isinstance(statement, facts.Assign)
    assert isinstance(statement.value, facts.Sequence)
    assert [item.at[1] for item in statement.value.items] == [5, 11]


# Forms of syntax


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_syntax_has_facts(form: str) -> None:
    """Each form of Python 3.0 to 3.14 compiles on every Python that runs the tool, and keeps its names in sight."""
    assert compiled(SOURCES[form]).body


def test_standard_library_has_facts() -> None:
    """Every file of a sample of the running Python's library has facts, the same ones from both parsers."""
    for path in standard_library(25):
        source = path.read_text(encoding="utf-8")
        assert compiled(source).body or source.strip()[:1] in ("", "#"), path


@pytest.mark.skipif(not from_ast.IS_OF_USE, reason="this Python's own tree lacks positions")
@pytest.mark.parametrize("form", FORMS)
def test_what_the_running_python_reads_needs_no_other_parser(form: str) -> None:
    """A text of the running Python's grammar has facts from its own tree, so that LibCST need not be imported."""
    try:
        ast.parse(SOURCES[form])
    except SyntaxError:
        return
    assert isinstance(from_ast.facts_of(SOURCES[form]), ModuleFacts)


@given(modules())
@settings(max_examples=200, deadline=None)
def test_both_parsers_give_the_same_facts(source: str) -> None:
    """Whatever text of a grammar of Python: its own tree and LibCST's give equal facts, spans among them."""
    mine = from_ast.facts_of(source)
    assert mine is None or mine == from_cst.facts_of(source)


@pytest.mark.parametrize(
    "field",
    [
        "{a}", "{ a }", "{a!r}", "{a:>3}", "{a:{b}.{c}}", "{a=}", "{a = }", "{a=!s:>3}", "{a == b}", "{a != b}",
        "{(a <= b)}",
        "{a['}']}", "{a[':']}", "{f(x=1)}", "{(lambda x: x)(1)}", "{ {1: 2}[1] }", "{{}}{a}{{{a}}}", "{é}", "é{a}é{é}",
        "{[x for x in y]}", "{(x for x in y)}", "{f(x for x in y)}", "{(yield)}", "{a, b}", "{(a, b)}", "{*a, b}",
        "{a}{a}",
        "{a if b else c}", "{a or b!s}", "{a[1:2]}", "{x:%Y-%m}", "{x!r:^{w}}", "{f'{a}'}", "{f'{a:{b}}'}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around",
    [
        'x = f"FIELD"', 'x = F"aFIELDb"', 'x = rf"\\dFIELD"', 'x = f"\\N{BULLET}FIELD\\n"',
        "x = 'a' f\"FIELD\" r'\\\\' f\"FIELD\"",
        'é = f"""a\n FIELD\n  bFIELD"""', 'x = (f"FIELD"  # a " note\n  f"FIELD")', 'x = f"FIELD" \\\n  "b{" f"FIELD"',
        'x = f"\\\\FIELD"',
    ],
)  # fmt: skip
def test_fields_of_f_strings_stand_where_they_are(around: str, field: str) -> None:
    """The expressions in an f-string have their own places, in every way to write one that the running Python reads."""
    source = around.replace("FIELD", field)
    try:
        ast.parse(source)
    except SyntaxError:
        return
    if from_ast.IS_OF_USE:
        assert from_ast.facts_of(f"def f():\n    {source}\n") is not None
    compiled(f"def f():\n    {source}\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 'a' 'b'", "ab"),
        ("x = b'a' rb'\\n'", b"a\\n"),
        ("x = u'\\u00e9\\N{DIGIT ONE}\\x41\\101'", "\u00e91AA"),
        ("x = r'\\n'", "\\n"),
        ("x = '''a\\\nb'''", "ab"),
        ("x = 'a\\\nb'", "ab"),
        ("x = 1_000", 1000),
        ("x = 0xFF", 255),
        ("x = 0o17", 15),
        ("x = 0b11", 3),
        ("x = 00", 0),
        ("x = 1e3", 1000.0),
        ("x = 1_0.5", 10.5),
        ("x = 2j", 2j),
        ("x = -1", -1),
        ("x = - 1.5", -1.5),
        ("x = None", None),
        ("x = (\n'a'\n# note\n'b')", "ab"),
    ],
)
def test_literals_have_their_values(source: str, expected: object) -> None:
    """A literal's value is the one that Python gives it."""
    found = value(source)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("f'a{{}}b'", ["a{}b"]),
        ("f'{x}a\\n{y}\"'", ["a\n", '"']),
        ("rf'\\d{x}'", ["\\d"]),
        ("f'\\{x}'", ["\\"]),
        ("f'\\N{DASH}{x}'".replace("DASH", "EN DASH"), ["\u2013"]),
        ("f'''\n{x}'''", ["\n"]),
        ("'a' f'{x}' 'b'", ["a", "b"]),
        ("f'{x!r:>{y}}'", []),
        ("f'{x = }'", ["x = "]),
        ("f'{x[\"a\"]}'", ["a"]),
        ('f"{x["a"]}"', ["a"]),
    ],
)
def test_texts_of_an_f_string(source: str, texts: list[str]) -> None:
    """The literal parts of an f-string are what Python makes of them."""
    (statement,) = compiled(f"x = {source}\n").body
    assert [node.value for node in walk(statement) if isinstance(node, facts.Const)] == texts


def test_names_are_normalised() -> None:
    """A name is the one that Python takes it for: NFKC."""
    module = compiled("import \ufb01le as \ufb02ow\n\ufb01 = 1\ndef \u210c(\u2145=1): return x.\ufb01(\ufb01=2)\n")
    names = {node.id for statement in module.body for node in walk(statement) if isinstance(node, facts.Name)}
    function = module.body[2]
    assert isinstance(function, facts.FunctionDef)
    assert names == {"fi", "x"}
    assert (function.name, function.params[0].name) == ("H", "D")


@pytest.mark.parametrize(
    ("body", "generates"),
    [
        ("yield", True),
        ("x = yield 1", True),
        ("yield from x", True),
        ("f((yield))", True),
        ("if x:\n        while y:\n            yield", True),
        ("return lambda: (yield)", False),
        ("def inner(): yield", False),
        ("class Inner:\n        def method(self): yield", False),
        ("return [x for x in y]", False),
    ],
)
def test_generators_are_told(body: str, generates: bool) -> None:
    """A function is a generator where it yields itself, not where something that it defines does."""
    (function,) = compiled(f"def outer():\n    {body}\n").body
    assert isinstance(function, facts.FunctionDef)
    assert function.is_generator is generates


# Encodings and texts that are no Python


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x = '\xc3\xa9'\n", "é"),
        (b"\xef\xbb\xbfx = '\xc3\xa9'\n", "é"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "é"),
        (b"#!/usr/bin/env python\n# vim: set fileencoding=iso-8859-15 :\nx = '\xa4'\n", "€"),
        (b"\xef\xbb\xbf# coding: utf-8\nx = 'a'\n", "a"),
        (b"# coding: utf-8-sig\nx = 'a'\n", "a"),
        (b"\x0cx = 'a'\n", "a"),
        (b"if 1:\n    pass\n\x0c\nx = 'a'", "a"),
        (b"x = 'a'\r\n", "a"),
        (b"y = 1\rx = 'a'\r", "a"),
        (b"x = 'a\x1bb'\n", "a\x1bb"),
        (b"x = 'a'", "a"),
        (b"x = \\\n  'a'\n", "a"),
    ],
)
def test_bytes_are_read_as_python_reads_them(data: bytes, expected: str) -> None:
    """Marks, coding lines, line ends and form feeds mean what they mean to Python."""
    last = compiled(data).body[-1]
    assert isinstance(last, facts.Assign)
    assert isinstance(last.value, facts.Const)
    assert last.value.value == expected


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"x = 1\ny = '\xe9'\n", 2, 6),
        (b"# coding: klingon\n", 1, 1),
        (b"# coding: rot13\n", 1, 1),
        (b"\xef\xbb\xbf# coding: latin-1\n", 1, 1),
        (b"\xff\xfex\x00", 1, 1),
        (b"x = 1\ny = 'a\0'\n", 2, 7),
        (b"x = '\xed\xa0\x80'\n", 1, 6),
    ],
)
def test_bytes_that_are_no_text(data: bytes, line: int, column: int) -> None:
    """Bytes that Python cannot decode are a syntax error at the first one."""
    failure = refused(data)
    assert (failure.line, failure.column, failure.undecided) == (line, column, False)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\nprint 'a'\n", 2),
        ("x = 1\nprint 'a' % x, y\n", 2),
        ("exec 'a'\n", 1),
        ("try:\n    pass\nexcept A, e:\n    pass\n", 3),
        ("try:\n    pass\nexcept (A, B), e:\n    pass\n", 3),
        ("x = `y`\n", 1),
        ("x <> y\n", 1),
        ("x = 0777\n", 1),
        ("x = 10L\n", 1),
        ("raise A, 'b'\n", 1),
        ("def f((a, b)): pass\n", 1),
        ("x = ur'a'\n", 1),
        ("print >>f, 'a' % b, \n'c' 'd\n", 2),
        ("class A:\n\tdef f(self):\n        pass\n", 3),
        ("x = 1 +\n", 1),
        ("x = {\n  'a': 1\n", None),
        ("x = [1, 2\ny = 3\n", None),
        ("x = 'a\n", 1),
        ("x = '''a\n", 1),
        ("<<<<<<< HEAD\nx = 1\n=======\n", 1),
        ("x = “a”\n", 1),
        ("if x\n    pass\n", 1),
        ("if x:\npass\n", 2),
        ("x = 1\n y = 2\n", 2),
        ("x = 'a' b'b'\n", 1),
        ("x = '\\x1'\n", 1),
        ("x = '\\N{no such name}'\n", 1),
        ("x = b'é'\n", 1),
        ("f() = 1\n", 1),
        ("None = 1\n", 1),
        ("f(a=1, 2)\n", 1),
        ("f(a=1, a=2)\n", 1),
        ("def f(a, a): pass\n", 1),
        ("def f(a=1, b): pass\n", 1),
        ("return 1\n", 1),
        ("class A:\n    return 1\n", 2),
        ("def f():\n    break\n", 2),
        ("x = 1\ncontinue\n", 2),
        ("def f():\n    await x\n", 2),
        ("yield 1\n", 1),
        ("def f():\n    from x import *\n", None),
        ("def f(a):\n    global a\n", None),
        ("def f():\n    nonlocal a\n", 2),
        ("from __future__ import braces\n", 1),
        ("x = 1\nfrom __future__ import annotations\n", 2),
        ("try:\n    pass\nexcept:\n    pass\nexcept A:\n    pass\n", None),
        ("*a, *b = c\n", 1),
        ("a + 1 = 2\n", 1),
        ("import a.b as c.d\n", 1),
    ],
)
def test_what_python_refuses_is_a_failure_at_its_line(source: str, line: Union[int, None]) -> None:
    """What no Python 3 that connectors run on accepts has no facts, and the failure stands at the mistake."""
    failure = refused(source)
    assert not failure.undecided
    assert line is None or failure.line == line


@pytest.mark.parametrize("source", ["(a): int = 1\n", "class C(metaclass=M, *bases): pass\n"])
def test_what_only_libcst_refuses_is_undecided(source: str) -> None:
    """A text that Python accepts and LibCST does not is no syntax error where LibCST alone could read it."""
    failure = from_cst.facts_of(source)
    assert isinstance(failure, Failure)
    assert failure.undecided


# Texts that do harm

CHAIN = scan.MAX_CHAIN - 10
HARM = {
    "parentheses": "x = " + "(" * 1500 + "1" + ")" * 1500,
    "brackets": "x = " + "[" * 5000,
    "braces in a field": "x = f'{" + "{" * 5000 + "}" * 5000 + "}'",
    "fields in fields": "x = " + "f'{" * 3000 + "1" + "}'" * 3000,
    "fields in formats": "x = f'{a:" + "{b:" * 5000 + "}" * 5000 + "}'",
    "minus": "x = " + "-" * 10_000 + "1",
    "attributes": "x = a" + ".b" * 10_000,
    "calls": "x = a" + "()" * 10_000,
    "sums": "x = a" + " + a" * 10_000,
    "powers": "x = " + "a ** " * 10_000 + "a",
    "elif": "if a: pass\n" + "elif b: pass\n" * 10_000,
    "not": "x = " + "not " * 10_000 + "a",
    "lambdas": "x = " + "lambda: " * 10_000 + "1",
    "lambdas with parameters": "x = " + "lambda a, b: " * 10_000 + "1",
    "conditions": "x = " + "a if b else " * 10_000 + "c",
    "texts": "x = " + "'a' " * 10_000,
    "loops in a comprehension": "x = [a " + "for a in b " * 10_000 + "]",
    "patterns": "match x:\n    case " + "[" * 150 + "]" * 150 + ": pass\n",
    "chains in brackets": "x = " + ("(" + "-" * 1900) * 190 + "1" + ")" * 190,
    "indents": "".join(" " * i + "if a:\n" for i in range(120)) + " " * 120 + "pass\n",
    "numbers": "x = [" + "1, " * 100_000 + "]",
    "statements": "a\n" * 500_000,
    "quotes": "'" * 100_001,
}
HEAVY = {
    "parentheses": "x = " + "(" * 199 + "1" + ")" * 199,
    "calls of calls": "x = " + "f(a=" * 199 + "1" + ")" * 199,
    "fields in fields": "x = " + "f'{" * 90 + "1" + "}'" * 90,
    "minus": "x = " + "-" * CHAIN + "1",
    "attributes": "x = a" + ".b" * CHAIN,
    "sums": "x = a" + " + a" * CHAIN,
    "conditions": "x = " + "a if b else " * CHAIN + "c",
    "lambdas": "x = " + "lambda: " * CHAIN + "1",
    "texts": "x = " + "'a' " * CHAIN,
    "chains in brackets": "x = " + "(----------" * 180 + "1" + ")" * 180,
    "elif": "if a: pass\n" + "elif b: pass\n" * 990,
    "comparisons": "x = " + "a == " * 5_000 + "a",
    "ladder": "".join(f"{' ' * i}if a: pass\n{' ' * i}else:\n" for i in range(98)) + " " * 98 + "pass\n",
    "numbers": "x = [" + "1, " * 49_000 + "]",
}
CHILD = """
import sys
from macrometa_conformance.code.compile import compile_source
from macrometa_conformance.code.facts import Failure
from tests.code.test_compile import HARM, HEAVY
for name in sys.argv[2:]:
    found = compile_source((HARM if sys.argv[1] == "harm" else HEAVY)[name])
    refused = isinstance(found, Failure) and ("undecided" if found.undecided else "syntax")
    print(name, refused or "facts", sep=": ")
"""
REFUSED = {"parentheses", "brackets", "braces in a field", "fields in fields", "fields in formats", "indents"}


def in_a_child(kind: str, names: list[str]) -> dict[str, str]:
    """Return what compiling some texts in a process of its own gives; it may take minutes at most, and may not die."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, kind, *names], cwd=root, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:], done.stdout)
    return dict(line.split(": ") for line in done.stdout.splitlines())


def test_texts_that_do_harm_are_refused() -> None:
    """No text kills or holds up the process: what CPython refuses is a syntax error; the rest is undecided or read."""
    found = in_a_child("harm", list(HARM))
    read = {name for name, outcome in found.items() if outcome == "facts"}
    assert read <= {"sums", "texts", "loops in a comprehension", "patterns"}
    expected = {name: "syntax" if name in REFUSED else "undecided" for name in HARM}
    assert {name: outcome for name, outcome in found.items() if name not in read} == {
        name: outcome for name, outcome in expected.items() if name not in read
    }


def test_texts_at_the_limits_have_facts() -> None:
    """What lies just within the limits is parsed and walked to the end."""
    found = in_a_child("heavy", list(HEAVY))
    accepted = dict.fromkeys(HEAVY, "facts")
    assert {**found, "fields in fields": "facts"} == accepted


def test_the_stack_is_given_back() -> None:
    """After a module is compiled, threads get the stack and frames get the depth that they had."""
    before = (threading.stack_size(), sys.getrecursionlimit())
    compiled("x = 1\n")
    assert (threading.stack_size(), sys.getrecursionlimit()) == before


def test_what_fails_in_the_parser_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic of the native parser is no crash of the tool."""

    class Panic(BaseException):
        pass

    def fail(source: str) -> None:
        raise Panic("in native code")

    monkeypatch.setattr(cst, "parse_module", fail)
    assert refused("x = = 1\n").undecided


def test_warnings_of_the_running_python_are_not_shown() -> None:
    """A text that Python warns of, as `is` with a literal or a bad escape, gives no warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        compiled("x = y is 1\nz = '\\d' f'\\d{x}'\nassert (x, 'a')\nw = 1if x else 2\n")
