"""Classes of the project: bases, method resolution order, members, and what instances hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Optional, TypeVar, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.changes import changed_unseen, inexact, with_changes
from macrometa_conformance.code.definitions import AttributeAssignment
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.frames import Arguments, CallSite, Frame
from macrometa_conformance.code.names import dotted
from macrometa_conformance.code.scopes import Binding
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
    Super,
    Table,
    Unknown,
    Value,
    distinct,
)

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

T = TypeVar("T")

MAX_SUBCLASSES = 8
MAX_ASSIGNED = 40  # values of one attribute
_ENUMS = frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"))
INERT_BASES = (
    frozenset(
        (
            "builtins.object",
            "abc.ABC",
            "typing.Protocol",
            "typing.Generic",
            "builtins.Exception",
            "builtins.type",
            "abc.ABCMeta",
        )
    )
    | _ENUMS
)
_ABSTRACT = frozenset(("abstractmethod", "abstractproperty", "abstractclassmethod", "abstractstaticmethod"))
_FIELD_MAKERS = frozenset(("field", "ib", "attrib", "Field"))
_NO_MEMBER = re.compile("__.*|_.+_")  # private to the class, or the enumeration's own
_AUTO = External("enum.auto")
_PROPERTY = External("builtins.property")
_RECORDS = frozenset(
    ("dataclasses.dataclass", "attr.s", "attr.attrs", "attr.define", "attrs.define", "attrs.frozen", "attr.dataclass")
)
_RECORD_BASES = frozenset(("typing.NamedTuple", "pydantic.BaseModel"))


class Classes:
    """Answers questions about the classes of one program."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._bases: dict[int, tuple[Alternatives, ...]] = {}
        self._orders: dict[int, tuple[Class, ...]] = {}
        self._subclasses: dict[str, dict[int, tuple[Class, ...]]] = {}
        self._alive: list[Class] = []

    def bases(self, cls: Class) -> tuple[Alternatives, ...]:
        """Return what each base of a class can be, in order; keyword arguments are no bases."""
        if id(cls) not in self._bases:
            self._alive.append(cls)
            self._bases[id(cls)] = ()  # a class that inherits from itself by way of a name has no base there
            frame = self._resolver.class_frame(cls).outer or self._resolver.module_frame(cls.module)
            self._bases[id(cls)] = tuple(
                values
                for base in cls.definition.bases
                if base.keyword is None and base.star != "**"
                for values in self.written_bases(base, frame)
            )
        return self._bases[id(cls)]

    def written_bases(self, base: facts.Argument, frame: Frame) -> tuple[Alternatives, ...]:
        """Return what each of the bases can be that one argument of a class statement gives: `*name` gives several."""
        values = self._resolver.evaluate(base.value, frame)
        if base.star != "*":
            return (values,)
        only = values[0] if len(values) == 1 else None
        if isinstance(only, Items) and only.exact:
            return only.elements
        text = dotted(base.value) or "…"
        return ((Unknown(f"what `*{text}` holds is worked out when it runs", frame.site(base.at)),),)

    def order(self, cls: Class) -> tuple[Class, ...]:
        """Return the classes of the project in which attributes are looked up, the class itself first."""
        if id(cls) not in self._orders:
            pending = [cls]
            while pending:  # no recursion, as bases may go deep
                one = pending[-1]
                parents = [value.cls for values in self.bases(one) for value in values if isinstance(value, ClassValue)]
                if id(one) not in self._orders:
                    self._orders[id(one)] = (one,)  # what a class that inherits from itself sees of itself
                    pending += [parent for parent in parents if id(parent) not in self._orders]
                    if pending[-1] is not one:
                        continue
                pending.pop()
                if len(self._orders[id(one)]) == 1 and parents:
                    self._orders[id(one)] = (one, *merged([self._orders[id(p)] for p in parents], parents))
        return self._orders[id(cls)]

    def outside(self, cls: Class) -> tuple[Value, ...]:
        """Return the bases from outside the project, direct or inherited, unknown ones included."""
        return distinct(
            tuple(
                value
                for one in self.order(cls)
                for values in self.bases(one)
                for value in values
                if not isinstance(value, ClassValue)
            )
        )

    def inherits(self, cls: Class, paths: frozenset[str]) -> bool:
        """Return whether a class has one of some outside classes among its bases."""
        return any(isinstance(value, External) and value.path in paths for value in self.outside(cls))

    def may_define_more(self, cls: Class) -> bool:
        """Return whether attributes may come from where the project's text does not tell."""
        for value in self.outside(cls):
            if not isinstance(value, External) or value.path not in INERT_BASES:
                return True
        for one in self.order(cls):
            scope = self._resolver.definitions(one.module).scope_of(one)
            if "__getattr__" in scope.bindings or "__getattribute__" in scope.bindings or self.is_record(one):
                return True
        return False

    def is_enum(self, cls: Class) -> bool:
        """Return whether the class is an enumeration."""
        return self.inherits(cls, _ENUMS)

    def is_text_enum(self, cls: Class) -> bool:
        """Return whether the members of an enumeration are texts."""
        return self.inherits(cls, frozenset(("builtins.str", "enum.StrEnum")))

    def enum_members(self, cls: Class) -> tuple[EnumMember, ...]:
        """Return the members of an enumeration in order."""
        return tuple(
            EnumMember(cls, name)
            for name, bindings in self._resolver.definitions(cls.module).scope_of(cls).bindings.items()
            if bindings[-1].kind == "assign" and not _NO_MEMBER.fullmatch(name)
        )

    def enum_value(self, member: EnumMember) -> Alternatives:
        """Return the value of a member."""
        frame = self._resolver.class_frame(member.cls)
        for binding in frame.scope.bindings.get(member.name, ())[-1:]:
            values = self._resolver.binding(binding, frame, None)
            if values and isinstance(values[0], Items) and values[0].kind == "tuple" and self._own_init(member.cls):
                return (Unknown("the class sets the values of its members", frame.site(binding.at)),)
            if len(values) == 1 and isinstance(values[0], Made) and values[0].callee == _AUTO:
                return (self._automatic(member, binding.at),)
            return values
        return ()

    def _automatic(self, member: EnumMember, at: Span) -> Value:
        """Return the value that `auto()` gives a member: the number after the last one."""
        frame = self._resolver.class_frame(member.cls)
        number = 0
        plain = any(self.inherits(member.cls, frozenset((path,))) for path in ("enum.Enum", "enum.IntEnum"))
        numbered = plain and "_generate_next_value_" not in frame.scope.bindings
        for one in self.enum_members(member.cls) if numbered else ():
            written = self._resolver.binding(frame.scope.bindings[one.name][-1], frame, None)
            only = written[0] if len(written) == 1 else None
            if isinstance(only, Made) and only.callee == _AUTO:
                number += 1
            elif isinstance(only, Known) and isinstance(only.value, int):
                number = only.value
            else:
                break
            if one == member:
                return Known(number)
        return Unknown("the enumeration numbers its members", frame.site(at))

    def _own_init(self, cls: Class) -> bool:
        scope = self._resolver.definitions(cls.module).scope_of(cls)
        return "__new__" in scope.bindings or "_value_" in scope.bindings

    def subclasses(self, cls: Class) -> tuple[Class, ...]:
        """Return the classes of the same top package that inherit from a class, directly or not."""
        top = cls.module.name.partition(".")[0]
        if top not in self._subclasses:
            found: dict[int, list[Class]] = {}
            self._subclasses[top] = {}
            for module in self._resolver.program.modules_of(top):
                for one in self._resolver.definitions(module).classes:
                    for parent in self.order(one)[1:]:
                        found.setdefault(id(parent), []).append(one)
            self._subclasses[top] = {key: tuple(classes) for key, classes in found.items()}
        return self._subclasses[top].get(id(cls), ())

    def concrete(self, cls: Class) -> tuple[Class, ...]:
        """Return what `self` can be in a method of a class: the class and some of those that inherit from it."""
        subclasses = self.subclasses(cls)[:MAX_SUBCLASSES]
        return subclasses if subclasses and self._is_abstract(cls) else (cls, *subclasses)

    def _is_abstract(self, cls: Class) -> bool:
        """Return whether a class declares methods of its own that only classes that inherit from it define."""
        return any(
            isinstance(statement, facts.FunctionDef)
            and any(dotted(decorator).rpartition(".")[2] in _ABSTRACT for decorator in statement.decorators)
            for statement in cls.definition.body
        )

    # Attributes

    def attribute(
        self, base: Union[ClassValue, Instance, Super, EnumMember], name: str, expr: Expr, frame: Frame
    ) -> Optional[Alternatives]:
        """Return what an attribute can be, or None where no class of the project gives it."""
        if isinstance(base, EnumMember):
            return self._member_attribute(base, name, expr, frame)
        if isinstance(base, Super):
            return self._super_attribute(base, name, expr, frame)
        if isinstance(base, ClassValue) and name in ("__name__", "__qualname__"):
            return (Known(base.cls.name),)
        if isinstance(base, Instance) and name == "__class__":
            return (ClassValue(base.cls),)
        if isinstance(base, ClassValue) and self.is_enum(base.cls):
            if name == "__members__":
                return (Table(tuple(((Known(m.name),), (m,)) for m in self.enum_members(base.cls)), True),)
            scope = self._resolver.definitions(base.cls.module).scope_of(base.cls)
            if name in scope.bindings and scope.bindings[name][-1].kind == "assign":
                return (EnumMember(base.cls, name, base.trail),)
        order = self.order(base.cls)
        found = list(self._assigned(base, name, order) if isinstance(base, Instance) else ())
        if isinstance(base, ClassValue):
            found.extend(self._assigned_to_class(base, name, order))
        found.extend(self._resolver.effects.set_outside(base, name))
        inherited = self._record_field(base, name, expr, frame) if isinstance(base, Instance) else None
        if inherited is None and not (found and isinstance(base, Instance) and self._is_surely_set(base.cls, name)):
            inherited = self._class_level(base, name, order, expr, frame)
        if inherited is not None:
            found.extend(inherited if not found else (v for v in inherited if v != Known(None)))
        if not found:
            return None
        if len(found) > 1:
            found = [value for value in found if value != Known(None)] or found[:1]
        return distinct(tuple(self._with_changes(base, value, name, order) for value in found))

    def methods(self, value: Instance, name: str) -> tuple[FunctionValue, ...]:
        """Return the functions of the project that a method call on an instance runs."""
        found = self._class_level(value, name, self.order(value.cls), facts.Name(name, (1, 1, 1, 1)), None)
        return tuple(v for v in found or () if isinstance(v, FunctionValue))

    def function(self, cls: Class, name: str) -> Optional[Value]:
        """Return what a class or a base of it in the project binds a name to, unbound, or None."""
        for one in self.order(cls):
            frame = self._resolver.class_frame(one)
            bindings = frame.scope.reaching(name, None)
            for binding in reversed(bindings):
                values = self._resolver.binding(binding, frame, None)
                if values:
                    return values[0]
        return None

    def _super_attribute(self, base: Super, name: str, expr: Expr, frame: Frame) -> Optional[Alternatives]:
        receiver = base.receiver
        if not isinstance(receiver, (Instance, ClassValue)):
            return None
        order = self.order(receiver.cls)
        rest = order[order.index(base.after) + 1 :] if base.after in order else ()
        return self._class_level(receiver, name, rest, expr, frame)

    def _member_attribute(self, base: EnumMember, name: str, expr: Expr, frame: Frame) -> Optional[Alternatives]:
        if name in ("value", "_value_"):
            return self.enum_value(base)
        if name in ("name", "_name_"):
            return (Known(base.name),)
        return self._class_level(base, name, self.order(base.cls), expr, frame)

    def _class_level(
        self,
        base: Union[ClassValue, Instance, EnumMember],
        name: str,
        order: tuple[Class, ...],
        expr: Expr,
        frame: Optional[Frame],
    ) -> Optional[Alternatives]:
        for cls in order:
            class_frame = self._resolver.class_frame(cls)
            bindings = self._getters(class_frame, name) or class_frame.scope.reaching(name, None)
            if bindings:
                found: list[Value] = []
                for binding in bindings:
                    for value in self._resolver.binding(binding, class_frame, None):
                        found.extend(self._bound(base, value, binding.kind, class_frame, expr, frame))
                return distinct(tuple(found))
        return None

    def _getters(self, class_frame: Frame, name: str) -> tuple[Binding, ...]:
        """Return the binding of a property's getter where setters follow it under the same name, else nothing."""
        bindings = class_frame.scope.bindings.get(name, [])
        if len(bindings) < 2 or not isinstance(bindings[-1].node, facts.FunctionDef):
            return ()
        endings = (f"{name}.setter", f"{name}.deleter")
        if not any(dotted(decorator).endswith(endings) for decorator in bindings[-1].node.decorators):
            return ()
        getters = [
            binding
            for binding in bindings
            if isinstance(binding.node, facts.FunctionDef)
            and not any(dotted(decorator).endswith(endings) for decorator in binding.node.decorators)
        ]
        return tuple(getters[-1:])

    def _is_surely_set(self, cls: Class, name: str) -> bool:
        """Return whether every object of a class gets an attribute while it is made."""
        for one in self.order(cls):
            definitions = self._resolver.definitions(one.module)
            constructor = next((f for f in definitions.functions if f.owner is one and f.name == "__init__"), None)
            if constructor is None:
                continue
            found = [a for a in definitions.attribute_assignments(one).get(name, ()) if a.function is constructor]
            direct = {id(t) for s in constructor.body if isinstance(s, facts.Assign) and s.value for t in s.targets}
            if any(id(assignment.target) in direct for assignment in found):
                return True
            if not any(_calls_super(statement) for statement in constructor.body):
                return False
        return False

    def _bound(
        self,
        base: Union[ClassValue, Instance, EnumMember],
        value: Value,
        kind: str,
        class_frame: Frame,
        expr: Expr,
        frame: Optional[Frame],
    ) -> Alternatives:
        """Return a class attribute as seen through an instance or the class."""
        if isinstance(value, Made) and value.callee == _PROPERTY and value.call is not None:
            if isinstance(base, ClassValue) or frame is None:
                return (value,)
            arguments = value.call.arguments
            getters = arguments.keywords.get("fget", arguments.positional[0] if arguments.positional else ())
            calls = [FunctionValue(g.function, base, g.closure) for g in getters if isinstance(g, FunctionValue)]
            return tuple(v for g in calls for v in self._resolver.call_value(g, Arguments(), expr, frame)) or (value,)
        if not isinstance(value, FunctionValue) or value.receiver is not None:
            return (value,)
        function = value.function
        how = self._resolver.method_kind(function) if function.owner is not None else "plain"
        if how == "static":
            return (value,)
        if how == "class":
            return (FunctionValue(function, ClassValue(base.cls), value.closure),)
        if isinstance(base, ClassValue):
            return (value,)
        bound = FunctionValue(function, base, value.closure)
        if how == "property" and frame is not None:
            return self._resolver.call_value(bound, Arguments(), expr, frame)
        wrapped = self._resolver.decorated_method(function, value, class_frame)
        return (*(FunctionValue(w.function, base, w.closure) for w in wrapped), bound)

    def _assigned(self, base: Instance, name: str, order: tuple[Class, ...]) -> tuple[Value, ...]:
        """Return what methods assign to `self.name`, with what they add to it in place."""
        found: list[Value] = []
        for cls in order:
            definitions = self._resolver.definitions(cls.module)
            for assignment in definitions.attribute_assignments(cls).get(name, ()):
                found.extend(self._from_assignment(base, assignment))
                if len(found) > MAX_ASSIGNED:
                    found = list(distinct(tuple(found)))
                if len(found) > MAX_ASSIGNED:
                    frame = self._resolver.frame(assignment.function)
                    return (*found, Unknown(f"`{name}` is set in too many places", frame.site(assignment.target.at)))
        return distinct(tuple(found))

    def _from_assignment(self, base: Instance, assignment: AttributeAssignment) -> Alternatives:
        frame = self._method_frame(base, assignment.function)
        values = self._resolver.evaluate(assignment.value, frame)
        if assignment.kind == "with":
            values = tuple(v for value in values for v in self._resolver.entered(value, assignment.value, frame))
        if assignment.kind in ("augment", "for"):
            if assignment.kind == "augment" and all(isinstance(v, Items) for v in values):
                return ()
            return (Unknown(f"`{assignment.name}` changes as it runs", frame.site(assignment.target.at)),)
        return self._resolver.unpack(values, assignment.unpack, assignment.value, frame)

    def _method_frame(self, base: Instance, function: Function) -> Frame:
        """Return the frame of a method for one instance; `__init__` sees what the constructor was given."""
        if base.call is not None and function.name in ("__init__", "__new__"):
            frame = self._constructor(base, function, self.order(base.cls))
            if frame is not None:
                return frame
        receiver = base if function.name == "__post_init__" else Instance(base.cls)
        return self._resolver.frame(function, receiver)

    def _constructor(self, base: Instance, function: Function, order: tuple[Class, ...]) -> Optional[Frame]:
        """Return the frame of a constructor of an instance, its own or one that it calls on a base."""
        from macrometa_conformance.code.calls import arguments_in, function_frame

        first = self.function(base.cls, function.name)
        if not isinstance(first, FunctionValue) or base.call is None:
            return None
        frame = self._resolver.constructor_frame(base, FunctionValue(first.function, base), function_frame)
        for _ in order:
            current = frame.function
            if current is None or current is function:
                return frame
            following = None
            for visit in self._resolver.definitions(current.module).visits_of(current):
                node = visit.node
                if isinstance(node, facts.Call) and isinstance(node.func, facts.Attribute):
                    if node.func.name == function.name:
                        for value in self._resolver.evaluate(node.func, frame):
                            if isinstance(value, FunctionValue) and value.function is not current:
                                arguments = arguments_in(self._resolver, node, frame)
                                bound = FunctionValue(value.function, value.receiver and base)
                                following = function_frame(self._resolver, bound, arguments, node, frame)
            if following is None:
                return None
            frame = following
        return None

    def _with_changes(
        self, base: Union[Instance, ClassValue], value: Value, name: str, order: tuple[Class, ...]
    ) -> Value:
        """Return a collection with what methods, and those who hold the object, do to it in place."""
        if not isinstance(value, (Items, Table)):
            return value
        holder = base if isinstance(base, Instance) else Instance(base.cls)
        for cls in order:
            definitions = self._resolver.definitions(cls.module)
            for function in definitions.functions:
                if function.owner is not cls or not function.definition.params:
                    continue
                key = f"{function.definition.params[0].name}.{name}"
                changes = self._resolver.effects.of(cls.module, function).get(key, ())
                if changes:
                    before = value
                    value = with_changes(self._resolver, value, changes, self._method_frame(holder, function), None)
                    if function.name != "__init__" and value != before:
                        value = inexact(value)
        return changed_unseen(value, self._resolver.effects.changed_outside(base, name))

    def _assigned_to_class(self, base: ClassValue, name: str, order: tuple[Class, ...]) -> tuple[Value, ...]:
        """Return what class methods assign to `cls.name`."""
        found: list[Value] = []
        for cls in order:
            definitions = self._resolver.definitions(cls.module)
            for assignment in definitions.attribute_assignments(cls).get(name, ()):
                if self._resolver.method_kind(assignment.function) == "class" and assignment.kind == "assign":
                    found.extend(self._resolver.evaluate(assignment.value, self._resolver.frame(assignment.function)))
        return tuple(found)

    # Records

    def is_record(self, cls: Class) -> bool:
        """Return whether a class is a dataclass, an attrs class, a typed named tuple or the like."""
        frame = self._resolver.class_frame(cls).outer or self._resolver.module_frame(cls.module)
        for decorator in cls.definition.decorators:
            called = decorator.func if isinstance(decorator, facts.Call) else decorator
            if dotted(called).rpartition(".")[2] in ("dataclass", "define", "frozen", "s", "attrs"):
                for value in self._resolver.evaluate(called, frame):
                    if isinstance(value, External) and value.path in _RECORDS:
                        return True
        return any(
            isinstance(value, External) and value.path in _RECORD_BASES
            for values in self.bases(cls)
            for value in values
        )

    def fields(self, cls: Class) -> tuple[str, ...]:
        """Return the field names of a record in the order of its constructor."""
        names: dict[str, None] = {}
        for one in reversed(self.order(cls)):
            for statement in one.definition.body:
                if isinstance(statement, facts.Assign) and isinstance(statement.targets[0], facts.Name):
                    if self._is_field(statement):
                        names[statement.targets[0].id] = None
        return tuple(names)

    def _is_field(self, statement: facts.Assign) -> bool:
        made = statement.value if isinstance(statement.value, facts.Call) else None
        maker = dotted(made.func).rpartition(".")[2] if made is not None else ""
        if made is not None and maker in _FIELD_MAKERS:
            init = next((argument.value for argument in made.args if argument.keyword == "init"), None)
            if isinstance(init, facts.Const) and init.value is False:
                return False
        kind = statement.annotation
        if kind is None:
            return maker in ("ib", "attrib", "field")
        return "ClassVar" not in dotted(kind.base if isinstance(kind, facts.Subscript) else kind)

    def _record_field(self, base: Instance, name: str, expr: Expr, frame: Frame) -> Optional[Alternatives]:
        """Return what a field of a record can be, None where the class is none or has no such field."""
        order = self.order(base.cls)
        if not any(self.is_record(one) for one in order) or self.function(base.cls, "__init__") is not None:
            return None
        fields = self.fields(base.cls)
        if name not in fields:
            return None
        calls = [base.call] if base.call is not None else self._constructions(base.cls)
        if calls is None:
            return (Unknown(f"`{base.cls.name}` is made at more places than are looked at", frame.site(expr.at)),)
        found: list[Value] = []
        for call in calls:
            given = _given(call.arguments, name, fields)
            found.extend(given if given is not None else self._default(base, name, order, expr, frame))
            if given is None and not call.arguments.exact:
                found.append(Unknown(f"a starred argument may give `{name}`", frame.site(expr.at)))
        return distinct(tuple(found)) if calls else self._default(base, name, order, expr, frame)

    def _default(self, base: Instance, name: str, order: tuple[Class, ...], expr: Expr, frame: Frame) -> Alternatives:
        values = self._class_level(base, name, order, expr, frame)
        made = [v for v in values or () if isinstance(v, Made) and isinstance(v.callee, External)]
        if values and not any(v.callee.path.rpartition(".")[2] in _FIELD_MAKERS for v in made):  # type: ignore[union-attr]
            return values
        return (Unknown(f"`{name}` is given when `{base.cls.name}` is made", frame.site(expr.at)),)

    def _constructions(self, cls: Class) -> Optional[list[CallSite]]:
        """Return the calls of the package that make objects of a class, None where there are too many."""
        from macrometa_conformance.code.callers import MAX_CALLERS, MAX_USES, class_names, owner_frame

        named = self._resolver.uses(cls.module).of_any(class_names(self._resolver, cls))
        called = [use for use in named if use.is_callee]
        if len(called) > MAX_USES:
            return None
        found: list[CallSite] = []
        for use in called:
            if use.call is not None:
                frame = owner_frame(self._resolver, use.module, use.owner)
                for value in self._resolver.evaluate(use.call, frame):
                    if isinstance(value, Instance) and value.cls is cls and value.call is not None:
                        found.append(value.call)
        return found if len(found) <= MAX_CALLERS else None

    def named_tuple_values(self, base: Instance) -> Optional[tuple[Alternatives, ...]]:
        """Return the fields of a typed named tuple that was made with known arguments, else None."""
        if not self.inherits(base.cls, frozenset(("typing.NamedTuple",))) or base.call is None:
            return None
        fields = self.fields(base.cls)
        found = []
        for name in fields:
            given = _given(base.call.arguments, name, fields)
            given = given or self._class_level(base, name, self.order(base.cls), base.call.expr, base.call.frame)
            if given is None:
                return None
            found.append(given)
        return tuple(found)


