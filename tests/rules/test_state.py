"""C88."""

import textwrap

import pytest

from tests.rules.projects import INIT, PYPROJECT, Content, Verdicts, verdicts

SOURCE, TARGET = "macrometa_source_demo", "macrometa_target_demo"
HEAD = """\
import json
import logging
import os
import sys
import singer
"""
FIRST = HEAD.count("\n") + 1  # the line on which a case begins
AT = INIT.count("\n") + 3  # the line on which `capabilities` returns
TARGET_FILES: dict[str, Content] = {
    "pyproject.toml": PYPROJECT.replace("source", "target"),
    f"{SOURCE}/__init__.py": None,
    f"{SOURCE}/main.py": None,
    f"{TARGET}/__init__.py": INIT.replace("source", "target"),
}


def lists(returned: str) -> str:
    """Return the connector class with what `capabilities` returns."""
    return f"{INIT}\n    def capabilities(self):\n        return {returned}\n"


def source(code: str, main: str, returned: str = "['catalog', 'state']", **others: str) -> Verdicts:
    """Judge a source with a main.py that begins with imports."""
    files: dict[str, Content] = {f"{SOURCE}/main.py": HEAD + textwrap.dedent(main)}
    files[f"{SOURCE}/__init__.py"] = lists(returned) if returned else INIT
    files.update({f"{SOURCE}/{name}.py": text for name, text in others.items()})
    return verdicts(code, files)


def target(code: str, main: str, **others: str) -> Verdicts:
    """Judge a target with a main.py that begins with imports."""
    files = {**TARGET_FILES, f"{TARGET}/main.py": HEAD + textwrap.dedent(main)}
    files.update({f"{TARGET}/{name}.py": text for name, text in others.items()})
    return verdicts(code, files)


def lines(found: Verdicts) -> list[int]:
    """Return the lines of the findings in main.py, counted from the first after the imports."""
    return sorted((line or 0) - FIRST + 1 for _, line in found.places)


NO_STATE = {
    "nothing": "def main(): ...",
    "records alone": "def main(): singer.write_message(singer.RecordMessage('s', {}))",
    "a bookmark that is not written": "def main():\n    state = singer.write_bookmark({}, 's', 'k', 1)",
    "a state that is logged": "def main(): singer.get_logger().info({})",
    "a state that is saved": "def main(): json.dump({}, open('state.json', 'w'))",
    "a state on standard error": "def main(): print(json.dumps({'bookmarks': {}}), file=sys.stderr)",
    "a message of another type": "def main(): print(json.dumps({'type': 'SCHEMA'}))",
    "a type that is compared": "def main(m): return m['type'] == 'STATE' or m['type'] in ('STATE', 'RECORD')",
    "another library's": "from lake import write_state\ndef main(): write_state({})",
    "a function of that name": "def write_state(s): ...\ndef main(): write_state({})",
    "an import that is not used": "from singer import StateMessage, write_state\ndef main(): ...",
    "a type in a test": "def main(m): return isinstance(m, singer.StateMessage)",
}


@pytest.mark.parametrize("case", NO_STATE)
def test_a_state_that_is_listed_and_never_emitted_is_found(case: str) -> None:
    """The finding stands on the literal."""
    found = source("C8801", NO_STATE[case])
    assert found.places == [(f"{SOURCE}/__init__.py", AT)]


