"""Where a finding's file is: as a person clicks it from the working directory, and as a URI from the git root."""

import os
from collections.abc import Sequence

from macrometa_conformance.git_root import git_root
from macrometa_conformance.report import ProjectReport


def shown_path(project: ProjectReport, path: str) -> str:
    """Return a path of the project joined to the project's path as the user gave it."""
    given = project.path.replace("\\", "/") if os.sep == "\\" else project.path
    if given in ("", ".", "./"):
        return path
    folder = given if given.endswith("/") else given + "/"
    return folder + path


def common_root(projects: Sequence[ProjectReport]) -> str:
    """Return the absolute folder that URIs are relative to, links resolved.

    It is the git root that the projects share; where there is none, the root of the one project or the deepest folder
    that holds all of them. Empty for no project, and where no folder holds all (drives of Windows).
    """
    roots = [_real(project.root) for project in projects]
    git_roots = {git_root(root) for root in roots}
    if len(git_roots) == 1 and "" not in git_roots:
        return git_roots.pop()
    try:
        return os.path.commonpath(roots) if roots else ""
    except ValueError:
        return ""


def relative_uri(base: str, project: ProjectReport, path: str) -> str:
    """Return a path of the project as a percent-encoded URI relative to `base`, never with the machine's folders."""
    return encoded(relative_path(base, project, path))


def relative_path(base: str, project: ProjectReport, path: str) -> str:
    """Return a path of the project relative to `base` with forward slashes; as it is where it lies elsewhere.

    A link inside `base` is resolved, because code hosts show nothing behind a link.
    """
    root = _real(project.root)
    for full in (_real(os.path.join(root, path)), os.path.join(root, path)):
        if base and _within(base, full):
            return os.path.relpath(full, base).replace(os.sep, "/")
    return path


def encoded(path: str) -> str:
    """Return the path percent-encoded; a byte of a file name that is no UTF-8 is encoded as that byte."""
    from urllib.parse import quote  # takes as long to import as the text report to write

    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = path.encode("utf-8", "replace")
    return quote(data, safe="/")


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # a name that no file can have: NUL, or characters that cannot be encoded
        return path


def _within(base: str, path: str) -> bool:
    return path.startswith(base if base.endswith(os.sep) else base + os.sep)
