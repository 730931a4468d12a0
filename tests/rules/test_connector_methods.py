"""The rules on the methods of the connector class, in many forms and near misses."""

import pytest

from tests.rules.class_projects import assert_fine, assert_marked, assert_undecided, judge

WRAPPER = """
def logged(function):
    @functools.wraps(function)
    def inner(self, *args, **kwargs):
        return function(self, *args, **kwargs)
    return inner
"""


@pytest.mark.parametrize(
    "body",
    [
        "def name():  # <<<\n    return 'x'",
        "def validate(integration):  # <<<\n    pass",
        "def validate(self):  # <<<\n    pass",
        "def samples(self, integration, limit):  # <<<\n    return []",
        "def samples(self, *, integration):  # <<<\n    return []",
        "def config(self, integration):  # <<<\n    return []",
        "def config(self, *, full):  # <<<\n    return []",
        "async def schemas(self, integration):  # <<<\n    return []",
        "def samples(self, integration):  # <<<\n    yield 1",
        "def samples(self, integration):  # <<<\n    yield from []",
        "def capabilities(self):  # <<<\n    x = yield\n    return []",
        "async def config(self):  # <<<\n    yield 1",
        "@staticmethod\ndef name():  # <<<\n    return 'x'",
        "@staticmethod\ndef validate(integration):  # <<<\n    pass",
        "@property\ndef name(self):  # <<<\n    return 'x'",
        "@functools.cached_property\ndef config(self):  # <<<\n    return []",
        "@property\n@abc.abstractmethod\ndef name(self):  # <<<\n    return 'x'",
        "@abc.abstractmethod\n@property\ndef name(self):\n    return 'x'\n@name.setter\n"
        "def name(self, v):  # <<<\n    pass",
        "name = 'Demo'  # <<<",
        "name = None  # <<<",
        "config = [1]  # <<<",
        "capabilities: list = ['a']  # <<<",
        "config = {}  # <<<",
        "name = lambda: 'Demo'  # <<<",
        "validate = lambda self: None  # <<<",
        "name = staticmethod(lambda: 'Demo')  # <<<",
        "name = property(lambda self: 'Demo')  # <<<",
        "name = functools.partial(str, 'Demo')  # <<<",
        "def _say(self, text):\n    return text\nname = functools.partialmethod(_say, 'Demo')  # <<<",
        "class name:  # <<<\n    pass",
        "@functools.lru_cache(maxsize=None)\ndef samples(self, integration):  # <<<\n    return []",
        "@functools.cache\ndef validate(self, integration):  # <<<\n    pass",
        "@functools.singledispatchmethod\ndef validate(self, integration):  # <<<\n    pass",
        "@classmethod\ndef name(cls, language):  # <<<\n    return 'x'",
        "def __init__(self):\n    self.config = {}  # <<<",
        "def __init__(self, config=None):\n    self.config = config or {}  # <<<",
        "def __init__(self):\n    super().__init__()\n    self.name = 'demo'  # <<<",
        "def __init__(self):\n    self._set()\ndef _set(self):\n    self.schemas = []  # <<<",
        "def __init__(self):\n    self.schemas = self._schemas = {}  # <<<",
        "def __init__(self):\n    self.name = lambda: 'x'  # <<<",
        "@staticmethod\ndef _name():\n    return 'x'\nname = _name  # <<<",
        "def name(self):\n    return 'x'\nname = property(name)  # <<<",
        "def _f(self):\n    pass\nvalidate = _f  # <<<",
        "__slots__ = ('name',)  # <<<",
        "__slots__ = 'name'  # <<<",
        "__slots__ = ['x', 'name']  # <<<",
        "@functools.partial\ndef name(self):  # <<<\n    return 'x'",
        "def __init__(self):\n    setattr(self, 'name', 'x')  # <<<",
        "def __init__(self):\n    self.name = functools.partial(self.type)  # <<<",
    ],
)
def test_what_the_platform_cannot_serve_is_found(body: str) -> None:
    """Wrong arity, no `self`, async, generators, static methods, properties and other values are each a finding."""
    assert_marked("C8506", body)


