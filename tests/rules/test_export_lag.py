"""C8708, C8709 and C8715."""

import textwrap

import pytest

from tests.rules.projects import INIT, PYPROJECT, Content, Verdicts, verdicts

PACKAGE = "macrometa_target_demo"
HEAD = """\
import json
import sys
import time
from datetime import datetime, timedelta, timezone
import singer
from c8connector import ensure_datetime
from prometheus_client import Gauge
export_lag = Gauge("export_lag", "Lag", ["region"])
"""
FIRST = HEAD.count("\n") + 1  # the line on which a case begins
TARGET: dict[str, Content] = {
    "pyproject.toml": PYPROJECT.replace("source", "target"),
    "macrometa_source_demo/__init__.py": None,
    "macrometa_source_demo/main.py": None,
    f"{PACKAGE}/__init__.py": INIT.replace("source", "target"),
}


def judged(code: str, source: str, **others: str) -> Verdicts:
    """Judge a main.py that begins with imports and the metric; `main` runs it."""
    files = {**TARGET, f"{PACKAGE}/main.py": HEAD + textwrap.dedent(source)}
    files.update({f"{PACKAGE}/{name}.py": textwrap.dedent(text) for name, text in others.items()})
    return verdicts(code, files)


def lines(found: Verdicts) -> list[int]:
    """Return the lines of the findings, counted from the first after the metric."""
    return sorted((line or 0) - FIRST + 1 for _, line in found.places)


def loop(body: str, more: str = "") -> str:
    """Return a target that reads messages `o`; the body begins on line 4 and is run for each RECORD."""
    lines_of_body = textwrap.indent(textwrap.dedent(body), "            ")
    return f"def main():\n    for line in sys.stdin:\n        o = json.loads(line)\n{lines_of_body}\n{more}".replace(
        "            ", "        "
    )


DIFFERENCE = "d = datetime.now(timezone.utc) - ensure_datetime(o['time_extracted'])\n"
NOT_READ = {
    "the record's data": loop("export_lag.set((now() - o['record']['time_extracted']).total_seconds())"),
    "the record's data by get": loop("export_lag.set(time.time() - o.get('record').get('time_extracted'))"),
    "the record's data by a name": loop("r = o['record']\nt = r['time_extracted']\nexport_lag.set(time.time() - t)"),
    "a copy of the data": loop("r = dict(o['record'])\nexport_lag.set(time.time() - r['time_extracted'])"),
    "data in a list": "def main():\n    rows = []\n    for line in sys.stdin:\n"
    "        rows.append(json.loads(line)['record'])\n"
    "    flush(rows)\ndef flush(rows):\n    for r in rows:\n        export_lag.set(time.time() - r['time_extracted'])",
    "data in a dict of lists": "def main():\n    rows = {}\n    for line in sys.stdin:\n        o = json.loads(line)\n"
    "        rows[o['stream']].append(o['record'])\n    flush(rows)\ndef flush(rows):\n    for r in rows['s']:\n"
    "        export_lag.set(time.time() - r.get('time_extracted'))",
    "a parsed message's data": "def main():\n    m = singer.parse_message('')\n"
    "    export_lag.set(time.time() - m.record['time_extracted'])",
    "the start of the batch": "def main():\n    begun = time.time()\n    export_lag.set(time.time() - begun)",
    "another key": loop("export_lag.set(time.time() - o['extracted_at'])"),
    "a literal": "def main():\n    export_lag.set(0)",
    "a timer": "def main():\n    with export_lag.time(): ...",
    "the current time": "def main():\n    export_lag.set_to_current_time()",
    "a read for something else": loop("o['_sdc'] = stamp(o)", "def stamp(o): return o.get('time_extracted')\n")
    + "def tick():\n    begun = time.time()\n    export_lag.set(time.time() - begun)\n",
    "a test for the key": loop("if 'time_extracted' in o: ...\nexport_lag.set(time.time() - o['at'])"),
    "an attribute of one's own": "class Batch:\n    def __init__(self): self.time_extracted = time.time()\n"
    "    def flush(self): export_lag.set(time.time() - self.time_extracted)\ndef main(): Batch().flush()",
    "a message that is written": "def main():\n    singer.write_record('s', {}, time_extracted=None)\n"
    "    export_lag.set(time.time() - begun())\ndef begun(): return 1.0",
}
SET_AT = {
    "the record's data": 4, "the record's data by get": 4, "the record's data by a name": 6, "a copy of the data": 5,
    "data in a list": 8, "data in a dict of lists": 9, "a parsed message's data": 3, "the start of the batch": 3,
    "another key": 4, "a literal": 2, "a timer": 2, "the current time": 2, "a read for something else": 8,
    "a test for the key": 5, "an attribute of one's own": 3, "a message that is written": 3,
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_READ)
def test_a_lag_of_something_else_is_found(case: str) -> None:
    """The finding stands on the call that sets the metric."""
    assert lines(judged("C8708", NOT_READ[case])) == [SET_AT[case]]


