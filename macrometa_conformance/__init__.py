"""The command-line tool c8-lint and the library it is made of."""

import os

# In a checkout the built-in rules lie beside the package: an installation has them inside it.
_HERE = os.path.dirname(os.path.abspath(__file__))
if not os.path.isfile(os.path.join(_HERE, "rules", "__init__.py")):
    __path__.append(os.path.dirname(_HERE))
