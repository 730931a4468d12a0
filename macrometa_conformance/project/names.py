"""The form of distribution names, and what a name was probably meant to be."""

import re

from macrometa_conformance.connector.contract import CONNECTOR_TYPES

_TYPES = "|".join(CONNECTOR_TYPES)
DISTRIBUTION_NAME = re.compile(rf"macrometa-(?:{_TYPES})-[a-z0-9]+(?:-[a-z0-9]+)*")
_TYPE_IN_NAME = re.compile(rf"(?:macrometa|c8)[-_.]({_TYPES})[-_.]", re.IGNORECASE)


def is_distribution_name(name: str) -> bool:
    """Return whether a name is `macrometa-{type}-{connector}`."""
    return DISTRIBUTION_NAME.fullmatch(name) is not None


def type_in_name(name: str) -> str:
    """Return the connector type that a distribution's or a package's name tells, empty where it tells none."""
    found = _TYPE_IN_NAME.match(name)
    return found.group(1).lower() if found else ""


def suggested_name(name: str) -> str:
    """Return the valid distribution name that another one was probably meant to be, or an empty string."""
    words = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    for candidate in (words, re.sub(r"^c8-", "macrometa-", words), f"macrometa-{words}"):
        if is_distribution_name(candidate):
            return candidate
    return ""
