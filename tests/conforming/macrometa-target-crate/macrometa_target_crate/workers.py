"""Threads that write."""
import json
import queue
import sys
import threading
from datetime import datetime, timezone

import singer
from c8connector import ensure_datetime

from macrometa_target_crate.monitoring import METRICS, ErrorWatch

LOGGER = singer.get_logger()


class Exporter:
    """Hands the records to threads, and the state back when they are done."""

    def __init__(self, sink, workers):
        self.sink = sink
        self.queue = queue.Queue(maxsize=1000)
        self.failures = []
        self.handlers = {
            singer.SchemaMessage: self.on_schema,
            singer.RecordMessage: self.on_record,
            singer.StateMessage: self.on_state,
        }
        for number in range(workers):
            threading.Thread(target=self.work, name="writer-%d" % number, daemon=True).start()

    def export(self, lines):
        """Export all that comes in."""
        for line in lines:
            with ErrorWatch():
                message = singer.parse_message(line)
            handler = self.handlers.get(type(message))
            if handler is not None:
                handler(message)
        self.wait()

    def on_schema(self, message):
        self.wait()
        with ErrorWatch():
            self.sink.begin(message.stream, message.schema)

    def on_record(self, message):
        self.queue.put(message)

    def on_state(self, message):
        self.wait()
        sys.stdout.write(json.dumps(message.value, default=float) + "\n")
        sys.stdout.flush()

    def wait(self):
        """Wait until all records are written. Raises the first failure."""
        self.queue.join()
        if self.failures:
            raise self.failures[0]

    def work(self):
        while True:
            message = self.queue.get()
            try:
                self.write(message)
            except Exception as error:
                LOGGER.exception("A record of %s could not be written", message.stream)
                self.failures.append(error)
            finally:
                self.queue.task_done()

    def write(self, message):
        """Write one record."""
        with ErrorWatch():
            self.sink.put(message.stream, message.record)
            if message.time_extracted is not None:
                extracted = ensure_datetime(message.time_extracted)
                METRICS["lag"].set((datetime.now(timezone.utc) - extracted).total_seconds())
