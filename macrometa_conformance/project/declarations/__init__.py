"""project/declarations."""
