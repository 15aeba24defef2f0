"""Comparisons of a model's metric with a threshold or with another model's metric, told by the words of their names."""

import ast
from dataclasses import dataclass
from typing import Literal

from maturity.evidence.python.words import words_of

MAX_NODES = 40
METRICS = frozenset(
    (
        *(
            "acc",
            "accuracy",
            "f1",
            "f2",
            "fbeta",
            "auc",
            "auroc",
            "auprc",
            "roc",
            "rmse",
            "rmsle",
            "mse",
            "mae",
            "mape",
        ),
        *("smape", "r2", "loss", "score", "metric", "precision", "recall", "perplexity", "ppl", "bleu", "rouge", "wer"),
        *(
            "cer",
            "iou",
            "miou",
            "dice",
            "ndcg",
            "mrr",
            "gini",
            "logloss",
            "brier",
            "specificity",
            "sensitivity",
            "kappa",
        ),
        *(
            "mcc",
            "performance",
            "quality",
            "fid",
            "psnr",
            "ssim",
            "silhouette",
            "rocauc",
            "f1score",
            "r2score",
            "map50",
        ),
    )
)
_ERROR = frozenset({"error", "err"})
_OF_MODELS = frozenset(
    (
        "mean",
        "absolute",
        "squared",
        "val",
        "validation",
        "test",
        "model",
        "prediction",
        "rate",
        "relative",
        "percentage",
    )
)
THRESHOLDS = frozenset(
    (
        *(
            "threshold",
            "thresholds",
            "thresh",
            "thr",
            "min",
            "minimum",
            "max",
            "maximum",
            "limit",
            "baseline",
            "target",
        ),
        *("required", "cutoff", "acceptable", "acceptance", "tolerance", "floor", "criteria", "criterion", "expected"),
        *("gate", "goal", "bar", "sla", "slo", "benchmark"),
    )
)
_NEVER = frozenset(
    (
        *("count", "counts", "num", "len", "length", "size", "shape", "epoch", "epochs", "step", "steps", "patience"),
        *("counter", "iter", "time", "seconds", "duration", "idx", "index", "code", "status", "lr", "scale", "weight"),
        *("ndim", "nan", "isnan", "isfinite", "isinf", "std", "confidence", "similarity", "dtype", "version", "budget"),
    )
)
_CHAMPION = frozenset(
    (
        *(
            "champion",
            "champ",
            "production",
            "prod",
            "incumbent",
            "existing",
            "deployed",
            "registered",
            "previous",
            "prev",
            "old",
        ),
        "staging",
    )
)
_PERHAPS = frozenset({"current", "latest", "last", "best"})
_CHALLENGER = frozenset({"new", "candidate", "challenger", "chall", "trained", "retrained", "newly"})
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

Champion = Literal["no", "perhaps", "yes"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison."""

    words: frozenset[str]
    number: float | None = None
    difference: bool = False
    """One metric less another."""
    best: bool = False
    """The best of several metrics."""

    @property
    def metric(self) -> bool:
        """Whether it is named like a metric of a model."""
        if self.words & _NEVER:
            return False
        words = self.words.union(*((word.removesuffix("s"), word.removesuffix("es")) for word in self.words))
        return bool(words & METRICS) or bool(words & _ERROR and words & _OF_MODELS)

    @property
    def threshold(self) -> bool:
        """Whether it is named like a demand."""
        return bool(self.words & THRESHOLDS)

    @property
    def champion(self) -> Champion:
        """Whether it is named like the model to beat."""
        if self.words & _CHAMPION or {"baseline", "model"} <= self.words:
            return "yes"
        return "perhaps" if self.best or self.words & _PERHAPS else "no"


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
            case ast.Call(func=ast.Name(id="all" | "any" | "bool"), args=[ast.List(elts=several)]):
                stack.extend(several)
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
        if isinstance(operator, _ORDERED) and (found := _pair(operand(left), operand(right))) is not None:
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
        return _pair(operand(node.args[0]), operand(node.args[1]))
    said = words_of(function)
    if said & _BETTER or (said & _PASSES and said & (THRESHOLDS | METRICS)):
        given = Operand(said.union(*(words_of(one) for one in node.args[:5])))
        return "perhaps" if said & _BETTER and given.champion == "no" else given.champion
    return None


def _pair(left: Operand, right: Operand) -> Champion | None:
    for one, other in ((left, right), (right, left)):
        if other.number is None or not one.metric:
            continue
        if one.difference:
            return one.champion
        return None if one.threshold or other.number in _TRIVIAL else "no"
    if left.number is not None or right.number is not None or left.words == right.words:
        return None
    if (left.words | right.words) & _NEVER or left.words ^ right.words <= _OWN_BOUND:
        return None
    for one, other in ((left, right), (right, left)):
        if one.metric and not one.threshold and (other.metric or other.threshold or other.champion == "yes"):
            return _rival(one, other)
        if one.words & _CHALLENGER and other.champion == "yes":
            return "yes"
    return None


def _rival(one: Operand, other: Operand) -> Champion:
    if other.threshold and other.champion != "yes":
        return "no"
    sides = {one.champion, other.champion}
    if "yes" in sides:
        return "yes"
    if "perhaps" in sides:
        return "yes" if (one.words | other.words) & _CHALLENGER else "perhaps"
    return "no"


def operand(node: ast.expr) -> Operand:
    """Return the words of one side of a comparison, or its number."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return Operand(frozenset(), float(number))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return Operand(frozenset(), -float(number))
        case ast.Constant() | ast.Set() | ast.SetComp():
            return Operand(frozenset())
        case ast.Call(func=ast.Name(id="max" | "min"), args=[several]):
            inner = operand(several)  # the function itself is no word of a threshold
            return Operand(inner.words, best=inner.metric)
        case ast.Call(func=ast.Name(id="len" | "abs" | "isinstance" | "type" | "sum")):
            return Operand(frozenset())
        case ast.Call(func=ast.Attribute(attr="abs" | "norm" | "absolute" | "isclose")):
            return Operand(frozenset())
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            sides = operand(left), operand(right)
            return Operand(words_of(node), difference=all(side.metric for side in sides))
    return Operand(words_of(node))
