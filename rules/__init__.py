"""The built-in rules: one module a family, one function a rule, in the order of their codes."""
