"""Runs that are remembered: they say what a cold run says, and nothing once something that they saw has changed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Callable, NamedTuple, Optional

import pytest

from macrometa_conformance import cli, remembered
from macrometa_conformance.cache import Cache, open_cache
from macrometa_conformance.cli import main
from macrometa_conformance.code import compile as compiling
from macrometa_conformance.code.facts import Failure
from macrometa_conformance.project.folder_tree import FolderTree
from macrometa_conformance.remembered import ENVIRONMENT, Answer, recall, run_name, tool_stamp
from macrometa_conformance.reporters import FORMATS, RenderOptions
from macrometa_conformance.reporters.links import link_base
from macrometa_conformance.testing import PROJECTS

REPOSITORY = Path(__file__).parent.parent
PACKAGE = "macrometa_source_demo"
TIME = re.compile(r" in \d+\.\d\d s$", re.MULTILINE)
posix = pytest.mark.skipif(os.name == "nt", reason="the system has no such thing, or not for every user")


class Runs:
    """Runs the command line in this process with the cache that every process has, and asks what is remembered."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> str:
        """Run, keep what can be kept, and return the standard output."""
        args = [str(argument) for argument in arguments]
        main(args, name=run_name(args))
        return self._capsys.readouterr().out

    def remembered(self, *arguments: object) -> Optional[Answer]:
        """Return what is remembered of such a run."""
        name = run_name([str(argument) for argument in arguments])
        cache = open_cache()
        return recall(cache, name) if cache and name else None