@pytest.mark.parametrize(
    "body",
    [
        "def name(this):\n    return 'x'",
        "def name(self=None):\n    return 'x'",
        "def name(*args):\n    return 'x'",
        "def name(self, /):\n    return 'x'",
        "def name(self, language='en', *, full=False, **more):\n    return 'x'",
        "def validate(self, *args, **kwargs):\n    pass",
        "def validate(self, integration={}):\n    pass",
        "def validate(self, integration, /, strict=True):\n    pass",
        "@classmethod\ndef name(cls):\n    return 'x'",
        "@classmethod\ndef validate(cls, integration):\n    pass",
        "name = lambda self: 'Demo'",
        "validate = lambda self, integration: None",
        "name = classmethod(lambda cls: 'Demo')",
        "@functools.lru_cache(maxsize=1)\ndef config(self):\n    return []",
        "@functools.cache\ndef name(self):\n    return 'x'",
        "@typing.no_type_check\ndef name(self):\n    return 'x'",
        "def samples(self, integration):\n    return list(self._all())\ndef _all(self):\n    yield 1",
        "def samples(self, integration):\n    def rows():\n        yield 1\n    return list(rows())",
        "def samples(self, integration):\n    return asyncio.run(self._samples(integration))\n"
        "async def _samples(self, i):\n    return []",
        "@property\ndef title(self):\n    return 'x'\n@staticmethod\ndef help():\n    pass",
        "def __init__(self):\n    self._config = {}\n    self.names = []",
        "def validate(self, integration):\n    self.config = integration",
        "def __init__(self):\n    self.name = self.package_name",
        "def __init__(self):\n    self.name = types.MethodType(lambda self: 'x', self)",
        "def __init__(self):\n    self.name = (lambda self: 'x').__get__(self)",
        "def __init__(self):\n    setattr(self, 'name', self.package_name)",
        "__slots__ = ('x', 'y')",
        "if sys.argv:\n    def name(self):\n        return 'x'\nelse:\n    name = lambda self: 'y'",
        "def __init__(self):\n    other = typing.Any\n    other.name = 'x'",
        "package_name = lambda self: 'x'\nname = package_name",
        "@property\ndef name(self):\n    return 'x'\ndef name(self):\n    return 'x'",
        "def name(self):\n    '''Say `yield`.'''\n    return 'x'",
    ],
)  # fmt: skip
def test_what_the_platform_can_serve_is_fine(body: str) -> None:
    """Whatever binds and is bound is served, however it is written."""
    assert_fine("C8506", body)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("@logged\ndef samples(self):  # <<<\n"
        "    return []", {"head": WRAPPER.replace("*args, **kwargs", "")[:-1] + "\n"}),
        (
            "@once\ndef samples(self, integration):  # <<<\n    return []",
            {"head": "def once(function):\n    def inner(self):\n        return function(self, {})\n    return inner"},
        ),
        (
            "@later\ndef samples(self, integration):  # <<<\n    return []",
            {"head": "def later(f):\n    async def inner(self, integration):\n"
            "        return f(self, integration)\n    return inner"},
        ),
        ("@logged\ndef samples(self):  # <<<\n    return []", {"head": WRAPPER}),
        ("@logged\ndef name():  # <<<\n    return 'x'", {"head": WRAPPER}),
        ("@logged\nasync def samples(self, integration):  # <<<\n    return []", {"head": WRAPPER}),
        ("@logged\ndef samples(self, integration):  # <<<\n    yield 1", {"head": WRAPPER}),
        ("name = title  # <<<", {"head": "def title():\n    return 'x'"}),
        ("name = title  # <<<", {"head": "title = 'Demo'"}),
        ("name = Title()  # <<<", {"head": "class Title:\n    def __call__(self):\n        return 'x'"}),
        ("name = Title()  # <<<", {"head": "class Title:\n    pass"}),
        (
            "@functools.partial(around, before=1)\ndef name(self):  # <<<\n    return 'x'",
            {
                "head": "def around(function, before):\n    def inner(self, more):\n        return function(self)\n"
                "    return inner"
            },
        ),
        ("name = title  # <<<", {"head": "title = {'a': 1}.keys()"}),
        (
            "host: str = 'x'\ndef __post_init__(self):\n    self.name = 'x'  # <<<",
            {"declaration": "@dataclasses.dataclass\nclass Demo(C8Connector):"},
        ),
        ("name = Kind.A  # <<<", {"head": "class Kind(enum.Enum):\n    A = 'a'"}),
        ("", {"tail": "Demo.name = 'Demo'  # <<<"}),
        ("", {"tail": "Demo.name = lambda: 'Demo'  # <<<"}),
        ("", {"tail": "setattr(Demo, 'validate', lambda self: None)  # <<<"}),
        ("", {"tail": "def describe():\n    return 'x'\nDemo.description = describe  # <<<"}),
        (
            "",
            {
                "without": ("name",),
                "head": "class Names:\n    @property\n    def name(self):  # <<<\n        return 'x'",
                "declaration": "class Demo(Names, C8Connector):",
            },
        ),
        (
            "",
            {
                "without": ("validate",),
                "head": "from macrometa_source_demo.mixin import Checks as C",
                "declaration": "class Demo(C, C8Connector):",
                "mixin": "class Base:\n    def validate(self):  # <<<\n        pass\nclass Checks(Base):\n    pass",
            },
        ),
        (
            "@classmethod\n@logged\ndef name():  # <<<\n    return 'x'",
            {"head": "def logged(f):\n    print(f)\n    return f"},
        ),
    ],
)  # fmt: skip
def test_what_stands_elsewhere_is_followed(body: str, around: dict[str, str]) -> None:
    """Decorators, functions and objects of the project, mixins and what is set on the class later are followed."""
    assert_marked("C8506", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("@logged\ndef samples(self, integration):\n    return []", {"head": WRAPPER}),
        (
            "@sync\nasync def samples(self, integration):\n    return []",
            {
                "head": "def sync(f):\n    def inner(self, *a):\n        return asyncio.run(f(self, *a))\n"
                "    return inner"
            },
        ),
        (
            "@listed\ndef samples(self, integration):\n    yield 1",
            {"head": "def listed(f):\n    def inner(*a):\n        return list(f(*a))\n    return inner"},
        ),
        (
            "@with_config('x')\ndef samples(self, integration, config):\n    return []",
            {
                "head": """
                def with_config(name):
                    def decorate(function):
                        @functools.wraps(function)
                        def inner(self, integration):
                            return function(self, integration, name)
                        return inner
                    return decorate
                """
            },
        ),
        (
            "@functools.partial(around, before=1)\ndef name(self):\n    return 'x'",
            {
                "head": "def around(function, before):\n    @functools.wraps(function)\n    def inner(*args):\n"
                "        return function(*args)\n    return inner"
            },
        ),
        ("@registered\ndef name(self):\n    return 'x'", {"head": "def registered(f):\n    print(f)\n    return f"}),
        ("name = title", {"head": "def title(self):\n    return 'x'"}),
        ("name = Titles.title", {"head": "class Titles:\n    def title(self):\n        return 'x'"}),
        ("name = TITLES.title", {"head": "class T:\n    def title(self):\n        return 'x'\nTITLES = T()"}),
        ("", {"tail": "Demo.name = lambda self: 'Demo'"}),
        ("name = 'x'", {"tail": "Demo.name = lambda self: 'Demo'"}),
        (
            "@ERRORS.count_exceptions()\ndef samples(self, integration):\n    return []",
            {"head": "from prometheus_client import Counter\nERRORS = Counter('ingest_errors', 'x')"},
        ),
        (
            "@backoff.on_exception(backoff.expo, OSError)\ndef samples(self, integration):\n    return []",
            {"head": "import backoff"},
        ),
        (
            "",
            {
                "head": "class Wrong:\n    def name():\n        return 'x'",
                "declaration": "class Demo(C8Connector, Wrong):",
            },
        ),
    ],
)
def test_decorators_and_functions_that_fit_are_fine(body: str, around: dict[str, str]) -> None:
    """A decorator of the project may mend what does not fit; one that hands everything on does no harm."""
    assert_fine("C8506", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("@outside\ndef samples(self):\n    return []", {"head": "from elsewhere import outside"}),
        ("@outside\nasync def samples(self, integration):\n    return []", {"head": "from elsewhere import outside"}),
        ("from elsewhere import name", {}),
        ("name = make()", {"head": "from elsewhere import make"}),
        ("def __init__(self):\n    self.config = load()", {"head": "from elsewhere import load"}),
        ("def __init__(self):\n    if os.environ.get('X'):\n        self.config = {}", {}),
        ("if sys.platform == 'x':\n    def name(self):\n        return 'x'\nelse:\n"
        "    name = 'x'", {"without": ("name",)}),
        ("def name():\n    return 'x'", {"declaration": "@adapt\n"
        "class Demo(C8Connector):", "head": "from e import adapt"}),
        (
            "",
            {
                "without": ("name",),
                "head": "from elsewhere import Base\nclass Names:\n    def name():\n        return 'x'",
                "declaration": "class Demo(Base, Names, C8Connector):",
            },
        ),
        ("@functools.partial(outside, 1)\ndef name():\n    return 'x'", {"head": "from elsewhere import outside"}),
        ("@logged\n@classmethod\ndef name(cls):\n    return 'x'", {"head": WRAPPER}),
        ("if sys.argv:\n    def name():\n        return 'x'", {}),
        ("name = Title()", {"head": "class Title:\n    def __get__(self, obj, cls):\n        return obj.title"}),
    ],
)  # fmt: skip
def test_what_is_known_only_when_it_runs_is_undecided(body: str, around: dict[str, str]) -> None:
    """Decorators and bases from outside, descriptors, and what hangs on conditions leave the rule undecided."""
    assert_undecided("C8506", body, **around)


