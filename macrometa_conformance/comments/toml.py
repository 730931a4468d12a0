"""Comments in TOML, which belong to a key with its value, the header of a table, or an element of an array."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.comments.comment import MARK, Comment, Elements, Lines, on_one_line
from macrometa_conformance.project.positions import concrete_tree

if TYPE_CHECKING:
    from tree_sitter import Node

_TABLES = ("table", "table_array_element")


def comments_of(text: str) -> Iterator[Comment]:
    """Yield the comments with the mark, those of a text that is no TOML as far as its tree goes."""
    source = text.encode("utf-8", "surrogatepass")
    lines = source.split(b"\n")
    nodes = list(_nodes(concrete_tree(source).root_node))
    entries = Elements(sorted(_lines(node) for node in nodes if _is_entry(node)))
    for node in nodes:
        if node.type != "comment":
            continue
        row, column = node.start_point
        before = lines[row][:column].decode("utf-8", "surrogatepass")
        value = source[node.start_byte : node.end_byte].decode("utf-8", "surrogatepass").rstrip("\r")
        if MARK in value:
            elements: list[Optional[Lines]] = [*_in_array(node)]
            elements = elements or [_entry(row + 1, entries, alone=not before.strip())]
            yield on_one_line(value, row + 1, len(before) + 1, elements)


def _nodes(root: "Node") -> Iterator["Node"]:
    """Yield all named nodes; hostile texts nest deeply."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.named_children))


def _is_entry(node: "Node") -> bool:
    """Return whether a node is the header of a table, or a key with its value in no inline table."""
    parent = node.parent
    return node.type in _TABLES or (node.type == "pair" and (parent is None or parent.type != "inline_table"))


def _lines(node: "Node") -> Lines:
    """Return the lines of a node, those of its header for a table, those without the comment for a pair."""
    if node.type in _TABLES:
        return node.start_point[0] + 1, node.start_point[0] + 1
    last = next((child for child in reversed(node.named_children) if child.type != "comment"), node)
    return node.start_point[0] + 1, last.end_point[0] + 1


def _entry(line: int, entries: Elements, *, alone: bool) -> Optional[Lines]:
    """Return the key, or the header, on a comment's line, else the next below it."""
    at = entries.at(line)
    if at or not alone:
        return at or (line, line)
    return entries.below(line)


def _in_array(comment: "Node") -> list[Lines]:
    """Return the elements of an array that a comment in it stands on, else the next one; empty where there is none."""
    array = comment.parent
    if array is None or array.type != "array":
        return []
    row = comment.start_point[0]
    elements = [child for child in array.named_children if child.type != "comment"]
    on = [child for child in elements if child.start_byte < comment.start_byte and child.end_point[0] == row]
    if on:
        return [_lines(child) for child in on]
    if array.start_point[0] == row:  # it stands behind the bracket
        return []
    return [_lines(child) for child in elements if child.start_byte > comment.start_byte][:1]
