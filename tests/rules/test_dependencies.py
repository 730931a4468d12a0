"""C83."""

import pytest

from tests.rules.projects import INIT, MAIN, PYPROJECT, Content, poetry, requiring, verdicts

PACKAGE = "macrometa_source_demo"
EXTRAS = "\n[project.optional-dependencies]\n"


def project(*requirements: str) -> dict[str, Content]:
    """Return the project with more run-time requirements, the first on line 9."""
    return {"pyproject.toml": requiring(*requirements)}


def in_poetry(*lines: str) -> dict[str, Content]:
    """Return the project with a Poetry file that has more lines, the first on line 10."""
    return {"pyproject.toml": poetry(*lines)}


def replaced(old: str, new: str) -> dict[str, Content]:
    """Return the project with another text in its pyproject.toml."""
    assert old in PYPROJECT
    return {"pyproject.toml": PYPROJECT.replace(old, new, 1)}


def locked(version: str) -> dict[str, Content]:
    """Return a lock file that holds `requests`."""
    return {"poetry.lock": f'[[package]]\nname = "requests"\nversion = "{version}"\n'}


class TestUnpinned:
    """C8301."""

    @pytest.mark.parametrize(
        "files",
        [
            project("requests"),
            project("requests>=2"),
            project("requests~=2.1"),
            project("requests==2.*"),
            project("requests!=2.0"),
            project("requests>=2,<3"),
            project("requests[socks]>2 ; python_version < '3.9'"),
            in_poetry('requests = "*"'),
            in_poetry('requests = "^2"'),
            in_poetry('requests = "~2.1"'),
            in_poetry('requests = "2.1.*"'),
            in_poetry('requests = ">=2.1"'),
            in_poetry('requests = { version = "^2.1", extras = ["socks"] }'),
            in_poetry('requests = "1.0 || 2.0"'),
            {"requirements.txt": "\n" * 8 + "requests>=2\n"},
            {"pyproject.toml": PYPROJECT.replace("\n[project.scripts]", EXTRAS.strip("\n")).replace(
                "macrometa-source-demo = ", 'fast = ["requests>=2"] #')},
        ],
    )  # fmt: skip
    def test_a_requirement_that_admits_several_versions_is_found(self, files: dict[str, Content]) -> None:
        """Ranges, wildcards and nothing at all, in all notations and in extras that a user installs."""
        found = verdicts("C8301", files)
        assert found.subjects == ["requests"]

    @pytest.mark.parametrize(
        "files",
        [
            {},
            project("requests==2.1"),
            project("requests===2.1"),
            project("requests[socks]==2.1 ; python_version < '3.9'"),
            project("requests>=2.1,<=2.1"),
            in_poetry('requests = "2.10"'),
            in_poetry('requests = "==2.1"'),
            in_poetry('requests = { version = "2.1", extras = ["socks"] }'),
            in_poetry("[tool.poetry.dev-dependencies]", 'requests = "^2"'),
            in_poetry("[tool.poetry.group.x.dependencies]", 'requests = "^2"'),
            {"pyproject.toml": PYPROJECT + EXTRAS + 'dev = ["requests>=2"]\nDOCS = ["sphinx"]\n'},
            {"pyproject.toml": PYPROJECT + EXTRAS + 'many = ["requests>=2", "pytest"]\n'},
            {"pyproject.toml": PYPROJECT + EXTRAS + 'a = ["requests==2.1"]\nb = ["macrometa-source-demo[a]"]\n'},
            {"pyproject.toml": PYPROJECT + '\n[dependency-groups]\nx = ["requests>=2"]\n'},
            {"pyproject.toml": PYPROJECT + '\n[build-system]\nrequires = ["setuptools>=61"]\n'},
            {"requirements-dev.txt": "requests>=2\n"},
            {"pyproject.toml": None, "setup.cfg": None, "requirements.txt": "requests>=2\n"},
        ],
    )
    def test_what_is_pinned_or_no_run_time_requirement_is_fine(self, files: dict[str, Content]) -> None:
        """Exact pins in all notations, groups, tooling extras and the build are no findings."""
        assert not verdicts("C8301", files).findings

    @pytest.mark.parametrize(
        "requirement",
        ["singer-sdk>=0.3", "pytest", "pytest-cov>2", "foo @ https://example.com/foo.zip", "foo=>2"],
    )
    def test_what_another_rule_judges_is_left_to_it(self, requirement: str) -> None:
        """A banned SDK, a tool, a URL and what cannot be read have rules of their own."""
        assert not verdicts("C8301", project(requirement)).findings

    def test_c8connector_and_singer_are_left_to_their_rules(self) -> None:
        """Ranges of these two are judged by C8305 and C8304."""
        assert not verdicts("C8301", replaced("singer-python==1.2.0", "singer-python>=1.2.0")).findings

    @pytest.mark.parametrize(
        ("files", "example"),
        [
            (project("Requests[socks]>=2.31.0"), "`Requests[socks]==2.31.0`"),
            (in_poetry('PyMySQL = "^1.1.0"'), '`PyMySQL = "1.1.0"`'),
            (in_poetry('pymongo = { version = "^4.0", extras = ["srv"] }'), '`version = "4.0"`'),
            (project("requests"), "`requests==<version>`"),
            (project("requests>2.1"), "`requests==<version>`"),
            (project("requests==2.1.*"), "`requests==2.1`, the lowest that it admits"),
            (project("requests==2.*"), "the version that you test with: `requests==<version>`"),
            (project("requests!=2.1.*"), "`requests==<version>`"),
            (in_poetry('tzlocal = "2.1.*"'), '`tzlocal = "2.1"`'),
            ({**project("requests>=2"), **locked("2.31.0")}, "that `poetry.lock` holds: `requests==2.31.0`"),
            ({**project("requests<2"), **locked("2.31.0")}, "`requests==<version>`"),
            ({**project("requests"), **locked("nonsense")}, "`requests==<version>`"),
            (
                {**project("requests~=2.1"), "requirements-dev.txt": "requests==2.31.0\n"},
                "that `requirements-dev.txt` holds: `requests==2.31.0`",
            ),
            (project("requests>=2"), "`requests==<version>`"),
        ],
    )
    def test_the_help_names_a_version_that_the_file_itself_tells(self, files: dict[str, Content], example: str) -> None:
        """The lowest admitted version is an example; none is invented."""
        assert example in verdicts("C8301", files).only.help

    def test_a_constraints_file_pins_a_requirements_file(self) -> None:
        """What `-c` pins is pinned for the requirements file, and not for the distribution."""
        files: dict[str, Content] = {"requirements.txt": "-c limits.txt\nrequests\n", "limits.txt": "requests==2.1\n"}
        assert not verdicts("C8301", files).findings
        assert verdicts("C8301", {**files, **project("requests")}).places == [("pyproject.toml", 9)]

    def test_computed_requirements_are_undecided(self) -> None:
        """What is known is judged, the rest is undecided."""
        files: dict[str, Content] = {
            "pyproject.toml": PYPROJECT.replace("dependencies", "x", 1) + 'dynamic = ["dependencies"]\n'
        }
        files["pyproject.toml"] = '[project]\nname = "macrometa-source-demo"\ndynamic = ["dependencies"]\n'
        found = verdicts("C8301", {**files, "requirements.txt": "requests\n"})
        assert found.subjects == ["requests"]
        assert found.undecided


