"""Entry point."""
import sys

from singer import utils

from macrometa_target_crate.crate import Crate
from macrometa_target_crate.monitoring import serve
from macrometa_target_crate.workers import Exporter


def main():
    """Export what comes in on standard input."""
    config = utils.parse_args(["folder"]).config
    serve()
    Exporter(Crate(config["folder"]), int(config.get("workers") or 2)).export(sys.stdin)


if __name__ == "__main__":
    main()
