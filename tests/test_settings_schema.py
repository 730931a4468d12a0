"""The JSON schema of the settings says what the settings accept."""

import json
import re
from collections.abc import Callable
from typing import Union, cast

import jsonschema
import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import InvalidVersion, Version
from validate_pyproject.api import Validator
from validate_pyproject.errors import ValidationError
from validate_pyproject.plugins import PluginWrapper
from validate_pyproject.types import Plugin

from macrometa_conformance.config import KEYS, Overrides, Settings, describe, settings_of_tree
from macrometa_conformance.errors import ConfigError, UsageError
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.registry import Registry, built_in_rules
from macrometa_conformance.settings_schema import settings_schema
from tests.installation import ROOT

Json = Union[None, bool, int, float, str, list["Json"], dict[str, "Json"]]

SCHEMA = settings_schema()
SCHEMA_VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
REGISTRY = Registry(tuple(built_in_rules()))
DOCUMENT = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
DOCUMENTS = (*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "GETTING_STARTED.md")

words = st.sampled_from(["C8702", "missing-license", "C83", "c84", ""])
patterns = st.sampled_from(["*.py", "GETTING_STARTED.md", ""])
others = st.sampled_from([None, True, 1, 1.5, "", "x", [], {}, [1], {"C83": 1}, [["C83"]]])
lists = st.lists(words, max_size=3)
ignored = st.one_of(lists, st.dictionaries(words, st.sampled_from(["", "why"]), max_size=3))
VALUES: dict[str, st.SearchStrategy[object]] = {
    "select": lists,
    "extend-select": lists,
    "ignore": ignored,
    "per-file-ignores": st.dictionaries(patterns, st.one_of(ignored, others), max_size=2),
    "severity": st.dictionaries(words, st.sampled_from(["error", "warning", "note", "never", 1]), max_size=2),
    "fail-on": st.sampled_from(["error", "warning", "note", "never", "Error"]),
    "require-reason": st.booleans(),
    "baseline": st.sampled_from(["accepted.json", "lint/accepted.json", ""]),
    "newest-c8connector": st.sampled_from(["0.0.33", "1", "one", "", "1.0rc1"]),
    "allowed-dependencies": st.lists(st.sampled_from(["requests", "a.b_c-d", "x==1", "a b", "-a", ""]), max_size=2),
    "exclude": lists,
}
tables = st.lists(st.sampled_from(list(VALUES)), max_size=3, unique=True).flatmap(
    lambda keys: st.fixed_dictionaries({key: st.one_of(VALUES[key], others) for key in keys})
)


