"""The methods of the interface as the runtime meets them: what it finds under each name, and whether its call binds.

The runtime builds the connector class with no argument and looks each name up on the object. What is bound it calls:
`validate`, `samples` and `schemas` with one dict, the others with nothing. A caller that awaits nothing gets no value
from `async def`, and a generator is no list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.calls import function_frame
from macrometa_conformance.code.frames import Arguments, Frame
from macrometa_conformance.code.values import FunctionValue, Super, Unknown
from macrometa_conformance.connector.contract import METHODS, METHODS_WITH_INTEGRATION
from macrometa_conformance.connector.method_lookup import Kind, Lookup
from macrometa_conformance.connector.method_wrappers import Wrapper
from macrometa_conformance.finding import Place, Undecided
from macrometa_conformance.plain import Plain, plain

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.code.values import Function
    from macrometa_conformance.connector.connector_class import ConnectorClass


@plain
class Fault(Plain):
    """Why the runtime cannot serve a method, what to write in its place, and where that is."""

    message: str
    help: str
    place: Place


class InterfaceMethod:
    """One of the 11 methods, as the connector class defines it.

    `doubt` says why it may be another one when the connector runs, `absence` why it may be the empty one of
    `C8Connector`.
    """

    def __init__(
        self,
        main: ConnectorClass,
        name: str,
        place: Place,
        lookups: tuple[Lookup, ...],
        doubt: Optional[Undecided] = None,
        absence: Optional[Undecided] = None,
    ) -> None:
        self._main = main
        self.name = name
        self.place = place
        self.lookups = lookups
        self.doubt = doubt or absence
        self.absence = absence

    def is_interfaces_own(self, expr: facts.Expr, written: FunctionValue) -> bool:
        """Return whether an expression in a function surely calls, by `super()`, a method of `C8Connector` itself."""
        if not isinstance(expr, facts.Call) or not isinstance(expr.func, facts.Attribute) or self._main.foreign_bases:
            return False
        name = expr.func.name
        holders = self.resolver.evaluate(expr.func.base, self.frame(written)) if name in METHODS else ()
        return bool(holders) and all(
            isinstance(value, Super) and self._main.is_interfaces_after(value.after, name) for value in holders
        )

    @property
    def takes_integration(self) -> bool:
        """Return whether the runtime calls it with one dict."""
        return self.name in METHODS_WITH_INTEGRATION

    @property
    def fault(self) -> Optional[Fault]:
        """Return why the runtime cannot serve it whatever happens, or None."""
        faults = [self._fault(one) for one in self.lookups]
        return None if self.doubt or None in faults or not faults else faults[0]

    @property
    def undecided(self) -> Optional[Undecided]:
        """Return why it cannot be told whether the runtime can serve it, or None."""
        for one in self.lookups:
            if one.doubt is not None:
                return one.doubt
        faulty = [one for one in self.lookups if self._fault(one) is not None]
        if faulty and self.doubt:
            return self.doubt
        if faulty and len(faulty) < len(self.lookups):
            return Undecided(f"which `{self.name}` the class defines is known when it runs", self.place)
        return None

    @property
    def only(self) -> Optional[Lookup]:
        """Return what surely runs when the runtime calls the method, None where that is not one known function."""
        only = self.lookups[0] if len(self.lookups) == 1 and self.doubt is None else None
        return only if only is not None and only.function is not None else None

    @property
    def unclear(self) -> Undecided:
        """Return why it is not known which function runs, for where `only` is None."""
        doubts = [one.doubt for one in self.lookups if one.doubt is not None]
        unclear = Undecided(f"what runs as `{self.name}` is known when it runs", self.place)
        return self.doubt or next(iter(doubts), unclear)

    def frame(self, function: FunctionValue) -> Frame:
        """Return the frame of the runtime's call of a function."""
        return served_frame(self._main, function, int(self.takes_integration))

    @property
    def resolver(self) -> Resolver:
        """Return what works out the values of expressions."""
        return self._main.resolver

    def _fault(self, one: Lookup) -> Optional[Fault]:
        if one.kind is Kind.UNKNOWN:
            return None
        if one.kind is Kind.NO_CALLABLE:
            message = f"`{self.name}` is {one.word}, which hides the whole class from the platform"
            return Fault(message, f"make it a method: `{self._signature}`", self.place)
        if one.kind is Kind.NOT_BOUND:
            message = f"`{self.name}` is {one.word}, which the platform does not serve"
            return Fault(message, f"make it a method of the object: `{self._signature}`", self.place)
        assert one.function is not None
        fault = self._shape_fault(one.function.function) or self._binding_fault(one.function, one)
        wrapper = self._wrapper(one) if fault is None else None
        if wrapper is not None and one.written is not None and wrapper.hands_back:
            return self._shape_fault(one.written.function)
        return fault

    def _wrapper(self, one: Lookup) -> Optional[Wrapper]:
        if one.function is None or one.written is None or not one.is_wrapped:
            return None
        return Wrapper(self.resolver, self.frame(one.function), one.function, one.written)

    def _shape_fault(self, function: Function) -> Optional[Fault]:
        definition = function.definition
        if isinstance(definition, facts.FunctionDef) and definition.is_async:
            message = f"`{self.name}` is `async def`, and the platform does not await it"
            return Fault(message, f"write `{self._signature}`", self.place)
        if isinstance(definition, facts.FunctionDef) and definition.is_generator:
            message = f"`{self.name}` is a generator, as it holds `yield`"
            return Fault(message, "collect what it yields in a list and return that", self.place)
        return None

    def _binding_fault(self, function: FunctionValue, one: Lookup) -> Optional[Fault]:
        count = int(self.takes_integration)
        mismatch = call_mismatch(function.function.definition.params, 1 + count)
        wrapper = self._wrapper(one) if not mismatch else None
        if wrapper is not None and one.written is not None:
            params = one.written.function.definition.params
            mismatches = ["" if given is None else call_mismatch(params, given) for given in wrapper.passed]
            mismatch = mismatches[0] if mismatches and all(mismatches) else ""
        if mismatch:
            how = "with one argument, the integration" if count else "with no argument"
            message = f"`{self.name}` cannot be called {how}: {mismatch}"
            return Fault(message, f"write `{self._signature}`", self.place)
        if count and one.is_cached:
            message = f"`{self.name}` is cached, and the dict that it is called with cannot be hashed"
            return Fault(message, "cache what it works out in another function", self.place)
        return None

    @property
    def _signature(self) -> str:
        return f"def {self.name}(self, integration: dict)" if self.takes_integration else f"def {self.name}(self)"


