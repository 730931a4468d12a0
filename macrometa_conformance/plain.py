"""Classes of values with named fields, which nothing changes: like frozen dataclasses, and quickly defined.

Each run defines some hundred and fifty, and makes values of some by the ten thousand. No named tuples, as a checker
compares those by structure, for ever where types hold each other.
"""

from dataclasses import MISSING, Field, field
from functools import total_ordering
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: object):
        """Return a decorator that changes nothing: what it tells is for type checkers."""
        return lambda decorator: decorator


class Plain:
    """A value with named fields: of one class and with equal fields (but those with `compare=False`) is equal."""

    _fields: ClassVar[tuple[str, ...]] = ()
    _shown: ClassVar[tuple[str, ...]] = ()
    _compared = attrgetter("__class__")

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
        return f"{self.__class__.__name__}({fields})"

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__ and bool(self._compared(self) == self._compared(other))

    def __hash__(self) -> int:
        return hash(self._compared(self))


@total_ordering
class Ordered(Plain):
    """A value that comes before another of its class whose fields are larger, in their order."""

    def __lt__(self, other: object) -> bool:
        return self._compared(self) < self._compared(other) if self.__class__ is other.__class__ else NotImplemented


class Distinct(Plain):
    """A value that is equal to itself alone."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__


T = TypeVar("T", bound=type)
P = TypeVar("P", bound=Plain)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def plain(cls: T) -> T:
    """Give a class of values a constructor that takes its fields in the order in which the class names them."""
    made: Any = cls
    compared: list[str] = []
    hidden: set[str] = set()
    parameters: list[str] = []
    body: list[str] = []
    known: dict[str, Any] = {"MISSING": MISSING}
    for name in cls.__annotations__:
        default: Any = cls.__dict__.get(name, MISSING)
        factory: Any = MISSING
        if isinstance(default, Field):
            delattr(cls, name)
            if default.compare:
                compared.append(name)
            if not default.repr:
                hidden.add(name)
            default, factory = default.default, default.default_factory
        else:
            compared.append(name)
        if factory is not MISSING:
            known[f"{name}_"] = factory
            parameters.append(f"{name}=MISSING")
            body.append(f" self.{name} = {name}_() if {name} is MISSING else {name}")
            continue
        known[f"{name}_"] = default
        parameters.append(name if default is MISSING else f"{name}={name}_")
        body.append(f" self.{name} = {name}")
    if made.__init__ is object.__init__:
        exec("\n".join((f"def __init__(self, {', '.join(parameters)}):", *body)), known)  # the names are a class's
        made.__init__ = known["__init__"]
    made._fields = tuple(cls.__annotations__)
    made._shown = tuple(name for name in made._fields if name not in hidden)
    made._compared = attrgetter(*(compared or ("__class__",)))
    return cls


def replace(value: P, **changes: object) -> P:
    """Return the value with other fields."""
    return value.__class__(**{**{name: getattr(value, name) for name in value._fields}, **changes})