READ = {
    "in the function": loop("export_lag.set((now() - ensure_datetime(o['time_extracted'])).total_seconds())"),
    "with labels": loop("export_lag.labels('eu').set((now() - o['time_extracted']).total_seconds())"),
    "by get": loop("t = o.get('time_extracted')\nexport_lag.set(time.time() - t)"),
    "by pop": loop("t = o.pop('time_extracted', None)\nexport_lag.set(time.time() - t)"),
    "an attribute": "def main():\n    m = singer.parse_message('')\n    export_lag.set(time.time() - m.time_extracted)",
    "getattr": "def main():\n    m = singer.parse_message('')\n"
    "    export_lag.set(time.time() - getattr(m, 'time_extracted'))",
    "a key in a constant": "KEY = 'time_extracted'\n" + loop("export_lag.set(time.time() - o[KEY])"),
    "a parameter": loop("flush(o['time_extracted'])", "def flush(t): export_lag.set(time.time() - t)"),
    "the message as a parameter": loop("flush(o)", "def flush(m): export_lag.set(time.time() - m['time_extracted'])"),
    "a helper's return": loop("export_lag.set(time.time() - of(o))", "def of(m): return m['time_extracted']"),
    "a shared list": "def main():\n    times = []\n    read(times)\n    flush(times)\n"
    "def read(times):\n    for line in sys.stdin:\n        o = json.loads(line)\n"
    "        times.append(o['time_extracted'])\n"
    "def flush(times):\n    for t in times:\n        export_lag.set(time.time() - t)",
    "a list through jobs": "from joblib import Parallel, delayed\ndef main():\n    times = []\n    read(times)\n"
    "    Parallel()(delayed(flush)('s', times=times) for s in [])\ndef read(kept):\n    for line in sys.stdin:\n"
    "        kept.append(json.loads(line)['time_extracted'])\n"
    "def flush(s, times):\n    for t in times: export_lag.set(time.time() - t)",
    "a thread": "from threading import Thread\nfrom queue import Queue\ndef main():\n    q = Queue()\n"
    "    Thread(target=flush, args=(q,)).start()\n"
    "    for line in sys.stdin: q.put(json.loads(line)['time_extracted'])\n"
    "def flush(q):\n    while True: export_lag.set(time.time() - q.get())",
    "an object": "class Batch:\n    def __init__(self): self.times = []\n    def add(self, t): self.times.append(t)\n"
    "def main():\n    batch = Batch()\n    for line in sys.stdin: batch.add(json.loads(line)['time_extracted'])\n"
    "    flush(batch)\ndef flush(batch):\n    for t in batch.times:\n        diff = datetime.now(timezone.utc) - t\n"
    "        update(diff)\ndef update(diff): export_lag.set(diff.total_seconds())",
    "an attribute that another method sets": "class Target:\n    def read(self, o): self.last = o['time_extracted']\n"
    "    def flush(self): export_lag.set(time.time() - self.last)\n"
    "def main():\n    t = Target()\n    t.read({})\n    t.flush()",
    "a module variable": "last = None\n"
    + loop(
        "keep(o)\nflush()",
        "def keep(o):\n    global last\n"
        "    last = o['time_extracted']\ndef flush(): export_lag.set(time.time() - last)",
    ),
    "a closure": loop("t = o['time_extracted']\ndef flush(): export_lag.set(time.time() - t)\nflush()"),
    "a callback": loop("t = o['time_extracted']\nexport_lag.set_function(lambda: time.time() - t)"),
    "data that carries it": "def main():\n    rows = []\n    for line in sys.stdin:\n        o = json.loads(line)\n"
    "        r = o['record']\n        r['_at'] = o['time_extracted']\n        rows.append(r)\n"
    "    flush(rows)\ndef flush(rows):\n    for r in rows: export_lag.set(time.time() - r['_at'])",
    "tuples of message and time": "def main():\n    rows = []\n"
    "    for line in sys.stdin:\n        o = json.loads(line)\n"
    "        rows.append((o['record'], o['time_extracted']))\n    for r, t in rows: export_lag.set(time.time() - t)",
    "the largest of many": loop(
        "times.append(o['time_extracted'])\nexport_lag.set(time.time() - min(times))", "times = []"
    ),
    "one of several sets": loop("export_lag.set(time.time() - o['time_extracted'])", "export_lag.set(0)"),
    "a pattern": "def main():\n    match json.loads(''):\n"
    "        case {'time_extracted': t}: export_lag.set(time.time() - t)",
    "a loop over keys": loop("for k in ('stream', 'time_extracted'):\n    v = o[k]\nexport_lag.set(time.time() - v)"),
    "an object made of the message": "class Message:\n    def __init__(self, **more): self.__dict__.update(more)\n"
    "def main():\n    m = Message(**json.loads(''))\n    export_lag.set(time.time() - m.time_extracted)",
    "a dataclass": "from dataclasses import dataclass\n@dataclass\nclass Message:\n    at: str\n"
    + loop("flush(Message(at=o['time_extracted']))", "def flush(m): export_lag.set(time.time() - m.at)"),
}


