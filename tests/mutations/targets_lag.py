"""An `export_lag` that is missing, not that of the message, naive, or in another unit; and the state on its way out."""

from collections.abc import Iterator

from tests.mutations.changes import COURIER, CRATE, SHELF, Mutation, violation

SHELF_GAUGE = 'export_lag = Gauge("export_lag", "Seconds from the extraction of a document to its export", LABELS)'
SHELF_LAG = "    lag = datetime.now(timezone.utc) - ensure_datetime(time_extracted)\n"
SHELF_SET = "    export_lag.labels(region=region, stream=stream).set(lag.total_seconds())\n"
SHELF_APPEND = """                if message.get("time_extracted"):
                    times[stream].append(message["time_extracted"])
"""
SHELF_WRITE = '        sys.stdout.write(f"{line}\\n")\n        sys.stdout.flush()\n'
COURIER_NOW = "    return datetime.now(tz=timezone.utc)\n"
COURIER_AGE = "            age = now() - strptime_to_utc(message['time_extracted'])\n"
COURIER_OBSERVE = "            TELEMETRY.lag.observe(age.total_seconds())\n"
COURIER_STATE = "            print(json.dumps(message['value']), flush=True)\n"
CRATE_LAG = """            if message.time_extracted is not None:
                extracted = ensure_datetime(message.time_extracted)
                METRICS["lag"].set((datetime.now(timezone.utc) - extracted).total_seconds())
"""
CRATE_STATE = """        sys.stdout.write(json.dumps(message.value, default=float) + "\\n")
        sys.stdout.flush()
"""


