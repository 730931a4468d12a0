"""Whether the run of a connector gets to the call that starts the server of metrics, and on which port that listens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, Optional, Union

from macrometa_conformance.code import facts
from macrometa_conformance.code.call_graph import Body, Reach
from macrometa_conformance.code.callers import owner_frame
from macrometa_conformance.code.values import Class, EnumMember, Function, Known, ModuleValue, Unknown, Value
from macrometa_conformance.connector.evidence import place_of, region_of
from macrometa_conformance.connector.library_calls import without_main_test
from macrometa_conformance.connector.metrics import MetricsServer
from macrometa_conformance.connector.occasions import may_be_called_outside
from macrometa_conformance.finding import Place, Undecided

if TYPE_CHECKING:
    from macrometa_conformance.project.project import Project

_LOOK_UPS = frozenset(
    ("globals", "locals", "vars", "eval", "exec", "import_module", "__import__", "run_module", "run_path")
)  # by which a function can be called that no name in sight leads to


class Port(NamedTuple):
    """A port that a server may listen on: the value, the place of its literal or else of the call, and the server."""

    value: object
    place: Place
    server: MetricsServer
    known: Known


class UnknownPort(NamedTuple):
    """A port that cannot be worked out: the place of the argument, and the expression that blocks it."""

    place: Place
    blocked: Optional[Unknown]
    server: MetricsServer


class NoPort(NamedTuple):
    """A server that is started without a port, which raises TypeError."""

    server: MetricsServer


def ports(project: Project) -> Iterator[Union[Port, UnknownPort, NoPort]]:
    """Yield the ports of the servers, each literal once; of a server whose port is not fully known, only that."""
    seen: set[object] = set()
    for server in judged_servers(project):
        for found in _ports(project, server):
            key = (type(found), found.server.place if isinstance(found, NoPort) else found.place)
            if key not in seen:
                seen.add(key)
                yield found


def _ports(project: Project, server: MetricsServer) -> Iterator[Union[Port, UnknownPort, NoPort]]:
    if server.ports is None:
        yield NoPort(server) if server.exact else UnknownPort(server.place, None, server)
        return
    values = tuple(one for value in server.ports for one in _member_value(project, value))
    known = [value for value in values if isinstance(value, Known)]
    blocked = [value for value in values if not isinstance(value, Known)]
    if blocked and not (known and all(isinstance(value, Unknown) and value.environment for value in blocked)):
        first = next((value for value in blocked if isinstance(value, Unknown)), None)
        yield UnknownPort(_argument(server), first, server)
        return
    for value in known:  # one that the environment may replace is its default
        yield Port(value.value, place_of(value.site) if value.site else _argument(server), server, value)


def _member_value(project: Project, value: Value) -> tuple[Value, ...]:
    return project.resolver.classes.enum_value(value) if isinstance(value, EnumMember) else (value,)


def _argument(server: MetricsServer) -> Place:
    """Return the place of the port's argument, or of the call where that does not name it."""
    node = server.call.node
    keyword = next((argument for argument in node.args if argument.keyword == "port"), None)
    if keyword is None and server.call.made is not None and node.args and node.args[0].keyword is None:
        keyword = node.args[0]
    return Place(server.place.path, region_of(keyword.value.at)) if keyword is not None else server.place


def judged_servers(project: Project) -> tuple[MetricsServer, ...]:
    """Return the servers that the run gets to; where it gets to none, all."""
    servers = project.metrics.servers
    reached = tuple(server for server in servers if is_reached(project, server) is True)
    return reached or servers


def is_reached(project: Project, server: MetricsServer) -> Union[bool, Undecided, None]:
    """Return whether the console script (or `main`) gets to the call; None where there is neither."""
    entry = project.runs.entry
    if entry is None:
        return None
    if server.is_dead:
        return False
    if server.body in entry:
        is_script = without_main_test(server.call.blocks) != server.call.blocks
        return not (is_script and any(one.group == "console_scripts" for one in project.declarations.entry_points))
    if server.body not in project.call_graph.bodies:
        return Undecided("the server is started outside the connector package", server.place)
    if server.body in _called_from_outside(project):
        return Undecided("a base class from outside the project may call it", server.place)
    return _look_up(project, entry) or False


def _called_from_outside(project: Project) -> Reach:
    """Return what runs when a base class from outside the project calls the methods of a class."""
    roots = [
        body
        for body in project.call_graph.bodies
        if isinstance(body.owner, Function)
        and isinstance(body.owner.owner, Class)
        and may_be_called_outside(project.resolver, body.owner.owner)
    ]
    return project.call_graph.reach(roots)


def _look_up(project: Project, entry: Reach) -> Optional[Undecided]:
    """Return a place that is reached and that may call any function, by a name that is known when it runs."""
    for body in entry.bodies:
        for visit in project.resolver.definitions(body.module).visits_of(body.owner):
            node = visit.node
            if isinstance(node, facts.Call) and _looks_up(project, node, body):
                place = Place(body.module.path, region_of(node.at))
                return Undecided("what is looked up here by name may lead to the server", place)
    return None


def _looks_up(project: Project, node: facts.Call, body: Body) -> bool:
    func = node.func
    name = func.name if isinstance(func, facts.Attribute) else func.id if isinstance(func, facts.Name) else ""
    if name in _LOOK_UPS:
        text = node.args[0].value if node.args else None
        return not isinstance(text, facts.Const) or project.program.has(str(text.value)) or name in ("eval", "exec")
    if name != "getattr" or len(node.args) < 2 or isinstance(node.args[1].value, facts.Const):
        return False
    frame = owner_frame(project.resolver, body.module, body.owner)
    return any(isinstance(base, ModuleValue) for base in project.resolver.evaluate(node.args[0].value, frame))
