"""Tests of comments that speak to the tool."""
