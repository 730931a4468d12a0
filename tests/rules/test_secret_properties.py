"""The rule on secrets among the configuration properties, in the many ways in which a connector can list them."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided
from tests.rules.config_methods import REST, SECRET, config, listed


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
        "apikey",
        "APIKEY",
        "demo_apikey",
        "accesskey",
        "secretkey",
        "aws-privatekey",
        "authtoken",
        "accesstoken",
        "clientsecret",
        "dbpassword",
    ],
)
def test_names_of_secrets_are_told(name: str) -> None:
    """The last words of a name, split at `_`, `-` and case, tell a secret, the usual ones written together too."""
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
        "keyspace",
        "turkey",
        "hotkey",
        "publickey",
        "token_bucket",
        "apikey_id",
        "apikeys",
        "sortkey",
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
