import logging
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import Queue
from threading import Thread

import pytz
import singer

from macrometa_source_parcels import metrics, scans

logger = logging.getLogger(__name__)

STREAM = 'scans'


class Writer(Thread):
    """The only thread that writes messages."""

    def __init__(self, queue, state):
        super().__init__(daemon=True)
        self.queue = queue
        self.state = state

    def run(self):
        while True:
            item = self.queue.get()
            if item is None:
                break
            kind, value, extracted = item
            if kind == 'file':
                self.state = singer.write_bookmark(self.state, STREAM, 'file', value)
                singer.write_state(self.state)
            else:
                singer.write_message(singer.RecordMessage(STREAM, value, time_extracted=extracted))


class Loader:
    def __init__(self, config, state):
        self.config = config
        self.depot = str(config['depot'])
        self.last_file = singer.get_bookmark(state, STREAM, 'file') or ''
        self.queue = Queue()
        self.writer = Writer(self.queue, state)

    def read(self, path):
        with metrics.count_errors(self.depot):
            return path, scans.read(path), datetime.now(pytz.utc)

    def load(self):
        primary_key = self.config['primary_key']
        singer.write_schema(STREAM, {'properties': {primary_key: {'type': ['string', 'integer']}}}, [primary_key])
        paths = [p for p in scans.files(self.config['directory']) if os.path.basename(p) > self.last_file]
        self.writer.start()
        try:
            with ThreadPoolExecutor(max_workers=int(self.config.get('workers') or 4)) as pool:
                for path, records, extracted in pool.map(self.read, paths):
                    for record in records:
                        self.queue.put(('record', record, extracted))
                    self.queue.put(('file', os.path.basename(path), None))
        finally:
            self.queue.put(None)
            self.writer.join()


def main():
    args = singer.utils.parse_args(['directory', 'depot', 'primary_key'])
    metrics.start()
    logger.info('depot %s', args.config['depot'])
    Loader(args.config, args.state).load()


if __name__ == '__main__':
    main()
