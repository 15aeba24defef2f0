"""The words that identifiers are made of, so that `discount` is no count and `val_F1` is an F1."""

import ast
import re
from functools import lru_cache

_PART = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
MAX_NAME = 200
MAX_NODES = 60


@lru_cache(maxsize=20_000)
def parts(name: str) -> frozenset[str]:
    """Return the words of a snake_case, camelCase or kebab-case name, in lower case."""
    return frozenset(part.lower() for part in _PART.findall(name[:MAX_NAME]))


def words_of(node: ast.expr) -> frozenset[str]:
    """Return the words of all names, attributes and texts in an expression, within bounds."""
    found: set[str] = set()
    stack: list[ast.AST] = [node]
    for _ in range(MAX_NODES):
        if not stack:
            break
        one = stack.pop()
        if isinstance(one, ast.Name):
            found |= parts(one.id)
        elif isinstance(one, ast.Attribute):
            found |= parts(one.attr)
            stack.append(one.value)
        elif isinstance(one, ast.Constant):
            if isinstance(one.value, str):
                found |= parts(one.value)
        else:
            stack.extend(ast.iter_child_nodes(one))
    return frozenset(found)
