"""What can go wrong."""


class GatewayError(Exception):
    """The gateway's folder cannot be read."""
