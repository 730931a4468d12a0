"""What the platform and the guidelines fix, as data: the `c8connector` interface and releases, ports, names, libraries.

Whatever release a project pins, the interface is that of the newest one: the guidelines ask for the latest.
"""

# c8connector

C8CONNECTOR = "c8connector"
RELEASES = tuple(f"0.0.{number}" for number in range(1, 33))
NEWEST_C8CONNECTOR = RELEASES[-1]
LAST_FOR_ANY_PYTHON = "0.0.15"  # the last release that installs on 3.7, and on 3.11 and newer
SUPPORTED_MINORS = ((3, 8), (3, 9), (3, 10))  # of Python, by the releases after that one
OLDEST_PYTHON = "3.7"

METHODS = (
    "name", "package_name", "version", "type", "description", "reserved_keys", "config", "capabilities", "validate",
    "samples", "schemas",
)  # fmt: skip
METHODS_WITH_INTEGRATION = ("validate", "samples", "schemas")  # called with one dict; the others with nothing
METHODS_THAT_NAME = ("name", "package_name", "version", "type", "description")  # return a non-empty str

CONFIG_PROPERTY_PARAMETERS = (
    "name", "display_name", "type", "is_mandatory", "is_dynamic", "description", "default_value", "placeholder_value",
)  # fmt: skip
CONFIG_PROPERTY_DEFAULTS = ("default_value", "placeholder_value")
CONFIG_ATTRIBUTE_TYPES = {
    "STRING": "string", "INT": "integer", "BOOLEAN": "boolean", "DATE": "date_iso8601", "EMAIL": "email",
    "PASSWORD": "password", "OAUTH": "oauth", "OPTIONS": "options", "FILE": "file", "ARRAY": "array",
    "OBJECT": "object", "HIDDEN": "hidden",
}  # fmt: skip  # the members of ConfigAttributeType with their values
SCHEMA_ATTRIBUTE_TYPES = ("BOOLEAN", "INT", "LONG", "FLOAT", "DOUBLE", "STRING", "OBJECT")

CONNECTOR_TYPES = ("source", "target", "integration")
RESERVED_KEYS = ("_key", "_id", "_rev")
COLLECTION_ENDS = (
    "macrometa-source-collection", "macrometa-target-collection", "c8-source-c8collection", "c8-target-c8collection",
)  # fmt: skip  # run by Macrometa itself: they carry the other side's metrics besides their own

SOURCES_OF_COLLECTIONS = ("macrometa-source-collection", "c8-source-c8collection")

# Metrics

PORTS = {"source": 8000, "target": 8001}
ERROR_COUNTERS = {"source": "ingest_errors", "target": "export_errors"}
LAG_METRIC = "export_lag"
METRICS_OF_THE_COLLECTION_END = {
    "source": ("ingested_bytes", "ingested_documents", "ingest_lag"),
    "target": ("exported_bytes", "exported_documents"),
}
PLATFORM_METRICS = frozenset(
    (
        *ERROR_COUNTERS.values(),
        LAG_METRIC,
        *(name for names in METRICS_OF_THE_COLLECTION_END.values() for name in names),
    )
)

# Libraries

SINGER = "pipelinewise-singer-python"
SINGER_VERSION = "1.2.0"
SINGER_MODULE = "singer"
PROMETHEUS = "prometheus-client"
PROMETHEUS_MODULE = "prometheus_client"
LISTED_DEPENDENCIES = (C8CONNECTOR, SINGER)  # those that the guidelines list, the Python requirement aside

BANNED_NAME_PARTS = ("singer-sdk", "singer-python")  # in a normalised name; `SINGER` itself is not banned
BANNED_SDKS = frozenset(
    (
        "singer-sdk", "singer-python", "realit-singer-python", "hotglue-singer-sdk", "hotglue-tap-sdk",
        "hotglue-etl-sdk", "fa-singer-io",
    )
)  # fmt: skip
BANNED_MODULES = frozenset(
    ("singer_sdk", "hotglue_singer_sdk", "hotglue_tap_sdk", "hotglue_etl_sdk", "fa_singer_io")
)  # only those that no other distribution provides: not `singer`

TOOLS = frozenset(
    ("pytest", "pylint", "flake8", "ruff", "black", "isort", "mypy", "tox", "nox", "coverage", "pre-commit", "twine")
)
TOOL_PREFIXES = ("pytest-", "pylint-", "flake8-")  # of their plug-ins
TOOLING_EXTRAS = frozenset(
    (
        "test", "tests", "testing", "unittest", "unit-test", "integration-test", "dev", "devel", "develop",
        "development", "lint", "linter", "linters", "linting", "style", "format", "formatting", "quality", "check",
        "checks", "typing", "types", "mypy", "pytest", "cov", "coverage", "ci", "tox", "doc", "docs", "documentation",
        "build", "release", "publish", "tools", "tooling", "pre-commit", "debug", "benchmark", "bench",
    )
)  # fmt: skip


def is_banned_sdk(name: str) -> bool:
    """Return whether a normalised distribution name is that of a Singer SDK which connectors must not use."""
    if name == SINGER:
        return False
    return name in BANNED_SDKS or any(part in name for part in BANNED_NAME_PARTS)


def is_tool(name: str) -> bool:
    """Return whether a normalised distribution name is that of a test or lint tool, or of a plug-in of one."""
    return name in TOOLS or name.startswith(TOOL_PREFIXES)


def is_tooling_extra(extra: str) -> bool:
    """Return whether an extra of this normalised name is there to test or develop the connector, not to run it."""
    return extra in TOOLING_EXTRAS
