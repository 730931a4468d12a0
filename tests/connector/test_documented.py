"""Names in the document for users: whole words, folded."""

import pytest

from macrometa_conformance.connector.documented import is_named
from macrometa_conformance.connector.property_faults import is_secret


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("host", "the host is", True),
        ("host", "ghost hosts", False),
        ("Host Name", "host_name", True),
        ("host_name", "hostname", False),
        ("", "anything", False),
        ("_", "a _ b", False),
        ("a+b", "a+b", True),
        ("a.c", "abc", False),
        ("straße", "strasse", True),
    ],
)
def test_names_are_whole_words(name: str, text: str, expected: bool) -> None:
    """A name is a row of words with `_`, `-` or blanks between; whatever else it holds is taken as it is."""
    assert is_named(name, text.casefold()) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("password", True),
        ("PASSWORD", True),
        ("sslPassword", True),
        ("HTTPToken", True),
        ("api-key", True),
        ("key", False),
        ("APIKEY", True),
        ("password_", False),
        ("", False),
        ("123", False),
        ("token2", False),
    ],
)
def test_secrets_are_told_by_the_last_words(name: str, expected: bool) -> None:
    """Words are split at `_`, `-` and case, and numbers are words."""
    assert is_secret(name) is expected