def test_each_wrong_method_is_a_finding_of_its_own() -> None:
    """Two methods that cannot be served are two findings, named by the method."""
    found = judge("C8506", "def name():\n    return 'x'\n@property\ndef config(self):\n    return []").verdicts
    assert found.subjects == ["name", "config"]


@pytest.mark.parametrize(
    "body",
    [
        "def name(self):  # <<<\n    pass",
        "def name(self):  # <<<\n    ...",
        "def name(self): ...  # <<<",
        "def name(self):  # <<<\n    '''Return the name.'''",
        "def name(self):  # <<<\n    '''Return the name.'''\n    pass",
        "def name(self):  # <<<\n    raise NotImplementedError",
        "def name(self):  # <<<\n    raise NotImplementedError('name')",
        "def name(self):  # <<<\n    '''Doc.'''\n    raise NotImplementedError() from None",
        "def name(self):  # <<<\n    print('name')\n    raise NotImplementedError",
        "def name(self):  # <<<\n    return None",
        "def name(self):  # <<<\n    return",
        "def samples(self, integration):  # <<<\n    rows = [1]\n    rows.append(2)",
        "def samples(self, integration):  # <<<\n    if integration:\n        return\n    return None",
        "def samples(self, integration):  # <<<\n    def inner():\n        return []\n    inner()",
        "def samples(self, integration):  # <<<\n    try:\n        print()\n    except ValueError:\n"
        "        raise OSError",
        "def samples(self, integration):  # <<<\n    if False:\n        return []",
        "@abc.abstractmethod\ndef config(self):  # <<<\n    ...",
        "config = lambda self: None  # <<<",
        "def config(self):  # <<<\n    return super().config()",
        "def samples(self, integration):  # <<<\n    return super(Demo, self).samples(integration)",
        "@classmethod\ndef config(cls):  # <<<\n    pass",
        "def samples(self, integration):  # <<<\n    for x in []:\n        raise ValueError",
        "def samples(self, integration):  # <<<\n    for x in ():\n        return [x]",
    ],
)
def test_methods_that_return_nothing_are_found(body: str) -> None:
    """Stubs, forgotten returns and `return None` are each a finding on the method's name."""
    assert_marked("C8507", body)