@pytest.mark.parametrize("case", READ)
def test_a_lag_of_the_messages_time_is_fine(case: str) -> None:
    """The time is followed through whatever way it takes to the metric."""
    found = judged("C8708", READ[case])
    assert not found.findings
    assert not found.undecided


def test_another_module_may_read_the_time() -> None:
    """A value that comes from another module is followed there."""
    source = "from .reader import times\ndef main():\n    for t in times(): export_lag.set(time.time() - t)"
    reader = "import json, sys\ndef times():\n    for line in sys.stdin: yield json.loads(line)['time_extracted']\n"
    assert not judged("C8708", source, reader=reader).findings
    assert judged("C8708", source, reader=reader.replace("_extracted", "_written")).findings


@pytest.mark.parametrize(
    "source",
    [
        "class Sink(Base):\n    def process(self, lag): export_lag.set(lag)\ndef main(): run(Sink)",
        loop("export_lag.set(time.time() - itemgetter('time_extracted')(o))"),
        "def main():\n    watch(export_lag)\n    export_lag.set(0)",
        "import re\ndef main(line):\n    found = re.search('time_extracted: (.*)', line)\n"
        "    export_lag.set(time.time() - float(found.group(1)))",
    ],
)
def test_a_lag_from_where_nobody_can_see_is_undecided(source: str) -> None:
    """Parameters that nothing in the package passes, and look-ups by other means, are not judged."""
    found = judged("C8708", source)
    assert not found.findings
    assert found.undecided


@pytest.mark.parametrize("code", ["C8709", "C8715"])
def test_a_lag_that_cannot_be_seen_leaves_its_rules_undecided(code: str) -> None:
    """Where a parameter gives the lag, its unit and clock are not known; a mistake elsewhere is told alone."""
    unknown = "class Sink(Base):\n    def process(self, lag): export_lag.set(lag)\ndef main(): run(Sink)"
    found = judged(code, unknown)
    assert not found.findings
    assert found.undecided
    wrong = f"{unknown}\ndef also(): export_lag.set((datetime.now() - datetime.now()).seconds)\nalso()"
    assert judged(code, wrong).findings
    assert not judged(code, wrong).undecided


@pytest.mark.parametrize("code", ["C8708", "C8709", "C8715"])
def test_a_lag_that_is_never_set_is_not_judged(code: str) -> None:
    """Where the metric is missing or never set C8707 speaks alone."""
    assert judged(code, "def main(): print(datetime.now())").not_applicable


def lag(difference: str, more: str = "") -> str:
    """Return a target that sets the lag to an expression on line 4, with `t` the time of the message."""
    return (
        loop(f"export_lag.set({difference})", more)
        .replace("o = json", "t = (o := json")
        .replace("line)", "line))['time_extracted']", 1)
    )


