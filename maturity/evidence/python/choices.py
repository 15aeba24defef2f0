"""Branches that a word decides: `if args.mode == "train":`, which an option of a command line chooses."""

import ast

from maturity.evidence.python.arguments import argument
from maturity.evidence.python.draft import Frame
from maturity.evidence.python.module import Choice
from maturity.evidence.python.names import Scope

_MOST = 40
"""Branches of one function; a longer table of them decides something else."""


def branch(node: ast.If, frame: Frame) -> None:
    """Note for which words the two sides of an `if` run."""
    choices = frame.draft.choices
    asked = _asked(node.test, frame.scope)
    if asked is None or len(choices) >= _MOST:
        return
    choices.append(_choice(asked, node.body))
    if node.orelse and not isinstance(node.test, ast.BoolOp):
        name, values, negated = asked
        choices.append(_choice((name, values, not negated), node.orelse))


def rebind(target: ast.expr, frame: Frame) -> None:
    """Note that a loop or an assignment gives something another value."""
    frame.draft.rebound.add(_option(target))


def _choice(asked: tuple[str, tuple[str, ...], bool], body: list[ast.stmt]) -> Choice:
    return Choice(*asked, body[0].lineno, body[-1].end_lineno or body[-1].lineno)


def _asked(test: ast.expr, scope: Scope) -> tuple[str, tuple[str, ...], bool] | None:
    """Return what is compared, with which words, and whether it must be none of them."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq() as operator], comparators=[right]):
            return _told(left, [right], scope, negated=isinstance(operator, ast.NotEq))
        case ast.Compare(
            left=left,
            ops=[ast.In() | ast.NotIn() as operator],
            comparators=[ast.List(elts=several) | ast.Tuple(elts=several) | ast.Set(elts=several)],
        ):
            return _told(left, several, scope, negated=isinstance(operator, ast.NotIn))
        case ast.BoolOp(op=ast.And(), values=[first, *_]):
            return _asked(first, scope)
        case ast.BoolOp(op=ast.Or(), values=[*several]):
            found = [_asked(one, scope) for one in several if not isinstance(one, ast.BoolOp)]
            told = [one for one in found if one is not None and not one[2]]
            if len(told) == len(several) and len({name for name, _, _ in told}) == 1:
                return told[0][0], tuple(value for _, values, _ in told for value in values), False
    return None


def _told(
    left: ast.expr, right: list[ast.expr], scope: Scope, *, negated: bool
) -> tuple[str, tuple[str, ...], bool] | None:
    name = _option(left)
    words = [argument(one, scope) for one in right]
    texts = tuple(word[1:] for word in words if isinstance(word, str) and word.startswith("="))
    return (name, texts, negated) if name and texts and len(texts) == len(right) else None


def _option(node: ast.expr) -> str:
    """Return the name of what may hold an option: a parameter, or a field of what was parsed (not of `self`)."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id=holder), attr=name) if holder not in ("self", "cls"):
            return f"{holder}.{name}"
    return ""