def served_frame(main: ConnectorClass, function: FunctionValue, count: int) -> Frame:
    """Return the frame of a call that passes nothing, or `count` values that are known only when it runs."""
    resolver = main.resolver
    at = function.function.definition.at
    frame = resolver.module_frame(function.function.module)
    unknown = (Unknown("the platform passes it when it runs", frame.site(at)),)
    return function_frame(
        resolver, function, Arguments((unknown,) * count), facts.Name(function.function.name, at), frame
    )


class ShadowedMethod(InterfaceMethod):
    """A method that the constructor hides, as it sets an attribute of that name on the object."""

    def _fault(self, one: Lookup) -> Optional[Fault]:
        if one.kind in (Kind.NO_CALLABLE, Kind.NOT_BOUND):
            message = f"the constructor sets `{self.name}` to {one.word}, which hides the method from the platform"
            return Fault(message, f"give the attribute another name, `_{self.name}`", self.place)
        return super()._fault(one)


def call_mismatch(params: tuple[facts.Parameter, ...], given: int) -> str:
    """Return why a call that passes so many positional arguments, `self` among them, raises TypeError; "" if not."""
    positional = [param for param in params if param.kind in ("positional-only", "positional")]
    takes_any = any(param.kind == "*" for param in params)
    if len(positional) < given and not takes_any:
        if not positional:
            return "it has no parameter `self`"
        if given == 2 and positional[0].name != "self":
            return f"it has only the parameter `{positional[0].name}`, and `self` is missing"
        return "it has no parameter for it"
    missing = [param.name for param in positional[given:] if param.default is None]
    missing += [param.name for param in params if param.kind == "keyword-only" and param.default is None]
    return f"nothing is passed for {_listed(missing)}" if missing else ""


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
