"""The script that a workflow runs at its end."""

import argparse
import json
import logging
import sys

from macrometa_integration_notice.post import deliver
from macrometa_integration_notice.settings import Settings, SettingsError


def run(argv=None):
    """Leave the notice that stands on standard input."""
    parser = argparse.ArgumentParser(prog="notice")
    parser.add_argument("--config", type=argparse.FileType("r"), required=True)
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    try:
        settings = Settings.of(json.load(options.config))
    except SettingsError as error:
        parser.error(str(error))
    print(deliver(settings, sys.stdin.read().strip() or "done"))
    return 0


if __name__ == "__main__":
    sys.exit(run())
