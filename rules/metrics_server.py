"""C8701 to C8703, C8711, C8712: the server of metrics, its port, whether it is started, and what it serves."""

from collections.abc import Iterator, Sequence
from typing import Union

from macrometa_conformance.connector.contract import PORTS
from macrometa_conformance.connector.evidence import evidence, place_of
from macrometa_conformance.connector.exposure import Unexposed, unexposed_metrics
from macrometa_conformance.connector.server_run import NoPort, Port, UnknownPort, is_reached, ports
from macrometa_conformance.finding import Finding, NotApplicable, Place, Related, Undecided, Verdict
from macrometa_conformance.project.preconditions import needs_init, undecided_modules
from macrometa_conformance.project.project import Project
from macrometa_conformance.rule import ERROR, SOURCE, TARGET, WARNING, rule

METRICS = "Adding metrics to the connectors"
NO_SERVER = NotApplicable("the connector starts no server of metrics")


@rule("C8701", severity=ERROR, source=METRICS, applies_to=SOURCE | TARGET, requires=(needs_init,))
def metrics_server_not_started(project: Project) -> Iterator[Verdict]:
    """Nothing in the package calls `start_http_server` of `prometheus_client`.

    A source listens on port 8000, a target on 8001. Aliases, a thread, an executor and `partial` are followed, and
    `start_wsgi_server` is the same function. The finding stands on the package's `__init__.py`.

    Why: The platform reads a connector's metrics over HTTP, and finds nothing.

    Silent: A call that is never reached is C8711's. The rule is undecided where the package serves its metrics in
    another way (`make_wsgi_app`), or where a module cannot be read.

    Fix: Call `start_http_server(8000)`, in a target `start_http_server(8001)`, where the run begins.

    Bad:

    ```diff macrometa_source_demo/main.py
    -    start_http_server(METRICS_PORT)
    +    print("no server")
    ```

    Good:

    ```diff macrometa_source_demo/main.py
         start_http_server(METRICS_PORT)
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -from prometheus_client import Counter, start_http_server
    +import prometheus_client as prometheus
    +from prometheus_client import Counter
    -    start_http_server(METRICS_PORT)
    +    prometheus.start_http_server(METRICS_PORT)
    ```
    """
    assert project.package is not None
    assert project.type is not None
    if project.metrics.servers:
        return
    doubts = [*undecided_modules(project), *project.metrics.hidden_servers]
    yield from doubts[:1]
    if not doubts:
        port = PORTS[project.type.words[0]]
        message = "nothing in the package starts a server of metrics"
        help_text = f"call `start_http_server({port})` of `prometheus_client` where the connector starts"
        yield Finding(Place(project.package.init), message, help_text, subject="start_http_server")


@rule("C8702", severity=ERROR, source=METRICS, applies_to=SOURCE | TARGET, requires=(needs_init,))
def wrong_metrics_port(project: Project) -> Iterator[Verdict]:
    """The server of metrics listens on a port that the platform does not read, or is given none.

    A source listens on port 8000, a target on 8001, as a number: a text makes the server raise TypeError. Constants,
    the default of a parameter and the default of a look-up in the environment are followed, and each literal is
    reported where it stands.

    Why: The platform asks at one fixed port.

    Silent: A port that cannot be worked out is C8703's.

    Fix: Write the port that the message names.

    Bad:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +METRICS_PORT = 8001  <<<
    ```

    Bad:

    ```diff macrometa_target_demo/main.py
    -    start_http_server(METRICS_PORT)
    +    start_http_server(int(os.environ.get("METRICS_PORT", "8000")))  <<<
     import json
    +import os
    ```

    Good:

    ```diff macrometa_source_demo/main.py
     METRICS_PORT = 8000
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +BASE_PORT = 8000
    +METRICS_PORT = BASE_PORT
    ```
    """
    assert project.type is not None
    wanted = PORTS[project.type.words[0]]
    if not project.metrics.servers:
        yield NO_SERVER
    for found in ports(project):
        if isinstance(found, NoPort):
            message = "the server of metrics is given no port"
            yield Finding(found.server.place, message, f"pass `{wanted}`", subject="port")
        elif isinstance(found, Port) and not (type(found.value) is int and found.value == wanted):
            what = "text" if isinstance(found.value, str) else "port"
            message = f"the server of metrics gets the {what} `{found.value!r}`"
            help_text = f"write `{wanted}`: that is where the platform reads a {project.type.words[0]}'s metrics"
            yield Finding(found.place, message, help_text, "port", _port_steps(found))


@rule("C8703", severity=WARNING, source=METRICS, applies_to=SOURCE | TARGET, requires=(needs_init,))
def dynamic_metrics_port(project: Project) -> Iterator[Verdict]:
    """The port of the server of metrics cannot be worked out from the package's text.

    A default of a look-up in the environment, or of a parameter, counts as known.

    Why: The platform reads one fixed port. A port from the configuration, from the command line, or from an environment
    variable without a default is another one when somebody sets it so.

    Silent: A port that can be worked out is C8702's. The rule is undecided where a module that holds it cannot be
    read: C8001 says why.

    Fix: Write 8000, in a target 8001.

    Bad:

    ```diff macrometa_source_demo/main.py
    -    start_http_server(METRICS_PORT)
    +    start_http_server(args.config["metrics_port"])  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
     METRICS_PORT = 8000
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -METRICS_PORT = 8000
    +import os
    +METRICS_PORT = int(os.environ.get("METRICS_PORT", "8000"))
    ```
    """
    assert project.type is not None
    wanted = PORTS[project.type.words[0]]
    if not project.metrics.servers:
        yield NO_SERVER
    for found in ports(project):
        if isinstance(found, UnknownPort):
            if found.blocked is not None and project.is_broken(found.blocked.site.path):
                yield Undecided(found.blocked.reason, place_of(found.blocked.site))
                continue
            message = "the port of the server of metrics cannot be worked out"
            yield Finding(found.place, message, f"pass the literal `{wanted}`", "port", _port_steps(found))


