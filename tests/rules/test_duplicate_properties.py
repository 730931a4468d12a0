"""The rule on names that repeat among the configuration properties, in the many ways to list them."""

import pytest

from tests.rules.class_projects import assert_marked, assert_undecided, judge
from tests.rules.config_methods import REST, config, listed


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (listed(f"ConfigProperty('host', 'H', {REST}),", f"ConfigProperty('host', 'I', {REST}),  # <<<"), {}),
        (
            listed(f"ConfigProperty('host', 'H', {REST}),", f"ConfigProperty(HOST, 'I', {REST}),  # <<<"),
            {"head": "HOST = 'host'"},
        ),
        (
            listed(
                f"ConfigProperty('host', 'H', {REST}),",
                "ConfigProperty(",
                "    display_name='I',",
                "    name='host',  # <<<",
                "    type=1, is_mandatory=1, is_dynamic=1, description=1),",
            ),
            {},
        ),
        (
            config(
                f"found = [ConfigProperty('host', 'H', {REST})]",
                f"found.append(ConfigProperty('host', 'I', {REST}))  # <<<",
                "return found",
            ),
            {},
        ),
        (
            config(
                f"found = [ConfigProperty('host', 'H', {REST})]",
                f"found += [ConfigProperty('host', 'I', {REST})]  # <<<",
                "return found",
            ),
            {},
        ),
        (
            config(
                f"return [ConfigProperty('host', 'H', {REST})] + [",
                f"    ConfigProperty('host', 'I', {REST}),  # <<<",
                "]",
            ),
            {},
        ),
        (
            listed("*COMMON,", f"ConfigProperty('host', 'I', {REST}),  # <<<"),
            {"head": f"COMMON = (ConfigProperty('host', 'H', {REST}),)"},
        ),
        (
            config(
                "return [ConfigProperty(n, n, 1, 1, 1, 1) for n in (",
                "    'host',",
                "    'port',",
                "    'host',  # <<<",
                ")]",
            ),
            {},
        ),
        (
            config("return [", "    text('host'),", "    text('port'),", "    text('host'),  # <<<", "]"),
            {"head": f"def text(name):\n    return ConfigProperty(name, name.title(), {REST})"},
        ),
        (
            config("return [HOST,", f"    ConfigProperty('port', 'P', {REST}),", "    HOST,  # <<<", "]"),
            {"head": f"HOST = ConfigProperty('host', 'H', {REST})"},
        ),
        (
            config(
                "found = []",
                "for name in NAMES:",
                f"    found.append(ConfigProperty(name, name, {REST}))",
                "return found",
            ),
            {"head": "NAMES = [\n    'host',\n    'port',\n    'host',  # <<<\n]"},
        ),
        (
            config("return [ConfigProperty(**row) for row in ROWS]"),
            {
                "head": "REST = dict(display_name='x', type=1, is_mandatory=1, is_dynamic=1, description=1)\n"
                "ROWS = [\n    {'name': 'host', **REST},\n    {'name': 'host', **REST},  # <<<\n]"
            },
        ),
        (
            listed(f"ConfigProperty('host', 'H', {REST}),", f"ConfigProperty('host', 'I', {REST}),  # <<<", "*more(),"),
            {"head": "from elsewhere import more"},
        ),
        (
            config(
                f"found = [ConfigProperty('host', 'H', {REST}),",
                f"    ConfigProperty('host', 'I', {REST})]  # <<<",
                "if os.environ.get('X'):",
                f"    found.append(ConfigProperty('port', 'P', {REST}))",
                "return found",
            ),
            {},
        ),
        (
            config("return PROPERTIES"),
            {
                "head": "from .settings import PROPERTIES",
                "settings": "from c8connector import ConfigProperty as P\nPROPERTIES = [\n"
                "    P('a', 'A', 1, 1, 1, 1),\n    P('a', 'B', 1, 1, 1, 1),  # <<<\n]",
            },
        ),
        (
            config("return list(itertools.chain(BASIC, MORE))"),
            {"head": f"BASIC = [ConfigProperty('a', 'A', {REST})]\nMORE = [ConfigProperty('a', 'B', {REST})]  # <<<"},
        ),
        (
            config("return list(map(text, (", "    'host',", "    'host',  # <<<", ")))"),
            {"head": f"text = lambda name: ConfigProperty(name, name, {REST})"},
        ),
        (
            "",
            {
                "without": ("config",),
                "head": "class Mixin:\n    "
                + listed(f"ConfigProperty('a', 'A', {REST}),", f"ConfigProperty('a', 'B', {REST}),  # <<<").replace(
                    "\n", "\n    "
                ),
                "declaration": "class Demo(Mixin, C8Connector):",
            },
        ),
    ],
)
def test_names_that_repeat_are_found(body: str, around: dict[str, str]) -> None:
    """Displays, appends, sums, tables, helpers, loops and constants are followed to the later name."""
    assert_marked("C8511", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (listed(f"ConfigProperty('host', 'H', {REST}),", f"ConfigProperty('Host', 'H', {REST}),"), {}),
        (
            config(
                "if self.x:",
                f"    return [ConfigProperty('a', 'A', {REST})]",
                f"return [ConfigProperty('a', 'B', {REST})]",
            ),
            {},
        ),
        (
            config(
                "found = []",
                "if self.x:",
                f"    found.append(ConfigProperty('a', 'A', {REST}))",
                "else:",
                f"    found.append(ConfigProperty('a', 'B', {REST}))",
                "return found",
            ),
            {},
        ),
        (listed(f"ConfigProperty('a', 'A', {REST}) if self.x else ConfigProperty('a', 'B', {REST}),"), {}),
        (
            config("return [text('host'), text('port')]"),
            {"head": f"def text(name):\n    return ConfigProperty(name, name, {REST})"},
        ),
        (
            config("first = self._other()", f"return [ConfigProperty('a', 'A', {REST})]")
            + "\ndef _other(self):\n    return [ConfigProperty('a', 'A', 1, 1, 1, 1)]",
            {},
        ),
        (
            config(
                "by_name = {}",
                f"by_name['a'] = ConfigProperty('a', 'A', {REST})",
                f"by_name['a'] = ConfigProperty('a', 'B', {REST})",
                "return [by_name['a']]",
            ),
            {},
        ),
        (
            config(
                f"found = [ConfigProperty('a', 'A', {REST}), ConfigProperty('a', 'B', {REST})]",
                "found.pop()",
                "return found",
            ),
            {},
        ),
        (listed(f"ConfigProperty('a' + str(1), 'A', {REST}),", f"ConfigProperty('a' + str(2), 'B', {REST}),"), {}),
        (config("return [ConfigProperty(f'key_{n}', 'K', 1, 1, 1, 1) for n in range(3)]"), {}),
    ],
)
def test_names_that_surely_never_meet_are_no_findings(body: str, around: dict[str, str]) -> None:
    """Names that differ, either arm of a branch, and lists that are not returned are no duplicates."""
    assert not judge("C8511", body, **around).verdicts.findings  # type: ignore[arg-type]


def test_a_list_from_outside_is_undecided() -> None:
    """What `config()` returns from elsewhere is not known."""
    assert_undecided("C8511", config("return load()"), head="from elsewhere import load")
    assert_undecided("C8511", config("return [load()]"), head="from elsewhere import load")


def test_a_name_that_is_set_later_is_not_the_one_that_was_given() -> None:
    """A copy that gets another name is no duplicate, and a name that is not known leaves the rule undecided."""
    renamed = config("other = copy.copy(HOST)", "other.name = 'port'", "return [HOST, other]")
    assert_undecided("C8511", renamed, head=f"import copy\nHOST = ConfigProperty('host', 'H', {REST})")
    named = listed(f"ConfigProperty(NAME, 'H', {REST}),", f"ConfigProperty('host', 'H', {REST}),")
    assert_undecided("C8511", named, head="from elsewhere import NAME")
