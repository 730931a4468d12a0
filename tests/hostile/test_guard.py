"""The guard sees what it should, so that its silence on hostile trees means something."""

import sys
from pathlib import Path

import pytest

from tests.hostile.running import sight, watched, without_network

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and limits of POSIX")


@pytest.mark.parametrize(
    ("code", "event"),
    [
        ("import socket; socket.socket()", "socket."),
        ("import socket; socket.getaddrinfo('localhost', 80)", "socket.getaddrinfo"),
        ("import urllib.request as u; u.urlopen('http://127.0.0.1:1/')", "urllib.Request"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import os; os.system('true')", "os.system"),
        ("import os; os.posix_spawn('/bin/true', ['true'], {})", "os.posix_spawn"),
        ("open('new', 'w')", "open for writing 'new'"),
        ("import os; os.open('../new', os.O_CREAT | os.O_WRONLY)", "open for writing '../new'"),
        ("import os; os.mkdir('new')", "os.mkdir"),
        ("import os; os.utime('a.py')", "os.utime"),
        ("open('leaving')", "open 'leaving'"),
        ("import sys; sys.path.insert(0, ''); import a", "exec "),
        ("import runpy; runpy.run_path('a.py')", "exec "),
    ],
)
def test_what_a_reader_need_not_do_is_seen(tmp_path: Path, code: str, event: str) -> None:
    """Sockets, programs, changes, files out of the tree and code of the tree are noticed and stopped."""
    tree, kept = tmp_path / "tree", tmp_path / "kept"
    tree.mkdir()
    kept.mkdir()
    (tmp_path / "secret").write_text("secret")
    (tree / "a.py").write_text("open('../mark', 'w')\n")
    (tree / "leaving").symlink_to("../secret")
    before = sight(tree)
    done = watched(["-c", code], tree, kept)
    assert done.code not in (0, None)
    assert len(done.forbidden) == 1
    assert done.forbidden[0].startswith(event)
    assert sight(tree) == before
    assert not (tmp_path / "mark").exists()


def test_what_a_reader_does_is_not(tmp_path: Path) -> None:
    """To read the tree, to write where it is allowed, and to run code that is made of text is nothing forbidden."""
    tree, kept = tmp_path / "tree", tmp_path / "kept"
    tree.mkdir()
    kept.mkdir()
    (tree / "a.py").write_text("x = 1\n")
    code = f"open('a.py').read(); open({str(kept / 'new')!r}, 'w'); import collections as c; c.namedtuple('A', 'b')"
    done = watched(["-c", code], tree, kept)
    assert (done.code, done.forbidden) == (0, ()), done.stderr


def test_a_change_of_a_tree_is_seen(tmp_path: Path) -> None:
    """What a tree looks like is another once a file is touched, or added."""
    (tmp_path / "a.py").write_text("x = 1\n")
    before = sight(tmp_path)
    (tmp_path / "a.py").touch()
    touched = sight(tmp_path)
    (tmp_path / "b.py").touch()
    assert len({repr(seen) for seen in (before, touched, sight(tmp_path))}) == 3


@pytest.mark.skipif(not without_network(), reason="this system takes no network away")
def test_the_network_is_cut_off(tmp_path: Path) -> None:
    """In the child there is no way to any address, whatever the guard sees."""
    code = "print(open('/proc/net/route').read().count('\\n'))"
    assert watched(["-c", code], tmp_path, tmp_path).stdout in ("1\n", "0\n")
