"""The rules on the connector class itself, in the forms in which a class can be written."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided, judge

INIT = ("macrometa_source_demo/__init__.py", 0)  # a finding on the whole file


@pytest.mark.parametrize(
    ("head", "declaration"),
    [
        ("", "class Demo(C8Connector):"),
        ("", "class Demo(c8connector.C8Connector):"),
        ("from c8connector import C8Connector as Base", "class Demo(Base):"),
        ("Base = C8Connector", "class Demo(Base):"),
        ("Bases = (C8Connector,)", "class Demo(*Bases):"),
        ("class Mixin:\n    pass\nBases = [Mixin, C8Connector]", "class Demo(*Bases):"),
        ("def base():\n    return C8Connector", "class Demo(base()):"),
        ("import importlib\nsdk = importlib.import_module('c8connector')", "class Demo(sdk.C8Connector):"),
        ("sdk = __import__('c8connector')", "class Demo(sdk.C8Connector):"),
        ("", "class Demo(getattr(c8connector, 'C8Connector')):"),
        ("T = typing.TypeVar('T')", "class Demo(C8Connector, typing.Generic[T]):"),
        ("try:\n    from c8connector import C8Connector as B\nexcept ImportError:\n    B = object", "class Demo(B):"),
        ("from c8connector.connector import C8Connector as Base", "class Demo(Base):"),
    ],
)
@pytest.mark.parametrize("code", ["C8501", "C8502", "C8503", "C8504", "C8505"])
def test_ways_to_name_the_interface(code: str, head: str, declaration: str) -> None:
    """A class that inherits from the interface is the connector class, however the base is named."""
    assert_fine(code, head=head, declaration=declaration)


@pytest.mark.parametrize(
    ("head", "declaration"),
    [
        ("", "class Demo:"),
        ("", "class Demo(object):"),
        ("class C8Connector:\n    pass", "class Demo(C8Connector):"),
        ("from .sdk import C8Connector", "class Demo(C8Connector):"),
        ("Bases = (object,)", "class Demo(*Bases):"),
        ("assert isinstance(1, C8Connector) is False", "class Demo:"),
        ("T = typing.TypeVar('T', bound=C8Connector)", "class Demo(typing.Generic[T]):"),
    ],
)
def test_no_connector_class(head: str, declaration: str) -> None:
    """A class without the interface among its bases, or with another of the same name, is none."""
    assert judge("C8501", head=head, declaration=declaration, sdk="class C8Connector:\n    pass\n").places == [INIT]


def test_a_class_that_lost_its_base_is_one_mistake() -> None:
    """What `samples` of such a class writes is no message of the run."""
    body = "def samples(self, integration):\n    return [singer.RecordMessage('s', {})]"
    for code, count in (("C8501", 1), ("C8710", 0)):
        judged = judge(code, body, head="import singer", declaration="class Demo:", tail="def main():\n    pass")
        assert len(judged.places) == count


@pytest.mark.parametrize(
    ("head", "declaration", "tail"),
    [
        ("from elsewhere import BASES", "class Demo(*BASES):", ""),
        ("from elsewhere import with_meta", "class Demo(with_meta(type, C8Connector)):", ""),
        ("", "class Body:", "Demo = type('Demo', (Body, C8Connector), {})"),
        ("import types", "class Body:", "Demo = types.new_class('Demo', (Body, C8Connector))"),
        ("from c8connector import C8Connector as Base", "class Body:", "Demo = type('Demo', (Body, Base), {})"),
    ],
)
@pytest.mark.parametrize("code", ["C8501", "C8505"])
def test_a_class_that_may_be_made_elsewhere(code: str, head: str, declaration: str, tail: str) -> None:
    """What a call makes of the interface, and what an unknown base is, cannot be decided."""
    assert_undecided(code, head=head, declaration=declaration, tail=tail)


def test_the_base_that_the_platform_builds_is_named() -> None:
    """A class between the interface and the connector class is named, where a function makes it too."""
    head = "def mixed(base):\n    class Mixed(base):\n        pass\n    return Mixed"
    made = assert_marked("C8504", head=head, declaration="class Demo(mixed(C8Connector)):  # <<<")
    assert "through `Mixed`" in made.verdicts.only.message
    plain = assert_marked("C8504", head="class Base(C8Connector):\n    pass", declaration="class Demo(Base):  # <<<")
    assert "through `Base`" in plain.verdicts.only.message


@pytest.mark.parametrize(
    ("tail", "modules"),
    [
        ("class Other(C8Connector):  # <<<\n    pass", {}),
        ("if sys.platform:\n    class Other(C8Connector):  # <<<\n        pass", {}),
        (
            "from . import other",
            {"other": "from c8connector import C8Connector as B\nclass Other(B):  # <<<\n    pass"},
        ),
        (
            "try:\n    from . import other\nexcept ImportError:\n    pass",
            {"other": "from c8connector import C8Connector as B\nclass Other(B):  # <<<\n    pass"},
        ),
        (
            "try:\n    import orjson\nexcept ImportError:\n    pass\nfinally:\n"
            "    class Other(C8Connector):  # <<<\n        pass",
            {},
        ),
        (
            "if os.name == 'nt':\n    class A(C8Connector):  # <<<\n        pass\n"
            "else:\n    class A(C8Connector):  # <<<\n        pass",
            {},
        ),
    ],
)
def test_two_connector_classes(tail: str, modules: dict[str, str]) -> None:
    """A second direct subclass that importing the package creates is a finding."""
    assert_marked("C8503", tail=tail, **modules)


@pytest.mark.parametrize(
    ("tail", "modules"),
    [
        ("class Other(Demo):\n    pass", {}),
        ("def make():\n    class Other(C8Connector):\n        pass", {}),
        ("if typing.TYPE_CHECKING:\n    class Other(C8Connector):\n        pass", {}),
        ("if __name__ == '__main__':\n    class Other(C8Connector):\n        pass", {}),
        ("", {"other": "import c8connector\nclass Other(c8connector.C8Connector):\n    pass"}),
        ("", {"tests__test_demo": "import c8connector\nclass Other(c8connector.C8Connector):\n    pass"}),
    ],
)
def test_a_class_that_importing_does_not_create(tail: str, modules: dict[str, str]) -> None:
    """What is made in a function, for type checkers, in a script or by a module that is not loaded does no harm."""
    assert_fine("C8503", tail=tail, **modules)


_OTHER = "from c8connector import C8Connector\nclass Demo(C8Connector):\n    pass"


@pytest.mark.parametrize(
    ("head", "foot", "modules"),
    [
        ("if sys.platform == 'win32':\n    class Demo(C8Connector):\n        pass\nelse:", "", {}),
        (
            "if os.name == 'a':\n    pass\nelif os.name == 'b':\n    from .other import Demo\nelse:",
            "",
            {"other": _OTHER},
        ),
        ("try:\n    import orjson\n    class Demo(C8Connector):\n        pass\nexcept ImportError:", "", {}),
        ("try:", "except ImportError:\n    from .other import Demo", {"other": _OTHER}),
        ("try:\n    import orjson\nexcept ImportError:\n    from .other import Demo\nelse:", "", {"other": _OTHER}),
        ("WIN = os.name == 'nt'\nif WIN:\n    from .other import Demo\nif not WIN:", "", {"other": _OTHER}),
        (
            "if os.name == 'nt':\n    from .sub import Demo\nif os.name != 'nt':",
            "",
            {"sub__part": _OTHER, "sub____init__": "from macrometa_source_demo.sub.part import Demo"},
        ),
    ],
)
def test_classes_of_which_one_exists_at_a_time(head: str, foot: str, modules: dict[str, str]) -> None:
    """Classes in arms of which only one runs, or that imports in such arms load, are never there together."""
    tail = f"{head}\n    class Demo(C8Connector):\n        name = 1\n{foot}"
    assert_fine("C8503", declaration="class Plain:", tail=tail, **modules)


@pytest.mark.parametrize(
    ("body", "tail"),
    [
        ("def say(self):\n    return 'x'\ndescription = say", ""),
        ("def say(self):\n    return 'x'", "Demo.description = Demo.say"),
        ("def say(self):\n    return 'x'", "setattr(Demo, 'description', Demo.say)"),
        ("def __init__(self):\n    self.description = self.name", ""),
        ("def __init__(self):\n    setattr(self, 'description', self.name)", ""),
        ("def __init__(self):\n    self.description = lambda: 'x'", ""),  # C8506 speaks
        ("def __init__(self):\n    self._set()\ndef _set(self):\n    self.description = self.name", ""),
        ("__slots__ = ('description',)", ""),  # C8506 speaks
        ("if sys.argv:\n    description = None\nelse:\n    def description(self):\n        return 'x'", ""),
        ("try:\n    from .a import description\nexcept ImportError:\n    description = lambda self: 'x'", ""),
    ],
)
def test_methods_that_an_assignment_defines(body: str, tail: str) -> None:
    """A method is defined by an assignment in the class, to it, or to the object where it is made."""
    assert_fine("C8505", body, tail=tail, without=("description",))


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("", {"tail": "if sys.argv:\n    Demo.description = Demo.name"}),
        ("", {"tail": "for name in ('description', 'other'):\n    setattr(Demo, name, Demo.version)"}),
        ("def __init__(self):\n    if sys.argv:\n        self.description = self.name", {}),
        ("def __init__(self):\n    self.__dict__['description'] = self.name", {}),
        ("def __init__(self):\n    vars(self).update(description=self.name)", {}),
        ("def __init__(self):\n    for name in sys.argv:\n        setattr(self, name, self.name)", {}),
        ("if sys.argv:\n    def description(self):\n        return 'x'", {}),
        ("try:\n    from elsewhere import description\nexcept ImportError:\n    pass", {}),
        ("locals()['description'] = lambda self: 'x'", {}),
        ("exec('def description(self): return 1')", {}),
        ("def __getattribute__(self, name):\n    return super().__getattribute__('name')", {}),
        (
            "",
            {
                "head": "class Base:\n    def __init_subclass__(cls):\n        cls.description = cls.name",
                "declaration": "class Demo(Base, C8Connector):",
            },
        ),
    ],
)
def test_methods_that_may_be_defined(body: str, around: dict[str, str]) -> None:
    """What is set under a condition, under a computed name, or by something that fills the class, is not decided."""
    assert_undecided("C8505", body, without=("description",), **around)


@pytest.mark.parametrize("tail", ["del Demo.description", "delattr(Demo, 'description')", "delattr(Demo, sys.argv[0])"])
def test_methods_that_are_deleted(tail: str) -> None:
    """A method that somebody takes away later may be missing; what the class's own body deletes is."""
    if "argv" not in tail:
        assert_undecided("C8505", tail=tail)
    assert_undecided("C8507", tail=tail)
    assert_fine("C8505", tail="def clean(other):\n    del other.description\ndel sys.description")
    assert_marked("C8505", "del description", declaration="class Demo(C8Connector):  # <<<")


