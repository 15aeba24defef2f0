"""Stored models that are loaded: from formats that can run foreign code, or from others."""

import re
from collections.abc import Iterator

from maturity.evidence.graph.graph import Graph
from maturity.evidence.layout import test_path
from maturity.evidence.practice.calls import Calls, Found, chosen
from maturity.evidence.project import Project
from maturity.evidence.python.module import Function
from maturity.evidence.select import TELLING_MODULES
from maturity.evidence.topics.reached import closure, place_of
from maturity.evidence.topics.services.frameworks import declared
from maturity.model.facts.practice import ModelLoadFact

LOADS = frozenset(("load", "loads", "load_model", "InferenceSession", "load_file", "safe_open", "Booster"))
_HASHES = frozenset(("sha256", "sha512", "blake2b", "compare_digest"))
NAMES = LOADS | _HASHES
_PICKLES = re.compile(
    r"(?:joblib|pickle|cloudpickle|dill|cPickle|torch|pandas|sklearn\.externals\.joblib)\.(?:load|loads|read_pickle)\Z"
)
_SAFE = re.compile(
    r"(?:safetensors\..*|onnxruntime\.InferenceSession|skops\.io\.load|tensorflow\.saved_model\.load|torch\.jit\.load|"
    r"(?:tensorflow\.)?keras\.(?:\w+\.)*load_model|xgboost\..*load_model|lightgbm\.Booster|xgboost\.Booster|catboost\..*load_model|"
    r"lightgbm\.lightgbm\.Booster)\Z"
)
_ARRAYS, _ALLOWS = "numpy.load", "allow_pickle"
"""Arrays hold no code, unless pickles among them are allowed."""
_MODEL_NAME = re.compile(
    r"model|pipeline|classifier|regressor|weights|checkpoint|estimator|\.pt\b|\.pth\b|ckpt", re.IGNORECASE
)
_DATA_NAME = re.compile(r"data|dataset|frame|features?\b|vocab|config|cache|split", re.IGNORECASE)
_ANSWERS = frozenset(("serve", "score"))
MOST = 60


def collect(project: Project, graph: Graph, calls: Calls) -> Iterator[ModelLoadFact]:
    """Yield one fact for each load of a model file."""
    answering = _answering(project, graph, calls)
    hashing = {(found.path, found.function.name) for found in chosen(calls, _HASHES)}
    kept = 0
    for found in chosen(calls, LOADS):
        name = found.call.name
        pickle = _PICKLES.match(name) is not None or (name == _ARRAYS and found.call.keywords.get(_ALLOWS) is True)
        if kept >= MOST or not (pickle or _holds_no_code(found)) or (pickle and not _is_model(found)):
            continue
        kept += 1
        verified = pickle and any(map(hashing.__contains__, _around(project, found)))
        safe = not pickle or verified or found.call.keywords.get("weights_only") is True
        serving = found.node in answering
        yield ModelLoadFact(at=found.at(project), call=name, serving=serving, safe=safe)


def _answering(project: Project, graph: Graph, calls: Calls) -> set[str]:
    """Return the files that serve or score, and everything that they run."""
    if calls.keys().isdisjoint(LOADS):
        return set()
    files = {
        place_of(node)[0]
        for node, sites in graph.sites.items()
        if node.startswith("py:") and any(site.activity in _ANSWERS for site in sites)
    }
    for path, module in project.modules.items():
        imported = {one.target.lstrip(".").partition(".")[0] for one in module.imports}
        if not (TELLING_MODULES.isdisjoint(imported) or test_path(path)) and declared(module) is not None:
            files.add(path)
    nodes = {*graph.nodes, *graph.sites, *graph.edges} if files else set()
    return {
        *(f"py:{path}" for path in files),
        *closure(graph, sorted(node for node in nodes if node.startswith("py:") and place_of(node)[0] in files)),
    }


def _around(project: Project, found: Found) -> Iterator[tuple[str, str]]:
    """Yield the function that loads, those of its file that it calls, and those that call it: one of them verifies."""
    yield found.path, found.function.name
    module = project.modules.get(found.path)
    for other in module.functions if module else ():
        if _calls(found.function, other) or _calls(other, found.function):
            yield found.path, other.name


def _calls(caller: Function, called: Function) -> bool:
    own = called.name.rpartition(".")[2]
    return any(call.name.removeprefix("self.") == own for call in caller.calls)


def _holds_no_code(found: Found) -> bool:
    """Tell whether a call loads a model from a format without code; arrays are one where a name says so."""
    if found.call.name == _ARRAYS:
        return _MODEL_NAME.search(_said(found)) is not None
    return _SAFE.match(found.call.name) is not None


def _is_model(found: Found) -> bool:
    """Tell a pickled model from pickled data, by the names around: the file's, the function's."""
    said = _said(found)
    return _MODEL_NAME.search(said) is not None or not _DATA_NAME.search(said)


def _said(found: Found) -> str:
    given = " ".join(str(one) for one in (*found.call.arguments, *found.call.keywords.values()))
    return f"{given} {found.function.name}"
