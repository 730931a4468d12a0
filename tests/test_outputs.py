"""Where reports go."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from macrometa_conformance.cli import main
from macrometa_conformance.errors import UsageError
from macrometa_conformance.outputs import Output, outputs_of, write_report

REPOSITORY = Path(__file__).parent.parent


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
