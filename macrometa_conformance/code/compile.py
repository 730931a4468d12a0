"""Python source → `ModuleFacts`, plain data: all that later steps see of a module. Nothing else sees a syntax tree.

What the running Python can read, its own parser reads, in a tenth of the time that LibCST takes. LibCST reads the rest:
the grammar of other versions, and what none accepts, so that the outcome hangs on the text and not on the interpreter.
"""

from typing import Union

from macrometa_conformance.code import from_ast
from macrometa_conformance.code.facts import Failure, ModuleFacts
from macrometa_conformance.code.sizes import is_small
from macrometa_conformance.large_stack import with_large_stack


def compile_source(source: str) -> Union[ModuleFacts, Failure]:
    """Return the facts of Python source text, or why there are none.

    Line ends and columns are those of the text given (1-based, code points). Nothing is raised for any text.
    """
    try:
        return with_large_stack(lambda: _compile(source))
    except MemoryError as error:
        return Failure(f"the file cannot be analysed: {error}", 1, 1, True)
    except BaseException as error:  # the native parser's panics are no `Exception`
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return Failure(f"the analysis of the file failed: {type(error).__name__}: {error}", 1, 1, True)


def compile_module(data: bytes) -> Union[ModuleFacts, Failure]:
    """Return the facts of a source file's bytes: byte-order mark and coding line are obeyed as Python does."""
    from macrometa_conformance.project.text import UndecodableText, decode_python

    try:
        source = decode_python(data)
    except UndecodableText as error:
        return Failure(str(error), error.line, error.column, False)
    return compile_source(source)


def _compile(source: str) -> Union[ModuleFacts, Failure]:
    small = is_small(source)
    found = from_ast.facts_of(source) if small else None
    if found is not None:
        return found
    from macrometa_conformance.code.scan import too_complex  # few files need it

    found = too_complex(source)
    if found is None and not small:
        found = from_ast.facts_of(source)
    if found is not None:
        return found
    from macrometa_conformance.code import from_cst

    return from_cst.facts_of(source)
