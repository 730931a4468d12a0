"""The hooks of pre-commit: the real one installs this checkout and runs at real commits and pushes."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from macrometa_conformance.config import OWN_FILE, Plan
from macrometa_conformance.engine import lint_project
from macrometa_conformance.project.declarations.locks import LOCKS
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.rule import Rule
from macrometa_conformance.testing import PROJECTS, examples_of, lay
from tests.installation import ROOT, Environment, copy_of_checkout, run
from tests.repositories import Repository

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = (sys.executable, "-m", "pre_commit")
MODULE = "macrometa_source_demo/main.py"
BROKEN = "def ("


def hooks() -> dict[str, dict[str, Any]]:
    """Return the hooks that the manifest offers, by id."""
    return {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}


QUICK = re.compile(hooks()["c8-lint"]["files"])


@pytest.mark.parametrize("rule", tuple(built_in_rules()), ids=lambda rule: rule.code)
def test_what_a_rule_reads_calls_the_hook(rule: Rule) -> None:
    """Of whatever file of its examples a rule takes notice, a change of that file calls the hook."""
    for example in examples_of(rule):
        tree = DictTree(lay(example, rule).files)
        lint_project(tree, Plan((rule,)))
        assert [path for path in tree.reads if not QUICK.search(path)] == []


@pytest.mark.parametrize(
    "path",
    [
        *(*LOCKS, OWN_FILE, "c8-lint-baseline.json", "requirements.txt", "requirements/dev.in", "setup.py", "a/b.so"),
        *("LICENSE", "LICENSE.txt", "licence", "COPYING", "readme.rst", "Read-Me.md", "GETTING-STARTED.md"),
        *("Setup.cfg", "connectors/one/pyproject.toml", "connectors/one/LICENSE", "connectors/one/src/a.py"),
    ],
)
def test_what_may_change_a_verdict_calls_the_hook(path: str) -> None:
    """What no example shows calls the hook too: lock files, settings, near misses, connectors below the root."""
    assert QUICK.search(path)


@pytest.mark.parametrize(
    "path",
    [
        *("CHANGELOG.md", "docs/guide.md", "docs/getting-started/index.md", ".github/workflows/ci.yml", "Makefile"),
        *(".pre-commit-config.yaml", "Dockerfile", "a.json", "data.csv", "other.toml", "licenses/MIT.html", "a.pyc"),
    ],
)
def test_what_no_rule_reads_does_not_call_the_hook(path: str) -> None:
    """A change of anything else costs the commit nothing."""
    assert not QUICK.search(path)


@pytest.fixture(scope="module")
def connector(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Repository]:
    """Return what makes a connector's repository that has hooks; all share one environment, made offline."""
    folder = tmp_path_factory.mktemp("pre-commit")
    checkout = Repository(copy_of_checkout(folder / "checkout"))
    revision = checkout.commit()
    Environment(folder / "environment")
    environment = {
        "PRE_COMMIT_HOME": str(folder / "home"),
        "PYTHONPATH": str(folder / "environment" / "lent"),  # what pip would fetch
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads the value of the option, not of its negation
    }

    def make(*used: Mapping[str, object], files: Mapping[str, str] = PROJECTS["source"]) -> Repository:
        repository = Repository(tmp_path_factory.mktemp("connector"), environment)
        config = {"repos": [{"repo": str(checkout.root), "rev": revision, "hooks": list(used)}]}
        repository.write({**files, ".pre-commit-config.yaml": yaml.safe_dump(config)})
        repository.commit()
        kinds = ("--hook-type=pre-commit", "--hook-type=pre-push")
        done = repository.run(*PRE_COMMIT, "install", *kinds)
        assert done.returncode == 0, done.stdout + done.stderr
        return repository

    return make


def commit(repository: Repository, *arguments: str) -> tuple[int, str]:
    """Commit with git, whose hook runs, and return the exit code and what was written."""
    done = repository.run("git", "commit", "--message", "a change", *arguments)
    return done.returncode, done.stdout + done.stderr


def outcome(text: str, name: str) -> str:
    """Return what became of a hook: `Passed`, `Failed`, `Skipped` or nothing."""
    found = re.search(rf"^{re.escape(name)}\.+(?:\([^)]*\))?(\w+)$", text, re.MULTILINE)
    return found.group(1) if found else ""


def test_manifest_and_documents_are_valid(tmp_path: Path) -> None:
    """Pre-commit itself accepts the manifest and the documented configuration, which uses hooks that are there."""
    done = run([*PRE_COMMIT, "validate-manifest", str(MANIFEST)])
    assert (done.returncode, done.stdout) == (0, "")
    text = (ROOT / "docs/pre-commit.md").read_text(encoding="utf-8")
    first, clone, other = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert re.search(r"^    rev: [0-9a-f]{40}$", clone, re.MULTILINE)
    (tmp_path / "config.yaml").write_text(first, encoding="utf-8")
    done = run([*PRE_COMMIT, "validate-config", str(tmp_path / "config.yaml")])
    assert (done.returncode, done.stdout) == (0, "")
    used = [*yaml.safe_load(first)["repos"][0]["hooks"], *yaml.safe_load(other)]
    assert {hook["id"] for hook in used} == set(hooks())


