"""`python -m macrometa_conformance`: the same as `c8-lint`."""

import os
import sys


def _forget_working_directory() -> None:
    """Take the working directory, which may be the linted tree, off the path that modules are imported from."""
    if sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]


if __name__ == "__main__":
    _forget_working_directory()
    from macrometa_conformance.start import run

    run()