class TestBanned:
    """C8302 and C8303."""

    @pytest.mark.parametrize(
        "files",
        [
            project("singer-sdk==0.3"),
            project("Singer_SDK[s3]"),
            project("singer-python==6.0"),
            project("realit-singer-python"),
            project("hotglue-singer-sdk"),
            project("hotglue-tap-sdk"),
            project("fa-singer-io"),
            project("singer-sdk @ git+https://example.com/sdk.git"),
            in_poetry('[tool.poetry.group.dev.dependencies]', 'singer-sdk = "*"'),
            {"pyproject.toml": PYPROJECT + EXTRAS + 'x = ["singer-sdk"]\n'},
            {"pyproject.toml": PYPROJECT + '\n[build-system]\nrequires = ["singer-sdk"]\n'},
            {"requirements-dev.txt": "singer-sdk\n"},
            {"poetry.lock": '[[package]]\nname = "singer-sdk"\nversion = "0.3"\n'},
            {"Pipfile.lock": '{"default": {"singer-sdk": {"version": "==0.3"}}}'},
        ],
    )  # fmt: skip
    def test_a_banned_sdk_is_found_wherever_it_is_named(self, files: dict[str, Content]) -> None:
        """Every group, extra, build requirement and lock file."""
        assert len(verdicts("C8302", files).findings) == 1

    @pytest.mark.parametrize(
        "files",
        [
            {},
            project("adjust-precision-for-schema==0.3.4", "singer==0.1.1", "singer-tools==1"),
            {"poetry.lock": '[[package]]\nname = "pipelinewise-singer-python"\nversion = "1.2.0"\n'},
            {"requirements.txt": "-c limits.txt\n", "limits.txt": "singer-sdk<1\n"},
        ],
    )
    def test_the_right_sdk_and_helpers_are_fine(self, files: dict[str, Content]) -> None:
        """The one allowed library, Singer helpers, and a mere limit are not banned."""
        assert not verdicts("C8302", files).findings

    def test_a_lock_that_follows_from_a_declaration_is_no_finding_of_its_own(self) -> None:
        """The declaration is the finding, the lock entry stands beside it."""
        files = {**project("singer-sdk==0.3"), "poetry.lock": '[[package]]\nname = "singer-sdk"\nversion = "0.3"\n'}
        found = verdicts("C8302", files).only
        assert found.place.path == "pyproject.toml"
        assert [related.place.path for related in found.related] == ["poetry.lock"]

    @pytest.mark.parametrize(
        ("code", "lines"),
        [
            ("import singer_sdk\n", [1]),
            ("import os, singer_sdk.typing as t, singer_sdk.sinks\n", [1]),
            ("from singer_sdk import (\n    typing,\n    sinks,\n)\n", [1]),
            ("def f():\n    from hotglue_singer_sdk.tap import Tap\n", [2]),
            ("try:\n    import hotglue_etl_sdk\nexcept ImportError:\n    pass\nimport singer_sdk\n", [2, 5]),
        ],
    )
    def test_each_banned_import_statement_is_a_finding(self, code: str, lines: list[int]) -> None:
        """One for a statement, however many names it has and wherever it stands."""
        path = f"{PACKAGE}/streams.py"
        assert verdicts("C8303", {path: code}).places == [(path, line) for line in lines]

    @pytest.mark.parametrize(
        ("path", "code"),
        [
            (f"{PACKAGE}/streams.py", "from singer import metrics\nimport singer.utils\n"),
            (f"{PACKAGE}/streams.py", "from .singer_sdk import typing\nfrom . import singer_sdk\n"),
            (f"{PACKAGE}/streams.py", "text = 'import singer_sdk'  # import singer_sdk\n"),
            (f"{PACKAGE}/tests/test_core.py", "import singer_sdk\n"),
            ("tests/test_core.py", "import singer_sdk\n"),
            ("other.py", "import singer_sdk\n"),
        ],
    )
    def test_other_imports_are_fine(self, path: str, code: str) -> None:
        """`singer`, the project's own modules, tests and other folders are not judged."""
        assert not verdicts("C8303", {path: code, f"{PACKAGE}/singer_sdk.py": ""}).findings


