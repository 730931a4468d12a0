"""Comments in TOML, which belong to a key with its value, the header of a table, or an element of an array."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Optional

from macrometa_conformance.comments.comment import Comment, Elements, Lines, may_speak, on_one_line
from macrometa_conformance.project.positions import concrete_tree

if TYPE_CHECKING:
    from tree_sitter import Node

_TABLES = ("table", "table_array_element")


def comments_of(text: str) -> Iterator[Comment]:
    """Yield the comments that may speak to the tool, those of a text that is no TOML as far as its tree goes."""
    source = text.encode("utf-8", "surrogatepass")
    lines = source.split(b"\n")
    nodes = list(_nodes(concrete_tree(source).root_node))
    entries = Elements(sorted(_lines(node) for node in nodes if _is_entry(node)))
    in_arrays = {comment: found for node in nodes if node.type == "array" for comment, found in _in_array(node)}
    for node in nodes:
        if node.type != "comment":
            continue
        row, column = node.start_point
        before = lines[row][:column].decode("utf-8", "surrogatepass")
        value = source[node.start_byte : node.end_byte].decode("utf-8", "surrogatepass").rstrip("\r")
        if may_speak(value):
            elements: list[Optional[Lines]] = [*in_arrays.get(node.start_byte, ())]
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
    first = node.start_point[0] + 1
    if node.type in _TABLES:
        return first, first
    values = [child for child in node.named_children if child.type != "comment"] if node.type == "pair" else []
    return first, (values[-1] if values else node).end_point[0] + 1


def _entry(line: int, entries: Elements, *, alone: bool) -> Optional[Lines]:
    """Return the key, or the header, on a comment's line, else the next below it."""
    at = entries.at(line)
    if at or not alone:
        return at or (line, line)
    return entries.below(line)


def _in_array(array: "Node") -> Iterator[tuple[int, list[Lines]]]:
    """Yield where each comment of an array begins, and the elements that it stands on, else the next one.

    There is none behind the opening bracket, and before the closing one: then it is the array's.
    """
    children = array.named_children
    following: list[list[Lines]] = []
    below: list[Lines] = []
    for child in reversed(children):
        following.append(below)
        below = below if child.type == "comment" else [_lines(child)]
    on: list[Lines] = []  # what ends on the line
    row = -1
    for child, below in zip(children, reversed(following)):
        if child.type != "comment":
            on = on if child.end_point[0] == row else []
            on.append(_lines(child))
            row = child.end_point[0]
        elif child.start_point[0] == row:
            yield child.start_byte, on
        else:
            yield child.start_byte, [] if child.start_point[0] == array.start_point[0] else below
