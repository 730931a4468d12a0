"""Mutated trees of connectors: none may crash the tool, hold it up or make it report a place that is not there.

`python -m tests.fuzz --trees N --seed S --state FILE` goes on where the state file says that it stopped.
"""
