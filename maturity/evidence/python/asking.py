"""Which calls may have a model answer, which ones write, and what makes no answer any more of an answer."""

import ast
import re

from maturity.evidence.python.words import SCORING, parts, words_of

_ASKING = SCORING | frozenset(
    (
        "predicts preds infer infers classify transcribe translate summarize summarise recommend segment detect "
        "recognize recognise upscale enhance caption colorize"
    ).split()
)
_CALLED = frozenset(
    "model net network generator classifier detector segmenter predictor translator upsampler pipe pipeline llm".split()
)
"""What a restored model is called that is called like a function."""
_GENERATED = frozenset("output outputs answer answers response responses completion completions text texts".split())
"""What a language model is asked for by a function that is called for it: `generate_answers(model, prompts)`."""
_LISTED = frozenset("list prompts texts questions queries sentences documents inputs instructions".split())
"""Words of what holds several records for it."""
_NO_QUESTION = frozenset(
    (
        "load read save write store export upload insert dump plot print log parse prepare register validate train fit "
        "evaluate eval test metric metrics report accuracy f1 precision recall auc roc r2 bleu rouge loss error errors "
        "confusion silhouette cross drift step config path paths key name naming id context cache format template for "
        "setup factory signature"
    ).split()
)
"""Words of calls that speak of predictions and make none."""
_MEASURING = frozenset(
    (
        "evaluate evaluation eval metric metrics measure report accuracy f1 precision recall auc roc r2 bleu rouge "
        "loss losses error errors mse mae rmse mape iou confusion plot draw compare count counts describe summary "
        "statistics stats drift benchmark step backward"
    ).split()
)
"""Words of calls that make something else of predictions: a number, a figure."""
_NUMBERS = frozenset("len isinstance mean median average std var nunique value_counts id type print".split())
_OFTEN_METRICS = frozenset(("score", "scores", "detect"))
_WRITING = frozenset(
    (
        "write writes writer writerow writerows writelines writestr save saves saver store stores export upload insert "
        "persist dump imsave imwrite savetxt savez tofile"
    ).split()
)
_FORMATS = re.compile(r"to_(?:csv|parquet|sql|pickle|json|jsonl|excel|gbq|feather|hdf|table|delta|orc|file)\Z")
_RESULTS = frozenset(("prediction", "predictions", "forecasts", "scores"))
HANDING = frozenset("map imap imap_unordered starmap apply apply_async submit map_batches progress_apply".split())
"""Methods that run a function that they are handed on each of several records."""
_MAY = re.compile(
    "|".join(sorted({one[:7] for one in _ASKING} | {rf"\b{one}\(" for one in (*_CALLED, "generate")} | {"generate_"}))
)
_MAY_WRITE = re.compile(r"write|save|to_|store|export|upload|insert|persist|dump|regist|file=")


def may_write_answers(text: str) -> bool:
    """Tell whether a file's source can hold an answer that is written; many cannot, and are not looked at."""
    return _MAY.search(text) is not None and _MAY_WRITE.search(text) is not None


def asks(node: ast.Call, last: str) -> bool | None:
    """Tell whether a call has a model answer for each of several records; None when it asks none."""
    words = parts(last)
    if last in HANDING and node.args:
        handed = node.args[0]
        if isinstance(handed, ast.Lambda):
            inside = words_of(handed.body)
            return True if inside & _ASKING and not inside & _NO_QUESTION else None
        return True if dotted(handed) else None  # whether it asks is known with the whole project
    if last == "generate" or (last in _CALLED and dotted(node.func) in (last, f"self.{last}")):
        return False
    if "generate" in words and words & _GENERATED:
        return any(parts(dotted(one)) & _LISTED for one in (*node.args, *(given.value for given in node.keywords)))
    named = words & _ASKING and not words & _NO_QUESTION and not last.lstrip("_")[:1].isupper()
    return False if named and last not in _OFTEN_METRICS else None


def measures(last: str) -> bool:
    """Tell whether a call by its name makes a number or a figure of what it is given."""
    return last in _NUMBERS or bool(parts(last) & _MEASURING)


def writes(node: ast.Call, last: str) -> bool:
    """Tell whether a call by its name writes what it is given, or the object that it is a method of."""
    if last == "print":
        return any(one.arg == "file" for one in node.keywords)
    words = parts(last)
    return bool(words & _WRITING or _FORMATS.match(last) or ("register" in words and words & _RESULTS))


def over_records(several: ast.expr) -> bool:
    """Tell whether a loop may go over records: `range(len(rows))`, not so many times round: `range(args.words)`."""
    match several:
        case ast.Call(func=ast.Name(id="range" | "trange"), args=given):
            return any(isinstance(one, ast.Call) or "shape" in words_of(one) for one in given)
        case ast.Call(func=ast.Name(id="tqdm") | ast.Attribute(attr="tqdm"), args=[first, *_]):
            return over_records(first)
    return True


def dotted(node: ast.expr) -> str:
    """Return a name or a chain of attributes as it is written, else an empty text."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(names))) if isinstance(node, ast.Name) else ""
