"""Where reports go."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macrometa_conformance.cli import main
from macrometa_conformance.errors import UsageError
from macrometa_conformance.files import Writing
from macrometa_conformance.outputs import Output, outputs_of

REPOSITORY = Path(__file__).parent.parent


def write_report(file: str, text: str) -> None:
    """Write a report as the command line does."""
    with Writing() as files:
        files.add("the report", file, text)
        files.finish()


def test_formats_and_files() -> None:
    """A format stands alone or before its file; without any there is text."""
    assert outputs_of(()) == [Output("text", "")]
    assert outputs_of(["json=a=b", "concise"]) == [Output("json", "a=b"), Output("concise", "")]


@pytest.mark.parametrize("other", ["x", "./x", "folder/../x", "{here}/x"])
@pytest.mark.parametrize("exists", [False, True])
def test_one_file_is_one_report_however_it_is_spelt(
    other: str, exists: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two formats that name one file are refused, whether it is there already or not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    if exists:
        (tmp_path / "x").touch()
    with pytest.raises(UsageError, match="two formats go to"):
        outputs_of(["json=x", f"sarif={other.format(here=tmp_path)}"])
    assert len(outputs_of(["json=x", "sarif=y"])) == 2


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="needs /dev/stdout")
def test_standard_output_has_two_names() -> None:
    """A format on standard output and one on `/dev/stdout` would be mixed up, and one alone is written there."""
    command = [sys.executable, "-m", "macrometa_conformance", "--select", "C8101", "-f", "sarif=/dev/stdout"]
    folder = str(REPOSITORY / "examples" / "macrometa-source-demo")
    both = subprocess.run([*command, "-f", "json", folder], capture_output=True, text=True, cwd=REPOSITORY)
    assert (both.returncode, both.stdout) == (2, "")
    assert "two formats go to standard output" in both.stderr
    alone = subprocess.run([*command, folder], capture_output=True, text=True, cwd=REPOSITORY)
    assert (alone.returncode, alone.stdout[:1]) == (0, "{")
    apart = subprocess.run(
        [*command[:-1], "json=/dev/null", "-f", "text", folder], stdout=subprocess.DEVNULL, cwd=REPOSITORY
    )
    assert apart.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="needs /dev/fd")
def test_a_reader_of_a_pipe_that_has_gone_is_no_error() -> None:
    """As on standard output, nobody misses the rest."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        write_report(f"/dev/fd/{writing}", "x")
    finally:
        os.close(writing)


def test_what_code_hosts_read_does_not_depend_on_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From any folder, and in any clone, a run gives the same bytes, with paths from the root of the repository."""
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    written = set()
    for clone, link in (("one", False), ("two", True)):
        root = tmp_path / clone / "connectors" / "demo"
        shutil.copytree(REPOSITORY / "examples" / "macrometa-target-demo", root)
        (tmp_path / clone / ".git").write_text("gitdir: elsewhere\n") if link else (tmp_path / clone / ".git").mkdir()
        for folder, path in (
            (root, "."),
            (root, ""),
            (root.parent, "demo"),
            (root.parent, "./demo/"),
            (tmp_path, root),
        ):
            monkeypatch.chdir(folder)
            for form in ("sarif", "gitlab", "junit", "markdown"):
                main(["-f", form, *([str(path)] if path else [])])
                written.add((form, capsys.readouterr().out))
            main(["-f", "github", "-q", *([str(path)] if path else [])])
            written.add(("github", capsys.readouterr().out))
    assert sorted(form for form, _ in written) == ["github", "gitlab", "junit", "markdown", "sarif"]
    assert all("connectors/demo/pyproject.toml" in text for _, text in written)
    assert not any(str(tmp_path) in text for _, text in written)


@pytest.mark.parametrize("file", ["absent/x", ".", "a\0b"])
def test_a_file_that_cannot_be_written_is_wrong_usage(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends the run with exit code 2, names the file and leaves nothing behind."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="the report cannot be written to `") as error:
        write_report(file, "x")
    assert error.value.exit_code == 2
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["-f", "text", "-f", "json=old", "-f", "junit=absent/x"],
            "the report cannot be written to `absent/x`: No such",
        ),
        (["-f", "json=new", "-f", "junit=."], "the report cannot be written to `.`: Is a directory"),
        (["--write-baseline", "new", "-f", "json=absent/x"], "the report cannot be written to `absent/x`: No such"),
        (["--write-baseline", "absent/x", "-f", "json=old"], "the baseline cannot be written to `absent/x`: No such"),
    ],
)
def test_all_files_are_written_or_none(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where one file cannot be written no other changes, nothing is printed, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    Path("old").write_text("old")
    assert main([*arguments, str(REPOSITORY / "examples" / "macrometa-source-demo")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert (os.listdir(tmp_path), Path("old").read_text()) == (["old"], "old")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("full", ["standard output", "a file"])
def test_a_device_that_is_full_leaves_the_files_as_they_were(full: str, tmp_path: Path) -> None:
    """What is written to as it is comes before the files that are replaced."""
    old = tmp_path / "old"
    old.write_text("old")
    command = [sys.executable, "-m", "macrometa_conformance", "-f", f"json={old}"]
    command += ["-f", "text" if full == "standard output" else "text=/dev/full", "examples/macrometa-source-demo"]
    with open("/dev/full" if full == "standard output" else os.devnull, "w") as stream:
        done = subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, text=True, cwd=REPOSITORY)
    assert (done.returncode, old.read_text()) == (3 if full == "standard output" else 2, "old")
    assert "No space left" in done.stderr
    assert os.listdir(tmp_path) == ["old"]
