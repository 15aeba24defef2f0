"""Comparisons of a model's metric with a threshold or with another model's metric, told by the words of their names."""

import ast
import re
from collections.abc import Iterator

from maturity.evidence.python.operands import CHALLENGER, METRICS, NEVER, THRESHOLDS, Champion, Operand, operand
from maturity.evidence.python.words import words_of

MAX_NODES = 40
_CHOICES = re.compile(r"number_(?:greater|less)_than(?:_equals)?|Numeric(?:Greater|Less)Than(?:Equals)?")
_BETTER = frozenset({"better", "worse", "improved", "improves", "outperforms", "outperform", "beats", "surpasses"})
_PASSES = frozenset({"passes", "exceeds", "meets", "fails", "satisfies"})
_OWN_BOUND = frozenset({"low", "high", "lower", "upper", "bound"})
"""What only tells a metric from the ends of its own interval."""
_TRIVIAL = (0, 1, -1, 100)
"""Bounds of a range, not demands on a model."""
_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_FUNCTIONS = frozenset(
    (
        *("gt", "ge", "lt", "le", "greater", "greater_equal", "less", "less_equal"),
        *("assertGreater", "assertGreaterEqual", "assertLess", "assertLessEqual"),
    )
)


def find(test: ast.expr) -> Champion | None:
    """Return whether a test compares with the model to beat; None when it compares no metric at all."""
    stack: list[ast.AST] = [test]
    best: Champion | None = None
    for _ in range(MAX_NODES):
        if not stack:
            break
        node = stack.pop()
        found = None
        match node:
            case ast.Compare():
                found = _compare(node)
            case ast.Call(
                func=ast.Name(id="all" | "any"), args=[ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner)]
            ):
                stack.append(inner)
            case ast.Call(func=ast.Name(id="all" | "any"), args=[ast.List(elts=several) | ast.Tuple(elts=several)]):
                stack.extend(several)
            case ast.Call(func=ast.Name(id="bool"), args=[ast.Compare() | ast.BoolOp() as inner]):
                stack.append(inner)
            case ast.Call():
                found = _call(node)
            case ast.IfExp(body=ast.Compare() as one, orelse=ast.Compare() as other):
                stack.extend((one, other))
            case ast.BoolOp(values=several):
                stack.extend(several)
            case ast.UnaryOp(op=ast.Not(), operand=inner) | ast.NamedExpr(value=inner):
                stack.append(inner)
        if found is not None:
            best = found if best in (None, "no") or found == "yes" else best
    return best


def _compare(node: ast.Compare) -> Champion | None:
    left = node.left
    if isinstance(left, ast.Set | ast.SetComp):
        return None  # names of metrics that have to be there
    for operator, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(operator, _ORDERED) and (found := pair(operand(left), operand(right))) is not None:
            return found
        left = right
    return None


def _call(node: ast.Call) -> Champion | None:
    """Judge `operator.gt(a, b)`, `self.assertGreater(a, b)`, `is_better(new, old)`."""
    function = node.func
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    if name in _FUNCTIONS and len(node.args) >= 2:  # noqa: PLR2004 - the two sides
        return pair(operand(node.args[0]), operand(node.args[1]))
    if is_condition(node):
        given = {one.arg: one.value for one in node.keywords}
        return pair(operand(given["left"]), operand(given["right"]))
    if (sides := _choice(node)) is not None:
        return pair(*sides)
    said = words_of(function)
    if said & _BETTER or (said & _PASSES and said & (THRESHOLDS | METRICS)):
        whole = Operand(said.union(*(words_of(one) for one in node.args[:5])))
        return "perhaps" if said & _BETTER and whole.champion == "no" else whole.champion
    return None


def is_condition(node: ast.Call) -> bool:
    """Tell whether a call is a condition of a SageMaker pipeline: `ConditionGreaterThan(left=..., right=...)`."""
    named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return named.startswith("Condition") and {"left", "right"} <= {one.arg for one in node.keywords}


def choices(node: ast.expr) -> Iterator[ast.Call]:
    """Yield the conditions of a state machine in a chain of calls, of AWS' CDK and of the SDK for data science."""
    stack = [node]
    for _ in range(MAX_NODES):
        if not stack:
            return
        one = stack.pop()
        if isinstance(one, ast.Attribute):
            stack.append(one.value)
        elif isinstance(one, ast.Call):
            if _choice(one) is not None:
                yield one
            stack += [one.func, *one.args, *(keyword.value for keyword in one.keywords)]


def _choice(node: ast.Call) -> tuple[Operand, Operand] | None:
    """Return what a condition of a state machine compares, and its demand: `Condition.number_less_than("$.mae", 5)`.

    What the steps before it put there is told by the path into it alone.
    """
    if not isinstance(node.func, ast.Attribute) or _CHOICES.fullmatch(node.func.attr) is None:
        return None
    given = {one.arg: one.value for one in node.keywords}
    sides = [*node.args, *(given[key] for key in ("variable", "value") if key in given)]
    if len(sides) != 2:  # noqa: PLR2004 - the two sides
        return None
    path = [one for one in ast.walk(sides[0]) if isinstance(one, ast.Constant)]
    demand = operand(sides[1])
    if demand.number is None:
        demand = Operand(demand.words | {"threshold"})
    return Operand(frozenset().union(*map(words_of, path))), demand


def pair(left: Operand, right: Operand) -> Champion | None:
    """Return whether two sides are a metric and the model to beat; None when they are no metric and its demand."""
    for one, other in ((left, right), (right, left)):
        if one.versus and (other.number is not None or other.threshold) and not one.words & NEVER:
            return "yes"
        if other.number is None or not one.metric:
            continue
        if one.difference:
            return one.champion
        return None if one.threshold or other.number in _TRIVIAL else "no"
    if left.number is not None or right.number is not None or left.words == right.words:
        return None
    if (left.words | right.words) & NEVER or left.words ^ right.words <= _OWN_BOUND:
        return None
    for one, other in ((left, right), (right, left)):
        if one.metric and not one.threshold and (other.metric or other.threshold or other.champion == "yes"):
            return _rival(one, other)
        if one.words & CHALLENGER and other.champion == "yes":
            return "yes"
    return None


def _rival(one: Operand, other: Operand) -> Champion:
    if one.difference:
        return one.champion
    if other.threshold and other.champion != "yes":
        return "no"
    sides = {one.champion, other.champion}
    if "yes" in sides:
        return "yes"
    if "perhaps" in sides:
        return "yes" if (one.words | other.words) & CHALLENGER else "perhaps"
    return "no"
