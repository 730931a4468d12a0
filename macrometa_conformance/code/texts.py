"""Values that surely are texts though what they say is known only when the connector runs."""

from __future__ import annotations

from macrometa_conformance.code.values import External, Known, Made, Member, Value

_FUNCTIONS = frozenset(
    (
        "builtins.str", "builtins.repr", "builtins.ascii", "builtins.format", "builtins.chr", "builtins.input",
        "importlib.metadata.version", "importlib_metadata.version",
        "inspect.cleandoc", "textwrap.dedent", "textwrap.fill", "textwrap.indent", "textwrap.shorten",
        "json.dumps", "platform.node", "platform.system", "platform.python_version",
        "socket.gethostname",
    )
)  # fmt: skip
_ATTRIBUTES = {  # of what a function gives
    **dict.fromkeys(
        ("pkg_resources.get_distribution",), ("version", "project_name", "key")
    ),
    **dict.fromkeys(
        ("importlib.metadata.distribution", "importlib_metadata.distribution"), ("version", "name")
    ),
    "pathlib.Path": ("name", "stem", "suffix"),
}  # fmt: skip
_METHODS = frozenset(
    (
        "capitalize", "casefold", "center", "expandtabs", "format", "format_map", "join", "ljust", "lower", "lstrip",
        "removeprefix", "removesuffix", "replace", "rjust", "rstrip", "strip", "swapcase", "title", "translate",
        "upper", "zfill",
    )
)  # fmt: skip


def is_text(value: Value) -> bool:
    """Return whether a value surely is a `str`: a known one, or what a known function of a library gives."""
    if isinstance(value, Known):
        return isinstance(value.value, str)
    if isinstance(value, Member):
        return isinstance(value.base, Made) and value.name in _ATTRIBUTES.get(_path(value.base.callee), ())
    if not isinstance(value, Made):
        return False
    callee = value.callee
    if isinstance(callee, Member):
        from_path = isinstance(callee.base, Made) and _path(callee.base.callee) == "pathlib.Path"
        return (callee.name in _METHODS and is_text(callee.base)) or (callee.name == "read_text" and from_path)
    return _path(callee) in _FUNCTIONS


def _path(value: Value) -> str:
    return value.path if isinstance(value, External) else ""
