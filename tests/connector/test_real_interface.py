"""What the tool says of the interface, held against the real `c8connector`."""

import inspect
from enum import Enum
from importlib import import_module
from typing import Optional

import pytest

from macrometa_conformance.connector import contract
from tests.rules.class_projects import IMPORTS, judge

c8connector = import_module("c8connector")  # it has no type hints of its own


def test_the_interface_is_that_of_the_package() -> None:
    """Methods, parameters and members are those of the release that is installed for the tests."""
    methods = [name for name, value in vars(c8connector.C8Connector).items() if inspect.isfunction(value)]
    assert sorted(methods) == sorted(contract.METHODS)
    one_argument = [
        name for name in methods if len(inspect.signature(getattr(c8connector.C8Connector, name)).parameters) == 2
    ]
    assert sorted(one_argument) == sorted(contract.METHODS_WITH_INTEGRATION)
    parameters = inspect.signature(c8connector.ConfigProperty).parameters
    assert tuple(parameters) == contract.CONFIG_PROPERTY_PARAMETERS
    defaults = tuple(name for name, one in parameters.items() if one.default is not one.empty)
    assert defaults == contract.CONFIG_PROPERTY_DEFAULTS
    assert {one.name: one.value for one in c8connector.ConfigAttributeType} == contract.CONFIG_ATTRIBUTE_TYPES
    assert tuple(one.name for one in c8connector.SchemaAttributeType) == contract.SCHEMA_ATTRIBUTE_TYPES
    assert issubclass(c8connector.ConfigAttributeType, Enum)


BODIES = [
    "def name():\n    return 'x'",
    "def name(self, x):\n    return x",
    "def name(*args):\n    return 'x'",
    "def name(self, /, **more):\n    return 'x'",
    "def validate(self):\n    pass",
    "def validate(integration):\n    pass",
    "def samples(self, *, integration):\n    return []",
    "def samples(self, integration=None, limit=1):\n    return []",
    "@staticmethod\ndef name():\n    return 'x'",
    "@classmethod\ndef name(cls):\n    return 'x'",
    "@property\ndef name(self):\n    return 'x'",
    "@functools.cached_property\ndef config(self):\n    return []",
    "@functools.lru_cache()\ndef config(self):\n    return []",
    "@functools.lru_cache()\ndef samples(self, integration):\n    return []",
    "@functools.singledispatchmethod\ndef validate(self, integration):\n    pass",
    "async def config(self):\n    return []",
    "name = 'Demo'",
    "name = None",
    "name = lambda self: 'x'",
    "name = lambda: 'x'",
    "name = staticmethod(lambda: 'x')",
    "name = classmethod(lambda cls: 'x')",
    "name = property(lambda self: 'x')",
    "name = functools.partial(lambda: 'x')",
    "def _say(self, text):\n    return text\nname = functools.partialmethod(_say, 'x')",
    "def name(self):\n    return 'x'\npackage_name = name",
    "@staticmethod\ndef _name():\n    return 'x'\nname = _name",
    "class name:\n    pass",
    "def __init__(self):\n    self.config = {}",
    "def __init__(self):\n    self.config = self.capabilities",
    "def __init__(self):\n    self.description = lambda: 'x'",
    "def validate(self, integration):\n    self.config = integration",
]


def not_served(text: str) -> Optional[str]:
    """Return the first method of a connector that the platform's loader, going about it as that does, cannot serve."""
    namespace: dict[str, object] = {}
    exec(IMPORTS + text, namespace)
    cls = namespace["Demo"]
    assert isinstance(cls, type)
    if not issubclass(cls, c8connector.C8Connector):
        return "class"
    connector = cls()
    for name in contract.METHODS:
        method = getattr(connector, name)
        if not inspect.ismethod(method):
            return name
        try:
            given = method({"host": "x"}) if name in contract.METHODS_WITH_INTEGRATION else method()
        except c8connector.ValidationException:
            continue
        except TypeError:
            return name
        if inspect.iscoroutine(given):
            given.close()
            return name
    return None


@pytest.mark.filterwarnings("ignore:functools.partial will be a method descriptor:FutureWarning")  # Python 3.13
@pytest.mark.parametrize("body", BODIES)
def test_the_rule_agrees_with_the_package(body: str) -> None:
    """What the loader of the real package cannot serve is a finding, and nothing else is."""
    judged = judge("C8506", body)
    text = judged.init.replace(IMPORTS, "")
    assert bool(judged.verdicts.findings) is (not_served(text) is not None)


@pytest.mark.parametrize(
    ("head", "declaration"),
    [
        ("", "class Demo(C8Connector, abc.ABC):"),
        ("", "class Demo(C8Connector, typing.Protocol):"),
        ("", "class Demo(C8Connector, enum.Enum):"),
        ("", "class Demo(C8Connector, metaclass=abc.ABCMeta):"),
        ("", "class Demo(C8Connector, metaclass=type):"),
        ("T = typing.TypeVar('T')", "class Demo(C8Connector, typing.Generic[T]):"),
        ("class Both(type(C8Connector), abc.ABCMeta): pass", "class Demo(C8Connector, abc.ABC, metaclass=Both):"),
        ("class Meta(type): pass\nclass Base(metaclass=Meta): pass", "class Demo(C8Connector, Base):"),
        ("class Meta(type(C8Connector)): pass\nclass Base(metaclass=Meta): pass", "class Demo(C8Connector, Base):"),
        ("class Meta(type): pass", "class Demo(C8Connector, metaclass=Meta):"),
    ],
)
def test_metaclasses_agree_with_the_package(head: str, declaration: str) -> None:
    """A class that Python refuses to make beside the real `C8Connector` is a finding, and nothing else is."""
    judged = judge("C8516", "", head=head, declaration=declaration)
    refused = ""
    try:
        exec(judged.init, {})
    except TypeError as error:
        refused = str(error)
    assert bool(judged.verdicts.findings) is ("metaclass conflict" in refused)
