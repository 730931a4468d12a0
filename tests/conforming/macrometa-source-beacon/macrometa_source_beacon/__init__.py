"""C8 source connector for Beacon gateways."""

from c8connector import C8Connector

from .interface import Configuration, Identity, Sampling

__all__ = ["BeaconSource"]


class BeaconSource(Identity, Configuration, Sampling, C8Connector):
    """What the platform loads."""

    class Meta:
        name = "Beacon"
        package_name = "macrometa-source-beacon"
        version = "2.0.1"
        type = "source"
        description = "Ingests the reports of beacons."
        capabilities = ("state",)
