"""C8501 to C8505 and C8516: the connector class, where it is, what it must define, and whether Python can make it."""

from collections.abc import Iterator

from macrometa_conformance.connector.additions import doubts_by_decorators
from macrometa_conformance.connector.contract import METHODS_WITH_INTEGRATION
from macrometa_conformance.connector.metaclasses import metaclass_conflict as conflict_of
from macrometa_conformance.connector.missing_methods import listed, missing_methods
from macrometa_conformance.finding import Finding, Place, Related, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_connector_class, needs_init
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, rule

STRUCTURE = "Project structure"


@rule("C8501", severity=ERROR, source=STRUCTURE, requires=(needs_init,))
def missing_connector_class(project: Project) -> Iterator[Verdict]:
    """The connector package defines no class that subclasses `C8Connector`.

    Import aliases, `import c8connector`, a base held in a name and intermediate bases of the project are followed.

    Why: The platform imports the package and looks for a direct subclass of `C8Connector`; without one it reports that
    none was found.

    Silent: A class in another module of the package is C8502's. The rule is undecided where a module cannot be read,
    where the base of some class is not known, or where a call may make a class of `C8Connector`.

    Fix: Define the class in the package's `__init__.py`.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource(C8Connector):
    +class DemoSource:
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
     class DemoSource(C8Connector):
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource(C8Connector):
    +Base = C8Connector
    +
    +
    +class DemoSource(Base):
    ```
    """
    if project.package is None or project.classes.all:
        return
    undecided = project.classes.undecided
    if undecided is not None:
        yield undecided
        return
    message = f"the package `{project.package.name}` defines no class that subclasses `C8Connector`"
    help_text = "define one there: `from c8connector import C8Connector`, then `class …(C8Connector):`"
    yield Finding(Place(project.package.init), message, help_text, subject="C8Connector")


@rule("C8502", severity=ERROR, source=STRUCTURE, requires=(needs_init, needs_connector_class))
def connector_class_not_in_init(project: Project) -> Iterator[Verdict]:
    """The connector class is defined in another module than the package's `__init__.py`.

    The class must be defined there; importing it there is not enough. The finding stands on the class statement.

    Why: Readers look for it there, and the platform finds it elsewhere only as long as `__init__.py` imports it.

    Silent: Where there is no class at all C8501 speaks.

    Fix: Move the class into `__init__.py`.

    Bad:

    ```rename macrometa_source_demo/__init__.py -> macrometa_source_demo/connector.py
    ```
    ```diff macrometa_source_demo/connector.py
     class DemoSource(C8Connector):  <<<
    ```
    ```python macrometa_source_demo/__init__.py
    from macrometa_source_demo.connector import DemoSource
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
     class DemoSource(C8Connector):
    ```

    Good:

    ```python macrometa_source_demo/records.py
    class Person:
        pass
    ```
    """
    main = project.classes.main
    if project.package is None or main is None or main.module.path == project.package.init:
        return
    message = f"the connector class `{main.name}` is defined in `{main.module.path}`"
    yield Finding(main.place, message, f"move it into `{project.package.init}`", subject=main.name)


@rule("C8503", severity=ERROR, source="runtime", requires=(needs_init, needs_connector_class))
def multiple_connector_classes(project: Project) -> Iterator[Verdict]:
    """Importing the package creates more than one direct subclass of `C8Connector`.

    Each class after the first is a finding.

    Why: The runtime takes the direct subclasses that exist once the package is imported, and raises an exception when
    there is more than one.

    Silent: A class in a module that importing the package does not load does no harm. One that a function's body
    defines leaves the rule undecided where that function is called as the package is imported. Of classes in arms of
    which only one runs, such as `if` and `else`, one exists at a time.

    Fix: Keep one connector class in a package; share code by a mixin that does not inherit from `C8Connector`.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    +
    +
    +class OldDemoSource(C8Connector):  <<<
    +    pass
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
     class DemoSource(C8Connector):
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    +
    +
    +class Page:
    +    pass
    ```
    """
    for first, extra in project.classes.surplus:
        message = f"`{extra.name}` is another direct subclass of `C8Connector` besides `{first.name}`"
        related = (Related(first.place, f"`{first.name}` is the first"),)
        yield Finding(extra.place, message, "keep one connector class in a package", extra.name, related)
    yield from project.classes.made_by_functions


