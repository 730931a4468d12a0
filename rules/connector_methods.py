"""C8506 to C8510, C8513 and C8515: the methods of the connector class, as the platform calls them."""

from collections.abc import Iterator

from macrometa_conformance.connector.construction import construction_fault
from macrometa_conformance.connector.contract import METHODS, METHODS_WITH_INTEGRATION
from macrometa_conformance.connector.evidence import evidence
from macrometa_conformance.connector.interface_methods import interface_method
from macrometa_conformance.connector.method_results import returned_values, unimplemented
from macrometa_conformance.connector.returned_literals import not_empty, not_worked_out, shown, wrong_literals
from macrometa_conformance.connector.schemas import Fillings
from macrometa_conformance.connector.validation import Validation
from macrometa_conformance.finding import Finding, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_connector_class
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, SOURCE, TARGET, WARNING, rule


@rule("C8506", severity=ERROR, source="runtime", requires=(needs_connector_class,))
def wrong_method_signature(project: Project) -> Iterator[Verdict]:
    """A method of the interface that the platform cannot serve.

    A method takes just what the platform passes, and is neither `async def` nor a generator. Only what is bound to the
    object is served: a static method is not, nor is anything that the constructor sets on the object under the method's
    name. A class method or a lambda that fits is fine.

    Why: The platform builds the connector with no argument and looks each method up on the object. It calls `validate`,
    `samples` and `schemas` with one dict, the others with nothing, and awaits nothing. A property, or any other value
    that cannot be called, makes it overlook the whole class.

    Silent: Decorators of the project are followed; what others make of a method leaves the rule undecided.

    Fix: Give the method the parameters of the interface: `self`, and `integration` for the three.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def samples(self, integration: dict) -> List[Sample]:
    +    def samples(self) -> List[Sample]:  <<<
    +        integration = {}
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def description(self) -> str:
    +    @property
    +    def description(self) -> str:  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def name(self) -> str:
    +    def __init__(self) -> None:
    +        self.config = {}  <<<
    +
    +    def name(self) -> str:
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
         def name(self) -> str:
             return "Demo"
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -    def name(self) -> str:
    +    @classmethod
    +    def name(cls, language: str = "en") -> str:
    ```
    """
    main = project.classes.main
    for name in METHODS if main is not None else ():
        method = interface_method(main, name) if main is not None else None
        fault = method.fault if method is not None else None
        if fault is not None:
            yield Finding(fault.place, fault.message, fault.help, subject=name)
        elif method is not None and method.undecided is not None:
            yield method.undecided


@rule("C8507", severity=ERROR, source="Implementing C8 Connectors", requires=(needs_connector_class,))
def unimplemented_method(project: Project) -> Iterator[Verdict]:
    """A method that must return a value returns none.

    Judged are bodies that hold nothing but a docstring, `pass`, `...` or `raise NotImplementedError`, and those with no
    `return` with a value; `return None` is none, nor is what `super()` gives where that is `C8Connector` itself.

    Why: The platform gets `None` where it expects a value, and fails or shows nothing.

    Silent: `validate` must return nothing. A body that only raises another exception answers on purpose, and a method
    that cannot be served at all is C8506's.

    Fix: Return what the interface asks for.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return "Ingests the people of Demo"
    +        raise NotImplementedError
         def description(self) -> str:  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return [Sample(schema=schema_of(records), data=records)]
    +        samples = [Sample(schema=schema_of(records), data=records)]
         def samples(self, integration: dict) -> List[Sample]:  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
             return [schema_of(records)]
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -        return [schema_of(records)]
    +        raise ValidationException("Demo tells no schema")
    ```
    """
    main = project.classes.main
    for name in METHODS if main is not None else ():
        method = interface_method(main, name) if main is not None else None
        if method is None or name == "validate" or method.fault is not None:
            continue
        reason = unimplemented(method)
        if isinstance(reason, Undecided):
            yield reason
        elif reason:
            message = f"`{name}` {reason}, so that the platform gets nothing from it"
            yield Finding(method.place, message, f"return {_WANTED[name]}", subject=name)


