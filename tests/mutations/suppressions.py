"""Suppressions that accept nothing or say nothing that is meant, C8002 and C8003, and those that do accept."""

from tests.mutations.changes import BEACON, COURIER, CRATE, LEDGER, SHELF, Mutation, rewrite, violation

GUIDE = "/GETTING_STARTED.md"
LEDGER_SERVER = "        start_http_server(8000, registry=self.registry)\n"
SHELF_SERVER = "    start_http_server(8001)\n"
COURIER_CLIENT = "  'prometheus_client == 0.16.0',\n"
CRATE_CLIENT = "    prometheus-client==0.16.0\n"

MUTATIONS: tuple[Mutation, ...] = (
    # C8002 unused-suppression
    violation(
        "C8002",
        LEDGER,
        "left over at the end of a line",
        ("monitoring.py", LEDGER_SERVER, f"{LEDGER_SERVER[:-1]}  # c8-lint: ignore[C8702] the port is mapped\n"),
        at=("monitoring.py", "ignore[C8702]"),
    ),
    violation(
        "C8002",
        SHELF,
        "by name, on a line of its own",
        ("main.py", SHELF_SERVER, f"    # c8-lint: ignore[wrong-metrics-port]\n{SHELF_SERVER}"),
        at=("main.py", "ignore["),
    ),
    violation(
        "C8002",
        SHELF,
        "on another statement than the finding",
        ("main.py", SHELF_SERVER, "    start_http_server(9100)\n"),
        (
            "main.py",
            "    connection = sqlite3.connect(args",
            "    # c8-lint: ignore[C8702]\n    connection = sqlite3.connect(args",
        ),
        also=("C8702",),
        at=("main.py", "ignore["),
    ),
    violation(
        "C8002",
        COURIER,
        "on an element of an array",
        ("/pyproject.toml", COURIER_CLIENT, f"{COURIER_CLIENT[:-1]}  # c8-lint: ignore[C8301]\n"),
        at=("/pyproject.toml", "ignore["),
    ),
    violation(
        "C8002",
        CRATE,
        "above an option of setup.cfg",
        ("/setup.cfg", "install_requires =\n", "# c8-lint: ignore[C8301] pinned by the platform\ninstall_requires =\n"),
        at=("/setup.cfg", "ignore["),
    ),
    violation(
        "C8002",
        LEDGER,
        "in the user's guide",
        (GUIDE, "## Limitations\n", "<!-- c8-lint: ignore[C8402] an example -->\n\n## Limitations\n"),
        at=(GUIDE, "ignore["),
    ),
    violation(
        "C8002",
        BEACON,
        "of a whole file that is fine",
        ("__init__.py", "", "\n# c8-lint: ignore-file[C8202]\n"),
        at=("__init__.py", "ignore-file["),
    ),
    # C8003 unknown-suppression
    violation(
        "C8003",
        LEDGER,
        "a code that no rule has",
        ("monitoring.py", LEDGER_SERVER, f"{LEDGER_SERVER[:-1]}  # c8-lint: ignore[C8799]\n"),
        at=("monitoring.py", "C8799"),
    ),
    violation(
        "C8003",
        COURIER,
        "a name spelt wrongly",
        ("constants.py", "METRICS_PORT = 8001\n", "METRICS_PORT = 8001  # c8-lint: ignore[wrong-metric-port]\n"),
        at=("constants.py", "ignore["),
    ),
    violation(
        "C8003",
        CRATE,
        "a family",
        ("/setup.cfg", "[options]\n", "# c8-lint: ignore-file[C83] the platform pins\n[options]\n"),
        at=("/setup.cfg", "ignore-file["),
    ),
    violation(
        "C8003",
        SHELF,
        "everything",
        ("main.py", SHELF_SERVER, "    # c8-lint: ignore\n    start_http_server(9100)\n"),
        also=("C8702",),
        at=("main.py", "c8-lint: ignore"),
    ),
    violation(
        "C8003",
        BEACON,
        "another word",
        (GUIDE, "", "\n<!-- c8-lint: disable[C8402] -->\n"),
        at=(GUIDE, "disable["),
    ),
)
REWRITES: tuple[Mutation, ...] = (
    rewrite(
        LEDGER,
        "a suppressed finding in a call over lines",
        (
            "monitoring.py",
            LEDGER_SERVER,
            "        start_http_server(  # c8-lint: ignore[C8702] mapped\n"
            "            9100, registry=self.registry\n"
            "        )\n",
        ),
    ),
    rewrite(
        SHELF,
        "a suppressed finding below",
        (
            "main.py",
            SHELF_SERVER,
            "    # c8-lint: ignore[wrong-metrics-port] mapped\n\n    # by the platform\n    start_http_server(9100)\n",
        ),
    ),
    rewrite(
        COURIER,
        "a suppressed element of an array",
        ("/pyproject.toml", COURIER_CLIENT, "  # c8-lint: ignore[C8301]\n  'prometheus_client',\n"),
    ),
    rewrite(
        CRATE,
        "a suppressed requirement in setup.cfg",
        ("/setup.cfg", CRATE_CLIENT, "    prometheus-client  # c8-lint: ignore[C8301] the platform pins it\n"),
    ),
    rewrite(
        LEDGER,
        "a suppressed placeholder",
        (GUIDE, "# Ledger source", "<!-- c8-lint: ignore[template-leftover] braces are real -->\n# {connector} source"),
    ),
    rewrite(
        LEDGER,
        "talk about the tool",
        ("monitoring.py", LEDGER_SERVER, f"        # c8-lint: wants 8000 here; see c8-lint: ignore\n{LEDGER_SERVER}"),
        ("monitoring.py", "Starts the server", "# c8-lint: ignore[C8799] Starts the server"),
        (GUIDE, "", "\n```\n<!-- c8-lint: ignore[C8799] -->\n```\n"),
    ),
)
