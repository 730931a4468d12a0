"""Who calls a function, and with what: the arguments that a parameter gets over all calls in its package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import arguments_in, bind
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.names import last_name
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.values import (
    Alternatives,
    Class,
    ClassValue,
    External,
    Function,
    FunctionValue,
    Instance,
    Known,
    Member,
    Table,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

Owner = Union[Function, Class, None]
MAX_CALLERS = 40
MAX_USES = 200  # of one name, that are looked through for the calls of one function


class Use(NamedTuple):
    """An expression that names something, and the body in which it stands; `call` is the call that it is part of."""

    expr: Expr
    call: Optional[facts.Call]  # the call whose function or argument it is
    is_callee: bool
    module: Module
    owner: Owner


class Uses:
    """Where names are called and handed on in one package, by the last part of the name."""

    def __init__(self, resolver: Resolver, modules: tuple[Module, ...]) -> None:
        self.by_name: dict[str, list[Use]] = {}
        self.aliases: dict[str, set[str]] = {}
        self.decorated: dict[str, list[tuple[Expr, Function]]] = {}  # by the last part of the decorator's name
        self.calls_of_calls: dict[int, facts.Call] = {}  # `wrapper(function)(arguments)` by its inner call
        for module in modules:
            definitions = resolver.definitions(module)
            owners: list[Owner] = [None, *definitions.functions, *definitions.classes]
            for owner in owners:
                self._add(resolver, module, owner)
            for function in definitions.functions:
                for decorator in function.decorators:
                    named = decorator.func if isinstance(decorator, facts.Call) else decorator
                    self.decorated.setdefault(last_name(named), []).append((decorator, function))

    def _add(self, resolver: Resolver, module: Module, owner: Owner) -> None:
        callees: dict[int, facts.Call] = {}
        handed: dict[int, facts.Call] = {}
        looked_into: set[int] = set()  # `thing.name` is no use of `thing` as a whole
        for visit in (
            resolver.definitions(module).visits_of(owner).of(facts.Call, facts.ImportFrom, facts.Attribute, facts.Name)
        ):
            node = visit.node
            if isinstance(node, facts.Name):
                name = node.id
            elif isinstance(node, facts.Attribute):
                looked_into.add(id(node.base))
                name = node.name
            elif isinstance(node, facts.Call):
                callees[id(node.func)] = node
                if isinstance(node.func, facts.Call):
                    self.calls_of_calls[id(node.func)] = node
                for argument in node.args:
                    handed[id(argument.value)] = node
                continue
            else:
                if isinstance(node, facts.ImportFrom):
                    for imported in node.names:
                        if imported.alias:
                            self.aliases.setdefault(imported.name, set()).add(imported.alias)
                continue
            key = id(node)
            if key not in looked_into:
                call = callees.get(key)
                use = Use(node, call or handed.get(key), call is not None, module, owner)
                self.by_name.setdefault(name, []).append(use)

    def of(self, name: str) -> Iterator[Use]:
        """Yield the uses of a name, and of its aliases in imports."""
        for one in (name, *sorted(self.aliases.get(name, ()))):
            yield from self.by_name.get(one, ())

    def of_any(self, names: Iterable[str]) -> tuple[Use, ...]:
        """Return the uses of each of some names."""
        return tuple(use for name in sorted(names) for use in self.of(name))


def arguments_of(
    resolver: Resolver, function: Function, parameter: facts.Parameter
) -> Iterator[Optional[Alternatives]]:
    """Yield what each call of a function passes for a parameter; None where it leaves it to the default.

    Where the function is handed on to something that calls it in a way that is not known, or where it has more callers
    than are looked at, an Unknown comes too.
    """
    for count, bound in enumerate(calls_of(resolver, function, parameter)):
        if count >= MAX_CALLERS:
            yield _some_call(resolver, function).get(parameter.name)
            return
        yield bound.get(parameter.name)


def calls_of(
    resolver: Resolver, function: Function, wanted: Optional[facts.Parameter] = None
) -> Iterator[dict[str, Alternatives]]:
    """Yield the parameters that each call of a function binds; at least the wanted one, where one is named.

    Where more places name it, or something that is named alike, than are looked at, a call with unknown arguments is
    all that comes.
    """
    uses = resolver.uses(function.module)
    names = {function.name}
    if function.name in ("__init__", "__new__", "__call__", "__post_init__") and function.owner is not None:
        for cls in resolver.classes.concrete(function.owner):
            names.update(class_names(resolver, cls))
    named = uses.of_any(names)
    if len(named) > MAX_USES:
        yield _some_call(resolver, function)
        return
    for use in named:
        yield from _bound_by(resolver, function, use, uses, wanted)
    for name in dict.fromkeys((function.name, *_outer_names(function))):
        for decorator, decorated in uses.decorated.get(name, ()):
            frame = owner_frame(resolver, decorated.module, decorated.owner or decorated.outer)
            for value in resolver.evaluate(decorator, frame):
                if isinstance(value, FunctionValue) and value.function is function:
                    arguments = Arguments(((FunctionValue(decorated, None, frame),),))
                    yield bind(resolver, function, value.receiver, arguments, frame, decorator)


def _some_call(resolver: Resolver, function: Function) -> dict[str, Alternatives]:
    """Return what a call binds of which nothing is known."""
    params = function.definition.params
    if function.owner is not None and resolver.method_kind(function) != "static":
        params = params[1:]
    site = resolver.frame(function).site
    reason = f"`{function.name}` is called at more places than are looked at"
    return {param.name: (Unknown(reason, site(param.at)),) for param in params}


def class_names(resolver: Resolver, cls: Class) -> frozenset[str]:
    """Return the names by which the package may call a class: its own, and the first parameters of class methods."""
    names = {cls.name, "__class__"}
    for one in resolver.classes.order(cls):
        for function in resolver.definitions(one.module).functions:
            if function.owner is one and function.definition.params and resolver.method_kind(function) == "class":
                names.add(function.definition.params[0].name)
    return frozenset(names)


def _outer_names(function: Function) -> tuple[str, ...]:
    return (function.outer.name,) if function.outer is not None else ()


def _bound_by(
    resolver: Resolver, function: Function, use: Use, uses: Uses, wanted: Optional[facts.Parameter]
) -> Iterator[dict[str, Alternatives]]:
    if use.owner is function and use.is_callee and use.call is not None and _passes_its_own(function, use.call):
        return
    frame = owner_frame(resolver, use.module, use.owner)
    meant = [value for value in resolver.evaluate(use.expr, frame) if _means(resolver, value, function)]
    if not meant:
        return
    outer = uses.calls_of_calls.get(id(use.call)) if use.call is not None and not use.is_callee else None
    if outer is not None and any(_means(resolver, v, function) for v in resolver.evaluate(outer.func, frame)):
        use = use._replace(call=outer, is_callee=True)
    for value in meant[:2]:
        receiver = _receiver(value, function)
        if wanted is not None and use.is_callee and use.call is not None and _is_plain(use.call, wanted):
            given = _passed(function, receiver, use.call, wanted)
            yield {wanted.name: resolver.evaluate(given, frame)} if given is not None else {}
        elif use.is_callee and use.call is not None:
            yield bind(resolver, function, receiver, arguments_in(resolver, use.call, frame), frame, use.call)
        elif use.call is not None:
            yield _handed_on(resolver, function, receiver, use.call, use.expr, frame)
        else:
            yield bind(resolver, function, receiver, Arguments((), {}, False), frame, use.expr)


def _is_plain(call: facts.Call, parameter: facts.Parameter) -> bool:
    """Return whether the text alone tells which argument a parameter that no receiver is bound to gets."""
    return not parameter.kind.startswith("*") and not any(argument.star for argument in call.args)


def _passed(
    function: Function, receiver: Optional[Value], call: facts.Call, parameter: facts.Parameter
) -> Optional[Expr]:
    """Return the argument that a plain call passes for a parameter, None where it leaves it to the default.

    The other arguments need not be worked out, which would lead through half of the program.
    """
    if parameter.kind != "positional-only":
        named = next((argument.value for argument in call.args if argument.keyword == parameter.name), None)
        if named is not None:
            return named
    by_position = [param for param in function.definition.params if param.kind.startswith("positional")]
    if receiver is not None:
        by_position = by_position[1:]
    positional = [argument.value for argument in call.args if argument.keyword is None]
    return next((value for param, value in zip(by_position, positional) if param is parameter), None)


def _passes_its_own(function: Function, call: facts.Call) -> bool:
    """Return whether a recursive call hands on the parameters just as it got them."""
    own = [param.name for param in function.definition.params]
    own = own[len(own) - len(call.args) :]
    return all(
        isinstance(argument.value, facts.Name) and argument.value.id == (argument.keyword or name)
        for argument, name in zip(call.args, own)
    )


def _means(resolver: Resolver, value: Value, function: Function) -> bool:
    if isinstance(value, FunctionValue):
        return value.function is function
    if isinstance(value, ClassValue) and function.owner is not None and function.name != "__call__":
        return resolver.classes.function(value.cls, function.name) == FunctionValue(function)
    return isinstance(value, Instance) and function.name == "__call__" and function.owner is value.cls


def _receiver(value: Value, function: Function) -> Optional[Value]:
    if isinstance(value, FunctionValue):
        return value.receiver
    return Instance(value.cls) if isinstance(value, (ClassValue, Instance)) else None


def _handed_on(
    resolver: Resolver, function: Function, receiver: Optional[Value], call: facts.Call, given: Expr, frame: Frame
) -> dict[str, Alternatives]:
    """Return what a function gets that is handed to something else: a thread's `args`, a partial's arguments, …"""
    return bind(resolver, function, receiver, handed_arguments(resolver, call, given, frame), frame, call)


def handed_arguments(resolver: Resolver, call: facts.Call, given: Expr, frame: Frame) -> Arguments:
    """Return what an argument of a call is called with later, where it is something that can be called."""
    arguments = arguments_in(resolver, call, frame)
    keyword = next((a.keyword for a in call.args if a.value is given), None)
    index = next((i for i, a in enumerate(call.args) if a.value is given), 0)
    last = {_path(value).rpartition(".")[2] for value in resolver.evaluate(call.func, frame)}
    if isinstance(call.func, facts.Attribute):
        last.add(call.func.name)
    if keyword == "target" or last & {"Thread", "Timer", "Process"}:
        return _thread_arguments(resolver, arguments, index, call, frame)
    if "map" in last:
        spreads = [resolver.elements(v[0], call, frame) for v in arguments.positional[index + 1 :]]
        each = tuple(tuple(v for part in s[0] for v in part) if s else _doubt(call, frame) for s in spreads)
        return Arguments(each, {}, True)
    if last & {"partial", "submit", "run_in_executor", "register", "to_thread", "call_soon", "apply_async"}:
        exact = arguments.exact and "partial" not in last
        return Arguments(arguments.positional[index + 1 :], arguments.keywords, exact)
    return Arguments((), {}, False)


def _thread_arguments(
    resolver: Resolver, arguments: Arguments, index: int, call: facts.Call, frame: Frame
) -> Arguments:
    """Return what `Thread(target=…, args=…, kwargs=…)` or `Timer(seconds, function, args)` passes."""
    after = arguments.positional[index + 1] if index + 1 < len(arguments.positional) else ()
    passed = arguments.keywords.get("args", after)
    spread = resolver.elements(passed[0], call, frame) if len(passed) == 1 else None
    given = arguments.keywords.get("kwargs", ())
    table = given[0] if len(given) == 1 and isinstance(given[0], Table) else None
    named = {
        key[0].value: values
        for key, values in (table.entries if table else ())
        if len(key) == 1 and isinstance(key[0], Known) and isinstance(key[0].value, str)
    }
    exact = (not passed or (spread is not None and spread[1])) and (not given or (table is not None and table.exact))
    return Arguments(spread[0] if spread else (), named, exact)


def _doubt(call: facts.Call, frame: Frame) -> Alternatives:
    return (Unknown("what it is called with is not known", frame.site(call.at)),)


def _path(value: Value) -> str:
    if isinstance(value, External):
        return value.path
    return value.name if isinstance(value, Member) else ""


def owner_frame(resolver: Resolver, module: Module, owner: Owner) -> Frame:
    """Return the frame of a module's, class's or function's body, for any call of it."""
    if isinstance(owner, Function):
        return resolver.frame(owner)
    return resolver.class_frame(owner) if owner is not None else resolver.module_frame(module)
