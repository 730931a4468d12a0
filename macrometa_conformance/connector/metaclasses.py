"""Metaclasses: which one a class has, and where the class statement of a connector raises for two that do not agree.

`C8Connector` has a metaclass of its own, `C8ConnectorMeta`, which derives from `type` alone. Python creates a class
only where one of the metaclasses of its bases, or the one that is named, derives from all the others: `abc.ABCMeta`
beside `C8ConnectorMeta` raises TypeError, and a metaclass that derives from both does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.values import Alternatives, Class, ClassValue, External, Made, Value
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Place, Related, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.connector.connector_class import ConnectorClass

_TYPE = "builtins.type"
_ABC = "abc.ABCMeta"
_OURS = "c8connector.C8ConnectorMeta"
_PARENTS = {_ABC: (_TYPE,), _OURS: (_TYPE,), "enum.EnumMeta": (_TYPE,), "typing._ProtocolMeta": (_ABC,),
            "pydantic.ModelMetaclass": (_ABC,), "ctypes.PyCStructType": (_TYPE,)}  # fmt: skip
_SAME = {"enum.EnumType": "enum.EnumMeta"}
_OF_ENUM = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum"))
_OF_ABC = frozenset(
    ("abc.ABC", "collections.UserDict", "collections.UserList", "collections.UserString", "collections.ChainMap",
     "contextlib.AbstractContextManager", "contextlib.AbstractAsyncContextManager", "contextlib.ExitStack",
     "contextlib.AsyncExitStack", "os.PathLike", "selectors.BaseSelector", "io.IOBase", "io.RawIOBase",
     "io.BufferedIOBase", "io.TextIOBase", "numbers.Number", "numbers.Complex", "numbers.Real", "numbers.Rational",
     "numbers.Integral", "singer_sdk.Tap", "singer_sdk.Target", "singer_sdk.tap_base.Tap",
     "singer_sdk.target_base.Target")
)  # fmt: skip
_OF_PROTOCOL = frozenset(("typing.Protocol", "typing_extensions.Protocol"))
_COLLECTIONS = "collections.abc."
_OF_TYPE = frozenset(
    ("builtins.object", "builtins.Exception", "builtins.BaseException", "builtins.dict", "builtins.list",
     "builtins.str", "builtins.int", "builtins.set", "builtins.tuple", "typing.Generic", "threading.Thread",
     "threading.local", "logging.LoggerAdapter", "logging.Handler", "logging.Filter", "contextlib.ContextDecorator",
     "collections.OrderedDict", "collections.defaultdict", "collections.Counter")
)  # fmt: skip

Meta = Union[External, ClassValue]


@plain
class Conflict(Plain):
    """A class statement that raises TypeError: the base or keyword that brings the other metaclass, and its name."""

    cls: Class
    place: Place
    brought_by: str
    metaclass: str
    related: tuple[Related, ...]


def metaclass_conflict(main: ConnectorClass) -> Union[Conflict, Undecided, None]:
    """Return the class statement, of the connector class or a base of it in the project, that Python refuses.

    Undecided where the metaclass of a base is not known; None where all statements are fine.
    """
    finder = _Metaclasses(main.resolver)
    for cls in reversed(main.order):
        metaclass = finder.of_class(cls)
        if isinstance(metaclass, (Conflict, Undecided)):
            return metaclass
    return None


def minds_abstract_methods(main: ConnectorClass) -> bool:
    """Return whether the metaclass of the connector class surely derives from `abc.ABCMeta`."""
    finder = _Metaclasses(main.resolver)
    metaclass = finder.of_class(main.cls)
    return isinstance(metaclass, (External, ClassValue)) and finder.derives(metaclass, External(_ABC)) is True


class _Metaclasses:
    """Works out metaclasses."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._known: dict[int, Union[Meta, Conflict, Undecided]] = {}

    def of_class(self, cls: Class) -> Union[Meta, Conflict, Undecided]:
        """Return the metaclass of a class of the project, or why it has none or none that is known."""
        if id(cls) not in self._known:
            self._known[id(cls)] = External(_TYPE)  # a class cannot be among its own bases
            self._known[id(cls)] = self._winner(cls)
        return self._known[id(cls)]

    def _winner(self, cls: Class) -> Union[Meta, Conflict, Undecided]:
        """Return the most derived of the metaclasses of the bases and the one that is named."""
        winner: Meta = External(_TYPE)
        for metaclass, base in self._candidates(cls):
            if isinstance(metaclass, (Undecided, Conflict)):
                return metaclass
            newer, older = self.derives(metaclass, winner), self.derives(winner, metaclass)
            if newer is None or older is None:
                return Undecided(f"the metaclasses of `{cls.name}` are not fully known", self._place(cls, base.at))
            if not newer and not older:
                return self._conflict(cls, metaclass, winner)
            winner = metaclass if newer else winner
        return winner

    def _candidates(self, cls: Class) -> Iterator[tuple[Union[Meta, Conflict, Undecided], facts.Argument]]:
        frame = self._resolver.class_frame(cls).outer or self._resolver.module_frame(cls.module)
        arguments = [one for one in cls.definition.bases if one.star != "**" and one.keyword in (None, "metaclass")]
        for base in sorted(arguments, key=lambda one: one.keyword is None):  # Python begins with the one that is named
            for value in chain.from_iterable(self._resolver.classes.written_bases(base, frame)):
                found = self._as_metaclass(value) if base.keyword else self._of_value(value)
                doubt = Undecided(f"the metaclass of a base of `{cls.name}` is not known", self._place(cls, base.at))
                yield found if found is not None else doubt, base

    def _of_value(self, value: Value) -> Union[Meta, Conflict, Undecided, None]:
        """Return the metaclass of a base, None where it is not known."""
        if isinstance(value, ClassValue):
            return self.of_class(value.cls)
        path = value.path if isinstance(value, External) else ""
        if path.startswith("c8connector") and path.endswith(".C8Connector"):
            return External(_OURS)
        if path in _OF_TYPE:
            return External(_TYPE)
        if path in _OF_ABC or path.startswith(_COLLECTIONS):
            return External(_ABC)
        if path in _OF_PROTOCOL:
            return External("typing._ProtocolMeta")
        if path in _OF_ENUM:
            return External("enum.EnumMeta")
        return External("pydantic.ModelMetaclass") if path == "pydantic.BaseModel" else None

    def _as_metaclass(self, value: Value) -> Optional[Meta]:
        """Return what `metaclass=` or a base of a metaclass names, None where it is not known to be a class."""
        if isinstance(value, Made) and isinstance(value.callee, External) and value.callee.path == _TYPE:
            given: Alternatives = value.call.arguments.positional[0] if value.call else ()
            found = self._of_value(given[0]) if len(given) == 1 else None  # type(C8Connector)
            return found if isinstance(found, (External, ClassValue)) else None
        if isinstance(value, ClassValue):
            return value if self._ancestors(value) is not None else None
        if isinstance(value, External):
            path = _SAME.get(value.path, value.path)
            if path.startswith("c8connector") and path.endswith(".C8ConnectorMeta"):
                return External(_OURS)
            return External(path) if path in _PARENTS or path == _TYPE else None
        return None

    def derives(self, metaclass: Meta, other: Meta) -> Optional[bool]:
        """Return whether a metaclass is another or derives from it, None where that is not known."""
        ancestors = self._ancestors(metaclass)
        return None if ancestors is None else other in ancestors

    def _ancestors(self, metaclass: Meta, depth: int = 0) -> Optional[frozenset[Meta]]:
        """Return a metaclass and all that it derives from, None where one of them is not known."""
        found: set[Meta] = {metaclass}
        if isinstance(metaclass, External):
            for parent in _PARENTS.get(metaclass.path, ()):
                found |= self._ancestors(External(parent), depth + 1) or frozenset()
            return frozenset(found)
        for values in self._resolver.classes.bases(metaclass.cls):
            for value in values:
                parent_meta = self._as_metaclass(value) if depth < 20 else None
                above = self._ancestors(parent_meta, depth + 1) if parent_meta is not None else None
                if above is None:
                    return None
                found |= above
        return frozenset(found) if External(_TYPE) in found else None

    # Conflicts

    def _conflict(self, cls: Class, metaclass: Meta, winner: Meta) -> Conflict:
        """Return the conflict, blamed on what is not `C8Connector`'s side."""
        ours = self.derives(metaclass, External(_OURS)) is True
        blamed = winner if ours else metaclass
        for found, base in self._candidates(cls):
            if found == blamed:
                name = _name_of(base.value) if base.keyword is None else f"metaclass={_name_of(base.value)}"
                return Conflict(cls, self._place(cls, base.at), name, _metaclass_name(blamed), self._why(cls, base))
        return Conflict(cls, self._place(cls, cls.definition.at), cls.name, _metaclass_name(blamed), ())

    def _why(self, cls: Class, base: facts.Argument) -> tuple[Related, ...]:
        """Return where a base of the project takes its metaclass from."""
        frame = self._resolver.class_frame(cls).outer or self._resolver.module_frame(cls.module)
        for value in self._resolver.evaluate(base.value, frame):
            if isinstance(value, ClassValue):
                return (Related(place_of(value.cls.site), f"`{value.cls.name}` is defined here"),)
        return ()

    def _place(self, cls: Class, at: facts.Span) -> Place:
        return place_of(self._resolver.module_frame(cls.module).site(at))


def _metaclass_name(metaclass: Meta) -> str:
    return metaclass.cls.name if isinstance(metaclass, ClassValue) else metaclass.path


def _name_of(expr: facts.Expr) -> str:
    return dotted(expr.base if isinstance(expr, facts.Subscript) else expr) or "a base"
