"""Where a file of the commit that a build server works on can be seen."""

import re
from collections.abc import Mapping

_ADDRESS = re.compile(r"https?://[\w.~:/%+-]+")


def link_base(environment: Mapping[str, str]) -> str:
    """Return the address that a path from the git root is put behind, ending in `/`; empty outside of known servers."""
    get = environment.get
    if get("GITHUB_ACTIONS") == "true":
        parts = [get("GITHUB_SERVER_URL"), get("GITHUB_REPOSITORY"), "blob", get("GITHUB_SHA"), ""]
    elif get("GITLAB_CI") == "true":
        parts = [get("CI_PROJECT_URL"), "-/blob", get("CI_COMMIT_SHA"), ""]
    else:
        return ""
    known = [part for part in parts if part is not None]
    address = "/".join(known)
    return address if len(known) == len(parts) and _ADDRESS.fullmatch(address) else ""
