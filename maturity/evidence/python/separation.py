"""Assertions that training data and what is held out share no record, by keys or in time."""

import ast

from maturity.evidence.python.draft import Draft
from maturity.evidence.python.effects import nested
from maturity.evidence.python.words import words_of

_TRAINING = frozenset(("train", "training"))
_HELD_OUT = frozenset(("test", "testing", "val", "valid", "validation", "holdout", "held", "eval", "dev"))
_SHARED = frozenset(("intersection", "intersect1d", "isin", "in1d", "merge", "join"))
_DISJOINT = "isdisjoint"
MAX_DEPTH = 8
_ENDS = frozenset(("max", "min"))


def note(name: str, value: ast.expr, draft: Draft) -> None:
    """Keep a name that holds what both parts share: `overlap = set(train.id) & set(test.id)`."""
    if isinstance(value, ast.BinOp | ast.Call) and _shares(value) and _two_parts(value):
        draft.shared.add(name)


def assertion(test: ast.expr, line: int, draft: Draft) -> None:
    """Note the line of an assertion that the parts share nothing."""
    if not draft.separates and _separates(test, draft):
        draft.separates = line


def _separates(test: ast.expr, draft: Draft) -> bool:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _overlap(inner, draft)
        case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()], comparators=[right]) if (
            _last(left) in _ENDS and _last(right) in _ENDS
        ):
            return _last(left) != _last(right) and _two_parts(test)
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]):
            return (_is_nothing(right) and _overlap(left, draft)) or (_is_nothing(left) and _overlap(right, draft))
        case ast.Attribute(attr="empty", value=inner):
            return _overlap(inner, draft)
        case ast.Call(func=ast.Attribute(attr=attribute), args=arguments):
            if attribute == _DISJOINT:
                return _two_parts(test)
            return _stated(attribute, arguments, draft)
    return False


def _stated(assertion: str, arguments: list[ast.expr], draft: Draft) -> bool:
    """Judge a method of unittest: `assertFalse(overlap)`, `assertEqual(len(overlap), 0)`."""
    match assertion, arguments:
        case "assertFalse", [value, *_]:
            return _overlap(value, draft)
        case "assertTrue", [value, *_]:
            return _separates(value, draft)
        case "assertEqual" | "assertEquals" | "assertSetEqual", [one, other, *_]:
            return (_is_nothing(other) and _overlap(one, draft)) or (_is_nothing(one) and _overlap(other, draft))
    return False


def _is_nothing(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=0 | False) | ast.List(elts=[]) | ast.Tuple(elts=[]):
            return True
        case ast.Call(func=ast.Name(id="set" | "frozenset" | "list"), args=[]):
            return True
    return False


def _overlap(value: ast.expr, draft: Draft) -> bool:
    if draft.shared and any(isinstance(one, ast.Name) and one.id in draft.shared for one in nested([ast.Expr(value)])):
        return True
    return _shares(value) and _two_parts(value)


def _shares(value: ast.expr) -> bool:
    """Tell whether an expression holds what two sets have in common."""
    for _ in range(MAX_DEPTH):
        if isinstance(value, ast.BinOp):
            return isinstance(value.op, ast.BitAnd)
        if not isinstance(value, ast.Call):
            return False
        if _last(value) in _SHARED:
            return True
        # `len(shared)`, `shared.any()`: what a function is given, or what a method is called on
        held = value.func.value if isinstance(value.func, ast.Attribute) else None
        if not isinstance(held, ast.Call | ast.BinOp) and value.args:
            held = value.args[0]
        if held is None:
            return False
        value = held
    return False


def _two_parts(value: ast.expr) -> bool:
    words = words_of(value)
    return not words.isdisjoint(_TRAINING) and not words.isdisjoint(_HELD_OUT)


def _last(node: ast.expr) -> str:
    """Return the function that an expression calls at last."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