EMITTED = {
    "write_state": "def main(): singer.write_state({})",
    "the module": "def main(): singer.messages.write_state({})",
    "an alias": "from singer import write_state as emit\ndef main(): emit({})",
    "a message": "import copy\ndef main(): singer.write_message(singer.StateMessage(value=copy.deepcopy({})))",
    "a message that is kept": "def main():\n    m = singer.StateMessage({})\n    singer.write_message(m)",
    "a subclass": "class Mark(singer.StateMessage): ...\ndef main(): singer.write_message(Mark({}))",
    "JSON of one's own": "def main(): sys.stdout.write(json.dumps({'type': 'STATE', 'value': {}}) + '\\n')",
    "a print": "def main(): print(json.dumps(dict(type='STATE', value={})))",
    "a helper": "def put(m): print(json.dumps(m))\ndef main(): put({'type': 'STATE', 'value': {}})",
    "a stream in a name": "out = sys.stdout\ndef main(): out.write(json.dumps({'type': 'STATE'}))",
    "bytes": "def main(): sys.stdout.buffer.write(json.dumps({'type': 'STATE'}).encode())",
    "json.dump": "def main(): json.dump({'type': 'STATE'}, sys.stdout)",
    "a partial": "from functools import partial\nemit = partial(singer.write_state)\ndef main(): emit({})",
    "a method": "class Tap:\n    def sync(self): singer.write_state({})\ndef main(): Tap().sync()",
    "a thread": "from threading import Thread\ndef main(): Thread(target=singer.write_state, args=({},)).start()",
    "a callback": "def sync(emit): emit({})\ndef main(): sync(singer.write_state)",
    "a template": 'def main(): print(\'{"type": "STATE", "value": %s}\' % json.dumps({}))',
    "a star import": "from singer import *\ndef main(): write_state({})",
}


@pytest.mark.parametrize("case", EMITTED)
def test_a_state_that_is_listed_and_emitted_is_fine(case: str) -> None:
    """By the library or by text of one's own."""
    found = source("C8801", EMITTED[case])
    assert not found.findings
    assert not found.undecided


@pytest.mark.parametrize("case", EMITTED)
def test_a_state_that_is_emitted_and_not_listed_is_found(case: str) -> None:
    """The finding stands on the list that lacks it."""
    found = source("C8801", EMITTED[case], "['catalog', 'discover']")
    assert found.places == [(f"{SOURCE}/__init__.py", AT)]
    assert found.only.related


def test_a_state_in_code_that_nothing_reaches() -> None:
    """It counts as emitted where it is listed, and not where it is not."""
    dead = "def main(): ...\ndef later(): singer.write_state({})"
    assert not source("C8801", dead).findings
    assert not source("C8801", dead, "[]").findings


def test_a_state_in_another_module_counts() -> None:
    """The whole package is looked at, folders of tests aside."""
    main = "from .util import write\ndef main(): write()"
    util = "import singer\ndef write(): singer.write_message(singer.StateMessage({}))\n"
    assert not source("C8801", main, util=util).findings
    assert source("C8801", "def main(): ...", **{"tests/test_x": util}).findings


@pytest.mark.parametrize(
    ("main", "returned"),
    [
        ("def main(): ...", "load()"),
        ("def main(): ...", "['catalog', *load()]"),
        ("def main(): ...", "['catalog', name]"),
        ("from lake import Tap\nclass Mine(Tap): ...\ndef main(): Mine.cli()", "['state']"),
        ("def main(): send({'type': 'STATE'})\nfrom lake import send", "['state']"),
    ],
)
def test_a_capability_that_cannot_be_judged_is_undecided(main: str, returned: str) -> None:
    """Lists that are computed, base classes that may emit, messages that go nobody knows where."""
    found = source("C8801", main, returned)
    assert not found.findings
    assert found.undecided


def test_a_list_in_a_constant_is_followed() -> None:
    """The finding stands on the literal where it is."""
    found = source("C8801", "def main(): ...", "CAPABILITIES\n\nCAPABILITIES = ['discover', 'state']")
    assert found.places == [(f"{SOURCE}/__init__.py", AT + 2)]


def test_capabilities_that_are_not_defined_are_not_judged() -> None:
    """C8505 speaks."""
    assert source("C8801", "def main(): ...", "").not_applicable


NOT_WRITTEN = {
    "nothing": "def main(): ...",
    "a log": "def main(): logging.info(json.dumps(state()))\ndef state(): return {}",
    "standard error": "def main(): sys.stderr.write(json.dumps({'bookmarks': {}}))",
    "print to standard error": "def main(state): print(json.dumps(state), file=sys.stderr)",
    "a file": "def main(state):\n    with open('state.json', 'w') as f: f.write(json.dumps(state))",
    "json.dump to a file": "def main(state): json.dump(state, open('state.json', 'w'))",
    "words": "def main(): print('Done')",
    "a count": "def main(rows): print(len(rows))",
    "an exception": "def main():\n    try: ...\n    except Exception as e: print(e)",
    "a flush": "def main(): sys.stdout.flush()",
    "what takes no text to write": "def main(sinks):\n    for sink in sinks: sink.write()",
    "what takes more than a text": "def main(sink, state): sink.write('state', state)",
    "a parsed state": "def main():\n    m = singer.parse_message('')\n    state = m.value",
    "code after a return": "def main(state):\n    return\n    print(json.dumps(state))",
}


