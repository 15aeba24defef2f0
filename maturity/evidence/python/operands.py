"""What stands on one side of a comparison: a metric, a demand, a new model's or that of the model to beat."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from maturity.evidence.python.words import parts, words_of

MAX_DEPTH = 8
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
NEVER = frozenset(
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
_PAST = frozenset({"existing", "previous", "prev", "old"})
"""Those of them that the last round of an iteration is called by, too."""
_PERHAPS = frozenset({"current", "curr", "latest", "last", "best"})
_SERVING = frozenset({"current", "curr", "latest"})
_TRAINED = frozenset({"trained", "retrained", "candidate", "challenger"})
"""What tells a model that was just made from a value of the round before."""
CHALLENGER = frozenset({"new", "candidate", "challenger", "chall", "chal", "trained", "retrained", "newly"})

Champion = Literal["no", "perhaps", "yes"]


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison."""

    words: frozenset[str]
    number: float | None = None
    difference: bool = False
    """One metric less another."""
    versus: bool = False
    """What a new model has less what the model to beat has, of whatever is compared."""
    best: bool = False
    """The best of several metrics."""

    @property
    def metric(self) -> bool:
        """Whether it is named like a metric of a model."""
        if self.words & NEVER:
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


def operand(node: ast.expr, depth: int = 0) -> Operand:
    """Return the words of one side of a comparison, or its number."""
    if depth > MAX_DEPTH:
        return Operand(words_of(node))
    match node:
        case ast.Constant(value=int() | float() as number):
            return Operand(frozenset(), float(number))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return Operand(frozenset(), -float(number))
        case ast.Constant() | ast.Set() | ast.SetComp():
            return Operand(frozenset())
        case ast.Call():
            return _result(node, depth + 1)
        case ast.BinOp():
            return _difference(node, depth + 1)
    return Operand(words_of(node))


def _result(node: ast.Call, depth: int) -> Operand:
    """Return what a function makes of its argument, where that says something."""
    match node:
        case ast.Call(func=ast.Name(id="max" | "min"), args=[several]):
            inner = operand(several, depth)  # the function itself is no word of a threshold
            return Operand(inner.words, best=inner.metric)
        case ast.Call(func=ast.Name(id="float" | "round"), args=[inner, *_]):
            return operand(inner, depth)
        case ast.Call(func=ast.Name(id="abs"), args=[ast.BinOp() as apart]):
            found = operand(apart, depth)
            return Operand(found.words, versus=True) if found.versus else Operand(frozenset())
        case (
            ast.Call(func=ast.Name(id="len" | "abs" | "isinstance" | "type" | "sum"))
            | ast.Call(func=ast.Attribute(attr="abs" | "norm" | "absolute" | "isclose"))
        ):
            return Operand(frozenset())
    return Operand(words_of(node))


def _difference(node: ast.BinOp, depth: int) -> Operand:
    """Return what one side has more than the other, also as a share of it or in per cent."""
    if isinstance(node.op, ast.Sub):
        sides = operand(node.left, depth), operand(node.right, depth)
        return Operand(words_of(node), difference=all(side.metric for side in sides), versus=_versus(*sides))
    if isinstance(node.op, ast.Div | ast.Mult):
        for side in (node.left, node.right) if isinstance(node.op, ast.Mult) else (node.left,):
            change = operand(side, depth) if isinstance(side, ast.BinOp) else None
            if change is not None and _is_margin(change):
                return change
    return Operand(words_of(node))


def _versus(left: Operand, right: Operand) -> bool:
    """Tell whether one side is named like a new model's and the other like that of the model to beat.

    A loop that converges asks of its rounds by how much the new value differs from the old one.
    """
    return any(
        (one.words & CHALLENGER and other.champion == "yes" and not other.words & _PAST)
        or (one.words & _TRAINED and other.words & _SERVING)
        for one, other in ((left, right), (right, left))
    )


def faces(names: Iterable[frozenset[str]]) -> bool:
    """Tell whether of several names one is that of a new model's, and another one that of the model to beat."""
    known = [Operand(name) for name in names]
    return any(_versus(one, other) for one in known for other in known if one is not other)


def margin(value: ast.expr) -> bool:
    """Tell whether an expression is what a new model has more or less than the model to beat."""
    return _is_margin(operand(value))


_TABLES = frozenset({"metric", "metrics", "report", "evaluation"})
_MEASURES = re.compile(r"(?:_score|_error|_loss)\Z")


def measured(name: str, value: ast.expr) -> bool:
    """Tell whether a variable whose name says nothing holds a metric: `value = metrics[name]`, `a = f1_score(y, p)`."""
    if Operand(parts(name)).metric or Operand(parts(name)).threshold or parts(name) & CHALLENGER:
        return False
    match value:
        case (
            ast.Subscript(value=table, slice=key)
            | ast.Call(func=ast.Attribute(attr="get", value=table), args=[key, *_])
        ):
            written = isinstance(key, ast.Constant) and isinstance(key.value, str)
            told = words_of(key) if written else words_of(table) & _TABLES
            return Operand(told).metric or bool(told & _TABLES)
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
            return _MEASURES.search(called) is not None
    return False


def _is_margin(found: Operand) -> bool:
    return found.versus or (found.difference and found.champion == "yes")