_MIXIN = "class Mixin:\n    def description(self):\n        return 'x'\n"


@pytest.mark.parametrize(
    ("head", "bases"),
    [
        (_MIXIN, "C8Connector, Mixin"),
        (_MIXIN + "class More(Mixin):\n    pass\n", "C8Connector, More"),
    ],
)
def test_methods_that_the_interface_hides(head: str, bases: str) -> None:
    """A base that comes after the interface defines nothing, as the empty methods of that are found first."""
    judged = judge("C8505", head=head, declaration=f"class Demo({bases}):", without=("description",))
    (finding,) = judged.verdicts.findings
    assert "takes `description` from `C8Connector`, which stands before `Mixin`" in finding.message


@pytest.mark.parametrize(
    ("head", "bases"),
    [
        (_MIXIN, "Mixin, C8Connector"),
        (_MIXIN + "class Root(C8Connector):\n    pass\n", "Mixin, Root"),
        (_MIXIN + "class Root(C8Connector):\n    pass\n", "Root, Mixin"),  # C8504 speaks
        (_MIXIN + "class Both(Mixin, C8Connector):\n    pass\nclass Root(C8Connector):\n    pass\n", "Root, Both"),
    ],
)
def test_methods_of_a_base_before_the_interface(head: str, bases: str) -> None:
    """A base defines a method where Python comes to it before the interface, or another rule speaks."""
    assert_fine("C8505", head=head, declaration=f"class Demo({bases}):", without=("description",))


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("from elsewhere import wrapped", True),
        ("def wrapped(cls):\n    class Other(cls):\n        pass\n    return Other", True),
        ("def wrapped(cls):\n    return cls", False),
        ("from typing import final as wrapped", False),
    ],
)
def test_a_decorator_that_may_give_back_another_class(head: str, found: bool) -> None:
    """What inherits from the connector class would be built in its place; one that gives the class back is fine."""
    judged = judge("C8504", head=head, declaration="@wrapped\nclass Demo(C8Connector):")
    assert not judged.verdicts.findings
    assert bool(judged.verdicts.undecided) is found