@pytest.mark.parametrize(
    "body",
    [
        "def validate(self, integration):\n    pass",
        "def validate(self, integration):\n    return None",
        "def samples(self, integration):\n    raise ValidationException('no')",
        "def samples(self, integration):\n    '''Doc.'''\n    print()\n    raise ValidationException('no')",
        "def samples(self, integration):\n    if integration:\n        raise OSError\n    else:\n"
        "        raise ValueError",
        "def samples(self, integration):\n    if not integration:\n        return None\n    return []",
        "def samples(self, integration):\n    try:\n        return []\n    except OSError:\n        pass",
        "def samples(self, integration):\n    while True:\n        if integration:\n            return []",
        "def samples(self, integration):\n    return self._samples()\ndef _samples(self):\n    pass",
        "def name():\n    pass",
        "@property\ndef name(self):\n    pass",
        "async def name(self):\n    pass",
        "def name(self):\n    yield",
        "name = lambda self: 'x'",
        "def __init__(self):\n    pass\ndef helper(self):\n    pass",
    ],
)
def test_methods_that_answer_in_some_way_are_fine(body: str) -> None:
    """`validate`, a method that raises on purpose, one `return` with a value, and what C8506 reports are fine."""
    assert_fine("C8507", body)


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ("{'a': 1}.keys()", "a view of a dict"),
        ("{'a': 1}.items()", "a view of a dict"),
        ("map(str, [1])", "a map object"),
        ("filter(None, ['a'])", "a filter object"),
        ("zip(['a'], ['b'])", "a zip object"),
        ("enumerate(['a'])", "an enumerate object"),
        ("reversed(['a'])", "a reversed object"),
        ("range(3)", "a range"),
        ("iter(['a'])", "an iterator"),
        ("itertools.chain(['a'], ['b'])", "a chain object"),
        ("(x for x in ['a'])", "a generator"),
        ("self._all()", "a generator"),
        ("{'a'} | {'b'}", "a set"),
        ("{'a': 1}.keys() | {'b'}", "a set"),
        ("frozenset(['a'])", "a set"),
        ("()", "an empty tuple"),
    ],
)
def test_a_message_says_what_an_iterable_is(returned: str, words: str) -> None:
    """C8508, C8601: what can be iterated and is no list has the name that Python has for it."""
    more = "\ndef _all(self):\n    yield 'a'"
    capabilities = judge("C8508", f"def capabilities(self):\n    return {returned}{more}").verdicts.only
    assert capabilities.message == f"`capabilities()` returns {words}, which is not a list of `str`"
    keys = judge("C8601", f"def reserved_keys(self):\n    return {returned}{more}").verdicts.only
    assert keys.message == f"`reserved_keys()` returns {words}, which is no list"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("def name(self):\n    return Kind.A  # <<<", "class Kind(enum.Enum):\n    A = 'a'"),
        ("def name(self):\n    return title  # <<<", "def title():\n    return 'x'"),
        ("def name(self):\n    return self.version  # <<<", ""),
        ("def name(self):\n    return Kind  # <<<", "class Kind:\n    pass"),
        ("def name(self):\n    return Kind()  # <<<", "class Kind:\n    pass"),
        ("def name(self):\n    return sys.modules[__name__]", ""),
        ("def capabilities(self):\n    return list(Kind)  # <<<", "class Kind(enum.IntEnum):\n    A = 1"),
        ("def capabilities(self):\n    return [title]  # <<<", "def title():\n    return 'x'"),
        ("def config(self):\n    return [ConfigProperty]  # <<<", ""),
        ("def config(self):\n    return [host]  # <<<", "def host():\n    return None"),
        ("def config(self):\n    return ConfigProperty('a', 'A', 1, True, True, 'd')  # <<<", ""),
        ("def config(self):\n    return [Schema('a', [])]  # <<<", ""),
        ("def samples(self, integration):\n    return Sample(Schema('a', []), [])  # <<<", ""),
    ],
)
def test_what_surely_is_of_another_kind_is_found(body: str, head: str) -> None:
    """C8508: members of an enumeration, functions, classes and objects are no texts and no lists."""
    judged = judge("C8508", body, head=head)
    assert judged.places == judged.marked, judged.verdicts.undecided


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("def name(self):\n    return Kind.A", "class Kind(str, enum.Enum):\n    A = 'a'"),
        ("def name(self):\n    return Text('a')", "class Text(str):\n    pass"),
        ("def capabilities(self):\n    return list(Kind)", "class Kind(str, enum.Enum):\n    A = 'a'"),
        ("def capabilities(self):\n    return Names(['a'])", "class Names(list):\n    pass"),
        ("def config(self):\n    return [Text('a')]", "class Text(ConfigProperty):\n    pass"),
        ("def samples(self, integration):\n    return Own()", "class Own(list):\n    pass"),
    ],
)
def test_what_inherits_from_the_kind_may_be_fine(body: str, head: str) -> None:
    """C8508: an object of a class that inherits from `str`, `list` or `ConfigProperty` is no finding."""
    assert not judge("C8508", body, head=head).verdicts.findings


