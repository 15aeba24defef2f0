"""Decisions that are overruled where they are asked: a flag set to yes right before its `if` decides nothing."""

import ast

from maturity.evidence.python.draft import Draft
from maturity.evidence.python.effects import DECISIONS
from maturity.evidence.python.words import parts


def fix(target: ast.expr, value: ast.expr, draft: Draft) -> None:
    """Note that a decision is given a value that is written out, or forget it when it is given another."""
    if isinstance(target, ast.Name) and parts(target.id) & DECISIONS:
        draft.fixed.pop(target.id, None)
        if isinstance(value, ast.Constant):
            draft.fixed[target.id] = value.value, target.col_offset


def ask(node: ast.If, draft: Draft) -> None:
    """Note which decision a branch asks, and whether the same block has just answered it with yes."""
    name, wanted = _asked(node.test)
    if parts(name) & DECISIONS:
        value, column = draft.fixed.get(name, (None, -1))
        overruled = column == node.col_offset and bool(value) and (wanted is None or value == wanted)
        draft.asks[name] = overruled and draft.asks.get(name, True)


def _asked(test: ast.expr) -> tuple[str, object]:
    """Return the name that a test asks for, and the value that it wants; None for whatever is true."""
    match test:
        case ast.Compare(left=asked, ops=[ast.Eq() | ast.Is()], comparators=[ast.Constant(value=wanted)]):
            return _name(asked), wanted
    return _name(test), None


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
