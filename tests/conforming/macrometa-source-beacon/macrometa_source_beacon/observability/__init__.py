from .errors import counted
from .server import serve

__all__ = ["counted", "serve"]