class TestSinger:
    """C8304."""

    @pytest.mark.parametrize("versions", ["==1.2", "===1.2.0", "==1.2.0", "==1.2.0 ; python_version < '3.10'"])
    def test_exactly_the_version_is_fine(self, versions: str) -> None:
        """However it is written."""
        assert not verdicts("C8304", replaced("singer-python==1.2.0", f"singer-python{versions}")).findings

    @pytest.mark.parametrize("versions", ["", ">=1.2.0", "~=1.2.0", "==1.2.*", "==1.3.0", "==1.2.0.post1", "<2"])
    def test_anything_else_is_found(self, versions: str) -> None:
        """A range that admits it, a wildcard, another version and none."""
        found = verdicts("C8304", replaced("singer-python==1.2.0", f"singer-python{versions}")).only
        assert found.place.line == 7
        assert found.help == "write `pipelinewise-singer-python==1.2.0`"

    def test_poetry_lock_url_and_constraint(self) -> None:
        """A bare version is exact for Poetry; a lock says no version; a URL is C8309's; a limit may be a range."""
        assert not verdicts("C8304", in_poetry()).findings
        lock = '[[package]]\nname = "pipelinewise-singer-python"\nversion = "2.0.0"\n'
        assert not verdicts("C8304", {"poetry.lock": lock}).findings
        url = replaced("singer-python==1.2.0", "singer-python @ https://example.com/x.zip")
        assert not verdicts("C8304", url).findings
        limits = {"requirements.txt": "-c limits.txt\n", "limits.txt": "pipelinewise-singer-python<2\n"}
        assert not verdicts("C8304", limits).findings