@pytest.mark.parametrize(
    "body", ["def samples(self, integration):\n    return [Schema('a', [])]  # <<<",
             "def schemas(self, integration):\n    return [Sample(Schema('a', []), [])]  # <<<",
             "def schemas(self, integration):\n    return [Schema('a', [Schema('b', [])])]  # <<<",
             "def samples(self, integration):\n    return [Sample(SchemaAttribute('a', 1), [])]  # <<<"],
)  # fmt: skip
def test_another_class_of_the_interface_is_foreign_too(body: str) -> None:
    """C8515: a schema is no sample, and a sample no schema."""
    assert_marked("C8515", body)


def test_stubs_of_mixins_and_below_decorators_are_followed() -> None:
    """An inherited stub is found in its mixin; a decorator of the project that hands all on changes nothing."""
    mixin = {
        "head": "class Names:\n    def name(self):  # <<<\n        pass",
        "declaration": "class Demo(Names, C8Connector):",
    }
    assert_marked("C8507", "", without=("name",), **mixin)
    assert_marked("C8507", "@logged\ndef name(self):  # <<<\n    pass", head=WRAPPER)
    named = {**mixin, "head": "class Names:\n    def name(self):\n        return 'x'"}
    assert_fine("C8507", "def name(self):\n    return super().name()", **named)
    assert_fine("C8507", "def name(self):\n    return super().name() or 'x'")
    filling = "def filled(f):\n    def inner(self):\n        return f(self) or 'x'\n    return inner"
    assert_undecided("C8507", "@filled\ndef name(self):\n    pass", head=filling)
    assert_undecided("C8507", "@outside\ndef name(self):\n    pass", head="from elsewhere import outside")


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("def name(self):\n    return 5  # <<<", {}),
        ("def name(self):\n    return ''  # <<<", {}),
        ("def name(self):\n    return b'x'  # <<<", {}),
        ("def name(self):\n    return ['x']  # <<<", {}),
        ("def name(self):\n    return 'a', 'b'  # <<<", {}),
        ("def name(self):\n    return {'a': 1}  # <<<", {}),
        ("def version(self):\n    return 1.0  # <<<", {}),
        ("def type(self):\n    return True  # <<<", {}),
        ("def type(self):\n    return ...  # <<<", {}),
        ("def name(self):\n    if self.x:\n        return 'x'\n    return None  # <<<", {}),
        ("def name(self):\n    return 'x' if self.x else 0  # <<<", {}),
        ("def name(self):\n    return NAME", {"head": "NAME = 5  # <<<"}),
        ("def name(self):\n    return names.NAME", {"head": "from . import names", "names": "NAME = ['x']  # <<<"}),
        ("TITLE = 7  # <<<\ndef name(self):\n    return self.TITLE", {}),
        ("def __init__(self):\n    self._n = {}  # <<<\ndef name(self):\n    return self._n", {}),
        ("def name(self):\n    return self._n()\ndef _n(self):\n    return 3  # <<<", {}),
        ("name = lambda self: 5  # <<<", {}),
        ("def name(self):\n    return ''.join([])  # <<<", {}),
        ("def capabilities(self):\n    return 'discover'  # <<<", {}),
        ("def capabilities(self):\n    return ('discover', 'state')  # <<<", {}),
        ("def capabilities(self):\n    return {'discover'}  # <<<", {}),
        ("def capabilities(self):\n    return [\n        'discover',\n        1,  # <<<\n    ]", {}),
        ("def capabilities(self):\n    return ['a', None]  # <<<", {}),
        ("def capabilities(self):\n    return [['a', 'b']]  # <<<", {}),
        ("def capabilities(self):\n    return (x for x in ['a'])  # <<<", {}),
        ("def capabilities(self):\n    caps = []\n    caps.append(5)  # <<<\n    return caps", {}),
        ("def config(self):\n    return {}  # <<<", {}),
        ("def config(self):\n    return [\n        {'name': 'x'},  # <<<\n    ]", {}),
        ("def config(self):\n    return ['host']  # <<<", {}),
        ("def config(self):\n    return ()  # <<<", {}),
        ("def samples(self, integration):\n    return {}  # <<<", {}),
        ("def schemas(self, integration):\n    return 'x'  # <<<", {}),
        ("def schemas(self, integration):\n    return tuple([1])  # <<<", {}),
    ],
)  # fmt: skip
def test_literals_of_the_wrong_kind_are_found(body: str, around: dict[str, str]) -> None:
    """Literals are followed to where they stand, through constants, attributes, helpers and lists that are filled."""
    assert_marked("C8508", body, **around)


