"""All hostile trees."""

from tests.hostile import oddities, trees

HOSTILE = tuple(trees.HOSTILE)
__all__ = ["HOSTILE", "oddities"]