@pytest.mark.parametrize("case", NOT_WRITTEN)
def test_a_target_that_writes_no_state_is_found(case: str) -> None:
    """The finding stands on the package's `__init__.py`, with no line."""
    assert target("C8802", NOT_WRITTEN[case]).places == [(f"{TARGET}/__init__.py", None)]


WRITTEN = {
    "sys.stdout": "def emit(state):\n    line = json.dumps(state)\n    sys.stdout.write(f'{line}\\n')",
    "format": "def emit(state):\n    line = json.dumps(state)\n    sys.stdout.write('{}\\n'.format(line))",
    "print": "def emit(state): print(json.dumps(state))",
    "print to sys.stdout": "def emit(state): print(json.dumps(state), file=sys.stdout)",
    "a stream in a name": "out = sys.stdout\ndef emit(state): out.write(json.dumps(state))",
    "a stream that is imported": "from sys import stdout\ndef emit(state): stdout.write(json.dumps(state))",
    "a write in a name": "write = sys.stdout.write\ndef emit(state): write(json.dumps(state))",
    "bytes": "def emit(state): sys.stdout.buffer.write(json.dumps(state).encode())",
    "a descriptor": "def emit(state): os.write(1, json.dumps(state).encode())",
    "json.dump": "def emit(state): json.dump(state, sys.stdout)",
    "singer": "def emit(s): singer.write_state(s)",
    "a message": "def emit(s): singer.write_message(singer.StateMessage(s))",
    "another name": "def emit(v): print(json.dumps(v))\ndef main():\n    o = json.loads('')\n    emit(o['value'])",
    "a parsed message": "def emit(v): print(json.dumps(v))\ndef main(): emit(singer.parse_message('').value)",
    "an attribute": "class Target:\n    def run(self, o): self.last_state = o\n"
    "    def end(self): print(json.dumps(self.last_state))",
    "a bookmark": "def emit(bookmarks): sys.stdout.write(json.dumps(bookmarks))",
    "words before it": "def emit(state): print('state', json.dumps(state))",
    "a wrapper": "import io\nout = io.TextIOWrapper(sys.stdout.buffer)\ndef emit(state): out.write(json.dumps(state))",
    "a stream by default": "def emit(state, out=sys.stdout): out.write(json.dumps(state))\ndef main(): emit({})",
    "camel case": "def emit(): print(json.dumps(flushedState))\nflushedState = {}",
}


@pytest.mark.parametrize("case", WRITTEN)
def test_a_target_that_writes_its_state_is_fine(case: str) -> None:
    """By whatever way it comes to standard output."""
    found = target("C8802", WRITTEN[case])
    assert not found.findings
    assert not found.undecided


@pytest.mark.parametrize(
    "main",
    [
        "from lake import Sink\nclass Mine(Sink): ...",
        "def emit(x): print(json.dumps(x))",
        "logging.basicConfig(stream=sys.stdout)\ndef emit(state): logging.info(json.dumps(state))",
        "def emit(x): writer().write(x)",
        "from lake import base\nclass Mine(base()): ...",
    ],
)
def test_a_target_that_may_write_its_state_is_undecided(main: str) -> None:
    """Base classes from outside, and writes of what is not known."""
    found = target("C8802", main)
    assert not found.findings
    assert found.undecided


def test_a_print_in_tests_is_no_state() -> None:
    """What tests in the package print is not the target's."""
    assert target("C8802", "def main(): ...", **{"tests/test_core": "def test(state): print(state)\n"}).findings