@rule("C8711", severity=WARNING, source=METRICS, applies_to=SOURCE | TARGET, requires=(needs_init,))
def metrics_server_unreachable(project: Project) -> Iterator[Verdict]:
    """The server of metrics is started only where the run of the connector never gets to.

    The run begins at the console script, or where the package has none at `main`, and goes through calls, threads,
    executors, callbacks and the modules that are imported on the way.

    Why: The server never starts.

    Silent: The rule is silent where there is neither script nor `main`, and undecided where a base class from outside
    the project may make the call, or a look-up by name may lead to it.

    Fix: Start the server in what the console script calls.

    Bad:

    ```diff macrometa_source_demo/main.py
    -    start_http_server(METRICS_PORT)
    +    args.config.setdefault("host", "demo.example")
    +def serve() -> None:
    +    start_http_server(METRICS_PORT)  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
         start_http_server(METRICS_PORT)
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -    start_http_server(METRICS_PORT)
    +    serve()
    +def serve() -> None:
    +    start_http_server(METRICS_PORT)
    ```
    """
    servers = project.metrics.servers
    if not servers:
        yield NO_SERVER
        return
    answers = [is_reached(project, server) for server in servers]
    if True in answers:
        return
    if None in answers:
        yield NotApplicable("there is neither a console script nor a `main`")
        return
    doubts = [*(answer for answer in answers if isinstance(answer, Undecided)), *undecided_modules(project)]
    yield from doubts[:1]
    if not doubts:
        message = "the server of metrics is started where the connector's run never gets to"
        others = tuple(Related(server.place, "nor here") for server in servers[1:])
        yield Finding(servers[0].place, message, "start it in `main`", "start_http_server", others)


@rule("C8712", severity=ERROR, source="runtime", applies_to=SOURCE | TARGET, requires=(needs_init,))
def metric_not_exposed(project: Project) -> Iterator[Verdict]:
    """A metric is registered in a registry that the server of metrics does not serve.

    A metric goes to the default registry, or to the one that it is given; `start_http_server` serves the default one,
    or the one that it is given. Registries are followed through constants, imports, parameters and `register`.

    Why: Where the two differ nobody can read the metric.

    Silent: The rule is undecided where either is not known, and where the metric's registry is served or written in
    another way.

    Fix: Give both the same `registry`, or neither one.

    Bad:

    ```diff macrometa_source_demo/main.py
    -from prometheus_client import Counter, start_http_server
    +from prometheus_client import CollectorRegistry, Counter, start_http_server
     METRICS_PORT = 8000
    +REGISTRY = CollectorRegistry()
    -    start_http_server(METRICS_PORT)
    +    start_http_server(METRICS_PORT, registry=REGISTRY)
     ingest_errors = Counter("ingest_errors", "Errors while ingesting")  <<<
    ```

    Good:

    ```diff macrometa_source_demo/main.py
    -from prometheus_client import Counter, start_http_server
    +from prometheus_client import CollectorRegistry, Counter, start_http_server
     METRICS_PORT = 8000
    +REGISTRY = CollectorRegistry()
    -    start_http_server(METRICS_PORT)
    +    start_http_server(METRICS_PORT, registry=REGISTRY)
    -ingest_errors = Counter("ingest_errors", "Errors while ingesting")
    +ingest_errors = Counter("ingest_errors", "Errors while ingesting", registry=REGISTRY)
    ```
    """
    if not project.metrics.servers:
        yield NO_SERVER
        return
    for found in unexposed_metrics(project):
        if isinstance(found, Undecided):
            yield found
            continue
        metric = found.metric
        own = " or ".join(registry.word for registry in metric.registries.known)
        served = " and ".join(registry.word for registry in found.served)
        message = f"{metric.word} is registered in {own}, and the server of metrics serves {served}"
        help_text = "register the metric in the registry that is served, or serve the one that it is in"
        yield Finding(metric.place, message, help_text, metric.name, _exposure_steps(project, found))


def _port_steps(found: Union[Port, UnknownPort]) -> tuple[Related, ...]:
    """Return how a port gets to the server."""
    steps = [Related(found.server.place, "the server is started here")]
    if isinstance(found, Port):
        return _elsewhere([*evidence((found.known,), found.place), *steps], found.place)
    if found.blocked is None:
        return _elsewhere(steps, found.place)
    steps.insert(0, Related(place_of(found.blocked.site), found.blocked.reason))
    return _elsewhere([*evidence((found.blocked,), found.place), *steps], found.place)


def _exposure_steps(project: Project, found: Unexposed) -> tuple[Related, ...]:
    """Return where the registries are made and the servers started."""
    registries = [*found.metric.registries.known, *found.served]
    made = [Related(one.place, "a registry is made here") for one in registries if one.place is not None]
    started = [Related(server.place, "the server is started here") for server in project.metrics.servers]
    return _elsewhere([*made, *started], found.metric.place)


def _elsewhere(steps: Sequence[Related], place: Place) -> tuple[Related, ...]:
    """Return the steps that lie on another line than the finding."""
    return tuple(step for step in steps if (step.place.path, step.place.line) != (place.path, place.line))
