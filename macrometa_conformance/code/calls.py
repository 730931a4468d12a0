"""What calls give: functions of the project with their arguments bound, classes, and the well-known rest."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts, iterables, operations
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.flow import may_give_up, rounds, surely
from macrometa_conformance.code.frames import Arguments, CallSite, Frame
from macrometa_conformance.code.suites import may_be_passed_by
from macrometa_conformance.code.tables import anything, merged
from macrometa_conformance.code.values import (
    Alternatives,
    Class,
    ClassValue,
    EnumMember,
    External,
    Function,
    FunctionValue,
    Instance,
    Items,
    Known,
    Made,
    Member,
    Step,
    Super,
    Table,
    Unknown,
    Value,
    distinct,
    via,
)
from macrometa_conformance.code.walk import Block, visits

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

MAX_CALLS = 6  # calls within calls that are followed with their own arguments
MAX_FRAMES = 60  # calls with arguments that differ, of one small function
MAX_LARGE_FRAMES = 6  # and of a large one, whose every frame costs
_SMALL = 150  # nodes
_ENVIRONMENT = frozenset(("os.environ.get", "os.getenv", "os.environ.setdefault"))
_COLLECTIONS = {
    "builtins.list": "list", "builtins.tuple": "tuple", "builtins.set": "set", "builtins.frozenset": "set",
    "builtins.sorted": "list", "builtins.reversed": "reversed object", "builtins.iter": "iterator",
    "collections.deque": "list",
}  # fmt: skip
_FIRST_ARGUMENT = frozenset(
    ("copy.copy", "copy.deepcopy", "asyncio.run", "asyncio.ensure_future", "asyncio.create_task", "asyncio.wait_for",
     "asyncio.shield", "joblib.delayed", "joblib.parallel.delayed", "asgiref.sync.sync_to_async",
     "asgiref.sync.async_to_sync", "contextlib.closing", "contextlib.nullcontext", "types.MappingProxyType")
)  # fmt: skip
_OPEN_OBJECTS = frozenset(("types.SimpleNamespace", "argparse.Namespace", "threading.local"))
_PARTIAL = "functools.partial"


def arguments_in(resolver: Resolver, expr: facts.Call, frame: Frame) -> Arguments:
    """Return the worked-out arguments of a call expression."""
    positional: list[Alternatives] = []
    keywords: dict[str, Alternatives] = {}
    exact = True
    for argument in expr.args:
        values = resolver.evaluate(argument.value, frame)
        if argument.star == "*":
            spread = resolver.elements(values[0], argument.value, frame) if len(values) == 1 else None
            positional.extend(spread[0] if spread else ())
            exact = exact and spread is not None and spread[1]
        elif argument.star == "**":
            only = values[0] if len(values) == 1 else None
            exact = exact and isinstance(only, Table) and only.exact
            for keys, entry in only.entries if isinstance(only, Table) else ():
                if len(keys) == 1 and isinstance(keys[0], Known) and isinstance(keys[0].value, str):
                    keywords[keys[0].value] = entry
                else:
                    exact = False
        elif argument.keyword is not None:
            keywords[argument.keyword] = values
        else:
            positional.append(values)
    return Arguments(tuple(positional), keywords, exact)


def call_with(resolver: Resolver, callee: Value, arguments: Arguments, expr: Expr, frame: Frame) -> Alternatives:
    """Return what calling a value with worked-out arguments gives."""
    if isinstance(callee, FunctionValue):
        return _call_function(resolver, callee, arguments, expr, frame)
    if isinstance(callee, ClassValue):
        if resolver.classes.is_enum(callee.cls):
            return _enum_member(resolver, callee.cls, arguments, expr, frame)
        return (Instance(callee.cls, frame.object_site(expr.at), CallSite(expr, frame, arguments), callee.trail),)
    if isinstance(callee, Instance):
        methods = resolver.classes.methods(callee, "__call__")
        if methods:
            return tuple(v for method in methods for v in call_with(resolver, method, arguments, expr, frame))
    if isinstance(callee, External):
        known = _call_external(resolver, callee, arguments, expr, frame)
        if known is not None:
            return known
    if isinstance(callee, Member):
        known = _call_method(resolver, callee, arguments, expr, frame)
        if known is not None:
            return known
    if isinstance(callee, Made):
        known = _call_made(resolver, callee, arguments, expr, frame)
        if known is not None:
            return known
    if isinstance(callee, (External, Member, Made, Instance)):
        return (Made(callee, frame.object_site(expr.at), CallSite(expr, frame, arguments), callee.trail),)
    if isinstance(callee, Unknown):
        return (callee,)
    return (Unknown("it is no function that can be seen", frame.site(expr.at)),)


# Functions of the project


def _call_function(
    resolver: Resolver, callee: FunctionValue, arguments: Arguments, expr: Expr, frame: Frame
) -> Alternatives:
    function = callee.function
    inner = function_frame(resolver, callee, arguments, expr, frame)
    values = returned(resolver, function, inner)
    step = Step(function.module.path, function.definition.at, f"`{function.name}()` returns it")
    return tuple(via(value, step) if not isinstance(value, Unknown) else value for value in values)


def function_frame(resolver: Resolver, callee: FunctionValue, arguments: Arguments, expr: Expr, frame: Frame) -> Frame:
    """Return the frame of one call; beyond the limit, and in recursion, the frame of any call."""
    function = callee.function
    if len(frame.context) >= MAX_CALLS or _calls_itself(function, frame):
        return resolver.frame(function, callee.receiver)
    outer = callee.closure or resolver.frame(function).outer
    bound = bind(resolver, function, callee.receiver, arguments, frame, expr)
    frames = resolver.call_frames(function)
    key = (callee.receiver, id(outer), tuple((name, _told(values)) for name, values in bound.items()))
    if key not in frames:
        definitions = resolver.definitions(function.module)
        if len(frames) >= (MAX_FRAMES if len(definitions.visits_of(function)) <= _SMALL else MAX_LARGE_FRAMES):
            return resolver.frame(function, callee.receiver)
        frames[key] = Frame(
            function.module,
            definitions.scope_of(function),
            function=function,
            outer=outer,
            arguments=bound,
            receiver=callee.receiver,
            context=(*frame.context, (frame.module.path, expr.at)),
            rounds=frame.rounds,
        )
    return frames[key]


def _told(values: Alternatives) -> Optional[Alternatives]:
    """Return the alternatives where they tell anything; calls that tell nothing share a frame."""
    return None if all(isinstance(value, (Unknown, Member, Made)) for value in values) else values


def _calls_itself(function: Function, frame: Frame) -> bool:
    here: Optional[Frame] = frame
    while here is not None:
        if here.function is function:
            return True
        here = here.outer
    definition = (function.module.path, function.definition.at)
    return any(_inside(call, definition, function) for call in frame.context)


def _inside(call: tuple[str, facts.Span], definition: tuple[str, facts.Span], function: Function) -> bool:
    """Return whether a call stands in the body of a function."""
    if call[0] != definition[0] or not isinstance(function.definition, facts.FunctionDef):
        return False
    return definition[1][0] <= call[1][0] <= function.definition.end_line


def bind(
    resolver: Resolver,
    function: Function,
    receiver: Optional[Value],
    arguments: Arguments,
    frame: Frame,
    expr: Expr,
) -> dict[str, Alternatives]:
    """Return the parameters that a call binds; those that it leaves to their defaults are left out."""
    params = list(function.definition.params)
    bound: dict[str, Alternatives] = {}
    positional = list(arguments.positional)
    if receiver is not None and params and params[0].kind == "*":
        positional.insert(0, (receiver,))
    elif receiver is not None and params and params[0].kind != "**":
        bound[params.pop(0).name] = (receiver,)
    doubt = (Unknown("what a starred argument passes is not known", frame.site(expr.at)),)
    keywords = dict(arguments.keywords)
    for param in params:
        if param.kind == "*":
            rest = tuple(positional)
            positional = []
            bound[param.name] = (Items("tuple", rest, arguments.exact),)
        elif param.kind == "**":
            entries = tuple(((Known(name),), values) for name, values in keywords.items())
            site = frame.site(expr.at)
            rest_of = entries if arguments.exact else (anything(site), *entries)
            bound[param.name] = (Table(rest_of, arguments.exact, site),)
        elif positional and param.kind in ("positional-only", "positional"):
            bound[param.name] = positional.pop(0)
        elif param.name in keywords and param.kind != "positional-only":
            bound[param.name] = keywords.pop(param.name)
        elif not arguments.exact:
            bound[param.name] = doubt
    return bound


def returned(resolver: Resolver, function: Function, frame: Frame) -> Alternatives:
    """Return what a function gives in a frame: its return values, or for a generator what it yields."""
    definition = function.definition
    if isinstance(definition, facts.Lambda):
        return resolver.evaluate(definition.body, frame)
    key = id(definition)
    known = resolver.settling.recall(key, frame)
    if known is not None:
        return known
    if not resolver.settling.enter(key, frame):
        return (Unknown(f"`{function.name}` calls itself", frame.site(definition.at)),)
    try:
        if definition.is_generator:
            values: Alternatives = (_generated(resolver, function, frame),)
        else:
            values = distinct(tuple(_returned(resolver, function, definition, frame)))
    except BaseException:
        resolver.settling.undo()
        raise
    if not values:
        values = (Unknown(f"`{function.name}` returns nothing that can be seen", frame.site(definition.at)),)
    resolver.settling.settle(key, frame, values)
    return values


def _returned(resolver: Resolver, function: Function, definition: facts.FunctionDef, frame: Frame) -> Iterator[Value]:
    for visit in resolver.definitions(function.module).visits_of(function).of(facts.Return):
        if isinstance(visit.node, facts.Return):
            if any(surely(resolver, block, frame) is False for block in visit.blocks):
                continue
            if visit.node.value is None:
                yield Known(None, frame.site(visit.node.at))
            else:
                yield from resolver.evaluate(visit.node.value, frame)
            if all(surely(resolver, block, frame) is True and not _may_return_else(block) for block in visit.blocks):
                return
    if not leaves(definition.body):
        yield Known(None, frame.site(definition.at))


def _may_return_else(block: Block) -> bool:
    """Return whether a handler, a `finally` or what follows may return in place of a `return` in a block."""
    if isinstance(block.node, facts.Try):
        if block.kind != "finally" and any(visit.node.__class__ is facts.Return for visit in visits(block.node.final)):
            return True
        return block.kind in ("try", "try-else") and bool(block.node.handlers)
    return may_give_up(block)


def _generated(resolver: Resolver, function: Function, frame: Frame) -> Items:
    parts: list[Alternatives] = []
    exact = True
    for visit in resolver.definitions(function.module).visits_of(function).of(facts.Yield):
        node = visit.node
        if not isinstance(node, facts.Yield):
            continue
        exact = exact and not may_be_passed_by(function.body, (), node.at)
        for inner, sure in rounds(resolver, visit.blocks, frame, None, node.at):
            exact = exact and sure
            if inner is None:
                continue
            if node.value is None:
                parts.append((Known(None),))
            elif not node.is_from:
                parts.append(resolver.evaluate(node.value, inner))
            else:
                values = resolver.evaluate(node.value, inner)
                spread = resolver.elements(values[0], node.value, inner) if len(values) == 1 else None
                parts.extend(spread[0] if spread else ())
                exact = exact and spread is not None and spread[1]
            if len(parts) > operations.MAX_ELEMENTS:
                return Items("generator", tuple(parts), False, frame.site(function.definition.at))
    return Items("generator", tuple(parts), exact, frame.site(function.definition.at))


def _enum_member(resolver: Resolver, cls: Class, arguments: Arguments, expr: Expr, frame: Frame) -> Alternatives:
    wanted = arguments.positional[0] if arguments.positional else ()
    found = [
        member
        for member in resolver.classes.enum_members(cls)
        if isinstance(member, EnumMember) and set(resolver.classes.enum_value(member)) & set(wanted)
    ]
    return tuple(found) or (Unknown(f"which member of `{cls.name}` it is, is not known", frame.site(expr.at)),)


# The well-known rest


def _call_external(
    resolver: Resolver, callee: External, arguments: Arguments, expr: Expr, frame: Frame
) -> Optional[Alternatives]:
    path, positional, keywords = callee.path, arguments.positional, arguments.keywords
    if path in _ENVIRONMENT:
        return _environment(resolver, arguments, expr, frame)
    if path in _FIRST_ARGUMENT and positional:
        return positional[0]
    if path == "typing.cast" and len(positional) == 2:
        return positional[1]
    if path == "importlib.import_module" and len(positional) == 1 and not keywords:
        names = [value.value if isinstance(value, Known) else None for value in positional[0]]
        return tuple(resolver.module_value(n) for n in names if isinstance(n, str)) if all(names) else None
    if path == "builtins.staticmethod" and positional and isinstance(positional[0][0], External):
        return positional[0]  # what comes from outside is never bound to an instance
    if path == "dataclasses.field" or path in ("attr.ib", "attr.field", "attrs.field", "pydantic.Field"):
        if "default" in keywords:
            return keywords["default"]
        factory = keywords.get("default_factory", keywords.get("factory", ()))
        return tuple(v for f in factory for v in resolver.call_value(f, Arguments(), expr, frame)) or None
    if path in ("importlib.import_module", "builtins.__import__"):
        return _imported(resolver, positional)
    if path in iterables.CALLS:
        made = iterables.iterable_of(resolver, path, arguments, expr, frame)
        if made is not None:
            return made
    if not path.startswith(("builtins.", "collections.")):
        return None
    name = path.rpartition(".")[2]
    if path in _COLLECTIONS:
        return _collection(resolver, name, _COLLECTIONS[path], arguments, expr, frame)
    if path in ("builtins.dict", "collections.OrderedDict"):
        return _dict(resolver, arguments, expr, frame)
    if name in ("enumerate", "zip", "range") and path.startswith("builtins."):
        return _counting(resolver, name, arguments, expr, frame)
    if path == "builtins.super":
        return _super(resolver, arguments, frame)
    if path == "builtins.getattr" and len(positional) >= 2 and len(positional[1]) == 1:
        name_value = positional[1][0]
        if isinstance(name_value, Known) and isinstance(name_value.value, str):
            found = [v for base in positional[0] for v in resolver.attribute_of(base, name_value.value, expr, frame)]
            if len(positional) == 2:
                return tuple(found)
            if all(resolver.has_attribute(base, name_value.value, frame) is False for base in positional[0]):
                return positional[2]
            doubtful = any(isinstance(v, (Unknown, External, Member)) for v in found)
            return (*found, *positional[2]) if doubtful else tuple(found)
    if path == "builtins.isinstance" and len(positional) == 2:
        answers = {_is_instance(resolver, value, kind) for value in positional[0] for kind in positional[1]}
        only = answers.pop() if len(answers) == 1 else None
        return (Known(only),) if only is not None else None
    if path == "builtins.type" and len(positional) == 1:
        return tuple(ClassValue(v.cls) for v in positional[0] if isinstance(v, Instance)) or None
    if path == "builtins.next" and positional:
        return (
            tuple(part for value in positional[0] if isinstance(value, Items) for e in value.elements for part in e)
            or None
        )
    if path == f"builtins.{name}" and name in operations.CONVERSIONS and not keywords:
        if len(positional) <= 3 and arguments.exact:
            return _conversion(name, positional, expr, frame)
    return None


def _is_instance(resolver: Resolver, value: Value, kind: Value) -> Optional[bool]:
    """Return whether a value is an object of a class, or of one of a tuple of classes; None where that is not known."""
    if isinstance(kind, Items):
        answers = {_is_instance(resolver, value, one) for part in kind.elements for one in part}
        return True if True in answers else (False if answers == {False} and kind.exact else None)
    if isinstance(kind, ClassValue):
        if isinstance(value, (Instance, EnumMember)):
            known = kind.cls in resolver.classes.order(value.cls)
            return known or (None if resolver.classes.may_define_more(value.cls) else False)
        return False if isinstance(value, (Known, Items, Table, FunctionValue)) else None
    if not isinstance(kind, External) or not kind.path.startswith("builtins."):
        return None
    wanted = getattr(builtins, kind.path.rpartition(".")[2], None)
    if not isinstance(wanted, type):
        return None
    if isinstance(value, Known):
        return isinstance(value.value, wanted)
    own: Optional[type] = dict if isinstance(value, Table) else None
    if isinstance(value, Items):
        own = {"list": list, "tuple": tuple, "set": set}.get(value.kind)
    return issubclass(own, wanted) if own is not None else None


def _imported(resolver: Resolver, positional: tuple[Alternatives, ...]) -> Optional[Alternatives]:
    """Return the module that a call imports by an absolute name, None where that is not known."""
    names = [value.value if isinstance(value, Known) else None for values in positional[:1] for value in values]
    if not names or not all(isinstance(name, str) and name and not name.startswith(".") for name in names):
        return None
    return tuple(resolver.module_value(str(name)) for name in names)


def _environment(resolver: Resolver, arguments: Arguments, expr: Expr, frame: Frame) -> Alternatives:
    default = arguments.positional[1] if len(arguments.positional) > 1 else arguments.keywords.get("default")
    unknown = Unknown("it is read from the environment", frame.site(expr.at), environment=True)
    if default is None:
        return (unknown,)
    step = Step(frame.module.path, expr.at, "the default of a look-up in the environment")
    known = tuple(via(value, step) for value in default)
    return (*known, unknown) if resolver.settling.consult() else known


def _conversion(name: str, positional: tuple[Alternatives, ...], expr: Expr, frame: Frame) -> Optional[Alternatives]:
    if not positional:
        made = operations.convert(name, ())
        return (made,) if made is not None else None
    found: list[Value] = []
    for first in positional[0]:
        others = [values[0] for values in positional[1:] if len(values) == 1]
        if len(others) != len(positional) - 1:
            return None
        made = operations.convert(name, (first, *others))
        if made is not None:
            for step in reversed(first.trail):
                made = via(made, step)
            if isinstance(made, Known) and isinstance(first, Known):
                made = Known(made.value, first.site, made.trail)
            found.append(made)
        elif isinstance(first, Unknown):
            found.append(first)
        else:
            return None
    return tuple(found)


def _collection(
    resolver: Resolver, name: str, kind: str, arguments: Arguments, expr: Expr, frame: Frame
) -> Optional[Alternatives]:
    if not arguments.positional:
        return (Items(kind, (), arguments.exact, frame.site(expr.at)),)
    found: list[Value] = []
    for value in arguments.positional[0]:
        spread = resolver.elements(value, expr, frame)
        if spread is None:
            if isinstance(value, Unknown):
                found.append(value)
                continue
            return None
        parts, exact = spread
        if kind == "set":
            parts = tuple(dict.fromkeys(parts))
        if name == "sorted":
            keyed = [operations.plain(part[0]) if len(part) == 1 else None for part in parts]
            if all(isinstance(key, str) for key in keyed) and not arguments.keywords:
                parts = tuple(part for _, part in sorted(zip(keyed, parts), key=lambda pair: str(pair[0])))
            else:
                exact = False
        if name == "reversed":
            parts = tuple(reversed(parts))
        found.append(Items(kind, parts, exact, frame.site(expr.at), value.trail))
    return tuple(found)


def _dict(resolver: Resolver, arguments: Arguments, expr: Expr, frame: Frame) -> Optional[Alternatives]:
    entries: list[tuple[Alternatives, Alternatives]] = []
    exact = arguments.exact
    for values in arguments.positional:
        if len(values) != 1:
            return None
        source = values[0]
        if isinstance(source, Table):
            entries.extend(source.entries)
            exact = exact and source.exact
            continue
        spread = resolver.elements(source, expr, frame)
        if spread is None or not spread[1]:
            exact = False
            entries.append(anything(frame.site(expr.at)))
        if spread is None:
            continue
        for part in spread[0]:
            pair = part[0] if len(part) == 1 else None
            if isinstance(pair, Items) and len(pair.elements) == 2:
                entries.append((pair.elements[0], pair.elements[1]))
            else:
                exact = False
                entries.append(anything(frame.site(expr.at)))
    if not arguments.exact:
        entries.append(anything(frame.site(expr.at)))
    entries.extend(((Known(key),), values) for key, values in arguments.keywords.items())
    return (Table(tuple(entries), exact, frame.site(expr.at)),)


def _counting(resolver: Resolver, name: str, arguments: Arguments, expr: Expr, frame: Frame) -> Optional[Alternatives]:
    site = frame.site(expr.at)
    if name == "range":
        bounds = [operations.plain(values[0]) for values in arguments.positional if len(values) == 1]
        if not bounds or len(bounds) != len(arguments.positional) or not all(isinstance(b, int) for b in bounds):
            return (Items("range", (), False, site),)
        try:
            numbers = range(*[b for b in bounds if isinstance(b, int)])
        except (TypeError, ValueError):
            return None
        kept = tuple((Known(number),) for number in numbers[: operations.MAX_ELEMENTS])
        return (Items("range", kept, len(numbers) == len(kept), site),)
    sources = []
    exact = arguments.exact
    for values in arguments.positional[: 1 if name == "enumerate" else None]:
        spread = resolver.elements(values[0], expr, frame) if len(values) == 1 else None
        if spread is None:
            return None
        sources.append(spread[0])
        exact = exact and spread[1]
    if name == "enumerate":
        start = arguments.positional[1] if len(arguments.positional) > 1 else arguments.keywords.get("start")
        offset = operations.plain(start[0]) if start else 0
        counted = sources[0] if sources else ()
        rows: list[Alternatives] = [
            (
                Items(
                    "tuple",
                    ((Known(offset + i),) if isinstance(offset, int) else (Unknown("a count", site),), part),
                    True,
                ),
            )
            for i, part in enumerate(counted)
        ]
    else:
        rows = [(Items("tuple", tuple(row), True),) for row in zip(*sources)]
    return (Items(f"{name} object", tuple(rows), exact, site),)


def _super(resolver: Resolver, arguments: Arguments, frame: Frame) -> Optional[Alternatives]:
    if arguments.positional:
        classes = [v.cls for v in arguments.positional[0] if isinstance(v, ClassValue)]
        receivers = arguments.positional[1] if len(arguments.positional) > 1 else ()
        return tuple(Super(cls, receiver) for cls in classes for receiver in receivers) or None
    here: Optional[Frame] = frame
    while here is not None and not (here.function is not None and here.function.owner is not None):
        here = here.outer
    if here is None or here.function is None or here.function.owner is None or not here.function.definition.params:
        return None
    me = here.function.definition.params[0].name
    receivers = resolver.lookup(me, here, (here.function.definition.at[0], here.function.definition.at[1])) or ()
    return tuple(Super(here.function.owner, receiver) for receiver in receivers) or None


def _call_method(
    resolver: Resolver, callee: Member, arguments: Arguments, expr: Expr, frame: Frame
) -> Optional[Alternatives]:
    base, name = callee.base, callee.name
    if isinstance(base, Known):
        return _text_method(base, name, arguments, expr, frame)
    if isinstance(base, Items):
        if name in ("copy", "__iter__"):
            return (base,)
        if name in ("append", "extend", "insert", "remove", "clear", "sort", "add", "update", "discard", "reverse"):
            return (Known(None),)
        if name in ("union", "__add__") and len(arguments.positional) == 1:
            spread = [resolver.elements(v, expr, frame) for v in arguments.positional[0]]
            if len(spread) == 1 and spread[0] is not None:
                parts = (*base.elements, *spread[0][0])
                return (Items(base.kind, parts, base.exact and spread[0][1], base.site, base.trail),)
        return (Unknown(f"`.{name}()` of {base.shown} is not worked out", frame.site(expr.at)),)
    if isinstance(base, Table):
        return _table_method(resolver, base, name, arguments, expr, frame)
    if isinstance(base, Made) and name in ("result", "get") and not arguments.positional:
        return None
    return None


def _text_method(base: Known, name: str, arguments: Arguments, expr: Expr, frame: Frame) -> Alternatives:
    unknown = Unknown(f"`.{name}()` is not worked out", frame.site(expr.at))
    blocked = [
        v for values in (*arguments.positional, *arguments.keywords.values()) for v in values if isinstance(v, Unknown)
    ]
    if blocked:
        return (blocked[0],)
    rows: list[tuple[Value, ...]] = [()]
    for values in arguments.positional:
        rows = [(*row, value) for row in rows for value in values][:12]
    if any(len(values) != 1 for values in arguments.keywords.values()) or not arguments.exact:
        return (unknown,)
    keywords = {key: values[0] for key, values in arguments.keywords.items()}
    found: list[Value] = []
    for row in rows:
        made = operations.text_method(base, name, row, keywords)
        if made is None:
            return (unknown,)
        for part in (base, *row):
            for step in part.trail:
                made = via(made, step)
        found.append(made)
    return distinct(tuple(found))


def _table_method(
    resolver: Resolver, base: Table, name: str, arguments: Arguments, expr: Expr, frame: Frame
) -> Alternatives:
    site = frame.site(expr.at)
    if name in ("items", "keys", "values"):
        entries, exact = merged(base)
        row: tuple[Alternatives, ...] = tuple(keys if name == "keys" else values for keys, values in entries)
        if name == "items":
            row = tuple((Items("tuple", (keys, values), True),) for keys, values in entries)
        return (Items("view of a dict", row, exact, site, base.trail),)
    if name == "copy":
        return (base,)
    if name in ("get", "pop", "setdefault") and arguments.positional:
        found: list[Value] = []
        for key in arguments.positional[0]:
            found.extend(resolver.entry(base, key, expr, frame))
        default = arguments.positional[1] if len(arguments.positional) > 1 else (Known(None, site),)
        missing = [v for v in found if isinstance(v, Unknown) and v.site == site]
        if not missing:
            return tuple(found)
        known = tuple(v for v in found if v not in missing)
        return (*known, *default) if base.exact else (*known, *default, missing[0])
    if name in ("update", "clear"):
        return (Known(None),)
    return (Unknown(f"`.{name}()` of a dict is not worked out", site),)


def _call_made(
    resolver: Resolver, callee: Made, arguments: Arguments, expr: Expr, frame: Frame
) -> Optional[Alternatives]:
    made_by = callee.callee
    if not isinstance(made_by, External) or callee.call is None:
        return None
    if made_by.path == _PARTIAL and callee.call.arguments.positional:
        first, *rest = callee.call.arguments.positional
        merged = Arguments(
            (*rest, *arguments.positional),
            {**callee.call.arguments.keywords, **arguments.keywords},
            callee.call.arguments.exact and arguments.exact,
        )
        return tuple(v for function in first for v in call_with(resolver, function, merged, expr, frame))
    if made_by.path in ("functools.wraps", "functools.lru_cache", "functools.cache") and arguments.positional:
        return arguments.positional[0]
    if made_by.path in ("collections.namedtuple", "typing.NamedTuple"):
        return (Made(callee, frame.site(expr.at), CallSite(expr, frame, arguments), callee.trail),)
    return None


def made_attribute(resolver: Resolver, base: Made, name: str) -> Optional[Alternatives]:
    """Return an attribute of what an outside call made, where what it made is a plain record; else None."""
    if base.call is None:
        return None
    if isinstance(base.callee, External) and base.callee.path in _OPEN_OBJECTS:
        return (*base.call.arguments.keywords.get(name, ()), *resolver.effects.set_outside(base, name)) or None
    fields = named_fields(base)
    if fields is not None and name in fields:
        index = fields.index(name)
        arguments = base.call.arguments
        if name in arguments.keywords:
            return arguments.keywords[name]
        if index < len(arguments.positional):
            return arguments.positional[index]
        return _row_default(base, len(fields) - index)
    return None


def _row_default(base: Made, from_end: int) -> Optional[Alternatives]:
    """Return the default of a field of a `namedtuple`, told by its place from the end."""
    maker = base.callee.call if isinstance(base.callee, Made) else None
    defaults = maker.arguments.keywords.get("defaults", ()) if maker is not None else ()
    only = defaults[0] if len(defaults) == 1 else None
    if isinstance(only, Items) and only.exact and from_end <= len(only.elements):
        return only.elements[-from_end]
    return None


def named_fields(base: Made) -> Optional[list[str]]:
    """Return the field names where a value is a row of a `namedtuple(...)`, else None."""
    if not isinstance(base.callee, Made) or base.callee.call is None:
        return None
    maker = base.callee.callee
    if not isinstance(maker, External) or maker.path != "collections.namedtuple":
        return None
    positional = base.callee.call.arguments.positional
    names = operations.plain(positional[1][0]) if len(positional) > 1 and len(positional[1]) == 1 else None
    if isinstance(names, str):
        return names.replace(",", " ").split()
    return [str(name) for name in names] if isinstance(names, (list, tuple)) else None