@pytest.mark.parametrize(
    ("body", "around"),
    [
        ("def name(self):\n    return f'{1}'", {}),
        ("def name(self):\n    return NAME or 'Demo'", {"head": "NAME = ''"}),
        ("def name(self):\n    return str(5)", {}),
        ("def name(self):\n    return 'de' + 'mo'", {}),
        ("def name(self):\n    return 'demo'.title()", {}),
        ("def name(self):\n    return ['Demo'][0]", {}),
        ("def name(self):\n    return os.environ.get('NAME', '')", {}),
        ("def capabilities(self):\n    return []", {}),
        ("def capabilities(self):\n    return ['a'] + ['b'] * 2", {}),
        ("def capabilities(self):\n    return [*CAPS, 'x']", {"head": "CAPS = ('a', 'b')"}),
        ("def capabilities(self):\n    return list(CAPS)", {"head": "CAPS = {'a', 'b'}"}),
        ("def capabilities(self):\n    return sorted(CAPS)", {"head": "CAPS = ('a', 'b')"}),
        ("def capabilities(self):\n    return [c for c in ('a', 5) if isinstance(c, str)]", {}),
        ("def capabilities(self):\n    caps = ['a']\n    caps.append('b')\n    return caps", {}),
        ("def capabilities(self):\n    return 'a b'.split()", {}),
        ("def config(self):\n    return []", {}),
        ("def samples(self, integration):\n    return [{}]", {}),
        ("def reserved_keys(self):\n    return 5", {}),
        ("def validate(self, integration):\n    return 5", {}),
        ("def name(self):\n    return None", {}),
        ("def samples(self, integration):\n    return {}", {"kind": "target"}),
        ("def samples(self, integration):\n    return {}", {"kind": "integration"}),
        ("async def name(self):\n    return 5", {}),
    ],
)  # fmt: skip
def test_literals_of_the_right_kind_and_other_rules_business_are_fine(body: str, around: dict[str, str]) -> None:
    """What is of the right kind in the end is fine; a target's samples, None alone and reserved keys are not its."""
    judged = judge("C8508", body, **around)  # type: ignore[arg-type]
    assert not judged.verdicts.findings