@pytest.mark.parametrize(
    ("tail", "undecided"),
    [
        ("def make():\n    class Other(C8Connector):\n        pass\nmake()", True),
        ("def make():\n    class Other(C8Connector):\n        pass\nOTHER = [make()]", True),
        ("def make():\n    class Other(C8Connector):\n        pass", False),
        ("def make():\n    class Other(C8Connector):\n        pass\ndef later():\n    make()", False),
        ("def make():\n    class Other:\n        pass\nmake()", False),
    ],
)
def test_a_class_that_a_function_defines(tail: str, undecided: bool) -> None:
    """It exists beside the connector class where the function is called as the package is imported."""
    judged = judge("C8503", tail=tail)
    assert not judged.verdicts.findings
    assert bool(judged.verdicts.undecided) is undecided


def test_the_connector_class_in_a_function() -> None:
    """Whether there is a connector class hangs on whether the function that defines it runs."""
    tail = "def define():\n    global Other\n    class Other(C8Connector):\n        pass\ndefine()"
    assert_undecided("C8501", declaration="class Plain:", tail=tail)


@pytest.mark.parametrize("where", ["head", "tail"])
def test_of_two_classes_the_connector_is_the_one_that_defines_more(where: str) -> None:
    """C8503 is told of the other one, wherever it stands, and no other rule judges that."""
    old = "class Old(C8Connector):  # <<<\n    def name(self): ..."
    assert_marked("C8503", **{where: old})
    for code in ("C8505", "C8507"):
        assert_fine(code, **{where: old})