def _given(arguments: Arguments, name: str, fields: tuple[str, ...]) -> Optional[Alternatives]:
    """Return what a call passes for a field of a record, None where it passes nothing."""
    for keyword in (name, name.lstrip("_")):  # attrs drops underscores
        if keyword in arguments.keywords:
            return arguments.keywords[keyword]
    index = fields.index(name)
    return arguments.positional[index] if index < len(arguments.positional) else None


def _calls_super(statement: facts.Stmt) -> bool:
    """Return whether a statement calls the constructor of what comes next in the order of classes."""
    call = statement.value if isinstance(statement, facts.ExprStmt) else None
    if not isinstance(call, facts.Call) or not isinstance(call.func, facts.Attribute) or call.func.name != "__init__":
        return False
    return isinstance(call.func.base, facts.Call) and dotted(call.func.base.func) == "super"


def merged(orders: Sequence[Sequence[T]], parents: Sequence[T]) -> tuple[T, ...]:
    """Return the merge of the parents' orders as Python makes it; without its order where Python would refuse."""
    waiting = [list(order) for order in orders] + [list(parents)]
    found: list[T] = []
    while any(waiting):
        waiting = [order for order in waiting if order]
        head = next(
            (order[0] for order in waiting if not any(order[0] in other[1:] for other in waiting)), waiting[0][0]
        )
        found.append(head)
        waiting = [[cls for cls in order if cls is not head] for order in waiting]
    return tuple(found)