NAIVE = {
    "now": lag("(datetime.now() - t).total_seconds()"),
    "utcnow": lag("(datetime.utcnow() - t).total_seconds()"),
    "no zone": lag("(datetime.now(tz=None) - t).total_seconds()"),
    "both naive": lag("(datetime.utcnow() - t.replace(tzinfo=None)).total_seconds()"),
    "a timestamp": lag("datetime.utcnow().timestamp() - t.timestamp()"),
    "a zone that is taken off": lag("(datetime.now(timezone.utc).replace(tzinfo=None) - t).total_seconds()"),
    "a subtraction the other way": lag("abs((t - datetime.now()).total_seconds())"),
    "a largest": lag("max(0, (datetime.now() - t).total_seconds())"),
    "a helper": lag("(clock() - t).total_seconds()", "def clock(): return datetime.now()"),
    "a helper that subtracts": lag("since(t)", "def since(t): return (datetime.now() - t).total_seconds()"),
    "a name": lag("(moment - t).total_seconds()").replace(
        "        export", "        moment = datetime.now()\n        export"
    ),
    "a parameter": lag("0").replace("export_lag.set(0)", "put(datetime.now() - t)")
    + "def put(d): export_lag.set(d.total_seconds())",
    "a batch": "class Batch:\n    def flush(self):\n        self.at = datetime.utcnow()\n        self.report()\n"
    "    def report(self): export_lag.set((self.at - self.t).total_seconds())\ndef main(): Batch().flush()",
    "an alias": "import datetime as dt\n" + lag("(dt.datetime.now() - t).total_seconds()"),
    "a function that computes it": "from dateutil.relativedelta import relativedelta\n"
    + lag("relativedelta(datetime.now(), t).hours"),
    "a message's zone that is taken off": "def main():\n    times = []\n    for line in sys.stdin:\n"
    "        o = json.loads(line)\n"
    "        times.append(o['time_extracted'] if 'x' in o else datetime.now(timezone.utc))\n"
    "    for t in times: export_lag.set((datetime.now() - t.replace(tzinfo=None)).total_seconds())",
    "a fallback in the list": "def main():\n    times = []\n    for line in sys.stdin:\n        o = json.loads(line)\n"
    "        times.append(o['time_extracted'] if 'x' in o else datetime.now())\n"
    "    moment = datetime.now(timezone.utc)\n"
    "    for t in times: export_lag.set((moment - t).total_seconds())",
}
READ_AT = {
    "a helper": 5, "a helper that subtracts": 5, "a batch": 3, "an alias": 5, "a function that computes it": 5,
    "a message's zone that is taken off": 6,
    "a fallback in the list": 5,
}  # fmt: skip


@pytest.mark.parametrize("case", NAIVE)
def test_a_naive_clock_is_found_where_it_is_read(case: str) -> None:
    """The clock is followed from the metric back to the call that reads it."""
    assert lines(judged("C8709", NAIVE[case])) == [READ_AT.get(case, 4)]


AWARE = {
    "utc": lag("(datetime.now(timezone.utc) - t).total_seconds()"),
    "a keyword": lag("(datetime.now(tz=timezone.utc) - t).total_seconds()"),
    "a zone that is put on": lag("(datetime.utcnow().replace(tzinfo=timezone.utc) - t).total_seconds()"),
    "the local zone": lag("(datetime.now().astimezone() - t).total_seconds()"),
    "singer": lag("(singer.utils.now() - t).total_seconds()"),
    "pytz": "import pytz\n" + lag("(pytz.utc.localize(datetime.utcnow()) - t).total_seconds()"),
    "the time": lag("time.time() - t.timestamp()"),
    "scheduling beside it": "def main():\n    begun = datetime.now()\n    while (datetime.now() - begun).seconds: ...\n"
    + "    export_lag.set((datetime.now(timezone.utc) - o()['time_extracted']).total_seconds())",
    "scheduling in the object": "class Batch:\n    def __init__(self):\n        self.times = []\n"
    "        self.last = datetime.now()\n"
    "    def touch(self, at): self.last = at\n    def add(self, t): self.times.append(t)\n"
    "def main():\n    b = Batch()\n    b.add(o()['time_extracted'])\n    b.touch(datetime.now())\n"
    "    moment = datetime.now(timezone.utc)\n"
    "    for t in b.times: export_lag.set((moment - t).total_seconds())",
    "a helper that is called with both": "def zoned(d): return d.replace(tzinfo=timezone.utc)\n"
    + lag("(zoned(datetime.utcnow()) - t).total_seconds()"),
    "a helper that another calls with a naive one": "def since(a, b): return (a - b).total_seconds()\n"
    "def wait(): return since(datetime.now(), begun)\n" + lag("since(datetime.now(timezone.utc), t)"),
    "a name that was naive before": lag("(moment - t).total_seconds()").replace(
        "        export", "        moment = datetime.now()\n        moment = datetime.now(timezone.utc)\n        export"
    ),
    "a zone that is put on where there is none": lag(
        "(aware(datetime.utcnow()) - t).total_seconds()",
        "def aware(d):\n    if d.tzinfo is None: return d.replace(tzinfo=timezone.utc)\n    return d",
    ),
    "a parsed time": lag("(datetime.now(timezone.utc) - datetime.fromisoformat(t)).total_seconds()"),
}