@rule("C8504", severity=ERROR, source="runtime", requires=(needs_init, needs_connector_class))
def indirect_connector_class(project: Project) -> Iterator[Verdict]:
    """The connector class reaches `C8Connector` through a base class of the project.

    Judged is the class that was meant as the connector: the one that inherits from the direct subclass.

    Why: The runtime builds the direct subclass of `C8Connector`, which is the base, and serves its methods in place of
    those of the class that was meant.

    Silent: A base from outside the project is not judged. A decorator that may give back another class leaves the rule
    undecided.

    Fix: Share code by a mixin that does not inherit from `C8Connector`.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource(C8Connector):
    +class Base(C8Connector):
    +    pass
    +
    +
    +class DemoSource(Base):  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
     class DemoSource(C8Connector):
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource(C8Connector):
    +class Mixin:
    +    pass
    +
    +
    +class DemoSource(Mixin, C8Connector):
    ```
    """
    main = project.classes.main
    if main is None:
        return
    if main.is_direct:
        yield from doubts_by_decorators(main.resolver, main.cls)
        return
    base = main.direct
    if base is None:
        return
    message = f"`{main.name}` reaches `C8Connector` through `{base.name}`, which the platform builds in its place"
    related = (Related(base.place, f"`{base.name}` is the direct subclass"),)
    way = f"make `{base.name}` a mixin that does not inherit it"
    help_text = f"write `C8Connector` among the bases of `{main.name}` and {way}"
    yield Finding(main.place, message, help_text, main.name, related)


@rule("C8505", severity=ERROR, source="Implementing C8 Connectors", requires=(needs_connector_class,))
def missing_interface_method(project: Project) -> Iterator[Verdict]:
    """One of the 11 methods of the interface is not defined.

    A method counts as defined in the class, in a base or mixin of the project that Python looks into before
    `C8Connector`, or by an assignment to the class, or to the object where it is made. One finding names all that are
    missing.

    Why: `C8Connector` defines each with an empty body, so that a forgotten method silently returns `None`.

    Silent: A base class from outside the project, a class decorator, a metaclass or `setattr` may add methods: then the
    rule is undecided. Where the platform builds a base of the class C8504 speaks of what that hides.

    Fix: Define the methods that the message names.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def reserved_keys(self)
    +    def keys_that_are_reserved(self)
    ```

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -    def reserved_keys(self)
    +    def keys_that_are_reserved(self)
    -class DemoSource(C8Connector):
    +class Keys:
    +    def reserved_keys(self) -> List[str]:
    +        return []
    +
    +
    +class DemoSource(C8Connector, Keys):  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
         def reserved_keys(self) -> List[str]:
             return []
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource(C8Connector):
    +class Keys:
    +    def keys_that_are_reserved(self) -> List[str]:
    +        return []
    +
    +
    +class DemoSource(Keys, C8Connector):
    -    def reserved_keys(self)
    +    reserved_keys = Keys.keys_that_are_reserved
    +
    +    def more(self)
    ```
    """
    main = project.classes.main
    missing = missing_methods(main) if main is not None else None
    if isinstance(missing, Undecided):
        yield missing
    elif missing is not None and main is not None:
        message = f"`{main.name}` does not define {listed(missing.names)}"
        help_text = "define " + ", ".join(f"`def {name}(self{_parameter(name)})`" for name in missing.names)
        if missing.mixins:
            mixins = listed(missing.mixins)
            message = f"`{main.name}` takes {listed(missing.names)} from `C8Connector`, which stands before {mixins}"
            help_text = f"name {mixins} before `C8Connector`"
        yield Finding(main.place, message, help_text, subject=main.name)


@rule("C8516", severity=ERROR, source="runtime", requires=(needs_connector_class,))
def metaclass_conflict(project: Project) -> Iterator[Verdict]:
    """The connector class also inherits from a class with a metaclass of its own.

    Bases of the project are followed.

    Why: `C8Connector` has a metaclass itself. Python refuses a class whose bases have metaclasses of which none derives
    from the others (`abc.ABC`, `typing.Protocol`, an enumeration, `metaclass=...`): importing the package raises
    TypeError, which the platform swallows, and then it finds no connector.

    Silent: A metaclass that derives from both is fine; one from outside the project that is not known leaves the rule
    undecided.

    Fix: Take the other base out; `abc.abstractmethod` needs no `abc.ABC` here.

    Bad:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource(C8Connector):
    +from abc import ABC
    +
    +
    +class DemoSource(C8Connector, ABC):  <<<
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
     class DemoSource(C8Connector):
    ```

    Good:

    ```diff macrometa_source_demo/__init__.py
    -class DemoSource(C8Connector):
    +from typing import Generic, TypeVar
    +
    +Record = TypeVar("Record")
    +
    +
    +class DemoSource(C8Connector, Generic[Record]):
    ```
    """
    found = conflict_of(project.classes.main) if project.classes.main is not None else None
    if isinstance(found, Undecided):
        yield found
    elif found is not None:
        message = f"`{found.brought_by}` brings the metaclass `{found.metaclass}`, which conflicts with `C8Connector`'s"
        help_text = f"take `{found.brought_by}` out of `class {found.cls.name}(…)`"
        yield Finding(found.place, message, help_text, found.cls.name, found.related)


def _parameter(name: str) -> str:
    return ", integration: dict" if name in METHODS_WITH_INTEGRATION else ""
