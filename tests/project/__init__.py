"""Tests of what is read of a project besides its code."""