FOR_PEOPLE = {
    "words": "def main(): print('Starting')",
    "an f-string": "def main(n=1): print(f'Read {n} rows')",
    "a format": "def main(n=1): print('Read {} rows'.format(n))",
    "an old format": "def main(n=1): print('Read %d rows' % n)",
    "a sum": "def main(n=1): print('Rows: ' + str(n))",
    "words by a name": "def main():\n    text = 'Starting'; print(text)".replace("\n    text", " \n    text"),
    "words among others": "def main(n=1): print('rows', n)",
    "words before a state": "def main(state=1): print('state: ' + json.dumps(state))",
    "write": "def main(): sys.stdout.write('Starting\\n')",
    "a stream in a name": "out = sys.stdout\ndef main(): out.write('Starting')",
    "an empty line": "def main(): print()",
    "a count": "def main(rows=()): print(len(rows))",
    "an exception": "def main():\n    try: ...\n    except Exception as e: print(e)",
    "a log handler": "def main(): logging.basicConfig(stream=sys.stdout)",
    "another log handler": "def main(): logging.getLogger().addHandler(logging.StreamHandler(sys.stdout))",
    "echo": "import click\ndef main(): click.echo('Starting')",
    "a helper": "def main(): say('Starting')\ndef say(text): print(text)",
    "print to sys.stdout": "def main(): print('Starting', file=sys.stdout)",
    "a module that main loads": "print('Loading')\ndef main(): ...",
}
ON = {"words by a name": 2, "a stream in a name": 2, "an exception": 3, "echo": 2, "a helper": 2}


@pytest.mark.parametrize("case", FOR_PEOPLE)
def test_text_for_people_is_found(case: str) -> None:
    """Words, counts, exceptions, empty lines and log lines on standard output."""
    assert lines(source("C8803", FOR_PEOPLE[case])) == [ON.get(case, 1)]


FOR_PROGRAMS = {
    "a message": "def main(): singer.write_state({})",
    "JSON": "def main(): print(json.dumps({'type': 'STATE'}))",
    "a dumped state": "def main(state=1):\n    json.dump(state, sys.stdout)\n    sys.stdout.write('\\n')",
    "a line of JSON": "def main(): sys.stdout.write(json.dumps({'type': 'STATE'}) + '\\n')",
    "literal JSON": 'def main(): print(\'{"type": "STATE", "value": {}}\')',
    "a catalogue": "def main(catalog={}): print(json.dumps(catalog, indent=2))",
    "a dumped catalogue": "def main(): json.dump({'streams': []}, sys.stdout, indent=2)",
    "standard error": "def main(): print('Starting', file=sys.stderr)",
    "standard error's write": "def main(): sys.stderr.write('Starting')",
    "a log": "def main(): logging.info('Starting')",
    "a log handler on standard error": "def main(): logging.StreamHandler(sys.stderr)",
    "echo to standard error": "import click\ndef main(): click.echo('Starting', err=True)",
    "a file": "def main():\n    with open('x', 'w') as f: print('Starting', file=f)",
    "code that nothing reaches": "def main(): ...\ndef later(): print('Starting')",
    "a function of that name": "def print(text): ...\ndef main(): print('Starting')",
    "code under a main test": "def main(): ...\nif False: print('Starting')",
}


MAY_END_A_LINE = {"a dumped state"}


@pytest.mark.parametrize("case", FOR_PROGRAMS)
def test_text_for_programs_is_fine(case: str) -> None:
    """Messages, states, catalogues, and text that goes elsewhere."""
    found = source("C8803", FOR_PROGRAMS[case])
    assert not found.findings
    assert bool(found.undecided) is (case in MAY_END_A_LINE)


def test_text_that_is_not_known_is_undecided() -> None:
    """What comes from elsewhere may be a message."""
    found = source("C8803", "from lake import fetch\ndef main(): print(fetch())")
    assert not found.findings
    assert found.undecided


def test_what_only_the_platform_calls_is_not_judged() -> None:
    """`samples` runs in the platform's process, whose standard output nobody parses."""
    files: dict[str, Content] = {
        f"{SOURCE}/__init__.py": INIT
        + "\n    def samples(self, integration):\n        print('Sampling')\n        return []\n"
    }
    assert not verdicts("C8803", files).findings
