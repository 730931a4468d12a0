"""Run the command line, and write down all that a reader of files need not do: `guard.py LOG TREE KEPT ARGUMENT…`.

LOG gets a line for each such event, which then fails: a socket, another program, a change to a file outside of KEPT,
code that lies in TREE being run, and a file outside of TREE being opened that is called `secret`. Where the first
argument is `-c`, the code after it is run in place of the tool, to show that the guard sees what it should.
"""

import os
import resource
import sys

MOST_MEMORY = 3 << 30  # bytes of address space

_CHANGES = frozenset(
    f"os.{name}"
    for name in (
        *("chmod", "chown", "link", "mkdir", "mkfifo", "mknod", "remove", "rename", "rmdir", "symlink", "truncate"),
        *("utime", "unlink", "setxattr", "removexattr"),
    )
)
_PROGRAMS = (
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "pty.spawn",
)
_NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.")


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Forbidden(BaseException):
    """What no reader of files does; no `Exception`, so that nothing goes on as if it had not been."""


def watch(log: int, tree: str, kept: str) -> None:
    """Write each forbidden event to the file `log` from now on, and raise Forbidden in its place."""

    def inside(path: object, folder: str) -> bool:
        if not isinstance(path, (str, bytes)):
            return False
        full = os.path.abspath(os.fsdecode(path))
        return full == folder or full.startswith(folder + os.sep)

    def hook(event: str, arguments: "tuple[object, ...]") -> None:
        said = ""
        if event.startswith((*_NETWORK, *_PROGRAMS)) or (event in _CHANGES and not inside(arguments[0], kept)):
            said = f"{event} {arguments[:2]!r}"
        elif event == "open":
            path, _, flags = arguments
            changes = isinstance(flags, int) and flags & (
                os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
            )
            if changes and not inside(path, kept) and path != os.devnull and not isinstance(path, int):
                said = f"open for writing {path!r}"
            elif isinstance(path, str) and os.path.basename(os.path.realpath(path)) == "secret":
                said = f"open {path!r}"
        elif event == "exec":
            file = getattr(arguments[0], "co_filename", "")
            if inside(file, tree) and not file.startswith("<"):  # what is made of text has no file
                said = f"exec {file!r}"
        elif event == "import" and inside(arguments[1], tree):
            said = f"import {arguments[1]!r}"
        if said:
            os.write(log, said.encode("utf-8", "backslashreplace") + b"\n")
            raise Forbidden(said)

    sys.addaudithook(hook)


def _main() -> None:
    log, tree, kept, *arguments = sys.argv[1:]
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.argv = ["c8-lint", *arguments]
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    watch(descriptor, os.path.realpath(tree), os.path.realpath(kept))
    if arguments[0] == "-c":
        exec(arguments[1])
        return
    from macrometa_conformance.start import run

    run()


if __name__ == "__main__":
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    _main()
