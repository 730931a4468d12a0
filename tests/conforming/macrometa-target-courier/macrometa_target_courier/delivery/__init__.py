"""How documents get to the service."""
