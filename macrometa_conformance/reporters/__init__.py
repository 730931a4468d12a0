"""Reporters: pure functions that turn a `Report` into the text of one format."""

from importlib import import_module
from typing import Callable, cast

from macrometa_conformance.plain import Plain, plain
from macrometa_conformance.report import Report

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")
_MODULES = {"json": "json_report"}  # where the module cannot bear the format's name


@plain
class RenderOptions(Plain):
    """What the command line settles about the output.

    `quiet` leaves findings alone (and rules that crashed); `verbose` adds what was undecided; `show_report` adds how
    every rule ended; `statistics` adds a count per rule; `matrix` adds how each rule ended on each connector. `version`
    is that of the tool. `width` is the number of terminal columns that an excerpt may take. `link_base` is the web
    address behind which a path from the git root is put, empty where there is none. `sarif_suppressed` puts suppressed
    findings into SARIF.
    """

    color: bool = False
    quiet: bool = False
    verbose: bool = False
    show_report: bool = False
    statistics: bool = False
    matrix: bool = False
    version: str = ""
    width: int = 120
    link_base: str = ""
    sarif_suppressed: bool = False


def render(name: str, report: Report, options: RenderOptions) -> str:
    """Return the report in the format `name`, ending in a line end unless it is empty; raises KeyError on another."""
    if name not in FORMATS:
        raise KeyError(name)
    module = import_module(f"{__name__}.{_MODULES.get(name, name)}")
    return cast("Callable[[Report, RenderOptions], str]", module.render)(report, options)