@pytest.fixture
def runs(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    """Return what runs, over an empty cache."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "cache"))
    monkeypatch.setattr("sys.platform", "linux" if os.name == "posix" else sys.platform)
    yield Runs(capsys)
    tool_stamp.cache_clear()


@pytest.fixture
def connector(tmp_path: Path) -> Path:
    """Return the folder of a connector without a LICENSE, with a folder of tests, a link and an empty folder."""
    root = tmp_path / "work" / "connector"
    files = {**PROJECTS["source"], "tests/test_it.py": "", "notes/one.txt": "x", "other.md": "# Demo\n"}
    del files["LICENSE"]
    write(root, files)
    if os.name == "posix":
        (root / "COPYING").symlink_to("other.md")
    return root


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def edit(path: str) -> Callable[[Path], object]:
    """Return what appends a line to a file."""
    return lambda root: (root / path).write_text((root / path).read_text() + "\n# more\n")


def add(path: str, text: str = "") -> Callable[[Path], object]:
    """Return what adds a file."""
    return lambda root: write(root, {path: text})


def rename(old: str, new: str) -> Callable[[Path], None]:
    """Return what renames a file."""

    def change(root: Path) -> None:
        (root / old).rename(root / new)

    return change


def relink(root: Path) -> None:
    """Point the link at another file of the same content."""
    shutil.copyfile(root / "other.md", root / "notes" / "other.md")
    (root / "COPYING").unlink()
    (root / "COPYING").symlink_to("notes/other.md")


def to_pipe(root: Path) -> None:
    """Put a pipe into the place of a file."""
    (root / "README.md").unlink()
    os.mkfifo(root / "README.md")


def to_folder(root: Path) -> None:
    """Put a folder into the place of a file."""
    (root / "README.md").unlink()
    (root / "README.md").mkdir()


def to_link(root: Path) -> None:
    """Move the connector, and leave a link."""
    root.rename(root.with_name("elsewhere"))
    root.symlink_to("elsewhere")


def make_unreadable(root: Path) -> None:
    """Take the right to read a file."""
    (root / "README.md").chmod(0)


class Change(NamedTuple):
    """Something that happens to a connector, and what does it."""

    name: str
    make: Callable[[Path], object]


CHANGES = [
    Change("a module is edited", edit(f"{PACKAGE}/__init__.py")),
    Change("a document is edited", edit("README.md")),
    Change("the declaration is edited", edit("pyproject.toml")),
    Change("a byte is changed and the length kept", lambda root: (root / "README.md").write_bytes(
        (root / "README.md").read_bytes()[:-2] + b"~\n")),
    Change("a license is added", add("LICENSE", "text")),
    Change("settings are added", add("c8-lint.toml", 'ignore = ["C8101"]\n')),
    Change("a slip of settings is added", add(".c8-lint.toml")),
    Change("a module is added", add(f"{PACKAGE}/more.py")),
    Change("a package is added", add("other_package/__init__.py")),
    Change("a file is removed", lambda root: (root / "GETTING_STARTED.md").unlink()),
    Change("a folder is removed", lambda root: shutil.rmtree(root / PACKAGE)),
    Change("a file is renamed", rename("README.md", "READ.md")),
    Change("letter case is changed", rename("README.md", "Readme.md")),
    Change("the folder of the package is renamed", rename(PACKAGE, f"{PACKAGE}_")),
    Change("a folder becomes an environment", add(f"{PACKAGE}/pyvenv.cfg")),
    Change("a folder takes a file's place", to_folder),
    Change("the root of git is somewhere else", lambda root: (root.parent / ".git").mkdir()),
    Change("the connector is gone", shutil.rmtree),
]  # fmt: skip
POSIX_CHANGES = [
    Change("a pipe takes a file's place", to_pipe),
    Change("a link leads to an equal file", relink),
    Change("a link leads nowhere", lambda root: (root / "other.md").unlink()),
    Change("a link is added", lambda root: (root / "LICENSE").symlink_to("README.md")),
    Change("the connector is behind a link", to_link),
]


@pytest.mark.parametrize(
    "change", [*CHANGES, *(pytest.param(one, marks=posix) for one in POSIX_CHANGES)], ids=lambda change: change.name
)
def test_what_changes_is_seen(runs: Runs, connector: Path, change: Change) -> None:
    """Nothing that a run saw, or looked for and did not see, can change without its being forgotten."""
    said = runs(connector)
    answer = runs.remembered(connector)
    assert answer is not None
    assert TIME.sub("", answer.after(1.0)) == TIME.sub("", said)
    change.make(connector)
    assert runs.remembered(connector) is None


@posix
def test_a_file_that_may_no_longer_be_read_is_seen(runs: Runs, connector: Path) -> None:
    """Its content is as it was, and a cold run would say that it cannot be read."""
    if os.geteuid() == 0:
        pytest.skip("this user may read everything")
    runs(connector)
    make_unreadable(connector)
    assert runs.remembered(connector) is None


@pytest.mark.parametrize("path", [".git/index", f"{PACKAGE}/__pycache__/x.pyc"])
def test_what_no_rule_asks_for_is_not_seen(runs: Runs, connector: Path, path: str) -> None:
    """What changes in folders that are never listed leaves the run remembered."""
    (connector / path).parent.mkdir(exist_ok=True)
    runs(connector)
    assert runs.remembered(connector)
    write(connector, {path: "new"})
    assert runs.remembered(connector)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_said_again(runs: Runs, connector: Path, form: str) -> None:
    """The bytes are those of the cold run, but for the time; without a cache they are the same."""
    arguments = ("-f", form, "--report", "--statistics", connector)
    cold, answer = runs(*arguments), runs.remembered(*arguments)
    assert answer is not None
    assert answer.timed == (form in ("text", "concise", "github"))
    assert answer.code == 1
    assert TIME.sub("", answer.after(2.5)) == TIME.sub("", cold) == TIME.sub("", runs("--no-cache", *arguments))
    assert (" in 2.50 s\n" in answer.after(2.5)) == answer.timed


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-cache"], ["--tracked"], ["-f", "text=report.txt"], ["-f", "text", "-f", "json=report.json"],
        ["--write-baseline", "known.json"], ["--write-baseline=known.json"], ["--show-settings"], ["--help"],
    ],
)  # fmt: skip
def test_runs_that_do_more_than_to_say_are_not_remembered(
    runs: Runs, connector: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What writes files, asks other programs or is no check is done each time."""
    monkeypatch.chdir(connector.parent)
    for command in (["git", "init", "-q", "."], ["git", "add", "."]):
        subprocess.run(command, check=True)
    for _ in range(2):
        runs(*arguments, "connector")
        assert runs.remembered(*arguments, "connector") is None


def test_a_run_that_warns_is_not_remembered(runs: Runs, tmp_path: Path) -> None:
    """A warning comes from looking round a folder, and goes to another stream."""
    (tmp_path / "empty").mkdir()
    runs(tmp_path / "empty")
    assert runs.remembered(tmp_path / "empty") is None


def test_what_may_pass_is_not_remembered(runs: Runs, connector: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a run in which the memory did not suffice, nor the module of which that is told, is kept."""
    failure = Failure("the file cannot be analysed: no memory", 1, 1, True)
    with monkeypatch.context() as patch:
        patch.setattr(compiling, "compile_module", lambda data: failure)
        runs(connector)
    assert runs.remembered(connector) is None
    assert "cannot be analysed" not in runs("-v", connector)


def test_settings_and_baselines_that_are_named_are_seen(runs: Runs, connector: Path, tmp_path: Path) -> None:
    """A change of a file that the command line names, or that the settings name, is a change."""
    config, known = tmp_path / "config.toml", tmp_path / "known.json"
    config.write_text('ignore = ["C8402"]\n')
    runs("--write-baseline", known, connector)
    write(connector, {"c8-lint.toml": 'baseline = "own.json"\n', "own.json": '{"version": 1, "findings": []}'})
    for file, arguments in (
        (config, ["--config", config]),
        (known, ["--baseline", known]),
        (connector / "own.json", []),
    ):
        runs(*arguments, connector)
        assert runs.remembered(*arguments, connector)
        file.write_text(file.read_text() + "\n")
        assert runs.remembered(*arguments, connector) is None


@posix
def test_a_pipe_that_is_named_is_read_once(runs: Runs, connector: Path, tmp_path: Path) -> None:
    """Settings from a pipe reach the run, which is not remembered."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", f"open({str(pipe)!r}, 'w').write('fail-on = \"never\"')"]):
        assert "C8101" in runs("--config", pipe, connector)
    assert runs.remembered("--config", pipe, connector) is None