class TestC8connector:
    """C8305."""

    @pytest.mark.parametrize("versions", ["", ">=0.0.1", "==0.0.32", "~=0.0.24", "==0.0.*", ">=0.0.29,<1"])
    def test_a_range_with_the_newest_release_is_fine(self, versions: str) -> None:
        """No limit, and every range that admits it."""
        assert not verdicts("C8305", replaced("c8connector>=0.0.32", f"c8connector{versions}")).findings

    @pytest.mark.parametrize("versions", ["==0.0.31", "<0.0.32", "!=0.0.32", ">0.0.32", "==0.0.3.*"])
    def test_a_range_without_it_is_found(self, versions: str) -> None:
        """An old pin, an upper limit, an exclusion."""
        found = verdicts("C8305", replaced("c8connector>=0.0.32", f"c8connector{versions}")).only
        assert (found.place.line, found.help) == (6, "write `c8connector>=0.0.32`")

    @pytest.mark.parametrize(
        ("constraint", "findings"),
        [('"^0"', 0), ('"^0.0"', 0), ('"^0.0.32"', 0), ('"^0.0.3"', 1), ('"~0.0.3"', 0), ('"0.0.31"', 1), ('"*"', 0)],
    )
    def test_poetry_carets_and_tildes(self, constraint: str, findings: int) -> None:
        """`^0` ends at 1, `^0.0` at 0.1, and `^0.0.3` at 0.0.4."""
        text = poetry().replace('c8connector = ">=0.0.32"', f"c8connector = {constraint}")
        assert len(verdicts("C8305", {"pyproject.toml": text}).findings) == findings

    def test_of_several_constraints_one_is_enough(self) -> None:
        """Where the marker chooses, the newest release need be admitted only once."""
        several = '[\n  { version = "0.0.15", python = "<3.8" },\n  { version = "0.0.32", python = ">=3.8" },\n]'
        text = poetry().replace('c8connector = ">=0.0.32"', f"c8connector = {several}")
        assert not verdicts("C8305", {"pyproject.toml": text}).findings
        assert len(verdicts("C8305", {"pyproject.toml": text.replace("0.0.32", "0.0.31")}).findings) == 1
        marked = "c8connector==0.0.15; python_version < '3.8'\", \"c8connector==0.0.32; python_version >= '3.8'"
        assert not verdicts("C8305", replaced("c8connector>=0.0.32", marked)).findings

    @pytest.mark.parametrize(
        ("code", "requirement"), [("C8305", "==0.0.24"), ("C8306", ""), ("C8313", "=>0.0.32")]
    )  # fmt: skip
    def test_every_help_names_the_newest_of_the_setting(self, code: str, requirement: str) -> None:
        """Whoever follows the help of one rule gets no finding of another."""
        old = "c8connector>=0.0.32" if requirement else '    "c8connector>=0.0.32",\n'
        files = replaced(old, f"c8connector{requirement}" if requirement else "")
        assert "c8connector>=0.0.40" in verdicts(code, files, newest_c8connector="0.0.40").only.help

    def test_a_url_is_replaced_by_the_version_that_is_locked(self) -> None:
        """The lock file tells which release is in use."""
        files: dict[str, Content] = {**project("requests @ https://example.com/r.zip"), **locked("2.31.0")}
        assert "`requests==2.31.0`" in verdicts("C8309", files).only.help

    def test_the_setting_overrides_the_newest(self) -> None:
        """A newer release that the tool does not know of can be set."""
        files = replaced("c8connector>=0.0.32", "c8connector==0.0.32")
        assert len(verdicts("C8305", files, newest_c8connector="0.0.40").findings) == 1


