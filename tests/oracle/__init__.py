"""The runtime oracle: connectors are loaded and asked as the real `c8connector` does it, and the linter must agree.

`warm.py` is the process that has the real libraries loaded and serves each connector in a fork of its own, `asking.py`
talks to it, `verdicts.py` compares what was seen with what the rules say. `python -m tests.oracle` asks every connector
that there is and keeps the figures; the tests ask a fixed sample.
"""