def violations() -> Iterator[Mutation]:
    """Yield targets that break one of these rules."""
    # C8707: a metric that is set
    yield violation(
        "C8707",
        SHELF,
        "another name",
        ("metrics.py", SHELF_GAUGE, SHELF_GAUGE.replace('"export_lag"', '"lag"')),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8707",
        SHELF,
        "nobody calls the helper",
        ("main.py", '            observe_lag(config.get("region", "global"), stream, times[stream][-1])\n', ""),
        ("main.py", "import count_error, observe_lag", "import count_error"),
        ("metrics.py", SHELF_SET, ""),
        at=("metrics.py", 'export_lag = Gauge("export_lag",'),
    )
    yield violation(
        "C8707",
        SHELF,
        "only logged",
        ("metrics.py", SHELF_SET, '    LOGGER.info("The lag is %s", lag)\n'),
        (
            "metrics.py",
            'LABELS = ["region", "stream"]\n',
            'LABELS = ["region", "stream"]\nLOGGER = logging.getLogger()\n',
        ),
        ("metrics.py", "from datetime", "import logging\nfrom datetime"),
        at=("metrics.py", 'export_lag = Gauge("export_lag",'),
    )
    yield violation(
        "C8707",
        COURIER,
        "another metric is set",
        (
            "delivery/pipeline.py",
            "TELEMETRY.lag.observe(age.total_seconds())",
            "TELEMETRY.errors.inc(age.total_seconds())",
        ),
        at=("telemetry.py", "lag=Histogram(EXPORT_LAG,"),
    )
    yield violation(
        "C8707",
        CRATE,
        "a method that does not set",
        ("monitoring.py", "METRICS = make_metrics()\n", "METRICS = make_metrics()\n"),
        (
            "workers.py",
            'METRICS["lag"].set((datetime.now(timezone.utc) - extracted).total_seconds())',
            'METRICS["lag"].describe()',
        ),
        at=("monitoring.py", '"lag": Gauge(prefix + "_lag",'),
    )
    yield violation(
        "C8707",
        CRATE,
        "the prefix of a source",
        ("monitoring.py", 'prefix + "_lag"', '"ingest_lag"'),
        at=("__init__.py", ""),
    )
    # C8708: from the message
    yield violation(
        "C8708",
        SHELF,
        "the time at which the connector took the record",
        (
            "main.py",
            SHELF_APPEND,
            "                times[stream].append(datetime.now(timezone.utc).strftime(FORMAT))\n",
        ),
        ("main.py", "import sqlite3\n", "import sqlite3\nfrom datetime import datetime, timezone\n"),
        ("main.py", "REQUIRED_CONFIG_KEYS =", 'FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"\nREQUIRED_CONFIG_KEYS ='),
        at=("metrics.py", "export_lag.labels(region="),
    )
    yield violation(
        "C8708",
        SHELF,
        "a column of the data",
        (
            "main.py",
            SHELF_APPEND,
            '                if message["record"].get("updated_at"):\n                    times[stream].append(message["record"]["updated_at"])\n',
        ),
        at=("metrics.py", "export_lag.labels(region="),
    )
    yield violation(
        "C8708",
        COURIER,
        "time_extracted of the data",
        ("delivery/pipeline.py", "if 'time_extracted' in message:", "if 'time_extracted' in document:"),
        (
            "delivery/pipeline.py",
            COURIER_AGE,
            "            age = now() - strptime_to_utc(document['time_extracted'])\n",
        ),
        at=("delivery/pipeline.py", "TELEMETRY.lag.observe(age.total_seconds())"),
    )
    yield violation(
        "C8708",
        CRATE,
        "how long the write took",
        (
            "workers.py",
            CRATE_LAG,
            '            METRICS["lag"].set((datetime.now(timezone.utc) - began).total_seconds())\n',
        ),
        (
            "workers.py",
            "        with ErrorWatch():\n            self.sink.put(",
            "        began = datetime.now(timezone.utc)\n        with ErrorWatch():\n            self.sink.put(",
        ),
        at=("workers.py", 'METRICS["lag"].set(('),
    )
    yield violation(
        "C8708",
        CRATE,
        "a literal",
        ("workers.py", CRATE_LAG, '            METRICS["lag"].set(0)\n'),
        at=("workers.py", 'METRICS["lag"].set(0)'),
    )
    # C8709: with a zone
    yield violation(
        "C8709",
        SHELF,
        "utcnow",
        (
            "metrics.py",
            SHELF_LAG,
            "    lag = datetime.utcnow() - ensure_datetime(time_extracted).replace(tzinfo=None)\n",
        ),
        at=("metrics.py", "lag = datetime.utcnow("),
    )
    yield violation(
        "C8709",
        SHELF,
        "the local time",
        ("metrics.py", "datetime.now(timezone.utc)", "datetime.now()"),
        at=("metrics.py", "lag = datetime.now() - ensure_datetime(time_extracted)"),
    )
    yield violation(
        "C8709",
        COURIER,
        "in a helper",
        ("delivery/pipeline.py", COURIER_NOW, "    return datetime.now()\n"),
        at=("delivery/pipeline.py", "return datetime.now()"),
    )
    yield violation(
        "C8709",
        COURIER,
        "None as the zone",
        ("delivery/pipeline.py", COURIER_NOW, "    return datetime.now(tz=None)\n"),
        at=("delivery/pipeline.py", "return datetime.now(tz=None)"),
    )
    yield violation(
        "C8709",
        CRATE,
        "through the module, by an alias",
        ("workers.py", "from datetime import datetime, timezone\n", "import datetime as dt\n"),
        (
            "workers.py",
            "(datetime.now(timezone.utc) - extracted)",
            "(dt.datetime.utcnow() - extracted.replace(tzinfo=None))",
        ),
        at=("workers.py", 'METRICS["lag"].set(('),
    )
    # C8715: seconds
    yield violation(
        "C8715",
        SHELF,
        "seconds of a difference",
        ("metrics.py", "lag.total_seconds()", "lag.seconds"),
        at=("metrics.py", "export_lag.labels(region="),
    )
    yield violation(
        "C8715",
        SHELF,
        "the wrong way round",
        ("metrics.py", SHELF_LAG, "    lag = ensure_datetime(time_extracted) - datetime.now(timezone.utc)\n"),
        at=("metrics.py", "lag = ensure_datetime("),
    )
    yield violation(
        "C8715",
        COURIER,
        "milliseconds",
        ("delivery/pipeline.py", "age.total_seconds()", "age.total_seconds() * 1000"),
        at=("delivery/pipeline.py", "TELEMETRY.lag.observe(age.total_seconds() * 1000)"),
    )
    yield violation(
        "C8715",
        COURIER,
        "minutes by a constant",
        ("delivery/pipeline.py", "age.total_seconds()", "age.total_seconds() / MINUTE"),
        ("delivery/pipeline.py", "class Pipeline:", "MINUTE = 60\n\n\nclass Pipeline:"),
        at=("delivery/pipeline.py", "TELEMETRY.lag.observe(age.total_seconds() / MINUTE)"),
    )
    yield violation(
        "C8715",
        COURIER,
        "days",
        ("delivery/pipeline.py", "age.total_seconds()", "age.days"),
        at=("delivery/pipeline.py", "TELEMETRY.lag.observe(age.days)"),
    )
    yield violation(
        "C8715",
        CRATE,
        "microseconds in a name",
        (
            "workers.py",
            '                METRICS["lag"].set((datetime.now(timezone.utc) - extracted).total_seconds())',
            '                lag = datetime.now(timezone.utc) - extracted\n                micros = lag.microseconds\n                METRICS["lag"].set(micros)',
        ),
        at=("workers.py", "micros = lag.microseconds"),
    )
    yield violation(
        "C8715",
        CRATE,
        "timestamps the wrong way round",
        (
            "workers.py",
            "(datetime.now(timezone.utc) - extracted).total_seconds()",
            "extracted.timestamp() - datetime.now(timezone.utc).timestamp()",
        ),
        at=("workers.py", 'METRICS["lag"].set(extracted.timestamp('),
    )
    # C8802: the state goes out
    yield violation("C8802", SHELF, "only logged", ("main.py", SHELF_WRITE, ""), at=("__init__.py", ""))
    yield violation(
        "C8802",
        SHELF,
        "to standard error",
        ("main.py", SHELF_WRITE, "        print(line, file=sys.stderr, flush=True)\n"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8802",
        COURIER,
        "kept",
        ("delivery/pipeline.py", COURIER_STATE, "            self.state = message['value']\n"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8802",
        CRATE,
        "to a file",
        (
            "workers.py",
            CRATE_STATE,
            '        with open("state.json", "w") as file:\n            json.dump(message.value, file, default=float)\n',
        ),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8802",
        CRATE,
        "no handler",
        ("workers.py", "            singer.StateMessage: self.on_state,\n", ""),
        ("workers.py", "    def on_state(self, message):\n        self.wait()\n" + CRATE_STATE + "\n", ""),
        at=("__init__.py", ""),
    )
    # C8803: nothing else goes there
    yield violation(
        "C8803",
        SHELF,
        "a print",
        ("main.py", "    connection = sqlite3.connect(", '    print("Exporting")\n    connection = sqlite3.connect('),
        at=("main.py", 'print("Exporting")'),
    )
    yield violation(
        "C8803",
        SHELF,
        "a progress in the loop",
        (
            "main.py",
            '        LOGGER.info("Wrote %d documents of %s", written, stream)\n',
            '        sys.stdout.write(f"Wrote {written} documents of {stream}\\n")\n',
        ),
        at=("main.py", 'sys.stdout.write(f"Wrote {written} documents of {stream}\\n")'),
    )
    yield violation(
        "C8803",
        COURIER,
        "a print in a coroutine",
        (
            "delivery/pipeline.py",
            "        stream = message['stream']\n        document",
            "        stream = message['stream']\n        print('delivering to', stream)\n        document",
        ),
        at=("delivery/pipeline.py", "print('delivering to', stream)"),
    )
    yield violation(
        "C8803",
        CRATE,
        "a log handler",
        ("main.py", "import sys\n", "import logging\nimport sys\n"),
        ("main.py", "    serve()\n", "    logging.basicConfig(stream=sys.stdout)\n    serve()\n"),
        at=("main.py", "logging.basicConfig(stream=sys.stdout)"),
    )
    yield violation(
        "C8803",
        CRATE,
        "the exception of a thread",
        (
            "workers.py",
            '                LOGGER.exception("A record of %s could not be written", message.stream)\n',
            "                print(error)\n",
        ),
        at=("workers.py", "print(error)"),
    )
    yield violation(
        "C8803",
        CRATE,
        "in a helper of another module",
        (
            "crate.py",
            "        raise NotADirectoryError(folder)\n",
            '        print("There is no folder", folder)\n        raise NotADirectoryError(folder)\n',
        ),
        at=("crate.py", 'print("There is no folder", folder)'),
    )