class TestMissing:
    """C8306."""

    @pytest.mark.parametrize(
        ("line", "subject"),
        [
            ('    "c8connector>=0.0.32",\n', "c8connector"),
            ('    "pipelinewise-singer-python==1.2.0",\n', "pipelinewise-singer-python"),
            ('    "prometheus-client==0.16.0",\n', "prometheus-client"),
        ],
    )
    def test_a_needed_library_that_is_not_required_is_found(self, line: str, subject: str) -> None:
        """The finding stands on the file that should require it; an import shows why."""
        found = verdicts("C8306", replaced(line, "")).only
        assert (found.place.path, found.place.line, found.subject) == ("pyproject.toml", None, subject)
        assert bool(found.related) is (subject != "c8connector")

    def test_the_evidence_is_the_whole_import(self) -> None:
        """What is imported from the module says nothing of the distribution: the statement does."""
        (evidence,) = verdicts("C8306", replaced('    "prometheus-client==0.16.0",\n', "")).only.related
        region = evidence.place.region
        assert region is not None
        line = MAIN.split("\n")[region.line - 1]
        assert line.startswith("from prometheus_client import ")
        assert (region.column, region.end_column) == (1, len(line) + 1)

    @pytest.mark.parametrize(
        ("line", "more", "text"),
        [
            ('    "c8connector>=0.0.32",\n', {}, "require it: `c8connector>=0.0.32`"),
            ('    "prometheus-client==0.16.0",\n', {}, "version that you test with: `prometheus-client==<version>`"),
            (
                '    "prometheus-client==0.16.0",\n',
                {"uv.lock": '[[package]]\nname = "prometheus_client"\nversion = "0.16.0"\n'},
                "require the version that `uv.lock` holds: `prometheus-client==0.16.0`",
            ),
            (
                '    "prometheus-client==0.16.0",\n',
                {"requirements.txt": "prometheus-client==0.17.1\n"},
                "require the version that `requirements.txt` holds: `prometheus-client==0.17.1`",
            ),
        ],
    )
    def test_the_help_names_a_version_where_one_is_known(self, line: str, more: dict[str, Content], text: str) -> None:
        """It is the newest release of `c8connector`, or the one that a lock file or another declaration pins."""
        assert verdicts("C8306", {**replaced(line, ""), **more}).only.help.endswith(text)

    @pytest.mark.parametrize(
        "files",
        [
            {},
            {**replaced('    "prometheus-client==0.16.0",\n', ""), f"{PACKAGE}/main.py": "import singer\n"},
            {**replaced("pipelinewise-singer-python==1.2.0", "singer-python==6")},
            {**replaced('"pipelinewise-singer-python==1.2.0",', ""), f"{PACKAGE}/main.py": "from . import singer\n"},
            {
                **replaced('"prometheus-client==0.16.0",', ""),
                f"{PACKAGE}/main.py": "import singer\n",
                f"{PACKAGE}/tests/test_x.py": "import prometheus_client\n",
            },
            {
                **replaced('"prometheus-client==0.16.0",', ""),
                f"{PACKAGE}/main.py": "import typing\nif typing.TYPE_CHECKING:\n    import prometheus_client\n",
            },
            replaced("c8connector>=0.0.32", "c8connector @ https://example.com/c8.zip"),
            replaced("c8connector>=0.0.32", "c8connector=latest"),
            {"pyproject.toml": None, "setup.cfg": None},
        ],
    )
    def test_what_is_required_or_not_imported_is_fine(self, files: dict[str, Content]) -> None:
        """A banned SDK stands in, an entry that cannot be read counts, tests and types do not ask."""
        assert not verdicts("C8306", files).findings

    def test_the_evidence_is_the_name_where_that_is_the_modules(self) -> None:
        """Of `import a, b` the one name is shown."""
        imports = "import os, prometheus_client\n"
        files = {**replaced('    "prometheus-client==0.16.0",\n', ""), f"{PACKAGE}/main.py": imports}
        (evidence,) = verdicts("C8306", files).only.related
        region = evidence.place.region
        assert region is not None
        assert (region.column, region.end_column) == (12, 29)

    def test_an_extra_a_group_and_a_loose_requirements_file_do_not_do(self) -> None:
        """A plain install brings none of these."""
        without = PYPROJECT.replace('    "c8connector>=0.0.32",\n', "")
        for more in (EXTRAS + 'x = ["c8connector"]\n', '\n[dependency-groups]\nx = ["c8connector"]\n'):
            assert len(verdicts("C8306", {"pyproject.toml": without + more}).findings) == 1
        files: dict[str, Content] = {"pyproject.toml": without, "requirements.txt": "c8connector\n"}
        assert len(verdicts("C8306", files).findings) == 1

    def test_a_requirements_file_that_the_build_reads_does(self) -> None:
        """`dynamic` dependencies with `file` are what an install brings."""
        dynamic = (
            '[project]\nname = "macrometa-source-demo"\ndynamic = ["dependencies"]\n'
            '[tool.setuptools.dynamic]\ndependencies = { file = ["requirements.txt"] }\n'
        )
        listed = "c8connector\npipelinewise-singer-python\nprometheus-client\n"
        found = verdicts("C8306", {"pyproject.toml": dynamic, "requirements.txt": listed})
        assert not found.findings
        assert not found.undecided

    def test_computed_requirements_and_broken_modules_are_undecided(self) -> None:
        """What an unreadable part may hold is not missing."""
        dynamic = '[project]\nname = "macrometa-source-demo"\ndynamic = ["dependencies"]\n'
        found = verdicts("C8306", {"pyproject.toml": dynamic})
        assert not found.findings
        assert found.undecided
        assert verdicts("C8306", {f"{PACKAGE}/broken.py": "def f(:\n"}).undecided

    def test_without_a_package_only_c8connector_is_asked_for(self) -> None:
        """Imports are not judged where there is no connector package."""
        files = {**replaced('"c8connector>=0.0.32",', ""), f"{PACKAGE}/__init__.py": None, f"{PACKAGE}/main.py": None}
        assert verdicts("C8306", {**files, "x.py": MAIN}).subjects == ["c8connector"]


