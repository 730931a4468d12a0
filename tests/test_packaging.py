"""The distribution: each way to install it is really gone, and what is installed is really run."""

import configparser
import json
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import tomli

from macrometa_conformance.version import VERSION
from tests.installation import ROOT, Environment, copy_of_checkout, run

PACKAGE = "macrometa_conformance"


@dataclass(frozen=True)
class Built:
    """A checkout, and what was built from it."""

    checkout: Path
    sdist: Path
    wheel: Path
    unpacked: Path


DATA = ("py.typed", "measured.json", "settings.schema.json")
INSTALLED = {
    "folder": ("{checkout}",),
    "wheel": ("{wheel}",),
    "unpacked sdist": ("{unpacked}",),
    "editable": ("-e", "{checkout}"),
    "strict editable": ("-e", "{checkout}", "--config-settings", "editable_mode=strict"),
}
BARE = ("bare clone", "bare unpacked sdist")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return an sdist, and the wheel that was built from it."""
    checkout = copy_of_checkout(tmp_path_factory.mktemp("built") / "checkout")
    done = run([sys.executable, "-m", "build", "--no-isolation", str(checkout)])
    assert done.returncode == 0, done.stdout + done.stderr
    (sdist,) = (checkout / "dist").glob("*.tar.gz")
    (wheel,) = (checkout / "dist").glob("*.whl")
    with tarfile.open(sdist) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Pythons before 3.12 may lack it
        archive.extractall(checkout.parent)
    return Built(checkout, sdist, wheel, checkout.parent / sdist.name[: -len(".tar.gz")])


@pytest.fixture(scope="module")
def environments(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Environment]:
    """Return what makes, once each, an environment into which the tool was installed in one of the ways."""

    @cache
    def environment(way: str) -> Environment:
        checkout = copy_of_checkout(tmp_path_factory.mktemp("way") / "checkout")
        made = Environment(checkout.parent / "environment")
        places = {"checkout": checkout, "wheel": built.wheel, "unpacked": built.unpacked}
        made.install(*(word.format(**places) for word in INSTALLED[way]))
        return made

    return environment


@pytest.mark.parametrize("way", [*INSTALLED, *BARE])
def test_every_way_runs_every_rule(way: str, built: Built, environments: Callable[[str], Environment]) -> None:
    """However one has the tool, it knows its version and lists the same built-in rules as this checkout."""

    def call(*words: str) -> "subprocess.CompletedProcess[str]":
        if way in INSTALLED:
            return environments(way).script("c8-lint", *words)
        root = built.unpacked if "sdist" in way else built.checkout
        return run([sys.executable, "-m", PACKAGE, *words], cwd=root)

    here = run([sys.executable, "-m", PACKAGE, "rules", "-f", "json"], cwd=ROOT)
    done = call("rules", "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    codes = [rule["code"] for rule in json.loads(done.stdout)["rules"]]
    assert codes == [rule["code"] for rule in json.loads(here.stdout)["rules"] if rule["code"].startswith("C8")]
    assert {"C8001", "C8101"} <= set(codes)
    assert VERSION in call("--version").stdout


@pytest.mark.parametrize("way", INSTALLED)
def test_no_way_installs_a_top_level_rules(way: str, environments: Callable[[str], Environment]) -> None:
    """The rules can be imported inside the package, and the name `rules` stays free for others."""
    environment = environments(way)
    inside = environment.run("-c", "import macrometa_conformance.rules.layout as m; print(m.__name__)")
    assert inside.stdout.strip() == "macrometa_conformance.rules.layout"
    assert "No module named 'rules'" in environment.run("-c", "import rules").stderr
    (info,) = environment.purelib.glob("c8_lint-*.dist-info")
    assert (info / "top_level.txt").read_text().split() == [PACKAGE]
    record = [line.split(",")[0] for line in (info / "RECORD").read_text().splitlines()]
    assert not [path for path in record if path.startswith("rules")]


def test_wheel_holds_the_package_and_nothing_else(built: Built) -> None:
    """The wheel holds each module of the package and of the rules once, its data, the license, and no tests."""
    names = zipfile.ZipFile(built.wheel).namelist()
    root = built.checkout
    modules = {path.relative_to(root).as_posix() for path in (root / PACKAGE).rglob("*.py")}
    modules |= {f"{PACKAGE}/{path.relative_to(root).as_posix()}" for path in (root / "rules").rglob("*.py")}
    code = [name for name in names if ".dist-info/" not in name]
    assert sorted(code) == sorted({*modules, *(f"{PACKAGE}/{name}" for name in DATA)})
    assert [name for name in names if name.endswith("licenses/LICENSE")]


def test_wheel_names_the_schema_of_the_settings(built: Built) -> None:
    """The entry points, by which `validate-pyproject` finds the schema, are in the metadata."""
    archive = zipfile.ZipFile(built.wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/entry_points.txt"))
    told = archive.read(name).decode("utf-8")
    assert "[validate_pyproject.tool_schema]\nc8-lint = macrometa_conformance.settings_schema:settings_schema\n" in told


def test_wheel_describes_itself(built: Built) -> None:
    """The metadata has the version, the license and the whole README, which setup.cfg and pyproject.toml share out."""
    archive = zipfile.ZipFile(built.wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    header, _, description = archive.read(name).decode("utf-8").partition("\n\n")
    assert f"\nVersion: {VERSION}\n" in header
    assert "\nLicense-Expression: Apache-2.0\n" in header
    assert "\nDescription-Content-Type: text/markdown\n" in header
    assert description.strip() == (ROOT / "README.md").read_text(encoding="utf-8").strip()


def test_sdist_holds_the_checkout(built: Built) -> None:
    """The sdist holds the rules, the tests, the documentation and the examples: whoever unpacks it can test it."""
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    checkout = {
        path.relative_to(built.checkout).as_posix()
        for folder in (PACKAGE, "rules", "tests", "docs", "examples")
        for path in (built.checkout / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert checkout <= names
    assert {"LICENSE", "README.md", "GETTING_STARTED.md", "CHANGELOG.md", "CONTRIBUTING.md", "setup.cfg"} <= names
    assert {".pre-commit-hooks.yaml", "action.yml", ".github/action/lint.py", ".github/workflows/ci.yml"} <= names


def test_packages_are_all_declared() -> None:
    """setup.cfg lists each package that there is: one that it forgets would lack in an installation."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    found = [path.parent.relative_to(ROOT) for path in (ROOT / PACKAGE).rglob("__init__.py")]
    found += [PACKAGE / path.parent.relative_to(ROOT) for path in (ROOT / "rules").rglob("__init__.py")]
    assert settings["options"]["packages"].split() == sorted(".".join(path.parts) for path in found)


def test_each_declaration_has_one_place() -> None:
    """What pyproject.toml calls dynamic is what setup.cfg declares, so that neither contradicts the other."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg", encoding="utf-8")
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {"version": "version", "long_description": "readme", "long_description_content_type": "readme"}
    assert {names[key] for key in settings["metadata"]} == set(project["dynamic"])
    assert not set(project["dynamic"]) & set(project)


def test_changelog_tells_of_this_version() -> None:
    """The newest entry of the changelog is about the version of the tool."""
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line[:3] == "## "]
    assert headings[0].startswith(f"## {VERSION}")
