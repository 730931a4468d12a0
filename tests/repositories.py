"""Real git repositories for tests, which see no settings of the user."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Optional


def git_environment() -> dict[str, str]:
    """Return the environment without what steers git, with an author."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    people = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**kept, **own, **people}


class Repository:
    """A git repository in a folder, which is made where it is not there; its hooks see `environment` too."""

    def __init__(self, root: Path, environment: Optional[Mapping[str, str]] = None) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root
        self.environment = {**git_environment(), **(environment or {})}
        self.git("init", "--quiet")

    def git(self, *arguments: str, index: str = "") -> str:
        """Run git in the repository and return what it wrote to standard output; fails the test where git fails."""
        done = self.run("git", *arguments, index=index)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def run(self, *command: str, index: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a command in the repository and return what it did."""
        environment = {**self.environment, **({"GIT_INDEX_FILE": index} if index else {})}
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True)

    def write(self, files: Mapping[str, str]) -> None:
        """Write files below the root."""
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8"))

    def commit(self) -> str:
        """Commit all files without running hooks, and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "as it is")
        return self.git("rev-parse", "HEAD").strip()
