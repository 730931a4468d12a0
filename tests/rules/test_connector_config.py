"""The rules on configuration properties, in the many ways in which a connector can list them."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided, judge

REST = "ConfigAttributeType.STRING, True, False, 'x'"
SECRET = "ConfigAttributeType.PASSWORD, True, False, 'x'"


def config(*lines: str) -> str:
    """Return a method `config` with some lines as its body."""
    return "def config(self):\n" + "\n".join(f"    {line}" for line in lines)


def listed(*lines: str) -> str:
    """Return a method `config` that returns a display with one element a line."""
    return config("return [", *(f"    {line}" for line in lines), "]")


# C8511


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


# C8512


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "db_password",
        "dbPassword",
        "DB-PASSWORD",
        "passwd",
        "passphrase",
        "key_passphrase",
        "pwd",
        "userPwd",
        "secret",
        "client_secret",
        "clientSecret",
        "token",
        "access-token",
        "oauth2_token",
        "api_key",
        "apiKey",
        "API_KEY",
        "APIKey",
        "private_key",
        "client_key",
        "ssl_client_key",
        "secret_key",
        "AWSSecretAccessKey",
        "access_key",
    ],
)
def test_names_of_secrets_are_told(name: str) -> None:
    """The last words of a name, split at `_`, `-` and case, tell a secret."""
    assert_marked("C8512", listed(f"ConfigProperty('{name}', 'X', {REST}),  # <<<"))


@pytest.mark.parametrize(
    "name",
    [
        "host",
        "primary_key",
        "key",
        "public_key",
        "password_file",
        "token_url",
        "secretary",
        "nopassword",
        "tokens",
        "api_keys",
        "client_key_path",
        "keypassword_",
        "monkey",
        "passwordless",
        "secret_name",
        "access",
    ],
)
def test_names_that_are_no_secrets_are_fine(name: str) -> None:
    """A word inside another one, or before the last, makes no secret."""
    assert_fine("C8512", listed(f"ConfigProperty('{name}', 'X', {REST}),"))


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (
            listed(
                "ConfigProperty(",
                "    type=ConfigAttributeType.STRING,  # <<<",
                "    name='password', display_name='P',",
                "    is_mandatory=True, is_dynamic=False, description=''),",
            ),
            {},
        ),
        (
            listed("ConfigProperty('password', 'P', TEXT, 1, 1, 1),  # <<<"),
            {"head": "TEXT = ConfigAttributeType.STRING"},
        ),
        (listed("ConfigProperty('password', 'P', ConfigAttributeType['STRING'], 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('password', 'P', getattr(ConfigAttributeType, 'STRING'), 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('password', 'P', ConfigAttributeType('string'), 1, 1, 1),  # <<<"), {}),
        (listed("ConfigProperty('password', 'P', ConfigAttributeType.STRING.value, 1, 1, 1),  # <<<"), {}),
        (
            listed("P('password', 'P', T.STRING, 1, 1, 1),  # <<<"),
            {"head": "from c8connector import ConfigProperty as P, ConfigAttributeType as T"},
        ),
        (
            listed("c8connector.ConfigProperty('token', 'T', c8connector.ConfigAttributeType.STRING, 1, 1, 1),  # <<<"),
            {},
        ),
        (
            config("return [ConfigProperty(n, t, k, True, False, '') for n, t, k in ROWS]"),
            {
                "head": "ROWS = [\n    ('host', 'H', ConfigAttributeType.STRING),\n"
                "    ('password', 'P', ConfigAttributeType.STRING),  # <<<\n]"
            },
        ),
        (
            config(
                "return [ConfigProperty(is_mandatory=True, is_dynamic=False, description='', **row) for row in ROWS]"
            ),
            {
                "head": "ROWS = [\n    {\n        'name': 'password',\n        'display_name': 'P',\n"
                "        'type': ConfigAttributeType.STRING,  # <<<\n    },\n"
                "    {'name': 'host', 'display_name': 'H', 'type': ConfigAttributeType.STRING},\n]"
            },
        ),
        (
            config("return [text('host'), text(", "    'password'),  # <<<", "]"),
            {"head": f"def text(name):\n    return ConfigProperty(name, name, {REST})"},
        ),
        (
            config(
                "return [make('password', ConfigAttributeType.STRING),  # <<<",
                "    make('host', ConfigAttributeType.INT)]",
            ),
            {"head": "def make(name, kind):\n    return ConfigProperty(name, name, kind, True, False, '')"},
        ),
        (
            config(
                "text = functools.partial(ConfigProperty, type=ConfigAttributeType.STRING, is_mandatory=1, "
                "is_dynamic=1)",
                "return [text('a', 'A', description=''), text('password', 'P', description='')]".replace(
                    "text('password'", "\n        text('password'"
                ).replace("]", "]  # <<<"),
            ),
            {},
        ),
        (
            "SECRET = ConfigProperty('password', 'P', ConfigAttributeType.STRING, 1, 1, 1)  # <<<\n"
            + config("return [self.SECRET]"),
            {},
        ),
        (
            config("return []"),
            {"tail": "EXTRA = ConfigProperty('api_key', 'A', ConfigAttributeType.STRING, 1, 1, 1)  # <<<"},
        ),
        (
            listed("Text('password', 'P'),"),
            {
                "head": "class Text(ConfigProperty):\n    def __init__(self, name, title):\n        super().__init__(\n"
                "            name, title, ConfigAttributeType.STRING, True, False, '')  # <<<"
            },
        ),
        (
            config(
                "if (kind := ConfigAttributeType.STRING):",
                "    pass",
                "return [ConfigProperty('password', 'P', kind, 1, 1, 1)]  # <<<",
            ),
            {},
        ),
        (
            config("return [ConfigProperty(p.name, p.title, p.kind, 1, 1, 1) for p in PROPERTIES]"),
            {
                "head": "@dataclasses.dataclass\nclass P:\n    name: str\n    title: str\n"
                "    kind: ConfigAttributeType = ConfigAttributeType.STRING\n"
                "PROPERTIES = [\n    P('host', 'H', ConfigAttributeType.INT),\n"
                "    P('pwd', 'W', ConfigAttributeType.STRING),  # <<<\n]"
            },
        ),
        (
            config("return [ConfigProperty(name, *rest) for name, rest in TABLE.items()]"),
            {
                "head": "TABLE = {\n    'host': ('H', ConfigAttributeType.STRING, 1, 1, 1),\n"
                "    'token': ('T', ConfigAttributeType.STRING, 1, 1, 1),  # <<<\n}"
            },
        ),
    ],
)
def test_secrets_of_the_type_string_are_found_wherever_they_are_made(body: str, around: dict[str, str]) -> None:
    """The arguments are bound as Python does, through aliases, tables, helpers, partials, subclasses and records."""
    assert_marked("C8512", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        (listed(f"ConfigProperty('password', 'P', {SECRET}),"), {}),
        (listed("ConfigProperty('key_file_password', 'P', ConfigAttributeType.FILE, 1, 1, 1),"), {}),
        (listed("ConfigProperty('host', 'Password', ConfigAttributeType.STRING, 1, 1, 'password'),"), {}),
        (
            listed("ConfigProperty('password', ConfigAttributeType.STRING, True, False, description='', example='x'),"),
            {},
        ),
        (listed("ConfigProperty('password', 'P', ConfigAttributeType.STRING, True, False),"), {}),
        (
            config("return [make('password', ConfigAttributeType.PASSWORD), make('host', ConfigAttributeType.STRING)]"),
            {"head": "def make(name, kind):\n    return ConfigProperty(name, name, kind, True, False, '')"},
        ),
        (
            config("return [ConfigProperty(n, n, k, 1, 1, 1) for n, k in KINDS.items()]"),
            {"head": "KINDS = {'host': ConfigAttributeType.STRING, 'password': ConfigAttributeType.PASSWORD}"},
        ),
        (
            config(
                "return [ConfigProperty(n, n, ConfigAttributeType.PASSWORD if n in SECRETS else "
                "ConfigAttributeType.STRING, 1, 1, 1) for n in ('host', 'token')]"
            ),
            {"head": "SECRETS = ('token',)"},
        ),
        (listed("ConfigProperty('password', 'P', ConfigAttributeType['PASSWORD'], 1, 1, 1),"), {}),
        (listed("Other('password', 'P', ConfigAttributeType.STRING, 1, 1, 1),"), {"head": "class Other:\n    pass"}),
        (
            listed("Secret('password'),"),
            {
                "head": "class Secret(ConfigProperty):\n    def __init__(self, name):\n"
                "        super().__init__(name, name, ConfigAttributeType.PASSWORD, True, False, '')"
            },
        ),
    ],
)
def test_secrets_of_other_types_are_fine(body: str, around: dict[str, str]) -> None:
    """A secret of another type, a call that C8514 reports, and a name and a type that do not meet are fine."""
    assert_fine("C8512", body, **around)


def test_a_name_or_type_that_is_known_only_when_it_runs_is_undecided() -> None:
    """Neither an unknown type of a secret nor an unknown name of a STRING is judged."""
    head = "from elsewhere import KIND, NAME"
    assert_undecided("C8512", listed("ConfigProperty('password', 'P', KIND, 1, 1, 1),"), head=head)
    assert_undecided("C8512", listed(f"ConfigProperty(NAME, 'P', {REST}),"), head=head)


# C8514


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