def examples() -> list[dict[str, object]]:
    """Return the settings that the documents show, as the table `[tool.c8-lint]` or all of `c8-lint.toml`."""
    shown = []
    for path in DOCUMENTS:
        for text in re.findall(r"^```toml\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            read = tomli.loads(text)
            table = read.get("tool", {}).get("c8-lint", read)
            if set(table) & set(KEYS):
                shown.append(table)
    return shown


def accepts(table: dict[str, object]) -> bool:
    """Return whether the settings accept a table of `c8-lint.toml`, and each rule that it names is there."""
    try:
        settings = settings_of_tree(DictTree({"c8-lint.toml": text_of(table)}))
        for selector in settings.selectors():
            REGISTRY.find(selector.word)
    except (ConfigError, UsageError):
        return False
    return True


def text_of(table: dict[str, object]) -> str:
    """Return the table as TOML."""
    return "".join(f"{json.dumps(key)} = {value_of(value)}\n" for key, value in table.items())


def value_of(value: object) -> str:
    """Return a value as TOML; a date stands for what JSON does not have."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key)} = {value_of(item)}' for key, item in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(value_of, value))}]"
    return "2026-01-01" if value is None else json.dumps(value)


@given(tables)
def test_schema_and_settings_accept_the_same(table: dict[str, object]) -> None:
    """What the schema accepts the settings accept, and the reverse, whatever the keys and the values are."""
    assert SCHEMA_VALIDATOR.is_valid(table) == accepts(table), text_of(table)


def test_keys_are_those_of_the_settings() -> None:
    """Schema and document have each key in the order of the code, and no other."""
    properties = SCHEMA["properties"]
    assert isinstance(properties, dict)
    assert list(properties) == re.findall(r"^### (.*)$", DOCUMENT, re.MULTILINE) == list(KEYS)
    assert set(VALUES) - {"exclude"} == set(KEYS)


def test_defaults_are_those_of_the_settings() -> None:
    """The schema tells the value that holds where a key is not given; the document tells it too."""
    properties = SCHEMA["properties"]
    assert isinstance(properties, dict)
    told = {key: value["default"] for key, value in properties.items() if "default" in value}
    assert told == tomli.loads("\n".join(describe(Settings(), Overrides())))
    for key, default in told.items():
        (section,) = re.findall(rf"^### {key}\n(.*?)^#", DOCUMENT, re.MULTILINE | re.DOTALL)
        assert f"by default `{json.dumps(default)}`" in section


def test_schema_is_one() -> None:
    """It is a schema of the draft that it names."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "version",
    ["0.0.33", "v1", "1!2.0", "1.0a1", "1.0-alpha.2", "1.0RC1", "1.0.post1", "1.0-1", "1.0.dev3", "1.0+local.1",
     " 1.0 ", "one", "1.0.x", "1..0", ">=1.0", "1.0 1", "1.0+", "1.0a1b2"],
)  # fmt: skip
def test_a_version_is_one_that_pip_reads(version: str) -> None:
    """The pattern of versions accepts what `packaging` accepts; an empty text stands for none."""
    try:
        Version(version)
        readable = True
    except InvalidVersion:
        readable = False
    assert SCHEMA_VALIDATOR.is_valid({"newest-c8connector": version}) == readable


def test_the_published_schema_is_that_of_the_package() -> None:
    """The file beside the documents, which editors take, is the one that is installed."""
    published = (ROOT / "docs" / "settings.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == SCHEMA


def test_schema_is_that_of_one_tool() -> None:
    """Another tool's table has no schema here."""
    with pytest.raises(ValueError, match="`other` is not this tool's table"):
        settings_schema("other")


@pytest.fixture(scope="module")
def validate() -> Callable[[str], None]:
    """Return what checks the text of a `pyproject.toml`, as `validate-pyproject` does with the plug-in."""
    validator = Validator(plugins=[PluginWrapper("c8-lint", cast(Plugin, settings_schema))])

    def check(text: str) -> None:
        validator(tomli.loads(text))

    return check


@pytest.mark.parametrize("example", examples(), ids=lambda example: json.dumps(example)[:60])
def test_examples_of_the_documents_are_settings(example: dict[str, object], validate: Callable[[str], None]) -> None:
    """Each example is accepted: by the schema, by the settings, and by `validate-pyproject` in `pyproject.toml`."""
    assert SCHEMA_VALIDATOR.is_valid(example)
    assert accepts(example)
    validate("[tool.c8-lint]\n" + text_of(example))


def test_each_setting_has_an_example() -> None:
    """The page on settings shows each of them."""
    assert {key for example in examples() for key in example} == set(KEYS)


@pytest.mark.parametrize("line", ['slect = ["C83"]', "select = 1", 'fail-on = "fatal"', "ignore = { C83 = 1 }"])
def test_wrong_settings_are_told(line: str, validate: Callable[[str], None]) -> None:
    """`validate-pyproject` refuses an unknown key and a value of another type."""
    with pytest.raises(ValidationError, match=re.escape("tool.c8-lint")):
        validate(f"[tool.c8-lint]\n{line}\n")


def test_the_schema_is_found_by_entry_point() -> None:
    """The distribution names the schema in the group that `validate-pyproject` looks at."""
    points = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert points == {
        "validate_pyproject.tool_schema": {"c8-lint": "macrometa_conformance.settings_schema:settings_schema"}
    }
    assert settings_schema.__module__ == "macrometa_conformance.settings_schema"
