"""Scopes: which names a module, class or function binds, where, and which bindings a use can see.

A name may be bound many times. The bindings that can reach a use are found without running anything: the last one that
is surely executed before the use, and after it those that may be (in an `if`, a loop, a handler). Arms that never run
when the package is imported (`if TYPE_CHECKING`, `if False`) bind nothing.
"""

from collections.abc import Iterable
from typing import NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.control import breaks, leaves, static_truth
from macrometa_conformance.code.facts import Expr, Span, Stmt
from macrometa_conformance.code.walk import EXPRESSIONS, Node, children

MAX_REACHING = 100
_LEAVES = frozenset((facts.Name, facts.Const))  # expressions that hold none
Path = tuple[tuple[int, int], ...]
Position = tuple[int, int]
Owner = Union[facts.ModuleFacts, facts.ClassDef, facts.FunctionDef, facts.Lambda]


class Binding(NamedTuple):
    """One binding of a name.

    `kind` is `assign`, `augment`, `import`, `from`, `def`, `class`, `parameter`, `for`, `with`, `except`, `match` or
    `delete`. `node` is the statement (the `Parameter`, for one), `value` the expression that the name takes its value
    from, `unpack` the indexes by which it is taken out of it (see `unpacking`). `since` is the position from which it
    holds.
    """

    kind: str
    name: str
    node: Node
    value: Optional[Expr]
    unpack: tuple[int, ...]
    since: Position
    path: Path
    at: Span


class Arms(NamedTuple):
    """A branching statement: the arms through which control can leave it, and whether it may skip them all."""

    falls: frozenset[int]
    skippable: bool
    loop: bool
    node: Stmt


class Scope:
    """The names that one module, class or function binds itself."""

    def __init__(self, owner: Owner, kind: str) -> None:
        self.owner = owner
        self.kind = kind  # "module", "class" or "function"
        self.bindings: dict[str, list[Binding]] = {}
        self.shared: dict[str, str] = {}  # names declared global or nonlocal
        self.shared_bindings: dict[str, list[Binding]] = {}  # what this scope binds them to
        self.arms: dict[int, Arms] = {}
        self.blocks: list[tuple[Position, Position, Path]] = []
        self.finals: list[tuple[Position, Position, int]] = []  # where a `finally` stands, and the number of its `try`
        self.definitions: list[Union[facts.FunctionDef, facts.ClassDef]] = []
        self.lambdas: list[facts.Lambda] = []
        self._paths: dict[Position, Path] = {}
        self._reaching: dict[tuple[str, Optional[Position]], tuple[tuple[Binding, ...], bool]] = {}
        _Builder(self).build()

    def path_at(self, position: Position) -> Path:
        """Return the innermost block of this scope that holds a position."""
        if position not in self._paths:
            best: Path = ()
            for start, end, path in self.blocks:
                if start <= position < end and len(path) >= len(best):
                    best = path
            self._paths[position] = best
        return self._paths[position]

    def reaching(self, name: str, position: Optional[Position]) -> tuple[Binding, ...]:
        """Return the bindings of a name that a use at a position can see; None asks after the whole scope ran.

        Of more than `MAX_REACHING` the last ones are returned.
        """
        return self._reached(name, position)[0]

    def surely_binds(self, name: str) -> bool:
        """Return whether a name is bound once the whole scope ran, whichever way it took."""
        return self._reached(name, None)[1]

    def _reached(self, name: str, position: Optional[Position]) -> tuple[tuple[Binding, ...], bool]:
        if name not in self.bindings:
            return (), False
        key = (name, position)
        if key not in self._reaching:
            self._reaching[key] = self._find_reaching(name, position)
        return self._reaching[key]

    def _find_reaching(self, name: str, position: Optional[Position]) -> tuple[tuple[Binding, ...], bool]:
        """Return the bindings that reach a use, and whether the use surely sees one of them."""
        bindings = self.bindings[name]
        path = self.path_at(position) if position is not None else ()
        found: list[Binding] = []
        covered: dict[Path, dict[int, set[int]]] = {}
        ending = frozenset(n for start, end, n in self.finals if position is not None and start <= position < end)
        loops = [path[: i + 1] for i, (statement, _) in enumerate(path) if self.arms[statement].loop]
        sure = False
        for binding in reversed(bindings):
            if len(found) > MAX_REACHING:
                break
            if position is not None and binding.since > position:
                if not any(binding.path[: len(loop)] == loop for loop in loops):
                    continue
                found.append(binding)
                continue
            shared = common_path(binding.path, path)
            if len(shared) < len(binding.path) and len(shared) < len(path):
                statement, arm = binding.path[len(shared)]
                if statement == path[len(shared)][0]:
                    if arm == 0 and isinstance(self.arms[statement].node, facts.Try):
                        found.append(binding)  # a handler sees what was set before the exception
                    continue  # the other arm of a branch that the use stands in
            found.append(binding)
            if len(shared) == len(binding.path):
                found = [b for b in found if b is binding or not _renewed(b, binding, position, loops)]
                sure = True
                break
            if self._covers(binding.path, shared, covered, ending):
                sure = True
                break
        kept = tuple(reversed([b for b in found if b.kind != "delete"]))
        return kept, sure and len(kept) == len(found)

    def _covers(
        self, path: Path, shared: Path, covered: dict[Path, dict[int, set[int]]], ending: frozenset[int]
    ) -> bool:
        """Note that an arm binds the name; return whether now every way through its statement does.

        `ending` are the `try` statements whose `finally` asks: an exception may lead there from anywhere in them.
        """
        while len(path) > len(shared):
            (statement, arm), path = path[-1], path[:-1]
            seen = covered.setdefault(path, {}).setdefault(statement, set())
            seen.add(arm)
            arms = self.arms[statement]
            if arms.skippable or statement in ending or not arms.falls <= seen:
                return False
        return True


