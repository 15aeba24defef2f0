"""Questions to the syntax tree of a shell text."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_ACTS = re.compile(
    r"(?i)^(?!echo|printf|#).{0,200}\b"
    r"(?:deploy|promote|register|publish|push|apply|rollout|upgrade|upload|release)|"
    r"^(?:echo|printf)\s.{0,80}\b(?:should_?)?"
    r"(?:deploy|promot|pass|approv|accept|regist|gate|release|publish|block)\w*=",
)
"""What lets a model through, or an output that says whether it may: `echo "deploy=true" >> $GITHUB_OUTPUT`."""
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


def tests(node: "Node") -> bool:
    """Tell whether a condition compares something by the shell's own means: `[ ... ]`, `(( ... ))`."""
    if node.type == "compound_statement":
        return (node.text or b"").startswith(b"((")
    return node.type == "test_command" or (node.type == "list" and any(map(tests, node.named_children)))


def decides(node: "Node") -> bool:
    """Tell whether a branch is more than words: it ends the text, lets something go on, or hands a decision on."""
    return fails(node) or any(_ACTS.search(text_of(command)) for command in _commands(node))


def _commands(node: "Node") -> "Iterator[Node]":
    todo = [node]
    for _ in range(MAX_BRANCH):
        if not todo:
            return
        one = todo.pop()
        if one.type == "command":
            yield one
        todo.extend(one.named_children)
