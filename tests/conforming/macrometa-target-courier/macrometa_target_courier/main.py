"""The command line."""

import argparse
import asyncio
import json

from .delivery.pipeline import Pipeline
from .telemetry import TELEMETRY


async def run(config: dict) -> None:
    """Run one export."""
    TELEMETRY.serve()
    await Pipeline(config).run()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog='macrometa-target-courier')
    parser.add_argument('-c', '--config', type=argparse.FileType(), required=True)
    with parser.parse_args().config as file:
        config = json.load(file)
    asyncio.run(run(config))


if __name__ == '__main__':
    main()
