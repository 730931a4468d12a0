"""Tests of the GitHub Action and of the workflows."""
