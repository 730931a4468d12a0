"""What looking up an attribute on the connector object gives: a bound method, or something else.

The runtime routes bound methods alone, and takes a class only where each of the 11 attributes of the class itself can
be called. Tried with the real package: a lambda, a classmethod and a cached function are bound; a staticmethod,
`functools.partial`, `functools.partialmethod`, a class and an object with `__call__` can be called and are not bound; a
property and any other value cannot be called.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.values import (
    Alternatives,
    ClassValue,
    EnumMember,
    External,
    FunctionValue,
    Instance,
    Items,
    Known,
    Made,
    Member,
    ModuleValue,
    Table,
    Unknown,
    Value,
)
from macrometa_conformance.connector.evidence import place_of
from macrometa_conformance.finding import Undecided
from macrometa_conformance.plain import Plain, plain, replace

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.code.scopes import Binding

_STATIC = frozenset(("builtins.staticmethod", "abc.abstractstaticmethod"))
_CLASS = frozenset(("builtins.classmethod", "abc.abstractclassmethod"))
_PROPERTIES = frozenset(
    ("builtins.property", "functools.cached_property", "abc.abstractproperty", "cached_property.cached_property",
     "werkzeug.utils.cached_property", "django.utils.functional.cached_property", "types.DynamicClassAttribute")
)  # fmt: skip
_PARTIAL = "functools.partial"
_METHOD_TYPE = "types.MethodType"
_CACHES = frozenset(("functools.lru_cache", "functools.cache"))
_NOT_BOUND = {
    "functools.partial": "a `functools.partial`",
    "functools.partialmethod": "a `functools.partialmethod`",
    "functools.singledispatchmethod": "a `functools.singledispatchmethod`",
    "operator.attrgetter": "an `operator.attrgetter`",
    "operator.itemgetter": "an `operator.itemgetter`",
    "operator.methodcaller": "an `operator.methodcaller`",
}
_TRANSPARENT = frozenset(
    ("abc.abstractmethod", "typing.final", "typing.override", "typing.no_type_check", "typing_extensions.final",
     "typing_extensions.override", "typing_extensions.deprecated", "warnings.deprecated", "functools.wraps",
     "backoff.on_exception", "backoff.on_predicate", "tenacity.retry", "retry.retry", "retrying.retry",
     "singer.utils.handle_top_exception", "singer.utils.ratelimit", "singer.handle_top_exception")
)  # fmt: skip  # they call the function with what they get and give back what it gives
_TIMERS = frozenset(("time", "count_exceptions", "track_inprogress"))  # of metrics, as decorators


class Kind(Enum):
    """What a look-up gives, as far as the runtime cares."""

    METHOD = "a bound method"
    NOT_BOUND = "something that can be called and is not bound"
    NO_CALLABLE = "something that cannot be called"
    UNKNOWN = "not known"


@plain
class Lookup(Plain):
    """One thing that a look-up can give.

    `word` names what is not a bound method. `function` is what a call runs first, with what it is bound to; `written`
    is the function that stands in the class, round which decorators of the project may have put the other.
    """

    kind: Kind
    word: str = ""
    function: Optional[FunctionValue] = None
    written: Optional[FunctionValue] = None
    is_cached: bool = False
    doubt: Optional[Undecided] = None

    @property
    def is_wrapped(self) -> bool:
        """Return whether another function stands between the runtime and the one that is written."""
        return (
            self.written is not None
            and self.function is not None
            and self.function.function is not self.written.function
        )


def looked_up(resolver: Resolver, binding: Binding, frame: Frame, instance: Instance) -> tuple[Lookup, ...]:
    """Return what a binding in a class's body gives when it is looked up on an object of the class."""
    if binding.kind == "def" and isinstance(binding.node, facts.FunctionDef):
        return defined(resolver, binding.node, frame, instance)
    values = resolver.binding(binding, frame, None)
    raw = isinstance(binding.value, facts.Name)  # what the class's own body holds, not yet unwrapped by a look-up
    return tuple(one for value in values for one in of_value(resolver, value, instance, raw=raw, doubt_at=frame))


