"""C8710 and C8714."""

import textwrap

import pytest

from tests.rules.projects import INIT, Content, Verdicts, verdicts

PACKAGE = "macrometa_source_demo"
HEAD = """\
import time
from datetime import datetime, timedelta, timezone
import singer
from singer import utils, write_record, RecordMessage
"""
FIRST = HEAD.count("\n") + 1  # the line on which a case begins


def judged(code: str, source: str, init: str = INIT, **others: str) -> Verdicts:
    """Judge a main.py that begins with imports; `main` runs it."""
    files: dict[str, Content] = {f"{PACKAGE}/main.py": HEAD + textwrap.dedent(source), f"{PACKAGE}/__init__.py": init}
    files.update({f"{PACKAGE}/{name}.py": textwrap.dedent(text) for name, text in others.items()})
    return verdicts(code, files)


def lines(found: Verdicts) -> list[int]:
    """Return the lines of the findings, counted from the first after the imports."""
    return sorted((line or 0) - FIRST + 1 for _, line in found.places)


RECORD = "from dataclasses import dataclass, field\n@dataclass\nclass Row:\n    data: dict\n    time: datetime"
PUT = "\ndef put(row): write_record('s', row.data, time_extracted=row.time)\ndef main():\n    put(Row({}))"
MESSAGE = (
    "from dataclasses import dataclass, field\n@dataclass\nclass Row(RecordMessage):\n    stream: str\n    record: dict"
)
SEND = "\ndef main(): singer.write_message(Row('s', {}))"
QUEUE = "from queue import Queue\nQ = Queue()\n"

MISSING = {
    "no time": "def main(): write_record('s', {})",
    "another import": "def main(): singer.messages.write_record('s', {})",
    "an alias": "from singer import write_record as emit\ndef main(): emit('s', {})",
    "a literal None": "def main(): write_record('s', {}, time_extracted=None)",
    "a literal None by position": "def main(): singer.write_message(RecordMessage('s', {}, None, None))",
    "too few positions": "def main(): singer.write_message(RecordMessage('s', {}, 1))",
    "None by way of a name": "def main():\n    when = None\n    write_record('s', {}, time_extracted=when)",
    "a helper that leaves it out": "def put(r): write_record('s', r)\ndef main(): put({})",
    "a helper that is given None": "def put(r, t): write_record('s', r, time_extracted=t)\ndef main(): put({}, None)",
    "a helper that is given nothing": "def put(r, t=None): write_record('s', r, time_extracted=t)\ndef main(): put({})",
    "a helper with keywords": "def put(r, **more): write_record('s', r, **more)\ndef main(): put({}, stream_alias='x')",
    "a partial": "from functools import partial\nemit = partial(write_record, 's')\ndef main(): emit({})",
    "a dict of arguments": "def main(): write_record(**{'stream_name': 's', 'record': {}})",
    "a list of arguments": "def main(): write_record(*['s', {}])",
    "a subclass": "class Row(RecordMessage): ...\ndef main(): singer.write_message(Row('s', {}))",
    "a subclass's constructor": "class Row(RecordMessage):\n"
    "    def __init__(self, s, r): super().__init__(s, r)\ndef main(): singer.write_message(Row('s', {}))",
    "the base's constructor": "class Row(RecordMessage):\n"
    "    def __init__(self, s, r): RecordMessage.__init__(self, s, r)\ndef main(): singer.write_message(Row('s', {}))",
    "a thread pool": "def main(): pool.submit(write_record, 's', {})",
    "a star import": "from singer import *\ndef main(): write_record('s', {})",
    "code that nothing reaches": "def main(): ...\ndef later(): write_record('s', {})",
    "a field whose default is None": f"{RECORD} = None{PUT}",
    "a dataclass that is a message": f"{MESSAGE}{SEND}",
    "a dataclass that is a message, with a default of None": f"{MESSAGE}\n    time_extracted: datetime = None{SEND}",
}
WHERE = {
    "no time": 1, "another import": 1, "a literal None": 1, "a literal None by position": 1, "too few positions": 1,
    "None by way of a name": 3, "a helper that leaves it out": 1, "a partial": 3, "a dict of arguments": 1,
    "a list of arguments": 1, "a thread pool": 1, "a field whose default is None": 6,
    "a dataclass that is a message": 6, "a dataclass that is a message, with a default of None": 7,
}  # fmt: skip