@pytest.mark.parametrize("case", AWARE)
def test_an_aware_clock_is_fine(case: str) -> None:
    """A zone, or one that is put on, and naive times that the lag is not computed from."""
    assert not judged("C8709", AWARE[case]).findings


UTC = "datetime.now(timezone.utc)"
WRONG = {
    "a part beside a test of the days": loop(DIFFERENCE + "if d.days > 3: print(d)\nexport_lag.set(d.seconds)"),
    "the days where there are some": loop(DIFFERENCE + "export_lag.set(d.days if d.days else d.total_seconds())"),
    "seconds": lag(f"({UTC} - t).seconds"),
    "microseconds": lag(f"({UTC} - t).microseconds"),
    "days": lag(f"({UTC} - t).days"),
    "seconds by a name": lag("d.seconds").replace("        export", f"        d = {UTC} - t\n        export"),
    "seconds of a parameter": lag("0").replace("export_lag.set(0)", f"put({UTC} - t)")
    + "def put(d): export_lag.set(d.seconds)",
    "seconds in a largest": lag(f"max(0, ({UTC} - t).seconds)"),
    "seconds as a float": lag(f"float(({UTC} - t).seconds)"),
    "seconds of an absolute": lag(f"abs({UTC} - t).seconds"),
    "microseconds over a million": lag(f"({UTC} - t).microseconds / 1e6"),
    "milliseconds": lag(f"({UTC} - t).total_seconds() * 1000"),
    "a literal in front": lag(f"1000 * ({UTC} - t).total_seconds()"),
    "minutes": lag(f"({UTC} - t).total_seconds() / 60"),
    "hours by a constant": "HOUR = 60 * 60\n" + lag(f"({UTC} - t).total_seconds() / HOUR"),
    "whole minutes": lag("int(time.time() - t.timestamp()) // 60"),
    "scaled in another statement": lag("ms").replace(
        "        export", f"        s = ({UTC} - t).total_seconds()\n        ms = s * 1000\n        export"
    ),
    "reversed": lag(f"(t - {UTC}).total_seconds()"),
    "reversed by a name": lag("(t - moment).total_seconds()").replace(
        "        export", f"        moment = {UTC}\n        export"
    ),
    "reversed and cut off": lag(f"max(0, (t - {UTC}).total_seconds())"),
    "reversed numbers": lag("t.timestamp() - time.time()"),
    "reversed in a helper": lag(f"since({UTC}, t)", "def since(a, b): return (b - a).total_seconds()"),
    "turned": lag(f"-({UTC} - t).total_seconds()"),
    "a helper's seconds": lag("since(t)", f"def since(t): return ({UTC} - t).seconds"),
    "a list of lags": "def main():\n    lags = []\n"
    "    lags.append((datetime.now(timezone.utc) - o()['time_extracted']).seconds)\n"
    "    export_lag.set(max(lags))",
    "a callback": lag("0").replace("set(0)", f"set_function(lambda: ({UTC} - t).seconds)"),
    "observe": lag("0").replace("set(0)", f"observe(({UTC} - t).seconds)"),
}
WRONG_AT = {
    "seconds by a name": 5, "seconds of a parameter": 5, "hours by a constant": 5, "scaled in another statement": 5,
    "reversed by a name": 5, "reversed in a helper": 5, "a helper's seconds": 5, "a list of lags": 3,
    "a part beside a test of the days": 6, "the days where there are some": 5,
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_lag_that_is_no_seconds_is_found(case: str) -> None:
    """Parts of a difference, other units and negative lags."""
    assert lines(judged("C8715", WRONG[case])) == [WRONG_AT.get(case, 4)]


SECONDS = {
    "a part where there are no days": loop(
        DIFFERENCE + "export_lag.set(d.seconds if d.days == 0 else d.total_seconds())"
    ),
    "a part of what is under a day": loop(DIFFERENCE + "if d < timedelta(days=1): export_lag.set(d.seconds)"),
    "a part behind a test of the days": loop(DIFFERENCE + "if d.days: continue\nexport_lag.set(d.seconds)"),
    "a part by and and or": loop(DIFFERENCE + "export_lag.set(not d.days and d.seconds or d.total_seconds())"),
    "total_seconds": lag(f"({UTC} - t).total_seconds()"),
    "timestamps": lag("time.time() - t.timestamp()"),
    "over a duration": lag(f"({UTC} - t) / timedelta(seconds=1)"),
    "an absolute": lag(f"abs((t - {UTC}).total_seconds())"),
    "an absolute duration": lag(f"abs(t - {UTC}).total_seconds()"),
    "cut off": lag(f"max(0, ({UTC} - t).total_seconds())"),
    "rounded": lag(f"round(({UTC} - t).total_seconds(), 3)"),
    "turned back": lag(f"-(t - {UTC}).total_seconds()"),
    "times minus one": lag(f"(t - {UTC}).total_seconds() * -1"),
    "times one": lag(f"({UTC} - t).total_seconds() * 1.0"),
    "all parts": lag("d.days * 86400 + d.seconds + d.microseconds / 1e6").replace(
        "        export", f"        d = {UTC} - t\n        export"
    ),
    "milliseconds to seconds": lag("(now_ms - t) / 1000").replace(
        "        export", "        now_ms = time.time() * 1000\n        export"
    ),
    "nanoseconds to seconds": lag("(time.time_ns() - t) / 1e9"),
    "cut off after three digits": lag(f"round(({UTC} - t).total_seconds() * 1000) / 1000"),
    "turned where it is negative": lag("d.total_seconds()").replace(
        "        export", f"        d = t - {UTC}\n        if d < timedelta(0): d = -d\n        export"
    ),
    "the root of a square": lag(f"((t - {UTC}).total_seconds() ** 2) ** 0.5"),
    "unknown units": lag("(clock() - t) / 1000"),
    "a mean": "def main():\n    lags = [1.0]\n    export_lag.set(sum(lags) / len(lags))",
    "a message's own clock": lag("(t - begun).total_seconds()", "begun = None"),
    "a fallback": lag("(moment - kept).total_seconds()").replace(
        "        export", f"        moment = {UTC}\n        kept = t or datetime.now(timezone.utc)\n        export"
    ),
    "from start to end": f"def main():\n    begun = {UTC}\n    export_lag.set(({UTC} - begun).total_seconds())",
    "seconds of something else": lag("config.seconds", "from . import config"),
    "seconds for a schedule": f"def main():\n    begun = {UTC}\n    if ({UTC} - begun).seconds > 5: "
    f"export_lag.set(({UTC} - begun).total_seconds())",
    "zero": "def main(): export_lag.set(0)",
}


@pytest.mark.parametrize("case", SECONDS)
def test_a_lag_in_seconds_is_fine(case: str) -> None:
    """Whatever gives the seconds from extraction to export, and what is not known to give something else."""
    assert not judged("C8715", SECONDS[case]).findings


@pytest.mark.parametrize(
    "source",
    [
        "def main():\n    lags = []\n    for x in lags:\n        lags.append(x)\n        export_lag.set(max(lags) - x)",
        "def main(t):\n    t = t - t\n    while t:\n        t = (t - t).seconds\n    export_lag.set(t * 1000)",
        "def a(x): return b(x) - a(x)\ndef b(x): return a(b(x)).seconds\ndef main(): export_lag.set(a(1) / 60)",
        "def main():\n    xs = [[]]\n    for x in xs:\n        for y in x: x.append(xs)\n"
        "    export_lag.set(y['time_extracted'])",
    ],
)
def test_values_that_depend_on_themselves_come_to_an_end(source: str) -> None:
    """Loops and recursion are followed once."""
    for code in ("C8708", "C8709", "C8715"):
        judged(code, source)
