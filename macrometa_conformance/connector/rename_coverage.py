"""Which keys a rename covers: what the key can be, and the tests that it passes on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, Reach
from macrometa_conformance.code.control import leaves
from macrometa_conformance.code.facts import Expr, Span
from macrometa_conformance.code.frames import Frame
from macrometa_conformance.code.operations import elements
from macrometa_conformance.code.values import Alternatives, Known
from macrometa_conformance.code.walk import walk
from macrometa_conformance.connector.key_lists import KeyLists
from macrometa_conformance.connector.reach_frames import ReachFrames
from macrometa_conformance.connector.rename_sites import Added, Carrier, frames_within, values_in
from macrometa_conformance.connector.renames import Rename
from macrometa_conformance.connector.underscores import aliases, shape

if TYPE_CHECKING:
    from macrometa_conformance.code.resolver import Resolver
    from macrometa_conformance.code.scopes import Scope
    from macrometa_conformance.project.project import Project

Ways = tuple[tuple[tuple[Expr, bool], ...], ...]  # to pass a guard: each has tests with the outcome that they need

_EVERYWHERE: Span = (0, 0, 1_000_000_000, 1_000_000_000)
_ORDINARY = "c8lint"  # a key that nobody reserves
_MAX_DEPTH = 4


class Coverage:
    """Which keys the renames of one project cover; with `reach`, where only what is reached calls them."""

    def __init__(self, project: Project, reach: Optional[Reach] = None) -> None:
        self._project = project
        self._resolver: Resolver = project.resolver
        self._reach = reach
        self._frames = ReachFrames(project.resolver, reach)
        self._lists = KeyLists(project.resolver, self._frames, project.renames.universe)

    def covers(self, rename: Rename, key: str) -> Optional[bool]:
        """Return whether a rename renames a key: True, surely not (False), or maybe (None)."""
        return self._covers(rename, key, 0)

    def _covers(self, rename: Rename, key: str, depth: int) -> Optional[bool]:
        if rename.total:
            return True
        if not rename.parts:
            return key in rename.olds
        answers = [self._part(rename, part, key) for part in rename.parts]
        if True in answers:
            return True
        if None in answers and depth < _MAX_DEPTH:
            callers = [c for c in self._project.renames.callers(rename) if self._reach is None or c.body in self._reach]
            passed = [self._covers(caller, key, depth + 1) for caller in callers]
            if True in passed:
                return True
            if passed and None not in passed and not self._project.renames.is_handed_on(rename):
                return False
        return None if None in answers else False

    def is_total(self, rename: Rename) -> bool:
        """Return whether a rename renames every key there is, so that none can meet another."""
        return rename.total or (bool(rename.parts) and all(self._is_total(rename, part) for part in rename.parts))

    def _part(self, rename: Rename, part: Added, key: str) -> Optional[bool]:
        guard = self._guard(rename.body, part, key)
        inner = self._inner(part.inner, key) if part.inner is not None else None
        if guard is False or inner is False:
            return False
        if part.substitution is not None and part.substitution.renames(key) is None:
            return None
        if guard or inner or self._is_total(rename, part):
            return True
        known, exact = self._keys(rename, part)
        if key in known:
            return True
        return False if exact else None

    def _inner(self, carrier: Carrier, key: str) -> Optional[bool]:
        """Return whether a helper renames a key that it is given: False, True where a test says so, None otherwise."""
        answers = [self._guard(carrier.rename.body, part, key) for part in carrier.rename.parts]
        for part in carrier.rename.parts:
            if part.inner is not None:
                answers.append(self._inner(part.inner, key))
        if True in answers:
            return True
        return False if answers and all(answer is False for answer in answers) else None

    # What the key can be

    def _keys(self, rename: Rename, part: Added) -> tuple[frozenset[str], bool]:
        """Return the reserved keys that the base of an addition can be, and whether it can surely be no other."""
        frame = self.frame(rename.body)
        values = values_in(self._resolver, part.base, part.visit.blocks, frame)
        known = self._lists.among(values)
        if all(isinstance(value, Known) for value in values) or self._is_put_together(rename.body, part):
            return known, True
        sources = [self._lists.listed(one, part.visit.blocks, frame) for one in self._sources(rename.body, part)]
        if sources and all(source.complete for source in sources):
            return frozenset().union(*(source.keys for source in sources)), True
        return known.union(*(source.keys for source in sources)), False

    def _is_put_together(self, body: Body, part: Added) -> bool:
        """Return whether what `_` is added to is written out, or holds a text that is part of no reserved key."""
        found = False
        for name in aliases(self._scope(body), part.base):
            for binding in self._scope(body).bindings.get(name, ()):
                if binding.kind not in ("assign", "augment") or binding.value is None or binding.unpack:
                    return False
                if isinstance(binding.value, facts.Name):
                    continue  # the names that it comes from are among these
                if isinstance(binding.value, facts.Const):
                    found = True
                    continue
                parts = getattr(binding.value, "parts", getattr(binding.value, "operands", ()))
                texts = [one.value for one in parts if isinstance(one, facts.Const) and isinstance(one.value, str)]
                if all(not text.strip("_") for text in texts) and texts:
                    continue  # this adds `_` itself
                if not any(text not in key for text in texts for key in self._project.renames.universe):
                    return False
                found = True
        return found

    def _sources(self, body: Body, part: Added) -> Iterator[Expr]:
        """Yield what loops go over that give the key."""
        names = set(aliases(self._scope(body), part.base))
        for block in part.visit.blocks:
            loops = (block.node,) if isinstance(block.node, facts.For) else getattr(block.node, "loops", ())
            for loop in loops:
                if isinstance(loop, (facts.For, facts.Loop)) and names & set(_bound(loop.target)):
                    yield loop.iterable

    # Which tests it passes

    def _guard(self, body: Body, part: Added, key: str) -> Optional[bool]:
        """Return whether the tests around an addition let a key pass: False, True where one asks for it, else None."""
        answers = [
            (self._passes(body, part, guard, key), self._passes(body, part, guard, _ORDINARY))
            for guard in self._guards(body, part)
        ]
        if part.substitution is not None:
            answers.append((part.substitution.renames(key), part.substitution.renames(_ORDINARY)))
        if any(one is False for one, _ in answers):
            return False
        asked_for = any((one and other is not True) or other is False for one, other in answers)
        return True if asked_for else None

    def _is_total(self, rename: Rename, part: Added) -> bool:
        """Return whether a key of whatever name is renamed, as no test stands before it, in a record."""
        if part.inner is not None or not rename.uses or next(iter(self._guards(rename.body, part)), None) is not None:
            return False
        if part.substitution is not None and not part.substitution.renames(_ORDINARY):
            return False
        sources = list(self._sources(rename.body, part))
        return bool(sources) and not self._keys(rename, part)[0] and all(_goes_over_a_record(one) for one in sources)

    def _guards(self, body: Body, part: Added) -> Iterator[Ways]:
        """Yield the tests before an addition: each is ways to pass it, a way being tests with the outcome it needs."""
        blocks = part.visit.blocks
        if part.decides is not None:
            yield (((part.decides, True),),)
        for block in blocks:
            node = block.node
            if isinstance(node, facts.If):
                before = tuple((test, False) for test, _ in node.branches[: block.arm])
                own = ((node.branches[block.arm][0], True),) if block.arm < len(node.branches) else ()
                yield ((*before, *own),)
            elif isinstance(node, facts.Conditional):
                yield (((node.test, block.arm == 0),),)
            elif isinstance(node, facts.Boolean):
                yield (tuple((operand, node.op == "and") for operand in node.operands[: block.arm]),)
            elif isinstance(node, facts.Comprehension):
                for loop in node.loops:
                    for condition in loop.conditions:
                        if not any(one is part.expr for one in walk(condition)):
                            yield (((condition, True),),)
            elif isinstance(node, facts.Match):
                yield (
                    tuple(
                        ((facts.Compare(node.subject, (("==", value),), node.at), True),)
                        for value in node.cases[block.arm].values
                    )
                    or ()
                )
        for visit in self._project.renames.sites[body].visits:
            node = visit.node
            if not isinstance(node, facts.If) or node.at[:2] >= part.visit.node.at[:2]:  # type: ignore[union-attr]
                continue
            if blocks[: len(visit.blocks)] != visit.blocks or any(block.node is node for block in blocks):
                continue
            ways = tuple(_way_past(node))
            if len(ways) <= len(node.branches):
                yield ways

    def _passes(self, body: Body, part: Added, ways: Ways, key: str) -> Optional[bool]:
        frame = self._with_key(body, part, key)
        subject = shape(part.base)
        answers: list[Optional[bool]] = []
        for way in ways:
            held = [self._holds(test, frame, subject, key, 0) for test, _ in way]
            outcomes = [None if one is None else one is wanted for one, (_, wanted) in zip(held, way)]
            answers.append(False if False in outcomes else (None if None in outcomes else True))
        if True in answers or not answers:
            return True
        return None if None in answers else False

    def _with_key(self, body: Body, part: Added, key: str) -> Frame:
        """Return the frame of an addition in which the names of the key hold one key."""
        names = aliases(self._scope(body), part.base)
        inner = frames_within(self._resolver, part.visit.blocks, self.frame(body))[0]
        return inner.with_variables({name: (Known(key),) for name in names}, _EVERYWHERE)

    def _holds(self, test: Expr, frame: Frame, subject: object, key: str, depth: int) -> Optional[bool]:
        """Return whether a test holds for a key, None where it cannot be told."""
        if isinstance(test, facts.Unary) and test.op == "not":
            inner = self._holds(test.operand, frame, subject, key, depth)
            return None if inner is None else not inner
        if isinstance(test, facts.Boolean):
            answers = [self._holds(operand, frame, subject, key, depth) for operand in test.operands]
            decisive = test.op == "or"
            return decisive if decisive in answers else (None if None in answers else not decisive)
        if isinstance(test, facts.Compare) and len(test.rest) == 1:
            return self._compares(test, frame, subject, key)
        if isinstance(test, facts.Walrus):
            return self._holds(test.value, frame, subject, key, depth)
        if isinstance(test, facts.Conditional):
            chosen = self._holds(test.test, frame, subject, key, depth)
            sides = (test.body, test.orelse) if chosen is None else (test.body if chosen else test.orelse,)
            held = {self._holds(side, frame, subject, key, depth) for side in sides}
            return held.pop() if len(held) == 1 else None
        if isinstance(test, facts.Call) and isinstance(test.func, facts.Name) and len(test.args) == 1:
            if test.func.id in ("bool", "int"):
                return self._holds(test.args[0].value, frame, subject, key, depth)
        if isinstance(test, facts.Call) and isinstance(test.func, facts.Attribute) and shape(test.func.base) == subject:
            if test.func.name in ("startswith", "endswith") and len(test.args) == 1:
                values = self._resolver.evaluate(test.args[0].value, frame)
                texts = [v.value for v in values if isinstance(v, Known) and isinstance(v.value, str)]
                if len(texts) == 1 == len(values):
                    return key.startswith(texts[0]) if test.func.name == "startswith" else key.endswith(texts[0])
        if isinstance(test, facts.Name) and depth < _MAX_DEPTH:
            bindings = frame.scope.bindings.get(test.id, ())
            if len(bindings) == 1 and bindings[0].kind == "assign" and bindings[0].value and not bindings[0].unpack:
                return self._holds(bindings[0].value, frame, subject, key, depth + 1)
        return self._resolver.truth(test, frame)

    def _compares(self, test: facts.Compare, frame: Frame, subject: object, key: str) -> Optional[bool]:
        op, right = test.rest[0]
        lefts = (Known(key),) if shape(test.left) == subject else self._resolver.evaluate(test.left, frame)
        texts = {value.value for value in lefts if isinstance(value, Known)}
        if op in ("in", "not in") and len(texts) == 1 == len(lefts):
            found = self._holds_element(self._resolver.evaluate(right, frame), texts.pop())
            return found if op == "in" or found is None else not found
        if op in ("==", "!=") and (shape(test.left) == subject or shape(right) == subject):
            others = self._resolver.evaluate(right if shape(test.left) == subject else test.left, frame)
            if all(isinstance(other, Known) for other in others):
                same = {isinstance(other, Known) and other.value == key for other in others}
                return same.pop() is (op == "==") if len(same) == 1 else None
        return self._resolver.truth(test, frame)

    def _holds_element(self, values: Alternatives, key: object) -> Optional[bool]:
        exact = True
        for value in values:
            spread = elements(value)
            if spread is None:
                if isinstance(value, Known) and isinstance(value.value, str) and isinstance(key, str):
                    return key in value.value
                exact = False
                continue
            if any(part == (Known(key),) for part in spread[0]):  # type: ignore[arg-type]
                return True
            exact = exact and spread[1] and all(len(p) == 1 and isinstance(p[0], Known) for p in spread[0])
        return False if exact else None

    def _scope(self, body: Body) -> Scope:
        return self.frame(body).scope

    def frame(self, body: Body) -> Frame:
        """Return the frame of a body in which parameters hold what the calls in the reach pass."""
        return self._frames.frame(body)


def _bound(target: Expr) -> Iterator[str]:
    for node in walk(target):
        if isinstance(node, facts.Name):
            yield node.id


def _goes_over_a_record(iterable: Expr) -> bool:
    """Return whether a loop goes over the keys of something, not over a list that may be one of reserved keys."""
    if isinstance(iterable, facts.Call) and isinstance(iterable.func, facts.Attribute):
        return iterable.func.name in ("items", "keys")
    if isinstance(iterable, facts.Call) and isinstance(iterable.func, facts.Name) and len(iterable.args) == 1:
        return _goes_over_a_record(iterable.args[0].value)
    return False


def _way_past(node: facts.If) -> Iterator[tuple[tuple[Expr, bool], ...]]:
    """Yield the ways through an `if` that control leaves at its end: the tests with the outcomes that they need."""
    before: tuple[tuple[Expr, bool], ...] = ()
    for test, body in node.branches:
        if not leaves(body):
            yield (*before, (test, True))
        before = (*before, (test, False))
    if not (node.orelse and leaves(node.orelse)):
        yield before