def _renewed(later: Binding, sure: Binding, position: Optional[Position], loops: list[Path]) -> bool:
    """Return whether a binding that stands behind a use is hidden by a sure one in each loop that leads it back."""
    if position is None or later.since <= position:
        return False
    back = [loop for loop in loops if later.path[: len(loop)] == loop]
    return all(sure.path[: len(loop)] == loop for loop in back)


def common_path(one: Path, two: Path) -> Path:
    """Return the blocks that two places share, outermost first."""
    length = 0
    for a, b in zip(one, two):
        if a != b:
            break
        length += 1
    return one[:length]


class _Builder:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.count = 0

    def build(self) -> None:
        owner = self.scope.owner
        if isinstance(owner, (facts.FunctionDef, facts.Lambda)):
            for parameter in owner.params:
                at = parameter.at
                self.bind("parameter", parameter.name, parameter, parameter.default, (), (0, 0), (), at)
        if isinstance(owner, facts.Lambda):
            self.expression(owner.body, ())
        else:
            self.body(owner.body, ())
        for name in self.scope.shared:
            self.scope.shared_bindings[name] = self.scope.bindings.pop(name, [])

    def bind(
        self,
        kind: str,
        name: str,
        node: Node,
        value: Optional[Expr],
        unpack: tuple[int, ...],
        since: Position,
        path: Path,
        at: Span,
    ) -> None:
        binding = Binding(kind, name, node, value, unpack, since, path, at)
        self.scope.bindings.setdefault(name, []).append(binding)

    def body(self, body: tuple[Stmt, ...], path: Path) -> None:
        for statement in body:
            self.statement(statement, path)

    def arm(self, body: tuple[Stmt, ...], path: Path) -> None:
        if body:
            start, end = span_of(body[0])[:2], (span_of(body[-1])[2], 1_000_000)
            self.scope.blocks.append(((start[0], start[1]), end, path))
            self.body(body, path)

    def statement(self, node: Stmt, path: Path) -> None:
        end = span_of(node)[2:]
        since = (end[0], end[1])
        if isinstance(node, (facts.FunctionDef, facts.ClassDef)):
            self.scope.definitions.append(node)
            kind = "def" if isinstance(node, facts.FunctionDef) else "class"
            self.bind(kind, node.name, node, None, (), (node.at[0], node.at[1]), path, node.at)
            parts: Iterable[Node] = [*node.decorators]
            if isinstance(node, facts.FunctionDef):
                parts = [*parts, *(p.default for p in node.params if p.default is not None)]
            else:
                parts = [*parts, *(base.value for base in node.bases)]
            for part in parts:
                self.expression(part, path)
        elif isinstance(node, facts.Import):
            for imported in node.names:
                name = imported.alias or imported.name.partition(".")[0]
                self.bind("import", name, node, None, (), since, path, imported.at)
        elif isinstance(node, facts.ImportFrom):
            for imported in node.names:
                self.bind("from", imported.alias or imported.name, node, None, (), since, path, imported.at)
        elif isinstance(node, facts.Assign):
            if node.value is not None:
                self.expression(node.value, path)
                for target in node.targets:
                    self.target("assign", target, node, node.value, (), since, path)
        elif isinstance(node, facts.AugAssign):
            self.expression(node.value, path)
            self.target("augment", node.target, node, node.value, (), since, path)
        elif isinstance(node, facts.Delete):
            for target in node.targets:
                if isinstance(target, facts.Name):
                    self.bind("delete", target.id, node, None, (), since, path, target.at)
        elif isinstance(node, facts.Scoping):
            for name in node.names:
                self.scope.shared[name] = node.kind
        elif isinstance(node, facts.If):
            self.branch_if(node, path)
        elif isinstance(node, (facts.For, facts.While)):
            loop = (*path, (self.number(frozenset((0,)), True, True, node), 0))
            if isinstance(node, facts.For):
                self.expression(node.iterable, path)
                # the target lives on after the loop; it is bound by the loop's own arm
                self.target("for", node.target, node, node.iterable, (), (node.at[0], node.at[1]), loop)
            else:
                self.expression(node.test, path)
            self.arm(node.body, loop)
            if node.orelse and breaks(node.body):
                path = (*path, (self.number(frozenset((0,)), True, False, node), 0))
            self.arm(node.orelse, path)
        elif isinstance(node, facts.Try):
            self.branch_try(node, path)
        elif isinstance(node, facts.With):
            for value, bound in node.items:
                self.expression(value, path)
                if bound is not None:
                    self.target("with", bound, node, value, (), (value.at[2], value.at[3]), path)
            self.body(node.body, path)
        elif isinstance(node, facts.Match):
            self.expression(node.subject, path)
            falls = frozenset(i for i, case in enumerate(node.cases) if not leaves(case.body))
            wild = any(case.is_wild and case.guard is None for case in node.cases)
            number = self.number(falls, not wild, False, node)
            for arm, case in enumerate(node.cases):
                inner = (*path, (number, arm))
                whole = node.subject if case.is_wild else None
                for name in case.names:
                    self.bind("match", name, case, whole, (), (case.at[0], case.at[1]), inner, case.at)
                self.arm(case.body, inner)
        else:
            for child in children(node):
                self.expression(child, path)

    def number(self, falls: frozenset[int], skippable: bool, loop: bool, node: Stmt) -> int:
        self.count += 1
        self.scope.arms[self.count] = Arms(falls, skippable, loop, node)
        return self.count

    def branch_if(self, node: facts.If, path: Path) -> None:
        bodies = [*(body for _, body in node.branches), node.orelse]
        dead = {arm for arm, (test, _) in enumerate(node.branches) if static_truth(test) is False}
        sure = next((arm for arm, (test, _) in enumerate(node.branches) if static_truth(test) is True), None)
        if sure is not None:
            dead.update(range(sure + 1, len(bodies)))
        falls = frozenset(arm for arm, body in enumerate(bodies) if body and not leaves(body) and arm not in dead)
        skippable = not node.orelse and sure is None
        number = self.number(falls, skippable, False, node)
        for test, _ in node.branches:
            self.expression(test, path)
        for arm, body in enumerate(bodies):
            if arm not in dead:
                self.arm(body, (*path, (number, arm)))

    def branch_try(self, node: facts.Try, path: Path) -> None:
        falls = {0} if not leaves(node.body) and not leaves(node.orelse) else set()
        falls.update(arm + 1 for arm, handler in enumerate(node.handlers) if not leaves(handler.body))
        number = self.number(frozenset(falls), False, False, node)
        self.arm(node.body, (*path, (number, 0)))
        for arm, handler in enumerate(node.handlers):
            inner = (*path, (number, arm + 1))
            if handler.name is not None:
                start = (handler.at[0], handler.at[1])
                self.bind("except", handler.name, handler, handler.type, (), start, inner, handler.at)
            if handler.type is not None:
                self.expression(handler.type, path)
            self.arm(handler.body, inner)
        self.arm(node.orelse, (*path, (number, 0)))
        if node.final:
            start, end = span_of(node.final[0])[:2], span_of(node.final[-1])[2:]
            self.scope.finals.append((start, end, number))
        self.body(node.final, path)

    def target(
        self, kind: str, target: Expr, node: Node, value: Expr, unpack: tuple[int, ...], since: Position, path: Path
    ) -> None:
        if isinstance(target, facts.Name):
            self.bind(kind, target.id, node, value, unpack, since, path, target.at)
        elif isinstance(target, facts.Starred):
            self.target(kind, target.value, node, value, (*unpack, -1), since, path)
        elif isinstance(target, facts.Sequence):
            for index, item in zip(unpacking(target), target.items):
                self.target(kind, item, node, value, (*unpack, index), since, path)
        else:
            self.expression(target, path)

    def expression(self, node: Node, path: Path) -> None:
        """Note walrus targets (they bind here) and lambdas; lambdas are scopes of their own."""
        pending: list[Node] = [node]
        while pending:
            current = pending.pop()
            if current.__class__ in _LEAVES:
                continue
            if isinstance(current, facts.Walrus):
                since = (current.at[2], current.at[3])
                self.bind("assign", current.target.id, current, current.value, (), since, path, current.target.at)
                pending.append(current.value)
            elif isinstance(current, facts.Lambda):
                self.scope.lambdas.append(current)
                pending.extend(p.default for p in current.params if p.default is not None)
            elif current.__class__ in EXPRESSIONS or current.__class__ in (facts.Argument, facts.Loop):
                pending.extend(children(current))


def unpacking(target: facts.Sequence) -> tuple[int, ...]:
    """Return by which index each item of an assignment target is taken out of a value.

    -1 stands for all that a starred item takes; behind it, -2 is the last item, -3 the one before it, and so on.
    """
    starred = next((i for i, item in enumerate(target.items) if isinstance(item, facts.Starred)), len(target.items))
    count = len(target.items)
    return tuple(i if i < starred else -1 if i == starred else i - count - 1 for i in range(count))


def span_of(node: Stmt) -> Span:
    """Return the span of a statement; for a definition from its name to the end of its last line."""
    if isinstance(node, (facts.FunctionDef, facts.ClassDef)):
        return (node.at[0], 1, node.end_line, 1_000_000)
    return node.at