@rule("C8508", severity=ERROR, source="interface", requires=(needs_connector_class,))
def wrong_return_literal(project: Project) -> Iterator[Verdict]:
    """A method returns a literal of another kind than the interface asks for.

    `name`, `package_name`, `version`, `type` and `description` return a `str` that is not empty, `capabilities` a list
    of `str`, `config` a list of `ConfigProperty`, a source's `samples` and `schemas` a list. Literals are followed
    through names, constants and calls of the project; a function, a class, a member of an enumeration and an object of
    the project are neither text nor list.

    Why: The platform passes the value on as what the interface promises; an empty version stops the service.

    Silent: A text from a known function of a library, such as `importlib.metadata.version`, is fine; any other value
    that is worked out when it runs leaves the rule undecided. What `reserved_keys` returns is C8601's, and a target's
    `samples` and `schemas` are C8510's.

    Fix: Return a value of the kind that the message names.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return "Ingests the people of Demo"
    +        return ""  <<<
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -        return ["discover", "state"]
    +        return "discover", "state"  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
             return ["discover", "state"]
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -        return ["discover", "state"]
    +        return list(("discover", "state"))
    ```
    """
    main = project.classes.main
    for name in METHODS if main is not None else ():
        method = interface_method(main, name) if main is not None else None
        if method is None or name in ("validate", "reserved_keys") or isinstance(unimplemented(method), str):
            continue
        if name in METHODS_WITH_INTEGRATION and project.type is not SOURCE:
            continue
        wrong = wrong_literals(method)
        for one in wrong:
            message = f"`{name}()` returns {one.shown}, which is not {one.wanted}"
            yield Finding(one.place, message, f"return {_WANTED[name]}", name, one.related)
        undecided = not_worked_out(method)
        if undecided is not None and not wrong and method.fault is None:
            yield undecided


@rule("C8509", severity=ERROR, source="runtime", requires=(needs_connector_class,))
def constructor_needs_arguments(project: Project) -> Iterator[Verdict]:
    """The connector class cannot be built with no arguments.

    Judged are `__init__` and `__new__`, inherited ones of the project too, what `__init__` hands on to the bases and
    what it returns, the fields and the `__post_init__` of a dataclass, and abstract methods where the metaclass minds
    them.

    Why: The platform builds the class with none, and the service does not start.

    Silent: Where a base class from outside the project or a decorator may bring another constructor, the rule is
    undecided.

    Fix: Give the parameters defaults, or take them out.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def name(self) -> str:
    +    def __init__(self, config: dict) -> None:  <<<
    +        self._config = config
    +
    +    def name(self) -> str:
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def name(self) -> str:
    +    def __init__(self) -> None:
    +        super().__init__("Demo")  <<<
    +
    +    def name(self) -> str:
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -    def name(self) -> str:
    +    def __init__(self, config: dict = {}) -> None:
    +        self._config = config
    +
    +    def name(self) -> str:
    ```
    """
    main = project.classes.main
    fault = construction_fault(main) if main is not None else None
    if isinstance(fault, Undecided):
        yield fault
    elif fault is not None:
        yield Finding(fault.place, fault.message, fault.help, subject=fault.subject)


@rule("C8510", severity=WARNING, source="interface", applies_to=TARGET, requires=(needs_connector_class,))
def target_samples_not_empty(project: Project) -> Iterator[Verdict]:
    """A target's `samples` or `schemas` returns something else than `[]`.

    A list into which the method puts something is a finding, even where it is not known how much.

    Why: The interface gives a target nothing to sample: both return an empty list.

    Silent: A list that is worked out when the method runs leaves the rule undecided.

    Fix: Return `[]`.

    Bad:

    ```diff macrometa_target_demo/__init__.py
    -    def samples(self, integration: dict) -> List[Sample]:
    -        return []
    +    def samples(self, integration: dict) -> List[Sample]:
    +        return [Sample(schema=Schema("people", []), data=[])]  <<<
    ```

    Good:

    ```diff macrometa_target_demo/__init__.py
         def samples(self, integration: dict) -> List[Sample]:
             return []
    ```

    Good:

    ```diff macrometa_target_demo/__init__.py
    -    def samples(self, integration: dict) -> List[Sample]:
    -        return []
    +    def samples(self, integration: dict) -> List[Sample]:
    +        nothing: List[Sample] = list()
    +        return nothing
    ```
    """
    main = project.classes.main
    for name in ("samples", "schemas") if main is not None else ():
        method = interface_method(main, name) if main is not None else None
        if method is None or isinstance(unimplemented(method), str):
            continue
        if method.only is None:
            yield method.unclear
        for returned in returned_values(method):
            value = not_empty(returned)
            if isinstance(value, Undecided):
                yield value
            elif value is not None:
                message = f"`{name}()` of a target returns {shown(value)}, not `[]`"
                yield Finding(returned.place, message, "return `[]`", name, evidence((value,), returned.place))


