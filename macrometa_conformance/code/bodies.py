"""Nodes of some modules, each with the body that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macrometa_conformance.code import facts
from macrometa_conformance.code.callers import Owner
from macrometa_conformance.code.program import Module
from macrometa_conformance.code.values import Function
from macrometa_conformance.code.walk import Visit

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver


def nodes_of(
    resolver: Resolver, modules: tuple[Module, ...], kinds: tuple[type, ...]
) -> tuple[tuple[Module, Owner, Visit], ...]:
    """Return every node of some kinds once: a lambda's belong to the lambda, not to the body around it."""
    found: list[tuple[Module, Owner, Visit]] = []
    for module in modules:
        definitions = resolver.definitions(module)
        for owner in (None, *definitions.functions, *definitions.classes):
            is_lambda = isinstance(owner, Function) and isinstance(owner.definition, facts.Lambda)
            inside: dict[int, bool] = {}  # by the blocks around, which the nodes of one arm share
            for visit in definitions.visits_of(owner).of(*kinds):
                key = id(visit.blocks)
                if key not in inside:
                    inside[key] = not is_lambda and any(block.kind == "lambda" for block in visit.blocks)
                if not inside[key]:
                    found.append((module, owner, visit))
    return tuple(found)
