"""Assertions on what a model answers through a service: `body["probability"] <= 1`, `body["label"] == "spam"`."""

import ast

from maturity.evidence.python.draft import Draft
from maturity.evidence.python.words import parts

_ANSWERED = frozenset(
    (
        "prediction predictions predicted pred preds proba prob probability probabilities p score scores label "
        "sentiment confidence risk forecast"
    ).split()
)
"""Words of the fields in which a service gives what its model answers."""
_ABOUT_IT = frozenset("id model name version type time count status message error path".split())
"""Words of fields that tell something of the answer or of the model."""
_COMPARES = (ast.Eq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In)
_METHODS = frozenset(
    "assertEqual assertAlmostEqual assertGreater assertGreaterEqual assertLess assertLessEqual assertIn".split()
)
_APPROXIMATES = frozenset(("approx", "float", "round", "int"))


def assertion(test: ast.expr, line: int, draft: Draft) -> None:
    """Note the line of an assertion that an answer has a certain value or lies in a certain range."""
    if not draft.expects and _expects(test):
        draft.expects = line


def _expects(test: ast.expr) -> bool:
    match test:
        case ast.BoolOp(values=several):
            return any(map(_expects, several))
        case ast.Compare(left=left, ops=operators, comparators=others):
            sides = [left, *others]
            compares = all(isinstance(one, _COMPARES) for one in operators)
            return compares and ((any(map(_answer, sides)) and any(map(_value, sides))) or _held(*sides[:2]))
        case ast.Call(func=ast.Attribute(attr=attribute), args=[left, right, *_]) if attribute in _METHODS:
            return (_answer(left) and _value(right)) or (_answer(right) and _value(left)) or _held(left, right)
    return False


def _held(one: ast.expr, other: ast.expr) -> bool:
    """Tell whether the whole of an answer is held against another: `response.json() == {"prediction": "late"}`."""
    match (one, other) if isinstance(other, ast.Dict) else (other, one):
        case ast.Call(func=ast.Attribute(attr="json")), ast.Dict(keys=keys, values=values):
            return any(_named(key) and _value(value) for key, value in zip(keys, values, strict=True))
    return False


def _answer(node: ast.expr) -> bool:
    """Tell whether an expression is a field in which a model answers: `body["risk_score"]`, `body.get("label")`."""
    match node:
        case ast.Call(func=ast.Name(id=name), args=[inner, *_]) if name in _APPROXIMATES:
            return _answer(inner)
        case ast.Call(func=ast.Name(id="abs"), args=[ast.BinOp(left=left, op=ast.Sub(), right=right)]):
            return (_answer(left) and _value(right)) or (_answer(right) and _value(left))
        case ast.Call(func=ast.Attribute(attr="get"), args=[key, *_]) | ast.Subscript(slice=key):
            return _named(key) or (isinstance(node, ast.Subscript) and _answer(node.value))
    return False


def _named(key: ast.expr | None) -> bool:
    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
        return False
    words = parts(key.value)
    return bool(words & _ANSWERED) and not words & _ABOUT_IT


def _value(node: ast.expr) -> bool:
    """Tell whether an expression is a written-out number or text, a choice of such, or the name of a constant.

    A truth value is none.
    """
    match node:
        case ast.Name(id=name):
            return name.isupper() and len(name) > 1
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[inner, *_]) if name in _APPROXIMATES:
            return _value(inner)
        case ast.Tuple(elts=several) | ast.List(elts=several) | ast.Set(elts=several):
            return bool(several) and all(map(_value, several))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return _value(inner)
        case ast.Constant(value=value):
            return isinstance(value, str | float | int) and not isinstance(value, bool) and value != ""
    return False
