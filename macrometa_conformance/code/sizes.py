"""How much of what a source text may hold; and whether it is so small that its parser need not be guarded."""

MAX_BRANCHES = 1000  # `elif` branches in one file
MAX_LINES = 100_000
MAX_ITEMS = 50_000  # commas in one file: memory grows with the size of literals
_SMALL = 200_000  # characters


def is_small(source: str) -> bool:
    """Return whether CPython's parser, which bounds its depth itself, may have a text that was not looked at."""
    return (
        len(source) <= _SMALL
        and "\0" not in source
        and source.count("elif") <= MAX_BRANCHES
        and source.count(",") <= MAX_ITEMS
        and source.count("\n") + source.count("\r") <= MAX_LINES
    )
