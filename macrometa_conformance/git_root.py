"""Where a git repository begins, found without git."""

import os


def git_root(folder: str) -> str:
    """Return the nearest folder at or above an absolute one that holds `.git`, empty where there is none.

    `.git` is a folder in a clone and a file in a worktree or a submodule.
    """
    while True:
        if os.path.exists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