@pytest.mark.parametrize("case", MISSING)
def test_a_record_without_time_is_found(case: str) -> None:
    """However the message is made, the finding stands on the call that has to pass the time."""
    assert lines(judged("C8710", MISSING[case])) == [WHERE.get(case, 2)]


OF_RECORDS = {  # a time that a record of the project's own carries, or a message
    "a field with a factory": f"{RECORD} = field(default_factory=utils.now){PUT}",
    "a field with a lambda": f"{RECORD} = field(default_factory=lambda: datetime.now(timezone.utc)){PUT}",
    "a field that is passed": f"{RECORD}{PUT}".replace("Row({})", "Row({}, utils.now())"),
    "a field that is passed by name": f"{RECORD} = None{PUT}".replace("Row({})", "Row(data={}, time=utils.now())"),
    "a field that is set when it is made": (
        f"{RECORD} = None\n    def __post_init__(self): object.__setattr__(self, 'time', utils.now()){PUT}"
    ),
    "a field that is set later": f"{RECORD} = None{PUT}\ndef stamp(row): row.time = utils.now()",
    "a message with a factory": f"{MESSAGE}\n    time_extracted: datetime = field(default_factory=utils.now){SEND}",
    "a message that sets it when it is made": (
        f"{MESSAGE}\n    time_extracted: datetime = None\n"
        f"    def __post_init__(self): self.time_extracted = utils.now(){SEND}"
    ),
    "a message with a field that is passed": (
        f"{MESSAGE}\n    time_extracted: datetime = None{SEND}".replace("{})", "{}, utils.now())")
    ),
}
TIMED = {
    **OF_RECORDS,
    "a keyword": "def main(): write_record('s', {}, time_extracted=utils.now())",
    "a position": "def main(): singer.write_message(RecordMessage('s', {}, None, utils.now()))",
    "write_record's position": "def main(): write_record('s', {}, None, utils.now())",
    "a helper": "def put(r, t): write_record('s', r, time_extracted=t)\ndef main(): put({}, utils.now())",
    "a helper with a default that is not used": "def put(r, t=None): write_record('s', r, time_extracted=t)\n"
    "def main(): put({}, t=utils.now())",
    "a default that is replaced": "def put(r, t=None):\n    t = t or utils.now()\n"
    "    write_record('s', r, time_extracted=t)\ndef main(): put({})",
    "None until it is known": "def main():\n    t = None\n    if 1 < len(HEAD): t = utils.now()\n"
    "    write_record('s', {}, time_extracted=t)",
    "keywords that a helper hands on": "def put(r, **more): write_record('s', r, **more)\n"
    "def main(): put({}, time_extracted=utils.now())",
    "a partial that brings it": "from functools import partial\n"
    "def main():\n    emit = partial(write_record, 's', time_extracted=utils.now())\n    emit({})",
    "a dict of arguments": "def main():\n"
    "    write_record(**{'stream_name': 's', 'record': {}, 'time_extracted': utils.now()})",
    "a time that is set later": "def main():\n    m = RecordMessage('s', {})\n    m.time_extracted = utils.now()\n"
    "    singer.write_message(m)",
    "a time that a helper sets later": "def stamp(m): m.time_extracted = utils.now()\n"
    "def main():\n    m = RecordMessage('s', {})\n    stamp(m)\n    singer.write_message(m)",
    "setattr": "def main():\n    m = RecordMessage('s', {})\n    setattr(m, 'time_extracted', utils.now())",
    "another message": "def main(): singer.write_message(singer.SchemaMessage('s', {}, []))",
    "write_records, which takes none": "def main(): singer.write_records('s', [])",
    "another library's": "from lake import write_record\ndef main(): write_record('s', {})",
    "a function of that name": "def write_record(s, r): ...\ndef main(): write_record('s', {})",
    "a class of that name": "class RecordMessage: ...\ndef main(): RecordMessage()",
    "a name that is only mentioned": "def main(): isinstance({}, RecordMessage)",
    "code that never runs": "def main():\n    return\n    write_record('s', {})",
}


