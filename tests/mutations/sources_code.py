"""Changes of the conforming sources and of the integration that break rules on the connector's code."""

from collections.abc import Iterator

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Mutation, violation

LEDGER_LOOP = '            while candidate in result:\n                candidate = candidate + "_"\n'
LEDGER_SPARE = '        if key == "_key" and key in primary_keys:\n            continue\n'
LEDGER_RECORD = "                time_extracted=datetime.now(timezone.utc),\n"


def violations() -> Iterator[Mutation]:
    """Yield connectors that break one of these rules."""
    yield from _class()
    yield from _methods()
    yield from _configuration()
    yield from _keys()
    yield from _metrics()
    yield from _records_and_state()


def _class() -> Iterator[Mutation]:
    yield violation(
        "C8501",
        LEDGER,
        "no base",
        ("__init__.py", "class LedgerSourceConnector(C8Connector):", "class LedgerSourceConnector:"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8501",
        BEACON,
        "the base is a mixin only",
        ("__init__.py", "(Identity, Configuration, Sampling, C8Connector)", "(Identity, Configuration, Sampling)"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8501",
        NOTICE,
        "a class of the same name",
        (
            "__init__.py",
            "from c8connector import C8Connector, ConfigAttributeType",
            "from c8connector import ConfigAttributeType",
        ),
        ("__init__.py", "PACKAGE_NAME =", "class C8Connector:\n    pass\n\n\nPACKAGE_NAME ="),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8502",
        BEACON,
        "another module",
        (
            "connector.py",
            "",
            'from c8connector import C8Connector\n\nfrom .interface import Configuration, Identity, Sampling\n\n\nclass BeaconSource(Identity, Configuration, Sampling, C8Connector):\n    class Meta:\n        name = "Beacon"\n        package_name = "macrometa-source-beacon"\n        version = "2.0.1"\n        type = "source"\n        description = "Ingests the reports of beacons."\n        capabilities = ("state",)\n',
        ),
        ("__init__.py", "*", None),
        ("__init__.py", "", "from .connector import BeaconSource\n"),
        at=("connector.py", "class BeaconSource"),
    )
    yield violation(
        "C8503",
        LEDGER,
        "an old class",
        ("__init__.py", "", "\n\nclass Old(C8Connector):\n    pass\n"),
        at=("__init__.py", "class Old"),
    )
    yield violation(
        "C8503",
        PARCELS,
        "in an imported module",
        ("scans.py", "import os\n", "import os\n\nfrom c8connector import C8Connector\n"),
        ("scans.py", "", "\n\nclass Draft(C8Connector):\n    pass\n"),
        at=("scans.py", "class Draft"),
    )
    yield violation(
        "C8503",
        NOTICE,
        "under an alias",
        (
            "settings.py",
            "from typing import Any, Mapping\n",
            "from typing import Any, Mapping\n\nimport c8connector as c8\n",
        ),
        ("settings.py", "", "\n\nclass Base(c8.C8Connector):\n    pass\n"),
        at=("settings.py", "class Base(c8.C8Connector):"),
    )
    yield violation(
        "C8504",
        LEDGER,
        "a base of the project",
        (
            "__init__.py",
            "class LedgerSourceConnector(C8Connector):",
            "class Base(C8Connector):\n    pass\n\n\nclass LedgerSourceConnector(Base):",
        ),
        at=("__init__.py", "class LedgerSourceConnector"),
    )
    yield violation(
        "C8504",
        PARCELS,
        "a base in another module",
        ("base.py", "", "from c8connector import C8Connector\n\n\nclass Base(C8Connector):\n    pass\n"),
        ("__init__.py", "class ParcelsSource(c8connector.C8Connector):", "class ParcelsSource(Base):"),
        (
            "__init__.py",
            "from macrometa_source_parcels import scans\n",
            "from macrometa_source_parcels import scans\nfrom macrometa_source_parcels.base import Base\n",
        ),
        at=("__init__.py", "class ParcelsSource(Base):"),
    )
    yield violation(
        "C8504",
        BEACON,
        "a mixin inherits it",
        ("interface/identity.py", "class Identity:", "class Identity(C8Connector):"),
        (
            "interface/identity.py",
            "from __future__ import annotations\n",
            "from __future__ import annotations\n\nfrom c8connector import C8Connector\n",
        ),
        ("__init__.py", "(Identity, Configuration, Sampling, C8Connector)", "(Identity, Configuration, Sampling)"),
        at=("__init__.py", "class BeaconSource(Identity, Configuration, Sampling):"),
    )
    yield violation(
        "C8505",
        LEDGER,
        "a misspelt method",
        ("__init__.py", "def capabilities(self)", "def capabilites(self)"),
        at=("__init__.py", "class LedgerSourceConnector"),
    )
    yield violation(
        "C8505",
        BEACON,
        "a mixin lacks one",
        ("interface/identity.py", "    def reserved_keys(self) -> list[str]:\n        return list()\n", ""),
        at=("__init__.py", "class BeaconSource(Identity,"),
    )
    yield violation(
        "C8505",
        NOTICE,
        "a commented lambda",
        ("__init__.py", "    description = lambda self", "    text = lambda self"),
        at=("__init__.py", "class NoticeIntegration(C8Connector):"),
    )
    yield violation(
        "C8509",
        LEDGER,
        "a constructor",
        (
            "__init__.py",
            '    """LedgerSourceConnector\'s C8Connector impl."""\n',
            '    """LedgerSourceConnector\'s C8Connector impl."""\n\n    def __init__(self, settings):\n        self.settings = settings\n',
        ),
        at=("__init__.py", "def __init__(self, settings):"),
    )
    yield violation(
        "C8509",
        BEACON,
        "in a mixin",
        (
            "interface/identity.py",
            '    """Answers from the nested class `Meta`."""\n',
            '    """Answers from the nested class `Meta`."""\n\n    def __init__(self, *, locale: str) -> None:\n        self.locale = locale\n',
        ),
        at=("interface/identity.py", "def __init__(self, *, locale: str) -> None:"),
    )
    yield violation(
        "C8509",
        NOTICE,
        "new",
        (
            "__init__.py",
            '    """Notice"""\n',
            '    """Notice"""\n\n    def __new__(cls, mailbox):\n        return super().__new__(cls)\n',
        ),
        at=("__init__.py", "def __new__(cls, mailbox):"),
    )
    yield violation(
        "C8516",
        LEDGER,
        "ABC",
        ("__init__.py", "import logging\n", "import abc\nimport logging\n"),
        (
            "__init__.py",
            "class LedgerSourceConnector(C8Connector):",
            "class LedgerSourceConnector(C8Connector, abc.ABC):",
        ),
        at=("__init__.py", "class LedgerSourceConnector(C8Connector, abc.ABC):"),
    )
    yield violation(
        "C8516",
        BEACON,
        "a mixin of a metaclass",
        ("interface/sampling.py", "class Sampling:", "class Sampling(metaclass=ABCMeta):"),
        ("interface/sampling.py", "import asyncio\n", "import asyncio\nfrom abc import ABCMeta\n"),
        at=("__init__.py", "class BeaconSource(Identity,"),
    )
    yield violation(
        "C8516",
        NOTICE,
        "a protocol",
        (
            "__init__.py",
            "from c8connector import C8Connector,",
            "from typing import Protocol\n\nfrom c8connector import C8Connector,",
        ),
        ("__init__.py", "class NoticeIntegration(C8Connector):", "class NoticeIntegration(Protocol, C8Connector):"),
        at=("__init__.py", "class NoticeIntegration(Protocol, C8Connector):"),
    )


def _methods() -> Iterator[Mutation]:
    yield violation(
        "C8506",
        LEDGER,
        "a parameter more",
        ("__init__.py", "def capabilities(self)", "def capabilities(self, verbose)"),
        at=("__init__.py", "def capabilities"),
    )
    yield violation(
        "C8506",
        PARCELS,
        "a coroutine",
        ("__init__.py", "    def samples(self", "    async def samples(self"),
        at=("__init__.py", "def samples"),
    )
    yield violation(
        "C8506",
        BEACON,
        "a property",
        ("interface/identity.py", "    def name(self) -> str:", "    @property\n    def name(self) -> str:"),
        at=("interface/identity.py", "def name(self) -> str:"),
    )
    yield violation(
        "C8506",
        NOTICE,
        "a lambda without self",
        ("__init__.py", "description = lambda self: (", "description = lambda: ("),
        at=("__init__.py", "description = lambda: (  # noqa: E731"),
    )
    yield violation(
        "C8507",
        LEDGER,
        "pass",
        ("__init__.py", '        return "Copy the tables of a Ledger database into a GDN collection."', "        pass"),
        at=("__init__.py", "def description"),
    )
    yield violation(
        "C8507",
        PARCELS,
        "not implemented",
        ("__init__.py", "        return 'Parcels'", "        raise NotImplementedError"),
        at=("__init__.py", "def name(self) -> str:"),
    )
    yield violation(
        "C8507",
        BEACON,
        "no return",
        ("interface/identity.py", "        return self.Meta.version", "        self.Meta.version"),
        at=("interface/identity.py", "def version(self) -> str:"),
    )
    yield violation(
        "C8508", LEDGER, "a number", ("__init__.py", 'return "1.4.2"', "return 1.4"), at=("__init__.py", "return 1.4")
    )
    yield violation(
        "C8508",
        PARCELS,
        "a text for a list",
        ("__init__.py", "return ['state']", "return 'state'"),
        at=("__init__.py", "return 'state'"),
    )
    yield violation(
        "C8508",
        NOTICE,
        "an empty text",
        ("__init__.py", 'return "Notice"', 'return ""'),
        at=("__init__.py", 'return ""'),
    )
    yield violation(
        "C8513",
        LEDGER,
        "only logged",
        (
            "__init__.py",
            '            logger.warning("validation failed: %s", e)\n            raise ValidationException(str(e)) from e\n',
            '            logger.warning("validation failed: %s", e)\n',
        ),
        at=("__init__.py", "def validate(self, integration: dict) -> None:"),
    )
    yield violation(
        "C8513",
        PARCELS,
        "another exception",
        ("__init__.py", "raise ValidationException('Missing: '", "raise ValueError('Missing: '"),
        ("__init__.py", "raise ValidationException('There are", "raise ValueError('There are"),
        at=("__init__.py", "def validate(self, integration: Dict) -> None:"),
    )
    yield violation(
        "C8513",
        BEACON,
        "returned",
        ("interface/configuration.py", "            raise ValidationException(problem)", "            return"),
        (
            "interface/configuration.py",
            '            raise ValidationException(f"the gateway cannot be read: {error}") from None',
            "            raise",
        ),
        at=("interface/configuration.py", "def validate(self, integration: dict) -> None:"),
    )
    yield violation(
        "C8515",
        LEDGER,
        "Singer's schema",
        ("__init__.py", "    Schema,\n", ""),
        ("__init__.py", "import logging\n", "import logging\n\nfrom singer import Schema\n"),
        at=("__init__.py", "schema = Schema(client.table, client.to_attributes(columns))"),
        and_at=("__init__.py", "return [Schema(client.table, client.to_attributes(columns))]"),
    )
    yield violation(
        "C8515",
        PARCELS,
        "its own sample",
        ("__init__.py", "ConfigProperty, Sample, Schema,", "ConfigProperty, Schema,"),
        (
            "__init__.py",
            "PROPERTIES = {",
            "class Sample:\n    def __init__(self, schema, data):\n        self.schema = schema\n        self.data = data\n\n\nPROPERTIES = {",
        ),
        at=("__init__.py", "return [Sample(schema=self._schema_of(data), data=data)]"),
    )
    yield violation(
        "C8515",
        BEACON,
        "a catalogue's schema",
        ("interface/sampling.py", "from c8connector import Sample, Schema,", "from c8connector import Sample,"),
        (
            "interface/sampling.py",
            "from .. import constants\n",
            "from singer.schema import Schema\n\nfrom .. import constants\n",
        ),
        at=("interface/sampling.py", "return Schema(constants.STREAM, attributes)"),
    )


def _configuration() -> Iterator[Mutation]:
    yield violation(
        "C8511",
        LEDGER,
        "one name twice",
        ("__init__.py", 'ConfigProperty("replication_key", ', 'ConfigProperty("table", '),
        at=("__init__.py", 'ConfigProperty("table", "Replication Key",'),
    )
    yield violation(
        "C8511",
        BEACON,
        "a partial",
        ("interface/configuration.py", 'name="batch_size"', 'name="spool_folder"'),
        at=("interface/configuration.py", 'name="spool_folder",\n                display_name="Batch'),
    )
    yield violation(
        "C8511",
        NOTICE,
        "a helper",
        ("__init__.py", '_mandatory("recipient", ', '_mandatory("mailbox", '),
        at=("__init__.py", "recipient = _mandatory("),
    )
    yield violation(
        "C8512",
        LEDGER,
        "the password",
        (
            "__init__.py",
            '"Ledger Password", ConfigAttributeType.PASSWORD',
            '"Ledger Password", ConfigAttributeType.STRING',
        ),
        at=("__init__.py", 'ConfigProperty("password",'),
    )
    yield violation(
        "C8512",
        PARCELS,
        "in a table",
        ("__init__.py", '("API Key", ConfigAttributeType.PASSWORD', '("API Key", ConfigAttributeType.STRING'),
        at=("__init__.py", '"api_key": ("API Key",'),
    )
    yield violation(
        "C8512",
        BEACON,
        "an alias",
        ("interface/configuration.py", "type=Kind.PASSWORD", "type=Kind.STRING"),
        at=(
            "interface/configuration.py",
            'type=Kind.STRING,\n                is_mandatory=True,\n                description="The token',
        ),
    )
    yield violation(
        "C8514",
        LEDGER,
        "an unknown argument",
        ("__init__.py", 'placeholder_value="/mnt/ledger/books.db"', 'example="/mnt/ledger/books.db"'),
        at=("__init__.py", 'ConfigProperty("database_path",'),
    )
    yield violation(
        "C8514",
        BEACON,
        "one that lacks",
        ("interface/configuration.py", '                description="The token of the gateway.",\n', ""),
        at=("interface/configuration.py", 'static(\n                name="access_token"'),
    )
    yield violation(
        "C8514",
        PARCELS,
        "a member that is not there",
        ("__init__.py", '("Depot", ConfigAttributeType.INT', '("Depot", ConfigAttributeType.INTEGER'),
        at=("__init__.py", '"depot": ("Depot", ConfigAttributeType.INTEGER,'),
    )


def _keys() -> Iterator[Mutation]:
    yield violation(
        "C8602",
        LEDGER,
        "the collection's keys",
        (
            "__init__.py",
            '"""List of reserved keys for the connector."""\n        return []',
            '"""List of reserved keys for the connector."""\n        return ["_key", "_id", "_rev"]',
        ),
        at=("__init__.py", 'return ["_key", "_id", "_rev"]'),
    )
    yield violation(
        "C8602",
        BEACON,
        "a constant",
        ("interface/identity.py", "        return list()", "        return sorted(RESERVED)"),
        (
            "interface/identity.py",
            "from __future__ import annotations\n",
            "from __future__ import annotations\n\nfrom ..constants import RESERVED\n",
        ),
        at=("interface/identity.py", "return sorted(RESERVED)"),
    )
    yield violation(
        "C8602",
        PARCELS,
        "an empty text",
        (
            "__init__.py",
            "    def reserved_keys(self) -> List[str]:\n        return []",
            "    def reserved_keys(self) -> List[str]:\n        return ['']",
        ),
        at=("__init__.py", "return ['']"),
    )
    yield violation(
        "C8605",
        LEDGER,
        "samples",
        ("__init__.py", "rows.append(resolve_conflicts(row, primary_keys))", "rows.append(dict(row))"),
        ("__init__.py", "columns = resolve_conflicts(client.columns(), primary_keys)", "columns = client.columns()"),
        at=("__init__.py", "def samples"),
    )
    yield violation(
        "C8605",
        PARCELS,
        "schemas",
        (
            "__init__.py",
            "        reserved = RESERVED[:]\n        if integration['primary_key'] == '_key':\n            reserved.remove('_key')\n        data = [rename_keys(scan, reserved) for scan in self._some(integration)]\n        return [self._schema_of(data)]",
            "        return [self._schema_of(self._some(integration))]",
        ),
        at=("__init__.py", "def schemas"),
    )
    yield violation(
        "C8605",
        BEACON,
        "a key that lacks",
        ("constants.py", 'frozenset({"_id", "_key", "_rev"})', 'frozenset({"_id", "_key"})'),
        at=("interface/sampling.py", "def samples(self, integration: dict) -> list[Sample]:"),
        and_at=("interface/sampling.py", "def schemas(self, integration: dict) -> list[Schema]:"),
    )
    yield violation(
        "C8606",
        LEDGER,
        "once",
        ("reserved.py", LEDGER_LOOP, '            candidate = candidate + "_"\n'),
        at=("reserved.py", "result[candidate] = result.pop(key)"),
    )
    yield violation(
        "C8606",
        PARCELS,
        "no loop",
        (
            "utils.py",
            "    while True:\n        key += '_'\n        if key not in record:\n            return key\n",
            "    return key + '_'\n",
        ),
        at=("utils.py", "return {(_unique(key,"),
    )
    yield violation(
        "C8606",
        BEACON,
        "no recursion",
        ("keys.py", "return free_name(longer, taken) if longer in taken else longer", "return longer"),
        at=("keys.py", "names = {name: free_name("),
    )
    yield violation(
        "C8608",
        LEDGER,
        "by truth",
        ("reserved.py", "        if key in result:", "        if result.get(key):"),
        at=("reserved.py", "if result.get(key):"),
    )
    yield violation(
        "C8608",
        LEDGER,
        "membership and truth",
        ("reserved.py", "        if key in result:", "        if key in result and result[key]:"),
        at=("reserved.py", "if key in result and result[key]:"),
    )
    yield violation(
        "C8608",
        BEACON,
        "values",
        (
            "keys.py",
            "for name in (RESERVED - kept) & record.keys()}",
            "for name in RESERVED - kept if record.get(name)}",
        ),
        at=("keys.py", "names = {name: free_name("),
    )
    yield violation(
        "C8609",
        LEDGER,
        "never spared",
        ("reserved.py", LEDGER_SPARE, ""),
        at=("reserved.py", "result[candidate] = result.pop(key)"),
    )


def _metrics() -> Iterator[Mutation]:
    yield violation(
        "C8701",
        PARCELS,
        "not started",
        ("metrics.py", "    start_http_server(PORT)\n", "    return PORT\n"),
        ("metrics.py", "import Counter, start_http_server", "import Counter"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8702",
        BEACON,
        "a constant",
        ("constants.py", "METRICS_PORT: Final[int] = 8_000", "METRICS_PORT: Final[int] = 8_001"),
        at=("constants.py", "8_001"),
    )
    yield violation(
        "C8702", PARCELS, "another port", ("metrics.py", "PORT = 8000", "PORT = 9000"), at=("metrics.py", "PORT = 9000")
    )
    yield violation(
        "C8702",
        BEACON,
        "a default",
        (
            "observability/server.py",
            "port=constants.METRICS_PORT",
            "port=int(__import__('os').environ.get('PORT', '9100'))",
        ),
        at=("observability/server.py", "prometheus.start_http_server("),
    )
    yield violation(
        "C8703",
        PARCELS,
        "the environment",
        ("metrics.py", "PORT = 8000", "PORT = int(os.environ['PORT'])"),
        ("metrics.py", "from contextlib import", "import os\nfrom contextlib import"),
        at=("metrics.py", "start_http_server(PORT)"),
    )
    yield violation(
        "C8704",
        BEACON,
        "another name",
        ("constants.py", 'ERRORS: Final = "ingest_errors"', 'ERRORS: Final = "export_errors"'),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8704",
        PARCELS,
        "a gauge",
        ("metrics.py", "import Counter, start", "import Gauge, start"),
        ("metrics.py", "ingest_errors = Counter(", "ingest_errors = Gauge("),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8704",
        PARCELS,
        "a namespace",
        ("metrics.py", "['depot'])", "['depot'], namespace='parcels')"),
        at=("__init__.py", ""),
    )
    yield violation(
        "C8705",
        PARCELS,
        "never",
        ("metrics.py", "        ingest_errors.labels(depot=depot).inc()\n", ""),
        at=("metrics.py", "ingest_errors = Counter("),
    )
    yield violation(
        "C8705",
        BEACON,
        "each run, in a coroutine",
        (
            "observability/errors.py",
            "            try:\n                return await function(*args, **kwargs)\n            except Exception:\n                _errors.labels(step=step).inc()\n                raise\n",
            "            return await function(*args, **kwargs)\n",
        ),
        (
            "observability/errors.py",
            "def counted(",
            "def count(step: str) -> None:\n    _errors.labels(step=step).inc()\n\n\ndef counted(",
        ),
        ("main.py", "    singer.write_schema(", '    count("sync")\n    singer.write_schema('),
        (
            "main.py",
            "from .observability import counted, serve\n",
            "from .observability import serve\nfrom .observability.errors import count, counted\n",
        ),
        at=("observability/errors.py", "_errors = Counter("),
    )
    yield violation(
        "C8706",
        PARCELS,
        "documents",
        ("metrics.py", "\n\ndef start():", "\ningested = Counter('ingested_documents', 'Scans')\n\n\ndef start():"),
        at=("metrics.py", "ingested = Counter('ingested_documents', 'Scans')"),
    )
    yield violation(
        "C8706",
        BEACON,
        "bytes",
        (
            "observability/errors.py",
            "\n\ndef counted(",
            '\n_bytes = Counter("ingested_bytes", "Bytes")\n\n\ndef counted(',
        ),
        at=("observability/errors.py", '_bytes = Counter("ingested_bytes", "Bytes")'),
    )
    yield violation(
        "C8711",
        PARCELS,
        "nobody starts it",
        ("main.py", "    metrics.start()\n", ""),
        at=("metrics.py", "start_http_server(PORT)"),
    )
    yield violation(
        "C8711",
        BEACON,
        "only under the main guard",
        ("main.py", "    serve()\n", ""),
        ("main.py", "    main()\n", "    serve()\n    main()\n"),
        at=("observability/server.py", "prometheus.start_http_server(port=constants.METRICS_PORT)"),
    )
    yield violation(
        "C8712",
        PARCELS,
        "a registry of its own",
        ("metrics.py", "['depot'])", "['depot'], registry=CollectorRegistry())"),
        ("metrics.py", "import Counter, start", "import CollectorRegistry, Counter, start"),
        at=("metrics.py", "ingest_errors = Counter("),
    )
    yield violation(
        "C8713",
        PARCELS,
        "no labels",
        ("metrics.py", "ingest_errors.labels(depot=depot).inc()", "ingest_errors.inc()"),
        at=("metrics.py", "ingest_errors.inc()"),
    )
    yield violation(
        "C8713",
        BEACON,
        "two labels",
        ("observability/errors.py", "_errors.labels(step=step)", '_errors.labels(step, "x")'),
        at=("observability/errors.py", '_errors.labels(step, "x").inc()'),
    )


def _records_and_state() -> Iterator[Mutation]:
    yield violation("C8710", LEDGER, "none", ("main.py", LEDGER_RECORD, ""), at=("main.py", "singer.RecordMessage("))
    yield violation(
        "C8710",
        BEACON,
        "None",
        ("main.py", "time_extracted=dt.datetime.now(tz=dt.timezone.utc)", "time_extracted=None"),
        at=("main.py", "singer.write_record("),
    )
    yield violation(
        "C8710",
        PARCELS,
        "in a thread",
        (
            "main.py",
            "singer.RecordMessage(STREAM, value, time_extracted=extracted)",
            "singer.RecordMessage(STREAM, value)",
        ),
        at=("main.py", "singer.write_message(singer.RecordMessage(STREAM, value))"),
    )
    yield violation(
        "C8714",
        LEDGER,
        "naive",
        ("main.py", "datetime.now(timezone.utc)", "datetime.utcnow()"),
        at=("main.py", "time_extracted=datetime.utcnow(),"),
    )
    yield violation(
        "C8714",
        BEACON,
        "a text",
        ("main.py", "dt.datetime.now(tz=dt.timezone.utc)", "dt.datetime.now(tz=dt.timezone.utc).isoformat()"),
        at=("main.py", "singer.write_record("),
    )
    yield violation(
        "C8714",
        LEDGER,
        "once for all",
        ("main.py", "monitor = Monitor()\n", "monitor = Monitor()\nNOW = datetime.now(timezone.utc)\n"),
        ("main.py", "time_extracted=datetime.now(timezone.utc),\n", "time_extracted=NOW,\n"),
        at=("main.py", "time_extracted=NOW,"),
    )
    yield violation(
        "C8801",
        LEDGER,
        "not told",
        ("__init__.py", 'return ["catalog", "discover", "state"]', 'return ["catalog", "discover"]'),
        at=("__init__.py", 'return ["catalog", "discover"]'),
    )
    yield violation(
        "C8801",
        BEACON,
        "never written",
        ("main.py", "            singer.write_state(state)\n", ""),
        at=("__init__.py", 'capabilities = ("state",)'),
    )
    yield violation(
        "C8801",
        PARCELS,
        "never written by the thread",
        ("main.py", "                singer.write_state(self.state)\n", ""),
        at=("__init__.py", "return ['state']"),
    )
    yield violation(
        "C8803",
        LEDGER,
        "a greeting",
        ("main.py", "    monitor.expose()\n", '    print("Ledger")\n    monitor.expose()\n'),
        at=("main.py", 'print("Ledger")'),
    )
    yield violation(
        "C8803",
        PARCELS,
        "words on the stream",
        ("main.py", "    metrics.start()\n", "    metrics.start()\n    sys.stdout.write('starting\\n')\n"),
        ("main.py", "import os\n", "import os\nimport sys\n"),
        at=("main.py", "sys.stdout.write('starting\\n')"),
    )
