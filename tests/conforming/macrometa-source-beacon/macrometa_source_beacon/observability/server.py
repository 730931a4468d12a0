"""The server of metrics."""

import prometheus_client as prometheus

from .. import constants


def serve() -> None:
    """Start it."""
    prometheus.start_http_server(port=constants.METRICS_PORT)
