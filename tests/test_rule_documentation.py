"""The documentation of the built-in rules has all its parts."""

import re

import pytest

from macrometa_conformance.config import KEYS
from macrometa_conformance.docstring import documentation
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.reporters.rule_help import markdown
from macrometa_conformance.rule import Rule

RULES = tuple(built_in_rules())
TITLES = ("Demand", "Why", "Bad", "Good", "When it is silent or undecided", "How to fix", "Options", "Measured")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_tells_everything(rule: Rule) -> None:
    """The page has the demand, why, bad, good, when silent, how to fix, options and measured numbers, each once."""
    prose = re.sub(r"^```.*?^```$", "", markdown(rule), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^## (.*)$", prose, re.MULTILINE)
    assert titles == list(TITLES)
    assert documentation(rule.doc).prose


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_an_option_is_a_setting(rule: Rule) -> None:
    """What a rule calls its own setting is one that the settings know."""
    assert set(rule.options) <= set(KEYS)