def defined(resolver: Resolver, node: facts.FunctionDef, frame: Frame, instance: Instance) -> tuple[Lookup, ...]:
    """Return what a `def` in a class's body gives, its decorators applied."""
    function = resolver.definitions(frame.module).function(node)
    if function is None:
        return ()
    bound = FunctionValue(function, instance, frame)
    found: tuple[Lookup, ...] = (Lookup(Kind.METHOD, function=bound, written=bound),)
    for decorator in reversed(node.decorators):
        found = tuple(dict.fromkeys(after for one in found for after in _decorated(resolver, decorator, one, frame)))
    return found


def of_value(
    resolver: Resolver, value: Value, instance: Instance, *, raw: bool, doubt_at: Frame, set_on_object: bool = False
) -> tuple[Lookup, ...]:
    """Return what a value gives that a class (or, `set_on_object`, the object itself) holds under a name."""
    if isinstance(value, FunctionValue):
        if value.receiver is not None:
            return (Lookup(Kind.METHOD, function=value, written=value),)
        definition, owner = value.function.definition, value.function.owner
        if set_on_object:
            return (Lookup(Kind.NOT_BOUND, "a function that is not bound"),)
        if raw and owner is not None and isinstance(definition, facts.FunctionDef):
            return defined(resolver, definition, resolver.class_frame(owner), instance)
        bound = value.bound_to(instance)
        return (Lookup(Kind.METHOD, function=bound, written=bound),)
    if isinstance(value, Made):
        return _of_made(resolver, value, instance, doubt_at)
    if isinstance(value, ClassValue):
        return (Lookup(Kind.NOT_BOUND, f"the class `{value.cls.name}`"),)
    if isinstance(value, Instance):
        return (_of_instance(resolver, value, doubt_at),)
    word = _word(value)
    return (Lookup(Kind.NO_CALLABLE, word) if word else _unknown(value, doubt_at),)


def _of_made(resolver: Resolver, value: Made, instance: Instance, frame: Frame) -> tuple[Lookup, ...]:
    path = _path(value.callee)
    bound = _bound_by_hand(value)
    if bound is not None:
        return (Lookup(Kind.METHOD, function=bound, written=bound),)
    given = value.call.arguments.positional[0] if value.call and value.call.arguments.positional else ()
    if path in _STATIC:
        return (Lookup(Kind.NOT_BOUND, "a static method"),)
    if path in _PROPERTIES:
        return (Lookup(Kind.NO_CALLABLE, "a property"),)
    if path in _NOT_BOUND:
        return (Lookup(Kind.NOT_BOUND, _NOT_BOUND[path]),)
    if path in _CLASS and given:
        return tuple(
            _bound_to_class(one, instance) if isinstance(one, FunctionValue) else _unknown(one, frame) for one in given
        )
    return (_unknown(value, frame),)


def _bound_by_hand(value: Made) -> Optional[FunctionValue]:
    """Return the bound method that `types.MethodType(function, object)` or `function.__get__(object)` makes."""
    positional = value.call.arguments.positional if value.call else ()
    functions: Alternatives = ()
    if _path(value.callee) == _METHOD_TYPE and len(positional) == 2:
        functions, receivers = positional
    elif isinstance(value.callee, Member) and value.callee.name == "__get__" and positional:
        functions, receivers = (value.callee.base,), positional[0]
    if len(functions) != 1 or len(receivers) != 1 or not isinstance(functions[0], FunctionValue):
        return None
    return functions[0].bound_to(receivers[0]) if functions[0].receiver is None else None


def _bound_to_class(function: FunctionValue, instance: Instance) -> Lookup:
    bound = function.bound_to(ClassValue(instance.cls))
    return Lookup(Kind.METHOD, function=bound, written=bound)


def _of_instance(resolver: Resolver, value: Instance, frame: Frame) -> Lookup:
    if resolver.classes.may_define_more(value.cls) or resolver.classes.methods(value, "__get__"):
        return _unknown(value, frame)
    word = f"an object of `{value.cls.name}`"
    kind = Kind.NOT_BOUND if resolver.classes.methods(value, "__call__") else Kind.NO_CALLABLE
    return Lookup(kind, word)


def _word(value: Value) -> str:
    if isinstance(value, Known):
        return "`None`" if value.value is None else f"a {_TYPES.get(type(value.value), 'literal')}"
    if isinstance(value, Items):
        return value.shown
    if isinstance(value, Table):
        return "a dict"
    if isinstance(value, EnumMember):
        return "a member of an enumeration"
    return "a module" if isinstance(value, ModuleValue) else ""


