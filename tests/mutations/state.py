"""State, and what else goes to standard output: C88."""

from tests.mutations.changes import BEACON, LEDGER, PARCELS, Mutation, violation

MUTATIONS: tuple[Mutation, ...] = (
    # C8801 state-capability-mismatch
    violation(
        "C8801",
        BEACON,
        "not among the capabilities of a nested class",
        ("__init__.py", 'capabilities = ("state",)', 'capabilities = ("discover",)'),
        at=("interface/identity.py", "return list(self.Meta.capabilities)"),
    ),
    violation(
        "C8801",
        PARCELS,
        "none is told",
        ("__init__.py", "return ['state']", "return list()"),
        at=("__init__.py", "return list()"),
    ),
    violation(
        "C8801",
        LEDGER,
        "the messages of state are gone",
        (
            "main.py",
            "                if count % 1000 == 0:\n                    singer.write_message(singer.StateMessage(value=state))\n",
            "",
        ),
        ("main.py", "        singer.write_message(singer.StateMessage(value=state))\n\n\ndef main", "\n\ndef main"),
        at=("__init__.py", '"state"]'),
    ),
    # C8803 stdout-not-messages
    violation(
        "C8803",
        BEACON,
        "the log",
        ("main.py", "    serve()\n", "    logging.basicConfig(stream=sys.stdout, level=logging.INFO)\n    serve()\n"),
        ("main.py", "import logging\n", "import logging\nimport sys\n"),
        at=("main.py", "logging.basicConfig"),
    ),
    violation(
        "C8803",
        PARCELS,
        "a count, from a thread",
        (
            "main.py",
            "            if item is None:\n                break\n",
            "            if item is None:\n                print(self.queue.qsize(), 'left')\n                break\n",
        ),
        at=("main.py", "print(self.queue.qsize()"),
    ),
    violation(
        "C8803",
        LEDGER,
        "an error, in another module",
        (
            "monitoring.py",
            '        """Counts one error."""\n',
            '        """Counts one error."""\n        print(f"error in workflow {self.workflow}")\n',
        ),
        at=("monitoring.py", "print(f"),
    ),
)
