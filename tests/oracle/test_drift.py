"""What the tool says of the platform and its libraries as data, held against the releases that are installed."""

import inspect
import warnings
from contextlib import nullcontext
from importlib import import_module
from importlib.metadata import version
from itertools import product
from pathlib import Path

import pytest

from macrometa_conformance.connector import contract, messages, prometheus
from macrometa_conformance.project.names import DISTRIBUTION_NAME, type_in_name

prometheus_client = import_module("prometheus_client")  # they have no type hints of their own, or not all
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of what it imports
    singer = import_module("singer")
RUNTIME = Path(__file__).parents[1] / "runtime.txt"


def test_the_releases_are_those_that_the_rules_speak_of() -> None:
    """The newest `c8connector` and the required `singer` are what these tests run with."""
    pinned = dict(line.split("==") for line in RUNTIME.read_text().splitlines() if "==" in line)
    assert pinned[contract.C8CONNECTOR] == contract.NEWEST_C8CONNECTOR
    assert pinned[contract.SINGER] == contract.SINGER_VERSION
    assert {name: version(name) for name in pinned} == pinned


def test_names_are_those_that_the_loader_looks_for() -> None:
    """The loader of the package takes exactly the types of connectors that a name may tell, with dashes or not."""
    source = Path(inspect.getfile(import_module("c8connector"))).parent / "util" / "__init__.py"
    filters = [f"macrometa{dash}{kind}{dash}" for kind in contract.CONNECTOR_TYPES for dash in "-_"]
    assert all(f"'{one}'" in source.read_text(encoding="utf-8") for one in filters)
    assert source.read_text(encoding="utf-8").count("'macrometa") == len(filters)
    for kind in contract.CONNECTOR_TYPES:
        assert DISTRIBUTION_NAME.fullmatch(f"macrometa-{kind}-demo")
        assert type_in_name(f"macrometa_{kind}_demo") == kind


@pytest.mark.parametrize("name", messages.RECORD_CALLS)
def test_the_parameters_of_singer(name: str) -> None:
    """The arguments of a record are bound as the library binds them."""
    assert tuple(inspect.signature(getattr(singer, name)).parameters) == messages.RECORD_CALLS[name]


def test_the_names_of_singer() -> None:
    """All that writes a message, and each message, is known by its name; a later release has some more."""
    offered = {name for name in vars(singer) if name.startswith("write_") or name.endswith("Message")}
    aside = {"write_bookmark", "Message"}  # it changes a state, and writes nothing; the base of messages
    assert offered - aside <= messages.NAMES
    assert offered >= messages.STATE_CALLS


METRICS = sorted(prometheus.METRIC_CLASSES)
ARGUMENTS = {"info": ({"a": "b"},), "state": ("on",), "set_function": (float,), "observe": (1,), "set": (1,)}


@pytest.mark.parametrize("kind", METRICS)
def test_the_methods_of_metrics(kind: str) -> None:
    """Just the methods that count as use raise on a metric with labels where none are given."""
    more = {"states": ["on"]} if kind == "Enum" else {}
    metric = getattr(prometheus_client, kind)("demo", "Of the test", ["region"], registry=None, **more)
    public = {name for name in dir(metric) if not name.startswith("_") and callable(getattr(metric, name))}
    plain = public - {prometheus.LABELS, "remove", "DEFAULT_BUCKETS"}
    raising = set()
    for name in plain:
        try:
            given = getattr(metric, name)(*ARGUMENTS.get(name, ()))
            with given if hasattr(given, "__exit__") else nullcontext():
                pass
        except (ValueError, AttributeError):  # the latter by `Info`, whose method fails before it says why
            raising.add(name)
    assert raising == plain & prometheus.USES
    assert tuple(inspect.signature(type(metric)).parameters)[:7] == prometheus.METRIC_PARAMETERS


@pytest.mark.parametrize(
    ("kind", "parts"),
    list(product(METRICS, product(("rows", "rows_total", "rows_bytes"), ("", "app"), ("", "ingest"), ("", "bytes")))),
)
def test_the_names_of_metrics(kind: str, parts: tuple[str, str, str, str]) -> None:
    """A metric is exposed under the name that the library builds of its parts, or refused by it."""
    name, namespace, subsystem, unit = parts
    more = {"states": ["on"]} if kind == "Enum" else {}
    try:
        made = getattr(prometheus_client, kind)(
            name, "Of the test", namespace=namespace, subsystem=subsystem, unit=unit, registry=None, **more
        )
    except ValueError:
        assert unit
        assert kind in ("Info", "Enum")
        return
    assert made.describe()[0].name == prometheus.exposed_name(kind, name, namespace, subsystem, unit)


def test_the_names_of_prometheus() -> None:
    """What serves, pushes or registers metrics is there under the name that the tool knows."""
    for name in (*prometheus.SERVERS, prometheus.REGISTRY, prometheus.REGISTRY_CLASS, *METRICS):
        assert hasattr(prometheus_client, name)
    known = (*prometheus.SERVERS, *prometheus.OTHER_SERVERS, *prometheus.PUSHERS)
    exposition = import_module("prometheus_client.exposition")
    own = {name for name, one in vars(exposition).items() if getattr(one, "__module__", "") == exposition.__name__}
    assert {name for name in own if name.startswith(("make_", "push", "write_to", "start_"))} <= {*known}
    for name in prometheus.SERVERS:
        parameters = tuple(inspect.signature(getattr(prometheus_client, name)).parameters)
        assert parameters[:3] == prometheus.SERVER_PARAMETERS
    families = import_module("prometheus_client.metrics_core")
    offered = {name for name, one in vars(families).items() if isinstance(one, type) and name.endswith("Family")}
    assert offered <= prometheus.FAMILY_CLASSES.keys()
