"""A rule's documentation for people, its docstring and what is known besides, as Markdown and as plain text."""

import textwrap
from collections.abc import Iterator
from typing import NamedTuple, Optional, Union

from macrometa_conformance.connector.guidelines import OTHER_SOURCES, demands_on
from macrometa_conformance.docstring import MARK, Block, Example, documentation, excerpt, laid_over
from macrometa_conformance.homepage import HOME_PAGE
from macrometa_conformance.measured import measured_on
from macrometa_conformance.rule import Rule

_LANGUAGES = {"py": "python", "toml": "toml", "md": "markdown", "cfg": "ini", "ini": "ini"}
_WIDTH = 120  # that of the docstrings
_REQUIRE = "Require "  # the first word in the docstring of a precondition


class _Code(NamedTuple):
    """A block of text that stands as it is."""

    language: str
    lines: tuple[str, ...]


class _Part(NamedTuple):
    """A section: its title, empty for what stands before all others, and paragraphs and blocks."""

    title: str
    body: tuple[Union[str, _Code], ...]


def rule_url(rule: Rule) -> Optional[str]:
    """Return the web page of a built-in rule; None for a plug-in's and as long as the project has no home page."""
    if not HOME_PAGE or rule.plugin is not None:
        return None
    return f"{HOME_PAGE.rstrip('/')}/docs/rules/{rule.code}.md"


def markdown(rule: Rule) -> str:
    """Return the documentation as Markdown: a section has a heading of the second level, code its fence."""
    lines: list[str] = []
    for part in _parts(rule):
        lines += [f"## {part.title}", ""] if part.title else []
        for piece in part.body:
            lines += _fenced(piece) if isinstance(piece, _Code) else [piece]
            lines.append("")
    return "\n".join(lines).strip()


def _fenced(code: _Code) -> list[str]:
    fence = "```"
    while any(line.startswith(fence) for line in code.lines):
        fence += "`"
    return [f"{fence}{code.language}", *code.lines, fence]


def plain(rule: Rule) -> str:
    """Return the documentation as plain text: a section has its title and a colon above it, code is indented."""
    lines: list[str] = []
    for part in _parts(rule):
        lines += [f"{part.title}:", ""] if part.title else []
        for piece in part.body:
            lines += [f"    {line}".rstrip() for line in piece.lines] if isinstance(piece, _Code) else _wrapped(piece)
            lines.append("")
    return "\n".join(lines).strip()


def _wrapped(text: str) -> list[str]:
    """Return the lines of a text, those that are too long for a terminal broken."""
    lines: list[str] = []
    for line in text.splitlines():
        indent = "  " if line.startswith("- ") else ""
        fits = len(line) <= _WIDTH
        lines += [line] if fits else textwrap.wrap(line, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)
    return lines


def description(rule: Rule, limit: int = 1024) -> str:
    """Return what the docstring says before its sections and examples, on one line, cut to `limit` characters."""
    read = documentation(rule.doc)
    text = " ".join([read.summary, *read.prose]).split()
    return shortened(" ".join(text) or rule.name, limit)


def shortened(text: str, limit: int) -> str:
    """Return the text, cut at a word and marked with `…` where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 2].rsplit(" ", 1)[0] + " …"


def _parts(rule: Rule) -> Iterator[_Part]:
    read = documentation(rule.doc)
    yield _Part("", tuple(text for text in (read.summary or rule.name, "\n".join(read.prose).strip()) if text))
    yield _Part("Demand", (_source(rule), *_demands(rule)))
    yield from _texts("Why", read.section("Why"))
    for title, bad in (("Bad", True), ("Good", False)):
        body: list[Union[str, _Code]] = []
        for example in read.examples:
            if example.bad is bad:
                body += ["Or:"] if body else []
                body += _example(example, rule)
        yield from [_Part(title, tuple(body))] if body else []
    yield from _texts("When it is silent or undecided", read.section("Silent"), _required(rule))
    yield from _texts("How to fix", read.section("Fix"))
    yield from _texts("Options", _options(rule))
    yield from _texts("Measured", measured_on(rule.code))


def _texts(title: str, *texts: str) -> Iterator[_Part]:
    told = tuple(text for text in texts if text)
    if told:
        yield _Part(title, told)


def _source(rule: Rule) -> str:
    if rule.source in OTHER_SOURCES:
        return f"It comes from {OTHER_SOURCES[rule.source]}."
    kind = "the guidelines" if demands_on(rule.code) else "the source"
    return f"It comes from {kind}, “{rule.source}”."


def _demands(rule: Rule) -> tuple[str, ...]:
    told = demands_on(rule.code)
    lines = [f"- “{title}”, sentence {place}: {sentence.words}" for title, place, sentence in told]
    head = (
        "The guidelines say, in other words:" if rule.source not in OTHER_SOURCES else "It serves the guidelines too:"
    )
    return (head, "\n".join(lines)) if lines else ()


def _required(rule: Rule) -> str:
    """Return what the preconditions of a rule require, as far as their docstrings begin with that word."""
    docs = [" ".join((needed.__doc__ or "").split("\n\n")[0].split()) for needed in rule.requires]
    told = [doc[len(_REQUIRE) :].rstrip(".") for doc in docs if doc.startswith(_REQUIRE)]
    return f"Nothing is judged without {', and without '.join(told)}." if told else ""


def _options(rule: Rule) -> str:
    own = " and ".join(f"`{option}`" for option in rule.options)
    usual = "`ignore`, `per-file-ignores` and `severity` hold for it as for every rule."
    opt_in = f"It is opt-in: select it by its code or name, for example with `--extend-select {rule.code}`."
    return " ".join(
        text for text in (f"The setting {own} is its own." if own else "", opt_in if rule.opt_in else "", usual) if text
    )


def _example(example: Example, rule: Rule) -> Iterator[Union[str, _Code]]:
    """Yield an example's prose and blocks: each says which file it shows, and an arrow points at what is found."""
    try:
        before = {id(block): files for block, files, _ in laid_over(example, rule)}
    except AssertionError:  # an example that does not fit is shown as it is written
        before = {}
    for part in example.parts:
        if isinstance(part, str):
            if part.strip():
                yield part.strip()
            continue
        caption = _caption(part)
        if caption:
            yield caption
        if part.language not in ("absent", "rename"):
            yield _code(part, before.get(id(part), {}).get(part.path), rule.code)
    if example.also:
        yield f"{' and '.join(example.also)} {'speak' if len(example.also) > 1 else 'speaks'} too."


def _caption(block: Block) -> str:
    if block.language == "rename":
        old, _, new = (part.strip() for part in block.path.partition("->"))
        return f"`{old}` is named `{new}`."
    if block.language == "absent":
        return f"`{block.path}` is not there."
    return f"`{block.path}`:" if block.path else ""


def _code(block: Block, before: Optional[str], code: str) -> _Code:
    language, lines = block.language, block.lines
    if language == "diff" and before is not None:
        shown = excerpt(block, before)
        lines = shown.lines
        if not shown.changed:
            language = _LANGUAGES.get(block.path.rpartition(".")[2], "text")
    return _Code(language, tuple(MARK.sub(f"  <-- {code}", line) for line in lines))
