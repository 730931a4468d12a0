"""A rule's documentation for reports: the docstring as Markdown and as plain text, without its examples' marks."""

import re
from typing import Optional

from macrometa_conformance.homepage import HOME_PAGE
from macrometa_conformance.rule import Rule

# An example's marked line, and the opening of one of its blocks; `macrometa_conformance.testing` runs them
MARK = re.compile(r"[ \t]*(?:#|//|<!--)?[ \t]*<<<[ \t]*(?:-->)?[ \t]*$")
FENCE = re.compile(r"^(?P<before>.*?)(?P<ticks>`{3,}|~{3,})(?P<language>[\w+-]*)[ \t]*(?P<file>[^`]*)$")
_ACTIONS = ("absent", "rename")  # blocks that hold no text


def rule_url(rule: Rule) -> Optional[str]:
    """Return the web page of a built-in rule; None for a plug-in's and as long as the project has no home page."""
    if not HOME_PAGE or rule.plugin is not None:
        return None
    return f"{HOME_PAGE.rstrip('/')}/docs/rules/{rule.code}.md"


def markdown(rule: Rule) -> str:
    """Return the docstring as Markdown: an example's file name stands above its fence, its marks are taken out."""
    return "\n".join(_lines(rule, fences=True)).strip() or rule.name


def plain(rule: Rule) -> str:
    """Return the docstring as plain text: examples are indented instead of fenced."""
    return "\n".join(_lines(rule, fences=False)).strip() or rule.name


def description(rule: Rule, limit: int = 1024) -> str:
    """Return what the docstring says before its examples, on one line, cut at a word to `limit` characters."""
    text = []
    for line in rule.doc.splitlines():
        if FENCE.match(line) or line.strip().lower().startswith(("bad:", "good:")):
            break
        text.append(line)
    return shortened(" ".join(" ".join(text).split()) or rule.name, limit)


def shortened(text: str, limit: int) -> str:
    """Return the text, cut at a word and marked with `…` where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 2].rsplit(" ", 1)[0] + " …"


def _said(language: str, file: str) -> str:
    """Return what stands above a block: which file it shows, or what becomes of the file."""
    if language == "rename":
        old, _, new = (part.strip() for part in file.partition("->"))
        return f"`{old}` is named `{new}`."
    if language == "absent":
        return f"`{file}` is not there."
    return f"`{file}`:" if file else ""


def _lines(rule: Rule, *, fences: bool) -> list[str]:
    lines: list[str] = []
    fence, shown = "", True
    for line in rule.doc.splitlines():
        opening = FENCE.match(line) if not fence else None
        if opening:
            fence = opening["ticks"]
            said = _said(opening["language"], opening["file"].strip())
            caption = f"{opening['before'].rstrip()} {said}".strip()
            shown = opening["language"] not in _ACTIONS
            lines += [caption, *([""] if shown else [])] if caption else []
            lines += [f"{fence}{opening['language']}"] if fences and shown else []
        elif fence and line.strip().startswith(fence):
            lines += [fence] if fences and shown else []
            fence = ""
        elif fence:
            lines.append(("" if fences else "    ") + MARK.sub("", line))
        else:
            lines.append(line)
    return lines