@pytest.mark.parametrize("case", TIMED)
def test_a_record_with_a_time_is_fine(case: str) -> None:
    """A time that is passed in whatever way, and calls that make no record, are no findings."""
    assert not judged("C8710", TIMED[case]).findings


def test_each_call_is_a_finding() -> None:
    """Two calls without a time are two findings, and one with it between them is none."""
    source = (
        "def main():\n    write_record('s', {})\n    write_record('s', {}, time_extracted=utils.now())\n"
        "    write_record('t', {})"
    )
    assert lines(judged("C8710", source)) == [2, 4]


def test_the_message_tells_whether_the_record_is_made_elsewhere() -> None:
    """C8710: where a caller of a helper gives no time, the finding stands there and names the inner call."""
    plain = judged("C8710", "def main(): write_record('s', {})").only
    assert plain.message == "`write_record` is given no `time_extracted`"
    assert not plain.related
    helper = "def put(r, t=None): write_record('s', r, time_extracted=t)\ndef main(): put({})"
    found = judged("C8710", helper).only
    assert found.message == "the record that `write_record` makes of this is given no `time_extracted`"
    assert "`write_record` is called here" in [related.message for related in found.related]


@pytest.mark.parametrize(
    "source",
    [
        "def main(options): write_record('s', {}, **options)",
        "def main(): write_record(*load())",
        "from threading import Thread\ndef main(): Thread(target=write_record, args=('s', {})).start()",
        "def put(r, **more): write_record('s', r, **more)\ndef main(): put({}, **load())",
    ],
)
def test_starred_arguments_that_are_not_known_are_undecided(source: str) -> None:
    """What a star passes may be the time."""
    found = judged("C8710", source)
    assert not found.findings
    assert found.undecided


SAMPLES = INIT + (
    "\n    def samples(self, integration):\n"
    "        from macrometa_source_demo.records import to_message\n"
    "        return [to_message({}, None)]\n"
)
RECORDS = "import singer\n\ndef to_message(r, t=None):\n    return singer.RecordMessage('s', r, time_extracted=t)\n"


def test_what_only_samples_writes_does_not_count() -> None:
    """A message for `samples` needs no time, be it made there or by a helper that the run shares with a time."""
    shared = "from .records import to_message\ndef main(): singer.write_message(to_message({}, utils.now()))"
    assert not judged("C8710", "def main(): ...", SAMPLES, records=RECORDS).findings
    assert not judged("C8710", shared, SAMPLES, records=RECORDS).findings
    own = SAMPLES.replace("[to_message({}, None)]", "[to_message({})]")
    assert not judged("C8710", shared, own, records=RECORDS).findings


def test_what_samples_and_the_run_share_counts() -> None:
    """A call that the run reaches too is judged, and so is the run's call of a helper that samples calls."""
    shared = "from .records import to_message\ndef main(): singer.write_message(to_message({}))"
    assert lines(judged("C8710", shared, SAMPLES, records=RECORDS)) == [2]
    untimed = RECORDS.replace(", time_extracted=t", "")
    found = judged("C8710", shared, SAMPLES, records=untimed)
    assert found.places == [(f"{PACKAGE}/records.py", 4)]


def test_tests_are_not_judged() -> None:
    """Code under a folder `tests` writes what it likes."""
    files: dict[str, Content] = {f"{PACKAGE}/tests/test_x.py": HEAD + "write_record('s', {})\n"}
    assert not verdicts("C8710", files).findings


def put(time: str) -> str:
    """Return a source that writes records with a time."""
    return f"def main():\n    write_record('s', {{}}, time_extracted={time})"


