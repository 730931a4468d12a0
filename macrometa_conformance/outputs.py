"""Where reports go: the formats that a command line asks for, each to a file or to standard output."""

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from macrometa_conformance.errors import UsageError, nearest
from macrometa_conformance.files import same_file
from macrometa_conformance.reporters import FORMATS


class Output(NamedTuple):
    """A format and its file, empty for standard output."""

    format: str
    file: str


def outputs_of(formats: Sequence[str], baseline: str = "") -> list[Output]:
    """Return what `NAME` and `NAME=FILE` ask for, text on standard output where nothing is asked for.

    Raises UsageError on an unknown format, and where two go to one place, or one to the file of the baseline, however
    that is spelt.
    """
    outputs: list[Output] = []
    for text in formats or ("text",):
        name, given, file = text.partition("=")
        if name not in FORMATS:
            message = f"unknown format `{name}`" if name else f"`{text}` names no format"
            raise UsageError(message, _formats_hint(name, file))
        if given and not file:
            raise UsageError(f"`{text}` names no file", f"write `{name}=FILE`, or `{name}` for standard output")
        if file == "-":
            raise UsageError(f"`{text}` names no file", f"write `{name}` for standard output, or `{name}=./-`")
        if any(_meet(file, other.file) for other in outputs):
            where = f"`{file}`" if file and not _is_standard_output(file) else "standard output"
            raise UsageError(f"two formats go to {where}", f"write one to a file of its own: `{name}=FILE`")
        if baseline and file and same_file(file, baseline):
            raise UsageError(f"the baseline and a report go to `{file}`", f"write the report to another: `{name}=FILE`")
        outputs.append(Output(name, file))
    return outputs


def _formats_hint(name: str, file: str) -> str:
    near, several = nearest(name, FORMATS), name.replace(",", " ").split()
    if not name and file in FORMATS:
        return f"write `-f {file}`"
    if len(several) > 1 and all(word in FORMATS for word in several):
        return f"repeat the option: {' '.join(f'`-f {word}`' for word in several)}"
    return f"did you mean `{near}`?" if near else f"there are {', '.join(f'`{known}`' for known in FORMATS)}"


def _meet(file: str, other: str) -> bool:
    if file and other:
        return same_file(file, other)
    return file == other or _is_standard_output(file or other)


def _is_standard_output(file: str) -> bool:
    """Return whether a file is what standard output goes to, as `/dev/stdout` is; a null device mixes nothing up."""
    try:
        return not same_file(file, os.devnull) and os.path.samestat(os.stat(file), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):
        return False
