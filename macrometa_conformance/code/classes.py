"""Classes of the project: bases, method resolution order, members, and what instances hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.changes import inexact, with_changes
from macrometa_conformance.code.definitions import AttributeAssignment, Change, dotted
from macrometa_conformance.code.facts import Expr
from macrometa_conformance.code.frames import Frame
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
    Super,
    Table,
    Unknown,
    Value,
    distinct,
)

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver

MAX_SUBCLASSES = 8
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
            self._orders[id(cls)] = (cls,)
            parents = [value.cls for values in self.bases(cls) for value in values if isinstance(value, ClassValue)]
            self._orders[id(cls)] = (cls, *_merged([self.order(parent) for parent in parents], parents))
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

    def enum_members(self, cls: Class) -> Alternatives:
        """Return the members of an enumeration in order."""
        return tuple(
            EnumMember(cls, name)
            for name, bindings in self._resolver.definitions(cls.module).scope_of(cls).bindings.items()
            if bindings[-1].kind == "assign" and not name.startswith("_")
        )

    def enum_value(self, member: EnumMember) -> Alternatives:
        """Return the value of a member."""
        frame = self._resolver.class_frame(member.cls)
        for binding in frame.scope.bindings.get(member.name, ())[-1:]:
            values = self._resolver.binding(binding, frame, None)
            if values and isinstance(values[0], Items) and values[0].kind == "tuple" and self._own_init(member.cls):
                return (Unknown("the class sets the values of its members", frame.site(binding.at)),)
            return values
        return ()

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
        return (cls, *self.subclasses(cls)[:MAX_SUBCLASSES])

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
            scope = self._resolver.definitions(base.cls.module).scope_of(base.cls)
            if name in scope.bindings and scope.bindings[name][-1].kind == "assign":
                return (EnumMember(base.cls, name, base.trail),)
        order = self.order(base.cls)
        found = list(self._assigned(base, name, order)) if isinstance(base, Instance) else []
        if isinstance(base, ClassValue):
            found.extend(self._assigned_to_class(base, name, order))
        inherited = self._class_level(base, name, order, expr, frame)
        if inherited is not None:
            found.extend(inherited if not found else (v for v in inherited if v != Known(None)))
        if found:
            return distinct(tuple(found))
        return self._record_field(base, name, expr, frame) if isinstance(base, Instance) else None

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
        return self._class_level(Instance(base.cls), name, self.order(base.cls), expr, frame)

    def _class_level(
        self,
        base: Union[ClassValue, Instance],
        name: str,
        order: tuple[Class, ...],
        expr: Expr,
        frame: Optional[Frame],
    ) -> Optional[Alternatives]:
        for cls in order:
            class_frame = self._resolver.class_frame(cls)
            bindings = class_frame.scope.reaching(name, None)
            if bindings:
                found: list[Value] = []
                for binding in bindings:
                    for value in self._resolver.binding(binding, class_frame, None):
                        found.extend(self._bound(base, value, binding.kind, class_frame, expr, frame))
                return distinct(tuple(found))
        return None

    def _bound(
        self,
        base: Union[ClassValue, Instance],
        value: Value,
        kind: str,
        class_frame: Frame,
        expr: Expr,
        frame: Optional[Frame],
    ) -> Alternatives:
        """Return a class attribute as seen through an instance or the class."""
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
            from macrometa_conformance.code.frames import Arguments

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
        if len(found) > 1:
            found = [value for value in found if value != Known(None)] or found[:1]
        return tuple(self._with_changes(base, value, name, order) for value in distinct(tuple(found)))

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
        return self._resolver.frame(function, Instance(base.cls))

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

    def _with_changes(self, base: Instance, value: Value, name: str, order: tuple[Class, ...]) -> Value:
        if not isinstance(value, (Items, Table)):
            return value
        for cls in order:
            definitions = self._resolver.definitions(cls.module)
            for function in definitions.functions:
                if function.owner is not cls or not function.definition.params:
                    continue
                key = f"{function.definition.params[0].name}.{name}"
                changes: tuple[Change, ...] = definitions.changes_of(function).get(key, ())
                if changes:
                    value = with_changes(self._resolver, value, changes, self._method_frame(base, function), None)
                    if function.name != "__init__":
                        value = inexact(value)
        return value

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
                if isinstance(statement, facts.Assign) and statement.annotation is not None:
                    target = statement.targets[0]
                    if isinstance(target, facts.Name) and "ClassVar" not in dotted(statement.annotation):
                        names[target.id] = None
        return tuple(names)

    def _record_field(self, base: Instance, name: str, expr: Expr, frame: Frame) -> Optional[Alternatives]:
        if not any(self.is_record(one) for one in self.order(base.cls)):
            return None
        fields = self.fields(base.cls)
        if name not in fields:
            return None
        unknown = (Unknown(f"`{name}` is given when `{base.cls.name}` is made", frame.site(expr.at)),)
        return self._given(base, name, fields) or unknown

    def _given(self, base: Instance, name: str, fields: tuple[str, ...]) -> Optional[Alternatives]:
        if base.call is None:
            return None
        arguments = base.call.arguments
        if name in arguments.keywords:
            return arguments.keywords[name]
        index = fields.index(name)
        return arguments.positional[index] if index < len(arguments.positional) else None

    def named_tuple_values(self, base: Instance) -> Optional[tuple[Alternatives, ...]]:
        """Return the fields of a typed named tuple that was made with known arguments, else None."""
        if not self.inherits(base.cls, frozenset(("typing.NamedTuple",))) or base.call is None:
            return None
        fields = self.fields(base.cls)
        found = []
        for name in fields:
            given = self._given(base, name, fields)
            given = given or self._class_level(base, name, self.order(base.cls), base.call.expr, base.call.frame)
            if given is None:
                return None
            found.append(given)
        return tuple(found)


def _merged(orders: list[tuple[Class, ...]], parents: list[Class]) -> tuple[Class, ...]:
    """Return the merge of the parents' orders as Python makes it; without its order where Python would refuse."""
    waiting = [list(order) for order in orders] + [list(parents)]
    merged: list[Class] = []
    while any(waiting):
        waiting = [order for order in waiting if order]
        head = next(
            (order[0] for order in waiting if not any(order[0] in other[1:] for other in waiting)), waiting[0][0]
        )
        merged.append(head)
        waiting = [[cls for cls in order if cls is not head] for order in waiting]
    return tuple(merged)
