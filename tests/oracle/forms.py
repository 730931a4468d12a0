"""Forms in which a method, a value, a constructor or a class can be written, right or wrong, on one small connector."""

from collections.abc import Iterator

from macrometa_conformance.testing import PROJECTS

_FILES = PROJECTS["source"]
_INIT = "macrometa_source_demo/__init__.py"
_HEAD = """\
import abc, contextlib, dataclasses, functools, sys, types, typing


def passing(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


def taking(function):
    def wrapper(self, more):
        return function(self)
    return wrapper


def nothing(function):
    pass


class Mixin:
    def description(self):
        return "x"


"""
_CLASS = "class DemoSource(C8Connector):\n"
_NAME = '    def name(self) -> str:\n        return "Demo"\n'
_CAPABILITIES = '        return ["discover", "state"]\n'
_SCHEMAS = "    def schemas(self, integration: dict) -> List[Schema]:\n"
_PROPERTY = 'ConfigProperty("host", "Host", ConfigAttributeType.STRING, True, False, "Where Demo listens")'

PARAMETERS = (
    "self, x=1", "self, *a", "self, **k", "self, /", "*args", "self, x", "", "self, *, x", "self, *, x=1", "this",
    "*, self", "self, x=None, /",
)  # fmt: skip
POSTED = (
    "self, config", "self, integration=None", "self, *a", "self, **k", "self, *, integration", "self", "integration",
    "self, a, b", "self, a, b=1", "*a", "self, a, *, b", "self, a, *, b=1", "self, a, /",
)  # fmt: skip
DECORATORS = (
    "staticmethod", "classmethod", "property", "functools.cached_property", "functools.lru_cache()",
    "abc.abstractmethod", "typing.no_type_check", "contextlib.contextmanager", "functools.singledispatchmethod",
    "passing", "taking", "nothing", "types.DynamicClassAttribute",
)  # fmt: skip
NAMES = (
    "lambda self: 'x'", "lambda: 'x'", "staticmethod(lambda: 'x')", "classmethod(lambda cls: 'x')",
    "property(lambda self: 'x')", "'x'", "None", "functools.partial(lambda: 'x')", "str",
)  # fmt: skip
RETURNED = (
    "'Demo'", "''", "b'Demo'", "5", "None", "['a']", "{}", "str(1)", "f'{5}'", "('a',)", "[1]", "['a', None]", "[]",
    "{'a'}", "(c for c in 'ab')", "map(str, [1])", "sorted('ba')", "{'a': 1}.keys()", "[['a']]", "list('ab')",
)  # fmt: skip
VALUES = ("''", "5", "None", "['source']", "'Source'", "'x'")
KEYS = ("[1]", "['_key']", "['_key', 1]", "('_key',)", "''", "None", "{}.keys()", "list(())", "[*()]")
CONSTRUCTORS = (
    "def __init__(self, x):", "def __init__(self, x=1):", "def __init__(self, *, x):", "def __init__(self, *a, **k):",
    "def __init__():", "async def __init__(self):", "def __init__(self):\n        super().__init__()",
    "def __init__(self):\n        super().__init__('x')", "def __init__(self):\n        yield",
    "def __init__(self):\n        return 1", "def __init__(self):\n        if sys.argv:\n            return self",
    "def __init__(self):\n        return super().__init__()", "def __init__(self):\n        raise OSError",
    "def __init__(self, **k):\n        super().__init__(**k)", "def __call__(self):",
    "def __new__(cls):\n        return super().__new__(cls)",
    "def __new__(cls, x):\n        return super().__new__(cls)",
)  # fmt: skip
BASES = (
    "Mixin, C8Connector", "C8Connector, Mixin", "C8Connector, abc.ABC", "typing.Protocol, C8Connector", "object",
    "C8Connector, typing.Generic[typing.TypeVar('T')]", "*(C8Connector,)", "C8Connector, metaclass=type",
    "C8Connector, contextlib.ContextDecorator", "C8Connector, dict", "C8Connector, Exception",
    "type('Base', (C8Connector,), {})",
)  # fmt: skip
PROPERTIES = (
    'ConfigProperty("a", "A", ConfigAttributeType.STRING, True, False)',
    'ConfigProperty("a", "A", ConfigAttributeType.TEXT, True, False, "d")',
    'ConfigProperty("a", "A", ConfigAttributeType["TEXT"], True, False, "d")',
    'ConfigProperty("a", "A", ConfigAttributeType("text"), True, False, "d")',
    'ConfigProperty("a", "A", ConfigAttributeType("string"), True, False, "d")',
    'ConfigProperty("password", "A", ConfigAttributeType.STRING, True, False, "d")',
    'ConfigProperty("a", "A", ConfigAttributeType.STRING, True, False, "d", help="h")',
    'ConfigProperty(*("a", "A", ConfigAttributeType.STRING, True, False))',
    'functools.partial(ConfigProperty, "a", "A", ConfigAttributeType.INT)(True, False, "d")',
    '*[ConfigProperty(n, "A", ConfigAttributeType.STRING, True, False, "d") for n in ("a", "b", "a")]',
    '*[ConfigProperty(n, "A", ConfigAttributeType.STRING, True, False, "d") for n in ("a", "b")]',
    '{"name": "a"}', "None", '"a"',
)  # fmt: skip
BELOW = (
    "DemoSource.name = lambda self: 'x'", "DemoSource.name = staticmethod(lambda: 'x')", "DemoSource = None",
    "class Other(C8Connector):\n    pass", "class Other(DemoSource):\n    pass",
    "def make():\n    class Other(C8Connector):\n        pass",
    "if __name__ == '__main__':\n    class Other(C8Connector):\n        pass",
    "if typing.TYPE_CHECKING:\n    class Other(C8Connector):\n        pass",
    "class Outer:\n    class Inner(C8Connector):\n        pass",
)  # fmt: skip


