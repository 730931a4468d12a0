"""Methods `config` for the tests of the rules on configuration properties."""

REST = "ConfigAttributeType.STRING, True, False, 'x'"
SECRET = "ConfigAttributeType.PASSWORD, True, False, 'x'"


def config(*lines: str) -> str:
    """Return a method `config` with some lines as its body."""
    return "def config(self):\n" + "\n".join(f"    {line}" for line in lines)


def listed(*lines: str) -> str:
    """Return a method `config` that returns a display with one element a line."""
    return config("return [", *(f"    {line}" for line in lines), "]")