_LIBRARIES = (
    "import importlib.metadata\nimport pkg_resources\nfrom importlib.metadata import version as version_of\n"
    "from elsewhere import fetch"
)


@pytest.mark.parametrize(
    "body",
    [
        "def version(self):\n    return importlib.metadata.files('x')",
        "def version(self):\n    return pkg_resources.get_distribution('x').parsed_version",
        "def capabilities(self):\n    return importlib.metadata.version('x')",
        "def name(self):\n    return self._given",
        "def name(self):\n    return fetch('name')",
        "def samples(self, integration):\n    return fetch(integration)",
        "def name(self):\n    return self._n()\n@functools.lru_cache()\ndef _n(self):\n    return open('x').read()",
    ],
)
def test_values_that_are_worked_out_when_it_runs_are_undecided(body: str) -> None:
    """What no text tells is never a finding, and the report says so."""
    judged = assert_undecided("C8508", body, head=_LIBRARIES)
    method = body[4 : body.index("(")]
    assert all(f"`{method}()`" in one.reason for one in judged.verdicts.undecided)


@pytest.mark.parametrize(
    "text",
    [
        "pkg_resources.get_distribution('macrometa-source-demo').version",
        "importlib.metadata.version('macrometa-source-demo')",
        "version_of('macrometa-source-demo').strip()",
        "importlib.metadata.distribution('macrometa-source-demo').version",
        "str(fetch('version'))",
        "f'v{fetch(1)}'",
        "'1.0' if fetch(1) else version_of('x')",
    ],
)
def test_texts_that_a_library_surely_gives_are_fine(text: str) -> None:
    """What a known function gives is a text, though what it says is known only when it runs."""
    judged = judge("C8508", f"def version(self):\n    return {text}", head=_LIBRARIES)
    assert not judged.verdicts.findings
    assert not judged.verdicts.undecided


