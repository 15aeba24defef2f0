"""Questions to the syntax tree of a shell text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

MAX_BRANCH = 200
"""How far a branch is searched: branches within branches would otherwise be searched again and again."""


def text_of(node: "Node") -> str:
    """Return what stands in a node."""
    return (node.text or b"").decode("utf-8", "replace").strip()


def fails(node: "Node") -> bool:
    """Tell whether a branch ends the text with an error: `exit 1`, `return 1`, `false`."""
    for command in _commands(node):
        words = text_of(command).split()
        if words[:1] == ["false"] or (words[:1] in (["exit"], ["return"]) and words[1:] != ["0"]):
            return True
    return False


def _commands(node: "Node") -> "Iterator[Node]":
    todo = [node]
    for _ in range(MAX_BRANCH):
        if not todo:
            return
        one = todo.pop()
        if one.type == "command":
            yield one
        todo.extend(one.named_children)
