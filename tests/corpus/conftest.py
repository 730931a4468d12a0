"""Keeps pytest out of the connectors that were fetched: they bring tests of their own."""

collect_ignore = ["sdists"]
