"""The rules on how the connector class is made: its constructor and its metaclass."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided

META = "class Both(type(C8Connector), abc.ABCMeta):\n    pass\n"


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("def __init__(self, config):  # <<<\n    self._c = config", {}),
        ("def __init__(self, a, b=1):  # <<<\n    pass", {}),
        ("def __init__(self, *, config):  # <<<\n    pass", {}),
        ("def __init__():  # <<<\n    pass", {}),
        ("def __new__(cls, config):  # <<<\n    return super().__new__(cls)", {}),
        ("def __new__(cls, *, config):  # <<<\n    return super().__new__(cls)", {}),
        (
            "",
            {
                "head": "class Base:\n    def __init__(self, config):  # <<<\n        pass",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        (
            "def __init__(self, x=1):\n    pass\ndef __new__(cls, x):  # <<<\n    return super().__new__(cls)",
            {},
        ),
        ("async def __init__(self):  # <<<\n    pass", {}),
        ("def __init__(self):  # <<<\n    yield", {}),
        ("def __init__(self):\n    super().__init__('demo')  # <<<", {}),
        ("def __init__(self, x=1):\n    super(Demo, self).__init__(x=x)  # <<<", {}),
        ("def __init__(self):\n    return self  # <<<", {}),
        ("def __init__(self):\n    raise NotImplementedError('no')  # <<<", {}),
        ("def __init__(self):\n    self._x = 1\n    raise OSError  # <<<", {}),
        ("def __new__(cls):\n    raise OSError  # <<<", {}),
        ("def __new__(cls):  # <<<\n    super().__new__(cls)", {}),
        ("def __new__(cls):  # <<<\n    return []", {}),
        ("def __init__(self, config=None):\n    if config:\n        return 1  # <<<\n    return {}", {}),
        ("def __init__(self):\n    return make()  # <<<", {"head": "def make():\n    return ['a']"}),
        ("def __init__(self):\n    try:\n        return 1  # <<<\n    finally:\n        self.x = 1", {}),
        (
            "",
            {
                "head": "class Base:\n    def __init__(self):\n        return 'x'  # <<<",
                "declaration": "class Demo(C8Connector, Base):",
            },
        ),
        (
            "host: str = 'x'\ndef __post_init__(self, host):  # <<<\n    pass",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        (
            "host: dataclasses.InitVar[str] = 'x'\ndef __post_init__(self):  # <<<\n    pass",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        (
            "def __post_init__(self, *, host):  # <<<\n    pass",
            {
                "head": "@dataclasses.dataclass\nclass Base:\n    host: str = 'x'\n    def __post_init__(self): ...",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        (
            "def __init__(self):\n    super().__init__()",
            {
                "head": "class Base:\n    def __init__(self):\n        super().__init__(1)  # <<<",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        ("host: str  # <<<", {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"}),
        (
            "host: str = 'x'\nport: int  # <<<",
            {"declaration": "@dataclass(frozen=True)\n"
            "class Demo(C8Connector):", "head": "from dataclasses import dataclass"},
        ),
        (
            "port: int = dataclasses.field(repr=False)  # <<<",
            {"declaration": "@dataclasses.dataclass(repr=True)\nclass Demo(C8Connector):"},
        ),
        (
            "x: dataclasses.InitVar[int]  # <<<\ny: typing.ClassVar[int]",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        (
            "",
            {
                "head": "@dataclasses.dataclass\nclass Base:\n    host: str  # <<<",
                "declaration": "@dataclasses.dataclass\nclass Demo(Base, C8Connector):",
            },
        ),
        (
            "",
            {
                "head": "@dataclasses.dataclass\nclass Base:\n    host: str  # <<<",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        (
            "@abc.abstractmethod\ndef more(self):\n    pass",
            {"head": META, "declaration": "class Demo(C8Connector, metaclass=Both):  # <<<"},
        ),
    ],
)  # fmt: skip
def test_constructors_that_need_arguments_are_found(body: str, around: dict[str, str]) -> None:
    """Required parameters of `__init__` and `__new__`, fields without a default and abstract methods are found."""
    assert_marked("C8509", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("", {}),
        ("def __init__(self):\n    pass", {}),
        ("def __init__(self, config=None, *args, full=False, **more):\n    pass", {}),
        ("def __init__(*args):\n    pass", {}),
        ("def __new__(cls, *args, **kwargs):\n    return super().__new__(cls)", {}),
        ("host: str = 'x'", {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"}),
        ("def __init__(self):\n    return None", {}),
        ("def __init__(self):\n    if self is None:\n        raise OSError", {}),
        ("def __init__(self):\n    if self is not None:\n        return\n    raise OSError", {}),
        ("def __init__(self):\n    try:\n        raise OSError\n    except OSError:\n        pass", {}),
        ("def __new__(cls):\n    return super().__new__(cls)", {}),
        ("def __new__(cls):\n    made = object.__new__(cls)\n    return made", {}),
        ("def __new__(cls):\n    return make() or None", {"head": "from elsewhere import make"}),
        ("def __init__(self):\n    return super().__init__()", {}),
        ("def __init__(self):\n    return self._set()\ndef _set(self):\n    self._x = 1", {}),
        ("def __init__(self):\n    if False:\n        return 1", {}),
        ("def __init__(self):\n    def inner():\n        return 1\n    self._x = inner", {}),
        ("def __init__(self):\n    try:\n        load()\n    except OSError:\n        return", {}),
        (
            "def __init__(self):\n    super().__init__()",
            {
                "head": "class Base:\n    def __init__(self):\n        return 'x'",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        ("def __post_init__(self, host):\n    pass", {}),
        (
            "host: dataclasses.InitVar[str] = 'x'\nport: int = 1\ndef __post_init__(self, host):\n    pass",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        (
            "host: str = 'x'\ndef __post_init__(self, host):\n    pass",
            {"declaration": "@dataclasses.dataclass(init=False)\nclass Demo(C8Connector):"},
        ),
        (
            "def __post_init__(self, host):\n    pass",
            {
                "head": "@dataclasses.dataclass\nclass Base:\n    host: str = 'x'",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        ("host: str", {}),
        ("host: str", {"declaration": "@dataclasses.dataclass(init=False)\nclass Demo(C8Connector):"}),
        (
            "host: str\ndef __init__(self):\n    self.host = 'x'",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        (
            "hosts: list = dataclasses.field(default_factory=list)\nport: int = dataclasses.field(init=False)",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        (
            "kind: typing.ClassVar[str]\n_: dataclasses.KW_ONLY\nport: int = 1",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        ("kind: 'typing.ClassVar[str]'", {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"}),
        (
            "host: str = 'x'",
            {
                "head": "@dataclasses.dataclass\nclass Base:\n    host: str",
                "declaration": "@dataclasses.dataclass\nclass Demo(Base, C8Connector):",
            },
        ),
        (
            "def __init__(self):\n    super().__init__('x')",
            {
                "head": "class Base:\n    def __init__(self, config):\n        pass",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        ("@abc.abstractmethod\ndef more(self):\n    pass", {}),
        (
            "def more(self):\n    pass",
            {
                "head": META + "class Base(metaclass=Both):\n    @abc.abstractmethod\n    def more(self): ...",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        ("class Helper:\n    def __init__(self, x):\n        pass", {}),
        ("def __init__(self):\n    super().__init__()", {}),
        ("def __init__(self, *args, **kwargs):\n    super().__init__(*args, **kwargs)", {}),
        ("def __init__(self, debug=False):\n    if debug:\n        super().__init__(debug)", {}),
        (
            "def __init__(self):\n    super().__init__('demo')",
            {
                "head": "class Base:\n    def __init__(self, x):\n        super().__init__()",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        (
            "def __init__(self):\n    super().__init__('demo')",
            {
                "head": "class Base:\n    def __init__(self, x):\n        pass",
                "declaration": "class Demo(C8Connector, Base):",
            },
        ),
        (
            "def __init__(self):\n    super().__init__('demo')",
            {
                "head": "@dataclasses.dataclass\nclass Base:\n    x: str",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
        ("def __init__(self):\n    super().__init__('demo')", {"declaration": "class Demo(C8Connector, Exception):"}),
    ],
)
def test_constructors_that_need_none_are_fine(body: str, around: dict[str, str]) -> None:
    """Defaults, an own constructor beside fields, class variables and what another class needs are fine."""
    assert_fine("C8509", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("@inject\ndef __init__(self, config):\n    pass", {"head": "from elsewhere import inject"}),
        ("def __init__(self, config):\n    pass", {"head": "from e import f", "declaration": "@f\n"
        "class Demo(C8Connector):"}),
        (
            "",
            {
                "head": "from elsewhere import Outside\nclass Base:\n    def __init__(self, config):\n        pass",
                "declaration": "class Demo(Outside, Base, C8Connector):",
            },
        ),
        ("", {"tail": "Demo.__init__ = lambda self, x: None"}),
        ("def __init__(self):\n    if os.environ:\n        return 1", {}),
        ("def __init__(self):\n    for x in load():\n        return x or 1", {}),
    ],
)  # fmt: skip
def test_constructors_that_others_may_replace_are_undecided(body: str, around: dict[str, str]) -> None:
    """A decorator or a base from outside may bring another constructor."""
    assert_undecided("C8509", body, **around)


@pytest.mark.parametrize(
    "around",
    [
        {"declaration": "class Demo(C8Connector, abc.ABC):  # <<<"},
        {"declaration": "class Demo(abc.ABC, C8Connector):  # <<<"},
        {"declaration": "class Demo(C8Connector, metaclass=abc.ABCMeta):  # <<<"},
        {"declaration": "class Demo(C8Connector, Base):  # <<<", "head": "from abc import ABC as Base"},
        {"declaration": "class Demo(\n    C8Connector,\n    abc.ABC,  # <<<\n):"},
        {"declaration": "class Demo(C8Connector, typing.Protocol):  # <<<"},
        {
            "declaration": "class Demo(C8Connector, Protocol[T]):  # <<<",
            "head": "from typing import Protocol, TypeVar\nT = TypeVar('T')",
        },
        {"declaration": "class Demo(C8Connector, enum.Enum):  # <<<"},
        {"declaration": "class Demo(C8Connector, collections.abc.Mapping):  # <<<", "head": "import collections.abc"},
        {"declaration": "class Demo(C8Connector, Base):  # <<<", "head": "class Base(abc.ABC):\n    pass"},
        {"declaration": "class Demo(Base, C8Connector):  # <<<", "head": "class Base(metaclass=abc.ABCMeta):\n"
        "    pass"},
        {
            "declaration": "class Demo(C8Connector, Base):  # <<<",
            "head": "class Meta(type):\n    pass\nclass Base(metaclass=Meta):\n    pass",
        },
        {"declaration": "class Demo(C8Connector, metaclass=Meta):  # <<<", "head": "class Meta(type):\n    pass"},
        {"declaration": "class Demo(Base):", "head": "class Base(C8Connector, abc.ABC):  # <<<\n    pass"},
        {
            "declaration": "class Demo(Base, C8Connector):  # <<<",
            "head": "from .base import Base",
            "base": "from abc import ABC\nclass Root(ABC):\n    pass\nclass Base(Root):\n    pass",
        },
        {"declaration": "class Demo(BASE, c8connector.C8Connector):  # <<<", "head": "BASE = abc.ABC"},
        {"declaration": "class Demo(C8Connector, BaseModel):  # <<<", "head": "from pydantic import BaseModel"},
    ],
)  # fmt: skip
def test_metaclasses_that_conflict_are_found(around: dict[str, str]) -> None:
    """Whatever brings another metaclass, directly or by bases of the project, is found where it is written."""
    assert_marked("C8516", **around)


@pytest.mark.parametrize(
    "around",
    [
        {},
        {"declaration": "class Demo(C8Connector, typing.Generic[T]):", "head": "T = typing.TypeVar('T')"},
        {"declaration": "class Demo(C8Connector, object):"},
        {"declaration": "class Demo(C8Connector, metaclass=type):"},
        {"declaration": "class Demo(C8Connector, metaclass=type(C8Connector)):"},
        {"declaration": "class Demo(C8Connector, metaclass=c8connector.C8ConnectorMeta):"},
        {"declaration": "class Demo(C8Connector, abc.ABC, metaclass=Both):", "head": META},
        {
            "declaration": "class Demo(Base, abc.ABC, C8Connector):",
            "head": META + "class Base(C8Connector, metaclass=Both):\n    pass",
        },
        {
            "declaration": "class Demo(C8Connector, metaclass=Meta):",
            "head": "class Meta(type(C8Connector)):\n    pass",
        },
        {"declaration": "class Demo(Mixin, C8Connector):", "head": "class Mixin:\n    pass\n"
        "class Other(abc.ABC):\n    pass"},
        {"declaration": "class Demo(C8Connector, threading.Thread):", "head": "import threading"},
        {"declaration": "class Demo(C8Connector, dict):"},
        {"declaration": "class Demo(C8Connector):", "head": "class Meta(type):\n    pass\n"
        "class Base(metaclass=Meta): pass"},
    ],
)  # fmt: skip
def test_metaclasses_that_agree_are_fine(around: dict[str, str]) -> None:
    """`Generic`, plain mixins, `type` itself and a metaclass that derives from both do no harm."""
    assert_fine("C8516", **around)


@pytest.mark.parametrize(
    "around",
    [
        {"declaration": "class Demo(C8Connector, Base):", "head": "from elsewhere import Base"},
        {"declaration": "class Demo(C8Connector, metaclass=make):", "head": "def make(*a):\n    return type(*a)"},
        {
            "declaration": "class Demo(C8Connector, abc.ABC, metaclass=Meta):",
            "head": "from elsewhere import Base\nclass Meta(Base):\n    pass",
        },
    ],
)
def test_metaclasses_from_outside_are_undecided(around: dict[str, str]) -> None:
    """What metaclass a class from outside has, and what it derives from, no text of the project tells."""
    assert_undecided("C8516", **around)
