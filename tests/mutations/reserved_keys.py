"""Keys that a collection reserves, in samples and schemas of sources: C86."""

from tests.mutations.changes import BEACON, LEDGER, NOTICE, PARCELS, Mutation, violation

NOTICE_KEYS = "    def reserved_keys(self):\n        return []\n"
LEDGER_KEYS = '        """List of reserved keys for the connector."""\n        return []\n'
PARCELS_KEYS = "    def reserved_keys(self) -> List[str]:\n        return []\n"
LEDGER_LOOP = '            while candidate in result:\n                candidate = candidate + "_"\n'
BEACON_NAMES = "    names = {name: free_name(name, record) for name in (RESERVED - kept) & record.keys()}\n"
BEACON_RENAMED = "    return {names.get(name, name): value for name, value in record.items()}\n"
PARCELS_UNIQUE = "    while True:\n        key += '_'\n        if key not in record:\n            return key\n"
PARCELS_RENAME = (
    "    return {(_unique(key, record) if key in reserved else key): value for key, value in record.items()}\n"
)

MUTATIONS: tuple[Mutation, ...] = (
    # C8601 reserved-keys-not-a-list
    violation(
        "C8601",
        NOTICE,
        "a tuple",
        ("__init__.py", NOTICE_KEYS, "    def reserved_keys(self):\n        return ()\n"),
        at=("__init__.py", "return ()"),
    ),
    violation(
        "C8601",
        NOTICE,
        "numbers in the list",
        ("__init__.py", NOTICE_KEYS, "    def reserved_keys(self):\n        return [1, 2]\n"),
        at=("__init__.py", "return [1, 2]"),
    ),
    violation(
        "C8601",
        NOTICE,
        "a text of another module",
        ("__init__.py", NOTICE_KEYS, "    def reserved_keys(self):\n        return KEYS\n"),
        ("version.py", '__version__ = "0.9.0"\n', '__version__ = "0.9.0"\nKEYS = "_key"\n'),
        ("__init__.py", "import __version__", "import KEYS, __version__"),
        at=("__init__.py", "return KEYS"),
    ),
    # C8602 source-reserved-keys
    violation(
        "C8602",
        LEDGER,
        "in one branch",
        ("__init__.py", LEDGER_KEYS, '        if MAX_SAMPLES > 5:\n            return ["_key"]\n        return []\n'),
        at=("__init__.py", 'return ["_key"]'),
    ),
    violation(
        "C8602",
        PARCELS,
        "appended",
        (
            "__init__.py",
            PARCELS_KEYS,
            "    def reserved_keys(self) -> List[str]:\n        keys = []\n        keys.append('_key')\n        return keys\n",
        ),
        at=("__init__.py", "return keys"),
    ),
    # C8604 dynamic-reserved-keys
    violation(
        "C8604",
        NOTICE,
        "from the environment",
        ("__init__.py", NOTICE_KEYS, '    def reserved_keys(self):\n        return os.environ["KEYS"].split(",")\n'),
        ("__init__.py", "from c8connector import C8Connector", "import os\n\nfrom c8connector import C8Connector"),
        at=("__init__.py", "os.environ"),
    ),
    violation(
        "C8604",
        NOTICE,
        "from a file",
        (
            "__init__.py",
            NOTICE_KEYS,
            '    def reserved_keys(self):\n        with open("keys.txt") as file:\n            return file.read().splitlines()\n',
        ),
        at=("__init__.py", "return file.read()"),
    ),
    violation(
        "C8604",
        NOTICE,
        "from what is installed",
        (
            "__init__.py",
            NOTICE_KEYS,
            "    def reserved_keys(self):\n        return [point.name for point in entry_points()]\n",
        ),
        (
            "__init__.py",
            "from c8connector import C8Connector",
            "from importlib.metadata import entry_points\n\nfrom c8connector import C8Connector",
        ),
        at=("__init__.py", "in entry_points()"),
    ),
    # C8605 source-keys-not-renamed
    violation(
        "C8605",
        PARCELS,
        "only in schemas",
        (
            "__init__.py",
            "        data = [rename_keys(scan, reserved) for scan in self._some(integration)]\n        return [Sample(",
            "        data = list(self._some(integration))\n        return [Sample(",
        ),
        (
            "__init__.py",
            "        reserved = [key for key in RESERVED if not (key == '_key' and primary_key == key)]\n",
            "",
        ),
        ("__init__.py", "        primary_key = integration['primary_key']\n", ""),
        at=("__init__.py", "def samples"),
    ),
    violation(
        "C8605",
        BEACON,
        "a suffix without an underscore",
        ("keys.py", 'longer = f"{name}_"', 'longer = f"{name}2"'),
        at=("interface/sampling.py", "def samples"),
        and_at=("interface/sampling.py", "def schemas"),
    ),
    violation(
        "C8605",
        LEDGER,
        "one of the three is forgotten",
        ("reserved.py", '["_key", "_id", "_rev"]', '["_key", "_rev"]'),
        at=("__init__.py", "def samples"),
        and_at=("__init__.py", "def schemas"),
    ),
    # C8606 rename-may-collide
    violation(
        "C8606",
        LEDGER,
        "tried once",
        (
            "reserved.py",
            LEDGER_LOOP,
            '            candidate = key + "_"\n            if candidate in result:\n                candidate = candidate + "_"\n',
        ),
        at=("reserved.py", "result[candidate] = result.pop(key)"),
    ),
    violation(
        "C8606",
        BEACON,
        "a dict of names",
        ("keys.py", BEACON_NAMES, '    names = {name: name + "_" for name in (RESERVED - kept) & record.keys()}\n'),
        at=("keys.py", 'name + "_"'),
    ),
    violation(
        "C8606",
        PARCELS,
        "a fixed table",
        (
            "utils.py",
            PARCELS_RENAME,
            "    renames = {'_key': '_key_', '_id': '_id_', '_rev': '_rev_'}\n    return {(renames[key] if key in reserved else key): value for key, value in record.items()}\n",
        ),
        at=("utils.py", "renames[key] if"),
    ),
    # C8608 rename-drops-falsy
    violation(
        "C8608",
        LEDGER,
        "a value taken out by walrus",
        ("reserved.py", "        if key in result:\n", "        if value := result.get(key):\n"),
        (
            "reserved.py",
            "result[candidate] = result.pop(key)",
            "result[candidate] = value\n            del result[key]",
        ),
        at=("reserved.py", "if value := result.get(key)"),
    ),
    violation(
        "C8608",
        PARCELS,
        "only what holds something",
        (
            "utils.py",
            PARCELS_RENAME,
            "    renamed = {}\n    for key, value in record.items():\n        if key in reserved:\n            if value:\n                renamed[_unique(key, record)] = value\n        else:\n            renamed[key] = value\n    return renamed\n",
        ),
        at=("utils.py", "            if value:"),
    ),
    violation(
        "C8608",
        PARCELS,
        "a condition of the comprehension",
        ("utils.py", "for key, value in record.items()}", "for key, value in record.items() if value}"),
        at=("utils.py", "if value}"),
    ),
    # C8609 primary-key-renamed
    violation(
        "C8609",
        LEDGER,
        "another key is spared",
        ("reserved.py", 'if key == "_key" and key in primary_keys:', 'if key == "_id" and key in primary_keys:'),
        at=("reserved.py", "result[candidate] = result.pop(key)"),
    ),
    violation(
        "C8609",
        PARCELS,
        "neither caller spares it",
        (
            "__init__.py",
            "        reserved = [key for key in RESERVED if not (key == '_key' and primary_key == key)]\n",
            "        reserved = list(RESERVED)\n",
        ),
        ("__init__.py", "        primary_key = integration['primary_key']\n", ""),
        ("__init__.py", "        if integration['primary_key'] == '_key':\n            reserved.remove('_key')\n", ""),
        at=("utils.py", "_unique(key, record) if key"),
    ),
)
