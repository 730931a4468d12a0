"""The rule on calls of `ConfigProperty` that raise, in the many ways in which a connector can write them."""

import pytest

from tests.rules.class_projects import assert_marked, judge
from tests.rules.config_methods import REST, config, listed


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (listed("ConfigProperty('host', 'H', ConfigAttributeType.STRING, True, False),  # <<<"), {}),
        (listed("ConfigProperty(),  # <<<"), {}),
        (listed(f"ConfigProperty('host', 'H', {REST}, example='x'),  # <<<"), {}),
        (listed(f"ConfigProperty('host', 'H', {REST}, 'd', 'p', 'more'),  # <<<"), {}),
        (listed(f"ConfigProperty('host', 'H', {REST}, name='x'),  # <<<"), {}),
        (listed(f"ConfigProperty('host', {REST}),  # <<<"), {}),
        (listed("ConfigProperty('host', 'H', kind=1, is_mandatory=1, is_dynamic=1, description=1),  # <<<"), {}),
        (listed("ConfigProperty(  # <<<", "    'host', 'H', ConfigAttributeType.STRING,", "    True,", "),"), {}),
        (listed("ConfigProperty(**{'name': 'x'}),  # <<<"), {}),
        (listed("ConfigProperty(*('x', 'X')),  # <<<"), {}),
        (listed("c8connector.ConfigProperty('x'),  # <<<"), {}),
        (listed("Property('x'),  # <<<"), {"head": "from c8connector import ConfigProperty as Property"}),
        (listed("Property('x'),  # <<<"), {"head": "Property = ConfigProperty"}),
        (listed("Property('x'),  # <<<"), {"head": "class Property(ConfigProperty):\n    pass"}),
        (listed("make('x'),  # <<<"), {"head": "make = functools.partial(ConfigProperty, is_dynamic=False)"}),
        (
            listed("text('x'), text('y')"),
            {"head": "def text(name):\n    return ConfigProperty(name, name, ConfigAttributeType.STRING, True)  # <<<"},
        ),
        (
            config("return [ConfigProperty(**row) for row in ROWS]"),
            {
                "head": "REST = dict(display_name='x', type=1, is_mandatory=1, is_dynamic=1, description=1)\n"
                "ROWS = [\n    dict(REST, name='a'),\n    {'name': 'b', 'title': 'x', **REST},  # <<<\n"
                "    {**REST, 'name': 'c', 'default_value': 'd'},\n]"
            },
        ),
        (
            config("return [ConfigProperty(*row) for row in ROWS]"),
            {"head": "ROWS = [\n    ('a', 'A', 1, 1, 1, ''),\n    ('b', 'B', 1, 1, 1),  # <<<\n]"},
        ),
        (config("return [ConfigProperty(*row) for row in ROWS]  # <<<"), {"head": "ROWS = [('a',), ('b',)]"}),
        (config("return []"), {"tail": "def unused():\n    return ConfigProperty('x')  # <<<"}),
        (listed("ConfigProperty('x', 'X', ConfigAttributeType.TEXT, 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('x', 'X', ConfigAttributeType.string, 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('x', 'X', ConfigAttributeType['SECRET'], 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('x', 'X', getattr(ConfigAttributeType, 'SECRET'), 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('x', 'X', ConfigAttributeType.NUMBER.value, 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('x', 'X', ConfigAttributeType('text'), 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('x', 'X', ConfigAttributeType('INT'), 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('x', 'X', KIND, 1, 1, 1),"), {"head": "KIND = ConfigAttributeType.NUMBER  # <<<"}),
        (
            listed("ConfigProperty('x', 'X', T.NUMBER, 1, 1, 1),  # <<<"),
            {"head": "from c8connector import ConfigAttributeType as T"},
        ),
        (
            config("return [ConfigProperty(n, n, k, 1, 1, 1) for n, k in KINDS]"),
            {
                "head": "KINDS = [\n    ('a', ConfigAttributeType.INT),\n"
                "    ('b', ConfigAttributeType.INTEGER),  # <<<\n]"
            },
        ),
        (
            listed("Text('x'),"),
            {
                "head": "class Text(ConfigProperty):\n    def __init__(self, name):\n"
                "        super().__init__(name, name, ConfigAttributeType.STRING)  # <<<"
            },
        ),
    ],
)
def test_calls_that_raise_are_found(body: str, around: dict[str, str]) -> None:
    """Each bad call is found once, a bad row at the row, a member that does not exist where it is named."""
    assert_marked("C8514", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (listed(f"ConfigProperty('host', 'H', {REST}, 'd', 'p'),"), {}),
        (listed(f"ConfigProperty('host', 'H', {REST}, placeholder_value='p'),"), {}),
        (listed("ConfigProperty(*ROW, description=''),"), {"head": "ROW = ('a', 'A', 1, True, False)"}),
        (listed("ConfigProperty(**ROW),"), {"head": "from elsewhere import ROW"}),
        (listed("ConfigProperty('a', *load()),"), {"head": "from elsewhere import load"}),
        (
            listed("ConfigProperty('a', **{**DEFAULTS, 'display_name': 'A'}),"),
            {"head": "DEFAULTS = dict(display_name='x', type=1, is_mandatory=1, is_dynamic=1, description=1)"},
        ),
        (
            config(
                "row = dict(name='a', display_name='A', type=1)",
                "row['is_mandatory'] = row['is_dynamic'] = True",
                "row.update(description='')",
                "return [ConfigProperty(**row)]",
            ),
            {},
        ),
        (
            config(
                "make = functools.partial(ConfigProperty, is_mandatory=True, is_dynamic=False)",
                "return [make('a', 'A', 1, description=''), make('b', 'B', 1, description='', is_dynamic=True)]",
            ),
            {},
        ),
        (
            listed("compatible('x'),"),
            {
                "head": """
                def compatible(name):
                    try:
                        return ConfigProperty(name, name, ConfigAttributeType.STRING, True, False, '')
                    except TypeError:
                        return ConfigProperty(name, ConfigAttributeType.STRING, True, False, example='x')
                """
            },
        ),
        (
            listed("ConfigProperty('x', 'X', SECRET, 1, 1, 1),"),
            {
                "head": "SECRET = ConfigAttributeType.SECRET if hasattr(ConfigAttributeType, 'SECRET') "
                "else ConfigAttributeType.PASSWORD"
            },
        ),
        (
            listed("ConfigProperty('x', 'X', SECRET, 1, 1, 1),"),
            {
                "head": "try:\n    SECRET = ConfigAttributeType.SECRET\nexcept AttributeError:\n"
                "    SECRET = ConfigAttributeType.PASSWORD"
            },
        ),
        (
            listed(
                "ConfigProperty('x', 'X', getattr(ConfigAttributeType, 'SECRET', ConfigAttributeType.FILE), 1, 1, 1),"
            ),
            {},
        ),
        (listed("ConfigProperty('x', 'X', ConfigAttributeType('integer'), 1, 1, 1),"), {}),
        (listed("*[ConfigProperty('x', 'X', ConfigAttributeType(kind), 1, 1, 1) for kind in os.environ],"), {}),
        (
            listed("ConfigProperty('x', 'X', SECRET, 1, 1, 1),"),
            {
                "head": "try:\n    SECRET = ConfigAttributeType('secret')\nexcept ValueError:\n"
                "    SECRET = ConfigAttributeType.PASSWORD"
            },
        ),
        (config("print(ConfigAttributeType.__members__, ConfigAttributeType.STRING.name)", "return []"), {}),
        (listed("ConfigProperty('x')"), {"head": "from elsewhere import ConfigProperty"}),
        (listed("ConfigProperty('x')"), {"head": "class ConfigProperty:\n    def __init__(self, name):\n        pass"}),
        (
            listed("Text('x'),"),
            {"head": "class Text(ConfigProperty):\n    def __init__(self, name):\n        self.name = name"},
        ),
        (
            config("return [ConfigProperty(*r, *s) for r, s in zip(NAMES, KINDS)]"),
            {"head": "NAMES = [('a', 'A')]\nKINDS = [(1, True, False, '')]"},
        ),
    ],
)
def test_calls_that_do_not_raise_are_no_findings(body: str, around: dict[str, str]) -> None:
    """What binds, what may bind, what is guarded, and classes of the same name from elsewhere are no findings."""
    assert not judge("C8514", body, **around).verdicts.findings  # type: ignore[arg-type]


def test_the_message_names_all_that_is_wrong_with_a_call() -> None:
    """One finding tells what lacks and what is unknown, and its subject is the property's name."""
    body = listed(
        "ConfigProperty('host', ConfigAttributeType.STRING, True, False, description='', example='x'),  # <<<"
    )
    finding = assert_marked("C8514", body).verdicts.only
    assert finding.subject == "host"
    assert "does not pass `is_dynamic`" in finding.message
    assert "no parameter `example`" in finding.message