_TYPES = {str: "text", bytes: "bytes literal", bool: "truth value", int: "number", float: "number", complex: "number"}


def _unknown(value: Value, frame: Frame) -> Lookup:
    if isinstance(value, Unknown):
        return Lookup(Kind.UNKNOWN, doubt=Undecided(value.reason, place_of(value.site)))
    site = value.site if isinstance(value, Made) else None
    doubt = Undecided("what it is is known when it runs", place_of(site) if site else None)
    return Lookup(Kind.UNKNOWN, doubt=doubt)


# Decorators


def _decorated(resolver: Resolver, decorator: Expr, one: Lookup, frame: Frame) -> Iterable[Lookup]:
    """Yield what a decorator can make of what stands below it."""
    if one.kind is Kind.UNKNOWN:
        yield one
        return
    if isinstance(decorator, facts.Attribute) and decorator.name in ("setter", "getter", "deleter"):
        yield Lookup(Kind.NO_CALLABLE, "a property")
        return
    for value in resolver.evaluate(decorator, frame):
        yield from _applied(resolver, value, decorator, one, frame)


def _applied(resolver: Resolver, value: Value, decorator: Expr, one: Lookup, frame: Frame) -> Iterable[Lookup]:
    path = _path(value.callee if isinstance(value, Made) else value)
    if path in _PROPERTIES:
        yield Lookup(Kind.NO_CALLABLE, "a property")
    elif path in _TRANSPARENT or (isinstance(value, Made) and _is_timer(value)):
        yield one
    elif path in _CACHES:
        yield replace(one, is_cached=True)
    elif one.kind is not Kind.METHOD or one.function is None:
        yield _doubtful(decorator, frame)  # something round a static method and the like
    elif path in _STATIC:
        yield Lookup(Kind.NOT_BOUND, "a static method")
    elif path in _CLASS:
        receiver = one.function.receiver
        cls = ClassValue(receiver.cls) if isinstance(receiver, Instance) else receiver
        yield replace(one, function=one.function.bound_to(cls))
    elif path in _NOT_BOUND and not isinstance(value, Made):
        yield Lookup(Kind.NOT_BOUND, _NOT_BOUND[path])
    elif isinstance(value, (FunctionValue, ClassValue, Instance)) or path == _PARTIAL:
        yield from _wrapped(resolver, value, decorator, one, frame)
    else:
        yield _doubtful(decorator, frame)


def _wrapped(resolver: Resolver, value: Value, decorator: Expr, one: Lookup, frame: Frame) -> Iterable[Lookup]:
    """Yield what a decorator of the project gives back for a function."""
    assert one.function is not None
    receiver = one.function.receiver
    given: Alternatives = (one.function.bound_to(None),)
    for made in resolver.call_value(value, Arguments((given,)), decorator, frame):
        if isinstance(made, FunctionValue) and made.receiver is None:
            if made.function is one.function.function:
                yield one
            elif isinstance(receiver, ClassValue):
                yield _doubtful(decorator, frame)  # which versions of Python can call a class method so differs
            else:
                yield Lookup(Kind.METHOD, function=made.bound_to(receiver), written=one.written)
        elif isinstance(made, (FunctionValue, Made)) and isinstance(receiver, Instance):
            for after in of_value(resolver, made, receiver, raw=False, doubt_at=frame):
                yield replace(after, written=one.written)
        elif isinstance(made, Instance):
            yield _of_instance(resolver, made, frame)
        else:
            yield _doubtful(decorator, frame)


def _is_timer(value: Made) -> bool:
    callee = value.callee
    if not isinstance(callee, Member) or callee.name not in _TIMERS or not isinstance(callee.base, Made):
        return False
    return _path(callee.base.callee).startswith("prometheus_client.")


def _doubtful(decorator: Expr, frame: Frame) -> Lookup:
    reason = "what the decorator makes of the method is not known"
    return Lookup(Kind.UNKNOWN, doubt=Undecided(reason, place_of(frame.site(decorator.at))))


def _path(value: Value) -> str:
    return value.path if isinstance(value, External) else ""