def test_what_a_method_that_cannot_be_served_returns_is_not_asked() -> None:
    """C8506 speaks alone of a property."""
    judged = judge("C8508", "@property\ndef name(self):\n    return fetch('name')", head=_LIBRARIES)
    assert not judged.verdicts.findings
    assert not judged.verdicts.undecided


def test_the_evidence_of_a_literal_is_where_it_came_by() -> None:
    """A literal of another module is shown with the import and the constant."""
    finding = assert_marked(
        "C8508", "def name(self):\n    return NAME", head="from .names import NAME", names="NAME = 5  # <<<"
    ).verdicts.only
    assert [one.place.path for one in finding.related][:1] == ["macrometa_source_demo/__init__.py"]


def test_a_class_decorator_of_the_project_that_gives_the_class_back_does_no_harm() -> None:
    """A decorator that only registers the class leaves its methods alone; one that sets something may mend them."""
    registered = "CLASSES = []\ndef registered(cls):\n    CLASSES.append(cls)\n    return cls"
    decorated = {"declaration": "@registered\nclass Demo(C8Connector):"}
    assert_marked("C8506", "def name():  # <<<\n    return 'x'", head=registered, **decorated)
    mending = "def registered(cls):\n    setattr(cls, 'na' + 'me', lambda self: 'x')\n    return cls"
    assert_undecided("C8506", "def name():\n    return 'x'", head=mending, **decorated)