@rule(
    "C8513", severity=WARNING, source="runtime", applies_to=SOURCE | TARGET, requires=(needs_connector_class,)
)  # fmt: skip
def validate_never_raises(project: Project) -> Iterator[Verdict]:
    """`validate` cannot tell a user what is wrong: it raises no `ValidationException`, or is empty.

    Followed is whatever `validate` reaches in the project, its decorators among it; the exception may be held in a
    name, come from a helper or be a subclass of the project.

    Why: The platform turns a `ValidationException` into status 400 and shows its text, and any other exception into
    500.

    Silent: Where the exception is handed to something from outside, or where a call cannot be followed and the package
    raises the exception elsewhere, the rule is undecided.

    Fix: Try what the settings name, and raise `ValidationException` with what is wrong.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -            raise ValidationException(f"Demo does not answer: {error}") from error
    +            raise RuntimeError(f"Demo does not answer: {error}") from error
         def validate(self, integration: dict) -> None:  <<<
    ```

    Bad:

    ```diff macrometa_target_demo/__init__.py
    -    def validate(self, integration: dict) -> None:
    -        try:
    -            ping(integration)
    -        except OSError as error:
    -            raise ValidationException(f"Demo does not answer: {error}") from error
    +    def validate(self, integration: dict) -> None:  <<<
    +        ...
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
                 raise ValidationException(f"Demo does not answer: {error}") from error
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -            raise ValidationException(f"Demo does not answer: {error}") from error
    +            self._fail(f"Demo does not answer: {error}")
    +
    +    def _fail(self, reason: str) -> None:
    +        raise ValidationException(reason)
    ```
    """
    main = project.classes.main
    silence = Validation(project, main).silence() if main is not None else None
    method = interface_method(main, "validate") if main is not None else None
    if isinstance(silence, Undecided):
        yield silence
    elif silence and method is not None:
        help_text = 'try what the settings name, and `raise ValidationException("…")` of `c8connector` where it fails'
        yield Finding(method.place, f"`validate` {silence}", help_text, subject="validate")


@rule("C8515", severity=WARNING, source="interface", applies_to=SOURCE, requires=(needs_connector_class,))
def foreign_schema_type(project: Project) -> Iterator[Verdict]:
    """`samples` or `schemas` fills its list with something else than the classes of `c8connector`.

    A sample is a `Sample` with a `Schema`, which holds `SchemaAttribute`s. Judged is what the methods return, and what
    every `Sample` and `Schema` that they reach is made of. Each foreign constructor call is a finding.

    Why: Singer has a `Schema` too, with other attributes than the platform reads.

    Silent: Classes of the project that inherit from those of `c8connector` are fine. What cannot be worked out leaves
    the rule undecided.

    Fix: Import `Sample`, `Schema` and `SchemaAttribute` from `c8connector`.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    return Schema("people", [SchemaAttribute(key, SchemaAttributeType.STRING) for key in keys])
    +    import singer
    +
    +    return singer.Schema(type="object", properties={key: {} for key in keys})  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
         return Schema("people", [SchemaAttribute(key, SchemaAttributeType.STRING) for key in keys])
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -    return Schema("people", [SchemaAttribute(key, SchemaAttributeType.STRING) for key in keys])
    +    attributes = []
    +    for key in keys:
    +        attributes.append(SchemaAttribute(key, SchemaAttributeType.STRING))
    +    return Schema(name="people", attributes=attributes)
    ```
    """
    for one in Fillings(project).foreign():
        if isinstance(one, Undecided):
            yield one
        else:
            message = f"{one.shown} stands where a `{one.wanted}` of `c8connector` belongs"
            help_text = f"make a `c8connector.{one.wanted}`"
            yield Finding(one.place, message, help_text, one.shown.replace("`", ""), one.related)


_WANTED = {
    "name": "a name for the connector, a non-empty `str`",
    "package_name": "the name of the distribution, a non-empty `str`",
    "version": "the version, a non-empty `str`",
    "type": '`"source"`, `"target"` or `"integration"`',
    "description": "a non-empty `str`",
    "reserved_keys": "a list of `str`, `[]` where there are none",
    "config": "a list of `ConfigProperty`",
    "capabilities": "a list of `str`",
    "samples": "a list of `Sample`",
    "schemas": "a list of `Schema`",
}
