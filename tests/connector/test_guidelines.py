"""The table of the guidelines' sentences."""

import pytest

from macrometa_conformance.connector.guidelines import GUIDELINES, OTHER_SOURCES, Sentence, demands_on
from macrometa_conformance.registry import built_in_rules
from macrometa_conformance.rule import Rule

RULES = tuple(built_in_rules())
# How many sentences and items of lists each heading of the guidelines has; the items of a list that a sentence
# announces belong to that sentence.
COUNTS = {
    "Implementing C8 Connectors": 2,
    "Naming the Connector": 2,
    "Project structure": 2,
    "Dependencies/Libraries and their versions to use": 2,
    "Connector specific documentation": 3,
    "Resolving reserved key conflicts between macrometa collection and external DB": 20,
    "Adding metrics to the connectors": 10,
    "State management for connectors": 2,
    "Sample Connectors": 3,
}
SENTENCES = [
    pytest.param(sentence, id=f"{heading.title} {place}")
    for heading in GUIDELINES
    for place, sentence in enumerate(heading.sentences, start=1)
]


def test_no_sentence_is_lost() -> None:
    """Each heading is there in its order, with as many sentences as the guidelines have."""
    assert [(heading.title, len(heading.sentences)) for heading in GUIDELINES] == list(COUNTS.items())


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_rules_or_a_reason(sentence: Sentence) -> None:
    """What a sentence demands is checked by rules that exist, once each, or it is told why nothing can check it."""
    assert sentence.rules or sentence.reason
    assert set(sentence.rules) <= {rule.code for rule in RULES}
    assert len(set(sentence.rules)) == len(sentence.rules)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_names_its_source(rule: Rule) -> None:
    """What demands a rule is a heading, below which a sentence names the rule, or another known source."""
    assert rule.source in {*COUNTS, *OTHER_SOURCES}
    if rule.source in COUNTS:
        assert rule.source in {heading for heading, _, _ in demands_on(rule.code)}
