"""Tests of the code: compile, link, resolve."""