def test_a_commit_is_judged(connector: Callable[..., Repository]) -> None:
    """A good commit is made; a bad one is refused with the finding; one that no rule reads is not judged."""
    repository = connector({"id": "c8-lint"})
    repository.write({"README.md": "# Demo\n\nA connector.\n"})
    code, text = commit(repository, "--all")
    assert (code, outcome(text, "c8-lint")) == (0, "Passed"), text
    repository.write({MODULE: BROKEN})
    code, text = commit(repository, "--all")
    assert (code, outcome(text, "c8-lint")) == (1, "Failed"), text
    assert "error[C8001 " in text
    assert f"--> {MODULE}:1:" in text
    repository.git("reset", "--quiet", "--hard")
    repository.write({"CHANGELOG.md": "# Changes\n"})
    repository.git("add", "CHANGELOG.md")
    code, text = commit(repository)
    assert (code, outcome(text, "c8-lint")) == (0, "Skipped"), text


def test_a_deleted_file_is_seen_by_the_full_hook(connector: Callable[..., Repository]) -> None:
    """Pre-commit calls no hook for a file that goes, so the quick one does not see it, and the full one does."""
    repository = connector({"id": "c8-lint"}, {"id": "c8-lint-full", "stages": ["pre-commit", "pre-push"]})
    repository.git("rm", "--quiet", "LICENSE")
    code, text = commit(repository)
    assert (code, outcome(text, "c8-lint")) == (1, "Skipped"), text
    assert outcome(text, "c8-lint, whatever changes") == "Failed"
    assert "there is no `LICENSE` at the root" in text


def test_a_push_is_judged(connector: Callable[..., Repository], tmp_path: Path) -> None:
    """Before a push the full hook runs and the quick one does not; a push of what is broken is refused."""
    repository = connector({"id": "c8-lint"}, {"id": "c8-lint-full", "stages": ["pre-push"]})
    Repository(tmp_path / "origin").git("config", "receive.denyCurrentBranch", "ignore")
    repository.git("remote", "add", "origin", str(tmp_path / "origin"))
    done = repository.run("git", "push", "origin", "HEAD")
    assert done.returncode == 0, done.stdout + done.stderr
    assert outcome(done.stdout + done.stderr, "c8-lint, whatever changes") == "Passed"
    assert outcome(done.stdout + done.stderr, "c8-lint") == ""
    repository.git("rm", "--quiet", "LICENSE")
    code, text = commit(repository)
    assert (code, outcome(text, "c8-lint")) == (0, "Skipped"), text
    done = repository.run("git", "push", "origin", "HEAD")
    assert done.returncode == 1
    assert "there is no `LICENSE` at the root" in done.stdout + done.stderr


def test_what_the_commit_will_hold_is_judged(connector: Callable[..., Repository]) -> None:
    """What is not staged, not tracked or staged for another commit neither breaks a commit nor saves it."""
    repository = connector({"id": "c8-lint"})
    repository.write({"README.md": "# Demo\n\nStaged.\n", ".gitignore": "scratch/\n"})
    repository.git("add", "--all")
    new = {MODULE: BROKEN, "macrometa_source_demo/new.py": BROKEN, "scratch/__init__.py": BROKEN}
    repository.write(new)
    code, text = commit(repository)
    assert (code, outcome(text, "c8-lint")) == (0, "Passed"), text
    repository.git("checkout", "--quiet", "--", MODULE)
    repository.git("rm", "--quiet", "--cached", "LICENSE")
    repository.write({"README.md": "# Demo\n\nOnce more.\n"})
    repository.git("add", "README.md")
    code, text = commit(repository)
    assert (code, outcome(text, "c8-lint")) == (1, "Failed"), text
    assert "there is no `LICENSE` at the root" in text
    repository.git("commit", "--quiet", "--no-verify", "--message", "without a license")
    repository.git("add", "LICENSE")
    repository.write({"README.md": "# Demo\n\nThis file alone.\n"})
    code, text = commit(repository, "--", "README.md")
    assert (code, outcome(text, "c8-lint")) == (1, "Failed"), text
    code, text = commit(repository, "--all")
    assert (code, outcome(text, "c8-lint")) == (0, "Passed"), text


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_a_file_that_becomes_a_link_is_seen(connector: Callable[..., Repository]) -> None:
    """A link is no file to pre-commit, and calls the hook all the same."""
    repository = connector({"id": "c8-lint"})
    (repository.root / "LICENSE").unlink()
    (repository.root / "LICENSE").symlink_to("nowhere")
    code, text = commit(repository, "--all")
    assert (code, outcome(text, "c8-lint")) == (1, "Failed"), text
    assert "a link that leads nowhere" in text


def test_connectors_below_the_root(connector: Callable[..., Repository]) -> None:
    """`args` name the connectors of a repository that holds several, and add options."""
    files = {
        f"connectors/{kind}/{path}": text for kind in ("source", "target") for path, text in PROJECTS[kind].items()
    }
    arguments = ["--fail-on", "note", "connectors/source", "connectors/target"]
    repository = connector({"id": "c8-lint", "args": arguments}, files=files)
    repository.write({"connectors/source/README.md": "# Demo\n"})
    code, text = commit(repository, "--all")
    assert (code, outcome(text, "c8-lint")) == (0, "Passed"), text
    repository.write({"connectors/target/macrometa_target_demo/main.py": BROKEN})
    code, text = commit(repository, "--all")
    assert (code, outcome(text, "c8-lint")) == (1, "Failed"), text
    assert "--> connectors/target/macrometa_target_demo/main.py:1:" in text