UNUSABLE = {
    "a field with a naive factory": f"{RECORD} = field(default_factory=datetime.utcnow){PUT}",
    "a field with a default": f"{RECORD} = utils.now(){PUT}",
    "a field with a default of another kind": f"{RECORD} = field(default=utils.now()){PUT}",
    "a field that is passed": f"{RECORD}{PUT}".replace("Row({})", "Row({}, datetime.now())"),
    "a message with a default": f"{MESSAGE}\n    time_extracted: datetime = utils.now(){SEND}",
    "a message with a factory": f"{MESSAGE}\n    time_extracted: datetime = field(default_factory=datetime.now){SEND}",
    "a queue": QUEUE + "def main():\n    Q.put(({}, datetime.now()))\n    r, t = Q.get()\n"
    "    write_record('s', r, time_extracted=t)",
    "a queue of pairs": QUEUE + "def main():\n    Q.put_nowait(({}, datetime.now()))\n    pair = Q.get(timeout=3)\n"
    "    write_record('s', pair[0], time_extracted=pair[1])",
    "an iterated queue": QUEUE + "def main():\n    Q.put(({}, datetime.now()))\n    Q.put(None)\n"
    "    for r, t in iter(Q.get, None): write_record('s', r, time_extracted=t)",
    "an asynchronous queue": "import asyncio\nQ = asyncio.Queue()\nasync def main():\n"
    "    await Q.put(({}, datetime.now()))\n    r, t = await Q.get()\n    write_record('s', r, time_extracted=t)",
    "a list of pairs": "def main():\n    rows = []\n    rows.append(({}, datetime.now()))\n"
    "    for n, (r, t) in enumerate(rows): write_record('s', r, time_extracted=t)",
    "the start time through a queue": QUEUE + "NOW = utils.now()\ndef main():\n    Q.put(NOW)\n"
    "    write_record('s', {}, time_extracted=Q.get())",
    "now": put("datetime.now()"),
    "utcnow": put("datetime.utcnow()"),
    "no zone": put("datetime.now(None)"),
    "today": put("datetime.today()"),
    "a zone that is taken off": put("utils.now().replace(tzinfo=None)"),
    "minus a duration": put("datetime.now() - timedelta(hours=1)"),
    "a text": put("utils.now().isoformat()"),
    "strftime": put("utils.strftime(utils.now())"),
    "str": put("str(utils.now())"),
    "an f-string": put("f'{utils.now()}'"),
    "a literal": put("'2024-01-01'"),
    "a number": put("time.time()"),
    "a count": put("int(time.time() * 1000)"),
    "a timestamp": put("utils.now().timestamp()"),
    "a naive constructor": put("datetime(2024, 1, 1)"),
    "fromtimestamp": put("datetime.fromtimestamp(0)"),
    "strptime": put("datetime.strptime('2024', '%Y')"),
    "singer's strptime": put("utils.strptime('2024-01-01T00:00:00Z')"),
    "a name": "def main():\n    t = datetime.now()\n    write_record('s', {}, time_extracted=t)",
    "a helper's return": "def main():\n    write_record('s', {}, time_extracted=stamp())\n"
    "def stamp(): return datetime.now()",
    "a helper's parameter": "def put(t): write_record('s', {}, time_extracted=t)\ndef main(): put(datetime.now())",
    "an attribute": "class Tap:\n    def __init__(self): self.t = datetime.utcnow()\n"
    "    def run(self): write_record('s', {}, time_extracted=self.t)\ndef main(): Tap().run()",
    "another module's alias": "import datetime as dt\n"
    "def main(): write_record('s', {}, time_extracted=dt.datetime.now())",
    "keywords that a helper hands on": "def put(**more): write_record('s', {}, **more)\n"
    "def main(): put(time_extracted=datetime.now())",
    "a module variable": "NOW = utils.now()\ndef main(): write_record('s', {}, time_extracted=NOW)",
    "a default argument": "def put(t=utils.now()):\n    write_record('s', {}, time_extracted=t)\ndef main(): put()",
    "a default by way of a name": "def put(t=utils.now()):\n    time = t\n"
    "    write_record('s', {}, time_extracted=time)\ndef main(): put()",
    "a module variable that a helper is given": "NOW = utils.now()\n"
    "def put(t): write_record('s', {}, time_extracted=t)\ndef main(): put(NOW)",
    "a module-level partial of an aware time": "from functools import partial\n"
    "emit = partial(write_record, time_extracted=utils.now())\ndef main(): emit('s', {})",
    "a class attribute": "class Tap:\n    t = utils.now()\n"
    "    def run(self): write_record('s', {}, time_extracted=self.t)\ndef main(): Tap().run()",
    "a helper that is called once": "NOW = stamp()\ndef stamp(): return utils.now()\n"
    "def main(): write_record('s', {}, time_extracted=NOW)",
    "a module-level partial": "from functools import partial\n"
    "emit = partial(write_record, time_extracted=datetime.now())\n"
    "def main(): emit('s', {})",
    "one of two branches": "def main():\n    t = utils.now()\n    if len(HEAD): t = datetime.now()\n"
    "    write_record('s', {}, time_extracted=t)",
}
MADE = {
    "a helper's return": 3, "another module's alias": 2, "keywords that a helper hands on": 2, "a module variable": 2,
    "a default argument": 2, "a helper that is called once": 3, "a class attribute": 3, "a default by way of a name": 3,
    "a module-level partial of an aware time": 2, "a module variable that a helper is given": 3,
    "one of two branches": 3,
    "a field with a naive factory": 5, "a field with a default": 5, "a field with a default of another kind": 5,
    "a field that is passed": 8, "a message with a default": 6, "a message with a factory": 6, "a queue": 4,
    "a queue of pairs": 4, "an iterated queue": 4, "an asynchronous queue": 4, "a list of pairs": 3,
    "the start time through a queue": 5,
}  # fmt: skip


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_time_that_cannot_be_used_is_found_where_it_is_made(case: str) -> None:
    """Naive datetimes, texts and numbers; times that are worked out once, where a record is given them."""
    assert lines(judged("C8714", UNUSABLE[case])) == [MADE.get(case, 2)]


