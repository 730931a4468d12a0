"""The command-line tool c8-lint and the library it is made of."""
