"""Measurements of the whole tool as users run it."""
