"""How calls of `ConfigProperty` are bound: arguments by parameter, stars, partials, and what raises."""

import pytest

from macrometa_conformance.connector.config_properties import ConfigProperties
from macrometa_conformance.connector.property_calls import PropertyCall
from macrometa_conformance.project.dict_tree import DictTree
from macrometa_conformance.project.project import Project
from tests.rules.class_projects import IMPORTS
from tests.rules.projects import PYPROJECT


def properties(returned: str, head: str = "") -> ConfigProperties:
    """Return the properties of a connector whose `config()` returns an expression."""
    text = f"{IMPORTS}{head}\nclass Demo(C8Connector):\n    def config(self):\n        return {returned}\n"
    files = {"pyproject.toml": PYPROJECT, "macrometa_source_demo/__init__.py": text}
    return Project(DictTree(files)).config_properties


def only(returned: str, head: str = "") -> PropertyCall:
    """Return the one property that `config()` returns."""
    found = properties(returned, head).properties
    assert len(found) == 1
    return found[0]


def texts(call: PropertyCall) -> dict[str, object]:
    """Return the arguments that are one known literal, by parameter."""
    return {name: given.values[0].value for name, given in call.given if hasattr(given.values[0], "value")}


@pytest.mark.parametrize(
    ("call", "head"),
    [
        ("ConfigProperty('a', 'A', 1, 2, 3, 'd')", ""),
        ("ConfigProperty('a', 'A', 1, is_dynamic=3, is_mandatory=2, description='d')", ""),
        ("ConfigProperty(*('a', 'A', 1), 2, *[3, 'd'])", ""),
        ("ConfigProperty(**{'name': 'a', 'display_name': 'A', 'type': 1}, is_mandatory=2, **REST)",
         "REST = dict(is_dynamic=3, description='d')"),
        ("make('a', type=1, description='d')",
         "make = functools.partial(ConfigProperty, display_name='A', is_mandatory=2, is_dynamic=3)"),
        ("make(1, 2, 3, 'd')", "make = functools.partial(functools.partial(ConfigProperty, 'a'), 'A')"),
        ("make('a', 'A', 1, 2, 3, description='d')", "make = functools.partial(ConfigProperty, description='x')"),
        ("Text('a')", "class Text(ConfigProperty):\n    def __init__(self, n):\n"
                      "        ConfigProperty.__init__(self, n, 'A', 1, 2, is_dynamic=3, description='d')"),
        ("Text('a', 'A', 1, 2, 3, 'd')", "class Text(ConfigProperty):\n    pass"),
    ],
)  # fmt: skip
def test_arguments_are_bound_as_python_binds_them(call: str, head: str) -> None:
    """Positions, keywords, stars, partials and subclasses give each parameter what Python would give it."""
    made = only(f"[{call}]", head)
    assert texts(made) == {
        "name": "a", "display_name": "A", "type": 1, "is_mandatory": 2, "is_dynamic": 3, "description": "d"
    }  # fmt: skip
    assert (made.faults, made.exact) == ((), True)


def test_what_is_not_known_of_a_call_is_no_fault() -> None:
    """A starred argument from elsewhere leaves it open what is passed, but not what surely is."""
    made = only("[ConfigProperty('a', *more)]", "from elsewhere import more")
    assert (texts(made), made.faults, made.exact) == ({"name": "a"}, (), False)
    made = only("[ConfigProperty(**more, example=1)]", "from elsewhere import more")
    assert made.faults == ("there is no parameter `example`",)


def test_each_round_and_each_call_of_a_helper_makes_a_property_of_its_own() -> None:
    """A loop over a table makes as many properties as it has rows; the call is one."""
    found = properties("[ConfigProperty(n, n, 1, 1, 1, 1) for n in ('a', 'b', 'c')]")
    assert [call.name for call in found.properties] == ["a", "b", "c"]
    assert found.made_by(found.properties[0].expr) == 3
    assert found.undecided is None


def test_a_list_that_is_not_fully_known_says_so() -> None:
    """What is known of it is there, and why the rest is not."""
    found = properties("[ConfigProperty('a', 'A', 1, 1, 1, 1), *more()]", "from elsewhere import more")
    assert [call.name for call in found.properties] == ["a"]
    assert found.undecided is not None
    assert properties("more()", "from elsewhere import more").undecided is not None