class TestPython:
    """C8307 and C8308."""

    @pytest.mark.parametrize("python", [">=3.6", ">3.6", "<3.9", "*", ">=3", "!=3.8", "~=3.6", ">=2.7,!=3.0.*"])
    def test_a_version_below_3_7_is_found(self, python: str) -> None:
        """Whatever bound is missing or too low."""
        text = poetry().replace(">=3.8.1,<3.11", python.replace("~=", "~"))
        assert verdicts("C8307", {"pyproject.toml": text}).places == [("pyproject.toml", 6)]

    @pytest.mark.parametrize("python", [">=3.7", "~=3.7", "==3.9.*", ">=3.7,<4", ">=3.8.1,<3.11", ">=3.7.0a1"])
    def test_3_7_and_newer_is_fine(self, python: str) -> None:
        """As the guidelines have it, or narrower."""
        assert not verdicts("C8307", replaced(">=3.8.1,<3.11", python)).findings

    def test_missing_unreadable_and_unknown(self) -> None:
        """Nothing and nonsense are findings; what a file that cannot be parsed may hold is undecided."""
        missing = replaced('requires-python = ">=3.8.1,<3.11"\n', "")
        assert verdicts("C8307", missing).places == [("pyproject.toml", None)]
        assert verdicts("C8308", missing).not_applicable
        assert verdicts("C8307", replaced(">=3.8.1,<3.11", "=>3.8")).places == [("pyproject.toml", 4)]
        assert "is empty" in verdicts("C8307", replaced(">=3.8.1,<3.11", "")).only.message
        assert not verdicts("C8308", replaced(">=3.8.1,<3.11", "")).findings
        assert not verdicts("C8308", replaced(">=3.8.1,<3.11", "=>3.8")).findings
        broken = verdicts("C8307", {"pyproject.toml": "[project"})
        assert not broken.findings
        assert broken.undecided
        assert verdicts("C8307", {"pyproject.toml": None, "setup.cfg": None}).not_applicable

    @pytest.mark.parametrize(
        ("python", "words"),
        [
            (">=3.7", "3.7, 3.11 and newer"),
            (">=3.8", "3.11 and newer"),
            (">=3.8,<3.12", "3.11"),
            (">=3.7,<3.11", "3.7"),
            (">=3.8,<4", "3.11 and newer"),
            (">=3.8,<3.13,!=3.11.*", "3.12"),
            ("==3.12.*", "3.12"),
        ],
    )
    def test_python_beyond_c8connector_is_named(self, python: str, words: str) -> None:
        """The message says which minor versions, and what an install there does."""
        message = verdicts("C8308", replaced(">=3.8.1,<3.11", python)).only.message
        assert f"admits Python {words}, where" in message
        assert message.endswith("no install succeeds there")

    @pytest.mark.parametrize("python", [">=3.8.1,<3.11", ">=3.8,<3.11", "==3.9.*", ">=3.10,<=3.10.99", ">=3.6,<3.7"])
    def test_python_of_c8connector_is_fine(self, python: str) -> None:
        """Judged by minor versions; what is below 3.7 is the other rule's."""
        assert not verdicts("C8308", replaced(">=3.8.1,<3.11", python)).findings

    @pytest.mark.parametrize(
        ("versions", "taken"),
        [("", "0.0.15"), (">=0.0.3", "0.0.15"), ("==0.0.7", "0.0.7"), ("<0.0.10", "0.0.9"), ("!=0.0.15", "0.0.14")],
    )
    def test_the_message_names_the_release_that_an_install_takes(self, versions: str, taken: str) -> None:
        """It is the newest one up to 0.0.15 that the declared range admits."""
        text = replaced("c8connector>=0.0.32", f"c8connector{versions}")["pyproject.toml"]
        assert isinstance(text, str)
        files: dict[str, Content] = {"pyproject.toml": text.replace(">=3.8.1,<3.11", ">=3.8")}
        assert verdicts("C8308", files).only.message.endswith(f"silently takes {taken}")


