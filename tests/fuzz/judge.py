"""What must hold of every run on every tree."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from tests.fuzz.bases import Tree
from tests.fuzz.warm import Ended

FORMATS = ("json", "sarif", "text", "concise", "github", "gitlab", "junit", "markdown")
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_CODING = re.compile(rb"coding[:=][ \t]*([-\w.]+)")
_KEYS = ("line", "column", "end_line", "end_column")
_SARIF_KEYS = ("startLine", "startColumn", "endLine", "endColumn")
Span = tuple[int, int, int, int]


def faults(tree: Tree, ended: Ended, written: Mapping[str, bytes], formats: Sequence[str] = FORMATS) -> list[str]:
    """Return what is wrong with a run: how it ended, what it wrote (by format and stream), and where that points."""
    found = []
    said = written.get("stderr", b"").decode("utf-8", "replace")
    if ended.code is None:
        found.append(f"no end after {ended.seconds:.0f} seconds")
    elif ended.code < 0:
        found.append(f"killed by signal {-ended.code}")
    elif ended.code not in (0, 1, 2):
        found.append(f"exit code {ended.code}: {said[-600:]}")
    if "Traceback" in said:
        found.append(f"a traceback: {said[-600:]}")
    if ended.code in (0, 1) or (ended.code == 3 and "json" in written):
        lines = _Lines(tree)
        for form in formats:
            try:
                found += [f"{form}: {fault}" for fault in _CHECKS[form](lines, written[form].decode("utf-8"))]
            except (KeyError, ValueError, ElementTree.ParseError) as error:
                found.append(f"{form}: {type(error).__name__}: {error}")
    return found


class _Lines:
    """The lines of a tree's files, as the formats count them; each file is split once."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._readings: dict[str, list[list[str]]] = {}

    def readings(self, path: str) -> list[list[str]]:
        """Return what a file may be read as: as UTF-8, without its mark, as a coding line says."""
        if path not in self._readings:
            data = self.tree[path]
            texts = [data.decode("utf-8", "replace"), data.decode("utf-8-sig", "replace")]
            declared = _CODING.search(b"\n".join(re.split(rb"\r\n|\r|\n", data[:1000])[:2]))
            if declared and path.endswith(".py"):
                with suppress(LookupError, ValueError):
                    texts.append(data.decode(declared.group(1).decode("ascii", "replace")))
            self._readings[path] = [_LINE_END.split(text) for text in dict.fromkeys(texts)]
        return self._readings[path]

    def outside(self, path: str, span: "tuple[int, ...]", *, as_host: bool) -> Iterator[str]:
        """Yield what is wrong with a region; a host reads each file as UTF-8 and keeps its mark."""
        if path not in self.tree:
            yield f"a region in `{path}`, which is no file"
        elif not any(_holds(lines, span) for lines in self.readings(path)[: 1 if as_host else None]):
            yield f"the region {span} lies outside `{path}`"


def _json(tree: _Lines, text: str) -> Iterator[str]:
    report = json.loads(text)
    for place in _objects(report):
        if place.get("line") is not None:
            span = tuple(place[key] for key in _KEYS)
            yield from tree.outside(place["path"], span, as_host=False)
    for crash in report["summary"]["crashed"]:
        yield f"{crash['code']} crashed: {crash['message']}"


def _sarif(tree: _Lines, text: str) -> Iterator[str]:
    for place in _objects(json.loads(text)):
        if "artifactLocation" in place and "region" in place:
            path = unquote(place["artifactLocation"]["uri"], errors="surrogateescape")
            span = tuple(place["region"][key] for key in _SARIF_KEYS)
            yield from tree.outside(path, span, as_host=True)


def _holds(lines: list[str], span: "tuple[int, ...]") -> bool:
    line, column, end_line, end_column = span
    if not (1 <= line <= end_line <= len(lines)) or (line, column) > (end_line, end_column):
        return False
    return 1 <= column <= len(lines[line - 1]) + 1 and 1 <= end_column <= len(lines[end_line - 1]) + 1


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(part)


def _plain(tree: _Lines, text: str) -> Iterator[str]:
    """Yield the characters that could steer a terminal or the reader of a log."""
    hidden = _CONTROL.search(text)
    if hidden:
        yield f"the character {hidden.group()!r} in {text[max(0, hidden.start() - 40) : hidden.end()]!r}"


def _commands(tree: _Lines, text: str) -> Iterator[str]:
    """Yield the lines that are no workflow command that the tool writes."""
    yield from _plain(tree, text)
    for line in text.split("\n"):
        if line.startswith("::") and not re.match(r"::(error|warning|notice) (file|title)=", line):
            yield f"the command `{line[:80]}`"


def _lists(tree: _Lines, text: str) -> Iterator[str]:
    if not isinstance(json.loads(text), list):
        yield "no list"


def _xml(tree: _Lines, text: str) -> Iterator[str]:
    ElementTree.fromstring(text)
    yield from ()


_CHECKS = {
    "json": _json, "sarif": _sarif, "text": _plain, "concise": _plain, "github": _commands, "gitlab": _lists,
    "junit": _xml, "markdown": _plain,
}  # fmt: skip
