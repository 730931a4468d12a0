"""What rules say of what they find."""

import pytest

from macrometa_conformance.rule import Rule
from tests.tools.words import FOLDER, RULES, words


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_findings_are_worded_as_they_were_read(rule: Rule) -> None:
    """Message, help, subject and evidence are as they are kept, so that a change of words is read by a reviewer.

    `python -m tests.tools.words` writes them anew.
    """
    assert words(rule) == (FOLDER / f"{rule.code}.txt").read_text(encoding="utf-8")
