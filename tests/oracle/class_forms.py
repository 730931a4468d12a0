"""Unusual forms of a whole connector class: where its methods come from, who changes it, and how values are made.

They stand in `class_forms.txt` and, for what methods return, in `method_forms.txt`: after `== TITLE` the class of a
small connector and what is around it, after `-- NAME` another module of its package. `<all>` stands for its eleven
methods, `<name, type>` for those two, `<all but name>` for the others; each `<` more indents them by four columns.
`<imports>` is what the package's `__init__.py` imports.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from macrometa_conformance.testing import PROJECTS

_FILES = PROJECTS["source"]
_INIT = "macrometa_source_demo/__init__.py"
_MODULES = "import abc, contextlib, dataclasses, enum, functools, os, sys, types, typing\n"
_BEFORE, _, _CLASS = _FILES[_INIT].partition("class DemoSource(C8Connector):\n")
_BODY, _, _SCHEMA = _CLASS.partition("\n\ndef schema_of(")
_METHODS = {
    text.partition("(")[0]: f"    def {text.rstrip()}\n"
    for text in re.split(r"^    def ", _BODY, flags=re.MULTILINE)[1:]
}
_MATCH = re.compile(r"^ *match .*:$", re.MULTILINE)
_PLACEHOLDER = re.compile(rf"(<+)((?:all|{'|'.join(_METHODS)})\b[^<>]*)>+")


def class_forms() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield what is special, and the files of a connector with it; none that the running Python cannot run."""
    here = Path(__file__).parent
    text = "".join((here / name).read_text(encoding="utf-8") for name in ("class_forms.txt", "method_forms.txt"))
    for form in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        init, *modules = re.split(r"^-- ", form, flags=re.MULTILINE)
        title, _, written = init.partition("\n")
        if sys.version_info < (3, 10) and _MATCH.search(form):
            continue
        files = {**_FILES, _INIT: f"{_BEFORE}{_MODULES}\n\n{_filled(written)}\n\ndef schema_of({_SCHEMA}"}
        for module in modules:
            name, _, written = module.partition("\n")
            files[f"macrometa_source_demo/{name}.py"] = _filled(written)
        yield title, {path: one.encode() for path, one in files.items()}


def _filled(text: str) -> str:
    imports = f"{_BEFORE}{_MODULES}\n\ndef schema_of({_SCHEMA}"
    return _PLACEHOLDER.sub(lambda found: _methods(found[2], len(found[1]) - 1), text).replace("<imports>\n", imports)


def _methods(words: str, depth: int) -> str:
    kept, _, left_out = words.partition(" but ")
    names = [*_METHODS] if kept == "all" else kept.split(", ")
    chosen = "\n".join(_METHODS[name] for name in names if name not in left_out.split(", "))
    return re.sub(r"^(?=.)", "    " * depth, chosen, flags=re.MULTILINE)
