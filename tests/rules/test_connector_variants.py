"""Connector classes of which one exists at a time: a finding is what all of them deserve."""

import textwrap
from typing import Optional

import pytest

from macrometa_conformance.engine import judge
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from macrometa_conformance.report import Status
from tests.rules.class_projects import IMPORTS, METHODS
from tests.rules.projects import PYPROJECT, changed, rule

FORKS = {
    "if": ("if os.environ.get('DEMO'):", "else:"),
    "elif": ("if os.environ.get('DEMO'):", "elif True:"),
    "try": ("try:\n    import fast", "except ImportError:"),
    "match": ("match sys.platform:\n  case 'linux':", "  case _:"),
    "opposite tests": ("if os.name == 'nt':", "if os.name != 'nt':"),
}


def variant(cls: str = "Demo", **changed_methods: Optional[str]) -> str:
    """Return a connector class; a method of None is left out."""
    methods = {**METHODS, **changed_methods}
    posted = ("validate", "samples", "schemas")
    body = "\n".join(
        f"def {method}(self{', integration' if method in posted else ''}):\n    {text}"
        for method, text in methods.items()
        if text is not None
    )
    return f"class {cls}(C8Connector):\n" + textwrap.indent(body.replace("{kind}", "source"), "    ")


def said(code: str, fork: str, one: str, other: str) -> tuple[Status, list[str]]:
    """Return what a rule says of a connector with two classes in the arms of a statement, and of what it speaks."""
    first, second = FORKS[fork]
    init = "\n".join([IMPORTS, first, textwrap.indent(one, "    "), second, textwrap.indent(other, "    "), ""])
    package = "macrometa_source_demo/__init__.py"
    judged = judge(rule(code), Project(DictTree(changed({package: init, "pyproject.toml": PYPROJECT}))))
    return judged.outcome.status, [finding.subject for finding in judged.findings]


GOOD = variant()
WRONG = {
    "C8505": (variant(name=None), "Demo"),
    "C8506": (variant().replace("def name(self)", "def name()"), "name"),
    "C8507": (variant(description="pass"), "description"),
    "C8508": (variant(capabilities="return 'discover'"), "capabilities"),
    "C8509": (f"{variant()}\n    def __init__(self, config): pass", "__init__"),
    "C8205": (variant(type="return 'sink'"), "type"),
    "C8602": (variant(reserved_keys="return ['_key']"), "reserved_keys"),
}


@pytest.mark.parametrize("fork", [fork for fork in FORKS if fork != "match"])
@pytest.mark.parametrize("code", WRONG)
def test_a_fault_of_one_variant_is_undecided(code: str, fork: str) -> None:
    """Whether the first or the second class has the fault, which of them there is is known when it runs."""
    wrong, _ = WRONG[code]
    assert said(code, fork, wrong, GOOD) == (Status.UNDECIDED, [])
    assert said(code, fork, GOOD, wrong) == (Status.UNDECIDED, [])
    assert said(code, fork, GOOD, GOOD) == (Status.PASSED, [])


@pytest.mark.parametrize("code", WRONG)
def test_a_fault_of_all_variants_is_a_finding_in_each(code: str) -> None:
    """What is wrong whichever class there is is reported, at each of the places that must be edited."""
    wrong, subject = WRONG[code]
    assert said(code, "if", wrong, wrong) == (Status.FAILED, [subject, subject])


def test_variants_may_have_different_names_and_faults() -> None:
    """A class that is at fault in one way does not answer for one that is at fault in another."""
    lacking = variant("Other", type=None)
    assert said("C8505", "try", variant(name=None), lacking) == (Status.FAILED, ["Demo", "Other"])
    assert said("C8506", "try", WRONG["C8506"][0], variant().replace("def type(self)", "def type()")) == (
        Status.UNDECIDED,
        [],
    )


@pytest.mark.parametrize("fork", ["if typing.TYPE_CHECKING:", "if False:"])
def test_a_class_that_is_never_made_is_no_variant(fork: str) -> None:
    """A stub for type checkers says nothing about the connector."""
    FORKS[fork] = (fork, "else:")
    assert said("C8505", fork, "class Demo(C8Connector):\n    pass", GOOD) == (Status.PASSED, [])
    assert said("C8505", fork, GOOD, variant(name=None)) == (Status.FAILED, ["Demo"])


def test_of_classes_with_one_name_the_last_is_the_connector() -> None:
    """A class that another one replaces is C8503's alone."""
    twice = f"{variant(name=None)}\n{GOOD}"
    assert said("C8505", "if", twice, GOOD) == (Status.PASSED, [])
