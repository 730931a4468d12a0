"""TOML text read into values and the positions of keys and values.

Values come from `tomli`; positions from the concrete tree of `tree-sitter`, walked once, on the first question.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, Optional, Union

import tomli

from macrometa_conformance.finding import Region

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

KeyPath = tuple[Union[str, int], ...]

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


class TomlError(Exception):
    """The text is no TOML: why, and the 1-based line and column (code points) at which it stops being so."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class TomlDocument:
    """A TOML text: its values, and where each of them stands."""

    def __init__(self, text: str, values: dict[str, Any]) -> None:
        self.text = text
        self.values = values

    def region(self, path: KeyPath) -> Optional[Region]:
        """Return the region of the value at a key path, an array's element by its index.

        For a table it is its header, for one that only dotted keys or longer headers make, the first key that does.
        None where there is no such value (or, very rarely, where the tree could not follow the text).
        """
        return self._index[0].get(path)

    def key_region(self, path: KeyPath) -> Optional[Region]:
        """Return the region of the last key of a key path, where it first stands; None for an array's element."""
        return self._index[1].get(path)

    @cached_property
    def _index(self) -> tuple[dict[KeyPath, Region], dict[KeyPath, Region]]:
        return _Indexer(self.text).run()


def read_toml(text: str) -> TomlDocument:
    """Return the values and positions of a TOML text; a byte-order mark is skipped. Raises TomlError."""
    text = text[1:] if text.startswith("\ufeff") else text
    try:
        values = tomli.loads(text)
    except RecursionError:
        raise TomlError("arrays or inline tables are nested too deeply", 1, 1) from None
    except ValueError as error:
        message = str(error)
        found = _WHERE.search(message)
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
        if found:
            message = message[: found.start()]
            if found.group(1):
                line, column = int(found.group(1)), int(found.group(2))
        else:  # a number with more digits than Python converts: the message has no position
            line, column = 1, 1
        raise TomlError(message, line, column) from None
    return TomlDocument(text, values)


def concrete_tree(source: bytes) -> "Tree":
    """Return the concrete tree of a TOML text in UTF-8, with its comments and with byte positions."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_toml.language())).parse(source)


class _Indexer:
    """One walk over a concrete tree. It keeps a stack of its own: hostile texts nest deeply."""

    def __init__(self, text: str) -> None:
        self._source = text.encode("utf-8", "surrogatepass")
        self._lines = self._source.split(b"\n")
        self._values: dict[KeyPath, Region] = {}
        self._keys: dict[KeyPath, Region] = {}
        self._last: dict[KeyPath, int] = {}  # the newest element of each array of tables
        self._implicit: set[KeyPath] = set()
        self._inner: dict[int, list[int]] = {}

    def run(self) -> tuple[dict[KeyPath, Region], dict[KeyPath, Region]]:
        for node in concrete_tree(self._source).root_node.named_children:
            if node.type == "pair":
                self._visit(node, ())
            elif node.type in {"table", "table_array_element"}:
                self._visit_table(node)
        return self._values, self._keys

    def _visit_table(self, table: "Node") -> None:
        children = table.named_children
        header = next((child for child in children if child.type.endswith("_key")), None)
        if header is None:
            return
        path: KeyPath = ()
        keys = self._key_nodes(header)
        for position, key in enumerate(keys):
            path = (*path, self._key_text(key))
            self._keys.setdefault(path, self._region(key))
            if position < len(keys) - 1:
                self._add_implicit(path, key)
                if path in self._last:
                    path = (*path, self._last[path])
        if table.type == "table_array_element":
            self._add_implicit(path, header)
            self._last[path] = self._last.get(path, -1) + 1
            path = (*path, self._last[path])
        bracket = next((child for child in table.children if child.type in {"]", "]]"}), header)
        self._add(path, self._span(table.start_point, bracket.end_point))
        for child in children:
            if child.type == "pair":
                self._visit(child, path)

    def _visit(self, pair: "Node", prefix: KeyPath) -> None:
        """Note a pair and all that its value holds."""
        stack: list[tuple[Node, KeyPath]] = [(pair, prefix)]
        while stack:
            node, path = stack.pop()
            children = [child for child in node.named_children if child.type != "comment"]
            if node.type == "array":
                stack.extend((child, (*path, index)) for index, child in enumerate(children))
            elif node.type == "inline_table":
                stack.extend((child, path) for child in reversed(children) if child.type == "pair")
            if node.type != "pair":
                self._add(path, self._region(node))
            elif len(children) == 2:
                keys = self._key_nodes(children[0])
                for position, key in enumerate(keys):
                    path = (*path, self._key_text(key))
                    self._keys.setdefault(path, self._region(key))
                    if position < len(keys) - 1:
                        self._add_implicit(path, key)
                stack.append((children[1], path))

    def _add(self, path: KeyPath, region: Region) -> None:
        if path not in self._values or path in self._implicit:
            self._values[path] = region
            self._implicit.discard(path)

    def _add_implicit(self, path: KeyPath, node: "Node") -> None:
        if path not in self._values:
            self._values[path] = self._region(node)
            self._implicit.add(path)

    def _key_nodes(self, key: "Node") -> list["Node"]:
        """Return the parts of a key in order; a dotted key nests to the left, one level for each dot."""
        parts: list[Node] = []
        while key.type == "dotted_key":
            children = key.named_children
            parts.extend(reversed(children[1:]))
            key = children[0]
        return [key, *reversed(parts)]

    def _key_text(self, key: "Node") -> str:
        text = self._source[key.start_byte : key.end_byte].decode("utf-8", "surrogatepass")
        if key.type != "quoted_key":
            return text
        try:
            return next(iter(tomli.loads(f"{text} = 0")))
        except ValueError:
            return text

    def _region(self, node: "Node") -> Region:
        return self._span(node.start_point, node.end_point)

    def _span(self, start: tuple[int, int], end: tuple[int, int]) -> Region:
        return Region(*self._point(start), *self._point(end))

    def _point(self, point: tuple[int, int]) -> Iterator[int]:
        row, column = point
        yield row + 1
        yield column + 1 - bisect_left(self._continuations(row), column)

    def _continuations(self, row: int) -> list[int]:
        """Return the columns, in bytes, of those bytes of a line that begin no character."""
        if row not in self._inner:
            line = self._lines[row]
            self._inner[row] = [] if line.isascii() else [at for at, byte in enumerate(line) if byte & 0xC0 == 0x80]
        return self._inner[row]