def forms() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield what is written, and the files of a connector with it."""
    for title, old, new in _edits():
        text = _FILES[_INIT].replace("from typing import List\n", f"from typing import List\n{_HEAD}", 1)
        assert text.count(old) == 1, f"{title}: {old}"
        yield title, {**{path: one.encode() for path, one in _FILES.items()}, _INIT: text.replace(old, new).encode()}


def _edits() -> Iterator[tuple[str, str, str]]:
    for one in PARAMETERS:
        yield f"name({one})", _NAME, _NAME.replace("self", one)
    for one in POSTED:
        yield (
            f"schemas({one})",
            _SCHEMAS,
            f"    def schemas({one}):\n        return []\n\n    def x(self, integration):\n",
        )
    for one in DECORATORS:
        yield f"@{one}", _NAME, f"    @{one}\n{_NAME}"
    for one in NAMES:
        yield f"name = {one}", _NAME, f"    name = {one}\n"
    for one in RETURNED:
        yield f"name() {one}", _NAME, _NAME.replace('"Demo"', one)
        yield f"capabilities() {one}", _CAPABILITIES, f"        return {one}\n"
    for one in VALUES:
        yield f"package_name() {one}", '"macrometa-source-demo"', one
        yield f"type() {one}", 'return "source"', f"return {one}"
        yield f"version() {one}", 'return "0.1.0"', f"return {one}"
    for one in KEYS:
        yield f"reserved_keys() {one}", "        return []\n\n    def config", f"        return {one}\n\n    def config"
    for one in CONSTRUCTORS:
        yield one, _NAME, f"    {one}\n        pass\n\n{_NAME}"
    for one in BASES:
        body = "" if "Mixin" not in one else "    def other(self):\n        pass\n\n"
        yield f"class ({one})", _CLASS, f"class DemoSource({one}):\n{body}"
    for one in PROPERTIES:
        yield f"config() {one}", _PROPERTY, one
    for one in BELOW:
        yield one, "def schema_of(", f"{one}\n\n\ndef schema_of("
