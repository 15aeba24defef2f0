"""Tests of a model: they have it answer, or bound a metric of it."""

import re

from maturity.evidence.python.calls import SUITE_OF_CHECKS, TRIALS
from maturity.evidence.python.words import tells_movement
from maturity.evidence.topics.reached import place_of
from maturity.evidence.topics.services.traits import uses_model
from maturity.evidence.topics.suites import Run, Suite

PREDICTS = frozenset(
    "predict predict_proba predict_one predict_batch forward infer inference decision_function transcribe".split()
)
_MAY_PREDICT = frozenset("classify score explain_model explain_samples generate detect recommend rank".split())
"""What has a model answer, or does something else: `detector.detect(columns)`; it has to get to one."""
_ANSWERS = re.compile(
    r"(?:predict|classify)_(?!fn\Z|\w*(?:path|config|schema|types?|columns)\Z)|(?:make|get|run|do|compute|generate)_(?:\w+_)?(?:predictions?|inference|preds?)\Z"
)
"""What a function that has a model answer is called by; `save_predictions` does not, nor has the `predict_fn` that a
platform calls to always have a model."""
_TENSORS = re.compile(r"(?:torch|jax\.numpy|tensorflow(?:\.random)?)\.(?:rand\w*|normal|uniform|zeros|ones|full)\Z")
_BUILDS = re.compile(r"(?:\A|_)(?:classifier|regressor|model|network|net|estimator)\(\)\Z")
"""What a function that builds a model is called by; its result is called with records."""
_LOADED = re.compile(
    r"(?:^|[._])(?:load_model|load_from_checkpoint|from_pretrained)\(\)\Z|^(?:joblib|pickle|skops\.io)\.load\(\)\Z"
)
"""What holds a trained model."""
_STANDS_IN = re.compile(
    r"(?:Mock|Fake|Dummy|Stub)\w*(?:Model|Net|Network|Classifier|Regressor|Predictor|Booster|LLM)\Z"
)
"""Classes of models that a suite makes up."""
_MOCKS = re.compile(
    r"(?:^|\.)(?:Magic|Async)?Mock\Z|(?:^|\.)mock\.patch\b|(?:^|[._])(?:mocker|mocked|monkeypatch|mock)\w*\.|^patch\b"
)
"""What puts something else in the place of a part of the project, or is what was put there."""
_LOOKS_UP = frozenset(("execute", "fetchall", "fetchone", "read_sql", "read_sql_query", "query", "scan", "find"))
_SHORT = 6
"""Calls of a function that does little else than to ask a model."""
_WRITES = re.compile(r"(?:write|save|upload|export|store)(?:_|\Z)")
_LEARNS = re.compile(r"(?:loss|metric|accuracy|score|f1|auc|rmse|mse|mae|r2|history)", re.IGNORECASE)
_TRAINS = re.compile(r"train|fit|evaluate")


def asks_model(suite: Suite, run: Run) -> bool:
    """Tell whether a test asks a model of the project for predictions, or bounds a metric of one.

    What a model answers that the suite makes up says nothing of the project's.
    """
    if any(_STANDS_IN.match(call.name.rpartition(".")[2]) for _, call in run.calls()):
        return False
    if not tells_movement(run.node) and any(
        gate.effect == "assert" and not tells_movement(gate.text)
        for _, function in run.suite
        for gate in function.gates
    ):
        return True
    mocked = mocks(suite.apart(run))
    if not mocked and any(_answers(suite, node) or _asks(suite, node) for node in run.callees):
        return True
    if _feeds_network(suite, run) or _fits_and_asks(run) or (run.exercises and _answers_only(run)):
        return True
    for path, call in run.calls():
        receiver, _, last = call.name.rpartition(".")
        if last in TRIALS or (call.name == SUITE_OF_CHECKS and run.exercises):
            return True
        built = receiver.rpartition(".")[2]
        if (last in PREDICTS and _LOADED.search(receiver)) or call.name == "onnxruntime.InferenceSession.run":
            return True
        switched = receiver.endswith((".eval()", ".eval().to()", ".to().eval()"))  # as networks are, before they answer
        answers = switched or suite.is_network(built) or _BUILDS.search(built) is not None
        asks = (last in PREDICTS and not mocked) or (last == "__call__" and answers)
        result, _, rest = call.name.partition("().")
        learns = bool(rest) and _LEARNS.search(rest) is not None and _TRAINS.search(result) is not None
        if (asks or learns) and suite.own(call.name, path):
            return True
    return False


def mocks(run: Run) -> bool:
    """Tell whether a test puts something made up in the place of what the project would call."""
    return any(
        _MOCKS.search(call.name)
        for _, function in run.suite
        for call in (*function.calls, *function.decorators)
        if not call.name.startswith("unittest.mock.call")
    )


def _answers(suite: Suite, node: str) -> bool:
    """Tell whether a function of the project has a model answer: by its name, or by its name and what it calls.

    One that asks a table only returns what was predicted before.
    """
    name = place_of(node)[1].rpartition(".")[2]
    if name in PREDICTS:
        return True
    if name in _MAY_PREDICT:
        return uses_model(call for one in suite.behind(node) for call in one.calls)
    return _ANSWERS.match(name) is not None and not any(
        not _LOOKS_UP.isdisjoint(call.name.rpartition(".")[2] for call in function.calls)
        for _, function in suite.functions(node)
    )


def _feeds_network(suite: Suite, run: Run) -> bool:
    """Tell whether a test makes a tensor beside a network of the project.

    A fixture that returns the network leaves its call without a name.
    """
    calls = list(run.calls())
    return any(_TENSORS.match(call.name) for _, call in calls) and any(
        suite.is_network(call.name.rpartition(".")[2]) and suite.own(call.name, path) for path, call in calls
    )


def _answers_only(run: Run) -> bool:
    """Tell whether a test runs something without gradients, as networks are run that answer and do not learn."""
    return any(call.name in ("torch.no_grad", "torch.inference_mode") for _, call in run.calls())


def _fits_and_asks(run: Run) -> bool:
    """Tell whether a test trains a model that its class holds, and has it predict: `self.model.fit(x, y)`."""
    calls = [call.name.rpartition(".") for _, call in run.calls()]
    fitted = {receiver for receiver, _, last in calls if last in ("fit", "train") and receiver.startswith("self.")}
    return any(receiver in fitted and last in PREDICTS for receiver, _, last in calls)


def _asks(suite: Suite, node: str) -> bool:
    """Tell whether a short function of the project asks a model, whatever it is called: `get_label(text, model)`.

    What answers requests is the service; of a step that writes what the model answers, a test sees what is written.
    """
    return node not in suite.handlers and any(
        len(function.calls) <= _SHORT
        and not any(_WRITES.match(call.name.rpartition(".")[2]) for call in function.calls)
        and any(call.name.endswith((".predict", ".predict_proba")) for call in function.calls)
        for _, function in suite.functions(node)
    )
