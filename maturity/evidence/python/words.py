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


PREPARING = frozenset(
    (
        "preprocess preprocessing prepare prep clean cleaning featurize featurise featurization ingest "
        "ingestion etl tokenize tokenise split transform engineer impute augment"
    ).split()
)
"""Words of functions that prepare data."""
PROCESSING = frozenset("process processing wrangle munge".split())
"""Words that say so only beside a word for records."""
_TELLING = PREPARING - frozenset("prepare prep ingest ingestion split transform engineer etl".split())
"""Those that say so by themselves; the others need a word for records beside them."""
RECORDS = frozenset("data dataset datasets features texts sentences images frame df labels columns".split())
NOT_RECORDS = frozenset(
    (
        "predict prediction inference request model models optimizer environment env latents plot logger "
        "logging prompt trainer scheduler submission report card"
    ).split()
)
"""What a function prepares that are no records for training."""
_OTHER = NOT_RECORDS | frozenset(
    (
        "response device devices checkpoint checkpoints cache memory path paths dir dirs folder folders output outputs "
        "gpu loss weights tokenizer"
    ).split()
)
"""The same, and what surrounds training: where nothing but the name tells what a function does."""
_SPLIT = frozenset(("train", "test", "split"))


def prepares_records(name: str) -> bool:
    """Tell whether a function's name says that it prepares records for training.

    >>> [prepares_records(name) for name in ("tokenize_tweets", "user_train_test_split", "split_path")]
    [True, True, False]
    """
    words = parts(name)
    if words >= _SPLIT:
        return True
    named = words & _TELLING or (words & (PREPARING | PROCESSING) and words & RECORDS)
    return bool(named) and not words & _OTHER


_CHECKS = frozenset("validate validates validation verify check checks assert ensure sanity".split())
_CHECKED = frozenset(
    (
        "data dataset datasets dataframe df frame schema column columns feature features label labels row rows record "
        "records missing null nulls nan nans dtypes duplicates annotations quality integrity ranges"
    ).split()
)
_NO_CHECK = frozenset(
    (
        "load loader loaders get create make build read split prepare step epoch set train training model "
        "models config configs args params path paths dir file files exists url request response input user "
        "token api version card connection bucket size length type predict prediction test loss drift "
        "download save"
    ).split()
)
"""Words of functions that make validation data, or check something else."""


def checks_records(name: str, owner: str = "") -> bool:
    """Tell whether a function's name, or that of its class with it, says that it checks records.

    >>> checks_records("validate_columns"), checks_records("run", "DataValidation"), checks_records("check_config")
    (True, False, False)
    """
    words = parts(name)
    return bool(words & _CHECKS and (words | parts(owner)) & _CHECKED) and not words & _NO_CHECK


def program_checks_records(path: str) -> bool:
    """Tell whether a file's name says that it checks records, or what it checks is left open.

    >>> [program_checks_records(path) for path in ("src/validate.py", "check_images.py", "validate_model.py")]
    [True, True, False]
    """
    return checks_records(path.rpartition("/")[2].removesuffix(".py"), "data")


SCORING = frozenset("predict prediction predictions inference infer score scoring forecast forecasts".split())
"""Words of programs and functions that have a model answer."""


def program_scores(path: str) -> bool:
    """Tell whether a file's name says that it has a model answer.

    >>> [program_scores(path) for path in ("src/predict.py", "batch_inference.py", "train.py")]
    [True, True, False]
    """
    return bool(parts(path.rpartition("/")[2].removesuffix(".py")) & SCORING)


_MOVES = re.compile(r"drift|anomal|z_?score|p_?value|\bpsi\b|(?:\b|_)ks_", re.IGNORECASE)


def tells_movement(text: str) -> bool:
    """Tell whether a text speaks of how far data moved: the scores of a detector say nothing of how good a model is.

    >>> [tells_movement(text) for text in ("tests/test_drift_detector.py", "z_score > 3", "psi < 0.2", "sepsis_score")]
    [True, True, True, False]
    """
    return _MOVES.search(text) is not None


_JUDGES = frozenset(
    "check validate verify assert enforce ensure should compare evaluate is meets passes decide".split()
)
_JUDGED = frozenset(
    "metric metrics model models threshold thresholds quality performance champion challenger candidate promote deploy "
    "better accuracy".split()
)

_MEASURES = frozenset("metric metrics threshold thresholds evaluator evaluation validator gate".split())
"""Words of classes whose methods may hold a metric against a threshold: `RegressionMetrics.require_within(limits)`."""


def judges_models(name: str) -> bool:
    """Tell whether a function's name says that it holds a model against something, or a class's that it may.

    >>> [judges_models(name) for name in ("should_promote", "quality_gate", "check_model_metrics", "check_config")]
    [True, True, True, False]
    >>> [judges_models(name) for name in ("MetricThresholds", "ModelEvaluator", "metrics", "ModelConfig")]
    [True, True, False, False]
    """
    words = parts(name)
    held = name[:1].isupper() and bool(words & _MEASURES)
    return "gate" in words or held or bool(words & _JUDGES and words & _JUDGED)
