"""On which versions of Python the releases of `c8connector` install."""

from collections.abc import Iterable
from typing import Optional

from macrometa_conformance.connector.contract import LAST_FOR_ANY_PYTHON, RELEASES, SUPPORTED_MINORS
from macrometa_conformance.project.versions import Versions

_NEWEST_MINOR = 40  # as far as versions of Python are told apart


def unsupported_minors(python: Versions) -> str:
    """Return in words the minor versions that are admitted and for which no current release installs; "" for none.

    Versions below 3.7 are left out: they are another mistake.
    """
    words = ["3.7"] if python.admits_minor(3, 7) else []
    last = SUPPORTED_MINORS[-1][1]
    newer = [minor for minor in range(last + 1, _NEWEST_MINOR) if python.admits_minor(3, minor)]
    if newer and newer[-1] == _NEWEST_MINOR - 1:
        first = next(minor for minor in newer if all(later in newer for later in range(minor, _NEWEST_MINOR)))
        words += [f"3.{minor}" for minor in newer if minor < first] + [f"3.{first} and newer"]
    else:
        words += [f"3.{minor}" for minor in newer]
    if not newer and python.admits_minor(4, 0):
        words.append("4.0")
    return ", ".join(words)


def installed_there(ranges: Iterable[Optional[Versions]]) -> Optional[str]:
    """Return the release of `c8connector` that an install on such a Python takes, or None where none is admitted.

    `ranges` are the declared ones, of which one is enough; where there are none every release is admitted.
    """
    known = [versions for versions in ranges if versions is not None]
    old = RELEASES[: RELEASES.index(LAST_FOR_ANY_PYTHON) + 1]
    admitted = [release for release in old if not known or any(versions.admits(release) for versions in known)]
    return admitted[-1] if admitted else None
