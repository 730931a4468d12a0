"""Rules that other distributions bring: a sample that is really installed, and ones that cannot be admitted."""

import json
import shutil
from pathlib import Path

import pytest

from tests.installation import ROOT, Environment, copy_of_checkout

SAMPLE = ROOT / "tests" / "plugin"
LINTED = str(ROOT / "examples" / "macrometa-source-demo")
NAME = "c8-lint-sample-plugin"


def environment_with(folder: Path, *replacements: tuple[str, str]) -> Environment:
    """Return an environment that has the tool and the sample, with some of the sample's text replaced."""
    plugin = folder / "plugin"
    shutil.copytree(SAMPLE, plugin, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build"))
    module = plugin / "c8_lint_sample_plugin.py"
    for old, new in replacements:
        text = module.read_text(encoding="utf-8")
        assert old in text
        module.write_text(text.replace(old, new), encoding="utf-8")
    environment = Environment(folder / "environment")
    environment.install(str(copy_of_checkout(folder / "checkout")), str(plugin))
    return environment


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Return an environment that has the tool and the sample as it is."""
    return environment_with(tmp_path_factory.mktemp("plugin"))


def test_rule_of_a_plugin_runs(environment: Environment) -> None:
    """The plug-in's rule reports what it finds, beside the built-in ones."""
    done = environment.script("c8-lint", "-f", "json", LINTED)
    findings = [finding for finding in json.loads(done.stdout)["findings"] if finding["code"] == "X001"]
    assert [(finding["path"], finding["severity"]) for finding in findings] == [("CHANGELOG.md", "warning")]


def test_rule_of_a_plugin_is_listed_and_explained(environment: Environment) -> None:
    """`rules` lists the rule with the distribution that brings it, and `explain` shows its docstring."""
    listed = json.loads(environment.script("c8-lint", "rules", "-f", "json").stdout)["rules"]
    (mine,) = (rule for rule in listed if rule["code"] == "X001")
    assert (mine["name"], mine["plugin"]) == ("version-not-in-changelog", NAME)
    assert "wants to know what changes" in environment.script("c8-lint", "explain", "version-not-in-changelog").stdout


def test_examples_of_a_plugin_run(environment: Environment) -> None:
    """What runs the examples in the docstrings of the built-in rules runs those of others too."""
    script = "from macrometa_conformance.testing import assert_examples; import c8_lint_sample_plugin as plugin; "
    done = environment.run("-c", script + "assert_examples(plugin.version_not_in_changelog)")
    assert (done.returncode, done.stderr) == (0, "")


def test_rule_of_a_plugin_can_be_selected(environment: Environment) -> None:
    """Its code and its name select it as those of a built-in rule do."""
    for word in ("X001", "version-not-in-changelog", "X"):
        done = environment.script("c8-lint", "-f", "json", "--select", word, LINTED)
        assert [finding["code"] for finding in json.loads(done.stdout)["findings"]] == ["X001"]


def test_isolated_leaves_plugins_out(environment: Environment) -> None:
    """With `--isolated` the rule neither runs nor is known."""
    done = environment.script("c8-lint", "-f", "json", "--isolated", LINTED)
    assert "X001" not in done.stdout
    done = environment.script("c8-lint", "--isolated", "--select", "X001", LINTED)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param('"X001"', '"C8999"', "C8999", id="reserved code"),
        pytest.param("from macrometa", "import no_such_module\nfrom macrometa", "no_such_module", id="broken import"),
        pytest.param(
            "def version_not_in_changelog(", "def missing_license(", "missing-license", id="name of a built-in rule"
        ),
        pytest.param('"X001"', '"X1"', "X1", id="no code"),
    ],
)
def test_unusable_plugin_is_an_error(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A plug-in that cannot be admitted ends the run with exit code 2 and one line that names it and the reason."""
    environment = environment_with(tmp_path, (old, new))
    done = environment.script("c8-lint", LINTED)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert NAME in line
    assert told in line
    assert environment.script("c8-lint", "--isolated", LINTED).returncode == 0


def test_two_plugins_with_one_code_are_an_error(tmp_path: Path) -> None:
    """Where two distributions bring the same code, the one that repeats it is named, and the one that has it."""
    environment = environment_with(tmp_path)
    other = tmp_path / "other"
    shutil.copytree(SAMPLE, other, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build"))
    (other / "c8_lint_sample_plugin.py").rename(other / "c8_lint_second_plugin.py")
    declaration = (other / "pyproject.toml").read_text(encoding="utf-8").replace("sample", "second")
    (other / "pyproject.toml").write_text(declaration, encoding="utf-8")
    environment.install(str(other))
    done = environment.script("c8-lint", LINTED)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "c8-lint-second-plugin" in line
    assert NAME in line


def test_a_plugin_that_is_edited_or_uninstalled_is_asked_again(tmp_path: Path) -> None:
    """What is remembered of a run with a plug-in's rules holds for its code as it was, and while it is installed."""
    environment = environment_with(tmp_path)
    module = environment.purelib / "c8_lint_sample_plugin.py"
    text = module.read_text(encoding="utf-8")

    def severities() -> list[str]:
        found = json.loads(environment.script("c8-lint", "-f", "json", LINTED).stdout)["findings"]
        return [finding["severity"] for finding in found if finding["code"] == "X001"]

    assert severities() == severities() == ["warning"]
    module.write_text(text.replace("severity=WARNING", "severity=ERROR").replace("WARNING", "ERROR"), encoding="utf-8")
    assert severities() == severities() == ["error"]
    for found in environment.purelib.glob("c8_lint_sample_plugin*.dist-info"):
        shutil.rmtree(found)
    assert severities() == severities() == []