USABLE = {
    **OF_RECORDS,
    "a time made once, through a queue": QUEUE + "def main():\n    t = utils.now()\n    for r in [{}]: Q.put((r, t))\n"
    "    r, t = Q.get()\n    write_record('s', r, time_extracted=t)",
    "a queue of several things": QUEUE + "def main(r):\n    Q.put(('row', r, utils.now()))\n"
    "    Q.put(('error', r, str(r)))\n    item = Q.get()\n    write_record('s', item[1], time_extracted=item[2])",
    "a queue with an end": QUEUE + "def main(r):\n    Q.put(utils.now())\n    Q.put('end')\n    t = Q.get()\n"
    "    if t != 'end': write_record('s', {}, time_extracted=t)",
    "the values of a table": "def main():\n    rows = {}\n    rows['a'] = ('x', datetime.now())\n"
    "    for k, t in rows.items(): write_record('s', {}, time_extracted=t)",
    "utils.now": put("utils.now()"),
    "singer.utils.now": put("singer.utils.now()"),
    "a zone": put("datetime.now(timezone.utc)"),
    "a zone by keyword": put("datetime.now(tz=timezone.utc)"),
    "a zone that is put on": put("datetime.utcnow().replace(tzinfo=timezone.utc)"),
    "the local zone": put("datetime.now().astimezone()"),
    "pytz": "import pytz\n" + put("pytz.utc.localize(datetime.utcnow())"),
    "pytz as zone": "import pytz\n" + put("datetime.now(pytz.UTC)"),
    "pendulum": "import pendulum\n" + put("pendulum.now()"),
    "parsed with a zone": put("utils.strptime_to_utc('2024-01-01')"),
    "parsed by what is not known": "from dateutil import parser\n" + put("parser.parse('2024')"),
    "a format with a zone": put("datetime.strptime('2024 +00', '%Y %z')"),
    "a timestamp with a zone": put("datetime.fromtimestamp(time.time(), timezone.utc)"),
    "minus a duration": put("utils.now() - timedelta(seconds=3)"),
    "a row's own": put("row['updated_at']"),
    "once for each run": "def main():\n    t = utils.now()\n    for r in []: write_record('s', r, time_extracted=t)",
    "a helper": "def stamp(): return utils.now()\n" + put("stamp()"),
    "a function that is a default": "def put(clock=utils.now): write_record('s', {}, time_extracted=clock())\n"
    "def main(): put()",
    "a default that is not used": "def put(t=utils.now()): write_record('s', {}, time_extracted=t)\n"
    "def main(): put(utils.now())",
    "a helper that is called with both": "def zoned(t): return t.replace(tzinfo=timezone.utc)\n"
    "def main():\n    log = zoned(datetime.now())\n    write_record('s', {}, time_extracted=zoned(datetime.utcnow()))",
    "a helper that hands back what it is given": "def same(t): return t\ndef main():\n    print(same(datetime.now()))\n"
    "    write_record('s', {}, time_extracted=same(utils.now()))",
    "a naive time for something else": "def main():\n    begun = datetime.now()\n"
    "    write_record('s', {'at': begun}, time_extracted=utils.now())",
    "a lambda at module level": "now = lambda: utils.now()\n" + put("now()"),
    "a module variable that the run sets": "NOW = utils.now()\ndef tick():\n    global NOW\n    NOW = utils.now()\n"
    "def main():\n    tick()\n    write_record('s', {}, time_extracted=NOW)",
    "a class attribute that the run sets": "class Tap:\n    t = utils.now()\ndef main():\n    Tap.t = utils.now()\n"
    "    write_record('s', {}, time_extracted=Tap.t)",
    "a zone that is put on where there is none": "def put(t):\n"
    "    if t.tzinfo is None: t = t.replace(tzinfo=timezone.utc)\n    write_record('s', {}, time_extracted=t)\n"
    "def main(): put(datetime.utcnow())",
    "a helper that puts a zone on": "def aware(t): return t if t.tzinfo else t.replace(tzinfo=timezone.utc)\n"
    + put("aware(datetime.utcnow())"),
    "a text that is parsed": "def put(t):\n    if isinstance(t, str): t = utils.strptime_to_utc(t)\n"
    "    write_record('s', {}, time_extracted=t)\ndef main(): put('2024-01-01')",
    "an attribute that a zone is put on": "class Tap:\n    def run(self):\n        self.t = datetime.utcnow()\n"
    "        if not self.t.tzinfo: self.t = self.t.replace(tzinfo=timezone.utc)\n"
    "        write_record('s', {}, time_extracted=self.t)\ndef main(): Tap().run()",
    "a module-level run": "write_record('s', {}, time_extracted=utils.now())\ndef main(): ...",
    "None": put("None"),
}