# What is in the name


def test_the_name_tells_where_and_how(runs: Runs, connector: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arguments, the working folder and each variable that reports depend on make another name."""
    names = {run_name(["."]), run_name(["-q", "."]), run_name([".", "-q"]), run_name(["-q."])}
    for variable in ENVIRONMENT:
        monkeypatch.setenv(variable, "17")
        names.add(run_name(["."]))
    monkeypatch.chdir(connector)
    names.add(run_name(["."]))
    assert len(names) == 5 + len(ENVIRONMENT)


def test_completion_by_a_shell_is_no_run(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shell that asks for completions asks by a variable, without arguments."""
    monkeypatch.setenv("_C8_LINT_COMPLETE", "bash_complete")
    assert run_name([]) == ""


def test_reports_read_the_variables_that_are_in_the_name(
    runs: Runs, connector: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No variable has a say in a report that is not in the name of the run."""

    class Watched(dict[str, str]):
        asked: set[str] = set()

        def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
            self.asked.add(name)
            return super().get(name, default)

    environment = Watched(GITHUB_ACTIONS="true")
    link_base(environment)
    link_base(Watched(GITLAB_CI="true"))
    with monkeypatch.context() as patch:
        patch.setattr(cli.os, "environ", Watched())  # type: ignore[attr-defined]
        patch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        cli._for_terminal(RenderOptions(), "auto")
    assert {"NO_COLOR", "GITHUB_SHA", "CI_PROJECT_URL"} <= environment.asked <= set(ENVIRONMENT)


def test_the_stamp_tells_the_code_and_what_is_installed(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each change of the tool's files, and each distribution that comes, goes or is changed, makes another stamp."""
    stamps = [tool_stamp()]

    def stamp() -> None:
        tool_stamp.cache_clear()
        stamps.append(tool_stamp())

    package = tmp_path / "tool" / "macrometa_conformance"
    write(package, {"__init__.py": "", "code/__init__.py": "", "data.json": "{}"})
    write(package.parent, {"rules/__init__.py": ""})
    monkeypatch.setattr(remembered, "_PACKAGE", str(package))
    stamp()
    for path in (
        "__init__.py",
        "code/__init__.py",
        "code/new.py",
        "data.json",
        "../rules/__init__.py",
        "../rules/x.py",
    ):
        write(package, {path: f"new = {path!r}\n"})
        stamp()
    os.utime(package / "__init__.py", (1, 1))
    stamp()
    place = tmp_path / "site"
    write(place, {"a-1.dist-info/METADATA": ""})
    monkeypatch.syspath_prepend(str(place))
    stamp()
    for path in ("a-1.dist-info/entry_points.txt", "b.egg-info/x", "c.egg/EGG-INFO/entry_points.txt"):
        write(place, {path: ""})
        stamp()
    write(place, {"a-1.dist-info/entry_points.txt": "[c8_lint.rules]\nx = x\n"})
    stamp()
    (place / "a-1.dist-info").rename(place / "a-2.dist-info")
    stamp()
    assert len(set(stamps)) == len(stamps)


def test_a_finder_that_is_not_known_may_bring_plugins(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where distributions are found by other means than folders, nothing tells whether they changed."""

    class Finder:
        def find_spec(self, *_: object) -> None:
            return None

        def find_distributions(self, *_: object) -> Iterator[object]:
            return iter(())

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert run_name(["."]) == ""


# What a run does, and does not do again


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Return how often each file is read, and how many modules are parsed."""
    found: dict[str, int] = {}
    read, parse = FolderTree._content, compiling.compile_module

    def content(tree: FolderTree, path: str) -> object:
        found[path] = found.get(path, 0) + 1
        return read(tree, path)

    def compile_module(data: bytes) -> object:
        found["parsed"] = found.get("parsed", 0) + 1
        return parse(data)

    monkeypatch.setattr(FolderTree, "_content", content)
    monkeypatch.setattr(compiling, "compile_module", compile_module)
    return found


def test_one_read_a_file_and_one_parse_a_module(runs: Runs, connector: Path, counts: dict[str, int]) -> None:
    """A cold run reads each file once and parses each module once; of an edited connector it parses what was edited."""
    runs(connector)
    parsed = counts.pop("parsed")
    modules = {path for path in counts if path.startswith(PACKAGE)}
    assert set(counts.values()) == {1}
    assert parsed == len(modules) > 1
    edit(f"{PACKAGE}/__init__.py")(connector)
    counts.clear()
    runs(connector)
    assert counts.pop("parsed") == 1
    assert set(counts.values()) == {1}


def test_a_damaged_or_planted_entry_is_none(runs: Runs, connector: Path, tmp_path: Path) -> None:
    """Whatever stands in the place of entries, the run says the same, and complains about nothing."""
    said = TIME.sub("", runs(connector))
    folder = tmp_path / "cache" / "c8-lint"
    entries = sorted(folder.glob("*.c8"))
    whole = {entry: entry.read_bytes() for entry in entries}
    assert len(entries) > 2
    foreign = Cache(str(folder), b"another's secret")

    def planted(entry: Path, data: bytes) -> None:
        foreign.put(entry.stem, data[50:])

    def fold(entry: Path, data: bytes) -> None:
        entry.unlink()
        entry.mkdir()

    def pipe(entry: Path, data: bytes) -> None:
        entry.unlink()
        os.mkfifo(entry)

    def link(entry: Path, data: bytes) -> None:
        entry.unlink()
        entry.symlink_to("/dev/zero")

    damages: list[Callable[[Path, bytes], object]] = [
        lambda entry, data: entry.write_bytes(b""),
        lambda entry, data: entry.write_bytes(data[:-1]),
        lambda entry, data: entry.write_bytes(data + b"\0"),
        lambda entry, data: entry.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]),
        lambda entry, data: entry.write_bytes(whole[entries[entries.index(entry) - 1]]),
        planted,
        fold,
        *((pipe, link) if os.name == "posix" else ()),
    ]
    for damage in damages:
        for entry, data in whole.items():
            damage(entry, data)
        assert runs.remembered(connector) is None
        assert TIME.sub("", runs(connector)) == said
        for entry, data in whole.items():
            if entry.is_dir():
                entry.rmdir()
            else:
                entry.unlink(missing_ok=True)
            entry.write_bytes(data)


@pytest.mark.parametrize("damage", [b"", b"not marshal", b"(\x00\x00\x00\x00", b"\xe9\x01"])
def test_a_signed_entry_of_another_shape_is_none(runs: Runs, connector: Path, damage: bytes) -> None:
    """An entry that this user has signed and that holds something else is no answer."""
    runs(connector)
    cache = open_cache()
    assert cache
    cache.put(run_name([str(connector)]), damage)
    assert runs.remembered(connector) is None


# Processes


def process(*arguments: object, env: Mapping[str, str], flags: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
    """Start the tool in a process of its own."""
    return subprocess.Popen(
        [sys.executable, *flags, "-m", "macrometa_conformance", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **env},
    )  # fmt: skip


def test_a_hit_imports_nothing_heavy(connector: Path, tmp_path: Path) -> None:
    """What is remembered is said without the command line, rules, reporters, parsers or anything that takes time."""
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "LOCALAPPDATA": str(tmp_path / "cache")}
    imported: list[set[str]] = []
    said = []
    for _ in range(2):
        with process(connector, env=env, flags=("-X", "importtime")) as run:
            out, err = run.communicate()
        assert run.returncode == 1
        said.append(TIME.sub("", out))
        imported.append({line.rpartition("|")[2].strip() for line in err.splitlines() if "|" in line})
    cold, hit = imported
    assert said[0] == said[1]
    assert {"macrometa_conformance.cli", "macrometa_conformance.registry", "click"} <= cold
    assert {name for name in hit if name.startswith("macrometa_conformance")} == {
        "macrometa_conformance", "macrometa_conformance.start", "macrometa_conformance.remembered",
        "macrometa_conformance.cache", "macrometa_conformance.digests", "macrometa_conformance.git_root",
        "macrometa_conformance.project", "macrometa_conformance.project.folder_tree",
        "macrometa_conformance.project.tree",
    }  # fmt: skip
    heavy = {"click", "dataclasses", "inspect", "typing", "json", "hashlib", "packaging", "importlib.metadata", "tomli",
             "tree_sitter", "libcst", "pathlib", "shutil", "subprocess", "logging", "zlib"}  # fmt: skip
    here = {line.rpartition("|")[2].strip() for line in _bare_imports().splitlines() if "|" in line}
    assert not (heavy - here) & hit


def _bare_imports() -> str:
    """Return what this Python imports for nothing, as `-X importtime` tells it."""
    ran = subprocess.run([sys.executable, "-X", "importtime", "-c", "pass"], capture_output=True, encoding="utf-8")
    return ran.stderr


def test_matchers_are_never_imported(connector: Path, tmp_path: Path) -> None:
    """Not even for text that LibCST alone can read."""
    write(connector, {f"{PACKAGE}/broken.py": "def f(:\n"})
    with process("--no-cache", connector, env={}, flags=("-X", "importtime")) as run:
        _, err = run.communicate()
    assert "libcst" in err
    assert "libcst.matchers" not in err


def test_runs_at_once_do_not_disturb_each_other(connector: Path, tmp_path: Path) -> None:
    """Four runs that fill one empty cache say the same, and leave it whole."""
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "LOCALAPPDATA": str(tmp_path / "cache")}
    started = [process(connector, env=env) for _ in range(4)]
    ended = [(*run.communicate(), run.returncode) for run in started]
    again = process(connector, env=env)
    ended.append((*again.communicate(), again.returncode))
    assert len({(TIME.sub("", out), err, code) for out, err, code in ended}) == 1
    assert ended[0][1:] == ("", 1)
    assert not list((tmp_path / "cache" / "c8-lint").glob("*.new"))
