"""Where `c8-lint` starts: a run on what has not changed is answered before anything is imported that takes time."""

import os
import sys
import time
from collections.abc import Sequence


def run() -> None:
    """Run the command line, and end the process with its exit code."""
    began = time.perf_counter()
    arguments = sys.argv[1:]
    name = ""
    if not arguments or arguments[0] not in ("rules", "explain"):
        name = _answered(arguments, began)
    from macrometa_conformance.cli import run as run_cold

    run_cold(name)


def _answered(arguments: Sequence[str], began: float) -> str:
    """End the process where the run is remembered, else return its name."""
    from macrometa_conformance.cache import open_cache
    from macrometa_conformance.remembered import recall, run_name

    try:
        name = run_name(arguments)
    except OSError:  # the tool's own files cannot be listed
        return ""
    cache = open_cache(_folder(arguments)) if name else None
    answer = recall(cache, name) if cache else None
    if answer is None:
        return name
    text = answer.after(time.perf_counter() - began)
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is None:
        return name
    reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # the reader has gone, which is no error
    except OSError as error:
        sys.stderr.write(f"c8-lint: error: the report cannot be written: {error.strerror}\n")
        os._exit(3)
    os._exit(answer.code)


def _folder(arguments: Sequence[str]) -> str:
    """Return the cache folder that the arguments name, as far as that is told without reading all of them."""
    folder = ""
    for number, argument in enumerate(arguments):
        if argument == "--cache-dir" and number + 1 < len(arguments):
            folder = arguments[number + 1]
        elif argument.startswith("--cache-dir="):
            folder = argument.partition("=")[2]
    return folder
