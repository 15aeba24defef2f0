"""Stored models that are loaded: from formats that can run foreign code, or from others."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.reach import Reach
from maturity.evidence.practice.calls import Calls, Found, chosen
from maturity.evidence.project import Project
from maturity.model.facts.practice import ModelLoadFact

NAMES = frozenset(
    (
        *("load", "loads", "load_model", "InferenceSession", "load_file", "load_from_checkpoint", "safe_open"),
        *("from_pretrained", "Booster", "sha256", "new", "md5", "sha512", "blake2b", "compare_digest"),
    )
)
_PICKLES = re.compile(
    r"(?:joblib|pickle|cloudpickle|dill|cPickle|torch|pandas|sklearn\.externals\.joblib)\.(?:load|loads|read_pickle)\Z"
)
_SAFE = re.compile(
    r"(?:safetensors\..*|onnxruntime\.InferenceSession|skops\.io\.load|tensorflow\.saved_model\.load|torch\.jit\.load|"
    r"(?:tensorflow\.)?keras\.(?:\w+\.)*load_model|xgboost\..*load_model|lightgbm\.Booster|xgboost\.Booster|catboost\..*load_model|"
    r"lightgbm\.lightgbm\.Booster)\Z"
)
_HASHES = ("sha256", "sha512", "blake2b", "compare_digest")
_MODEL_NAME = re.compile(
    r"model|pipeline|classifier|regressor|weights|checkpoint|estimator|\.pt\b|\.pth\b|ckpt", re.IGNORECASE
)
_DATA_NAME = re.compile(r"data|dataset|frame|features?\b|vocab|config|cache|split", re.IGNORECASE)
_ANSWERS = frozenset(("serve", "score"))
MOST = 60


def collect(project: Project, reach: Reach, calls: Calls) -> Iterator[ModelLoadFact]:
    """Yield one fact for each load of a model file."""
    verified = {found.path for found in chosen(calls, _HASHES)}
    kept = 0
    for found in chosen(
        calls, ("load", "loads", "load_model", "InferenceSession", "load_file", "safe_open", "Booster")
    ):
        name = found.call.name
        pickle = _PICKLES.match(name) is not None
        if kept >= MOST or not (pickle or _SAFE.match(name)) or (pickle and not _is_model(found)):
            continue
        kept += 1
        safe = not pickle or found.path in verified or found.call.keywords.get("weights_only") is True
        serving = not _ANSWERS.isdisjoint(reach.beside(found.node))
        yield ModelLoadFact(at=found.at(project), call=name, serving=serving, safe=safe)


def _is_model(found: Found) -> bool:
    """Tell a pickled model from pickled data, by the names around: the file's, the function's."""
    given = " ".join(str(one) for one in (*found.call.arguments, *found.call.keywords.values()))
    said = f"{given} {found.function.name}"
    return _MODEL_NAME.search(said) is not None or not _DATA_NAME.search(said)
