"""Small connectors that obey every guideline: what the examples in the rules' documentation are laid over.

Each is a dict from paths to texts; the texts are real connectors, that run.
"""

LICENSE = "Copyright 2024 The authors of Demo\n\nLicensed under the Apache License, Version 2.0.\n"

SETUP_CFG = """\
[tool:pytest]
testpaths = tests
"""