class TestOthers:
    """C8309 to C8314."""

    @pytest.mark.parametrize(
        "files",
        [
            project("foo @ https://example.com/foo.zip"),
            project("foo @ git+https://example.com/foo.git@v1"),
            in_poetry('foo = { git = "https://example.com/foo.git" }'),
            in_poetry('foo = { path = "../foo" }'),
            {"requirements.txt": "git+https://example.com/foo.git#egg=foo\n"},
            {"requirements.txt": "-e ../foo\n"},
            {"requirements.txt": "./vendor/foo.whl\n"},
            {"pyproject.toml": PYPROJECT + EXTRAS + 'fast = ["foo @ https://example.com/foo.zip"]\n'},
        ],
    )
    def test_a_url_or_path_is_found(self, files: dict[str, Content]) -> None:
        """In every notation; the help tells how to require a release of the same name, where there is one."""
        found = verdicts("C8309", files).only
        assert any(text in found.help for text in ("`foo==<version>`", '`foo = "<version>"`', "`<name>==<version>`"))

    @pytest.mark.parametrize(
        "files",
        [
            {"requirements.txt": "-e .\n"},
            {"requirements.txt": ".\n"},
            {"requirements.txt": "-e .[dev]\n"},
            {"requirements.txt": "--index-url https://example.com/simple\n"},
            {"requirements-dev.txt": "git+https://example.com/foo.git#egg=foo\n"},
            project("singer-sdk @ https://example.com/sdk.zip"),
            project("pytest @ https://example.com/pytest.zip"),
        ],
    )
    def test_the_project_itself_and_what_others_judge_is_fine(self, files: dict[str, Content]) -> None:
        """`-e .` is the project; development files, banned SDKs and tools are not this rule's."""
        assert not verdicts("C8309", files).findings

    @pytest.mark.parametrize(
        ("files", "place"),
        [
            ({"requirements.txt": "prometheus-client==0.17.0\n"}, ("requirements.txt", 1)),
            ({"requirements.txt": "Prometheus_Client>=0.16.0\n"}, ("requirements.txt", 1)),
            (project("requests==2.1", "requests==2.2"), ("pyproject.toml", 10)),
            ({"pyproject.toml": PYPROJECT + EXTRAS + 'x = [\n"a==1",\n"a==2"]\n'}, ("pyproject.toml", 17)),
        ],
    )
    def test_two_declarations_of_different_versions_conflict(
        self, files: dict[str, Content], place: tuple[str, int]
    ) -> None:
        """In two files or one; the second is the finding."""
        found = verdicts("C8310", files)
        assert found.places == [place]
        assert found.only.related

    @pytest.mark.parametrize(
        "files",
        [
            {"requirements.txt": "prometheus-client==0.16\n"},
            {"requirements-dev.txt": "prometheus-client==0.17\n"},
            {
                "pyproject.toml": PYPROJECT + '\n[dependency-groups]\ndev = ["pytest==7"]\n',
                "requirements-dev.txt": "pytest\n",  # another install reads it
            },
            {"requirements.txt": "-c limits.txt\n", "limits.txt": "prometheus-client<1\n"},
            project("a==1 ; python_version < '3.9'", "a==2 ; python_version >= '3.9'"),
            project("requests==2.1", "requests[socks]==2.1"),
            in_poetry('a = [{ version = "1", python = "<3.9" }, { version = "2", python = ">=3.9" }]'),
            in_poetry('[tool.poetry.dev-dependencies]', 'a = "1"', '[tool.poetry.group.x.dependencies]', 'a = "2"'),
            {"pyproject.toml": PYPROJECT + EXTRAS + 'x = ["a==1"]\ny = ["a==2"]\n'},
        ],
    )  # fmt: skip
    def test_what_says_the_same_or_is_not_installed_together_is_fine(self, files: dict[str, Content]) -> None:
        """The same set of versions, other groups, other markers, mere limits."""
        assert not verdicts("C8310", files).findings

    def test_poetrys_old_table_is_its_group_dev(self) -> None:
        """`dev-dependencies` and `group.dev` are one group."""
        lines = ("[tool.poetry.dev-dependencies]", 'a = "1"', "[tool.poetry.group.dev.dependencies]", 'a = "2"')
        assert len(verdicts("C8310", in_poetry(*lines)).findings) == 1

    @pytest.mark.parametrize("name", ["pytest", "pytest-cov", "PyTest_Mock", "pylint", "black", "mypy", "twine", "tox"])
    def test_a_tool_at_run_time_is_found(self, name: str) -> None:
        """Pinned or not, and however its name is spelled."""
        assert len(verdicts("C8311", project(f"{name}==1.0")).findings) == 1
        assert len(verdicts("C8311", {"requirements.txt": f"{name}\n"}).findings) == 1

    @pytest.mark.parametrize("name", ["setuptools", "wheel", "mypy-extensions", "mypy-boto3-s3", "blackbird", "attrs"])
    def test_libraries_and_build_tools_are_no_tools(self, name: str) -> None:
        """Names that begin alike are other distributions."""
        assert not verdicts("C8311", project(f"{name}==1.0")).findings

    def test_a_tool_in_a_group_or_an_extra_is_fine(self) -> None:
        """That is where it belongs."""
        assert not verdicts("C8311", in_poetry("[tool.poetry.group.dev.dependencies]", 'pytest = "^7"')).findings
        assert not verdicts("C8311", {"pyproject.toml": PYPROJECT + EXTRAS + 'test = ["pytest"]\n'}).findings

    def test_a_library_that_is_not_listed(self) -> None:
        """The guidelines' list and the setting are allowed; banned SDKs and tools are left to their rules."""
        files = project("requests==2.1", "Foo_Bar==1", "singer-sdk==1", "pytest==7")
        assert verdicts("C8312", files).subjects == ["requests", "foo-bar"]
        assert verdicts("C8312", files, allowed_dependencies=("foo.bar", "Requests")).subjects == []

    @pytest.mark.parametrize(
        ("files", "subject"),
        [
            (project("requests=>2"), "requests"),
            (project("requests 2.1"), "requests"),
            (project("!!!"), "!!!"),
            (in_poetry('requests = "latest"'), "requests"),
            (in_poetry("requests = 2.1"), "requests"),
            (in_poetry("[tool.poetry.group.dev.dependencies]", 'requests = "=>2"'), "requests"),
        ],
    )
    def test_what_cannot_be_read_is_found(self, files: dict[str, Content], subject: str) -> None:
        """In pip's notation and Poetry's, in every group."""
        assert verdicts("C8313", files).subjects == [subject]

    def test_no_other_rule_judges_what_cannot_be_read(self) -> None:
        """`c8connector = "latest"` is one finding."""
        text = poetry('pytest = "=>7"', 'singer-sdk = "latest"').replace('"1.2.0"', '"latest"')
        files: dict[str, Content] = {"pyproject.toml": text.replace('">=0.0.32"', '"latest"')}
        assert len(verdicts("C8313", files).findings) == 4
        for code in ("C8301", "C8302", "C8304", "C8305", "C8306", "C8309", "C8310", "C8311", "C8312"):
            assert not verdicts(code, files).findings, code

    @pytest.mark.parametrize(
        ("code", "findings"),
        [
            ("import requests\n", 1),
            ("from google.cloud import bigquery\nimport google\n", 1),
            ("class A:\n    import requests\n", 1),
            ("try:\n    import requests\nfinally:\n    pass\n", 1),
            ("from .late import x\n", 1),
            ("import json, os.path\nfrom concurrent import futures\n", 0),
            ("import dateutil, pytz\n", 0),
            ("try:\n    import requests\nexcept ImportError:\n    requests = None\n", 0),
            ("try:\n    import requests\nexcept (ValueError, ModuleNotFoundError):\n    pass\n", 0),
            ("def f():\n    import requests\n", 0),
            ("import sys\nif sys.platform == 'x':\n    import requests\n", 0),
            ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import requests\n", 0),
            ("from . import main\nimport macrometa_source_demo.main\n", 0),
            ("import helpers\n", 0),
        ],
    )
    def test_an_import_that_nothing_brings(self, code: str, findings: int) -> None:
        """What importing the package surely runs, through its modules, against what the requirements bring."""
        files: dict[str, Content] = {
            f"{PACKAGE}/__init__.py": INIT + "from . import start\n",
            f"{PACKAGE}/start.py": code,
            f"{PACKAGE}/late.py": "import requests\nx = 1\n",
            f"{PACKAGE}/unused.py": "import pandas\n",
            "helpers/__init__.py": "",
        }
        assert len(verdicts("C8314", files).findings) == findings

    @pytest.mark.parametrize("code", ["import singer", "import prometheus_client", "import singer_sdk, c8connector"])
    def test_what_other_rules_ask_for_is_theirs(self, code: str) -> None:
        """C8306 speaks of the libraries that a connector needs, C8303 of the modules of banned SDKs."""
        files: dict[str, Content] = {**project(), f"{PACKAGE}/__init__.py": INIT + code}
        assert not verdicts("C8314", files).findings

    def test_an_import_over_several_lines_is_found_where_it_names_the_module(self) -> None:
        """The names that are taken from the module may stand lines below it."""
        code = "from requests import (\n    get,\n)\n"
        files: dict[str, Content] = {**project(), f"{PACKAGE}/__init__.py": INIT + code}
        assert verdicts("C8314", files).places == [(f"{PACKAGE}/__init__.py", INIT.count("\n") + 1)]

    def test_what_an_unreadable_requirement_brings_is_brought(self) -> None:
        """C8313 speaks of the requirement; one without a name may bring anything."""
        files: dict[str, Content] = {f"{PACKAGE}/__init__.py": INIT + "import requests\n"}
        assert not verdicts("C8314", {**files, **project("requests=>2")}).findings
        nameless = verdicts("C8314", {**files, **project("=>2")})
        assert not nameless.findings
        assert nameless.undecided

    def test_a_requirement_that_is_not_in_the_map_leaves_it_undecided(self) -> None:
        """It may bring the module."""
        found = verdicts(
            "C8314", {**project("some-unheard-of==1"), f"{PACKAGE}/__init__.py": INIT + "import requests\n"}
        )
        assert not found.findings
        assert len(found.undecided) == 1

    def test_the_repair_is_in_the_notation_of_its_file(self) -> None:
        """C8313: what Poetry cannot read is repaired as its table wants it, and what pip cannot read as pip does."""
        assert verdicts("C8313", in_poetry('requests = "latest"')).only.help == 'write `requests = "<version>"`'
        assert verdicts("C8313", project("requests latest")).only.help == "write `requests==<version>`"
