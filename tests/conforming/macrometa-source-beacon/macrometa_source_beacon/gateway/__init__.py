"""How reports are read."""

from .errors import GatewayError
from .session import Session

__all__ = ("GatewayError", "Session")
