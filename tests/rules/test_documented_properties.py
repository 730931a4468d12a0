"""The rule that the document for users names every configuration property."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided, judge

GUIDE = "# Demo\n\n## Configuration\n\n"


def property_of(name: str, display_name: str = "Zzz", kind: str = "STRING") -> str:
    """Return a method `config` with one property."""
    made = f"ConfigProperty({name!r}, {display_name!r}, ConfigAttributeType.{kind}, True, False, 'x')"
    return f"def config(self):\n    return [\n        {made},  # <<<\n    ]"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("host", "The host."),
        ("host", "| Host | where it listens |"),
        ("host", "`host`"),
        ("host", "```\nhost = x\n```"),
        ("host", "Give **HOST**."),
        ("host", "<!-- host -->"),
        ("client_id", "The client id."),
        ("client_id", "The Client-ID"),
        ("client_id", "`CLIENT_ID`"),
        ("client_id", r"client\_id"),
        ("client_id", "**Client** ID"),
        ("client_id", "a client\nid"),
        ("client-id", "client_id"),
        ("Client ID", "client__id"),
        ("clientId", "the ClientID"),
        ("port", "secondary_port"),
        ("x.y", "set x.y to 1"),
        ("größe", "Die GRÖSSE ist"),
    ],
)
def test_a_property_that_is_named_is_fine(name: str, text: str) -> None:
    """Whole words, in code too, whatever the case, with `_`, `-` and blanks being the same."""
    assert_fine("C8401", property_of(name), guide=GUIDE + text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("host", "hosting, ghost, hosts, host1"),
        ("client_id", "clientid, client of id, client: id"),
        ("client_id", "The client."),
        ("page_size", "The size of a page"),
        ("a.b", "axb"),
        ("id", "identity, valid"),
    ],
)
def test_a_property_that_is_not_named_is_found(name: str, text: str) -> None:
    """Parts of words, and words in another order or apart, are not the name."""
    assert_marked("C8401", property_of(name), guide=GUIDE + text)


def test_the_display_name_will_do() -> None:
    """A property is documented under either name."""
    assert_fine("C8401", property_of("host", "Server (name)"), guide=GUIDE + "The server (name) is")
    assert_fine("C8401", property_of("host", "SSL/TLS mode"), guide=GUIDE + "SSL/TLS-Mode")
    finding = assert_marked("C8401", property_of("host", "Server"), guide=GUIDE + "x").verdicts.only
    assert finding.subject == "host"
    assert "`Server`" in finding.message


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("def config(self):\n    return [ConfigProperty(n, n, 1, 1, 1, 1) for n in NAMES]", "NAMES = [\n"
        "    'host',\n    'zebra',  # <<<\n]"),
        (
            "def config(self):\n"
            "    return [ConfigProperty(**row, is_mandatory=1, is_dynamic=1, description=1) for row in ROWS]",
            "ROWS = [\n    {'name': 'host', 'display_name': 'H', 'type': 1},\n"
            "    {'name': 'zebra', 'display_name': 'Z', 'type': 1},  # <<<\n]",
        ),
        (
            "def config(self):\n    return [make('host'), make(\n        'zebra')]  # <<<",
            "def make(name):\n    return ConfigProperty(name, name.title(), ConfigAttributeType.INT, 1, 1, 1)",
        ),
        (
            "def config(self):\n    found = [ConfigProperty('host', 'H', 1, 1, 1, 1)]\n    if self.x:\n"
            "        found.append(ConfigProperty('zebra', 'Z', 1, 1, 1, 1))  # <<<\n    return found",
            "",
        ),
        (
            "def config(self):\n    if self.x:\n        return [ConfigProperty('host', 'H', 1, 1, 1, 1)]\n"
            "    return [ConfigProperty('zebra', 'Z', 1, 1, 1, 1)]  # <<<",
            "",
        ),
        ("def config(self):\n"
        "    return [ConfigProperty('zebra', ConfigAttributeType.STRING, True, False, example='')]  # <<<", ""),
        ("def config(self):\n"
        "    return [ConfigProperty(f'{PRE}bra', 'Z', ConfigAttributeType.INT, 1, 1, 1)]  # <<<", "PRE = 'ze'"),
    ],
)  # fmt: skip
def test_properties_are_followed_to_where_they_are_named(body: str, head: str) -> None:
    """Tables, helpers, branches and calls of the old signature are judged each by its own name."""
    body = body.replace(", 1, 1, 1, 1)", ", ConfigAttributeType.INT, 1, 1, 1)")
    head = head.replace("'type': 1", "'type': ConfigAttributeType.INT")
    assert_marked("C8401", body, head=head, guide=GUIDE + "The host.")


@pytest.mark.parametrize(
    "body",
    [
        property_of("zebra", kind="HIDDEN").replace("  # <<<", ""),
        "def config(self):\n    return []",
        "def other(self):\n    return [ConfigProperty('zebra', 'Z', ConfigAttributeType.INT, 1, 1, 1)]",
    ],
)
def test_hidden_properties_and_those_that_are_not_returned_need_no_words(body: str) -> None:
    """HIDDEN ones are exempt, and what `config()` does not return no user sees."""
    assert_fine("C8401", body, guide=GUIDE + "The host.")


@pytest.mark.parametrize(
    "body",
    [
        "def config(self):\n    return [ConfigProperty(NAME, 'Z', ConfigAttributeType.INT, 1, 1, 1)]",
        "def config(self):\n    return [ConfigProperty('zebra', NAME, ConfigAttributeType.INT, 1, 1, 1)]",
        "def config(self):\n    return [ConfigProperty('zebra', 'Z', NAME, 1, 1, 1)]",
        "def config(self):\n    return [ConfigProperty(**NAME)]",
        "def config(self):\n    return NAME",
        "def config(self):\n    return [*NAME]",
    ],
)
def test_names_that_are_worked_out_when_it_runs_are_undecided(body: str) -> None:
    """A name, a display name, a type or a list from elsewhere is never judged."""
    assert_undecided("C8401", body, head="from elsewhere import NAME", guide=GUIDE + "The host.")


def test_an_unknown_display_name_matters_only_where_the_name_is_not_found() -> None:
    """What is named already needs no other name."""
    body = "def config(self):\n    return [ConfigProperty('host', NAME, ConfigAttributeType.INT, 1, 1, 1)]"
    assert_fine("C8401", body, head="from elsewhere import NAME", guide=GUIDE + "The host.")


def test_without_a_guide_nothing_is_judged() -> None:
    """An empty guide is another rule's."""
    assert judge("C8401", property_of("zebra"), guide=" \n").verdicts.not_applicable