@pytest.mark.parametrize("case", USABLE)
def test_a_time_that_can_be_used_is_fine(case: str) -> None:
    """Aware datetimes, and what is not known, are no findings."""
    assert not judged("C8714", USABLE[case]).findings


@pytest.mark.parametrize("time", ["QUEUE.get()", "ROWS[0]", "QUEUE.get()[1]", "*QUEUE.get()", "read_time()"])
def test_a_time_of_which_nothing_is_known_is_undecided(time: str) -> None:
    """It is neither found nor passed."""
    given = f"'s', {{}}, None, {time}" if time[0] == "*" else f"'s', {{}}, time_extracted={time}"
    source = (
        f"from queue import Queue\nfrom rows import ROWS, read_time\nQUEUE = Queue()\ndef main(): write_record({given})"
    )
    found = judged("C8714", source)
    assert not found.findings
    assert len(found.undecided) == 1


def test_a_naive_time_for_samples_does_not_count() -> None:
    """`samples` writes nothing that a target reads."""
    init = "from datetime import datetime\n" + SAMPLES.replace("None)]", "datetime.now())]")
    shared = "from .records import to_message\ndef main(): singer.write_message(to_message({}, utils.now()))"
    assert not judged("C8714", shared, init, records=RECORDS).findings


def test_the_evidence_leads_from_the_time_to_the_message() -> None:
    """A finding on a helper names the call that makes the message."""
    found = judged("C8714", UNUSABLE["a helper's parameter"]).only
    assert found.message == "the `time_extracted` of records is a naive datetime"
    assert [step.place.line for step in found.related] == [FIRST + 1, FIRST]
